package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gogama/flatgeobuf/flatgeobuf"
	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	"github.com/parquet-go/parquet-go"

	"circle15/data"
	"circle15/data/export"
	"circle15/data/geojson"
	"circle15/data/gpkg"
	"circle15/data/kml"
	"circle15/data/publish"
	"circle15/data/shapefile"
	"circle15/data/tabular"
	"circle15/data/xlsx"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/indicators"
)

var ctx = context.Background()

func square(lon, lat int32) geo.MultiPolygon {
	return geo.MultiPolygon{{{{Lon: lon, Lat: lat}, {Lon: lon + 100_000, Lat: lat}, {Lon: lon + 100_000, Lat: lat + 100_000}, {Lon: lon, Lat: lat + 100_000}}}}
}

// gaps are two squares of 0.01 degree at Baoji; the second has values that are not known, and a name that a spreadsheet would compute.
func gaps() *export.Layer {
	return &export.Layer{
		Name: "gaps", Title: indicators.Text{Zh: "盲区", En: "Gaps"}, Geometry: publish.Areas,
		Fields: []data.Field{{Name: "id", Type: data.TextField}, {Name: "community_name", Type: data.TextField, Zh: "社区名称"}, {Name: "indicator", Type: data.TextField}, {Name: "cause", Type: data.TextField},
			{Name: "residents", Type: data.RealField}, {Name: "run", Type: data.IntField}, {Name: "provisional", Type: data.BoolField}},
		Features: []data.Feature{
			{ID: "a", Shape: square(1072400000, 343600000), Values: []any{"a", "姜谭社区", "bus", "detour", 12.5, int64(3), true}},
			{ID: "b", Shape: square(1073400000, 343600000), Values: []any{"b", "=1+1", "bus", "too_few", nil, int64(3), false}},
		},
		Meta:   geojson.Meta{Attribution: "© OpenStreetMap contributors", Licence: "ODbL 1.0", Run: 3},
		Groups: map[string]indicators.Text{"bus": {Zh: "公交配置", En: "Buses"}},
	}
}

func written(t *testing.T, ending string, l *export.Layer, opt export.Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out"+ending)
	f, err := export.ByName(path)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, l, opt); err != nil {
		t.Fatalf("%s: %v", ending, err)
	}
	var again bytes.Buffer
	if err := f.Write(&again, l, opt); err != nil || ending != ".gpkg" && ending != ".xlsx" && !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("%s: written twice it differs, %v", ending, err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every format gives back, by its own reader, what was written: places to 1e-7 degree, names, numbers, and what is not known as nothing.
func TestEveryFormat(t *testing.T) {
	read := map[string]func(path string) (*data.Table, error){
		".geojson":  func(p string) (*data.Table, error) { return geojson.Read(ctx, p, geojson.Options{}) },
		".gpkg":     func(p string) (*data.Table, error) { return gpkg.ReadFeatures(ctx, p, gpkg.FeatureOptions{}) },
		".shp.zip":  func(p string) (*data.Table, error) { return shapefile.Read(ctx, p, shapefile.Options{}) },
		".kml":      func(p string) (*data.Table, error) { return kml.Read(ctx, p, kml.Options{}) },
		".csv":      func(p string) (*data.Table, error) { return tabular.Read(ctx, p, tabular.Options{NoPositions: true}) },
		".xlsx":     func(p string) (*data.Table, error) { return xlsx.Read(ctx, p, "gaps", nil) },
		".fgb":      readFGB,
		".parquet":  readParquet,
		".kmz":      func(p string) (*data.Table, error) { return kml.Read(ctx, p, kml.Options{}) },
		".geojsonl": func(p string) (*data.Table, error) { return geojson.Read(ctx, p, geojson.Options{}) },
	}
	for _, f := range export.Formats() {
		got, err := read[f.Ending](written(t, f.Ending, gaps(), export.Options{Chinese: true}))
		if err != nil || len(got.Records) != 2 {
			t.Errorf("%s: %+v, %v", f.Ending, got, err)
			continue
		}
		a, b := got.Records[0].Fields, got.Records[1].Fields
		if f.Ending == ".fgb" && a["id"] == "b" { // in the order of its index
			a, b = b, a
		}
		nameOf := "community_name"
		if f.Ending == ".shp.zip" {
			nameOf = "community_"
		}
		formula := "=1+1"
		if f.Ending == ".csv" {
			formula = "'=1+1"
		}
		if a[nameOf] != "姜谭社区" || a["cause"] != "detour" || !strings.HasPrefix(a["residents"], "12.5") || a["run"] != "3" || b[nameOf] != formula || b["residents"] != "" {
			t.Errorf("%s: %v, %v", f.Ending, a, b)
		}
		if area := got.Records[0].Area; area != nil && math.Abs(area.AreaM2()/gaps().Features[0].Shape.AreaM2()-1) > 1e-9 {
			t.Errorf("%s: %v", f.Ending, area)
		}
	}
}

func readFGB(path string) (*data.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := flatgeobuf.NewFileReader(f)
	defer r.Close()
	h, err := r.Header()
	if err != nil {
		return nil, err
	}
	index, err := r.Index()
	if err != nil || index.NumRefs() != 2 {
		return nil, err
	}
	features, err := r.DataRem()
	if err != nil && err != io.EOF {
		return nil, err
	}
	out := &data.Table{}
	for i := range features {
		rec := data.Record{Fields: map[string]string{}}
		props := flatgeobuf.NewPropReader(bytes.NewReader(features[i].PropertiesBytes()))
		for {
			at, err := props.ReadUShort() // a null has no property
			if err != nil {
				break
			}
			var col flat.Column
			h.Columns(&col, int(at))
			var v any
			switch col.Type() {
			case flat.ColumnTypeString:
				v, err = props.ReadString()
			case flat.ColumnTypeBool:
				v, err = props.ReadBool()
			case flat.ColumnTypeLong:
				v, err = props.ReadLong()
			default:
				v, err = props.ReadDouble()
			}
			if err != nil {
				return nil, err
			}
			rec.Fields[string(col.Name())] = fmt.Sprint(v)
		}
		out.Records = append(out.Records, rec)
	}
	return out, nil
}

func readParquet(path string) (*data.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, _ := f.Stat()
	p, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return nil, err
	}
	if g, ok := p.Lookup("geo"); !ok || !strings.Contains(g, `"geometry_types":["MultiPolygon"]`) {
		return nil, os.ErrInvalid
	}
	out := &data.Table{}
	rows := p.RowGroups()[0].Rows()
	defer rows.Close()
	buf := make([]parquet.Row, 4)
	n, err := rows.ReadRows(buf)
	if err != nil && err != io.EOF {
		return nil, err
	}
	for _, row := range buf[:n] {
		rec := data.Record{Fields: map[string]string{}}
		for i, v := range row {
			if !v.IsNull() {
				rec.Fields[p.Schema().Columns()[i][0]] = v.String()
			}
		}
		out.Records = append(out.Records, rec)
	}
	return out, nil
}

// In the zone of 108° E the corner of the first square lies where PROJ puts it.
func TestSystems(t *testing.T) {
	system, err := crs.EPSG(4545)
	if err != nil {
		t.Fatal(err)
	}
	opt := export.Options{System: &system}
	for _, f := range export.Formats() {
		err := f.Write(io.Discard, gaps(), opt)
		if f.Projects != (err == nil) {
			t.Errorf("%s: %v", f.Ending, err)
		}
	}
	got, err := gpkg.ReadFeatures(ctx, written(t, ".gpkg", gaps(), opt), gpkg.FeatureOptions{})
	if err != nil || got.Datum != "EPSG:4545" || got.Records[0].Area[0][0][0] != (geo.E7{Lon: 1072400000, Lat: 343600000}) {
		t.Errorf("%+v, %v", got, err)
	}
}

// A layer without features is a file all the same, and lines and points are written as such.
func TestEmptyAndOthers(t *testing.T) {
	empty := gaps()
	empty.Features = nil
	points := gaps()
	points.Geometry, points.Features = publish.Points, points.Features[:1]
	points.Features[0].Shape, points.Features[0].Point = nil, &geo.E7{Lon: 1072400000, Lat: 343600000}
	lines := gaps()
	lines.Geometry, lines.Features = publish.Lines, lines.Features[:1]
	lines.Features[0].Shape, lines.Features[0].Lines = nil, [][]geo.E7{{{Lon: 1072400000, Lat: 343600000}, {Lon: 1072500000, Lat: 343600000}}}
	for _, f := range export.Formats() {
		for name, l := range map[string]*export.Layer{"empty": empty, "points": points, "lines": lines} {
			if err := f.Write(io.Discard, l, export.Options{}); err != nil {
				t.Errorf("%s, %s: %v", f.Ending, name, err)
			}
		}
	}
}

func TestByName(t *testing.T) {
	for name, want := range map[string]string{"a.SHP.zip": ".shp.zip", "b.json": ".geojson", "c.d.kmz": ".kmz"} {
		if f, err := export.ByName(name); err != nil || f.Ending != want {
			t.Errorf("%s: %v, %v", name, f.Ending, err)
		}
	}
	for _, name := range []string{"a.zip", "a", "a.dwg", ""} {
		if _, err := export.ByName(name); err == nil || !strings.Contains(err.Error(), ".shp.zip") {
			t.Errorf("%q: %v", name, err)
		}
	}
}
