package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"circle15/data"
	"circle15/indicators"
	"circle15/indicators/lookback"
	"circle15/indicators/target"
	"circle15/indicators/warning"
	"circle15/indicators/worklist"
)

// Input is what a report tells. Result and City are needed; the rest may be nil, and is left out then.
type Input struct {
	Chinese bool
	Result  *data.RunResult
	City    *data.City
	Diff    *lookback.Difference // from the run before
	Work    []worklist.Item      // sorted
	Grades  *warning.Grades
	Targets *target.Report
	Program string
}

//go:embed report.html
var reportHTML string

//go:embed community.html
var communityHTML string

//go:embed method.html
var methodHTML string

//go:embed style.css
var styleCSS string

// page is what the templates ask.
type page struct {
	in        *Input
	Ladder    *indicators.Ladder
	results   map[string]*indicators.Result
	verdicts  map[string]indicators.Verdict
	grades    *warning.Grades
	community *indicators.Community // of a page about one
}

// HTML writes the report of a run as one page that needs no other file.
func HTML(w io.Writer, in *Input) error { return newPage(in).write(w, reportHTML) }

// CommunityHTML writes the page about one community. data.ErrNotFound: the run does not know it.
func CommunityHTML(w io.Writer, in *Input, id string) error {
	p := newPage(in)
	for i := range in.Result.Communities {
		if in.Result.Communities[i].ID == id {
			p.community = &in.Result.Communities[i]
		}
	}
	if p.community == nil {
		return fmt.Errorf("community %q is not in run %d: %w", id, in.Result.Run.Number, data.ErrNotFound)
	}
	return p.write(w, communityHTML)
}

func newPage(in *Input) *page {
	r := in.Result
	p := &page{in: in, results: map[string]*indicators.Result{}, verdicts: map[string]indicators.Verdict{}, grades: in.Grades}
	std := r.Run.Standard
	p.Ladder = indicators.Climb(std, r.Communities, r.Results).Open(std)
	for i := range r.Results {
		p.results[r.Results[i].Community+"/"+r.Results[i].Criterion] = &r.Results[i]
	}
	for i := range r.Communities {
		id := r.Communities[i].ID
		p.verdicts[id] = indicators.Judge(std, func(c string) *indicators.Result { return p.results[id+"/"+c] })
	}
	if p.grades == nil { // a run of before there were colours
		p.grades = warning.Make(&warning.Input{Run: r.Run.Number, AsOf: r.Run.AsOf, Standard: std, Communities: r.Communities, Results: r.Results})
	}
	return p
}

func (p *page) write(w io.Writer, text string) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"t":       func(zh, en string) string { return p.T(indicators.Text{Zh: zh, En: en}) },
		"whole":   func(v float64) string { return thousands(fmt.Sprintf("%.0f", v)) },
		"milli":   func(v int64) string { return thousands(fmt.Sprintf("%.0f", float64(v)/1000)) },
		"percent": func(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) },
		"hectare": func(m2 float64) string { return fmt.Sprintf("%.2f", m2/10_000) },
		"first":   func(n int, list any) any { return firstOf(n, list) },
	}).Parse(text + methodHTML)
	if err != nil {
		return fmt.Errorf("template of the report: %w", err)
	}
	if err := t.Execute(w, p); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// firstOf are the first n of a list that the templates show in part.
func firstOf(n int, list any) any {
	switch l := list.(type) {
	case []worklist.Item:
		return l[:min(n, len(l))]
	case []target.Near:
		return l[:min(n, len(l))]
	case []lookback.StatusChange:
		return l[:min(n, len(l))]
	case []Told:
		return l[:min(n, len(l))]
	}
	return list
}

// thousands puts narrow spaces between groups of three digits.
func thousands(s string) string {
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// T is a text in the language of the report.
func (p *page) T(t indicators.Text) string {
	if p.in.Chinese && t.Zh != "" || t.En == "" {
		return t.Zh
	}
	return t.En
}

// Lang is the language for browsers.
func (p *page) Lang() string {
	if p.in.Chinese {
		return "zh-CN"
	}
	return "en"
}

func (p *page) Style() template.CSS                   { return template.CSS(styleCSS) }
func (p *page) Run() *data.Run                        { return &p.in.Result.Run }
func (p *page) Community() *indicators.Community      { return p.community }
func (p *page) Diff() *lookback.Difference            { return p.in.Diff }
func (p *page) Targets() *target.Report               { return p.in.Targets }
func (p *page) Program() string                       { return p.in.Program }
func (p *page) Communities() []indicators.Community   { return p.in.Result.Communities }
func (p *page) Title() string                         { return p.T(p.in.Result.Run.Standard.Title) }
func (p *page) StatusWord(s indicators.Status) string { return p.T(statusWord(s)) }
func (p *page) ColourWord(c indicators.Colour) string { return p.T(colourWord(c)) }
func (p *page) CauseWord(c indicators.Cause) string   { return p.T(causeWord(c)) }

func (p *page) colour(community string) indicators.Colour {
	return cmp.Or(p.grades.Communities[community].Colour, indicators.Grey)
}

// Colours counts the communities by colour, in the order of the legend.
func (p *page) Colours() []ColourCount {
	n := warning.Tally(p.grades.Communities)
	var out []ColourCount
	for _, c := range []indicators.Colour{indicators.Green, indicators.Yellow, indicators.Red, indicators.Grey} {
		out = append(out, ColourCount{c, signs[c], n[c]})
	}
	return out
}

// ColourCount is a line of the legend.
type ColourCount struct {
	Colour indicators.Colour
	Sign   string
	Count  int
}

// Work is the open part of the worklist, without restricted criteria; of a community's page its own.
func (p *page) Work() []worklist.Item {
	var out []worklist.Item
	for _, i := range p.in.Work {
		if !i.Settled() && !p.Run().Standard.Restricts(i.Criterion) && (p.community == nil || i.Community == p.community.ID) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b worklist.Item) int { // what decides first
		switch {
		case a.Binding == b.Binding:
			return 0
		case a.Binding:
			return -1
		}
		return 1
	})
	return out
}

func (p *page) item(id string) *worklist.Item {
	for i := range p.in.Work {
		if p.in.Work[i].ID == id {
			return &p.in.Work[i]
		}
	}
	return nil
}

// Mend is what would mend an item, Late by how many days it is.
func (p *page) Mend(i worklist.Item) string      { return p.T(i.MendText("")) }
func (p *page) StateWord(i worklist.Item) string { return p.T(i.State.Text()) }
func (p *page) Late(i worklist.Item) int         { return i.Overdue(p.Run().AsOf) }
func (p *page) Gain(i worklist.Item) string {
	if i.Mend == nil || i.Mend.Gain == 0 {
		return "–"
	}
	return thousands(fmt.Sprintf("%.0f", float64(i.Mend.Gain)/1000))
}

// Concerns is what an item is about: a community, or how many that cannot be judged.
func (p *page) Concerns(i worklist.Item) string {
	if i.Communities > 0 {
		return p.T(indicators.Text{Zh: fmt.Sprintf("%d 个社区", i.Communities), En: fmt.Sprintf("%d communities", i.Communities)})
	}
	return i.Community + " " + i.Name
}

// CompleteWord says how far a layer is complete.
func (p *page) CompleteWord(c data.Completeness) string {
	return p.T(map[data.Completeness]indicators.Text{data.Complete: {Zh: "是", En: "yes"}, data.AssumedComplete: {Zh: "假定", En: "assumed"}, data.Incomplete: {Zh: "否", En: "no"}}[c])
}

// Covered is the share of residents covered under a criterion of places that could be judged anywhere; a dash for others.
func (p *page) Covered(r Row) string {
	if !r.Criterion.Measure.OfPlaces() || r.Tally.Pass+r.Tally.Fail == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*r.Low)
}

// CriterionTitle is the title of a criterion by its id.
func (p *page) CriterionTitle(id string) string {
	if _, _, k := p.Run().Standard.Criterion(id); k != nil {
		return p.T(k.Title)
	}
	return id
}

// Row is a criterion over the city, or of one community.
type Row struct {
	Criterion *indicators.Criterion
	Indicator string // its title, in the first row of an indicator only
	Tally     indicators.Tally
	Low, High float64 // of all residents, or land
	Result    *indicators.Result
	Colour    indicators.Colour
	Reason    string
}

// Rows are the criteria that may be shown, in the order of the standard.
func (p *page) Rows() []Row {
	tallies := map[string]indicators.Tally{}
	for _, t := range p.Ladder.City.Criteria {
		tallies[t.ID] = t
	}
	var out []Row
	std := p.Run().Standard
	for a := range std.Aspects {
		for i := range std.Aspects[a].Indicators {
			ind := &std.Aspects[a].Indicators[i]
			title := p.T(ind.Title)
			for k := range ind.Criteria {
				c := &ind.Criteria[k]
				if std.Restricts(c.ID) {
					continue
				}
				r := Row{Criterion: c, Indicator: title, Tally: tallies[c.ID]}
				title = ""
				if p.community != nil {
					r.Result = p.results[p.community.ID+"/"+c.ID]
					s := indicators.ColourOf(c, r.Result, "")
					r.Colour, r.Reason = s.Colour, p.T(s.Reason)
				} else {
					r.Low, r.High = p.covered(c.ID)
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// Confidence is how sure the number of a criterion is.
func (p *page) Confidence(word string) string {
	if zh := confidences[word]; zh != "" && p.in.Chinese {
		return zh
	}
	return word
}

// confidences are the words of a standard's file in Chinese.
var confidences = map[string]string{"high": "原文有此数", "to be checked": "待复核", "our choice": "我们取的", "set by the city": "本市确定"}

// covered is the share of all residents, or of all area where nobody is known to live.
func (p *page) covered(criterion string) (low, high float64) {
	var people, area indicators.Share
	for i := range p.in.Result.Results {
		if r := &p.in.Result.Results[i]; r.Criterion == criterion && r.Status != indicators.NotApplicable {
			people = indicators.Share{Low: people.Low + r.Residents.Low, High: people.High + r.Residents.High, Whole: people.Whole + r.Residents.Whole}
			area = indicators.Share{Low: area.Low + r.Area.Low, High: area.High + r.Area.High, Whole: area.Whole + r.Area.Whole}
		}
	}
	if people.Whole == 0 {
		people = area
	}
	return people.LowShare(), people.HighShare()
}

// mostMaps is how many criteria have a map of their own.
const mostMaps = 9

// Mapped are the criteria of places that decide, and if those are few others, as many as have maps.
func (p *page) Mapped() []*indicators.Criterion {
	var out []*indicators.Criterion
	std := p.Run().Standard
	for _, binding := range []bool{true, false} {
		for _, c := range std.Criteria() {
			if c.Binding == binding && c.Measure.OfPlaces() && c.Scope != indicators.Anywhere && !std.Restricts(c.ID) && len(out) < mostMaps {
				out = append(out, c)
			}
		}
	}
	return out
}

// PlaceMaps are the criteria of a community's page that have a map: those that fail and have a gap there.
func (p *page) PlaceMaps() []*indicators.Criterion {
	var out []*indicators.Criterion
	for _, binding := range []bool{true, false} {
		for _, row := range p.Rows() {
			if c := row.Criterion; c.Binding == binding && c.Measure.OfPlaces() && row.Result != nil && row.Result.Status == indicators.Fail && len(out) < 4 {
				out = append(out, c)
			}
		}
	}
	return out
}

// Standing is a community in the table of all.
type Standing struct {
	*indicators.Community
	Status    indicators.Status
	Colour    indicators.Colour
	Reason    string
	Residents int64
	Fails     []string // titles of binding criteria
}

// Standings are all communities, by district.
func (p *page) Standings() []Standing {
	var out []Standing
	for i := range p.in.Result.Communities {
		c := &p.in.Result.Communities[i]
		g := p.grades.Communities[c.ID]
		s := Standing{Community: c, Status: p.verdicts[c.ID].Status, Colour: p.colour(c.ID), Reason: p.T(g.Reason)}
		for _, k := range p.Run().Standard.Criteria() {
			r := p.results[c.ID+"/"+k.ID]
			if r == nil {
				continue
			}
			s.Residents = max(s.Residents, r.Residents.Whole)
			if k.Binding && r.Status == indicators.Fail && !p.Run().Standard.Restricts(k.ID) {
				s.Fails = append(s.Fails, p.T(k.Title))
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Standing) int { return cmp.Compare(a.District, b.District) })
	return out
}

// Verdict is that of the community's page; Grade its colour.
func (p *page) Verdict() indicators.Verdict { return p.verdicts[p.community.ID] }
func (p *page) Grade() warning.Grade        { return p.grades.Communities[p.community.ID] }
func (p *page) People() int64 {
	most := int64(0)
	for _, k := range p.Run().Standard.Criteria() {
		if r := p.results[p.community.ID+"/"+k.ID]; r != nil {
			most = max(most, r.Residents.Whole)
		}
	}
	return most
}

// Told is a sort of change with how many there are, and the first of them.
type Told struct {
	Head  string
	Count int
	Some  []string
}

// ChangesTold are the inputs that changed, those of a sort together.
func (p *page) ChangesTold() []Told {
	var out []Told
	at := map[string]int{}
	for i := range p.in.Diff.Changes {
		c := &p.in.Diff.Changes[i]
		head := p.T(c.Kind.Text()) + " · " + p.T(c.What.Text())
		n, ok := at[head]
		if !ok {
			n = len(out)
			at[head] = n
			out = append(out, Told{Head: head})
		}
		out[n].Count++
		if len(out[n].Some) < 5 {
			out[n].Some = append(out[n].Some, c.Label())
		}
	}
	return out
}

// GapsTold are the gaps that changed, by what happened.
func (p *page) GapsTold() []Told {
	var out []Told
	for _, w := range lookback.GapWhats {
		if t, ok := p.in.Diff.Totals[w]; ok {
			out = append(out, Told{Head: p.T(w.Text()), Count: t.Count, Some: []string{fmt.Sprintf("%.2f", t.AreaM2/10_000), thousands(fmt.Sprintf("%.0f", float64(t.Milli)/1000))}})
		}
	}
	return out
}

// StatusesTold are the pairs whose status changed.
func (p *page) StatusesTold() []Told {
	var out []Told
	for i := range p.in.Diff.Pairs {
		c := &p.in.Diff.Pairs[i]
		if !c.StatusChanged() {
			continue
		}
		t := Told{Head: c.Community + " " + c.Name + " · " + p.CriterionTitle(c.Criterion)}
		t.Some = append(t.Some, p.T(statusWord(c.Before))+" → "+p.T(statusWord(c.After)))
		var why []string
		for _, n := range c.Why[:min(3, len(c.Why))] {
			x := &p.in.Diff.Changes[n]
			why = append(why, p.T(x.Kind.Text())+" "+p.T(x.What.Text())+" "+x.Label())
		}
		t.Some = append(t.Some, strings.Join(why, "; "))
		out = append(out, t)
	}
	return out
}
