package reach_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// A graph of several parts, large enough to be searched district by district, gives the labels of its parts searched one by one.
func TestDistrictsGiveTheSameLabels(t *testing.T) {
	const parts, size, limit = 5, 20_000, 90_000
	rnd := rand.New(rand.NewPCG(15, 4))
	var edges, all []network.Edge
	for j := range uint32(size - 1) { // a chain with chords
		edges = append(edges, network.Edge{U: j, V: j + 1, Cost: 1 + rnd.Uint32N(20_000)}, network.Edge{U: rnd.Uint32N(size), V: j, Cost: 30_000 + rnd.Uint32N(60_000)})
	}
	var seeds []reach.Seed
	for k := range uint32(300) {
		seeds = append(seeds, reach.Seed{Junction: rnd.Uint32N(size), Label: reach.Label{Cost: rnd.Uint32N(5000), Key: k}})
	}
	var many []reach.Seed
	for p := range uint32(parts) {
		for _, e := range edges {
			all = append(all, network.Edge{U: e.U + p*size, V: e.V + p*size, Cost: e.Cost})
		}
		for _, s := range seeds {
			many = append(many, reach.Seed{Junction: s.Junction + p*size, Label: s.Label})
		}
	}
	rnd.Shuffle(len(many), func(i, j int) { many[i], many[j] = many[j], many[i] })
	whole, one := network.NewGraph(parts*size, all), network.NewGraph(size, edges)
	if _, n := whole.Districts(); n < 2 {
		t.Fatalf("%d district", n)
	}
	var a, b reach.Searcher
	want, err := a.Search(context.Background(), one, seeds, 3, limit)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Search(context.Background(), whole, many, 3, limit)
	if err != nil {
		t.Fatal(err)
	}
	for j := range uint32(parts * size) {
		if g, w := got.At(j), want.At(j%size); !slices.Equal(g, w) {
			t.Fatalf("junction %d: %v, want %v", j, g, w)
		}
	}
	kept := got.Keep()
	for j := range uint32(parts * size) {
		if !slices.Equal(kept.At(j), got.At(j)) {
			t.Fatalf("junction %d: %v is kept of %v", j, kept.At(j), got.At(j))
		}
	}
}
