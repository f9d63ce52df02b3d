package osm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/osm"
	"circle15/geo/network"
)

// shared is a file of the developers' data, which is not part of the repository.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs ../shared/data/%s, which is not here", name)
	}
	return path
}

const (
	lasPalmas = "laspalmas/laspalmas.osm.pbf"
	wudaokou  = "beijing-wudaokou/beijing_tsinghua_wudaokou.osm.pbf"
	helsinki  = "helsinki/helsinki-centre.osm.pbf"
	porto     = "porto/porto.osm.pbf"
)

// TestRealCities compares with what osmium counts in the same files (osmium tags-filter -R). Ways counts the highway=* ways, of
// which some are not walked (motorways, private, under construction).
func TestRealCities(t *testing.T) {
	for _, c := range []struct {
		file, date string
		ways       int            // highway=*
		stopNodes  int            // highway=bus_stop
		routes     bool           // bus routes are in it
		exact      map[string]int // facilities
		sea        bool
	}{
		// 82 pharmacies less 2 with access=private, and one that says healthcare=pharmacy only.
		{lasPalmas, "2023-02-21", 13954, 695, true, map[string]int{"supermarket": 148, "bank": 137, "pharmacy": 81}, true},
		{wudaokou, "2017-06-24", 684, 68, true, map[string]int{"supermarket": 5, "bank": 16, "pharmacy": 2}, false},
		{helsinki, "2019-04-21", 2650, 92, true, map[string]int{"supermarket": 12, "bank": 17, "pharmacy": 6}, true},
		{porto, "2015-06-06", 51349, 75, false, map[string]int{"supermarket": 0, "bank": 0}, false},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			im := read(t, shared(t, c.file))
			if im.Layer.Date != c.date {
				t.Errorf("date %s, want %s", im.Layer.Date, c.date)
			}
			streets := map[int64]bool{}
			for _, id := range im.Streets.WayID {
				streets[id] = true
			}
			if n := len(streets); n < c.ways*9/10 || n > c.ways*101/100 {
				t.Errorf("%d streets of %d highway ways", n, c.ways)
			}
			count := map[string]int{}
			lines := 0
			for _, f := range im.Facilities {
				count[f.Category]++
				lines += len(f.Lines)
			}
			if n := count["bus_stop"]; n < c.stopNodes || n > c.stopNodes*5/4 {
				t.Errorf("%d bus stops of %d highway=bus_stop", n, c.stopNodes)
			}
			if (lines > 0) != c.routes {
				t.Errorf("%d lines at stops, want any: %v", lines, c.routes)
			}
			for category, want := range c.exact {
				if count[category] != want {
					t.Errorf("%d of %s, want %d", count[category], category, want)
				}
			}
			if got := ground(im, "sea") != nil; got != c.sea {
				t.Errorf("sea: %v, want %v", got, c.sea)
			}
			checkRings(t, im)
		})
	}
}

// checkRings: every ring has an area, outer ones run counter-clockwise and holes clockwise.
func checkRings(t *testing.T, im *data.Import) {
	t.Helper()
	for _, g := range im.Ground {
		for _, p := range g.Shape {
			for i, r := range p {
				if a := r.DoubleArea(); a == 0 || (a > 0) != (i == 0) || r[0] == r[len(r)-1] {
					t.Fatalf("%s: ring %d has area %d, %d places", g.ID, i, a, len(r))
				}
			}
		}
	}
}

// TestLasPalmasInDetail: 22,700 buildings by the notes of the data (22,611 by osmium, 16 of which are cut or say
// building=no), most of them homes; one large walking network; the sea in the north and east.
func TestLasPalmasInDetail(t *testing.T) {
	im := read(t, shared(t, lasPalmas))
	buildings, homes := 0, 0
	for _, g := range im.Ground {
		if g.Kind == data.Building {
			buildings++
			if g.Residential {
				homes++
			}
		}
	}
	if buildings < 22500 || buildings > 22700 || homes < 19000 || homes > 22000 {
		t.Errorf("%d buildings, %d homes", buildings, homes)
	}
	_, lengths := im.Streets.Components(network.Foot, 0)
	longest, all := 0.0, 0.0
	for _, m := range lengths {
		longest, all = max(longest, m), all+m
	}
	if longest < 0.9*all {
		t.Errorf("the largest part has %.0f of %.0f m", longest, all)
	}
	sea := ground(im, "sea").Shape
	for name, c := range map[string]struct {
		x, y int32 // 1e-4 degrees
		sea  bool
	}{
		"off the harbour":                          {-153900, 281500, true},
		"off Las Canteras beach":                   {-154500, 281500, true},
		"Parque de Santa Catalina, on the isthmus": {-154290, 281410, false},
		"Vegueta, the old town":                    {-154150, 281000, false},
		"inland":                                   {-155000, 280600, false},
	} {
		if got := sea.Contains(at(c.x, c.y)); got != c.sea {
			t.Errorf("%s: sea = %v, want %v", name, got, c.sea)
		}
	}
}

// TestWudaokouLines: line 307 runs in both directions and is one; its stops have Chinese names.
func TestWudaokouLines(t *testing.T) {
	im := read(t, shared(t, wudaokou))
	lines := map[string]bool{}
	for _, f := range im.Facilities {
		seen := map[string]bool{}
		for _, l := range f.Lines {
			key := l.Operator + "|" + l.Name
			if seen[key] {
				t.Errorf("%s has %s twice", f.ID, key)
			}
			seen[key], lines[key] = true, true
		}
	}
	// 83 route relations; nearly all come in pairs.
	if len(lines) < 35 || len(lines) > 45 || !lines["BJBUS|307"] || lines["|307"] {
		t.Errorf("%d lines: %v", len(lines), lines)
	}
	communities, err := osm.ReadCommunities(t.Context(), shared(t, wudaokou), "landuse=residential")
	if err != nil {
		t.Fatal(err)
	}
	if len(communities.Communities) != 6 {
		t.Errorf("%d communities, want 6", len(communities.Communities))
	}
}

func TestSameInputSameOutput(t *testing.T) {
	path := shared(t, helsinki)
	if diff := cmp.Diff(read(t, path), read(t, path)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkPorto(b *testing.B)     { benchmark(b, porto) }
func BenchmarkLasPalmas(b *testing.B) { benchmark(b, lasPalmas) }

func benchmark(b *testing.B, name string) {
	path := shared(b, name)
	b.ReportAllocs()
	for b.Loop() {
		read(b, path)
	}
}
