package geojson

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/data/areas"
	"circle15/geo"
	"circle15/geo/crs"
)

// Limits of one file. They are far above a city's, and keep a broken file from filling the memory.
const (
	maxFileBytes    = 256 << 20
	maxFeatures     = 1_000_000
	maxVertices     = 200_000    // of a feature
	maxFileVertices = 10_000_000 // of all features together
	maxTextBytes    = 64 << 10   // of a property
	maxProperties   = 256        // of a feature
)

// geometryError is why a geometry cannot be taken.
type geometryError struct {
	code, at, value, what, advice string
}

func (e *geometryError) Error() string { return e.what }

// part is one point, line or area of a geometry: one of the three is set.
type part struct {
	point *geo.E7
	line  []geo.E7
	area  geo.MultiPolygon
}

// geometryTypes are the names RFC 7946 knows.
const geometryTypes = "Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection"

// geometry reads the geometry object at i into parts: none for null.
func (p *parser) geometry(i, depth int) ([]part, error) {
	if p.null(i) {
		return nil, nil
	}
	if !p.is(i, '{') {
		return nil, &geometryError{code: "geometry_invalid", what: "the geometry is not an object", advice: "write null where there is none"}
	}
	kind, coords, members := "", -1, -1
	err := p.members(i, func(name string, at int) error {
		switch name {
		case "type":
			if kind != "" || !p.is(at, '"') {
				return &geometryError{code: "geometry_invalid", at: "/type", what: "the type of the geometry is there twice or is no text", advice: "known are " + geometryTypes}
			}
			kind = p.string(at)
		case "coordinates":
			coords = at
		case "geometries":
			members = at
		case "bbox":
			p.bbox(at)
		case "features", "geometry", "properties":
			p.note("foreign_member", fmt.Sprintf("a geometry has a member %q, which belongs elsewhere: it was ignored", name))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if kind == "GeometryCollection" {
		return p.collection(members, depth)
	}
	parts, err := p.simple(kind, coords)
	if e, ok := err.(*geometryError); ok && e.at == "" {
		e.at = p.pointer()
	}
	p.path = p.path[:0]
	return parts, err
}

func (p *parser) collection(i, depth int) ([]part, error) {
	if !p.is(i, '[') {
		return nil, &geometryError{code: "geometry_invalid", at: "/geometries", what: "a GeometryCollection needs an array of geometries", advice: "known are " + geometryTypes}
	}
	if depth > 0 {
		p.warn("collection_nested", "a GeometryCollection lies in another: its members were taken", "write the geometries as features of their own")
	}
	var out []part
	n := 0
	err := p.elements(i, func(k, at int) error {
		n++
		if p.null(at) {
			return &geometryError{code: "geometry_invalid", at: fmt.Sprintf("/geometries/%d", k), what: "a member of the collection is null", advice: "take it out"}
		}
		parts, err := p.geometry(at, depth+1)
		if e, ok := err.(*geometryError); ok {
			e.at = fmt.Sprintf("/geometries/%d%s", k, e.at)
		}
		out = append(out, parts...)
		return err
	})
	if n == 1 && err == nil {
		p.note("collection_single", "a GeometryCollection has one member: it was taken as that")
	}
	return out, err
}

// simple reads the coordinates at i of any geometry but a collection.
func (p *parser) simple(kind string, i int) ([]part, error) {
	if i < 0 {
		if kind == "" || !strings.Contains(geometryTypes, kind) {
			return nil, unknownGeometry(kind)
		}
		return nil, &geometryError{code: "geometry_invalid", at: "/coordinates", what: "the " + kind + " has no coordinates"}
	}
	switch kind {
	case "Point":
		at, _, err := p.position(i)
		return []part{{point: &at}}, err
	case "MultiPoint":
		list, _, err := p.positions(i)
		out := make([]part, len(list))
		for k := range list {
			out[k].point = &list[k]
		}
		return out, err
	case "LineString":
		list, _, err := p.positions(i)
		return p.lines([][]geo.E7{list}, err)
	case "MultiLineString":
		lists, _, err := p.lists(i)
		return p.lines(lists, err)
	case "Polygon":
		rings, _, err := p.lists(i)
		return p.area([][][]geo.E7{rings}, err)
	case "MultiPolygon":
		polys, _, err := array(p, i, p.lists)
		return p.area(polys, err)
	}
	return nil, unknownGeometry(kind)
}

func unknownGeometry(kind string) error {
	return &geometryError{code: "geometry_unknown", at: "/type", value: kind, what: "not a type of geometry", advice: "known are " + geometryTypes + ", written so"}
}

func (p *parser) lines(lists [][]geo.E7, err error) ([]part, error) {
	if err != nil {
		return nil, err
	}
	out := make([]part, len(lists))
	for k, l := range lists {
		if len(l) < 2 {
			return nil, &geometryError{code: "line_too_short", at: "/coordinates", what: fmt.Sprintf("a line of %d positions: it needs 2", len(l))}
		}
		out[k].line = l
	}
	return out, nil
}

func (p *parser) area(polys [][][]geo.E7, err error) ([]part, error) {
	if err != nil {
		return nil, err
	}
	shape, repairs, err := areas.From(polys)
	for _, r := range repairs {
		if r.Severity == data.Note {
			p.note(r.Code, r.Message)
		} else {
			p.warn(r.Code, r.Message, r.Advice)
		}
	}
	var e *areas.Error
	if errors.As(err, &e) {
		return nil, &geometryError{code: e.Code, at: "/coordinates", what: e.What, advice: e.Advice}
	}
	return []part{{area: shape}}, nil
}

func (p *parser) positions(i int) ([]geo.E7, int, error) { return array(p, i, p.position) }
func (p *parser) lists(i int) ([][]geo.E7, int, error)   { return array(p, i, p.positions) }

// array reads the array at i with item for each element, and gives the position after it. On an
// error p.path leads to it.
func array[T any](p *parser, i int, item func(i int) (T, int, error)) ([]T, int, error) {
	if !p.is(i, '[') {
		return nil, i, p.wrong(i, "an array is expected here")
	}
	var out []T
	i = p.space(i + 1)
	level := len(p.path)
	p.path = append(p.path, 0)
	for i < len(p.text) && p.text[i] != ']' {
		v, end, err := item(i)
		if err != nil {
			return nil, i, err
		}
		out = append(out, v)
		p.path[level]++
		if i = p.space(end); p.is(i, ',') {
			i = p.space(i + 1)
		}
	}
	p.path = p.path[:level]
	return out, i + 1, nil
}

func (p *parser) wrong(i int, what string) *geometryError {
	return &geometryError{code: "coordinates_invalid", value: p.excerpt(i), what: what}
}

// excerpt is the value at i, cut to what fits a line.
func (p *parser) excerpt(i int) string {
	s := strings.Join(strings.Fields(string(p.text[i:min(p.after(i), i+200)])), " ")
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// pointer leads from the geometry to the element at which reading stopped (RFC 6901).
func (p *parser) pointer() string {
	b := []byte("/coordinates")
	for _, n := range p.path {
		b = strconv.AppendInt(append(b, '/'), int64(n), 10)
	}
	return string(b)
}

// position reads [lon, lat] at i, and drops what follows the two.
func (p *parser) position(i int) (geo.E7, int, error) {
	start := i
	if !p.is(i, '[') {
		return geo.E7{}, i, p.wrong(i, "a position is expected here: [longitude, latitude]")
	}
	var v [2]float64
	n := 0
	for i = p.space(i + 1); i < len(p.text) && p.text[i] != ']'; n++ {
		if c := p.text[i]; c != '-' && (c < '0' || c > '9') {
			return geo.E7{}, i, p.wrong(start, "a coordinate is not a number")
		}
		end, _ := p.skipNumber(i)
		f, err := strconv.ParseFloat(string(p.text[i:end]), 64)
		if err != nil {
			return geo.E7{}, i, p.wrong(start, "a coordinate is too large to be a number")
		}
		if n < 2 {
			v[n] = f
			p.precise(p.text[i:end])
		}
		if i = p.space(end); p.is(i, ',') {
			i = p.space(i + 1)
		}
	}
	switch {
	case n < 2:
		return geo.E7{}, i, p.wrong(start, fmt.Sprintf("a position of %d numbers: it needs longitude and latitude", n))
	case n == 3:
		p.note("z_dropped", "a position has a height: heights were dropped")
	case n > 3:
		p.warn("position_too_long", fmt.Sprintf("a position has %d numbers: those after the second were dropped", n), "RFC 7946 knows longitude, latitude and height")
	}
	p.vertices++
	if p.vertices > maxVertices {
		return geo.E7{}, i, &geometryError{code: "too_many_vertices", what: fmt.Sprintf("the feature has more than %d positions", maxVertices), advice: "simplify it"}
	}
	at, ok := p.reference.Place(orb.Point(v))
	if !ok {
		return geo.E7{}, i, offEarth(v, p.excerpt(start), p.reference)
	}
	return at, i + 1, nil
}

// precise notes decimals beyond the seventh, which are less than a centimetre.
func (p *parser) precise(number []byte) {
	for k, c := range number {
		if c == '.' {
			if len(number)-k-1 > 7 {
				p.note("position_rounded", "a position has more than 7 decimals: positions were rounded to 7 (1 cm)")
			}
			return
		}
	}
}

// offEarth guesses what numbers that are no place are.
func offEarth(v [2]float64, value string, in crs.Reference) *geometryError {
	e := &geometryError{code: "position_off_earth", value: value, what: "not longitude and latitude in degrees",
		advice: "positions are [longitude, latitude], -180 to 180 and -90 to 90"}
	x, y := math.Abs(v[0]), math.Abs(v[1])
	guess := crs.GuessMetres(v)
	switch {
	case in.Projected():
		e.what, e.advice = "not a place in "+in.String(), "positions are [easting, northing] in metres; check the zone and the order"
	case x <= 90 && y > 90 && y <= 180:
		e.code, e.what, e.advice = "position_swapped", "looks like [latitude, longitude]", "write longitude first: in QGIS “Swap X and Y coordinates”"
	case guess != "":
		e.code, e.what, e.advice = "position_in_metres", "looks like metres of a projection, not degrees", "say which with --datum: "+guess
	}
	return e
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
