package lookback

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"circle15/indicators"
)

// Side is one of the two runs that are compared.
type Side struct {
	Number      int
	AsOf        string
	DataDate    string
	Program     string
	Standard    *indicators.Standard
	Communities []indicators.Community // sorted by id
	Results     []indicators.Result
	Material    *Material // what it was computed from
}

// Head says which run a side is.
type Head struct {
	Run      int    `json:"run"`
	Standard string `json:"standard"`
	AsOf     string `json:"as_of"`
	DataDate string `json:"data_date,omitempty"`
	Program  string `json:"program"`
}

func (s *Side) head() Head { return Head{s.Number, s.Standard.ID, s.AsOf, s.DataDate, s.Program} }

// Difference is everything that differs between two runs, with the reasons.
type Difference struct {
	From Head `json:"from"`
	To   Head `json:"to"`
	// Changes are all inputs that changed, also those that changed no result.
	Changes []Change `json:"changes"`
	// Pairs are the results that are not the same, in the order of communities and criteria.
	Pairs []PairChange `json:"pairs"`
	// Criteria and Indicators count, over the city, whose status changed; Communities and Districts list them.
	Criteria    []CountChange    `json:"criteria"`
	Indicators  []StatusChange   `json:"indicators"`
	Communities []StatusChange   `json:"communities"`
	Districts   []DistrictChange `json:"districts"`
	Gaps        []GapChange      `json:"gaps"`
	// Totals sum the changes of gaps up by what happened.
	Totals map[GapWhat]GapTotal `json:"totals"`
}

// PairChange is a community under a criterion whose result differs; an empty status is that of a pair that was not judged.
type PairChange struct {
	Community string            `json:"community"`
	Name      string            `json:"community_name,omitempty"`
	District  string            `json:"district,omitempty"`
	Criterion string            `json:"criterion"`
	Before    indicators.Status `json:"before"`
	After     indicators.Status `json:"after"`
	// The shares that decide, certainly covered, and what was counted at least.
	LowBefore  float64 `json:"low_before"`
	LowAfter   float64 `json:"low_after"`
	HaveBefore int     `json:"have_before"`
	HaveAfter  int     `json:"have_after"`
	// Why are the changes, by their place among Difference.Changes, that may have done it: at most MostReasons of Reasons.
	Why     []int `json:"why"`
	Reasons int   `json:"reasons"`
}

// StatusChanged says whether it is judged otherwise, and not only measured otherwise.
func (p *PairChange) StatusChanged() bool { return p.Before != p.After }

// StatusChange is an indicator of a community, or with an empty indicator the community as a whole, whose status changed.
type StatusChange struct {
	Community string            `json:"community"`
	Name      string            `json:"community_name,omitempty"`
	District  string            `json:"district,omitempty"`
	Indicator string            `json:"indicator,omitempty"`
	Before    indicators.Status `json:"before"`
	After     indicators.Status `json:"after"`
}

// CountChange is a criterion over the city: how many communities pass and fail, before and after, where any status changed.
type CountChange struct {
	Criterion string                    `json:"criterion"`
	Before    map[indicators.Status]int `json:"before"`
	After     map[indicators.Status]int `json:"after"`
	Better    int                       `json:"better"` // communities that pass now and did not
	Worse     int                       `json:"worse"`  // communities that passed and do not now
}

// DistrictChange is a district in which the number of communities of a status changed. Its status is that of all its communities
// together: pass when all pass, fail when one fails.
type DistrictChange struct {
	District string                       `json:"district"`
	Before   indicators.Status            `json:"before"`
	After    indicators.Status            `json:"after"`
	Counts   [2]map[indicators.Status]int `json:"counts"` // before, after
}

// MostReasons is how many changes a pair lists; all of them stand in Difference.Changes.
const MostReasons = 20

// pairID is one community under one criterion.
type pairID struct{ community, criterion string }

// Diff compares two runs. Residents of gaps are counted as they are in the run after. It is an error when areas cannot be overlaid.
func Diff(before, after *Side, more []Change) (*Difference, error) {
	d := &Difference{From: before.head(), To: after.head(), Totals: map[GapWhat]GapTotal{}}
	d.Changes = append(parameterChanges(before, after), standardChanges(before.Standard, after.Standard)...)
	d.Changes = append(d.Changes, Changes(before.Material, after.Material)...)
	d.Changes = append(d.Changes, more...)
	reasons := newReasons(d.Changes, before, after)
	was, now := byPair(before.Results), byPair(after.Results)
	known := communities(before, after)
	pairs := pairsOf(before, after)
	for _, k := range pairs {
		a, b := was[k], now[k]
		if a != nil && b != nil && reflect.DeepEqual(a, b) {
			continue
		}
		c := known[k.community]
		p := PairChange{Community: k.community, Name: c.Name, District: c.District, Criterion: k.criterion}
		p.Before, p.LowBefore, p.HaveBefore = figures(a)
		p.After, p.LowAfter, p.HaveAfter = figures(b)
		p.Why, p.Reasons = reasons.of(k)
		d.Pairs = append(d.Pairs, p)
	}
	d.count(before, after)
	d.ladder(before, after, was, now, known)
	return d, d.gaps(after, was, now, known)
}

func figures(r *indicators.Result) (indicators.Status, float64, int) {
	if r == nil {
		return "", 0, 0
	}
	low := r.Decided.LowShare()
	if r.Measured != nil {
		low = r.Measured.Value
	}
	return r.Status, low, r.Have
}

func byPair(rs []indicators.Result) map[pairID]*indicators.Result {
	out := make(map[pairID]*indicators.Result, len(rs))
	for i := range rs {
		out[pairID{rs[i].Community, rs[i].Criterion}] = &rs[i]
	}
	return out
}

// communities are those of both runs, as they are in the later one that has them.
func communities(sides ...*Side) map[string]*indicators.Community {
	out := map[string]*indicators.Community{}
	for _, s := range sides {
		for i := range s.Communities {
			out[s.Communities[i].ID] = &s.Communities[i]
		}
	}
	return out
}

// pairsOf are the pairs of both runs, by community, then as the criteria stand in the later standard, then in the earlier.
func pairsOf(before, after *Side) []pairID {
	order := map[string]int{}
	for _, s := range []*indicators.Standard{after.Standard, before.Standard} {
		for _, c := range s.Criteria() {
			if _, ok := order[c.ID]; !ok {
				order[c.ID] = len(order)
			}
		}
	}
	seen := map[pairID]bool{}
	for _, s := range []*Side{before, after} {
		for i := range s.Results {
			seen[pairID{s.Results[i].Community, s.Results[i].Criterion}] = true
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b pairID) int {
		return cmp.Or(cmp.Compare(a.community, b.community), cmp.Compare(order[a.criterion], order[b.criterion]))
	})
}

// count fills the criteria over the city.
func (d *Difference) count(before, after *Side) {
	at := map[string]int{}
	for i := range d.Pairs {
		p := &d.Pairs[i]
		if !p.StatusChanged() {
			continue
		}
		n, ok := at[p.Criterion]
		if !ok {
			n = len(d.Criteria)
			at[p.Criterion] = n
			d.Criteria = append(d.Criteria, CountChange{Criterion: p.Criterion,
				Before: statuses(before.Results, p.Criterion), After: statuses(after.Results, p.Criterion)})
		}
		if p.After == indicators.Pass {
			d.Criteria[n].Better++
		}
		if p.Before == indicators.Pass {
			d.Criteria[n].Worse++
		}
	}
	slices.SortFunc(d.Criteria, func(a, b CountChange) int { return cmp.Compare(a.Criterion, b.Criterion) })
}

func statuses(rs []indicators.Result, criterion string) map[indicators.Status]int {
	out := map[indicators.Status]int{}
	for i := range rs {
		if rs[i].Criterion == criterion {
			out[rs[i].Status]++
		}
	}
	return out
}

// ladder judges indicators, communities and districts on both sides.
func (d *Difference) ladder(before, after *Side, was, now map[pairID]*indicators.Result, known map[string]*indicators.Community) {
	verdicts := func(s *Side, results map[pairID]*indicators.Result) map[string]indicators.Verdict {
		out := map[string]indicators.Verdict{}
		for i := range s.Communities {
			id := s.Communities[i].ID
			out[id] = indicators.Judge(s.Standard, func(c string) *indicators.Result { return results[pairID{id, c}] })
		}
		return out
	}
	a, b := verdicts(before, was), verdicts(after, now)
	counts := map[string]*[2]map[indicators.Status]int{}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		c := known[id]
		for side, v := range []map[string]indicators.Verdict{a, b} {
			if _, ok := v[id]; ok && c.District != "" {
				if counts[c.District] == nil {
					counts[c.District] = &[2]map[indicators.Status]int{{}, {}}
				}
				counts[c.District][side][v[id].Status]++
			}
		}
		if a[id].Status != b[id].Status {
			d.Communities = append(d.Communities, StatusChange{c.ID, c.Name, c.District, "", a[id].Status, b[id].Status})
		}
		for _, ind := range indicatorIDs(after.Standard, before.Standard) {
			if x, y := a[id].Indicators[ind].Measured, b[id].Indicators[ind].Measured; x != y {
				d.Indicators = append(d.Indicators, StatusChange{c.ID, c.Name, c.District, ind, x, y})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if n := counts[name]; !maps.Equal(n[0], n[1]) {
			d.Districts = append(d.Districts, DistrictChange{name, together(n[0]), together(n[1]), *n})
		}
	}
}

// together is the status of all communities of a district.
func together(n map[indicators.Status]int) indicators.Status {
	switch {
	case n[indicators.Fail] > 0:
		return indicators.Fail
	case n[indicators.Unknown] > 0:
		return indicators.Unknown
	case n[indicators.Pass] > 0:
		return indicators.Pass
	}
	return indicators.NotApplicable
}

func indicatorIDs(standards ...*indicators.Standard) []string {
	var out []string
	for _, s := range standards {
		for a := range s.Aspects {
			for i := range s.Aspects[a].Indicators {
				if id := s.Aspects[a].Indicators[i].ID; !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}
