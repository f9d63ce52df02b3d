package indicators

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/geo/network"
	"circle15/geo/reach"
	"circle15/indicators/hours"
)

// Input is a city as the judgement takes it.
type Input struct {
	Streets     *network.Streets // nil: there are none
	Frame       *geo.Frame
	Facilities  []Facility // sorted by category, layer, id
	Layers      []LayerInfo
	Communities []Community
	Residents   *Residents // nil: nobody knows where people live
	Homes       *Residents // residential buildings, by footprint and storeys; may be nil
	// NotLand are the areas in which nobody can live: water, railway and motorway land.
	NotLand []geo.MultiPolygon
	Tables  []Table // by name
	AsOf    string  // YYYY-MM-DD: the day that plans are compared with
	// UntoldWheels: of some streets of the city nothing tells whether wheels manage (network.WheelsTold).
	UntoldWheels bool
	// Program is who computes. What another one found is not taken over.
	Program string
	// Of a job, which has a part of the city: the streets, and what was chosen for a criterion in the whole city.
	cut    *network.Cut
	chosen map[string]selection
}

// Scene is a city prepared for one standard: the streets laid, the facilities attached, the
// searches done. It is read by any number of goroutines.
type Scene struct {
	in         *Input
	std        *Standard
	net        *network.Network
	graphs     map[priced]*network.Graph
	questions  []*question // in the order of the criteria
	people     *located
	homes      *located
	wholes     wholes
	ledger     ledger
	restricted map[string]bool // layers
	idle       treePool
	prints     printing
	profiles   struct { // for Reach, each prepared when it is first asked for
		sync.Mutex
		found map[string]*reaching
	}
}

// priced is what makes a graph: who walks, and in which unit.
type priced struct {
	profile string
	unit    Unit
}

// question is a criterion with what was searched for it.
type question struct {
	crit      *Criterion
	selection selection
	need      int
	weighing
	limit    uint32 // of the criterion
	limitM   float64
	straight bool
	// untoldWheels: it asks for wheels, and of some streets nobody knows whether they manage.
	untoldWheels bool
	view         *network.View
	graph        *network.Graph
	keyed        *reach.Field   // the kept nearest keys, within the limit; nil when straight
	near         *reach.Field   // the nearest one, within 1.5 × the limit
	chosen       selection      // before hours and amounts were looked at
	sources      []reach.Source // what is searched from
	keys         []string
	keySums      []uint64 // digests of keys
	spots        []spot   // where the candidates are
	spotIndex    index.Boxes
	unplaced     int // candidates that no street reaches

	// Of a criterion that names a time: which states count then; the same question with those of unknown hours, and of all; nil
	// where that makes no difference.
	counts     []hours.State
	maybe, all *question
	unread     UnreadHours
	// Of a sum, also: those of which nobody knows what they add; maybe is then asked with them too.
	unweighed Unweighed
	// Of a criterion that compares: the same question for the profile it compares with.
	plain *question
	// Of a criterion of communities: where its facilities lie. Of places: nil.
	inside *index.Boxes
}

// spot is one place at which a candidate can be entered.
type spot struct {
	geo.XY
	candidate int32
	sources   []network.Access
}

// farther is how much beyond the limit the nearest facility is looked for.
const farther = 1.5

// Runner does n jobs, perhaps several at once; the first error stops the rest.
type Runner func(ctx context.Context, n int, job func(ctx context.Context, i int) error) error

// Prepare lays the scene and searches for all criteria. Each criterion is one job for run.
func Prepare(ctx context.Context, in *Input, std *Standard, run Runner) (*Scene, error) {
	s, err := Lay(ctx, in, std, run)
	if err != nil {
		return nil, err
	}
	return s, s.Search(ctx, run, nil)
}

// Lay prepares a scene but for the searches, without which no place can be judged: what they would cost may not be needed.
func Lay(ctx context.Context, in *Input, std *Standard, run Runner) (*Scene, error) {
	s := &Scene{in: in, std: std, graphs: map[priced]*network.Graph{}}
	streets := in.Streets
	if streets == nil {
		streets = (&network.Builder{}).Build()
	}
	if s.net = network.Lay(streets, in.Frame); in.cut != nil {
		s.net = network.LayCut(in.cut, in.Frame)
	}
	crits := std.Criteria()
	if err := s.price(crits); err != nil {
		return nil, err
	}
	s.people, s.homes = s.locate(in.Residents), s.locate(in.Homes)
	s.ledger, s.restricted = newLedger(in), map[string]bool{}
	for _, l := range in.Layers {
		s.restricted[l.Name] = l.Restricted
	}
	s.questions = make([]*question, len(crits))
	err := run(ctx, len(crits), func(ctx context.Context, i int) error {
		q, err := s.ask(ctx, crits[i])
		if err != nil {
			return fmt.Errorf("criterion %s: %w", crits[i].ID, err)
		}
		s.questions[i] = q
		return nil
	})
	return s, err
}

// Search does the searches of the criteria that are wanted, by their number in the standard, and that have not been done; nil wants all.
func (s *Scene) Search(ctx context.Context, run Runner, wanted func(criterion int) bool) error {
	return run(ctx, len(s.questions), func(ctx context.Context, i int) error {
		if wanted != nil && !wanted(i) {
			return nil
		}
		if err := s.questions[i].search(ctx); err != nil {
			return fmt.Errorf("criterion %s: %w", s.questions[i].crit.ID, err)
		}
		return nil
	})
}

// price makes the graphs that the criteria need: a view per profile, a graph per profile and unit.
func (s *Scene) price(crits []*Criterion) error {
	views := map[string]*network.View{}
	for _, c := range crits {
		if !c.Measure.OfPlaces() {
			continue
		}
		for _, profile := range [...]string{c.Limit.Profile, c.Compare} {
			if profile == "" && c.Limit.Profile != "" {
				continue // it compares with nobody
			}
			k := priced{profile, c.Limit.Unit}
			p, ok := s.std.Profiles[profile]
			if !ok {
				return fmt.Errorf("criterion %s: no profile %q", c.ID, profile)
			}
			if c.Limit.Straight || s.graphs[k] != nil {
				continue
			}
			if views[profile] == nil {
				views[profile] = s.net.View(p.mode())
			}
			s.graphs[k] = views[profile].Price(p.costPerM(k.unit))
		}
	}
	return nil
}

// costPerM is the cost of a metre: milliseconds for limits in minutes, millimetres for limits in metres.
func (p Profile) costPerM(u Unit) float64 {
	if u == Minutes {
		return 1000 / p.SpeedMPS
	}
	return CostsPerMetre
}

// mode is the profile in the words of the network.
func (p Profile) mode() network.Mode {
	m := network.Mode{Need: network.Foot, SoftBarriers: p.SoftBarriers, MaxAccessM: p.MaxAccessM, Candidates: p.Candidates}
	if p.Bike {
		m.Need = network.Bike
	}
	if p.Wheels {
		m.Without = network.NoWheels
	}
	return m
}

// ask selects what a criterion counts, and asks for it.
func (s *Scene) ask(ctx context.Context, c *Criterion) (*question, error) {
	chosen, ok := s.in.chosen[c.ID]
	if !ok {
		chosen = choose(c, s.in.Facilities, s.in.Layers)
	}
	if !c.Measure.OfPlaces() {
		return s.inquire(c, chosen), nil
	}
	q, err := s.askWhen(ctx, c, chosen)
	if err != nil {
		return nil, err
	}
	if c.Measure == Sum {
		q.unweighed = Unweighed{c.ID, c.Attribute, chosen.unweighed(c), len(chosen.list)}
	}
	q.chosen = chosen
	if c.Compare == "" {
		return q, nil
	}
	with := *c
	with.Limit.Profile = c.Compare
	q.plain, err = s.askWhen(ctx, &with, chosen)
	return q, err
}

// askWhen asks for a criterion at the time it names, if it names one.
func (s *Scene) askWhen(ctx context.Context, c *Criterion, chosen selection) (*question, error) {
	if c.OpenAt != nil {
		return s.askThen(ctx, c, chosen)
	}
	q, err := s.askOf(ctx, c, chosen.known(c))
	if err == nil && chosen.unweighed(c) > 0 {
		q.maybe, err = s.askOf(ctx, c, chosen.hopeful(c))
	}
	return q, err
}

// askOf attaches what was selected for a criterion.
func (s *Scene) askOf(ctx context.Context, c *Criterion, chosen selection) (*question, error) {
	q := &question{crit: c, selection: chosen, need: max(c.Threshold, 1), weighing: chosen.weighing(c), limit: c.Limit.LimitCost(), straight: c.Limit.Straight}
	q.untoldWheels = s.in.UntoldWheels && s.std.Profiles[c.Limit.Profile].Wheels
	q.limitM = float64(q.limit) / s.std.Profiles[c.Limit.Profile].costPerM(c.Limit.Unit)
	if !q.straight {
		q.graph = s.graphs[priced{c.Limit.Profile, c.Limit.Unit}]
		q.view = q.graph.View
	}
	q.sources = q.place(s)
	return q, nil
}

// search finds what the question, and those that it asks beside, reach; once.
func (q *question) search(ctx context.Context) error {
	for _, o := range [...]*question{q.maybe, q.all, q.plain} {
		if o != nil {
			if err := o.search(ctx); err != nil {
				return err
			}
		}
	}
	if q.straight || q.inside != nil || q.keyed != nil {
		return nil
	}
	var search reach.Searcher
	var once []reach.Source // a candidate with several keys is one for the nearest
	for _, src := range q.sources {
		if len(once) == 0 || once[len(once)-1].Access != src.Access {
			once = append(once, src)
		}
	}
	l, err := search.Search(ctx, q.graph, reach.Seeds(q.graph, once), 1, q.fartherLimit())
	if err != nil {
		return err
	}
	q.near = reach.NewField(q.graph, l.Keep(), once)
	if l, err = search.Search(ctx, q.graph, reach.Seeds(q.graph, q.sources), q.kept, q.limit); err != nil {
		return err
	}
	q.keyed = reach.NewField(q.graph, l.Keep(), q.sources)
	q.sumKeys()
	return nil
}

func (q *question) fartherLimit() uint32 { return uint32(farther * float64(q.limit)) }

// place attaches the candidates and numbers their keys.
func (q *question) place(s *Scene) []reach.Source {
	number := map[string]uint32{}
	for i := range q.selection.list {
		for _, k := range q.selection.list[i].keys {
			number[k] = 0
		}
	}
	for k := range number {
		q.keys = append(q.keys, k)
	}
	slices.Sort(q.keys)
	for i, k := range q.keys {
		number[k] = uint32(i)
	}
	q.weigh(number)
	var sources []reach.Source
	for i := range q.selection.list {
		c := &q.selection.list[i]
		if len(c.keys) == 0 {
			continue
		}
		at := s.in.Frame.XYE7(c.At)
		sp := spot{XY: at, candidate: int32(i)}
		if !q.straight {
			sp.sources = s.attach(q.view, c.Facility, at)
			if len(sp.sources) == 0 {
				q.unplaced++
			}
		}
		q.addSpot(sp)
		for _, a := range sp.sources {
			for _, k := range c.keys {
				sources = append(sources, reach.Source{Access: a, Key: number[k]})
			}
			if len(c.Outline) > 0 && a.LegM == 0 {
				q.addSpot(spot{XY: a.At, candidate: int32(i)}) // the straight line leads to any entrance
			}
		}
	}
	return sources
}

func (q *question) addSpot(sp spot) {
	q.spotIndex.Insert(sp.XY, sp.XY, len(q.spots))
	q.spots = append(q.spots, sp)
}

// attach finds where a facility comes to the streets.
func (s *Scene) attach(v *network.View, f *Facility, at geo.XY) []network.Access {
	if len(f.Outline) == 0 && len(f.Entrances) == 0 {
		return v.Access(at, nil)
	}
	plane := func(ps []geo.E7) []geo.XY {
		out := make([]geo.XY, len(ps))
		for i, p := range ps {
			out[i] = s.in.Frame.XYE7(p)
		}
		return out
	}
	var outline [][]geo.XY
	for _, r := range f.Outline {
		outline = append(outline, plane(r))
	}
	return v.AccessArea(plane(f.Entrances), outline, nil)
}

// located are residents with their place in the plane, by the community they belong to.
type located struct {
	at    []geo.E7
	xy    []geo.XY
	milli []int64
	of    map[int][]int32 // by index of the community
}

// locate assigns residents to the community in which they lie: of several that
// overlap, to the one with the lowest id.
func (s *Scene) locate(r *Residents) *located {
	if r == nil {
		return nil
	}
	var boxes index.Boxes
	for i := range s.in.Communities {
		boxes.InsertBox(s.in.Communities[i].Shape.Box(), i)
	}
	l := &located{at: r.At, milli: r.Milli, xy: make([]geo.XY, len(r.At)), of: map[int][]int32{}}
	for i, p := range r.At {
		best := -1
		boxes.SearchBox(geo.Box{Min: p, Max: p}, func(c int) bool {
			if (best < 0 || s.in.Communities[c].ID < s.in.Communities[best].ID) && s.in.Communities[c].Shape.Contains(p) {
				best = c
			}
			return true
		})
		if best >= 0 {
			l.xy[i] = s.in.Frame.XYE7(p)
			l.of[best] = append(l.of[best], int32(i))
		}
	}
	// The same order however the rows came.
	for _, list := range l.of {
		slices.SortFunc(list, func(a, b int32) int {
			return cmp.Or(cmp.Compare(l.at[a].Lon, l.at[b].Lon), cmp.Compare(l.at[a].Lat, l.at[b].Lat), cmp.Compare(l.milli[a], l.milli[b]))
		})
	}
	return l
}

// Outside is how many of the residents' thousandths lie in no community.
func (s *Scene) Outside() int64 {
	if s.people == nil {
		return 0
	}
	out := int64(0)
	for _, m := range s.people.milli {
		out += m
	}
	for _, list := range s.people.of {
		for _, i := range list {
			out -= s.people.milli[i]
		}
	}
	return out
}

// Unplaced is how many facilities of a criterion no street reaches.
type Unplaced struct {
	Criterion string
	Count, Of int
}

// Unplaced lists for each criterion the facilities that no street reaches.
func (s *Scene) Unplaced() []Unplaced {
	var out []Unplaced
	for _, q := range s.questions {
		out = append(out, Unplaced{q.crit.ID, q.unplaced, len(q.selection.list)})
	}
	return out
}
