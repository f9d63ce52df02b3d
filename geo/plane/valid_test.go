package plane_test

import (
	"strings"
	"testing"

	"circle15/geo"
	"circle15/geo/plane"
)

// box is a rectangle, counter-clockwise; its reverse is a hole.
func box(x0, y0, x1, y1 int32) geo.Ring {
	return geo.Ring{{Lon: x0, Lat: y0}, {Lon: x1, Lat: y0}, {Lon: x1, Lat: y1}, {Lon: x0, Lat: y1}}
}

func hole(x0, y0, x1, y1 int32) geo.Ring {
	b := box(x0, y0, x1, y1)
	return geo.Ring{b[0], b[3], b[2], b[1]}
}

func TestValidate(t *testing.T) {
	bow := geo.Ring{{Lon: 0, Lat: 0}, {Lon: 10, Lat: 10}, {Lon: 10, Lat: 0}, {Lon: 0, Lat: 10}}
	for _, c := range []struct {
		name string
		m    geo.MultiPolygon
		want string // empty: valid
	}{
		{"nothing", nil, ""},
		{"a box", geo.MultiPolygon{{box(0, 0, 10, 10)}}, ""},
		{"a box with a hole", geo.MultiPolygon{{box(0, 0, 10, 10), hole(2, 2, 5, 5)}}, ""},
		{"two boxes that touch in a corner", geo.MultiPolygon{{box(0, 0, 10, 10)}, {box(10, 10, 20, 20)}}, ""},
		{"an island in a hole", geo.MultiPolygon{{box(0, 0, 10, 10), hole(2, 2, 8, 8)}, {box(3, 3, 7, 7)}}, ""},
		{"a bow tie", geo.MultiPolygon{{box(0, 0, 10, 10)}, {bow}}, "polygon 2: a ring crosses"},
		{"a hole outside", geo.MultiPolygon{{box(0, 0, 10, 10), hole(20, 20, 30, 30)}}, "outside its polygon"},
		{"a hole across the border", geo.MultiPolygon{{box(0, 0, 10, 10), hole(5, 5, 15, 8)}}, "two rings cross"},
		{"a hole in a hole", geo.MultiPolygon{{box(0, 0, 10, 10), hole(1, 1, 9, 9), hole(2, 2, 5, 5)}}, "hole lies in another"},
		{"two boxes that share an edge", geo.MultiPolygon{{box(0, 0, 10, 10)}, {box(10, 0, 20, 10)}}, "overlap or share an edge"},
		{"two boxes that overlap", geo.MultiPolygon{{box(0, 0, 10, 10)}, {box(5, 5, 20, 20)}}, "overlap or share an edge"},
		{"a ring of two places", geo.MultiPolygon{{box(0, 0, 10, 10)[:2]}}, "has 2 places"},
	} {
		err := plane.Validate(c.m)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

// Two boxes of 10 x 10 that share an edge are one of 200 square units; two that overlap by 5 x 5 are one of 175.
func TestUnite(t *testing.T) {
	for _, c := range []struct {
		name   string
		second geo.Ring
		want   int64
	}{
		{"a shared edge", box(10, 0, 20, 10), 200},
		{"an overlap", box(5, 5, 15, 15), 175},
	} {
		got, err := plane.Unite(geo.MultiPolygon{{box(0, 0, 10, 10)}, {c.second}})
		if err != nil {
			t.Fatal(err)
		}
		if err := plane.Validate(got); err != nil || len(got) != 1 || got[0][0].DoubleArea() != 2*c.want {
			t.Errorf("%s: got %v (%v), want one polygon of %d", c.name, got, err, c.want)
		}
	}
	apart, err := plane.Unite(geo.MultiPolygon{{box(0, 0, 10, 10)}, {box(20, 0, 30, 10), hole(22, 2, 25, 5)}})
	if err != nil || len(apart) != 2 || len(apart[1])+len(apart[0]) != 3 {
		t.Errorf("two polygons apart, one with a hole: got %v, %v", apart, err)
	}
}
