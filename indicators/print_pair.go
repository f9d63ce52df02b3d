package indicators

import (
	"context"
	"slices"
	"sync"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/geo/network"
)

// The halo of a pair is the box of the community, wider by 1.5 × the limit as far as the fastest profile walks in it, a percent for the arithmetic of the plane,
// and marginM for the points of the lattice beyond the border. Nothing that lies farther off can be reached within the limit of any search, since no way
// is shorter than the straight line. A street farther off by another access leg can still be where a facility inside it attaches.
const (
	marginM   = 100
	haloShare = 1.01
)

// haloM is how far the halo of a question reaches beyond the box of the community, without access legs.
func (q *question) haloM() float64 {
	m := farther * q.limitM
	if q.plain != nil {
		m = max(m, farther*q.plain.limitM)
	}
	return m*haloShare + marginM
}

// accessM is the longest access leg of a question; 0 for straight lines.
func (q *question) accessM() float64 {
	m := 0.0
	for _, o := range [...]*question{q, q.plain} {
		if o != nil && o.view != nil {
			m = max(m, o.view.Mode.MaxAccessM)
		}
	}
	return m
}

// printing is what prints need of a scene, made when the first is asked for.
type printing struct {
	once     sync.Once
	tiles    *network.Tiles
	criteria []Digest
	extents  []index.Boxes // per criterion: of its candidates
}

func (s *Scene) printing() *printing {
	p := &s.prints
	p.once.Do(func() {
		p.tiles = s.net.NewTiles(s.views())
		p.extents = make([]index.Boxes, len(s.questions))
		for k, q := range s.questions {
			p.criteria = append(p.criteria, s.printCriterion(q.crit))
			for i := range q.chosen.list {
				p.extents[k].InsertBox(q.chosen.list[i].extent(), i)
			}
		}
	})
	return p
}

// views are the networks of the profiles that the criteria use, in the order of the criteria.
func (s *Scene) views() []*network.View {
	var out []*network.View
	for _, q := range s.questions {
		for _, o := range [...]*question{q, q.plain} {
			if o != nil && o.view != nil && !slices.Contains(out, o.view) {
				out = append(out, o.view)
			}
		}
	}
	return out
}

// extent is the box of a candidate with its outline and entrances.
func (c *candidate) extent() geo.Box {
	return extentOf(c.Facility).Union(geo.Ring(c.Entrances).Box())
}

// printCriterion digests what decides of a criterion: titles, sources, colours and whether it binds do not.
func (s *Scene) printCriterion(c *Criterion) Digest {
	k := *c
	k.Title, k.Note, k.Source, k.Quote, k.Confidence, k.Tags, k.Colours, k.SetBy = Text{}, Text{}, "", "", "", nil, nil, ""
	k.Near, k.Binding = 0, false
	var d digester
	d.uint(kernelVersion)
	d.text(s.in.Program)
	d.json(k)
	d.json(s.std.Profiles[c.Limit.Profile])
	d.json(s.std.Profiles[c.Compare])
	d.bool(s.in.UntoldWheels && s.std.Profiles[c.Limit.Profile].Wheels)
	return d.sum()
}

// Prints are what the results of community i depend on, in the order of the criteria, but for PartWays, for which the searches are needed. A criterion of
// communities is asked: its answer costs less than all that it may depend on, and is the print.
func (j *Assessor) Prints(ctx context.Context, i int) ([]Print, error) {
	s := j.scene
	p := s.printing()
	out := make([]Print, len(s.questions))
	place, residents, land := s.printPlace(i), s.printResidents(i), s.printGround(i)
	streets := map[float64]Digest{}
	var surveyed *ground
	for k, q := range s.questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		print := &out[k]
		print[PartCriterion], print[PartPlace], print[PartResidents], print[PartGround] = p.criteria[k], place, residents, land
		var d digester
		if !q.crit.Measure.OfPlaces() {
			if surveyed == nil {
				surveyed = j.survey(i)
			}
			d.result(s.ofCommunity(surveyed, q))
			print[PartTable] = d.sum()
			continue
		}
		d.uint(uint64(s.applies(q.crit, i)))
		print[PartTable] = d.sum()
		near := j.near(i, k)
		print[PartFacilities] = s.printFacilities(q, near)
		print[PartStreets] = s.printStreets(q, i, near, streets)
	}
	return out, nil
}

// result digests a result with its shapes.
func (d *digester) result(r Result) {
	d.json(r)
	for i := range r.Pieces {
		d.area(r.Pieces[i].Shape)
	}
}

// near are the candidates within the halo of community i, in order.
func (j *Assessor) near(i, criterion int) []int {
	s := j.scene
	q := s.questions[criterion]
	var out []int
	s.printing().extents[criterion].SearchBox(s.in.Communities[i].Shape.Box().Widen(q.haloM()), func(c int) bool {
		out = append(out, c)
		return true
	})
	slices.Sort(out)
	return out
}

func (s *Scene) printPlace(i int) Digest {
	var d digester
	c := &s.in.Communities[i]
	d.text(c.ID)
	d.area(c.Shape)
	centre := s.in.Frame.Centre()
	d.float(centre[0])
	d.float(centre[1])
	return d.sum()
}

func (s *Scene) printResidents(i int) Digest {
	var d digester
	d.located(s.people, i)
	return d.sum()
}

// located digests those who live in a community, and gives how many they are.
func (d *digester) located(l *located, community int) (milli int64) {
	d.bool(l != nil)
	if l == nil {
		return 0
	}
	for _, k := range l.of[community] {
		d.places(l.at[k : k+1])
		d.uint(uint64(l.milli[k]))
		milli += l.milli[k]
	}
	return milli
}

// printGround digests the homes, and the land where nobody and no home is known.
func (s *Scene) printGround(i int) Digest {
	var d digester
	homes := d.located(s.homes, i)
	if homes > 0 || (&digester{}).located(s.people, i) > 0 {
		return d.sum()
	}
	box := s.in.Communities[i].Shape.Box()
	for _, m := range s.in.NotLand {
		if m.Box().Intersects(box) {
			d.area(m)
		}
	}
	return d.sum()
}

// printFacilities digests the candidates near a community, and what is known of them in the whole city: whether there are any, from which layers, and how complete these are.
// Twins are merged and lines have their keys already.
func (s *Scene) printFacilities(q *question, near []int) Digest {
	var d digester
	sel := &q.selection
	d.bool(len(sel.list) > 0)
	d.bool(sel.certainlyNo)
	d.bool(sel.incomplete)
	d.texts(sel.assumed)
	for _, o := range [...]*question{q, q.maybe} {
		if o != nil && o.cut { // the search keeps too few to be sure: then how many matters
			d.uint(uint64(o.kept))
		}
	}
	for _, i := range near {
		c := &q.chosen.list[i]
		d.text(c.Layer)
		d.text(c.Category)
		d.text(c.ID)
		d.text(c.Name)
		d.places([]geo.E7{c.At})
		d.places(c.Entrances)
		d.rings(c.Outline)
		d.texts(c.also)
		d.texts(c.keys)
		d.uint(uint64(c.then))
		d.bool(c.restricted)
		d.text(c.attribute(q.crit.Attribute))
	}
	return d.sum()
}

// printStreets digests the streets and barriers of the halo, with those around areas that reach beyond it, and the edge of the data if it is near.
func (s *Scene) printStreets(q *question, i int, near []int, known map[float64]Digest) Digest {
	var d digester
	if s.nearEdge(q, i) {
		d.places(s.net.Extent)
	}
	if q.straight {
		return d.sum()
	}
	tiles := s.printing().tiles
	r := q.haloM() + q.accessM()
	of, ok := known[r]
	if !ok {
		all := digester{tiles.Append(nil, s.in.Communities[i].Shape.Box().Widen(r))}
		of = all.sum()
		known[r] = of
	}
	d.b = append(d.b, of[:]...)
	for _, k := range near {
		if c := &q.chosen.list[k]; len(c.Outline)+len(c.Entrances) > 0 {
			d.b = tiles.Append(d.b, c.extent().Widen(q.accessM()+marginM))
		}
	}
	return d.sum()
}

// nearEdge says whether a part of the community may lie nearer to the edge of the data than the limit.
func (s *Scene) nearEdge(q *question, i int) bool {
	b := s.in.Communities[i].Shape.Box()
	for _, e := range [4]geo.E7{b.Min, {Lon: b.Max.Lon, Lat: b.Min.Lat}, b.Max, {Lon: b.Min.Lon, Lat: b.Max.Lat}} {
		if s.net.EdgeOfDataM(s.in.Frame.XYE7(e)) < q.limitM {
			return true
		}
	}
	return false
}
