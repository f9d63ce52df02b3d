package server_test

import (
	"strings"
	"testing"

	"circle15/server"

	"github.com/google/go-cmp/cmp"
)

type tally struct {
	Communities, Pass, Fail, Near, Below, Unknown, Provisional int
	NotApplicable                                              int `json:"not_applicable"`
}

type amount struct {
	Whole, Covered, Undecided float64
	InGap                     float64 `json:"in_gap"`
	CoveredPct                *int    `json:"covered_pct"`
	InGapPct                  *int    `json:"in_gap_pct"`
}

type counted struct {
	ID       string
	District string
	tally
	Advisory        bool
	Residents, Area *amount
	Districts       []counted
	Causes          []struct {
		Cause     string
		AreaM2    float64 `json:"area_m2"`
		Residents float64
	}
}

type row struct {
	ID, Name, District, Class, Status string
	Provisional                       bool
	Residents, Area                   *amount
	At                                [2]float64
	MainCause                         string `json:"main_cause"`
	DecidingPct                       *int   `json:"deciding_pct"`
	Failing, Decided                  *int
}

type summary struct {
	City       string
	Run        struct{ Number int }
	LatestRun  int `json:"latest_run"`
	Deciding   int
	Extent     [4]float64
	Districts  []string
	Residents  bool
	Overall    counted
	Indicators []counted
	Criteria   []counted
	Rows       []row `json:"communities"`
}

func summaryOf(t *testing.T, path string) summary {
	t.Helper()
	s, _ := newTown(t, server.Options{City: "小镇"})
	var got summary
	parse(t, get(t, s, path), &got)
	return got
}

func ptr(v int) *int { return &v }

func TestSummaryCounts(t *testing.T) {
	got := summaryOf(t, "/api/v1/summary")
	if got.City != "小镇" || got.Run.Number != 1 || got.LatestRun != 1 || got.Deciding != 1 || !got.Residents {
		t.Errorf("head %+v", got)
	}
	if want := [4]float64{107, 34.36, 107.04, 34.37}; got.Extent != want {
		t.Errorf("extent %v, want %v", got.Extent, want)
	}
	// a passes, b nearly, c fails, d is unknown.
	bus := tally{Communities: 4, Pass: 1, Fail: 2, Near: 1, Below: 1, Unknown: 1, Provisional: 4}
	if d := cmp.Diff(bus, got.Criteria[0].tally); d != "" {
		t.Errorf("bus_lines: %s", d)
	}
	// The one binding criterion is its indicator's, and, as the mail is advisory, the whole standard's.
	if d := cmp.Diff(bus, got.Indicators[0].tally); d != "" {
		t.Errorf("bus: %s", d)
	}
	if d := cmp.Diff(bus, got.Overall.tally); d != "" {
		t.Errorf("overall: %s", d)
	}
	// The post is measured only: a passes, b and c fail with nothing covered, d was not computed.
	post := tally{Communities: 4, Pass: 1, Fail: 2, Below: 2, Unknown: 1}
	if d := cmp.Diff(post, got.Indicators[1].tally); d != "" || !got.Indicators[1].Advisory || !got.Criteria[1].Advisory || got.Criteria[0].Advisory {
		t.Errorf("mail: %s", d)
	}
	if d := cmp.Diff(tally{Communities: 2, Fail: 1, Below: 1, Unknown: 1, Provisional: 2}, got.Criteria[0].Districts[1].tally); d != "" {
		t.Errorf("bus_lines in the west: %s", d)
	}
}

// Of 4 × 1000 people 950 + 899 + 500 + 0 are covered and 950 + 899 + 600 + 1000 may be: 2349, 3449. Gaps hold 551, that
// is 13.8 %, shown as 13; covered are 58.7 %, shown as 58.
func TestSummaryAmounts(t *testing.T) {
	got := summaryOf(t, "/api/v1/summary").Criteria[0]
	want := &amount{Whole: 4000, Covered: 2349, InGap: 551, Undecided: 1100, CoveredPct: ptr(58), InGapPct: ptr(13)}
	if d := cmp.Diff(want, got.Residents); d != "" {
		t.Error(d)
	}
	var causes []string
	for _, c := range got.Causes {
		causes = append(causes, c.Cause)
	}
	if d := cmp.Diff([]string{"no_data", "unlinked", "detour", "too_few"}, causes); d != "" {
		t.Error(d)
	}
	// too_few: 5 % of a and 10.1 % of b, of 1 km² each.
	if c := got.Causes[3]; c.AreaM2 < 150999.9 || c.AreaM2 > 151000.1 || c.Residents != 151 {
		t.Errorf("too_few: %+v", c)
	}
}

func TestSummaryRows(t *testing.T) {
	rows := summaryOf(t, "/api/v1/summary?criterion=bus_lines").Rows
	classes := ""
	for _, r := range rows {
		classes += r.ID + ":" + r.Class + "/" + r.Status + " "
	}
	if want := "a:pass/pass b:near/fail way/3:fail/fail d:unknown/unknown "; classes != want {
		t.Errorf("got %s, want %s", classes, want)
	}
	// 89.9 % that fails is never shown as 90.
	if got := *rows[1].Residents.CoveredPct; got != 89 {
		t.Errorf("89.9 %% is shown as %d", got)
	}
	if got := *rows[1].DecidingPct; got != 89 {
		t.Errorf("the deciding 89.9 %% is shown as %d", got)
	}
	if rows[2].MainCause != "detour" || rows[2].Residents.InGap != 400 || rows[2].Residents.Undecided != 100 {
		t.Errorf("row of c: %+v %+v", rows[2], rows[2].Residents)
	}
	if at := rows[2].At; at[0] <= 107.02 || at[0] >= 107.03 || at[1] <= 34.36 || at[1] >= 34.37 {
		t.Errorf("the sign of c stands at %v, outside of it", at)
	}
	rows = summaryOf(t, "/api/v1/summary?criterion=post").Rows
	if rows[3].Class != "unknown" || rows[3].Area != nil || rows[0].Residents == nil {
		t.Errorf("post: %+v", rows)
	}
	rows = summaryOf(t, "/api/v1/summary").Rows
	if rows[1].Class != "near" || *rows[1].Failing != 1 || *rows[1].Decided != 1 || rows[1].Residents != nil {
		t.Errorf("overall: %+v", rows[1])
	}
}

func TestSummaryIsTheSameEachTime(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	first := get(t, s, "/api/v1/summary").Body.String()
	for range 5 {
		other, _ := newTown(t, server.Options{})
		if got := get(t, other, "/api/v1/summary").Body.String(); got != first {
			t.Fatalf("another server says\n%s\nnot\n%s", got, first)
		}
	}
}

func TestCommunity(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	var got struct {
		Name, District, Class string
		AreaM2                float64           `json:"area_m2"`
		Classes               map[string]string `json:"indicator_classes"`
		Results               []struct {
			Criterion, Class string
			LowShare         float64 `json:"low_share"`
			Gaps             []struct {
				Cause       string
				Residents   float64
				NearestCost *float64 `json:"nearest_cost"`
			}
			Evidence *struct {
				Unit    string
				Counted []struct{ Shown, Metres float64 }
				Missed  *struct {
					Facility            string
					Cost, Shown, Metres float64
				}
				BreakEven *float64 `json:"break_even"`
				Over      *float64
				OverM     *float64 `json:"over_m"`
			}
		}
	}
	parse(t, get(t, s, "/api/v1/communities/way%2F3"), &got)
	if got.Name != "Rivera" || got.Class != "fail" || got.AreaM2 != 1e6 || got.Classes["bus"] != "fail" || len(got.Results) != 2 {
		t.Fatalf("%+v", got)
	}
	r := got.Results[0]
	if r.LowShare != 0.5 || len(r.Gaps) != 2 || r.Gaps[1].Cause != "detour" || r.Gaps[1].Residents != 400 {
		t.Errorf("%+v", r)
	}
	// 15.04 min is shown as 15.1: what is missed never reads like the limit. At 1 m/s it is 902.4 m, so 903, and 0.04 min or 3 m too far.
	e := r.Evidence
	if e == nil || e.Missed == nil || e.Missed.Cost != 15.04 || e.Missed.Shown != 15.1 || e.Missed.Metres != 903 {
		t.Fatalf("evidence %+v", e)
	}
	if *e.BreakEven != 15.04 || *e.Over != 0.1 || *e.OverM != 3 || e.Counted[0].Shown != 1 || e.Counted[0].Metres != 60 {
		t.Errorf("evidence %+v", e)
	}
	if got.Results[1].Evidence != nil {
		t.Error("the post has evidence that nobody looked for")
	}
	for _, id := range []string{"z", "way%2F4", "%2e%2e", strings.Repeat("x", 4000)} {
		if w := get(t, s, "/api/v1/communities/"+id); w.Code != 404 {
			t.Errorf("%.20s: status %d", id, w.Code)
		}
	}
	if p := problemIn(t, get(t, s, "/api/v1/communities/z?lang=en")); p.Detail != "This run has no community with the id “z”." || len(p.Allowed) != 4 {
		t.Errorf("no such community: %+v", p)
	}
}
