package indicators

import (
	"context"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/surface"
	"circle15/indicators/hours"
)

// A criterion with a time (OpenAt) is asked up to three times: of the facilities that count then; with those of unknown hours, where the
// criterion leaves these undecided; and of all. The second and third are asked of places only that the first does not cover.

// openingHours is the attribute that hours are in.
const openingHours = "opening_hours"

// UnreadHours are facilities of a criterion whose opening hours nobody can read: they are unknown.
type UnreadHours struct {
	Criterion string
	Count, Of int    // Of: those that have hours
	Example   string // what is wrong with the first
}

// askThen asks the questions of a criterion that names a time.
func (s *Scene) askThen(ctx context.Context, c *Criterion, chosen selection) (*question, error) {
	unread := chosen.readHours(c)
	with := func(states ...hours.State) (*question, error) {
		return s.askOf(ctx, c, chosen.only(states...).known(c))
	}
	counts := []hours.State{hours.Open}
	if c.UnknownHours == CountUnknown {
		counts = append(counts, hours.Unknown)
	}
	q, err := with(counts...)
	if err != nil {
		return nil, err
	}
	q.counts, q.unread = counts, unread
	unknown, closed := chosen.has(hours.Unknown), chosen.has(hours.Closed)
	if c.UnknownHours == LeaveUndecided {
		counts = append(counts, hours.Unknown)
	}
	if perhaps := chosen.only(counts...); unknown && c.UnknownHours == LeaveUndecided || perhaps.unweighed(c) > 0 {
		if q.maybe, err = s.askOf(ctx, c, perhaps.hopeful(c)); err != nil {
			return nil, err
		}
	}
	if closed || unknown && c.UnknownHours == IgnoreUnknown {
		q.all, err = s.askOf(ctx, c, chosen.known(c))
	}
	return q, err
}

// readHours finds for every candidate whether it is open at the criterion's time, each way of writing hours once.
func (s *selection) readHours(c *Criterion) UnreadHours {
	u := UnreadHours{Criterion: c.ID}
	read := map[string]hours.State{}
	wrong := map[string]bool{}
	for i := range s.list {
		k := &s.list[i]
		if k.written == "" {
			continue
		}
		state, ok := read[k.written]
		if !ok {
			h, err := hours.Parse(k.written)
			state = c.OpenAt.At(h)
			read[k.written], wrong[k.written] = state, err != nil
			if err != nil && u.Example == "" {
				u.Example = err.Error()
			}
		}
		k.then = state
		u.Of++
		if wrong[k.written] {
			u.Count++
		}
	}
	return u
}

// only is the selection of those that are one of the states then. Where it leaves none of several, there certainly is
// none that counts: they are known, and closed.
func (s *selection) only(states ...hours.State) selection {
	out := *s
	out.list = nil
	for _, k := range s.list {
		if slices.Contains(states, k.then) {
			out.list = append(out.list, k)
		}
	}
	out.certainlyNo = s.certainlyNo || len(s.list) > 0
	return out
}

func (s *selection) has(state hours.State) bool {
	return slices.ContainsFunc(s.list, func(k candidate) bool { return k.then == state })
}

// UnreadHours lists the criteria with facilities whose opening hours nobody can read.
func (s *Scene) UnreadHours() []UnreadHours {
	var out []UnreadHours
	for _, q := range s.questions {
		if q.unread.Count > 0 {
			out = append(out, q.unread)
		}
	}
	return out
}

// then is the label of a place that is not covered, if it is for the hours that it is not; else labelCovered.
func (t *tester) then(p geo.XY, access []network.Priced) surface.Label {
	switch {
	case t.maybe != nil && t.maybe.label(p, access) == labelCovered:
		return labelUndecidable
	case t.all != nil && t.all.label(p, access) == labelCovered:
		return labelClosedThen
	}
	return labelCovered
}

// thenMatters says whether hours may be the cause for places of a block.
func (t *tester) thenMatters(b *blocks, bl *block) bool {
	for _, o := range [...]*tester{t.maybe, t.all} {
		if o == nil {
			continue
		}
		if least, _, _ := o.bounds(b, bl); least <= o.q.limit {
			return true
		}
	}
	return false
}

// thenFromAll is the cause of a community that is asked as a whole, if it is for the hours that it is not met; else Covered.
func (j *Assessor) thenFromAll(ctx context.Context, g *ground, q *question, middle geo.XY) (Cause, *Seen, error) {
	for _, cause := range [...]Cause{Undecidable, ClosedThen} {
		o := q.other(cause)
		if o == nil {
			continue
		}
		seen, err := j.lookFromAll(ctx, g, o, middle)
		if err != nil {
			return Covered, nil, err
		}
		if o.worthOf(seen) >= o.enough {
			return cause, q.firstNotThen(seen), nil
		}
	}
	return Covered, nil, nil
}

// other is the question of which a place with this cause may be covered; nil if it is not for the hours.
func (q *question) other(c Cause) *question {
	switch c {
	case Undecidable:
		return q.maybe
	case ClosedThen:
		return q.all
	}
	return nil
}

// firstNotThen is the nearest that does not count for its hours.
func (q *question) firstNotThen(seen []sighting) *Seen {
	if q.crit.OpenAt == nil {
		return nil
	}
	for i := range seen {
		if !slices.ContainsFunc(q.counts, func(s hours.State) bool { return s.String() == seen[i].Hours }) {
			return &seen[i].Seen
		}
	}
	return nil
}

// hoursOf is what a candidate is at the criterion's time, in words; empty where no time is named.
func (q *question) hoursOf(k *candidate) string {
	if q.crit.OpenAt == nil {
		return ""
	}
	return k.then.String()
}

// countsUnknownNear says whether a facility counts whose hours nobody knows, and which may matter to the community.
func (q *question) countsUnknownNear(g *ground) bool {
	return q.crit.OpenAt != nil && q.crit.UnknownHours == CountUnknown && q.anyNear(g, func(sp *spot) bool {
		return q.selection.list[sp.candidate].then == hours.Unknown
	})
}
