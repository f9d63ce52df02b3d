package gpkg

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
	"circle15/data/storetest"
)

// SQLite can be told how many pages a file may have at most, and says SQLITE_FULL beyond: what a full disk gives. The layer
// that does not fit is not there, what was there still is, and once there is room the same call succeeds.
func TestDiskFull(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "town.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.PutLayer(t.Context(), storetest.Stops()); err != nil {
		t.Fatal(err)
	}
	pages := func(n string) {
		if err := sqlitex.ExecuteTransient(w.conn, "PRAGMA max_page_count = "+n, nil); err != nil {
			t.Fatal(err)
		}
	}
	big := storetest.Stops()
	for range 5000 {
		big.Facilities = append(big.Facilities, big.Facilities[0])
	}
	pages("1") // never less than there are: no room for a single one more
	_, err = w.PutLayer(t.Context(), big)
	var file *data.FileError
	if !errors.As(err, &file) || !strings.Contains(file.What, "disk is full") || file.Advice == "" {
		t.Fatalf("got %v, want a *data.FileError that says the disk is full", err)
	}
	layers, err := w.Layers(t.Context())
	if err != nil || len(layers) != 1 || layers[0].Version != 1 {
		t.Errorf("layers %v (%v), want the first version alone", layers, err)
	}
	if fs, err := w.Check(t.Context()); err != nil || len(fs) > 0 {
		t.Errorf("check: %v %v", fs, err)
	}
	pages("1000000")
	if l, err := w.PutLayer(t.Context(), big); err != nil || l.Version != 2 {
		t.Errorf("with room again: version %d, %v", l.Version, err)
	}
}
