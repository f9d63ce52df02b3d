package gpkg

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
)

// blob is GeoPackage binary without a box.
func blob(t testing.TB, g geom.T) []byte {
	t.Helper()
	b, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{'G', 'P', 0, 1, 0, 0, 0, 0}, b...)
}

// foreignFile is a GeoPackage with two tables of features, in degrees and in the zone of 108° E.
func foreignFile(t testing.TB, rows ...[]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.gpkg")
	conn, err := sqlite.OpenConn(path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := migrate(conn, 0); err != nil {
		t.Fatal(err)
	}
	system, _ := crs.EPSG(4545)
	script := `INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 9999, 'NONE', 1, '` + system.WKT() + `', '');
DELETE FROM gpkg_geometry_columns; DELETE FROM gpkg_contents;`
	for _, table := range []string{"shops", "zone"} {
		id := map[string]string{"shops": "4326", "zone": "9999"}[table]
		script += `CREATE TABLE ` + table + ` (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, spaces INTEGER, ratio REAL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('` + table + `', 'features', '` + table + `', ` + id + `);
INSERT INTO gpkg_geometry_columns VALUES ('` + table + `', 'geom', 'GEOMETRY', ` + id + `, 0, 0);`
	}
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := sqlitex.Execute(conn, "INSERT INTO shops (geom, name, spaces, ratio) VALUES (?, '早餐店', 12, 0.5)", &sqlitex.ExecOptions{Args: []any{r}}); err != nil {
			t.Fatal(err)
		}
	}
	at := geom.NewPointFlat(geom.XY, []float64{430084.391, 3803856.389})
	if err := sqlitex.Execute(conn, "INSERT INTO zone (geom) VALUES (?)", &sqlitex.ExecOptions{Args: []any{blob(t, at)}}); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadFeatures(t *testing.T) {
	square := []float64{107, 34, 5, 107.1, 34, 5, 107.1, 34.1, 5, 107, 34, 5}
	path := foreignFile(t,
		blob(t, geom.NewPointFlat(geom.XY, []float64{107.24, 34.36})),
		blob(t, geom.NewPolygonFlat(geom.XYZ, square, []int{12})),
		blob(t, geom.NewMultiPointFlat(geom.XY, []float64{107, 34, 108, 34})),
		[]byte{'G', 'P', 0, 0x11, 0, 0, 0, 0}, // empty
		nil,
		[]byte("no geometry"),
		blob(t, geom.NewPointFlat(geom.XY, []float64{34.36, 107.24})),
	)
	ctx := context.Background()
	if _, err := ReadFeatures(ctx, path, FeatureOptions{}); err == nil || !strings.Contains(err.Error(), "shops, zone") {
		t.Errorf("two tables: %v", err)
	}
	if _, err := ReadFeatures(ctx, path, FeatureOptions{Table: "stops"}); err == nil || !strings.Contains(err.Error(), `no table "stops", only shops, zone`) {
		t.Errorf("no such table: %v", err)
	}
	got, err := ReadFeatures(ctx, path, FeatureOptions{Table: "shops"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Records) != 6 || got.Dropped != 2 || got.Datum != "wgs84" || strings.Join(got.Columns, " ") != "name spaces ratio" {
		t.Fatalf("%d records, %d dropped, %q, %v, %v", len(got.Records), got.Dropped, got.Datum, got.Columns, got.Findings)
	}
	r := got.Records
	if r[0].Fields["name"] != "早餐店" || r[0].Fields["spaces"] != "12" || r[0].Fields["ratio"] != "0.5" || *r[0].Point != (geo.E7{Lon: 1072400000, Lat: 343600000}) {
		t.Errorf("%+v", r[0])
	}
	if len(r[1].Area) != 1 || len(r[1].Area[0][0]) != 3 || r[3].Part != 2 || r[4].Point != nil {
		t.Errorf("%+v", r[1:])
	}
	zone, err := ReadFeatures(ctx, path, FeatureOptions{Table: "zone"})
	if err != nil || zone.Datum != "EPSG:4545" || *zone.Records[0].Point != (geo.E7{Lon: 1072400000, Lat: 343600000}) {
		t.Errorf("%+v, %v", zone, err)
	}
	no := filepath.Join(t.TempDir(), "no.gpkg")
	if err := os.WriteFile(no, []byte("not a database"), 0o600); err != nil {
		t.Fatal(err)
	}
	var fe *data.FileError
	if _, err := ReadFeatures(ctx, no, FeatureOptions{}); !errors.As(err, &fe) {
		t.Errorf("no database: %v", err)
	}
}

func FuzzForeignGeometry(f *testing.F) {
	f.Add(blob(f, geom.NewPointFlat(geom.XY, []float64{107.24, 34.36})))
	f.Add(blob(f, geom.NewPolygonFlat(geom.XY, []float64{0, 0, 1, 0, 1, 1, 0, 0}, []int{8})))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &foreign{}
		parts, err := r.geometry(b)
		for _, p := range parts {
			if err == nil && p.point == nil && p.line == nil && math.IsNaN(p.area.AreaM2()) {
				t.Error("an area that is no number")
			}
		}
	})
}
