package server

import (
	"circle15/data/publish"
	"circle15/indicators"
)

// tally counts communities by class. Fail is all that do not pass: Near and Below together.
type tally struct {
	Communities   int `json:"communities"`
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Near          int `json:"near"`
	Below         int `json:"below"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"not_applicable"`
	Provisional   int `json:"provisional"` // of all: their status rests on something assumed
}

func (t *tally) add(c publish.Class, provisional bool) {
	t.Communities++
	if provisional {
		t.Provisional++
	}
	switch c {
	case publish.Pass:
		t.Pass++
	case publish.Near:
		t.Fail++
		t.Near++
	case publish.Fail:
		t.Fail++
		t.Below++
	case publish.NotApplicable:
		t.NotApplicable++
	default:
		t.Unknown++
	}
}

// amount is how much of a whole is covered: people or square metres. The percentages are what the page shows: whole,
// rounded down, so that nothing that fails is shown as 90.
type amount struct {
	Whole      float64 `json:"whole"`
	Covered    float64 `json:"covered"`
	InGap      float64 `json:"in_gap"`
	Undecided  float64 `json:"undecided"` // unlinked, undecidable or without data
	CoveredPct *int64  `json:"covered_pct"`
	InGapPct   *int64  `json:"in_gap_pct"`
}

// amountOf is a share whose unit is 1/per. Without a whole there are no percentages.
func amountOf(s indicators.Share, per float64) amount {
	a := amount{
		Whole: float64(s.Whole) / per, Covered: float64(s.Low) / per,
		InGap: float64(s.Whole-s.High) / per, Undecided: float64(s.High-s.Low) / per,
	}
	if s.Whole > 0 {
		covered, gap := percentDown(s.Low, s.Whole), percentDown(s.Whole-s.High, s.Whole)
		a.CoveredPct, a.InGapPct = &covered, &gap
	}
	return a
}

// percentDown is part of whole in whole per cent, rounded down, exactly. Parts are
// below 9e16, which is a country of 900,000 km² in hundredths of a square metre.
func percentDown(part, whole int64) int64 { return part * 100 / whole }

// The units of shares: residents are kept in thousandths, areas in hundredths of a square metre.
const (
	milliPerPerson = 1000
	perSquareMetre = 100
)

// scope is a group of communities counted under a criterion, an indicator or overall.
type scope struct {
	District string `json:"district,omitempty"` // "" is the whole city
	tally
	// Residents and Area are of criteria only. Residents are nil where nobody is known to live.
	Residents *amount `json:"residents,omitempty"`
	Area      *amount `json:"area,omitempty"`

	residents, area indicators.Share
}

func (s *scope) addShares(r *indicators.Result) {
	if r == nil || r.Status == indicators.NotApplicable {
		return
	}
	sum := func(to *indicators.Share, of indicators.Share) {
		to.Low, to.High, to.Whole = to.Low+of.Low, to.High+of.High, to.Whole+of.Whole
	}
	sum(&s.residents, r.Residents)
	sum(&s.area, r.Area)
}

func (s *scope) finish() {
	if s.residents.Whole > 0 {
		a := amountOf(s.residents, milliPerPerson)
		s.Residents = &a
	}
	if s.area.Whole > 0 {
		a := amountOf(s.area, perSquareMetre)
		s.Area = &a
	}
}

// counted is what a criterion, an indicator or the whole standard comes to in the city and in each district.
type counted struct {
	ID string `json:"id"`
	scope
	Advisory  bool       `json:"advisory"` // it decides nothing: not binding, or without a binding criterion
	Districts []scope    `json:"districts"`
	Causes    []causeSum `json:"causes,omitempty"` // of criteria, in the order in which causes are tested
}

// causeSum is what is not covered for one cause, in the whole city.
type causeSum struct {
	Cause     string  `json:"cause"`
	AreaM2    float64 `json:"area_m2"`
	Residents float64 `json:"residents"`
}

// scopes are all counts of a run.
type scopes struct {
	overall    counted
	indicators []counted // in the order of the standard
	criteria   []counted
}

// count counts the communities of the run in every way that is asked for.
func (s *snapshot) count() *scopes {
	out := &scopes{}
	out.overall = s.tallied("overall", func(j *judged) (publish.Class, bool, *indicators.Result) {
		return j.Class(), j.Verdict.Provisional, nil
	})
	for a := range s.run.Standard.Aspects {
		for i := range s.run.Standard.Aspects[a].Indicators {
			id := s.run.Standard.Aspects[a].Indicators[i].ID
			c := s.tallied(id, func(j *judged) (publish.Class, bool, *indicators.Result) {
				return j.IndicatorClass(id), j.Verdict.Indicators[id].Provisional, nil
			})
			c.Advisory = len(s.communities) > 0 && s.communities[0].Verdict.Indicators[id].Advisory
			out.indicators = append(out.indicators, c)
		}
	}
	for _, crit := range s.criteria {
		c := s.tallied(crit.ID, func(j *judged) (publish.Class, bool, *indicators.Result) {
			r := j.Results[crit.ID]
			return publish.PairClass(r, crit.Near), r != nil && len(r.Provisional) > 0, r
		})
		c.Advisory, c.Causes = !crit.Binding, s.sumCauses(crit.ID)
		out.criteria = append(out.criteria, c)
	}
	return out
}

func (s *snapshot) tallied(id string, of func(*judged) (publish.Class, bool, *indicators.Result)) counted {
	c := counted{ID: id, Districts: make([]scope, len(s.districts))}
	at := make(map[string]*scope, len(s.districts))
	for i, d := range s.districts {
		c.Districts[i].District = d
		at[d] = &c.Districts[i]
	}
	for i := range s.communities {
		j := &s.communities[i]
		cl, provisional, r := of(j)
		c.scope.add(cl, provisional)
		c.scope.addShares(r)
		if d := at[j.District]; d != nil {
			d.add(cl, provisional)
			d.addShares(r)
		}
	}
	c.scope.finish()
	for i := range c.Districts {
		c.Districts[i].finish()
	}
	return c
}

// sumCauses adds up the pieces that are not covered, in the order of the communities.
func (s *snapshot) sumCauses(criterion string) []causeSum {
	type sum struct {
		areaM2 float64
		milli  int64
	}
	sums := map[indicators.Cause]sum{}
	for i := range s.communities {
		r := s.communities[i].Results[criterion]
		if r == nil {
			continue
		}
		for _, p := range r.Pieces {
			of := sums[p.Cause]
			sums[p.Cause] = sum{of.areaM2 + p.AreaM2, of.milli + p.Milli}
		}
	}
	var out []causeSum
	for _, cause := range indicators.Causes {
		if of, ok := sums[cause]; ok {
			out = append(out, causeSum{string(cause), of.areaM2, float64(of.milli) / milliPerPerson})
		}
	}
	return out
}
