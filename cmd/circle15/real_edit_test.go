package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// realRun is all that is published of a run.
func realRun(t *testing.T, r *data.RunResult) [][]byte {
	t.Helper()
	var out [][]byte
	add := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	add(r.Run)
	for i := range r.Results {
		add(r.Results[i])
		for _, p := range r.Results[i].Pieces {
			add(p.Shape)
		}
	}
	return out
}

// kiosk adds a breakfast kiosk at a place.
func kiosk(c *data.City, id string, at geo.E7) {
	c.Facilities = append(slices.Clone(c.Facilities), indicators.Facility{ID: id, Category: "breakfast", Name: "kiosk", At: at, Layer: "breakfast"})
}

// footbridges are the ways that lead walkers over a bridge, longest first.
func footbridges(s *network.Streets) []uint32 {
	var out []uint32
	for e := range s.From {
		if s.Traits[e]&network.Bridge != 0 && s.Traits[e]&network.Foot != 0 && s.LengthM[e] > 25 {
			out = append(out, uint32(e))
		}
	}
	slices.SortStableFunc(out, func(a, b uint32) int { return int(s.LengthM[b] - s.LengthM[a]) })
	return out
}

// closed are the streets with a way that nobody may walk or cycle any more, as an edit of an office says it.
func closed(s *network.Streets, frame geo.E7, way int64) *network.Streets {
	out, _ := network.Edited(s, geo.NewFrame(frame.Point()), []network.Edit{{ID: "e", Kind: network.Closed, Way: way}}, "2026-03-01")
	return out
}

// What analysts do each month, on Las Palmas: each time the incremental run is the full one byte for byte, and computes no more than a small part.
func TestRealEdits(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole city is left out with -short")
	}
	dir := realData(t, "laspalmas")
	workspace := filepath.Join(t.TempDir(), "lp.gpkg")
	for _, v := range imports(dir, "laspalmas.osm.pbf") {
		circle(t, workspace, v...)
	}
	w, err := gpkg.Open(workspace, gpkg.ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	city, err := w.City(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	frame, _, err := w.Frame(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file, _ := indicators.Embedded(indicators.DefaultStandard)
	compute := func(c *data.City, file []byte, before *data.RunResult) *data.RunResult {
		t.Helper()
		std, err := indicators.ParseStandard("s.yaml", file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := batch.Compute(t.Context(), c, frame, std, file, batch.Options{Prints: true, Before: before, AsOf: "2026-03-01"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	centre := city.Communities[20].Shape.Inside()
	kiosk(city, "k0", city.Communities[40].Shape.Inside()) // else the next one is the first in the city, and changes what is known everywhere
	base := compute(city, file, nil)
	edits := map[string]struct {
		most float64 // of the pairs
		edit func(c *data.City)
	}{
		"a kiosk": {0.10, func(c *data.City) { kiosk(c, "k1", centre) }},
		// The northernmost place of all communities, and on from there: 0.05° are 5.5 km.
		"a kiosk 5 km off": {0, func(c *data.City) {
			far := centre
			for _, k := range c.Communities {
				far.Lat = max(far.Lat, k.Shape.Box().Max.Lat)
			}
			far.Lat += 500_000
			kiosk(c, "k2", far)
		}},
		"a stop gone": {0.10, func(c *data.City) {
			c.Facilities = slices.Clone(c.Facilities)
			i := slices.IndexFunc(c.Facilities, func(f indicators.Facility) bool { return f.Layer == "gtfs" })
			c.Facilities = slices.Delete(c.Facilities, i+200, i+201)
		}},
		"a resident": {0.02, func(c *data.City) { // 1 of 53 communities
			r := *c.Residents
			r.Milli = slices.Clone(r.Milli)
			r.Milli[1000] += 3000
			c.Residents = &r
		}},
		"a newer layer with nothing new": {0, func(c *data.City) {
			c.Layers = slices.Clone(c.Layers)
			for i := range c.Layers {
				c.Layers[i].Version++
			}
		}},
	}
	bridges := footbridges(city.Streets)
	for n := range 4 {
		e := bridges[n*len(bridges)/4]
		edits[fmt.Sprintf("footbridge way/%d closed, %.0f m", city.Streets.WayID[e], city.Streets.LengthM[e])] = struct {
			most float64
			edit func(c *data.City)
		}{0.10, func(c *data.City) { c.Streets = closed(c.Streets, frame, city.Streets.WayID[e]) }}
	}
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		t.Run(name, func(t *testing.T) {
			changed := *city
			edits[name].edit(&changed)
			got, full := compute(&changed, file, base), compute(&changed, file, nil)
			sameRealRun(t, got, full)
			if most := int(edits[name].most * float64(got.Stale.Pairs)); got.Stale.Stale > most {
				t.Errorf("%d of %d pairs were computed, want at most %d", got.Stale.Stale, got.Stale.Pairs, most)
			}
			t.Logf("%+v", got.Stale)
		})
	}
	t.Run("a threshold", func(t *testing.T) {
		other := bytes.Replace(file, []byte("threshold: 3"), []byte("threshold: 4"), 1)
		if bytes.Equal(other, file) {
			t.Fatal("the standard has no threshold of 3")
		}
		got, full := compute(city, other, base), compute(city, other, nil)
		sameRealRun(t, got, full)
		if got.Stale.Stale != len(city.Communities) {
			t.Errorf("%d pairs were computed, want one for each of %d communities", got.Stale.Stale, len(city.Communities))
		}
	})
}

func sameRealRun(t *testing.T, got, want *data.RunResult) {
	t.Helper()
	a, b := realRun(t, got), realRun(t, want)
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Fatalf("record %d:\n got %.800s\nwant %.800s", i, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Fatalf("%d and %d records", len(a), len(b))
	}
}
