package server

import (
	"testing"

	"circle15/geo"
)

// ring is a ring of places in hundredths of a degree.
func ring(xy ...int32) (r geo.Ring) {
	for i := 0; i < len(xy); i += 2 {
		r = append(r, geo.E7{Lon: xy[i] * 100_000, Lat: xy[i+1] * 100_000})
	}
	return r
}

func TestLabelPlace(t *testing.T) {
	square := ring(0, 0, 10, 0, 10, 10, 0, 10)
	// A U whose legs and floor are 2 wide: its middle is outside.
	u := ring(0, 0, 10, 0, 10, 10, 8, 10, 8, 2, 2, 2, 2, 10, 0, 10)
	hole := ring(3, 3, 3, 7, 7, 7, 7, 3)
	for _, c := range []struct {
		name string
		m    geo.MultiPolygon
	}{
		{"square", geo.MultiPolygon{{square}}}, {"u", geo.MultiPolygon{{u}}}, {"hole", geo.MultiPolygon{{square, hole}}},
		{"small before large", geo.MultiPolygon{{ring(20, 0, 21, 0, 21, 1)}, {square}}},
	} {
		at := labelPlace(c.m)
		if !c.m.Contains(at) {
			t.Errorf("%s: %v lies outside", c.name, at)
		}
		if at.Lon > 10*100_000 {
			t.Errorf("%s: %v lies in the smaller part", c.name, at)
		}
	}
	// The middle of a square is 5 from its sides; what is found may be 2 % of the width short.
	at := labelPlace(geo.MultiPolygon{{square}})
	if d := max(abs(int64(at.Lon)-500_000), abs(int64(at.Lat)-500_000)); d > 20_000 {
		t.Errorf("square: %v is not near its middle", at)
	}
	if got := labelPlace(nil); got != (geo.E7{}) {
		t.Errorf("nothing: %v", got)
	}
	flat := ring(1, 1, 2, 1, 3, 1)
	if got := labelPlace(geo.MultiPolygon{{flat}}); got != flat[0] {
		t.Errorf("a ring without area: %v", got)
	}
}
