package server

import (
	"testing"

	"circle15/data/publish"
	"circle15/indicators"
)

func TestEvidenceTellsHoursAmountsAndWhatWasShut(t *testing.T) {
	seats := 40.0
	crit := &indicators.Criterion{Limit: indicators.Limit{Value: 15, Unit: indicators.Minutes}}
	e := reportEvidence(&indicators.Evidence{
		InGap: true, Total: 3, Sum: 40, BreakEven: indicators.NoCost,
		Counted:   []indicators.Seen{{Facility: "a", Cost: 60_000, Amount: &seats}},
		NotThen:   &indicators.Seen{Facility: "b", Cost: 120_000, Hours: "closed"},
		Unweighed: &indicators.Seen{Facility: "c", Cost: 180_000},
	}, crit, 1)
	if e.Total != 3 || e.Sum != 40 || *e.Counted[0].Amount != 40 {
		t.Errorf("total %d, sum %v, amount %v; want 3, 40, 40", e.Total, e.Sum, e.Counted[0].Amount)
	}
	// 120,000 ms at 1 m/s are two minutes and 120 m.
	if n := e.NotThen; n == nil || n.Facility != "b" || n.Hours != "closed" || n.Shown != 2 || n.Metres != 120 {
		t.Errorf("not then: %+v", e.NotThen)
	}
	if e.Unweighed == nil || e.Unweighed.Facility != "c" || e.Missed != nil {
		t.Errorf("unweighed %+v, missed %+v; want c, nobody", e.Unweighed, e.Missed)
	}
}

func TestRowsTellTheValueOfCriteriaOfCommunities(t *testing.T) {
	high := 0.5
	j := &judged{Judged: publish.Judged{Community: &indicators.Community{}, Results: map[string]*indicators.Result{
		"ratio":  {Measured: &indicators.Measured{Value: 0.25, High: &high}},
		"places": {},
	}}}
	if r := j.row(&indicators.Criterion{ID: "ratio"}); r.Value == nil || *r.Value != 0.25 || r.High == nil || *r.High != 0.5 {
		t.Errorf("value %v, high %v; want 0.25, 0.5", r.Value, r.High)
	}
	if r := j.row(&indicators.Criterion{ID: "places"}); r.Value != nil || r.High != nil {
		t.Errorf("a criterion of places has the value %v", r.Value)
	}
}
