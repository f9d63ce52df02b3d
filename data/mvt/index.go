package mvt

import (
	"fmt"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/index"
)

// kind is the kind of geometry of a feature, as the format numbers them.
type kind uint8

const (
	points kind = 1
	lines  kind = 2
	areas  kind = 3
)

// Index is the features of a layer, ready to be cut into tiles. It is not changed once it is made.
type Index struct {
	Name   string
	Fields []data.Field
	// Box is around all features; empty when there are none.
	Box geo.Box

	features []feature
	values   [][]byte // encoded, each once
	parts    []int32  // where each part (ring or line) begins in spots; one more at the end
	polygon  []bool   // per part: it is the outer ring of a polygon
	spots    []spot
	level    []uint8
	tree     index.Boxes
}

// feature is one of an Index.
type feature struct {
	kind        kind
	minZoom     uint8
	first, last int32 // its parts
	tags        []int32
	low, high   spot
}

// Layer is a feature set of a tile layer before it is indexed.
type Layer struct {
	Name     string
	Fields   []data.Field
	Features []data.Feature
	// MinZoom is the least zoom at which the feature at a place of Features is drawn; nil: all always are.
	MinZoom func(at int) uint8
}

// NewIndex prepares layers for tiles. Borders that features share, in one layer or in several, are simplified alike. It is an error
// when a feature has not as many values as there are fields.
func NewIndex(layers ...Layer) ([]*Index, error) {
	all := &levels{}
	out := make([]*Index, len(layers))
	var begins []int
	for i, l := range layers {
		ix, err := gather(l)
		if err != nil {
			return nil, err
		}
		out[i] = ix
		begins = append(begins, len(all.spots))
		ix.share(all)
	}
	all.parts = append(all.parts, int32(len(all.spots)))
	shared := all.of()
	for i, ix := range out {
		ix.settle(shared[begins[i]:])
	}
	return out, nil
}

// gather takes the features of a layer into columns.
func gather(l Layer) (*Index, error) {
	ix := &Index{Name: l.Name, Fields: l.Fields, Box: geo.EmptyBox()}
	known := map[any]int32{}
	for i := range l.Features {
		f := &l.Features[i]
		if len(f.Values) != len(l.Fields) {
			return nil, fmt.Errorf("layer %s, feature %q: %d values for %d fields", l.Name, f.ID, len(f.Values), len(l.Fields))
		}
		out := feature{first: int32(len(ix.parts))}
		if l.MinZoom != nil {
			out.minZoom = l.MinZoom(i)
		}
		out.kind = ix.addGeometry(f)
		if out.last = int32(len(ix.parts)); out.last == out.first {
			continue
		}
		for column, v := range f.Values {
			if v != nil {
				out.tags = append(out.tags, int32(column), ix.value(known, v))
			}
		}
		box := f.Box()
		ix.Box = ix.Box.Union(box)
		out.low, out.high = spotOf(geo.E7{Lon: box.Min.Lon, Lat: box.Max.Lat}), spotOf(geo.E7{Lon: box.Max.Lon, Lat: box.Min.Lat})
		ix.tree.Insert(geo.XY{X: float64(out.low.x), Y: float64(out.low.y)}, geo.XY{X: float64(out.high.x), Y: float64(out.high.y)}, len(ix.features))
		ix.features = append(ix.features, out)
	}
	ix.parts = append(ix.parts, int32(len(ix.spots)))
	return ix, nil
}

func (ix *Index) addGeometry(f *data.Feature) kind {
	switch {
	case f.Point != nil:
		ix.addPart([]geo.E7{*f.Point}, 1)
		return points
	case f.Lines != nil:
		for _, l := range f.Lines {
			ix.addPart(l, 2)
		}
		return lines
	}
	for _, poly := range f.Shape {
		for i, r := range poly {
			if ix.addPart(r, 3) {
				ix.polygon[len(ix.polygon)-1] = i == 0
			}
		}
	}
	return areas
}

// addPart adds a ring, a line or a point without vertices that repeat; false when too few are left.
func (ix *Index) addPart(places []geo.E7, least int) bool {
	from := len(ix.spots)
	for _, p := range places {
		if s := spotOf(p); len(ix.spots) == from || ix.spots[len(ix.spots)-1] != s {
			ix.spots = append(ix.spots, s)
		}
	}
	if least == 3 && len(ix.spots) > from+1 && ix.spots[len(ix.spots)-1] == ix.spots[from] {
		ix.spots = ix.spots[:len(ix.spots)-1]
	}
	if len(ix.spots)-from < least {
		ix.spots = ix.spots[:from]
		return false
	}
	ix.parts, ix.polygon = append(ix.parts, int32(from)), append(ix.polygon, false)
	return true
}

// value is where an encoded value stands among those of the index.
func (ix *Index) value(known map[any]int32, v any) int32 {
	at, ok := known[v]
	if !ok {
		at = int32(len(ix.values))
		ix.values = append(ix.values, appendValue(nil, v))
		known[v] = at
	}
	return at
}

// share adds the rings of the index to those that are simplified together.
func (ix *Index) share(all *levels) {
	for _, f := range ix.features {
		for p := f.first; f.kind == areas && p < f.last; p++ {
			all.parts = append(all.parts, int32(len(all.spots)))
			all.spots = append(all.spots, ix.spots[ix.parts[p]:ix.parts[p+1]]...)
		}
	}
}

// settle finds the zooms of the vertices: those of rings are shared, in the order in which share gave them.
func (ix *Index) settle(shared []uint8) {
	ix.level = make([]uint8, len(ix.spots))
	work := &simplifier{}
	for _, f := range ix.features {
		for p := f.first; p < f.last; p++ {
			from, to := ix.parts[p], ix.parts[p+1]
			if f.kind == areas {
				shared = shared[copy(ix.level[from:to], shared):]
			} else {
				work.line(ix.spots[from:to], ix.level[from:to])
			}
		}
	}
}

// Bytes is about how much memory the index takes.
func (ix *Index) Bytes() int64 {
	n := int64(len(ix.spots))*9 + int64(len(ix.parts))*5 + int64(len(ix.features))*160
	for i := range ix.features {
		n += int64(len(ix.features[i].tags)) * 4
	}
	for _, v := range ix.values {
		n += int64(len(v)) + 80
	}
	return n
}
