package osm_test

import (
	"os"
	"path/filepath"
	"testing"
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
