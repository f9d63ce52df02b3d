package gpkg_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data/gpkg"
	"circle15/data/storetest"
)

var update = flag.Bool("update", false, "write testdata/format1.gpkg anew: only before the first release of the format")

// A workspace of every format that was ever released opens, and holds what was put in.
func TestOldFormats(t *testing.T) {
	const old = "testdata/format1.gpkg"
	if *update {
		b, err := os.ReadFile(town(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(old, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.gpkg")
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []gpkg.Mode{gpkg.ReadOnly, gpkg.Write} {
		w, err := gpkg.Open(path, mode)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.RunResult(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		want := storetest.Result(storetest.Standard("s"), got.Run.Layers, 1)
		want.Run.Number = 1
		if d := cmp.Diff(want, got); d != "" || len(got.Run.Layers) != 4 {
			t.Errorf("run (-want +got):\n%s", d)
		}
		city, err := w.City(t.Context(), got.Run.Layers)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(storetest.Extract().Streets, city.Streets); d != "" {
			t.Errorf("streets (-want +got):\n%s", d)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}
