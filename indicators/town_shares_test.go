package indicators_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// Ten people live along the street: nine within 400 m of the shop, one beyond. Nine of ten is 90.0 %.
func TestRequiredShareOfResidents(t *testing.T) {
	town := drawn.Town{
		Map:    "        9S     1\n---------+----------",
		Legend: shop(), Communities: []drawn.Area{drawn.One("k", 7, 0, 16, 0)},
		Criterion: "category: shop, measure: nearest, limit: {metres: 400}, require: 0.9",
	}
	r := town.Judge(t)[0]
	if r.Status != indicators.Pass || r.Basis != indicators.ByResidents || r.Decided != (indicators.Share{Low: 9000, High: 9000, Whole: 10000}) {
		t.Errorf("nine of ten: %s by %s with %+v", r.Status, r.Basis, r.Decided)
	}
	// A thousandth of a person more beyond, or less within, and it fails.
	in := town.Input()
	for _, c := range []struct {
		milli  [2]int64
		status indicators.Status
	}{{[2]int64{9000, 1001}, indicators.Fail}, {[2]int64{8999, 1000}, indicators.Fail}, {[2]int64{9001, 1000}, indicators.Pass}, {[2]int64{0, 0}, indicators.Fail}} {
		in.Residents.Milli = c.milli[:]
		rs, err := drawn.SceneOf(t, in, town.File()).NewAssessor().Community(context.Background(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if rs[0].Status != c.status {
			t.Errorf("%v: %s, want %s", c.milli, rs[0].Status, c.status)
		}
	}
	// The numbers that floating point spoils: 0.7 of 10, 0.29 of 100.
	for _, c := range []struct {
		require string
		milli   [2]int64
		status  indicators.Status
	}{{"0.7", [2]int64{7, 3}, indicators.Pass}, {"0.29", [2]int64{29, 71}, indicators.Pass}, {"0.29", [2]int64{2899, 7101}, indicators.Fail}, {"1", [2]int64{999, 1}, indicators.Fail}} {
		town.Criterion = "category: shop, measure: nearest, limit: {metres: 400}, near: 0.1, require: " + c.require
		in.Residents.Milli = c.milli[:]
		rs, err := drawn.SceneOf(t, in, town.File()).NewAssessor().Community(context.Background(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if rs[0].Status != c.status {
			t.Errorf("%v of %s: %s, want %s", c.milli, c.require, rs[0].Status, c.status)
		}
	}
}

// Residents decide; where nobody is known to live, homes; without homes, land; and land is not water.
func TestWhichShareDecides(t *testing.T) {
	town := drawn.Town{
		Map:    "    1    S    3\n---------+------------",
		Legend: shop(), Communities: []drawn.Area{drawn.One("k", 3, 0, 14, 0)},
		Criterion: "category: shop, measure: nearest, limit: {metres: 500}, require: 0.5",
	}
	r := town.Judge(t)[0] // the one at column 4 is 700 m away, the three at column 14 are 700 m away: nobody
	if r.Basis != indicators.ByResidents || r.Decided.Low != 0 || r.Decided.Whole != 4000 || r.Status != indicators.Fail {
		t.Errorf("residents: %s %+v %s", r.Basis, r.Decided, r.Status)
	}
	town.Homes = true
	town.Map = "       1 S    3\n---------+------------"
	r = town.Judge(t)[0] // one home of four is 100 + 200 + 100 = 400 m away
	if r.Basis != indicators.ByHomes || r.Decided != (indicators.Share{Low: 1000, High: 1000, Whole: 4000}) || r.Residents.Whole != 0 {
		t.Errorf("homes: %s %+v", r.Basis, r.Decided)
	}
	town.Map = "         S     \n---------+------------"
	r = town.Judge(t)[0]
	if r.Basis != indicators.ByLand || r.Decided != r.Area {
		t.Errorf("land: %s %+v of %+v", r.Basis, r.Decided, r.Area)
	}
	// A lake over the six western columns, of the twelve: the share of the rest.
	low := r.Area.LowShare()
	town.NotLand = []drawn.Rect{rect(3, -1, 8, 1)}
	r = town.Judge(t)[0]
	if r.Basis != indicators.ByLand || math.Abs(float64(r.Decided.Whole)/100-60_000) > 10 || r.Area.LowShare() != low {
		t.Errorf("without a lake: %+v of %+v", r.Decided, r.Area)
	}
	town.NotLand = []drawn.Rect{rect(0, -3, 20, 3)}
	if r = town.Judge(t)[0]; r.Status != indicators.NotApplicable || r.Decided.Whole != 0 {
		t.Errorf("all of it a lake: %s %+v", r.Status, r.Decided)
	}
}

// Who lives where two communities overlap belongs to the lower id, in whatever order they come; who lives in none is counted.
func TestResidentsOfOverlappingCommunities(t *testing.T) {
	town := drawn.Town{
		Map: "   5 3   2   \n-----S-------", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 900}",
		Communities: []drawn.Area{drawn.One("b", 2, 0, 6, 0), drawn.One("a", 4, 0, 7, 0)},
	}
	s := town.Scene(t)
	if s.Outside() != 2000 {
		t.Errorf("%d live in none, want 2000", s.Outside())
	}
	for _, r := range town.Judge(t) {
		if want := map[string]int64{"a": 3000, "b": 5000}[r.Community]; r.Residents.Whole != want {
			t.Errorf("%s: %d residents, want %d", r.Community, r.Residents.Whole, want)
		}
	}
}

// Where most people live of those in the gap: that is the place of the evidence.
func TestEvidenceIsAboutMostPeople(t *testing.T) {
	town := drawn.Town{
		Map: "  3   5 S   9\n--------+--------", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 450}",
		Communities: []drawn.Area{drawn.One("k", 2, 0, 8, 0)},
	}
	r := town.Judge(t)[0]
	// The five walk 100 + 200 + 100 m; the three 100 + 600 + 100, which is beyond 1.5 × 450.
	if e := r.Evidence; !e.InGap || e.At != town.At(2, 0) || e.Missed != nil || e.BreakEven != indicators.NoCost {
		t.Errorf("the three: %+v", e)
	}
	town.Criterion = "category: shop, measure: nearest, limit: {metres: 600}"
	if e := town.Judge(t)[0].Evidence; !e.InGap || e.Missed == nil || !near(e.Missed.Cost, 800) || !near(e.BreakEven, 800) || e.Missed.StraightM != 600 {
		t.Errorf("the three within 900 m: %+v", e)
	}
	town.Criterion = "category: shop, measure: nearest, limit: {metres: 1000}"
	if r := town.Judge(t)[0]; r.Evidence.InGap || r.Evidence.At != town.At(6, 0) || r.Evidence.Total != 1 {
		t.Errorf("without a gap the five: %+v", r.Evidence)
	}
}

// Three lines, each within reach of another end of the community: none of its places has all, together they have.
func TestLinesFromAnyPlace(t *testing.T) {
	legend := map[rune][]indicators.Facility{'A': stop(line("x", "1")), 'B': stop(line("x", "2")), 'C': stop(line("x", "3"))}
	town := drawn.Town{
		Map: "A------------B---------C", Legend: legend, Communities: []drawn.Area{drawn.One("k", 2, 0, 20, 0)},
		Criterion: "category: bus_stop, measure: distinct, key: line, threshold: 3, limit: {metres: 300}, scope: any",
	}
	r := town.Judge(t)[0]
	if r.Status != indicators.Pass || r.Have != 3 || r.Basis != indicators.ByWhole || len(r.Pieces) != 1 || r.Pieces[0].Cause != indicators.Covered {
		t.Errorf("together: %s, have %d, %s", r.Status, r.Have, r.Basis)
	}
	// From the border of the community, 150 m east of A, and 250 m west of C; B stands in it.
	for i, m := range []float64{0, 150, 250} {
		if !near(r.Evidence.Counted[i].Cost, m) {
			t.Errorf("line %s costs %d, want %v m", r.Evidence.Counted[i].Key, r.Evidence.Counted[i].Cost, m)
		}
	}
	// Explain says of a place in it what is said of the community.
	if a := town.Here(t, 10, 0); !a.Covered || a.Have != 3 {
		t.Errorf("at a place: %+v", a)
	}
	town.Criterion = "category: bus_stop, measure: distinct, key: line, threshold: 3, limit: {metres: 200}, scope: any"
	r = town.Judge(t)[0]
	if r.Status != indicators.Fail || r.Have != 2 || r.Pieces[0].Cause != indicators.TooFew || r.Evidence.Missed == nil || r.Evidence.Missed.Key != "X|3" {
		t.Errorf("within 200 m: %s, have %d, %+v", r.Status, r.Have, r.Evidence)
	}
	town.Criterion = "category: bus_stop, measure: distinct, key: line, threshold: 3, limit: {metres: 251, mode: straight}, scope: any"
	if r = town.Judge(t)[0]; r.Status != indicators.Pass || r.Have != 3 || !near(r.Evidence.Counted[2].Cost, 250) {
		t.Errorf("straight: %s, have %d", r.Status, r.Have)
	}
}

// The community lies beside one long street without a junction, on which the stop stands in the middle: whoever lives across from
// it walks 60 m, though both ends of the community are far.
func TestAnyPlaceBesideALongStreet(t *testing.T) {
	town := drawn.Town{
		Map: "---------------B--------------", Legend: map[rune][]indicators.Facility{'B': stop(line("x", "1"))},
		Communities: []drawn.Area{drawn.One("k", 5, 1.1, 25, 2)},
		Criterion:   "category: bus_stop, measure: distinct, key: line, threshold: 1, limit: {metres: 100}, scope: any",
	}
	r := town.Judge(t)[0]
	if r.Status != indicators.Pass || r.Evidence.Counted[0].Cost < 59_900 || r.Evidence.Counted[0].Cost > 75_000 {
		t.Errorf("%s: %+v", r.Status, r.Evidence)
	}
}

// An area counts once, and is entered where streets meet its outline, or at its entrances.
func TestAreaFacilities(t *testing.T) {
	town := drawn.Town{
		Map: "--------------------\n \n \n         P     ", Criterion: "category: park, measure: count, threshold: 2, limit: {metres: 450}",
		Communities: []drawn.Area{drawn.One("k", 5, 0, 6, 0)},
	}
	ring := geo.Ring{town.At(8, 4), town.At(10, 4), town.At(10, -0.5), town.At(8, -0.5)}
	park := indicators.Facility{Category: "park", Outline: []geo.Ring{ring}}
	town.Legend = map[rune][]indicators.Facility{'P': {park}}
	r := town.Judge(t)[0]
	// The street enters it at column 8 and leaves it at 10: one park, 300 m from column 5.
	if r.Have != 1 || r.Evidence.Total != 1 {
		t.Errorf("have %d: %+v", r.Have, r.Evidence)
	}
	if a := town.Here(t, 5, 0); !near(a.Evidence.Counted[0].Cost, 300) {
		t.Errorf("to its edge: %+v", a.Evidence)
	}
	park.Outline[0] = geo.Ring{town.At(8, 4), town.At(10, 4), town.At(10, 1), town.At(8, 1)}
	park.Entrances = []geo.E7{town.At(9.5, 1)}
	town.Legend['P'][0] = park
	if a := town.Here(t, 5.5, 0); len(a.Evidence.Missed.Facility) == 0 || !near(a.Evidence.Missed.Cost, 500) {
		t.Errorf("to its entrance: %+v", a.Evidence)
	}
	park.Entrances = nil
	park.Outline[0][3] = town.At(8, 0.9) // 90 m from the street, 250 m along it
	town.Legend['P'][0] = park
	if a := town.Here(t, 5.5, 0); !slices.ContainsFunc(a.Evidence.Counted, func(s indicators.Seen) bool { return near(s.Cost, 340) }) {
		t.Errorf("to the nearest place of its outline: %+v", a.Evidence)
	}
}
