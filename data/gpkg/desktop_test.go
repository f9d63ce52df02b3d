package gpkg_test

import (
	"os/exec"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data/gpkg"
	"circle15/data/storetest"
)

// counts are the rows of the tables that gpkg_contents announces.
func counts(t *testing.T, path string) map[string]int {
	t.Helper()
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var names []string
	if err := sqlitex.Execute(c, "SELECT table_name FROM gpkg_contents", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { names = append(names, s.ColumnText(0)); return nil }}); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, n := range names {
		if err := sqlitex.ExecuteTransient(c, `SELECT count(*) FROM "`+n+`"`, &sqlitex.ExecOptions{
			ResultFunc: func(s *sqlite.Stmt) error { out[n] = s.ColumnInt(0); return nil }}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The town has 2 communities; 3 facilities in two layers; 2 places of residents; 2 edges; 1 wall; 1 building; 1 river, a line;
// of its 4 pairs 1 has a gap and 3 are covered.
func TestFeatureTables(t *testing.T) {
	path := town(t)
	want := map[string]int{"communities": 2, "facilities": 3, "residents": 2, "streets": 2, "barriers": 1, "buildings": 1, "ground": 0,
		"ground_lines": 1, "findings": 1, "gaps": 1, "coverage": 3, "community_results": 2}
	check := func(when string) {
		t.Helper()
		got := counts(t, path)
		for name, n := range want {
			if got[name] != n {
				t.Errorf("%s: table %s has %d rows, want %d", when, name, got[name], n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: tables %v, want %v", when, got, want)
		}
	}
	check("first")
	w, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	im := storetest.Stops()
	im.Facilities = append(im.Facilities, im.Facilities[0])
	im.Facilities[1].ID = "S2"
	if _, err := w.PutLayer(t.Context(), im); err != nil {
		t.Fatal(err)
	}
	layers, err := w.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// A run of a standard that is not the default is not shown.
	if _, err := w.Publish(t.Context(), storetest.Result(storetest.Standard("other"), layers, 2)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want["facilities"] = 4
	check("after a second import and a run of another standard")
}

// Whoever edits the results in a desktop program keeps their index up: the index of the gaps holds what lies in the table
// after a row is moved by somebody who has the functions of the triggers.
func TestGDALUsesTheIndex(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("ogrinfo is not installed")
	}
	path := town(t)
	out, err := exec.Command(ogrinfo, path, "-sql", "DELETE FROM coverage WHERE community_id = 'LP1'").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err = exec.Command(ogrinfo, "-ro", path, "-sql", "SELECT (SELECT count(*) FROM rtree_coverage_geom) AS in_index, count(*) AS in_table, HasSpatialIndex('coverage', 'geom') AS has FROM coverage").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"in_index (Integer) = 2", "in_table (Integer) = 2", "has (Integer) = 1"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("got %s\nwant %q", out, want)
		}
	}
	// Another run makes the tables anew, with the edited one.
	w, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := w.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), storetest.Result(storetest.Standard("s"), layers, 1)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n := counts(t, path)["coverage"]; n != 3 {
		t.Errorf("%d rows of coverage after another run, want 3", n)
	}
}

// GDAL, where it is installed, opens all tables with their schema and finds valid polygons.
func TestGDAL(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("ogrinfo is not installed")
	}
	out, err := exec.Command(ogrinfo, "-ro", "-al", town(t)).CombinedOutput()
	if err != nil || strings.Contains(string(out), "ERROR") || strings.Contains(string(out), "Warning") {
		t.Errorf("ogrinfo: %v\n%s", err, out)
	}
	if strings.Contains(string(out), "c15_") {
		t.Error("the program's own tables are listed beside the features")
	}
	for _, want := range []string{"Layer name: gaps", "Geometry: Multi Polygon", "provisional: Integer(Boolean)", "name (String) = 东风路社区",
		"lines (String) = 8路; 夜1", "MULTIPOLYGON (((107.145 34.36", "Extent: (107.140000, 34.360000) - (107.160000, 34.365000)"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("ogrinfo does not show %q", want)
		}
	}
}
