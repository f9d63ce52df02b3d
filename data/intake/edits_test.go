package intake_test

import (
	"reflect"
	"slices"
	"testing"

	"circle15/data/intake"
	"circle15/geo"
	"circle15/geo/network"
)

func TestStreetEdits(t *testing.T) {
	in := `{"type":"FeatureCollection","features":[
	{"type":"Feature","id":"b","properties":{"kind":"天桥","name":"人民桥","from":"2026/03/01","steps":"是"},"geometry":{"type":"LineString","coordinates":[[107.1,34.3],[107.1,34.301]]}},
	{"type":"Feature","id":"a","properties":{"kind":"closed","to":"2026-04-01"},"geometry":{"type":"Point","coordinates":[107.1,34.3]}},
	{"type":"Feature","id":"w","properties":{"kind":"steps","way":"way/12"},"geometry":null},
	{"type":"Feature","id":"x1","properties":{"kind":"blocked"},"geometry":{"type":"Point","coordinates":[107.1,34.3]}},
	{"type":"Feature","id":"x2","properties":{"kind":"footbridge"},"geometry":{"type":"Point","coordinates":[107.1,34.3]}},
	{"type":"Feature","id":"x3","properties":{"kind":"gate"},"geometry":null},
	{"type":"Feature","id":"x4","properties":{"kind":"gate","from":"soon"},"geometry":{"type":"Point","coordinates":[107.1,34.3]}},
	{"type":"Feature","id":"x5","properties":{"kind":"closed","way":"main street"},"geometry":null}]}`
	imp, err := intake.StreetEdits(ctx, tempFile(t, "e.geojson", in), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := geo.E7{Lon: 1071000000, Lat: 343000000}
	want := []network.Edit{
		{ID: "a", Kind: network.Closed, Line: []geo.E7{at}, To: "2026-04-01"},
		{ID: "b", Name: "人民桥", Kind: network.Footbridge, Line: []geo.E7{at, {Lon: at.Lon, Lat: at.Lat + 10000}}, From: "2026-03-01", Steps: true},
		{ID: "w", Kind: network.MadeSteps, Way: 12},
	}
	if !reflect.DeepEqual(imp.Edits, want) {
		t.Errorf("got %+v", imp.Edits)
	}
	if got := codes(imp.Findings); !slices.Equal(got, []string{"edit_date", "edit_kind", "edit_not_a_line", "edit_nowhere", "edit_way"}) || imp.Layer.Dropped != 5 {
		t.Errorf("findings %v", got)
	}
	csv := "编号,kind,way,lon,lat\n1,封闭,55,107.1,34.3\n"
	imp, err = intake.StreetEdits(ctx, tempFile(t, "e.csv", csv), intake.Options{})
	if err != nil || len(imp.Edits) != 1 || imp.Edits[0].Way != 55 || imp.Edits[0].ID != "1" {
		t.Errorf("a table: %+v, %v", imp, err)
	}
	if _, err = intake.StreetEdits(ctx, tempFile(t, "e.csv", "id,lon,lat\n1,107.1,34.3\n"), intake.Options{}); err == nil {
		t.Error("a table without kinds was taken")
	}
}
