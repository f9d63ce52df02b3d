package network

import (
	"slices"

	"circle15/geo"
)

// Cut is a part of the streets in which the ways and accesses near some boxes are those of the whole. What can be seen only in the whole, which parts of
// it are islands, it carries along.
type Cut struct {
	Streets *Streets
	Modes   []CutMode
}

// CutMode says to which edges places attach in a mode.
type CutMode struct {
	Need, Without Traits
	Attaches      []bool // per edge of the cut
}

// Cut takes the edges and barriers whose boxes touch one of the boxes, in their order, with what the views know of them.
func (n *Network) Cut(boxes []geo.Box, views []*View) *Cut {
	touches := func(line []geo.E7) bool {
		own := geo.Ring(line).Box()
		return slices.ContainsFunc(boxes, func(b geo.Box) bool { return b.Intersects(own) })
	}
	c := &Cut{Streets: &Streets{Extent: n.Extent, ShapeAt: []uint32{0}, Names: []string{""}}}
	var edges []uint32
	number := make([]uint32, len(n.Junctions)) // in the cut, + 1
	for e := range n.From {
		if touches(n.ShapeOf(uint32(e))) {
			edges = append(edges, uint32(e))
			number[n.From[e]], number[n.To[e]] = 1, 1
		}
	}
	s := c.Streets
	for j := range number {
		if number[j] > 0 {
			s.Junctions, s.JunctionID = append(s.Junctions, n.Junctions[j]), append(s.JunctionID, n.JunctionID[j])
			number[j] = uint32(len(s.Junctions))
		}
	}
	for _, e := range edges {
		s.From, s.To = append(s.From, number[n.From[e]]-1), append(s.To, number[n.To[e]]-1)
		s.WayID, s.Traits = append(s.WayID, n.WayID[e]), append(s.Traits, n.Traits[e])
		s.LengthM, s.NameOf = append(s.LengthM, n.LengthM[e]), append(s.NameOf, 0)
		s.Shape = append(s.Shape, n.ShapeOf(e)...)
		s.ShapeAt = append(s.ShapeAt, uint32(len(s.Shape)))
	}
	c.cutBarriers(n, touches)
	for _, v := range views {
		m := CutMode{Need: v.Mode.Need, Without: v.Mode.Without, Attaches: make([]bool, len(edges))}
		for i, e := range edges {
			m.Attaches[i] = v.attaches[e]
		}
		c.Modes = append(c.Modes, m)
	}
	return c
}

func (c *Cut) cutBarriers(n *Network, touches func([]geo.E7) bool) {
	to := &c.Streets.Barriers
	to.Start = []uint32{0}
	for b := range n.Barriers.Kind {
		from, end := n.Barriers.Start[b], n.Barriers.Start[b+1]
		if !touches(n.Barriers.At[from:end]) {
			continue
		}
		to.ID, to.Kind = append(to.ID, n.Barriers.ID[b]), append(to.Kind, n.Barriers.Kind[b])
		to.At, to.Open = append(to.At, n.Barriers.At[from:end]...), append(to.Open, n.Barriers.Open[from:end]...)
		to.Start = append(to.Start, uint32(len(to.At)))
	}
}

// LayCut puts a cut into a frame.
func LayCut(c *Cut, f *geo.Frame) *Network {
	n := Lay(c.Streets, f)
	n.known = c.Modes
	return n
}

// attachesIn says to which edges places attach in a mode: those that are usable, but for the insides of bridges and tunnels, and islands.
func (n *Network) attachesIn(m Mode, usable []bool, component []uint32, lengthM []float64) []bool {
	for _, k := range n.known {
		if k.Need == m.Need && k.Without == m.Without {
			return k.Attaches
		}
	}
	out := make([]bool, len(usable))
	for e, ok := range usable {
		out[e] = ok && n.Traits[e]&(Bridge|Tunnel) == 0 && lengthM[component[n.From[e]]] >= IslandM
	}
	return out
}
