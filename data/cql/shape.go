package cql

import (
	"fmt"
	"strconv"
	"strings"

	"circle15/geo"
	"circle15/geo/plane"

	"github.com/paulmach/orb"
)

// geometryTypes are the kinds of geometries that can be written, in lower case.
var geometryTypes = map[string]bool{"point": true, "linestring": true, "polygon": true, "multipoint": true, "multilinestring": true,
	"multipolygon": true, "geometrycollection": true}

// shapeBuilder makes a shape of coordinates as GeoJSON nests them.
type shapeBuilder struct {
	place    func(a, b float64) (geo.E7, bool)
	vertices int
	points   []geo.E7
	lines    [][]geo.E7
	areas    geo.MultiPolygon
}

// add adds the coordinates of a geometry of that type.
func (s *shapeBuilder) add(kind string, c any) error {
	switch kind {
	case "point":
		p, err := s.position(c)
		s.points = append(s.points, p)
		return err
	case "linestring":
		l, err := s.line(c, 2)
		s.lines = append(s.lines, l)
		return err
	case "polygon":
		return s.polygon(c)
	}
	single, ok := strings.CutPrefix(kind, "multi")
	list, isList := c.([]any)
	if !ok || !isList || len(list) == 0 {
		return fmt.Errorf("the coordinates are not those of a %s", kind)
	}
	for _, part := range list {
		if err := s.add(single, part); err != nil {
			return err
		}
	}
	return nil
}

func (s *shapeBuilder) position(c any) (geo.E7, error) {
	n, ok := c.([]any)
	if !ok || len(n) < 2 || len(n) > 4 {
		return geo.E7{}, fmt.Errorf("a position has two numbers")
	}
	a, ok1 := n[0].(float64)
	b, ok2 := n[1].(float64)
	if !ok1 || !ok2 {
		return geo.E7{}, fmt.Errorf("a position has two numbers")
	}
	if s.vertices++; s.vertices > maxVertices {
		return geo.E7{}, fmt.Errorf("the geometries have more than %d vertices", maxVertices)
	}
	place := s.place
	if place == nil {
		place = func(a, b float64) (geo.E7, bool) { return geo.ToE7(orb.Point{a, b}) }
	}
	p, ok := place(a, b)
	if !ok {
		return p, fmt.Errorf("the position %v, %v does not lie on the earth: are its numbers in the order of the reference system?", a, b)
	}
	return p, nil
}

func (s *shapeBuilder) line(c any, least int) ([]geo.E7, error) {
	list, _ := c.([]any)
	if len(list) < least {
		return nil, fmt.Errorf("a line has at least %d positions", least)
	}
	out := make([]geo.E7, len(list))
	for i, p := range list {
		var err error
		if out[i], err = s.position(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *shapeBuilder) polygon(c any) error {
	list, _ := c.([]any)
	if len(list) == 0 {
		return fmt.Errorf("a polygon has at least one ring")
	}
	var poly geo.Polygon
	for _, r := range list {
		l, err := s.line(r, 4)
		if err != nil {
			return err
		}
		if l[0] != l[len(l)-1] {
			return fmt.Errorf("a ring does not end where it begins")
		}
		poly = append(poly, geo.Ring(l[:len(l)-1]))
	}
	s.areas = append(s.areas, poly)
	return nil
}

// box adds the rectangle of a bbox: four numbers, or six with heights.
func (s *shapeBuilder) box(n []float64) error {
	if len(n) != 4 && len(n) != 6 {
		return fmt.Errorf("a bbox has four numbers")
	}
	h := len(n) / 2
	a, b, c, d := n[0], n[1], n[h], n[h+1]
	return s.add("polygon", []any{[]any{[]any{a, b}, []any{c, b}, []any{c, d}, []any{a, d}, []any{a, b}}})
}

// shape is what was added.
func (s *shapeBuilder) shape() (plane.Shape, error) {
	if err := plane.Validate(s.areas); err != nil {
		return plane.Shape{}, fmt.Errorf("the geometry is not valid: %w", err)
	}
	return plane.ShapeOf(s.points, s.lines, s.areas), nil
}

// geometry reads a geometry in WKT, or BBOX(…), after its name.
func (p *textParser) geometry(t token, name string) (*node, error) {
	b := &shapeBuilder{place: p.opt.Place, vertices: p.shape.vertices}
	err := p.addGeometry(b, name)
	p.shape.vertices = b.vertices
	if err == nil {
		var s plane.Shape
		if s, err = b.shape(); err == nil {
			return &node{at: t.at, value: s}, nil
		}
	}
	if e, ok := err.(*Error); ok {
		return nil, e
	}
	return nil, &Error{At: t.at, What: err.Error()}
}

func (p *textParser) addGeometry(b *shapeBuilder, name string) error {
	p.take("z")
	if name == "geometrycollection" {
		return p.addCollection(b)
	}
	if name == "bbox" {
		args, err := p.list()
		if err != nil {
			return err
		}
		n := make([]float64, len(args))
		for i, a := range args {
			if n[i], err = constant(a); err != nil {
				return err
			}
		}
		return b.box(n)
	}
	c, err := p.coordinates(0)
	if err != nil {
		return err
	}
	if name == "point" {
		list, _ := c.([]any)
		if len(list) != 1 {
			return &Error{At: p.peek().at, What: "a point has one position"}
		}
		c = list[0]
	}
	if name == "multipoint" {
		c = unwrapped(c)
	}
	return b.add(name, c)
}

// constant is the number of a value with or without a sign.
func constant(n *node) (float64, error) {
	if v, ok := n.value.(float64); ok {
		return v, nil
	}
	if n.op == "-" && len(n.args) == 2 {
		if v, ok := n.args[1].value.(float64); ok && n.args[0].value == 0.0 {
			return -v, nil
		}
	}
	return 0, &Error{At: n.at, What: "a number is expected"}
}

// unwrapped lets the points of a MULTIPOINT stand in brackets of their own.
func unwrapped(c any) any {
	list, _ := c.([]any)
	for i, p := range list {
		if one, ok := p.([]any); ok && len(one) == 1 {
			list[i] = one[0]
		}
	}
	return c
}

func (p *textParser) addCollection(b *shapeBuilder) error {
	if err := p.want("("); err != nil {
		return err
	}
	for {
		t := p.peek()
		name := strings.ToLower(t.text)
		if t.kind != wordToken || !geometryTypes[name] || name == "geometrycollection" {
			return &Error{At: t.at, What: "a geometry is expected"}
		}
		p.next++
		if err := p.addGeometry(b, name); err != nil {
			return err
		}
		if !p.take(",") {
			return p.want(")")
		}
	}
}

// coordinates reads "(1 2, 3 4)" or "((1 2, …), …)" as GeoJSON nests them.
func (p *textParser) coordinates(depth int) (any, error) {
	if depth > 3 {
		return nil, &Error{At: p.peek().at, What: "too many brackets"}
	}
	if err := p.want("("); err != nil {
		return nil, err
	}
	var out []any
	for {
		var item any
		var err error
		if p.peek().is("(") {
			item, err = p.coordinates(depth + 1)
		} else {
			item, err = p.tuple()
		}
		if err != nil {
			return nil, err
		}
		if out = append(out, item); len(out) > maxVertices {
			return nil, &Error{At: p.peek().at, What: "too many positions"}
		}
		if !p.take(",") {
			return out, p.want(")")
		}
	}
}

// tuple reads the numbers of a position.
func (p *textParser) tuple() (any, error) {
	var out []any
	for {
		t := p.peek()
		sign := 1.0
		if p.take("-") {
			sign = -1
		}
		n := p.peek()
		if n.kind != numberToken {
			if len(out) < 2 || sign < 0 {
				return nil, &Error{At: t.at, What: "a number is expected"}
			}
			return out, nil
		}
		p.next++
		v, err := strconv.ParseFloat(n.text, 64)
		if err != nil || len(out) == 4 {
			return nil, &Error{At: n.at, What: "it is no number of a position"}
		}
		out = append(out, sign*v)
	}
}
