package plane

import (
	"fmt"
	"slices"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// ExactlyOnce cuts whole in two: what lies in exactly one of the parts, and the rest, which lies in none of them or in several.
// Parts reach beyond whole as they like. What is left between edges that were drawn apart by less than sliverUnits belongs to once. Places where
// edges cross are rounded to 1e-7 degree: the areas of the two add up to that of whole but for some square decimetres for each.
func ExactlyOnce(whole geo.MultiPolygon, parts []geo.MultiPolygon) (once, rest geo.MultiPolygon, err error) {
	all := libraryMulti(whole)
	var cut []geom.Geometry
	var boxes []geo.Box
	for i, p := range parts {
		if !p.Box().Intersects(whole.Box()) {
			continue
		}
		g, err := geom.Intersection(libraryMulti(p), all)
		if err != nil {
			return nil, nil, fmt.Errorf("cut part %d: %w", i+1, err)
		}
		cut, boxes = append(cut, g), append(boxes, p.Box())
	}
	twice, err := overlaps(cut, boxes)
	if err != nil {
		return nil, nil, err
	}
	some, err := geom.UnionMany(cut)
	if err != nil {
		return nil, nil, fmt.Errorf("unite %d parts: %w", len(cut), err)
	}
	if some, err = geom.Difference(areal(some), twice); err != nil {
		return nil, nil, fmt.Errorf("take overlaps away: %w", err)
	}
	left, err := geom.Difference(all, areal(some))
	if err != nil {
		return nil, nil, fmt.Errorf("take what is covered away: %w", err)
	}
	if rest, err = tidied(wide(left)); err != nil || len(rest) == 0 {
		return whole, nil, err
	}
	covered, err := geom.Difference(all, libraryMulti(rest)) // of what was rounded, so that the two fit
	if err != nil {
		return nil, nil, fmt.Errorf("take what is not covered away: %w", err)
	}
	once, err = tidied(covered)
	return once, rest, err
}

// sliverUnits is how wide, in 1e-7 degree, a part must be on average to be one: 10 units are 7 to 11 cm, less than any border is surveyed to.
const sliverUnits = 10

// wide is the polygons of g that are no slivers.
func wide(g geom.Geometry) geom.Geometry {
	var polys []geom.Polygon
	for _, d := range g.Dump() {
		if p, ok := d.AsPolygon(); ok && 2*p.Area() > sliverUnits*p.Boundary().Length() {
			polys = append(polys, p)
		}
	}
	return geom.NewMultiPolygon(polys).AsGeometry()
}

// overlaps is what lies in two or more.
func overlaps(cut []geom.Geometry, boxes []geo.Box) (geom.Geometry, error) {
	var twice []geom.Geometry
	for i := range cut {
		for k := i + 1; k < len(cut); k++ {
			if !boxes[i].Intersects(boxes[k]) {
				continue
			}
			both, err := geom.Intersection(cut[i], cut[k])
			if err != nil {
				return geom.Geometry{}, fmt.Errorf("overlap of parts %d and %d: %w", i+1, k+1, err)
			}
			twice = append(twice, areal(both))
		}
	}
	u, err := geom.UnionMany(twice)
	if err != nil {
		return u, fmt.Errorf("unite %d overlaps: %w", len(twice), err)
	}
	return u, nil
}

// areal is the polygons of g: edges that two parts share are none.
func areal(g geom.Geometry) geom.Geometry {
	var polys []geom.Polygon
	for _, d := range g.Dump() {
		if p, ok := d.AsPolygon(); ok {
			polys = append(polys, p)
		}
	}
	return geom.NewMultiPolygon(polys).AsGeometry()
}

// tidied is the polygons of g rounded, without rings that rounding closed. What touches itself then is united and rounded once more.
func tidied(g geom.Geometry) (geo.MultiPolygon, error) {
	var out geo.MultiPolygon
	for _, d := range g.Dump() {
		if p, ok := d.AsPolygon(); ok {
			out = appendOpen(out, ourPolygon(p))
		}
	}
	if Validate(out) == nil {
		return out, nil
	}
	united, err := Unite(out)
	if err != nil {
		return nil, err
	}
	out = nil
	for _, p := range united {
		out = appendOpen(out, p)
	}
	if err := Validate(out); err != nil {
		return nil, fmt.Errorf("the result is not valid: %w", err)
	}
	return out, nil
}

// appendOpen adds the rings of p that still have an area, without places that are the same as the one before.
func appendOpen(m geo.MultiPolygon, p geo.Polygon) geo.MultiPolygon {
	var open geo.Polygon
	for i, r := range p {
		r = slices.Compact(r)
		if n := len(r); n > 1 && r[0] == r[n-1] {
			r = r[:n-1]
		}
		if len(r) < 3 || r.DoubleArea() == 0 {
			if i == 0 {
				return m
			}
			continue
		}
		open = append(open, r)
	}
	return append(m, open)
}
