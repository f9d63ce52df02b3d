package plane

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// Subtract is what of m lies in none of the others, as polygons. Places where edges cross are rounded to 1e-7 degree, so along such
// edges the border may move by about a centimetre; slivers that rounding closes are left out.
func Subtract(m geo.MultiPolygon, others ...geo.MultiPolygon) (geo.MultiPolygon, error) {
	if len(m) == 0 {
		return nil, nil
	}
	rest := libraryMulti(m)
	for _, o := range others {
		if !o.Box().Intersects(m.Box()) {
			continue
		}
		var err error
		if rest, err = geom.Difference(rest, libraryMulti(o)); err != nil {
			return nil, fmt.Errorf("take an area of %d polygons away: %w", len(o), err)
		}
		rest = areal(rest)
	}
	return settled(rest)
}

// Join is the union of several areas, as polygons; see Subtract for how places are rounded.
func Join(parts ...geo.MultiPolygon) (geo.MultiPolygon, error) {
	var all []geom.Geometry
	for _, p := range parts {
		if len(p) > 0 {
			all = append(all, libraryMulti(p))
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	u, err := geom.UnionMany(all)
	if err != nil {
		return nil, fmt.Errorf("join %d areas: %w", len(all), err)
	}
	return settled(areal(u))
}

// sliverWide is the width, in units of 1e-7 degree, below which a part is a sliver that rounding made: some 3 cm.
const sliverWide = 3

// settled is the polygons of g rounded, without slivers. What rounding made touch or cross itself is taken apart, polygon by polygon; see mended.
func settled(g geom.Geometry) (geo.MultiPolygon, error) {
	var out geo.MultiPolygon
	for _, d := range g.Dump() {
		if p, ok := d.AsPolygon(); ok {
			out = appendWide(out, ourPolygon(p))
		}
	}
	if Validate(out) == nil {
		return out, nil
	}
	var sound geo.MultiPolygon
	for _, p := range out {
		sound = append(sound, mended(p)...)
	}
	if Validate(sound) == nil {
		return sound, nil
	}
	united, err := Unite(sound) // each is valid; some share an edge or overlap by what they were rounded
	if err != nil {
		return nil, err
	}
	out = nil
	for _, p := range united {
		out = appendWide(out, p)
	}
	if Validate(out) == nil {
		return out, nil
	}
	return apart(sound), nil
}

// mended is a polygon that rounding made invalid, on the first of ever coarser grids, up to three metres, on which its rings come apart into valid
// polygons where they touch themselves. What does not by then has no inside that one could walk in, and is left out.
func mended(p geo.Polygon) geo.MultiPolygon {
	if Validate(geo.MultiPolygon{p}) == nil {
		return geo.MultiPolygon{p}
	}
	for _, grid := range []int32{1, 3, 10, 30, 100, 300} {
		var outers, holes []geo.Ring
		for i, r := range snapped(p, grid) {
			for _, part := range loops(r) {
				switch {
				case sliver(part):
				case (part.DoubleArea() > 0) == (i == 0) && i == 0:
					outers = append(outers, part)
				case i > 0:
					holes = append(holes, part)
				}
			}
		}
		var out geo.MultiPolygon
		for _, o := range outers {
			q := geo.Polygon{o}
			for _, h := range holes {
				if (geo.MultiPolygon{{o}}).Contains(h[0]) {
					q = append(q, h)
				}
			}
			if one := (geo.MultiPolygon{q}); Validate(one) == nil {
				out = append(out, q)
			} else if Validate(geo.MultiPolygon{{o}}) == nil && len(q) > 1 && grid == 300 {
				out = append(out, geo.Polygon{o})
			}
		}
		if len(outers) == len(out) && (len(out) > 0 || grid == 300) || grid == 300 {
			return out
		}
	}
	return nil
}

// snapped are the rings of a polygon on a grid, without places that are the same as the one before.
func snapped(p geo.Polygon, grid int32) []geo.Ring {
	var out []geo.Ring
	for _, r := range p {
		s := make(geo.Ring, 0, len(r))
		for _, at := range r {
			at = geo.E7{Lon: (at.Lon + grid/2) / grid * grid, Lat: (at.Lat + grid/2) / grid * grid}
			if len(s) == 0 || s[len(s)-1] != at {
				s = append(s, at)
			}
		}
		for len(s) > 1 && s[0] == s[len(s)-1] {
			s = s[:len(s)-1]
		}
		out = append(out, s)
	}
	return out
}

// loops takes a ring apart where it comes to a place a second time: each part visits each of its places once.
func loops(r geo.Ring) []geo.Ring {
	var out []geo.Ring
	var walked geo.Ring
	seen := map[geo.E7]int{}
	for _, at := range r {
		if i, ok := seen[at]; ok {
			if loop := slices.Clone(walked[i:]); len(loop) > 2 {
				out = append(out, loop)
			}
			for _, gone := range walked[i:] {
				delete(seen, gone)
			}
			walked = walked[:i]
		}
		seen[at] = len(walked)
		walked = append(walked, at)
	}
	if len(walked) > 2 {
		out = append(out, walked)
	}
	return out
}

// apart are the polygons of m, largest first, that do not overlap one taken before.
func apart(m geo.MultiPolygon) geo.MultiPolygon {
	m = slices.Clone(m)
	slices.SortStableFunc(m, func(a, b geo.Polygon) int { return cmp.Compare(b[0].DoubleArea(), a[0].DoubleArea()) })
	var out geo.MultiPolygon
	for _, p := range m {
		if more := append(slices.Clip(out), p); Validate(more) == nil {
			out = more
		}
	}
	return out
}

// appendWide adds the rings of p that are no slivers.
func appendWide(m geo.MultiPolygon, p geo.Polygon) geo.MultiPolygon {
	var wide geo.Polygon
	for i, r := range p {
		if sliver(r) {
			if i == 0 {
				return m
			}
			continue
		}
		wide = append(wide, r)
	}
	return appendOpen(m, wide)
}

// sliver says whether a ring is on average narrower than sliverWide: a long thin one has an area of length × width and twice its length around.
func sliver(r geo.Ring) bool {
	around := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		around += math.Hypot(float64(p.Lon)-float64(q.Lon), float64(p.Lat)-float64(q.Lat))
	}
	return math.Abs(float64(r.DoubleArea())) < sliverWide*around
}
