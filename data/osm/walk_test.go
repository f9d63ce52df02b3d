package osm_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"circle15/data"
	"circle15/geo/network"
)

const (
	foot  = network.Foot
	both  = network.Foot | network.Bike
	car   = both | network.CarRoad
	major = car | network.Main
	told  = network.WheelsTold
)

// TestWhatMayBeWalked reads one way for each row; want 0 means that it is no street.
func TestWhatMayBeWalked(t *testing.T) {
	rows := []struct {
		tags string
		want network.Traits
	}{
		{"highway=footway", foot},
		{"highway=path", both},
		{"highway=pedestrian", foot},
		{"highway=steps", foot | network.Steps},
		{"highway=residential", car},
		{"highway=primary", major},
		{"highway=trunk", major},
		{"highway=trunk motorroad=yes", 0},
		{"highway=motorway", 0},
		{"highway=motorway foot=yes", foot | network.CarRoad | network.Main},
		{"highway=motorway access=yes", 0}, // access=yes is for those it is built for
		{"highway=construction construction=footway", 0},
		{"highway=proposed foot=yes", 0},
		{"highway=raceway", 0},
		{"highway=busway", 0},
		{"highway=busway bicycle=yes", network.Bike | network.CarRoad},
		{"route=ferry", 0},
		{"route=ferry foot=yes", 0},
		{"waterway=river", 0},
		// foot overrides access.
		{"highway=service access=private", 0},
		{"highway=service access=private foot=yes", foot | network.CarRoad},
		{"highway=service access=no bicycle=yes", network.Bike | network.CarRoad},
		{"highway=service access=destination", car},
		{"highway=residential foot=no", network.Bike | network.CarRoad},
		{"highway=residential foot=use_sidepath", network.Bike | network.CarRoad},
		{"highway=cycleway foot=no", network.Bike},
		{"highway=footway bicycle=yes", both},
		{"highway=footway access=permissive", foot},
		{"highway=residential bicycle=no", foot | network.CarRoad},
		{"highway=residential vehicle=no", foot | network.CarRoad},
		// Platforms, piers, indoors, parts of squares.
		{"public_transport=platform", foot},
		{"railway=platform", foot},
		{"man_made=pier", foot},
		{"man_made=pier access=private", 0},
		{"highway=corridor indoor=yes", foot},
		{"area:highway=pedestrian", foot},
		{"area:highway=primary", 0},
		// What is on the way.
		{"highway=footway footway=crossing", foot | network.Crossing},
		{"highway=footway bridge=yes", foot | network.Bridge},
		{"highway=footway bridge=no", foot},
		{"highway=footway tunnel=yes", foot | network.Tunnel},
		{"highway=footway tunnel=building_passage", foot}, // people live along it
		{"highway=footway covered=yes", foot},             // a roof
		{"highway=footway incline=10%", foot | network.Steep | told},
		{"highway=footway incline=-10%", foot | network.Steep | told},
		{"highway=footway incline=8%", foot | told}, // 8 % < 1:12 = 8.33 %
		{"highway=footway incline=5°", foot | network.Steep | told},
		{"highway=footway incline=4.7°", foot | told}, // tan 4.7° = 0.082
		{"highway=footway incline=up", foot},
		{"highway=footway wheelchair=no", foot | network.WheelsNo | told},
		{"highway=footway wheelchair=designated", foot | network.WheelsYes | told},
		{"highway=footway wheelchair=limited", foot | told},
		{"highway=footway kerb=raised", foot | network.KerbRaised | told},
		{"highway=footway lit=yes", foot | network.Lit},
		{"highway=residential sidewalk=both", car | network.SidewalkKnown | network.Sidewalk},
		{"highway=residential sidewalk=separate", car | network.SidewalkKnown | network.Sidewalk},
		{"highway=residential sidewalk=no", car | network.SidewalkKnown},
		{"highway=residential sidewalk:left=yes", car | network.SidewalkKnown | network.Sidewalk},
		{"highway=residential oneway=yes", car | network.OnewayBike},
		{"highway=residential oneway=yes oneway:bicycle=no", car},
	}
	var b strings.Builder
	b.WriteString("n1 0 0\nn2 10 0\nw9999 1,2 highway=residential\n")
	for i, r := range rows {
		fmt.Fprintf(&b, "n%d 0 %d\nn%d 10 %d\n", 1000+2*i, 10+i, 1001+2*i, 10+i)
		fmt.Fprintf(&b, "w%d %d,%d %s\n", 100+i, 1000+2*i, 1001+2*i, r.tags)
	}
	im := imported(t, b.String())
	got := map[int64]network.Traits{}
	for e := range im.Streets.From {
		got[im.Streets.WayID[e]] = im.Streets.Traits[e]
	}
	for i, r := range rows {
		if g := got[int64(100+i)]; g != r.want {
			t.Errorf("%s: got traits %b, want %b", r.tags, g, r.want)
		}
	}
}

// TestGates walks from 1 to 3 over a gate at 2: a locked or private gate leaves two parts that do not join.
func TestGates(t *testing.T) {
	for _, c := range []struct {
		gate string
		open bool
	}{
		{"barrier=gate", true},
		{"barrier=lift_gate", true},
		{"barrier=bollard", true},
		{"barrier=kissing_gate", true},
		{"barrier=gate locked=yes", false},
		{"barrier=gate locked=yes foot=yes", true},
		{"barrier=gate access=private", false},
		{"barrier=gate access=private foot=yes", true},
		{"barrier=gate foot=no", false},
		{"barrier=gate access=no foot=permissive", true},
		{"barrier=wall", false},
		{"barrier=fence", false},
		{"barrier=no", true},
		{"access=private", true}, // no barrier: says nothing of the way
	} {
		im := imported(t, "n1 0 0\nn2 10 0 "+c.gate+"\nn3 20 0\nw5 1,2,3 highway=footway")
		parts, _ := im.Streets.Components(network.Foot, 0)
		first, last := -1, -1
		for j, id := range im.Streets.JunctionID {
			if id == 1 {
				first = int(parts[j])
			}
			if id == 3 {
				last = int(parts[j])
			}
		}
		if got := first == last; got != c.open {
			t.Errorf("%s: passable = %v, want %v", c.gate, got, c.open)
		}
	}
}

// TestGateAtAJunction: a locked gate drawn in node 2, where the drive 2-4 leaves the street 1-2-3, closes the drive alone.
func TestGateAtAJunction(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0 barrier=gate locked=yes
n3 20 0
n4 10 10
w1 1,2,3 highway=residential
w2 2,4 highway=service
`)
	parts, _ := im.Streets.Components(network.Foot, 0)
	of := map[int64]uint32{}
	for j, id := range im.Streets.JunctionID {
		of[id] = parts[j]
	}
	if of[1] != of[3] || of[4] == of[1] {
		t.Errorf("parts %v: want 1 and 3 joined, 4 apart", of)
	}
}

func TestKerbsAndStilesStopWheels(t *testing.T) {
	im := imported(t, `
n1 0 0 kerb=raised
n2 10 0 barrier=stile
n3 20 0
n4 30 0
w1 1,2,3 highway=footway
w2 1,4 highway=footway footway=crossing
w3 3,4 highway=footway
w4 1,3 highway=footway
`)
	want := map[int64]bool{
		1: true,  // the stile lies inside it
		2: true,  // the kerb is the end of a crossing
		3: false, // none
		4: false, // the kerb at its end belongs to the crossing
	}
	for e := range im.Streets.From {
		id := im.Streets.WayID[e]
		if got := im.Streets.Traits[e]&network.KerbRaised != 0; got != want[id] {
			t.Errorf("way %d: KerbRaised = %v, want %v", id, got, want[id])
		}
	}
}

// TestSquareOfRelation: the outline of a pedestrian multipolygon is walked, though its way has no tags.
func TestSquareOfRelation(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0
n3 10 10
w1 1,2,3,1 note=square
w2 3,1 highway=footway
r1 way:1:outer type=multipolygon highway=pedestrian
`)
	for e := range im.Streets.From {
		if im.Streets.WayID[e] == 1 && im.Streets.Traits[e] == network.Foot {
			return
		}
	}
	t.Error("the outline of the square is not a street")
}

// TestBridgeHasNoJunction: a bridge crosses a road without a shared node.
func TestBridgeHasNoJunction(t *testing.T) {
	im := imported(t, `
n1 0 10
n2 20 10
n3 10 0
n4 10 20
w1 1,2 highway=residential
w2 3,4 highway=footway bridge=yes
`)
	if got := im.Streets.Edges(); got != 2 {
		t.Errorf("%d edges, want 2: nothing joins", got)
	}
}

// TestWayThatLeavesTheExtract: node 3 is not in the file.
func TestWayThatLeavesTheExtract(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0
n4 30 0
n5 40 0
w1 1,2,3,4,5 highway=footway name=Long+Lane
`)
	if got := im.Streets.Edges(); got != 2 {
		t.Errorf("%d edges, want 2: 1-2 and 4-5", got)
	}
	if got := codes(im)["ways_cut"]; got != 1 {
		t.Errorf("%d ways_cut, want 1", got)
	}
	if got := im.Streets.Name(0); got != "Long Lane" {
		t.Errorf("name %q", got)
	}
}

// Of 70 m of streets without steps 10 m have a surface, 20 m a kerb and 10 m say wheelchair=no, which is known and not for wheels: of the 60 m that
// are left 30 m say nothing. Steps are known to be steps.
func TestWhatIsUntoldOfWheels(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0
n3 30 0
n4 60 0
n5 70 0
n6 90 0
w1 1,2 highway=footway surface=asphalt
w2 2,3 highway=residential kerb=lowered
w3 3,4 highway=residential
w4 4,5 highway=footway wheelchair=no
w5 5,6 highway=steps
`)
	if got := im.Streets.UntoldShare(); math.Abs(got-0.5) > 1e-3 {
		t.Errorf("share %v, want 30 of 60 m", got)
	}
	for _, f := range im.Findings {
		if f.Code == "wheels_unknown" && f.Value == "50.0 %" && f.Severity == data.Note {
			return
		}
	}
	t.Errorf("findings %v, want a note that 50.0 %% are unknown", im.Findings)
}
