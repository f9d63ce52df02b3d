package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// E7 is a place on the earth in units of 1e-7 degree, WGS84 (CGCS2000 is treated
// as WGS84). 1e-7 degree of latitude is 1.11 cm. It is what RFC 7946 advises at
// most, and it makes equality and hashing exact.
type E7 struct {
	Lon, Lat int32
}

// UnitsPerDegree is how many E7 units make one degree.
const UnitsPerDegree = 1e7

// ToE7 rounds a longitude and latitude in degrees. It reports false for positions
// that are not on the earth: NaN, infinite, beyond 180 or 90 degrees.
func ToE7(p orb.Point) (E7, bool) {
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return E7{}, false
	}
	return E7{int32(math.Round(p[0] * UnitsPerDegree)), int32(math.Round(p[1] * UnitsPerDegree))}, true
}

// Point is the place in degrees.
func (e E7) Point() orb.Point {
	return orb.Point{float64(e.Lon) / UnitsPerDegree, float64(e.Lat) / UnitsPerDegree}
}

// Less orders places by longitude, then latitude. It has no meaning but to be the
// same order everywhere.
func (e E7) Less(o E7) bool {
	if e.Lon != o.Lon {
		return e.Lon < o.Lon
	}
	return e.Lat < o.Lat
}

// Ring is a closed line without its repeated last place. The outer ring of a
// polygon runs counter-clockwise, a hole clockwise.
type Ring []E7

// Polygon is one outer ring and its holes.
type Polygon []Ring

// MultiPolygon is a set of polygons that share no area.
type MultiPolygon []Polygon

// Box is a rectangle of places, its borders included.
type Box struct {
	Min, Max E7
}

// EmptyBox contains nothing; extending it gives the box of what it was extended by.
func EmptyBox() Box {
	return Box{E7{math.MaxInt32, math.MaxInt32}, E7{math.MinInt32, math.MinInt32}}
}

// Empty says whether the box contains no place.
func (b Box) Empty() bool { return b.Min.Lon > b.Max.Lon || b.Min.Lat > b.Max.Lat }

// Extend is the smallest box that contains b and p.
func (b Box) Extend(p E7) Box {
	return Box{
		E7{min(b.Min.Lon, p.Lon), min(b.Min.Lat, p.Lat)},
		E7{max(b.Max.Lon, p.Lon), max(b.Max.Lat, p.Lat)},
	}
}

// Union is the smallest box that contains both.
func (b Box) Union(o Box) Box {
	if o.Empty() {
		return b
	}
	return b.Extend(o.Min).Extend(o.Max)
}

// Contains says whether p lies in b or on its border.
func (b Box) Contains(p E7) bool {
	return p.Lon >= b.Min.Lon && p.Lon <= b.Max.Lon && p.Lat >= b.Min.Lat && p.Lat <= b.Max.Lat
}

// Intersects says whether b and o share a place.
func (b Box) Intersects(o Box) bool {
	return !b.Empty() && !o.Empty() && b.Min.Lon <= o.Max.Lon && o.Min.Lon <= b.Max.Lon &&
		b.Min.Lat <= o.Max.Lat && o.Min.Lat <= b.Max.Lat
}

// Box is the smallest box around the ring.
func (r Ring) Box() Box {
	b := EmptyBox()
	for _, p := range r {
		b = b.Extend(p)
	}
	return b
}

// Box is the smallest box around the outer rings.
func (m MultiPolygon) Box() Box {
	b := EmptyBox()
	for _, p := range m {
		if len(p) > 0 {
			b = b.Union(p[0].Box())
		}
	}
	return b
}

// DoubleArea is twice the signed area of the ring in square E7 units: positive when it
// runs counter-clockwise. It is exact for rings that span less than 20 degrees.
func (r Ring) DoubleArea() int64 {
	var s int64
	if len(r) < 3 {
		return 0
	}
	o := r[0]
	for i := 1; i+1 < len(r); i++ {
		ax, ay := int64(r[i].Lon)-int64(o.Lon), int64(r[i].Lat)-int64(o.Lat)
		bx, by := int64(r[i+1].Lon)-int64(o.Lon), int64(r[i+1].Lat)-int64(o.Lat)
		s += ax*by - bx*ay
	}
	return s
}

// Contains says whether p lies inside the ring by the even-odd rule. Of places on
// the border, those on left and lower edges count as inside, so that neighbours
// that share an edge share no place.
func (r Ring) Contains(p E7) bool {
	in := false
	px, py := int64(p.Lon), int64(p.Lat)
	j := len(r) - 1
	for i := range r {
		ay, by := int64(r[i].Lat), int64(r[j].Lat)
		if (ay > py) != (by > py) {
			ax, bx := int64(r[i].Lon), int64(r[j].Lon)
			// The crossing of the edge with the parallel of p lies east of p
			// when (px-ax)*(by-ay) < (bx-ax)*(py-ay), for by > ay.
			l, q := (px-ax)*(by-ay), (bx-ax)*(py-ay)
			if by < ay {
				l, q = -l, -q
			}
			if l < q {
				in = !in
			}
		}
		j = i
	}
	return in
}

// Contains says whether p lies in the polygons, outside their holes.
func (m MultiPolygon) Contains(p E7) bool {
	in := false
	for _, poly := range m {
		for _, r := range poly {
			if r.Contains(p) {
				in = !in
			}
		}
	}
	return in
}

// Widen is the box with m metres more on every side. It does not pass the poles and the antimeridian.
func (b Box) Widen(m float64) Box {
	const metresPerUnit = 0.0110574 // of latitude at the equator, the least on the ellipsoid
	lat := math.Ceil(m / metresPerUnit)
	far := max(math.Abs(float64(b.Min.Lat)), math.Abs(float64(b.Max.Lat))) / UnitsPerDegree * math.Pi / 180
	lon := math.Ceil(lat / max(math.Cos(far), 0.01))
	at := func(v, d, limit float64) int32 { return int32(min(max(v+d, -limit), limit)) }
	return Box{
		E7{at(float64(b.Min.Lon), -lon, 180e7), at(float64(b.Min.Lat), -lat, 90e7)},
		E7{at(float64(b.Max.Lon), lon, 180e7), at(float64(b.Max.Lat), lat, 90e7)},
	}
}
