package areas

import (
	"math/big"
	"slices"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/geo/plane"
)

// maxRounds bounds how often rings are cut: rounding a crossing can make another one beside it. The boundaries of counties needed at
// most 2.
const maxRounds = 6

// uncross cuts rings where they cross themselves or each other, and takes each loop as area, whichever way it runs, unless it lies in another one that runs
// the other way: what is drawn inside a line is inside. It is nil where that gives nothing valid.
func uncross(m geo.MultiPolygon) geo.MultiPolygon {
	m = noded(m)
	if m == nil {
		return nil
	}
	var shells geo.MultiPolygon
	var against []geo.Ring
	for _, poly := range m {
		for _, ring := range poly {
			for _, loop := range loops(ring) {
				if loop.DoubleArea() > 0 {
					shells = append(shells, geo.Polygon{loop})
				} else if loop.DoubleArea() < 0 {
					against = append(against, loop)
				}
			}
		}
	}
	var holes []geo.MultiPolygon
	for _, h := range against {
		turned := slices.Clone(h)
		slices.Reverse(turned)
		loop := geo.MultiPolygon{{turned}}
		if inside := loop.Inside(); slices.ContainsFunc(shells, func(p geo.Polygon) bool { return p[0].Contains(inside) }) {
			holes = append(holes, loop)
		} else {
			shells = append(shells, loop[0])
		}
	}
	one, err := plane.Unite(shells)
	if err == nil && len(holes) > 0 {
		one, err = plane.Subtract(one, holes...)
	}
	if err != nil || plane.Validate(one) != nil {
		return nil
	}
	return one
}

// noded is m with a place in every ring wherever another edge crosses or touches it; nil if rounding never comes to rest.
func noded(m geo.MultiPolygon) geo.MultiPolygon {
	for range maxRounds {
		cuts, any := crossings(m)
		if !any {
			return m
		}
		out := make(geo.MultiPolygon, len(m))
		n := 0
		for i, poly := range m {
			for _, ring := range poly {
				var r geo.Ring
				for k, p := range ring {
					r = append(r, p)
					r = append(r, along(p, ring[(k+1)%len(ring)], cuts[n])...)
					n++
				}
				out[i] = append(out[i], slices.Compact(r))
			}
		}
		m = out
	}
	return nil
}

// along is the cuts of an edge in its direction.
func along(p, q geo.E7, cuts []geo.E7) []geo.E7 {
	far := func(c geo.E7) int64 {
		dx, dy := int64(q.Lon)-int64(p.Lon), int64(q.Lat)-int64(p.Lat)
		return (int64(c.Lon)-int64(p.Lon))*sign(dx) + (int64(c.Lat)-int64(p.Lat))*sign(dy)
	}
	cuts = slices.DeleteFunc(slices.Clone(cuts), func(c geo.E7) bool { return c == p || c == q })
	slices.SortFunc(cuts, func(a, b geo.E7) int { return int(sign(far(a) - far(b))) })
	return slices.Compact(cuts)
}

func sign(v int64) int64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

type edge struct{ p, q geo.E7 }

// crossings are the places at which edges have to be cut, by the number of the edge.
func crossings(m geo.MultiPolygon) (cuts map[int][]geo.E7, any bool) {
	var edges []edge
	var boxes index.Boxes
	for _, poly := range m {
		for _, ring := range poly {
			for k, p := range ring {
				e := edge{p, ring[(k+1)%len(ring)]}
				boxes.InsertBox(e.box(), len(edges))
				edges = append(edges, e)
			}
		}
	}
	cuts = map[int][]geo.E7{}
	for i, e := range edges {
		boxes.SearchBox(e.box(), func(j int) bool {
			if j != i {
				if at, ok := e.cutBy(edges[j]); ok {
					cuts[i] = append(cuts[i], at...)
					any = true
				}
			}
			return true
		})
		slices.SortFunc(cuts[i], func(a, b geo.E7) int {
			if a == b {
				return 0
			} else if a.Less(b) {
				return -1
			}
			return 1
		})
	}
	return cuts, any
}

func (e edge) box() geo.Box {
	return geo.Box{Min: geo.E7{Lon: min(e.p.Lon, e.q.Lon), Lat: min(e.p.Lat, e.q.Lat)}, Max: geo.E7{Lon: max(e.p.Lon, e.q.Lon), Lat: max(e.p.Lat, e.q.Lat)}}
}

// cutBy is where another edge touches the inside of this one, or crosses it.
func (e edge) cutBy(o edge) (at []geo.E7, ok bool) {
	for _, p := range [...]geo.E7{o.p, o.q} {
		if p != e.p && p != e.q && side(e.p, e.q, p) == 0 && e.box().Contains(p) {
			at = append(at, p)
		}
	}
	if len(at) > 0 {
		return at, true
	}
	a, b := side(e.p, e.q, o.p), side(e.p, e.q, o.q)
	c, d := side(o.p, o.q, e.p), side(o.p, o.q, e.q)
	if a == 0 || b == 0 || c == 0 || d == 0 || (a > 0) == (b > 0) || (c > 0) == (d > 0) {
		return nil, false
	}
	x := crossing(e, o, c, d)
	return []geo.E7{x}, x != e.p && x != e.q
}

// side is twice the area of the triangle: polygons are at most 20 degrees wide, so that it fits.
func side(a, b, p geo.E7) int64 {
	return (int64(b.Lon)-int64(a.Lon))*(int64(p.Lat)-int64(a.Lat)) - (int64(b.Lat)-int64(a.Lat))*(int64(p.Lon)-int64(a.Lon))
}

// crossing is e.p + c/(c-d) of the way to e.q, rounded, the same for both edges: the products need more than 64 bits.
func crossing(e, o edge, c, d int64) geo.E7 {
	if o.p.Less(e.p) || o.p == e.p && o.q.Less(e.q) { // one of the two always comes first
		a, b := side(e.p, e.q, o.p), side(e.p, e.q, o.q)
		return crossing(o, e, a, b)
	}
	part := func(p, q int32) int32 {
		n := new(big.Int).Mul(big.NewInt(int64(q)-int64(p)), big.NewInt(c))
		v, _ := new(big.Rat).SetFrac(n, big.NewInt(c-d)).Float64()
		return p + int32(roundHalf(v))
	}
	return geo.E7{Lon: part(e.p.Lon, e.q.Lon), Lat: part(e.p.Lat, e.q.Lat)}
}

func roundHalf(v float64) float64 {
	if v < 0 {
		return -roundHalf(-v)
	}
	return float64(int64(v + 0.5))
}
