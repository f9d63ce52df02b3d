package gpkg

import (
	"fmt"
	"math"
	"slices"

	"circle15/data"
	"circle15/geo/network"
	"circle15/indicators"
)

// The parts of a layer's content. Each is a blob that begins with the version of its encoding.
const (
	partStreets     = "streets"
	partFacilities  = "facilities"
	partCommunities = "communities"
	partResidents   = "residents"
	partGround      = "ground"
	partTable       = "table"
	partEdits       = "edits"
)

// codecVersion is the first number of every part but the streets, which have their own.
const codecVersion = 1

func newWriter() *writer {
	w := &writer{}
	w.uint(codecVersion)
	return w
}

func newReader(b []byte) *reader {
	r := &reader{b: b}
	if r.uint() != codecVersion {
		r.fail()
	}
	return r
}

// partsOf are the encoded parts of an import that it has.
func partsOf(im *data.Import) map[string][]byte {
	parts := map[string][]byte{}
	if im.Streets != nil {
		parts[partStreets] = im.Streets.Encode()
	}
	if len(im.Facilities) > 0 {
		parts[partFacilities] = encodeFacilities(im.Facilities)
	}
	if len(im.Communities) > 0 {
		parts[partCommunities] = encodeCommunities(im.Communities)
	}
	if im.Residents != nil {
		parts[partResidents] = encodeResidents(im.Residents)
	}
	if len(im.Ground) > 0 {
		parts[partGround] = encodeGround(im.Ground)
	}
	if im.Table != nil {
		parts[partTable] = encodeTable(im.Table)
	}
	if len(im.Edits) > 0 {
		parts[partEdits] = encodeEdits(im.Edits)
	}
	return parts
}

// decodePart adds a part to an import.
func decodePart(im *data.Import, part string, b []byte) (err error) {
	switch part {
	case partStreets:
		if im.Streets, err = network.Decode(b); err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
	case partFacilities:
		im.Facilities, err = decodeFacilities(b)
	case partCommunities:
		im.Communities, err = decodeCommunities(b)
	case partResidents:
		im.Residents, err = decodeResidents(b)
	case partGround:
		im.Ground, err = decodeGround(b)
	case partTable:
		im.Table, err = decodeTable(b)
	case partEdits:
		im.Edits, err = decodeEdits(b)
	}
	return err
}

func encodeFacilities(fs []indicators.Facility) []byte {
	w := newWriter()
	w.b = slices.Grow(w.b, roomFor(fs))
	w.count(len(fs))
	for i := range fs {
		f := &fs[i]
		w.text(f.ID)
		w.text(f.Category)
		w.text(f.Name)
		w.place(f.At)
		w.places(f.Entrances)
		w.rings(f.Outline)
		w.count(len(f.Lines))
		for _, l := range f.Lines {
			w.text(l.Operator)
			w.text(l.Name)
			w.bool(l.Weekend)
		}
		w.texts(f.Attrs)
	}
	return w.b
}

// roomFor is about how many bytes facilities take, so that the memory for a million of them does not grow by copies.
func roomFor(fs []indicators.Facility) int {
	const numbers = 20 // lengths, counts and the place
	n := 0
	for i := range fs {
		n += len(fs[i].ID) + len(fs[i].Category) + len(fs[i].Name) + numbers
		for k, v := range fs[i].Attrs {
			n += len(k) + len(v) + 2
		}
	}
	return n
}

func decodeFacilities(b []byte) ([]indicators.Facility, error) {
	r := newReader(b)
	fs := list(r, func() (f indicators.Facility) {
		f.ID, f.Category, f.Name = r.text(), r.text(), r.text()
		f.At, f.Entrances, f.Outline = r.place(), r.places(), r.rings()
		f.Lines = list(r, func() indicators.Line {
			return indicators.Line{Operator: r.text(), Name: r.text(), Weekend: r.bool()}
		})
		f.Attrs = r.texts()
		return f
	})
	return fs, r.end(partFacilities)
}

func encodeCommunities(cs []indicators.Community) []byte {
	w := newWriter()
	w.count(len(cs))
	for i := range cs {
		w.text(cs[i].ID)
		w.text(cs[i].Name)
		w.text(cs[i].District)
		w.area(cs[i].Shape)
	}
	return w.b
}

func decodeCommunities(b []byte) ([]indicators.Community, error) {
	r := newReader(b)
	cs := list(r, func() indicators.Community {
		return indicators.Community{ID: r.text(), Name: r.text(), District: r.text(), Shape: r.area()}
	})
	return cs, r.end(partCommunities)
}

func encodeResidents(rs *indicators.Residents) []byte {
	w := newWriter()
	w.places(rs.At)
	weights := func(v []int64) {
		for _, m := range v {
			w.int(m)
		}
	}
	weights(rs.Milli)
	w.count(len(rs.Groups))
	for _, g := range sortedKeys(rs.Groups) {
		w.text(g)
		weights(rs.Groups[g])
	}
	return w.b
}

func decodeResidents(b []byte) (*indicators.Residents, error) {
	r := newReader(b)
	rs := &indicators.Residents{At: r.places()}
	weights := func() []int64 {
		v := make([]int64, len(rs.At))
		for i := range v {
			v[i] = r.int()
		}
		return v
	}
	rs.Milli = weights()
	if n := r.count(); n > 0 {
		rs.Groups = map[string][]int64{}
		for range n {
			rs.Groups[r.text()] = weights()
			if r.bad {
				break
			}
		}
	}
	return rs, r.end(partResidents)
}

func encodeGround(gs []data.Ground) []byte {
	w := newWriter()
	w.count(len(gs))
	for i := range gs {
		g := &gs[i]
		w.text(g.ID)
		w.text(string(g.Kind))
		w.text(g.Name)
		w.area(g.Shape)
		w.places(g.Line)
		w.uint(uint64(math.Float32bits(g.Levels)))
		w.bool(g.Residential)
	}
	return w.b
}

func decodeGround(b []byte) ([]data.Ground, error) {
	r := newReader(b)
	gs := list(r, func() data.Ground {
		return data.Ground{
			ID: r.text(), Kind: data.GroundKind(r.text()), Name: r.text(), Shape: r.area(), Line: r.places(),
			Levels: math.Float32frombits(uint32(r.uint())), Residential: r.bool(),
		}
	})
	return gs, r.end(partGround)
}

// encodeTable writes columns and rows; the name is the layer's.
func encodeTable(t *indicators.Table) []byte {
	w := newWriter()
	w.strings(t.Columns)
	w.count(len(t.Rows))
	for i := range t.Rows {
		w.text(t.Rows[i].Key)
		w.strings(t.Rows[i].Values)
	}
	return w.b
}

func decodeTable(b []byte) (*indicators.Table, error) {
	r := newReader(b)
	t := &indicators.Table{Columns: list(r, r.text)}
	t.Rows = list(r, func() indicators.TableRow { return indicators.TableRow{Key: r.text(), Values: list(r, r.text)} })
	return t, r.end(partTable)
}

func encodeEdits(es []network.Edit) []byte {
	w := newWriter()
	w.count(len(es))
	for i := range es {
		e := &es[i]
		w.text(e.ID)
		w.text(e.Name)
		w.text(string(e.Kind))
		w.places(e.Line)
		w.rings(e.Area)
		w.int(e.Way)
		w.bool(e.Steps)
		w.text(e.From)
		w.text(e.To)
	}
	return w.b
}

func decodeEdits(b []byte) ([]network.Edit, error) {
	r := newReader(b)
	es := list(r, func() network.Edit {
		return network.Edit{ID: r.text(), Name: r.text(), Kind: network.EditKind(r.text()), Line: r.places(), Area: r.rings(), Way: r.int(), Steps: r.bool(),
			From: r.text(), To: r.text()}
	})
	return es, r.end(partEdits)
}
