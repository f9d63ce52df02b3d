package gtfs_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"circle15/data"
	"circle15/data/gtfs"
)

// shared is a file of real data that stands beside the repository on machines that have it.
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

// Las Palmas: 44 routes with 44 different names; of 793 stops stop 713 is served by no trip.
func TestReadLasPalmas(t *testing.T) {
	imp, err := gtfs.Read(context.Background(), shared(t, "laspalmas/gtfs.zip"), gtfs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for _, f := range imp.Facilities {
		for _, l := range f.Lines {
			lines[l.Operator+"|"+l.Name] = true
		}
	}
	if len(imp.Facilities) != 792 || len(lines) != 44 {
		t.Errorf("%d stops, %d lines, want 792 and 44", len(imp.Facilities), len(lines))
	}
	if data.Reportable(imp.Findings) {
		t.Errorf("findings %v", imp.Findings)
	}
	if imp.Layer.Date != "" || imp.Layer.Attribution != "Guaguas Municipales" {
		t.Errorf("layer %+v", imp.Layer)
	}
}

func BenchmarkReadLasPalmas(b *testing.B) {
	path := shared(b, "laspalmas/gtfs.zip")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gtfs.Read(context.Background(), path, gtfs.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
