package indicators

import (
	"math"
	"slices"

	"circle15/geo"
)

// region is a community with all that lies within some metres of it, and a little more: a raster of the plane.
type region struct {
	lo, hi geo.XY
	nx, ny int
	sums   []int32 // of marked cells, from the first to below and left of a corner
}

// regionCellM is the side of a cell: a street counts as within the region if it lies less than two of them beyond it.
const regionCellM = 50

// regionAround is the region within m metres of a shape.
func regionAround(shape geo.MultiPolygon, frame *geo.Frame, m float64) *region {
	var rings [][]geo.XY
	r := &region{lo: geo.XY{X: math.Inf(1), Y: math.Inf(1)}, hi: geo.XY{X: math.Inf(-1), Y: math.Inf(-1)}}
	for _, p := range shape {
		for _, ring := range p {
			line := make([]geo.XY, len(ring))
			for i, e := range ring {
				line[i] = frame.XYE7(e)
				r.lo = geo.XY{X: min(r.lo.X, line[i].X), Y: min(r.lo.Y, line[i].Y)}
				r.hi = geo.XY{X: max(r.hi.X, line[i].X), Y: max(r.hi.Y, line[i].Y)}
			}
			rings = append(rings, line)
		}
	}
	steps := int(m/regionCellM) + 1
	pad := float64(steps+1) * regionCellM
	r.lo, r.hi = geo.XY{X: r.lo.X - pad, Y: r.lo.Y - pad}, geo.XY{X: r.hi.X + pad, Y: r.hi.Y + pad}
	r.nx, r.ny = int((r.hi.X-r.lo.X)/regionCellM)+1, int((r.hi.Y-r.lo.Y)/regionCellM)+1
	marked := make([]bool, r.nx*r.ny)
	for _, ring := range rings {
		for i, a := range ring {
			r.markLine(marked, a, ring[(i+1)%len(ring)])
		}
	}
	r.markInside(marked, rings)
	r.add(widen(widen(marked, r.nx, r.ny, 1, r.nx, steps), r.ny, r.nx, r.nx, 1, steps))
	return r
}

func (r *region) cell(p geo.XY) (x, y int) {
	return min(max(int((p.X-r.lo.X)/regionCellM), 0), r.nx-1), min(max(int((p.Y-r.lo.Y)/regionCellM), 0), r.ny-1)
}

// markLine marks the cells that a line touches, and a few beside them.
func (r *region) markLine(marked []bool, a, b geo.XY) {
	n := int(a.Dist(b)/regionCellM) + 1
	x0, y0 := r.cell(a)
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		x1, y1 := r.cell(geo.XY{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)})
		for y := min(y0, y1); y <= max(y0, y1); y++ {
			for x := min(x0, x1); x <= max(x0, x1); x++ {
				marked[y*r.nx+x] = true
			}
		}
		x0, y0 = x1, y1
	}
}

// markInside marks the cells whose middles lie inside.
func (r *region) markInside(marked []bool, rings [][]geo.XY) {
	for y := range r.ny {
		mid := r.lo.Y + (float64(y)+0.5)*regionCellM
		var at []float64
		for _, ring := range rings {
			for i, a := range ring {
				if b := ring[(i+1)%len(ring)]; (a.Y > mid) != (b.Y > mid) {
					at = append(at, a.X+(mid-a.Y)/(b.Y-a.Y)*(b.X-a.X))
				}
			}
		}
		slices.Sort(at)
		for k := 0; k+1 < len(at); k += 2 {
			from := max(int(math.Ceil((at[k]-r.lo.X)/regionCellM-0.5)), 0)
			for x := from; x < r.nx && r.lo.X+(float64(x)+0.5)*regionCellM < at[k+1]; x++ {
				marked[y*r.nx+x] = true
			}
		}
	}
}

// widen marks also what lies up to so many cells off along one direction: n cells a line, lines of them, along and across apart.
func widen(marked []bool, n, lines, along, across, steps int) []bool {
	out := make([]bool, len(marked))
	for l := range lines {
		last := -steps - 1
		for k := range n {
			if marked[l*across+k*along] {
				last = k
			}
			out[l*across+k*along] = k-last <= steps
		}
		last = n + steps
		for k := n - 1; k >= 0; k-- {
			if marked[l*across+k*along] {
				last = k
			}
			if last-k <= steps {
				out[l*across+k*along] = true
			}
		}
	}
	return out
}

func (r *region) add(marked []bool) {
	w := r.nx + 1
	r.sums = make([]int32, w*(r.ny+1))
	for y := range r.ny {
		row := int32(0)
		for x := range r.nx {
			if marked[y*r.nx+x] {
				row++
			}
			r.sums[(y+1)*w+x+1] = r.sums[y*w+x+1] + row
		}
	}
}

// touches says whether a rectangle touches the region.
func (r *region) touches(lo, hi geo.XY) bool {
	if hi.X < r.lo.X || hi.Y < r.lo.Y || lo.X > r.hi.X || lo.Y > r.hi.Y {
		return false
	}
	x0, y0 := r.cell(lo)
	x1, y1 := r.cell(hi)
	w := r.nx + 1
	return r.sums[(y1+1)*w+x1+1]-r.sums[y0*w+x1+1]-r.sums[(y1+1)*w+x0]+r.sums[y0*w+x0] > 0
}
