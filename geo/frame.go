package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// XY is a place in a Frame: metres east and north of its centre.
type XY struct {
	X, Y float64
}

// Sub is p - q.
func (p XY) Sub(q XY) XY { return XY{p.X - q.X, p.Y - q.Y} }

// Dist is the distance between p and q in metres.
func (p XY) Dist(q XY) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// The WGS84 ellipsoid (NIMA TR8350.2): equatorial radius in metres, flattening.
// CGCS2000 has the same radius; its flattening differs in the ninth digit, which
// is 0.1 mm in the northing of Baoji.
const (
	equatorM           = 6378137.0
	flattening         = 1 / 298.257223563
	flatteningCGCS2000 = 1 / 298.257222101
	e2                 = flattening * (2 - flattening)
)

// ellipsoid holds what the projections need of one.
type ellipsoid struct {
	e2          float64 // first eccentricity, squared
	rectifyingM float64
	alpha, beta [4]float64
}

// Krüger's series to the fourth order of n, the third flattening (L. Krüger 1912, as in Karney,
// "Transverse Mercator with an accuracy of a few nanometers", 2011, eq. 35-36).
func newEllipsoid(n1, e2 float64) *ellipsoid {
	n2 := n1 * n1
	n3 := n2 * n1
	n4 := n3 * n1
	return &ellipsoid{
		e2:          e2,
		rectifyingM: equatorM / (1 + n1) * (1 + n2/4 + n4/64),
		alpha: [4]float64{
			n1/2 - 2*n2/3 + 5*n3/16 + 41*n4/180,
			13*n2/48 - 3*n3/5 + 557*n4/1440,
			61*n3/240 - 103*n4/140,
			49561 * n4 / 161280,
		},
		beta: [4]float64{
			n1/2 - 2*n2/3 + 37*n3/96 - n4/360,
			n2/48 + n3/15 - 437*n4/1440,
			17*n3/480 - 37*n4/840,
			4397 * n4 / 161280,
		},
	}
}

var (
	wgs84    = newEllipsoid(flattening/(2-flattening), e2)
	cgcs2000 = newEllipsoid(flatteningCGCS2000/(2-flatteningCGCS2000), flatteningCGCS2000*(2-flatteningCGCS2000))
)

// Frame is a transverse Mercator projection with scale 1 on its central meridian.
// The zero Frame is not usable: make one with NewFrame.
type Frame struct {
	lon0, lat0 float64 // degrees
	north0     float64 // northing of the centre above the equator, metres
}

// NewFrame is the frame centred on a place in degrees.
func NewFrame(centre orb.Point) *Frame {
	f := &Frame{lon0: centre[0], lat0: centre[1]}
	_, f.north0 = wgs84.krueger(0, centre[1])
	return f
}

// FrameNear is the frame centred on the half-degree grid point nearest to p, so
// that two imports of one city agree on it.
func FrameNear(p orb.Point) *Frame {
	return NewFrame(orb.Point{math.Round(p[0]*2) / 2, math.Round(p[1]*2) / 2})
}

// Centre is the place in degrees at which XY is 0, 0.
func (f *Frame) Centre() orb.Point { return orb.Point{f.lon0, f.lat0} }

// XY is where p, in degrees, lies in the frame.
func (f *Frame) XY(p orb.Point) XY {
	x, y := wgs84.krueger(p[0]-f.lon0, p[1])
	return XY{x, y - f.north0}
}

// XYE7 is where e lies in the frame.
func (f *Frame) XYE7(e E7) XY { return f.XY(e.Point()) }

// Point is the place in degrees at q.
func (f *Frame) Point(q XY) orb.Point {
	dlon, lat := wgs84.kruegerInverse(q.X, q.Y+f.north0)
	return orb.Point{f.lon0 + dlon, lat}
}

// E7 is the place at q, rounded.
func (f *Frame) E7(q XY) E7 {
	e, _ := ToE7(f.Point(q))
	return e
}

// krueger projects a longitude difference and a latitude, both in degrees.
func (el *ellipsoid) krueger(dlon, lat float64) (x, y float64) {
	s, c := math.Sincos(lat * math.Pi / 180)
	sl, cl := math.Sincos(dlon * math.Pi / 180)
	e := math.Sqrt(el.e2)
	t := math.Sinh(math.Atanh(s) - e*math.Atanh(e*s)) // tangent of the conformal latitude
	if c == 0 {
		t = math.Inf(int(math.Copysign(1, s)))
	}
	xi := math.Atan2(t, cl)
	eta := math.Asinh(sl / math.Hypot(t, cl))
	if math.IsInf(t, 0) {
		eta = 0
	}
	x, y = eta, xi
	s2, c2 := math.Sincos(2 * xi)
	sh, ch := math.Sinh(2*eta), math.Cosh(2*eta)
	// sin(2jξ)cosh(2jη) and cos(2jξ)sinh(2jη) by the addition theorems.
	sj, cj, shj, chj := s2, c2, sh, ch
	for j := range el.alpha {
		x += el.alpha[j] * cj * shj
		y += el.alpha[j] * sj * chj
		sj, cj = sj*c2+cj*s2, cj*c2-sj*s2
		shj, chj = shj*ch+chj*sh, chj*ch+shj*sh
	}
	return el.rectifyingM * x, el.rectifyingM * y
}

func (el *ellipsoid) kruegerInverse(x, y float64) (dlon, lat float64) {
	xi, eta := y/el.rectifyingM, x/el.rectifyingM
	s2, c2 := math.Sincos(2 * xi)
	sh, ch := math.Sinh(2*eta), math.Cosh(2*eta)
	sj, cj, shj, chj := s2, c2, sh, ch
	xi1, eta1 := xi, eta
	for j := range el.beta {
		xi1 -= el.beta[j] * sj * chj
		eta1 -= el.beta[j] * cj * shj
		sj, cj = sj*c2+cj*s2, cj*c2-sj*s2
		shj, chj = shj*ch+chj*sh, chj*ch+shj*sh
	}
	s, c := math.Sincos(xi1)
	she := math.Sinh(eta1)
	dlon = math.Atan2(she, c) * 180 / math.Pi
	t := s / math.Hypot(she, c) // tangent of the conformal latitude
	// Newton's method for the tangent of the latitude (Karney, eq. 19-21): the
	// start is good to f, each step squares the error; three reach the last bit.
	tau := t
	e := math.Sqrt(el.e2)
	for range 3 {
		h := math.Hypot(1, tau)
		sg := math.Sinh(e * math.Atanh(e*tau/h))
		tp := tau*math.Hypot(1, sg) - sg*h
		tau += (t - tp) / math.Hypot(1, tp) * (1 + (1-el.e2)*tau*tau) / ((1 - el.e2) * h)
	}
	return dlon, math.Atan(tau) * 180 / math.Pi
}

// SegmentM is the length in metres of the straight street between two places, on the
// ellipsoid: by the radii of curvature at its middle, which is within 1e-7 of the geodesic for
// segments under 2 km up to 75 degrees of latitude, and under 10 km up to 35 degrees (10 km at 75 degrees: 1.7e-6).
func SegmentM(a, b E7) float64 {
	const rad = math.Pi / 180 / UnitsPerDegree
	mid := (float64(a.Lat) + float64(b.Lat)) / 2 * rad
	s, c := math.Sincos(mid)
	w2 := 1 - e2*s*s
	w := math.Sqrt(w2)
	dy := (float64(b.Lat) - float64(a.Lat)) * rad * equatorM * (1 - e2) / (w2 * w)
	dx := (float64(b.Lon) - float64(a.Lon)) * rad * equatorM / w * c
	return math.Hypot(dx, dy)
}
