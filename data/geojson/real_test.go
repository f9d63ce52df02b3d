package geojson_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/geojson"
)

// shared is a file or folder of real data that stands beside the repository on machines that have it.
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

// Each bad file of the collection gives an error or a finding that names the place.
func TestReadBadFixtures(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "geojson-fixtures"), "bad", "*.geojson"))
	if len(files) < 44 {
		t.Fatalf("%d files, want 44", len(files))
	}
	for _, path := range files {
		table, err := geojson.Read(context.Background(), path, geojson.Options{})
		var fe *data.FileError
		switch {
		case errors.As(err, &fe) && fe.What != "":
		case err != nil:
			t.Errorf("%s: %v, want a FileError", filepath.Base(path), err)
		case len(table.Findings) == 0:
			t.Errorf("%s: read without a finding", filepath.Base(path))
		case table.Findings[0].Row == 0 && !strings.HasPrefix(filepath.Base(path), "featurecollection_"):
			t.Errorf("%s: %v does not name the feature", filepath.Base(path), table.Findings[0])
		}
	}
}

// Each good file is read, with notes at most, but for one whose latitudes are below -90.
func TestReadGoodFixtures(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "geojson-fixtures"), "good", "*.geojson"))
	if len(files) < 18 {
		t.Fatalf("%d files, want 18", len(files))
	}
	for _, path := range files {
		table, err := geojson.Read(context.Background(), path, geojson.Options{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		offEarth := filepath.Base(path) == "issue82.geojson"
		if data.Reportable(table.Findings) != offEarth || (len(table.Records) == 0) != offEarth {
			t.Errorf("%s: %d records, findings %v", filepath.Base(path), len(table.Records), table.Findings)
		}
	}
}

func TestReadRealFiles(t *testing.T) {
	for _, c := range []struct {
		file    string
		records int
	}{
		{"laspalmas/communities.geojson", 53},
		{"laspalmas/boundary.geojson", 1},
		{"porto/communities.geojson", 500},
		{"helsinki/communities.geojson", 6},
		{"beijing-wudaokou/communities.geojson", 6},
	} {
		table, err := geojson.Read(context.Background(), shared(t, c.file), geojson.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if len(table.Records) != c.records || table.Dropped != 0 || data.Reportable(table.Findings) {
			t.Errorf("%s: %d records, %d dropped, want %d and 0; %v", c.file, len(table.Records), table.Dropped, c.records, table.Findings)
		}
	}
	_, err := geojson.Read(context.Background(), shared(t, "laspalmas/school-catchments.epsg5635.geojson"), geojson.Options{})
	if err == nil || !strings.Contains(err.Error(), "EPSG::5635") || !strings.Contains(err.Error(), "ogr2ogr") {
		t.Errorf("a file in EPSG:5635: got %v", err)
	}
}
