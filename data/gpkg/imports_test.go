package gpkg_test

import (
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/storetest"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

func fresh(t *testing.T) *gpkg.Workspace {
	t.Helper()
	w, err := gpkg.Create(filepath.Join(t.TempDir(), "w.gpkg"))
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

// shops is a layer of shops with those ids.
func shops(ids ...string) *data.Import {
	im := &data.Import{Layer: data.Layer{Name: "shop", Kind: data.KindFacilities, Count: len(ids), Checksum: "c", Completeness: data.Complete}}
	for i, id := range ids {
		im.Facilities = append(im.Facilities, indicators.Facility{ID: id, Category: "shop", At: geo.E7{Lon: 1071400000 + int32(i), Lat: 343600000}})
	}
	return im
}

func put(t *testing.T, w *gpkg.Workspace, im *data.Import) data.Layer {
	t.Helper()
	l, err := w.PutLayer(t.Context(), im)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func ids(im *data.Import) (out []string) {
	for _, f := range im.Facilities {
		out = append(out, f.ID)
	}
	return out
}

// Three imports of one layer and one of another; undoing takes them back one by one, each as a new version, and says when it cannot.
func TestUndo(t *testing.T) {
	w, ctx := fresh(t), t.Context()
	put(t, w, shops("a"))
	put(t, w, shops("a", "b"))
	put(t, w, storetest.Stops())
	l, was, now, err := w.Undo(ctx, data.ImportRecord{By: "ann", At: "2026-03-01T10:00:00Z"})
	if err != nil || l.Name != "gtfs" || l.Version != 0 || len(was.Facilities) != 1 || len(now.Facilities) != 0 {
		t.Fatalf("undo of the only import of a layer: %+v, %v", l, err)
	}
	if layers, _ := w.Layers(ctx); len(layers) != 1 || layers[0].Name != "shop" {
		t.Errorf("layers %+v", layers)
	}
	l, was, now, err = w.Undo(ctx, data.ImportRecord{})
	if err != nil || l.Version != 3 || !reflect.DeepEqual(ids(was), []string{"a", "b"}) || !reflect.DeepEqual(ids(now), []string{"a"}) {
		t.Fatalf("undo of the second import: %+v, %v", l, err)
	}
	if c, err := w.Content(ctx, "shop"); err != nil || !reflect.DeepEqual(ids(c), []string{"a"}) || c.Layer.Version != 3 {
		t.Errorf("content %v, %v", c, err)
	}
	if l, _, _, err = w.Undo(ctx, data.ImportRecord{}); err != nil || l.Name != "shop" || l.Version != 0 {
		t.Errorf("undo of the first import: %+v, %v", l, err)
	}
	if _, _, _, err = w.Undo(ctx, data.ImportRecord{}); !errors.Is(err, gpkg.ErrNothingToUndo) {
		t.Errorf("undo of nothing: %v", err)
	}
	log, err := w.Imports(ctx)
	if err != nil || len(log) != 6 || !log[0].Undone || log[3].Record.How != data.Undone || log[3].Record.By != "ann" || log[4].Version != 3 {
		t.Errorf("log %+v, %v", log, err)
	}
	if found, err := w.Check(ctx); err != nil || len(found) != 0 {
		t.Errorf("check %v, %v", found, err)
	}
}

// The version before the last is kept for undo, those before it are not, unless a run used them: undo says so, and changes nothing.
func TestUndoOfWhatIsNotKept(t *testing.T) {
	w, ctx := fresh(t), t.Context()
	put(t, w, shops("a"))
	put(t, w, shops("a", "b"))
	put(t, w, shops("a", "b", "c"))
	if _, _, _, err := w.Undo(ctx, data.ImportRecord{}); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := w.Undo(ctx, data.ImportRecord{}); err == nil || errors.Is(err, gpkg.ErrNothingToUndo) {
		t.Errorf("undo of a version that is not kept: %v", err)
	}
	if c, err := w.Content(ctx, "shop"); err != nil || !reflect.DeepEqual(ids(c), []string{"a", "b"}) {
		t.Errorf("content %v, %v", ids(c), err)
	}
}

// Edits of streets come back as they were put in.
func TestEditsThereAndBack(t *testing.T) {
	w := fresh(t)
	at := geo.E7{Lon: 1071400000, Lat: 343600000}
	want := []network.Edit{
		{ID: "a", Name: "天桥", Kind: network.Footbridge, Line: []geo.E7{at, {Lon: at.Lon + 9, Lat: at.Lat}}, Steps: true, From: "2026-03-01"},
		{ID: "b", Kind: network.Closed, Way: 12, Area: []geo.Ring{{at, {Lon: at.Lon + 9, Lat: at.Lat}, {Lon: at.Lon, Lat: at.Lat + 9}}}, To: "2026-04-01"},
	}
	put(t, w, &data.Import{Layer: data.Layer{Name: "street_edit", Kind: data.KindEdits, Count: 2, Checksum: "c"}, Edits: want})
	city, err := w.City(t.Context(), nil)
	if err != nil || !reflect.DeepEqual(city.Edits, want) {
		t.Errorf("got %+v, %v", city.Edits, err)
	}
}
