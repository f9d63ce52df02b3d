package reach

import (
	"context"
	"slices"

	"circle15/geo/network"
)

// Tree is what a search from a place reaches, and by which way. Its costs are the same integers as those of a
// [Searcher]: a place costs from here what here costs from there. The zero Tree is ready for use; it keeps its
// memory for the next search, and is not safe for concurrent use.
type Tree struct {
	graph   *network.Graph
	starts  []network.Access
	limit   uint32
	cost    []uint32 // per junction; NoCost where nothing was reached
	back    []uint32 // per reached junction: the edge it was reached by, or startBit with the number of a start
	reached []uint32 // the junctions that were
	buckets [][]arrival
}

type arrival struct{ junction, cost uint32 }

// startBit marks junctions that were reached from the place itself.
const startBit = 1 << 31

// Grow searches from a place that attaches so, up to the limit.
func (t *Tree) Grow(ctx context.Context, g *network.Graph, starts []network.Access, limit uint32) error {
	t.clear(g, limit)
	t.starts = append(t.starts[:0], starts...)
	for i, a := range t.starts {
		from, to := g.Ends(a)
		t.arrive(g.From[a.Edge], from, startBit|uint32(i))
		t.arrive(g.To[a.Edge], to, startBit|uint32(i))
	}
	settled := 0
	for b := range t.buckets[:limit>>bucketShift+1] {
		for i := 0; i < len(t.buckets[b]); i++ {
			at := t.buckets[b][i]
			if t.cost[at.junction] != at.cost {
				continue // a shorter way was found since
			}
			edges := g.EdgesAt(at.junction)
			for k, arc := range g.Arcs(at.junction) {
				t.arrive(arc.To, at.cost+arc.Cost, edges[k])
			}
			if settled++; settled&4095 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return nil
}

// clear forgets the last search.
func (t *Tree) clear(g *network.Graph, limit uint32) {
	for _, j := range t.reached {
		t.cost[j] = NoCost
	}
	t.reached = t.reached[:0]
	for b := range t.buckets {
		t.buckets[b] = t.buckets[b][:0]
	}
	if n := len(g.Junctions); len(t.cost) != n {
		t.cost, t.back = slices.Repeat([]uint32{NoCost}, n), make([]uint32, n)
	}
	for need := int(limit>>bucketShift) + 1; len(t.buckets) < need; {
		t.buckets = append(t.buckets, nil)
	}
	t.graph, t.limit = g, limit
}

func (t *Tree) arrive(j, cost, back uint32) {
	if cost > t.limit || cost >= t.cost[j] {
		return
	}
	if t.cost[j] == NoCost {
		t.reached = append(t.reached, j)
	}
	t.cost[j], t.back[j] = cost, back
	b := cost >> bucketShift
	t.buckets[b] = append(t.buckets[b], arrival{j, cost})
}

// Graph is the one that was searched.
func (t *Tree) Graph() *network.Graph { return t.graph }

// Starts are where the search began.
func (t *Tree) Starts() []network.Access { return t.starts }

// Limit is how far was searched.
func (t *Tree) Limit() uint32 { return t.limit }

// Reached are the junctions within the limit, in no order that means anything.
func (t *Tree) Reached() []uint32 { return t.reached }

// At is the cost to junction j, or NoCost beyond the limit.
func (t *Tree) At(j uint32) uint32 { return t.cost[j] }

// last is how the way to a place ends: from a junction over a part of its edge, or along the edge from start.
type last struct {
	cost     uint32
	junction uint32
	start    int // -1: it comes over the junction
}

// end finds the least way to a place that attaches so; of equal ones the first of From, To, along the edge.
func (t *Tree) end(a network.Priced) last {
	l := last{cost: NoCost, start: -1}
	if from := t.graph.From[a.Edge]; t.cost[from] != NoCost {
		l.cost, l.junction = t.cost[from]+a.ToFrom, from
	}
	if to := t.graph.To[a.Edge]; t.cost[to] != NoCost && t.cost[to]+a.ToTo < l.cost {
		l.cost, l.junction = t.cost[to]+a.ToTo, to
	}
	for i := range t.starts {
		if s := &t.starts[i]; s.Edge == a.Edge {
			if c := t.graph.Along(*s, a.Access); c < l.cost {
				l.cost, l.start = c, i
			}
		}
	}
	if l.cost > t.limit {
		l.cost = NoCost
	}
	return l
}

// Cost is the least cost to a place that attaches so, its leg included, or NoCost beyond the limit.
func (t *Tree) Cost(a network.Priced) uint32 { return t.end(a).cost }

// Part is a stretch of an edge that a way uses.
type Part struct {
	Edge uint32
	// FromM and ToM are where it begins and ends, in metres from the edge's From.
	FromM, ToM float64
	Cost       uint32
}

// Path is a way from the place that was searched from to another one: a leg, parts of edges in the order in which
// they are walked, a leg. The costs of all add up to Cost exactly.
type Path struct {
	Start   int // which of Tree.Starts it uses
	Access  network.Access
	Egress  network.Access
	LegIn   uint32 // cost of the straight leg to the streets
	LegOut  uint32 // and of the one from them
	Parts   []Part
	Cost    uint32
	lengthM float64
}

// LengthM is how long the way is in metres, legs included.
func (p *Path) LengthM() float64 { return p.lengthM }

// Path is the way to a place that attaches so. It reports false beyond the limit.
func (t *Tree) Path(to network.Access) (*Path, bool) {
	g := t.graph
	l := t.end(g.Priced(to))
	if l.cost == NoCost {
		return nil, false
	}
	p := &Path{Egress: to, Cost: l.cost}
	if l.start >= 0 {
		t.begin(p, l.start)
		done := g.Cost(p.Access.LegM + abs(p.Access.AlongM-to.AlongM))
		p.add(Part{to.Edge, p.Access.AlongM, to.AlongM, done - p.LegIn})
		p.LegOut = l.cost - done
	} else {
		t.trace(p, l.junction)
		// What a place pays on its edge is one price for the part and the leg.
		part := Part{Edge: to.Edge, ToM: to.AlongM}
		if l.junction != g.From[to.Edge] || t.At(l.junction)+g.Priced(to).ToFrom != l.cost {
			part.FromM = g.LengthM[to.Edge]
		}
		part.Cost = g.Cost(abs(part.FromM - part.ToM))
		p.LegOut = l.cost - t.At(l.junction) - part.Cost
		p.add(part)
	}
	p.lengthM += p.Access.LegM + to.LegM
	return p, true
}

// begin fills in where the way leaves the place.
func (t *Tree) begin(p *Path, start int) {
	p.Start, p.Access = start, t.starts[start]
	p.LegIn = t.graph.Cost(p.Access.LegM)
}

// trace adds the way to a junction.
func (t *Tree) trace(p *Path, j uint32) {
	g := t.graph
	var back []Part
	for t.back[j]&startBit == 0 {
		e := t.back[j]
		part := Part{Edge: e, ToM: g.LengthM[e]}
		prev := g.From[e]
		if g.To[e] != j {
			part.FromM, part.ToM, prev = part.ToM, part.FromM, g.To[e]
		}
		part.Cost = t.cost[j] - t.cost[prev]
		back = append(back, part)
		j = prev
	}
	t.begin(p, int(t.back[j]&^uint32(startBit)))
	first := Part{Edge: p.Access.Edge, FromM: p.Access.AlongM, Cost: t.cost[j] - p.LegIn}
	if from, _ := g.Ends(p.Access); g.From[first.Edge] != j || from != t.cost[j] {
		first.ToM = g.LengthM[first.Edge]
	}
	p.add(first)
	for _, part := range slices.Backward(back) {
		p.add(part)
	}
}

// add appends a part, unless it is a place.
func (p *Path) add(part Part) {
	if part.FromM != part.ToM || part.Cost > 0 {
		p.Parts = append(p.Parts, part)
		p.lengthM += abs(part.FromM - part.ToM)
	}
}

func abs(v float64) float64 { return max(v, -v) }
