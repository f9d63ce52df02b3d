package indicators

import (
	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
)

// attached is where the points of the lattice attach.
type attached struct {
	graph  *network.Graph
	done   bool // for the community at hand
	finder network.Finder
	list   []network.Priced
	plan   *surface.Plan
	points []stretch
	blocks blocks
	probes map[uint64][2]uint32 // places between the points: their part of list
	links  map[uint32]link
	buffer []network.Access
	once   []network.Priced
}

// link is where, on an edge of the lattice, streets come within reach: the place, and just on the side that
// is linked what it attaches to.
type link struct {
	d      float64
	at     geo.XY
	access []network.Priced
}

// bisect narrows down where a question that is true at A becomes false.
func bisect(e surface.LatticeEdge, holds func(geo.XY) bool) (lo, hi float64) {
	hi = e.StepM
	for hi-lo > surface.ToleranceM {
		if mid := (lo + hi) / 2; holds(e.At(mid)) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo, hi
}

// link finds the place once for all criteria.
func (a *attached) link(e surface.LatticeEdge, linkedAtA bool) link {
	l, ok := a.links[e.ID]
	if ok {
		return l
	}
	from := e.A
	if !linkedAtA {
		from = e.B
	}
	around := a.blocks.around(e.A, e.B)
	linked := func(p geo.XY) bool {
		a.buffer = a.reach(around, p, a.buffer[:0])
		return len(a.buffer) > 0
	}
	lo, hi, ok := 0.0, 0.0, false
	if near := a.at(from); len(near) == 1 {
		// Probably the street that one point attaches to goes out of reach before the other.
		lo, hi = bisect(e, func(p geo.XY) bool { return a.finder.Reaches(p, near[0].Access, around) == linkedAtA })
		ok = linked(e.At(lo)) == linkedAtA && linked(e.At(hi)) != linkedAtA
	}
	if !ok {
		lo, hi = bisect(e, func(p geo.XY) bool { return linked(p) == linkedAtA })
	}
	l.d, l.at = (lo+hi)/2, e.At(hi)
	if linkedAtA {
		l.at = e.At(lo)
	}
	l.access = a.find(around, l.at, nil)
	a.links[e.ID] = l
	return l
}

// reach appends where a place attaches, around being what is around it, or nil.
func (a *attached) reach(around *network.Around, p geo.XY, dst []network.Access) []network.Access {
	if around == nil {
		return a.finder.Access(p, dst)
	}
	return a.finder.AccessAround(around, p, dst)
}

// find is reach with prices.
func (a *attached) find(around *network.Around, p geo.XY, dst []network.Priced) []network.Priced {
	a.buffer = a.reach(around, p, a.buffer[:0])
	for _, x := range a.buffer {
		dst = append(dst, a.graph.Priced(x))
	}
	return dst
}

// probe finds where a place between the points attaches, and keeps it unless it is asked once.
func (a *attached) probe(p surface.Probe) []network.Priced {
	var around *network.Around
	if p.A != p.B {
		around = a.blocks.around(p.A, p.B)
	}
	if p.Once {
		a.once = a.find(around, p.At, a.once[:0])
		return a.once
	}
	at, ok := a.probes[p.ID]
	if !ok {
		at[0] = uint32(len(a.list))
		a.list = a.find(around, p.At, a.list)
		at[1] = uint32(len(a.list))
		a.probes[p.ID] = at
	}
	return a.list[at[0]:at[1]]
}

// at is where point i of the lattice attaches; it is found when it is first asked for.
func (a *attached) at(i int) []network.Priced {
	s := &a.points[i]
	if s.n == 0 {
		from := len(a.list)
		a.list = a.find(a.blocks.around(i, i), a.plan.XY(i), a.list)
		*s = stretch{uint32(from), uint32(len(a.list)-from) + 1}
	}
	return a.list[s.from : s.from+s.n-1]
}

// stretch is a part of a list; n is one more than how many they are, 0 while nobody has looked.
type stretch struct{ from, n uint32 }

// attach finds once for all criteria of a graph where the points of the lattice attach.
func (g *ground) attach(graph *network.Graph) *attached {
	a := g.access[graph]
	if a == nil {
		a = &attached{graph: graph, finder: network.Finder{View: graph.View}, probes: map[uint64][2]uint32{}, links: map[uint32]link{}}
		if g.access == nil {
			g.access = map[*network.Graph]*attached{}
		}
		g.access[graph] = a
	}
	if a.done {
		return a
	}
	a.done = true
	a.plan, a.list, a.points = g.plan, a.list[:0], zeroed(a.points, g.plan.Points())
	clear(a.probes)
	clear(a.links)
	a.finder.Forget()
	a.blocks.reset(a)
	return a
}
