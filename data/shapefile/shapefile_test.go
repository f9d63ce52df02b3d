package shapefile_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/data/shapefile"
	"circle15/geo"
	"circle15/geo/crs"
)

var ctx = context.Background()

var fields = []data.Field{
	{Name: "name", Type: data.TextField, Zh: "名称", En: "name"}, {Name: "community_status", Type: data.TextField}, {Name: "community_state", Type: data.TextField},
	{Name: "residents", Type: data.RealField}, {Name: "lines", Type: data.IntField}, {Name: "ok", Type: data.BoolField},
}

func square(lon, lat, side int32) geo.Ring {
	return geo.Ring{{Lon: lon, Lat: lat}, {Lon: lon + side, Lat: lat}, {Lon: lon + side, Lat: lat + side}, {Lon: lon, Lat: lat + side}}
}

// feature is a square of 0.01 degree with a hole, at Baoji.
func feature() data.Feature {
	hole := square(1072400000+20_000, 343600000+20_000, 10_000)
	slices.Reverse(hole)
	return data.Feature{ID: "a", Shape: geo.MultiPolygon{{square(1072400000, 343600000, 100_000), hole}},
		Values: []any{"姜谭社区", "pass", nil, 1234.5, int64(3), true}}
}

func written(t *testing.T, opt shapefile.WriteOptions, features ...data.Feature) string {
	t.Helper()
	var b bytes.Buffer
	if err := shapefile.Write(&b, "gaps", fields, features, opt); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gaps.shp.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is written is read again: in both encodings, in degrees and in a zone, to a unit of 1e-7 degree.
func TestRoundTrip(t *testing.T) {
	for _, code := range []int{4490, 4545, 4524, 3857} {
		for _, enc := range []string{"gbk", "utf-8"} {
			system, err := crs.EPSG(code)
			if err != nil {
				t.Fatal(err)
			}
			got, err := shapefile.Read(ctx, written(t, shapefile.WriteOptions{System: system, Encoding: enc}, feature()), shapefile.Options{})
			if err != nil || len(got.Records) != 1 {
				t.Fatalf("%d %s: %v", code, enc, err)
			}
			r := got.Records[0]
			if r.Fields["name"] != "姜谭社区" || r.Fields["community_"] != "pass" || r.Fields["residents"] != "1234.500000" || r.Fields["lines"] != "3" || r.Fields["ok"] != "T" {
				t.Errorf("%d %s: %v", code, enc, r.Fields)
			}
			want := feature().Shape
			if len(r.Area) != 1 || len(r.Area[0]) != 2 || math.Abs(r.Area.AreaM2()/want.AreaM2()-1) > 1e-5 {
				t.Errorf("%d: %v", code, r.Area)
			}
			for _, p := range r.Area[0][0] {
				if !slices.Contains(want[0][0], p) {
					t.Errorf("%d: %v is no corner", code, p)
				}
			}
			for _, f := range got.Findings {
				t.Errorf("%d: a finding %v", code, f)
			}
		}
	}
}

// The names are cut to ten letters, each its own; the table of them is in the zip.
func TestFieldsTable(t *testing.T) {
	system, _ := crs.EPSG(4490)
	z, err := zip.OpenReader(written(t, shapefile.WriteOptions{System: system, Chinese: true, Note: "来源"}, feature()))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("fields.csv")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(f)
	want := "\ufeff短名,字段,含义\r\nname,name,名称\r\ncommunity_,community_status,\r\ncommunit_1,community_state,\r\nresidents,residents,\r\nlines,lines,\r\nok,ok,\r\n"
	if string(b) != want {
		t.Errorf("got %q", b)
	}
}

// Points and lines are their own kinds of Shapefile.
func TestPointsAndLines(t *testing.T) {
	system, _ := crs.EPSG(4326)
	f := feature()
	f.Shape, f.Point = nil, &geo.E7{Lon: 1072400000, Lat: 343600000}
	got, err := shapefile.Read(ctx, written(t, shapefile.WriteOptions{System: system}, f), shapefile.Options{})
	if err != nil || len(got.Records) != 1 || *got.Records[0].Point != *f.Point || got.Datum != "wgs84" {
		t.Errorf("%+v, %v", got, err)
	}
	f.Point, f.Lines = nil, [][]geo.E7{square(0, 0, 5), square(10, 0, 5)}
	got, err = shapefile.Read(ctx, written(t, shapefile.WriteOptions{System: system}, f), shapefile.Options{})
	if err != nil || len(got.Records) != 2 || len(got.Records[1].Line) != 4 || got.Records[1].Part != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// parts unpacks a zip into a folder and gives the path of its .shp.
func parts(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	dir := t.TempDir()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(r)
		if err := os.WriteFile(filepath.Join(dir, f.Name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "gaps.shp")
}

// The encoding is that of the .cpg, else of the language byte, else of the text; a declared one goes before all, and what is not text in it is refused
// or left out, never stored as question marks.
func TestEncodings(t *testing.T) {
	system, _ := crs.EPSG(4490)
	for _, c := range []struct {
		write, cpg string
		ldid       byte
		declared   string
		want       string // the name, or a part of the error or finding
	}{
		{"gbk", "GBK", 0x4d, "", "姜谭社区"},
		{"gbk", "", 0x4d, "", "姜谭社区"},
		{"gbk", "", 0, "", "姜谭社区"},
		{"utf-8", "UTF-8", 0, "", "姜谭社区"},
		{"utf-8", "", 0, "", "姜谭社区"},
		{"utf-8", "", 0x4d, "", "姜谭社区"}, // many programs leave the byte of their own language in UTF-8 files
		{"gbk", "UTF-8", 0, "gbk", "姜谭社区"},
		{"gbk", "UTF-8", 0, "", "text_spoilt"},
		{"gbk", "KLINGON", 0, "", "KLINGON"},
		{"gbk", "GBK", 0, "klingon", "klingon"},
	} {
		shp := parts(t, written(t, shapefile.WriteOptions{System: system, Encoding: c.write}, feature()))
		stem := strings.TrimSuffix(shp, ".shp")
		dbf, _ := os.ReadFile(stem + ".dbf")
		dbf[29] = c.ldid
		_ = os.WriteFile(stem+".dbf", dbf, 0o600)
		_ = os.WriteFile(stem+".cpg", []byte(c.cpg), 0o600)
		got, err := shapefile.Read(ctx, shp, shapefile.Options{Encoding: c.declared})
		switch {
		case err != nil:
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		case got.Records[0].Fields["name"] != c.want && !slices.ContainsFunc(got.Findings, func(f data.Finding) bool { return f.Code == c.want }):
			t.Errorf("%+v: %v %v", c, got.Records[0].Fields, got.Findings)
		}
	}
}

// A file that lies or is cut off anywhere gives an error or findings, and never more memory than it has bytes.
func TestBadFiles(t *testing.T) {
	system, _ := crs.EPSG(4490)
	shp := parts(t, written(t, shapefile.WriteOptions{System: system}, feature(), feature()))
	whole, _ := os.ReadFile(shp)
	dbf, _ := os.ReadFile(strings.TrimSuffix(shp, ".shp") + ".dbf")
	try := func(name string, shpBytes, dbfBytes []byte) error {
		_ = os.WriteFile(shp, shpBytes, 0o600)
		_ = os.WriteFile(strings.TrimSuffix(shp, ".shp")+".dbf", dbfBytes, 0o600)
		_, err := shapefile.Read(ctx, shp, shapefile.Options{})
		var fe *data.FileError
		if err != nil && (!errors.As(err, &fe) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: %v is no error of one line", name, err)
		}
		return err
	}
	for n := range len(whole) {
		if err := try("cut", whole[:n], dbf); err == nil && n != 100 && n != 100+(len(whole)-100)/2 {
			t.Errorf("cut off at %d of %d: no error", n, len(whole))
		}
	}
	for n := range len(dbf) - 1 {
		if err := try("cut table", whole, dbf[:n]); err == nil {
			t.Errorf("a table cut off at %d of %d: no error", n, len(dbf))
		}
	}
	lying := slices.Clone(whole)
	binary.LittleEndian.PutUint32(lying[108+40:], 1<<31) // so many positions
	if err := try("lying", lying, dbf); err != nil {
		t.Error(err)
	}
}

func shared(t *testing.T, path string) string {
	t.Helper()
	p := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(path))
	if _, err := os.Stat(p); err != nil {
		t.Skip("../shared/data is not there")
	}
	return p
}

// The Shapefile of Wudaokou, in GBK with Chinese names of fields, equals the GeoJSON beside it.
func TestWudaokou(t *testing.T) {
	got, err := shapefile.Read(ctx, shared(t, "beijing-wudaokou/communities-gbk.shp"), shapefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := geojson.Read(ctx, shared(t, "beijing-wudaokou/communities.geojson"), geojson.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Datum != "cgcs2000" || len(got.Records) != len(want.Records) || got.Dropped != 0 {
		t.Fatalf("%s, %d records, %v", got.Datum, len(got.Records), got.Findings)
	}
	for i, w := range want.Records {
		g := got.Records[i]
		same := 0
		for _, v := range w.Fields {
			for _, u := range g.Fields {
				if u == v {
					same++
					break
				}
			}
		}
		if same != len(w.Fields) || math.Abs(g.Area.AreaM2()/w.Area.AreaM2()-1) > 1e-6 {
			t.Errorf("%v is not %v", g.Fields, w.Fields)
		}
	}
}

// Each of the tables in many encodings is read right, or refused with the reason.
func TestRealEncodings(t *testing.T) {
	dir := filepath.Dir(shared(t, "encodings/gbk.dbf"))
	for name, opt := range map[string]string{"gbk.dbf": "", "gb2312.dbf": "", "utf8.dbf": "", "cpg_big5.dbf": "", "ldid_chinese.dbf": "", "big5.dbf": "big5", "shiftjis.dbf": "shift-jis",
		"latin1.dbf": "latin1", "duplicate_fields.dbf": ""} {
		got, err := shapefile.Read(ctx, filepath.Join(dir, name), shapefile.Options{Encoding: opt})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, r := range got.Records {
			for k, v := range r.Fields {
				if strings.Contains(k+v, "\ufffd") {
					t.Errorf("%s: %q: %q", name, k, v)
				}
			}
		}
		if len(got.Records) > 0 {
			t.Logf("%s: %v %v %v", name, got.Columns, got.Records[0].Fields, got.Findings)
		}
	}
}

func FuzzRead(f *testing.F) {
	system, _ := crs.EPSG(4545)
	var b bytes.Buffer
	if err := shapefile.Write(&b, "gaps", fields, []data.Feature{feature()}, shapefile.WriteOptions{System: system}); err != nil {
		f.Fatal(err)
	}
	z, _ := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	content := map[string][]byte{}
	for _, e := range z.File {
		r, _ := e.Open()
		content[filepath.Ext(e.Name)], _ = io.ReadAll(r)
	}
	f.Add(content[".shp"], content[".dbf"], string(content[".cpg"]))
	f.Fuzz(func(t *testing.T, shp, dbf []byte, cpg string) {
		stem := filepath.Join(t.TempDir(), "f")
		for ending, b := range map[string][]byte{".shp": shp, ".dbf": dbf, ".cpg": []byte(cpg)} {
			if err := os.WriteFile(stem+ending, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := shapefile.Read(ctx, stem+".shp", shapefile.Options{})
		if err == nil && len(got.Records) > len(shp) {
			t.Errorf("%d records of %d bytes", len(got.Records), len(shp))
		}
	})
}
