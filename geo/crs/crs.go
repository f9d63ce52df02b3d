package crs

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// Datum is what longitudes and latitudes refer to.
type Datum string

// The datums that are known.
const (
	WGS84    Datum = "wgs84"
	CGCS2000 Datum = "cgcs2000" // treated as WGS84
	GCJ02    Datum = "gcj02"
	BD09     Datum = "bd09"
)

// UnknownDatumError: a datum was named that is not known.
type UnknownDatumError struct {
	Got   string
	Known []string
}

// Error names the known datums.
func (e *UnknownDatumError) Error() string {
	return fmt.Sprintf("datum %q is not known: known are %s", e.Got, strings.Join(e.Known, ", "))
}

// Parse reads the name of a datum, in any case, or the EPSG code of the first two. Empty is WGS84. Another name gives
// an *UnknownDatumError.
func Parse(name string) (Datum, error) {
	switch s := strings.ToLower(strings.TrimSpace(name)); s {
	case "", "wgs84", "wgs-84", "epsg:4326":
		return WGS84, nil
	case "cgcs2000", "epsg:4490":
		return CGCS2000, nil
	case "gcj02", "gcj-02":
		return GCJ02, nil
	case "bd09", "bd-09":
		return BD09, nil
	}
	return "", &UnknownDatumError{Got: name, Known: []string{string(WGS84), string(CGCS2000), string(GCJ02), string(BD09), "EPSG:n (4326, 4490, 3857, UTM on WGS 84: 32601–32760, zones of CGCS2000: 4491–4554)"}}
}

// Same says whether positions in d are taken as they are.
func (d Datum) Same() bool { return d != GCJ02 && d != BD09 }

// ToWGS84 is the place in WGS84, in degrees, of p in d.
func (d Datum) ToWGS84(p orb.Point) orb.Point {
	if d.Same() {
		return p
	}
	return invert(d, p)
}

// FromWGS84 is p in d.
func (d Datum) FromWGS84(p orb.Point) orb.Point {
	if d.Same() || !inChina(p) {
		return p
	}
	p = gcj(p)
	if d == BD09 {
		p = bd(p)
	}
	return p
}

// E7 is ToWGS84 for rounded places.
func (d Datum) E7(e geo.E7) geo.E7 {
	if d.Same() {
		return e
	}
	out, ok := geo.ToE7(d.ToWGS84(e.Point()))
	if !ok {
		return e
	}
	return out
}

// invert looks for the place that d shifts to p: the shift changes so slowly that each step leaves less than a
// thousandth of the error.
func invert(d Datum, p orb.Point) orb.Point {
	const enough = 1e-10 // degrees: 0.01 mm
	w := p
	for range 20 {
		s := d.FromWGS84(w)
		dx, dy := p[0]-s[0], p[1]-s[1]
		w = orb.Point{w[0] + dx, w[1] + dy}
		if math.Abs(dx) < enough && math.Abs(dy) < enough {
			break
		}
	}
	return w
}

// inChina is the rectangle within which GCJ-02 differs from WGS84.
func inChina(p orb.Point) bool {
	return p[0] >= 72.004 && p[0] <= 137.8347 && p[1] >= 0.8293 && p[1] <= 55.8271
}

// gcj is the shift of GCJ-02. The ellipsoid is Krasovsky 1940.
func gcj(p orb.Point) orb.Point {
	const (
		a  = 6378245.0
		ee = 0.00669342162296594323
	)
	x, y := p[0]-105, p[1]-35
	s := math.Sin(p[1] * math.Pi / 180)
	m := 1 - ee*s*s
	north := northM(x, y) * 180 / (a * (1 - ee) / (m * math.Sqrt(m)) * math.Pi)
	east := eastM(x, y) * 180 / (a / math.Sqrt(m) * math.Cos(p[1]*math.Pi/180) * math.Pi)
	return orb.Point{p[0] + east, p[1] + north}
}

// northM and eastM are the shift in metres, x and y being degrees from 105 E, 35 N.
func northM(x, y float64) float64 {
	return -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + short(x) +
		(20*sinPi(y)+40*sinPi(y/3))*2/3 + (160*sinPi(y/12)+320*sinPi(y/30))*2/3
}

func eastM(x, y float64) float64 {
	return 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + short(x) +
		(20*sinPi(x)+40*sinPi(x/3))*2/3 + (150*sinPi(x/12)+300*sinPi(x/30))*2/3
}

func short(x float64) float64 { return (20*sinPi(6*x) + 20*sinPi(2*x)) * 2 / 3 }

func sinPi(v float64) float64 { return math.Sin(v * math.Pi) }

// bd is the shift of BD-09 over GCJ-02.
func bd(p orb.Point) orb.Point {
	const k = math.Pi * 3000 / 180
	r := math.Hypot(p[0], p[1]) + 0.00002*math.Sin(p[1]*k)
	s, c := math.Sincos(math.Atan2(p[1], p[0]) + 0.000003*math.Cos(p[0]*k))
	return orb.Point{r*c + 0.0065, r*s + 0.006}
}
