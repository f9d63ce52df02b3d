package server

import (
	"net/http"

	"circle15/data/publish"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/answer"
)

// summary is the answer of /api/v1/summary.
type summary struct {
	City        string               `json:"city,omitempty"`
	Run         runInfo              `json:"run"`
	LatestRun   int                  `json:"latest_run"` // of the default standard
	Standard    *indicators.Standard `json:"standard"`
	Extent      [4]float64           `json:"extent"` // west, south, east, north of the communities
	Attribution []string             `json:"attribution"`
	Districts   []string             `json:"districts"`
	Residents   bool                 `json:"residents"` // people are known, so shares of them are given
	Assumptions []indicators.Text    `json:"assumptions"`
	Deciding    int                  `json:"deciding"` // indicators with a binding criterion, at most, of all
	Overall     counted              `json:"overall"`
	Indicators  []counted            `json:"indicators"`
	Criteria    []counted            `json:"criteria"`
	Ladder      *indicators.Ladder   `json:"ladder"`              // from criteria to the city, with colours, equity and targets
	Criterion   string               `json:"criterion,omitempty"` // what the rows are about; "" is overall
	Communities []row                `json:"communities"`
}

// row is one community in the table.
type row struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	District    string        `json:"district"`
	Class       publish.Class `json:"class"`
	Status      string        `json:"status"`
	Provisional bool          `json:"provisional"`
	At          [2]float64    `json:"at"` // where its sign stands
	Residents   *amount       `json:"residents"`
	Area        *amount       `json:"area"`
	// DecidingPct is the share that decides as it is shown: whole per cent, rounded down. Basis says what it is of.
	DecidingPct *int64 `json:"deciding_pct"`
	Basis       string `json:"share_basis,omitempty"`
	Have        *int   `json:"have"`
	Need        *int   `json:"need"`
	// Value is what a criterion of communities came to, High what it would be if all that is not known were there; absent for places.
	Value *float64 `json:"value,omitempty"`
	High  *float64 `json:"high,omitempty"`
	// MainCause is that of the gap with most residents, or without residents most area.
	MainCause   string  `json:"main_cause,omitempty"`
	MainCauseM2 float64 `json:"main_cause_m2,omitempty"`
	Failing     *int    `json:"failing,omitempty"` // overall: indicators that are not met
	Decided     *int    `json:"decided,omitempty"` // overall: indicators that decided
}

func (s *Server) getSummary(w http.ResponseWriter, r *http.Request) error {
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if err := answer.OneOf(q, "criterion", sn.criterionIDs()); err != nil {
		return err
	}
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return err
	}
	sum := sn.summary(q.Get("criterion"))
	sum.City = s.opt.City
	if cat.latest != nil {
		sum.LatestRun = cat.latest.run.Number
	}
	return answer.SendJSON(w, r, sn.tag+cat.revision, sum)
}

func (s *snapshot) summary(criterion string) summary {
	counts := s.scopes()
	out := summary{
		Run: runInfoOf(s.run), Standard: s.run.Standard, Extent: degrees(s.extent),
		Attribution: nonNil(s.attribution), Districts: nonNil(s.districts), Assumptions: nonNil(s.run.Assumptions),
		Overall: counts.overall, Indicators: counts.indicators, Criteria: counts.criteria, Ladder: s.ladder(),
		Criterion: criterion, Communities: make([]row, len(s.communities)),
	}
	for i := range s.communities {
		out.Deciding = max(out.Deciding, s.communities[i].Verdict.Decided)
	}
	for i := range counts.criteria {
		out.Residents = out.Residents || counts.criteria[i].Residents != nil
	}
	_, _, crit := s.run.Standard.Criterion(criterion)
	for i := range s.communities {
		out.Communities[i] = s.communities[i].row(crit)
	}
	return out
}

// row is the community under a criterion; nil is overall.
func (j *judged) row(crit *indicators.Criterion) row {
	out := row{ID: j.ID, Name: j.Name, District: j.District, At: place(j.label)}
	if crit == nil {
		out.Class, out.Status, out.Provisional = j.Class(), string(j.Verdict.Status), j.Verdict.Provisional
		failing := 0
		for _, o := range j.Verdict.Indicators {
			if o.Status == indicators.Fail {
				failing++
			}
		}
		out.Failing, out.Decided = &failing, &j.Verdict.Decided
		return out
	}
	r := j.Results[crit.ID]
	out.Class = publish.PairClass(r, crit.Near)
	if r == nil {
		out.Status = string(indicators.Unknown)
		return out
	}
	out.Status, out.Provisional, out.Basis = string(r.Status), len(r.Provisional) > 0, string(r.Basis)
	out.Residents, out.Area = sharesOf(r)
	out.DecidingPct = decidingPct(r)
	out.Have, out.Need = &r.Have, &r.Need
	if m := r.Measured; m != nil {
		out.Value, out.High = &m.Value, m.High
	}
	if p := mainGap(r); p != nil {
		out.MainCause, out.MainCauseM2 = string(p.Cause), p.AreaM2
	}
	return out
}

// sharesOf are the residents and the area of a pair; nil where there is no whole.
func sharesOf(r *indicators.Result) (residents, area *amount) {
	if r.Residents.Whole > 0 {
		a := amountOf(r.Residents, milliPerPerson)
		residents = &a
	}
	if r.Area.Whole > 0 {
		a := amountOf(r.Area, perSquareMetre)
		area = &a
	}
	return residents, area
}

// decidingPct is the share that decides a pair in whole per cent, rounded down; nil where the community is judged as one.
func decidingPct(r *indicators.Result) *int64 {
	if r.Decided.Whole == 0 || r.Basis == indicators.ByWhole {
		return nil
	}
	pct := percentDown(r.Decided.Low, r.Decided.Whole)
	return &pct
}

// mainGap is the piece that is not covered with most residents, then most area; nil when all is covered.
func mainGap(r *indicators.Result) *indicators.Piece {
	var best *indicators.Piece
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Cause == indicators.Covered {
			continue
		}
		if best == nil || p.Milli > best.Milli || p.Milli == best.Milli && p.AreaM2 > best.AreaM2 {
			best = p
		}
	}
	return best
}

func place(p geo.E7) [2]float64 {
	d := p.Point()
	return [2]float64{d[0], d[1]}
}

// degrees is the box as west, south, east, north; all 0 when it is empty.
func degrees(b geo.Box) [4]float64 {
	if b.Empty() {
		return [4]float64{}
	}
	low, high := b.Min.Point(), b.Max.Point()
	return [4]float64{low[0], low[1], high[0], high[1]}
}

// nonNil makes JSON write [] and not null.
func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
