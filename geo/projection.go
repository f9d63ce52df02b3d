package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Transverse is a transverse Mercator projection of the ellipsoid as surveyors use it: Gauss-Krüger zones and UTM.
type Transverse struct {
	MeridianDeg float64 // central meridian
	Scale       float64 // on the central meridian: 1 for Gauss-Krüger, 0.9996 for UTM
	EastM       float64 // false easting
	NorthM      float64 // false northing
	CGCS2000    bool    // on its ellipsoid, which makes 0.1 mm of difference, and not on that of WGS84
}

// XY is the easting and northing in metres of p, in degrees. It agrees with PROJ to 0.1 mm within 6 degrees of the meridian.
func (t Transverse) XY(p orb.Point) XY {
	x, y := t.ellipsoid().krueger(p[0]-t.MeridianDeg, p[1])
	return XY{t.EastM + t.Scale*x, t.NorthM + t.Scale*y}
}

// Point is the place in degrees at an easting and northing.
func (t Transverse) Point(q XY) orb.Point {
	dlon, lat := t.ellipsoid().kruegerInverse((q.X-t.EastM)/t.Scale, (q.Y-t.NorthM)/t.Scale)
	return orb.Point{math.Remainder(t.MeridianDeg+dlon, 360), lat}
}

func (t Transverse) ellipsoid() *ellipsoid {
	if t.CGCS2000 {
		return cgcs2000
	}
	return wgs84
}

// WebMercator is the easting and northing in metres that web maps use (EPSG:3857): the sphere's formula on the ellipsoid's radius.
func WebMercator(p orb.Point) XY {
	lat := max(min(p[1], mercatorTop), -mercatorTop)
	return XY{equatorM * p[0] * math.Pi / 180, equatorM * math.Asinh(math.Tan(lat*math.Pi/180))}
}

// mercatorTop is the latitude at which the web's square ends.
const mercatorTop = 85.05112877980659

// FromWebMercator is the place in degrees.
func FromWebMercator(q XY) orb.Point {
	return orb.Point{q.X / equatorM * 180 / math.Pi, math.Atan(math.Sinh(q.Y/equatorM)) * 180 / math.Pi}
}
