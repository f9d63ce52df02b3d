package publish

import (
	"circle15/data"
	"circle15/indicators"
)

// Class is how a pair, an indicator or a community is coloured: its status, with what fails split in
// Near (nearly covered) and Fail.
type Class string

// The classes.
const (
	Pass          Class = "pass"
	Near          Class = "near"
	Fail          Class = "fail"
	Unknown       Class = "unknown"
	NotApplicable Class = "not_applicable"
)

// Judged is a community with its results and its verdict.
type Judged struct {
	*indicators.Community
	Results map[string]*indicators.Result // by criterion
	Verdict indicators.Verdict
	Nearly  indicators.Verdict // were all that is nearly covered covered
}

// Judge are the communities of a run with their verdicts, in the run's order.
func Judge(r *data.RunResult) []Judged {
	out := make([]Judged, len(r.Communities))
	byID := make(map[string]int, len(out))
	for i := range r.Communities {
		c := &r.Communities[i]
		out[i] = Judged{Community: c, Results: map[string]*indicators.Result{}}
		byID[c.ID] = i
	}
	for i := range r.Results {
		res := &r.Results[i]
		if at, ok := byID[res.Community]; ok {
			out[at].Results[res.Criterion] = res
		}
	}
	near := map[string]float64{}
	for _, c := range r.Run.Standard.Criteria() {
		near[c.ID] = c.Near
	}
	for i := range out {
		out[i].judge(r.Run.Standard, near)
	}
	return out
}

func (j *Judged) judge(std *indicators.Standard, near map[string]float64) {
	j.Verdict = indicators.Judge(std, func(id string) *indicators.Result { return j.Results[id] })
	j.Nearly = indicators.Judge(std, func(id string) *indicators.Result {
		r := j.Results[id]
		if r == nil || PairClass(r, near[id]) != Near {
			return r
		}
		up := *r
		up.Status = indicators.Pass
		return &up
	})
}

// PairClass is the class of a pair: one that fails with at least near of its share covered is nearly covered. nil is unknown.
func PairClass(r *indicators.Result, near float64) Class {
	if r == nil {
		return Unknown
	}
	if r.Status == indicators.Fail && r.Decided.Whole > 0 && r.Decided.LowShare() >= near {
		return Near
	}
	return Class(r.Status)
}

// laddered is the class of an indicator or a whole community: nearly, when nothing would fail if what is nearly covered were covered.
func laddered(now, nearly indicators.Status) Class {
	if now == indicators.Fail && nearly != indicators.Fail {
		return Near
	}
	return Class(now)
}

// IndicatorClass is the class of an indicator; one without a binding criterion has that of what it measures.
func (j *Judged) IndicatorClass(id string) Class {
	return laddered(j.Verdict.Indicators[id].Measured, j.Nearly.Indicators[id].Measured)
}

// Class is that of the community as a whole.
func (j *Judged) Class() Class { return laddered(j.Verdict.Status, j.Nearly.Status) }
