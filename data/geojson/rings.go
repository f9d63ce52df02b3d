package geojson

import (
	"fmt"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/plane"
)

// maxSpan is how far a polygon may reach in either direction. Areas of rings are exact up to 20 degrees, and a
// community is smaller by far; what is larger crosses the date line or has a broken position.
const maxSpan = 20 * int64(geo.UnitsPerDegree)

// shape makes a valid multipolygon of rings as they were read: closed, without repeated places and
// spikes, wound as RFC 7946 has it. What was mended is noted; what cannot be mended is an error.
func (p *parser) shape(polys [][][]geo.E7) (geo.MultiPolygon, error) {
	var out geo.MultiPolygon
	for _, rings := range polys {
		var poly geo.Polygon
		for j, places := range rings {
			ring := p.ring(places, j == 0)
			if ring == nil {
				p.warn("ring_no_area", "a ring without area was dropped", "")
				if j == 0 {
					break // with its holes
				}
				continue
			}
			poly = append(poly, ring)
		}
		if len(poly) > 0 {
			out = append(out, poly)
		}
	}
	if len(out) == 0 {
		return nil, &geometryError{code: "polygon_no_area", what: "the polygon has no area", advice: "draw it again"}
	}
	b := out.Box()
	if int64(b.Max.Lon)-int64(b.Min.Lon) > maxSpan || int64(b.Max.Lat)-int64(b.Min.Lat) > maxSpan {
		return nil, &geometryError{code: "polygon_too_large", what: "the polygon reaches over more than 20 degrees",
			advice: "cut it at the date line, or look for a wrong position"}
	}
	return p.valid(out)
}

func (p *parser) valid(m geo.MultiPolygon) (geo.MultiPolygon, error) {
	err := plane.Validate(m)
	if err == nil {
		return m, nil
	}
	invalid := &geometryError{code: "polygon_invalid", what: err.Error(), advice: "mend it, for example with “Fix geometries” in QGIS"}
	if apart := separated(m); apart != nil && plane.Validate(apart) == nil {
		p.warn("ring_touches_itself", "a ring comes back to a place it has been at: it was cut there into rings of the same area", "")
		return apart, nil
	}
	for _, poly := range m {
		if plane.Validate(geo.MultiPolygon{poly}) != nil {
			return nil, invalid
		}
	}
	// Each polygon is valid: they overlap or share an edge, and are one area all the same.
	one, err := plane.Unite(m)
	if err != nil || plane.Validate(one) != nil {
		return nil, invalid
	}
	p.warn("polygons_united", fmt.Sprintf("the %d polygons of the feature overlap or share an edge: they were united", len(m)), "")
	return one, nil
}

// separated is m with its rings cut where they come back to a place: loops that turn the same way are polygons that touch
// there, those that turn the other way are holes. It is nil when a hole lies in no polygon, as at a crossing.
func separated(m geo.MultiPolygon) geo.MultiPolygon {
	var out geo.MultiPolygon
	var holes []geo.Ring
	for _, poly := range m {
		for _, ring := range poly {
			for _, loop := range loops(ring) {
				if loop.DoubleArea() > 0 {
					out = append(out, geo.Polygon{loop})
				} else {
					holes = append(holes, loop)
				}
			}
		}
	}
	for _, h := range holes {
		turned := slices.Clone(h)
		slices.Reverse(turned)
		inside := geo.MultiPolygon{{turned}}.Inside()
		i := slices.IndexFunc(out, func(p geo.Polygon) bool { return p[0].Contains(inside) })
		if i < 0 {
			return nil
		}
		out[i] = append(out[i], h)
	}
	return out
}

// loops cuts a ring at the places that it comes back to.
func loops(r geo.Ring) []geo.Ring {
	var out []geo.Ring
	at := make(map[geo.E7]int, len(r)) // where a place lies on the way
	var way geo.Ring
	for _, p := range r {
		if from, again := at[p]; again {
			if loop := withoutSpikes(way[from:]); loop != nil {
				out = append(out, loop)
			}
			for _, q := range way[from+1:] {
				delete(at, q)
			}
			way = way[:from+1]
			continue
		}
		at[p] = len(way)
		way = append(way, p)
	}
	if way = withoutSpikes(way); way != nil {
		out = append(out, way)
	}
	return out
}

// ring is nil when the places enclose no area.
func (p *parser) ring(places []geo.E7, outer bool) geo.Ring {
	r := make(geo.Ring, 0, len(places))
	for _, at := range places {
		if len(r) > 0 && r[len(r)-1] == at {
			p.note("place_repeated", "a place that follows itself (to 7 decimals) was dropped")
			continue
		}
		r = append(r, at)
	}
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	} else {
		p.warn("ring_not_closed", "a ring is not closed: it was closed", "repeat its first position at its end")
	}
	n := len(r)
	if r = withoutSpikes(r); r == nil {
		return nil
	}
	if len(r) < n {
		p.warn("ring_spike", "a spike, where the ring runs back on itself, was cut off", "")
	}
	// An area of 0 without spikes is that of a ring that crosses itself: it is left to be found invalid.
	if area := r.DoubleArea(); area != 0 && (area > 0) != outer {
		p.note("ring_winding", "a ring runs the other way round than RFC 7946 wants: it was turned")
		slices.Reverse(r[1:])
	}
	return r
}

// withoutSpikes drops the places at which a ring turns back on itself, and those that then coincide. It is nil when
// fewer than three places are left.
func withoutSpikes(r geo.Ring) geo.Ring {
	out := make(geo.Ring, 0, len(r))
	for _, at := range r {
		for len(out) >= 2 && turnsBack(out[len(out)-2], out[len(out)-1], at) {
			out = out[:len(out)-1]
		}
		if len(out) == 0 || out[len(out)-1] != at {
			out = append(out, at)
		}
	}
	for n := len(out); n >= 3; n = len(out) { // where the ring begins
		switch {
		case out[0] == out[n-1] || turnsBack(out[n-2], out[n-1], out[0]):
			out = out[:n-1]
		case turnsBack(out[n-1], out[0], out[1]):
			out = out[1:]
		default:
			return out
		}
	}
	return nil
}

func turnsBack(a, b, c geo.E7) bool {
	ux, uy := int64(b.Lon)-int64(a.Lon), int64(b.Lat)-int64(a.Lat)
	vx, vy := int64(c.Lon)-int64(b.Lon), int64(c.Lat)-int64(b.Lat)
	// Differences of E7 fit 33 bits; their products overflow only across half the globe, where
	// shape refuses the polygon anyway.
	return ux*vy == uy*vx && ux*vx+uy*vy < 0
}

// note keeps a harmless finding once and counts the rest: files have it in every feature or in none.
func (p *parser) note(code, message string) {
	for i := range p.notes {
		if p.notes[i].Code == code {
			p.notes[i].Count++
			return
		}
	}
	p.notes = append(p.notes, data.Finding{Severity: data.Note, Code: code, Row: p.row, Feature: p.id, Message: message})
}

func (p *parser) warn(code, message, advice string) {
	p.finds.Add(data.Finding{Severity: data.Warning, Code: code, Row: p.row, Feature: p.id, Message: message, Advice: advice})
}
