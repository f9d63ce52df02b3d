package geo_test

import (
	"testing"

	"circle15/geo"
)

func TestTouches(t *testing.T) {
	//  40 +-----------+
	//     |  30+---+  |   a square with a square hole
	//     |  20+---+  |
	//   0 +-----------+
	//     0   10  30  40
	m := geo.MultiPolygon{{
		{{Lon: 0, Lat: 0}, {Lon: 40, Lat: 0}, {Lon: 40, Lat: 40}, {Lon: 0, Lat: 40}},
		{{Lon: 10, Lat: 20}, {Lon: 10, Lat: 30}, {Lon: 30, Lat: 30}, {Lon: 30, Lat: 20}},
	}}
	box := func(w, s, e, n int32) geo.Box {
		return geo.Box{Min: geo.E7{Lon: w, Lat: s}, Max: geo.E7{Lon: e, Lat: n}}
	}
	for name, c := range map[string]struct {
		box  geo.Box
		want bool
	}{
		"inside":              {box(2, 2, 5, 5), true},
		"all around":          {box(-5, -5, 50, 50), true},
		"in the hole":         {box(12, 22, 15, 25), false},
		"over the hole's rim": {box(12, 22, 35, 25), true},
		"beside":              {box(41, 0, 50, 50), false},
		"touches the corner":  {box(40, 40, 50, 50), true},
		"through, no vertex":  {box(-5, 5, 50, 6), true},
		"empty":               {geo.EmptyBox(), false},
	} {
		if got := m.Touches(c.box); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The diagonal from 0,0 to 10,10 passes the box 6..9 × 1..4 by, though its own box holds it.
func TestSegmentTouches(t *testing.T) {
	p, q := geo.E7{}, geo.E7{Lon: 10, Lat: 10}
	for _, c := range []struct {
		w, s, e, n int32
		want       bool
	}{{6, 1, 9, 4, false}, {6, 1, 9, 6, true}, {6, 1, 9, 7, true}, {10, 10, 12, 12, true}, {11, 11, 12, 12, false}} {
		b := geo.Box{Min: geo.E7{Lon: c.w, Lat: c.s}, Max: geo.E7{Lon: c.e, Lat: c.n}}
		if got := b.SegmentTouches(p, q); got != c.want {
			t.Errorf("%v: %v, want %v", b, got, c.want)
		}
	}
	// At the ends of the world the products are largest.
	world := geo.Box{Min: geo.E7{Lon: -1_800_000_000, Lat: -900_000_000}, Max: geo.E7{Lon: 1_800_000_000, Lat: 900_000_000}}
	if !world.SegmentTouches(world.Min, world.Max) {
		t.Error("the diagonal of the world does not touch it")
	}
}
