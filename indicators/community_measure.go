package indicators

import (
	"cmp"
	"math"
	"slices"

	"circle15/geo"
	"circle15/geo/index"
)

// Criteria of communities ask a community, or its district, as a whole: of its rows in a table, or of the facilities that lie in its polygon. What
// is not known makes a range of values: who reaches the target with the least of them passes, who would not with the greatest fails.

// inquire makes the question of a criterion of communities.
func (s *Scene) inquire(c *Criterion, chosen selection) *question {
	q := &question{crit: c, selection: chosen, inside: &index.Boxes{}}
	for i := range chosen.list {
		q.inside.InsertBox(extentOf(chosen.list[i].Facility), i)
	}
	return q
}

// extentOf is the box of a facility with its outline.
func extentOf(f *Facility) geo.Box {
	box := geo.Box{Min: f.At, Max: f.At}
	for _, r := range f.Outline {
		box = box.Union(r.Box())
	}
	return box
}

// subject is who is asked: a community, or all those of a district.
type subject struct {
	level    Level
	district string
	members  []int
}

// inquest is one subject under one criterion.
type inquest struct {
	s *Scene
	q *question
	subject
	measured Measured
	value    span
	// none: the value divides by nothing. mute: nothing is known that the value could be made of.
	none, mute  bool
	provisional []string
	incomplete  bool
	counted     []Seen
	total       int
	note        string
	once, rest  geo.MultiPolygon // of tiling
}

// subjectOf is who is asked for a community: itself, or its district.
func (s *Scene) subjectOf(c *Criterion, community int) subject {
	if c.Level != AtDistrict {
		return subject{AtCommunity, "", []int{community}}
	}
	d := s.in.Communities[community].District
	return subject{AtDistrict, d, s.ledger.members[d]}
}

// inquireOf asks a criterion for a community.
func (s *Scene) inquireOf(q *question, community int) *inquest {
	i := &inquest{s: s, q: q, subject: s.subjectOf(q.crit, community)}
	i.measured.Of = i.level
	if len(i.members) == 0 {
		i.mute = true // a community without a district has no figure of one
		return i
	}
	switch q.crit.Measure {
	case Per:
		i.per()
	case Ratio:
		i.ratio()
	case Presence:
		i.presence()
	case Plan:
		i.plan()
	case Tiling:
		i.tiling()
	}
	return i
}

// Target is the value that a criterion of communities must reach, or with atMost must not pass.
func (c *Criterion) Target() (value float64, atMost bool) {
	switch {
	case c.AtMost != nil:
		return *c.AtMost, true
	case c.AtLeast > 0:
		return c.AtLeast, false
	case c.Measure == Presence && c.Table != nil:
		return float64(len(c.Table.Columns)), false
	case c.Measure == Presence:
		return float64(max(len(c.Values), 1)), false
	case c.Measure == Plan || c.Measure == Tiling:
		return 1, false
	}
	return 0, false
}

// status is what the value certainly is.
func (i *inquest) status() Status {
	target, atMost := i.q.crit.Target()
	switch {
	case i.mute:
		return Unknown
	case i.none:
		return NotApplicable
	case !atMost && i.value.low >= target, atMost && i.value.high <= target:
		return Pass
	case (!atMost && i.value.high < target || atMost && i.value.low > target) && !i.incomplete:
		return Fail
	}
	return Unknown
}

// ofCommunity judges a community under a criterion of communities.
func (s *Scene) ofCommunity(g *ground, q *question) Result {
	if s.applies(q.crit, g.index) == no {
		return s.notApplicable(g, q)
	}
	i := s.inquireOf(q, g.index)
	r := Result{Community: g.community.ID, Criterion: q.crit.ID, Note: i.note}
	r.Status, r.Provisional = i.verdict(g.index)
	r.Measured = i.figures()
	cause := causeOfWhole(r.Status)
	r.whole(g, cause, 0)
	if len(i.rest) > 0 && len(i.once) > 0 && r.Status != Unknown {
		r.tiles(g, i.once, i.rest)
	}
	s.residentsOf(g, &r)
	s.shares(g, q, &r)
	r.Decided = Share{Whole: 1}
	r.Decided.add(cause, 1)
	if r.Status == NotApplicable {
		r.Decided = Share{}
	}
	r.Evidence = i.evidence(g.community.Shape.Inside(), cause)
	return r
}

// verdict is the status for one community of the subject, and the reasons why it is provisional.
func (i *inquest) verdict(community int) (Status, []string) {
	status, why := i.status(), i.provisional
	if i.q.crit.MustSet {
		why = append(why, "must_set")
	}
	if i.s.applies(i.q.crit, community) == open {
		return Unknown, append(why, appliesUnknown)
	}
	return status, why
}

func (i *inquest) evidence(at geo.E7, cause Cause) Evidence {
	return Evidence{At: at, InGap: cause != Covered, Counted: i.counted, Total: i.total, BreakEven: NoCost}
}

// answerOfCommunity is what a criterion of communities says of the community in which a place lies.
func (s *Scene) answerOfCommunity(q *question, at geo.E7, community int) AnswerHere {
	a := AnswerHere{Criterion: q.crit.ID, Scope: Anywhere, Cause: NoData, Status: Unknown}
	if community < 0 {
		return a
	}
	if s.applies(q.crit, community) == no {
		a.Status, a.Cause, a.Covered = NotApplicable, Covered, true
		return a
	}
	i := s.inquireOf(q, community)
	a.Status, _ = i.verdict(community)
	a.Measured = i.figures()
	if a.Cause = causeOfWhole(a.Status); a.Status != Unknown && len(i.rest) > 0 {
		a.Cause = Covered
		if !i.once.Contains(at) {
			a.Cause = BelowTarget
		}
	}
	a.Covered = a.Cause == Covered
	a.Evidence = i.evidence(at, a.Cause)
	return a
}

func causeOfWhole(s Status) Cause {
	switch s {
	case Fail:
		return BelowTarget
	case Unknown:
		return NoData
	}
	return Covered
}

// residentsOf gives the residents of a community to the pieces in which they live.
func (s *Scene) residentsOf(g *ground, r *Result) {
	if len(r.Pieces) == 1 {
		s.everybody(g, r)
		return
	}
	if s.people == nil {
		return
	}
	for _, k := range s.people.of[g.index] {
		p := &r.Pieces[0]
		if !p.Shape.Contains(s.people.at[k]) {
			p = &r.Pieces[1]
		}
		p.Milli += s.people.milli[k]
	}
}

// figures are what is shown of what was found; nil where nothing is known.
func (i *inquest) figures() *Measured {
	if i.mute {
		return nil
	}
	m := &i.measured
	m.Value = i.value.low
	if !math.IsInf(i.value.high, 1) {
		m.High = &i.value.high
	}
	slices.Sort(m.Found)
	slices.Sort(m.Missing)
	slices.Sort(m.Open)
	return m
}

// divide makes the value of a numerator and a denominator in thousandths.
func (i *inquest) divide(num, den span, factor float64) {
	i.measured.Numerator, i.measured.Denominator = num.low/1000, den.low/1000
	if den.high == 0 {
		i.none = true
		return
	}
	i.value = num.by(den, factor)
	target, atMost := i.q.crit.Target()
	short := target*den.low/factor - num.low
	if atMost {
		short = -short
	}
	i.measured.Short = max(math.Ceil(short-1e-6)/1000, 0)
}

// facilities are those of the criterion that lie in the subject, in order.
func (i *inquest) facilities() []*candidate {
	sel := &i.q.selection
	if len(sel.list) == 0 && !sel.certainlyNo {
		i.mute = true
		return nil
	}
	i.incomplete = i.incomplete || sel.incomplete
	for _, l := range sel.assumed {
		i.provisional = append(i.provisional, assumedLayer+l)
	}
	var found []int
	for _, m := range i.members {
		shape := i.s.in.Communities[m].Shape
		i.q.inside.SearchBox(shape.Box(), func(k int) bool {
			if shape.Contains(sel.list[k].At) {
				found = append(found, k)
			}
			return true
		})
	}
	slices.Sort(found) // two communities that overlap may share one
	var out []*candidate
	for _, k := range slices.Compact(found) {
		out = append(out, &sel.list[k])
	}
	return out
}

// show puts facilities into the evidence.
func (i *inquest) show(list []*candidate) {
	i.total += len(list)
	for _, c := range list {
		if len(i.counted) < MostCounted && !c.restricted {
			i.counted = append(i.counted, Seen{Facility: c.ID, Also: c.also, Layer: c.Layer, Name: c.Name, Amount: c.amountOf(i.q.crit.Attribute)})
		}
	}
}

// per is a sum over what the community has, per so many residents or households.
func (i *inquest) per() {
	c := i.q.crit
	var num span
	if c.Table != nil {
		b, rows, unknown := i.rows(c.Table.Name)
		if i.mute {
			return
		}
		num = b.amount(c.Table.Numerator, rows, unknown, everyRow)
	} else {
		list := i.facilities()
		if i.mute {
			return
		}
		i.show(list)
		num = i.sum(list)
	}
	den, factor := i.base()
	if !i.mute {
		i.divide(num, den, factor)
	}
}

// sum adds up the attribute of facilities, or counts them.
func (i *inquest) sum(list []*candidate) span {
	var out span
	for _, c := range list {
		milli, known := 1000.0, true
		if i.q.crit.Attribute != "" {
			milli, known = c.quantity(i.q.crit.Attribute)
		}
		if !known {
			i.measured.Open = append(i.measured.Open, c.ID)
			out.high = math.Inf(1)
			continue
		}
		out = out.plus(exactly(milli))
	}
	if i.incomplete {
		out.high = math.Inf(1)
	}
	return out
}

// base is what per divides by, in thousandths.
func (i *inquest) base() (span, float64) {
	per := cmp.Or(i.q.crit.Per, &Base{})
	if per.Households > 0 {
		b, rows, unknown := i.rows(CommunityTable)
		if i.mute {
			return span{}, 0
		}
		return b.amount(Amount{Column: "households"}, rows, unknown, everyRow), per.Households
	}
	if i.s.people == nil {
		i.mute = true
		return span{}, 0
	}
	milli := int64(0)
	for _, m := range i.members {
		for _, k := range i.s.people.of[m] {
			milli += i.s.people.milli[k]
		}
	}
	return exactly(float64(milli)), per.Residents
}

// assumedLayer begins the reason that a layer is only assumed to be complete.
const assumedLayer = "assumed_layer:"

// Restricts says whether a criterion is restricted: what it found is shown to those with a key only.
func (s *Standard) Restricts(criterion string) bool {
	_, _, c := s.Criterion(criterion)
	return c != nil && c.Restricted
}
