package reach_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// A new street between two junctions never lengthens a way between any two, and a new facility never makes the n-th nearest dearer; a
// longer limit and more keys only add to what a shorter search found.
func TestMoreStreetsNeverLengthenAWay(t *testing.T) {
	shorter := 0
	rapid.Check(t, func(rt *rapid.T) {
		n := uint32(rapid.IntRange(2, 25).Draw(rt, "junctions"))
		junction := rapid.Uint32Range(0, n-1)
		edge := rapid.Custom(func(rt *rapid.T) network.Edge {
			return network.Edge{U: junction.Draw(rt, "u"), V: junction.Draw(rt, "v"), Cost: rapid.Uint32Range(1, 20_000).Draw(rt, "cost")}
		})
		edges := rapid.SliceOfN(edge, 1, 50).Draw(rt, "edges")
		seed := rapid.Custom(func(rt *rapid.T) reach.Seed {
			return reach.Seed{Junction: junction.Draw(rt, "at"), Label: reach.Label{Cost: rapid.Uint32Range(0, 3000).Draw(rt, "leg"), Key: rapid.Uint32Range(0, 5).Draw(rt, "key")}}
		})
		seeds := rapid.SliceOfN(seed, 1, 8).Draw(rt, "seeds")
		k, limit := rapid.IntRange(1, 3).Draw(rt, "k"), rapid.Uint32Range(1, 60_000).Draw(rt, "limit")
		find := func(edges []network.Edge, seeds []reach.Seed, k int, limit uint32) *reach.Labels {
			var s reach.Searcher
			l, err := s.Search(context.Background(), network.NewGraph(int(n), edges), seeds, k, limit)
			if err != nil {
				rt.Fatal(err)
			}
			return l
		}
		before := find(edges, seeds, k, limit)
		for what, after := range map[string]*reach.Labels{
			"a new street":   find(append(edges[:len(edges):len(edges)], edge.Draw(rt, "new street")), seeds, k, limit),
			"a new facility": find(edges, append(seeds[:len(seeds):len(seeds)], seed.Draw(rt, "new facility")), k, limit),
			"a longer limit": find(edges, seeds, k, limit+rapid.Uint32Range(1, 20_000).Draw(rt, "longer")),
			"one more key":   find(edges, seeds, k+1, limit),
		} {
			for j := range n {
				was, is := before.At(j), after.At(j)
				if len(is) < len(was) {
					rt.Fatalf("%s: junction %d has %v, before %v", what, j, is, was)
				}
				for i := range was {
					if is[i].Cost > was[i].Cost {
						rt.Fatalf("%s: number %d of junction %d costs %d, before %d", what, i+1, j, is[i].Cost, was[i].Cost)
					}
					if is[i].Cost < was[i].Cost {
						shorter++
					}
				}
			}
		}
	})
	if shorter == 0 {
		t.Error("nothing ever became shorter")
	}
}
