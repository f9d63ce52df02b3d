package indicators

import "circle15/indicators/hours"

// Text is a title or note in both languages.
type Text struct {
	Zh string `yaml:"zh" json:"zh"`
	En string `yaml:"en" json:"en"`
}

// Standard is an indicator system (指标体系): aspects → indicators → criteria, as one file.
type Standard struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Extends is the standard that this one takes over and changes, as its file names it; empty: it stands alone. What is taken over stands here too.
	Extends string `json:"extends,omitempty"`
	Source  string `json:"source"` // the document it stands for, with its date
	// CommunityType is what a community is called that passes (便利型); may be empty.
	CommunityType Text               `json:"community_type"`
	Note          Text               `json:"note"`
	Profiles      map[string]Profile `json:"profiles"` // by name; "walk" is there always
	Aspects       []Aspect           `json:"aspects"`
	Targets       []Target           `json:"targets,omitempty"`
	Tables        []TableSpec        `json:"tables,omitempty"` // in the order of the file
	// NotMeasured are the sentences of the source that are no criterion.
	NotMeasured []NotMeasured `json:"not_measured,omitempty"`
}

// Target is what the districts together, and a share of the communities, have to reach under a criterion of the measure plan or ratio.
type Target struct {
	ID         string `json:"id"`
	Title      Text   `json:"title"`
	Source     string `json:"source"`
	Quote      string `json:"quote"`
	Confidence string `json:"confidence"`
	Note       Text   `json:"note"`
	MustSet    bool   `json:"must_set"`
	Binding    bool   `json:"binding"`
	Criterion  string `json:"criterion"` // whose numerators (done) are added up
	// City is what all districts together must have done; 0: nothing is asked.
	City float64 `json:"city,omitempty"`
	// Share is what must be done of the number of communities, 0 to 1, in the city and in each district; 0: nothing is asked.
	Share float64 `json:"share,omitempty"`
}

// NotMeasured is a sentence of the source that is no criterion, with the reason.
type NotMeasured struct {
	Quote  string `json:"quote"`
	Reason Text   `json:"reason"`
}

// TableSpec describes a table that criteria ask: what templates write, and what an import is checked by.
type TableSpec struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	Note  Text   `json:"note"`
	Key   Level  `json:"key"` // whose rows they are: a community's or a district's
	// Many: several rows of one key add up. Else there is one row per key.
	Many bool `json:"many"`
	// Date is the column with the date of a row; empty: rows have none.
	Date       string       `json:"date,omitempty"`
	Restricted bool         `json:"restricted,omitempty"`
	Columns    []ColumnSpec `json:"columns"` // in the order of the file; the key's own is not among them
}

// ColumnSpec is one column of a table.
type ColumnSpec struct {
	Name   string     `json:"name"`
	Title  Text       `json:"title"`
	Note   Text       `json:"note"`
	Type   ColumnType `json:"type"`
	Values []string   `json:"values,omitempty"` // of a ChoiceColumn
	Min    *float64   `json:"min,omitempty"`
	Max    *float64   `json:"max,omitempty"`
	Unit   string     `json:"unit,omitempty"`
}

// ColumnType is what the cells of a column hold.
type ColumnType string

// The types of columns. A share is 0 to 1, and may be written as a percentage.
const (
	IntegerColumn ColumnType = "integer"
	NumberColumn  ColumnType = "number"
	ShareColumn   ColumnType = "share"
	YesNoColumn   ColumnType = "yes_no"
	DateColumn    ColumnType = "date"
	TextColumn    ColumnType = "text"
	ChoiceColumn  ColumnType = "choice"
)

// Table is the table of that id; nil if the standard describes none.
func (s *Standard) Table(id string) *TableSpec {
	for i := range s.Tables {
		if s.Tables[i].ID == id {
			return &s.Tables[i]
		}
	}
	return nil
}

// Column is the column of that name; nil if the table has none.
func (t *TableSpec) Column(name string) *ColumnSpec {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Profile is how a kind of person moves.
type Profile struct {
	// SpeedMPS is metres per second on the level.
	SpeedMPS float64 `json:"speed_mps"`
	// MaxAccessM is how far a place may lie from the street it attaches to, in a straight line.
	MaxAccessM float64 `json:"max_access_m"`
	// Candidates is the number of nearest edges that a place attaches to. The field's convention is 1.
	Candidates int `json:"candidates"`
	// SoftBarriers makes walls and fences count.
	SoftBarriers bool `json:"soft_barriers"`
	// Wheels: no steps, no raised kerbs, nothing tagged as impassable for wheels.
	Wheels bool `json:"wheels"`
	// Bike: the edges that may be cycled in place of those that may be walked.
	Bike bool `json:"bike"`
}

// Aspect is a group of indicators (方面).
type Aspect struct {
	ID         string      `json:"id"`
	Title      Text        `json:"title"`
	Indicators []Indicator `json:"indicators"`
}

// Compose says how the binding criteria of an indicator make its status. The zero
// value is All.
type Compose struct {
	// AtLeast is how many must pass: 0 means all, 1 any.
	AtLeast int `json:"at_least"`
}

// Indicator is one of the numbered items that a standard judges (指标).
type Indicator struct {
	ID       string      `json:"id"`
	Title    Text        `json:"title"`
	Source   string      `json:"source"`
	Note     Text        `json:"note"`
	Compose  Compose     `json:"compose"`
	Criteria []Criterion `json:"criteria"`
}

// Measure is what a criterion counts.
type Measure string

// The measures of places. A count or distinct criterion is met at a place when its
// value is at least the threshold, a nearest one when its cost is at most the limit.
const (
	Nearest  Measure = "nearest"
	Count    Measure = "count"
	Distinct Measure = "distinct"
	Sum      Measure = "sum"
)

// The measures of communities: they ask a community as a whole, of its table or of what lies in its polygon.
const (
	Per      Measure = "per"      // a sum per 1,000 residents or 100 households
	Ratio    Measure = "ratio"    // numerator / denominator, both from a table
	Presence Measure = "presence" // k of n from a table, or of the facilities inside the polygon
	Plan     Measure = "plan"     // done against target, by district or community, at a date
	Tiling   Measure = "tiling"   // do polygons (the grids) tile the community, without gaps or overlaps
)

// OfPlaces says whether the measure is asked of every place, and not of the community as a whole.
func (m Measure) OfPlaces() bool { return m == Nearest || m == Count || m == Distinct || m == Sum }

// Unit of a limit at the borders with people.
type Unit string

// The two units; see Criterion.LimitCost for the integers behind them.
const (
	Minutes Unit = "min"
	Metres  Unit = "m"
)

// Limit is how far is near (附近).
type Limit struct {
	Value float64 `json:"value"`
	Unit  Unit    `json:"unit"`
	// Straight measures the straight line in place of the way over the streets.
	Straight bool `json:"straight"`
	// Profile names who walks; "walk" unless the criterion says otherwise.
	Profile string `json:"profile"`
}

// Scope says which places must meet the criterion.
type Scope string

// Places: a share of the residents (Criterion.Require). Anywhere: taken together from all
// places of the community, whether the community is near enough as a whole.
const (
	Places   Scope = "places"
	Anywhere Scope = "any"
)

// UnknownHours says what a criterion with a time makes of facilities whose hours are not known then.
type UnknownHours string

// CountUnknown: they count, and the result is provisional. IgnoreUnknown: they do not. LeaveUndecided: a place that needs
// them is undecidable.
const (
	CountUnknown   UnknownHours = "count"
	IgnoreUnknown  UnknownHours = "ignore"
	LeaveUndecided UnknownHours = "undecided"
)

// Amount is a number that a table gives: the sum of a column over the rows that hold, or how many rows do.
type Amount struct {
	Column string `json:"column,omitempty"` // empty: the rows are counted
	// Where holds the columns that a row must have, each with the values that do.
	Where map[string][]string `json:"where,omitempty"`
}

// Base is what a sum is divided by: so many residents, or households (an Amount of the community table).
type Base struct {
	Residents  float64 `json:"residents,omitempty"`  // per so many residents
	Households float64 `json:"households,omitempty"` // per so many households
}

// Level is who a criterion judges.
type Level string

// AtCommunity: each community by itself. AtDistrict: each district; its communities carry the district's figure,
// and it does not enter their verdict.
const (
	AtCommunity Level = "community"
	AtDistrict  Level = "district"
)

// CommunityTable is the table that a criterion asks unless it names another: one row per community.
const CommunityTable = "community"

// HouseholdsColumn is the column of that table with the number of households.
const HouseholdsColumn = "households"

// Condition says to which communities a criterion applies: those whose row in the table has one of the values in every column.
type Condition struct {
	Table string              `json:"table"`
	Where map[string][]string `json:"where"`
}

// TableQuestion asks what a community's rows in a table say.
type TableQuestion struct {
	Name        string   `json:"name"`              // of the table; CommunityTable unless the file says otherwise
	Columns     []string `json:"columns,omitempty"` // presence: the yes/no columns
	Numerator   Amount   `json:"numerator"`         // ratio; plan: done; per: what is summed
	Denominator Amount   `json:"denominator"`       // ratio; plan: target
	// Target is a plan's target as a number in the standard, in place of Denominator; 0: none.
	Target float64 `json:"target,omitempty"`
	// Due is the column of dates of a plan: a row counts in the target from its date on, compared with the run's as-of date. Empty: all rows count.
	Due string `json:"due,omitempty"`
}

// Colours are the bounds of the three-colour warning on the value of a criterion, where the standard states them. For a criterion with AtMost they run the other way.
type Colours struct {
	Green  float64 `json:"green"`  // from here on green
	Yellow float64 `json:"yellow"` // from here on yellow; beyond it red
	// Hysteresis is by how much a value must pass a bound before a colour improves.
	Hysteresis float64 `json:"hysteresis,omitempty"`
}

// Criterion is one measurable sentence (评价条件): "at least 3 bus lines within 15 minutes' walk".
type Criterion struct {
	ID         string   `json:"id"`
	Title      Text     `json:"title"`
	Source     string   `json:"source"`     // the clause it comes from
	Quote      string   `json:"quote"`      // the words of the source it stands for
	Confidence string   `json:"confidence"` // how sure the number is; "our choice" where the source gives none
	Categories []string `json:"categories"` // facilities of these count together
	Tags       []string `json:"tags"`       // the OSM tags that stand for them, for people
	// Where holds the attributes that a facility must have, each with the values that do.
	Where map[string][]string `json:"where,omitempty"`
	// OpenAt is the time of an ordinary day at which a facility must be open (its attribute opening_hours) to count; nil: hours do not matter.
	OpenAt *hours.Moment `json:"open_at,omitempty"`
	// UnknownHours says what counts whose hours are not known then. Empty without OpenAt.
	UnknownHours UnknownHours `json:"unknown_hours,omitempty"`
	// Sources ranks layers: only facilities of the first of them that has any count. Empty: all count.
	Sources []string `json:"sources,omitempty"`
	Measure Measure  `json:"measure"`
	Key     string   `json:"key,omitempty"` // what distinct counts: "line", or an attribute
	Limit   Limit    `json:"limit"`
	// Compare names a profile that manages what the limit's does not (walk beside wheelchair): gaps that only the latter has get the
	// cause not_step_free. Empty: nothing is compared.
	Compare   string `json:"compare,omitempty"`
	Threshold int    `json:"threshold"` // how many; 1 for nearest. Of places only
	// Attribute is what sum and per add up of each facility (spaces, connectors); empty for per: facilities are counted.
	Attribute string `json:"attribute,omitempty"`
	// Values are the keys that presence looks for in Key of the facilities inside the polygon; empty: any facility counts.
	Values []string `json:"values,omitempty"`
	// Table is what per, ratio, presence and plan ask of a table; nil: they ask the facilities inside the polygon.
	Table *TableQuestion `json:"table,omitempty"`
	// Per is what per divides by.
	Per *Base `json:"per,omitempty"`
	// AtLeast is the value from which a criterion of communities passes; AtMost, in its place, the value up to which it does.
	AtLeast float64  `json:"at_least,omitempty"`
	AtMost  *float64 `json:"at_most,omitempty"`
	// Level says who is judged. AppliesIf: to whom it applies; nil: to all.
	Level     Level      `json:"level"`
	AppliesIf *Condition `json:"applies_if,omitempty"`
	Colours   *Colours   `json:"colours,omitempty"`
	// Restricted criteria are shown to those with a key only, and so are the layers they count.
	Restricted bool  `json:"restricted,omitempty"`
	Scope      Scope `json:"scope"`
	// Require is the share of the residents, 0 to 1, that must be covered.
	Require float64 `json:"require"`
	// Near is the share from which what fails is "nearly" (yellow).
	Near float64 `json:"near"`
	// MustSet says that the source gives no number: the one here is our choice until the city sets it.
	MustSet bool `json:"must_set"`
	// Binding criteria decide; the others are measured and shown.
	Binding bool `json:"binding"`
	Note    Text `json:"note"`
	// SetBy is the id of the extending standard that changed the criterion last; empty: it is as its own standard has it.
	SetBy string `json:"set_by,omitempty"`
}

// CostsPerUnit: a limit in minutes is searched in milliseconds, one in metres in millimetres, so that "within 15
// minutes" is an integer comparison. Costs are rounded up once, when an edge is priced.
const (
	CostsPerMinute = 60_000
	CostsPerMetre  = 1_000
)

// LimitCost is the limit as the integer that costs are compared with.
func (l Limit) LimitCost() uint32 {
	if l.Unit == Minutes {
		return uint32(l.Value*CostsPerMinute + 0.5)
	}
	return uint32(l.Value*CostsPerMetre + 0.5)
}

// Criterion finds a criterion with the indicator and aspect it stands in.
func (s *Standard) Criterion(id string) (*Aspect, *Indicator, *Criterion) {
	for a := range s.Aspects {
		for i := range s.Aspects[a].Indicators {
			ind := &s.Aspects[a].Indicators[i]
			for c := range ind.Criteria {
				if ind.Criteria[c].ID == id {
					return &s.Aspects[a], ind, &ind.Criteria[c]
				}
			}
		}
	}
	return nil, nil, nil
}

// Criteria lists all criteria in the order of the file.
func (s *Standard) Criteria() []*Criterion {
	var out []*Criterion
	for a := range s.Aspects {
		for i := range s.Aspects[a].Indicators {
			for c := range s.Aspects[a].Indicators[i].Criteria {
				out = append(out, &s.Aspects[a].Indicators[i].Criteria[c])
			}
		}
	}
	return out
}
