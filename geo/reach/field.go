package reach

import (
	"cmp"
	"slices"

	"circle15/geo/network"
)

// Source is a facility where it attaches. An area facility has several sources of one key.
type Source struct {
	network.Access
	Key uint32
}

// Seeds are where the search for the sources begins: both ends of their edges.
func Seeds(g *network.Graph, sources []Source) []Seed {
	out := make([]Seed, 0, 2*len(sources))
	for _, s := range sources {
		from, to := g.Ends(s.Access)
		out = append(out, Seed{g.From[s.Edge], Label{from, s.Key}}, Seed{g.To[s.Edge], Label{to, s.Key}})
	}
	return out
}

// Field answers for any place what a search found: the labels of the junctions at the ends of its edge, and
// the sources on the edge itself.
type Field struct {
	Graph  *network.Graph
	Labels *Labels
	onEdge []Source // sorted by edge
	has    []uint64 // a bit per edge that has sources
}

// NewField combines labels with the sources that they came from.
func NewField(g *network.Graph, l *Labels, sources []Source) *Field {
	f := &Field{Graph: g, Labels: l, onEdge: slices.Clone(sources), has: make([]uint64, g.Edges()/64+1)}
	slices.SortFunc(f.onEdge, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.AlongM, b.AlongM), cmp.Compare(a.LegM, b.LegM), cmp.Compare(a.Key, b.Key))
	})
	for i := range f.onEdge {
		f.has[f.onEdge[i].Edge/64] |= 1 << (f.onEdge[i].Edge % 64)
	}
	return f
}

// Keep copies the labels, which the searcher otherwise reuses, without the places of keys that were not found: most criteria reach few junctions with all K.
func (l *Labels) Keep() *Labels {
	kept := &Labels{K: l.K, Limit: l.Limit, start: make([]uint32, len(l.count)+1)}
	for j, n := range l.count {
		kept.start[j+1] = kept.start[j] + uint32(n)
	}
	kept.slots = make([]Label, kept.start[len(l.count)])
	for j := range l.count {
		copy(kept.slots[kept.start[j]:], l.At(uint32(j)))
	}
	return kept
}

// Nearest is the least cost from a place that attaches so, or NoCost beyond the limit of the search.
func (f *Field) Nearest(from []network.Priced) uint32 {
	best := uint32(NoCost)
	for i := range from {
		a := &from[i]
		if l := f.Labels.At(f.Graph.From[a.Edge]); len(l) > 0 {
			best = min(best, a.ToFrom+l[0].Cost)
		}
		if l := f.Labels.At(f.Graph.To[a.Edge]); len(l) > 0 {
			best = min(best, a.ToTo+l[0].Cost)
		}
		on := f.OnEdge(a.Edge)
		for s := range on {
			best = min(best, f.Graph.Along(a.Access, on[s].Access))
		}
	}
	if best > f.Labels.Limit {
		return NoCost
	}
	return best
}

// Range bounds the cost to the n-th nearest key from places that attach to an edge, by the least and greatest costs of
// the ways to its ends: no place costs less than least, none more than most; for least, n counts as 1.
func (f *Field) Range(edge uint32, n int, minFrom, maxFrom, minTo, maxTo uint32) (least, most uint32) {
	least, most = NoCost, NoCost
	end := func(l []Label, lo, hi uint32) {
		if len(l) > 0 {
			least = min(least, l[0].Cost+lo)
		}
		if len(l) >= n {
			most = min(most, l[n-1].Cost+hi)
		}
	}
	end(f.Labels.At(f.Graph.From[edge]), minFrom, maxFrom)
	end(f.Labels.At(f.Graph.To[edge]), minTo, maxTo)
	if f.hasOn(edge) {
		least = 0
	}
	return least, most
}

// Best puts into dst the labels of the k nearest different keys from a place, up to the limit, and gives how many
// there are. len(dst) must be at least K.
func (f *Field) Best(from []network.Priced, dst []Label) int {
	n := 0
	for i := range from {
		a := &from[i]
		for _, l := range f.Labels.At(f.Graph.From[a.Edge]) {
			n = f.add(dst, n, Label{a.ToFrom + l.Cost, l.Key})
		}
		for _, l := range f.Labels.At(f.Graph.To[a.Edge]) {
			n = f.add(dst, n, Label{a.ToTo + l.Cost, l.Key})
		}
		on := f.OnEdge(a.Edge)
		for s := range on {
			n = f.add(dst, n, Label{f.Graph.Along(a.Access, on[s].Access), on[s].Key})
		}
	}
	return n
}

func (f *Field) add(dst []Label, n int, l Label) int {
	if l.Cost > f.Labels.Limit {
		return n
	}
	k := f.Labels.K
	if n == k && !l.less(dst[n-1]) {
		return n
	}
	end := n
	for i := range n {
		if dst[i].Key == l.Key {
			if dst[i].Cost <= l.Cost {
				return n
			}
			end = i
			break
		}
	}
	if end == n {
		if n < k {
			n++
		} else {
			end = n - 1
		}
	}
	i := end
	for ; i > 0 && l.less(dst[i-1]); i-- {
		dst[i] = dst[i-1]
	}
	dst[i] = l
	return n
}

// Sources are those the field was made with, sorted by edge.
func (f *Field) Sources() []Source { return f.onEdge }

func (f *Field) hasOn(edge uint32) bool { return f.has[edge/64]>>(edge%64)&1 != 0 }

// OnEdge are the sources on an edge.
func (f *Field) OnEdge(edge uint32) []Source {
	if !f.hasOn(edge) {
		return nil
	}
	return f.sourcesOf(edge)
}

// sourcesOf finds the sources of an edge that has some. Few edges have: a table of where they begin would take four bytes per edge and criterion.
func (f *Field) sourcesOf(edge uint32) []Source {
	first, _ := slices.BinarySearchFunc(f.onEdge, edge, func(s Source, e uint32) int { return cmp.Compare(s.Edge, e) })
	end := first
	for end < len(f.onEdge) && f.onEdge[end].Edge == edge {
		end++
	}
	return f.onEdge[first:end]
}
