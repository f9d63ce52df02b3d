package gpkg

import (
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/storetest"
	"circle15/indicators"
)

// Damaged prints are none, so that all is computed again; a damaged pair that waits is passed over, and named by check.
func TestDamagedPrints(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "w.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var layers []data.Layer
	for _, im := range []*data.Import{storetest.Communities(), storetest.Extract()} {
		l, err := w.PutLayer(t.Context(), im)
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, l)
	}
	r := storetest.Result(storetest.Standard("s"), layers, 1)
	r.Prints = make([]indicators.Print, len(r.Results))
	if _, err := w.Publish(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	finished := []data.Finished{{Result: r.Results[0]}, {Result: r.Results[1]}}
	if err := w.Stage(t.Context(), "s", finished); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"UPDATE c15_prints SET packed = x'00' WHERE community = 'LP1'",
		"UPDATE c15_staged SET print = x'0102' WHERE criterion = '" + r.Results[1].Criterion + "'",
	} {
		if err := execute(w.conn, q); err != nil {
			t.Fatal(err)
		}
	}
	latest, err := w.Latest(t.Context(), "s")
	if err != nil || latest.Prints != nil || len(latest.Results) != 4 {
		t.Errorf("latest: %v, %d prints", err, len(latest.Prints))
	}
	staged, err := w.Staged(t.Context(), "s")
	if err != nil || len(staged) != 1 || staged[0].Result.Criterion != r.Results[0].Criterion {
		t.Errorf("staged: %v %v", staged, err)
	}
	found, err := w.Check(t.Context())
	if err != nil || len(found) != 1 || found[0].Code != "workspace_staged" || !strings.HasSuffix(found[0].Feature, r.Results[1].Criterion) {
		t.Errorf("check: %v %v", found, err)
	}
}
