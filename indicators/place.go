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
	labelUnlinked
	labelUndecidable
	labelClosedThen
	labelDetour
	labelTooFew
	labelNoFacility
)

var causeOf = [...]Cause{Covered, NoData, Unlinked, Undecidable, ClosedThen, Detour, TooFew, NoFacility}

// tester answers one question at any place of one community. It is not safe for concurrent use.
type tester struct {
	q        *question
	net      *network.Network
	edge     bool      // part of the community lies near the edge of the data
	attached *attached // nil for straight lines
	best     []reach.Label
	tiles    map[[2]int32]*tile
	tileM    float64
}

// tile is a square of the plane with what lies about the straight limit from it.
type tile struct {
	sure   []string // keys within the limit from everywhere in the tile
	any    bool     // a candidate within the limit from everywhere
	unsure []int32  // spots within the limit from a part of it
}

// tileM is the side of a tile: 16 steps of the lattice.
const tileSteps = 16

func newTester(s *Scene, q *question, box []geo.XY, stepM float64) *tester {
	t := &tester{q: q, net: s.net, best: make([]reach.Label, q.need), tiles: map[[2]int32]*tile{}, tileM: stepM * tileSteps}
	for _, p := range box {
		t.edge = t.edge || s.net.EdgeOfDataM(p) < q.limitM
	}
	return t
}

// at is the label of a place between points of the lattice. Where it attaches is kept for the next criterion.
func (t *tester) at(p surface.Probe) surface.Label {
	if t.q.straight {
		return t.withAccess(p.At, nil)
	}
	return t.withAccess(p.At, t.attached.probe(p))
}

// withAccess is the label of a place that attaches so.
func (t *tester) withAccess(p geo.XY, access []network.Access) surface.Label {
	if !t.q.straight {
		if t.have(access) >= t.q.need {
			return labelCovered
		}
		if len(access) == 0 {
			return labelUnlinked
		}
	}
	keys, any := t.straight(p)
	switch {
	case t.q.straight && keys >= t.q.need:
		return labelCovered
	case t.edge && t.net.EdgeOfDataM(p) < t.q.limitM:
		return labelUndecidable
	case keys >= t.q.need:
		return labelDetour
	case any:
		return labelTooFew
	}
	return labelNoFacility
}

// have is how many keys a place has within the limit, counted up to the need.
func (t *tester) have(access []network.Access) int {
	if t.q.need == 1 {
		if t.q.near.Nearest(access) <= t.q.limit {
			return 1
		}
		return 0
	}
	return t.q.keyed.Best(access, t.best)
}

// straight counts the different keys within the limit in a straight line, up to the need, and says whether
// there is any candidate at all.
func (t *tester) straight(p geo.XY) (keys int, any bool) {
	tl := t.tileAt(p)
	if len(tl.sure) >= t.q.need || len(tl.unsure) == 0 {
		return min(len(tl.sure), t.q.need), tl.any
	}
	any = tl.any
	more := make([]string, 0, 8)
	for _, i := range tl.unsure {
		sp := &t.q.spots[i]
		if sp.Dist(p) > t.q.limitM {
			continue
		}
		any = true
		for _, k := range t.q.selection.list[sp.candidate].keys {
			if !contains(tl.sure, k) && !contains(more, k) {
				if more = append(more, k); len(tl.sure)+len(more) >= t.q.need {
					return t.q.need, true
				}
			}
		}
	}
	return len(tl.sure) + len(more), any
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
	if tl, ok := t.tiles[id]; ok {
		return tl
	}
	tl := &tile{}
	mid := geo.XY{X: (float64(id[0]) + 0.5) * t.tileM, Y: (float64(id[1]) + 0.5) * t.tileM}
	half := t.tileM/2*math.Sqrt2 + 1e-6
	r := t.q.limitM + half
	t.q.spotIndex.Search(geo.XY{X: mid.X - r, Y: mid.Y - r}, geo.XY{X: mid.X + r, Y: mid.Y + r}, func(i int) bool {
		sp := &t.q.spots[i]
		switch d := sp.Dist(mid); {
		case d <= t.q.limitM-half:
			tl.any = true
			for _, k := range t.q.selection.list[sp.candidate].keys {
				if len(tl.sure) < t.q.need && !contains(tl.sure, k) {
					tl.sure = append(tl.sure, k)
				}
			}
		case d <= r:
			tl.unsure = append(tl.unsure, int32(i))
		}
		return true
	})
	t.tiles[id] = tl
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

// nearest is the cost to the nearest candidate, up to 1.5 × the limit.
func (t *tester) nearest(p geo.XY, access []network.Access) uint32 {
	if t.q.straight {
		return t.nearestStraight(p)
	}
	return t.q.near.Nearest(access)
}
