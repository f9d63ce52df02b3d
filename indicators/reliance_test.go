package indicators_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// A river with one footbridge at column 5. Whoever lives north of it walks over it to the shop in the south: at most 5 + 2 + 2 + 2
// cells, 1,100 m, of 1,500. Without the bridge nobody does. The ends of the map's streets are joined in rings, so that no other
// stretch matters: the way around it is at most 3,000 m long, and shorter than what they have left.
func TestTheOneFootbridge(t *testing.T) {
	town := drawn.Town{
		Map: "" +
			"+----+----+\n" +
			"|  9 | 9  |\n" +
			"+----+----+\n" +
			"     |     \n" +
			"~~~~~H~~~~~\n" +
			"     |     \n" +
			"+----+----+\n" +
			"|    | 9  |\n" +
			"+----S----+",
		Legend:      shop(),
		Communities: []drawn.Area{drawn.One("north", 0, 0, 10, 3), drawn.One("south", 0, 5, 10, 8)},
		Criterion:   "category: shop, measure: nearest, limit: {metres: 2600}",
	}
	in := town.Input()
	scene := drawn.SceneOf(t, in, town.File())
	got, err := scene.StreetReliances(context.Background(), judged(t, scene, 2))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !slices.Equal(got[0].Communities, []string{"north"}) || got[0].Milli != 18_000 || got[0].Metres < 399 || got[0].Metres > 401 {
		t.Fatalf("got %+v, want the footbridge of 400 m on which the 18 residents of the north depend", got)
	}
	ends := []geo.E7{town.At(5, 2), town.At(5, 6)}
	if !slices.Contains(ends, got[0].From) || !slices.Contains(ends, got[0].To) {
		t.Errorf("it runs from %v to %v, want %v", got[0].From, got[0].To, ends)
	}
}

// Whatever the town, the stretches that are found are those that are found by closing every one of them and asking everybody.
func TestStreetReliancesAreThoseOfEveryStreet(t *testing.T) {
	relied := 0
	rapid.Check(t, func(rt *rapid.T) {
		town := randomTown(rt)
		town.Criterion = rapid.SampledFrom(questions[:2]).Draw(rt, "question").with(rapid.IntRange(800, 2500).Draw(rt, "limit"), rapid.IntRange(1, 2).Draw(rt, "need")) +
			", require: 0.3"
		town.Extent = nil
		in := town.Input()
		for i := range 2 { // so that some pass
			in.Facilities = append(in.Facilities, indicators.Facility{ID: fmt.Sprint("more", i), Layer: "own", Category: "shop",
				At: town.At(rapid.Float64Range(0, 15).Draw(rt, "shop x"), rapid.Float64Range(0, 11).Draw(rt, "shop y"))})
		}
		in.Residents = &indicators.Residents{}
		for range 6 {
			in.Residents.At = append(in.Residents.At, town.At(rapid.Float64Range(1, 14).Draw(rt, "home x"), rapid.Float64Range(1, 9).Draw(rt, "home y")))
			in.Residents.Milli = append(in.Residents.Milli, 1000)
		}
		scene := drawn.SceneOf(t, in, town.File())
		var results []indicators.Result
		a := scene.NewAssessor()
		for i := range in.Communities {
			rs, err := a.Community(context.Background(), i)
			if err != nil {
				rt.Fatal(err)
			}
			results = append(results, rs...)
		}
		list, err := scene.StreetReliances(context.Background(), results)
		if err != nil {
			rt.Fatal(err)
		}
		got := map[uint32][]string{}
		for _, v := range list {
			got[scene.EdgeOf(v)] = v.Communities
			relied++
		}
		want, err := scene.ClosedOneByOne(context.Background(), results)
		if err != nil {
			rt.Fatal(err)
		}
		if !maps.EqualFunc(got, want, slices.Equal) {
			rt.Fatalf("edges and communities %v, want %v\n%s", got, want, town.Map)
		}
	})
	if relied == 0 {
		t.Error("nobody relied on any street in any town")
	}
	t.Logf("%d stretches", relied)
}
