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
}

// AnswerHere is one criterion at the place.
type AnswerHere struct {
	Criterion string   `json:"criterion"`
	Covered   bool     `json:"covered"`
	Cause     Cause    `json:"cause,omitempty"`
	Have      int      `json:"have"` // all that lie within the limit
	Need      int      `json:"need"`
	Evidence  Evidence `json:"evidence"`
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

// Explain says what holds at a place, for one criterion or, with an empty id, for all. It asks the
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
	xy := s.in.Frame.XYE7(at)
	out := &Explanation{At: at}
	for i := range s.in.Communities {
		if c := &s.in.Communities[i]; c.Shape.Box().Contains(at) && c.Shape.Contains(at) {
			out.Community = c
			break
		}
	}
	told := map[string]bool{}
	for _, q := range s.questions {
		if criterion != "" && q.crit.ID != criterion {
			continue
		}
		var access []network.Access
		if !q.straight {
			access = q.view.Access(xy, nil)
			if p := q.crit.Limit.Profile; !told[p] {
				told[p] = true
				out.Streets = append(out.Streets, s.streets(p, access)...)
			}
		}
		a, err := j.answer(ctx, q, at, xy, access)
		if err != nil {
			return nil, err
		}
		out.Criteria = append(out.Criteria, a)
	}
	return out, nil
}

func (s *Scene) streets(profile string, access []network.Access) []StreetAt {
	var out []StreetAt
	for _, a := range access {
		out = append(out, StreetAt{
			Profile: profile, Street: s.net.Name(a.Edge), Way: s.net.WayID[a.Edge],
			LegM: math.Ceil(a.LegM*10) / 10, At: s.in.Frame.E7(a.At), Assumed: a.Assumed,
		})
	}
	return out
}

// answer is one criterion at a place.
func (j *Assessor) answer(ctx context.Context, q *question, at geo.E7, xy geo.XY, access []network.Access) (AnswerHere, error) {
	a := AnswerHere{Criterion: q.crit.ID, Need: q.need}
	label := surface.Label(labelNoData)
	t := newTester(j.scene, q, []geo.XY{xy}, stepM)
	if len(q.selection.list) > 0 || q.selection.certainlyNo {
		label = t.label(xy, q.priced(access))
	}
	seen, err := j.look(ctx, q, t, xy)
	if err != nil {
		return a, err
	}
	a.Cause = causeOf[label]
	a.Covered = label == labelCovered
	a.Evidence = q.summary(seen, at, !a.Covered)
	a.Have = a.Evidence.Total
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
