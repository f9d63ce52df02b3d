package warning_test

import (
	"testing"

	"circle15/indicators"
	"circle15/indicators/warning"
	"circle15/indicators/worklist"
)

// town is two communities of a district under one binding criterion with bounds: green from 0.9, yellow from 0.7, hysteresis 0.02.
func town(run int, low [2]int64, before *warning.Grades) *warning.Input {
	in := &warning.Input{Run: run, AsOf: "2026-03-10", Before: before,
		Standard: &indicators.Standard{ID: "s", Aspects: []indicators.Aspect{{Indicators: []indicators.Indicator{{ID: "i", Criteria: []indicators.Criterion{
			{ID: "c", Measure: indicators.Nearest, Binding: true, Require: 0.9, Colours: &indicators.Colours{Green: 0.9, Yellow: 0.7, Hysteresis: 0.02}}}}}}}},
		Communities: []indicators.Community{{ID: "a", District: "d"}, {ID: "b", District: "d"}}}
	for i, id := range []string{"a", "b"} {
		s := indicators.Share{Low: low[i], High: low[i], Whole: 100}
		r := indicators.Result{Community: id, Criterion: "c", Status: indicators.Fail, Basis: indicators.ByResidents, Decided: s}
		if low[i] >= 90 {
			r.Status = indicators.Pass
		}
		in.Results = append(in.Results, r)
	}
	return in
}

// 0.69 is red; 0.71 passes the bound of yellow, but not by the hysteresis: red still, since run 1; 0.72 is yellow; back at 0.70 it stays yellow.
func TestHysteresisOverRuns(t *testing.T) {
	var g *warning.Grades
	for _, c := range []struct {
		run   int
		low   int64
		want  indicators.Colour
		since int
	}{{1, 69, indicators.Red, 1}, {2, 71, indicators.Red, 1}, {3, 72, indicators.Yellow, 3}, {4, 70, indicators.Yellow, 3}, {5, 92, indicators.Green, 5}, {6, 90, indicators.Green, 5}} {
		g = warning.Make(town(c.run, [2]int64{c.low, 95}, g))
		if got := g.Communities["a"]; got.Colour != c.want || got.Since != c.since {
			t.Errorf("run %d at %d %%: %s since run %d, want %s since %d", c.run, c.low, got.Colour, got.Since, c.want, c.since)
		}
	}
	if got := g.Communities["a"]; got.Before != indicators.Yellow {
		t.Errorf("it was %s before", got.Before)
	}
}

// One of two communities is green: half, below three quarters, red. Both: green, once the share has passed 0.92.
func TestDistricts(t *testing.T) {
	g := warning.Make(town(1, [2]int64{95, 10}, nil))
	if g.Districts["d"].Colour != indicators.Red {
		t.Errorf("half green: %+v", g.Districts["d"])
	}
	g = warning.Make(town(2, [2]int64{95, 95}, g))
	if g.Districts["d"].Colour != indicators.Green || len(g.Changes()) != 3 {
		t.Errorf("all green: %+v, changes %+v", g.Districts["d"], g.Changes())
	}
}

// An item due on 9 March is a day late on 10 March: yellow, though all is green. A closed one is not late.
func TestOverdue(t *testing.T) {
	in := town(1, [2]int64{95, 95}, nil)
	in.Work = []worklist.Item{{Community: "a", Due: "2026-03-09", State: worklist.InHand}, {Community: "b", Due: "2026-01-01", State: worklist.Closed}}
	g := warning.Make(in)
	if g.Communities["a"].Colour != indicators.Yellow || g.Communities["b"].Colour != indicators.Green {
		t.Errorf("got %+v", g.Communities)
	}
	in.Work[0].Due = "2026-02-07" // 31 days
	if g = warning.Make(in); g.Communities["a"].Colour != indicators.Red {
		t.Errorf("a month late: %+v", g.Communities["a"])
	}
}

// Disputes are summed up by grid; from red one has to fall below 4 to improve.
func TestDisputes(t *testing.T) {
	in := town(1, [2]int64{95, 95}, nil)
	table := func(open ...string) []indicators.Table {
		t := indicators.Table{Name: "disputes", Columns: []string{"grid", "open"}}
		for _, o := range open {
			t.Rows = append(t.Rows, indicators.TableRow{Key: "a", Values: []string{"g1", o}})
		}
		return []indicators.Table{t}
	}
	for _, c := range []struct {
		open []string
		want indicators.Colour
	}{{[]string{"2", "3"}, indicators.Red}, {[]string{"4"}, indicators.Red}, {[]string{"3"}, indicators.Yellow}, {[]string{"0"}, indicators.Green}} {
		in.Tables = table(c.open...)
		in.Before = warning.Make(in)
		if got := in.Before.Counts["disputes/a/g1"].Colour; got != c.want {
			t.Errorf("%v disputes: %s, want %s", c.open, got, c.want)
		}
	}
}
