package reach

import (
	"math"
	"slices"
)

// Stretch is a piece of a street that is reached within one of several limits, and not within the one before.
type Stretch struct {
	Edge uint32
	// FromM and ToM are where it begins and ends, in metres from the edge's From.
	FromM, ToM float64
	// FromCost and ToCost are the costs there, rounded up.
	FromCost, ToCost uint32
	Limit            int // number of the limit
}

// Stretches are the streets that the tree reaches, cut where a limit lies on an edge, by edge and from From to To. The
// limits must ascend and not exceed that of the tree.
func (t *Tree) Stretches(limits []uint32) []Stretch {
	var out []Stretch
	for _, e := range t.edges() {
		out = t.stretchesOf(e, limits, out)
	}
	return out
}

// stretchesOf cuts one edge.
func (t *Tree) stretchesOf(e uint32, limits []uint32, out []Stretch) []Stretch {
	lengthM, had := t.graph.LengthM[e], len(out)
	cuts := t.cutsOf(e, limits)
	for i := 0; i+1 < len(cuts); i++ {
		a, b := cuts[i], cuts[i+1]
		if b-a < shortestM && lengthM >= shortestM {
			continue
		}
		cost := t.alongCost(e, (a+b)/2)
		limit := slices.IndexFunc(limits, func(l uint32) bool { return cost <= float64(l) })
		if limit < 0 {
			continue
		}
		if n := len(out); n > had && out[n-1].Limit == limit && a-out[n-1].ToM < shortestM {
			out[n-1].ToM, out[n-1].ToCost = b, t.priceAlong(e, b)
			continue
		}
		out = append(out, Stretch{e, a, b, t.priceAlong(e, a), t.priceAlong(e, b), limit})
	}
	return out
}

// shortestM is the shortest stretch worth telling: a centimetre, the unit in which places are published.
const shortestM = 0.01

// cutsOf are the places of an edge, in metres from its From, at which a limit may lie, its ends included, sorted.
func (t *Tree) cutsOf(e uint32, limits []uint32) []float64 {
	g, lengthM := t.graph, t.graph.LengthM[e]
	cuts := []float64{0, lengthM}
	cut := func(m float64) {
		if m > 0 && m < lengthM {
			cuts = append(cuts, m)
		}
	}
	for _, l := range limits {
		left := func(cost uint32) float64 { return (float64(l) - float64(cost)) / g.CostPerM }
		if c := t.cost[g.From[e]]; c <= l {
			cut(left(c))
		}
		if c := t.cost[g.To[e]]; c <= l {
			cut(lengthM - left(c))
		}
		for i := range t.starts {
			if s := &t.starts[i]; s.Edge == e {
				m := float64(l)/g.CostPerM - s.LegM
				cut(s.AlongM - m)
				cut(s.AlongM + m)
			}
		}
	}
	slices.Sort(cuts)
	return cuts
}

// alongCost is the cost of a point of an edge, not rounded; infinite beyond what was searched.
func (t *Tree) alongCost(e uint32, alongM float64) float64 {
	g, best := t.graph, math.Inf(1)
	if c := t.cost[g.From[e]]; c != NoCost {
		best = float64(c) + alongM*g.CostPerM
	}
	if c := t.cost[g.To[e]]; c != NoCost {
		best = min(best, float64(c)+(g.LengthM[e]-alongM)*g.CostPerM)
	}
	for i := range t.starts {
		if s := &t.starts[i]; s.Edge == e {
			best = min(best, (s.LegM+abs(s.AlongM-alongM))*g.CostPerM)
		}
	}
	return best
}

// priceAlong is the cost of a point of an edge in whole units.
func (t *Tree) priceAlong(e uint32, alongM float64) uint32 {
	return uint32(math.Ceil(t.alongCost(e, alongM) - 1e-6))
}
