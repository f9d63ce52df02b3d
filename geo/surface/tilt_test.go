package surface_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"circle15/geo"
	"circle15/geo/surface"
)

// The worst case for rounding: rectangles whose sides of 300 to 700 m run nearly along parallels and meridians, so that for long
// stretches no whole unit lies near them. What one crossing bends out, the next bends in.
func TestNearlyStraightWallsKeepTheirArea(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for n := range 1000 {
		tilt := (r.Float64() - 0.5) * 1e-4
		w, h := 300+400*r.Float64(), 300+400*r.Float64()
		var ring geo.Ring
		for _, c := range [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}} {
			ring = append(ring, frame.E7(geo.XY{X: c[0] - tilt*c[1], Y: c[1] + tilt*c[0]}))
		}
		shape := geo.MultiPolygon{{ring}}
		at := places(r, 500, 1+r.IntN(12))
		plan := surface.NewPlan(shape, frame, 10)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Errorf("%d: %v", n, err)
			continue
		}
		sum := 0.0
		for _, p := range parts.List {
			sum += p.AreaM2
		}
		worst = max(worst, math.Abs(sum/plan.AreaM2()-1))
	}
	if worst > 1e-5 {
		t.Errorf("the parts miss a community by %g of its area", worst)
	}
}
