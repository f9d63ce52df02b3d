package publish

import (
	"context"
	"slices"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// restricted are the categories whose places are not published.
var restricted = []string{indicators.RestrictedCategory}

// LoadCity gives the content of the layers that a run used.
type LoadCity func(context.Context) (*data.City, error)

// Of are the collections of a run, in the order in which they are listed. The city is loaded when facilities or streets
// are asked for; it is not kept here.
func Of(r *data.RunResult, load LoadCity) []*Collection {
	out := []*Collection{
		{ID: "communities", Geometry: Areas, DateField: "data_date",
			Title:       indicators.Text{Zh: "社区", En: "Communities"},
			Description: indicators.Text{Zh: "每个社区的结论、各指标结论和覆盖比例", En: "every community with its status, those of its indicators, and shares covered"},
			make:        ready(data.CommunityFields(r.Run.Standard), r.CommunityFeatures)},
		{ID: "districts", Geometry: Areas,
			Title:       indicators.Text{Zh: "县区", En: "Districts"},
			Description: indicators.Text{Zh: "各县区达标社区数", En: "how many communities of each district pass"},
			make: func(context.Context) ([]data.Field, []data.Feature, error) {
				features, err := districts(r)
				return districtFields, features, err
			}},
		{ID: "gaps", Geometry: Areas, DateField: "data_date",
			Title:       indicators.Text{Zh: "覆盖盲区", En: "Gaps"},
			Description: indicators.Text{Zh: "评价条件不成立的地方及成因", En: "where a criterion does not hold, and why not"},
			make:        ready(data.GapFields, func() []data.Feature { return r.GapFeatures(false) })},
		{ID: "coverage", Geometry: Areas, DateField: "data_date",
			Title:       indicators.Text{Zh: "覆盖区", En: "Coverage"},
			Description: indicators.Text{Zh: "评价条件成立的地方", En: "where a criterion holds"},
			make:        ready(data.GapFields, func() []data.Feature { return r.GapFeatures(true) })},
	}
	stock := &facilityStock{load: load}
	for _, category := range categories(r.Run.Layers, r.Run.ShowAll) {
		out = append(out, facilityCollection(category, stock))
	}
	if slices.ContainsFunc(r.Run.Layers, func(l data.Layer) bool { return l.Kind == data.KindOSM }) {
		out = append(out, &Collection{ID: "streets", Geometry: Lines,
			Title:       indicators.Text{Zh: "步行路网", En: "Streets"},
			Description: indicators.Text{Zh: "计算所用的道路", En: "the ways that the run walked on"},
			make: func(ctx context.Context) ([]data.Field, []data.Feature, error) {
				city, err := load(ctx)
				if err != nil {
					return nil, nil, err
				}
				return streetFields, Streets(city.Streets), nil
			}})
	}
	return out
}

// ready makes features of what is there.
func ready(fields []data.Field, f func() []data.Feature) func(context.Context) ([]data.Field, []data.Feature, error) {
	return func(context.Context) ([]data.Field, []data.Feature, error) { return fields, f(), nil }
}

// Categories are those of the facilities of all layers, sorted, without the restricted ones.
func Categories(layers []data.Layer) []string { return categories(layers, false) }

func categories(layers []data.Layer, all bool) []string {
	var out []string
	for _, l := range layers {
		if l.Restricted && !all {
			continue
		}
		for _, c := range l.Categories {
			if all || !slices.Contains(restricted, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// FacilityPrefix stands before the category in the id of a collection of facilities.
const FacilityPrefix = "facilities_"

func facilityCollection(category string, stock *facilityStock) *Collection {
	return &Collection{ID: FacilityPrefix + category, Geometry: Points,
		Title:       indicators.Text{Zh: "设施点：" + category, En: "Facilities: " + strings.ReplaceAll(category, "_", " ")},
		Description: indicators.Text{Zh: "类别“" + category + "”的设施点，各图层合计", En: "facilities of the category " + category + ", of all layers"},
		make: func(ctx context.Context) ([]data.Field, []data.Feature, error) {
			all, err := stock.of(ctx, category)
			if err != nil {
				return nil, nil, err
			}
			fields, features := Facilities(all, category)
			return fields, features, nil
		}}
}
