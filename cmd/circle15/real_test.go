package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realData is a folder of the data sets that lie beside the repository; without it the test is skipped.
func realData(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(repository(t), "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the data set %s is not at ../shared/data", name)
	}
	return dir
}

// circle runs a verb on a workspace and returns what it printed. 3 is success too.
func circle(t *testing.T, workspace string, args ...string) []byte {
	t.Helper()
	var out, errOut bytes.Buffer
	code := run(t.Context(), append([]string{"-w", workspace}, args...), &out, &errOut, func(string) string { return "" })
	if code != exitOK && code != exitIssues {
		t.Fatalf("%v: exit code %d: %s", args, code, errOut.String())
	}
	return out.Bytes()
}

// imports are the verbs that bring a real city in.
func imports(dir, extract string) [][]string {
	all := [][]string{
		{"import", "osm", filepath.Join(dir, extract)},
		{"import", "communities", filepath.Join(dir, "communities.geojson"), "--id", "id", "--name", "name"},
	}
	if _, err := os.Stat(filepath.Join(dir, "gtfs.zip")); err == nil {
		all = append(all, []string{"import", "gtfs", filepath.Join(dir, "gtfs.zip")},
			[]string{"import", "residents", filepath.Join(dir, "residents.csv"), "--weight", "residents"})
	}
	return all
}

// A real city, imported in two orders and computed by one worker and by several, gives the same bytes; every
// community is judged under every criterion.
func TestRealCities(t *testing.T) {
	for _, city := range []struct {
		name, extract string
		communities   int
		slow          bool
	}{
		{"beijing-wudaokou", "beijing_tsinghua_wudaokou.osm.pbf", 6, false},
		{"helsinki", "helsinki-centre.osm.pbf", 6, false},
		{"laspalmas", "laspalmas.osm.pbf", 53, true},
	} {
		t.Run(city.name, func(t *testing.T) {
			if city.slow && testing.Short() {
				t.Skip("a whole city is left out with -short")
			}
			verbs := imports(realData(t, city.name), city.extract)
			dir := t.TempDir()
			var gaps [2][]byte
			for i, workers := range []string{"1", "3"} {
				workspace := filepath.Join(dir, workers+".gpkg")
				for n := range verbs {
					if i == 1 {
						n = len(verbs) - 1 - n
					}
					circle(t, workspace, verbs[n]...)
				}
				var summary struct {
					Communities int
					Pairs       int
					Statuses    map[string]int
					Criteria    []json.RawMessage
				}
				if err := json.Unmarshal(circle(t, workspace, "compute", "--json", "--as-of", "2026-03-01", "--workers", workers), &summary); err != nil {
					t.Fatal(err)
				}
				judged := 0
				for _, n := range summary.Statuses {
					judged += n
				}
				if want := city.communities * len(summary.Criteria); summary.Communities != city.communities || summary.Pairs != want || judged != want || want == 0 {
					t.Errorf("%d communities, %d pairs, %d judged, want %d and %d", summary.Communities, summary.Pairs, judged, city.communities, want)
				}
				gaps[i] = circle(t, workspace, "export", "gaps", "-o", "-")
			}
			if !bytes.Equal(gaps[0], gaps[1]) {
				t.Error("the gaps differ with the order of imports or the number of workers")
			}
			if !json.Valid(gaps[0]) || !bytes.Contains(gaps[0], []byte(`"MultiPolygon"`)) {
				t.Errorf("the gaps are no features: %.200s", gaps[0])
			}
		})
	}
}

// Polygons in another reference system are refused by its name, not read as degrees.
func TestProjectedCommunities(t *testing.T) {
	file := filepath.Join(realData(t, "laspalmas"), "school-catchments.epsg5635.geojson")
	workspace := filepath.Join(t.TempDir(), "x.gpkg")
	var errOut bytes.Buffer
	if code := run(t.Context(), []string{"-w", workspace, "import", "communities", file}, io.Discard, &errOut, os.Getenv); code != exitError {
		t.Errorf("exit code %d, want %d", code, exitError)
	}
	if !strings.Contains(errOut.String(), "5635") {
		t.Errorf("got %q, want that it names EPSG:5635", errOut.String())
	}
	if _, err := os.Stat(workspace); err == nil {
		t.Error("a workspace was left behind")
	}
}
