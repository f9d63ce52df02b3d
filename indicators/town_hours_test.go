package indicators_test

import (
	"fmt"
	"slices"
	"testing"

	"circle15/indicators"
	"circle15/indicators/drawn"
	"circle15/indicators/hours"
)

// breakfast is a facility with opening hours; none if they are empty.
func breakfast(hours string) indicators.Facility {
	f := indicators.Facility{Category: "breakfast"}
	if hours != "" {
		f.Attrs = map[string]string{"opening_hours": hours}
	}
	return f
}

// morning is the street of TestTheFieldOfOneShop, with breakfast at S: 300 m around it on foot are 55,000 m² of 100,000, and 4,722 m² more in a
// straight line.
func morning(criterion string, at ...indicators.Facility) *drawn.Town {
	return &drawn.Town{
		Map: `----------S---------`, Legend: map[rune][]indicators.Facility{'S': at},
		Criterion:   "category: breakfast, limit: {metres: 300}, open_at: '07:00', " + criterion,
		Communities: []drawn.Area{drawn.One("k", 5.5, 0, 14.5, 0)},
	}
}

func TestOnlyWhatIsOpenThenCounts(t *testing.T) {
	const early, late = "Mo-Su 06:30-09:00", "Mo-Su 08:00-18:00"
	const pass, fail, unknown = indicators.Pass, indicators.Fail, indicators.Unknown
	covered := map[indicators.Cause]float64{indicators.Covered: 55_000, indicators.Detour: 4722, indicators.NoFacility: 40_278}
	// Where none counts there is no detour to one either.
	closed := map[indicators.Cause]float64{indicators.ClosedThen: 55_000, indicators.NoFacility: 45_000}
	undecided := map[indicators.Cause]float64{indicators.Undecidable: 55_000, indicators.NoFacility: 45_000}
	// One that counts lies within 300 m in a straight line, where the second would be a detour too.
	secondClosed := map[indicators.Cause]float64{indicators.ClosedThen: 55_000, indicators.TooFew: 4722, indicators.NoFacility: 40_278}
	secondUndecided := map[indicators.Cause]float64{indicators.Undecidable: 55_000, indicators.TooFew: 4722, indicators.NoFacility: 40_278}
	tests := []struct {
		name, criterion string
		at              []string
		want            want
		provisional     bool
	}{
		{"open", "measure: nearest, require: 0.5", []string{early}, want{pass, covered}, false},
		{"opened at eight", "measure: nearest, require: 0.5", []string{late}, want{fail, closed}, false},
		{"open and opened at eight", "measure: nearest, require: 0.5", []string{late, early}, want{pass, covered}, false},
		{"unknown, which counts", "measure: nearest, require: 0.5", []string{""}, want{pass, covered}, true},
		{"unreadable, which is unknown", "measure: nearest, require: 0.5", []string{"mornings"}, want{pass, covered}, true},
		{"unknown, ignored", "measure: nearest, require: 0.5, unknown_hours: ignore", []string{""}, want{fail, closed}, false},
		{"unknown, undecided", "measure: nearest, require: 0.5, unknown_hours: undecided", []string{""}, want{unknown, undecided}, false},
		{"unknown, too little even if open", "measure: nearest, require: 0.6, unknown_hours: undecided", []string{""}, want{fail, undecided}, false},
		{"closed beside unknown", "measure: nearest, require: 0.5, unknown_hours: undecided", []string{late, ""}, want{unknown, undecided}, false},
		{"two, one closed", "measure: count, threshold: 2, require: 0.5", []string{early, late}, want{fail, secondClosed}, false},
		{"two, one unknown, which counts", "measure: count, threshold: 2, require: 0.5", []string{early, ""}, want{pass, covered}, true},
		{"two, one unknown, undecided", "measure: count, threshold: 2, require: 0.5, unknown_hours: undecided", []string{early, ""}, want{unknown, secondUndecided}, false},
		{"three, one of each", "measure: count, threshold: 3, require: 0.5, unknown_hours: undecided", []string{early, "", late}, want{fail, secondClosed}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var at []indicators.Facility
			for _, h := range tt.at {
				at = append(at, breakfast(h))
			}
			r := morning(tt.criterion, at...).Judge(t)[0]
			check(t, tt.name, r, tt.want)
			if got := slices.Contains(r.Provisional, "unknown_hours"); got != tt.provisional {
				t.Errorf("provisional for unknown hours: %v, want %v", got, tt.provisional)
			}
		})
	}
}

// On a Saturday the same kiosk is what its hours say of Saturdays.
func TestTheDayIsTheCriterions(t *testing.T) {
	for at, want := range map[string]indicators.Status{"Tu 07:00": indicators.Pass, "Sa 07:00": indicators.Fail} {
		town := morning("measure: nearest, require: 0.5", breakfast("Mo-Fr 06:00-09:00; Sa,Su 08:00-10:00"))
		town.Criterion = "category: breakfast, limit: {metres: 300}, measure: nearest, require: 0.5, open_at: " + at
		if r := town.Judge(t)[0]; r.Status != want {
			t.Errorf("%s: %s, want %s", at, r.Status, want)
		}
	}
}

// C is closed, 100 m east of S, which is open. What C adds is a strip of 100 m · 100 m, and with it the corners in the east that
// else were a detour of S; those in the west, half of 4,722 m², still are.
func TestClosedComesBeforeDetour(t *testing.T) {
	town := morning("measure: nearest, require: 0.5")
	town.Map = `----------SC--------`
	town.Legend = map[rune][]indicators.Facility{'S': {breakfast("24/7")}, 'C': {breakfast("08:00-18:00")}}
	check(t, "closed before detour", town.Judge(t)[0], want{indicators.Pass, map[indicators.Cause]float64{
		indicators.Covered: 55_000, indicators.ClosedThen: 10_000, indicators.Detour: 2361, indicators.NoFacility: 32_639}})
}

// Where the streets end 250 m east of S, what lies beside that end is undecidable before it is closed.
func TestTheEdgeOfTheDataComesBeforeClosed(t *testing.T) {
	town := morning("measure: nearest, require: 0.5", breakfast("08:00-18:00"))
	town.Extent = &drawn.Rect{Col0: -20, Row0: -20, Col1: 12, Row1: 20} // its edge is 250 m east of S
	// Within 300 m of that edge, from 50 m west of S to the end of the community 500 m east of it: 550 m · 100 m. West of it C would cover
	// the 250 m that lie from 300 to 50 m west of S, less the corner triangles beyond |x| + |y| = 300: 25,000 - 2,500.
	check(t, "edge before closed", town.Judge(t)[0], want{indicators.Unknown, map[indicators.Cause]float64{
		indicators.Undecidable: 55_000, indicators.ClosedThen: 22_500, indicators.NoFacility: 22_500}})
}

// Kleene's three answers by what is required: the open S covers 55 %, the unknown U at most 10,000 m² more (see above).
func TestUnknownHoursDecideOnlyWhereTheyMatter(t *testing.T) {
	for _, tt := range []struct {
		require float64
		want    indicators.Status
	}{{0.5, indicators.Pass}, {0.6, indicators.Unknown}, {0.7, indicators.Fail}} {
		town := morning(fmt.Sprintf("measure: nearest, unknown_hours: undecided, near: 0.4, require: %g", tt.require))
		town.Map = `----------SU--------`
		town.Legend = map[rune][]indicators.Facility{'S': {breakfast("24/7")}, 'U': {breakfast("")}}
		if r := town.Judge(t)[0]; r.Status != tt.want {
			t.Errorf("require %g: %s, want %s", tt.require, r.Status, tt.want)
		}
	}
}

func TestHoursOfACommunityAsAWhole(t *testing.T) {
	tests := []struct {
		hours, unknown string
		status         indicators.Status
		cause          indicators.Cause
	}{
		{"06:00-09:00", "undecided", indicators.Pass, indicators.Covered},
		{"08:00-18:00", "undecided", indicators.Fail, indicators.ClosedThen},
		{"", "count", indicators.Pass, indicators.Covered},
		{"", "ignore", indicators.Fail, indicators.ClosedThen},
		{"", "undecided", indicators.Unknown, indicators.Undecidable},
	}
	for _, mode := range []string{"walk", "straight"} {
		for _, tt := range tests {
			town := morning("", breakfast(tt.hours))
			town.Criterion = fmt.Sprintf("category: breakfast, limit: {metres: 300, mode: %s}, open_at: '07:00', measure: nearest, scope: any, unknown_hours: %s", mode, tt.unknown)
			r := town.Judge(t)[0]
			if r.Status != tt.status || r.Pieces[0].Cause != tt.cause {
				t.Errorf("%s, %q, %s: %s for %q, want %s for %q", mode, tt.hours, tt.unknown, r.Status, r.Pieces[0].Cause, tt.status, tt.cause)
			}
			if named := r.Evidence.NotThen != nil; named != (tt.cause != indicators.Covered) {
				t.Errorf("%s, %q, %s: not then %v", mode, tt.hours, tt.unknown, r.Evidence.NotThen)
			}
		}
	}
}

// Straight limits ask for hours too: within 300 m in a straight line lie 55,000 + 4,722 m².
func TestHoursInAStraightLine(t *testing.T) {
	town := morning("", breakfast("08:00-18:00"))
	town.Criterion = "category: breakfast, limit: {metres: 300, mode: straight}, open_at: '07:00', measure: nearest"
	check(t, "straight", town.Judge(t)[0], want{indicators.Fail, map[indicators.Cause]float64{indicators.ClosedThen: 59_722, indicators.NoFacility: 40_278}})
}

// The gap and what is said about its places never differ, and both name the one that is closed.
func TestEvidenceNamesWhatIsClosed(t *testing.T) {
	town := morning("measure: nearest, require: 0.5", breakfast("08:00-18:00"))
	town.Map = `----------S---1-----`
	if e := town.Judge(t)[0].Evidence; e.NotThen != nil { // the one resident lives 400 m from S: nothing would help there
		t.Errorf("beyond the limit: %+v", e.NotThen)
	}
	town.Map = `----------S-1-------` // 200 m: the cost
	e := town.Judge(t)[0].Evidence
	if n := e.NotThen; n == nil || n.Facility != "S1" || n.Hours != "closed" || !near(n.Cost, 200) || e.Total != 0 {
		t.Errorf("within the limit: %+v of %+v", e.NotThen, e)
	}
	here := town.Here(t, 12, 0)
	if n := here.Evidence.NotThen; here.Cause != indicators.ClosedThen || n == nil || n.Facility != "S1" {
		t.Errorf("explained: %s, %+v", here.Cause, n)
	}
	town.Legend['S'] = []indicators.Facility{breakfast("06:00-09:00"), breakfast("")}
	here = town.Here(t, 12, 0)
	var seen []string
	for _, v := range here.Evidence.Counted {
		seen = append(seen, v.Facility+" "+v.Hours)
	}
	if !here.Covered || !slices.Equal(seen, []string{"S1 open", "S2 unknown"}) || here.Evidence.NotThen != nil {
		t.Errorf("counted %v, not then %v", seen, here.Evidence.NotThen)
	}
	town.Criterion = "category: breakfast, limit: {metres: 300}, measure: nearest"
	if here = town.Here(t, 12, 0); here.Evidence.Counted[0].Hours != "" {
		t.Errorf("hours %q where no time is named", here.Evidence.Counted[0].Hours)
	}
}

// A twin in another layer tells the hours that the first one lacks.
func TestHoursOfATwin(t *testing.T) {
	first, twin := breakfast(""), breakfast("08:00-18:00")
	first.Name, twin.Name, first.Layer, twin.Layer = "早点", "早点", "a", "b"
	town := morning("measure: nearest, require: 0.5", first, twin)
	town.Layers = []indicators.LayerInfo{{Name: "a", Complete: true, Categories: []string{"breakfast"}}, {Name: "b", Complete: true, Categories: []string{"breakfast"}}}
	if r := town.Judge(t)[0]; r.Status != indicators.Fail {
		t.Errorf("%s, want fail: the twin is closed", r.Status)
	}
}

// All closed is no lack of data; in a layer that is not complete another one may be open.
func TestAllClosed(t *testing.T) {
	for complete, want := range map[bool]indicators.Status{true: indicators.Fail, false: indicators.Unknown} {
		town := morning("measure: nearest, require: 0.5", breakfast("08:00-18:00"))
		town.Layers = []indicators.LayerInfo{{Name: "own", Complete: complete, Categories: []string{"breakfast"}}}
		r := town.Judge(t)[0]
		if r.Status != want || len(r.Pieces) != 2 || r.Pieces[0].Cause != indicators.ClosedThen {
			t.Errorf("complete %v: %s, %d pieces, first %s; want %s", complete, r.Status, len(r.Pieces), r.Pieces[0].Cause, want)
		}
	}
}

func TestUnreadHoursAreTold(t *testing.T) {
	s := morning("measure: nearest", breakfast("mornings"), breakfast("24/7"), breakfast(""), breakfast("mornings")).Scene(t)
	got := s.UnreadHours()
	_, err := hours.Parse("mornings")
	if len(got) != 1 || got[0] != (indicators.UnreadHours{Criterion: "c", Count: 2, Of: 3, Example: err.Error()}) {
		t.Errorf("%+v", got)
	}
	if got := morning("measure: nearest", breakfast("24/7")).Scene(t).UnreadHours(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
