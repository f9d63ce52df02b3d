package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"circle15/geo"
)

func TestToE7(t *testing.T) {
	for _, c := range []struct {
		p    orb.Point
		want geo.E7
		ok   bool
	}{
		{orb.Point{107.12345678, 34.1}, geo.E7{Lon: 1071234568, Lat: 341000000}, true},
		{orb.Point{-15.00000004, -0.00000006}, geo.E7{Lon: -150000000, Lat: -1}, true},
		{orb.Point{180, 90}, geo.E7{Lon: 1800000000, Lat: 900000000}, true},
		{orb.Point{180.0000001, 0}, geo.E7{}, false},
		{orb.Point{0, -90.1}, geo.E7{}, false},
		{orb.Point{math.NaN(), 0}, geo.E7{}, false},
		{orb.Point{0, math.Inf(1)}, geo.E7{}, false},
	} {
		if got, ok := geo.ToE7(c.p); got != c.want || ok != c.ok {
			t.Errorf("%v: got %v %v, want %v %v", c.p, got, ok, c.want, c.ok)
		}
	}
}

// A band of places is cut in two by a zigzag. Every place of a fine grid, the zigzag's own places and the
// places on its sides among them, belongs to exactly one of the two.
func TestNeighboursShareNoPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for n := range 200 {
		var zigzag geo.Ring
		for y := int32(0); y <= 40; y += 2 + int32(r.IntN(9)) {
			zigzag = append(zigzag, geo.E7{Lon: 10 + int32(r.IntN(20)), Lat: y})
		}
		zigzag[len(zigzag)-1].Lat = 40
		left := geo.Ring{{Lon: 0, Lat: 0}}
		left = append(left, zigzag...)
		left = append(left, geo.E7{Lon: 0, Lat: 40})
		right := geo.Ring{{Lon: 40, Lat: 40}}
		for i := range zigzag {
			right = append(right, zigzag[len(zigzag)-1-i])
		}
		right = append(right, geo.E7{Lon: 40, Lat: 0})
		if left.DoubleArea() <= 0 || right.DoubleArea() <= 0 || left.DoubleArea()+right.DoubleArea() != 2*40*40 {
			t.Fatalf("areas %d and %d of 3200: the drawing is wrong", left.DoubleArea(), right.DoubleArea())
		}
		for lat := int32(0); lat < 40; lat++ {
			for lon := int32(0); lon < 40; lon++ {
				p := geo.E7{Lon: lon, Lat: lat}
				if left.Contains(p) == right.Contains(p) {
					t.Fatalf("drawing %d: %v is in both or in neither of %v and %v", n, p, left, right)
				}
			}
		}
	}
}

// A square of 10 with a hole of 4 in it and an island of 2 in the hole.
func TestMultiPolygonContains(t *testing.T) {
	box := func(lo, hi int32) geo.Ring {
		return geo.Ring{{Lon: lo, Lat: lo}, {Lon: hi, Lat: lo}, {Lon: hi, Lat: hi}, {Lon: lo, Lat: hi}}
	}
	m := geo.MultiPolygon{{box(0, 10), box(3, 7)}, {box(4, 6)}}
	for _, c := range []struct {
		at   int32
		want bool
	}{{-1, false}, {0, true}, {2, true}, {3, false}, {4, true}, {5, true}, {6, false}, {7, true}, {9, true}, {10, false}} {
		if got := m.Contains(geo.E7{Lon: c.at, Lat: c.at}); got != c.want {
			t.Errorf("%d: %v, want %v", c.at, got, c.want)
		}
	}
	if b := m.Box(); b != (geo.Box{Min: geo.E7{}, Max: geo.E7{Lon: 10, Lat: 10}}) {
		t.Errorf("box %v", b)
	}
}

// Rings far from 0, 0 and as large as a province have exact areas: twice 18° by 18° in units.
func TestDoubleAreaOfLargeRings(t *testing.T) {
	r := geo.Ring{{Lon: -1799999999, Lat: -899999999}, {Lon: -1619999999, Lat: -899999999}, {Lon: -1619999999, Lat: -719999999}, {Lon: -1799999999, Lat: -719999999}}
	if got := r.DoubleArea(); got != 2*180000000*180000000 {
		t.Errorf("got %d", got)
	}
	if got := (geo.Ring{{Lon: 1}, {Lon: 2}}).DoubleArea(); got != 0 {
		t.Errorf("two places have area %d", got)
	}
}

func TestBoxes(t *testing.T) {
	e := geo.EmptyBox()
	one := geo.E7{Lon: 5, Lat: 7}
	if !e.Empty() || e.Contains(one) || e.Intersects(e.Extend(one)) || e.Extend(one).Empty() {
		t.Error("the empty box is not empty")
	}
	a := geo.Box{Min: geo.E7{}, Max: geo.E7{Lon: 10, Lat: 10}}
	b := geo.Box{Min: geo.E7{Lon: 10, Lat: 10}, Max: geo.E7{Lon: 20, Lat: 20}}
	if !a.Intersects(b) || !a.Contains(a.Max) || a.Union(e) != a || e.Union(a) != a || a.Union(b).Max != b.Max {
		t.Error("borders belong to boxes")
	}
}

// What lies within the metres of a place lies in its widened box, which is at most 2 % too wide.
func TestWidenHoldsWhatIsNear(t *testing.T) {
	for _, lat := range []float64{0, 34, -34, 60, 75, 80} {
		for _, m := range []float64{30, 200, 1350, 2000} {
			p, _ := geo.ToE7(orb.Point{107, lat})
			box := geo.Box{Min: p, Max: p}.Widen(m)
			for dir := 0.0; dir < 360; dir += 5 {
				s, c := math.Sincos(dir * rad)
				q, _ := geo.ToE7(orb.Point{
					107 + (m-0.02)*s/(primeRadius(lat*rad)*math.Cos(lat*rad))/rad,
					lat + (m-0.02)*c/meridianRadius(lat*rad)/rad,
				})
				if !box.Contains(q) {
					t.Errorf("%v° and %v m: %v, at %.2f m, is not in %v", lat, m, q, geo.SegmentM(p, q), box)
				}
			}
			if w := geo.SegmentM(p, geo.E7{Lon: box.Max.Lon, Lat: p.Lat}); w > 1.02*m+0.1 {
				t.Errorf("%v° and %v m: the box is %v m wide", lat, m, w)
			}
		}
	}
	world := geo.Box{Min: geo.E7{Lon: -1800000000, Lat: -900000000}, Max: geo.E7{Lon: 1800000000, Lat: 900000000}}
	if world.Widen(1000) != world {
		t.Errorf("the world becomes %v", world.Widen(1000))
	}
}

// star is a simple ring around a middle.
func star(r *rand.Rand, mid geo.E7, units float64, n int) geo.Ring {
	var out geo.Ring
	for k := range n {
		s, c := math.Sincos(2 * math.Pi * float64(k) / float64(n))
		d := units * (0.1 + 0.9*r.Float64())
		out = append(out, geo.E7{Lon: mid.Lon + int32(math.Round(d*c)), Lat: mid.Lat + int32(math.Round(d*s))})
	}
	return out
}

func TestInsideLiesInside(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 2))
	for n := range 3000 {
		mid := geo.E7{Lon: int32(r.IntN(2e9)) - 1e9, Lat: int32(r.IntN(1.6e9)) - 0.8e9}
		units := math.Pow(10, 1+4*r.Float64()) // 10 cm to 1 km
		m := geo.MultiPolygon{{star(r, mid, units, 3+r.IntN(20))}}
		if n%3 == 0 && units > 1000 { // a hole around the middle, which the ring's least radius leaves room for
			h := star(r, mid, units*0.09, 8)
			for i, j := 0, len(h)-1; i < j; i, j = i+1, j-1 {
				h[i], h[j] = h[j], h[i]
			}
			m[0] = append(m[0], h)
		}
		if m[0][0].DoubleArea() < 20 {
			continue
		}
		if p := m.Inside(); !m.Contains(p) {
			t.Errorf("%v does not lie in %v", p, m)
		}
	}
	if got := (geo.MultiPolygon{}).Inside(); got != (geo.E7{}) {
		t.Errorf("inside nothing: %v", got)
	}
	// The larger of two polygons holds it.
	two := geo.MultiPolygon{{star(r, geo.E7{}, 100, 12)}, {star(r, geo.E7{Lon: 1e6}, 1e5, 12)}}
	if p := two.Inside(); !two[1][0].Contains(p) {
		t.Errorf("%v is not in the larger polygon", p)
	}
}

// A strip of three units, a metre long, on either side of the equator and of Greenwich.
func TestInsideOfAStrip(t *testing.T) {
	for _, o := range []int32{-1000, -2, -1, 0, 1000} {
		m := geo.MultiPolygon{{geo.Ring{{Lon: o, Lat: o}, {Lon: o + 90, Lat: o}, {Lon: o + 90, Lat: o + 3}, {Lon: o, Lat: o + 3}}}}
		if p := m.Inside(); !m.Contains(p) {
			t.Errorf("%v does not lie in %v", p, m)
		}
	}
}
