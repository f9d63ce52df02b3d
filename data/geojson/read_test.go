package geojson_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/geo/plane"
)

func tempFile(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.geojson")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, text string) *data.Table {
	t.Helper()
	table, err := geojson.Read(context.Background(), tempFile(t, text), geojson.Options{})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return table
}

func codes(fs []data.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

const degree = 10_000_000

func TestReadCollection(t *testing.T) {
	got := read(t, `{"type":"FeatureCollection","licence":"CC0","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[
		{"type":"Feature","id":7,"properties":{"name":"桃源里\u793e区","n":12.50,"ok":true,"no":null,"deep":{"a":[1]}},"geometry":{"type":"Point","coordinates":[107.24,34.36]}},
		{"geometry":{"coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]],"type":"Polygon"},"type":"Feature","properties":{"name":"a"}},
		{"type":"Feature","properties":null,"geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}},
		{"type":"Feature","properties":{},"geometry":null}]}`)
	at := func(lon, lat int32) *geo.E7 { return &geo.E7{Lon: lon, Lat: lat} }
	want := []data.Record{
		{Row: 1, ID: "7", Fields: map[string]string{"name": "桃源里社区", "n": "12.50", "ok": "true", "deep": `{"a":[1]}`}, Point: at(1072400000, 343600000)},
		{Row: 2, Fields: map[string]string{"name": "a"}, Area: geo.MultiPolygon{{square(0, 0)}}},
		{Row: 3, Part: 1, Fields: map[string]string{}, Point: at(degree, 2*degree)},
		{Row: 3, Part: 2, Fields: map[string]string{}, Point: at(3*degree, 4*degree)},
		{Row: 4, Fields: map[string]string{}},
	}
	if d := cmp.Diff(want, got.Records); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
	if got.Datum != "cgcs2000" || got.Licence != "CC0" || got.Source != "in.geojson" || len(got.Checksum) != 64 ||
		!slices.Equal(got.Columns, []string{"name", "n", "ok", "no", "deep"}) {
		t.Errorf("table %+v", got)
	}
	if want := []string{"parts_separated"}; !slices.Equal(codes(got.Findings), want) {
		t.Errorf("findings %v, want %v", got.Findings, want)
	}
}

func TestReadLineByLine(t *testing.T) {
	point := `{"type":"Feature","id":"%s","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}`
	for _, rs := range []string{"", "\x1e"} {
		text := rs + fmt.Sprintf(point, "a") + "\n\n" + rs + "{broken\n" + rs + fmt.Sprintf(point, "b") + "\r\n"
		got := read(t, text)
		if len(got.Records) != 2 || got.Records[1].ID != "b" || got.Records[1].Row != 4 || got.Dropped != 1 {
			t.Errorf("got %+v", got)
		}
		if f := got.Findings; len(f) != 1 || f[0].Row != 3 || f[0].Code != "line_not_json" {
			t.Errorf("findings %v", f)
		}
	}
}

// Each repaired shape is valid, and the repair is told.
func TestReadRepairs(t *testing.T) {
	box := geo.MultiPolygon{{square(0, 0)}}
	for _, c := range []struct {
		name, geometry string
		want           geo.MultiPolygon
		code           string
		severity       data.Severity
	}{
		{"not closed", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}`, box, "ring_not_closed", data.Warning},
		{"wound the other way", `{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]}`, box, "ring_winding", data.Note},
		{"a place twice", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0],[1,1],[0,1],[0,0]]]}`, box, "place_repeated", data.Note},
		{"heights in some positions", `{"type":"Polygon","coordinates":[[[0,0,5],[1,0],[1,1,7],[0,1],[0,0,5]]]}`, box, "z_dropped", data.Note},
		{"more than 7 decimals", `{"type":"Polygon","coordinates":[[[0.00000001,0],[1,0],[1,1],[0,1],[0.00000001,0]]]}`, box, "position_rounded", data.Note},
		{"a spike", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[1,5],[1,1],[0,1],[0,0]]]}`, box, "ring_spike", data.Warning},
		{"a spike where the ring begins", `{"type":"Polygon","coordinates":[[[-5,0],[0,0],[1,0],[1,1],[0,1],[0,0],[-5,0]]]}`, box, "ring_spike", data.Warning},
		{"a hole without area", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.1,0.1],[0.2,0.2],[0.1,0.1]]]}`, box, "ring_no_area", data.Warning},
		{"a polygon without area beside one with", `{"type":"MultiPolygon","coordinates":[[[[5,5],[6,6],[5,5],[5,5]]],[[[0,0],[1,0],[1,1],[0,1],[0,0]]]]}`, box, "ring_no_area", data.Warning},
		// Two halves of the box that share the edge at 0.5 east.
		{"two polygons that share an edge", `{"type":"MultiPolygon","coordinates":[[[[0,0],[0.5,0],[0.5,1],[0,1],[0,0]]],[[[0.5,0],[1,0],[1,1],[0.5,1],[0.5,0]]]]}`, nil, "polygons_united", data.Warning},
		{"a position of five numbers", `{"type":"Polygon","coordinates":[[[0,0,1,2,3],[1,0],[1,1],[0,1],[0,0]]]}`, box, "position_too_long", data.Warning},
	} {
		got := read(t, c.geometry)
		if len(got.Records) != 1 || got.Dropped != 0 {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		area := got.Records[0].Area
		if err := plane.Validate(area); err != nil || len(area) != 1 || area[0][0].DoubleArea() != 2*degree*degree {
			t.Errorf("%s: %v (%v), want the box of one square degree", c.name, area, err)
		}
		if c.want != nil && len(area[0][0]) == 4 && !slices.Contains(area[0][0], geo.E7{}) {
			t.Errorf("%s: %v, want %v", c.name, area, c.want)
		}
		i := slices.IndexFunc(got.Findings, func(f data.Finding) bool { return f.Code == c.code })
		if i < 0 || got.Findings[i].Severity != c.severity {
			t.Errorf("%s: findings %v, want %s %s", c.name, got.Findings, c.severity, c.code)
		}
	}
}

// Rings that come back to a place they have been at are cut there; the area stays.
func TestReadSeparatesTouchingRings(t *testing.T) {
	for _, c := range []struct {
		name, ring string
		rings      []int // of each polygon
		area       int64 // in square degrees
	}{
		{"two boxes that touch in a corner", `[0,0],[1,0],[1,1],[2,1],[2,2],[1,2],[1,1],[0,1],[0,0]`, []int{1, 1}, 2},
		// A box of 3 by 3, from whose corner the way leads round a box of 1 by 1 inside it.
		{"a hole that touches the border", `[0,0],[3,0],[3,3],[0,3],[0,0],[1,2],[2,2],[2,1],[0,0]`, []int{2}, 0},
	} {
		got := read(t, `{"type":"Polygon","coordinates":[[`+c.ring+`]]}`)
		if len(got.Records) != 1 || !slices.Contains(codes(got.Findings), "ring_touches_itself") {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		var rings []int
		var area int64
		for _, p := range got.Records[0].Area {
			rings = append(rings, len(p))
			area += p[0].DoubleArea() / 2
		}
		if !slices.Equal(rings, c.rings) || c.area != 0 && area != c.area*degree*degree {
			t.Errorf("%s: %v", c.name, got.Records[0].Area)
		}
	}
	// A ring that crosses itself at a place of its own is no such case: its loops turn against each other.
	crossed := read(t, `{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[2,0],[1,1],[0,1],[0,0]]]}`)
	if crossed.Dropped != 1 || !slices.Contains(codes(crossed.Findings), "polygon_invalid") {
		t.Errorf("a crossing: %+v", crossed)
	}
}

// What cannot be mended costs its feature, which is named with the place; the feature beside it is taken.
func TestReadDrops(t *testing.T) {
	for _, c := range []struct{ name, geometry, code, field string }{
		{"a bow tie", `{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}`, "polygon_invalid", "/geometry/coordinates"},
		{"a hole outside", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[5,5],[5,6],[6,6],[5,5]]]}`, "polygon_invalid", "/geometry/coordinates"},
		{"no area", `{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}`, "polygon_no_area", "/geometry/coordinates"},
		{"metres", `{"type":"Point","coordinates":[36500000,3800000]}`, "position_in_metres", "/geometry/coordinates"},
		{"latitude first", `{"type":"LineString","coordinates":[[30,40],[34.36,107.24]]}`, "position_swapped", "/geometry/coordinates/1"},
		{"off the earth", `{"type":"Point","coordinates":[200,10]}`, "position_off_earth", "/geometry/coordinates"},
		{"a number too large", `{"type":"Point","coordinates":[1e999,10]}`, "coordinates_invalid", "/geometry/coordinates"},
		{"a text", `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,"x"]]]]}`, "coordinates_invalid", "/geometry/coordinates/0/0/1"},
		{"one number", `{"type":"MultiPoint","coordinates":[[1,2],[3]]}`, "coordinates_invalid", "/geometry/coordinates/1"},
		{"null", `{"type":"LineString","coordinates":[null,[1,2]]}`, "coordinates_invalid", "/geometry/coordinates/0"},
		{"nothing", `{"type":"Polygon"}`, "geometry_invalid", "/geometry/coordinates"},
		{"across the date line", `{"type":"Polygon","coordinates":[[[179,0],[-179,0],[-179,1],[179,1],[179,0]]]}`, "polygon_too_large", "/geometry/coordinates"},
		{"an unknown type", `{"type":"Circle","coordinates":[1,2]}`, "geometry_unknown", "/geometry/type"},
		{"a short line", `{"type":"LineString","coordinates":[[1,2]]}`, "line_too_short", "/geometry/coordinates"},
		{"a bad member of a collection", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[1]}]}`, "coordinates_invalid", "/geometry/geometries/1/coordinates"},
		{"too many positions", `{"type":"MultiPoint","coordinates":[` + strings.Repeat("[1,2],", 200_000) + `[1,2]]}`, "too_many_vertices", "/geometry/coordinates/200000"},
	} {
		got := read(t, `{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"bad","properties":{},"geometry":`+c.geometry+`},
			{"type":"Feature","id":"good","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}`)
		if len(got.Records) != 1 || got.Records[0].ID != "good" || got.Dropped != 1 {
			t.Errorf("%s: %d records, %d dropped", c.name, len(got.Records), got.Dropped)
		}
		i := slices.IndexFunc(got.Findings, func(f data.Finding) bool { return f.Code == c.code })
		if i < 0 {
			t.Errorf("%s: findings %v, want %s", c.name, got.Findings, c.code)
			continue
		}
		if f := got.Findings[i]; f.Severity != data.Failure || f.Feature != "bad" || f.Row != 1 || f.Field != c.field {
			t.Errorf("%s: %+v, want an error at %s", c.name, f, c.field)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	crs := func(name string) string {
		return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"` + name + `"}},"features":[]}`
	}
	for _, c := range []struct{ name, in, want string }{
		{"another reference system", crs("urn:ogc:def:crs:EPSG::5635"), "urn:ogc:def:crs:EPSG::5635, which is not read"},
		{"a projection by its code", `{"type":"FeatureCollection","crs":{"type":"EPSG","properties":{"code":2154}},"features":[]}`, "EPSG:2154"},
		{"cut off", `{"type":"FeatureCollection","features":[{"type":"Fea`, "line 1, column 49: is not JSON"},
		{"a missing colon", "{\n \"type\" \"Feature\"}", "line 2, column 9"},
		{"an array", "[1,2]", "is not GeoJSON: [1,2]"},
		{"a text", `"hello"`, "is not GeoJSON"},
		{"no type", "{}", "is not a type of GeoJSON"},
		{"small letters", `{"type":"featurecollection","features":[]}`, `"featurecollection" is not a type`},
		{"no features", `{"type":"FeatureCollection"}`, "no array of features"},
		{"nested deeply", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "nested deeper than 64"},
		{"NaN", `{"type":"Point","coordinates":[NaN,1]}`, "is not JSON"},
		{"two values on one line", `{"type":"Point","coordinates":[1,2]} {}`, "more text after the end"},
		{"blank", " \n ", "ends in the middle"},
	} {
		_, err := geojson.Read(context.Background(), tempFile(t, c.in), geojson.Options{})
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want a FileError of one line with %q", c.name, err, c.want)
		}
	}
	for _, ok := range []string{"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490", "http://www.opengis.net/def/crs/EPSG/0/4326"} {
		read(t, crs(ok))
	}
}

// A file in GB18030 is read as such, with a note.
func TestReadGB18030(t *testing.T) {
	got := read(t, "{\"type\":\"Feature\",\"properties\":{\"name\":\"\xc9\xe7\xc7\xf8\"},\"geometry\":null}")
	if got.Records[0].Fields["name"] != "社区" || !slices.Contains(codes(got.Findings), "encoding_guessed") {
		t.Errorf("got %+v", got)
	}
}

// What Write writes, Read reads back as it was.
func TestReadWhatWriteWrites(t *testing.T) {
	hole := geo.Ring{{Lon: 1_000_000, Lat: 1_000_000}, {Lon: 1_000_000, Lat: 2_000_000}, {Lon: 2_000_000, Lat: 2_000_000}}
	shape := geo.MultiPolygon{{square(1_072_400_001, 343_600_007)}, {square(0, 0), hole}}
	shape[0] = geo.Polygon{square(5*degree+1, 7)}
	var b bytes.Buffer
	f := data.Feature{ID: "C\"1", Shape: shape, Values: []any{"C\"1", int64(-3), 0.5, nil}}
	if err := geojson.Write(&b, "x", fields, slices.Values([]data.Feature{f}), geojson.Meta{Licence: "CC0"}); err != nil {
		t.Fatal(err)
	}
	got := read(t, b.String())
	want := []data.Record{{Row: 1, ID: "C\"1", Fields: map[string]string{"id": "C\"1", "n": "-3", "share": "0.5"}, Area: shape}}
	if d := cmp.Diff(want, got.Records); d != "" || len(got.Findings) != 0 {
		t.Errorf("records (-want +got):\n%s\nfindings %v", d, got.Findings)
	}
}

// Whatever the bytes, Read gives a FileError or a table whose polygons are valid and whose positions are on the earth.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"type":"Point","coordinates":[1,2,3]}`,
		`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"a":"\ud800"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}`,
		"{\"type\":\"Point\",\"coordinates\":[1,2]}\n{\"type\":\"Point\",\"coordinates\":[1,2]}\n",
		`{"type":"GeometryCollection","geometries":[{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}]}`,
		`{"type":"Polygon","coordinates":[[],[[0,0]],[]]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		table, err := geojson.Read(context.Background(), tempFile(t, s), geojson.Options{})
		var fe *data.FileError
		if err != nil {
			if !errors.As(err, &fe) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q: got %v, want a FileError of one line", s, err)
			}
			return
		}
		for _, r := range table.Records {
			if r.Area != nil {
				if err := plane.Validate(r.Area); err != nil {
					t.Fatalf("%q: %v", s, err)
				}
			}
		}
	})
}

// 107.24 E, 34.36 N is 430084.391, 3803856.389 in the zone of 108 E (PROJ), the zone's number 36 before the easting in EPSG:4524.
func TestReadInMetres(t *testing.T) {
	for in, opt := range map[string]string{
		`{"type":"FeatureCollection","crs":{"type":"EPSG","properties":{"code":4545}},"features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[430084.391,3803856.389]}}]}`: "",
		`{"type":"Point","coordinates":[36430084.391,3803856.389]}`:                                                                          "EPSG:4524",
		"{\"type\":\"Point\",\"coordinates\":[36430084.391,3803856.389]}\n{\"type\":\"Point\",\"coordinates\":[36430084.391,3803856.389]}\n": "epsg:4524",
	} {
		o := geojson.Options{}
		if opt != "" {
			r, err := crs.ParseReference(opt)
			if err != nil {
				t.Fatal(err)
			}
			o.Reference = &r
		}
		got, err := geojson.Read(context.Background(), tempFile(t, in), o)
		if err != nil || len(got.Records) == 0 || *got.Records[0].Point != (geo.E7{Lon: 1072400000, Lat: 343600000}) || !strings.HasPrefix(got.Datum, "EPSG:45") {
			t.Errorf("%s: %v, %+v", in, err, got)
		}
	}
}

// What the file says of itself is never overruled silently.
func TestReadDeclared(t *testing.T) {
	file := func(name string) string {
		return tempFile(t, `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"`+name+`"}},"features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[107.24,34.36]}}]}`)
	}
	declare := func(name string) geojson.Options {
		r, err := crs.ParseReference(name)
		if err != nil {
			t.Fatal(err)
		}
		return geojson.Options{Reference: &r}
	}
	if _, err := geojson.Read(context.Background(), file("EPSG:4545"), declare("wgs84")); err == nil || !strings.Contains(err.Error(), "EPSG:4545, --datum says wgs84") {
		t.Errorf("got %v", err)
	}
	got, err := geojson.Read(context.Background(), file("EPSG:4326"), declare("gcj02"))
	if err != nil || got.Datum != "gcj02" || len(got.Findings) != 1 || got.Findings[0].Code != "datum_overruled" {
		t.Errorf("got %+v, %v", got, err)
	}
}
