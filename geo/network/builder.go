package network

import (
	"cmp"
	"slices"

	"circle15/geo"
)

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

// Builder collects ways and barriers. The zero Builder is ready for use.
type Builder struct {
	extent   geo.Ring
	ways     []wayCols
	nodes    []int64
	at       []geo.E7
	closed   map[int]bool // index into nodes
	names    map[string]uint32
	nameList []string
	barriers []Barrier
}

type wayCols struct {
	id         int64
	start, end int // into nodes and at
	traits     Traits
	name       uint32
}

// Way adds a street. Ways may come in any order; those with fewer than two nodes are passed over.
// The slices of w are copied.
func (b *Builder) Way(w Way) {
	if len(w.Nodes) < 2 || len(w.At) != len(w.Nodes) {
		return
	}
	if b.names == nil {
		b.names = map[string]uint32{"": 0}
		b.nameList = []string{""}
		b.closed = map[int]bool{}
	}
	name, ok := b.names[w.Name]
	if !ok {
		name = uint32(len(b.nameList))
		b.names[w.Name] = name
		b.nameList = append(b.nameList, w.Name)
	}
	start := len(b.nodes)
	b.nodes = append(b.nodes, w.Nodes...)
	b.at = append(b.at, w.At...)
	for _, i := range w.Closed {
		if i >= 0 && i < len(w.Nodes) {
			b.closed[start+i] = true
		}
	}
	b.ways = append(b.ways, wayCols{w.ID, start, len(b.nodes), w.Traits, name})
}

// Barrier adds a line that cannot be crossed; of fewer than two places it is passed over. The slices of w are copied.
func (b *Builder) Barrier(w Barrier) {
	if len(w.At) >= 2 {
		w.At, w.Open = slices.Clone(w.At), slices.Clone(w.Open)
		b.barriers = append(b.barriers, w)
	}
}

// Extent says where the source reaches.
func (b *Builder) Extent(r geo.Ring) { b.extent = r }

// Build joins what was added. The result does not depend on the order of adding.
func (b *Builder) Build() *Streets {
	slices.SortStableFunc(b.ways, func(x, y wayCols) int { return cmp.Compare(x.id, y.id) })
	s := &Streets{Extent: b.extent}
	b.buildNames(s)
	junction := b.buildJunctions(s)
	b.buildEdges(s, junction)
	b.buildBarriers(s)
	return s
}

// buildNames sorts the names, so that they do not depend on the order of adding.
func (b *Builder) buildNames(s *Streets) {
	if len(b.nameList) == 0 {
		b.nameList = []string{""}
	}
	s.Names = slices.Clone(b.nameList)
	slices.Sort(s.Names)
	rank := make([]uint32, len(s.Names))
	for i, n := range s.Names {
		rank[b.names[n]] = uint32(i)
	}
	for i := range b.ways {
		b.ways[i].name = rank[b.ways[i].name]
	}
}

// buildJunctions finds the nodes at which edges begin and end, numbers them along a
// Hilbert curve, and gives for each index into Builder.nodes its junction, or -1.
func (b *Builder) buildJunctions(s *Streets) []int32 {
	order := make([]int32, len(b.nodes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(b.nodes[x], b.nodes[y]), cmp.Compare(x, y))
	})
	end := make([]bool, len(b.nodes))
	for _, w := range b.ways {
		end[w.start], end[w.end-1] = true, true
	}
	type found struct {
		node  int64
		at    geo.E7
		key   uint64
		first int // range of order; for a closed node one index
		count int
	}
	var all []found
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && b.nodes[order[j]] == b.nodes[order[i]] {
			j++
		}
		isJunction := j-i > 1
		for _, n := range order[i:j] {
			isJunction = isJunction || end[n] || b.closed[int(n)]
		}
		if isJunction {
			at := b.at[order[i]]
			all = append(all, found{b.nodes[order[i]], at, hilbert(at), i, j - i})
		}
		i = j
	}
	slices.SortFunc(all, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.node, y.node))
	})
	of := make([]int32, len(b.nodes))
	for i := range of {
		of[i] = -1
	}
	add := func(f found) int32 {
		s.Junctions = append(s.Junctions, f.at)
		s.JunctionID = append(s.JunctionID, f.node)
		return int32(len(s.Junctions) - 1)
	}
	for _, f := range all {
		shared := int32(-1)
		for _, n := range order[f.first : f.first+f.count] {
			if b.closed[int(n)] {
				continue // buildEdges gives both sides junctions of their own
			}
			if shared < 0 {
				shared = add(f)
			}
			of[n] = shared
		}
	}
	return of
}

// buildEdges cuts the ways at their junctions.
func (b *Builder) buildEdges(s *Streets, junction []int32) {
	dead := func(i int) uint32 { // the end of a way at a closed node: nobody else's
		s.Junctions = append(s.Junctions, b.at[i])
		s.JunctionID = append(s.JunctionID, b.nodes[i])
		return uint32(len(s.Junctions) - 1)
	}
	type edge struct {
		from, to uint32
		way      wayCols
		a, z     int
	}
	var edges []edge
	for _, w := range b.ways {
		a := w.start
		from := int64(junction[a])
		if from < 0 {
			from = int64(dead(a))
		}
		for z := a + 1; z < w.end; z++ {
			to := int64(junction[z])
			closed := b.closed[z]
			if to < 0 && !closed && z < w.end-1 {
				continue
			}
			if to < 0 {
				to = int64(dead(z))
			}
			if z > a+1 || b.at[a] != b.at[z] || from != to {
				edges = append(edges, edge{uint32(from), uint32(to), w, a, z})
			}
			a, from = z, to
			if closed && z < w.end-1 {
				from = int64(dead(z))
			}
		}
	}
	slices.SortStableFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), cmp.Compare(x.way.id, y.way.id), cmp.Compare(x.a, y.a))
	})
	s.ShapeAt = append(make([]uint32, 0, len(edges)+1), 0)
	for _, e := range edges {
		s.From = append(s.From, e.from)
		s.To = append(s.To, e.to)
		s.WayID = append(s.WayID, e.way.id)
		s.Traits = append(s.Traits, e.way.traits)
		s.NameOf = append(s.NameOf, e.way.name)
		s.Shape = append(s.Shape, b.at[e.a:e.z+1]...)
		s.ShapeAt = append(s.ShapeAt, uint32(len(s.Shape)))
		s.LengthM = append(s.LengthM, lengthM(b.at[e.a:e.z+1]))
	}
}

func lengthM(line []geo.E7) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += geo.SegmentM(line[i-1], line[i])
	}
	return sum
}

func (b *Builder) buildBarriers(s *Streets) {
	slices.SortStableFunc(b.barriers, func(x, y Barrier) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID, y.ID))
	})
	c := &s.Barriers
	c.Start = append(c.Start, 0)
	for _, w := range b.barriers {
		c.ID = append(c.ID, w.ID)
		c.Kind = append(c.Kind, w.Kind)
		open := make([]bool, len(w.At))
		for _, i := range w.Open {
			if i >= 0 && i < len(open) {
				open[i] = true
			}
		}
		c.At = append(c.At, w.At...)
		c.Open = append(c.Open, open...)
		c.Start = append(c.Start, uint32(len(c.At)))
	}
}

// hilbert is where p lies along a Hilbert curve of order 32 over the whole earth.
func hilbert(p geo.E7) uint64 {
	x := uint32(p.Lon) ^ 1<<31
	y := uint32(p.Lat) ^ 1<<31
	var d uint64
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
