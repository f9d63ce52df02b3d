package reach_test

import (
	"container/heap"
	"context"
	"runtime"
	"testing"
	"time"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// inDecimetres is a graph with costs in tenths of a metre, rounded up.
func inDecimetres(g *network.Graph) *network.Graph {
	var edges []network.Edge
	for e := range g.Edges() {
		edges = append(edges, network.Edge{U: g.From[e], V: g.To[e], Cost: uint32(g.LengthM[e]+99) / 100})
	}
	return network.NewGraph(len(g.Junctions), edges)
}

// breadthFirst numbers the junctions of a graph and its seeds anew, in the order of a walk.
func breadthFirst(g *network.Graph, seeds []reach.Seed) (*network.Graph, []reach.Seed) {
	number := make([]uint32, len(g.Junctions))
	var order []uint32
	for start := range uint32(len(number)) {
		if number[start] > 0 {
			continue
		}
		order = append(order, start)
		number[start] = uint32(len(order))
		for i := len(order) - 1; i < len(order); i++ {
			for _, a := range g.Arcs(order[i]) {
				if number[a.To] == 0 {
					order = append(order, a.To)
					number[a.To] = uint32(len(order))
				}
			}
		}
	}
	var edges []network.Edge
	for e := range g.Edges() {
		edges = append(edges, network.Edge{U: number[g.From[e]] - 1, V: number[g.To[e]] - 1, Cost: uint32(g.LengthM[e])})
	}
	out := make([]reach.Seed, len(seeds))
	for i, s := range seeds {
		out[i] = reach.Seed{Junction: number[s.Junction] - 1, Label: s.Label}
	}
	return network.NewGraph(len(number), edges), out
}

type queue []reach.Seed

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].Cost < q[j].Cost }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(v any)        { *q = append(*q, v.(reach.Seed)) }
func (q *queue) Pop() any          { old := *q; v := old[len(old)-1]; *q = old[:len(old)-1]; return v }

// byHeap is a search for the nearest with a binary heap of the standard library.
func byHeap(g *network.Graph, seeds []reach.Seed, limit uint32, cost []uint32, q *queue) {
	for j := range cost {
		cost[j] = reach.NoCost
	}
	offer := func(s reach.Seed) {
		if s.Cost <= limit && s.Cost < cost[s.Junction] {
			cost[s.Junction] = s.Cost
			heap.Push(q, s)
		}
	}
	for _, s := range seeds {
		offer(s)
	}
	for q.Len() > 0 {
		s := heap.Pop(q).(reach.Seed)
		if s.Cost > cost[s.Junction] {
			continue
		}
		for _, a := range g.Arcs(s.Junction) {
			offer(reach.Seed{Junction: a.To, Label: reach.Label{Cost: s.Cost + a.Cost}})
		}
	}
}

// The nearest of 20 categories, by queue, order of junctions and unit of cost: the least processor time of many rounds.
func BenchmarkPortoQueues(b *testing.B) {
	p := loadPorto(b)
	bench := func(name string, round func()) {
		b.Run(name, func(b *testing.B) {
			runtime.LockOSThread() // the clock is the thread's
			defer runtime.UnlockOSThread()
			least := time.Duration(1 << 62)
			for b.Loop() {
				begin := clock()
				for range 4 {
					round()
				}
				least = min(least, clock()-begin)
			}
			b.ReportMetric(least.Seconds()*1000/4, "least-cpu-ms")
		})
	}
	buckets := func(g *network.Graph, categories [][]reach.Seed, limit uint32) func() {
		var s reach.Searcher
		return func() {
			for _, seeds := range categories {
				if _, err := s.Search(context.Background(), g, seeds, 1, limit); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	bench("buckets", buckets(p.graph, p.categories, portoLimit))
	bench("buckets,dm", buckets(inDecimetres(p.graph), p.categories, portoLimit/100))
	bfs, renumbered := p.graph, make([][]reach.Seed, len(p.categories))
	for i := range p.categories {
		bfs, renumbered[i] = breadthFirst(p.graph, p.categories[i])
	}
	bench("buckets,breadth-first", buckets(bfs, renumbered, portoLimit))
	cost, q := make([]uint32, len(p.graph.Junctions)), &queue{}
	bench("heap", func() {
		for _, seeds := range p.categories {
			byHeap(p.graph, seeds, portoLimit, cost, q)
		}
	})
}
