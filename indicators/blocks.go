package indicators

import (
	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
)

// The points of the lattice are looked at in blocks of 8 × 8. What the edges that a block attaches to can cost at least and at
// most settles most blocks without a look at their points: in Porto, for 20 categories, about four in five.
const blockSteps = 8

// blocks are the blocks of a community's lattice with the edges that their points attach to.
type blocks struct {
	list  []block
	near  []network.EdgeNear
	spans []edgeSpan
}

// block is a square of points from column i0, row j0 to before i1, j1.
type block struct {
	i0, j0, i1, j1 int
	middle         geo.XY
	r              float64        // its places lie within r metres of the middle
	around         network.Around // its edges lie in blocks.near
	looked         bool           // the points were looked at, and the rest is known
	first, n       int32          // its spans
	unlinked       bool           // some of its points attach to nothing
}

// edgeSpan is an edge with the least and greatest costs of the ways from a block's points to its ends.
type edgeSpan struct {
	edge                           uint32
	minFrom, maxFrom, minTo, maxTo uint32
}

func newBlocks(a *attached) *blocks {
	b := &blocks{}
	plan := a.plan
	nx, ny := plan.Size()
	io, jo := plan.Origin()
	next := func(origin, i, n int) int { // blocks end at multiples of 8 of the city's lattice, as tiles do
		return min(i+blockSteps-((origin+i)%blockSteps+blockSteps)%blockSteps, n)
	}
	var buffer []network.EdgeNear
	for j := 0; j < ny; j = next(jo, j, ny) {
		for i := 0; i < nx; i = next(io, i, nx) {
			bl := block{i0: i, j0: j, i1: next(io, i, nx), j1: next(jo, j, ny)}
			needed := false
			bl.each(nx, func(p int) { needed = needed || plan.Needed(p) })
			if !needed {
				continue
			}
			lo, hi := plan.XY(j*nx+i), plan.XY((bl.j1-1)*nx+bl.i1-1)
			bl.middle, bl.r = geo.XY{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2}, lo.Dist(hi)/2+1e-6
			bl.around = a.finder.Around(bl.middle, bl.r, buffer)
			buffer = bl.around.Edges
			from := len(b.near)
			b.near = append(b.near, bl.around.Edges...)
			bl.around.Edges = b.near[from:len(b.near):len(b.near)]
			b.list = append(b.list, bl)
		}
	}
	return b
}

// look finds where the points of a block attach, once.
func (b *blocks) look(bl *block, a *attached) {
	if bl.looked {
		return
	}
	bl.looked, bl.first = true, int32(len(b.spans))
	nx, _ := a.plan.Size()
	bl.each(nx, func(p int) {
		if !a.plan.Needed(p) {
			return
		}
		access := a.at(p)
		bl.unlinked = bl.unlinked || len(access) == 0
		for k := range access {
			b.add(bl.first, &access[k])
		}
	})
	bl.n = int32(len(b.spans)) - bl.first
}

// each calls yield with the points of the block.
func (b *block) each(nx int, yield func(p int)) {
	for j := b.j0; j < b.j1; j++ {
		for i := b.i0; i < b.i1; i++ {
			yield(j*nx + i)
		}
	}
}

func (b *blocks) add(first int32, a *network.Priced) {
	for k := int(first); k < len(b.spans); k++ {
		if s := &b.spans[k]; s.edge == a.Edge {
			s.minFrom, s.maxFrom = min(s.minFrom, a.ToFrom), max(s.maxFrom, a.ToFrom)
			s.minTo, s.maxTo = min(s.minTo, a.ToTo), max(s.maxTo, a.ToTo)
			return
		}
	}
	b.spans = append(b.spans, edgeSpan{a.Edge, a.ToFrom, a.ToFrom, a.ToTo, a.ToTo})
}

// bounds are what the points of a block that are linked cost at least and at most to the nearest candidate, and at most to the
// last of those that the criterion needs.
func (t *tester) bounds(b *blocks, bl *block) (least, most, mostNeeded uint32) {
	least = NoCost
	for i := bl.first; i < bl.first+bl.n; i++ {
		s := &b.spans[i]
		lo, hi := t.q.near.Range(s.edge, 1, s.minFrom, s.maxFrom, s.minTo, s.maxTo)
		least, most = min(least, lo), max(most, hi)
		if !t.q.nearestDecides() {
			_, hi = t.q.keyed.Range(s.edge, t.q.kept, s.minFrom, s.maxFrom, s.minTo, s.maxTo)
		}
		mostNeeded = max(mostNeeded, hi)
	}
	return least, most, mostNeeded
}

// boundsAround are the same, wider, for a block that nobody has looked at and that is linked everywhere.
func (t *tester) boundsAround(bl *block) (least, most, mostNeeded uint32) {
	least = NoCost
	leg := t.q.graph.Cost(bl.around.LegM) + 1 // rounded up once more than a way over the leg and the edge would be
	for _, e := range bl.around.Edges {
		lo, hi := t.q.near.Edge(e.Edge, 1)
		if lo != NoCost {
			least = min(least, lo+uint32(e.LegM*t.q.graph.CostPerM))
		}
		most = max(most, later32(hi, leg))
		if !t.q.nearestDecides() {
			_, hi = t.q.keyed.Edge(e.Edge, t.q.kept)
		}
		mostNeeded = max(mostNeeded, later32(hi, leg))
	}
	return least, most, mostNeeded
}

// later32 is cost + more, or NoCost.
func later32(cost, more uint32) uint32 {
	if cost == NoCost {
		return NoCost
	}
	return cost + more
}

// later is a block whose points with this label have costs to the nearest that are not known yet, but at most this.
type later struct {
	block *block
	label surface.Label
	most  uint32
}

// survey gives every point its label and what it has, block by block where that is possible. Costs to the
// nearest that only count if they are the greatest are left for measure.
func (t *tester) survey(g *ground) []later {
	var rest []later
	if t.q.straight {
		for i := range g.labels {
			if g.plan.Needed(i) {
				g.set(i, t.value(g.plan.XY(i), nil))
			}
		}
		return nil
	}
	b := t.attached.blocks
	for k := range b.list {
		bl := &b.list[k]
		if bl.around.Unlinked && t.plain == nil {
			g.fill(bl, labelUnlinked, 0, NoCost)
			continue
		}
		if bl.around.Linked && !bl.looked {
			least, most, needed := t.boundsAround(bl)
			if t.settle(g, bl, least, most, needed, &rest) {
				continue
			}
		}
		b.look(bl, t.attached)
		least, most, needed := t.bounds(b, bl)
		if !t.settle(g, bl, least, most, needed, &rest) {
			nx, _ := g.plan.Size()
			bl.each(nx, func(i int) {
				if g.plan.Needed(i) {
					g.set(i, t.value(g.plan.XY(i), t.attached.at(i)))
				}
			})
		}
	}
	return rest
}

// settle labels a block by what its linked points cost at least and at most, if that decides.
func (t *tester) settle(g *ground, bl *block, least, most, mostNeeded uint32, rest *[]later) bool {
	if (bl.n > 0 || bl.around.Linked) && mostNeeded <= t.q.limit && !bl.unlinked && t.q.sure {
		g.fill(bl, labelCovered, t.q.need, 0)
		*rest = append(*rest, later{bl, labelCovered, most})
		return true
	}
	uncovered, known := t.oneLabel(g, bl)
	if least <= t.q.limit || !known {
		return false
	}
	if least > t.q.fartherLimit() {
		g.fill(bl, uncovered, 0, NoCost)
	} else {
		g.fill(bl, uncovered, 0, 0)
		*rest = append(*rest, later{bl, uncovered, NoCost})
	}
	if bl.unlinked {
		nx, _ := g.plan.Size()
		bl.each(nx, func(i int) {
			if g.plan.Needed(i) && len(t.attached.at(i)) == 0 {
				g.set(i, value{labelUnlinked, 0, NoCost})
			}
		})
	}
	return true
}

// oneLabel is the label of all places of a block that are linked and not covered, if it is the same everywhere.
func (t *tester) oneLabel(g *ground, bl *block) (surface.Label, bool) {
	if t.plain != nil || t.thenMatters(bl) {
		return 0, false
	}
	if t.edge {
		// Places within r of the middle lie by at most r nearer to the edge of the data, or farther off.
		switch d := t.net.EdgeOfDataM(bl.middle); {
		case d+bl.r < t.q.limitM:
			return labelUndecidable, true
		case d-bl.r < t.q.limitM:
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
