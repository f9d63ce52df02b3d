package plane

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// AreaWithout is the area in square metres, on the ellipsoid, of the part of m that lies in none of the others.
func AreaWithout(m geo.MultiPolygon, others []geo.MultiPolygon) (float64, error) {
	rest := libraryMulti(m)
	for _, o := range others {
		var err error
		if rest, err = geom.Difference(rest, libraryMulti(o)); err != nil {
			return 0, fmt.Errorf("take an area of %d polygons away: %w", len(o), err)
		}
	}
	areas := geo.AreasAt(m.Box())
	sum := 0.0
	for _, g := range rest.Dump() {
		if p, ok := g.AsPolygon(); ok {
			sum += areas.Multi(geo.MultiPolygon{ourPolygon(p)})
		}
	}
	return sum, nil
}

func libraryMulti(m geo.MultiPolygon) geom.Geometry {
	polys := make([]geom.Polygon, 0, len(m))
	for _, p := range m {
		polys = append(polys, libraryPolygon(p))
	}
	return geom.NewMultiPolygon(polys).AsGeometry()
}
