package surface

import (
	"cmp"
	"math"
	"slices"

	"circle15/geo"
)

// Rounding a crossing to whole units moves the two lines by up to 0.7 of one, which can lay them over
// a place or a line that they passed beside. suspect looks for that around the rounded crossings, and node
// mends it: it cuts lines where they touch or cross until none do.

// suspect says whether a line that ends in a rounded crossing touches or crosses another line of the cut.
func (c *cut) suspect() bool {
	for i := range c.lines {
		n := &c.lines[i]
		if !c.rounded[n.p] && !c.rounded[n.q] {
			continue
		}
		lo, hi := min(n.p.Lat, n.q.Lat), max(n.p.Lat, n.q.Lat)
		for k := range c.lines {
			h := &c.lines[k]
			if h.p.Lon > n.q.Lon || h.q.Lon < n.p.Lon || min(h.p.Lat, h.q.Lat) > hi || max(h.p.Lat, h.q.Lat) < lo || k == i {
				continue
			}
			if *h == *n || touch(*n, *h) {
				return true
			}
		}
	}
	return false
}

// sorted is the half without its direction.
func (h half) sorted() half {
	if h.q.Less(h.p) {
		return half{h.q, h.p}
	}
	return h
}

// touch says whether two lines share more than ends.
func touch(a, b half) bool {
	bp, bq := cross(a.p, a.q, b.p), cross(a.p, a.q, b.q)
	ap, aq := cross(b.p, b.q, a.p), cross(b.p, b.q, a.q)
	if bp == 0 && between(a.p, a.q, b.p) || bq == 0 && between(a.p, a.q, b.q) ||
		ap == 0 && between(b.p, b.q, a.p) || aq == 0 && between(b.p, b.q, a.q) {
		return true
	}
	return (bp > 0) != (bq > 0) && bp != 0 && bq != 0 && (ap > 0) != (aq > 0) && ap != 0 && aq != 0
}

// maxNodings bounds the rounds of node; towns and random shapes needed at most 3.
const maxNodings = 12

// node cuts all lines where they touch or cross, rounds, and begins again until nothing does.
func (c *cut) node() {
	for range maxNodings {
		var all []half
		for l := range c.byLabel {
			for _, h := range c.byLabel[l] {
				all = append(all, h.sorted())
			}
		}
		slices.SortFunc(all, func(a, b half) int {
			return cmp.Or(cmp.Compare(a.p.Lon, b.p.Lon), cmp.Compare(a.p.Lat, b.p.Lat), cmp.Compare(a.q.Lon, b.q.Lon), cmp.Compare(a.q.Lat, b.q.Lat))
		})
		all = slices.Compact(all)
		cuts := map[half][]geo.E7{}
		for i := range all {
			for j := i + 1; j < len(all) && all[j].p.Lon <= all[i].q.Lon; j++ {
				cutBoth(all[i], all[j], cuts)
			}
		}
		if len(cuts) == 0 {
			return
		}
		for l := range c.byLabel {
			c.byLabel[l] = applyCuts(c.byLabel[l], cuts)
		}
	}
}

// cutBoth notes where two lines cut each other.
func cutBoth(a, b half, cuts map[half][]geo.E7) {
	if !touch(a, b) {
		return
	}
	bp, bq := cross(a.p, a.q, b.p), cross(a.p, a.q, b.q)
	ap, aq := cross(b.p, b.q, a.p), cross(b.p, b.q, a.q)
	done := false
	note := func(h half, at geo.E7, on int64) {
		if on == 0 && between(h.p, h.q, at) {
			cuts[h] = append(cuts[h], at)
			done = true
		}
	}
	note(a, b.p, bp)
	note(a, b.q, bq)
	note(b, a.p, ap)
	note(b, a.q, aq)
	if done {
		return
	}
	t := share(ap, aq)
	at := geo.E7{
		Lon: int32(math.Round(float64(a.p.Lon) + t*(float64(a.q.Lon)-float64(a.p.Lon)))),
		Lat: int32(math.Round(float64(a.p.Lat) + t*(float64(a.q.Lat)-float64(a.p.Lat)))),
	}
	for _, h := range [2]half{a, b} {
		if at != h.p && at != h.q {
			cuts[h] = append(cuts[h], at)
		}
	}
}

func applyCuts(hs []half, cuts map[half][]geo.E7) []half {
	out := make([]half, 0, len(hs))
	for _, h := range hs {
		at := cuts[h.sorted()]
		if len(at) == 0 {
			out = append(out, h)
			continue
		}
		at = slices.Clone(at)
		slices.SortFunc(at, func(a, b geo.E7) int { return cmp.Compare(dist2(h.p, a), dist2(h.p, b)) })
		p := h.p
		for _, q := range append(at, h.q) {
			if q != p {
				out = append(out, half{p, q})
			}
			p = q
		}
	}
	return out
}

func dist2(a, b geo.E7) int64 {
	dx, dy := int64(a.Lon)-int64(b.Lon), int64(a.Lat)-int64(b.Lat)
	return dx*dx + dy*dy
}
