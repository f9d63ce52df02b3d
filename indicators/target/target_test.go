package target_test

import (
	"reflect"
	"testing"

	"circle15/indicators"
	"circle15/indicators/target"
	"circle15/indicators/worklist"
)

func TestPeriods(t *testing.T) {
	for _, c := range []struct{ day, week, month, quarter string }{
		{"2026-03-01", "2026-W09", "2026-03", "2026-Q1"}, {"2026-12-31", "2026-W53", "2026-12", "2026-Q4"},
		{"2027-01-01", "2026-W53", "2027-01", "2027-Q1"}, // a Friday: its week began in 2026
		{"2026-04-01", "2026-W14", "2026-04", "2026-Q2"}, {"soon", "", "", ""},
	} {
		if w, m, q := target.Week.Of(c.day), target.Month.Of(c.day), target.Quarter.Of(c.day); w != c.week || m != c.month || q != c.quarter {
			t.Errorf("%s: %s %s %s", c.day, w, m, q)
		}
	}
	if got := target.LastOf(target.Month, []string{"2026-01-05", "2026-01-20", "2026-03-01"}); !reflect.DeepEqual(got, []int{1, 2}) {
		t.Errorf("the runs that end a month: %v", got)
	}
}

// Three communities under two binding criteria: a passes, b fails one, c fails one and cannot be judged by the other.
func run(number int, asOf string, a indicators.Status) target.Run {
	std := &indicators.Standard{ID: "s", Aspects: []indicators.Aspect{{ID: "x", Indicators: []indicators.Indicator{
		{ID: "i", Criteria: []indicators.Criterion{{ID: "p", Measure: indicators.Nearest, Binding: true}, {ID: "q", Measure: indicators.Nearest, Binding: true}}}}}}}
	r := target.Run{Number: number, AsOf: asOf, Standard: std, Communities: []indicators.Community{{ID: "a", District: "d"}, {ID: "b", District: "d"}, {ID: "c", District: "e"}}}
	add := func(c, k string, s indicators.Status) {
		r.Results = append(r.Results, indicators.Result{Community: c, Criterion: k, Status: s, Basis: indicators.ByResidents, Residents: indicators.Share{Whole: 1000}})
	}
	add("a", "p", a)
	add("a", "q", indicators.Pass)
	add("b", "p", indicators.Fail)
	add("b", "q", indicators.Pass)
	add("c", "p", indicators.Fail)
	add("c", "q", indicators.Unknown)
	return r
}

func TestReport(t *testing.T) {
	runs := []target.Run{run(1, "2026-01-20", indicators.Fail), run(3, "2026-02-10", indicators.Pass)}
	days := map[int]string{1: "2026-01-20", 2: "2026-02-01", 3: "2026-02-10"}
	events := []worklist.Event{{Run: 1, Field: "state", To: "open"}, {Run: 2, Field: "state", To: "closed"}, {Run: 3, Field: "state", To: "reopened"}, {Field: "office", To: "x"}}
	r := target.Make(target.Month, runs, days, events)
	if r.Run != 3 || r.City.Overall.Pass != 1 || len(r.Districts) != 2 {
		t.Errorf("report of run %d: %+v", r.Run, r.City.Overall)
	}
	want := []target.Figure{
		{Period: "2026-01", Run: 1, AsOf: "2026-01-20", Communities: 3, New: 1},
		{Period: "2026-02", Run: 3, AsOf: "2026-02-10", Communities: 3, Pass: 1, Share: 1.0 / 3, Gained: 1, Closed: 1, Reopened: 1},
	}
	if !reflect.DeepEqual(r.Figures, want) {
		t.Errorf("figures %+v", r.Figures)
	}
	if len(r.Nearest) != 2 || r.Nearest[0].Community != "b" || r.Nearest[0].Needs() != 1 || r.Nearest[1].Needs() != 2 || !reflect.DeepEqual(r.Needing, map[int]int{1: 1, 2: 1}) {
		t.Errorf("nearest %+v, needing %v", r.Nearest, r.Needing)
	}
}
