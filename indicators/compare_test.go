package indicators_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"circle15/geo/network"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// A street of 2,900 m with a shop at column 12 and stairs between columns 14 and 15, 200 to 300 m east of it. The community is the
// strip from 50 m west to 750 m east of the shop, 50 m to both sides. Who is x along and y beside walks x + y: within 500 m on foot lie
// (500 + 50)·100 - 50² = 52,500 m². Without steps the stairs cannot be entered from beside either: up to their middle, at 250 m, one
// comes to their western end, (250 + 50)·100 = 30,000 m²; the 22,500 m² beyond are what the stairs cost.
func TestStepsMakeTheDifference(t *testing.T) {
	town := drawn.Town{
		Map: "------------S-++--------------\n" + // the two lanes make junctions at both ends of the stairs
			"              ||              ",
		Legend:      shop(),
		Communities: []drawn.Area{drawn.One("a", 12, 0, 19, 0)},
		Criterion:   "category: shop, measure: nearest, limit: {metres: 500, profile: step_free}, compare: walk",
	}
	in := town.Input()
	stairs := 0
	for e, l := range in.Streets.LengthM {
		from, to := in.Streets.Junctions[in.Streets.From[e]], in.Streets.Junctions[in.Streets.To[e]]
		if l > 99 && l < 101 && from.Lat-to.Lat < 1000 && to.Lat-from.Lat < 1000 {
			in.Streets.Traits[e] |= network.Steps
			stairs++
		}
	}
	if stairs != 1 {
		t.Fatalf("%d stairs in the town: %v", stairs, in.Streets.LengthM)
	}
	file := strings.Replace(string(town.File()), "profiles: {", "profiles: {step_free: {speed_mps: 1, wheels: true}, ", 1)
	scene := drawn.SceneOf(t, in, []byte(file))
	rs, err := scene.NewAssessor().Community(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "stairs", rs[0], want{indicators.Fail, map[indicators.Cause]float64{
		indicators.Covered:     30_000,
		indicators.NotStepFree: 22_500,
		indicators.Detour:      2_420, // √(500² - y²) against 500 - y
		indicators.NoFacility:  25_080,
	}})
	// What is said of a place is what the map says.
	for col, cause := range map[float64]indicators.Cause{13: indicators.Covered, 16: indicators.NotStepFree, 18.5: indicators.NoFacility} {
		e, err := scene.NewAssessor().Explain(context.Background(), town.At(col, 0), "c")
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Criteria[0].Cause; got != cause {
			t.Errorf("column %v: cause %q, want %q", col, got, cause)
		}
	}
}

// A comparison needs another profile, and streets.
func TestCompareIsRefused(t *testing.T) {
	for _, c := range []string{
		"limit: {metres: 500}, compare: walk",
		"limit: {metres: 500, mode: straight}, compare: walk",
		"limit: {metres: 500}, scope: any, compare: walk",
		"limit: {metres: 500}, compare: nobody",
	} {
		town := drawn.Town{Criterion: "category: shop, measure: nearest, " + c}
		if _, err := indicators.ParseStandard("s", town.File()); err == nil {
			t.Errorf("%s was accepted", c)
		}
	}
}

// Two shops for the west of the street and one for the east: whatever shop is said to be relied on, without it, and without it
// alone, the community fails.
func TestReliancesAreThoseWhoseLossIsAFailure(t *testing.T) {
	town := drawn.Town{
		Map: "3-1-2-4-1-2-3-5-1-2\n" +
			"+S-S+-----+---S---+-",
		Legend:      shop(),
		Communities: []drawn.Area{drawn.One("east", 9, 0, 19, 1), drawn.One("west", 0, 0, 7, 1)},
		Criterion:   "category: shop, measure: nearest, limit: {metres: 700}",
	}
	// Streets of the upper row would carry the digits; keep them off it.
	town.Map = strings.Replace(town.Map, "-1-2-4-1-2-3-5-1-2", " 1 2 4 1 2 3 5 1 2", 1)
	in := town.Input()
	scene := drawn.SceneOf(t, in, town.File())
	results := judged(t, scene, 2)
	got, err := scene.Reliances(context.Background(), results)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, r := range got {
		found[r.Key] = r.Communities
	}
	relied := 0
	for i, f := range in.Facilities {
		without := *in
		without.Facilities = slices.Delete(slices.Clone(in.Facilities), i, i+1)
		after := judged(t, drawn.SceneOf(t, &without, town.File()), 2)
		var lost []string
		for k := range results {
			if results[k].Status == indicators.Pass && after[k].Status != indicators.Pass {
				lost = append(lost, results[k].Community)
			}
		}
		slices.Sort(lost)
		key := ""
		for k := range found {
			if k == f.ID || strings.HasSuffix(k, "/"+f.ID) {
				key = k
			}
		}
		if !slices.Equal(found[key], lost) {
			t.Errorf("without %s %v fail, but %v are said to rely on it (%v)", f.ID, lost, found[key], found)
		}
		relied += len(lost)
	}
	if relied == 0 {
		t.Error("nobody relies on anything in this town")
	}
}

func judged(t *testing.T, s *indicators.Scene, communities int) []indicators.Result {
	t.Helper()
	a := s.NewAssessor()
	var out []indicators.Result
	for i := range communities {
		rs, err := a.Community(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rs...)
	}
	return out
}
