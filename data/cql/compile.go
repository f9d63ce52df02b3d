package cql

import (
	"fmt"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/plane"
)

// evaluator gives the value of a term for a feature: a bool, string, float64, period or plane.Shape, nil for null.
type evaluator func(f *data.Feature) (any, error)

// termKind is what a term gives.
type termKind uint8

const (
	truthKind termKind = iota
	numberKind
	textKind
	timeKind
	shapeKind
)

var kindNames = [...]string{"true or false", "a number", "a text", "a time", "a geometry"}

// GeometryName is what the geometry of features is called in filters.
const GeometryName = "geometry"

// term is a compiled node.
type term struct {
	eval evaluator
	kind termKind
	at   int
}

func compileFilter(root *node, opt Options) (*Filter, error) {
	c := &compiler{opt}
	t, err := c.compile(root)
	if err != nil {
		return nil, err
	}
	if t.kind != truthKind {
		return nil, &Error{At: root.at, What: "the filter is " + kindNames[t.kind] + ", not a condition"}
	}
	return &Filter{t.eval}, nil
}

type compiler struct{ opt Options }

func (c *compiler) compile(n *node) (term, error) {
	switch {
	case n.op != "":
		return c.call(n)
	case n.value != nil:
		v := n.value
		kind := map[string]termKind{"bool": truthKind, "float64": numberKind, "string": textKind, "cql.period": timeKind, "plane.Shape": shapeKind}[fmt.Sprintf("%T", v)]
		return term{func(*data.Feature) (any, error) { return v, nil }, kind, n.at}, nil
	}
	return c.property(n)
}

func (c *compiler) property(n *node) (term, error) {
	if n.property == GeometryName {
		return term{func(f *data.Feature) (any, error) { return shapeOf(f), nil }, shapeKind, n.at}, nil
	}
	at := slices.IndexFunc(c.opt.Fields, func(f data.Field) bool { return f.Name == n.property })
	if at < 0 {
		known := []string{GeometryName}
		for _, f := range c.opt.Fields {
			known = append(known, f.Name)
		}
		return term{}, &Error{At: n.at, What: "there is no property “" + n.property + "”", Known: known}
	}
	kind := [...]termKind{data.TextField: textKind, data.BoolField: truthKind, data.IntField: numberKind, data.RealField: numberKind}[c.opt.Fields[at].Type]
	return term{func(f *data.Feature) (any, error) {
		if v, ok := f.Values[at].(int64); ok {
			return float64(v), nil
		}
		return f.Values[at], nil
	}, kind, n.at}, nil
}

// lazyShape is the geometry of a feature, which is made when its box touches the other one.
type lazyShape struct {
	f   *data.Feature
	box geo.Box
}

func shapeOf(f *data.Feature) lazyShape { return lazyShape{f, f.Box()} }

func (s lazyShape) shape() plane.Shape {
	var points []geo.E7
	if s.f.Point != nil {
		points = []geo.E7{*s.f.Point}
	}
	return plane.ShapeOf(points, s.f.Lines, s.f.Shape)
}

// call compiles an operation.
func (c *compiler) call(n *node) (term, error) {
	args := make([]term, len(n.args))
	for i, a := range n.args {
		var err error
		if args[i], err = c.compile(a); err != nil {
			return term{}, err
		}
	}
	b := &builder{n: n, args: args}
	switch {
	case n.op == "and" || n.op == "or":
		return b.logic()
	case n.op == "not":
		return b.not()
	case comparisons[n.op] != nil:
		return b.compare()
	case n.op == "like":
		return b.like()
	case n.op == "between":
		return b.between()
	case n.op == "in":
		return b.in()
	case n.op == "isnull":
		return b.isNull()
	case n.op == "casei":
		return b.lower()
	case arithmetic[n.op] != nil:
		return b.arithmetic()
	case spatial[n.op] != "":
		return b.spatial()
	case temporal[n.op] != nil:
		return b.temporal()
	}
	return term{}, &Error{At: n.at, What: "there is no function “" + n.op + "”", Known: functions()}
}

// functions are the names of those that are known.
func functions() []string {
	out := []string{"casei"}
	for name := range spatial {
		out = append(out, name)
	}
	for name := range temporal {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// boxOf and asShape take the geometry of a feature and one of the filter alike.
func boxOf(v any) geo.Box {
	if s, ok := v.(lazyShape); ok {
		return s.box
	}
	s, _ := v.(plane.Shape)
	return s.Box()
}

func asShape(v any) plane.Shape {
	if s, ok := v.(lazyShape); ok {
		return s.shape()
	}
	s, _ := v.(plane.Shape)
	return s
}
