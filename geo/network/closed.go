package network

import "slices"

// Closing is a graph of which one edge at a time is closed: nobody walks through it from end to end. Who attaches to it still leaves
// it at either end. It keeps its memory from one edge to the next, and is not safe for concurrent use.
type Closing struct {
	graph Graph
	open  []Arc // the arcs of the graph as they are
	shut  []uint32
}

// shutCost is above every limit, and added to a cost within one it is so still: limits stay below 2³¹.
const shutCost = 1 << 31

// Closing makes a copy of the graph to close edges in.
func (g *Graph) Closing() *Closing {
	c := &Closing{graph: *g, open: g.arcs}
	c.graph.arcs = slices.Clone(g.arcs)
	return c
}

// Without is the graph with this edge closed and all others open. It is valid until the next call.
func (c *Closing) Without(edge uint32) *Graph {
	g := &c.graph
	for _, i := range c.shut {
		g.arcs[i] = c.open[i]
	}
	c.shut = c.shut[:0]
	for _, j := range [2]uint32{g.From[edge], g.To[edge]} {
		for i := g.first[j]; i < g.first[j+1]; i++ {
			if g.edgeOf[i] == edge {
				g.arcs[i].Cost = shutCost
				c.shut = append(c.shut, i)
			}
		}
	}
	return g
}
