package osm_test

import (
	"fmt"
	"testing"

	"circle15/data"
	"circle15/geo"
)

// barrier is a barrier of an import in one piece.
type barrier struct {
	kind string
	at   []geo.E7
	open []int
}

func barriersOf(im *data.Import) map[int64][]barrier {
	out := map[int64][]barrier{}
	b := &im.Streets.Barriers
	for i, id := range b.ID {
		one := barrier{kind: b.Kind[i].String(), at: b.At[b.Start[i]:b.Start[i+1]]}
		for k, o := range b.Open[b.Start[i]:b.Start[i+1]] {
			if o {
				one.open = append(one.open, k)
			}
		}
		out[id] = append(out[id], one)
	}
	return out
}

func TestBarrierTable(t *testing.T) {
	for _, c := range []struct{ tags, want string }{
		{"natural=water", "water"},
		{"waterway=riverbank", "water"},
		{"waterway=river", "water"},
		{"waterway=canal", "water"},
		{"landuse=reservoir", "water"},
		{"natural=coastline", "water"},
		{"waterway=stream", ""}, // stepped over
		{"waterway=river tunnel=culvert", ""},
		{"waterway=canal bridge=aqueduct", ""},
		{"waterway=river intermittent=yes", ""},
		{"landuse=reservoir covered=yes", ""},
		{"waterway=river layer=-1", ""},
		{"waterway=river layer=0", "water"},
		{"waterway=river tunnel=no", "water"},
		{"railway=rail", "rail"},
		{"railway=light_rail", "rail"},
		{"railway=narrow_gauge", "rail"},
		{"railway=rail tunnel=yes", ""},
		{"railway=rail bridge=viaduct", ""},
		{"railway=rail layer=1", ""},
		{"railway=tram", ""},
		{"railway=subway", ""},
		{"railway=disused", ""},
		{"highway=motorway", "motorway"},
		{"highway=motorway_link", "motorway"},
		{"highway=trunk motorroad=yes", "motorway"},
		{"highway=motorway foot=yes", ""},
		{"highway=motorway bridge=yes", ""},
		{"highway=primary", ""},
		{"barrier=wall", "wall"},
		{"barrier=city_wall", "wall"},
		{"barrier=retaining_wall", "wall"},
		{"barrier=fence", "fence"},
		{"barrier=hedge", "fence"},
		{"barrier=handrail", ""},
	} {
		im := imported(t, "n1 0 0\nn2 10 0\nn3 0 5\nn4 10 5\nw1 1,2 highway=footway\nw2 3,4 "+c.tags)
		got := ""
		if b := barriersOf(im)[2]; len(b) > 0 {
			got = b[0].kind
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.tags, got, c.want)
		}
	}
}

// The street 1-2-3 crosses the line 4-2-5 in their shared node 2, or over it without one.
func TestWhereBarriersOpen(t *testing.T) {
	for _, c := range []struct {
		name, node2, line string
		shared            bool
		open              string
	}{
		{"a level crossing", "railway=level_crossing", "railway=rail", true, "[1]"},
		{"a street that simply shares the node", "", "railway=rail", true, "[1]"},
		{"a bridge shares no node", "", "railway=rail", false, "[]"},
		{"a gate in a wall, without a street", "barrier=gate", "barrier=wall", false, "[1]"},
		{"an entrance in a wall", "entrance=yes", "barrier=wall", false, "[1]"},
		{"a locked gate", "barrier=gate locked=yes", "barrier=wall", true, "[]"},
		{"a private gate", "barrier=gate access=private", "barrier=fence", true, "[]"},
	} {
		street := "1,3"
		if c.shared {
			street = "1,2,3"
		}
		im := imported(t, fmt.Sprintf(`
n1 0 0
n2 10 0 %s
n3 20 0
n4 10 -10
n5 10 10
w1 %s highway=residential
w2 4,2,5 %s
`, c.node2, street, c.line))
		b := barriersOf(im)[2]
		if len(b) != 1 {
			t.Fatalf("%s: %d barriers, want 1", c.name, len(b))
		}
		if got := fmt.Sprint(b[0].open); got != c.open {
			t.Errorf("%s: open at %s, want %s", c.name, got, c.open)
		}
	}
}

// TestRiverOfRelation: the ways of a water multipolygon are barriers once each, though they have no tags, and
// the part of one that is not in the file is left out.
func TestRiverOfRelation(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0
n3 0 50
n4 10 50
n5 30 50
n6 40 50
w1 1,2 highway=footway
w2 3,4,99,5,6
r1 way:2:outer,way:77:outer type=multipolygon natural=water
r2 way:2:outer type=multipolygon landuse=basin
`)
	b := barriersOf(im)[2]
	if len(b) != 2 || b[0].kind != "water" || len(b[0].at) != 2 || b[0].at[0] != at(0, 50) || b[1].at[1] != at(40, 50) {
		t.Errorf("got %v, want two pieces of water", b)
	}
}
