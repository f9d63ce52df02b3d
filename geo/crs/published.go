package crs

import (
	"math"
	"strconv"

	"circle15/geo"

	"github.com/paulmach/orb"
)

// CRS84 is longitude, latitude in WGS84: the system of GeoJSON.
func CRS84() System {
	return System{Code: 4326, Name: "WGS 84 longitude-latitude"}
}

// For are the systems in which places in the box are published: CRS84, EPSG:4326, 4490, 3857, and those zones of CGCS2000
// whose central meridian lies within the width of a zone.
func For(b geo.Box) []System {
	out := []System{CRS84()}
	for code := range knownSystems {
		s, err := EPSG(code)
		if err != nil || s.kind == transverse && !s.near(b) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// knownSystems yields the codes of published systems in the order in which they are listed.
func knownSystems(yield func(int) bool) {
	for _, r := range [][2]int{{4326, 4326}, {4490, 4490}, {3857, 3857}, {4491, 4554}} {
		for code := r[0]; code <= r[1]; code++ {
			if !yield(code) {
				return
			}
		}
	}
}

// near says whether the zone's central meridian lies at most the width of a zone beside the box.
func (s System) near(b geo.Box) bool {
	if b.Empty() {
		return false
	}
	width := 3.0
	if s.Code <= 4512 {
		width = 6
	}
	return s.tm.MeridianDeg >= b.Min.Point()[0]-width && s.tm.MeridianDeg <= b.Max.Point()[0]+width
}

// AppendPosition appends [a,b], rounded to Decimals, in the order of the system's authority.
func (s System) AppendPosition(b []byte, e geo.E7) []byte {
	p := s.FromWGS84(e.Point())
	if s.NorthFirst {
		p[0], p[1] = p[1], p[0]
	}
	b = appendFixed(append(b, '['), p[0], s.Decimals())
	return append(appendFixed(append(b, ','), p[1], s.Decimals()), ']')
}

// appendFixed appends v with at most that many decimals, without zeros at the end.
func appendFixed(b []byte, v float64, decimals int) []byte {
	from := len(b)
	b = strconv.AppendFloat(b, v, 'f', decimals, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[from:]) == "-0" {
		b = append(b[:from], '0')
	}
	return b
}

// Place is the place of a position in the order of the system's authority; false when it does not lie on the earth or is too far from the
// zone to be told.
func (s System) Place(a, b float64) (geo.E7, bool) {
	if s.NorthFirst {
		a, b = b, a
	}
	return geo.ToE7(s.ToWGS84(orb.Point{a, b}))
}

// Box is the smallest box of places around the rectangle between two corners, in the order of the system's authority;
// false when it does not lie on the earth. The sides of a zone's rectangle are bent there: places along them are looked at.
func (s System) Box(a1, b1, a2, b2 float64) (geo.Box, bool) {
	box := geo.EmptyBox()
	const steps = 16
	for i := range steps + 1 {
		t := float64(i) / steps
		x, y := a1+(a2-a1)*t, b1+(b2-b1)*t
		for _, p := range [4][2]float64{{x, b1}, {x, b2}, {a1, y}, {a2, y}} {
			if math.IsInf(p[0], 0) || math.IsInf(p[1], 0) {
				return geo.Box{}, false
			}
			e, ok := s.Place(p[0], p[1])
			if !ok {
				return geo.Box{}, false
			}
			box = box.Extend(e)
		}
	}
	return box, true
}
