package reach_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// A field answers for any place what a plain Dijkstra from the place itself gives to every source: by the ends of the edges, or along
// the edge when both are on it.
func TestFieldEqualsDijkstraFromThePlace(t *testing.T) {
	var s reach.Searcher
	answered := 0
	rapid.Check(t, func(t *rapid.T) {
		g := town(t)
		place := func(name string) []network.Access {
			return g.Access(geo.XY{X: rapid.Float64Range(-50, 1050).Draw(t, name+" x"), Y: rapid.Float64Range(-50, 1050).Draw(t, name+" y")}, nil)
		}
		k, limit := rapid.IntRange(1, 4).Draw(t, "k"), uint32(rapid.IntRange(50_000, 1_500_000).Draw(t, "limit"))
		var sources []reach.Source
		for range rapid.IntRange(1, 12).Draw(t, "sources") {
			key := uint32(rapid.IntRange(0, 5).Draw(t, "key"))
			for _, a := range place("source") {
				sources = append(sources, reach.Source{Access: a, Key: key})
			}
		}
		l, err := s.Search(context.Background(), g, reach.Seeds(g, sources), k, limit)
		if err != nil {
			t.Fatal(err)
		}
		f := reach.NewField(g, l.Keep(), sources)
		for range 5 {
			from := place("place")
			if len(from) == 0 {
				continue
			}
			want := costs(g, from[0], sources, limit)
			if len(want) > 0 {
				answered++
			}
			near := uint32(reach.NoCost)
			if len(want) > 0 {
				near = want[0].Cost
			}
			want = want[:min(k, len(want))]
			priced := []network.Priced{g.Priced(from[0])}
			got := make([]reach.Label, k)
			if n := f.Best(priced, got); !slices.Equal(got[:n], want) {
				t.Fatalf("best %v, want %v", got[:n], want)
			}
			if n := f.Nearest(priced); n != near {
				t.Fatalf("nearest %d, want %d", n, near)
			}
		}
	})
	if answered < 20 {
		t.Errorf("only %d places reach anything", answered)
	}
}

// costs are the costs from a place to the nearest source of each key, sorted.
func costs(g *network.Graph, from network.Access, sources []reach.Source, limit uint32) []reach.Label {
	toFrom, toTo := g.Ends(from)
	cost := plain(g, []reach.Seed{{Junction: g.From[from.Edge], Label: reach.Label{Cost: toFrom}}, {Junction: g.To[from.Edge], Label: reach.Label{Cost: toTo}}})
	best := map[uint32]uint32{}
	for _, s := range sources {
		a, b := g.Ends(s.Access)
		c := uint64(reach.NoCost)
		if d := cost[g.From[s.Edge]]; d < reach.NoCost {
			c = min(c, uint64(d)+uint64(a))
		}
		if d := cost[g.To[s.Edge]]; d < reach.NoCost {
			c = min(c, uint64(d)+uint64(b))
		}
		if s.Edge == from.Edge {
			c = min(c, uint64(g.Along(from, s.Access)))
		}
		if had, ok := best[s.Key]; c <= uint64(limit) && (!ok || uint32(c) < had) {
			best[s.Key] = uint32(c)
		}
	}
	var out []reach.Label
	for key, c := range best {
		out = append(out, reach.Label{Cost: c, Key: key})
	}
	slices.SortFunc(out, func(a, b reach.Label) int { return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Key, b.Key)) })
	return out
}
