package indicators

import (
	"context"
	"math"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// CommunityOn judges community i on a lattice of another step, in metres.
func (j *Assessor) CommunityOn(ctx context.Context, i int, stepM float64) ([]Result, error) {
	return j.judge(ctx, j.lay(i, stepM))
}

// Truth is what a criterion is at single places: asked of the graph place by place, without lattice, blocks, bounds or bisection.
type Truth struct {
	Limit    uint32
	CostPerM float64
	graph    *network.Graph
	field    *reach.Field
	finder   network.Finder
	best     []reach.Label
	access   []network.Access
	priced   []network.Priced
}

// Truth searches from all that counts for a criterion, up to 1.5 × its limit; nil for a criterion that is asked in straight lines.
func (s *Scene) Truth(ctx context.Context, criterion string) (*Truth, error) {
	for _, q := range s.questions {
		if q.crit.ID != criterion || q.straight {
			continue
		}
		sources := q.keyed.Sources()
		need := max(q.crit.Threshold, 1)
		var search reach.Searcher
		l, err := search.Search(ctx, q.graph, reach.Seeds(q.graph, sources), need, q.fartherLimit())
		if err != nil {
			return nil, err
		}
		return &Truth{
			Limit: q.limit, CostPerM: q.graph.CostPerM, graph: q.graph, field: reach.NewField(q.graph, l, sources),
			finder: network.Finder{View: q.view}, best: make([]reach.Label, need),
		}, nil
	}
	return nil, nil
}

// Cost is the cost to the last one that is needed; NoCost where the place is unlinked, and beyond 1.5 × the limit.
func (t *Truth) Cost(p geo.XY) uint32 {
	t.access = t.finder.Access(p, t.access[:0])
	t.priced = t.priced[:0]
	for _, a := range t.access {
		t.priced = append(t.priced, t.graph.Priced(a))
	}
	if t.field.Best(t.priced, t.best) < len(t.best) {
		return NoCost
	}
	return t.best[len(t.best)-1].Cost
}

// Between says whether p lies on an edge of the lattice of which one end is covered and the other is not.
func (t *Truth) Between(p geo.XY, stepM float64) bool {
	ends := func(v float64) (lo, hi float64, on bool) {
		n := math.Round(v / stepM)
		if math.Abs(v-n*stepM) < 0.02 {
			return n * stepM, n * stepM, true
		}
		return math.Floor(v/stepM) * stepM, math.Ceil(v/stepM) * stepM, false
	}
	x0, x1, onX := ends(p.X)
	y0, y1, onY := ends(p.Y)
	covered := func(q geo.XY) bool { return t.Cost(q) <= t.Limit }
	return onX != onY && covered(geo.XY{X: x0, Y: y0}) != covered(geo.XY{X: x1, Y: y1})
}

// ClosedOneByOne are the street reliances without any shortcut: every edge of the first criterion's graph is closed, and all people asked.
func (s *Scene) ClosedOneByOne(ctx context.Context, results []Result) (map[uint32][]string, error) {
	q := s.questions[0]
	at := standpoints{scene: s, access: map[standing][][]network.Priced{}}
	closing := q.graph.Closing()
	out := map[uint32][]string{}
	for e := range uint32(q.graph.Edges()) {
		g := closing.Without(e)
		var search reach.Searcher
		l, err := search.Search(ctx, g, reach.Seeds(g, q.sources), q.kept, q.limit)
		if err != nil {
			return nil, err
		}
		field := reach.NewField(g, l, q.sources)
		for c := range s.in.Communities {
			r := &results[c*len(s.questions)]
			if r.Status != Pass || s.basis(r) == nil {
				continue
			}
			h := hinge{community: c}
			best := make([]reach.Label, q.kept)
			for n, from := range at.of(q, s.basis(r), c) {
				if k := q.keyed.Best(from, best); q.worthOfKeys(best[:k]) >= q.enough {
					h.people = append(h.people, int32(n))
				}
			}
			if q.decide(q.left(field, &at, h, r)) != Pass {
				out[e] = append(out[e], r.Community)
			}
		}
	}
	return out, nil
}

// EdgeOf is the edge that a street reliance is about.
func (s *Scene) EdgeOf(v StreetReliance) uint32 {
	n := s.net
	for e := range uint32(n.Edges()) {
		if n.WayID[e] == v.Way && n.Junctions[n.From[e]] == v.From && n.Junctions[n.To[e]] == v.To {
			return e
		}
	}
	return math.MaxUint32
}
