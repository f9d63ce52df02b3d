package network

import (
	"math"

	"circle15/geo"
)

// Around says to which edges places near each other can attach, without a look at each of them.
type Around struct {
	// Linked: all of them attach to one of Edges, over a leg of at most LegM. Unlinked: none attaches to anything. Neither: it takes a look.
	Linked, Unlinked bool
	LegM             float64
	Edges            []EdgeNear
}

// EdgeNear is an edge with the least leg that a place can have to it, in metres.
type EdgeNear struct {
	Edge uint32
	LegM float64
}

// Around answers for all places within r metres of p. The edges are in dst[:0].
//
// The nearest edge of p lies d off; then a place has one at most d + r off, and any edge farther from p than d + 2r is
// never its nearest. No leg leaves the circle of d + 2r around p: without a barrier in it nothing is blocked.
func (f *Finder) Around(p geo.XY, r float64, dst []EdgeNear) Around {
	maxM := f.Mode.MaxAccessM
	s, _, d2 := f.nearest(p, maxM+r, nil, nil)
	if s == nil {
		return Around{Unlinked: true}
	}
	d := math.Sqrt(d2)
	out := Around{LegM: d + r, Edges: dst[:0]}
	if d+r > maxM || f.Mode.Candidates > 1 {
		return out
	}
	far := d + 2*r
	lo, hi := geo.XY{X: p.X - far, Y: p.Y - far}, geo.XY{X: p.X + far, Y: p.Y + far}
	free := true
	f.barriers.within(lo, hi, func(s *segment) bool {
		free = f.Barriers.Kind[s.line].Soft() && !f.Mode.SoftBarriers
		return free
	})
	if !free {
		return out
	}
	if f.seen == nil {
		f.seen = make([]uint32, f.Edges())
	}
	f.streets.within(lo, hi, func(s *segment) bool {
		_, d2 := s.foot(p)
		if d2 > far*far {
			return true
		}
		leg := max(math.Sqrt(d2)-r, 0)
		if k := f.seen[s.line]; k > 0 {
			out.Edges[k-1].LegM = min(out.Edges[k-1].LegM, leg)
			return true
		}
		out.Edges = append(out.Edges, EdgeNear{s.line, leg})
		f.seen[s.line] = uint32(len(out.Edges))
		return true
	})
	for _, e := range out.Edges {
		f.seen[e.Edge] = 0
	}
	out.Linked = true
	return out
}
