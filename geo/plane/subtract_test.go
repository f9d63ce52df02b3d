package plane_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"circle15/geo"
	"circle15/geo/plane"
)

func doubleArea(m geo.MultiPolygon) (sum int64) {
	for _, p := range m {
		for _, r := range p {
			sum += r.DoubleArea()
		}
	}
	return sum
}

// A box of 10 x 10 without its right half of 5 x 10, then without a corner of 2 x 2 in what is left: 100, 50, 46.
func TestSubtract(t *testing.T) {
	whole := geo.MultiPolygon{{box(0, 0, 10, 10)}}
	right, corner := geo.MultiPolygon{{box(5, -5, 20, 20)}}, geo.MultiPolygon{{box(-5, -5, 2, 2)}}
	for _, c := range []struct {
		name   string
		others []geo.MultiPolygon
		want   int64
	}{
		{"nothing", nil, 100},
		{"one far off", []geo.MultiPolygon{{{box(50, 50, 60, 60)}}}, 100},
		{"the right half", []geo.MultiPolygon{right}, 50},
		{"the right half and a corner", []geo.MultiPolygon{right, corner}, 46},
		{"all of it", []geo.MultiPolygon{whole}, 0},
		{"a neighbour that shares an edge", []geo.MultiPolygon{{{box(10, 0, 20, 10)}}}, 100},
	} {
		got, err := plane.Subtract(whole, c.others...)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if doubleArea(got) != 2*c.want || plane.Validate(got) != nil {
			t.Errorf("%s: got %v, want a valid area of %d", c.name, got, c.want)
		}
	}
	if got, err := plane.Subtract(nil, whole); got != nil || err != nil {
		t.Errorf("nothing without a box is %v, %v", got, err)
	}
}

// Two boxes of 10 x 10 that overlap by 5 x 10 are one of 150.
func TestJoin(t *testing.T) {
	got, err := plane.Join(geo.MultiPolygon{{box(0, 0, 10, 10)}}, nil, geo.MultiPolygon{{box(5, 0, 15, 10)}})
	if err != nil || len(got) != 1 || doubleArea(got) != 300 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := plane.Join(nil, nil); got != nil || err != nil {
		t.Errorf("the union of nothing is %v, %v", got, err)
	}
}

// What differs by a centimetre along an edge of half a kilometre is no difference; it once was a ring that touches itself.
func TestSubtractLeavesNoSlivers(t *testing.T) {
	a := geo.MultiPolygon{{{{Lon: 0, Lat: 0}, {Lon: 54000, Lat: 0}, {Lon: 54000, Lat: 9000}, {Lon: 0, Lat: 9000}}}}
	b := geo.MultiPolygon{{{{Lon: 0, Lat: 1}, {Lon: 13000, Lat: 0}, {Lon: 27000, Lat: 1}, {Lon: 54000, Lat: 0}, {Lon: 54000, Lat: 9000}, {Lon: 0, Lat: 9000}}}}
	for _, pair := range [][2]geo.MultiPolygon{{a, b}, {b, a}} {
		got, err := plane.Subtract(pair[0], pair[1])
		if err != nil || len(got) != 0 {
			t.Errorf("got %v, %v", got, err)
		}
	}
}

// Borders that nearly coincide, as contours do that were traced twice, once made the difference fail. Whatever the jitter, it is valid, and as large as
// the difference of areas up to what rounding and slivers may take.
func TestSubtractOfNearlyTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 6))
	for n := range 300 {
		var a, b geo.Ring
		const corners = 60
		for i := range corners {
			angle := 2 * math.Pi * float64(i) / corners
			radius := 20000 + 8000*r.Float64()
			x, y := int32(radius*math.Cos(angle)), int32(radius*math.Sin(angle))
			a = append(a, geo.E7{Lon: x, Lat: y})
			if r.IntN(10) == 0 {
				x, y = x*9/10, y*9/10
			}
			b = append(b, geo.E7{Lon: x + int32(r.IntN(3)) - 1, Lat: y + int32(r.IntN(3)) - 1})
		}
		one, two := geo.MultiPolygon{{a}}, geo.MultiPolygon{{b}}
		if plane.Validate(one) != nil || plane.Validate(two) != nil {
			continue
		}
		more, err1 := plane.Subtract(one, two)
		less, err2 := plane.Subtract(two, one)
		if err1 != nil || err2 != nil || plane.Validate(more) != nil || plane.Validate(less) != nil {
			t.Fatalf("town %d: %v, %v", n, err1, err2)
		}
		// a - b and b - a differ in area as a and b do; jitter of 1 along 60 edges of some 2,500 units may be lost on either side.
		if got, want := doubleArea(more)-doubleArea(less), a.DoubleArea()-b.DoubleArea(); math.Abs(float64(got-want)) > 2*2*60*2500 {
			t.Fatalf("town %d: the differences differ by %d, the areas by %d", n, got/2, want/2)
		}
	}
}
