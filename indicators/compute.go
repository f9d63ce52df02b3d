package indicators

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/bits"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
	"circle15/geo/surface"
)

// The lattice: 20 m, 10 m in communities under 1 km² (design, section 3).
const (
	stepM      = 20
	smallStepM = 10
	smallM2    = 1e6
)

// Assessor is the worker that judges communities of one scene. It keeps memory from one to the next
// and is not safe for concurrent use.
type Assessor struct {
	scene        *Scene
	search       reach.Searcher
	ground       ground
	surroundings around
}

// NewAssessor is a worker for the scene.
func (s *Scene) NewAssessor() *Assessor { return &Assessor{scene: s} }

// ground is what all criteria of one community share.
type ground struct {
	index     int
	community *Community
	plan      *surface.Plan
	box       []geo.XY
	access    map[*network.Graph]*attached
	labels    []surface.Label
	have      []int32
	nearest   []uint32
}

// Community judges community i under all criteria, in the order of the standard.
func (j *Assessor) Community(ctx context.Context, i int) ([]Result, error) {
	return j.Some(ctx, i, nil)
}

// Some judges community i under the criteria that are wanted, by their number in the standard; nil wants all.
func (j *Assessor) Some(ctx context.Context, i int, wanted func(criterion int) bool) ([]Result, error) {
	return j.judgeSome(ctx, j.survey(i), wanted)
}

// judge judges a community under all criteria.
func (j *Assessor) judge(ctx context.Context, g *ground) ([]Result, error) {
	return j.judgeSome(ctx, g, nil)
}

func (j *Assessor) judgeSome(ctx context.Context, g *ground, wanted func(criterion int) bool) ([]Result, error) {
	out := make([]Result, 0, len(j.scene.questions))
	for k, q := range j.scene.questions {
		if wanted != nil && !wanted(k) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := j.pair(ctx, g, q)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// survey lays the lattice over a community.
func (j *Assessor) survey(i int) *ground {
	if j.scene.in.Communities[i].Shape.AreaM2() < smallM2 {
		return j.lay(i, smallStepM)
	}
	return j.lay(i, stepM)
}

// lay lays a lattice over a community, in the memory of the last one.
func (j *Assessor) lay(i int, step float64) *ground {
	s, g := j.scene, &j.ground
	c := &s.in.Communities[i]
	g.index, g.community, g.box = i, c, g.box[:0]
	g.plan = surface.NewPlan(c.Shape, s.in.Frame, step)
	b := c.Shape.Box()
	for _, e := range [4]geo.E7{b.Min, {Lon: b.Max.Lon, Lat: b.Min.Lat}, b.Max, {Lon: b.Min.Lon, Lat: b.Max.Lat}} {
		g.box = append(g.box, s.in.Frame.XYE7(e))
	}
	n := g.plan.Points()
	g.labels, g.have, g.nearest = zeroed(g.labels, n), zeroed(g.have, n), zeroed(g.nearest, n)
	for _, a := range g.access {
		a.done = false
	}
	return g
}

// zeroed is a slice of n zeros, in the memory of s if it is large enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// pair judges one community under one criterion.
func (j *Assessor) pair(ctx context.Context, g *ground, q *question) (Result, error) {
	if !q.crit.Measure.OfPlaces() {
		return j.scene.ofCommunity(g, q), nil
	}
	applies := j.scene.applies(q.crit, g.index)
	if applies == no {
		return j.scene.notApplicable(g, q), nil
	}
	r := Result{Community: g.community.ID, Criterion: q.crit.ID, Need: q.need}
	r.Provisional = q.provisional(g)
	switch {
	case len(q.selection.list) == 0 && !q.selection.certainlyNo:
		r.whole(g, NoData, 0)
		j.scene.everybody(g, &r)
	case q.crit.Scope == Anywhere:
		if err := j.anywhere(ctx, g, q, &r); err != nil {
			return r, err
		}
	default:
		if err := j.places(ctx, g, q, &r); err != nil {
			return r, err
		}
	}
	j.scene.shares(g, q, &r)
	r.Status = q.decide(r.Decided)
	if applies == open {
		r.Status, r.Provisional = Unknown, append(r.Provisional, appliesUnknown)
	}
	return r, nil
}

// provisional are the reasons why a status under this question rests on something assumed.
func (q *question) provisional(g *ground) []string {
	var out []string
	for _, l := range q.selection.assumed {
		out = append(out, "assumed_layer:"+l)
	}
	if q.crit.MustSet {
		out = append(out, "must_set")
	}
	if q.assumesGate(g) {
		out = append(out, "assumed_gate")
	}
	if q.countsUnknownNear(g) {
		out = append(out, "unknown_hours")
	}
	if !q.straight && q.untoldWheels {
		out = append(out, "unknown_kerbs")
	}
	return out
}

// assumesGate says whether a place of the community, or a facility within the limit of its box in a straight line, comes to the streets
// only through a wall.
func (q *question) assumesGate(g *ground) bool {
	if q.straight || !q.view.Mode.SoftBarriers {
		return false
	}
	assumed := func(a network.Priced) bool { return a.Assumed }
	at := g.attach(q.graph)
	for i := range g.plan.Points() {
		if g.plan.Within(i) && slices.ContainsFunc(at.at(i), assumed) {
			return true
		}
	}
	return q.anyNear(g, func(sp *spot) bool {
		return slices.ContainsFunc(sp.sources, func(a network.Access) bool { return a.Assumed })
	})
}

// anyNear says whether something holds for a facility within the limit of the community's box in a straight line.
func (q *question) anyNear(g *ground, holds func(*spot) bool) bool {
	lo, hi := g.box[0], g.box[0]
	for _, p := range g.box {
		lo, hi = geo.XY{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}, geo.XY{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	m, found := q.limitM, false
	q.spotIndex.Search(geo.XY{X: lo.X - m, Y: lo.Y - m}, geo.XY{X: hi.X + m, Y: hi.Y + m}, func(i int) bool {
		found = holds(&q.spots[i])
		return !found
	})
	return found
}

// whole makes the community one piece.
func (r *Result) whole(g *ground, cause Cause, have int) {
	r.Have = have
	r.Pieces = []Piece{{Cause: cause, Shape: g.community.Shape, AreaM2: g.plan.AreaM2(), Have: have, Nearest: NoCost}}
}

// everybody gives all residents to the only piece.
func (s *Scene) everybody(g *ground, r *Result) {
	r.Homes = s.homes.spread(g.index, nil, r.Pieces, func(*Piece, int64) {})
	s.people.spread(g.index, nil, r.Pieces, func(p *Piece, milli int64) { p.Milli += milli })
}

// decide compares the share with what is required, in integers.
func (q *question) decide(s Share) Status {
	if s.Whole == 0 {
		return NotApplicable
	}
	require := int64(math.Round(q.crit.Require * 1e6)) // millionths
	switch {
	case reaches(s.Low, s.Whole, require):
		return Pass
	case !reaches(s.High, s.Whole, require) && !q.selection.incomplete:
		return Fail
	}
	return Unknown
}

// reaches says whether part/whole >= require millionths, without rounding.
func reaches(part, whole, require int64) bool {
	partHi, partLo := bits.Mul64(uint64(part), 1_000_000)
	needHi, needLo := bits.Mul64(uint64(require), uint64(whole))
	return partHi > needHi || partHi == needHi && partLo >= needLo
}

// places splits the community by the labels of its places.
func (j *Assessor) places(ctx context.Context, g *ground, q *question, r *Result) error {
	t := newTester(j.scene, q, g.box, g.plan.StepM)
	if !q.straight {
		t.attached = g.attach(q.graph)
		if t.plain != nil {
			t.plain.attached = g.attach(q.plain.graph)
		}
	}
	rest := t.survey(g)
	parts, err := g.plan.Split(g.labels, t)
	if errors.Is(err, surface.ErrResidue) {
		r.Note = err.Error()
		r.whole(g, NoData, 0)
		j.scene.everybody(g, r)
		return nil
	}
	if err != nil {
		return err
	}
	stats := t.measure(g, rest)
	r.Have = q.need
	for _, p := range parts.List {
		piece := Piece{Cause: causeOf[p.Label], Shape: p.Shape, AreaM2: p.AreaM2}
		st := stats[p.Label]
		if st.points == 0 { // thinner than the lattice
			st = t.ask(p.Shape)
		}
		piece.Have, piece.Nearest = min(st.have, q.need), st.nearest
		r.Have = min(r.Have, piece.Have)
		r.Pieces = append(r.Pieces, piece)
	}
	r.Homes = j.scene.homes.spread(g.index, parts, r.Pieces, func(*Piece, int64) {})
	j.scene.people.spread(g.index, parts, r.Pieces, func(p *Piece, milli int64) { p.Milli += milli })
	return j.evidence(ctx, q, t, j.worstPlace(g, parts, r), r)
}

// stat is what the points of one label have in common.
type stat struct {
	points  int
	have    int    // least
	nearest uint32 // greatest
}

// measure looks at the points inside the community, by label. Blocks that were left for later are looked at only if they
// can hold the greatest cost of a label.
func (t *tester) measure(g *ground, rest []later) [len(causeOf)]stat {
	var out [len(causeOf)]stat
	nx, _ := g.plan.Size()
	for i, l := range g.labels {
		if !g.plan.Within(i) {
			continue
		}
		st := &out[l]
		if st.points == 0 || int(g.have[i]) < st.have {
			st.have = int(g.have[i])
		}
		st.nearest = max(st.nearest, g.nearest[i])
		st.points++
	}
	slices.SortFunc(rest, func(a, b later) int { return cmp.Compare(b.most, a.most) }) // the greatest first
	for _, l := range rest {
		t.attached.blocks.list[l.block].each(nx, func(i int) {
			if st := &out[g.labels[i]]; g.plan.Within(i) && l.most > st.nearest {
				st.nearest = max(st.nearest, t.q.near.Nearest(t.attached.at(i)))
			}
		})
	}
	return out
}

// ask is the stat of a part that no point of the lattice lies in, at a place inside it.
func (t *tester) ask(shape geo.MultiPolygon) stat {
	p := t.net.Frame.XYE7(shape.Inside())
	var access []network.Priced
	if !t.q.straight {
		access = t.attached.probe(surface.Probe{At: p, Once: true})
	}
	v := t.value(p, access)
	return stat{points: 1, have: v.have, nearest: v.nearest}
}

// worstPlace is the place that the evidence is about: where most residents live of those whom the gap concerns; where
// nobody is known to live, a place inside the gap.
func (j *Assessor) worstPlace(g *ground, parts *surface.Parts, r *Result) place {
	var worst place
	if s := j.scene.people; s != nil {
		for _, i := range s.of[g.index] {
			worst = worst.or(place{label: parts.LabelAt(s.at[i], s.xy[i]), milli: s.milli[i], at: s.at[i], xy: s.xy[i], known: true})
		}
	}
	for _, p := range r.Pieces {
		e := p.Shape.Inside()
		worst = worst.or(place{label: labelOf(p.Cause), at: e, xy: j.scene.in.Frame.XYE7(e), known: true})
	}
	return worst
}

func labelOf(c Cause) surface.Label {
	for l, x := range causeOf {
		if x == c {
			return surface.Label(l)
		}
	}
	return labelNoFacility
}

// place is a candidate for the evidence.
type place struct {
	label surface.Label
	milli int64
	at    geo.E7
	xy    geo.XY
	known bool
}

// or is the better one: in a decided gap before an undecided one before covered, then with more residents. What
// came first wins ties.
func (p place) or(o place) place {
	if !p.known {
		return o
	}
	rank := func(l surface.Label) int {
		switch {
		case l == labelCovered:
			return 0
		case causeOf[l].Undecided():
			return 1
		}
		return 2
	}
	if a, b := rank(p.label), rank(o.label); a != b {
		if a > b {
			return p
		}
		return o
	}
	if o.milli > p.milli {
		return o
	}
	return p
}
