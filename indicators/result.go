package indicators

import (
	"math"

	"circle15/geo"
)

// Status is the judgement of a pair, an indicator, an aspect or a community (结论).
type Status string

// The four statuses. Unknown is not fail: what cannot be judged does not count against anybody.
const (
	Pass          Status = "pass"
	Fail          Status = "fail"
	Unknown       Status = "unknown"
	NotApplicable Status = "not_applicable"
)

// Cause is why a place is not covered (成因). The empty cause is that of a covered place.
type Cause string

// The causes, in the order in which they are tested at each place.
const (
	Covered     Cause = ""
	NoData      Cause = "no_data"       // no layer or no feature of the category in the whole city
	NotStepFree Cause = "not_step_free" // of criteria that compare: would hold for those who take steps and kerbs
	Unlinked    Cause = "unlinked"      // no street within reach of the place
	Undecidable Cause = "undecidable"   // so near the edge of the data that what lies beyond may cover it; or by facilities of unknown hours
	ClosedThen  Cause = "closed_then"   // would hold if all were open
	Detour      Cause = "detour"        // would hold with straight lines: a river, a railway, a missing crossing
	TooFew      Cause = "too_few"       // some within the limit in a straight line, but not enough
	NoFacility  Cause = "no_facility"   // none within the limit even in a straight line
	BelowTarget Cause = "below_target"  // of criteria of communities: the whole community, or where its tiles do not lie as they should
)

// Causes lists the causes of gaps in the order in which they are tested and published.
var Causes = []Cause{NoData, NotStepFree, Unlinked, Undecidable, ClosedThen, Detour, TooFew, NoFacility, BelowTarget}

// Undecided says whether a place with this cause counts neither as covered nor as
// not covered.
func (c Cause) Undecided() bool { return c == NoData || c == Unlinked || c == Undecidable }

// NoCost stands for a cost that was not found within the bound of the search.
const NoCost = math.MaxUint32

// Piece is the part of a community that is covered, or that is not for one cause.
type Piece struct {
	Cause   Cause            `json:"cause"`
	Shape   geo.MultiPolygon `json:"-"`
	AreaM2  float64          `json:"area_m2"`
	Milli   int64            `json:"milli"`   // residents inside, in thousandths
	Have    int              `json:"have"`    // least value in it, counted up to the need
	Nearest uint32           `json:"nearest"` // cost at its worst place; NoCost beyond 1.5 × the limit
}

// Share is a range of parts of a whole: what is certainly covered, and what may be.
// The three are integers of one unit (thousandths of a resident, hundredths of a square metre), so that
// comparing them is exact.
type Share struct {
	Low   int64 `json:"low"`
	High  int64 `json:"high"`
	Whole int64 `json:"whole"`
}

// LowShare and HighShare are between 0 and 1; 0 where there is no whole.
func (s Share) LowShare() float64 { return ratio(s.Low, s.Whole) }

// HighShare is what may be covered.
func (s Share) HighShare() float64 { return ratio(s.High, s.Whole) }

func ratio(a, b int64) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Basis says which share decides a pair.
type Basis string

// Residents where they are known; else homes (residential buildings by footprint and storeys: an
// estimate); else land (area without water, railway and motorway land). Whole: the community is judged as one.
const (
	ByResidents Basis = "residents"
	ByHomes     Basis = "homes"
	ByLand      Basis = "land"
	ByWhole     Basis = "whole"
)

// Result is a judged pair.
type Result struct {
	Community string `json:"community"`
	Criterion string `json:"criterion"`
	Status    Status `json:"status"`
	// Provisional are the reasons why the status rests on something assumed: "assumed_layer:osm",
	// "must_set", "assumed_gate", "unknown_hours", "unknown_kerbs". Empty: it does not.
	Provisional []string `json:"provisional,omitempty"`
	Basis       Basis    `json:"share_basis"`
	Area        Share    `json:"area"`      // hundredths of a square metre
	Residents   Share    `json:"residents"` // thousandths of a person; the whole is 0 when nobody is known to live there
	Homes       Share    `json:"homes"`     // where no resident is known: residential buildings by footprint and storeys
	Decided     Share    `json:"decided"`   // the share that decides, in the unit of its basis
	Have        int      `json:"have"`      // least value in the community (any scope: the value), counted up to the need for places
	Need        int      `json:"need"`
	// Measured is the value of a criterion of communities, with the two numbers behind it; nil for places, and where nothing is known.
	Measured *Measured `json:"measured,omitempty"`
	// Pieces are covered first, then by cause in the order of Causes; together they are
	// the community.
	Pieces   []Piece  `json:"pieces"`
	Evidence Evidence `json:"evidence"`
	// Note is a sentence about the pair that a finding repeats: the error of a split that does not add up.
	Note string `json:"note,omitempty"`
}

// Measured is a value with what it was made of.
type Measured struct {
	Value       float64 `json:"value"` // that is certainly reached
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"` // 0 where there is none
	// Found are the columns, keys or facilities that are there, Missing those that are not, Open those of which nothing is known.
	Found   []string `json:"found,omitempty"`
	Missing []string `json:"missing,omitempty"`
	Open    []string `json:"open,omitempty"`
	// High is the value if all that is not known were there; nil: nothing bounds it.
	High *float64 `json:"high"`
	// Short is how much more of the numerator (for at_most: less) it would take to pass; 0 where it passes or that cannot be said.
	Short float64 `json:"short,omitempty"`
	// Of says whose figure it is: the community's own, or the district's.
	Of Level `json:"of"`
}

// Evidence is what was counted at one place of the community: the one with most residents in
// its gap, or where there is no gap the place with the greatest cost.
type Evidence struct {
	At geo.E7 `json:"at"`
	// InGap says that the place lies in a gap.
	InGap bool `json:"in_gap"`
	// Counted are those that lie within the limit, nearest first, up to MostCounted. For distinct, the nearest of each key.
	Counted []Seen `json:"counted,omitempty"`
	// Total is how many lie within the limit (of criteria of communities: in the polygon), however many are listed: those of restricted
	// layers are counted alone.
	Total int `json:"total"`
	// Sum is what their attribute adds up to, of those of which it is known. Of sum only.
	Sum float64 `json:"sum,omitempty"`
	// Unweighed is the nearest whose attribute nobody knows, where the cause is Undecidable for that.
	Unweighed *Seen `json:"unweighed,omitempty"`
	// Missed is the nearest that does not, up to 1.5 × the limit; nil: none, or not looked for (no gap).
	Missed *Seen `json:"missed,omitempty"`
	// NotThen is the nearest that does not count for its hours (see Seen.Hours), where the cause is that: ClosedThen, or Undecidable.
	NotThen *Seen `json:"not_then,omitempty"`
	// BreakEven is the cost at which the place would have met the criterion; NoCost beyond 1.5 × the limit.
	BreakEven uint32 `json:"break_even"`
}

// MostCounted is how many facilities the evidence of a pair lists.
const MostCounted = 20

// Seen is a facility as it is seen from a place.
type Seen struct {
	Key       string   `json:"key,omitempty"` // the line, for distinct
	Facility  string   `json:"facility"`
	Also      []string `json:"also,omitempty"` // ids of the same facility in other layers
	Layer     string   `json:"layer"`
	Name      string   `json:"name,omitempty"`
	Cost      uint32   `json:"cost"`
	StraightM float64  `json:"straight_m"`
	// Hours is "open", "closed" or "unknown" at the criterion's time; empty where it names none.
	Hours string `json:"hours,omitempty"`
	// Amount is the attribute that the criterion adds up; nil where it adds nothing up or nobody knows it.
	Amount *float64 `json:"amount,omitempty"`
}
