package crs

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// Reference is what the positions of a file refer to: a datum, or a system by its code. The zero value is WGS84.
type Reference struct {
	datum  Datum // empty where a system is named
	system System
}

// ParseReference reads the name of a datum (see Parse) or of a system (see ParseSystem). Empty is WGS84.
func ParseReference(name string) (Reference, error) {
	d, err := Parse(name)
	if err == nil {
		return Reference{datum: d}, nil
	}
	if s, err := ParseSystem(name); err == nil {
		return OfSystem(s), nil
	}
	return Reference{}, err
}

// OfSystem is the reference of positions in a system.
func OfSystem(s System) Reference {
	if s.kind == geographic {
		if s.Code == 4490 {
			return Reference{datum: CGCS2000}
		}
		return Reference{datum: WGS84}
	}
	return Reference{system: s}
}

// Projected says that the positions are metres and not degrees.
func (r Reference) Projected() bool { return r.system.kind != geographic }

// Shifted says that the positions are GCJ-02 or BD-09.
func (r Reference) Shifted() bool { return !r.datum.Same() }

// String is the name by which ParseReference finds it: "wgs84", "gcj02", "EPSG:4545".
func (r Reference) String() string {
	switch {
	case r.Projected():
		return r.system.String()
	case r.datum == "":
		return string(WGS84)
	}
	return string(r.datum)
}

// Place is where a position lies, its easting or longitude first. It is false for what lies nowhere on the earth.
func (r Reference) Place(p orb.Point) (geo.E7, bool) {
	if r.Projected() {
		if p = r.system.ToWGS84(p); math.IsNaN(p[0]) || !r.plausible(p) {
			return geo.E7{}, false
		}
		return geo.ToE7(p)
	}
	if _, ok := geo.ToE7(p); !ok {
		return geo.E7{}, false
	}
	return geo.ToE7(r.datum.ToWGS84(p))
}

// plausible says that a place is not farther from the zone's meridian than any survey uses it: 12 degrees, so that eastings with another
// zone's number, or the two axes swapped, are not taken.
func (r Reference) plausible(p orb.Point) bool {
	return r.system.kind != transverse || math.Abs(math.Remainder(p[0]-r.system.tm.MeridianDeg, 360)) <= 12
}

// ConflictError: a file says that its positions are in one reference, the user says another.
type ConflictError struct{ File, Declared string }

// Error names both.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("the file says that its positions are in %s, --datum says %s", e.File, e.Declared)
}

// Settle decides between what a file says of itself and what the user declares; either may be nil. A file that says WGS84 or CGCS2000 may
// be declared GCJ-02 or BD-09, which have no code that a file could carry, and the two names of degrees may stand for each other: overruled then says that
// the file's word was not taken. Other differences give a *ConflictError.
func Settle(file, declared *Reference) (r Reference, overruled bool, err error) {
	switch {
	case file == nil && declared == nil:
		return Reference{datum: WGS84}, false, nil
	case declared == nil:
		return *file, false, nil
	case file == nil || file.String() == declared.String():
		return *declared, false, nil
	case file.Projected() || declared.Projected():
		return r, false, &ConflictError{file.String(), declared.String()}
	}
	return *declared, declared.Shifted(), nil
}

// GuessMetres is what positions in metres may be, in words for a person: the reference to try. Empty for degrees.
func GuessMetres(p orb.Point) string {
	x, y := p[0], p[1]
	zone := int(x / 1e6)
	switch {
	case math.Abs(x) <= 1000 && math.Abs(y) <= 1000:
		return ""
	case zone >= 25 && zone <= 45 && y > 0 && y < 1e7:
		return fmt.Sprintf("EPSG:%d (CGCS2000, zone %d, if it is that)", 4513+zone-25, zone)
	case zone >= 13 && zone <= 23 && y > 0 && y < 1e7:
		return fmt.Sprintf("EPSG:%d (CGCS2000, zone %d of 6 degrees, if it is that)", 4491+zone-13, zone)
	case x > 1e5 && x < 9e5 && y > 0 && y < 1e7:
		return "the EPSG code of its zone, such as EPSG:4545 (CGCS2000, 108° E)"
	case y > 1e5 && y < 9e5 && x > 1e6 && x < 1e7 || int(y/1e6) >= 13 && int(y/1e6) <= 45 && x > 1e6 && x < 1e7:
		return "the EPSG code of its zone, such as EPSG:4545, with the columns exchanged: here the northing stands first"
	}
	return "EPSG:3857 (Web Mercator) or the code of its zone"
}
