package quality_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/data/quality"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/geo/network"
	"circle15/indicators"
)

// at is a place so many metres east and north of a corner of Baoji.
func at(frame *geo.Frame, x, y float64) geo.E7 { return frame.E7(geo.XY{X: x, Y: y}) }

var baoji = orb.Point{107.24, 34.36}

// grid is a city of 3 by 3 km with streets every 250 m, so that 1 - 0.8² = 36 % of random places lie within 25 m of one.
func grid(t *testing.T, centre orb.Point) (*data.City, *geo.Frame) {
	t.Helper()
	frame := geo.FrameNear(centre)
	var b network.Builder
	for i := range int64(13) {
		for _, along := range [2]bool{true, false} {
			way := network.Way{ID: i*2 + 1, Traits: network.Foot}
			if along {
				way.ID++
			}
			for k := range int64(13) {
				x, y := float64(i)*250, float64(k)*250
				id := i*13 + k
				if along {
					x, y, id = y, x, k*13+i
				}
				way.Nodes, way.At = append(way.Nodes, id+1), append(way.At, at(frame, x, y))
			}
			b.Way(way)
		}
	}
	return &data.City{Streets: b.Build(), Layers: []data.Layer{{Name: "osm", Kind: data.KindOSM, Date: "2026-01-01", Datum: "wgs84"}}}, frame
}

// shops are 60 facilities 5 m beside a street, as the datum has them.
func shops(frame *geo.Frame, d crs.Datum, swapped bool) []indicators.Facility {
	r := rand.New(rand.NewPCG(1, 2))
	var out []indicators.Facility
	for i := range 60 {
		p := at(frame, 300+r.Float64()*2400, float64(r.IntN(11)+1)*250+5).Point()
		p = d.FromWGS84(p)
		if swapped {
			p[0], p[1] = p[1], p[0]
		}
		e, _ := geo.ToE7(p)
		out = append(out, indicators.Facility{ID: string(rune('a'+i%26)) + string(rune('a'+i/26)), Category: "shop", Layer: "own", At: e})
	}
	return out
}

func checked(t *testing.T, city *data.City, frame *geo.Frame, opt quality.Options) []data.Finding {
	t.Helper()
	if opt.AsOf == "" {
		opt.AsOf = "2026-11-25"
	}
	got, err := quality.Check(context.Background(), city, frame, opt)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func find(list []data.Finding, code string) *data.Finding {
	if i := slices.IndexFunc(list, func(f data.Finding) bool { return f.Code == code }); i >= 0 {
		return &list[i]
	}
	return nil
}

// A layer that is shifted, or whose axes are exchanged, is named with what it looks like and by how much; one that fits is not.
func TestDatum(t *testing.T) {
	for _, c := range []struct {
		in       crs.Datum
		declared string
		swapped  bool
		want     string
	}{
		{crs.WGS84, "wgs84", false, ""},
		{crs.GCJ02, "wgs84", false, "GCJ-02"},
		{crs.BD09, "wgs84", false, "BD-09"},
		{crs.WGS84, "wgs84", true, "latitude before longitude"},
	} {
		centre := baoji
		if c.swapped { // in China the importer sees that: there is no latitude of 107
			centre = orb.Point{-15.43, 28.14}
		}
		city, frame := grid(t, centre)
		city.Layers = append(city.Layers, data.Layer{Name: "own", Kind: data.KindFacilities, Datum: c.declared, Date: "2026-01-01"})
		city.Facilities = shops(frame, c.in, c.swapped)
		f := find(checked(t, city, frame, quality.Options{}), "datum_suspicious")
		if (f == nil) != (c.want == "") || f != nil && (f.Layer != "own" || !strings.Contains(f.Message, "looks like "+c.want) || !strings.Contains(f.Message, "100 % after")) {
			t.Errorf("%+v: got %v", c, f)
		}
	}
	// Declared GCJ-02, which it was not: what was taken is WGS84 shifted back once too often.
	city, frame := grid(t, baoji)
	city.Layers = append(city.Layers, data.Layer{Name: "own", Kind: data.KindFacilities, Datum: "gcj02", Date: "2026-01-01"})
	city.Facilities = shops(frame, crs.WGS84, false)
	for i := range city.Facilities {
		city.Facilities[i].At = crs.GCJ02.E7(city.Facilities[i].At)
	}
	if f := find(checked(t, city, frame, quality.Options{}), "datum_suspicious"); f == nil || !strings.Contains(f.Message, "was declared GCJ-02") {
		t.Errorf("got %v", f)
	}
}

func box(frame *geo.Frame, x, y, w, h float64) geo.MultiPolygon {
	return geo.MultiPolygon{{{at(frame, x, y), at(frame, x+w, y), at(frame, x+w, y+h), at(frame, x, y+h)}}}
}

func TestLayersSideBySide(t *testing.T) {
	city, frame := grid(t, baoji)
	city.Layers = append(city.Layers,
		data.Layer{Name: "own", Kind: data.KindFacilities, Date: "2020-01-01", Categories: []string{"brekfast", "shop"}},
		data.Layer{Name: "communities", Kind: data.KindCommunities})
	city.Communities = []indicators.Community{
		{ID: "a", Name: "甲", Shape: box(frame, 0, 0, 1000, 1000)},
		{ID: "b", Name: "乙", Shape: box(frame, 990, 0, 1000, 1000)},  // 10 m × 1,000 m over a
		{ID: "c", Name: "丙", Shape: box(frame, 0, 1005, 1990, 1000)}, // 5 m above a and b …
		{ID: "d", Name: "丁", Shape: box(frame, -500, 0, 500, 2005)},  // … closed on the left …
		{ID: "e", Name: "戊", Shape: box(frame, 1990, 0, 500, 2005)},  // … and on the right: a sliver of 5 × 1,990 m
		{ID: "f", Name: "己", Shape: box(frame, 0, 2005, 1000, 1000)}, // only touches c
	}
	city.Ground = []data.Ground{{ID: "w", Kind: data.WaterA, Shape: box(frame, 100, 100, 200, 200)}}
	city.Facilities = []indicators.Facility{
		{ID: "1", Category: "brekfast", Name: "老李", Layer: "own", At: at(frame, 500, 505)},
		{ID: "2", Category: "brekfast", Name: "老李", Layer: "own", At: at(frame, 500, 525)},
		{ID: "3", Category: "shop", Name: "船", Layer: "own", At: at(frame, 200, 200)},
		{ID: "4", Category: "shop", Name: "远", Layer: "own", At: at(frame, 9000, 200)},
	}
	std := &indicators.Standard{ID: "s", Aspects: []indicators.Aspect{{Indicators: []indicators.Indicator{{Criteria: []indicators.Criterion{
		{ID: "breakfast", Categories: []string{"breakfast"}, Measure: indicators.Nearest}, {ID: "shop", Categories: []string{"shop"}, Measure: indicators.Nearest},
		{ID: "lifts", Measure: indicators.Ratio, Table: &indicators.TableQuestion{Name: "lifts"}},
	}}}}}}
	got := checked(t, city, frame, quality.Options{Standard: std, Known: []*indicators.Standard{std}})
	for code, want := range map[string]string{
		"probably_twice":      "老李",
		"in_water":            "船",
		"outside_city":        "远",
		"communities_overlap": "甲 and 乙 overlap by 10",
		"communities_sliver":  "a gap of 98",
		"layer_old":           "2020-01-01",
		"layer_undated":       "",
		"nobody_has":          "breakfast",
		"category_unused":     "",
	} {
		if f := find(got, code); f == nil || !strings.Contains(f.Message, want) {
			t.Errorf("%s: got %v, want %q", code, f, want)
		}
	}
	if f := find(got, "category_unused"); f != nil && !strings.Contains(f.Advice, "breakfast, ") && !strings.HasSuffix(f.Advice, "breakfast") && !strings.Contains(f.Advice, "breakfast") {
		t.Errorf("got %v", f.Advice)
	}
	overlaps := 0
	for _, f := range got {
		if f.Code == "communities_overlap" {
			overlaps++
		}
	}
	if overlaps != 1 {
		t.Errorf("%d overlaps, want 1", overlaps)
	}
}
