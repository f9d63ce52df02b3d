// Package target gives you how far a city and its districts have come towards what a standard asks of them by a date (任务进度): the targets of the
// latest run, the communities that are nearest to passing, and the figures of each week, month or quarter. It is pure.
package target

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"circle15/indicators"
	"circle15/indicators/worklist"
)

// Period is what figures are summed up by.
type Period string

// The periods in which the bulletin reports: a week between the offices, a month from the districts, a quarter in the group.
const (
	Week    Period = "week"
	Month   Period = "month"
	Quarter Period = "quarter"
)

// Periods are all of them.
var Periods = []Period{Week, Month, Quarter}

// Of is the name of the period that a day, YYYY-MM-DD, lies in: 2026-W09, 2026-03, 2026-Q1; empty when it is no day. Weeks are those of ISO 8601.
func (p Period) Of(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	switch p {
	case Week:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case Quarter:
		return fmt.Sprintf("%d-Q%d", t.Year(), (int(t.Month())+2)/3)
	}
	return t.Format("2006-01")
}

// Run is a run as figures are made of it.
type Run struct {
	Number      int
	AsOf        string
	Standard    *indicators.Standard
	Communities []indicators.Community
	Results     []indicators.Result
}

// Report is everything.
type Report struct {
	Standard string          `json:"standard"`
	Run      int             `json:"run"`
	AsOf     string          `json:"as_of"`
	City     indicators.Rung `json:"city"`
	// Districts with their targets; Nearest the communities that do not pass, those that need least first.
	Districts []indicators.Rung `json:"districts"`
	Nearest   []Near            `json:"nearest"`
	// Needing counts the communities by how many criteria they still need.
	Needing map[int]int `json:"needing"`
	Period  Period      `json:"period"`
	Figures []Figure    `json:"figures"` // oldest first
}

// Near is a community that does not pass, with the binding criteria that it needs.
type Near struct {
	Community string   `json:"community"`
	Name      string   `json:"community_name,omitempty"`
	District  string   `json:"district,omitempty"`
	Residents float64  `json:"residents"`
	Fails     []string `json:"fails"`   // criteria it fails
	Unknown   []string `json:"unknown"` // criteria that cannot be judged
}

// Needs is how many criteria stand between the community and passing.
func (n *Near) Needs() int { return len(n.Fails) + len(n.Unknown) }

// Figure is one period: how it stood at its last run, and what happened to the worklist in it.
type Figure struct {
	Period      string  `json:"period"`
	Run         int     `json:"run"`
	AsOf        string  `json:"as_of"`
	Communities int     `json:"communities"`
	Pass        int     `json:"pass"`
	Share       float64 `json:"share"`
	// Gained is how many more pass than at the end of the period before.
	Gained int `json:"gained"`
	// New, Closed and Reopened count items of the worklist in the period.
	New      int `json:"new"`
	Closed   int `json:"closed"`
	Reopened int `json:"reopened"`
}

// LastOf are the places of the runs that end a period, given their dates in the order of the runs.
func LastOf(p Period, days []string) []int {
	var out []int
	for i, d := range days {
		name := p.Of(d)
		if n := len(out); n > 0 && p.Of(days[out[n-1]]) == name {
			out[n-1] = i
			continue
		}
		out = append(out, i)
	}
	return out
}

// Make gives the report of the runs of a standard that end a period, oldest first, at least one. runDays are the dates of all its runs, and events what
// happened to its worklist, which may be none.
func Make(p Period, runs []Run, runDays map[int]string, events []worklist.Event) *Report {
	last := &runs[len(runs)-1]
	ladder := indicators.Climb(last.Standard, last.Communities, last.Results)
	out := &Report{Standard: last.Standard.ID, Run: last.Number, AsOf: last.AsOf, City: ladder.City, Districts: ladder.Districts, Period: p, Needing: map[int]int{}}
	out.Nearest = nearest(last)
	for i := range out.Nearest {
		out.Needing[out.Nearest[i].Needs()]++
	}
	at := map[string]*Figure{}
	for i := range runs {
		r := &runs[i]
		f := Figure{Period: p.Of(r.AsOf), Run: r.Number, AsOf: r.AsOf}
		city := ladder.City
		if i < len(runs)-1 {
			city = indicators.Climb(r.Standard, r.Communities, r.Results).City
		}
		f.Communities, f.Pass = city.Overall.Communities, city.Overall.Pass
		if f.Communities > 0 {
			f.Share = float64(f.Pass) / float64(f.Communities)
		}
		if i > 0 {
			f.Gained = f.Pass - out.Figures[i-1].Pass
		}
		out.Figures = append(out.Figures, f)
	}
	for i := range out.Figures {
		at[out.Figures[i].Period] = &out.Figures[i]
	}
	for _, e := range events {
		f := at[p.Of(runDays[e.Run])]
		if f == nil || e.Field != "state" {
			continue
		}
		switch worklist.State(e.To) {
		case worklist.Open:
			f.New++
		case worklist.Closed:
			f.Closed++
		case worklist.Reopened:
			f.Reopened++
		}
	}
	return out
}

// nearest are the communities that do not pass. One without any binding criterion that applies is not among them.
func nearest(r *Run) []Near {
	results := map[string]*indicators.Result{}
	people := map[string]int64{}
	for i := range r.Results {
		x := &r.Results[i]
		results[x.Community+"/"+x.Criterion] = x
		people[x.Community] = max(people[x.Community], x.Residents.Whole)
	}
	var out []Near
	for i := range r.Communities {
		c := &r.Communities[i]
		n := Near{Community: c.ID, Name: c.Name, District: c.District, Residents: float64(people[c.ID]) / 1000}
		v := indicators.Judge(r.Standard, func(id string) *indicators.Result { return results[c.ID+"/"+id] })
		if v.Status == indicators.Pass || v.Status == indicators.NotApplicable {
			continue
		}
		for _, k := range r.Standard.Criteria() {
			_, ind, _ := r.Standard.Criterion(k.ID)
			if !k.Binding || k.Level == indicators.AtDistrict || v.Indicators[ind.ID].Status == indicators.Pass {
				continue
			}
			switch res := results[c.ID+"/"+k.ID]; {
			case res == nil || res.Status == indicators.Unknown:
				n.Unknown = append(n.Unknown, k.ID)
			case res.Status == indicators.Fail:
				n.Fails = append(n.Fails, k.ID)
			}
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.Needs(), b.Needs()), cmp.Compare(len(a.Unknown), len(b.Unknown)), cmp.Compare(b.Residents, a.Residents), cmp.Compare(a.Community, b.Community))
	})
	return out
}

// Public is the report without restricted criteria.
func (r *Report) Public(s *indicators.Standard) *Report {
	l := (&indicators.Ladder{City: r.City, Districts: r.Districts}).Open(s)
	out := *r
	out.City, out.Districts, out.Nearest = l.City, l.Districts, slices.Clone(r.Nearest)
	for i := range out.Nearest {
		n := &out.Nearest[i]
		n.Fails = slices.DeleteFunc(slices.Clone(n.Fails), s.Restricts)
		n.Unknown = slices.DeleteFunc(slices.Clone(n.Unknown), s.Restricts)
	}
	return &out
}
