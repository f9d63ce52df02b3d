package indicators

import (
	"math"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
	"circle15/geo/surface"
)

// The labels of the surface, in the order in which a place is tested.
const (
	labelCovered surface.Label = iota
	labelNoData
	labelNotStepFree
	labelUnlinked
	labelUndecidable
	labelClosedThen
	labelDetour
	labelTooFew
	labelNoFacility
)

var causeOf = [...]Cause{Covered, NoData, NotStepFree, Unlinked, Undecidable, ClosedThen, Detour, TooFew, NoFacility}

// tester answers one question at any place of one community. It is not safe for concurrent use.
type tester struct {
	q        *question
	net      *network.Network
	edge     bool      // part of the community lies near the edge of the data
	attached *attached // nil for straight lines
	best     []reach.Label
	cut      bool // what held found last may go on beyond what the search kept
	guess    [1]network.Priced
	tiles    map[[2]int32]*tile
	tileM    float64
	lastTile *tile
	lastID   [2]int32
	// Of a criterion that names a time: the same with those of unknown hours, and with all; nil where there is no difference.
	maybe, all *tester
	// Of a criterion that compares: the same for those it compares with.
	plain *tester
}

// value is what a place has.
type value struct {
	label   surface.Label
	have    int    // keys within the limit, counted up to the need
	nearest uint32 // cost to the nearest candidate up to 1.5 × the limit
}

// tile is a square of the plane with what lies about the straight limit from it.
type tile struct {
	sure   []string // keys within the limit from everywhere in the tile, until they are enough
	worth  int64    // what they come to
	any    bool     // a candidate within the limit from everywhere
	unsure []int32  // spots within the limit from a part of it
}

// tileM is the side of a tile: 16 steps of the lattice.
const tileSteps = 16

func newTester(s *Scene, q *question, box []geo.XY, stepM float64) *tester {
	t := &tester{q: q, net: s.net, best: make([]reach.Label, q.kept), tiles: map[[2]int32]*tile{}, tileM: stepM * tileSteps}
	for _, p := range box {
		t.edge = t.edge || s.net.EdgeOfDataM(p) < q.limitM
	}
	if q.maybe != nil {
		t.maybe = newTester(s, q.maybe, nil, stepM)
	}
	if q.all != nil {
		t.all = newTester(s, q.all, nil, stepM)
	}
	if q.plain != nil {
		t.plain = newTester(s, q.plain, nil, stepM)
	}
	return t
}

// Label is the label of a place between points of the lattice.
func (t *tester) Label(p surface.Probe) surface.Label {
	if t.q.straight {
		return t.label(p.At, nil)
	}
	return t.label(p.At, t.attached.probe(p))
}

// Between finds a change where it is likely: where streets come within reach, which is the same for all criteria; or by
// taking places to attach where one of the points beside them does. Exact labels on both sides of the place confirm it.
func (t *tester) Between(e surface.LatticeEdge) (float64, bool) {
	if t.q.straight || t.plain != nil {
		return 0, false
	}
	from, to := t.attached.at(e.A), t.attached.at(e.B)
	if (len(from) == 0) != (len(to) == 0) {
		return t.linkedBetween(e, len(from) > 0)
	}
	if len(from) != 1 || len(to) != 1 || from[0].Behind || to[0].Behind {
		return 0, false
	}
	lo, hi := 0.0, e.StepM
	for hi-lo > surface.ToleranceM {
		mid := (lo + hi) / 2
		at := e.At(mid)
		t.guess[0] = t.q.graph.Priced(t.q.view.Guess(at, from[0].Access, to[0].Access))
		if t.label(at, t.guess[:]) == e.LA {
			lo = mid
		} else {
			hi = mid
		}
	}
	t.attached.finder.Near(from[0].Access)
	if lo > 0 && t.Label(surface.Probe{At: e.At(lo), A: e.A, B: e.B, Once: true}) != e.LA ||
		hi < e.StepM && t.Label(surface.Probe{At: e.At(hi), A: e.A, B: e.B, Once: true}) == e.LA {
		return 0, false
	}
	return (lo + hi) / 2, true
}

// linkedBetween is a change at the place where streets come within reach or go out of it.
func (t *tester) linkedBetween(e surface.LatticeEdge, linkedAtA bool) (float64, bool) {
	l := t.attached.link(e, linkedAtA)
	want := e.LA
	if !linkedAtA {
		want = e.LB
	}
	return l.d, t.label(l.at, l.access) == want
}

// value is what a place has that attaches so.
func (t *tester) value(p geo.XY, access []network.Priced) value {
	v := value{nearest: NoCost}
	have, keys, any := int64(0), int64(0), false
	switch q := t.q; {
	case q.straight:
		keys, any = t.straight(p)
		have, v.nearest = keys, t.nearestStraight(p)
	case q.nearestDecides():
		if v.nearest = q.near.Nearest(access); v.nearest <= q.limit {
			have = 1
		}
	default:
		if have = t.held(access); have > 0 {
			v.nearest = t.best[0].Cost
		} else {
			v.nearest = q.near.Nearest(access)
		}
	}
	v.have = t.q.shown(have)
	v.label = t.labelOf(p, have, access, keys, any)
	return v
}

// label is the label of a place that attaches so.
func (t *tester) label(p geo.XY, access []network.Priced) surface.Label {
	have, keys, any := int64(0), int64(0), false
	switch q := t.q; {
	case q.straight:
		keys, any = t.straight(p)
		have = keys
	case q.nearestDecides():
		if q.near.Nearest(access) <= q.limit {
			have = 1
		}
	default:
		have = t.held(access)
	}
	return t.labelOf(p, have, access, keys, any)
}

// labelOf tests a place in the order of the causes. keys and any are asked here unless the criterion is about straight lines.
func (t *tester) labelOf(p geo.XY, have int64, access []network.Priced, keys int64, any bool) surface.Label {
	if have >= t.q.enough {
		return labelCovered
	}
	cut := t.cut
	t.cut = false
	if t.plain != nil && t.plain.covers(p) {
		return labelNotStepFree
	}
	if !t.q.straight && len(access) == 0 {
		return labelUnlinked
	}
	if cut || t.edge && t.net.EdgeOfDataM(p) < t.q.limitM {
		return labelUndecidable
	}
	if l := t.then(p, access); l != labelCovered {
		return l
	}
	if !t.q.straight {
		keys, any = t.straight(p)
	}
	return t.apart(keys, any)
}

// labelApart is the label of a place that is linked, not covered, and not for the hours.
func (t *tester) labelApart(p geo.XY) surface.Label {
	if t.edge && t.net.EdgeOfDataM(p) < t.q.limitM {
		return labelUndecidable
	}
	return t.apart(t.straight(p))
}

// apart is the cause where so many keys, or any, are within the limit in a straight line.
func (t *tester) apart(keys int64, any bool) surface.Label {
	switch {
	case keys >= t.q.enough:
		return labelDetour
	case any:
		return labelTooFew
	}
	return labelNoFacility
}

// covers says whether a place is covered that attaches to streets of its own.
func (t *tester) covers(p geo.XY) bool {
	if t.attached != nil {
		return t.label(p, t.attached.probe(surface.Probe{At: p, Once: true})) == labelCovered
	}
	return t.label(p, t.q.priced(t.q.view.Access(p, nil))) == labelCovered
}

// straight is what the different keys within the limit in a straight line come to, until they are enough, and says whether
// there is any candidate at all.
func (t *tester) straight(p geo.XY) (keys int64, any bool) {
	tl := t.tileAt(p)
	if tl.worth >= t.q.enough || len(tl.unsure) == 0 {
		return tl.worth, tl.any
	}
	keys, any = tl.worth, tl.any
	more := make([]string, 0, 8)
	for _, i := range tl.unsure {
		sp := &t.q.spots[i]
		if sp.Dist(p) > t.q.limitM {
			continue
		}
		any = true
		c := &t.q.selection.list[sp.candidate]
		for _, k := range c.keys {
			if !contains(tl.sure, k) && !contains(more, k) {
				more = append(more, k)
				if keys += t.q.worth(c); keys >= t.q.enough {
					return keys, true
				}
			}
		}
	}
	return keys, any
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (t *tester) tileAt(p geo.XY) *tile {
	id := [2]int32{int32(math.Floor(p.X / t.tileM)), int32(math.Floor(p.Y / t.tileM))}
	if t.lastTile != nil && t.lastID == id {
		return t.lastTile
	}
	tl, ok := t.tiles[id]
	if !ok {
		tl = t.newTile(id)
		t.tiles[id] = tl
	}
	t.lastTile, t.lastID = tl, id
	return tl
}

// newTile sorts the spots around a tile.
func (t *tester) newTile(id [2]int32) *tile {
	tl := &tile{}
	mid := geo.XY{X: (float64(id[0]) + 0.5) * t.tileM, Y: (float64(id[1]) + 0.5) * t.tileM}
	half := t.tileM/2*math.Sqrt2 + 1e-6
	r := t.q.limitM + half
	t.q.spotIndex.Search(geo.XY{X: mid.X - r, Y: mid.Y - r}, geo.XY{X: mid.X + r, Y: mid.Y + r}, func(i int) bool {
		sp := &t.q.spots[i]
		switch d := sp.Dist(mid); {
		case d <= t.q.limitM-half:
			tl.any = true
			c := &t.q.selection.list[sp.candidate]
			for _, k := range c.keys {
				if tl.worth < t.q.enough && !contains(tl.sure, k) {
					tl.sure = append(tl.sure, k)
					tl.worth += t.q.worth(c)
				}
			}
		case d <= r:
			tl.unsure = append(tl.unsure, int32(i))
		}
		return true
	})
	return tl
}

// nearestStraight is the least straight distance to a candidate as a cost, or NoCost beyond 1.5 × the limit.
func (t *tester) nearestStraight(p geo.XY) uint32 {
	r := t.q.limitM * farther
	best := math.Inf(1)
	t.q.spotIndex.Search(geo.XY{X: p.X - r, Y: p.Y - r}, geo.XY{X: p.X + r, Y: p.Y + r}, func(i int) bool {
		best = min(best, t.q.spots[i].Dist(p))
		return true
	})
	if best > r {
		return NoCost
	}
	return uint32(math.Ceil(best/t.q.limitM*float64(t.q.limit) - 1e-6))
}
