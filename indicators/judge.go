package indicators

import "slices"

// Verdict is a community judged by a whole standard.
type Verdict struct {
	Status      Status             `json:"status"`
	Provisional bool               `json:"provisional"` // something assumed decided, or an indicator had nothing to decide it
	Decided     int                `json:"decided"`     // indicators with a binding criterion
	Indicators  map[string]Opinion `json:"indicators"`
	Aspects     map[string]Status  `json:"aspects"`
}

// Opinion is the status of an indicator.
type Opinion struct {
	Status      Status `json:"status"`
	Provisional bool   `json:"provisional"`
	// Advisory: no criterion of it is binding; Measured is then what its criteria would say.
	Advisory bool   `json:"advisory"`
	Measured Status `json:"measured"`
}

// AtLeast composes statuses by Kleene's logic: pass if k pass, fail if even with all unknown ones fewer than k pass,
// else unknown. k of 0 means all of those that apply. What does not apply is neutral; nothing that applies gives not_applicable.
func AtLeast(k int, statuses []Status) Status {
	var pass, unknown, all int
	for _, s := range statuses {
		switch s {
		case NotApplicable:
			continue
		case Pass:
			pass++
		case Unknown:
			unknown++
		}
		all++
	}
	if all == 0 {
		return NotApplicable
	}
	if k == 0 || k > all {
		k = all
	}
	switch {
	case pass >= k:
		return Pass
	case pass+unknown < k:
		return Fail
	}
	return Unknown
}

// Judge composes the results of one community up the ladder: criterion, indicator, aspect, community. Missing
// results count as unknown.
func Judge(s *Standard, result func(criterion string) *Result) Verdict {
	v := Verdict{Indicators: map[string]Opinion{}, Aspects: map[string]Status{}}
	var all []Status
	for a := range s.Aspects {
		var of []Status
		for i := range s.Aspects[a].Indicators {
			ind := &s.Aspects[a].Indicators[i]
			o := judgeIndicator(ind, AtCommunity, result)
			v.Indicators[ind.ID] = o
			if o.Advisory {
				v.Provisional = true
			} else if o.Status != NotApplicable {
				v.Decided++
				v.Provisional = v.Provisional || o.Provisional
			}
			of = append(of, o.Status)
		}
		v.Aspects[s.Aspects[a].ID] = AtLeast(0, of)
		all = append(all, of...)
	}
	v.Status = AtLeast(0, all)
	return v
}

// judgeIndicator composes the criteria of one level. An indicator without any is neutral and decides nothing.
func judgeIndicator(ind *Indicator, level Level, result func(string) *Result) Opinion {
	var binding, advisory []Status
	o := Opinion{}
	for c := range ind.Criteria {
		k := &ind.Criteria[c]
		if (k.Level == AtDistrict) != (level == AtDistrict) {
			continue
		}
		st, provisional := Unknown, false
		if r := result(k.ID); r != nil {
			st, provisional = r.Status, len(r.Provisional) > 0
		}
		advisory = append(advisory, st)
		if k.Binding {
			binding = append(binding, st)
			o.Provisional = o.Provisional || provisional
		}
	}
	if len(advisory) == 0 {
		o.Status, o.Measured = NotApplicable, NotApplicable
		return o
	}
	if len(binding) == 0 {
		o.Advisory, o.Status, o.Measured = true, NotApplicable, AtLeast(ind.Compose.AtLeast, advisory)
		return o
	}
	o.Status = AtLeast(ind.Compose.AtLeast, binding)
	o.Measured = o.Status
	return o
}

// JudgeDistrict composes what a standard asks of a district itself: its criteria of that level alone. results are those of any of its
// communities, which carry the district's figures. Nothing asked gives not_applicable.
func JudgeDistrict(s *Standard, result func(criterion string) *Result) Verdict {
	v := Verdict{Indicators: map[string]Opinion{}, Aspects: map[string]Status{}}
	var all []Status
	for a := range s.Aspects {
		var of []Status
		for i := range s.Aspects[a].Indicators {
			ind := &s.Aspects[a].Indicators[i]
			if !asksDistricts(ind) {
				continue
			}
			o := judgeIndicator(ind, AtDistrict, result)
			v.Indicators[ind.ID] = o
			v.Provisional = v.Provisional || o.Provisional || o.Advisory
			if o.Status != NotApplicable {
				v.Decided++
			}
			of = append(of, o.Status)
		}
		v.Aspects[s.Aspects[a].ID] = AtLeast(0, of)
		all = append(all, of...)
	}
	v.Status = AtLeast(0, all)
	return v
}

func asksDistricts(ind *Indicator) bool {
	return slices.ContainsFunc(ind.Criteria, func(c Criterion) bool { return c.Level == AtDistrict })
}
