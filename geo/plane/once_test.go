package plane_test

import (
	"math"
	"testing"

	"circle15/geo"
	"circle15/geo/plane"
)

// square is a rectangle in units of 1e-5 degree.
func square(x0, y0, x1, y1 int32) geo.MultiPolygon {
	at := func(x, y int32) geo.E7 { return geo.E7{Lon: 1_070_000_000 + 100*x, Lat: 345_000_000 + 100*y} }
	return geo.MultiPolygon{{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}}}
}

// A square of 100 × 100. The first part covers its western 50, the second reaches from 40 to 90 and beyond it in the north: once are
// 0–40 and 50–90, twice 40–50, never 90–100.
func TestExactlyOnce(t *testing.T) {
	whole := square(0, 0, 100, 100)
	share := func(m geo.MultiPolygon) float64 { return m.AreaM2() / whole.AreaM2() }
	for name, c := range map[string]struct {
		parts []geo.MultiPolygon
		once  float64
	}{
		"gap and overlap":        {[]geo.MultiPolygon{square(-20, 0, 50, 100), square(40, 0, 90, 130)}, 0.8},
		"none":                   {nil, 0},
		"none near":              {[]geo.MultiPolygon{square(200, 0, 300, 100)}, 0},
		"tiles":                  {[]geo.MultiPolygon{square(0, 0, 50, 100), square(50, 0, 100, 100)}, 1},
		"the same twice":         {[]geo.MultiPolygon{square(0, 0, 100, 100), square(0, 0, 100, 100)}, 0},
		"three over one another": {[]geo.MultiPolygon{square(0, 0, 60, 100), square(30, 0, 100, 100), square(30, 0, 60, 100)}, 0.7},
	} {
		once, rest, err := plane.ExactlyOnce(whole, c.parts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if math.Abs(share(once)-c.once) > 1e-6 || math.Abs(share(once)+share(rest)-1) > 1e-6 {
			t.Errorf("%s: once %.6f, rest %.6f, want %.2f", name, share(once), share(rest), c.once)
		}
		if err := plane.Validate(once); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
