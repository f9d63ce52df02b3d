package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"circle15/data/gpkg"
)

// The charging stations of Shenzhen come in by one command, each with its piles.
func TestRealPiles(t *testing.T) {
	file := filepath.Join(realData(t, "shenzhen-charging"), "inf.csv")
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, r := range rows[1:] {
		want[r[0]] = r[3] // station_id, charge_count
	}
	workspace := filepath.Join(t.TempDir(), "x.gpkg")
	circle(t, workspace, "import", "layer", "charging_car", file)
	w, err := gpkg.Open(workspace, gpkg.ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	im, err := w.Content(t.Context(), "charging_car")
	if err != nil {
		t.Fatal(err)
	}
	piles := 0
	for _, f := range im.Facilities {
		n, err := strconv.Atoi(f.Attrs["connectors"])
		if err != nil || f.Attrs["connectors"] != want[f.ID] {
			t.Errorf("%s has %q piles, want %s", f.ID, f.Attrs["connectors"], want[f.ID])
		}
		piles += n
	}
	if len(im.Facilities) != 1362 || len(want) != 1362 || piles == 0 {
		t.Errorf("%d stations of %d with %d piles, want 1362", len(im.Facilities), len(want), piles)
	}
}
