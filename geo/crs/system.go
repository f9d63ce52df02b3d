package crs

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// System is a coordinate reference system by its EPSG code: longitudes and latitudes, Web Mercator, UTM, and the zones of
// CGCS2000 (3 and 6 degrees wide, with and without the zone's number before the easting). Get one with EPSG or FromWKT.
type System struct {
	Code int    // EPSG; 0 for one that a file describes and EPSG does not list
	Name string // "CGCS2000 / 3-degree Gauss-Kruger CM 108E"
	// NorthFirst says that the authority puts the latitude or northing first. Files of desktops do not; services do.
	NorthFirst bool
	kind       systemKind
	tm         geo.Transverse
}

type systemKind uint8

const (
	geographic systemKind = iota
	webMercator
	transverse
)

// UnknownSystemError: a code is not one of those that are known.
type UnknownSystemError struct{ Got string }

// Error says which codes are known.
func (e *UnknownSystemError) Error() string {
	return fmt.Sprintf("%q is no coordinate system that is known: known are EPSG:4326, EPSG:4490, EPSG:3857, "+
		"UTM on WGS 84 (EPSG:32601–32660, 32701–32760) and the zones of CGCS2000 (EPSG:4491–4554)", e.Got)
}

// EPSG is the system of a code.
func EPSG(code int) (System, error) {
	switch {
	case code == 4326:
		return System{Code: code, Name: "WGS 84", NorthFirst: true}, nil
	case code == 4490:
		return System{Code: code, Name: "China Geodetic Coordinate System 2000", NorthFirst: true}, nil
	case code == 3857:
		return System{Code: code, Name: "WGS 84 / Pseudo-Mercator", kind: webMercator}, nil
	case code >= 32601 && code <= 32660:
		return utm(code, code-32600, "N", 0), nil
	case code >= 32701 && code <= 32760:
		return utm(code, code-32700, "S", 10_000_000), nil
	case code >= 4491 && code <= 4501: // zones 13 to 23, 6 degrees wide
		return gauss(code, 6, code-4491+13, true), nil
	case code >= 4502 && code <= 4512:
		return gauss(code, 6, code-4502+13, false), nil
	case code >= 4513 && code <= 4533: // zones 25 to 45, 3 degrees wide
		return gauss(code, 3, code-4513+25, true), nil
	case code >= 4534 && code <= 4554:
		return gauss(code, 3, code-4534+25, false), nil
	}
	return System{}, &UnknownSystemError{fmt.Sprintf("EPSG:%d", code)}
}

func utm(code, zone int, side string, northM float64) System {
	return System{Code: code, Name: fmt.Sprintf("WGS 84 / UTM zone %d%s", zone, side), kind: transverse,
		tm: geo.Transverse{MeridianDeg: float64(zone*6 - 183), Scale: 0.9996, EastM: 500_000, NorthM: northM}}
}

// gauss is a zone of CGCS2000: its central meridian is 3·zone, or 6·zone - 3.
func gauss(code, widthDeg, zone int, prefix bool) System {
	meridian := widthDeg * zone
	if widthDeg == 6 {
		meridian -= 3
	}
	s := System{Code: code, NorthFirst: true, kind: transverse, tm: geo.Transverse{MeridianDeg: float64(meridian), Scale: 1, EastM: 500_000, CGCS2000: true}}
	width := map[int]string{3: "3-degree ", 6: ""}[widthDeg]
	if prefix {
		s.tm.EastM += float64(zone) * 1e6
		s.Name = fmt.Sprintf("CGCS2000 / %sGauss-Kruger zone %d", width, zone)
	} else {
		s.Name = fmt.Sprintf("CGCS2000 / %sGauss-Kruger CM %dE", width, meridian)
	}
	return s
}

// ParseSystem reads "EPSG:4545", "epsg:4545", "4545", a URI or URN of the OGC ("http://www.opengis.net/def/crs/EPSG/0/4545",
// "urn:ogc:def:crs:EPSG::4545"), or CRS84, which is EPSG:4326 with the longitude first.
func ParseSystem(name string) (System, error) {
	s := strings.ToUpper(strings.Trim(strings.TrimSpace(name), "[]"))
	if strings.HasSuffix(s, "CRS84") {
		c, err := EPSG(4326)
		c.NorthFirst, c.Name = false, "WGS 84 longitude-latitude"
		return c, err
	}
	tail := s[strings.LastIndexAny(s, ":/")+1:]
	code, err := strconv.Atoi(tail)
	if err != nil || tail != s && !strings.Contains(s, "EPSG") {
		return System{}, &UnknownSystemError{name}
	}
	return EPSG(code)
}

// Geographic says that the coordinates are degrees.
func (s System) Geographic() bool { return s.kind == geographic }

// FromWGS84 is p, longitude and latitude in degrees, in the system: the easting (longitude) first, whatever NorthFirst says.
func (s System) FromWGS84(p orb.Point) orb.Point {
	var q geo.XY
	switch s.kind {
	case webMercator:
		q = geo.WebMercator(p)
	case transverse:
		q = s.tm.XY(p)
	default:
		return p
	}
	return orb.Point{q.X, q.Y}
}

// ToWGS84 is the longitude and latitude in degrees of p, easting first. What lies outside the system's domain comes back as NaN.
func (s System) ToWGS84(p orb.Point) orb.Point {
	switch s.kind {
	case webMercator:
		return geo.FromWebMercator(geo.XY{X: p[0], Y: p[1]})
	case transverse:
		// Beyond 3,000 km from the meridian the series says nothing.
		if math.Abs(p[0]-s.tm.EastM) > 3e6 || math.Abs(p[1]-s.tm.NorthM) > 10.1e6 {
			return orb.Point{math.NaN(), math.NaN()}
		}
		return s.tm.Point(geo.XY{X: p[0], Y: p[1]})
	}
	return p
}

// Decimals is how many decimals of its unit a position is written with: 1e-7 degree, or millimetres.
func (s System) Decimals() int {
	if s.kind == geographic {
		return 7
	}
	return 3
}

// URI is the name of the system in services of the OGC.
func (s System) URI() string {
	if s.Code == 4326 && !s.NorthFirst {
		return "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	}
	return fmt.Sprintf("http://www.opengis.net/def/crs/EPSG/0/%d", s.Code)
}

// String is "EPSG:4545", or the name of a system without a code.
func (s System) String() string {
	switch {
	case s.Code == 0:
		return s.Name
	case s.Code == 4326 && !s.NorthFirst:
		return "OGC:CRS84"
	}
	return fmt.Sprintf("EPSG:%d", s.Code)
}
