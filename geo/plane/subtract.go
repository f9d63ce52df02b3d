package plane

import (
	"fmt"

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
	return tidied(rest)
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
	return tidied(areal(u))
}
