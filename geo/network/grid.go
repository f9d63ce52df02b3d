package network

import (
	"math"

	"circle15/geo"
)

// cellM is the side of a grid cell. On Porto 32, 64 and 128 m were tried for attaching places to
// streets: see docs/decisions.
const cellM = 100

// segment is one straight piece of an edge or a barrier in the plane.
type segment struct {
	a, b    geo.XY
	perLen2 float64 // 1 / length², 0 for a point: the search for the nearest asks for little else
	line    uint32  // edge, or barrier
	part    uint32  // index into Shape, or Barriers.At, of its first end
}

func newSegment(a, b geo.XY, line, part uint32) segment {
	s := segment{a: a, b: b, line: line, part: part}
	if l2 := (b.X-a.X)*(b.X-a.X) + (b.Y-a.Y)*(b.Y-a.Y); l2 > 0 {
		s.perLen2 = 1 / l2
	}
	return s
}

// grid holds segments by square cells, a copy in each cell that they touch, so that a look around a place reads
// memory in one direction. It does for the kernel's innermost loop what a tree does for
// the rest: a rectangle tree took three times as long there.
type grid struct {
	origin geo.XY
	cell   float64
	nx, ny int
	start  []uint32
	segs   []segment
	empty  []uint8 // per cell: in how many rings around it, itself included, nothing lies; at most 255
}

func newGrid(segs []segment) *grid {
	g := &grid{cell: cellM, start: []uint32{0, 0}, nx: 1, ny: 1, empty: []uint8{255}}
	if len(segs) == 0 {
		return g
	}
	lo, hi := segs[0].a, segs[0].a
	for _, s := range segs {
		lo.X, lo.Y = min(lo.X, s.a.X, s.b.X), min(lo.Y, s.a.Y, s.b.Y)
		hi.X, hi.Y = max(hi.X, s.a.X, s.b.X), max(hi.Y, s.a.Y, s.b.Y)
	}
	g.origin = lo
	// One far street must not make a grid of the whole world: no more cells than
	// 4 a segment, above a million.
	for (hi.X-lo.X)/g.cell*((hi.Y-lo.Y)/g.cell) > float64(1<<20+4*len(segs)) {
		g.cell *= 2
	}
	g.nx, g.ny = int((hi.X-lo.X)/g.cell)+1, int((hi.Y-lo.Y)/g.cell)+1
	g.start = make([]uint32, g.nx*g.ny+1)
	for i := range segs {
		g.cellsOf(&segs[i], func(c int) { g.start[c+1]++ })
	}
	for c := range g.nx * g.ny {
		g.start[c+1] += g.start[c]
	}
	g.segs = make([]segment, g.start[g.nx*g.ny])
	next := append([]uint32(nil), g.start...)
	for i := range segs {
		g.cellsOf(&segs[i], func(c int) {
			g.segs[next[c]] = segs[i]
			next[c]++
		})
	}
	g.measureEmpty()
	return g
}

// measureEmpty finds for every cell the nearest one that is not empty, in steps of a king on a chessboard: two passes over
// the cells carry it from neighbour to neighbour.
func (g *grid) measureEmpty() {
	g.empty = make([]uint8, g.nx*g.ny)
	at := func(x, y int) int {
		if x < 0 || y < 0 || x >= g.nx || y >= g.ny {
			return 254
		}
		return int(g.empty[y*g.nx+x])
	}
	for y := range g.ny {
		for x := range g.nx {
			c := y*g.nx + x
			if g.start[c] == g.start[c+1] {
				g.empty[c] = uint8(min(at(x-1, y), at(x-1, y-1), at(x, y-1), at(x+1, y-1), 254) + 1)
			}
		}
	}
	for y := g.ny - 1; y >= 0; y-- {
		for x := g.nx - 1; x >= 0; x-- {
			c := y*g.nx + x
			g.empty[c] = uint8(min(int(g.empty[c]), at(x+1, y)+1, at(x+1, y+1)+1, at(x, y+1)+1, at(x-1, y+1)+1))
		}
	}
}

func (g *grid) col(x float64) int { return min(max(int(math.Floor((x-g.origin.X)/g.cell)), 0), g.nx-1) }
func (g *grid) row(y float64) int { return min(max(int(math.Floor((y-g.origin.Y)/g.cell)), 0), g.ny-1) }

// cellsOf calls yield with every cell that s touches, row by row.
func (g *grid) cellsOf(s *segment, yield func(int)) {
	a, b := s.a, s.b
	if a.Y > b.Y {
		a, b = b, a
	}
	for r := g.row(a.Y); r <= g.row(b.Y); r++ {
		// The part of the segment within this row, with a millimetre to spare.
		lo, hi := a.X, b.X
		if b.Y > a.Y {
			y0 := g.origin.Y + float64(r)*g.cell
			t0 := max((y0-1e-3-a.Y)/(b.Y-a.Y), 0)
			t1 := min((y0+g.cell+1e-3-a.Y)/(b.Y-a.Y), 1)
			lo, hi = a.X+t0*(b.X-a.X), a.X+t1*(b.X-a.X)
		}
		if lo > hi {
			lo, hi = hi, lo
		}
		for c := g.col(lo - 1e-3); c <= g.col(hi+1e-3); c++ {
			yield(r*g.nx + c)
		}
	}
}

// within calls yield with every segment of the cells that the rectangle touches; a segment in several
// cells comes several times. It stops when yield returns false.
func (g *grid) within(lo, hi geo.XY, yield func(*segment) bool) {
	more := true
	g.eachWithin(lo, hi, func(from, to uint32) {
		for i := from; i < to && more; i++ {
			more = yield(&g.segs[i])
		}
	})
}

// eachWithin calls yield with the parts of segs that hold the cells of within.
func (g *grid) eachWithin(lo, hi geo.XY, yield func(from, to uint32)) {
	if hi.X < g.origin.X || hi.Y < g.origin.Y || lo.X > g.origin.X+float64(g.nx)*g.cell || lo.Y > g.origin.Y+float64(g.ny)*g.cell {
		return
	}
	c0, c1 := g.col(lo.X), g.col(hi.X)
	for r := g.row(lo.Y); r <= g.row(hi.Y); r++ {
		yield(g.start[r*g.nx+c0], g.start[r*g.nx+c1+1])
	}
}

// beside says whether the rectangle lies wholly on one side of the segment's own.
func (s *segment) beside(lo, hi geo.XY) bool {
	return s.a.X < lo.X && s.b.X < lo.X || s.a.X > hi.X && s.b.X > hi.X || s.a.Y < lo.Y && s.b.Y < lo.Y || s.a.Y > hi.Y && s.b.Y > hi.Y
}

// foot is the nearest point of s to p: its share of the way from a to b and the
// square of its distance.
func (s *segment) foot(p geo.XY) (t, d2 float64) {
	dx, dy := s.b.X-s.a.X, s.b.Y-s.a.Y
	px, py := p.X-s.a.X, p.Y-s.a.Y
	t = (px*dx + py*dy) * s.perLen2
	switch {
	case t <= 0:
		return 0, px*px + py*py
	case t >= 1: // as exact as the other end: streets that share a junction are equally far
		px, py = p.X-s.b.X, p.Y-s.b.Y
		return 1, px*px + py*py
	}
	px, py = px-t*dx, py-t*dy
	return t, px*px + py*py
}

// at is the point of s at share t; the ends are exact.
func (s *segment) at(t float64) geo.XY {
	switch t {
	case 0:
		return s.a
	case 1:
		return s.b
	}
	return geo.XY{X: s.a.X + t*(s.b.X-s.a.X), Y: s.a.Y + t*(s.b.Y-s.a.Y)}
}
