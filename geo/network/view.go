package network

import (
	"cmp"
	"math"
	"slices"

	"circle15/geo"
)

// Mode is who moves: which edges they may use and how they come to them.
type Mode struct {
	Need    Traits // an edge must have all of these
	Without Traits // and none of these
	// SoftBarriers makes walls and fences count.
	SoftBarriers bool
	// MaxAccessM is how far a place may lie from the edge it attaches to.
	MaxAccessM float64
	// Candidates is how many nearest edges a place attaches to; 0 means 1.
	Candidates int
}

// IslandM is the length of street in metres under which a connected part of the network is an island, to which
// nothing attaches.
const IslandM = 1000

// View is the network as one Mode sees it.
type View struct {
	*Network
	Mode      Mode
	usable    []bool // per edge
	attaches  []bool // per edge: places attach to it
	component []uint32
	islands   int
	streets   *grid // edges that places attach to
}

// View selects the edges for a mode.
func (n *Network) View(m Mode) *View {
	v := &View{Network: n, Mode: m, usable: make([]bool, n.Edges())}
	var lengthM []float64
	v.component, lengthM = n.Components(m.Need, m.Without)
	for _, l := range lengthM {
		if l > 0 && l < IslandM {
			v.islands++
		}
	}
	for e := range v.usable {
		t := n.Traits[e]
		v.usable[e] = t&m.Need == m.Need && t&m.Without == 0
	}
	v.attaches = n.attachesIn(m, v.usable, v.component, lengthM)
	var segs []segment
	for e, ok := range v.attaches {
		if !ok {
			continue
		}
		for i := n.ShapeAt[e]; i+1 < n.ShapeAt[e+1]; i++ {
			segs = append(segs, newSegment(n.shape[i], n.shape[i+1], uint32(e), i))
		}
	}
	v.streets = newGrid(segs)
	return v
}

// Islands is the number of connected parts that are too short to attach to.
func (v *View) Islands() int { return v.islands }

// Access is where a place comes to the streets: a straight leg to a point of an edge, which is cut there.
type Access struct {
	Edge    uint32
	Part    uint32  // index into Shape of the segment's first end
	AlongM  float64 // from the edge's From
	LegM    float64 // from the place to the edge
	At      geo.XY  // the point of the edge
	Behind  bool    // a nearer edge lies behind a barrier
	Assumed bool    // every leg crosses a wall or fence: a gate is assumed
}

// Access appends to dst where p attaches: the nearest point of a usable edge that it reaches in a straight line of
// at most MaxAccessM without crossing a barrier, and the next nearest edges if the mode has more candidates.
// Nothing is appended when there is none: the place is unlinked.
func (v *View) Access(p geo.XY, dst []Access) []Access {
	f := Finder{View: v}
	return f.Access(p, dst)
}

// Finder attaches many places that lie near each other: it remembers the last edge, from which the next place cannot be
// farther than it is, and the barriers around. It gives the same answers as View.Access, and is not safe for concurrent use.
type Finder struct {
	*View
	last    segment // of the last place; both ends are the same before the first
	started bool
	fences  map[int][]segment // by cell of the grid of streets: the barriers that a leg from inside it can cross
	hit     segment           // the barrier that blocked the last leg: it probably blocks the next one
	// What Around gathers, and its scratch: for pieces of street and of barriers the round in which they were found last, per edge its place
	// in spans + 1.
	near           []nearby
	walls          []uint32
	feet           []foot
	spans          []EdgeSpan
	seen, seenWall []uint32
	spanOf         []uint32
	round          uint32
}

// Near tells the finder an access of a place near the next one.
func (f *Finder) Near(a Access) {
	f.last, f.started = f.piece(a), true
}

// Reaches says whether p reaches, within MaxAccessM and without crossing a barrier, the piece of street that a place beside it
// attaches to. a is what is around p, if that is known.
func (f *Finder) Reaches(p geo.XY, beside Access, a *Around) bool {
	s := f.piece(beside)
	t, d2 := s.foot(p)
	if d2 > f.Mode.MaxAccessM*f.Mode.MaxAccessM {
		return false
	}
	return a != nil && a.fences.empty() || !f.blocked(p, s.at(t), f.fencesAround(p), !beside.Assumed)
}

// Forget drops what the finder remembers: the next place lies elsewhere.
func (f *Finder) Forget() {
	f.started = false
	f.near, f.walls = f.near[:0], f.walls[:0]
	clear(f.fences)
}

// Access appends to dst where p attaches, as View.Access does.
func (f *Finder) Access(p geo.XY, dst []Access) []Access {
	v := f.View
	if v.Mode.Candidates > 1 {
		return v.accessMany(p, dst)
	}
	hint := (*segment)(nil)
	if f.started {
		hint = &f.last
	}
	s, t, d2 := v.nearest(p, v.Mode.MaxAccessM, hint, nil)
	if s == nil {
		return dst
	}
	f.last, f.started = *s, true
	hard, soft := v.crosses(p, s.at(t), v.Mode.SoftBarriers)
	if !hard && !soft {
		return append(dst, v.access(s, t, math.Sqrt(d2)))
	}
	return f.accessBehind(p, dst)
}

// accessBehind appends where p attaches whose nearest edge lies behind a barrier: it looks on, with the barriers around at hand.
func (f *Finder) accessBehind(p geo.XY, dst []Access) []Access {
	v, fences := f.View, f.fencesAround(p)
	if s, t, d2 := v.nearest(p, v.Mode.MaxAccessM, nil, func(at geo.XY) bool { return !f.blocked(p, at, fences, true) }); s != nil {
		return append(dst, v.behind(s, t, d2, false))
	}
	if !v.Mode.SoftBarriers {
		return dst
	}
	if s, t, d2 := v.nearest(p, v.Mode.MaxAccessM, nil, func(at geo.XY) bool { return !f.blocked(p, at, fences, false) }); s != nil {
		return append(dst, v.behind(s, t, d2, true))
	}
	return dst
}

func (v *View) behind(s *segment, t, d2 float64, assumed bool) Access {
	a := v.access(s, t, math.Sqrt(d2))
	a.Behind, a.Assumed = true, assumed
	return a
}

// Guess is where p attaches if it does so to one of the pieces of street of two places beside it, and no barrier is in the
// way: quick, and nearly always so.
func (v *View) Guess(p geo.XY, a, b Access) Access {
	best := v.piece(a)
	t, d2 := best.foot(p)
	if b.Part != a.Part {
		other := v.piece(b)
		if ot, od2 := other.foot(p); od2 < d2 || od2 == d2 && v.before(&other, &best) {
			best, t, d2 = other, ot, od2
		}
	}
	return v.access(&best, t, math.Sqrt(d2))
}

// fencesAround are the barriers that a leg from p can cross.
func (f *Finder) fencesAround(p geo.XY) []segment {
	g := f.streets
	cx, cy := math.Floor((p.X-g.origin.X)/g.cell), math.Floor((p.Y-g.origin.Y)/g.cell)
	key := int(cy)<<32 ^ int(cx)
	if out, ok := f.fences[key]; ok {
		return out
	}
	if f.fences == nil {
		f.fences = map[int][]segment{}
	}
	r := f.Mode.MaxAccessM
	lo := geo.XY{X: g.origin.X + cx*g.cell - r, Y: g.origin.Y + cy*g.cell - r}
	hi := geo.XY{X: lo.X + g.cell + 2*r, Y: lo.Y + g.cell + 2*r}
	middle := geo.XY{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2}
	type fence struct {
		seg uint32
		d2  float64
	}
	var found []fence
	f.barriers.eachWithin(lo, hi, func(from, to uint32) {
		for i := from; i < to; i++ {
			if s := &f.barriers.segs[i]; f.Mode.SoftBarriers || !f.Barriers.Kind[s.line].Soft() {
				_, d2 := s.foot(middle)
				found = append(found, fence{i, d2})
			}
		}
	})
	// The nearest come first: they block most. A segment that several cells hold came several times.
	segs := f.barriers.segs
	slices.SortFunc(found, func(a, b fence) int {
		return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(segs[a.seg].part, segs[b.seg].part))
	})
	out := make([]segment, 0, len(found))
	for _, x := range found {
		if s := &segs[x.seg]; len(out) == 0 || out[len(out)-1].part != s.part {
			out = append(out, *s)
		}
	}
	f.fences[key] = out
	return out
}

// blocked says whether one of the barriers crosses the leg; walls and fences only with soft.
func (f *Finder) blocked(p, q geo.XY, fences []segment, soft bool) bool {
	if f.hit.a != f.hit.b && f.blocks(&f.hit, p, q, soft) {
		return true
	}
	lo, hi := geo.XY{X: min(p.X, q.X), Y: min(p.Y, q.Y)}, geo.XY{X: max(p.X, q.X), Y: max(p.Y, q.Y)}
	for i := range fences {
		s := &fences[i]
		if !s.beside(lo, hi) && f.blocks(s, p, q, soft) {
			f.hit = *s
			return true
		}
	}
	return false
}

func (f *Finder) blocks(s *segment, p, q geo.XY, soft bool) bool {
	if !soft && f.Barriers.Kind[s.line].Soft() {
		return false
	}
	at, ok := cross(p, q, s.a, s.b)
	return ok && !f.openAt(s, at)
}

func (v *View) access(s *segment, t, legM float64) Access {
	along := v.alongM[s.part] + t*(v.alongM[s.part+1]-v.alongM[s.part])
	return Access{Edge: s.line, Part: s.part, AlongM: along, LegM: legM, At: s.at(t)}
}

// nearest looks at rings of cells around p, up to a distance, until none can hold anything nearer. Of edges at
// the same distance it takes the one of the lowest way, then of the lowest number. hint, if there is one, is a segment
// that is probably near. free, if there is one, says whether a point of an edge can be reached.
func (v *View) nearest(p geo.XY, withinM float64, hint *segment, free func(geo.XY) bool) (best *segment, bestT, bestD2 float64) {
	g := v.streets
	bestD2 = withinM * withinM
	if hint != nil {
		if t, d2 := hint.foot(p); d2 <= bestD2 {
			best, bestT, bestD2 = hint, t, d2
		}
	}
	px, py := p.X-g.origin.X, p.Y-g.origin.Y
	cx, cy := int(math.Floor(px/g.cell)), int(math.Floor(py/g.cell))
	first := 0
	if cx >= 0 && cy >= 0 && cx < g.nx && cy < g.ny {
		first = int(g.empty[cy*g.nx+cx])
	}
	for ring := first; ; ring++ {
		if ring > 0 {
			// The least distance to any cell of this ring.
			x0, y0 := float64(cx-ring+1)*g.cell, float64(cy-ring+1)*g.cell
			side := float64(2*ring-1) * g.cell
			if d := min(px-x0, py-y0, x0+side-px, y0+side-py); d*d > bestD2 {
				return best, bestT, bestD2
			}
		}
		for y := max(cy-ring, 0); y <= min(cy+ring, g.ny-1); y++ {
			step := 1
			if y != cy-ring && y != cy+ring && ring > 0 {
				step = 2 * ring
			}
			dy := max(float64(y)*g.cell-py, py-float64(y+1)*g.cell, 0)
			for x := cx - ring; x <= cx+ring; x += step {
				if x < 0 || x >= g.nx {
					continue
				}
				c := y*g.nx + x
				from, to := g.start[c], g.start[c+1]
				if from == to {
					continue
				}
				if dx := max(float64(x)*g.cell-px, px-float64(x+1)*g.cell, 0); dx*dx+dy*dy > bestD2 {
					continue
				}
				for i := from; i < to; i++ {
					s := &g.segs[i]
					t, d2 := s.foot(p)
					if d2 > bestD2 || d2 == bestD2 && best != nil && !v.before(s, best) {
						continue
					}
					if free == nil || free(s.at(t)) {
						best, bestT, bestD2 = s, t, d2
					}
				}
			}
		}
	}
}

// piece is the piece of street of an access.
func (v *View) piece(a Access) segment {
	return newSegment(v.shape[a.Part], v.shape[a.Part+1], a.Edge, a.Part)
}

func (v *View) before(s, o *segment) bool {
	if v.WayID[s.line] != v.WayID[o.line] {
		return v.WayID[s.line] < v.WayID[o.line]
	}
	return s.part < o.part
}

// accessMany finds several nearest edges: it looks at the segments within a distance in order, and farther off when they
// do not suffice.
func (v *View) accessMany(p geo.XY, dst []Access) []Access {
	had := len(dst)
	for r := v.Mode.MaxAccessM / 4; ; r *= 2 {
		last := r >= v.Mode.MaxAccessM
		dst = v.accessWithin(p, min(r, v.Mode.MaxAccessM), dst[:had], last)
		if last || len(dst) == had+v.Mode.Candidates {
			return dst
		}
	}
}

// accessWithin finds the nearest edges within r; with last, also one behind a wall if there is nothing else.
func (v *View) accessWithin(p geo.XY, r float64, dst []Access, last bool) []Access {
	type found struct {
		s     *segment
		t, d2 float64
	}
	var near []found
	v.streets.within(geo.XY{X: p.X - r, Y: p.Y - r}, geo.XY{X: p.X + r, Y: p.Y + r}, func(s *segment) bool {
		if t, d2 := s.foot(p); d2 <= r*r {
			near = append(near, found{s, t, d2})
		}
		return true
	})
	slices.SortFunc(near, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.d2, y.d2), cmp.Compare(v.WayID[x.s.line], v.WayID[y.s.line]), cmp.Compare(x.s.part, y.s.part))
	})
	want := len(dst) + v.Mode.Candidates
	had := len(dst)
	var behindWall *Access
	for _, f := range near {
		if slices.ContainsFunc(dst[had:], func(a Access) bool { return a.Edge == f.s.line }) {
			continue
		}
		hard, soft := v.crosses(p, f.s.at(f.t), v.Mode.SoftBarriers)
		switch {
		case hard:
		case soft:
			if behindWall == nil {
				a := v.behind(f.s, f.t, f.d2, true)
				behindWall = &a
			}
		default:
			if dst = append(dst, v.access(f.s, f.t, math.Sqrt(f.d2))); len(dst) == want {
				return dst
			}
		}
	}
	if last && len(dst) == had && behindWall != nil {
		dst = append(dst, *behindWall)
	}
	return dst
}

// AccessArea appends where an area attaches: at its entrances and gates and where usable edges meet its outline;
// where there are neither, at the nearest edge to its outline.
func (v *View) AccessArea(entrances []geo.XY, outline [][]geo.XY, dst []Access) []Access {
	had := len(dst)
	for _, p := range entrances {
		dst = v.Access(p, dst)
	}
	for _, ring := range outline {
		for i, a := range ring {
			dst = v.meet(a, ring[(i+1)%len(ring)], dst)
		}
	}
	if len(dst) > had {
		return dst
	}
	var best []Access
	for _, ring := range outline {
		for i, a := range ring {
			side := newSegment(a, ring[(i+1)%len(ring)], 0, 0)
			best = v.nearestToSide(&side, best)
		}
	}
	return append(dst, best...)
}

// outlineStepM is how densely an outline without entrances is searched for its nearest edge; around the edges that are
// found so, exactly.
const outlineStepM = 10

// nearestToSide is the shortest of best and the accesses from places of a side of an outline.
func (v *View) nearestToSide(side *segment, best []Access) []Access {
	steps := int(side.a.Dist(side.b)/outlineStepM) + 1
	for k := range steps {
		p := side.at(float64(k) / float64(steps))
		for range 3 { // from the point of the edge straight back to the side, and again
			got := v.Access(p, nil)
			if len(got) == 0 || len(best) > 0 && got[0].LegM > best[0].LegM+outlineStepM/2 {
				break // no place nearby on the side is better than the best
			}
			if len(best) == 0 || got[0].LegM < best[0].LegM {
				best = got[:1]
			}
			t, _ := side.foot(got[0].At)
			p = side.at(t)
		}
	}
	return best
}

// meet appends the places at which usable edges meet or cross the line from a to b, without a leg.
func (v *View) meet(a, b geo.XY, dst []Access) []Access {
	lo := geo.XY{X: min(a.X, b.X) - touchM, Y: min(a.Y, b.Y) - touchM}
	hi := geo.XY{X: max(a.X, b.X) + touchM, Y: max(a.Y, b.Y) + touchM}
	side := newSegment(a, b, 0, 0)
	had := len(dst)
	v.streets.within(lo, hi, func(s *segment) bool {
		t, ok := 0.0, false
		if _, d2 := side.foot(s.a); d2 <= touchM*touchM {
			t, ok = 0, true
		} else if _, d2 := side.foot(s.b); d2 <= touchM*touchM {
			t, ok = 1, true
		} else if at, crossed := cross(s.a, s.b, a, b); crossed {
			t, _ = s.foot(at)
			ok = true
		}
		if ok {
			got := v.access(s, t, 0)
			if !slices.ContainsFunc(dst[had:], func(x Access) bool { return x.Edge == got.Edge && x.AlongM == got.AlongM }) {
				dst = append(dst, got)
			}
		}
		return true
	})
	return dst
}

// Arc leads from a junction over an edge to the next.
type Arc struct {
	To   uint32
	Cost uint32
}

// Graph is a view with prices: costs are whole units (milliseconds or millimetres), rounded up once for
// each edge, leg or part of an edge.
type Graph struct {
	*View
	CostPerM float64
	first    []uint32
	arcs     []Arc
	edgeOf   []uint32 // per arc

	districts *districts // shared with closings of it
}

// Price makes the graph with a cost per metre. Arcs run against the direction of travel, since searches spread from
// what is to be reached; only bicycles care.
func (v *View) Price(costPerM float64) *Graph {
	g := &Graph{View: v, CostPerM: costPerM, first: make([]uint32, len(v.Junctions)+1), districts: &districts{}}
	for e, ok := range v.usable {
		if ok {
			g.first[v.From[e]+1]++
			g.first[v.To[e]+1]++
		}
	}
	for i := range v.Junctions {
		g.first[i+1] += g.first[i]
	}
	n := g.first[len(v.Junctions)]
	g.arcs, g.edgeOf = make([]Arc, n), make([]uint32, n)
	next := append([]uint32(nil), g.first...)
	put := func(from, to, cost, e uint32) {
		g.arcs[next[from]], g.edgeOf[next[from]] = Arc{to, cost}, e
		next[from]++
	}
	for e, ok := range v.usable {
		if ok {
			c := g.Cost(v.LengthM[e])
			put(v.From[e], v.To[e], c, uint32(e))
			put(v.To[e], v.From[e], c, uint32(e))
		}
	}
	return g
}

// Edge is a two-way edge with a price, for NewGraph.
type Edge struct {
	U, V, Cost uint32
}

// NewGraph makes a graph of junctions and prices alone, without geometry: it can be searched, and nothing
// attaches to it.
func NewGraph(junctions int, edges []Edge) *Graph {
	s := &Streets{Junctions: make([]geo.E7, junctions), Names: []string{""}}
	v := &View{Network: &Network{Streets: s}, usable: make([]bool, len(edges)), component: make([]uint32, junctions), streets: newGrid(nil)}
	for i, e := range edges {
		s.From, s.To = append(s.From, e.U), append(s.To, e.V)
		s.LengthM = append(s.LengthM, float64(e.Cost))
		v.usable[i] = true
	}
	return v.Price(1)
}

// Cost is the price of a length, rounded up. A millionth of a unit is forgiven, so that
// arithmetic does not push what is exactly at a limit beyond it.
func (g *Graph) Cost(lengthM float64) uint32 {
	return uint32(math.Ceil(lengthM*g.CostPerM - 1e-6))
}

// Arcs are the arcs of junction j.
func (g *Graph) Arcs(j uint32) []Arc { return g.arcs[g.first[j]:g.first[j+1]] }

// EdgesAt are the edges of the arcs of junction j, in the same order.
func (g *Graph) EdgesAt(j uint32) []uint32 { return g.edgeOf[g.first[j]:g.first[j+1]] }

// Priced is an access with the costs of the two ways from it: to the edge's From and to its To.
type Priced struct {
	Access
	ToFrom, ToTo uint32
}

// Priced prices an access.
func (g *Graph) Priced(a Access) Priced {
	p := Priced{Access: a}
	p.ToFrom, p.ToTo = g.Ends(a)
	return p
}

// Ends prices the two ways from a place over its access: to the edge's From and to its To.
func (g *Graph) Ends(a Access) (from, to uint32) {
	return g.Cost(a.LegM + a.AlongM), g.Cost(a.LegM + max(g.LengthM[a.Edge]-a.AlongM, 0))
}

// Along prices the way between two accesses of one edge that does not leave the edge.
func (g *Graph) Along(a, b Access) uint32 {
	return g.Cost(a.LegM + b.LegM + math.Abs(a.AlongM-b.AlongM))
}
