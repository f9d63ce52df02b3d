package mvt

import (
	"cmp"
	"math"
	"slices"
)

// levels says for the vertices of rings from which zoom on each is drawn.
//
// Rings that share vertices are cut where the vertices beside one of them differ from ring to ring (or within one): between two such
// nodes neighbours have the same line. It is simplified from its lower end to its higher (Douglas and Peucker, with the largest
// deviation that makes a vertex necessary kept for each), so both get the same vertices at every zoom. Nodes are always drawn.
type levels struct {
	spots []spot
	parts []int32 // where each ring begins in spots, and the end
}

// neighbours are the two vertices beside one, the lower first; node is set where they are not the same for all.
type neighbours struct {
	a, b spot
	node bool
}

func (s spot) compare(o spot) int { return cmp.Or(cmp.Compare(s.x, o.x), cmp.Compare(s.y, o.y)) }

// of is the zoom of every vertex.
func (l *levels) of() []uint8 {
	out := make([]uint8, len(l.spots))
	work := &simplifier{}
	nodes := l.nodes()
	for i := 0; i+1 < len(l.parts); i++ {
		from, to := l.parts[i], l.parts[i+1]
		work.ring(l.spots[from:to], out[from:to], nodes)
	}
	return out
}

// nodes are the vertices at which lines end that rings share.
func (l *levels) nodes() map[spot]neighbours {
	m := make(map[spot]neighbours, len(l.spots))
	for i := 0; i+1 < len(l.parts); i++ {
		ring := l.spots[l.parts[i]:l.parts[i+1]]
		for k, v := range ring {
			a, b := ring[(k+len(ring)-1)%len(ring)], ring[(k+1)%len(ring)]
			if a.compare(b) > 0 {
				a, b = b, a
			}
			n, ok := m[v]
			if !ok {
				m[v] = neighbours{a: a, b: b}
			} else if !n.node && (n.a != a || n.b != b) {
				n.node = true
				m[v] = n
			}
		}
	}
	return m
}

// simplifier has the memory that the steps share.
type simplifier struct {
	stretch []spot  // of a ring, from one end to the next
	at      []int32 // where its vertices stand in the ring
	levels  []uint8
	stack   []span
}

// span is a part of a line that is still to be looked at, with how much its own line deviated.
type span struct {
	from, to int
	most     float64
}

// ring finds the zooms of a ring's vertices.
func (w *simplifier) ring(ring []spot, out []uint8, nodes map[spot]neighbours) {
	var ends []int32
	for i, v := range ring {
		if nodes[v].node {
			ends = append(ends, int32(i))
		}
	}
	if len(ends) == 0 {
		ends = anchors(ring)
	}
	n := int32(len(ring))
	for k, from := range ends {
		to := ends[(k+1)%len(ends)]
		if to <= from {
			to += n
		}
		w.stretch, w.at = w.stretch[:0], w.at[:0]
		for i := from; i <= to; i++ {
			w.stretch, w.at = append(w.stretch, ring[i%n]), append(w.at, i%n)
		}
		if backwards(w.stretch) {
			slices.Reverse(w.stretch)
			slices.Reverse(w.at)
		}
		w.levels = append(w.levels[:0], make([]uint8, len(w.stretch))...)
		w.line(w.stretch, w.levels)
		for i, at := range w.at {
			out[at] = w.levels[i]
		}
	}
}

// anchors are two vertices of a ring that shares no end with others: the lowest, and the one farthest from it. They are
// the same in every ring with these vertices, wherever it begins.
func anchors(ring []spot) []int32 {
	low := int32(0)
	for i, v := range ring {
		if v.compare(ring[low]) < 0 {
			low = int32(i)
		}
	}
	far, most := low, -1.0
	for i, v := range ring {
		dx, dy := float64(v.x)-float64(ring[low].x), float64(v.y)-float64(ring[low].y)
		if d := dx*dx + dy*dy; d > most || d == most && v.compare(ring[far]) < 0 {
			far, most = int32(i), d
		}
	}
	if far == low {
		return []int32{low}
	}
	return []int32{min(low, far), max(low, far)}
}

// backwards says whether a line runs from its higher end to its lower; of one that ends where it begins, the vertices
// beside its ends decide.
func backwards(line []spot) bool {
	for i, j := 0, len(line)-1; i < j; i, j = i+1, j-1 {
		if c := line[i].compare(line[j]); c != 0 {
			return c > 0
		}
	}
	return false
}

// line finds the zooms of a line's vertices; both its ends are always drawn.
func (w *simplifier) line(line []spot, out []uint8) {
	for i := range out {
		out[i] = MaxZoom
	}
	if len(line) == 0 {
		return
	}
	out[0], out[len(line)-1] = 0, 0
	w.stack = append(w.stack[:0], span{0, len(line) - 1, toleranceAt(-1)})
	for len(w.stack) > 0 {
		top := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		if top.to-top.from < 2 {
			continue
		}
		at, most := farthest(line, top.from, top.to)
		most = min(most, top.most)
		out[at] = zoomOf(most)
		w.stack = append(w.stack, span{top.from, at, most}, span{at, top.to, most})
	}
}

// farthest is the vertex between i and j that lies farthest from the straight line between them, and how far.
func farthest(line []spot, i, j int) (at int, most float64) {
	ax, ay := float64(line[i].x), float64(line[i].y)
	dx, dy := float64(line[j].x)-ax, float64(line[j].y)-ay
	length := dx*dx + dy*dy
	at, most = i+1, -1
	for k := i + 1; k < j; k++ {
		x, y := float64(line[k].x)-ax, float64(line[k].y)-ay
		if length > 0 {
			t := min(1, max(0, (x*dx+y*dy)/length))
			x, y = x-t*dx, y-t*dy
		}
		if d := x*x + y*y; d > most {
			at, most = k, d
		}
	}
	return at, math.Sqrt(most)
}

// zoomOf is the least zoom at which a deviation is more than may be left out.
func zoomOf(d float64) uint8 {
	for z := range MaxZoom {
		if d >= toleranceAt(z) {
			return uint8(z)
		}
	}
	return MaxZoom
}
