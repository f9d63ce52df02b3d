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
		shape, err := trace(c.byLabel[l], &c.plan.table)
		if err != nil {
			return nil, err
		}
		if c.slide > 0 && c.plan.table.turned > 0 {
			return nil, fmt.Errorf("%w: %d holes lie in nothing", ErrResidue, c.plan.table.turned)
		}
		if len(shape) == 0 {
			continue
		}
		twice += twiceArea(shape)
		a := c.plan.area.Multi(shape)
		sum += a
		parts = append(parts, Part{Label: Label(l), Shape: shape, AreaM2: a})
	}
	whole, bend := c.plan.AreaM2(), bend
	if c.slide == 0 {
		bend = unslid
	}
	if float64(abs(twice-c.twice)) > residue*float64(c.twice)+bendInE7 || math.Abs(sum-whole) > bend*whole+bendM2 {
		return nil, fmt.Errorf("%w: they have %.3f m² of %.3f m²", ErrResidue, sum, whole)
	}
	return parts, nil
}

// trace joins halves to rings and rings to polygons. It counts the rings that rounding has turned over, which are holes in
// nothing, in t.turned.
func trace(hs []half, t *table) (geo.MultiPolygon, error) {
	t.fill(hs)
	var rings []geo.Ring
	for i := range hs {
		if t.used[i] {
			continue
		}
		var loop geo.Ring
		branches := false
		for h := i; !t.used[h]; {
			t.used[h] = true
			loop = append(loop, hs[h].p)
			next, many := t.next(hs[h])
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
	shape, turned := polygons(rings)
	t.turned = turned
	return shape, nil
}

// table finds the halves that begin at a place: open addressing, a chain of halves per place.
type table struct {
	hs    []half
	slots []int32 // index + 1 of the first half that begins at the slot's place
	chain []int32 // per half: index + 1 of the next one from the same place
	used  []bool

	turned int // by the last trace
}

// fill takes the halves of a label. Those that run both ways, the collapsed rest of a sliver, count as used.
func (t *table) fill(hs []half) {
	t.hs = hs
	size := 16
	for size < 2*len(hs) {
		size *= 2
	}
	t.slots = resize(t.slots, size)
	t.chain, t.used = resize(t.chain, len(hs)), resize(t.used, len(hs))
	for i, h := range hs {
		back := int32(0)
		if s := t.slots[t.slot(h.q)]; s > 0 {
			for back = s; back > 0 && (hs[back-1].q != h.p || t.used[back-1]); {
				back = t.chain[back-1]
			}
		}
		if back > 0 {
			t.used[back-1], t.used[i] = true, true
		}
		s := t.slot(h.p)
		t.chain[i], t.slots[s] = t.slots[s], int32(i)+1
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// slot is where the chain of a place is, or would be.
func (t *table) slot(p geo.E7) int {
	mask := len(t.slots) - 1
	h := (uint64(uint32(p.Lon))<<32 | uint64(uint32(p.Lat))) * 0x9E3779B97F4A7C15
	for i := int(h>>32) & mask; ; i = (i + 1) & mask {
		if s := t.slots[i]; s == 0 || t.hs[s-1].p == p {
			return i
		}
	}
}

// next is the half that follows h around the part on its left: of several, the first clockwise from the way
// back. It gives -1 when there is none left, and whether several begin there.
func (t *table) next(h half) (int, bool) {
	best, n := -1, 0
	for s := t.slots[t.slot(h.q)]; s > 0; s = t.chain[s-1] {
		i := int(s) - 1
		n++
		if !t.used[i] && (best < 0 || clockwiseFirst(h.q, h.p, t.hs[i].q, t.hs[best].q)) {
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

// polygons puts holes into the smallest ring around them. Rings without area are dropped, and holes in
// nothing, which it counts. The result begins every ring at its least place and sorts the polygons, so that it does not depend on the order of the work.
func polygons(rings []geo.Ring) (shells geo.MultiPolygon, turned int) {
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
			if !holds(shells[i][0], h) {
				continue
			}
			if best < 0 || shells[i][0].DoubleArea() < shells[best][0].DoubleArea() {
				best = i
			}
		}
		if best < 0 {
			turned++
			continue
		}
		shells[best] = append(shells[best], h)
	}
	return shells, turned
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
