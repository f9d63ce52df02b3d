package cql

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// jsonParser reads CQL2 JSON.
type jsonParser struct {
	opt      Options
	terms    int
	vertices int
}

func parseJSON(text []byte, opt Options) (*node, error) {
	if tooDeep(text) {
		return nil, &Error{At: -1, What: "the filter is deeper than " + strconv.Itoa(maxDepth)}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, &Error{At: int(dec.InputOffset()), What: "it is not JSON: " + err.Error()}
	}
	if dec.More() {
		return nil, &Error{At: int(dec.InputOffset()), What: "nothing more is expected here"}
	}
	return (&jsonParser{opt: opt}).node(v)
}

// tooDeep counts brackets outside of texts. Coordinates add four to the depth of a filter.
func tooDeep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > 2*maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

func bad(what string, known ...string) error { return &Error{At: -1, What: what, Known: known} }

func (p *jsonParser) node(v any) (*node, error) {
	if p.terms++; p.terms > maxTerms {
		return nil, bad("the filter has more than " + strconv.Itoa(maxTerms) + " terms")
	}
	switch v := v.(type) {
	case string, float64, bool:
		return &node{at: -1, value: v}, nil
	case map[string]any:
		return p.object(v)
	}
	return nil, bad("an object, a text, a number or a truth is expected")
}

func (p *jsonParser) object(o map[string]any) (*node, error) {
	if name, ok := o["property"].(string); ok {
		return &node{at: -1, property: name}, nil
	}
	if op, ok := o["op"].(string); ok {
		return p.call(strings.ToLower(op), o["args"])
	}
	for _, key := range []string{"date", "timestamp"} {
		if text, ok := o[key].(string); ok {
			t, known := instant(text)
			if !known {
				return nil, bad("“" + text + "” is no time")
			}
			return &node{at: -1, value: period{t, t}}, nil
		}
	}
	if ends, ok := o["interval"].([]any); ok && len(ends) == 2 {
		from, ok1 := endOf(ends[0])
		to, ok2 := endOf(ends[1])
		if v, known := interval(from, to); ok1 && ok2 && known {
			return &node{at: -1, value: v}, nil
		}
		return nil, bad("it is no interval")
	}
	return p.geometry(o)
}

// endOf is an end of an interval: a text, or a date or timestamp.
func endOf(v any) (string, bool) {
	if o, ok := v.(map[string]any); ok {
		for _, key := range []string{"date", "timestamp"} {
			if s, ok := o[key].(string); ok {
				return s, true
			}
		}
	}
	s, ok := v.(string)
	return s, ok
}

func (p *jsonParser) call(op string, args any) (*node, error) {
	list, ok := args.([]any)
	if !ok {
		return nil, bad("the operation “" + op + "” has no args")
	}
	if op == "in" && len(list) == 2 {
		if choices, ok := list[1].([]any); ok {
			list = append([]any{list[0]}, choices...)
		}
	}
	n := &node{at: -1, op: op}
	for _, a := range list {
		arg, err := p.node(a)
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
	}
	return n, nil
}

// geometry reads a GeoJSON geometry, or a bbox.
func (p *jsonParser) geometry(o map[string]any) (*node, error) {
	b := &shapeBuilder{place: p.opt.Place, vertices: p.vertices}
	err := b.addObject(o)
	p.vertices = b.vertices
	if err == nil {
		s, e := b.shape()
		if e == nil {
			return &node{at: -1, value: s}, nil
		}
		err = e
	}
	return nil, bad(err.Error())
}

func (s *shapeBuilder) addObject(o map[string]any) error {
	if list, ok := o["bbox"].([]any); ok && o["type"] == nil {
		n := make([]float64, len(list))
		for i, v := range list {
			n[i], ok = v.(float64)
			if !ok {
				return bad("a bbox has four numbers")
			}
		}
		return s.box(n)
	}
	kind, _ := o["type"].(string)
	if parts, ok := o["geometries"].([]any); ok && kind == "GeometryCollection" {
		for _, part := range parts {
			g, ok := part.(map[string]any)
			if !ok || g["type"] == "GeometryCollection" {
				return bad("a geometry is expected")
			}
			if err := s.addObject(g); err != nil {
				return err
			}
		}
		return nil
	}
	if !geometryTypes[strings.ToLower(kind)] {
		return bad("an operation, a property, a time or a geometry is expected", "op", "property", "date", "timestamp", "interval", "bbox", "type")
	}
	return s.add(strings.ToLower(kind), o["coordinates"])
}
