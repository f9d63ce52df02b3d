package server

import (
	"math"
	"net/http"
	"net/url"

	"circle15/data"
	"circle15/data/publish"
	"circle15/indicators"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// communityReport is the answer of /api/v1/communities/{id}.
type communityReport struct {
	Run       runInfo                  `json:"run"`
	ID        string                   `json:"id"`
	Name      string                   `json:"name"`
	District  string                   `json:"district"`
	Class     publish.Class            `json:"class"`
	Verdict   indicators.Verdict       `json:"verdict"`
	At        [2]float64               `json:"at"`
	Extent    [4]float64               `json:"extent"`
	AreaM2    float64                  `json:"area_m2"`
	Residents *float64                 `json:"residents"`
	Classes   map[string]publish.Class `json:"indicator_classes"`
	Results   []resultReport           `json:"results"` // in the order of the standard
}

// resultReport is one pair.
type resultReport struct {
	Criterion   string        `json:"criterion"`
	Class       publish.Class `json:"class"`
	Status      string        `json:"status"`
	Provisional []string      `json:"provisional"`
	Basis       string        `json:"share_basis"`
	LowShare    float64       `json:"low_share"`
	HighShare   float64       `json:"high_share"`
	DecidingPct *int64        `json:"deciding_pct"` // as it is shown
	Residents   *amount       `json:"residents"`
	Area        *amount       `json:"area"`
	Have        int           `json:"have"`
	Need        int           `json:"need"`
	// Measured is the value of a criterion of communities with what it was made of; absent for places, and where nothing is known. Colour has its reason.
	Measured *indicators.Measured `json:"measured,omitempty"`
	Colour   indicators.Signal    `json:"colour"`
	Gaps     []gapReport          `json:"gaps"`
	Evidence *evidenceReport      `json:"evidence"`
	Note     string               `json:"note,omitempty"`
}

// gapReport is one cause in one community.
type gapReport struct {
	Cause       string   `json:"cause"`
	AreaM2      float64  `json:"area_m2"`
	Residents   *float64 `json:"residents"`
	Have        int      `json:"have"`
	NearestCost any      `json:"nearest_cost"` // in the unit of the limit; null beyond 1.5 × the limit
}

// evidenceReport is what was counted at one place. Costs are in the unit of the limit: raw, and as they are shown, rounded up.
type evidenceReport struct {
	At        [2]float64   `json:"at"`
	InGap     bool         `json:"in_gap"`
	Unit      string       `json:"unit"`
	Limit     float64      `json:"limit"`
	Counted   []seenReport `json:"counted"`
	Missed    *seenReport  `json:"missed"`
	BreakEven any          `json:"break_even"`       // the limit that would have passed; null: none up to 1.5 × the limit
	Over      any          `json:"over"`             // what is too much, as shown
	OverM     any          `json:"over_m,omitempty"` // the same on foot in metres, for limits in minutes
	// Total is how many lie within the limit, however many are listed; Sum what their attribute adds up to, where the criterion adds up.
	Total int     `json:"total"`
	Sum   float64 `json:"sum,omitempty"`
	// NotThen is the facility that would have done at another time, or without steps. Unweighed is the nearest whose attribute nobody knows.
	NotThen   *seenReport `json:"not_then,omitempty"`
	Unweighed *seenReport `json:"unweighed,omitempty"`
}

type seenReport struct {
	Key       string   `json:"key,omitempty"`
	Facility  string   `json:"facility"`
	Also      []string `json:"also,omitempty"`
	Layer     string   `json:"layer"`
	Name      string   `json:"name,omitempty"`
	Cost      any      `json:"cost"`
	Shown     float64  `json:"shown"`
	Metres    float64  `json:"metres"` // on foot, rounded up
	StraightM float64  `json:"straight_m"`
	Hours     string   `json:"hours,omitempty"`  // open, closed or unknown at the criterion's time; absent where it names none
	Amount    *float64 `json:"amount,omitempty"` // what the criterion adds up; absent where it adds nothing up or nobody knows it
}

func (s *Server) getCommunity(w http.ResponseWriter, r *http.Request) error {
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(mux.Vars(r)["id"])
	if err != nil {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path, Err: err}
	}
	at, ok := sn.byID[id]
	if !ok {
		return &answer.Problem{Kind: answer.NoSuchCommunity, Name: "id", Got: id, Allowed: sn.communityIDs()}
	}
	return answer.SendJSON(w, r, sn.tag, sn.report(&sn.communities[at]))
}

func (s *snapshot) report(j *judged) communityReport {
	out := communityReport{
		Run: runInfoOf(s.run), ID: j.ID, Name: j.Name, District: j.District, Class: j.Class(), Verdict: j.Verdict,
		At: place(j.label), Extent: degrees(j.Shape.Box()), Classes: map[string]publish.Class{},
	}
	for _, id := range s.indicatorIDs() {
		out.Classes[id] = j.IndicatorClass(id)
	}
	for _, crit := range s.criteria {
		r := j.Results[crit.ID]
		if r == nil {
			continue
		}
		out.AreaM2 = float64(r.Area.Whole) / perSquareMetre
		if r.Residents.Whole > 0 {
			people := float64(r.Residents.Whole) / milliPerPerson
			out.Residents = &people
		}
		out.Results = append(out.Results, s.reportPair(r, crit))
	}
	out.Results = nonNil(out.Results)
	return out
}

func (s *snapshot) reportPair(r *indicators.Result, crit *indicators.Criterion) resultReport {
	out := resultReport{
		Criterion: crit.ID, Class: publish.PairClass(r, crit.Near), Status: string(r.Status), Provisional: nonNil(r.Provisional),
		Basis: string(r.Basis), LowShare: r.Decided.LowShare(), HighShare: r.Decided.HighShare(),
		Have: r.Have, Need: r.Need, Measured: r.Measured, Colour: indicators.ColourOf(crit, r, ""), Gaps: []gapReport{}, Note: r.Note,
	}
	out.Residents, out.Area = sharesOf(r)
	out.DecidingPct = decidingPct(r)
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Cause == indicators.Covered {
			continue
		}
		g := gapReport{Cause: string(p.Cause), AreaM2: p.AreaM2, Have: p.Have, NearestCost: data.CostInUnit(p.Nearest, crit.Limit.Unit)}
		if r.Residents.Whole > 0 {
			people := float64(p.Milli) / milliPerPerson
			g.Residents = &people
		}
		out.Gaps = append(out.Gaps, g)
	}
	if len(r.Evidence.Counted) > 0 || r.Evidence.Missed != nil || r.Evidence.InGap {
		out.Evidence = reportEvidence(&r.Evidence, crit, s.run.Standard.Profiles[crit.Limit.Profile].SpeedMPS)
	}
	return out
}

func reportEvidence(e *indicators.Evidence, crit *indicators.Criterion, speedMPS float64) *evidenceReport {
	unit := crit.Limit.Unit
	out := &evidenceReport{
		At: place(e.At), InGap: e.InGap, Unit: string(unit), Limit: crit.Limit.Value, Counted: []seenReport{},
		BreakEven: data.CostInUnit(e.BreakEven, unit), Total: e.Total, Sum: e.Sum,
	}
	for i := range e.Counted {
		out.Counted = append(out.Counted, reportSeen(&e.Counted[i], unit, speedMPS))
	}
	one := func(f *indicators.Seen) *seenReport {
		if f == nil {
			return nil
		}
		seen := reportSeen(f, unit, speedMPS)
		return &seen
	}
	out.Missed, out.NotThen, out.Unweighed = one(e.Missed), one(e.NotThen), one(e.Unweighed)
	if limit := crit.Limit.LimitCost(); e.BreakEven != indicators.NoCost && e.BreakEven > limit {
		out.Over = shownCost(e.BreakEven-limit, unit)
		if unit == indicators.Minutes {
			out.OverM = metresOf(e.BreakEven-limit, unit, speedMPS)
		}
	}
	return out
}

// reportSeen is one facility as it is seen from a place.
func reportSeen(f *indicators.Seen, unit indicators.Unit, speedMPS float64) seenReport {
	return seenReport{Key: f.Key, Facility: f.Facility, Also: f.Also, Layer: f.Layer, Name: f.Name,
		Cost: data.CostInUnit(f.Cost, unit), Shown: shownCost(f.Cost, unit), Metres: metresOf(f.Cost, unit, speedMPS), StraightM: f.StraightM,
		Hours: f.Hours, Amount: f.Amount}
}

// shownCost is a cost as people read it: minutes with one decimal, metres whole, both rounded up, so that what
// is missed never reads like the limit.
func shownCost(cost uint32, unit indicators.Unit) float64 {
	if unit == indicators.Minutes {
		const tenth = indicators.CostsPerMinute / 10
		return float64((uint64(cost)+tenth-1)/tenth) / 10
	}
	return float64((uint64(cost) + indicators.CostsPerMetre - 1) / indicators.CostsPerMetre)
}

// metresOf is how long the way is, in metres rounded up.
func metresOf(cost uint32, unit indicators.Unit, speedMPS float64) float64 {
	if unit == indicators.Metres {
		return shownCost(cost, unit)
	}
	const milliseconds = 1000
	return math.Ceil(float64(cost)*speedMPS/milliseconds - 1e-6)
}
