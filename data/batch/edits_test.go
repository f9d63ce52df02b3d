package batch_test

import (
	"context"
	"testing"

	"circle15/data"
	"circle15/data/batch"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// A river with one bridge at column 10: from the community in the south, columns 4 to 6, one walks 10 - 5 = 5 cells east, 4 north, and 5 west
// to the shop at column 5, 1,400 m. The limit is 1,500 m.
func riverTown() (*data.City, geo.E7, []byte) {
	town := drawn.Town{
		Map: `
+----S----+---------
          |         
~~~~~~~~~~H~~~~~~~~~
          |         
+---------+---------
     3              `,
		Legend:      map[rune][]indicators.Facility{'S': {{Category: "shop"}}},
		Communities: []drawn.Area{drawn.One("south", 4, 4, 6, 5)},
		Criterion:   "category: shop, measure: nearest, limit: {metres: 1600}",
	}
	in := town.Input()
	return &data.City{
		Layers:  []data.Layer{{Name: "own", Version: 1, Kind: data.KindFacilities, Completeness: data.Complete, Categories: []string{"shop"}}},
		Streets: in.Streets, Facilities: in.Facilities, Communities: in.Communities, Residents: in.Residents,
	}, town.At(0, 0), town.File()
}

func TestEditsOfStreets(t *testing.T) {
	place := func(x, y float64) geo.E7 { return (&drawn.Town{}).At(x, y) }
	for _, c := range []struct {
		name   string
		edits  []network.Edit
		asOf   string
		want   indicators.Status
		cost   uint32 // millimetres from the residents, 100 m south of the street
		finds  int
		causes indicators.Cause
	}{
		{"as it is", nil, "2026-03-01", indicators.Pass, 1_500_000, 0, ""},
		{"the bridge closed", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{place(10, 1), place(10, 3)}}}, "2026-03-01", indicators.Fail, 0, 0, indicators.Detour},
		{"the bridge closed from next month", []network.Edit{{ID: "e", Kind: network.Closed, Line: []geo.E7{place(10, 1), place(10, 3)}, From: "2026-04-01"}}, "2026-03-01", indicators.Pass, 1_500_000, 0, ""},
		// With a footbridge at column 5 it is 100 m to the street, and 400 m over the river.
		{"a footbridge", []network.Edit{{ID: "e", Kind: network.Footbridge, Line: []geo.E7{place(5, 0), place(5, 4)}}}, "2026-03-01", indicators.Pass, 500_000, 0, ""},
		{"a footbridge drawn beside everything", []network.Edit{{ID: "e", Kind: network.Footbridge, Line: []geo.E7{place(5, 20), place(5, 24)}}}, "2026-03-01", indicators.Pass, 1_500_000, 1, ""},
	} {
		city, frame, file := riverTown()
		city.Edits = c.edits
		std, err := indicators.ParseStandard("drawn.yaml", file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := batch.Compute(context.Background(), city, frame, std, file, batch.Options{AsOf: c.asOf})
		if err != nil {
			t.Fatal(err)
		}
		res := r.Results[0]
		if res.Status != c.want {
			t.Errorf("%s: %s, want %s", c.name, res.Status, c.want)
		}
		for _, p := range res.Pieces {
			if p.Milli > 0 && p.Cause != c.causes {
				t.Errorf("%s: the residents lie in a piece of cause %q, want %q", c.name, p.Cause, c.causes)
			}
		}
		if c.cost > 0 {
			a, err := batch.NewAnalyst(context.Background(), &r.Run, city)
			if err != nil {
				t.Fatal(err)
			}
			e, err := a.Explain(context.Background(), place(5, 5), "c")
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Criteria[0].Evidence.Counted[0].Cost; got < c.cost-100 || got > c.cost+100 {
				t.Errorf("%s: %d mm to the shop, want %d", c.name, got, c.cost)
			}
		}
		if len(r.Run.Findings) != c.finds {
			t.Errorf("%s: findings %v, want %d", c.name, r.Run.Findings, c.finds)
		}
	}
}
