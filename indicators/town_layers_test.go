package indicators_test

import (
	"slices"
	"strings"
	"testing"

	"circle15/indicators"
	"circle15/indicators/drawn"
)

// Lines at stops: what counts as one line. All stops lie within reach of the community; need is 9, so that the count shows.
func TestWhatIsOneLine(t *testing.T) {
	layers := []indicators.LayerInfo{
		{Name: "own", Rank: 0, Complete: true, Categories: []string{"bus_stop"}},
		{Name: "gtfs", Rank: 1, Complete: true, Categories: []string{"bus_stop"}},
		{Name: "osm", Rank: 2, Complete: true, Categories: []string{"bus_stop"}},
	}
	from := func(layer string, lines ...indicators.Line) []indicators.Facility {
		f := stop(lines...)
		f[0].Layer = layer
		return f
	}
	weekend := line("HSL", "5N")
	weekend.Weekend = true
	for _, c := range []struct {
		name string
		a, b []indicators.Facility
		want int
	}{
		{"two stops of one line", stop(line("公交", "1")), stop(line("公交", "1")), 1},
		{"two lines at one stop", stop(line("公交", "1"), line("公交", "2")), stop(), 2},
		{"one number of two operators", stop(line("A", "1")), stop(line("B", "1")), 2},
		{"both directions", stop(line("宝鸡公交", "10路(上行)")), stop(line("宝鸡公交", "10路（下行）")), 1},
		{"both directions in Spanish", stop(line("Global", "1 (Ida)")), stop(line("Global", "1 (Vuelta)")), 1},
		{"an express is a line of its own", stop(line("公交", "10路")), stop(line("公交", "10路快线")), 2},
		{"spellings of one operator", stop(line("Guaguas Municipales, S.A.", "12")), stop(line("GUAGUAS MUNICIPALES", "12")), 1},
		{"it runs at weekends only", stop(weekend), stop(line("HSL", "5")), 1},
		// GTFS speaks for its operator: what OSM says of the same operator is not added, what it says of another one is.
		{"GTFS and OSM of one operator", from("gtfs", line("HSL", "1")), from("osm", line("HSL", "2")), 1},
		{"GTFS of one, OSM of another", from("gtfs", line("HSL", "1")), from("osm", line("VR", "2")), 2},
		{"own table over both", from("own", line("HSL", "7")), from("gtfs", line("HSL", "1"), line("HSL", "2")), 1},
		// A line without an operator is that of the only operator with a line of this name.
		{"an operator is missing", from("gtfs", line("HSL", "1")), from("osm", line("", "1")), 1},
		{"an operator is missing for another line", from("gtfs", line("HSL", "1")), from("osm", line("", "2")), 2},
	} {
		town := drawn.Town{
			Map: "-----B--C--------", Layers: layers, Communities: []drawn.Area{drawn.One("k", 6, 0, 7, 0)},
			Legend:    map[rune][]indicators.Facility{'B': c.a, 'C': c.b},
			Criterion: "category: bus_stop, measure: distinct, key: line, threshold: 9, limit: {metres: 600}",
		}
		r := town.Judge(t)[0]
		if r.Have != c.want || r.Evidence.Total != c.want || len(r.Evidence.Counted) != c.want {
			t.Errorf("%s: have %d, evidence %+v; want %d", c.name, r.Have, r.Evidence.Counted, c.want)
		}
		keys := map[string]bool{}
		for _, s := range r.Evidence.Counted {
			keys[s.Key] = true
		}
		if len(keys) != c.want {
			t.Errorf("%s: keys %v", c.name, keys)
		}
	}
}

// What can be concluded when nothing is in reach depends on what is known.
func TestWhatIsKnown(t *testing.T) {
	own := func(complete, assumed bool, categories ...string) indicators.LayerInfo {
		return indicators.LayerInfo{Name: "own", Complete: complete, Assumed: assumed, Categories: categories}
	}
	osm := indicators.LayerInfo{Name: "osm", Assumed: true, Rank: 2, Categories: []string{"shop"}}
	farShop := "-----------------------------S" // 2,400 m and more from the community
	noShop := "------------------------------"
	for _, c := range []struct {
		name        string
		town        string
		category    string
		layers      []indicators.LayerInfo
		status      indicators.Status
		cause       indicators.Cause
		provisional string
	}{
		{"none in reach", farShop, "shop", []indicators.LayerInfo{own(true, false, "shop")}, indicators.Fail, indicators.NoFacility, ""},
		{"none in the city", noShop, "shop", []indicators.LayerInfo{own(true, false, "other")}, indicators.Unknown, indicators.NoData, ""},
		{"no layer at all", noShop, "shop", []indicators.LayerInfo{}, indicators.Unknown, indicators.NoData, ""},
		{"a complete layer says that there is none", noShop, "shop", []indicators.LayerInfo{own(true, false, "shop")}, indicators.Fail, indicators.NoFacility, ""},
		{"an assumed layer does not say so", noShop, "shop", []indicators.LayerInfo{osm}, indicators.Unknown, indicators.NoData, ""},
		{"complete for one of two categories", noShop, "[shop, kiosk]", []indicators.LayerInfo{own(true, false, "shop")}, indicators.Unknown, indicators.NoData, ""},
		{"complete for both", noShop, "[shop, kiosk]", []indicators.LayerInfo{own(true, false, "kiosk", "shop")}, indicators.Fail, indicators.NoFacility, ""},
		{"an incomplete layer", farShop, "shop", []indicators.LayerInfo{own(false, false, "shop")}, indicators.Unknown, indicators.NoFacility, ""},
		{"an incomplete layer beside a complete one", farShop, "shop", []indicators.LayerInfo{own(false, false, "shop"), {Name: "list", Complete: true, Categories: []string{"shop"}}}, indicators.Fail, indicators.NoFacility, ""},
		{"an assumed layer", farShop, "shop", []indicators.LayerInfo{own(false, true, "shop")}, indicators.Fail, indicators.NoFacility, "assumed_layer:own"},
	} {
		town := drawn.Town{
			Map: c.town, Legend: shop(), Layers: c.layers, Communities: []drawn.Area{drawn.One("k", 2, 0, 5, 0)},
			Criterion: "category: " + c.category + ", measure: nearest, limit: {metres: 500}",
		}
		r := town.Judge(t)[0]
		if r.Status != c.status || len(r.Pieces) != 1 || r.Pieces[0].Cause != c.cause || strings.Join(r.Provisional, " ") != c.provisional {
			t.Errorf("%s: %s %+v, provisional %v; want %s %s %q", c.name, r.Status, r.Pieces, r.Provisional, c.status, c.cause, c.provisional)
		}
		if a := town.Here(t, 3, 0); a.Covered || a.Cause != c.cause {
			t.Errorf("%s: at a place %q, want %q", c.name, a.Cause, c.cause)
		}
	}
	// From an incomplete layer a pass can be concluded.
	town := drawn.Town{Map: "--S---------", Legend: shop(), Layers: []indicators.LayerInfo{own(false, false, "shop")},
		Communities: []drawn.Area{drawn.One("k", 2, 0, 4, 0)}, Criterion: "category: shop, measure: nearest, limit: {metres: 500}, must_set: true"}
	if r := town.Judge(t)[0]; r.Status != indicators.Pass || !slices.Equal(r.Provisional, []string{"must_set"}) {
		t.Errorf("incomplete and covered: %s, provisional %v", r.Status, r.Provisional)
	}
}

// Twins of two layers count once: same name, at most 30 m apart. Cells of 10 m, 120 of them for a street of 1,190 m.
func TestTwins(t *testing.T) {
	named := func(layer, name string) indicators.Facility {
		return indicators.Facility{Category: "shop", Layer: layer, Name: name}
	}
	street := strings.Repeat("-", 60) + "%s" + strings.Repeat("-", 60)
	for _, c := range []struct {
		name   string
		shops  string
		legend map[rune][]indicators.Facility
		want   int
		also   bool
	}{
		{"20 m apart", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "Dia")}, 'B': {named("own", "DIA")}}, 1, true},
		{"40 m apart", "A---B", map[rune][]indicators.Facility{'A': {named("osm", "Dia")}, 'B': {named("own", "Dia")}}, 2, false},
		{"other names", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "Dia")}, 'B': {named("own", "Spar")}}, 2, false},
		{"no names", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "")}, 'B': {named("own", "")}}, 2, false},
		{"of one layer", "A-B", map[rune][]indicators.Facility{'A': {named("own", "Dia")}, 'B': {named("own", "Dia")}}, 2, false},
		{"full-width", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "超市Ａ店")}, 'B': {named("own", "超市A店")}}, 1, true},
		// Two machines of one bank face each other, and both layers have both.
		{"two and two", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "ATM"), named("own", "ATM")}, 'B': {named("osm", "ATM"), named("own", "ATM")}}, 2, true},
		// One layer has two of them, the other one: the second is nobody's twin.
		{"two and one", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "ATM"), named("own", "ATM")}, 'B': {named("own", "ATM")}}, 2, true},
		{"one and two", "A-B", map[rune][]indicators.Facility{'A': {named("osm", "ATM"), named("own", "ATM")}, 'B': {named("osm", "ATM")}}, 2, true},
	} {
		town := drawn.Town{
			Map: strings.Replace(street, "%s", c.shops, 1), CellM: 10, Legend: c.legend, Communities: []drawn.Area{drawn.One("k", 55, 0, 70, 0)},
			Layers:    []indicators.LayerInfo{{Name: "own", Complete: true, Categories: []string{"shop"}}, {Name: "osm", Complete: true, Categories: []string{"shop"}}},
			Criterion: "category: shop, measure: count, threshold: 9, limit: {metres: 600}",
		}
		r := town.Judge(t)[0]
		also := slices.ContainsFunc(r.Evidence.Counted, func(s indicators.Seen) bool { return len(s.Also) > 0 })
		if r.Have != c.want || r.Evidence.Total != c.want || also != c.also {
			t.Errorf("%s: have %d, evidence %+v; want %d, twins %v", c.name, r.Have, r.Evidence.Counted, c.want, c.also)
		}
	}
}

// Two offices number their shops from 1: the two shops "1" are two.
func TestIDsAreOfTheirLayer(t *testing.T) {
	one := func(layer string) indicators.Facility {
		return indicators.Facility{Category: "shop", Layer: layer, ID: "1"}
	}
	town := drawn.Town{
		Map: "---A--B------", Legend: map[rune][]indicators.Facility{'A': {one("east")}, 'B': {one("west")}},
		Layers:      []indicators.LayerInfo{{Name: "east", Complete: true}, {Name: "west", Complete: true}},
		Communities: []drawn.Area{drawn.One("k", 4, 0, 5, 0)}, Criterion: "category: shop, measure: count, threshold: 2, limit: {metres: 600}",
	}
	for range 20 { // equal ids must not make an order of their own
		r := town.Judge(t)[0]
		if r.Status != indicators.Pass || r.Evidence.Total != 2 || r.Evidence.Counted[0].Layer == r.Evidence.Counted[1].Layer {
			t.Fatalf("%s, have %d: %+v", r.Status, r.Have, r.Evidence.Counted)
		}
	}
}

// A criterion may rank its sources: only the first layer that has any counts. And it may ask for an attribute.
func TestSourcesAndWhere(t *testing.T) {
	f := func(layer, open string) indicators.Facility {
		return indicators.Facility{Category: "shop", Layer: layer, Attrs: map[string]string{"open": open}}
	}
	town := drawn.Town{
		Map:         "---A--B--C---",
		Legend:      map[rune][]indicators.Facility{'A': {f("osm", "yes")}, 'B': {f("osm", "no")}, 'C': {f("own", "yes")}},
		Layers:      []indicators.LayerInfo{{Name: "own", Complete: true}, {Name: "osm", Complete: true}},
		Communities: []drawn.Area{drawn.One("k", 4, 0, 7, 0)},
	}
	for _, c := range []struct {
		words string
		want  int
	}{{"", 3}, {", sources: [own, osm]", 1}, {", sources: [osm]", 2}, {", sources: [nobody]", 3}, {", where: {open: yes}", 2}, {", where: {open: [yes, no]}, sources: [osm]", 2}} {
		town.Criterion = "category: shop, measure: count, threshold: 9, limit: {metres: 900}" + c.words
		if r := town.Judge(t)[0]; r.Have != c.want {
			t.Errorf("%q: have %d, want %d", c.words, r.Have, c.want)
		}
	}
}

// Different values of an attribute: three counters for two kinds of payment.
func TestDistinctValues(t *testing.T) {
	pays := func(kinds string) []indicators.Facility {
		return []indicators.Facility{{Category: "utility_payment", Attrs: map[string]string{"kinds": kinds}}}
	}
	town := drawn.Town{
		Map: "---A--B--C---", Legend: map[rune][]indicators.Facility{'A': pays("water; power"), 'B': pays("power"), 'C': pays("")},
		Communities: []drawn.Area{drawn.One("k", 4, 0, 7, 0)}, Criterion: "category: utility_payment, measure: distinct, key: kinds, threshold: 2, limit: {metres: 900}",
	}
	r := town.Judge(t)[0]
	if r.Status != indicators.Pass || r.Evidence.Total != 2 {
		t.Errorf("%s: %+v", r.Status, r.Evidence)
	}
}
