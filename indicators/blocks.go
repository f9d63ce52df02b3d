package indicators

import (
	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
)

// The points of the lattice are looked at in blocks of 8 × 8, which are divided into blocks of 4 × 4 and 2 × 2 where that is not enough. What
// the edges that a block can attach to cost at least and at most settles most blocks without a look at their points: see
// docs/decisions/0008.
const (
	blockSteps = 8
	leastSteps = 2
)

// blocks are the blocks of a community's lattice, each with the edges that its points can attach to. They are divided while
// criteria are judged, and serve the next criterion divided as they are.
type blocks struct {
	a       *attached
	list    []block
	spans   []edgeSpan
	roots   []int32 // by row and column of the city's blocks: the number of the block + 1
	columns int
}

// block is a rectangle of points from column i0, row j0 to before i1, j1.
type block struct {
	i0, j0, i1, j1 int
	around         network.Around
	spans          stretch
	parts          stretch // blocks of the list; n is 0 before it is divided
}

// edgeSpan is an edge with the least and greatest costs of the ways from a block's places to its ends.
type edgeSpan struct {
	edge                           uint32
	minFrom, maxFrom, minTo, maxTo uint32
}

// reset lays blocks of 8 × 8 over the plan of a. They end at multiples of 8 of the city's lattice, as tiles do.
func (b *blocks) reset(a *attached) {
	b.a, b.list, b.spans = a, b.list[:0], b.spans[:0]
	if a.graph.Mode.Candidates > 1 { // every point is looked at
		return
	}
	nx, ny := a.plan.Size()
	io, jo := a.plan.Origin()
	b.columns = b.of(io, nx-1) + 1
	b.roots = zeroed(b.roots, b.columns*(b.of(jo, ny-1)+1))
	for j := 0; j < ny; j = min(b.next(jo, j), ny) {
		for i := 0; i < nx; i = min(b.next(io, i), nx) {
			if b.add(i, j, min(b.next(io, i), nx), min(b.next(jo, j), ny), nil) {
				b.roots[b.of(jo, j)*b.columns+b.of(io, i)] = int32(len(b.list))
			}
		}
	}
}

// of is the row or column of blocks to which row or column i of the lattice belongs, next the one of the lattice where the next begins.
func (b *blocks) of(origin, i int) int   { return (mod(origin, blockSteps) + i) / blockSteps }
func (b *blocks) next(origin, i int) int { return i + blockSteps - mod(origin+i, blockSteps) }

func mod(a, n int) int { return (a%n + n) % n }

// add appends a block if any of its points is needed.
func (b *blocks) add(i0, j0, i1, j1 int, in *network.Around) bool {
	plan := b.a.plan
	nx, _ := plan.Size()
	bl := block{i0: i0, j0: j0, i1: i1, j1: j1}
	needed := false
	bl.each(nx, func(p int) { needed = needed || plan.Needed(p) })
	if !needed {
		return false
	}
	lo, hi := plan.XY(j0*nx+i0), plan.XY((j1-1)*nx+i1-1)
	var near []network.EdgeSpan
	bl.around, near = b.a.finder.Around(geo.XY{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2}, lo.Dist(hi)/2+1e-6, in)
	bl.spans = b.price(near)
	b.list = append(b.list, bl)
	return true
}

// price keeps the spans of a block with their costs.
func (b *blocks) price(spans []network.EdgeSpan) stretch {
	g, from := b.a.graph, len(b.spans)
	for i := range spans {
		s := &spans[i]
		b.spans = append(b.spans, edgeSpan{s.Edge, uint32(s.MinFromM * g.CostPerM), g.Cost(s.MaxFromM), uint32(s.MinToM * g.CostPerM), g.Cost(s.MaxToM)})
	}
	return stretch{uint32(from), uint32(len(b.spans) - from)}
}

// divide gives the parts of block k, which has more than the least points: it is divided once.
func (b *blocks) divide(k int) (first, n int) {
	bl := b.list[k]
	if bl.parts.n == 0 {
		io, jo := b.a.plan.Origin()
		half := b.side(&bl) / 2
		i, j := bl.i0+half-mod(io+bl.i0, half), bl.j0+half-mod(jo+bl.j0, half)
		bl.parts.from = uint32(len(b.list))
		for _, r := range [2][2]int{{bl.j0, min(j, bl.j1)}, {j, bl.j1}} {
			for _, c := range [2][2]int{{bl.i0, min(i, bl.i1)}, {i, bl.i1}} {
				if c[0] < c[1] && r[0] < r[1] {
					b.add(c[0], r[0], c[1], r[1], &bl.around)
				}
			}
		}
		bl.parts.n = uint32(len(b.list)) - bl.parts.from
		b.list[k].parts = bl.parts
	}
	return int(bl.parts.from), int(bl.parts.n)
}

// side is the side of the square of the city's lattice that a block, cut by the edge of the plan, belongs to.
func (b *blocks) side(bl *block) int {
	side := leastSteps
	for side < bl.i1-bl.i0 || side < bl.j1-bl.j0 {
		side *= 2
	}
	return side
}

// around is what the least block can attach to that holds both points; nil: there is none.
func (b *blocks) around(p, q int) *network.Around {
	if len(b.list) == 0 {
		return nil
	}
	nx, _ := b.a.plan.Size()
	io, jo := b.a.plan.Origin()
	i, j := p%nx, p/nx
	k := int(b.roots[b.of(jo, j)*b.columns+b.of(io, i)]) - 1
	if k < 0 || !b.list[k].holds(q%nx, q/nx) {
		return nil
	}
	for {
		bl, found := &b.list[k], false
		for c := int(bl.parts.from); c < int(bl.parts.from+bl.parts.n) && !found; c++ {
			if part := &b.list[c]; part.holds(i, j) && part.holds(q%nx, q/nx) {
				k, found = c, true
			}
		}
		if !found {
			return &bl.around
		}
	}
}

func (b *block) holds(i, j int) bool { return b.i0 <= i && i < b.i1 && b.j0 <= j && j < b.j1 }

// each calls yield with the points of the block.
func (b *block) each(nx int, yield func(p int)) {
	for j := b.j0; j < b.j1; j++ {
		for i := b.i0; i < b.i1; i++ {
			yield(j*nx + i)
		}
	}
}

// bounds are what the places of a block that is linked everywhere cost at least and at most to the nearest candidate, and at most to the last of
// those that the criterion needs.
func (t *tester) bounds(b *blocks, bl *block) (least, most, mostNeeded uint32) {
	least = NoCost
	for i := bl.spans.from; i < bl.spans.from+bl.spans.n; i++ {
		s := &b.spans[i]
		lo, hi := t.q.near.Range(s.edge, 1, s.minFrom, s.maxFrom, s.minTo, s.maxTo)
		least, most = min(least, lo), max(most, hi)
		if !t.q.nearestDecides() {
			_, hi = t.q.keyed.Range(s.edge, t.q.kept, s.minFrom, s.maxFrom, s.minTo, s.maxTo)
		}
		mostNeeded = max(mostNeeded, hi)
	}
	if most > t.q.fartherLimit() {
		most = NoCost
	}
	return least, most, mostNeeded
}

// later is a block whose points have costs to the nearest that are not known yet, but at most this.
type later struct {
	block int
	most  uint32
}

// survey gives every point its label and what it has, block by block where that is possible. Costs to the
// nearest that only count if they are the greatest are left for measure.
func (t *tester) survey(g *ground) []later {
	if t.q.straight || len(t.attached.blocks.list) == 0 {
		for i := range g.labels {
			if !g.plan.Needed(i) {
				continue
			}
			if t.q.straight {
				g.set(i, t.value(g.plan.XY(i), nil))
			} else {
				g.set(i, t.value(g.plan.XY(i), t.attached.at(i)))
			}
		}
		return nil
	}
	var rest []later
	for _, k := range t.attached.blocks.roots {
		if k > 0 {
			rest = t.surveyBlock(g, int(k)-1, rest)
		}
	}
	return rest
}

// surveyBlock labels block k.
func (t *tester) surveyBlock(g *ground, k int, rest []later) []later {
	b := &t.attached.blocks
	bl := &b.list[k]
	if bl.around.Unlinked && t.plain == nil {
		g.fill(bl, labelUnlinked, 0, NoCost)
		return rest
	}
	if bl.around.Linked {
		if most, ok := t.settle(g, b, bl); ok {
			if most > 0 {
				rest = append(rest, later{k, most})
			}
			return rest
		}
	}
	if bl.i1-bl.i0 > leastSteps || bl.j1-bl.j0 > leastSteps {
		first, n := b.divide(k)
		for c := first; c < first+n; c++ {
			rest = t.surveyBlock(g, c, rest)
		}
		return rest
	}
	nx, _ := g.plan.Size()
	bl.each(nx, func(i int) {
		if g.plan.Needed(i) {
			g.set(i, t.value(g.plan.XY(i), t.attached.at(i)))
		}
	})
	return rest
}

// settle labels a block that is linked everywhere by what its places cost at least and at most, if that decides. The costs to the nearest that
// it leaves open are at most most.
func (t *tester) settle(g *ground, b *blocks, bl *block) (most uint32, ok bool) {
	least, most, mostNeeded := t.bounds(b, bl)
	if mostNeeded <= t.q.limit && t.q.sure {
		g.fill(bl, labelCovered, t.q.need, 0)
		return most, true
	}
	if least <= t.q.limit || t.plain != nil || t.thenMatters(b, bl) {
		return 0, false
	}
	nearest := uint32(0)
	if least > t.q.fartherLimit() {
		nearest, most = NoCost, 0
	}
	if l, ok := t.oneLabel(g, bl); ok {
		g.fill(bl, l, 0, nearest)
		return most, true
	}
	nx, _ := g.plan.Size()
	bl.each(nx, func(i int) {
		if g.plan.Needed(i) {
			g.set(i, value{t.labelApart(g.plan.XY(i)), 0, nearest})
		}
	})
	return most, true
}

// oneLabel is the label of all places of a block that are linked, not covered, and not for the hours, if it is the same everywhere.
func (t *tester) oneLabel(g *ground, bl *block) (surface.Label, bool) {
	if t.edge {
		// Places within R of the middle lie by at most r nearer to the edge of the data, or farther off.
		switch d := t.net.EdgeOfDataM(bl.around.Middle); {
		case d+bl.around.R < t.q.limitM:
			return labelUndecidable, true
		case d-bl.around.R < t.q.limitM:
			return 0, false
		}
	}
	nx, _ := g.plan.Size()
	tl := t.tileAt(g.plan.XY(bl.j0*nx + bl.i0))
	switch {
	case tl.worth >= t.q.enough:
		return labelDetour, true
	case len(tl.unsure) > 0:
		return 0, false
	case tl.any:
		return labelTooFew, true
	}
	return labelNoFacility, true
}

// fill gives all points of a block one label and one cost to the nearest: 0 while it is unknown.
func (g *ground) fill(bl *block, l surface.Label, have int, nearest uint32) {
	nx, _ := g.plan.Size()
	for j := bl.j0; j < bl.j1; j++ {
		for i := j*nx + bl.i0; i < j*nx+bl.i1; i++ {
			g.labels[i], g.have[i], g.nearest[i] = l, int32(have), nearest
		}
	}
}

func (g *ground) set(i int, v value) {
	g.labels[i], g.have[i], g.nearest[i] = v.label, int32(v.have), v.nearest
}
