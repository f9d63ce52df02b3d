package lookback_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/plane"
	"circle15/indicators"
	"circle15/indicators/drawn"
	"circle15/indicators/lookback"
)

// town is a street of 20 cells of 100 m with two communities on it, a shop at each end of the first, 3 residents in the middle of each.
func town() *drawn.Town {
	return &drawn.Town{
		Map: `
A--------B----------
    3         3     `,
		Legend:      map[rune][]indicators.Facility{'A': {{Category: "shop", Name: "甲"}}, 'B': {{Category: "shop", Name: "乙"}}},
		Communities: []drawn.Area{drawn.One("west", 0, 0, 9, 1), drawn.One("east", 11, 0, 19, 1)},
		Criterion:   "category: shop, measure: nearest, limit: {metres: 700}",
	}
}

func side(t *testing.T, number int, in *indicators.Input, file []byte) *lookback.Side {
	t.Helper()
	std, err := indicators.ParseStandard("drawn.yaml", file)
	if err != nil {
		t.Fatal(err)
	}
	s := &lookback.Side{Number: number, AsOf: "2026-03-01", Program: "test", Standard: std, Communities: in.Communities,
		Material: &lookback.Material{Facilities: in.Facilities, Streets: in.Streets, Residents: in.Residents, Communities: in.Communities}}
	a := drawn.SceneOf(t, in, file).NewAssessor()
	for i := range in.Communities {
		r, err := a.Community(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		s.Results = append(s.Results, r...)
	}
	return s
}

func diff(t *testing.T, a, b *lookback.Side) *lookback.Difference {
	t.Helper()
	d, err := lookback.Diff(a, b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// texts are the changes as "kind what id field: before → after".
func texts(d *lookback.Difference) []string {
	var out []string
	for _, c := range d.Changes {
		s := fmt.Sprintf("%s %s %s", c.Kind, c.What, c.ID)
		for _, f := range c.Fields {
			s += fmt.Sprintf(" %s: %s → %s", f.Field, f.Before, f.After)
		}
		out = append(out, s)
	}
	return out
}

func TestNothingChanged(t *testing.T) {
	w := town()
	d := diff(t, side(t, 1, w.Input(), w.File()), side(t, 2, w.Input(), w.File()))
	if len(d.Changes)+len(d.Pairs)+len(d.Gaps)+len(d.Communities)+len(d.Districts) != 0 {
		t.Errorf("two runs of the same differ: %+v", d)
	}
}

// Without shop B the people of "west" still have A at 400 m; those of "east", 500 m east of B, have nothing within 700 m. The shop is named
// as the reason, and the new gap is what B alone covered: in "east" all that lies within 700 m of B at column 9, columns 10.5 to 16.
func TestShopWent(t *testing.T) {
	w := town()
	before := side(t, 1, w.Input(), w.File())
	in := w.Input()
	in.Facilities = slices.DeleteFunc(in.Facilities, func(f indicators.Facility) bool { return f.ID == "B1" })
	d := diff(t, before, side(t, 2, in, w.File()))
	if got := texts(d); !slices.Equal(got, []string{"facility went B1"}) {
		t.Fatalf("changes %v", got)
	}
	if len(d.Communities) != 1 || d.Communities[0].Community != "east" || d.Communities[0].Before != indicators.Pass || d.Communities[0].After != indicators.Fail {
		t.Errorf("communities %+v", d.Communities)
	}
	if len(d.Indicators) != 1 || len(d.Criteria) != 1 || d.Criteria[0].Worse != 1 || d.Criteria[0].Better != 0 {
		t.Errorf("indicators %+v, criteria %+v", d.Indicators, d.Criteria)
	}
	for _, p := range d.Pairs {
		if !slices.Equal(p.Why, []int{0}) {
			t.Errorf("%s changed because of %v, want the shop", p.Community, p.Why)
		}
	}
	var grown lookback.GapChange
	for _, g := range d.Gaps {
		if g.Community == "east" && g.What == lookback.Grown {
			grown = g
		}
		if g.What == lookback.Closed || g.What == lookback.Shrunk {
			t.Errorf("a shop less closes a gap: %+v", g)
		}
		if err := plane.Validate(g.Shape); err != nil {
			t.Error(err)
		}
	}
	// The strip from column 10.5 to 16 is 550 m wide and 200 m high. A place at the height y off the street is reached y later.
	if grown.Milli != 3000 || math.Abs(grown.AreaM2-550*200)/(550*200) > 0.2 {
		t.Errorf("grown %+v, want 3 residents and about 110,000 m²", grown)
	}
	// The other way round the same places close.
	back := diff(t, side(t, 2, in, w.File()), before)
	if n := back.Totals[lookback.Shrunk].Count + back.Totals[lookback.Closed].Count; n != len(d.Gaps) || back.Criteria[0].Better != 1 {
		t.Errorf("the way back shrinks %d gaps, %d grew", n, len(d.Gaps))
	}
}

// What changes no result is told all the same: a shop 5 km off, an opening time, a name, and a shop that moved by less than a street.
func TestChangesWithoutResults(t *testing.T) {
	w := town()
	before := side(t, 1, w.Input(), w.File())
	in := w.Input()
	in.Facilities = append(in.Facilities, indicators.Facility{ID: "far", Category: "shop", Layer: "own", At: w.At(70, 0)})
	in.Facilities[0].Attrs = map[string]string{"opening_hours": "24/7"}
	d := diff(t, before, side(t, 2, in, w.File()))
	if got := texts(d); !slices.Equal(got, []string{"facility changed A1 opening_hours:  → 24/7", "facility came far"}) {
		t.Errorf("changes %v", got)
	}
	if len(d.Communities)+len(d.Gaps) != 0 {
		t.Errorf("results changed: %+v %+v", d.Communities, d.Gaps)
	}
}

// A limit of 300 m in place of 700 m: the criterion is named with the field. One resident more in "east" is named by community.
func TestStandardAndResidents(t *testing.T) {
	w := town()
	before := side(t, 1, w.Input(), w.File())
	tighter := *w
	tighter.Criterion = "category: shop, measure: nearest, limit: {metres: 300}"
	in := tighter.Input()
	in.Residents.Milli[1] += 1000
	d := diff(t, before, side(t, 2, in, tighter.File()))
	got := texts(d)
	want := []string{"standard changed c limit.value: 700 → 300", "residents changed east residents: 3 → 4 places:  → 1 changed, 0 came, 0 went"}
	if !slices.Equal(got, want) {
		t.Errorf("changes\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, p := range d.Pairs {
		n := 1
		if p.Community == "east" {
			n = 2
		}
		if len(p.Why) != n || p.Reasons != n {
			t.Errorf("%s: %v, want %d reasons", p.Community, p.Why, n)
		}
	}
}

// A list without stable ids: the same name nearby is the same shop, moved by 100 m; one 5 cells away is another.
func TestFacilitiesByName(t *testing.T) {
	at := town().At
	was := []indicators.Facility{{ID: "h1", Category: "shop", Layer: "l", Name: "甲", At: at(0, 0)}, {ID: "h2", Category: "shop", Layer: "l", Name: "乙", At: at(5, 0)}}
	now := []indicators.Facility{{ID: "h3", Category: "shop", Layer: "l", Name: "甲", At: at(1, 0)}, {ID: "h4", Category: "shop", Layer: "l", Name: "乙", At: at(10, 0)}}
	var got []string
	for _, c := range lookback.Changes(&lookback.Material{Facilities: was}, &lookback.Material{Facilities: now}) {
		got = append(got, string(c.What)+" "+c.ID)
	}
	if want := []string{"went h2", "moved h3", "came h4"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// One way closed, one new, one with steps, one that does not join its neighbour any more: each is named, and no other.
func TestStreets(t *testing.T) {
	at := town().At
	way := func(id int64, traits network.Traits, nodes []int64, places ...geo.E7) network.Way {
		return network.Way{ID: id, Traits: traits, Nodes: nodes, At: places}
	}
	build := func(ways ...network.Way) *network.Streets {
		var b network.Builder
		for _, w := range ways {
			b.Way(w)
		}
		b.Barrier(network.Barrier{ID: 9, Kind: network.Wall, At: []geo.E7{at(0, 9), at(9, 9)}})
		return b.Build()
	}
	main := way(1, network.Foot, []int64{1, 2, 3}, at(0, 0), at(1, 0), at(2, 0))
	side := way(2, network.Foot, []int64{2, 5}, at(1, 0), at(1, 1))
	loose := way(2, network.Foot, []int64{7, 5}, at(1, 0), at(1, 1))
	steps := way(3, network.Foot|network.Steps, []int64{3, 6}, at(2, 0), at(2, 1))
	flat := way(3, network.Foot, []int64{3, 6}, at(2, 0), at(2, 1))
	for _, c := range []struct {
		name string
		a, b *network.Streets
		want []string
	}{
		{"nothing", build(main, side), build(side, main), nil},
		{"a street cut", build(main, side), build(main), []string{"went way/2"}},
		{"a new street", build(main), build(main, side), []string{"came way/2"}},
		{"steps", build(main, flat), build(main, steps), []string{"changed way/3 use: foot → foot, steps"}},
		{"no junction any more", build(main, side), build(main, loose), []string{"changed way/1 joins: way/2 → ", "changed way/2 joins: way/1 → "}},
		{"no streets", nil, nil, nil},
	} {
		var got []string
		for _, ch := range lookback.Changes(&lookback.Material{Streets: c.a}, &lookback.Material{Streets: c.b}) {
			s := string(ch.What) + " " + ch.ID
			for _, f := range ch.Fields {
				s += " " + f.Field + ": " + f.Before + " → " + f.After
			}
			got = append(got, s)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTables(t *testing.T) {
	table := func(rows ...indicators.TableRow) []indicators.Table {
		return []indicators.Table{{Name: "community", Columns: []string{"households", "lifts"}, Rows: rows}}
	}
	was := table(indicators.TableRow{Key: "a", Values: []string{"100", "1"}}, indicators.TableRow{Key: "b", Values: []string{"50", ""}})
	now := table(indicators.TableRow{Key: "a", Values: []string{"100", "2"}}, indicators.TableRow{Key: "c", Values: []string{"10", "0"}})
	var got []string
	for _, c := range lookback.Changes(&lookback.Material{Tables: was}, &lookback.Material{Tables: now}) {
		got = append(got, fmt.Sprint(c.What, " ", c.ID, " ", c.Fields))
	}
	want := []string{"changed a [{lifts 1 2}]", "went b [{households 50 }]", "came c [{households  10} {lifts  0}]"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
