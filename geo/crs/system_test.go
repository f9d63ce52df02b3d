package crs_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"circle15/geo/crs"
)

// What PROJ 9.1 gives for 107.24 E, 34.36 N and S (gdaltransform).
func TestSystemsAgreeWithPROJ(t *testing.T) {
	for _, c := range []struct {
		code  int
		lat   float64
		east  float64
		north float64
	}{
		{4545, 34.36, 430084.391112888, 3803856.38944797},
		{4524, 34.36, 36430084.3911129, 3803856.38944797},
		{32649, 34.36, 154153.032105429, 3808483.4278761},
		{32748, -34.36, 706001.621629899, 6195653.35345994},
		{3857, 34.36, 11937902.1926707, 4077244.27290781},
	} {
		s, err := crs.EPSG(c.code)
		if err != nil {
			t.Fatal(err)
		}
		got := s.FromWGS84(orb.Point{107.24, c.lat})
		if math.Abs(got[0]-c.east) > 1e-4 || math.Abs(got[1]-c.north) > 1e-4 {
			t.Errorf("%v: got %.4f, %.4f, want %.4f, %.4f", s, got[0], got[1], c.east, c.north)
		}
	}
}

// There and back is the same place within 2° of the meridian to less than a nanodegree.
func TestSystemInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.IntRange(25, 45).Draw(t, "zone")
		p := orb.Point{float64(zone*3) + rapid.Float64Range(-2, 2).Draw(t, "dlon"), rapid.Float64Range(-80, 80).Draw(t, "lat")}
		for _, code := range []int{4513 + zone - 25, 4534 + zone - 25, 3857, 4490, 32600 + (int(p[0])+186)/6} {
			s, err := crs.EPSG(code)
			if err != nil {
				t.Fatal(err)
			}
			if q := s.ToWGS84(s.FromWGS84(p)); math.Abs(q[0]-p[0]) > 1e-9 || math.Abs(q[1]-p[1]) > 1e-9 {
				t.Fatalf("%v: %v came back as %v", s, p, q)
			}
		}
	})
}

// A description written and read again is the same system, zones of 3 and 6 degrees with the same numbers apart.
func TestWKT(t *testing.T) {
	for code := 4491; code <= 4554; code++ {
		s, err := crs.EPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		got, err := crs.FromWKT(s.WKT())
		p := orb.Point{107.5, 34}
		if err != nil || got.FromWGS84(p) != s.FromWGS84(p) {
			t.Errorf("%d: %v, %v", code, got, err)
		}
	}
	for wkt, want := range map[string]string{
		`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]`:                                                                                                                                                                                                                                                                               "OGC:CRS84",
		`GEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101]],CS[ellipsoidal,2],AXIS["latitude",north],AXIS["longitude",east],UNIT["degree",0.0174532925199433],ID["EPSG",4490]]`:                                                                                                                                                                                          "EPSG:4490",
		`PROJCS["WGS 84 / UTM zone 49N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",111],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]`:                                                                                          "EPSG:32649",
		`PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 108E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101]]],CONVERSION["x",METHOD["Transverse Mercator"],PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",108],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",500000],PARAMETER["False northing",0]]]`: "EPSG:4545",
	} {
		if s, err := crs.FromWKT(wkt); err != nil || s.String() != want {
			t.Errorf("%v, %v, want %s", s, err, want)
		}
	}
	for _, bad := range []string{"", "x", `PROJCS["Beijing_1954_3_Degree_GK_CM_108E",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954"]]]`, `GEOGCS["a`, strings.Repeat("A[", 100),
		`PROJCS["US feet",GEOGCS["w",DATUM["WGS_1984"]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",111],UNIT["foot",0.3048]]`} {
		var w *crs.WKTError
		if s, err := crs.FromWKT(bad); !errors.As(err, &w) {
			t.Errorf("%q gave %v, %v", bad, s, err)
		}
	}
}

func TestParseSystem(t *testing.T) {
	for name, want := range map[string]string{"EPSG:4545": "EPSG:4545", "4545": "EPSG:4545", "epsg:3857": "EPSG:3857", "urn:ogc:def:crs:EPSG::4490": "EPSG:4490",
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84": "OGC:CRS84", "[http://www.opengis.net/def/crs/EPSG/0/4326]": "EPSG:4326"} {
		if s, err := crs.ParseSystem(name); err != nil || s.String() != want {
			t.Errorf("%q: %v, %v", name, s, err)
		}
	}
	for _, name := range []string{"", "EPSG:5635", "gcj02", "ESRI:4545", "EPSG:"} {
		var u *crs.UnknownSystemError
		if s, err := crs.ParseSystem(name); !errors.As(err, &u) {
			t.Errorf("%q gave %v, %v", name, s, err)
		}
	}
}

func FuzzFromWKT(f *testing.F) {
	s, _ := crs.EPSG(4545)
	f.Add(s.WKT())
	f.Add(`GEOGCS["a",DATUM["WGS_1984"]]`)
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := crs.FromWKT(text); err == nil {
			_ = fmt.Sprint(s, s.FromWGS84(orb.Point{107, 34}))
		}
	})
}
