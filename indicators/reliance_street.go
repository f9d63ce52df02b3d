package indicators

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// StreetReliance is a stretch of street between two junctions without which communities would no longer pass, if nobody could walk
// through it: a footbridge, the one gate. Who lives on it and what lies on it still leaves it at either end.
type StreetReliance struct {
	Criterion string  `json:"criterion"`
	Way       int64   `json:"way"` // the source's id
	Street    string  `json:"street,omitempty"`
	From      geo.E7  `json:"from"`
	To        geo.E7  `json:"to"`
	Metres    float64 `json:"metres"`
	// Communities would not pass without it, sorted; Milli are their residents in thousandths.
	Communities []string `json:"communities"`
	Milli       int64    `json:"milli"`
}

// mostClosed is how many stretches are closed and searched without, for each criterion: those that most residents may
// depend on. In Las Palmas, where the default standard takes 3 s, no criterion has more than 168.
const mostClosed = 1000

// StreetReliances finds what single stretches of street the passes of a run rest on, most residents first. results are those of the scene's
// communities. Left out is what Reliances leaves out.
//
// A stretch can be one only if the shortest ways of more residents use it than a community can lose, and if the way around it is
// longer than what those have left: that leaves few. Each of them is closed, and the criterion searched anew.
func (s *Scene) StreetReliances(ctx context.Context, results []Result) ([]StreetReliance, error) {
	at := standpoints{scene: s, access: map[standing][][]network.Priced{}}
	around := map[*network.Graph]*bypass{}
	var out []StreetReliance
	for k, q := range s.questions {
		if !q.restsOnSingles() {
			continue
		}
		if around[q.graph] == nil {
			around[q.graph] = &bypass{closing: q.graph.Closing(), extra: map[edgeWithin]uint32{}}
		}
		of := func(c int) *Result { return &results[c*len(s.questions)+k] }
		found, err := q.streetReliances(ctx, &at, around[q.graph], of)
		if err != nil {
			return nil, fmt.Errorf("criterion %s: %w", q.crit.ID, err)
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, func(a, b StreetReliance) int {
		return cmp.Or(cmp.Compare(b.Milli, a.Milli), cmp.Compare(a.Criterion, b.Criterion), cmp.Compare(a.Way, b.Way),
			cmp.Compare(a.From.Lon, b.From.Lon), cmp.Compare(a.From.Lat, b.From.Lat))
	})
	return out, nil
}

// hinge is a community that may depend on a stretch: those of its people whose ways use it.
type hinge struct {
	community int
	people    []int32 // indices into the community's list
	milli     int64
}

func (q *question) streetReliances(ctx context.Context, at *standpoints, around *bypass, of func(int) *Result) ([]StreetReliance, error) {
	hinges := map[uint32][]hinge{}
	for c := range at.scene.in.Communities {
		r := of(c)
		people := at.scene.basis(r)
		if r.Status != Pass || people == nil {
			continue
		}
		if err := q.hinges(ctx, at, around, c, r, hinges); err != nil {
			return nil, err
		}
	}
	weight := func(e uint32) (sum int64) {
		for _, h := range hinges[e] {
			sum += h.milli
		}
		return sum
	}
	edges := slices.SortedFunc(maps.Keys(hinges), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a, b))
	})
	edges = edges[:min(len(edges), mostClosed)]
	var search reach.Searcher
	var out []StreetReliance
	sources := q.keyed.Sources()
	for _, e := range edges {
		closed := around.closing.Without(e)
		l, err := search.Search(ctx, closed, reach.Seeds(closed, sources), q.kept, q.limit)
		if err != nil {
			return nil, err
		}
		without := reach.NewField(closed, l, sources)
		v := at.scene.stretch(q, e)
		for _, h := range hinges[e] {
			if r := of(h.community); q.decide(q.left(without, at, h, r)) != Pass {
				v.Communities = append(v.Communities, r.Community)
				v.Milli += r.Residents.Whole
			}
		}
		if len(v.Communities) > 0 {
			slices.Sort(v.Communities)
			out = append(out, v)
		}
	}
	return out, nil
}

// stretch describes an edge.
func (s *Scene) stretch(q *question, e uint32) StreetReliance {
	n := s.net
	return StreetReliance{Criterion: q.crit.ID, Way: n.WayID[e], Street: n.Name(e),
		From: n.Junctions[n.From[e]], To: n.Junctions[n.To[e]], Metres: centimetres(n.LengthM[e])}
}

// left is the share that remains of a community when a stretch is closed.
func (q *question) left(without *reach.Field, at *standpoints, h hinge, r *Result) Share {
	people := at.scene.basis(r)
	stand := at.of(q, people, h.community)
	best := make([]reach.Label, q.kept)
	share := r.Decided
	for _, n := range h.people {
		if k := without.Best(stand[n], best); q.worthOfKeys(best[:k]) < q.enough {
			milli := people.milli[people.of[h.community][n]]
			share.Low, share.High = share.Low-milli, share.High-milli
		}
	}
	return share
}

// hinges adds the stretches that the community may depend on.
func (q *question) hinges(ctx context.Context, at *standpoints, around *bypass, c int, r *Result, into map[uint32][]hinge) error {
	people := at.scene.basis(r)
	by := map[uint32][]walked{}
	best := make([]reach.Label, q.kept)
	for n, from := range at.of(q, people, c) {
		k := q.keyed.Best(from, best)
		if q.worthOfKeys(best[:k]) < q.enough {
			continue
		}
		for _, l := range best[:k] {
			follow(q.keyed, from, l, func(e uint32) {
				list := by[e]
				if m := len(list); m > 0 && list[m-1].n == int32(n) {
					list[m-1].cost = max(list[m-1].cost, l.Cost)
					return
				}
				by[e] = append(list, walked{int32(n), l.Cost})
			})
		}
	}
	return q.keepHinges(ctx, around, people, c, r, by, into)
}

// walked is somebody whose way uses a stretch, and what the longest such way costs.
type walked struct {
	n    int32
	cost uint32
}

// keepHinges keeps of the stretches that are used those whose loss could make the community fail.
func (q *question) keepHinges(ctx context.Context, around *bypass, people *located, c int, r *Result, by map[uint32][]walked, into map[uint32][]hinge) error {
	milli := func(w walked) int64 { return people.milli[people.of[c][w.n]] }
	for _, e := range slices.Sorted(maps.Keys(by)) {
		left := r.Decided
		for _, w := range by[e] {
			left.Low, left.High = left.Low-milli(w), left.High-milli(w)
		}
		if q.decide(left) == Pass {
			continue // even if all who use it were lost
		}
		extra, err := around.of(ctx, e, q.limit)
		if err != nil {
			return err
		}
		h, left := hinge{community: c}, r.Decided
		for _, w := range by[e] {
			if uint64(w.cost)+uint64(extra) > uint64(q.limit) {
				h.people = append(h.people, w.n)
				h.milli += milli(w)
				left.Low, left.High = left.Low-milli(w), left.High-milli(w)
			}
		}
		if q.decide(left) != Pass {
			into[e] = append(into[e], h)
		}
	}
	return nil
}

// bypass is how much longer the way around an edge is than the way over it.
type bypass struct {
	closing *network.Closing
	search  reach.Searcher
	extra   map[edgeWithin]uint32
}

// edgeWithin is an edge and how much more than over it was looked for around it.
type edgeWithin struct{ edge, most uint32 }

// of is the extra cost up to most, else reach.NoCost. The way around is looked for nearby first: most are short.
func (b *bypass) of(ctx context.Context, e, most uint32) (uint32, error) {
	key := edgeWithin{e, most}
	if x, ok := b.extra[key]; ok {
		return x, nil
	}
	g := b.closing.Without(e)
	over := g.Cost(g.LengthM[e])
	for far := 2*over + 1; ; far *= 4 {
		far = min(far, most+over)
		l, err := b.search.Search(ctx, g, []reach.Seed{{Junction: g.From[e]}}, 1, far)
		if err != nil {
			return 0, err
		}
		b.extra[key] = reach.NoCost
		if at := l.At(g.To[e]); len(at) > 0 {
			b.extra[key] = at[0].Cost - min(over, at[0].Cost)
		}
		if b.extra[key] != reach.NoCost || far == most+over {
			return b.extra[key], nil
		}
	}
}

// follow calls yield with the edges that a way uses from end to end: the way to a key from a place that attaches so, of the cost that
// the field says.
func follow(f *reach.Field, from []network.Priced, l reach.Label, yield func(edge uint32)) {
	g := f.Graph
	for _, a := range from {
		for _, end := range [2]struct{ junction, leg uint32 }{{g.From[a.Edge], a.ToFrom}, {g.To[a.Edge], a.ToTo}} {
			if end.leg <= l.Cost && holds(f, end.junction, reach.Label{Cost: l.Cost - end.leg, Key: l.Key}) {
				followFrom(f, end.junction, reach.Label{Cost: l.Cost - end.leg, Key: l.Key}, yield)
				return
			}
		}
	}
	// Along one edge, which nobody walks through.
}

func followFrom(f *reach.Field, j uint32, l reach.Label, yield func(edge uint32)) {
	for on := true; on; {
		on = false
		edges := f.Graph.EdgesAt(j)
		for i, arc := range f.Graph.Arcs(j) {
			next := reach.Label{Cost: l.Cost - arc.Cost, Key: l.Key}
			if arc.Cost > 0 && arc.Cost <= l.Cost && holds(f, arc.To, next) {
				yield(edges[i])
				j, l, on = arc.To, next, true
				break
			}
		}
	}
}

func holds(f *reach.Field, j uint32, l reach.Label) bool {
	return slices.Contains(f.Labels.At(j), l)
}
