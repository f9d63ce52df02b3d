package indicators

import (
	"math"

	"circle15/geo"
	"circle15/geo/plane"
	"circle15/geo/surface"
)

// spread gives the residents of a community to the pieces in which they lie, and their share that is covered.
func (l *located) spread(community int, parts *surface.Parts, pieces []Piece, give func(*Piece, int64)) Share {
	var out Share
	if l == nil {
		return out
	}
	var of [len(causeOf)]*Piece
	for i := range pieces {
		of[labelOf(pieces[i].Cause)] = &pieces[i]
	}
	for _, i := range l.of[community] {
		p := &pieces[0]
		if parts != nil {
			p = of[parts.LabelAt(l.at[i], l.xy[i])]
		}
		if p == nil { // beside a part that rounding closed
			p = &pieces[0]
		}
		give(p, l.milli[i])
		out.add(p.Cause, l.milli[i])
		out.Whole += l.milli[i]
	}
	return out
}

// shares fills the shares of area and residents and the one that decides.
func (s *Scene) shares(g *ground, q *question, r *Result) {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		area := int64(math.Round(p.AreaM2 * 100))
		r.Area.add(p.Cause, area)
		r.Area.Whole += area
		r.Residents.add(p.Cause, p.Milli)
		r.Residents.Whole += p.Milli
	}
	switch {
	case q.crit.Scope == Anywhere || !q.crit.Measure.OfPlaces():
		r.Basis, r.Decided = ByWhole, Share{Whole: 1}
		r.Decided.add(r.Pieces[0].Cause, 1)
	case r.Residents.Whole > 0:
		r.Basis, r.Decided = ByResidents, r.Residents
	case r.Homes.Whole > 0:
		r.Basis, r.Decided = ByHomes, r.Homes
	default:
		r.Basis, r.Decided = ByLand, s.land(g, r)
	}
}

func (s *Share) add(c Cause, v int64) {
	if c == Covered {
		s.Low += v
	}
	if c == Covered || c.Undecided() {
		s.High += v
	}
}

// land is the share of the area without water, railway and motorway land.
func (s *Scene) land(g *ground, r *Result) Share {
	box := g.community.Shape.Box()
	var not []geo.MultiPolygon
	for _, m := range s.in.NotLand {
		if m.Box().Intersects(box) {
			not = append(not, m)
		}
	}
	if len(not) == 0 {
		return r.Area
	}
	var out Share
	for _, p := range r.Pieces {
		m2, err := plane.AreaWithout(p.Shape, not)
		if err != nil {
			return r.Area
		}
		v := int64(math.Round(m2 * 100))
		out.add(p.Cause, v)
		out.Whole += v
	}
	return out
}
