package indicators

import (
	"cmp"
	"context"
	"math"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// from holds the costs from a community as a whole.
type from struct {
	q      *question
	labels *reach.Labels
	access []network.Access
	inside func(geo.XY) bool // the community
}

// searchFrom finds the costs from accesses and free junctions, up to 1.5 × the limit.
func (j *Assessor) searchFrom(ctx context.Context, q *question, access []network.Access, junctions []uint32) (*from, error) {
	var seeds []reach.Seed
	for _, a := range access {
		f, t := q.graph.Ends(a)
		seeds = append(seeds,
			reach.Seed{Junction: q.graph.From[a.Edge], Label: reach.Label{Cost: f}},
			reach.Seed{Junction: q.graph.To[a.Edge], Label: reach.Label{Cost: t}})
	}
	for _, n := range junctions {
		seeds = append(seeds, reach.Seed{Junction: n})
	}
	l, err := j.search.Search(ctx, q.graph, seeds, 1, q.fartherLimit())
	return &from{q: q, labels: l, access: access}, err
}

// cost is the least cost to a spot, or NoCost.
func (f *from) cost(s *spot) uint32 {
	best := uint32(NoCost)
	for _, a := range s.sources {
		if f.inside(a.At) {
			best = min(best, f.q.graph.Cost(a.LegM))
		}
		toFrom, toTo := f.q.graph.Ends(a)
		if l := f.labels.At(f.q.graph.From[a.Edge]); len(l) > 0 {
			best = min(best, l[0].Cost+toFrom)
		}
		if l := f.labels.At(f.q.graph.To[a.Edge]); len(l) > 0 {
			best = min(best, l[0].Cost+toTo)
		}
		for _, p := range f.access {
			if p.Edge == a.Edge {
				best = min(best, f.q.graph.Along(p, a))
			}
		}
	}
	if best > f.q.fartherLimit() {
		return NoCost
	}
	return best
}

// sighting is a facility that is seen, with the place at which it is entered.
type sighting struct {
	Seen
	spot *spot
	of   *candidate
}

// seen lists what is counted from a place up to 1.5 × the limit: for each key the nearest that has it, by cost, then key.
func (q *question) seen(at geo.XY, cost func(*spot) uint32) []sighting {
	best := map[string]sighting{}
	for i := range q.spots {
		s := &q.spots[i]
		d := s.Dist(at)
		if !q.straight && len(s.sources) == 0 {
			continue
		}
		c := cost(s)
		if c > q.fartherLimit() {
			continue
		}
		f := &q.selection.list[s.candidate]
		for _, k := range f.keys {
			had, ok := best[k]
			if ok && (had.Cost < c || had.Cost == c && had.Facility <= f.ID) {
				continue
			}
			v := sighting{Seen{Facility: f.ID, Also: f.also, Layer: f.Layer, Name: f.Name, Cost: c, StraightM: math.Round(d*10) / 10, Hours: q.hoursOf(f), Amount: q.amountOf(f)}, s, f}
			if q.crit.Measure == Distinct {
				v.Key = k
			}
			best[k] = v
		}
	}
	out := make([]sighting, 0, len(best))
	for _, v := range best {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.Layer, b.Layer))
	})
	return out
}

// evidence says what was counted at the worst place, what was missed, and what would have passed.
func (j *Assessor) evidence(ctx context.Context, q *question, t *tester, at place, r *Result) error {
	s := j.scene.stand(at.at, at.xy)
	defer s.leave()
	seen, err := j.look(ctx, q, s, q.fartherLimit())
	if err != nil {
		return err
	}
	r.Evidence = q.summary(seen, at.at, at.label != labelCovered)
	return j.perhaps(ctx, q, s, q.fartherLimit(), causeOf[at.label], &r.Evidence)
}

// look lists what is counted from a place. The search is as wide as its graph needs it, at least 1.5 × the limit.
func (j *Assessor) look(ctx context.Context, q *question, s *stand, wide uint32) ([]sighting, error) {
	if q.straight {
		return q.seen(s.xy, func(sp *spot) uint32 {
			return uint32(math.Ceil(sp.Dist(s.xy)/q.limitM*float64(q.limit) - 1e-6))
		}), nil
	}
	tree, err := s.tree(ctx, q.graph, wide)
	if err != nil || tree == nil {
		return nil, err
	}
	return q.seen(s.xy, func(sp *spot) uint32 { return q.costBy(tree, sp) }), nil
}

// costBy is the least cost to a spot by a search from a place, or NoCost beyond 1.5 × the limit.
func (q *question) costBy(tree *reach.Tree, sp *spot) uint32 {
	best := uint32(NoCost)
	for _, a := range sp.sources {
		best = min(best, tree.Cost(q.graph.Priced(a)))
	}
	if best > q.fartherLimit() {
		return NoCost
	}
	return best
}

// summary makes evidence of what is seen from a place.
func (q *question) summary(seen []sighting, at geo.E7, inGap bool) Evidence {
	e := Evidence{At: at, InGap: inGap, BreakEven: NoCost}
	if i := q.deciding(seen); i >= 0 {
		e.BreakEven = seen[i].Cost
	}
	for _, v := range seen {
		if v.Cost <= q.limit {
			e.Total++
			if len(e.Counted) < MostCounted && !v.of.restricted {
				e.Counted = append(e.Counted, v.Seen)
			}
		} else if inGap && e.Missed == nil && !v.of.restricted {
			e.Missed = &v.Seen
		}
	}
	if q.weights != nil {
		e.Sum = float64(q.worthOf(seen)) / 1000
	}
	return e
}

// anywhere judges the community as one: what lies within the limit of any of its places.
func (j *Assessor) anywhere(ctx context.Context, g *ground, q *question, r *Result) error {
	shape := g.community.Shape
	middle := shape.Inside()
	xy := j.scene.in.Frame.XYE7(middle)
	seen, err := j.lookFromAll(ctx, g, q, xy)
	if err != nil {
		return err
	}
	e := q.summary(seen, middle, false)
	cause := Covered
	if q.worthOf(seen) < q.enough {
		e = q.summary(seen, middle, true)
		then, not, err := j.thenFromAll(ctx, g, q, xy)
		if err != nil {
			return err
		}
		cause = TooFew
		switch {
		case newTester(j.scene, q, g.box, g.plan.StepM).edge:
			cause = Undecidable
		case then != Covered:
			cause, e.NotThen = then, not
		case e.Total == 0:
			cause = NoFacility
		}
	}
	r.Evidence = e
	r.whole(g, cause, q.haveOf(e))
	if len(seen) > 0 {
		r.Pieces[0].Nearest = seen[0].Cost
	}
	j.scene.everybody(g, r)
	return nil
}

// lookFromAll lists what is counted from any place of the community: from the streets inside it, which are free, and
// from the points of the lattice, whose nearest street may lie outside.
func (j *Assessor) lookFromAll(ctx context.Context, g *ground, q *question, middle geo.XY) ([]sighting, error) {
	frame, shape := j.scene.in.Frame, g.community.Shape
	var outline [][]geo.XY
	for _, poly := range shape {
		for _, ring := range poly {
			line := make([]geo.XY, len(ring))
			for i, p := range ring {
				line[i] = frame.XYE7(p)
			}
			outline = append(outline, line)
		}
	}
	inside := func(p geo.XY) bool { return shape.Contains(frame.E7(p)) }
	if q.straight {
		return q.seen(middle, func(s *spot) uint32 {
			d := distance(s.XY, outline)
			if inside(s.XY) {
				d = 0
			}
			return uint32(math.Ceil(d/q.limitM*float64(q.limit) - 1e-6))
		}), nil
	}
	access := q.view.AccessArea(nil, outline, nil)
	at := g.attach(q.graph)
	for i := range g.plan.Points() {
		if g.plan.Within(i) {
			for _, a := range at.at(i) {
				access = append(access, a.Access)
			}
		}
	}
	var junctions []uint32
	for n, p := range q.graph.Junctions {
		if g.community.Shape.Box().Contains(p) && shape.Contains(p) && len(q.graph.Arcs(uint32(n))) > 0 {
			junctions = append(junctions, uint32(n))
		}
	}
	f, err := j.searchFrom(ctx, q, access, junctions)
	if err != nil {
		return nil, err
	}
	f.inside = inside
	f.access = nearestPerEdge(access)
	return q.seen(middle, f.cost), nil
}

// nearestPerEdge keeps the accesses that no other one of their edge makes needless: one with a leg that is longer by
// at least the way along the edge to the other.
func nearestPerEdge(access []network.Access) []network.Access {
	list := slices.Clone(access)
	slices.SortFunc(list, func(a, b network.Access) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.AlongM, b.AlongM), cmp.Compare(a.LegM, b.LegM))
	})
	for range 2 { // what comes before makes needless, then what comes after
		kept := list[:0]
		for _, a := range list {
			if n := len(kept); n == 0 || kept[n-1].Edge != a.Edge || kept[n-1].LegM+math.Abs(a.AlongM-kept[n-1].AlongM) > a.LegM {
				kept = append(kept, a)
			}
		}
		list = kept
		slices.Reverse(list)
	}
	return list
}

// distance is how far p lies from the nearest line.
func distance(p geo.XY, outline [][]geo.XY) float64 {
	best := math.Inf(1)
	for _, ring := range outline {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			t := 0.0
			if l2 := (b.X-a.X)*(b.X-a.X) + (b.Y-a.Y)*(b.Y-a.Y); l2 > 0 {
				t = min(max(((p.X-a.X)*(b.X-a.X)+(p.Y-a.Y)*(b.Y-a.Y))/l2, 0), 1)
			}
			best = min(best, math.Hypot(p.X-a.X-t*(b.X-a.X), p.Y-a.Y-t*(b.Y-a.Y)))
		}
	}
	return best
}
