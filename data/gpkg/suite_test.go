package gpkg_test

import (
	"path/filepath"
	"testing"

	"circle15/data/gpkg"
	"circle15/data/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return create(t) })
}

// create is an empty workspace that is closed when the test is over.
func create(t *testing.T) *gpkg.Workspace {
	t.Helper()
	w, err := gpkg.Create(filepath.Join(t.TempDir(), "town.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}
