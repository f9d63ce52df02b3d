package network

import (
	"math"

	"circle15/geo"
)

// Network is Streets laid into a frame.
type Network struct {
	*Streets
	Frame *geo.Frame

	shape    []geo.XY  // per place of Shape
	alongM   []float64 // per place of Shape: metres from the edge's From
	barrier  []geo.XY  // per place of Barriers.At
	barriers *grid
	extent   []geo.XY
	degree   []uint32  // per junction: how many edges end there
	known    []CutMode // of a cut
}

// Lay puts the streets into a frame.
func Lay(s *Streets, f *geo.Frame) *Network {
	n := &Network{Streets: s, Frame: f, shape: toPlane(f, s.Shape), barrier: toPlane(f, s.Barriers.At), extent: toPlane(f, s.Extent)}
	n.degree = n.degrees()
	n.alongM = make([]float64, len(s.Shape))
	for e := range s.From {
		a, z := s.ShapeAt[e], s.ShapeAt[e+1]
		for i := a + 1; i < z; i++ {
			n.alongM[i] = n.alongM[i-1] + geo.SegmentM(s.Shape[i-1], s.Shape[i])
		}
	}
	var segs []segment
	for b := range s.Barriers.Kind {
		for i := s.Barriers.Start[b]; i+1 < s.Barriers.Start[b+1]; i++ {
			segs = append(segs, newSegment(n.barrier[i], n.barrier[i+1], uint32(b), i))
		}
	}
	n.barriers = newGrid(segs)
	return n
}

func toPlane(f *geo.Frame, at []geo.E7) []geo.XY {
	out := make([]geo.XY, len(at))
	for i, p := range at {
		out[i] = f.XYE7(p)
	}
	return out
}

// EdgeOfDataM is how far p lies inside the extent of the streets, in metres: negative outside, infinite when the
// extent is unknown.
func (n *Network) EdgeOfDataM(p geo.XY) float64 {
	if len(n.extent) < 3 {
		return math.Inf(1)
	}
	best, in := math.Inf(1), false
	for i, a := range n.extent {
		b := n.extent[(i+1)%len(n.extent)]
		s := newSegment(a, b, 0, 0)
		_, d2 := s.foot(p)
		best = min(best, d2)
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(p.Y-a.Y)/(b.Y-a.Y)*(b.X-a.X) {
			in = !in
		}
	}
	if !in {
		return -math.Sqrt(best)
	}
	return math.Sqrt(best)
}

// gateHalfM is how far from an open node of a barrier a leg may pass: half the width of a
// car gate (our choice).
const gateHalfM = 2.5

// touchM is how near to a barrier an end of a leg touches it rather than crosses it. It covers the
// arithmetic of places that lie on the barrier's own line.
const touchM = 1e-3

// crosses says which barriers the inside of the leg from p to q crosses.
func (n *Network) crosses(p, q geo.XY, soft bool) (hard, softly bool) {
	lo := geo.XY{X: min(p.X, q.X), Y: min(p.Y, q.Y)}
	hi := geo.XY{X: max(p.X, q.X), Y: max(p.Y, q.Y)}
	n.barriers.within(lo, hi, func(s *segment) bool {
		isSoft := n.Barriers.Kind[s.line].Soft()
		if isSoft && (!soft || softly) {
			return true
		}
		if at, ok := cross(p, q, s.a, s.b); ok && !n.openAt(s, at) {
			if isSoft {
				softly = true
			} else {
				hard = true
			}
		}
		return !hard
	})
	return hard, softly
}

// CrossedKinds lists the kinds of barriers that the straight line from p to q crosses, each once.
func (n *Network) CrossedKinds(p, q geo.XY) []BarrierKind {
	var seen [Fence + 1]bool
	lo := geo.XY{X: min(p.X, q.X), Y: min(p.Y, q.Y)}
	hi := geo.XY{X: max(p.X, q.X), Y: max(p.Y, q.Y)}
	n.barriers.within(lo, hi, func(s *segment) bool {
		if at, ok := cross(p, q, s.a, s.b); ok && !n.openAt(s, at) {
			seen[n.Barriers.Kind[s.line]] = true
		}
		return true
	})
	var out []BarrierKind
	for k, ok := range seen {
		if ok {
			out = append(out, BarrierKind(k))
		}
	}
	return out
}

func (n *Network) openAt(s *segment, at geo.XY) bool {
	return n.Barriers.Open[s.part] && at.Dist(s.a) <= gateHalfM || n.Barriers.Open[s.part+1] && at.Dist(s.b) <= gateHalfM
}

// cross finds where the inside of p-q crosses a-b. A vertex that two segments of a barrier share counts for one of them.
func cross(p, q, a, b geo.XY) (geo.XY, bool) {
	side := func(p, q, a geo.XY) float64 { return (q.X-p.X)*(a.Y-p.Y) - (q.Y-p.Y)*(a.X-p.X) }
	da, db := side(p, q, a), side(p, q, b)
	if (da > 0) == (db > 0) {
		return geo.XY{}, false
	}
	dp, dq := side(a, b, p), side(a, b, q)
	if (dp > 0) == (dq > 0) {
		return geo.XY{}, false
	}
	tol := touchM * a.Dist(b)
	if !(dp > tol && dq < -tol || dp < -tol && dq > tol) {
		return geo.XY{}, false
	}
	t := dp / (dp - dq)
	return geo.XY{X: p.X + t*(q.X-p.X), Y: p.Y + t*(q.Y-p.Y)}, true
}
