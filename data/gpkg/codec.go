package gpkg

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"circle15/geo"
)

// The columns of content are varints, places as differences from the one before: a polygon of a community takes 3
// to 5 bytes a vertex before compression, and decodes ten times faster than WKB with float64.

// writer appends to b. The same calls give the same bytes.
type writer struct {
	b    []byte
	last geo.E7 // the place written last
}

func (w *writer) uint(v uint64)  { w.b = binary.AppendUvarint(w.b, v) }
func (w *writer) int(v int64)    { w.b = binary.AppendVarint(w.b, v) }
func (w *writer) count(n int)    { w.uint(uint64(n)) }
func (w *writer) bytes(v []byte) { w.count(len(v)); w.b = append(w.b, v...) }
func (w *writer) text(v string)  { w.count(len(v)); w.b = append(w.b, v...) }

func (w *writer) bool(v bool) {
	if v {
		w.uint(1)
		return
	}
	w.uint(0)
}

func (w *writer) place(p geo.E7) {
	w.int(int64(p.Lon) - int64(w.last.Lon))
	w.int(int64(p.Lat) - int64(w.last.Lat))
	w.last = p
}

func (w *writer) places(ps []geo.E7) {
	w.count(len(ps))
	for _, p := range ps {
		w.place(p)
	}
}

func (w *writer) rings(rs []geo.Ring) {
	w.count(len(rs))
	for _, r := range rs {
		w.places(r)
	}
}

func (w *writer) area(m geo.MultiPolygon) {
	w.count(len(m))
	for _, p := range m {
		w.rings(p)
	}
}

func (w *writer) strings(list []string) {
	w.count(len(list))
	for _, s := range list {
		w.text(s)
	}
}

// texts writes a map in the order of its keys.
func (w *writer) texts(m map[string]string) {
	w.count(len(m))
	for _, k := range sortedKeys(m) {
		w.text(k)
		w.text(m[k])
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// reader takes from b what writer appended. After the first thing that does not fit, bad is set and all that is read is
// zero.
type reader struct {
	b    []byte
	bad  bool
	last geo.E7
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) fail() { r.bad, r.b = true, nil }

// count is a number of things of at least one byte each: never more than there are bytes left.
func (r *reader) count() int {
	v := r.uint()
	if v > uint64(len(r.b)) {
		r.fail()
		return 0
	}
	return int(v)
}

func (r *reader) bytes() []byte {
	n := r.count()
	v := r.b[:n:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) text() string { return string(r.bytes()) }
func (r *reader) bool() bool   { return r.uint() != 0 }

func (r *reader) place() geo.E7 {
	lon, lat := int64(r.last.Lon)+r.int(), int64(r.last.Lat)+r.int()
	if lon < math.MinInt32 || lon > math.MaxInt32 || lat < math.MinInt32 || lat > math.MaxInt32 {
		r.fail()
		return geo.E7{}
	}
	r.last = geo.E7{Lon: int32(lon), Lat: int32(lat)}
	return r.last
}

// list reads a count and that many things; nil for none.
func list[T any](r *reader, one func() T) []T {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]T, 0, min(n, 1<<16)) // a damaged count must not fill the memory
	for range n {
		out = append(out, one())
		if r.bad {
			return nil
		}
	}
	return out
}

func (r *reader) places() []geo.E7       { return list(r, r.place) }
func (r *reader) ring() geo.Ring         { return r.places() }
func (r *reader) rings() []geo.Ring      { return list(r, r.ring) }
func (r *reader) polygon() geo.Polygon   { return r.rings() }
func (r *reader) area() geo.MultiPolygon { return list(r, r.polygon) }

func (r *reader) texts() map[string]string {
	n := r.count()
	if n == 0 {
		return nil
	}
	m := make(map[string]string, min(n, 64))
	for range n {
		k := r.text()
		m[k] = r.text()
	}
	return m
}

// end is the error of what was read: nil when all bytes fitted and none are left.
func (r *reader) end(what string) error {
	if r.bad || len(r.b) > 0 {
		return fmt.Errorf("%w: %s", errDamaged, what)
	}
	return nil
}
