package network_test

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// The town of the edits: two long streets, y = 0 and y = 400, joined by one street at x = 1000; a wall at y = 100.
func editTown() *network.Streets {
	var b network.Builder
	for _, w := range []network.Way{
		line(1, network.Foot|network.Bike, 0, 0, 1000, 0, 2000, 0),
		line(2, network.Foot|network.Bike, 0, 400, 1000, 400, 2000, 400),
		line(3, network.Foot|network.Bike, 1000, 0, 1000, 200, 1000, 400),
	} {
		b.Way(w)
	}
	b.Barrier(fence(9, network.Wall, 100, 100, 900, 100))
	return b.Build()
}

// metres is how far one walks from one place to another over the streets: +Inf when one does not come there.
func metres(t *testing.T, s *network.Streets, without network.Traits, x0, y0, x1, y1 float64) float64 {
	t.Helper()
	v := network.Lay(s, frame).View(network.Mode{Need: network.Foot, Without: without, MaxAccessM: 50})
	g := v.Price(1000)
	from, to := v.Access(geo.XY{X: x0, Y: y0}, nil), v.Access(geo.XY{X: x1, Y: y1}, nil)
	if len(from) == 0 || len(to) == 0 {
		return math.Inf(1)
	}
	var tree reach.Tree
	if err := tree.Grow(context.Background(), g, from, 10_000_000); err != nil {
		t.Fatal(err)
	}
	if c := tree.Cost(g.Priced(to[0])); c != reach.NoCost {
		return float64(c) / 1000
	}
	return math.Inf(1)
}

// From (900, 0) to (900, 400) one walks 100 + 400 + 100 = 600 m by the one street between.
func TestEveryKindOfEdit(t *testing.T) {
	nowhere := math.Inf(1)
	for _, c := range []struct {
		name    string
		edits   []network.Edit
		without network.Traits
		want    float64
		idle    int
	}{
		{"none", nil, 0, 600, 0},
		{"closed along a part of the street", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{at(1003, 100), at(1003, 300)}}}, 0, nowhere, 0},
		{"closed at a place", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{at(1010, 250)}}}, 0, nowhere, 0},
		{"closed in an area", []network.Edit{{ID: "e", Kind: network.Closed, Area: []geo.Ring{{at(950, 150), at(1050, 150), at(1050, 250), at(950, 250)}}}}, 0, nowhere, 0},
		{"closed by its way", []network.Edit{{ID: "e", Kind: network.Closed, Way: 3}}, 0, nowhere, 0},
		{"closed across, which means nothing", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{at(950, 200), at(1050, 200)}}}, 0, 600, 1},
		{"closed far off", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{at(5000, 5000)}}}, 0, 600, 1},
		{"closed until yesterday", []network.Edit{{ID: "e", Kind: network.Closed, Way: 3, To: "2026-02-28"}}, 0, 600, 0},
		{"closed from tomorrow", []network.Edit{{ID: "e", Kind: network.Closed, Way: 3, From: "2026-03-02"}}, 0, 600, 0},
		{"closed this very day", []network.Edit{{ID: "e", Kind: network.Closed, Way: 3, From: "2026-03-01", To: "2026-03-01"}}, 0, nowhere, 0},
		// 100 m west, 400 m over the new street, 100 m east: it joins both streets 5 m from its ends, which are drawn 5 m short.
		{"opened", []network.Edit{{ID: "e", Kind: network.Opened, Line: []geo.E7{at(800, 5), at(800, 395)}}}, 0, 600, 0},
		{"opened nearer", []network.Edit{{ID: "e", Kind: network.Opened, Line: []geo.E7{at(900, 5), at(900, 395)}}}, 0, 400, 0},
		{"opened, not joined to anything", []network.Edit{{ID: "e", Kind: network.Opened, Line: []geo.E7{at(900, 100), at(900, 300)}}}, 0, 600, 1},
		{"opened in the future", []network.Edit{{ID: "e", Kind: network.Opened, From: "2027-01-01", Line: []geo.E7{at(900, 5), at(900, 395)}}}, 0, 600, 0},
		{"a footbridge", []network.Edit{{ID: "e", Kind: network.Footbridge, Line: []geo.E7{at(900, 0), at(900, 400)}}}, 0, 400, 0},
		{"a footbridge with steps, without steps", []network.Edit{{ID: "e", Kind: network.Footbridge, Steps: true, Line: []geo.E7{at(900, 0), at(900, 400)}}}, network.Steps, 600, 0},
		{"steps on the street, without steps", []network.Edit{{ID: "e", Kind: network.MadeSteps, Line: []geo.E7{at(1000, 100), at(1000, 110)}}}, network.Steps, nowhere, 0},
		{"steps on the street, with steps", []network.Edit{{ID: "e", Kind: network.MadeSteps, Line: []geo.E7{at(1000, 100), at(1000, 110)}}}, 0, 600, 0},
		{"closed wins over opened", []network.Edit{{ID: "b", Kind: network.Closed, Line: []geo.E7{at(900, 200)}}, {ID: "a", Kind: network.Opened, Line: []geo.E7{at(900, 5), at(900, 395)}}}, 0, 600, 0},
	} {
		s, idle := network.Edited(editTown(), frame, c.edits, "2026-03-01")
		// E7 rounds each place to 8 mm.
		if got := metres(t, s, c.without, 900, 0, 900, 400); math.Abs(got-c.want) > 0.1 && got != c.want {
			t.Errorf("%s: %g m, want %g", c.name, got, c.want)
		}
		if len(idle) != c.idle {
			t.Errorf("%s: %d edits did nothing, want %d: %v", c.name, len(idle), c.idle, idle)
		}
	}
}

// A footbridge that crosses a street does not join it; an opened street does. From the middle street y = 200 to y = 0 along x = 500: only by
// the opened one, 200 m; by the footbridge one has to walk 500 + 200 + 500 m around.
func TestOnlyStreetsOnTheGroundJoinWhatTheyCross(t *testing.T) {
	var b network.Builder
	for i, y := range []float64{0, 200, 400} {
		b.Way(line(int64(i+1), network.Foot, 0, y, 1000, y, 2000, y))
	}
	b.Way(line(9, network.Foot, 1000, 0, 1000, 200, 1000, 400))
	s := b.Build()
	draw := func(k network.EditKind) []network.Edit {
		return []network.Edit{{ID: "e", Kind: k, Line: []geo.E7{at(500, 0), at(500, 400)}}}
	}
	for _, c := range []struct {
		kind network.EditKind
		want float64
	}{{network.Opened, 200}, {network.Footbridge, 1200}} {
		out, idle := network.Edited(s, frame, draw(c.kind), "")
		if got := metres(t, out, 0, 500, 200, 500, 0); math.Abs(got-c.want) > 0.1 || len(idle) != 0 {
			t.Errorf("%s: %g m, want %g; %v", c.kind, got, c.want, idle)
		}
	}
}

// Behind the wall at y = 100 the only leg to the street y = 0 from (500, 130) goes through a gate that is assumed; once there is one in front of it, none is.
func TestGateInAWall(t *testing.T) {
	access := func(s *network.Streets) network.Access {
		v := network.Lay(s, frame).View(network.Mode{Need: network.Foot, MaxAccessM: 200, SoftBarriers: true})
		a := v.Access(geo.XY{X: 500, Y: 130}, nil)
		if len(a) != 1 {
			t.Fatalf("attaches %d times", len(a))
		}
		return a[0]
	}
	if !access(editTown()).Assumed {
		t.Error("without a gate one is assumed")
	}
	s, idle := network.Edited(editTown(), frame, []network.Edit{{ID: "g", Kind: network.Gate, Line: []geo.E7{at(501, 104)}}}, "")
	if a := access(s); a.Assumed || len(idle) != 0 || math.Abs(a.LegM-130) > 0.1 {
		t.Errorf("with a gate: %+v, %v", a, idle)
	}
	if _, idle = network.Edited(editTown(), frame, []network.Edit{{ID: "g", Kind: network.Gate, Line: []geo.E7{at(500, 300)}}}, ""); len(idle) != 1 {
		t.Error("a gate where there is no wall changes something")
	}
}

// The street between has a locked gate at its middle node: one does not come across, until an edit opens it.
func TestGateInAStreet(t *testing.T) {
	var b network.Builder
	b.Way(line(1, network.Foot, 0, 0, 1000, 0, 2000, 0))
	b.Way(line(2, network.Foot, 0, 400, 1000, 400, 2000, 400))
	locked := line(3, network.Foot, 1000, 0, 1000, 200, 1000, 400)
	locked.Closed = []int{1}
	b.Way(locked)
	s := b.Build()
	if got := metres(t, s, 0, 900, 0, 900, 400); !math.IsInf(got, 1) {
		t.Fatalf("through a locked gate: %g m", got)
	}
	s, idle := network.Edited(s, frame, []network.Edit{{ID: "g", Kind: network.Gate, Line: []geo.E7{at(1004, 203)}}}, "")
	if got := metres(t, s, 0, 900, 0, 900, 400); math.Abs(got-600) > 0.1 || len(idle) != 0 {
		t.Errorf("through the opened gate: %g m, %v", got, idle)
	}
}

// What nothing is done to is the same streets; the order of edits does not matter; the streets that came are not changed; junctions keep their ids.
func TestEditsLeaveTheRestAlone(t *testing.T) {
	s, untouched := editTown(), editTown()
	if got, _ := network.Edited(s, frame, []network.Edit{{ID: "e", Kind: network.Closed, Way: 77}}, ""); got != s {
		t.Error("an edit of nothing makes new streets")
	}
	edits := []network.Edit{
		{ID: "a", Kind: network.Closed, Line: []geo.E7{at(1000, 300)}}, {ID: "b", Kind: network.Footbridge, Line: []geo.E7{at(300, 0), at(300, 400)}},
		{ID: "c", Kind: network.MadeSteps, Line: []geo.E7{at(1500, 0), at(1600, 0)}},
	}
	one, _ := network.Edited(s, frame, edits, "")
	slices.Reverse(edits)
	two, _ := network.Edited(s, frame, edits, "")
	if !reflect.DeepEqual(one, two) {
		t.Error("the order of edits matters")
	}
	if !reflect.DeepEqual(s, untouched) {
		t.Error("the streets that came were changed")
	}
	for _, id := range s.JunctionID {
		if !slices.Contains(one.JunctionID, id) {
			t.Errorf("junction %d is gone", id)
		}
	}
	if _, err := network.Decode(one.Encode()); err != nil {
		t.Errorf("edited streets cannot be kept: %v", err)
	}
}
