package indicators

import (
	"cmp"
	"maps"
	"slices"
)

// Ladder is a run summed up from criteria to the city (指标—方面—社区类型—县区—全市).
type Ladder struct {
	Type      Text   `json:"community_type"` // what a community is that passes: 便利型
	City      Rung   `json:"city"`
	Districts []Rung `json:"districts"` // by name; communities without one are in the city alone
}

// Rung is the city or a district.
type Rung struct {
	District   string  `json:"district,omitempty"` // empty: the city
	Overall    Tally   `json:"overall"`            // communities by their verdict: are they of the type?
	Aspects    []Tally `json:"aspects"`
	Indicators []Tally `json:"indicators"`
	Criteria   []Tally `json:"criteria"` // in the order of the standard, as the others
	// Own is what the standard asks of the district itself; nil for the city, and where it asks nothing.
	Own    *Verdict `json:"own,omitempty"`
	Equity []Equity `json:"equity"` // overall, then each criterion of places; none where nobody is known to live
	// Targets are what the city and its districts have to reach.
	Targets []TargetResult `json:"targets,omitempty"`
}

// Tally is how many communities have which status, and how many people live in them.
type Tally struct {
	ID            string `json:"id"`
	Communities   int    `json:"communities"`
	Pass          int    `json:"pass"`
	Fail          int    `json:"fail"`
	Unknown       int    `json:"unknown"`
	NotApplicable int    `json:"not_applicable"`
	Provisional   int    `json:"provisional"`
	// People are the residents of the communities by status; nil where nobody is known to live.
	People  map[Status]float64 `json:"residents,omitempty"`
	Colours map[Colour]int     `json:"colours"`

	milli map[Status]int64
}

func (c *Tally) add(st Status, provisional bool, colour Colour, milli int64) {
	c.Communities++
	switch st {
	case Pass:
		c.Pass++
	case Fail:
		c.Fail++
	case NotApplicable:
		c.NotApplicable++
	default:
		c.Unknown++
	}
	if provisional {
		c.Provisional++
	}
	if c.Colours == nil {
		c.Colours, c.milli = map[Colour]int{}, map[Status]int64{}
	}
	c.Colours[colour]++
	c.milli[st] += milli
	if milli > 0 && c.People == nil {
		c.People = map[Status]float64{}
	}
	if c.People != nil {
		for s, m := range c.milli {
			c.People[s] = float64(m) / 1000
		}
	}
}

// climbing is one community with all that is counted of it.
type climbing struct {
	community *Community
	results   map[string]*Result
	verdict   Verdict
	nearly    Verdict // were all that is yellow met
	milli     int64
}

// Climb sums up the results of a run. Each community's results may come in any order.
func Climb(s *Standard, communities []Community, results []Result) *Ladder {
	all := make([]*climbing, len(communities))
	at := map[string]*climbing{}
	for i := range communities {
		all[i] = &climbing{community: &communities[i], results: map[string]*Result{}}
		at[communities[i].ID] = all[i]
	}
	for i := range results {
		if c := at[results[i].Community]; c != nil {
			c.results[results[i].Criterion] = &results[i]
			c.milli = max(c.milli, results[i].Residents.Whole)
		}
	}
	byDistrict := map[string][]*climbing{}
	for _, c := range all {
		c.judge(s)
		if d := c.community.District; d != "" {
			byDistrict[d] = append(byDistrict[d], c)
		}
	}
	l := &Ladder{Type: s.CommunityType, City: rung(s, "", all)}
	l.City.Targets = targets(s, "", all)
	for _, d := range slices.Sorted(maps.Keys(byDistrict)) {
		r := rung(s, d, byDistrict[d])
		if asked := slices.ContainsFunc(s.Criteria(), func(c *Criterion) bool { return c.Level == AtDistrict }); asked {
			own := JudgeDistrict(s, func(id string) *Result { return byDistrict[d][0].results[id] })
			r.Own = &own
		}
		r.Targets = targets(s, d, byDistrict[d])
		l.Districts = append(l.Districts, r)
	}
	return l
}

func (c *climbing) judge(s *Standard) {
	c.verdict = Judge(s, func(id string) *Result { return c.results[id] })
	c.nearly = Judge(s, func(id string) *Result {
		r := c.results[id]
		_, _, k := s.Criterion(id)
		if r == nil || r.Status != Fail || ColourOf(k, r, "").Colour != Yellow {
			return r
		}
		up := *r
		up.Status = Pass
		return &up
	})
}

// colourOf is the colour of what is composed: yellow where nothing would fail if all that is yellow were met.
func colourOf(now, nearly Status) Colour {
	switch {
	case now == Pass:
		return Green
	case now == Fail && nearly != Fail:
		return Yellow
	case now == Fail:
		return Red
	}
	return Grey
}

// rung counts communities in every way.
func rung(s *Standard, district string, list []*climbing) Rung {
	r := Rung{District: district, Overall: Tally{ID: "overall"}}
	for _, c := range list {
		r.Overall.add(c.verdict.Status, c.verdict.Provisional, colourOf(c.verdict.Status, c.nearly.Status), c.milli)
	}
	for a := range s.Aspects {
		aspect := &s.Aspects[a]
		of := Tally{ID: aspect.ID}
		for _, c := range list {
			of.add(c.verdict.Aspects[aspect.ID], false, colourOf(c.verdict.Aspects[aspect.ID], c.nearly.Aspects[aspect.ID]), c.milli)
		}
		r.Aspects = append(r.Aspects, of)
		for i := range aspect.Indicators {
			id := aspect.Indicators[i].ID
			of := Tally{ID: id}
			for _, c := range list {
				o := c.verdict.Indicators[id]
				of.add(o.Measured, o.Provisional, colourOf(o.Measured, c.nearly.Indicators[id].Measured), c.milli)
			}
			r.Indicators = append(r.Indicators, of)
		}
	}
	for _, k := range s.Criteria() {
		of := Tally{ID: k.ID}
		for _, c := range list {
			res, st := c.results[k.ID], Unknown
			if res != nil {
				st = res.Status
			}
			of.add(st, res != nil && len(res.Provisional) > 0, ColourOf(k, res, "").Colour, c.milli)
		}
		r.Criteria = append(r.Criteria, of)
	}
	r.Equity = equities(s, list)
	return r
}

// equities are overall, then by criterion of places.
func equities(s *Standard, list []*climbing) []Equity {
	out := []Equity{}
	sum, n := make([]float64, len(list)), make([]int, len(list))
	for _, k := range s.Criteria() {
		if !k.Measure.OfPlaces() || k.Scope == Anywhere {
			continue
		}
		var groups []Served
		for i, c := range list {
			if r := c.results[k.ID]; r != nil && r.Residents.Whole > 0 && r.Status != NotApplicable {
				groups = append(groups, Served{r.Residents.Whole, r.Residents.LowShare()})
				sum[i] += r.Residents.LowShare()
				n[i]++
			}
		}
		if len(groups) > 0 {
			out = append(out, EquityOf(k.ID, groups))
		}
	}
	var overall []Served
	for i, c := range list {
		if n[i] > 0 {
			overall = append(overall, Served{c.milli, sum[i] / float64(n[i])})
		}
	}
	if len(overall) == 0 {
		return out
	}
	return append([]Equity{EquityOf("overall", overall)}, out...)
}

// TargetResult is how far the city or a district is with a target.
type TargetResult struct {
	ID     string  `json:"id"`
	Title  Text    `json:"title"`
	Status Status  `json:"status"`
	Done   float64 `json:"done"`           // certainly
	Need   float64 `json:"need"`           // that must be done
	Of     int     `json:"of"`             // communities
	Open   int     `json:"open,omitempty"` // districts or communities of which it is not known how much they have done
	// Provisional: the number is our choice, or a part of it rests on something assumed. Binding targets decide.
	Provisional bool `json:"provisional"`
	Binding     bool `json:"binding"`
}

// targets holds the sums of what is done against the targets: of a district those that ask a share alone.
func targets(s *Standard, district string, list []*climbing) []TargetResult {
	var out []TargetResult
	for i := range s.Targets {
		t := &s.Targets[i]
		_, _, k := s.Criterion(t.Criterion)
		if k == nil || district != "" && t.Share == 0 {
			continue
		}
		r := TargetResult{ID: t.ID, Title: t.Title, Of: len(list), Provisional: t.MustSet, Binding: t.Binding}
		counted := map[string]bool{}
		for _, c := range list {
			who := c.community.ID
			if k.Level == AtDistrict {
				who = cmp.Or(c.community.District, who)
			}
			if counted[who] {
				continue
			}
			counted[who] = true
			r.count(c.results[k.ID])
		}
		r.Need = t.Share * float64(len(list))
		if district == "" {
			r.Need = max(r.Need, t.City)
		}
		switch {
		case r.Done >= r.Need:
			r.Status = Pass
		case r.Open > 0:
			r.Status = Unknown
		default:
			r.Status = Fail
		}
		out = append(out, r)
	}
	return out
}

// count adds what one district or community has done.
func (t *TargetResult) count(r *Result) {
	if r == nil || r.Measured == nil {
		if r == nil || r.Status != NotApplicable {
			t.Open++
		}
		return
	}
	t.Done += r.Measured.Numerator
	t.Provisional = t.Provisional || len(r.Provisional) > 0
	if r.Status != NotApplicable && (r.Measured.High == nil || *r.Measured.High != r.Measured.Value) {
		t.Open++
	}
}

// Open is the ladder without what is counted of restricted criteria.
func (l *Ladder) Open(s *Standard) *Ladder {
	out := *l
	out.City = l.City.open(s)
	out.Districts = nil
	for _, d := range l.Districts {
		out.Districts = append(out.Districts, d.open(s))
	}
	return &out
}

func (r Rung) open(s *Standard) Rung {
	r.Criteria = slices.DeleteFunc(slices.Clone(r.Criteria), func(c Tally) bool { return s.Restricts(c.ID) })
	r.Equity = slices.DeleteFunc(slices.Clone(r.Equity), func(e Equity) bool { return s.Restricts(e.ID) })
	return r
}
