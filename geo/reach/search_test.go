package reach_test

import (
	"cmp"
	"context"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// town is a random connected-or-not graph of n junctions on a grid of about 100 m.
func town(t *rapid.T) *network.Graph {
	n := rapid.IntRange(2, 30).Draw(t, "junctions")
	frame := geo.NewFrame(orb.Point{107, 34.5})
	at := make([]geo.E7, n)
	for i := range at {
		at[i] = frame.E7(geo.XY{X: float64(rapid.IntRange(0, 10).Draw(t, "x")) * 100, Y: float64(rapid.IntRange(0, 10).Draw(t, "y")) * 100})
	}
	var b network.Builder
	for e := range rapid.IntRange(1, 60).Draw(t, "edges") {
		i, j := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		b.Way(network.Way{ID: int64(e + 1), Nodes: []int64{int64(i), int64(j)}, At: []geo.E7{at[i], at[j]}, Traits: network.Foot})
	}
	v := network.Lay(b.Build(), frame).View(network.Mode{Need: network.Foot, MaxAccessM: 200})
	return v.Price(1000)
}

// plain is Dijkstra's algorithm from one set of seeds by linear scan: slow and obvious.
func plain(g *network.Graph, seeds []reach.Seed) []uint32 {
	cost := make([]uint32, len(g.Junctions))
	for i := range cost {
		cost[i] = math.MaxUint32
	}
	for _, s := range seeds {
		cost[s.Junction] = min(cost[s.Junction], s.Cost)
	}
	done := make([]bool, len(cost))
	for {
		at := -1
		for i, c := range cost {
			if !done[i] && c < math.MaxUint32 && (at < 0 || c < cost[at]) {
				at = i
			}
		}
		if at < 0 {
			return cost
		}
		done[at] = true
		for _, a := range g.Arcs(uint32(at)) {
			cost[a.To] = min(cost[a.To], cost[at]+a.Cost)
		}
	}
}

// The search for k different keys gives at every junction the k smallest of the costs that a plain
// Dijkstra from the facilities of each key alone gives.
func TestSearchEqualsDijkstraFromEveryKey(t *testing.T) {
	var s reach.Searcher // one for all: it must not remember
	rapid.Check(t, func(t *rapid.T) {
		g := town(t)
		keys := rapid.IntRange(1, 8).Draw(t, "keys")
		k := rapid.IntRange(1, 5).Draw(t, "k")
		limit := uint32(rapid.IntRange(0, 900_000).Draw(t, "limit"))
		var seeds []reach.Seed
		byKey := make([][]reach.Seed, keys)
		for range rapid.IntRange(0, 15).Draw(t, "seeds") {
			sd := reach.Seed{
				Junction: uint32(rapid.IntRange(0, len(g.Junctions)-1).Draw(t, "junction")),
				Label:    reach.Label{Cost: uint32(rapid.IntRange(0, 200_000).Draw(t, "leg")), Key: uint32(rapid.IntRange(0, keys-1).Draw(t, "key"))},
			}
			seeds = append(seeds, sd)
			byKey[sd.Key] = append(byKey[sd.Key], sd)
		}
		labels, err := s.Search(context.Background(), g, seeds, k, limit)
		if err != nil {
			t.Fatal(err)
		}
		want := make([][]reach.Label, len(g.Junctions))
		for key := range byKey {
			for j, c := range plain(g, byKey[key]) {
				if c <= limit {
					want[j] = append(want[j], reach.Label{Cost: c, Key: uint32(key)})
				}
			}
		}
		for j := range want {
			slices.SortFunc(want[j], func(a, b reach.Label) int {
				return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Key, b.Key))
			})
			if len(want[j]) > k {
				want[j] = want[j][:k]
			}
			if got := labels.At(uint32(j)); !slices.Equal(got, want[j]) {
				t.Fatalf("junction %d: got %v, want %v", j, got, want[j])
			}
		}
	})
}

// A search that is told to stop stops, and the next one is not the worse for it.
func TestSearchStops(t *testing.T) {
	frame := geo.NewFrame(orb.Point{107, 34.5})
	var b network.Builder
	const n = 20_000 // a street of 20,000 junctions, 1 m apart: the context is asked every 4,096
	for i := range n {
		b.Way(network.Way{ID: int64(i + 1), Nodes: []int64{int64(i), int64(i + 1)}, Traits: network.Foot,
			At: []geo.E7{frame.E7(geo.XY{X: float64(i)}), frame.E7(geo.XY{X: float64(i + 1)})}})
	}
	g := network.Lay(b.Build(), frame).View(network.Mode{Need: network.Foot, MaxAccessM: 200}).Price(1000)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var s reach.Searcher
	seeds := []reach.Seed{{Junction: 0}}
	if _, err := s.Search(ctx, g, seeds, 1, 30_000_000); err != context.Canceled {
		t.Fatalf("a stopped search gave %v", err)
	}
	l, err := s.Search(context.Background(), g, seeds, 1, 30_000_000)
	if err != nil {
		t.Fatal(err)
	}
	reached := 0
	for j := range g.Junctions {
		reached += len(l.At(uint32(j)))
	}
	if reached != n+1 {
		t.Errorf("reached %d of %d junctions after a stopped search", reached, n+1)
	}
}
