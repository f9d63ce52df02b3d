//go:build geos

package surface_test

import (
	"testing"

	"github.com/twpayne/go-geos"
	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/plane"
	"circle15/geo/surface"
)

// toGEOS is a shape in units of 1e-7 degree.
func toGEOS(m geo.MultiPolygon) *geos.Geom {
	var polys []*geos.Geom
	for _, p := range m {
		var rings [][][]float64
		for _, r := range p {
			var ring [][]float64
			for i := range len(r) + 1 {
				ring = append(ring, []float64{float64(r[i%len(r)].Lon), float64(r[i%len(r)].Lat)})
			}
			rings = append(rings, ring)
		}
		polys = append(polys, geos.NewPolygon(rings))
	}
	return geos.NewCollection(geos.TypeIDMultiPolygon, polys)
}

// GEOS, which decides for QGIS and PostGIS what is a polygon, finds every part valid, no area that two of them share, and their union to
// be the community: but for slivers along its border, where crossings slide to whole units (half a unit off a side of 3 km is 8 m²).
// CGO_ENABLED=1 go test -tags geos ./geo/surface; needs a C compiler and libgeos-dev.
func TestPartsAgainstGEOS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(frames).Draw(t, "frame")
		shape := community(t, f)
		if plane.Validate(shape) != nil || shape[0][0].DoubleArea() <= 0 {
			t.Skip("not a shape")
		}
		whole := toGEOS(shape)
		if !whole.IsValid() {
			t.Fatalf("what is a shape here is none in GEOS: %s", whole.IsValidReason())
		}
		at := field(t, boxOf(f, shape))
		plan := surface.NewPlan(shape, f, rapid.SampledFrom([]float64{10, 20, 40}).Draw(t, "step"))
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Fatal(err)
		}
		var all *geos.Geom
		var seen []*geos.Geom
		for _, p := range parts.List {
			g := toGEOS(p.Shape)
			if !g.IsValid() {
				t.Fatalf("label %d: %s", p.Label, g.IsValidReason())
			}
			for _, o := range seen {
				// GEOS rounds where lines cross; in whole units they do not, and what it finds is its own rounding.
				if a := g.Intersection(o).Area(); a > 1 {
					t.Fatalf("label %d shares %v square units with another", p.Label, a)
				}
			}
			seen = append(seen, g)
			if all == nil {
				all = g
			} else {
				all = all.Union(g)
			}
		}
		m2 := shape.AreaM2()
		if off := all.SymDifference(whole).Area() / whole.Area() * m2; off > 1e-4*m2+0.2 {
			t.Fatalf("the parts together miss the community by %.3f of %.0f m²", off, m2)
		}
	})
}
