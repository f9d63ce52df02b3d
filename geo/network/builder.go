package network

import "circle15/geo"

// Way is a street as its source draws it: a chain of numbered nodes.
type Way struct {
	ID     int64 // the source's: an OSM way id
	Nodes  []int64
	At     []geo.E7 // where the nodes lie, as many as Nodes
	Traits Traits
	Name   string
	// Closed are indices into Nodes at which the way cannot be passed (a locked gate): the
	// two sides do not join there.
	Closed []int
}

// Barrier is a line that cannot be crossed.
type Barrier struct {
	ID   int64
	Kind BarrierKind
	At   []geo.E7
	// Open are indices into At at which it can be passed: gates, entrances, and
	// nodes that it shares with a walkable way.
	Open []int
}
