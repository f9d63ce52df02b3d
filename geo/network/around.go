package network

import (
	"math"

	"circle15/geo"
)

// Around is what places near each other can attach to: all that lie within R metres of the middle.
//
// The nearest street of the middle lies d off; then a place has one at most d + R off, and no street farther from the middle
// than d + 2R is ever its nearest. No leg leaves the circle of d + 2R: without a barrier in it nothing is blocked.
type Around struct {
	// Linked: all of the places attach to one of the streets. Unlinked: none attaches to anything. Neither: it takes a look.
	Linked, Unlinked bool

	Middle geo.XY
	R      float64
	d      float64
	farM   float64 // all streets so near to the middle are in near, all barriers in fences
	near   part    // of Finder.near
	fences part    // of Finder.walls: barriers that a leg could cross; without any nothing is blocked
}

// part is a part of a list.
type part struct{ from, to uint32 }

func (p part) empty() bool { return p.from == p.to }

// nearby is a piece of street of the grid, with a distance from the middle that it is not nearer than.
type nearby struct {
	seg uint32
	d   float32
}

// foot is where a piece of street comes nearest to a middle: its share, and the distance.
type foot struct{ t, d float64 }

// below makes a float32 of d no greater than it.
func below(d float64) float32 { return float32(d * (1 - 1e-6)) }

// EdgeSpan bounds the ways, in metres over the leg and the edge, from all places that attach to an edge to its ends.
type EdgeSpan struct {
	Edge                               uint32
	MinFromM, MaxFromM, MinToM, MaxToM float64
}

// Around gathers what places within r metres of p can attach to. in, if it is known, is around places of which these and p are some: then
// nothing else is looked at. The answer is valid until Forget. The mode must have one candidate. The spans, of the edges that the
// places can attach to, are those of linked places only, and valid until the next call.
func (f *Finder) Around(p geo.XY, r float64, in *Around) (Around, []EdgeSpan) {
	a := Around{Middle: p, R: r, d: math.Inf(1)}
	f.feet = f.feet[:0]
	if in == nil {
		f.gather(&a)
	} else {
		f.narrow(&a, in)
	}
	a.Unlinked = a.near.empty()
	a.Linked = !a.Unlinked && a.fences.empty() && a.d+r <= f.Mode.MaxAccessM
	if !a.Linked {
		return a, nil
	}
	return a, f.spansOf(&a)
}

// reaches sets how far from the middle streets and legs of the places can lie, if the nearest street lies d off. It says whether one of the places can
// attach to any.
func (f *Finder) reaches(a *Around, d float64) bool {
	maxM := f.Mode.MaxAccessM
	a.d, a.farM = d, min(d+2*a.R, maxM+a.R)
	return d <= maxM+a.R
}

// gather finds what is around from nothing.
func (f *Finder) gather(a *Around) {
	hint := (*segment)(nil)
	if f.started {
		hint = &f.last
	}
	p := a.Middle
	s, _, d2 := f.nearest(p, f.Mode.MaxAccessM+a.R, hint, nil)
	if s == nil {
		return
	}
	f.last, f.started = *s, true
	f.reaches(a, math.Sqrt(d2))
	if f.seen == nil {
		f.seen, f.seenWall = make([]uint32, len(f.shape)), make([]uint32, len(f.Barriers.At))
	}
	f.round++
	far2 := a.farM * a.farM
	lo, hi := geo.XY{X: p.X - a.farM, Y: p.Y - a.farM}, geo.XY{X: p.X + a.farM, Y: p.Y + a.farM}
	a.near.from = uint32(len(f.near))
	f.streets.eachWithin(lo, hi, func(from, to uint32) {
		for i := from; i < to; i++ {
			s := &f.streets.segs[i]
			if t, d2 := s.foot(p); d2 <= far2 && f.seen[s.part] != f.round {
				f.seen[s.part] = f.round
				f.addNear(i, t, math.Sqrt(d2))
			}
		}
	})
	a.near.to = uint32(len(f.near))
	a.fences.from = uint32(len(f.walls))
	f.barriers.eachWithin(lo, hi, func(from, to uint32) {
		for i := from; i < to; i++ {
			s := &f.barriers.segs[i]
			if f.Barriers.Kind[s.line].Soft() && !f.Mode.SoftBarriers || f.seenWall[s.part] == f.round {
				continue
			}
			f.seenWall[s.part] = f.round
			f.addWall(i, p, far2)
		}
	})
	a.fences.to = uint32(len(f.walls))
}

func (f *Finder) addNear(seg uint32, t, d float64) {
	f.near, f.feet = append(f.near, nearby{seg, below(d)}), append(f.feet, foot{t, d})
}

func (f *Finder) addWall(seg uint32, p geo.XY, far2 float64) {
	if _, d2 := f.barriers.segs[seg].foot(p); d2 <= far2 {
		f.walls = append(f.walls, seg)
	}
}

// narrow finds what is around among what is around more places.
func (f *Finder) narrow(a, in *Around) {
	least, p, segs := math.Inf(1), a.Middle, f.streets.segs
	for _, n := range f.near[in.near.from:in.near.to] {
		t, d2 := segs[n.seg].foot(p)
		f.feet = append(f.feet, foot{t, d2})
		least = min(least, d2)
	}
	if !f.reaches(a, math.Sqrt(least)) {
		return
	}
	far2, feet := a.farM*a.farM, f.feet
	f.feet = f.feet[:0]
	a.near.from = uint32(len(f.near))
	for k, x := range feet {
		if x.d <= far2 {
			f.addNear(f.near[int(in.near.from)+k].seg, x.t, math.Sqrt(x.d))
		}
	}
	a.near.to = uint32(len(f.near))
	a.fences.from = uint32(len(f.walls))
	for k := in.fences.from; k < in.fences.to; k++ {
		f.addWall(f.walls[k], p, far2)
	}
	a.fences.to = uint32(len(f.walls))
}

// spansOf bounds the ways from the places to the ends of the edges around, each once.
func (f *Finder) spansOf(a *Around) []EdgeSpan {
	if f.spanOf == nil {
		f.spanOf = make([]uint32, f.Edges())
	}
	out := f.spans[:0]
	for i, n := range f.near[a.near.from:a.near.to] {
		s := f.span(a, &f.streets.segs[n.seg], f.feet[i])
		if k := f.spanOf[s.Edge]; k > 0 {
			o := &out[k-1]
			o.MinFromM, o.MaxFromM = min(o.MinFromM, s.MinFromM), max(o.MaxFromM, s.MaxFromM)
			o.MinToM, o.MaxToM = min(o.MinToM, s.MinToM), max(o.MaxToM, s.MaxToM)
			continue
		}
		out = append(out, s)
		f.spanOf[s.Edge] = uint32(len(out))
	}
	for i := range out {
		f.spanOf[out[i].Edge] = 0
	}
	f.spans = out
	return out
}

// span bounds the ways from the places to the ends of one piece of street's edge. When a place moves by v, its leg changes by at most the
// part of v across the street and the way along the edge by the part of v along it: both together by √2·|v|, where the edge is as long as
// in the plane.
func (f *Finder) span(a *Around, s *segment, x foot) EdgeSpan {
	along, lengthM := f.alongM[s.part], f.LengthM[s.line]
	ofPart := f.alongM[s.part+1] - along
	perM := math.Sqrt(s.perLen2) // share of the piece per metre
	t0, t1 := max(x.t-a.R*perM, 0), min(x.t+a.R*perM, 1)
	legLo, legHi := max(x.d-a.R, 0), min(x.d, a.d)+a.R
	both := a.R * math.Sqrt(1+ofPart*ofPart*s.perLen2)
	at := along + x.t*ofPart
	return EdgeSpan{
		Edge:     s.line,
		MinFromM: max(legLo+along+t0*ofPart, x.d+at-both),
		MaxFromM: min(legHi+along+t1*ofPart, x.d+at+both),
		MinToM:   max(legLo+max(lengthM-along-t1*ofPart, 0), x.d+max(lengthM-at, 0)-both),
		MaxToM:   min(legHi+max(lengthM-along-t0*ofPart, 0), x.d+max(lengthM-at, 0)+both),
	}
}

// AccessAround appends to dst where p, one of the places of a, attaches, as Access does.
func (f *Finder) AccessAround(a *Around, p geo.XY, dst []Access) []Access {
	offM := p.Dist(a.Middle) + 1e-6
	best, t, d2 := f.nearestOf(a, p, offM, f.Mode.MaxAccessM, false)
	if best == nil {
		return dst
	}
	f.last, f.started = *best, true
	if a.fences.empty() || !f.blockedAround(a, p, best.at(t)) {
		return append(dst, f.access(best, t, math.Sqrt(d2)))
	}
	// The nearest edge lies behind a barrier. What lies beyond those at hand may be nearer than the one that is found among them.
	if best, t, d2 = f.nearestOf(a, p, offM, min(a.farM-offM, f.Mode.MaxAccessM), true); best != nil {
		return append(dst, f.behind(best, t, d2, false))
	}
	return f.accessBehind(p, dst)
}

// nearestOf is nearest among the streets around, p being offM from the middle; with open only those that no barrier hides.
func (f *Finder) nearestOf(a *Around, p geo.XY, offM, withinM float64, open bool) (best *segment, bestT, bestD2 float64) {
	segs := f.streets.segs
	bestD2 = withinM * withinM
	reachM := float32(withinM + offM)
	for _, n := range f.near[a.near.from:a.near.to] {
		if n.d > reachM {
			continue
		}
		s := &segs[n.seg]
		t, d2 := s.foot(p)
		if d2 > bestD2 || d2 == bestD2 && best != nil && !f.before(s, best) {
			continue
		}
		if open && f.blockedAround(a, p, s.at(t)) {
			continue
		}
		best, bestT, bestD2 = s, t, d2
		reachM = float32(math.Sqrt(d2) + offM)
	}
	return best, bestT, bestD2
}

// blockedAround says whether one of the barriers around crosses the leg.
func (f *Finder) blockedAround(a *Around, p, q geo.XY) bool {
	if f.hit.a != f.hit.b && f.blocks(&f.hit, p, q, true) {
		return true
	}
	lo, hi := geo.XY{X: min(p.X, q.X), Y: min(p.Y, q.Y)}, geo.XY{X: max(p.X, q.X), Y: max(p.Y, q.Y)}
	for _, i := range f.walls[a.fences.from:a.fences.to] {
		if s := &f.barriers.segs[i]; !s.beside(lo, hi) && f.blocks(s, p, q, true) {
			f.hit = *s
			return true
		}
	}
	return false
}
