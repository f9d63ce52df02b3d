package publish

import (
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// DrawnCommunities are communities as a map colours them: under a criterion, under an indicator, or with neither as a whole, then with
// the class of every indicator too. Shares and numbers are those of the criterion, null without one.
func DrawnCommunities(std *indicators.Standard, judged []Judged, indicator, criterion string) ([]data.Field, []data.Feature) {
	fields := []data.Field{
		{Name: "id", Type: data.TextField, Zh: "社区编号", En: "id of the community"},
		{Name: "name", Type: data.TextField, Zh: "社区名称", En: "name"},
		{Name: "district", Type: data.TextField, Zh: "县区", En: "district"},
		{Name: "class", Type: data.TextField, Zh: "着色：pass、near、fail、unknown、not_applicable", En: "how it is coloured: pass, near, fail, unknown, not_applicable"},
		{Name: "status", Type: data.TextField, Zh: "结论", En: "status"},
		{Name: "provisional", Type: data.BoolField, Zh: "结论依赖于假定", En: "the status rests on something assumed"},
		{Name: "low_share", Type: data.RealField, Zh: "确定覆盖的比例", En: "share certainly covered, 0 to 1"},
		{Name: "high_share", Type: data.RealField, Zh: "可能覆盖的比例", En: "share that may be covered, 0 to 1"},
		{Name: "have", Type: data.IntField, Zh: "最小值", En: "least value"},
		{Name: "need", Type: data.IntField, Zh: "所需数", En: "how many are needed"},
	}
	_, _, crit := std.Criterion(criterion)
	var all []string
	if indicator == "" && crit == nil {
		for a := range std.Aspects {
			for i := range std.Aspects[a].Indicators {
				ind := &std.Aspects[a].Indicators[i]
				all = append(all, ind.ID)
				fields = append(fields, data.Field{Name: "i_" + ind.ID, Type: data.TextField, Zh: ind.Title.Zh + "：着色", En: ind.Title.En + ": how it is coloured"})
			}
		}
	}
	out := make([]data.Feature, 0, len(judged))
	for i := range judged {
		j := &judged[i]
		values := append([]any{j.ID, data.TextOrNil(j.Name), data.TextOrNil(j.District)}, j.drawn(indicator, crit)...)
		for _, id := range all {
			values = append(values, string(j.IndicatorClass(id)))
		}
		out = append(out, data.Feature{ID: j.ID, Shape: j.Shape, Values: values})
	}
	return fields, out
}

// drawn are the values from the class to the number that is needed.
func (j *Judged) drawn(indicator string, crit *indicators.Criterion) []any {
	switch {
	case crit != nil:
		r := j.Results[crit.ID]
		if r == nil {
			return []any{string(Unknown), string(indicators.Unknown), false, nil, nil, nil, nil}
		}
		return []any{string(PairClass(r, crit.Near)), string(r.Status), len(r.Provisional) > 0, r.Decided.LowShare(), r.Decided.HighShare(), int64(r.Have), int64(r.Need)}
	case indicator != "":
		o := j.Verdict.Indicators[indicator]
		return []any{string(j.IndicatorClass(indicator)), string(o.Measured), o.Provisional, nil, nil, nil, nil}
	}
	return []any{string(j.Class()), string(j.Verdict.Status), j.Verdict.Provisional, nil, nil, nil, nil}
}

// drawnGapFields are the fields that gaps and coverage have on a map.
var drawnGapFields = []string{"id", "community_id", "community_name", "status", "cause", "have", "need", "nearest_cost", "limit_unit", "area_m2", "residents"}

// DrawnGaps are the gaps of a criterion as a map draws them, or with covered what it covers.
func DrawnGaps(r *data.RunResult, criterion string, covered bool) ([]data.Field, []data.Feature) {
	one := &data.RunResult{Run: r.Run, Communities: r.Communities}
	for i := range r.Results {
		if r.Results[i].Criterion == criterion {
			one.Results = append(one.Results, r.Results[i])
		}
	}
	var fields []data.Field
	var columns []int
	for i, f := range data.GapFields {
		if slices.Contains(drawnGapFields, f.Name) {
			fields, columns = append(fields, f), append(columns, i)
		}
	}
	features := one.GapFeatures(covered)
	for i := range features {
		values := make([]any, len(columns))
		for k, c := range columns {
			values[k] = features[i].Values[c]
		}
		features[i].Values = values
	}
	return fields, features
}

// DrawnFacilities are the facilities of a category, or of all with an empty one.
func DrawnFacilities(all []indicators.Facility, category string) ([]data.Field, []data.Feature) {
	out := []data.Feature{}
	for i := range all {
		f := &all[i]
		if slices.Contains(restricted, f.Category) || category != "" && f.Category != category {
			continue
		}
		at := f.At
		out = append(out, data.Feature{ID: f.ID, Point: &at, Values: []any{f.ID, f.Category, data.TextOrNil(f.Name), data.TextOrNil(f.Layer), data.TextOrNil(lineNames(f.Lines))}})
	}
	return facilityFields, out
}

// drawnGround are the kinds of ground that a map draws, beside buildings.
var drawnGround = []data.GroundKind{data.Sea, data.WaterA, data.River, data.Green, data.Scrub, data.Sand, data.Railway}

// DrawnGround are water, green and railways: areas, and lines where the source has no area.
func DrawnGround(ground []data.Ground) ([]data.Field, []data.Feature) {
	fields := []data.Field{
		{Name: "kind", Type: data.TextField, Zh: "类型：sea、water、river、green、scrub、sand、railway", En: "sea, water, river, green, scrub, sand, railway"},
		{Name: "name", Type: data.TextField, Zh: "名称", En: "name"},
	}
	out := []data.Feature{}
	for i := range ground {
		if g := &ground[i]; slices.Contains(drawnGround, g.Kind) {
			out = appendGround(out, g, string(g.Kind), data.TextOrNil(g.Name))
		}
	}
	return fields, out
}

// DrawnBuildings are the buildings.
func DrawnBuildings(ground []data.Ground) ([]data.Field, []data.Feature) {
	fields := []data.Field{{Name: "residential", Type: data.BoolField, Zh: "住宅", En: "people live in it"}}
	out := []data.Feature{}
	for i := range ground {
		if g := &ground[i]; g.Kind == data.Building && len(g.Shape) > 0 {
			out = appendGround(out, g, g.Residential)
		}
	}
	return fields, out
}

func appendGround(out []data.Feature, g *data.Ground, values ...any) []data.Feature {
	switch {
	case len(g.Shape) > 0:
		return append(out, data.Feature{ID: g.ID, Shape: g.Shape, Values: values})
	case len(g.Line) > 1:
		return append(out, data.Feature{ID: g.ID, Lines: [][]geo.E7{g.Line}, Values: values})
	}
	return out
}

// DrawnStreets are the streets of a network, with their rank and name.
func DrawnStreets(s *network.Streets) ([]data.Field, []data.Feature) {
	features := Streets(s)
	for i := range features {
		v := features[i].Values
		features[i].Values = []any{v[2], v[1]}
	}
	return []data.Field{streetFields[2], streetFields[1]}, features
}
