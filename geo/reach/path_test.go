package reach_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

var frame = geo.NewFrame(orb.Point{107, 34.5})

// street is a way through places given in metres; nodes of one place are one node.
func street(id int64, traits network.Traits, xy ...float64) network.Way {
	w := network.Way{ID: id, Traits: network.Foot | traits}
	for i := 0; i+1 < len(xy); i += 2 {
		w.Nodes = append(w.Nodes, int64(xy[i]+1e6)*10_000_000+int64(xy[i+1]+1e6))
		w.At = append(w.At, frame.E7(geo.XY{X: xy[i], Y: xy[i+1]}))
	}
	return w
}

// metres prices streets in millimetres.
func metres(ways ...network.Way) *network.Graph {
	var b network.Builder
	for _, w := range ways {
		b.Way(w)
	}
	return network.Lay(b.Build(), frame).View(network.Mode{Need: network.Foot, MaxAccessM: 200}).Price(1000)
}

// ways lists the ids of the ways that a path uses, with the metres on each to the whole metre.
func ways(g *network.Graph, p *reach.Path) (ids []int64, lengths []float64) {
	for _, part := range p.Parts {
		ids = append(ids, g.WayID[part.Edge])
		lengths = append(lengths, math.Round(math.Abs(part.FromM-part.ToM)))
	}
	return ids, lengths
}

// addsUp says what is wrong with the sum of a path's costs, and with the places at which its parts join.
func addsUp(g *network.Graph, p *reach.Path) string {
	sum, m := p.LegIn+p.LegOut, p.Access.LegM+p.Egress.LegM
	var line []geo.E7
	for _, part := range p.Parts {
		sum += part.Cost
		m += math.Abs(part.FromM - part.ToM)
		next := g.AppendPart(nil, part.Edge, part.FromM, part.ToM)
		if len(line) > 0 && geo.SegmentM(line[len(line)-1], next[0]) > 0.02 {
			return "two parts do not join"
		}
		line = append(line, next...)
	}
	switch {
	case sum != p.Cost:
		return "the costs do not add up"
	case math.Abs(m-p.LengthM()) > 1e-6:
		return "the metres do not add up"
	// Every part is rounded up once, by less than a unit.
	case float64(p.Cost) < m*1000-1e-3 || float64(p.Cost) > m*1000+float64(len(p.Parts)+2):
		return "the cost is not the length"
	case len(line) > 0 && (g.Frame.XYE7(line[0]).Dist(p.Access.At) > 0.02 || g.Frame.XYE7(line[len(line)-1]).Dist(p.Egress.At) > 0.02):
		return "the line does not lead from access to egress"
	}
	return ""
}

//	30 m  o place                        o shop, 20 m
//	      |                              |
//	A ----+-----B-----------------C------+--- D      way 1
//	            |                 |
//	            E ---- steps ---- F                  ways 2, 3, 4
//
// A is at 0, B at 1000, C at 1400, D at 2000; the place at 900, the shop at 1500. Way 5 leads from B to C over a bow of
// 500 m, and way 1 has no edge between B and C. Ways 2 to 4 go 100 m down, 400 m along, and 100 m up: 600 m.
func TestPathByHand(t *testing.T) {
	g := metres(
		street(1, 0, 0, 0, 1000, 0),
		street(6, 0, 1400, 0, 2000, 0),
		street(2, 0, 1000, 0, 1000, -100),
		street(3, network.Steps, 1000, -100, 1400, -100),
		street(4, 0, 1400, -100, 1400, 0),
		street(5, 0, 1000, 0, 1000, 150, 1400, 150, 1400, 0))
	from := g.Access(geo.XY{X: 900, Y: 30}, nil)
	to := g.Access(geo.XY{X: 1500, Y: -20}, nil)
	// 30 + 100 by way 1, 600 by ways 2, 3, 4 (way 5 is 700 m), 100 + 20 by way 6: 850 m, 850,000 mm. Places are off by at
	// most 8 mm, and nine of them and six prices are rounded.
	var tree reach.Tree
	if err := tree.Grow(context.Background(), g, from, 1_000_000); err != nil {
		t.Fatal(err)
	}
	p, ok := tree.Path(to[0])
	if !ok {
		t.Fatal("not reached")
	}
	ids, lengths := ways(g, p)
	if !slices.Equal(ids, []int64{1, 2, 3, 4, 6}) || !slices.Equal(lengths, []float64{100, 100, 400, 100, 100}) {
		t.Errorf("the way leads over %v with %v m", ids, lengths)
	}
	if math.Abs(float64(p.Cost)-850_000) > 100 || math.Abs(float64(p.LegIn)-30_000) > 20 || math.Abs(float64(p.LegOut)-20_000) > 20 {
		t.Errorf("cost %d with legs of %d and %d", p.Cost, p.LegIn, p.LegOut)
	}
	if wrong := addsUp(g, p); wrong != "" {
		t.Error(wrong)
	}
	// Exactly at the limit counts; one unit less does not.
	for _, c := range []struct {
		limit uint32
		want  bool
	}{{p.Cost, true}, {p.Cost - 1, false}} {
		if err := tree.Grow(context.Background(), g, from, c.limit); err != nil {
			t.Fatal(err)
		}
		if _, got := tree.Path(to[0]); got != c.want {
			t.Errorf("with a limit of %d of %d it is reached: %v", c.limit, p.Cost, got)
		}
	}
}

// Two places on one street need not go to its end: legs of 30 and 40 m, and 200 m between their feet.
func TestPathAlongOneEdge(t *testing.T) {
	g := metres(street(1, 0, 0, 0, 2000, 0))
	from, to := g.Access(geo.XY{X: 800, Y: 30}, nil), g.Access(geo.XY{X: 600, Y: 40}, nil)
	var tree reach.Tree
	if err := tree.Grow(context.Background(), g, from, 300_000); err != nil {
		t.Fatal(err)
	}
	p, ok := tree.Path(to[0])
	if !ok || len(p.Parts) != 1 || math.Abs(p.LengthM()-270) > 0.05 || math.Abs(float64(p.Cost)-270_000) > 50 {
		t.Fatalf("got %+v", p)
	}
	if part := p.Parts[0]; part.FromM < part.ToM {
		t.Error("it is walked against the direction of the edge")
	}
	if wrong := addsUp(g, p); wrong != "" {
		t.Error(wrong)
	}
}

// On random towns the way from a place to a facility costs what the search from the facility says of the place, and its
// parts add up to that and join.
func TestPathCostsWhatTheSearchSays(t *testing.T) {
	var tree reach.Tree // one for all: it must not remember
	var search reach.Searcher
	reached := 0
	rapid.Check(t, func(t *rapid.T) {
		g := town(t)
		place := func(name string) []network.Access {
			return g.Access(geo.XY{X: rapid.Float64Range(-100, 1100).Draw(t, name+" x"), Y: rapid.Float64Range(-100, 1100).Draw(t, name+" y")}, nil)
		}
		from, to := place("from"), place("to")
		if len(from) == 0 || len(to) == 0 {
			return
		}
		limit := uint32(rapid.IntRange(0, 3_000_000).Draw(t, "limit"))
		sources := []reach.Source{{Access: to[0]}}
		labels, err := search.Search(context.Background(), g, reach.Seeds(g, sources), 1, limit)
		if err != nil {
			t.Fatal(err)
		}
		want := reach.NewField(g, labels, sources).Nearest([]network.Priced{g.Priced(from[0])})
		if err := tree.Grow(context.Background(), g, from, limit); err != nil {
			t.Fatal(err)
		}
		if got := tree.Cost(g.Priced(to[0])); got != want {
			t.Fatalf("the tree says %d, the search %d", got, want)
		}
		p, ok := tree.Path(to[0])
		if ok != (want != reach.NoCost) {
			t.Fatalf("a way: %v, the search says %d", ok, want)
		}
		if !ok {
			return
		}
		reached++
		if p.Cost != want {
			t.Fatalf("the way costs %d, the search says %d", p.Cost, want)
		}
		if wrong := addsUp(g, p); wrong != "" {
			t.Fatalf("%s: %+v", wrong, p)
		}
	})
	if reached == 0 {
		t.Error("no facility was ever reached: the test tests nothing")
	}
}

// A tree that is told to stop stops, and the next one is not the worse for it.
func TestTreeStops(t *testing.T) {
	xy := make([]float64, 0, 40_000)
	for i := range 20_000 {
		xy = append(xy, float64(i), 0)
	}
	var all []network.Way
	for i := 0; i+3 < len(xy); i += 2 {
		all = append(all, street(int64(i+1), 0, xy[i:i+4]...))
	}
	g := metres(all...)
	from := g.Access(geo.XY{}, nil)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var tree reach.Tree
	if err := tree.Grow(ctx, g, from, 30_000_000); err != context.Canceled {
		t.Fatalf("a stopped search gave %v", err)
	}
	if err := tree.Grow(context.Background(), g, from, 30_000_000); err != nil || len(tree.Reached()) != 20_000 {
		t.Errorf("reached %d of 20,000 junctions after a stopped search: %v", len(tree.Reached()), err)
	}
}
