package osm_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/geo"
)

func ground(im *data.Import, id string) *data.Ground {
	for i := range im.Ground {
		if im.Ground[i].ID == id {
			return &im.Ground[i]
		}
	}
	return nil
}

// square draws w9 as a closed way of 3 by 3 units: 33 m by 33 m, 1,100 m².
func square(side int, tags string) string {
	return fmt.Sprintf(`
n1 0 0
n2 10 0
w1 1,2 highway=footway
n5 0 20
n6 %[1]d 20
n7 %[1]d %[2]d
n8 0 %[2]d
w9 5,6,7,8,5 %[3]s
`, side, 20+side, tags)
}

func TestGroundTable(t *testing.T) {
	for _, c := range []struct {
		tags string
		want data.GroundKind
		line bool
	}{
		{"building=yes", data.Building, false},
		{"building=no", "", false},
		{"natural=water", data.WaterA, false},
		{"landuse=reservoir", data.WaterA, false},
		{"waterway=river", data.River, true},
		{"waterway=river tunnel=culvert", "", false},
		{"waterway=stream", "", false},
		{"leisure=park", data.Green, false},
		{"landuse=cemetery", data.Green, false},
		{"natural=wood", data.Green, false},
		{"natural=scrub", data.Scrub, false},
		{"natural=beach", data.Sand, false},
		{"landuse=railway", data.Railway, false},
		{"railway=rail", data.Railway, true},
		{"railway=rail tunnel=yes", "", false},
		{"railway=tram", "", false},
		{"highway=motorway", data.Road, true},
		{"highway=primary", "", false},
		{"building=train_station location=underground", "", false},
	} {
		g := ground(imported(t, square(3, c.tags)), "way/9")
		switch {
		case g == nil:
			if c.want != "" {
				t.Errorf("%s: nothing, want %s", c.tags, c.want)
			}
		case g.Kind != c.want || (g.Line != nil) != c.line || (g.Shape != nil) == c.line:
			t.Errorf("%s: got %+v, want %s, line %v", c.tags, g, c.want, c.line)
		}
	}
}

// A side of 1 is 11 m, 122 m²; of 7 is 78 m, 6,030 m², larger than a home.
func TestHomes(t *testing.T) {
	for _, c := range []struct {
		side   int
		tags   string
		home   bool
		levels float32
	}{
		{3, "building=apartments building:levels=6", true, 6},
		{3, "building=house building:levels=1.5", true, 1.5},
		{3, "building=yes", true, 0},
		{3, "building=yes building:levels=viele", true, 0},
		{3, "building=yes building:levels=-2", true, 0},
		{3, "building=yes building:levels=3;4", true, 3},
		{3, "building=yes shop=mall", false, 0},
		{3, "building=yes amenity=school", false, 0},
		{3, "building=yes office=company building:flats=8", true, 0},
		{3, "building=apartments shop=convenience", true, 0},
		{3, "building=garage", false, 0},
		{3, "building=industrial building:use=residential", true, 0},
		{7, "building=yes", false, 0},
		{7, "building=apartments", true, 0},
	} {
		g := ground(imported(t, square(c.side, c.tags)), "way/9")
		if g == nil || g.Residential != c.home || g.Levels != c.levels {
			t.Errorf("%s: got %+v, want home %v, levels %v", c.tags, g, c.home, c.levels)
		}
	}
}

// area is the area of polygons in squares of a unit (1e-4 degrees).
func area(m geo.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range m {
		for i, r := range p {
			if a := r.DoubleArea(); (a > 0) != (i == 0) {
				return math.NaN() // an outer ring must run counter-clockwise, a hole clockwise
			} else {
				sum += float64(a) / 2
			}
		}
	}
	return sum / 1e6
}

// ring draws a square as way id: from x, y of that side, by nodes id*10…; turned clockwise when side is negative.
func ring(id, x, y, side int, tags string) string {
	s := max(side, -side)
	var b strings.Builder
	for i, c := range [][2]int{{0, 0}, {s, 0}, {s, s}, {0, s}} {
		fmt.Fprintf(&b, "n%d %d %d\n", id*10+i, x+c[0], y+c[1])
	}
	order := "w%[1]d %[1]d0,%[1]d1,%[1]d2,%[1]d3,%[1]d0 %[2]s\n"
	if side < 0 {
		order = "w%[1]d %[1]d0,%[1]d3,%[1]d2,%[1]d1,%[1]d0 %[2]s\n"
	}
	fmt.Fprintf(&b, order, id, tags)
	return b.String()
}

const street = "n1 0 0\nn2 10 0\nw1 1,2 highway=footway\n"

func TestMultipolygons(t *testing.T) {
	for _, c := range []struct {
		name, town string
		polygons   int
		area       float64
		code       string
	}{
		{"a lake with an island with a pond",
			ring(2, 0, 0, 100, "") + ring(3, 20, 20, 60, "") + ring(4, 40, 40, 10, "") +
				"r9 way:2:outer,way:3:inner,way:4:outer type=multipolygon natural=water", 2, 10000 - 3600 + 100, ""},
		{"wrong roles and turned ways change nothing",
			ring(2, 0, 0, -100, "") + ring(3, 20, 20, 60, "") + ring(4, 40, 40, -10, "") +
				"r9 way:3:outer,way:4:inner,way:2:inner type=multipolygon natural=water", 2, 10000 - 3600 + 100, ""},
		{"a ring of three ways, one of them backwards", `
n11 0 0
n12 10 0
n13 10 10
n14 0 10
w2 11,12
w3 13,12
w4 13,14,11
r9 way:4:outer,way:2:outer,way:3:outer type=multipolygon natural=water`, 1, 100, ""},
		// Two squares that touch in node 13, drawn as four ways that all end there or at 11 and 15.
		{"rings that touch in a node stay apart", `
n11 0 0
n12 10 0
n13 10 10
n14 0 10
n15 20 20
n16 20 10
n17 10 20
w2 11,12,13
w3 13,14,11
w4 13,16,15
w5 15,17,13
r9 way:2:outer,way:4:outer,way:5:outer,way:3:outer type=multipolygon natural=water`, 2, 200, ""},
		{"one ring does not close", ring(2, 0, 0, 10, "") + `
n31 50 0
n32 60 0
n33 60 10
w3 31,32,33
r9 way:2:outer,way:3:outer type=multipolygon natural=water`, 1, 100, "ring_not_closed"},
		{"it leaves the extract", ring(2, 0, 0, 10, "") + `
n31 50 0
n32 60 0
w3 31,32
r9 way:2:outer,way:3:outer,way:77:outer type=multipolygon natural=water`, 1, 100, "area_cut"},
	} {
		t.Run(c.name, func(t *testing.T) {
			im := imported(t, street+c.town)
			g := ground(im, "relation/9")
			if g == nil {
				t.Fatal("no ground")
			}
			if got := area(g.Shape); len(g.Shape) != c.polygons || math.Abs(got-c.area) > 1e-6 {
				t.Errorf("%d polygons of %v, want %d of %v: %v", len(g.Shape), got, c.polygons, c.area, g.Shape)
			}
			want := map[string]int{"islands": 1, "wheels_unknown": 1} // the one street there is
			if c.code != "" {
				want[c.code] = 1
			}
			if diff := cmp.Diff(want, codes(im)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The box is 0–100 by 0–100; land lies on the left of the coastline.
func TestSea(t *testing.T) {
	const box = "box 0 0 100 100\n" + street
	for _, c := range []struct {
		name, town string
		area       float64 // 0: no sea
		broken     bool
	}{
		{"no coastline", "", 0, false},
		{"sea in the east: the line runs north at x = 60", "n5 60 -10\nn6 60 110\nw5 5,6 natural=coastline", 4000, false},
		{"sea in the west: the line runs south", "n5 60 -10\nn6 60 110\nw5 6,5 natural=coastline", 6000, false},
		{"in three ways", "n5 60 -10\nn6 60 110\nn7 60 30\nn8 60 60\nw5 8,6 natural=coastline\nw6 5,7 natural=coastline\nw7 7,8 natural=coastline", 4000, false},
		{"an island in the sea", "n5 60 -10\nn6 60 110\nw5 5,6 natural=coastline\n" + ring(2, 70, 50, 10, "natural=coastline"), 3900, false},
		{"only an island: all the rest is sea", ring(2, 70, 50, 10, "natural=coastline"), 9900, false},
		{"a bay in land: clockwise", ring(2, 70, 50, -10, "natural=coastline"), 100, false},
		{"a bay with an island in it, both within the box", ring(2, 70, 50, -20, "natural=coastline") + ring(3, 75, 55, 10, "natural=coastline"), 300, false},
		{"a strait: two shores", "n5 40 -10\nn6 40 110\nn7 60 -10\nn8 60 110\nw5 5,6 natural=coastline\nw6 8,7 natural=coastline", 2000, false},
		// Heading west from 110, 20 to 80, 30 the right is north, heading back east to 110, 40 it is south: the triangle
		// between is sea, in the box 20 deep and 40/3 wide at x = 100. Two of them.
		{"two bays on one side", "n5 110 20\nn6 80 30\nn7 110 40\nn8 110 60\nn9 80 70\nn10 110 80\nw5 5,6,7 natural=coastline\nw6 8,9,10 natural=coastline", 2 * 20 * 40.0 / 3 / 2, false},
		{"an island half in the box", ring(2, 90, 50, 20, "natural=coastline"), 10000 - 200, false},
		{"two ways that leave no sea between them", "n5 40 -10\nn6 40 110\nn7 60 -10\nn8 60 110\nw5 5,6 natural=coastline\nw6 7,8 natural=coastline", 0, true},
		{"a gap in the middle", "n5 60 -10\nn6 60 40\nn7 60 50\nn8 60 110\nw5 5,6 natural=coastline\nw6 7,8 natural=coastline", 0, true},
		{"cut by a polygon: it ends at y = 80 and is led north", "n5 60 -10\nn6 60 80\nw5 5,6 natural=coastline", 4000, false},
		{"it goes on in a node that is not in the file", "n5 60 -10\nn6 60 95\nw5 5,6,99 natural=coastline", 4000, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			im := imported(t, box+c.town)
			g := ground(im, "sea")
			if got := codes(im)["coastline_broken"]; (got == 1) != c.broken {
				t.Errorf("%d coastline_broken, want broken = %v", got, c.broken)
			}
			if g == nil {
				if c.area != 0 {
					t.Fatal("no sea")
				}
				return
			}
			// Places on the border are rounded to 0.001 units.
			if got := area(g.Shape); math.Abs(got-c.area) > 0.05 {
				t.Errorf("sea of %v, want %v: %v", got, c.area, g.Shape)
			}
		})
	}
}

func TestExtent(t *testing.T) {
	im := imported(t, "box 0 0 100 50\n"+street)
	want := geo.Ring{at(0, 0), at(100, 0), at(100, 50), at(0, 50)}
	if diff := cmp.Diff(want, im.Layer.Extent); diff != "" {
		t.Error(diff)
	}
	// Without bounds: the hull of the street nodes; node 9 is of no street, 3 lies inside.
	im = imported(t, "n1 0 0\nn2 10 0\nn3 5 2\nn4 10 10\nn5 0 10\nn9 90 90 shop=books\nw1 1,2,4,3,5 highway=footway")
	want = geo.Ring{at(0, 0), at(10, 0), at(10, 10), at(0, 10)}
	if diff := cmp.Diff(want, im.Streets.Extent); diff != "" {
		t.Error(diff)
	}
}
