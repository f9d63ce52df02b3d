package indicators_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// table is a table of rows "key a b …" under a header "a b …"; - is an empty cell.
func table(name, header string, rows ...string) indicators.Table {
	t := indicators.Table{Name: name, Columns: strings.Fields(header)}
	for _, r := range rows {
		cells := strings.Fields(r)
		for i := range cells {
			if cells[i] == "-" {
				cells[i] = ""
			}
		}
		t.Rows = append(t.Rows, indicators.TableRow{Key: cells[0], Values: cells[1:]})
	}
	return t
}

// four are communities a to d of one cell each in a street: a and b in the north, c and d in the south district.
func four() []drawn.Area {
	out := []drawn.Area{drawn.One("a", 0, 0, 2, 0), drawn.One("b", 3, 0, 5, 0), drawn.One("c", 6, 0, 8, 0), drawn.One("d", 9, 0, 11, 0)}
	for i := range out {
		out[i].District = []string{"north", "north", "south", "south"}[i]
	}
	return out
}

// answered is status and value of each community, as "pass 0.5", with the range where the value is one.
func answered(t *testing.T, town drawn.Town) string {
	t.Helper()
	var out []string
	for _, r := range town.Judge(t) {
		s := string(r.Status)
		if m := r.Measured; m != nil && r.Status != indicators.NotApplicable {
			s += fmt.Sprintf(" %.4g", m.Value)
			if m.High == nil {
				s += "–?"
			} else if *m.High != m.Value {
				s += fmt.Sprintf("–%.4g", *m.High)
			}
		}
		out = append(out, s)
		if len(r.Pieces) != 1 || r.Basis != indicators.ByWhole || r.Residents.Whole != r.Pieces[0].Milli {
			t.Errorf("%s: %d pieces, basis %s, residents %+v", r.Community, len(r.Pieces), r.Basis, r.Residents)
		}
		want := map[indicators.Status]indicators.Cause{indicators.Fail: indicators.BelowTarget, indicators.Unknown: indicators.NoData}[r.Status]
		if r.Pieces[0].Cause != want {
			t.Errorf("%s: %s with cause %q", r.Community, r.Status, r.Pieces[0].Cause)
		}
	}
	return strings.Join(out, ", ")
}

func TestCommunityMeasures(t *testing.T) {
	const street = `1----2-9--------------`
	legend := map[rune][]indicators.Facility{}
	at := func(r rune, attrs ...string) {
		f := indicators.Facility{Category: "station", Attrs: map[string]string{}}
		for i := 0; i < len(attrs); i += 2 {
			f.Attrs[attrs[i]] = attrs[i+1]
		}
		legend[r] = append(legend[r], f)
	}
	at('A', "area", "12", "functions", "party;service")
	at('B', "area", "6", "functions", "party、government")
	at('C', "area", "-", "functions", "")
	half := 0.5
	ratio := func(num, den indicators.Amount) *indicators.TableQuestion {
		return &indicators.TableQuestion{Name: "lifts", Numerator: num, Denominator: den}
	}
	done := map[string][]string{"done": {"yes"}}
	for _, c := range []struct {
		name   string
		crit   indicators.Criterion
		tables []indicators.Table
		town   string
		want   string
	}{
		// a has 3 of 6, b 1 of 6, c leaves the numerator open, d has no lift to retrofit.
		{"ratio of columns", indicators.Criterion{Measure: indicators.Ratio, AtLeast: 0.5, Table: ratio(indicators.Amount{Column: "n"}, indicators.Amount{Column: "all"})},
			[]indicators.Table{table("lifts", "n all", "a 3 6", "b 1 6", "c - 6", "d 0 0")}, street,
			"pass 0.5, fail 0.1667, unknown 0–?, not_applicable"},
		// Rows add up: a 1+2 of 2+4; of b's two rows one is certain, so 1/2 is reached whatever the other is; c has none done.
		{"ratio of rows", indicators.Criterion{Measure: indicators.Ratio, AtLeast: 0.5, Table: ratio(indicators.Amount{Where: done}, indicators.Amount{})},
			[]indicators.Table{table("lifts", "done", "a 是", "a √", "a no", "b yes", "b -", "c 否", "c ×")}, street,
			"pass 0.6667, pass 0.5–1, fail 0, unknown"},
		// At most half: a is at the bound, b above, c may be 1 or 2 of 3.
		{"at most", indicators.Criterion{Measure: indicators.Ratio, AtMost: &half, Table: ratio(indicators.Amount{Where: done}, indicators.Amount{})},
			[]indicators.Table{table("lifts", "done", "a yes", "a no", "b yes", "c yes", "c no", "c -")}, street,
			"pass 0.5, fail 1, unknown 0.3333–0.6667, unknown"},
		{"no table", indicators.Criterion{Measure: indicators.Ratio, AtLeast: 0.5, Table: ratio(indicators.Amount{}, indicators.Amount{})}, nil, street,
			"unknown, unknown, unknown, unknown"},
		// 12 m² for 40 households are 30 per 100; b has 6 for 40; c's area is unknown; d has none for 10.
		{"per households", indicators.Criterion{Measure: indicators.Per, Categories: []string{"station"}, Attribute: "area", Per: &indicators.Base{Households: 100}, AtLeast: 30},
			[]indicators.Table{table("community", "households", "a 40", "b 40", "c 10", "d 10")}, ` A--B--C----------------`,
			"pass 30, fail 15, unknown 0–?, fail 0"},
		// a and b hold 1 and 2 residents, c 9, d nobody: a has one station for one, d has nobody to divide by.
		{"per residents", indicators.Criterion{Measure: indicators.Per, Categories: []string{"station"}, Per: &indicators.Base{Residents: 1000}, AtLeast: 1000}, nil,
			`1A---2-9--------------`, "pass 1000, fail 0, fail 0, not_applicable"},
		{"per residents of a column", indicators.Criterion{Measure: indicators.Per, Table: &indicators.TableQuestion{Name: "community", Numerator: indicators.Amount{Column: "staff"}}, Per: &indicators.Base{Residents: 1000}, AtLeast: 500},
			[]indicators.Table{table("community", "staff", "a 1", "b -", "c 4")}, street, "pass 1000, unknown 0–?, fail 444.4, unknown"},
		{"per residents that nobody knows", indicators.Criterion{Measure: indicators.Per, Categories: []string{"station"}, Per: &indicators.Base{Residents: 1000}, AtLeast: 1}, nil,
			`-A------------------------`, "unknown, unknown, unknown, unknown"},
		// Two of three: a has them, b can have one at most, c one and an open one.
		{"presence of columns", indicators.Criterion{Measure: indicators.Presence, AtLeast: 2, Table: &indicators.TableQuestion{Name: "community", Columns: []string{"x", "y", "z"}}},
			[]indicators.Table{table("community", "x y z", "a 有 无 3", "b 1 0 no", "c yes - no", "d - - -")}, street,
			"pass 2, fail 1, unknown 1–2, unknown"},
		{"a facility inside", indicators.Criterion{Measure: indicators.Presence, Categories: []string{"station"}}, nil, ` A-----------------------`,
			"pass 1, fail 0, fail 0, fail 0"},
		// All of three: A and B in a offer them together, B alone in b lacks one, what C in c offers nobody knows.
		{"functions", indicators.Criterion{Measure: indicators.Presence, Categories: []string{"station"}, Key: "functions", Values: []string{"party", "government", "service"}}, nil,
			` AB-B---C-----------------`, "pass 3, fail 2, unknown 0–3, fail 0"},
	} {
		c.crit.Binding, c.crit.Scope = true, indicators.Places
		town := drawn.Town{Map: c.town, Legend: legend, Communities: four(), Direct: &c.crit, Tables: c.tables,
			Layers: []indicators.LayerInfo{{Name: "own", Complete: true, Categories: []string{"station"}}, {Name: "lifts", Complete: true}, {Name: "community", Complete: true}}}
		if got := answered(t, town); got != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// The figures behind a value, what it would take, and what is there.
func TestMeasuredFigures(t *testing.T) {
	town := drawn.Town{Map: `-----------------`, Communities: four(),
		Direct: &indicators.Criterion{Measure: indicators.Ratio, AtLeast: 0.5, Table: &indicators.TableQuestion{Name: "lifts",
			Numerator: indicators.Amount{Column: "n"}, Denominator: indicators.Amount{Column: "all"}}},
		Tables: []indicators.Table{table("lifts", "n all", "a 1 4", "a 1 3")}}
	m := town.Judge(t)[0].Measured
	if m.Numerator != 2 || m.Denominator != 7 || m.Short != 1.5 || m.Of != indicators.AtCommunity { // half of 7 is 3.5
		t.Errorf("got %+v", m)
	}
	town.Direct = &indicators.Criterion{Measure: indicators.Presence, Table: &indicators.TableQuestion{Name: "lifts", Columns: []string{"n", "all", "none"}}}
	m = town.Judge(t)[0].Measured
	if fmt.Sprint(m.Found, m.Missing, m.Open) != "[all n] [] [none]" || m.Short != 1 {
		t.Errorf("got %+v", m)
	}
}

// The north has 3 of 4 done, the south 1 of 2: a target of 0.75 is met in the north. With a day due, two tasks of the south fall due by June
// and one of these is done.
func TestPlans(t *testing.T) {
	plan := &indicators.Criterion{Measure: indicators.Plan, AtLeast: 0.75, Level: indicators.AtDistrict, Table: &indicators.TableQuestion{Name: "tasks",
		Numerator: indicators.Amount{Column: "done"}, Denominator: indicators.Amount{Column: "target"}}}
	town := drawn.Town{Map: `-----------------`, Communities: four(), Direct: plan, AsOf: "2026-06-30",
		Tables: []indicators.Table{table("tasks", "done target", "north 3 4", "south 1 2")}}
	if got, want := answered(t, town), "pass 0.75, pass 0.75, fail 0.5, fail 0.5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if of := town.Judge(t)[0].Measured.Of; of != indicators.AtDistrict {
		t.Errorf("it is the figure of the %s", of)
	}
	yes := map[string][]string{"done": {"yes"}}
	plan.AtLeast = 0
	plan.Table = &indicators.TableQuestion{Name: "tasks", Numerator: indicators.Amount{Where: yes}, Due: "day"}
	// North: both due are done, what comes later is not asked. South: of two due one is done; the third is done early and makes up for nothing.
	town.Tables = []indicators.Table{table("tasks", "day done", "north 2026-03-01 yes", "north 2026-06-30 yes", "north 2026-07-01 no",
		"south 2026-01-01 no", "south 2026-02-01 yes", "south 2026-12-01 yes")}
	if got, want := answered(t, town), "pass 1, pass 1, fail 0.5, fail 0.5"; got != want {
		t.Errorf("due: got %s, want %s", got, want)
	}
	town.AsOf = "2025-12-31" // nothing is due
	if got, want := answered(t, town), "not_applicable, not_applicable, not_applicable, not_applicable"; got != want {
		t.Errorf("nothing due: got %s, want %s", got, want)
	}
	// Against a number: a and b have it of their own, c no row, so the south may still have two.
	town.Tables = []indicators.Table{table("tasks", "done", "a yes", "b yes", "d yes")}
	plan.Table = &indicators.TableQuestion{Name: "tasks", Numerator: indicators.Amount{Where: yes}, Target: 2}
	if got, want := answered(t, town), "pass 1, pass 1, unknown 0.5–1, unknown 0.5–1"; got != want {
		t.Errorf("of communities: got %s, want %s", got, want)
	}
	town.Communities[0].District = ""
	if got, want := answered(t, town), "unknown, fail 0.5, unknown 0.5–1, unknown 0.5–1"; got != want {
		t.Errorf("no district: got %s, want %s", got, want)
	}
}

// A condition: a is an old compound, b is not, of c nobody says. It holds for criteria of places too.
func TestAppliesIf(t *testing.T) {
	only := &indicators.Condition{Table: "community", Where: map[string][]string{"old": {"yes"}}}
	town := drawn.Town{Map: `-S---------------`, Legend: shop(), Communities: four(), Tables: []indicators.Table{table("community", "old", "a 是", "b 否", "c -")}}
	for name, c := range map[string]*indicators.Criterion{
		"of communities": {Measure: indicators.Presence, Categories: []string{"shop"}, AppliesIf: only},
		"of places": {Measure: indicators.Nearest, Categories: []string{"shop"}, Threshold: 1, Limit: indicators.Limit{Value: 5000, Unit: indicators.Metres},
			Scope: indicators.Places, Require: 0.5, AppliesIf: only},
	} {
		town.Direct = c
		rs := town.Judge(t)
		if got := fmt.Sprintln(rs[0].Status, rs[1].Status, rs[2].Status, rs[3].Status); got != "pass not_applicable unknown unknown\n" {
			t.Errorf("%s: %s", name, got)
		}
		if p := rs[2].Provisional; len(p) != 1 || p[0] != "applies_if_unknown" {
			t.Errorf("%s: %v", name, p)
		}
	}
}

// From a layer that is not complete nothing fails; from one that is only assumed to be, what does is provisional.
func TestCompletenessOfWhatCommunitiesAreAsked(t *testing.T) {
	town := drawn.Town{Map: `-S---------------`, Legend: shop(), Communities: four(), Direct: &indicators.Criterion{Measure: indicators.Presence, Categories: []string{"shop"}}}
	for _, c := range []struct {
		layer       indicators.LayerInfo
		a, b        indicators.Status
		provisional int
	}{
		{indicators.LayerInfo{Name: "own", Complete: true}, indicators.Pass, indicators.Fail, 0},
		{indicators.LayerInfo{Name: "own", Assumed: true}, indicators.Pass, indicators.Fail, 1},
		{indicators.LayerInfo{Name: "own"}, indicators.Pass, indicators.Unknown, 0},
	} {
		c.layer.Categories = []string{"shop"}
		town.Layers = []indicators.LayerInfo{c.layer}
		rs := town.Judge(t)
		if rs[0].Status != c.a || rs[1].Status != c.b || len(rs[1].Provisional) != c.provisional {
			t.Errorf("%+v: %s, %s, %v", c.layer, rs[0].Status, rs[1].Status, rs[1].Provisional)
		}
	}
	town.Legend, town.Map, town.Layers = nil, `-----------------`, nil
	if r := town.Judge(t)[0]; r.Status != indicators.Unknown || r.Pieces[0].Cause != indicators.NoData {
		t.Errorf("no layer: %s, %q", r.Status, r.Pieces[0].Cause)
	}
}

// Grids over communities of 300 m × 100 m. a is tiled by two; in b a gap of 30 m is left; in c two overlap by 60 m and a gap of 10 m is left, so 230 of
// 300 m lie in exactly one; d has none.
func TestTiling(t *testing.T) {
	town := drawn.Town{Map: `1----2----9-------------`, Communities: four(), Direct: &indicators.Criterion{Measure: indicators.Tiling, Categories: []string{"grid"}, AtLeast: 0.99},
		Layers: []indicators.LayerInfo{{Name: "own", Complete: true, Categories: []string{"grid"}}}}
	in := town.Input()
	for i, x := range [][2]float64{{-1, 1}, {1, 3.2}, {3.5, 7.6}, {7, 8.4}} {
		in.Facilities = append(in.Facilities, indicators.Facility{ID: fmt.Sprint("g", i), Category: "grid", Layer: "own", At: town.At((x[0]+x[1])/2, 0),
			Outline: []geo.Ring{{town.At(x[0], 0.7), town.At(x[1], 0.7), town.At(x[1], -0.7), town.At(x[0], -0.7)}}})
	}
	a := drawn.SceneFor(t, in, town.Standard(t)).NewAssessor()
	for i, want := range []struct {
		status indicators.Status
		value  float64
		pieces int
	}{{indicators.Pass, 1, 1}, {indicators.Fail, 0.9, 2}, {indicators.Fail, 230.0 / 300, 2}, {indicators.Fail, 0, 1}} {
		rs, err := a.Community(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		r := rs[0]
		if r.Status != want.status || math.Abs(r.Measured.Value-want.value) > 1e-4 || len(r.Pieces) != want.pieces {
			t.Errorf("%s: %s %v, %d pieces; want %+v", r.Community, r.Status, r.Measured.Value, len(r.Pieces), want)
		}
		sum := 0.0
		for _, p := range r.Pieces {
			sum += p.AreaM2
		}
		if math.Abs(sum/in.Communities[i].Shape.AreaM2()-1) > 2e-5 { // half a unit off a wall of 100 m is 0.6 m² of 30,000
			t.Errorf("%s: pieces of %v m²", r.Community, sum)
		}
	}
	// c: the 60 m that lie twice run from x = 7.0 to 7.6.
	for col, cause := range map[float64]indicators.Cause{7.3: indicators.BelowTarget, 6.5: indicators.Covered, 3.35: indicators.BelowTarget, 11: indicators.BelowTarget} {
		e, err := a.Explain(t.Context(), town.At(col, 0), "c")
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Criteria[0]; got.Cause != cause || got.Measured == nil {
			t.Errorf("column %v: %+v", col, got)
		}
	}
	// Without any grid in the city nobody knows; from a layer that is not complete nothing fails.
	if r := town.Judge(t)[0]; r.Status != indicators.Fail {
		t.Errorf("a complete layer without grids: %s", r.Status)
	}
	town.Layers[0].Complete = false
	if r := town.Judge(t)[0]; r.Status != indicators.Unknown {
		t.Errorf("no grids: %s", r.Status)
	}
	// Nor does d, if the layer is only assumed to be complete: nobody has handed in its grids. b still fails, since some of it is drawn.
	in.Layers = []indicators.LayerInfo{{Name: "own", Assumed: true, Categories: []string{"grid"}}}
	a = drawn.SceneFor(t, in, town.Standard(t)).NewAssessor()
	for i, want := range map[int]indicators.Status{1: indicators.Fail, 3: indicators.Unknown} {
		if rs, err := a.Community(t.Context(), i); err != nil || rs[0].Status != want {
			t.Errorf("assumed: %s %s, %v; want %s", rs[0].Community, rs[0].Status, err, want)
		}
	}
}
