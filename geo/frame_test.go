package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// WGS84, from its definition (NIMA TR8350.2), so that the tests do not lean on the constants they test.
const (
	equatorM = 6378137.0
	f        = 1 / 298.257223563
	ecc2     = f * (2 - f)
	rad      = math.Pi / 180
)

// simpson integrates g from a to b.
func simpson(g func(float64) float64, a, b float64, n int) float64 {
	h := (b - a) / float64(2*n)
	sum := g(a) + g(b)
	for i := 1; i < 2*n; i++ {
		if i%2 == 1 {
			sum += 4 * g(a+float64(i)*h)
		} else {
			sum += 2 * g(a+float64(i)*h)
		}
	}
	return sum * h / 3
}

// meridianRadius is the radius of curvature of the meridian, primeRadius that of the prime vertical.
func meridianRadius(lat float64) float64 {
	s := math.Sin(lat)
	return equatorM * (1 - ecc2) / math.Pow(1-ecc2*s*s, 1.5)
}

func primeRadius(lat float64) float64 {
	s := math.Sin(lat)
	return equatorM / math.Sqrt(1-ecc2*s*s)
}

// Along the central meridian the scale is 1: northings are the integral of the meridian's radius.
func TestFrameMeasuresItsMeridian(t *testing.T) {
	for _, lat0 := range []float64{-34, 0, 34.5, 60, 75} {
		frame := geo.NewFrame(orb.Point{107, lat0})
		for _, d := range []float64{-0.5, -0.1, 0, 0.01, 0.5} {
			got := frame.XY(orb.Point{107, lat0 + d})
			want := simpson(meridianRadius, lat0*rad, (lat0+d)*rad, 200)
			if math.Abs(got.Y-want) > 1e-6 || got.X != 0 {
				t.Errorf("%v° + %v°: got %v, want 0 and %.7f", lat0, d, got, want)
			}
		}
	}
}

// The series of Thomas ("Conformal projections in geodesy and cartography", 1952), in powers of the difference
// of longitude, to the seventh: a way to the same projection that shares nothing with Krüger's.
func thomas(dlon, lat float64) (x, northFromMeridian float64) {
	s, c := math.Sincos(lat)
	tan := s / c
	t2 := tan * tan
	eta := ecc2 / (1 - ecc2) * c * c
	n := primeRadius(lat)
	l := dlon * c
	x = n * l * (1 + l*l/6*(1-t2+eta) +
		math.Pow(l, 4)/120*(5-18*t2+t2*t2+14*eta-58*t2*eta) +
		math.Pow(l, 6)/5040*(61-479*t2+179*t2*t2-t2*t2*t2))
	y := n * tan * l * l / 2 * (1 + l*l/12*(5-t2+9*eta+4*eta*eta) +
		math.Pow(l, 4)/360*(61-58*t2+t2*t2+270*eta-330*t2*eta))
	return x, y
}

func TestFrameAgreesWithAnotherSeries(t *testing.T) {
	for _, lat0 := range []float64{-34, 0, 34.5, 60, 75} {
		frame := geo.NewFrame(orb.Point{107, lat0})
		for _, east := range []float64{-60e3, -20e3, 1e3, 60e3} {
			for _, north := range []float64{-60e3, 5e3, 60e3} {
				lat := lat0 + north/111e3
				dlon := east / (111e3 * math.Cos(lat*rad))
				got := frame.XY(orb.Point{107 + dlon, lat})
				x, y := thomas(dlon*rad, lat*rad)
				y += simpson(meridianRadius, lat0*rad, lat*rad, 200)
				if math.Abs(got.X-x) > 1e-4 || math.Abs(got.Y-y) > 1e-4 {
					t.Errorf("%v°, %v m east, %v m north: got %v, want %.6f %.6f", lat0, east, north, got, x, y)
				}
			}
		}
	}
}

func TestFrameThereAndBack(t *testing.T) {
	for _, lat0 := range []float64{-34, 0, 34, 60, 75} {
		frame := geo.NewFrame(orb.Point{-15.5, lat0})
		for x := -60e3; x <= 60e3; x += 7.5e3 {
			for y := -60e3; y <= 60e3; y += 7.5e3 {
				p := frame.Point(geo.XY{X: x, Y: y})
				if q := frame.XY(p); math.Abs(q.X-x) > 1e-6 || math.Abs(q.Y-y) > 1e-6 {
					t.Fatalf("%v°: %v, %v came back as %v", lat0, x, y, q)
				}
				back := frame.Point(frame.XY(p))
				if math.Abs(back[0]-p[0]) > 1e-9 || math.Abs(back[1]-p[1]) > 1e-9 {
					t.Fatalf("%v°: %v came back as %v", lat0, p, back)
				}
			}
		}
	}
}

// 60 km from its centre a frame stretches by x²/2R² = 60²/(2·6371²) = 4.4e-5, which is the budget of the package.
func TestFrameStretchesWithinItsBudget(t *testing.T) {
	for _, lat0 := range []float64{0, 34, 60, 75} {
		frame := geo.NewFrame(orb.Point{107, lat0})
		for _, at := range []geo.XY{{X: 60e3}, {X: -60e3}, {X: 42e3, Y: 42e3}, {Y: 60e3}} {
			for _, d := range []geo.XY{{X: 100}, {Y: 100}, {X: 70, Y: -70}} {
				a, b := frame.Point(at), frame.Point(geo.XY{X: at.X + d.X, Y: at.Y + d.Y})
				stretch := math.Hypot(d.X, d.Y)/vincenty(a, b) - 1
				if stretch < -1e-8 || stretch > 4.5e-5 {
					t.Errorf("%v°, %v: lengths are stretched by %g", lat0, at, stretch)
				}
			}
		}
	}
}

func TestFrameNear(t *testing.T) {
	for _, c := range []struct{ p, want orb.Point }{
		{orb.Point{107.24, 34.37}, orb.Point{107, 34.5}},
		{orb.Point{-15.42, 28.12}, orb.Point{-15.5, 28}},
	} {
		f := geo.FrameNear(c.p)
		if f.Centre() != c.want {
			t.Errorf("near %v: %v, want %v", c.p, f.Centre(), c.want)
		}
		if xy := f.XY(c.want); math.Abs(xy.X) > 1e-9 || math.Abs(xy.Y) > 1e-9 {
			t.Errorf("the centre %v lies at %v", c.want, xy)
		}
	}
}

// vincenty is the geodesic between two places in degrees (T. Vincenty, "Direct and inverse solutions of geodesics on the
// ellipsoid", Survey Review 1975), iterated until it stands still: better than 0.5 mm, and far better on short lines.
func vincenty(p, q orb.Point) float64 {
	b := equatorM * (1 - f)
	u1, u2 := math.Atan((1-f)*math.Tan(p[1]*rad)), math.Atan((1-f)*math.Tan(q[1]*rad))
	su1, cu1 := math.Sincos(u1)
	su2, cu2 := math.Sincos(u2)
	l := (q[0] - p[0]) * rad
	lambda := l
	var ss, cs, sigma, cosSqA, cos2m float64
	for range 50 {
		sl, cl := math.Sincos(lambda)
		ss = math.Hypot(cu2*sl, cu1*su2-su1*cu2*cl)
		if ss == 0 {
			return 0
		}
		cs = su1*su2 + cu1*cu2*cl
		sigma = math.Atan2(ss, cs)
		sinA := cu1 * cu2 * sl / ss
		cosSqA = 1 - sinA*sinA
		cos2m = 0
		if cosSqA > 1e-12 {
			cos2m = cs - 2*su1*su2/cosSqA
		}
		c := f / 16 * cosSqA * (4 + f*(4-3*cosSqA))
		lambda = l + (1-c)*f*sinA*(sigma+c*ss*(cos2m+c*cs*(2*cos2m*cos2m-1)))
	}
	uu := cosSqA * (equatorM*equatorM - b*b) / (b * b)
	aa := 1 + uu/16384*(4096+uu*(-768+uu*(320-175*uu)))
	bb := uu / 1024 * (256 + uu*(-128+uu*(74-47*uu)))
	d := bb * ss * (cos2m + bb/4*(cs*(2*cos2m*cos2m-1)-bb/6*cos2m*(4*ss*ss-3)*(4*cos2m*cos2m-3)))
	return b * aa * (sigma - d)
}

// Streets are drawn in pieces far shorter than 2 km; the bounds are those that SegmentM states.
func TestSegmentIsTheGeodesic(t *testing.T) {
	for _, c := range []struct{ lat, lengthM, tolerance float64 }{
		{0, 2000, 1e-7}, {34, 2000, 1e-7}, {60, 2000, 1e-7}, {75, 2000, 1e-7}, {-34, 2000, 1e-7},
		{0, 10e3, 1e-7}, {34, 10e3, 1e-7}, {35, 10e3, 1e-7}, {75, 10e3, 1.7e-6},
	} {
		for dir := 0.0; dir < 360; dir += 15 {
			s, cos := math.Sincos(dir * rad)
			a, _ := geo.ToE7(orb.Point{107, c.lat})
			b, _ := geo.ToE7(orb.Point{
				107 + c.lengthM*s/(primeRadius(c.lat*rad)*math.Cos(c.lat*rad))/rad,
				c.lat + c.lengthM*cos/meridianRadius(c.lat*rad)/rad,
			})
			want := vincenty(a.Point(), b.Point())
			if got := geo.SegmentM(a, b); math.Abs(got/want-1) > c.tolerance {
				t.Errorf("%v m at %v° towards %v°: got %.6f, want %.6f (%.2g)", c.lengthM, c.lat, dir, got, want, got/want-1)
			}
			if geo.SegmentM(a, b) != geo.SegmentM(b, a) {
				t.Errorf("%v° towards %v°: there and back differ", c.lat, dir)
			}
		}
	}
	if got := geo.SegmentM(geo.E7{Lon: 5, Lat: 5}, geo.E7{Lon: 5, Lat: 5}); got != 0 {
		t.Errorf("no way at all is %v m", got)
	}
}

// The textbook geodesic of Geoscience Australia (GDA technical manual): Flinders Peak to Buninyong, 54,972.271 m on
// GRS80, whose flattening differs from WGS84's by 1.6e-11, which is far below a millimetre here.
func TestVincentyIsRight(t *testing.T) {
	dms := func(d, m, s float64) float64 { return d + m/60 + s/3600 }
	a := orb.Point{dms(144, 25, 29.52440), -dms(37, 57, 3.72030)}
	b := orb.Point{dms(143, 55, 35.38390), -dms(37, 39, 10.15610)}
	if got := vincenty(a, b); math.Abs(got-54972.271) > 0.001 {
		t.Errorf("got %.4f, want 54972.271", got)
	}
}
