package osm_test

import (
	"os"
	"path/filepath"
	"testing"

	"circle15/data"
	"circle15/data/osm"
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

func read(t testing.TB, path string) *data.Import {
	t.Helper()
	im, err := osm.Read(t.Context(), path, osm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return im
}

func TestLook(t *testing.T) {
	for _, n := range []string{"laspalmas/laspalmas.osm.pbf", "beijing-wudaokou/beijing_tsinghua_wudaokou.osm.pbf", "helsinki/helsinki-centre.osm.pbf", "porto/porto.osm.pbf"} {
		im := read(t, shared(t, n))
		lines := map[string]bool{}
		with := 0
		for _, f := range im.Facilities {
			if f.Category != "bus_stop" {
				continue
			}
			if len(f.Lines) > 0 {
				with++
			}
			for _, l := range f.Lines {
				lines[l.Operator+"|"+l.Name] = true
			}
		}
		t.Logf("%s %+v edges %d junctions %d stops %d with %d lines %d barriers %d", n, im.Layer, im.Streets.Edges(), len(im.Streets.Junctions), len(im.Facilities), with, len(lines), len(im.Streets.Barriers.ID))
		t.Log(im.Layer.Extent)
		for i, f := range im.Findings {
			if i < 12 || f.Count > 0 {
				t.Log(f)
			}
		}
	}
}

func BenchmarkPorto(b *testing.B) {
	path := shared(b, "porto/porto.osm.pbf")
	for b.Loop() {
		read(b, path)
	}
}

func BenchmarkLasPalmas(b *testing.B) {
	path := shared(b, "laspalmas/laspalmas.osm.pbf")
	for b.Loop() {
		read(b, path)
	}
}
