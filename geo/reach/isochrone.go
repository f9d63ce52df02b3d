package reach

import (
	"context"
	"math"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
)

// Isochrone is the surface of what a Tree reaches: all places that attach to a street by which they are reached within
// one of several limits.
type Isochrone struct {
	Limits []uint32           // ascending
	Shapes []geo.MultiPolygon // per limit; each contains the one before
	// StepM is the lattice that the surface was looked at on.
	StepM float64
	parts *surface.Parts
	box   geo.Box
}

// The lattice of an isochrone: that of the city, coarser where so many points would lie in the box around the streets
// reached that an answer would take longer than a person waits.
const (
	isochroneStepM = 20
	mostPoints     = 100_000
)

// blockSteps is the side of the blocks of points of which those too far from any street reached are passed over.
const blockSteps = 4

// Isochrone cuts the surface at the limits, which must ascend and not exceed the limit of the tree.
func (t *Tree) Isochrone(ctx context.Context, limits []uint32) (*Isochrone, error) {
	iso := &Isochrone{Limits: limits, Shapes: make([]geo.MultiPolygon, len(limits)), StepM: isochroneStepM}
	near := t.reachedBoxes(limits[len(limits)-1])
	if len(near) == 0 {
		return iso, nil
	}
	all := near[0]
	for _, b := range near {
		all = all.union(b)
	}
	for (all.hi.X-all.lo.X)/iso.StepM*((all.hi.Y-all.lo.Y)/iso.StepM) > mostPoints {
		iso.StepM *= 2
	}
	// Two steps more on each side, since a side straight in degrees bends in the plane: 12 m in 30 km.
	all = all.widen(2 * iso.StepM)
	frame := t.graph.Frame
	ring := geo.Ring{frame.E7(all.lo), frame.E7(geo.XY{X: all.hi.X, Y: all.lo.Y}), frame.E7(all.hi), frame.E7(geo.XY{X: all.lo.X, Y: all.hi.Y})}
	iso.box = ring.Box()
	plan := surface.NewPlan(geo.MultiPolygon{{ring}}, frame, iso.StepM)
	ask := &asker{ctx: ctx, tree: t, limits: limits, finder: network.Finder{View: t.graph.View}}
	labels, err := ask.lattice(plan, near)
	if err != nil {
		return nil, err
	}
	if iso.parts, err = plan.Split(labels, ask); err != nil {
		return nil, err
	}
	for i := range limits {
		if iso.Shapes[i], err = iso.parts.Upto(surface.Label(i)); err != nil {
			return nil, err
		}
	}
	return iso, ctx.Err()
}

// Band is the first of the limits within which a place lies, by the shapes; len(Limits) outside of all. xy is
// where e lies in the frame.
func (iso *Isochrone) Band(e geo.E7, xy geo.XY) int {
	if iso.parts == nil || !iso.box.Contains(e) {
		return len(iso.Limits)
	}
	return int(iso.parts.LabelAt(e, xy))
}

// Box is a box around all shapes; it is empty when nothing is reached.
func (iso *Isochrone) Box() geo.Box {
	if iso.parts == nil {
		return geo.EmptyBox()
	}
	return iso.box
}

// rect is a rectangle in the plane.
type rect struct{ lo, hi geo.XY }

func (r rect) union(o rect) rect {
	return rect{geo.XY{X: min(r.lo.X, o.lo.X), Y: min(r.lo.Y, o.lo.Y)}, geo.XY{X: max(r.hi.X, o.hi.X), Y: max(r.hi.Y, o.hi.Y)}}
}

func (r rect) widen(m float64) rect {
	return rect{geo.XY{X: r.lo.X - m, Y: r.lo.Y - m}, geo.XY{X: r.hi.X + m, Y: r.hi.Y + m}}
}

// reachedBoxes are boxes around all places that may lie within the limit: each around a straight piece of a street, as
// wide as what is left of the limit there.
func (t *Tree) reachedBoxes(limit uint32) []rect {
	g := t.graph
	var out []rect
	for _, e := range t.edges() {
		cost := t.least(e)
		if cost > limit {
			continue
		}
		wide := min(g.Mode.MaxAccessM, float64(limit-cost)/g.CostPerM)
		line := g.PlaneOf(e)
		for i := 0; i+1 < len(line); i++ {
			r := rect{line[i], line[i]}.union(rect{line[i+1], line[i+1]})
			out = append(out, r.widen(wide))
		}
	}
	return out
}

// least is not above the cost of any point of edge e.
func (t *Tree) least(e uint32) uint32 {
	g := t.graph
	best := min(t.cost[g.From[e]], t.cost[g.To[e]])
	for i := range t.starts {
		if t.starts[i].Edge == e {
			best = min(best, g.Cost(t.starts[i].LegM))
		}
	}
	return best
}

// edges are those of which a part is reached, in ascending order.
func (t *Tree) edges() []uint32 {
	var out []uint32
	for _, j := range t.reached {
		out = append(out, t.graph.EdgesAt(j)...)
	}
	for i := range t.starts {
		out = append(out, t.starts[i].Edge)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// asker knows for any place within which limit it is reached.
type asker struct {
	ctx    context.Context
	asked  int
	tree   *Tree
	limits []uint32
	finder network.Finder
	buffer []network.Access
}

// Label is the number of the first limit within which the place is reached; their number when there is none. Once
// the work is to stop all places are alike, so that it ends soon.
func (a *asker) Label(p surface.Probe) surface.Label {
	if a.asked++; a.asked&1023 == 0 && a.ctx.Err() != nil {
		return 0
	}
	return a.at(p.At)
}

// Between takes the places on the edge to attach where its ends do, or to nothing beyond the reach of that street, which is
// nearly always so, and confirms what that gives on both sides of the place found. What is not so is looked for exactly.
func (a *asker) Between(e surface.LatticeEdge) (float64, bool) {
	from, one := a.only(e.At(0))
	to, other := a.only(e.At(e.StepM))
	if !one {
		from = to
	}
	if !other {
		to = from
	}
	if one || other {
		lo, hi := halve(e, func(p geo.XY) bool { return a.guess(p, from, to) == e.LA })
		if a.at(e.At(lo)) == e.LA && a.at(e.At(hi)) != e.LA {
			return (lo + hi) / 2, true
		}
	}
	lo, hi := halve(e, func(p geo.XY) bool { return a.Label(surface.Probe{At: p}) == e.LA })
	return (lo + hi) / 2, true
}

// isochroneToleranceM is how exactly an isochrone is found between two points of the lattice: a quarter of a metre is less than
// streets are known, and a third fewer questions than a gap needs.
const isochroneToleranceM = 0.25

// halve narrows down where what holds at A ceases to hold.
func halve(e surface.LatticeEdge, holds func(geo.XY) bool) (lo, hi float64) {
	hi = e.StepM
	for hi-lo > isochroneToleranceM {
		if mid := (lo + hi) / 2; holds(e.At(mid)) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo, hi
}

// guess is the band of a place that attaches to one of two streets, or to nothing.
func (a *asker) guess(p geo.XY, from, to network.Access) surface.Label {
	g := a.tree.graph
	x := g.Guess(p, from, to)
	if x.LegM > g.Mode.MaxAccessM {
		return a.band(NoCost)
	}
	return a.band(a.tree.Cost(g.Priced(x)))
}

// only is where a place attaches, if that is one street.
func (a *asker) only(p geo.XY) (network.Access, bool) {
	a.buffer = a.finder.Access(p, a.buffer[:0])
	if len(a.buffer) != 1 {
		return network.Access{}, false
	}
	return a.buffer[0], true
}

func (a *asker) at(p geo.XY) surface.Label {
	best := uint32(NoCost)
	a.buffer = a.finder.Access(p, a.buffer[:0])
	for _, x := range a.buffer {
		best = min(best, a.tree.Cost(a.tree.graph.Priced(x)))
	}
	return a.band(best)
}

// band is the number of the first limit that a cost is within.
func (a *asker) band(cost uint32) surface.Label {
	for i, l := range a.limits {
		if cost <= l {
			return surface.Label(i)
		}
	}
	return surface.Label(len(a.limits))
}

// lattice asks the points of the plan that lie near a street reached; the others are beyond all limits.
func (a *asker) lattice(plan *surface.Plan, near []rect) ([]surface.Label, error) {
	labels := make([]surface.Label, plan.Points())
	for i := range labels {
		labels[i] = surface.Label(len(a.limits))
	}
	nx, ny := plan.Size()
	across := (nx + blockSteps - 1) / blockSteps
	blocks := make([]bool, across*((ny+blockSteps-1)/blockSteps))
	origin, side := plan.XY(0), plan.StepM*blockSteps
	for _, r := range near {
		for y := block(r.lo.Y, origin.Y, side); y <= block(r.hi.Y, origin.Y, side); y++ {
			for x := block(r.lo.X, origin.X, side); x <= block(r.hi.X, origin.X, side); x++ {
				blocks[y*across+x] = true
			}
		}
	}
	for b, reached := range blocks {
		if !reached {
			continue
		}
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		for y := b / across * blockSteps; y < min((b/across+1)*blockSteps, ny); y++ {
			for x := b % across * blockSteps; x < min((b%across+1)*blockSteps, nx); x++ {
				if i := y*nx + x; plan.Needed(i) {
					labels[i] = a.at(plan.XY(i))
				}
			}
		}
	}
	return labels, nil
}

// block is the row or column of blocks in which a coordinate lies.
func block(v, origin, side float64) int { return int(math.Floor((v - origin) / side)) }
