package reach

import (
	"context"
	"iter"
	"math"
	"slices"

	"circle15/geo/network"
)

// NoCost stands where nothing was reached.
const NoCost = math.MaxUint32

// Label is the cost to the nearest facility with a key.
type Label struct {
	Cost uint32
	Key  uint32
}

// less orders labels by cost, then key: the k smallest are the same whatever the order of
// the search.
func (l Label) less(o Label) bool {
	return l.Cost < o.Cost || l.Cost == o.Cost && l.Key < o.Key
}

// Seed is where a search begins: a junction, the cost to it from a facility, and the facility's key.
type Seed struct {
	Junction uint32
	Label
}

// Labels are the k nearest different keys per junction, sorted by cost, then key.
type Labels struct {
	K     int
	Limit uint32
	count []uint8
	slots []Label  // K per junction
	start []uint32 // of labels that are kept: where those of a junction begin, in place of count and K each
}

// MaxK is the most keys that a search keeps per junction.
const MaxK = 255

// At are the labels of junction j.
func (l *Labels) At(j uint32) []Label {
	if l.start != nil {
		return l.slots[l.start[j]:l.start[j+1]]
	}
	i := int(j) * l.K
	return l.slots[i : i+int(l.count[j])]
}

// bucketShift makes a bucket 4096 units wide: about 4 m, less than most edges are long, so that
// few labels are settled twice; the queue then is a few hundred slices. Tried: 10, 12, 14.
const bucketShift = 12

// Searcher keeps the memory of a search for the next one. It is not safe for
// concurrent use.
type Searcher struct {
	buckets [][]Seed
	labels  Labels
	settled int
	// Of a graph of several districts: the seeds, those of one district after the other, and where they begin.
	sorted []Seed
	begin  []int
}

// Search finds for every junction the costs to its k nearest different keys up to the limit. The labels
// are valid until the next search. Labels settle in buckets of cost and are corrected inside a
// bucket, which gives the same labels as strict order: a label is final when nothing smaller can improve it.
func (s *Searcher) Search(ctx context.Context, g *network.Graph, seeds []Seed, k int, limit uint32) (*Labels, error) {
	k = min(max(k, 1), MaxK)
	n := len(g.Junctions)
	l := &s.labels
	l.K, l.Limit = k, limit
	if cap(l.count) < n {
		l.count = make([]uint8, n)
	}
	l.count = l.count[:n]
	clear(l.count)
	if cap(l.slots) < n*k {
		l.slots = make([]Label, n*k)
	}
	l.slots = l.slots[:n*k]
	for need := int(limit>>bucketShift) + 1; len(s.buckets) < need; {
		s.buckets = append(s.buckets, nil)
	}
	s.settled = 0
	for part := range s.byDistrict(g, seeds) {
		if err := s.spread(ctx, g, part); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// byDistrict gives the seeds of each district of the graph. Districts do not meet: one after the other gives the same labels as all at once, and what is
// touched stays in the cache. The nearest three facilities on 25 disjoint copies of Porto take 1.2 times as long as 25 times on one; all at once they took 2.0 to 2.8 times.
func (s *Searcher) byDistrict(g *network.Graph, seeds []Seed) iter.Seq[[]Seed] {
	of, n := g.Districts()
	if n == 1 {
		return func(yield func([]Seed) bool) { yield(seeds) }
	}
	s.begin = append(s.begin[:0], make([]int, n+1)...)
	for _, seed := range seeds {
		s.begin[of[seed.Junction]+1]++
	}
	for d := range n {
		s.begin[d+1] += s.begin[d]
	}
	s.sorted = append(s.sorted[:0], seeds...)
	next := slices.Clone(s.begin)
	for _, seed := range seeds {
		d := of[seed.Junction]
		s.sorted[next[d]] = seed
		next[d]++
	}
	return func(yield func([]Seed) bool) {
		for d := range n {
			if from, to := s.begin[d], s.begin[d+1]; from < to && !yield(s.sorted[from:to]) {
				return
			}
		}
	}
}

// spread searches from seeds.
func (s *Searcher) spread(ctx context.Context, g *network.Graph, seeds []Seed) error {
	l := &s.labels
	for _, seed := range seeds {
		s.reach(seed)
	}
	for b := range s.buckets[:l.Limit>>bucketShift+1] {
		for i := 0; i < len(s.buckets[b]); i++ {
			at := s.buckets[b][i]
			if !l.holds(at) {
				continue
			}
			for _, arc := range g.Arcs(at.Junction) {
				s.reach(Seed{arc.To, Label{at.Cost + arc.Cost, at.Key}})
			}
			if s.settled++; s.settled&4095 == 0 && ctx.Err() != nil {
				s.drop()
				return ctx.Err()
			}
		}
		s.buckets[b] = s.buckets[b][:0]
	}
	return nil
}

func (s *Searcher) drop() {
	for b := range s.buckets {
		s.buckets[b] = s.buckets[b][:0]
	}
}

// holds says whether the label still stands: a better one of its key, or k better ones, may have replaced it.
func (l *Labels) holds(at Seed) bool {
	for _, x := range l.At(at.Junction) {
		if x == at.Label {
			return true
		}
	}
	return false
}

// reach offers a label to a junction, and queues it when it is among the k best of different keys.
func (s *Searcher) reach(at Seed) {
	l := &s.labels
	if at.Cost > l.Limit {
		return
	}
	base, n := int(at.Junction)*l.K, int(l.count[at.Junction])
	slots := l.slots[base : base+l.K]
	if n == l.K && !at.Label.less(slots[n-1]) {
		return
	}
	end := n // where a slot becomes free: the key's own, or one more, or the worst
	for i := range n {
		if slots[i].Key == at.Key {
			if slots[i].Cost <= at.Cost {
				return
			}
			end = i
			break
		}
	}
	if end == n {
		if n < l.K {
			l.count[at.Junction]++
		} else {
			end = n - 1
		}
	}
	i := end
	for ; i > 0 && at.Label.less(slots[i-1]); i-- {
		slots[i] = slots[i-1]
	}
	slots[i] = at.Label
	b := at.Cost >> bucketShift
	s.buckets[b] = append(s.buckets[b], at)
}
