package indicators

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// Mend is what would mend a failing pair at least, as far as one place can.
type Mend struct {
	// More is how many it takes: facilities or lines at one place, or for criteria of communities units of what is measured.
	More float64 `json:"more"`
	// At is the place, in degrees; nil where it does not matter.
	At *orb.Point `json:"at,omitempty"`
	// WithinM is how far from there, walking, it may lie and still do: the pair passes wherever in it.
	WithinM float64 `json:"within_m,omitempty"`
	// Passes: with it the pair passes. Else one place is not enough, and Gain is the most that one place gives.
	Passes bool `json:"passes"`
	// Checked: each resident was asked, with the test that the run uses, what they would have with it. Else it is an estimate by the place that has least.
	Checked bool `json:"checked"`
	// Gain are the residents, in thousandths, who have what they need with it and had not; where shares rest on homes or land, an estimate of 0.
	Gain int64 `json:"gain"`
	// GainShare is how much the share that decides grows, 0 to 1.
	GainShare float64 `json:"gain_share"`
}

// mendPlaces is how many places of residents are tried: our choice.
const mendPlaces = 12

// Mender looks for mends in one scene. It is not safe for concurrent use; make one for each goroutine.
type Mender struct {
	scene *Scene
	tree  reach.Tree
}

// NewMender is a mender of the scene.
func (s *Scene) NewMender() *Mender { return &Mender{scene: s} }

// Mend is what would mend a result that fails. It is an error when the result is not one of the scene's pairs.
func (m *Mender) Mend(ctx context.Context, r *Result) (Mend, error) {
	s := m.scene
	k := slices.IndexFunc(s.questions, func(q *question) bool { return q.crit.ID == r.Criterion })
	c := slices.IndexFunc(s.in.Communities, func(c Community) bool { return c.ID == r.Community })
	if k < 0 || c < 0 {
		return Mend{}, fmt.Errorf("community %s, criterion %s: not in the scene", r.Community, r.Criterion)
	}
	q := s.questions[k]
	if !q.crit.Measure.OfPlaces() || q.crit.Scope == Anywhere {
		return wholeMend(q.crit, r), nil
	}
	people := s.basis(r)
	if people == nil || q.straight || q.crit.Measure == Sum {
		return m.atWorst(q, r), nil
	}
	return m.among(ctx, q, people, c, r)
}

// wholeMend is what a community judged as one is short of.
func wholeMend(c *Criterion, r *Result) Mend {
	out := Mend{Passes: true, GainShare: 1, Gain: r.Residents.Whole - r.Residents.Low}
	switch {
	case r.Measured != nil:
		out.More = r.Measured.Short
		out.Passes = out.More > 0
	case c.Measure.OfPlaces():
		out.More, out.At = float64(max(r.Need-r.Have, 1)), atDegrees(r.Evidence.At)
	}
	return out
}

func atDegrees(p geo.E7) *orb.Point {
	q := p.Point()
	return &q
}

// atWorst is what the place of the evidence lacks.
func (m *Mender) atWorst(q *question, r *Result) Mend {
	return Mend{More: float64(max(q.need-r.Evidence.Total, 1)), At: atDegrees(r.Evidence.At), WithinM: math.Floor(q.limitM)}
}

// lacking is a resident who has not what they need.
type lacking struct {
	at      geo.E7
	access  network.Priced
	missing int
	milli   int64
}

// among tries places of residents who lack something, and finds the fewest that, put at one of them, mend the pair.
func (m *Mender) among(ctx context.Context, q *question, people *located, community int, r *Result) (Mend, error) {
	list := q.lack(people, community)
	if len(list) == 0 {
		return m.atWorst(q, r), nil // nobody lacks it who comes to a street: it takes a street, or knowing more
	}
	require := int64(math.Round(q.crit.Require * 1e6))
	passes := func(gain int64) bool { return reaches(r.Decided.Low+gain, r.Decided.Whole, require) }
	most := 0
	for _, l := range list {
		most = max(most, l.missing)
	}
	best := Mend{More: math.Inf(1), Checked: true}
	for _, at := range somePlaces(list, mendPlaces) {
		costs, err := m.costsFrom(ctx, q, at, list)
		if err != nil {
			return Mend{}, err
		}
		for n := 1; n <= most; n++ {
			gain := int64(0)
			for i, l := range list {
				if l.missing <= n && costs[i] <= q.limit {
					gain += l.milli
				}
			}
			one := Mend{More: float64(n), At: atDegrees(at), Checked: true, Passes: passes(gain), Gain: gain}
			if one.Passes {
				one.WithinM = q.slackM(list, costs, n, passes)
			}
			if one.betterThan(&best) {
				best = one
			}
			if one.Passes {
				break
			}
		}
	}
	best.GainShare = ratio(best.Gain, r.Decided.Whole)
	if r.Basis != ByResidents {
		best.Gain = 0
	}
	return best, nil
}

// betterThan prefers what passes, then the fewest, then most residents, then the widest choice of places, then the place by its coordinates.
func (a *Mend) betterThan(b *Mend) bool {
	if a.Passes != b.Passes {
		return a.Passes
	}
	if b.At == nil {
		return true
	}
	less := cmp.Compare(b.Gain, a.Gain)
	if a.Passes {
		less = cmp.Or(cmp.Compare(a.More, b.More), less, cmp.Compare(b.WithinM, a.WithinM))
	} else {
		less = cmp.Or(less, cmp.Compare(a.More, b.More))
	}
	return cmp.Or(less, cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.At[1], b.At[1])) < 0
}

// lack are the residents of a community who come to a street and have not what they need.
func (q *question) lack(people *located, community int) []lacking {
	access := q.accessOf(people, community)
	best := make([]reach.Label, q.need)
	var out []lacking
	for n, i := range people.of[community] {
		if access[n].ToFrom == reach.NoCost {
			continue
		}
		have := 0
		if q.need == 1 {
			if q.near.Nearest(access[n:n+1]) <= q.limit {
				have = 1
			}
		} else {
			have = q.keyed.Best(access[n:n+1], best)
		}
		if have < q.need {
			out = append(out, lacking{people.at[i], access[n], q.need - have, people.milli[i]})
		}
	}
	return out
}

// accessOf is where the people of a community attach, in their order; a cost of NoCost to those who do not.
func (q *question) accessOf(people *located, community int) []network.Priced {
	f := network.Finder{View: q.view}
	out := make([]network.Priced, 0, len(people.of[community]))
	var buffer []network.Access
	for _, i := range people.of[community] {
		buffer = f.Access(people.xy[i], buffer[:0])
		p := network.Priced{ToFrom: reach.NoCost}
		if len(buffer) > 0 {
			p = q.graph.Priced(buffer[0])
		}
		out = append(out, p)
	}
	return out
}

// costsFrom is what it costs each to come to a place; NoCost beyond the limit.
func (m *Mender) costsFrom(ctx context.Context, q *question, at geo.E7, list []lacking) ([]uint32, error) {
	out := make([]uint32, len(list))
	starts := q.view.Access(m.scene.in.Frame.XYE7(at), nil)
	if len(starts) == 0 {
		for i := range out {
			out[i] = NoCost
		}
		return out, nil
	}
	if err := m.tree.Grow(ctx, q.graph, starts, q.limit); err != nil {
		return nil, err
	}
	for i, l := range list {
		out[i] = m.tree.Cost(l.access)
	}
	return out, nil
}

// slackM is how far from the place the mend may lie, walking: so far that those it takes to pass still come there within the limit.
func (q *question) slackM(list []lacking, costs []uint32, n int, passes func(int64) bool) float64 {
	order := make([]int, 0, len(list))
	for i, l := range list {
		if l.missing <= n && costs[i] <= q.limit {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(costs[a], costs[b]) })
	gain := int64(0)
	for _, i := range order {
		if gain += list[i].milli; passes(gain) {
			return math.Floor(float64(q.limit-costs[i]) / float64(q.limit) * q.limitM)
		}
	}
	return 0
}

// somePlaces are n of the places, far from one another: the one with most residents first, then always the one farthest from those taken.
func somePlaces(list []lacking, n int) []geo.E7 {
	first := 0
	for i := range list {
		if list[i].milli > list[first].milli {
			first = i
		}
	}
	far := make([]float64, len(list))
	for i := range far {
		far[i] = math.Inf(1)
	}
	out := []geo.E7{list[first].at}
	// The middle of those who lack it is worth a try: the nearest of them to it.
	if mid := nearestToMiddle(list); mid != list[first].at {
		out = append(out, mid)
	}
	taken := 0
	for len(out) < n {
		best := -1
		for ; taken < len(out); taken++ {
			for i := range list {
				far[i] = min(far[i], geo.SegmentM(list[i].at, out[taken]))
			}
		}
		for i := range list {
			if far[i] > 0 && (best < 0 || far[i] > far[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		out = append(out, list[best].at)
	}
	return out
}

func nearestToMiddle(list []lacking) geo.E7 {
	var lon, lat, sum float64
	for _, l := range list {
		w := float64(max(l.milli, 1))
		lon, lat, sum = lon+w*float64(l.at.Lon), lat+w*float64(l.at.Lat), sum+w
	}
	mid := geo.E7{Lon: int32(lon / sum), Lat: int32(lat / sum)}
	best := list[0].at
	for _, l := range list {
		if geo.SegmentM(l.at, mid) < geo.SegmentM(best, mid) {
			best = l.at
		}
	}
	return best
}
