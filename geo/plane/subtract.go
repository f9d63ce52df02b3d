package plane

import (
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// Subtract is what of m lies in none of the others, as polygons. Places where edges cross are rounded to 1e-7 degree, so along such
// edges the border may move by about a centimetre; slivers that rounding closes are left out.
func Subtract(m geo.MultiPolygon, others ...geo.MultiPolygon) (geo.MultiPolygon, error) {
	if len(m) == 0 {
		return nil, nil
	}
	rest := libraryMulti(m)
	for _, o := range others {
		if !o.Box().Intersects(m.Box()) {
			continue
		}
		var err error
		if rest, err = geom.Difference(rest, libraryMulti(o)); err != nil {
			return nil, fmt.Errorf("take an area of %d polygons away: %w", len(o), err)
		}
		rest = areal(rest)
	}
	return settled(rest)
}

// Join is the union of several areas, as polygons; see Subtract for how places are rounded.
func Join(parts ...geo.MultiPolygon) (geo.MultiPolygon, error) {
	var all []geom.Geometry
	for _, p := range parts {
		if len(p) > 0 {
			all = append(all, libraryMulti(p))
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	u, err := geom.UnionMany(all)
	if err != nil {
		return nil, fmt.Errorf("join %d areas: %w", len(all), err)
	}
	return settled(areal(u))
}

// sliverWide is the width, in units of 1e-7 degree, below which a part is a sliver that rounding made: some 3 cm.
const sliverWide = 3

// settled is the polygons of g rounded, without slivers. What rounding made touch itself is united on coarser and coarser grids, up to a metre.
func settled(g geom.Geometry) (geo.MultiPolygon, error) {
	var out geo.MultiPolygon
	for _, d := range g.Dump() {
		if p, ok := d.AsPolygon(); ok {
			out = appendWide(out, ourPolygon(p))
		}
	}
	fault := Validate(out)
	for grid := int32(1); fault != nil && grid <= 100; grid *= 10 {
		united, err := Unite(coarser(out, grid))
		if err != nil {
			fault = err
			continue
		}
		out = nil
		for _, p := range united {
			out = appendWide(out, p)
		}
		fault = Validate(out)
	}
	if fault != nil {
		return nil, fmt.Errorf("the result is not valid: %w", fault)
	}
	return out, nil
}

// appendWide adds the rings of p that are no slivers.
func appendWide(m geo.MultiPolygon, p geo.Polygon) geo.MultiPolygon {
	var wide geo.Polygon
	for i, r := range p {
		if sliver(r) {
			if i == 0 {
				return m
			}
			continue
		}
		wide = append(wide, r)
	}
	return appendOpen(m, wide)
}

// sliver says whether a ring is on average narrower than sliverWide: a long thin one has an area of length × width and twice its length around.
func sliver(r geo.Ring) bool {
	around := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		around += math.Hypot(float64(p.Lon)-float64(q.Lon), float64(p.Lat)-float64(q.Lat))
	}
	return math.Abs(float64(r.DoubleArea())) < sliverWide*around
}

// coarser is m with its places on a grid of so many units, without polygons that this closes.
func coarser(m geo.MultiPolygon, grid int32) geo.MultiPolygon {
	var out geo.MultiPolygon
	for _, p := range m {
		var q geo.Polygon
		for _, r := range p {
			s := make(geo.Ring, len(r))
			for i, at := range r {
				s[i] = geo.E7{Lon: (at.Lon + grid/2) / grid * grid, Lat: (at.Lat + grid/2) / grid * grid}
			}
			q = append(q, s)
		}
		out = appendOpen(out, q)
	}
	return out
}
