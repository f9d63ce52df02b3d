package publish

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/plane"
	"circle15/indicators"
)

// districtFields are the fields of districts.
var districtFields = []data.Field{
	{Name: "id", Type: data.TextField, Zh: "县区", En: "the district"},
	{Name: "run", Type: data.IntField, Zh: "计算批次", En: "number of the run"},
	{Name: "communities", Type: data.IntField, Zh: "社区数", En: "communities"},
	{Name: "pass", Type: data.IntField, Zh: "达标社区数", En: "communities that pass"},
	{Name: "fail", Type: data.IntField, Zh: "未达标社区数", En: "communities that fail"},
	{Name: "unknown", Type: data.IntField, Zh: "无法判定的社区数", En: "communities that cannot be judged"},
	{Name: "not_applicable", Type: data.IntField, Zh: "不适用的社区数", En: "communities that nothing applies to"},
	{Name: "area_m2", Type: data.RealField, Zh: "面积，平方米", En: "area in square metres"},
}

// districts are the communities of each district united, with how many of them pass. Communities without a district
// are in none.
func districts(r *data.RunResult) ([]data.Feature, error) {
	results := map[[2]string]*indicators.Result{}
	for i := range r.Results {
		results[[2]string{r.Results[i].Community, r.Results[i].Criterion}] = &r.Results[i]
	}
	of := map[string][]*indicators.Community{}
	for i := range r.Communities {
		if c := &r.Communities[i]; c.District != "" {
			of[c.District] = append(of[c.District], c)
		}
	}
	out := []data.Feature{}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		count := map[indicators.Status]int64{}
		var parts geo.MultiPolygon
		for _, c := range of[name] {
			parts = append(parts, c.Shape...)
			count[indicators.Judge(r.Run.Standard, func(criterion string) *indicators.Result { return results[[2]string{c.ID, criterion}] }).Status]++
		}
		shape, err := plane.Unite(parts)
		if err != nil {
			return nil, fmt.Errorf("district %q: %w", name, err)
		}
		area := geo.AreasAt(shape.Box()).Multi(shape)
		out = append(out, data.Feature{ID: name, Shape: shape, Values: []any{name, int64(r.Run.Number), int64(len(of[name])),
			count[indicators.Pass], count[indicators.Fail], count[indicators.Unknown], count[indicators.NotApplicable], math.Round(area*100) / 100}})
	}
	return out, nil
}
