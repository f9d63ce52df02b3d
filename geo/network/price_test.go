package network_test

import (
	"math"
	"testing"

	"circle15/geo"
	"circle15/geo/network"
)

// Prices are rounded up once: 900 m at a metre a second are 900,000 ms, and not one more for arithmetic.
func TestCostIsRoundedUpOnce(t *testing.T) {
	for _, c := range []struct {
		costPerM, lengthM float64
		want              uint32
	}{
		{1000, 900, 900_000},
		{1000, 900.0000000005, 900_000}, // half a nanometre is arithmetic
		{1000, 900.00001, 900_001},      // a hundredth of a millimetre is not
		{1000, 0, 0},
		{1000 / 0.97, 97, 100_000}, // 97 m at 0.97 m/s
		{1000 / 1.1, 0.3 * 3, 819}, // 818.18
		{1000 / 0.8, 720, 900_000},
	} {
		g := lay([]network.Way{long(1, 0, 0)}).View(onFoot()).Price(c.costPerM)
		if got := g.Cost(c.lengthM); got != c.want {
			t.Errorf("%v m at %v: %d, want %d", c.lengthM, c.costPerM, got, c.want)
		}
	}
}

func TestPrice(t *testing.T) {
	// A street of 2 km with a side street of 300 m at x = 500, and a cycleway that nobody walks.
	n := lay([]network.Way{line(1, network.Foot, 0, 0, 500, 0, 2000, 0), line(2, network.Foot, 500, 0, 500, 300), line(3, network.Bike, 500, 0, 800, 300)})
	g := n.View(onFoot()).Price(1000)
	arcs := 0
	for j := range uint32(len(g.Junctions)) {
		for i, a := range g.Arcs(j) {
			arcs++
			e := g.EdgesAt(j)[i]
			if want := uint32(math.Ceil(g.LengthM[e]*1000 - 1e-6)); a.Cost != want || g.From[e] != j && g.To[e] != j || g.From[e]+g.To[e]-j != a.To {
				t.Errorf("junction %d: %v over edge %d of %v m", j, a, e, g.LengthM[e])
			}
		}
	}
	if arcs != 6 { // three edges, both ways
		t.Errorf("%d arcs, want 6", arcs)
	}
	a := g.Access(geo.XY{X: 900, Y: 30}, nil)[0]
	from, to := g.Ends(a)
	// 400 m from the side street and 1,100 m from the end, with the leg of 30 m.
	lo, hi := min(from, to), max(from, to)
	if math.Abs(float64(lo)-430e3) > 30 || math.Abs(float64(hi)-1130e3) > 30 {
		t.Errorf("to the ends: %d and %d, want 430000 and 1130000", lo, hi)
	}
	b := g.Access(geo.XY{X: 700, Y: -20}, nil)[0]
	if got := g.Along(a, b); math.Abs(float64(got)-250e3) > 30 || got != g.Along(b, a) { // 200 m and both legs
		t.Errorf("along the street: %d, want 250000", got)
	}
}

// A graph without geometry can be searched, and nothing attaches to it.
func TestNewGraph(t *testing.T) {
	g := network.NewGraph(3, []network.Edge{{U: 0, V: 1, Cost: 5}, {U: 1, V: 2, Cost: 7}})
	if got := g.Arcs(1); len(got) != 2 || got[0].Cost+got[1].Cost != 12 {
		t.Errorf("junction 1: %v", got)
	}
}
