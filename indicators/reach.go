package indicators

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// The bounds of one question about reach: what a person can read on one map, and what a server can answer at once.
const (
	MostReachMinutes = 60
	MostReachLimits  = 5
)

// ReachQuery asks where one comes from a place, or from a facility, within a few limits.
type ReachQuery struct {
	At geo.E7
	// Facility is the id of a facility, from whose entrances is walked in place of At; empty: from At.
	Facility string
	Minutes  []float64 // ascending, 1 to MostReachLimits of them, each above 0 and at most MostReachMinutes
	Profile  string    // of the standard; empty: walk
	Streets  bool      // tell the streets too
}

// Reached is where one comes.
type Reached struct {
	At        geo.E7
	Facility  *Facility  // nil: from a place
	Community *Community // nil: it lies in none
	Profile   string
	SpeedMPS  float64
	// Streets are where the place attaches. Unlinked: it does not, and Streets has the nearest there is, if any.
	Streets  []StreetAt
	Unlinked bool
	Bands    []Band // by limit; each contains the one before
	// People: it is known where people live.
	People   bool
	Criteria []ReachedCriterion // of places, in the order of the standard
	Lines    []ReachedLine
	LatticeM float64 // the lattice on which the surface was looked at
}

// Band is what lies within one limit.
type Band struct {
	Minutes float64
	Limit   uint32
	Shape   geo.MultiPolygon
	AreaM2  float64
	Milli   int64 // residents inside, in thousandths
}

// ReachedCriterion is what counts for a criterion and is reached.
type ReachedCriterion struct {
	Criterion string
	Totals    []int  // per band: how many lie within it
	Nearest   []Seen // the nearest up to MostCounted
}

// ReachedLine is a stretch of a street within one band and not within the one before.
type ReachedLine struct {
	Street   string // its name
	Way      int64
	Band     int
	FromCost uint32 // at the first place of Line
	ToCost   uint32 // at its last
	Line     []geo.E7
}

// ReachError: a question about reach cannot be asked so.
type ReachError struct {
	Parameter string // minutes, profile, facility
	Got       string
	Allowed   []string
}

// Error names what is allowed.
func (e *ReachError) Error() string {
	return fmt.Sprintf("%s %q cannot be used: allowed are %v", e.Parameter, e.Got, e.Allowed)
}

// Reach says where one comes. The same costs decide as in the gaps: a facility is inside a band exactly if the place
// lies within that limit of it. It is safe for concurrent use; ReachError for what cannot be asked.
func (s *Scene) Reach(ctx context.Context, query ReachQuery) (*Reached, error) {
	limits, err := query.limits()
	if err != nil {
		return nil, err
	}
	if query.Profile == "" {
		query.Profile = WalkProfile
	}
	p, err := s.reaching(query.Profile)
	if err != nil {
		return nil, err
	}
	out := &Reached{At: query.At, Profile: query.Profile, SpeedMPS: s.std.Profiles[query.Profile].SpeedMPS, People: s.people != nil}
	if query.Facility != "" {
		if out.Facility = s.facility(query.Facility); out.Facility == nil {
			return nil, &ReachError{"facility", query.Facility, []string{"the id of a facility of this run"}}
		}
		out.At = out.Facility.At
	}
	here := s.stand(out.At, s.in.Frame.XYE7(out.At))
	defer here.leave()
	if out.Facility != nil {
		here.access[p.graph.View] = p.attach(s, out.Facility)
	}
	if i := s.communityAt(out.At); i >= 0 {
		out.Community = &s.in.Communities[i]
	}
	access := here.accessTo(p.graph.View)
	out.Streets = s.streets(query.Profile, p.graph.View, here.xy, access)
	out.Unlinked = len(access) == 0
	tree, err := here.tree(ctx, p.graph, limits[len(limits)-1])
	if err != nil {
		return nil, err
	}
	return out, s.fill(ctx, out, p, here, tree, query, limits)
}

// limits are the minutes as costs.
func (q *ReachQuery) limits() ([]uint32, error) {
	bad := &ReachError{"minutes", fmt.Sprint(q.Minutes), []string{fmt.Sprintf("1 to %d different numbers above 0, at most %d, ascending", MostReachLimits, MostReachMinutes)}}
	if len(q.Minutes) == 0 || len(q.Minutes) > MostReachLimits {
		return nil, bad
	}
	var out []uint32
	for i, m := range q.Minutes {
		if !(m > 0 && m <= MostReachMinutes) || i > 0 && m <= q.Minutes[i-1] {
			return nil, bad
		}
		out = append(out, Limit{Value: m, Unit: Minutes}.LimitCost())
	}
	return out, nil
}

// fill looks at what a search reached; tree is nil for a place without access.
func (s *Scene) fill(ctx context.Context, out *Reached, p *reaching, here *stand, tree *reach.Tree, query ReachQuery, limits []uint32) error {
	for i, m := range query.Minutes {
		out.Bands = append(out.Bands, Band{Minutes: m, Limit: limits[i]})
	}
	if tree != nil {
		iso, err := tree.Isochrone(ctx, limits)
		if err != nil {
			return err
		}
		out.LatticeM = iso.StepM
		for i, shape := range iso.Shapes {
			out.Bands[i].Shape, out.Bands[i].AreaM2 = shape, shape.AreaM2()
		}
		s.peopleInside(iso, out.Bands)
		if query.Streets {
			out.Lines = s.lines(tree, limits)
		}
	}
	for i := range p.questions {
		out.Criteria = append(out.Criteria, p.questions[i].reached(tree, here.xy, limits))
	}
	return ctx.Err()
}

// peopleInside counts the residents of each band.
func (s *Scene) peopleInside(iso *reach.Isochrone, bands []Band) {
	if s.people == nil {
		return
	}
	box := iso.Box()
	for i, e := range s.people.at {
		if !box.Contains(e) {
			continue
		}
		for b := iso.Band(e, s.in.Frame.XYE7(e)); b < len(bands); b++ {
			bands[b].Milli += s.people.milli[i]
		}
	}
}

// lines are the streets that were reached.
func (s *Scene) lines(tree *reach.Tree, limits []uint32) []ReachedLine {
	var out []ReachedLine
	for _, st := range tree.Stretches(limits) {
		line := s.net.AppendPart(nil, st.Edge, st.FromM, st.ToM)
		if len(line) < 2 {
			continue
		}
		out = append(out, ReachedLine{Street: s.net.Name(st.Edge), Way: s.net.WayID[st.Edge], Band: st.Limit, FromCost: st.FromCost, ToCost: st.ToCost, Line: line})
	}
	return out
}

// reached is what counts for a criterion within the limits.
func (q *question) reached(tree *reach.Tree, at geo.XY, limits []uint32) ReachedCriterion {
	out := ReachedCriterion{Criterion: q.crit.ID, Totals: make([]int, len(limits))}
	if tree == nil {
		return out
	}
	for _, v := range q.seen(at, func(sp *spot) uint32 { return q.costBy(tree, sp) }) {
		for i, l := range limits {
			if v.Cost <= l {
				out.Totals[i]++
			}
		}
		if len(out.Nearest) < MostCounted && !v.of.restricted {
			out.Nearest = append(out.Nearest, v.Seen)
		}
	}
	return out
}

// reaching is a scene for one profile, whatever the criteria say: who moves so, and where all that counts attaches.
type reaching struct {
	graph     *network.Graph
	questions []question // as the criteria, with the spots of this profile and limits that bound nothing
	attached  map[*Facility][]network.Access
}

// reaching prepares a profile the first time it is asked for.
func (s *Scene) reaching(profile string) (*reaching, error) {
	how, ok := s.std.Profiles[profile]
	if !ok {
		return nil, &ReachError{"profile", profile, slices.Sorted(maps.Keys(s.std.Profiles))}
	}
	s.profiles.Lock()
	defer s.profiles.Unlock()
	if p := s.profiles.found[profile]; p != nil {
		return p, nil
	}
	p := &reaching{graph: s.graphs[priced{profile, Minutes}], attached: map[*Facility][]network.Access{}}
	if p.graph == nil {
		p.graph = s.viewOf(profile, how).Price(how.costPerM(Minutes))
	}
	for _, q := range s.questions {
		if q.crit.Measure.OfPlaces() {
			p.questions = append(p.questions, p.question(s, q))
		}
	}
	if s.profiles.found == nil {
		s.profiles.found = map[string]*reaching{}
	}
	s.profiles.found[profile] = p
	return p, nil
}

// viewOf is the network as a profile sees it: the one that a criterion in metres uses already, if there is one.
func (s *Scene) viewOf(profile string, how Profile) *network.View {
	if g := s.graphs[priced{profile, Metres}]; g != nil {
		return g.View
	}
	return s.net.View(how.mode())
}

// question is a criterion with the spots of the profile.
func (p *reaching) question(s *Scene, q *question) question {
	out := question{crit: q.crit, selection: q.selection, need: q.need, limit: NoCost / 2, graph: p.graph, view: p.graph.View}
	for i := range q.selection.list {
		c := &q.selection.list[i]
		if _, ok := p.attached[c.Facility]; !ok {
			p.attached[c.Facility] = s.attach(p.graph.View, c.Facility, s.in.Frame.XYE7(c.At))
		}
		out.spots = append(out.spots, spot{XY: s.in.Frame.XYE7(c.At), candidate: int32(i), sources: p.attached[c.Facility]})
	}
	return out
}

// attach is where a facility attaches; those that no criterion counts are looked for anew.
func (p *reaching) attach(s *Scene, f *Facility) []network.Access {
	if a, ok := p.attached[f]; ok {
		return a
	}
	return s.attach(p.graph.View, f, s.in.Frame.XYE7(f.At))
}

// facility finds a facility by its id: of several layers or categories the first. Where a restricted one stands is not told.
func (s *Scene) facility(id string) *Facility {
	for i := range s.in.Facilities {
		if f := &s.in.Facilities[i]; f.ID == id && f.Category != RestrictedCategory && !s.restricted[f.Layer] {
			return f
		}
	}
	return nil
}
