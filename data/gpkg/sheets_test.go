package gpkg_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/indicators"
)

// A table comes back as it was stored, its keys as ids, and stands in the file as one that QGIS reads; a later version takes its place.
func TestTablesOfCommunities(t *testing.T) {
	path := town(t)
	w, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	put := func(rows ...indicators.TableRow) {
		t.Helper()
		im := &data.Import{Layer: data.Layer{Name: "lifts", Kind: data.KindTable, Completeness: data.Complete, Restricted: true},
			Table: &indicators.Table{Columns: []string{"n", "key", "word"}, Rows: rows}}
		if _, err := w.PutLayer(ctx, im); err != nil {
			t.Fatal(err)
		}
	}
	put(indicators.TableRow{Key: "LP1", Values: []string{"1", "", ""}})
	put(indicators.TableRow{Key: "东风路社区", Values: []string{"2.5", "x", "yes"}}, indicators.TableRow{Key: "LP1", Values: []string{"", "", "3"}})
	city, err := w.City(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []indicators.Table{{Name: "lifts", Layer: "lifts", Columns: []string{"n", "key", "word"}, Rows: []indicators.TableRow{
		{Key: "LP1", Values: []string{"", "", "3"}}, {Key: "LP2", Values: []string{"2.5", "x", "yes"}}}}}
	if d := cmp.Diff(want, city.Tables); d != "" {
		t.Error(d)
	}
	if l, ok := city.Layer("lifts"); !ok || l.Version != 2 || !l.Restricted {
		t.Errorf("layer %+v", l)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := counts(t, path)["table_lifts"]; got != 2 {
		t.Errorf("table_lifts has %d rows", got)
	}
}
