package surface

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// Label is what a place is: a small number that the caller gives a meaning.
type Label = uint8

// states of a cell
const (
	outside uint8 = iota
	border        // the community's border passes through it
	inside
)

// Plan is a community under a lattice. It is made once and serves all criteria.
type Plan struct {
	Shape geo.MultiPolygon
	StepM float64
	frame *geo.Frame

	i0, j0 int     // lattice index of the first point: x = (i0+i)·StepM
	nx, ny int     // points
	needed []bool  // per point: a corner of a cell that is not outside
	within []bool  // per point: inside the community
	cells  []uint8 // per point, the cell of which it is the south-west corner

	rings []side  // the sides of all rings, in order
	heads []int32 // index of the first side of each ring, and the number of sides
	// touches lists for each side the cells it passes; bySide gives the range.
	bySide  []int32
	touches []int32
	area    geo.Areas
	areaM2  float64
	twice   int64 // twice the area in square units of 1e-7 degree

	cut     *cut // the memory of the last Split
	table   table
	corners map[[2]int]orb.Point

	last     *[4]orb.Point // the corners of the tile that was asked for last
	lastTile [2]int
}

// side is one straight piece of the community's border: the inside is on its left.
type side struct {
	a, b geo.E7
}

// NewPlan lays the lattice. The rings of the shape must be simple, outer ones counter-clockwise.
func NewPlan(shape geo.MultiPolygon, frame *geo.Frame, stepM float64) *Plan {
	p := &Plan{Shape: shape, StepM: stepM, frame: frame, area: geo.AreasAt(shape.Box())}
	var walk [][]geo.XY // per side: where it runs in the plane
	lo, hi := geo.XY{X: math.Inf(1), Y: math.Inf(1)}, geo.XY{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, poly := range shape {
		for _, ring := range poly {
			p.heads = append(p.heads, int32(len(p.rings)))
			for k, a := range ring {
				s := side{a, ring[(k+1)%len(ring)]}
				line := p.inPlane(s)
				for _, q := range line {
					lo, hi = geo.XY{X: min(lo.X, q.X), Y: min(lo.Y, q.Y)}, geo.XY{X: max(hi.X, q.X), Y: max(hi.Y, q.Y)}
				}
				p.rings, walk = append(p.rings, s), append(walk, line)
			}
		}
	}
	p.heads = append(p.heads, int32(len(p.rings)))
	p.areaM2, p.twice = p.area.Multi(shape), twiceArea(shape)
	if len(p.rings) == 0 {
		return p
	}
	p.i0, p.j0 = int(math.Floor((lo.X-marginM)/stepM)), int(math.Floor((lo.Y-marginM)/stepM))
	p.nx = int(math.Floor((hi.X+marginM)/stepM)) - p.i0 + 2
	p.ny = int(math.Floor((hi.Y+marginM)/stepM)) - p.j0 + 2
	n := p.nx * p.ny
	p.needed, p.within, p.cells = make([]bool, n), make([]bool, n), make([]uint8, n)
	p.threadBorder(walk)
	p.fill(walk)
	for c, s := range p.cells {
		if s != outside {
			p.needed[c], p.needed[c+1], p.needed[c+p.nx], p.needed[c+p.nx+1] = true, true, true, true
		}
	}
	return p
}

// marginM widens a side when it is threaded through the cells: rounding moves a place by at most 8 mm, and a
// piece of a side bends away from a straight line in the plane by at most 4 mm.
const marginM = 0.03

// straightM is the longest piece of a side that is taken as straight in the plane: its bend, L²·tan φ/8R, is below
// 4 mm up to 75 degrees of latitude.
const straightM = 200

// inPlane is the side as a line in the plane, in pieces that are straight there.
func (p *Plan) inPlane(s side) []geo.XY {
	n := int(geo.SegmentM(s.a, s.b)/straightM) + 1
	a, b := s.a.Point(), s.b.Point()
	out := make([]geo.XY, 0, n+1)
	for k := range n + 1 {
		t := float64(k) / float64(n)
		q := a
		q[0], q[1] = a[0]+t*(b[0]-a[0]), a[1]+t*(b[1]-a[1])
		out = append(out, p.frame.XY(q))
	}
	return out
}

// threadBorder marks the cells that the sides pass, and keeps them per side.
func (p *Plan) threadBorder(walk [][]geo.XY) {
	p.bySide = append(p.bySide, 0)
	for _, line := range walk {
		from := len(p.touches)
		for k := 1; k < len(line); k++ {
			p.cellsAlong(line[k-1], line[k], func(c int) {
				p.cells[c] = border
				if !slices.Contains(p.touches[from:], int32(c)) {
					p.touches = append(p.touches, int32(c))
				}
			})
		}
		p.bySide = append(p.bySide, int32(len(p.touches)))
	}
}

// cellsAlong calls yield with the cells within marginM of the line from a to b, row by row.
func (p *Plan) cellsAlong(a, b geo.XY, yield func(int)) {
	if a.Y > b.Y {
		a, b = b, a
	}
	row := func(y float64) int { return int(math.Floor(y/p.StepM)) - p.j0 }
	col := func(x float64) int { return int(math.Floor(x/p.StepM)) - p.i0 }
	for r := row(a.Y - marginM); r <= row(b.Y+marginM); r++ {
		lo, hi := a.X, b.X
		if b.Y > a.Y {
			y0 := float64(p.j0+r) * p.StepM
			t0 := min(max((y0-marginM-a.Y)/(b.Y-a.Y), 0), 1)
			t1 := min(max((y0+p.StepM+marginM-a.Y)/(b.Y-a.Y), 0), 1)
			lo, hi = a.X+t0*(b.X-a.X), a.X+t1*(b.X-a.X)
		}
		if lo > hi {
			lo, hi = hi, lo
		}
		for c := col(lo - marginM); c <= col(hi+marginM); c++ {
			yield(r*p.nx + c)
		}
	}
}

// fill finds the points and the cells inside, by where the rows of points and of middles of cells
// cross the border.
func (p *Plan) fill(walk [][]geo.XY) {
	points, middles := make([][]float64, p.ny), make([][]float64, p.ny)
	for _, line := range walk {
		for k := 1; k < len(line); k++ {
			p.crossRows(line[k-1], line[k], 0, points)
			p.crossRows(line[k-1], line[k], 0.5, middles)
		}
	}
	for j := range p.ny {
		slices.Sort(points[j])
		slices.Sort(middles[j])
		for k := 0; k+1 < len(points[j]); k += 2 {
			for i := p.firstAfter(points[j][k], 0); i < p.firstAfter(points[j][k+1], 0); i++ {
				p.within[j*p.nx+i] = true
			}
		}
		for k := 0; k+1 < len(middles[j]); k += 2 {
			for i := p.firstAfter(middles[j][k], 0.5); i < p.firstAfter(middles[j][k+1], 0.5); i++ {
				if c := j*p.nx + i; p.cells[c] == outside {
					p.cells[c] = inside
				}
			}
		}
	}
}

// crossRows appends to rows where the line crosses the rows at y = (j0+j+shift)·StepM.
func (p *Plan) crossRows(a, b geo.XY, shift float64, rows [][]float64) {
	if a.Y > b.Y {
		a, b = b, a
	}
	first := int(math.Ceil(a.Y/p.StepM-shift)) - p.j0
	for j := first; ; j++ {
		y := (float64(p.j0+j) + shift) * p.StepM
		if y >= b.Y {
			return
		}
		if y < a.Y {
			continue
		}
		rows[j] = append(rows[j], a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
	}
}

// firstAfter is the first column whose x = (i0+i+shift)·StepM is at least x.
func (p *Plan) firstAfter(x, shift float64) int {
	return int(math.Ceil(x/p.StepM-shift)) - p.i0
}

// tileSteps is the side of the tiles whose corners are projected exactly. Between them places are
// interpolated, which is off by less than 2 mm in tiles of 320 m; a tenth of what rounding to units costs.
const tileSteps = 16

// e7 is the place at q, rounded. Neighbours share the tiles, and so agree.
func (p *Plan) e7(q geo.XY) geo.E7 {
	side := p.StepM * tileSteps
	i, j := int(math.Floor(q.X/side)), int(math.Floor(q.Y/side))
	u, v := q.X/side-float64(i), q.Y/side-float64(j)
	if p.last == nil || p.lastTile != [2]int{i, j} {
		p.last = &[4]orb.Point{p.tileCorner(i, j), p.tileCorner(i+1, j), p.tileCorner(i, j+1), p.tileCorner(i+1, j+1)}
		p.lastTile = [2]int{i, j}
	}
	a, b, c, d := &p.last[0], &p.last[1], &p.last[2], &p.last[3]
	mix := func(k int) float64 {
		return (1-v)*((1-u)*a[k]+u*b[k]) + v*((1-u)*c[k]+u*d[k])
	}
	e, _ := geo.ToE7(orb.Point{mix(0), mix(1)})
	return e
}

func (p *Plan) tileCorner(i, j int) orb.Point {
	at, ok := p.corners[[2]int{i, j}]
	if !ok {
		side := p.StepM * tileSteps
		at = p.frame.Point(geo.XY{X: float64(i) * side, Y: float64(j) * side})
		if p.corners == nil {
			p.corners = map[[2]int]orb.Point{}
		}
		p.corners[[2]int{i, j}] = at
	}
	return at
}

// Size is the number of columns and rows of points: point j·columns+i is the i-th of row j.
func (p *Plan) Size() (columns, rows int) { return p.nx, p.ny }

// Origin is the place of the first point in the city's lattice, in steps.
func (p *Plan) Origin() (i, j int) { return p.i0, p.j0 }

// Points is the number of points of the lattice, needed or not.
func (p *Plan) Points() int { return p.nx * p.ny }

// Needed says whether the label of point i is asked.
func (p *Plan) Needed(i int) bool { return p.needed[i] }

// Within says whether point i lies inside the community.
func (p *Plan) Within(i int) bool { return p.within[i] }

// XY is where point i lies.
func (p *Plan) XY(i int) geo.XY {
	return geo.XY{X: float64(p.i0+i%p.nx) * p.StepM, Y: float64(p.j0+i/p.nx) * p.StepM}
}

// AreaM2 is the area of the community on the ellipsoid.
func (p *Plan) AreaM2() float64 { return p.areaM2 }

// twiceArea is twice the area of the polygons in square units.
func twiceArea(m geo.MultiPolygon) int64 {
	sum := int64(0)
	for _, poly := range m {
		for _, r := range poly {
			sum += r.DoubleArea()
		}
	}
	return sum
}

// cellAt is the cell in which q lies, or -1 off the lattice.
func (p *Plan) cellAt(q geo.XY) int {
	i, j := int(math.Floor(q.X/p.StepM))-p.i0, int(math.Floor(q.Y/p.StepM))-p.j0
	if i < 0 || j < 0 || i >= p.nx-1 || j >= p.ny-1 {
		return -1
	}
	return j*p.nx + i
}
