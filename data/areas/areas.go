// Package areas gives you valid polygons from rings as files have them: closed, without repeated places and spikes, wound as RFC 7946 has
// it, cut apart where they touch or cross themselves.
//
// [From] mends what can be mended and says what it did. All readers of polygons use it, so that one drawing gives one area whatever file it
// comes in.
package areas

import (
	"fmt"
	"math"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/plane"
)

// maxSpan is how far a polygon may reach in either direction. Areas of rings are exact up to 20 degrees, and a
// community is smaller by far; what is larger crosses the date line or has a broken position.
const maxSpan = 20 * int64(geo.UnitsPerDegree)

// Repair is something that was mended, or is not as the standards want it. Notes are harmless.
type Repair struct {
	Severity              data.Severity
	Code, Message, Advice string
}

// Finding is the repair as a finding of the record of that row.
func (r Repair) Finding(row int, feature string) data.Finding {
	return data.Finding{Severity: r.Severity, Code: r.Code, Row: row, Feature: feature, Message: r.Message, Advice: r.Advice}
}

// Error is why rings are no area.
type Error struct{ Code, What, Advice string }

// Error says what is wrong.
func (e *Error) Error() string { return e.What }

// mender collects what it mends of one feature, each kind once.
type mender struct{ repairs []Repair }

// From makes a valid multipolygon of polygons whose first ring is the outer one. An *Error says what cannot be mended.
func From(polys [][][]geo.E7) (geo.MultiPolygon, []Repair, error) {
	m := &mender{}
	var out geo.MultiPolygon
	for _, rings := range polys {
		var poly geo.Polygon
		for j, places := range rings {
			ring := m.ring(places, j == 0)
			if ring == nil {
				m.warn("ring_no_area", "a ring without area was dropped", "")
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
		return nil, m.repairs, &Error{"polygon_no_area", "the polygon has no area", "draw it again"}
	}
	b := out.Box()
	if int64(b.Max.Lon)-int64(b.Min.Lon) > maxSpan || int64(b.Max.Lat)-int64(b.Min.Lat) > maxSpan {
		return nil, m.repairs, &Error{"polygon_too_large", "the polygon reaches over more than 20 degrees", "cut it at the date line, or look for a wrong position"}
	}
	shape, err := m.valid(out)
	return shape, m.repairs, err
}

// FromRings is From where nothing says which ring is a hole of which, as in a Shapefile: outer rings run clockwise there, the others are holes of the
// smallest outer ring around them.
func FromRings(rings [][]geo.E7) (geo.MultiPolygon, []Repair, error) {
	var outer [][][]geo.E7
	var holes [][]geo.E7
	for _, r := range rings {
		if geo.Ring(r).DoubleArea() < 0 || len(rings) == 1 {
			outer = append(outer, [][]geo.E7{r})
		} else {
			holes = append(holes, r)
		}
	}
	for _, h := range holes {
		best := -1
		for i, o := range outer {
			if around(o[0], h) && (best < 0 || abs(geo.Ring(o[0]).DoubleArea()) < abs(geo.Ring(outer[best][0]).DoubleArea())) {
				best = i
			}
		}
		if best < 0 { // the file turns its rings the other way
			outer = append(outer, [][]geo.E7{h})
			continue
		}
		outer[best] = append(outer[best], h)
	}
	return From(outer)
}

// around says whether a ring holds another: one of its places that does not lie on the ring decides, or its first.
func around(outer, inner []geo.E7) bool {
	o := geo.Ring(outer)
	on := make(map[geo.E7]bool, len(outer))
	for _, p := range outer {
		on[p] = true
	}
	for _, p := range inner {
		if !on[p] {
			return o.Contains(p)
		}
	}
	return len(inner) > 0 && o.Contains(inner[0])
}

func abs(v int64) int64 { return max(v, -v) }

func (m *mender) valid(shape geo.MultiPolygon) (geo.MultiPolygon, error) {
	err := plane.Validate(shape)
	if err == nil {
		return shape, nil
	}
	invalid := &Error{"polygon_invalid", err.Error(), "mend it, for example with “Fix geometries” in QGIS"}
	if apart := separated(shape); apart != nil && plane.Validate(apart) == nil {
		m.warn("ring_touches_itself", "a ring comes back to a place it has been at: it was cut there into rings of the same area", "")
		return apart, nil
	}
	for _, poly := range shape {
		if plane.Validate(geo.MultiPolygon{poly}) != nil {
			return m.uncrossed(shape, invalid)
		}
	}
	// Each polygon is valid: they overlap or share an edge, and are one area all the same.
	one, err := plane.Unite(shape)
	if err != nil || plane.Validate(one) != nil {
		return nil, invalid
	}
	m.warn("polygons_united", fmt.Sprintf("the %d polygons of the feature overlap or share an edge: they were united", len(shape)), "")
	return one, nil
}

// mostChanged is the share of its area by which a drawing may change when its crossings are cut: our choice. A slip of the hand at a border changes far
// less; what changes more was not meant as it is drawn.
const mostChanged = 0.01

// uncrossed cuts the rings where they cross, if that leaves the area nearly as it was drawn.
func (m *mender) uncrossed(shape geo.MultiPolygon, invalid *Error) (geo.MultiPolygon, error) {
	out := uncross(shape)
	drawn := shape.AreaM2()
	if out == nil || math.Abs(out.AreaM2()-drawn) > mostChanged*drawn {
		return nil, invalid
	}
	m.warn("ring_crosses_itself", fmt.Sprintf("a ring crosses itself: it was cut there, which changes the area from %.0f m² by %.0f m²", drawn, out.AreaM2()-drawn),
		"look at the boundary there, and mend it where it was drawn")
	return out, nil
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
func (m *mender) ring(places []geo.E7, outer bool) geo.Ring {
	r := make(geo.Ring, 0, len(places))
	for _, at := range places {
		if len(r) > 0 && r[len(r)-1] == at {
			m.note("place_repeated", "a place that follows itself (to 7 decimals) was dropped")
			continue
		}
		r = append(r, at)
	}
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	} else {
		m.warn("ring_not_closed", "a ring is not closed: it was closed", "repeat its first position at its end")
	}
	n := len(r)
	if r = withoutSpikes(r); r == nil {
		return nil
	}
	if len(r) < n {
		m.warn("ring_spike", "a spike, where the ring runs back on itself, was cut off", "")
	}
	// An area of 0 without spikes is that of a ring that crosses itself: it is left to be found invalid.
	if area := r.DoubleArea(); area != 0 && (area > 0) != outer {
		m.note("ring_winding", "a ring runs the other way round than RFC 7946 wants: it was turned")
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

func (m *mender) note(code, message string) { m.add(Repair{data.Note, code, message, ""}) }

func (m *mender) warn(code, message, advice string) {
	m.add(Repair{data.Warning, code, message, advice})
}

// add keeps each kind once for a feature.
func (m *mender) add(r Repair) {
	if !slices.ContainsFunc(m.repairs, func(o Repair) bool { return o.Code == r.Code }) {
		m.repairs = append(m.repairs, r)
	}
}
