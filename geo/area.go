package geo

import "math"

// Areas measures areas on the ellipsoid of rings whose sides are straight in longitude and latitude, as
// in GeoJSON. It develops the area below a parallel around one latitude to the third
// order: within 50 km of that latitude the error is below 1e-8 of the area.
type Areas struct {
	lat0       float64
	g0, g1, g2 float64 // area per radian² at lat0, and its first two derivatives
}

// AreasAt is made for rings inside the box.
func AreasAt(b Box) Areas {
	a := Areas{lat0: (float64(b.Min.Lat) + float64(b.Max.Lat)) / 2 * e7rad}
	const h = 1e-4 // radians: the differences below are exact to 1e-8
	g := func(lat float64) float64 {
		s, c := math.Sincos(lat)
		w2 := 1 - e2*s*s
		return equatorM * equatorM * (1 - e2) * c / (w2 * w2)
	}
	a.g0 = g(a.lat0)
	a.g1 = (g(a.lat0+h) - g(a.lat0-h)) / (2 * h)
	a.g2 = (g(a.lat0+h) - 2*a.g0 + g(a.lat0-h)) / (h * h)
	return a
}

const e7rad = math.Pi / 180 / UnitsPerDegree

// below is the area per radian of longitude between lat0 and lat0+d.
func (a Areas) below(d float64) float64 { return d * (a.g0 + d*(a.g1/2+d*a.g2/6)) }

// Ring is the signed area in square metres: positive counter-clockwise.
func (a Areas) Ring(r Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	sum := 0.0
	p := r[len(r)-1]
	dp := float64(p.Lat)*e7rad - a.lat0
	fp := a.below(dp)
	for _, q := range r {
		dq := float64(q.Lat)*e7rad - a.lat0
		fq := a.below(dq)
		// Simpson's rule is exact for the cubic below.
		sum -= (float64(q.Lon) - float64(p.Lon)) * e7rad * (fp + 4*a.below((dp+dq)/2) + fq) / 6
		p, dp, fp = q, dq, fq
	}
	return sum
}

// Multi is the area of the polygons, holes subtracted.
func (a Areas) Multi(m MultiPolygon) float64 {
	sum := 0.0
	for _, p := range m {
		for _, r := range p {
			sum += a.Ring(r)
		}
	}
	return sum
}

// AreaM2 is the area of the polygons on the ellipsoid in square metres, holes subtracted.
func (m MultiPolygon) AreaM2() float64 { return AreasAt(m.Box()).Multi(m) }
