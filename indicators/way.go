package indicators

import (
	"math"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// Role is why a way is shown.
type Role string

// The ways that an explanation shows: to the nearest of what counts, to the one that decides (the need-th nearest, of a sum the one that completes it,
// whether it lies within the limit or beyond), and, in a gap, to the nearest that lies beyond the limit.
const (
	RoleNearest  Role = "nearest"
	RoleDeciding Role = "deciding"
	RoleMissed   Role = "missed"
)

// StepKind is what one walks on.
type StepKind string

// The kinds of steps. Access and egress are the straight legs between a place and the street it attaches to; straight is
// the whole way where the limit is a straight line.
const (
	StepAccess   StepKind = "access"
	StepStreet   StepKind = "street" // with cars
	StepPath     StepKind = "path"
	StepStairs   StepKind = "steps"
	StepCrossing StepKind = "crossing"
	StepBridge   StepKind = "bridge"
	StepTunnel   StepKind = "tunnel"
	StepEgress   StepKind = "egress"
	StepStraight StepKind = "straight"
)

// Way is how one comes from a place to a facility.
type Way struct {
	Roles []Role `json:"roles"`
	Seen
	// To is where a map shows the facility. The line of an area ends where one enters it.
	To     geo.E7  `json:"to"`
	Metres float64 `json:"metres"` // on the way, legs included
	// Crossed are the kinds of barriers that the straight line to the facility crosses.
	Crossed []string `json:"crossed"`
	// Steps are in the order in which they are walked; their costs add up to Cost.
	Steps []Step `json:"steps"`
	// Line is the way on the earth, of two places at least.
	Line []geo.E7 `json:"-"`
}

// Step is a stretch of a way on one kind of ground along one street.
type Step struct {
	Kind   StepKind `json:"kind"`
	Street string   `json:"street,omitempty"` // its name
	Way    int64    `json:"way,omitempty"`    // the source's id of its first piece
	Metres float64  `json:"metres"`
	Cost   uint32   `json:"cost"`
	// First and Last are the indices in Way.Line between which it runs.
	First int `json:"first"`
	Last  int `json:"last"`
}

// ways are the ways to what was seen that an explanation shows, in the order of their costs.
func (j *Assessor) ways(q *question, from *stand, seen []sighting, inGap bool) []Way {
	roles := map[int][]Role{}
	give := func(i int, r Role) {
		if i >= 0 && i < len(seen) {
			roles[i] = append(roles[i], r)
		}
	}
	give(0, RoleNearest)
	give(q.deciding(seen), RoleDeciding)
	if inGap {
		give(slices.IndexFunc(seen, func(v sighting) bool { return v.Cost > q.limit }), RoleMissed)
	}
	var out []Way
	for i, v := range seen {
		if roles[i] != nil && !v.of.restricted {
			w := j.scene.way(q, from, v)
			w.Roles = roles[i]
			out = append(out, w)
		}
	}
	return out
}

// way is the way to a facility that was seen.
func (s *Scene) way(q *question, from *stand, v sighting) Way {
	f := q.selection.list[v.spot.candidate].Facility
	w := Way{Seen: v.Seen, To: f.At, Crossed: s.crossed(from.xy, v.spot.XY)}
	if q.straight {
		w.Metres = centimetres(v.spot.Dist(from.xy))
		w.Line = []geo.E7{from.at, s.in.Frame.E7(v.spot.XY)}
		w.Steps = []Step{{Kind: StepStraight, Metres: w.Metres, Cost: v.Cost, Last: 1}}
		return w
	}
	tree := from.trees[q.graph]
	for _, a := range v.spot.sources {
		if p, ok := tree.Path(a); ok && p.Cost == v.Cost {
			w.follow(s.net, p, from.at, s.entrance(f, a))
			break
		}
	}
	return w
}

// Nearby is a facility in a straight line: what a detour leads around.
type Nearby struct {
	Facility  string   `json:"facility"`
	Layer     string   `json:"layer"`
	Name      string   `json:"name,omitempty"`
	At        geo.E7   `json:"at"`
	StraightM float64  `json:"straight_m"`
	Crossed   []string `json:"crossed"` // the kinds of barriers between
}

// nearby is the nearest in a straight line of what counts; of several at one distance the first of the selection.
func (s *Scene) nearby(q *question, xy geo.XY) *Nearby {
	r := q.limitM * farther
	var best *spot
	q.spotIndex.Search(geo.XY{X: xy.X - r, Y: xy.Y - r}, geo.XY{X: xy.X + r, Y: xy.Y + r}, func(i int) bool {
		sp := &q.spots[i]
		if q.selection.list[sp.candidate].restricted {
			return true
		}
		if d := sp.Dist(xy); d <= r && (best == nil || d < best.Dist(xy) || d == best.Dist(xy) && sp.candidate < best.candidate) {
			best = sp
		}
		return true
	})
	if best == nil {
		return nil
	}
	f := q.selection.list[best.candidate].Facility
	return &Nearby{f.ID, f.Layer, f.Name, s.in.Frame.E7(best.XY), math.Round(best.Dist(xy)*10) / 10, s.crossed(xy, best.XY)}
}

// crossed are the kinds of barriers that a straight line crosses; never nil.
func (s *Scene) crossed(a, b geo.XY) []string {
	out := []string{}
	for _, k := range s.net.CrossedKinds(a, b) {
		out = append(out, k.String())
	}
	return out
}

// entrance is the place of a facility from which an access comes to the streets: of a point the point, of an area the
// entrance whose leg it is, else the nearest place of its outline.
func (s *Scene) entrance(f *Facility, a network.Access) geo.E7 {
	if len(f.Outline) == 0 && len(f.Entrances) == 0 {
		return f.At
	}
	const touchM = 0.001
	for _, e := range f.Entrances {
		if math.Abs(s.in.Frame.XYE7(e).Dist(a.At)-a.LegM) < touchM {
			return e
		}
	}
	best, off := a.At, math.Inf(1)
	for _, r := range f.Outline {
		for i, p := range r {
			q := nearestOn(s.in.Frame.XYE7(p), s.in.Frame.XYE7(r[(i+1)%len(r)]), a.At)
			if d := q.Dist(a.At); d < off {
				best, off = q, d
			}
		}
	}
	return s.in.Frame.E7(best)
}

// nearestOn is the place of the line from a to b that lies nearest to p.
func nearestOn(a, b, p geo.XY) geo.XY {
	d := b.Sub(a)
	l2 := d.X*d.X + d.Y*d.Y
	if l2 == 0 {
		return a
	}
	t := min(max(((p.X-a.X)*d.X+(p.Y-a.Y)*d.Y)/l2, 0), 1)
	return geo.XY{X: a.X + t*d.X, Y: a.Y + t*d.Y}
}

// follow puts a path into words and on the map.
func (w *Way) follow(n *network.Network, p *reach.Path, at, end geo.E7) {
	w.Metres = centimetres(p.LengthM())
	w.Line = []geo.E7{at}
	w.leg(StepAccess, p.Access.LegM, p.LegIn, n.Frame.E7(p.Access.At))
	for _, part := range p.Parts {
		w.walk(n, part)
	}
	w.leg(StepEgress, p.Egress.LegM, p.LegOut, end)
	if len(w.Line) == 1 {
		w.Line = append(w.Line, end)
	}
	for i := range w.Steps {
		w.Steps[i].Metres = centimetres(w.Steps[i].Metres)
	}
}

// leg adds a straight leg to a place, unless there is none.
func (w *Way) leg(kind StepKind, lengthM float64, cost uint32, to geo.E7) {
	first := len(w.Line) - 1
	if w.Line[first] != to {
		w.Line = append(w.Line, to)
	}
	if lengthM > 0 || cost > 0 {
		w.Steps = append(w.Steps, Step{Kind: kind, Metres: lengthM, Cost: cost, First: first, Last: len(w.Line) - 1})
	}
}

// walk adds a part of an edge: to the last step, if that runs along the same street on the same ground.
func (w *Way) walk(n *network.Network, part reach.Part) {
	first := len(w.Line) - 1
	w.Line = append(w.Line, n.AppendPart(nil, part.Edge, part.FromM, part.ToM)[1:]...)
	step := Step{Kind: groundOf(n.Traits[part.Edge]), Street: n.Name(part.Edge), Way: n.WayID[part.Edge],
		Metres: math.Abs(part.FromM - part.ToM), Cost: part.Cost, First: first, Last: len(w.Line) - 1}
	if k := len(w.Steps) - 1; k >= 0 && w.Steps[k].Kind == step.Kind && w.Steps[k].Street == step.Street {
		w.Steps[k].Metres += step.Metres
		w.Steps[k].Cost += step.Cost
		w.Steps[k].Last = step.Last
		return
	}
	w.Steps = append(w.Steps, step)
}

// groundOf is what one walks on, the most telling first.
func groundOf(t network.Traits) StepKind {
	switch {
	case t&network.Steps != 0:
		return StepStairs
	case t&network.Bridge != 0:
		return StepBridge
	case t&network.Tunnel != 0:
		return StepTunnel
	case t&network.Crossing != 0:
		return StepCrossing
	case t&network.CarRoad != 0:
		return StepStreet
	}
	return StepPath
}

// centimetres rounds metres to two decimals.
func centimetres(m float64) float64 { return math.Round(m*100) / 100 }
