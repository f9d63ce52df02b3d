package network

import (
	"circle15/geo"
)

// Streets are the junctions, edges and barriers of a city on the earth, in columns: what an importer
// makes and a workspace keeps. Junctions lie in the order of a Hilbert curve, so that a
// search that spreads over neighbours stays in the cache; edges are sorted by their first junction.
type Streets struct {
	// Extent is where the source reaches: its bounding box, else the hull.
	Extent geo.Ring

	Junctions  []geo.E7
	JunctionID []int64 // the source's node ids

	// Edges: between two junctions, From <= To in the order of the way.
	From, To []uint32
	WayID    []int64
	Traits   []Traits
	NameOf   []uint32 // index into Names; 0 is ""
	LengthM  []float64
	// Shape of edge e: the places Shape[ShapeAt[e]:ShapeAt[e+1]], both ends included.
	ShapeAt []uint32
	Shape   []geo.E7
	Names   []string

	Barriers Barriers
}

// Barriers are lines that cannot be crossed, in columns. Line b is At[Start[b]:Start[b+1]].
type Barriers struct {
	ID    []int64
	Kind  []BarrierKind
	Start []uint32
	At    []geo.E7
	Open  []bool // per place of At: it can be passed there
}

// Edges is the number of edges.
func (s *Streets) Edges() int { return len(s.From) }

// ShapeOf is the line of edge e, from From to To.
func (s *Streets) ShapeOf(e uint32) []geo.E7 { return s.Shape[s.ShapeAt[e]:s.ShapeAt[e+1]] }

// Name is the name of edge e, empty if it has none.
func (s *Streets) Name(e uint32) string { return s.Names[s.NameOf[e]] }

// Components numbers the connected parts of the edges that have all of need and none of without: the number
// per junction, and the metres of street per part. Numbers run from 0 in the order of the lowest junction.
func (s *Streets) Components(need, without Traits) (of []uint32, lengthM []float64) {
	parent := make([]uint32, len(s.Junctions))
	for i := range parent {
		parent[i] = uint32(i)
	}
	find := func(a uint32) uint32 {
		for parent[a] != a {
			parent[a] = parent[parent[a]]
			a = parent[a]
		}
		return a
	}
	for e := range s.From {
		if s.Traits[e]&need != need || s.Traits[e]&without != 0 {
			continue
		}
		a, b := find(s.From[e]), find(s.To[e])
		if a < b {
			parent[b] = a
		} else {
			parent[a] = b
		}
	}
	of = make([]uint32, len(parent))
	for i := range of {
		if r := find(uint32(i)); r == uint32(i) {
			of[i] = uint32(len(lengthM))
			lengthM = append(lengthM, 0)
		} else {
			of[i] = of[r] // r < i, so it has its number
		}
	}
	for e := range s.From {
		if s.Traits[e]&need == need && s.Traits[e]&without == 0 {
			lengthM[of[s.From[e]]] += s.LengthM[e]
		}
	}
	return of, lengthM
}
