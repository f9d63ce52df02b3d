package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/indicators"
)

// Run runs the suite. open gives an empty store that is gone when its test is over.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, test := range []struct {
		name string
		do   func(*testing.T, Store)
	}{
		{"an empty store", empty},
		{"layers come back as they were", layersComeBack},
		{"the city does not depend on the order of imports", orderOfImports},
		{"a layer is replaced", replaced},
		{"what a run used stays", usedVersionsStay},
		{"streets and communities have one layer", rivals},
		{"runs come back as they were", runsComeBack},
		{"results hold over runs", resultsHold},
		{"standards take turns", standardsTakeTurns},
		{"a run of layers that are not there", runOfNothing},
		{"what the latest run depends on", printsOfLatest},
		{"finished pairs wait", staging},
		{"old runs are pruned", pruned},
		{"a cancelled call changes nothing", cancelled},
		{"the revision", revision},
	} {
		t.Run(test.name, func(t *testing.T) { test.do(t, open(t)) })
	}
}

// put imports layers and returns their records.
func put(t *testing.T, s Store, ims ...*data.Import) []data.Layer {
	t.Helper()
	var out []data.Layer
	for _, im := range ims {
		l, err := s.PutLayer(t.Context(), im)
		if err != nil {
			t.Fatalf("put %s: %v", im.Layer.Name, err)
		}
		out = append(out, l)
	}
	return out
}

// publish publishes a run and returns its number.
func publish(t *testing.T, s Store, r *data.RunResult) int {
	t.Helper()
	n, err := s.Publish(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func city(t *testing.T, s Store, layers []data.Layer) *data.City {
	t.Helper()
	c, err := s.City(t.Context(), layers)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func notFound(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, data.ErrNotFound) {
		t.Errorf("%s: got %v, want data.ErrNotFound", what, err)
	}
}

// sound fails when the store finds itself damaged.
func sound(t *testing.T, s Store) {
	t.Helper()
	fs, err := s.Check(t.Context())
	if err != nil || len(fs) > 0 {
		t.Errorf("check: %v %v", fs, err)
	}
}

func empty(t *testing.T, s Store) {
	c := city(t, s, nil)
	same(t, "city", c, &data.City{})
	if ls, err := s.Layers(t.Context()); err != nil || len(ls) > 0 {
		t.Errorf("layers: %v %v", ls, err)
	}
	if rs, err := s.Runs(t.Context()); err != nil || len(rs) > 0 {
		t.Errorf("runs: %v %v", rs, err)
	}
	if _, ok, err := s.Frame(t.Context()); ok || err != nil {
		t.Errorf("frame: %v %v", ok, err)
	}
	if id, err := s.DefaultStandard(t.Context()); id != "" || err != nil {
		t.Errorf("default standard: %q %v", id, err)
	}
	_, err := s.Run(t.Context(), 0)
	notFound(t, "the latest run", err)
	_, err = s.RunResult(t.Context(), 3)
	notFound(t, "run 3", err)
	_, err = s.Findings(t.Context(), "osm")
	notFound(t, "findings of no layer", err)
	notFound(t, "a default standard without a run", s.SetDefaultStandard(t.Context(), "x"))
	sound(t, s)
}

func layersComeBack(t *testing.T, s Store) {
	put(t, s, Extract(), Stops(), Communities(), Residents())
	c := city(t, s, nil)
	osm, stops, town, homes := Extract(), Stops(), Communities(), Residents()

	same(t, "streets", c.Streets, osm.Streets)
	want := append(append([]indicators.Facility{}, stops.Facilities...), osm.Facilities...) // bus_stop, park, supermarket
	for i := range want {
		want[i].Layer = "osm"
	}
	want[0].Layer = "gtfs"
	same(t, "facilities", c.Facilities, want)
	same(t, "communities", c.Communities, []indicators.Community{town.Communities[1], town.Communities[0]})
	same(t, "residents", c.Residents, homes.Residents)
	same(t, "ground", c.Ground, osm.Ground)

	ls, err := s.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "layers of the city", c.Layers, ls)
	wantLayers := []data.Layer{town.Layer, stops.Layer, osm.Layer, homes.Layer} // by name
	for i := range wantLayers {
		wantLayers[i].Version = 1
	}
	same(t, "layers", ls, wantLayers)

	fs, err := s.Findings(t.Context(), "")
	town.Findings[0].Layer = "communities"
	same(t, "findings", fs, town.Findings)
	if err != nil {
		t.Error(err)
	}
	centre, ok, err := s.Frame(t.Context())
	if centre != FrameCentre() || !ok || err != nil {
		t.Errorf("frame: got %v %v %v, want %v", centre, ok, err, FrameCentre())
	}
	sound(t, s)
}

func orderOfImports(t *testing.T, s Store) {
	shops := func(name, id string) *data.Import {
		im := Stops()
		im.Layer.Name, im.Layer.Kind = name, data.KindFacilities
		im.Facilities[0].ID = id
		return im
	}
	homes := Residents()
	homes.Layer.Name, homes.Residents.Groups = "a_homes", nil
	put(t, s, shops("z", "b"), shops("a", "b"), shops("m", "a"), Residents(), homes)
	c := city(t, s, nil)
	var got []string
	for _, f := range c.Facilities {
		got = append(got, f.Category+" "+f.Layer+" "+f.ID)
	}
	same(t, "by category, layer, id", got, []string{"bus_stop a b", "bus_stop m a", "bus_stop z b"})
	// a_homes comes before residents by name; it knows no groups, so its elderly are 0.
	same(t, "residents", c.Residents.Groups, map[string][]int64{"elderly": {0, 0, 500, 0}})
	same(t, "people", c.Residents.Milli, []int64{1500, 2_000_250, 1500, 2_000_250})
}

func replaced(t *testing.T, s Store) {
	first := put(t, s, Stops())
	next := Stops()
	next.Facilities[0].Name = "moved"
	second := put(t, s, next)
	if first[0].Version != 1 || second[0].Version != 2 {
		t.Errorf("versions %d, %d, want 1, 2", first[0].Version, second[0].Version)
	}
	if fs := city(t, s, nil).Facilities; len(fs) != 1 || fs[0].Name != "moved" {
		t.Errorf("got %v, want the second version alone", fs)
	}
	put(t, s, next) // the second version is kept, so that the third can be undone
	_, err := s.City(t.Context(), first)
	notFound(t, "the first version, which nothing uses", err)
	sound(t, s)
}

func usedVersionsStay(t *testing.T, s Store) {
	used := put(t, s, Stops(), Communities())
	publish(t, s, Result(Standard("s"), used, 1))
	for _, name := range []string{"second", "third", "fourth"} {
		im := Stops()
		im.Facilities[0].Name = name
		put(t, s, im)
	}
	run, err := s.Run(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := city(t, s, run.Layers).Facilities[0].Name; got != Stops().Facilities[0].Name {
		t.Errorf("the run's stop is called %q, want that of the version it used", got)
	}
	if got := city(t, s, nil).Facilities[0].Name; got != "fourth" {
		t.Errorf("the latest stop is called %q, want fourth", got)
	}
	second := run.Layers
	for i := range second {
		if second[i].Name == "gtfs" {
			second[i].Version = 2
		}
	}
	_, err = s.City(t.Context(), second)
	notFound(t, "the second version, which nothing uses", err)
	sound(t, s)
}

func rivals(t *testing.T, s Store) {
	put(t, s, Extract(), Communities())
	for _, im := range []*data.Import{Extract(), Communities()} {
		im.Layer.Name += "2"
		_, err := s.PutLayer(t.Context(), im)
		var file *data.FileError
		if !errors.As(err, &file) || file.Advice == "" {
			t.Errorf("put %s: got %v, want a *data.FileError with advice", im.Layer.Name, err)
		}
	}
	other := Communities()
	other.Layer.Name, other.Communities[0].ID, other.Communities[1].ID = "more", "X1", "X2"
	put(t, s, other)
	if n := len(city(t, s, nil).Communities); n != 4 {
		t.Errorf("%d communities, want those of both layers", n)
	}
}

func runsComeBack(t *testing.T, s Store) {
	want := Result(Standard("s"), put(t, s, Communities(), Stops()), 2)
	number := publish(t, s, want)
	if number != 1 || want.Run.Number != 0 {
		t.Errorf("number %d (given %d), want 1, and what was given untouched", number, want.Run.Number)
	}
	want.Run.Number = 1
	for _, n := range []int{0, 1} {
		got, err := s.RunResult(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "run with results", got, want)
	}
	runs, err := s.Runs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "runs", runs, []data.Run{want.Run})
	sound(t, s)
}

func resultsHold(t *testing.T, s Store) {
	layers := put(t, s, Communities(), Stops())
	var want []*data.RunResult
	for i, have := range []int{1, 1, 2, 1} { // the first result comes back in run 4
		r := Result(Standard("s"), layers, have)
		r.Run.Number = i + 1
		want = append(want, r)
		publish(t, s, r)
	}
	for _, w := range want {
		got, err := s.RunResult(t.Context(), w.Run.Number)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "run", got, w)
	}
	sound(t, s)
}

func standardsTakeTurns(t *testing.T, s Store) {
	layers := put(t, s, Communities(), Stops())
	for i, id := range []string{"b", "a", "b"} {
		publish(t, s, Result(Standard(id), layers, i))
	}
	latest := func(want int) {
		t.Helper()
		if run, err := s.Run(t.Context(), 0); err != nil || run.Number != want {
			t.Errorf("latest run %d (%v), want %d", run.Number, err, want)
		}
	}
	latest(3) // b was the first, and so the default
	if err := s.SetDefaultStandard(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	latest(2)
	if id, err := s.DefaultStandard(t.Context()); id != "a" || err != nil {
		t.Errorf("default standard %q (%v), want a", id, err)
	}
	got, err := s.RunResult(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "results of run 1", got.Results, Result(Standard("b"), layers, 0).Results)
}

func runOfNothing(t *testing.T, s Store) {
	layers := put(t, s, Communities())
	layers[0].Version = 9
	_, err := s.Publish(t.Context(), Result(Standard("s"), layers, 1))
	notFound(t, "a version that is not there", err)
	if runs, err := s.Runs(t.Context()); len(runs) > 0 || err != nil {
		t.Errorf("runs: %v %v, want none", runs, err)
	}
	if _, err := s.Publish(t.Context(), &data.RunResult{}); err == nil {
		t.Error("a run without a standard was taken")
	}
}

func cancelled(t *testing.T, s Store) {
	layers := put(t, s, Communities())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.PutLayer(ctx, Stops()); !errors.Is(err, context.Canceled) {
		t.Errorf("put: got %v, want context.Canceled", err)
	}
	if _, err := s.Publish(ctx, Result(Standard("s"), layers, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("publish: got %v, want context.Canceled", err)
	}
	ls, err := s.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "layers", ls, layers)
}

func revision(t *testing.T, s Store) {
	seen := map[string]bool{}
	look := func() {
		t.Helper()
		rev, err := s.Revision(t.Context())
		if err != nil || seen[rev] {
			t.Errorf("revision %q (%v) after %v, want a new one", rev, err, seen)
		}
		seen[rev] = true
	}
	look()
	layers := put(t, s, Communities())
	look()
	publish(t, s, Result(Standard("s"), layers, 1))
	look()
	if err := s.SetDefaultStandard(t.Context(), "s"); err != nil {
		t.Error(err)
	}
	look()
}
