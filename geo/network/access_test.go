package network_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"circle15/geo"
	"circle15/geo/network"
)

// scan is access by its definition: every segment of every edge, every barrier, no index. It follows the words of design
// section 3 and shares no code with the network.
func scan(n *network.Network, m network.Mode, p geo.XY) (edge uint32, foot geo.XY, legM float64, assumed, ok bool) {
	lengths := make(map[uint32]float64)
	of, _ := n.Components(m.Need, m.Without)
	for e := range uint32(n.Edges()) {
		if n.Traits[e]&m.Need == m.Need && n.Traits[e]&m.Without == 0 {
			lengths[of[n.From[e]]] += n.LengthM[e]
		}
	}
	for _, behindWalls := range []bool{false, true} {
		legM = math.Inf(1)
		for e := range uint32(n.Edges()) {
			tr := n.Traits[e]
			if tr&m.Need != m.Need || tr&m.Without != 0 || tr&(network.Bridge|network.Tunnel) != 0 || lengths[of[n.From[e]]] < 1000 {
				continue
			}
			shape := n.ShapeOf(e)
			for i := 1; i < len(shape); i++ {
				q := project(p, frame.XYE7(shape[i-1]), frame.XYE7(shape[i]))
				d := p.Dist(q)
				nearer := d < legM-1e-9 || d < legM+1e-9 && n.WayID[e] < n.WayID[edge]
				if d > m.MaxAccessM || !nearer || blocked(n, p, q, m.SoftBarriers && !behindWalls) {
					continue
				}
				edge, foot, legM, ok = e, q, d, true
			}
		}
		if ok || !m.SoftBarriers {
			return edge, foot, legM, behindWalls, ok
		}
	}
	return edge, foot, legM, true, ok
}

// project is the point of a–b nearest to p.
func project(p, a, b geo.XY) geo.XY {
	d, l2 := b.Sub(a), b.Dist(a)*b.Dist(a)
	if l2 == 0 {
		return a
	}
	t := ((p.X-a.X)*d.X + (p.Y-a.Y)*d.Y) / l2
	t = math.Max(0, math.Min(1, t))
	return geo.XY{X: a.X + t*d.X, Y: a.Y + t*d.Y}
}

// blocked says whether the leg crosses a barrier that counts, away from its open places.
func blocked(n *network.Network, p, q geo.XY, soft bool) bool {
	b := &n.Barriers
	for l := range b.Kind {
		if b.Kind[l].Soft() && !soft {
			continue
		}
		for i := b.Start[l]; i+1 < b.Start[l+1]; i++ {
			a, c := frame.XYE7(b.At[i]), frame.XYE7(b.At[i+1])
			u, v := q.Sub(p), c.Sub(a)
			det := u.X*v.Y - u.Y*v.X
			if det == 0 {
				continue
			}
			w := a.Sub(p)
			s, t := (w.X*v.Y-w.Y*v.X)/det, (w.X*u.Y-w.Y*u.X)/det // along the leg, along the barrier
			if s <= 0 || s >= 1 || t < 0 || t > 1 {
				continue
			}
			at := geo.XY{X: p.X + s*u.X, Y: p.Y + s*u.Y}
			if b.Open[i] && at.Dist(a) <= 2.5 || b.Open[i+1] && at.Dist(c) <= 2.5 {
				continue
			}
			return true
		}
	}
	return false
}

// In random towns places attach where a scan of everything says, one by one and with a finder that remembers.
func TestAccessEqualsAScan(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 8))
	attached, assumed, unlinked := 0, 0, 0
	for town := range 80 {
		ways, barriers := randomTown(r)
		n := lay(ways, barriers...)
		m := network.Mode{Need: network.Foot, MaxAccessM: 200, SoftBarriers: town%2 == 0}
		v := n.View(m)
		f := network.Finder{View: v}
		x, y := 1200*r.Float64(), 1200*r.Float64()
		for range 80 {
			p := geo.XY{X: x, Y: y}
			if x, y = x+40*r.Float64()-20, y+40*r.Float64()-20; r.IntN(10) == 0 {
				x, y = 1600*r.Float64()-200, 1600*r.Float64()-200
			}
			edge, foot, legM, gate, ok := scan(n, m, p)
			alone, along := v.Access(p, nil), f.Access(p, nil)
			if len(alone) != len(along) || len(alone) == 1 && alone[0] != along[0] {
				t.Fatalf("town %d, %v: alone %v, with a finder %v", town, p, alone, along)
			}
			if !ok {
				unlinked++
				if len(alone) != 0 {
					t.Fatalf("town %d, %v: attached to %v, but the scan finds nothing", town, p, alone)
				}
				continue
			}
			if len(alone) != 1 {
				t.Fatalf("town %d, %v: unlinked, but way %d is %v m off", town, p, n.WayID[edge], legM)
			}
			a := alone[0]
			attached++
			if gate {
				assumed++
			}
			if math.Abs(a.LegM-legM) > 1e-6 || a.At.Dist(foot) > 1e-3 || a.Assumed != gate || n.WayID[a.Edge] != n.WayID[edge] {
				t.Fatalf("town %d, %v: got way %d, %+v; the scan finds way %d at %v, %v m, assumed %v",
					town, p, n.WayID[a.Edge], a, n.WayID[edge], foot, legM, gate)
			}
		}
	}
	if attached < 500 || assumed < 20 || unlinked < 100 {
		t.Errorf("%d attached, %d of them behind walls, %d unlinked: the towns are too alike", attached, assumed, unlinked)
	}
}

// Along an edge of several pieces the metres are those of the streets, from its first junction.
func TestAccessMeasuresAlongTheEdge(t *testing.T) {
	n := lay([]network.Way{line(1, network.Foot, 0, 0, 600, 0, 600, 800)})
	a := n.View(onFoot()).Access(geo.XY{X: 650, Y: 100}, nil)
	// 600 m to the corner and 100 m up; the leg is 50 m.
	if len(a) != 1 || math.Abs(a[0].AlongM-700) > 0.05 || math.Abs(a[0].LegM-50) > 0.02 {
		t.Errorf("got %+v, want 700 m along and a leg of 50 m", a)
	}
}

func TestAccess(t *testing.T) {
	street := long(9, 0, 0)
	shared := func(id int64) network.Way { w := long(id, 0, 0); return w }
	wall := fence(1, network.Wall, 400, 20, 600, 20)
	gate := fence(1, network.Wall, 400, 20, 500, 20, 600, 20)
	gate.Open = []int{1}
	island := line(5, network.Foot, 400, 60, 600, 60)
	soft := network.Mode{Need: network.Foot, MaxAccessM: 200, SoftBarriers: true}
	for _, c := range []struct {
		name     string
		ways     []network.Way
		barriers []network.Barrier
		mode     network.Mode
		p        geo.XY
		way      int64 // 0: unlinked
		legM     float64
		assumed  bool
	}{
		{"the nearest street", []network.Way{street, long(8, 0, 300)}, nil, onFoot(), geo.XY{X: 500, Y: 140}, 9, 140, false},
		{"equally far, the lower way", []network.Way{shared(7), shared(3), shared(5)}, nil, onFoot(), geo.XY{X: 500, Y: 140}, 3, 140, false},
		// A hundredth of a metre stands for the rounding of places.
		{"exactly 200 m", []network.Way{street}, nil, onFoot(), geo.XY{X: 500, Y: 199.98}, 9, 199.98, false},
		{"more than 200 m", []network.Way{street}, nil, onFoot(), geo.XY{X: 500, Y: 200.02}, 0, 0, false},
		{"an island is left out", []network.Way{street, island}, nil, onFoot(), geo.XY{X: 500, Y: 70}, 9, 70, false},
		{"a bridge has no access from inside", []network.Way{street, line(5, network.Foot|network.Bridge, 0, 0, 0, 60, 600, 60, 600, 0)}, nil, onFoot(), geo.XY{X: 500, Y: 70}, 9, 70, false},
		{"nor has a tunnel", []network.Way{street, line(5, network.Foot|network.Tunnel, 0, 0, 0, 60, 600, 60, 600, 0)}, nil, onFoot(), geo.XY{X: 500, Y: 70}, 9, 70, false},
		{"a cycleway is no footway", []network.Way{street, line(5, network.Bike, 0, 60, 2000, 60)}, nil, onFoot(), geo.XY{X: 500, Y: 70}, 9, 70, false},
		{"steps are not for wheels", []network.Way{street, line(5, network.Foot|network.Steps, 0, 0, 0, 60, 2000, 60)}, nil, network.Mode{Need: network.Foot, Without: network.Steps, MaxAccessM: 200}, geo.XY{X: 500, Y: 70}, 9, 70, false},
		// A river between the place and the street; behind the place there is another street, farther away.
		{"a river", []network.Way{street, long(8, 0, 130)}, []network.Barrier{fence(1, network.Water, -500, 20, 2500, 20)}, onFoot(), geo.XY{X: 500, Y: 40}, 8, 90, false},
		{"a river all around", []network.Way{street}, []network.Barrier{fence(1, network.Water, -500, 20, 2500, 20)}, onFoot(), geo.XY{X: 500, Y: 40}, 0, 0, false},
		{"a railway beside the leg", []network.Way{street}, []network.Barrier{fence(1, network.Rail, 0, 20, 490, 20)}, onFoot(), geo.XY{X: 500, Y: 40}, 9, 40, false},
		// One point of a straight piece is looked at, the nearest: that the leg could pass beside the motorway's end does not help.
		{"a motorway", []network.Way{street}, []network.Barrier{fence(1, network.Motorway, 0, 20, 600, 20)}, onFoot(), geo.XY{X: 500, Y: 40}, 0, 0, false},
		// Ends may touch: a place on the river's own line, and a street that is its bank.
		{"a place on the bank", []network.Way{street}, []network.Barrier{fence(1, network.Water, 0, 40, 2000, 40)}, onFoot(), geo.XY{X: 500, Y: 40}, 9, 40, false},
		{"a street along the bank", []network.Way{street}, []network.Barrier{fence(1, network.Water, 0, 0, 2000, 0)}, onFoot(), geo.XY{X: 500, Y: 40}, 9, 40, false},
		{"a wall does not count", []network.Way{street}, []network.Barrier{wall}, onFoot(), geo.XY{X: 500, Y: 40}, 9, 40, false},
		{"a wall that counts: a gate is assumed", []network.Way{street}, []network.Barrier{wall}, soft, geo.XY{X: 500, Y: 40}, 9, 40, true},
		{"through the gate", []network.Way{street}, []network.Barrier{gate}, soft, geo.XY{X: 502.4, Y: 40}, 9, 40, false},
		{"beside the gate", []network.Way{street}, []network.Barrier{gate}, soft, geo.XY{X: 502.6, Y: 40}, 9, 40, true},
		{"a street inside the wall", []network.Way{street, long(8, 0, 150)}, []network.Barrier{wall}, soft, geo.XY{X: 500, Y: 40}, 8, 110, false},
		// A wall and a river: the leg through the wall alone is taken, the one over the river never.
		{"a wall before a river", []network.Way{street, long(8, 0, 190)},
			[]network.Barrier{fence(1, network.Water, -500, 10, 2500, 10), fence(2, network.Fence, 0, 100, 2000, 100)}, soft, geo.XY{X: 500, Y: 40}, 8, 150, true},
	} {
		got := lay(c.ways, c.barriers...)
		a := got.View(c.mode).Access(c.p, nil)
		if c.way == 0 {
			if len(a) != 0 {
				t.Errorf("%s: got way %d, want none", c.name, got.WayID[a[0].Edge])
			}
			continue
		}
		if len(a) != 1 || got.WayID[a[0].Edge] != c.way || math.Abs(a[0].LegM-c.legM) > 0.015 || a[0].Assumed != c.assumed {
			t.Errorf("%s: got %+v, want way %d at %v m, assumed %v", c.name, a, c.way, c.legM, c.assumed)
		}
	}
}

// The leg of exactly MaxAccessM attaches: the limit here is the leg that another town measured.
func TestAccessExactlyAtItsLimit(t *testing.T) {
	n := lay([]network.Way{long(1, 0, 0)})
	p := geo.XY{X: 500, Y: 150}
	m := onFoot()
	m.MaxAccessM = n.View(m).Access(p, nil)[0].LegM
	if got := n.View(m).Access(p, nil); len(got) != 1 {
		t.Errorf("at exactly %v m: unlinked", m.MaxAccessM)
	}
	m.MaxAccessM = math.Nextafter(m.MaxAccessM, 0)
	if got := n.View(m).Access(p, nil); len(got) != 0 {
		t.Errorf("beyond %v m: %v", m.MaxAccessM, got)
	}
}

func TestIslands(t *testing.T) {
	v := lay([]network.Way{long(1, 0, 0), line(2, network.Foot, 0, 500, 990, 500), line(3, network.Foot, 0, 900, 1010, 900), line(4, network.Bike, 0, 950, 90, 950)}).View(onFoot())
	if got := v.Islands(); got != 1 { // of 990 m; the cycleway is none for walkers
		t.Errorf("%d islands, want 1", got)
	}
}

// With more candidates a place attaches to its nearest edges, each once, nearest first.
func TestCandidates(t *testing.T) {
	bent := line(4, network.Foot, 0, 100, 500, 100, 1000, 150, 2000, 150) // two of its pieces are nearer than street 3
	n := lay([]network.Way{long(1, 0, 0), long(2, 0, 60), long(3, 0, 190), bent})
	p := geo.XY{X: 500, Y: 40}
	for _, c := range []struct {
		candidates int
		want       []int64
	}{{0, []int64{2}}, {1, []int64{2}}, {2, []int64{2, 1}}, {4, []int64{2, 1, 4, 3}}, {8, []int64{2, 1, 4, 3}}} {
		m := onFoot()
		m.Candidates = c.candidates
		got := n.View(m).Access(p, make([]network.Access, 1))[1:]
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = n.WayID[got[i].Edge] == c.want[i]
		}
		if !ok {
			t.Errorf("%d candidates: got %v, want ways %v", c.candidates, got, c.want)
		}
	}
	m := onFoot()
	m.Candidates, m.SoftBarriers = 4, true
	walled := lay([]network.Way{long(1, 0, 0), long(2, 0, 100)}, fence(1, network.Wall, 0, 20, 2000, 20), fence(2, network.Wall, 0, 90, 2000, 90))
	if got := walled.View(m).Access(p, nil); len(got) != 1 || !got[0].Assumed || walled.WayID[got[0].Edge] != 1 {
		t.Errorf("between two walls: %+v, want the nearest street through an assumed gate alone", got)
	}
}

// One candidate of many is the one that a place has alone.
func TestFirstCandidateIsTheNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 9))
	for range 40 {
		ways, barriers := randomTown(r)
		n := lay(ways, barriers...)
		one, many := onFoot(), onFoot()
		one.SoftBarriers, many.SoftBarriers, many.Candidates = true, true, 3
		v, w := n.View(one), n.View(many)
		for range 40 {
			p := geo.XY{X: 1200 * r.Float64(), Y: 1200 * r.Float64()}
			a, b := v.Access(p, nil), w.Access(p, nil)
			for _, x := range [][]network.Access{a, b} {
				for i := range x {
					x[i].Behind = false // known only when one edge is looked for
				}
			}
			if len(a) > 0 != (len(b) > 0) || len(a) > 0 && a[0] != b[0] {
				t.Fatalf("%v: alone %v, of three %v", p, a, b)
			}
		}
	}
}

// square has its corners where places are, so that streets can end exactly on them.
func square(x, y, side float64) []geo.XY {
	var out []geo.XY
	for _, p := range [4]geo.E7{at(x, y), at(x+side, y), at(x+side, y+side), at(x, y+side)} {
		out = append(out, frame.XYE7(p))
	}
	return out
}

func TestAccessOfAnArea(t *testing.T) {
	for _, c := range []struct {
		name      string
		ways      []network.Way
		entrances []geo.XY
		outline   []geo.XY
		want      []geo.XY // the points of the streets
		legM      float64
	}{
		{"its entrance", []network.Way{long(1, 0, 0)}, []geo.XY{{X: 500, Y: 40}}, square(450, 40, 100), []geo.XY{{X: 500, Y: 0}}, 40},
		// A street runs through it: it enters at x = 450 and leaves at x = 550.
		{"streets that cross it", []network.Way{long(1, 0, 0)}, nil, square(450, -50, 100), []geo.XY{{X: 450}, {X: 550}}, 0},
		{"a street that ends at its corner", []network.Way{line(1, network.Foot, -1500, 0, 450, 0)}, nil, square(450, 0, 100), []geo.XY{{X: 450}}, 0},
		{"beside a street", []network.Way{long(1, 0, 0)}, nil, square(2040, -50, 100), []geo.XY{{X: 2000}}, 40},
		// The end of a street points at its side, 3 m off: wherever that is, the leg is 3 m.
		{"a street that ends before it", []network.Way{line(1, network.Foot, -1500, 4.9, 450, 4.9)}, nil, square(453, -50, 100), []geo.XY{{X: 450, Y: 4.9}}, 3},
		{"a street that ends before it elsewhere", []network.Way{line(1, network.Foot, -1500, 9.2, 450, 9.2)}, nil, square(453, -50, 100), []geo.XY{{X: 450, Y: 9.2}}, 3},
		{"no street near", []network.Way{long(1, 0, 0)}, nil, square(500, 300, 100), nil, 0},
	} {
		got := lay(c.ways).View(onFoot()).AccessArea(c.entrances, [][]geo.XY{c.outline}, nil)
		for _, w := range c.want {
			found := false
			for _, a := range got {
				found = found || a.At.Dist(w) < 0.03 && math.Abs(a.LegM-c.legM) < 0.03
			}
			if !found {
				t.Errorf("%s: %v is not in %+v", c.name, w, got)
			}
		}
		for _, a := range got {
			near := false
			for _, w := range c.want {
				near = near || a.At.Dist(w) < 0.03
			}
			if !near {
				t.Errorf("%s: %+v is not wanted", c.name, a)
			}
		}
	}
}

func TestEdgeOfData(t *testing.T) {
	var b network.Builder
	b.Extent(geo.Ring{at(0, 0), at(1000, 0), at(1000, 600), at(0, 600)})
	n := network.Lay(b.Build(), frame)
	for _, c := range []struct {
		p    geo.XY
		want float64
	}{{geo.XY{X: 500, Y: 300}, 300}, {geo.XY{X: 990, Y: 300}, 10}, {geo.XY{X: 1040, Y: 630}, -50}, {geo.XY{X: 500, Y: -20}, -20}} {
		if got := n.EdgeOfDataM(c.p); math.Abs(got-c.want) > 0.02 {
			t.Errorf("%v: %v m inside, want %v", c.p, got, c.want)
		}
	}
	if got := lay(nil).EdgeOfDataM(geo.XY{}); !math.IsInf(got, 1) {
		t.Errorf("without an extent: %v", got)
	}
}

func TestCrossedKinds(t *testing.T) {
	open := fence(3, network.Fence, 0, 30, 100, 30)
	n := lay(nil, fence(1, network.Rail, 0, 10, 100, 10), fence(2, network.Water, 0, 20, 100, 20), fence(4, network.Rail, 0, 40, 100, 40), open)
	got := n.CrossedKinds(geo.XY{X: 50}, geo.XY{X: 50, Y: 50})
	want := []network.BarrierKind{network.Water, network.Rail, network.Fence}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := n.CrossedKinds(geo.XY{X: 50}, geo.XY{X: 60}); got != nil {
		t.Errorf("beside them: %v", got)
	}
}
