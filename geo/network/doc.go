// Package network gives you the streets that a city can be walked on, and the lines that
// cannot be crossed beside them.
//
// A [Builder] takes ways (chains of numbered nodes) and barriers and makes [Streets]:
// junctions and edges on the earth, in columns, that a workspace stores. A [Network] is
// Streets laid into a frame, with an index over its edges, on which places attach and searches run.
//
// Ways join where they share a node, and nowhere else: a bridge over a road has
// no junction with it.
package network

// Traits is what an importer says of a way, and the network of an edge.
type Traits uint32

// What may be done on an edge, and what it is.
const (
	// Foot: it may be walked.
	Foot Traits = 1 << iota
	// Bike: it may be cycled.
	Bike
	// Steps are stairs: no wheels.
	Steps
	// Bridge and Tunnel have no access from their insides, only at their ends.
	Bridge
	Tunnel
	// WheelsYes and WheelsNo: wheelchair=yes|designated, wheelchair=no. Neither: unknown.
	WheelsYes
	WheelsNo
	// KerbRaised: a kerb or sill that wheels cannot pass lies on the edge.
	KerbRaised
	// Steep: the slope is tagged and above what wheels manage (1:12).
	Steep
	// OnewayBike: bicycles go from the first node to the last only.
	OnewayBike
	// SidewalkKnown: the source says whether there is a pavement; Sidewalk: there is one.
	SidewalkKnown
	Sidewalk
	// Lit: lit=yes.
	Lit
	// CarRoad: cars drive here; the rest are paths.
	CarRoad
	// Crossing is the way over a car road.
	Crossing
	// Main is a car road of a high rank (primary, secondary, tertiary): what a map draws first.
	Main
	// WheelsTold: kerbs, slope, surface or wheelchair=* are tagged, so that something is known of whether wheels manage. Without it the edge
	// counts as one that they do manage.
	WheelsTold
)

// BarrierKind is what a line that cannot be crossed is.
type BarrierKind uint8

// Hard barriers are always closed; soft ones (walls and fences) count when a
// profile says so, since their gates are often unmapped.
const (
	Water BarrierKind = iota
	Rail
	Motorway
	Wall
	Fence
)

// Soft says whether the barrier counts only with soft_barriers.
func (k BarrierKind) Soft() bool { return k >= Wall }

// String is the word of the barrier in evidence and findings.
func (k BarrierKind) String() string {
	return [...]string{"water", "rail", "motorway", "wall", "fence"}[k]
}
