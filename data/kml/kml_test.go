package kml_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/kml"
	"circle15/data/legend"
	"circle15/geo"
)

var ctx = context.Background()

func file(t testing.TB, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

const head = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>商业</name>`
const foot = `</Folder></Document></kml>`

func TestRead(t *testing.T) {
	path := file(t, "a.kml", head+`
<Placemark id="p1"><name>早餐 &amp; 面</name><ExtendedData><Data name="营业时间"><value>6:00-9:00</value></Data><SchemaData schemaUrl="#s"><SimpleData name="kind">cart</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>107.24,34.36,600</coordinates></Point></Placemark>
<Placemark><name>区</name><MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>107,34 107.1,34 107.1,34.1 107,34.1 107,34</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>107.02,34.02 107.04,34.02 107.04,34.04 107.02,34.04 107.02,34.02</coordinates></LinearRing></innerBoundaryIs></Polygon>
<Polygon><outerBoundaryIs><LinearRing><coordinates>108,34 108.1,34 108.1,34.1 108,34</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
<Placemark><name>路</name><LineString><coordinates>107,34 107.1,34</coordinates></LineString></Placemark>
<Placemark><name>坏</name><Point><coordinates>34.36,107.24</coordinates></Point></Placemark>
<Placemark><name>无</name></Placemark>`+foot)
	got, err := kml.Read(ctx, path, kml.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Records) != 4 || got.Dropped != 1 || !slices.Equal(got.Columns, []string{"name", "营业时间", "kind"}) {
		t.Fatalf("%d records, %d dropped, columns %v", len(got.Records), got.Dropped, got.Columns)
	}
	p, area, line := got.Records[0], got.Records[1], got.Records[2]
	if p.ID != "p1" || p.Fields["name"] != "早餐 & 面" || p.Fields["营业时间"] != "6:00-9:00" || p.Fields["kind"] != "cart" || *p.Point != (geo.E7{Lon: 1072400000, Lat: 343600000}) {
		t.Errorf("got %+v", p)
	}
	if len(area.Area) != 2 || len(area.Area[0]) != 2 || len(line.Line) != 2 || got.Records[3].Point != nil {
		t.Errorf("got %+v", got.Records[1:])
	}
	if f := got.Findings[0]; f.Code != "position_off_earth" || f.Feature != "坏" || f.Value != "34.36,107.24" {
		t.Errorf("got %v", got.Findings)
	}
}

// Nothing is expanded, fetched or followed, and a broken file gives one line.
func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"laughs":   {`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><kml>&lol;</kml>`, "document type"},
		"external": {`<!DOCTYPE kml SYSTEM "http://127.0.0.1:1/x.dtd"><kml/>`, "document type"},
		"entity":   {head + `<Placemark><name>&lol;</name></Placemark>` + foot, "is not XML"},
		"deep":     {head + strings.Repeat("<Folder>", 100_000), "nested deeper than 64"},
		"cut off":  {head + `<Placemark><name>a`, "ends in the middle"},
		"html":     {`<html><body/></html>`, "first element is html"},
		"json":     {`{"type":"Feature"}`, "is not KML"},
		"crossed":  {head + `<Placemark><name>a</Placemark></name>` + foot, "is not XML"},
	} {
		_, err := kml.Read(ctx, file(t, "a.kml", c.text), kml.Options{})
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line with %q", name, err, c.want)
		}
	}
}

var fields = []data.Field{{Name: "name", Type: data.TextField, Zh: "名称", En: "name"}, {Name: "indicator", Type: data.TextField}, {Name: "cause", Type: data.TextField},
	{Name: "residents", Type: data.RealField}, {Name: "provisional", Type: data.BoolField}, {Name: "run", Type: data.IntField}}

func gaps() []data.Feature {
	ring := geo.Ring{{Lon: 1072400000, Lat: 343600000}, {Lon: 1072500000, Lat: 343600000}, {Lon: 1072500000, Lat: 343700000}}
	return []data.Feature{
		{ID: "a/bus/detour", Shape: geo.MultiPolygon{{ring}}, Values: []any{`<b>&"`, "bus", "detour", 12.5, true, int64(3)}},
		{ID: "a/shops/no_facility", Shape: geo.MultiPolygon{{ring}}, Values: []any{"姜谭", "shops", "no_facility", nil, false, int64(3)}},
		{ID: "b/bus/too_few", Point: &geo.E7{Lon: 1072400001, Lat: -5}, Values: []any{"b", "bus", "too_few", 1.0, false, int64(3)}},
	}
}

// What is written is read again with every field, in a folder for each indicator, in the colours of the map.
func TestWrite(t *testing.T) {
	l := legend.Of("gaps")
	l.Label = "name"
	for _, zipped := range []bool{false, true} {
		var b bytes.Buffer
		err := kml.Write(&b, fields, gaps(), kml.WriteOptions{Title: "盲区", Note: "© OpenStreetMap contributors", Legend: l, Groups: map[string]string{"bus": "公交配置"}, Chinese: true, Zipped: zipped})
		if err != nil {
			t.Fatal(err)
		}
		name := "g.kml"
		if zipped {
			name = "g.kmz"
		} else if s := b.String(); strings.Count(s, "<Folder>") != 2 || !strings.Contains(s, "<name>公交配置</name>") || !strings.Contains(s, "<color>80b27200</color>") ||
			!strings.Contains(s, "clampToGround") || strings.Contains(s, "<b>") {
			t.Errorf("%s", s)
		}
		got, err := kml.Read(ctx, file(t, name, b.String()), kml.Options{})
		if err != nil || len(got.Records) != 3 {
			t.Fatalf("%v, %v", got, err)
		}
		var places []geo.E7
		for _, r := range got.Records {
			switch r.Fields["cause"] {
			case "detour":
				if r.Fields["residents"] != "12.5" || r.Fields["provisional"] != "1" || r.Fields["name"] != `<b>&"` {
					t.Errorf("%v", r.Fields)
				}
				places = r.Area[0][0]
			case "too_few":
				if *r.Point != (geo.E7{Lon: 1072400001, Lat: -5}) {
					t.Errorf("%v", r.Point)
				}
			}
		}
		if !slices.Equal(places, []geo.E7(gaps()[0].Shape[0][0])) {
			t.Errorf("%v", places)
		}
	}
}

// A bomb of zeros ends at the limit.
func TestBomb(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := z.Create("doc.kml")
	zeros := make([]byte, 1<<20)
	for range 64 {
		_, _ = f.Write(zeros)
	}
	_ = z.Close()
	_, err := kml.Read(ctx, file(t, "b.kmz", b.String()), kml.Options{})
	if err == nil || !strings.Contains(err.Error(), "archive limits") {
		t.Errorf("got %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head + `<Placemark><name>a</name><Point><coordinates>107,34</coordinates></Point></Placemark>` + foot)
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = kml.Read(ctx, file(t, "a.kml", text), kml.Options{})
	})
}
