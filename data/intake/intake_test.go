package intake_test

import (
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
	"circle15/data/intake"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/indicators"
)

var ctx = context.Background()

func tempFile(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// box is the coordinates of a box of 0.01 degrees at lon, lat.
func box(lon, lat float64) string {
	return fmt.Sprintf("[[[%.2f,%.2f],[%.2f,%.2f],[%.2f,%.2f],[%.2f,%.2f],[%.2f,%.2f]]]", lon, lat, lon+0.01, lat, lon+0.01, lat+0.01, lon, lat+0.01, lon, lat)
}

// areas is a collection of boxes side by side with the given properties; an entry "id|props" sets the feature's id.
func areas(props ...string) string {
	var b strings.Builder
	for i, p := range props {
		id, rest, has := strings.Cut(p, "|")
		if has {
			id, p = `"id":"`+id+`",`, rest
		} else {
			id = ""
		}
		fmt.Fprintf(&b, `,{"type":"Feature",%s"properties":{%s},"geometry":{"type":"Polygon","coordinates":%s}}`, id, p, box(107+float64(i)/50, 34))
	}
	return `{"type":"FeatureCollection","features":[` + strings.TrimPrefix(b.String(), ",") + `]}`
}

func codes(fs []data.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestCommunities(t *testing.T) {
	for _, c := range []struct {
		name, in string
		opt      intake.Options
		want     []string // id/name/district, sorted by id
		codes    []string
	}{
		{"usual columns", areas(`"id":"b","name":"乙","district":"东区"`, `"id":"a","name":"甲"`), intake.Options{}, []string{"a/甲/", "b/乙/东区"}, nil},
		{"Chinese columns", areas(`"社区编号":"01","社区名称":"桃源里","县区":"南区"`), intake.Options{}, []string{"01/桃源里/南区"}, nil},
		{"named columns", areas(`"a":"1","b":"x","c":"d"`), intake.Options{ID: "a", Name: "b", District: "c"}, []string{"1/x/d"}, nil},
		{"mapped columns", areas(`"a":"1","b":"x"`), intake.Options{Map: map[string]string{"id": "a", "name": "b"}}, []string{"1/x/"}, nil},
		{"ids of the features", areas(`f2|"name":"x"`, `f1|"name":"x"`), intake.Options{}, []string{"f1/x/", "f2/x/"}, nil},
		{"names as ids", areas(`"name":"y"`, `"name":"x"`), intake.Options{}, []string{"x/x/", "y/y/"}, []string{"id_from_name"}},
		{"an id twice", areas(`"id":"a","name":"first"`, `"id":"a","name":"second"`, `"id":"b"`), intake.Options{}, []string{"a/first/", "b//"}, []string{"id_twice"}},
		{"an id that is missing", areas(`"id":"a"`, `"name":"x"`), intake.Options{}, []string{"a//"}, []string{"id_missing"}},
	} {
		imp, err := intake.Communities(ctx, tempFile(t, "c.geojson", c.in), c.opt)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, x := range imp.Communities {
			got = append(got, x.ID+"/"+x.Name+"/"+x.District)
		}
		if !slices.Equal(got, c.want) || !slices.Equal(codes(imp.Findings), c.codes) || imp.Layer.Count != len(c.want) {
			t.Errorf("%s: got %v, findings %v, count %d, want %v, %v", c.name, got, imp.Findings, imp.Layer.Count, c.want, c.codes)
		}
	}
}

func TestCommunitiesOfAreasOnly(t *testing.T) {
	in := strings.Replace(areas(`"id":"a"`), `"features":[`, `"features":[{"type":"Feature","properties":{"id":"p"},"geometry":{"type":"Point","coordinates":[107,34]}},`, 1)
	imp, err := intake.Communities(ctx, tempFile(t, "c.geojson", in), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := imp.Findings
	if len(imp.Communities) != 1 || imp.Layer.Dropped != 1 || len(f) != 1 || f[0].Code != "not_an_area" || f[0].Feature != "p" || f[0].Row != 1 {
		t.Errorf("got %+v", imp)
	}
}

func TestLayer(t *testing.T) {
	path := tempFile(t, "c.geojson", areas(`"id":"a"`))
	imp, err := intake.Communities(ctx, path, intake.Options{As: "pilot", Datum: "CGCS2000", Complete: "assumed", Date: "2026-03-01", Licence: "CC0"})
	if err != nil {
		t.Fatal(err)
	}
	l := imp.Layer
	if l.Name != "pilot" || l.Kind != data.KindCommunities || l.Datum != "cgcs2000" || l.Completeness != data.AssumedComplete ||
		l.Date != "2026-03-01" || l.Licence != "CC0" || l.Source != "c.geojson" || len(l.Checksum) != 64 {
		t.Errorf("layer %+v", l)
	}
	for _, opt := range []intake.Options{{Complete: "perhaps"}, {Date: "1.3.2026"}, {Datum: "EPSG:2154"}} {
		_, err := intake.Communities(ctx, path, opt)
		var oe *intake.OptionError
		var ue *crs.UnknownDatumError
		if !errors.As(err, &oe) && !errors.As(err, &ue) {
			t.Errorf("%+v: got %v, want an error about the option", opt, err)
		}
	}
}

func TestRefuses(t *testing.T) {
	communities := func(name, text string, opt intake.Options) error {
		_, err := intake.Communities(ctx, tempFile(t, name, text), opt)
		return err
	}
	_, missing := intake.Residents(ctx, tempFile(t, "r.csv", "lon,lat,n\n1,2,3\n"), intake.Options{Weight: "people"})
	_, polygons := intake.Residents(ctx, tempFile(t, "r.geojson", areas(`"residents":5`)), intake.Options{})
	_, group := intake.Residents(ctx, tempFile(t, "r.csv", "lon,lat,n\n1,2,3\n"), intake.Options{Groups: map[string]string{"elderly": "old"}})
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"a column that is not there", missing, `no column "people" for weight, only "lon", "lat", "n"`},
		{"a group that is not there", group, `no column "old" for group elderly`},
		{"residents as areas", polygons, "none of its 1 features could be taken as residents; the first: residents are points"},
		{"no ids and a name twice", communities("c.geojson", areas(`"name":"x"`, `"name":"x"`), intake.Options{}), "names are not unique"},
		{"no ids and no names", communities("c.geojson", areas(`"a":1`), intake.Options{}), "not every community has a name"},
		{"a mapped column that is not there", communities("c.geojson", areas(`"id":1`), intake.Options{Map: map[string]string{"name": "b"}}), `no column "b" for name`},
		{"another reference system", communities("c.geojson", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::5635"}},"features":[]}`, intake.Options{}), "EPSG::5635"},
		{"nothing in it", communities("c.geojson", `{"type":"FeatureCollection","features":[]}`, intake.Options{}), "holds no communities"},
		{"an ending that is not read", communities("c.tab", "x", intake.Options{}), `end in ".tab"`},
	} {
		var fe *data.FileError
		if !errors.As(c.err, &fe) || !strings.Contains(c.err.Error(), c.want) || strings.Contains(c.err.Error(), "\n") || fe.Advice == "" {
			t.Errorf("%s: got %v, want a FileError of one line with %q and advice", c.name, c.err, c.want)
		}
	}
}

func TestResidents(t *testing.T) {
	csv := "经度,纬度,人口,老人,备注\n107.24,34.36,12.5,3,\n107.25,34.36,\"1,000\",2000,\n107.26,34.36,-1,,\n107.27,34.36,many,,\n107.28,34.36,0,x,\n"
	imp, err := intake.Residents(ctx, tempFile(t, "r.csv", csv), intake.Options{Groups: map[string]string{"elderly": "老人"}})
	if err != nil {
		t.Fatal(err)
	}
	// 12.5 people are 12,500 thousandths; 2,000 elderly of 1,000 people are cut to all of them; -1 and "many" are dropped.
	want := &indicators.Residents{
		At:     []geo.E7{{Lon: 1072400000, Lat: 343600000}, {Lon: 1072500000, Lat: 343600000}, {Lon: 1072800000, Lat: 343600000}},
		Milli:  []int64{12_500, 1_000_000, 0},
		Groups: map[string][]int64{"elderly": {3000, 1_000_000, 0}},
	}
	if d := cmp.Diff(want, imp.Residents); d != "" {
		t.Errorf("residents (-want +got):\n%s", d)
	}
	if got := codes(imp.Findings); !slices.Equal(got, []string{"group_invalid", "weight_invalid"}) || imp.Layer.Dropped != 2 || imp.Layer.Count != 3 {
		t.Errorf("findings %v, layer %+v", imp.Findings, imp.Layer)
	}
	one, err := intake.Residents(ctx, tempFile(t, "r.csv", "lon,lat\n1,2\n"), intake.Options{})
	if err != nil || one.Residents.Milli[0] != 1000 || !slices.Equal(codes(one.Findings), []string{"weight_one"}) || data.Reportable(one.Findings) {
		t.Errorf("without weights: %+v, %v", one, err)
	}
}

func TestFacilities(t *testing.T) {
	csv := "站名,经度,纬度,线路,运营单位,营业时间,备注\n火车站,107.24,34.36,1路/2路；K3、1路,市公交,06:00-22:00,新建\n"
	imp, err := intake.Facilities(ctx, tempFile(t, "s.csv", csv), intake.Options{Category: "bus_stop"})
	if err != nil {
		t.Fatal(err)
	}
	got := imp.Facilities[0]
	if !strings.HasPrefix(got.ID, "h") || len(got.ID) != 17 {
		t.Errorf("id %q, want a hash", got.ID)
	}
	want := indicators.Facility{ID: got.ID, Category: "bus_stop", Name: "火车站", At: geo.E7{Lon: 1072400000, Lat: 343600000}, Layer: "bus_stop",
		Lines: []indicators.Line{{Operator: "市公交", Name: "1路"}, {Operator: "市公交", Name: "2路"}, {Operator: "市公交", Name: "K3"}},
		Attrs: map[string]string{"operator": "市公交", "opening_hours": "06:00-22:00", "备注": "新建"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("facility (-want +got):\n%s", d)
	}
	if imp.Layer.Completeness != data.Complete || imp.Layer.Datum != "wgs84" || !slices.Equal(imp.Layer.Categories, []string{"bus_stop"}) {
		t.Errorf("layer %+v", imp.Layer)
	}
}

func TestFacilitiesByColumn(t *testing.T) {
	csv := "id,类别,lon,lat\n1,breakfast,107,34\n1,bank,107,34\n1,bank,107.1,34\n2,早餐,107,34\n3,Bank,107,34\n"
	imp, err := intake.Facilities(ctx, tempFile(t, "s.csv", csv), intake.Options{CategoryFrom: "类别", As: "own"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range imp.Facilities {
		got = append(got, f.Category+" "+f.ID)
	}
	// One id in two categories is two facilities; the second of one category is dropped, and so is the category in Chinese.
	if want := []string{"bank 1", "bank 3", "breakfast 1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if c := codes(imp.Findings); !slices.Equal(c, []string{"category_invalid", "id_twice"}) || imp.Layer.Dropped != 2 || imp.Layer.Name != "own" ||
		!slices.Equal(imp.Layer.Categories, []string{"bank", "breakfast"}) {
		t.Errorf("findings %v, layer %+v", imp.Findings, imp.Layer)
	}
}

// An area keeps its outline, and is shown at a place inside it.
func TestFacilityArea(t *testing.T) {
	u := `{"type":"Feature","id":"park","properties":{},"geometry":{"type":"Polygon","coordinates":[[[107,34],[107.03,34],[107.03,34.03],[107.02,34.03],[107.02,34.01],[107.01,34.01],[107.01,34.03],[107,34.03],[107,34]]]}}`
	imp, err := intake.Facilities(ctx, tempFile(t, "p.geojson", u), intake.Options{Category: "park"})
	if err != nil {
		t.Fatal(err)
	}
	f := imp.Facilities[0]
	if f.ID != "park" || len(f.Outline) != 1 || len(f.Outline[0]) != 8 || !f.Outline[0].Contains(f.At) {
		t.Errorf("got %+v", f)
	}
}

func TestFacilitiesRefuseCategories(t *testing.T) {
	path := tempFile(t, "s.csv", "lon,lat\n1,2\n")
	for _, opt := range []intake.Options{{}, {Category: "早餐"}, {Category: "Bus Stop"}, {Category: "a", CategoryFrom: "b"}} {
		_, err := intake.Facilities(ctx, path, opt)
		var oe *intake.OptionError
		if !errors.As(err, &oe) {
			t.Errorf("%+v: got %v, want an OptionError", opt, err)
		}
	}
}

// Positions in GCJ-02 come out where they are in WGS84: Tiananmen, by the example of the open coordtransform package.
func TestDatum(t *testing.T) {
	csv := "lon,lat\n116.41024449916938,39.91640428150164\n"
	imp, err := intake.Facilities(ctx, tempFile(t, "s.csv", csv), intake.Options{Category: "bank", Datum: "gcj02"})
	if err != nil {
		t.Fatal(err)
	}
	if d := geo.SegmentM(imp.Facilities[0].At, geo.E7{Lon: 1164040000, Lat: 399150000}); d > 0.1 || imp.Layer.Datum != "gcj02" {
		t.Errorf("%.2f m off, layer %+v", d, imp.Layer)
	}
}

// A hash names a facility by what it is and where, not by its row.
func TestHashIDs(t *testing.T) {
	ids := func(csv string) []string {
		imp, err := intake.Facilities(ctx, tempFile(t, "s.csv", csv), intake.Options{Category: "bank"})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range imp.Facilities {
			out = append(out, f.ID)
		}
		return out
	}
	a := ids("name,lon,lat\nx,107,34\ny,107,34\n")
	if b := ids("name,lon,lat\nz,107,35\ny,107,34\nx,107,34\n"); len(b) != 3 || !slices.Contains(b, a[0]) || !slices.Contains(b, a[1]) {
		t.Errorf("ids %v, then %v: an id changed with the order of rows", a, b)
	}
}

// shared is a file of real data that stands beside the repository on machines that have it.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real data is not on this machine: %s", name)
	}
	return path
}

func TestRealFiles(t *testing.T) {
	lp, err := intake.Communities(ctx, shared(t, "laspalmas/communities.geojson"), intake.Options{ID: "id", Name: "name", District: "district"})
	if err != nil || len(lp.Communities) != 53 || lp.Communities[0].ID != "LP001" || lp.Communities[0].District != "D1" || data.Reportable(lp.Findings) {
		t.Errorf("Las Palmas: %v, %v", lp, err)
	}
	res, err := intake.Residents(ctx, shared(t, "laspalmas/residents.csv"), intake.Options{Weight: "residents"})
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, m := range res.Residents.Milli {
		sum += m
	}
	// 380,000 people, each weight rounded to a hundredth.
	if len(res.Residents.At) != 21129 || sum < 379_900_000 || sum > 380_100_000 {
		t.Errorf("%d places, %d thousandths of a person", len(res.Residents.At), sum)
	}
	charging, err := intake.Facilities(ctx, shared(t, "shenzhen-charging/inf.csv"), intake.Options{Category: "charging_car"})
	if err != nil || len(charging.Facilities) != 1362 || charging.Facilities[0].ID != "1001" || charging.Facilities[0].Attrs["connectors"] != "20" {
		t.Errorf("Shenzhen: %v", err)
	}
	if _, err := intake.Communities(ctx, shared(t, "laspalmas/school-catchments.epsg5635.geojson"), intake.Options{}); err == nil || !strings.Contains(err.Error(), "EPSG::5635") {
		t.Errorf("a file in EPSG:5635: got %v", err)
	}
	stops, err := intake.Facilities(ctx, shared(t, "porto/bus_stops.csv"), intake.Options{Category: "bus_stop"})
	if err != nil || len(stops.Facilities) != 1490 || len(stops.Facilities[0].Lines) == 0 {
		t.Errorf("Porto: %v", err)
	}
}
