package surface

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"circle15/geo"
)

// collect traces the parts of all labels and checks that they add up.
func (c *cut) collect() ([]Part, error) {
	if c.suspect() {
		c.node()
	}
	var parts []Part
	sum, twice := 0.0, int64(0)
	for l := range c.byLabel {
		shape, err := trace(c.byLabel[l])
		if err != nil {
			return nil, err
		}
		if len(shape) == 0 {
			continue
		}
		twice += twiceArea(shape)
		a := c.plan.area.Multi(shape)
		sum += a
		parts = append(parts, Part{Label: Label(l), Shape: shape, AreaM2: a})
	}
	whole := c.plan.AreaM2()
	if float64(abs(twice-c.twice)) > residue*float64(c.twice) || math.Abs(sum-whole) > bend*whole {
		return nil, fmt.Errorf("%w: they have %.3f m² of %.3f m²", ErrResidue, sum, whole)
	}
	return parts, nil
}

// trace joins halves to rings and rings to polygons.
func trace(hs []half) (geo.MultiPolygon, error) {
	hs = cancel(hs)
	out := newOutgoing(hs)
	used := make([]bool, len(hs))
	var rings []geo.Ring
	for i := range hs {
		if used[i] {
			continue
		}
		var loop geo.Ring
		branches := false
		for h := i; !used[h]; {
			used[h] = true
			loop = append(loop, hs[h].p)
			next, many := out.next(hs[h], used)
			branches = branches || many
			if next < 0 {
				if hs[h].q != hs[i].p {
					return nil, fmt.Errorf("%w: a border ends at %v", ErrResidue, hs[h].q.Point())
				}
				break
			}
			h = next
		}
		if branches {
			rings = append(rings, pinch(loop)...)
		} else {
			rings = append(rings, loop)
		}
	}
	return polygons(rings), nil
}

// cancel drops lines that run both ways: the collapsed rest of a sliver.
func cancel(hs []half) []half {
	slices.SortFunc(hs, func(a, b half) int {
		x, y := a.sorted(), b.sorted()
		return cmp.Or(cmp.Compare(x.p.Lon, y.p.Lon), cmp.Compare(x.p.Lat, y.p.Lat), cmp.Compare(x.q.Lon, y.q.Lon), cmp.Compare(x.q.Lat, y.q.Lat))
	})
	out := hs[:0]
	for i := 0; i < len(hs); {
		j, balance := i, 0
		for ; j < len(hs) && hs[j].sorted() == hs[i].sorted(); j++ {
			if hs[j] == hs[j].sorted() {
				balance++
			} else {
				balance--
			}
		}
		h := hs[i].sorted()
		if balance < 0 {
			h = half{h.q, h.p}
		}
		if balance != 0 {
			out = append(out, h)
		}
		i = j
	}
	return out
}

// outgoing finds the halves that begin at a place.
type outgoing struct {
	hs []half
}

func newOutgoing(hs []half) *outgoing {
	slices.SortFunc(hs, func(a, b half) int {
		return cmp.Or(cmp.Compare(a.p.Lon, b.p.Lon), cmp.Compare(a.p.Lat, b.p.Lat), cmp.Compare(a.q.Lon, b.q.Lon), cmp.Compare(a.q.Lat, b.q.Lat))
	})
	return &outgoing{hs: hs}
}

// next is the half that follows h around the part on its left: of several, the first clockwise from the way
// back. It gives -1 when there is none left, and whether several begin there.
func (o *outgoing) next(h half, used []bool) (int, bool) {
	first, _ := slices.BinarySearchFunc(o.hs, h.q, func(x half, at geo.E7) int {
		return cmp.Or(cmp.Compare(x.p.Lon, at.Lon), cmp.Compare(x.p.Lat, at.Lat))
	})
	best, n := -1, 0
	for i := first; i < len(o.hs) && o.hs[i].p == h.q; i++ {
		n++
		if !used[i] && (best < 0 || clockwiseFirst(h.q, h.p, o.hs[i].q, o.hs[best].q)) {
			best = i
		}
	}
	return best, n > 1
}

// clockwiseFirst says whether, turning clockwise around at from the direction of back, a comes before b.
func clockwiseFirst(at, back, a, b geo.E7) bool {
	ta, tb := turn(at, back, a), turn(at, back, b)
	if ta != tb {
		return ta < tb
	}
	return cross(at, b, a) > 0 // b lies clockwise of a when a is left of at→b
}

// turn is the part of a clockwise turn from the direction of back in which p lies: 0 less than half,
// 1 half, 2 more than half, 3 the way back itself.
func turn(at, back, p geo.E7) int {
	switch s := cross(at, back, p); {
	case s < 0:
		return 0
	case s > 0:
		return 2
	}
	dot := (int64(back.Lon)-int64(at.Lon))*(int64(p.Lon)-int64(at.Lon)) + (int64(back.Lat)-int64(at.Lat))*(int64(p.Lat)-int64(at.Lat))
	if dot < 0 {
		return 1
	}
	return 3
}

// pinch cuts a loop that passes a place twice into simple rings.
func pinch(loop geo.Ring) []geo.Ring {
	var out []geo.Ring
	var path geo.Ring
	at := map[geo.E7]int{}
	for _, p := range loop {
		if i, ok := at[p]; ok {
			out = append(out, slices.Clone(path[i:]))
			for _, q := range path[i:] {
				delete(at, q)
			}
			path = path[:i]
		}
		at[p] = len(path)
		path = append(path, p)
	}
	return append(out, path)
}

// polygons puts holes into the smallest ring around them. Rings without area are dropped. The result
// begins every ring at its least place and sorts the polygons, so that it does not depend on the order of the work.
func polygons(rings []geo.Ring) geo.MultiPolygon {
	var shells geo.MultiPolygon
	var holes []geo.Ring
	for _, r := range rings {
		switch a := r.DoubleArea(); {
		case a > 0:
			shells = append(shells, geo.Polygon{fromLeast(r)})
		case a < 0:
			holes = append(holes, fromLeast(r))
		}
	}
	slices.SortFunc(shells, func(a, b geo.Polygon) int { return compareRings(a[0], b[0]) })
	slices.SortFunc(holes, compareRings)
	for _, h := range holes {
		best := -1
		for i := range shells {
			if len(shells) > 1 && !holds(shells[i][0], h) {
				continue
			}
			if best < 0 || shells[i][0].DoubleArea() < shells[best][0].DoubleArea() {
				best = i
			}
		}
		if best >= 0 {
			shells[best] = append(shells[best], h)
		}
	}
	return shells
}

// holds says whether a ring lies inside another one, which it may touch in places.
func holds(shell, hole geo.Ring) bool {
	for _, p := range hole {
		if !slices.Contains(shell, p) {
			return shell.Contains(p)
		}
	}
	return false // all its places are the shell's own: it lies outside, against it
}

func fromLeast(r geo.Ring) geo.Ring {
	least := 0
	for i := range r {
		if r[i].Less(r[least]) {
			least = i
		}
	}
	return append(slices.Clone(r[least:]), r[:least]...)
}

func compareRings(a, b geo.Ring) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Or(cmp.Compare(a[i].Lon, b[i].Lon), cmp.Compare(a[i].Lat, b[i].Lat)); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}
