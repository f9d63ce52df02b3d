package network

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"circle15/geo"
)

// The encoding is columns of varints, differences where neighbours are near each other: Porto's 160,000
// places of shape take 2.1 bytes each before compression. The first byte is the version.
const codecVersion = 1

// ErrDamaged: the bytes are not streets, or not whole.
var ErrDamaged = errors.New("damaged street columns")

// Encode is the streets as bytes: the same streets give the same bytes.
func (s *Streets) Encode() []byte {
	w := &writer{b: []byte{codecVersion}}
	w.places(s.Extent)
	w.places(s.Junctions)
	w.ints(s.JunctionID)
	w.uints(s.From)
	w.uints(s.To)
	w.ints(s.WayID)
	w.u(uint64(len(s.Traits)))
	for _, t := range s.Traits {
		w.u(uint64(t))
	}
	w.uints(s.NameOf)
	w.uints(s.ShapeAt)
	w.places(s.Shape)
	w.u(uint64(len(s.Names)))
	for _, n := range s.Names {
		w.u(uint64(len(n)))
		w.b = append(w.b, n...)
	}
	w.ints(s.Barriers.ID)
	w.u(uint64(len(s.Barriers.Kind)))
	for _, k := range s.Barriers.Kind {
		w.b = append(w.b, byte(k))
	}
	w.uints(s.Barriers.Start)
	w.places(s.Barriers.At)
	for _, o := range s.Barriers.Open {
		if o {
			w.b = append(w.b, 1)
		} else {
			w.b = append(w.b, 0)
		}
	}
	return w.b
}

// Decode reads what Encode wrote. Anything else gives an error that wraps ErrDamaged.
func Decode(b []byte) (*Streets, error) {
	if len(b) == 0 || b[0] != codecVersion {
		return nil, fmt.Errorf("%w: unknown version", ErrDamaged)
	}
	r := &reader{b: b[1:]}
	s := &Streets{}
	s.Extent = r.places()
	s.Junctions = r.places()
	s.JunctionID = r.ints()
	s.From = r.uints()
	s.To = r.uints()
	s.WayID = r.ints()
	s.Traits = make([]Traits, r.count())
	for i := range s.Traits {
		s.Traits[i] = Traits(r.u())
	}
	s.NameOf = r.uints()
	s.ShapeAt = r.uints()
	s.Shape = r.places()
	s.Names = make([]string, r.count())
	for i := range s.Names {
		s.Names[i] = string(r.bytes(r.count()))
	}
	s.Barriers.ID = r.ints()
	s.Barriers.Kind = make([]BarrierKind, r.count())
	for i, k := range r.bytes(len(s.Barriers.Kind)) {
		s.Barriers.Kind[i] = BarrierKind(k)
	}
	s.Barriers.Start = r.uints()
	s.Barriers.At = r.places()
	s.Barriers.Open = make([]bool, len(s.Barriers.At))
	for i, o := range r.bytes(len(s.Barriers.Open)) {
		s.Barriers.Open[i] = o != 0
	}
	if r.bad {
		return nil, fmt.Errorf("%w: cut short", ErrDamaged)
	}
	if len(r.b) > 0 {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrDamaged, len(r.b))
	}
	if err := s.sound(); err != nil {
		return nil, err
	}
	s.LengthM = make([]float64, len(s.From))
	for e := range s.LengthM {
		s.LengthM[e] = lengthM(s.ShapeOf(uint32(e)))
	}
	return s, nil
}

// sound checks that the columns fit together, so that nobody after this indexes out of range.
func (s *Streets) sound() error {
	n, m := uint32(len(s.Junctions)), len(s.From)
	ok := len(s.JunctionID) == int(n) && len(s.To) == m && len(s.WayID) == m && len(s.Traits) == m && len(s.NameOf) == m &&
		(len(s.ShapeAt) == m+1 || m == 0 && len(s.ShapeAt) <= 1) && rising(s.ShapeAt, len(s.Shape), 2) && len(s.Names) > 0
	if ok {
		for e := range m {
			ok = ok && s.From[e] < n && s.To[e] < n && int(s.NameOf[e]) < len(s.Names)
		}
	}
	b := &s.Barriers
	ok = ok && len(b.ID) == len(b.Kind) && (len(b.Start) == len(b.Kind)+1 || len(b.Kind) == 0 && len(b.Start) <= 1) &&
		rising(b.Start, len(b.At), 2)
	for _, k := range b.Kind {
		ok = ok && k <= Fence
	}
	if !ok {
		return fmt.Errorf("%w: columns do not fit together", ErrDamaged)
	}
	return nil
}

// rising: starts at 0, ends at total, every step at least least.
func rising(at []uint32, total int, least uint32) bool {
	if len(at) == 0 {
		return total == 0
	}
	if at[0] != 0 || int(at[len(at)-1]) != total {
		return false
	}
	for i := 1; i < len(at); i++ {
		if at[i] < at[i-1] || at[i]-at[i-1] < least {
			return false
		}
	}
	return true
}

type writer struct{ b []byte }

func (w *writer) u(v uint64) { w.b = binary.AppendUvarint(w.b, v) }

func (w *writer) ints(vs []int64) {
	w.u(uint64(len(vs)))
	last := int64(0)
	for _, v := range vs {
		w.b = binary.AppendVarint(w.b, v-last)
		last = v
	}
}

func (w *writer) uints(vs []uint32) {
	w.u(uint64(len(vs)))
	last := int64(0)
	for _, v := range vs {
		w.b = binary.AppendVarint(w.b, int64(v)-last)
		last = int64(v)
	}
}

func (w *writer) places(vs []geo.E7) {
	w.u(uint64(len(vs)))
	var last geo.E7
	for _, v := range vs {
		w.b = binary.AppendVarint(w.b, int64(v.Lon)-int64(last.Lon))
		w.b = binary.AppendVarint(w.b, int64(v.Lat)-int64(last.Lat))
		last = v
	}
}

type reader struct {
	b   []byte
	bad bool
}

func (r *reader) u() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) i() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count is a length that the rest of the bytes can hold, a byte for each at least.
func (r *reader) count() int {
	v := r.u()
	if v > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(v)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) ints() []int64 {
	out := make([]int64, r.count())
	last := int64(0)
	for i := range out {
		last += r.i()
		out[i] = last
	}
	return out
}

func (r *reader) uints() []uint32 {
	out := make([]uint32, r.count())
	last := int64(0)
	for i := range out {
		last += r.i()
		if last < 0 || last > math.MaxUint32 {
			r.bad = true
			return nil
		}
		out[i] = uint32(last)
	}
	return out
}

func (r *reader) places() []geo.E7 {
	out := make([]geo.E7, r.count())
	var lon, lat int64
	for i := range out {
		lon += r.i()
		lat += r.i()
		if lon < -180e7 || lon > 180e7 || lat < -90e7 || lat > 90e7 {
			r.bad = true
			return nil
		}
		out[i] = geo.E7{Lon: int32(lon), Lat: int32(lat)}
	}
	return out
}
