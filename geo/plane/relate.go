package plane

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// Shape is a geometry of any kind, to be related to others. Its space is that of degrees: sides are straight in longitude and latitude.
type Shape struct {
	g   geom.Geometry
	box geo.Box
}

// ShapeOf is the geometry of points, lines and polygons together.
func ShapeOf(points []geo.E7, lines [][]geo.E7, areas geo.MultiPolygon) Shape {
	var parts []geom.Geometry
	box := areas.Box()
	for _, p := range points {
		box = box.Extend(p)
		parts = append(parts, geom.NewPoint(geom.Coordinates{XY: geom.XY{X: float64(p.Lon), Y: float64(p.Lat)}}).AsGeometry())
	}
	for _, l := range lines {
		box = box.Union(geo.Ring(l).Box())
		flat := make([]float64, 0, 2*len(l))
		for _, p := range l {
			flat = append(flat, float64(p.Lon), float64(p.Lat))
		}
		parts = append(parts, geom.NewLineString(geom.NewSequence(flat, geom.DimXY)).AsGeometry())
	}
	if len(areas) > 0 {
		parts = append(parts, libraryMulti(areas))
	}
	if len(parts) == 1 {
		return Shape{parts[0], box}
	}
	return Shape{geom.NewGeometryCollection(parts).AsGeometry(), box}
}

// Box is the smallest box around the shape.
func (s Shape) Box() geo.Box { return s.box }

// Relation is how two shapes lie to each other, in the words of the simple features standard (OGC 06-103r4, 6.1.15).
type Relation string

// The relations.
const (
	Intersects Relation = "intersects"
	Disjoint   Relation = "disjoint"
	Equals     Relation = "equals"
	Touches    Relation = "touches"
	Crosses    Relation = "crosses"
	Within     Relation = "within"
	Contains   Relation = "contains"
	Overlaps   Relation = "overlaps"
)

// Relates says whether a lies to b in that relation.
func Relates(r Relation, a, b Shape) (bool, error) {
	if !a.box.Intersects(b.box) {
		return r == Disjoint, nil
	}
	relate := map[Relation]func(a, b geom.Geometry) (bool, error){Equals: geom.Equals, Touches: geom.Touches, Crosses: geom.Crosses,
		Within: geom.Within, Contains: geom.Contains, Overlaps: geom.Overlaps}
	switch r {
	case Intersects:
		return geom.Intersects(a.g, b.g), nil
	case Disjoint:
		return !geom.Intersects(a.g, b.g), nil
	}
	f := relate[r]
	if f == nil {
		return false, fmt.Errorf("relation %q is not known", r)
	}
	ok, err := f(a.g, b.g)
	if err != nil {
		return false, fmt.Errorf("ask whether shapes are in the relation %q: %w", r, err)
	}
	return ok, nil
}
