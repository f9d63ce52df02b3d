package data

import (
	"math"
	"slices"

	"circle15/geo"
	"circle15/indicators"
)

// Field is one property of a published feature: its name is a public contract.
type Field struct {
	Name string
	Type FieldType
	Zh   string // meaning, with the unit
	En   string
}

// FieldType is what a Field's values are; any of them may be nil (null).
type FieldType uint8

// The types: string, bool, int64 and float64.
const (
	TextField FieldType = iota
	BoolField
	IntField
	RealField
)

// Feature is a published feature: flat, its values in the order of the fields it was made with. It has one geometry: a
// point, or lines, or else the areas of Shape.
type Feature struct {
	ID     string
	Shape  geo.MultiPolygon
	Lines  [][]geo.E7 // nil for none
	Point  *geo.E7    // nil for none
	Values []any      // string, bool, int64, float64 or nil
}

// Box is the smallest box around the geometry.
func (f *Feature) Box() geo.Box {
	switch {
	case f.Point != nil:
		return geo.Box{Min: *f.Point, Max: *f.Point}
	case f.Lines != nil:
		b := geo.EmptyBox()
		for _, l := range f.Lines {
			b = b.Union(geo.Ring(l).Box())
		}
		return b
	}
	return f.Shape.Box()
}

// GapFields are the properties of gap and coverage features.
var GapFields = []Field{
	{"id", TextField, "社区/评价条件/成因，各批次不变", "community/criterion/cause, stable across runs"},
	{"run", IntField, "计算批次", "number of the run"},
	{"community_id", TextField, "社区编号", "id of the community"},
	{"community_name", TextField, "社区名称", "name of the community"},
	{"district", TextField, "县区", "district"},
	{"aspect", TextField, "方面", "id of the aspect"},
	{"indicator", TextField, "指标", "id of the indicator"},
	{"criterion", TextField, "评价条件", "id of the criterion"},
	{"title_zh", TextField, "评价条件（中文）", "title of the criterion in Chinese"},
	{"title_en", TextField, "评价条件（英文）", "title of the criterion in English"},
	{"status", TextField, "该社区此条件的结论：pass、fail、unknown、not_applicable", "status of the community under the criterion: pass, fail, unknown, not_applicable"},
	{"provisional", BoolField, "结论依赖于假定", "the status rests on something assumed"},
	{"cause", TextField, "成因；覆盖区为空", "why it is not covered; null for coverage"},
	{"have", RealField, "区内最小值（计至所需数为止）；整社区评价的条件为其数值，不详时为空", "least value in the polygon, counted up to the need; of criteria of communities the value, null if unknown"},
	{"need", RealField, "所需数", "how many are needed; of criteria of communities the target"},
	{"limit", RealField, "限值；整社区评价的条件为空", "the limit; null for criteria of communities"},
	{"limit_unit", TextField, "限值单位：min 分钟，m 米", "unit of the limit: min, m"},
	{"nearest_cost", RealField, "最差处到最近设施，以限值单位计；超过 1.5 倍限值为空", "from the worst place to the nearest facility, in limit_unit; null beyond 1.5 × the limit"},
	{"area_m2", RealField, "面积，平方米", "area in square metres on the ellipsoid"},
	{"area_share", RealField, "占社区面积的比例", "share of the community's area, 0 to 1"},
	{"residents", RealField, "居民数；没有居民数据时为空", "residents inside; null without a residents layer"},
	{"residents_share", RealField, "占社区居民的比例", "share of the community's residents, 0 to 1"},
	{"data_date", TextField, "所用数据中最早的日期", "oldest date of the data used; null if unknown"},
	{"clause", TextField, "条件所依据的条款", "the clause that the criterion comes from"},
	{"confidence", TextField, "数值的可信程度", "how sure the criterion's number is"},
}

// GapCause is where among GapFields the cause stands.
var GapCause = slices.IndexFunc(GapFields, func(f Field) bool { return f.Name == "cause" })

// GapFeatures are the features of the results: coverage ones when covered is set,
// else gaps, one per community, criterion and cause. Those of restricted criteria are left out.
func (r *RunResult) GapFeatures(covered bool) []Feature {
	byID := make(map[string]*indicators.Community, len(r.Communities))
	for i := range r.Communities {
		byID[r.Communities[i].ID] = &r.Communities[i]
	}
	var out []Feature
	for i := range r.Results {
		res := &r.Results[i]
		if r.Run.Standard.Restricts(res.Criterion) {
			continue
		}
		for p := range res.Pieces {
			piece := &res.Pieces[p]
			if (piece.Cause == indicators.Covered) != covered || len(piece.Shape) == 0 {
				continue
			}
			out = append(out, r.gapFeature(byID[res.Community], res, piece))
		}
	}
	return out
}

func (r *RunResult) gapFeature(c *indicators.Community, res *indicators.Result, p *indicators.Piece) Feature {
	aspect, indicator, crit := r.Run.Standard.Criterion(res.Criterion)
	cause, idCause := any(string(p.Cause)), string(p.Cause)
	if p.Cause == indicators.Covered {
		cause, idCause = nil, "covered"
	}
	id := c.ID + "/" + crit.ID + "/" + idCause
	have, need := any(int64(p.Have)), any(int64(res.Need))
	limit, unit := any(crit.Limit.Value), any(string(crit.Limit.Unit))
	if !crit.Measure.OfPlaces() {
		have, need = measured(res, crit)
		limit, unit = nil, nil
	}
	var residents, share any
	if res.Residents.Whole > 0 {
		residents = round(float64(p.Milli)/1000, 3)
		share = round(float64(p.Milli)/float64(res.Residents.Whole), 6)
	}
	return Feature{ID: id, Shape: p.Shape, Values: []any{
		id, int64(r.Run.Number), c.ID, TextOrNil(c.Name), TextOrNil(c.District),
		aspect.ID, indicator.ID, crit.ID, crit.Title.Zh, crit.Title.En,
		string(res.Status), len(res.Provisional) > 0, cause,
		have, need, limit, unit, CostInUnit(p.Nearest, crit.Limit.Unit),
		round(p.AreaM2, 2), round(p.AreaM2*100/float64(res.Area.Whole), 6),
		residents, share, TextOrNil(r.Run.DataDate), TextOrNil(crit.Source), TextOrNil(crit.Confidence),
	}}
}

// measured is the value of a criterion of communities, nil if it is not known, and its target.
func measured(res *indicators.Result, crit *indicators.Criterion) (have, need any) {
	target, _ := crit.Target()
	if res.Measured != nil && res.Status != indicators.NotApplicable {
		have = number(res.Measured.Value)
	}
	return have, number(target)
}

// number is a whole number as one, anything else with at most six decimals.
func number(v float64) any {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return int64(v)
	}
	return round(v, 6)
}

// CostInUnit is a cost of the kernel in minutes or metres, rounded up to three
// decimals, or nil for NoCost.
func CostInUnit(cost uint32, unit indicators.Unit) any {
	if cost == indicators.NoCost {
		return nil
	}
	per := float64(indicators.CostsPerMetre)
	if unit == indicators.Minutes {
		per = indicators.CostsPerMinute
	}
	return math.Ceil(float64(cost)/per*1000) / 1000
}

// TextOrNil is nil, which is published as null, for the empty text.
func TextOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func round(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}

// CommunityFields are the properties of community features under a standard: those of the community, then three
// for each criterion that is not restricted.
func CommunityFields(s *indicators.Standard) []Field {
	f := []Field{
		{"id", TextField, "社区编号", "id of the community"},
		{"name", TextField, "社区名称", "name"},
		{"district", TextField, "县区", "district"},
		{"run", IntField, "计算批次", "number of the run"},
		{"status", TextField, "总评", "overall status"},
		{"provisional", BoolField, "结论依赖于假定", "the status rests on something assumed"},
		{"decided", IntField, "参与判定的指标数", "indicators that decided"},
		{"area_m2", RealField, "面积，平方米", "area in square metres"},
		{"residents", RealField, "居民数", "residents; null if unknown"},
		{"share_basis", TextField, "比例依据：residents、homes、land", "what the shares are of: residents, homes, land"},
		{"data_date", TextField, "所用数据中最早的日期", "oldest date of the data used"},
	}
	for a := range s.Aspects {
		for i := range s.Aspects[a].Indicators {
			ind := &s.Aspects[a].Indicators[i]
			f = append(f, Field{"i_" + ind.ID, TextField, ind.Title.Zh + "：结论", ind.Title.En + ": status"})
			for c := range ind.Criteria {
				k := &ind.Criteria[c]
				if k.Restricted {
					continue
				}
				f = append(f,
					Field{k.ID, TextField, k.Title.Zh + "：结论", k.Title.En + ": status"},
					Field{k.ID + "_low", RealField, k.Title.Zh + "：确定覆盖的比例", k.Title.En + ": share certainly covered, 0 to 1"},
					Field{k.ID + "_high", RealField, k.Title.Zh + "：可能覆盖的比例", k.Title.En + ": share that may be covered, 0 to 1"},
					Field{k.ID + "_have", RealField, k.Title.Zh + "：最小值或数值", k.Title.En + ": least value, or the value"})
			}
		}
	}
	return f
}

// CommunityFeatures are the judged communities, a feature each, with the values of CommunityFields.
func (r *RunResult) CommunityFeatures() []Feature {
	byPair := make(map[[2]string]*indicators.Result, len(r.Results))
	for i := range r.Results {
		byPair[[2]string{r.Results[i].Community, r.Results[i].Criterion}] = &r.Results[i]
	}
	out := make([]Feature, 0, len(r.Communities))
	for i := range r.Communities {
		c := &r.Communities[i]
		v := indicators.Judge(r.Run.Standard, func(criterion string) *indicators.Result {
			return byPair[[2]string{c.ID, criterion}]
		})
		f := Feature{ID: c.ID, Shape: c.Shape}
		var area, residents, basis any
		var values []any
		for a := range r.Run.Standard.Aspects {
			for n := range r.Run.Standard.Aspects[a].Indicators {
				ind := &r.Run.Standard.Aspects[a].Indicators[n]
				values = append(values, string(v.Indicators[ind.ID].Status))
				for k := range ind.Criteria {
					if ind.Criteria[k].Restricted {
						continue
					}
					res := byPair[[2]string{c.ID, ind.Criteria[k].ID}]
					if res == nil {
						values = append(values, nil, nil, nil, nil)
						continue
					}
					area = round(float64(res.Area.Whole)/100, 2)
					if res.Basis != indicators.ByWhole {
						basis = string(res.Basis)
					}
					if res.Residents.Whole > 0 {
						residents = round(float64(res.Residents.Whole)/1000, 3)
					}
					have := any(int64(res.Have))
					if !ind.Criteria[k].Measure.OfPlaces() {
						have, _ = measured(res, &ind.Criteria[k])
					}
					values = append(values, string(res.Status),
						round(res.Decided.LowShare(), 6), round(res.Decided.HighShare(), 6), have)
				}
			}
		}
		f.Values = append([]any{c.ID, TextOrNil(c.Name), TextOrNil(c.District), int64(r.Run.Number),
			string(v.Status), v.Provisional, int64(v.Decided), area, residents, basis, TextOrNil(r.Run.DataDate)}, values...)
		out = append(out, f)
	}
	return out
}
