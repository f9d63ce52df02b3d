package surface_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
	"circle15/geo/surface"
)

var frame = geo.NewFrame(orb.Point{107, 34.5})

// star is a simple polygon around a middle: n places at random distances.
func star(r *rand.Rand, at geo.XY, radius float64, n int, holes bool) geo.MultiPolygon {
	ring := func(radius float64, clockwise bool) geo.Ring {
		out := make(geo.Ring, 0, n)
		for k := range n {
			a := 2 * math.Pi * float64(k) / float64(n)
			if clockwise {
				a = -a
			}
			d := radius * (0.6 + 0.4*r.Float64())
			out = append(out, frame.E7(geo.XY{X: at.X + d*math.Cos(a), Y: at.Y + d*math.Sin(a)}))
		}
		return out
	}
	p := geo.Polygon{ring(radius, false)}
	if holes {
		p = append(p, ring(radius*0.4, true))
	}
	return geo.MultiPolygon{p}
}

// places labels a plane by the nearest of a few centres, within random reaches: discs, and
// straight borders where they meet. Label 0 is far from all.
func places(r *rand.Rand, around float64, n int) func(geo.XY) surface.Label {
	type centre struct {
		geo.XY
		reach float64
		label surface.Label
	}
	var cs []centre
	for range n {
		cs = append(cs, centre{geo.XY{X: around * (2*r.Float64() - 1), Y: around * (2*r.Float64() - 1)},
			around * r.Float64(), surface.Label(r.IntN(4))})
	}
	return func(p geo.XY) surface.Label {
		best, l := math.Inf(1), surface.Label(0)
		for _, c := range cs {
			if d := p.Dist(c.XY); d <= c.reach && d < best {
				best, l = d, c.label
			}
		}
		return l
	}
}

func ask(p *surface.Plan, at func(geo.XY) surface.Label) []surface.Label {
	out := make([]surface.Label, p.Points())
	for i := range out {
		if p.Needed(i) {
			out[i] = at(p.XY(i))
		}
	}
	return out
}

// labels makes an asker of a function. It knows no quick way.
type labels func(geo.XY) surface.Label

func (f labels) Label(p surface.Probe) surface.Label         { return f(p.At) }
func (f labels) Between(surface.LatticeEdge) (float64, bool) { return 0, false }

func toGeom(m geo.MultiPolygon) geom.Geometry {
	var polys []geom.Polygon
	for _, p := range m {
		var rings []geom.LineString
		for _, r := range p {
			var xy []float64
			for i := range len(r) + 1 {
				xy = append(xy, float64(r[i%len(r)].Lon), float64(r[i%len(r)].Lat))
			}
			rings = append(rings, geom.NewLineString(geom.NewSequence(xy, geom.DimXY)))
		}
		polys = append(polys, geom.NewPolygon(rings))
	}
	return geom.NewMultiPolygon(polys).AsGeometry()
}

// The parts of random communities under random labels are valid, do not overlap, add up to the community, and
// hold the places that the label says.
func TestPartsAreThePartition(t *testing.T) {
	seed := uint64(20261124)
	r := rand.New(rand.NewPCG(seed, 1))
	for n := range 400 {
		shape := star(r, geo.XY{X: 20 * r.Float64(), Y: 20 * r.Float64()}, 150+400*r.Float64(), 3+r.IntN(40), n%3 == 0)
		if err := toGeom(shape).Validate(); err != nil {
			continue
		}
		at := places(r, 500, 1+r.IntN(12))
		plan := surface.NewPlan(shape, frame, 20)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Errorf("seed %d, shape %d: %v", seed, n, err)
			continue
		}
		var sum int64
		for _, p := range parts.List {
			if err := toGeom(p.Shape).Validate(); err != nil {
				t.Errorf("seed %d, shape %d, label %d: %v", seed, n, p.Label, err)
			}
			for _, poly := range p.Shape {
				for _, ring := range poly {
					sum += ring.DoubleArea()
				}
			}
		}
		whole := int64(0)
		for _, ring := range shape[0] {
			whole += ring.DoubleArea()
		}
		if d := math.Abs(float64(sum - whole)); d > 1e-5*float64(whole) {
			t.Errorf("seed %d, shape %d: areas differ by %g of %d", seed, n, d, whole)
		}
		wrong, asked := 0, 0
		for i := range plan.Points() {
			e := frame.E7(plan.XY(i))
			if !plan.Within(i) || nearBorder(shape, e) {
				continue
			}
			l := parts.LabelAt(e, plan.XY(i))
			p := parts.Part(l)
			asked++
			if l != at(plan.XY(i)) {
				wrong++
			}
			if p == nil || !p.Shape.Contains(e) {
				t.Errorf("seed %d, shape %d: place %d is said to have label %d but does not lie in that part", seed, n, i, l)
			}
		}
		if wrong > 0 { // every point of the lattice keeps its own label
			t.Errorf("seed %d, shape %d: %d of %d places have another label than they were given", seed, n, wrong, asked)
		}
	}
}

// nearBorder says whether e lies within 5 units of a side: there rounding may put it on either side.
func nearBorder(m geo.MultiPolygon, e geo.E7) bool {
	for _, r := range m[0] {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			dx, dy := float64(b.Lon-a.Lon), float64(b.Lat-a.Lat)
			px, py := float64(e.Lon-a.Lon), float64(e.Lat-a.Lat)
			t := min(max((px*dx+py*dy)/(dx*dx+dy*dy), 0), 1)
			if math.Hypot(px-t*dx, py-t*dy) < 5 {
				return true
			}
		}
	}
	return false
}
