package osm_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/osm"
	"circle15/geo"
	"circle15/indicators"
)

// A town is drawn as text, an element a line; places are in 1e-4 degrees (11 m) east and north of 0, 0:
//
//	box 0 0 100 100                        the bounds of the header: west south east north
//	n1 10 20 barrier=gate                  a node
//	w5 1,2,3 highway=residential           a way through nodes
//	r7 way:5:outer,node:1:stop type=route  a relation
type drawn struct {
	kind    byte // n, w, r
	id      int64
	x, y    int64 // 1e-4 degrees
	refs    []int64
	members [][3]string // type, ref, role
	tags    [][2]string
}

type town struct {
	box      []int64
	elements []drawn
}

func parseTown(t testing.TB, text string) town {
	t.Helper()
	var out town
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "//") {
			continue
		}
		if f[0] == "box" {
			for _, v := range f[1:5] {
				out.box = append(out.box, number(t, v))
			}
			continue
		}
		d := drawn{kind: f[0][0], id: number(t, f[0][1:])}
		rest := f[2:]
		switch d.kind {
		case 'n':
			d.x, d.y, rest = number(t, f[1]), number(t, f[2]), f[3:]
		case 'w':
			for _, r := range strings.Split(f[1], ",") {
				d.refs = append(d.refs, number(t, r))
			}
		case 'r':
			for _, m := range strings.Split(f[1], ",") {
				p := strings.SplitN(m, ":", 3)
				d.members = append(d.members, [3]string{p[0], p[1], p[2]})
			}
		}
		for _, kv := range rest {
			k, v, ok := strings.Cut(kv, "=")
			if !ok {
				t.Fatalf("town: %q is not a tag", kv)
			}
			d.tags = append(d.tags, [2]string{k, strings.ReplaceAll(v, "+", " ")})
		}
		out.elements = append(out.elements, d)
	}
	return out
}

func number(t testing.TB, s string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// xml is the town as an .osm file. In values of tags "+" stands for a space.
func (tn town) xml() string {
	var b strings.Builder
	b.WriteString("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\" generator=\"town\">\n")
	if tn.box != nil {
		fmt.Fprintf(&b, "<bounds minlon=\"%v\" minlat=\"%v\" maxlon=\"%v\" maxlat=\"%v\"/>\n", deg(tn.box[0]), deg(tn.box[1]), deg(tn.box[2]), deg(tn.box[3]))
	}
	for _, d := range tn.elements {
		name := map[byte]string{'n': "node", 'w': "way", 'r': "relation"}[d.kind]
		fmt.Fprintf(&b, "<%s id=\"%d\" timestamp=\"2024-03-05T06:07:08Z\"", name, d.id)
		if d.kind == 'n' {
			fmt.Fprintf(&b, " lon=\"%s\" lat=\"%s\"", deg(d.x), deg(d.y))
		}
		b.WriteString(">")
		for _, r := range d.refs {
			fmt.Fprintf(&b, "<nd ref=\"%d\"/>", r)
		}
		for _, m := range d.members {
			fmt.Fprintf(&b, "<member type=\"%s\" ref=\"%s\" role=\"%s\"/>", m[0], m[1], m[2])
		}
		for _, kv := range d.tags {
			fmt.Fprintf(&b, "<tag k=\"%s\" v=\"", kv[0])
			if err := xml.EscapeText(&b, []byte(kv[1])); err != nil {
				panic(err) // a strings.Builder does not fail
			}
			b.WriteString("\"/>")
		}
		fmt.Fprintf(&b, "</%s>\n", name)
	}
	b.WriteString("</osm>\n")
	return b.String()
}

func deg(v int64) string { return strconv.FormatFloat(float64(v)/1e4, 'f', 4, 64) }

// pbf is the town as an .osm.pbf file: a header, and one block for each kind of element.
func (tn town) pbf() []byte {
	var head []byte
	if b := tn.box; b != nil {
		var box []byte
		for i, v := range []int64{b[0], b[2], b[3], b[1]} { // left, right, top, bottom
			box = appendVarint(box, i+1, zigzag(v*1e5))
		}
		head = appendBytes(head, 1, box)
	}
	head = appendBytes(head, 4, []byte("OsmSchema-V0.6"))
	head = appendBytes(head, 16, []byte("town"))
	head = appendVarint(head, 32, 1709618828) // 2024-03-05 06:07:08 UTC
	out := appendBlob(nil, "OSMHeader", head)
	for _, k := range []byte("nwr") {
		s := &stringTable{index: map[string]uint64{"": 0}, list: []string{""}}
		if group := tn.group(k, s); group != nil {
			var table []byte
			for _, v := range s.list {
				table = appendBytes(table, 1, []byte(v))
			}
			out = appendBlob(out, "OSMData", appendBytes(appendBytes(nil, 1, table), 2, group))
		}
	}
	return out
}

type stringTable struct {
	index map[string]uint64
	list  []string
}

func (s *stringTable) of(v string) uint64 {
	if _, ok := s.index[v]; !ok {
		s.index[v] = uint64(len(s.list))
		s.list = append(s.list, v)
	}
	return s.index[v]
}

func (tn town) group(kind byte, s *stringTable) []byte {
	var group, ids, lats, lons, keyVals []byte
	var last drawn
	for _, d := range tn.elements {
		if d.kind != kind {
			continue
		}
		var keys, vals []byte
		for _, kv := range d.tags {
			keys = binary.AppendUvarint(keys, s.of(kv[0]))
			vals = binary.AppendUvarint(vals, s.of(kv[1]))
			keyVals = binary.AppendUvarint(binary.AppendUvarint(keyVals, s.of(kv[0])), s.of(kv[1]))
		}
		if kind == 'n' {
			ids = binary.AppendUvarint(ids, zigzag(d.id-last.id))
			lats = binary.AppendUvarint(lats, zigzag((d.y-last.y)*1000)) // granularity 100: 1e-7 degree
			lons = binary.AppendUvarint(lons, zigzag((d.x-last.x)*1000))
			keyVals = append(keyVals, 0)
			last = d
			continue
		}
		m := appendBytes(appendBytes(appendVarint(nil, 1, uint64(d.id)), 2, keys), 3, vals)
		var refs, roles, types []byte
		prev := int64(0)
		for _, r := range d.refs {
			refs = binary.AppendUvarint(refs, zigzag(r-prev))
			prev = r
		}
		for _, mb := range d.members {
			r, _ := strconv.ParseInt(mb[1], 10, 64)
			refs = binary.AppendUvarint(refs, zigzag(r-prev))
			prev = r
			roles = binary.AppendUvarint(roles, s.of(mb[2]))
			types = append(types, map[string]byte{"node": 0, "way": 1, "relation": 2}[mb[0]])
		}
		if kind == 'w' {
			group = appendBytes(group, 3, appendBytes(m, 8, refs))
		} else {
			group = appendBytes(group, 4, appendBytes(appendBytes(appendBytes(m, 8, roles), 9, refs), 10, types))
		}
	}
	if kind == 'n' && ids != nil {
		dense := appendBytes(appendBytes(appendBytes(appendBytes(nil, 1, ids), 8, lats), 9, lons), 10, keyVals)
		group = appendBytes(nil, 2, dense)
	}
	return group
}

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

func appendVarint(b []byte, field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(field)<<3), v)
}

func appendBytes(b []byte, field int, v []byte) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(b, uint64(field)<<3|2), uint64(len(v))), v...)
}

func appendBlob(b []byte, typ string, raw []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(raw); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	blob := appendBytes(appendVarint(nil, 2, uint64(len(raw))), 3, z.Bytes())
	head := appendVarint(appendBytes(nil, 1, []byte(typ)), 3, uint64(len(blob)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(head)))
	return append(append(b, head...), blob...)
}

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// imported is the town as Read takes it from XML.
func imported(t testing.TB, text string) *data.Import {
	t.Helper()
	return read(t, write(t, "town.osm", []byte(parseTown(t, text).xml())))
}

func read(t testing.TB, path string) *data.Import {
	t.Helper()
	im, err := osm.Read(t.Context(), path, osm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// at is a place of a town.
func at(x, y int32) geo.E7 { return geo.E7{Lon: x * 1000, Lat: y * 1000} }

// facility is the one with that category and id, or nil.
func facility(im *data.Import, category, id string) *indicators.Facility {
	for i := range im.Facilities {
		if f := &im.Facilities[i]; f.Category == category && f.ID == id {
			return f
		}
	}
	return nil
}

// categories are those of one element.
func categories(im *data.Import, id string) string {
	var out []string
	for _, f := range im.Facilities {
		if f.ID == id {
			out = append(out, f.Category)
		}
	}
	return strings.Join(out, " ")
}

// codes counts the findings by code.
func codes(im *data.Import) map[string]int {
	out := map[string]int{}
	for _, f := range im.Findings {
		out[f.Code] += 1 + f.Count
	}
	return out
}

// fileError is the error as a *data.FileError of one line.
func fileError(t *testing.T, err error) *data.FileError {
	t.Helper()
	var fe *data.FileError
	if !errors.As(err, &fe) {
		t.Fatalf("got %v, want a *data.FileError", err)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error has several lines: %q", err)
	}
	return fe
}
