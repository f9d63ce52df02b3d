package crs_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/crs"
)

// Tiananmen, as the examples of the open coordtransform package have it.
func TestFromWGS84(t *testing.T) {
	got := crs.GCJ02.FromWGS84(orb.Point{116.404, 39.915})
	want := orb.Point{116.41024449916938, 39.91640428150164}
	if math.Abs(got[0]-want[0]) > 1e-9 || math.Abs(got[1]-want[1]) > 1e-9 {
		t.Errorf("GCJ-02: got %v, want %v", got, want)
	}
	// The same package: GCJ-02 (116.404, 39.915) is BD-09 (116.41036949371029, 39.92133699351021).
	got = crs.BD09.FromWGS84(crs.GCJ02.ToWGS84(orb.Point{116.404, 39.915}))
	want = orb.Point{116.41036949371029, 39.92133699351021}
	if math.Abs(got[0]-want[0]) > 1e-9 || math.Abs(got[1]-want[1]) > 1e-9 {
		t.Errorf("BD-09: got %v, want %v", got, want)
	}
}

// At Baoji the shifts are about 460 m and 1.17 km.
func TestShiftAtBaoji(t *testing.T) {
	at := geo.E7{Lon: 1072400000, Lat: 343600000}
	for d, want := range map[crs.Datum]float64{crs.WGS84: 0, crs.CGCS2000: 0, crs.GCJ02: 460, crs.BD09: 1170} {
		if got := geo.SegmentM(at, d.E7(at)); math.Abs(got-want) > want/20 {
			t.Errorf("%s: %.0f m, want %.0f", d, got, want)
		}
	}
}

// There and back is the same place to 1e-7 degree, anywhere in China but at the border of the rectangle.
func TestInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(73, 137).Draw(t, "lon"), rapid.Float64Range(2, 55).Draw(t, "lat")}
		for _, d := range []crs.Datum{crs.WGS84, crs.CGCS2000, crs.GCJ02, crs.BD09} {
			q := d.ToWGS84(d.FromWGS84(p))
			if math.Abs(q[0]-p[0]) > 1e-7 || math.Abs(q[1]-p[1]) > 1e-7 {
				t.Fatalf("%s: %v came back as %v", d, p, q)
			}
		}
	})
}

func TestOutsideChinaUnchanged(t *testing.T) {
	for _, p := range []orb.Point{{-15.43, 28.14}, {24.94, 60.17}, {139.7, 35.7}, {0, 0}, {-180, 90}} {
		if got := crs.BD09.ToWGS84(p); got != p {
			t.Errorf("%v became %v", p, got)
		}
	}
}

func TestParse(t *testing.T) {
	for name, want := range map[string]crs.Datum{"": crs.WGS84, "WGS84": crs.WGS84, "cgcs2000": crs.CGCS2000, "EPSG:4490": crs.CGCS2000,
		"gcj-02": crs.GCJ02, "BD09": crs.BD09, "epsg:4326": crs.WGS84} {
		if got, err := crs.Parse(name); err != nil || got != want {
			t.Errorf("%q: got %q, %v", name, got, err)
		}
	}
	_, err := crs.Parse("EPSG:4545")
	var u *crs.UnknownDatumError
	if !errors.As(err, &u) || u.Got != "EPSG:4545" || !strings.Contains(err.Error(), "gcj02, bd09") {
		t.Errorf("got %v, want an error that names the known ones", err)
	}
}
