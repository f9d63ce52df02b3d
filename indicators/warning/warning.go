// Package warning gives you the three colours (三色预警) of a run: of each pair, of the indicators and communities above them, of the districts, and of what is
// counted in a table (disputes by grid, never persons). A colour has its reason and the run since which it holds.
//
// It is pure. The colours of the run before are an input: bounds have hysteresis.
package warning

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"circle15/indicators"
	"circle15/indicators/worklist"
)

// Grade is a colour with its reason, and the run since which it is so.
type Grade struct {
	indicators.Signal
	Since int `json:"since"`
	// Before is the colour before that one; empty: there was none.
	Before indicators.Colour `json:"before,omitempty"`
}

// Grades are the colours of a run. The keys of pairs and indicators are community/criterion and community/indicator, those of counts table/community/group.
type Grades struct {
	Run int `json:"-"`
	// Pairs are those of criteria whose standard states bounds; the colour of the others follows from the result alone.
	Pairs       map[string]Grade `json:"pairs"`
	Indicators  map[string]Grade `json:"indicators"`
	Communities map[string]Grade `json:"communities"`
	Districts   map[string]Grade `json:"districts"`
	Counts      map[string]Grade `json:"counts,omitempty"`
}

// Bounds are where yellow and red begin on something that counts against: days, disputes.
type Bounds struct{ Yellow, Red, Hysteresis float64 }

// The bounds that no standard states yet; our choice. A community turns yellow a day after a due date and red after a month; a grid with one open dispute is
// yellow and with five red, and has to fall one below to improve; a district is green when nine in ten of its communities are, and yellow from three
// quarters on, with two hundredths of hysteresis.
var (
	Overdue         = Bounds{Yellow: 1, Red: 31}
	Disputes        = Bounds{Yellow: 1, Red: 5, Hysteresis: 1}
	DistrictGreen   = 0.9
	DistrictYellow  = 0.75
	districtSlack   = 0.02
	disputesTable   = "disputes"
	disputesColumns = []string{"open", "未化解", "count", "件数"}
	groupColumns    = []string{"grid", "网格", "网格编号"}
)

// Input is what colours are made of.
type Input struct {
	Run         int
	AsOf        string // YYYY-MM-DD
	Standard    *indicators.Standard
	Communities []indicators.Community
	Results     []indicators.Result
	Work        []worklist.Item // of the standard
	Tables      []indicators.Table
	Before      *Grades // nil: there was no run before
}

// Make gives the colours of a run.
func Make(in *Input) *Grades {
	before := in.Before
	if before == nil {
		before = &Grades{}
	}
	g := &Grades{Run: in.Run, Pairs: map[string]Grade{}, Indicators: map[string]Grade{}, Communities: map[string]Grade{}, Districts: map[string]Grade{}}
	results := map[string]*indicators.Result{}
	for i := range in.Results {
		results[in.Results[i].Community+"/"+in.Results[i].Criterion] = &in.Results[i]
	}
	late := lateness(in)
	byDistrict := map[string][]indicators.Colour{}
	for i := range in.Communities {
		c := &in.Communities[i]
		var all []indicators.Signal
		for a := range in.Standard.Aspects {
			for n := range in.Standard.Aspects[a].Indicators {
				ind := &in.Standard.Aspects[a].Indicators[n]
				s := g.indicator(in, before, ind, c.ID, results)
				g.Indicators[c.ID+"/"+ind.ID] = next(before.Indicators[c.ID+"/"+ind.ID], s, in.Run)
				if slices.ContainsFunc(ind.Criteria, func(k indicators.Criterion) bool { return k.Binding }) {
					all = append(all, s)
				}
			}
		}
		if days := late[c.ID]; days > 0 {
			all = append(all, against(float64(days), Overdue, before.Communities[c.ID].Colour, "逾期 %.0f 天未销号", "a rectification is %.0f days overdue"))
		}
		s := worst(all)
		g.Communities[c.ID] = next(before.Communities[c.ID], s, in.Run)
		if c.District != "" {
			byDistrict[c.District] = append(byDistrict[c.District], s.Colour)
		}
	}
	for _, d := range slices.Sorted(maps.Keys(byDistrict)) {
		g.Districts[d] = next(before.Districts[d], district(byDistrict[d], before.Districts[d].Colour), in.Run)
	}
	g.counts(in, before)
	return g
}

// indicator is the worst of its binding criteria, else of all.
func (g *Grades) indicator(in *Input, before *Grades, ind *indicators.Indicator, community string, results map[string]*indicators.Result) indicators.Signal {
	var binding, rest []indicators.Signal
	for k := range ind.Criteria {
		crit := &ind.Criteria[k]
		key := community + "/" + crit.ID
		s := indicators.ColourOf(crit, results[key], before.Pairs[key].Colour)
		if crit.Colours != nil {
			g.Pairs[key] = next(before.Pairs[key], s, in.Run)
		}
		s.Reason = indicators.Text{Zh: crit.Title.Zh + "：" + s.Reason.Zh, En: crit.Title.En + ": " + s.Reason.En}
		if crit.Binding {
			binding = append(binding, s)
		} else {
			rest = append(rest, s)
		}
	}
	if len(binding) > 0 {
		return worst(binding)
	}
	return worst(rest)
}

// next is a colour with since when it is so.
func next(before Grade, s indicators.Signal, run int) Grade {
	if before.Colour == s.Colour && before.Since > 0 {
		return Grade{s, before.Since, before.Before}
	}
	return Grade{s, run, before.Colour}
}

// worst is the worst of several signals: red, then yellow, then grey, then green; the first of equal ones.
func worst(all []indicators.Signal) indicators.Signal {
	rank := map[indicators.Colour]int{indicators.Red: 0, indicators.Yellow: 1, indicators.Grey: 2, indicators.Green: 3}
	best := indicators.Signal{Colour: indicators.Grey, Reason: indicators.Text{Zh: "没有约束性条件", En: "nothing binding applies"}}
	for i, s := range all {
		if i == 0 || rank[s.Colour] < rank[best.Colour] {
			best = s
		}
	}
	return best
}

// against is the colour of something that counts against; it improves only once it has fallen by the hysteresis below the bound.
func against(value float64, b Bounds, before indicators.Colour, zh, en string) indicators.Signal {
	reason := indicators.Text{Zh: fmt.Sprintf(zh, value), En: fmt.Sprintf(en, value)}
	red, yellow := b.Red, b.Yellow
	if before == indicators.Red {
		red -= b.Hysteresis
	}
	if before == indicators.Red || before == indicators.Yellow {
		yellow -= b.Hysteresis
	}
	switch {
	case value >= red && value > 0:
		return indicators.Signal{Colour: indicators.Red, Reason: reason}
	case value >= yellow && value > 0:
		return indicators.Signal{Colour: indicators.Yellow, Reason: reason}
	}
	return indicators.Signal{Colour: indicators.Green, Reason: reason}
}

// district is the colour of the share of its communities that are green, of those that have a colour.
func district(all []indicators.Colour, before indicators.Colour) indicators.Signal {
	green, known := 0, 0
	for _, c := range all {
		if c == indicators.Green {
			green++
		}
		if c != indicators.Grey {
			known++
		}
	}
	if known == 0 {
		return indicators.Signal{Colour: indicators.Grey, Reason: indicators.Text{Zh: "无法判定", En: "cannot be judged"}}
	}
	share := float64(green) / float64(known)
	reason := indicators.Text{Zh: fmt.Sprintf("%d 个社区中 %d 个为绿色", known, green), En: fmt.Sprintf("%d of %d communities are green", green, known)}
	improving := func(to indicators.Colour) float64 {
		if before == indicators.Red || before == indicators.Yellow && to == indicators.Green {
			return districtSlack
		}
		return 0
	}
	switch {
	case share >= min(1, DistrictGreen+improving(indicators.Green)):
		return indicators.Signal{Colour: indicators.Green, Reason: reason}
	case share >= DistrictYellow+improving(indicators.Yellow):
		return indicators.Signal{Colour: indicators.Yellow, Reason: reason}
	}
	return indicators.Signal{Colour: indicators.Red, Reason: reason}
}

// lateness is by community the most days that an item of it is overdue on the day of the run.
func lateness(in *Input) map[string]int {
	out := map[string]int{}
	for i := range in.Work {
		w := &in.Work[i]
		out[w.Community] = max(out[w.Community], w.Overdue(in.AsOf))
	}
	return out
}

// counts colours what is counted by grid in the table of disputes: numbers only.
func (g *Grades) counts(in *Input, before *Grades) {
	for i := range in.Tables {
		t := &in.Tables[i]
		column, group := columnOf(t, disputesColumns), columnOf(t, groupColumns)
		if t.Name != disputesTable || column < 0 {
			continue
		}
		sums := map[string]float64{}
		for _, r := range t.Rows {
			v, err := strconv.ParseFloat(strings.TrimSpace(r.Values[column]), 64)
			if err != nil {
				continue // the import told of it
			}
			key := t.Name + "/" + r.Key
			if group >= 0 {
				key += "/" + r.Values[group]
			}
			sums[key] += v
		}
		g.Counts = map[string]Grade{}
		for _, key := range slices.Sorted(maps.Keys(sums)) {
			g.Counts[key] = next(before.Counts[key], against(sums[key], Disputes, before.Counts[key].Colour, "未化解矛盾纠纷 %.0f 件", "%.0f disputes are open"), in.Run)
		}
	}
}

func columnOf(t *indicators.Table, names []string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return slices.Contains(names, strings.ToLower(c)) })
}

// Changed is a colour that is not what it was in the run before.
type Changed struct {
	What   string            `json:"what"` // community, district, indicator, count
	ID     string            `json:"id"`
	Before indicators.Colour `json:"before"`
	After  indicators.Colour `json:"after"`
	Reason indicators.Text   `json:"reason"`
}

// Changes are the colours of communities, districts, indicators and counts that changed in the run itself.
func (g *Grades) Changes() []Changed {
	var out []Changed
	for _, of := range []struct {
		what   string
		grades map[string]Grade
	}{{"district", g.Districts}, {"community", g.Communities}, {"indicator", g.Indicators}, {"count", g.Counts}} {
		for _, id := range slices.Sorted(maps.Keys(of.grades)) {
			if v := of.grades[id]; v.Since == g.Run && v.Before != "" {
				out = append(out, Changed{of.what, id, v.Before, v.Colour, v.Reason})
			}
		}
	}
	return out
}

// Tally counts the colours of a set of grades.
func Tally(grades map[string]Grade) map[indicators.Colour]int {
	out := map[indicators.Colour]int{}
	for _, v := range grades {
		out[v.Colour]++
	}
	return out
}

// Text is the word for a colour.
func Text(c indicators.Colour) indicators.Text {
	return map[indicators.Colour]indicators.Text{
		indicators.Green: {Zh: "绿", En: "green"}, indicators.Yellow: {Zh: "黄", En: "yellow"}, indicators.Red: {Zh: "红", En: "red"}, indicators.Grey: {Zh: "灰", En: "grey"},
	}[cmp.Or(c, indicators.Grey)]
}
