package geo_test

import (
	"math"
	"slices"
	"testing"

	"circle15/geo"
)

// areaOf integrates the ring's area on the ellipsoid by Gauss and Simpson: along each side, straight in longitude and
// latitude, the area between the side and the equator.
func areaOf(r geo.Ring) float64 {
	below := func(lat float64) float64 { // per radian of longitude, in closed form (Snyder 1987, eq. 3-12)
		e := math.Sqrt(ecc2)
		s := math.Sin(lat)
		return equatorM * equatorM * (1 - ecc2) / 2 * (s/(1-ecc2*s*s) + math.Atanh(e*s)/e)
	}
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		const u = rad / geo.UnitsPerDegree
		side := func(t float64) float64 {
			return below((float64(p.Lat) + t*float64(q.Lat-p.Lat)) * u)
		}
		base := below(float64(r[0].Lat) * u) // nearer than the equator, for the digits
		sum -= (simpson(side, 0, 1, 20) - base) * float64(q.Lon-p.Lon) * u
	}
	return sum
}

func TestAreaOnTheEllipsoid(t *testing.T) {
	for _, lat := range []int32{0, 340000000, 600000000, 750000000, -340000000} {
		for _, units := range []int32{2000, 100000, 1000000, 4000000} { // 20 m to 45 km of latitude
			box := geo.Ring{{Lon: 1e9, Lat: lat}, {Lon: 1e9 + units, Lat: lat}, {Lon: 1e9 + units, Lat: lat + units}, {Lon: 1e9, Lat: lat + units}}
			kite := geo.Ring{{Lon: 1e9, Lat: lat}, {Lon: 1e9 + units, Lat: lat + units/3}, {Lon: 1e9 + units/2, Lat: lat + units}, {Lon: 1e9 - units/4, Lat: lat + units/2}}
			for _, r := range []geo.Ring{box, kite} {
				want := areaOf(r)
				if got := (geo.MultiPolygon{{r}}).AreaM2(); math.Abs(got/want-1) > 1e-6 {
					t.Errorf("%v° and %d units: got %.4f, want %.4f (%.2g)", lat/1e7, units, got, want, got/want-1)
				}
			}
		}
	}
}

// A zone of the earth between two parallels, 34° to 34.1°, one degree wide, by the textbook radii: 0.1° is so narrow that the middle
// radii are right to 1e-6.
func TestAreaByTheRadii(t *testing.T) {
	r := geo.Ring{{Lon: 0, Lat: 340000000}, {Lon: 10000000, Lat: 340000000}, {Lon: 10000000, Lat: 341000000}, {Lon: 0, Lat: 341000000}}
	mid := 34.05 * rad
	want := meridianRadius(mid) * 0.1 * rad * primeRadius(mid) * math.Cos(mid) * rad
	if got := (geo.MultiPolygon{{r}}).AreaM2(); math.Abs(got/want-1) > 1e-6 {
		t.Errorf("got %.0f, want %.0f", got, want)
	}
}

func TestHolesAreSubtracted(t *testing.T) {
	outer := geo.Ring{{Lon: 0, Lat: 0}, {Lon: 3000, Lat: 0}, {Lon: 3000, Lat: 3000}, {Lon: 0, Lat: 3000}}
	hole := geo.Ring{{Lon: 1000, Lat: 1000}, {Lon: 1000, Lat: 2000}, {Lon: 2000, Lat: 2000}, {Lon: 2000, Lat: 1000}}
	whole := geo.MultiPolygon{{outer}}.AreaM2()
	if got := (geo.MultiPolygon{{outer, hole}}).AreaM2(); math.Abs(got/whole-8.0/9) > 1e-9 {
		t.Errorf("with a ninth cut out: %v of the whole", got/whole)
	}
	island := slices.Clone(hole)
	slices.Reverse(island)
	if got := (geo.MultiPolygon{{outer, hole}, {island}}).AreaM2(); math.Abs(got/whole-1) > 1e-9 {
		t.Errorf("with the hole filled by an island: %v of the whole", got/whole)
	}
	if got := (geo.MultiPolygon{}).AreaM2(); got != 0 {
		t.Errorf("nothing has %v m²", got)
	}
}
