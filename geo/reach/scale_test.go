package reach_test

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// copies is the graph of Porto n times side by side, without a street between them, and the seeds of one likewise.
func copies(p *porto, one []reach.Seed, n int) (*network.Graph, []reach.Seed) {
	var edges []network.Edge
	junctions := uint32(len(p.graph.Junctions))
	for e := range p.graph.Edges() {
		edges = append(edges, network.Edge{U: p.graph.From[e], V: p.graph.To[e], Cost: uint32(p.graph.LengthM[e])})
	}
	var all []network.Edge
	var seeds []reach.Seed
	for c := range uint32(n) {
		for _, e := range edges {
			all = append(all, network.Edge{U: e.U + c*junctions, V: e.V + c*junctions, Cost: e.Cost})
		}
		for _, s := range one {
			seeds = append(seeds, reach.Seed{Junction: s.Junction + c*junctions, Label: reach.Label{Key: s.Key}})
		}
	}
	return network.NewGraph(n*int(junctions), all), seeds
}

// searching is the time of n searches, the least of five times.
func searching(b *testing.B, s *reach.Searcher, g *network.Graph, seeds []reach.Seed, k, n int) time.Duration {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Duration(1 << 62)
	for range 5 {
		begin := clock()
		for range n {
			if _, err := s.Search(context.Background(), g, seeds, k, portoLimit); err != nil {
				b.Fatal(err)
			}
		}
		least = min(least, clock()-begin)
	}
	return least
}

// 25 disjoint copies of Porto, 1.8 million junctions, against 25 times one: the nearest of one category, which touches a tenth of the junctions in a quarter of a
// millisecond, and the nearest three of all facilities, which touches nearly all.
func BenchmarkPortoScale(b *testing.B) {
	p := loadPorto(b)
	for _, q := range []struct {
		name  string
		seeds []reach.Seed
		k     int
	}{{"nearest=1", p.categories[0], 1}, {"nearest=3,all", slices.Concat(p.categories...), 3}} {
		b.Run(q.name, func(b *testing.B) {
			big, seeds := copies(p, q.seeds, 25)
			var one, many reach.Searcher
			small, large := time.Duration(1<<62), time.Duration(1<<62)
			for b.Loop() {
				small = min(small, searching(b, &one, p.graph, q.seeds, q.k, 25))
				large = min(large, searching(b, &many, big, seeds, q.k, 1))
			}
			b.ReportMetric(float64(large)/float64(small), "of-linear")
			b.ReportMetric(small.Seconds()*1000, "25-times-one-ms")
			b.ReportMetric(large.Seconds()*1000, "copies-ms")
		})
	}
}

// How many facilities of all categories lie within 1,200 m of every junction: one search from each junction that has any.
func BenchmarkPortoCount(b *testing.B) {
	p := loadPorto(b)
	at := map[uint32]uint32{}
	for _, seeds := range p.categories {
		for _, s := range seeds {
			at[s.Junction]++
		}
	}
	count := make([]uint32, len(p.graph.Junctions))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	queue := &counter{buckets: make([][]uint32, portoLimit>>12+1), cost: make([]uint32, len(count))}
	for i := range queue.cost {
		queue.cost[i] = reach.NoCost
	}
	least := time.Duration(1 << 62)
	for b.Loop() {
		begin := clock()
		clear(count)
		for j, n := range at {
			queue.from(p.graph, j, portoLimit, func(at uint32) { count[at] += n })
		}
		least = min(least, clock()-begin)
	}
	b.ReportMetric(least.Seconds()*1000, "least-cpu-ms")
}

// counter is a search from one junction.
type counter struct {
	buckets [][]uint32
	cost    []uint32
	seen    []uint32
}

func (c *counter) from(g *network.Graph, start, limit uint32, yield func(uint32)) {
	c.cost[start], c.seen = 0, append(c.seen[:0], start)
	c.buckets[0] = append(c.buckets[0], start)
	for k := range c.buckets {
		for i := 0; i < len(c.buckets[k]); i++ {
			j := c.buckets[k][i]
			if c.cost[j]>>12 != uint32(k) {
				continue
			}
			for _, a := range g.Arcs(j) {
				if d := c.cost[j] + a.Cost; d <= limit && d < c.cost[a.To] {
					if c.cost[a.To] == reach.NoCost {
						c.seen = append(c.seen, a.To)
					}
					c.cost[a.To] = d
					c.buckets[d>>12] = append(c.buckets[d>>12], a.To)
				}
			}
		}
		c.buckets[k] = c.buckets[k][:0]
	}
	for _, j := range c.seen {
		yield(j)
		c.cost[j] = reach.NoCost
	}
}

// The nearest three of 20 categories on two cores against one: the median of ten pairs.
func BenchmarkPortoTwoCores(b *testing.B) {
	p := loadPorto(b)
	searchers := [2]reach.Searcher{}
	run := func(workers int) time.Duration {
		begin := time.Now()
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				for c := w; c < len(p.categories); c += workers {
					if _, err := searchers[w].Search(context.Background(), p.graph, p.categories[c], 3, portoLimit); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		return time.Since(begin)
	}
	run(2)
	for b.Loop() {
		var ratios []float64
		for range 10 {
			ratios = append(ratios, float64(run(1))/float64(run(2)))
		}
		slices.Sort(ratios)
		b.ReportMetric((ratios[4]+ratios[5])/2, "times-one-core")
	}
}
