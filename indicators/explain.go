package indicators

import (
	"context"
	"fmt"
	"math"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
)

// Explanation is what holds at one place.
type Explanation struct {
	At        geo.E7       `json:"at"`
	Community *Community   `json:"-"` // nil: it lies in none
	Streets   []StreetAt   `json:"streets"`
	Criteria  []AnswerHere `json:"criteria"`
}

// StreetAt is where the place comes to the streets.
type StreetAt struct {
	Profile string  `json:"profile"`
	Street  string  `json:"street"` // its name, may be empty
	Way     int64   `json:"way"`    // the source's id
	LegM    float64 `json:"leg_m"`
	At      geo.E7  `json:"at"`
	Assumed bool    `json:"assumed_gate"`
	// Unlinked: the place does not attach to it, it is only the nearest there is. Crossed are then the
	// barriers between.
	Unlinked bool     `json:"unlinked,omitempty"`
	Crossed  []string `json:"crossed,omitempty"`
}

// AnswerHere is one criterion at the place. Of a criterion that is asked of the community as a whole (scope any), Covered,
// Cause and Have are the community's, as its gap has them; evidence and ways are the place's.
type AnswerHere struct {
	Criterion string   `json:"criterion"`
	Scope     Scope    `json:"scope"`
	Covered   bool     `json:"covered"`
	Cause     Cause    `json:"cause,omitempty"`
	Have      int      `json:"have"` // all that lie within the limit
	Need      int      `json:"need"`
	Evidence  Evidence `json:"evidence"`
	// Status and Measured are of criteria of communities: the community's, as its result has them. Covered and Cause follow from
	// the status; of a tiling they say whether the place lies in exactly one tile.
	Status   Status    `json:"status,omitempty"`
	Measured *Measured `json:"measured,omitempty"`
	Ways     []Way     `json:"ways"`
	// Nearby is, in a gap, the nearest in a straight line, however far the way is; nil when there is none within 1.5 × the limit.
	Nearby *Nearby `json:"nearby,omitempty"`
}

// UnknownCriterionError: the standard has no such criterion.
type UnknownCriterionError struct {
	Got   string
	Known []string
}

// Error names the known ones.
func (e *UnknownCriterionError) Error() string {
	return fmt.Sprintf("unknown criterion %q: known are %v", e.Got, e.Known)
}

// Explain says what holds at a place, for one criterion or, with an empty id, for all, and how one walks. It asks the
// same question as the surface does, so that it never says anything else than the gaps do.
func (j *Assessor) Explain(ctx context.Context, at geo.E7, criterion string) (*Explanation, error) {
	s := j.scene
	if _, _, c := s.std.Criterion(criterion); criterion != "" && c == nil {
		err := &UnknownCriterionError{Got: criterion}
		for _, k := range s.std.Criteria() {
			err.Known = append(err.Known, k.ID)
		}
		return nil, err
	}
	var asked []*question
	wide := map[*network.Graph]uint32{} // one search serves all criteria of a graph
	for _, q := range s.questions {
		if criterion == "" || q.crit.ID == criterion {
			asked = append(asked, q)
			if !q.crit.Measure.OfPlaces() {
				continue
			}
			wide[q.graph] = max(wide[q.graph], q.fartherLimit())
		}
	}
	here := s.stand(at, s.in.Frame.XYE7(at))
	defer here.leave()
	out := &Explanation{At: at}
	community := s.communityAt(at)
	if community >= 0 {
		out.Community = &s.in.Communities[community]
	}
	told := map[string]bool{}
	for _, q := range asked {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !q.crit.Measure.OfPlaces() {
			out.Criteria = append(out.Criteria, s.answerOfCommunity(q, at, community))
			continue
		}
		if p := q.crit.Limit.Profile; !q.straight && !told[p] {
			told[p] = true
			out.Streets = append(out.Streets, s.streets(p, q.view, here.xy, here.accessTo(q.view))...)
		}
		a, err := j.answer(ctx, q, here, wide[q.graph], community)
		if err != nil {
			return nil, err
		}
		out.Criteria = append(out.Criteria, a)
	}
	return out, nil
}

// communityAt is the index of the community in which a place lies, the first of several that overlap; -1 for none.
func (s *Scene) communityAt(at geo.E7) int {
	for i := range s.in.Communities {
		if c := &s.in.Communities[i]; c.Shape.Box().Contains(at) && c.Shape.Contains(at) {
			return i
		}
	}
	return -1
}

// farStreetM is how far around a place without access the nearest street is looked for.
const farStreetM = 5000

// streets are where a place attaches. Of one that does not it is the nearest street.
func (s *Scene) streets(profile string, v *network.View, xy geo.XY, access []network.Access) []StreetAt {
	var out []StreetAt
	for _, a := range access {
		out = append(out, s.streetAt(profile, a))
	}
	if a, ok := v.NearestStreet(xy, farStreetM); ok && len(access) == 0 {
		street := s.streetAt(profile, a)
		street.Unlinked, street.Crossed = true, s.crossed(xy, a.At)
		out = append(out, street)
	}
	return out
}

func (s *Scene) streetAt(profile string, a network.Access) StreetAt {
	return StreetAt{
		Profile: profile, Street: s.net.Name(a.Edge), Way: s.net.WayID[a.Edge],
		LegM: math.Ceil(a.LegM*10) / 10, At: s.in.Frame.E7(a.At), Assumed: a.Assumed,
	}
}

// answer is one criterion at a place.
func (j *Assessor) answer(ctx context.Context, q *question, here *stand, wide uint32, community int) (AnswerHere, error) {
	a := AnswerHere{Criterion: q.crit.ID, Scope: q.crit.Scope, Need: q.need}
	label := surface.Label(labelNoData)
	known := len(q.selection.list) > 0 || q.selection.certainlyNo
	if known {
		t := newTester(j.scene, q, []geo.XY{here.xy}, stepM)
		var access []network.Access
		if !q.straight {
			access = here.accessTo(q.view)
		}
		label = t.label(here.xy, q.priced(access))
	}
	seen, err := j.look(ctx, q, here, wide)
	if err != nil {
		return a, err
	}
	a.Cause = causeOf[label]
	a.Covered = label == labelCovered
	a.Evidence = q.summary(seen, here.at, !a.Covered)
	if err = j.perhaps(ctx, q, here, wide, a.Cause, &a.Evidence); err != nil {
		return a, err
	}
	a.Have = q.haveOf(a.Evidence)
	a.Ways = j.ways(q, here, seen, !a.Covered)
	if !a.Covered && !q.straight {
		a.Nearby = j.scene.nearby(q, here.xy)
	}
	if q.crit.Scope == Anywhere && known && community >= 0 {
		w, err := j.scene.wholes.of(q, community, func() (whole, error) { return j.judgeWhole(ctx, q, community) })
		if err != nil {
			return a, err
		}
		a.Cause, a.Covered, a.Have = w.cause, w.cause == Covered, w.have
	}
	return a, nil
}

// priced puts prices to accesses.
func (q *question) priced(access []network.Access) []network.Priced {
	var out []network.Priced
	for _, a := range access {
		out = append(out, q.graph.Priced(a))
	}
	return out
}
