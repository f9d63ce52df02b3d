package tiles

import (
	"context"
	"net/url"
	"slices"

	"circle15/data"
	"circle15/data/mvt"
	"circle15/data/publish"
	"circle15/indicators"
	"circle15/server/answer"
)

// layer is a layer of tiles by the name in its address.
type layer struct {
	name    string
	title   indicators.Text
	parts   []string // the layers inside a tile
	group   func(choice) string
	make    func(context.Context, *Run, choice) ([]*mvt.Index, error)
	needs   string   // the parameter without which there is no layer; empty for none
	takes   []string // the parameters that choose among its features
	minZoom uint8
}

// choice is a layer with what is asked of it.
type choice struct {
	*layer
	indicator, criterion, category string
}

// layers are all, in the order in which they are listed.
func layers() []*layer {
	alone := func(name string) func(choice) string { return func(choice) string { return name } }
	byCriterion := func(c choice) string { return "criterion/" + c.criterion }
	return []*layer{
		{name: "communities", title: indicators.Text{Zh: "社区", En: "Communities"}, parts: []string{"communities"}, takes: []string{"indicator", "criterion"},
			group: func(c choice) string { return "communities/" + c.indicator + "/" + c.criterion }, make: makeCommunities},
		{name: "gaps", title: indicators.Text{Zh: "覆盖盲区", En: "Gaps"}, parts: []string{"gaps"}, needs: "criterion", takes: []string{"criterion"}, group: byCriterion, make: makeCriterion},
		{name: "coverage", title: indicators.Text{Zh: "覆盖区", En: "Coverage"}, parts: []string{"coverage"}, needs: "criterion", takes: []string{"criterion"}, group: byCriterion, make: makeCriterion},
		{name: "facilities", title: indicators.Text{Zh: "设施点", En: "Facilities"}, parts: []string{"facilities"}, takes: []string{"category"},
			group: func(c choice) string { return "facilities/" + c.category }, make: makeFacilities},
		{name: "base", title: indicators.Text{Zh: "底图", En: "Base map"}, parts: []string{"ground", "buildings", "streets"}, group: alone("base"), make: makeBase},
		{name: "ground", title: indicators.Text{Zh: "水域和绿地", En: "Water and green"}, parts: []string{"ground"}, group: alone("base"), make: makeBase},
		{name: "buildings", title: indicators.Text{Zh: "建筑", En: "Buildings"}, parts: []string{"buildings"}, group: alone("base"), make: makeBase, minZoom: buildingZoom},
		{name: "streets", title: indicators.Text{Zh: "道路", En: "Streets"}, parts: []string{"streets"}, group: alone("base"), make: makeBase, minZoom: rankZoom["main"]},
	}
}

// The zooms from which things are drawn.
const buildingZoom = 13

var rankZoom = map[string]uint8{"main": 8, "road": 11, "path": 13}

// layerNamed is the layer of a name; nil if there is none.
func layerNamed(name string) *layer {
	all := layers()
	if at := slices.IndexFunc(all, func(l *layer) bool { return l.name == name }); at >= 0 {
		return all[at]
	}
	return nil
}

func layerNames() []string {
	var out []string
	for _, l := range layers() {
		out = append(out, l.name)
	}
	return out
}

// choose reads which layer a request asks for, and checks the parameters against the run.
func choose(name string, q url.Values, run *Run) (choice, error) {
	c := choice{layer: layerNamed(name), indicator: q.Get("indicator"), criterion: q.Get("criterion"), category: q.Get("category")}
	if c.layer == nil {
		return c, &answer.Problem{Kind: answer.NoSuchPath, Name: "layer", Got: name, Allowed: layerNames()}
	}
	known := map[string][]string{"indicator": indicatorIDs(run.Result.Run.Standard), "criterion": criterionIDs(run.Result.Run.Standard), "category": publish.Categories(run.Result.Run.Layers)}
	for _, p := range []string{"indicator", "criterion", "category"} {
		if !q.Has(p) {
			continue
		}
		if !slices.Contains(c.takes, p) {
			return c, &answer.Problem{Kind: answer.UnknownParameter, Name: p, Got: q.Get(p), Allowed: c.takes}
		}
		if err := answer.OneOf(q, p, known[p]); err != nil {
			return c, err
		}
	}
	if c.needs != "" && q.Get(c.needs) == "" {
		return c, &answer.Problem{Kind: answer.BadParameter, Name: c.needs, Allowed: known[c.needs]}
	}
	return c, nil
}

// query is the choice as parameters.
func (c choice) query() url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"indicator": c.indicator, "criterion": c.criterion, "category": c.category} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return q
}

func criterionIDs(std *indicators.Standard) (ids []string) {
	for _, c := range std.Criteria() {
		ids = append(ids, c.ID)
	}
	return ids
}

func indicatorIDs(std *indicators.Standard) (ids []string) {
	for a := range std.Aspects {
		for i := range std.Aspects[a].Indicators {
			ids = append(ids, std.Aspects[a].Indicators[i].ID)
		}
	}
	return ids
}

func makeCommunities(_ context.Context, run *Run, c choice) ([]*mvt.Index, error) {
	fields, features := publish.DrawnCommunities(run.Result.Run.Standard, run.Judged, c.indicator, c.criterion)
	return mvt.NewIndex(mvt.Layer{Name: "communities", Fields: fields, Features: features})
}

// makeCriterion makes gaps and coverage together, so that the border between them is one line.
func makeCriterion(_ context.Context, run *Run, c choice) ([]*mvt.Index, error) {
	fields, gaps := publish.DrawnGaps(run.Result, c.criterion, false)
	_, covered := publish.DrawnGaps(run.Result, c.criterion, true)
	return mvt.NewIndex(mvt.Layer{Name: "gaps", Fields: fields, Features: gaps}, mvt.Layer{Name: "coverage", Fields: fields, Features: covered})
}

func makeFacilities(ctx context.Context, run *Run, c choice) ([]*mvt.Index, error) {
	city, err := run.City(ctx)
	if err != nil {
		return nil, err
	}
	fields, features := publish.DrawnFacilities(city.OpenFacilities(), c.category)
	return mvt.NewIndex(mvt.Layer{Name: "facilities", Fields: fields, Features: features})
}

func makeBase(ctx context.Context, run *Run, _ choice) ([]*mvt.Index, error) {
	city, err := run.City(ctx)
	if err != nil {
		return nil, err
	}
	return mvt.NewIndex(BaseLayers(city)...)
}

// BaseLayers are the layers of the base map.
func BaseLayers(city *data.City) []mvt.Layer {
	groundFields, ground := publish.DrawnGround(city.Ground)
	buildingFields, buildings := publish.DrawnBuildings(city.Ground)
	streetFields, streets := publish.DrawnStreets(city.Streets)
	return []mvt.Layer{
		{Name: "ground", Fields: groundFields, Features: ground},
		{Name: "buildings", Fields: buildingFields, Features: buildings, MinZoom: func(int) uint8 { return buildingZoom }},
		{Name: "streets", Fields: streetFields, Features: streets, MinZoom: func(at int) uint8 {
			rank, _ := streets[at].Values[0].(string)
			return rankZoom[rank]
		}},
	}
}
