package plane

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/peterstace/simplefeatures/geom"

	"circle15/geo"
)

// Validate says whether m is what the OGC calls valid: no ring crosses or touches itself, holes lie in
// their polygon, polygons overlap nowhere and touch in single places only. The error says what is wrong and in
// which polygon. An empty m is valid.
func Validate(m geo.MultiPolygon) error {
	polys := make([]geom.Polygon, len(m))
	for i, poly := range m {
		for j, ring := range poly {
			if len(ring) < 3 {
				return fmt.Errorf("ring %d of polygon %d has %d places, a ring needs 3", j+1, i+1, len(ring))
			}
		}
		polys[i] = libraryPolygon(poly)
		if err := polys[i].Validate(); err != nil {
			return fmt.Errorf("polygon %d: %s", i+1, fault(err))
		}
	}
	if len(m) < 2 {
		return nil
	}
	if err := geom.NewMultiPolygon(polys).Validate(); err != nil {
		return errors.New(fault(err))
	}
	return nil
}

// Unite is the union of polygons that are each valid but overlap or share edges, as the parts of one
// feature sometimes do. Where edges cross, the new places are rounded, which can leave m invalid: validate it.
func Unite(m geo.MultiPolygon) (geo.MultiPolygon, error) {
	parts := make([]geom.Geometry, len(m))
	for i, p := range m {
		parts[i] = libraryPolygon(p).AsGeometry()
	}
	u, err := geom.UnionMany(parts)
	if err != nil {
		return nil, fmt.Errorf("unite %d polygons: %w", len(m), err)
	}
	if p, ok := u.AsPolygon(); ok {
		return geo.MultiPolygon{ourPolygon(p)}, nil
	}
	many, ok := u.AsMultiPolygon()
	if !ok {
		return nil, fmt.Errorf("unite %d polygons: the result is a %s", len(m), u.Type())
	}
	out := make(geo.MultiPolygon, many.NumPolygons())
	for i := range out {
		out[i] = ourPolygon(many.PolygonN(i))
	}
	return out, nil
}

// libraryPolygon has its coordinates in whole units of 1e-7 degree, which a float64 holds exactly.
func libraryPolygon(p geo.Polygon) geom.Polygon {
	rings := make([][]float64, len(p))
	for i, r := range p {
		xy := make([]float64, 0, 2*len(r)+2)
		for _, at := range r {
			xy = append(xy, float64(at.Lon), float64(at.Lat))
		}
		rings[i] = append(xy, xy[0], xy[1])
	}
	return geom.NewPolygonXY(rings...)
}

func ourPolygon(p geom.Polygon) geo.Polygon {
	out := geo.Polygon{ourRing(p.ExteriorRing(), true)}
	for i := range p.NumInteriorRings() {
		out = append(out, ourRing(p.InteriorRingN(i), false))
	}
	return out
}

func ourRing(l geom.LineString, outer bool) geo.Ring {
	seq := l.Coordinates()
	r := make(geo.Ring, 0, seq.Length())
	for i := range seq.Length() - 1 {
		xy := seq.GetXY(i)
		r = append(r, geo.E7{Lon: rounded(xy.X), Lat: rounded(xy.Y)})
	}
	if (r.DoubleArea() > 0) != outer {
		slices.Reverse(r)
	}
	return r
}

func rounded(v float64) int32 { return int32(math.Round(v)) }

// fault is what the library found, in words for people.
func fault(err error) string {
	for _, f := range [][2]string{
		{"ring not simple", "a ring crosses or touches itself"},
		{"outside of exterior", "a hole lies outside its polygon"},
		{"nested rings", "a hole lies in another hole"},
		{"disconnected interior", "holes cut the polygon in two"},
		{"rings intersect at multiple points", "two rings cross or share an edge"},
		{"touch at multiple points", "two of its polygons overlap or share an edge"},
	} {
		if strings.Contains(err.Error(), f[0]) {
			return f[1]
		}
	}
	return err.Error()
}
