package cql

import (
	"strconv"
	"strings"
)

// textParser reads CQL2 text by recursive descent. What is a truth and what a number is checked later.
type textParser struct {
	opt    Options
	tokens []token
	next   int
	depth  int
	terms  int
	shape  shapeBuilder
}

func (p *textParser) parse(text string) (*node, error) {
	var err error
	if p.tokens, err = lex(text); err != nil {
		return nil, err
	}
	p.shape.place = p.opt.Place
	root, err := p.or()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != endToken {
		return nil, &Error{At: t.at, What: "nothing more is expected here"}
	}
	return root, nil
}

func (p *textParser) peek() token { return p.tokens[p.next] }

// take goes on when the next token is that sign or word.
func (p *textParser) take(s string) bool {
	if p.peek().is(s) {
		p.next++
		return true
	}
	return false
}

func (p *textParser) want(s string) error {
	if !p.take(s) {
		return &Error{At: p.peek().at, What: "“" + s + "” is expected", Known: []string{s}}
	}
	return nil
}

// call is a node for an operation.
func (p *textParser) call(at int, op string, args ...*node) (*node, error) {
	if p.terms++; p.terms > maxTerms {
		return nil, &Error{At: at, What: "the filter has more than " + strconv.Itoa(maxTerms) + " terms"}
	}
	return &node{at: at, op: op, args: args}, nil
}

// deeper counts the depth; leave it with p.depth--.
func (p *textParser) deeper() error {
	if p.depth++; p.depth > maxDepth {
		return &Error{At: p.peek().at, What: "the filter is deeper than " + strconv.Itoa(maxDepth)}
	}
	return nil
}

func (p *textParser) or() (*node, error)  { return p.chain("or", p.and) }
func (p *textParser) and() (*node, error) { return p.chain("and", p.not) }

// chain reads terms with the same word between them.
func (p *textParser) chain(word string, term func() (*node, error)) (*node, error) {
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	first, err := term()
	if err != nil || !p.peek().is(word) {
		return first, err
	}
	all := []*node{first}
	at := p.peek().at
	for p.take(word) {
		n, err := term()
		if err != nil {
			return nil, err
		}
		if p.terms++; p.terms > maxTerms {
			return nil, &Error{At: at, What: "the filter has more than " + strconv.Itoa(maxTerms) + " terms"}
		}
		all = append(all, n)
	}
	return p.call(at, word, all...)
}

func (p *textParser) not() (*node, error) {
	at := p.peek().at
	if !p.take("not") {
		return p.comparison()
	}
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	n, err := p.not()
	if err != nil {
		return nil, err
	}
	return p.call(at, "not", n)
}

func (p *textParser) comparison() (*node, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	t := p.peek()
	for _, op := range []string{"=", "<>", "<=", ">=", "<", ">"} {
		if p.take(op) {
			right, err := p.sum()
			if err != nil {
				return nil, err
			}
			return p.call(t.at, op, left, right)
		}
	}
	if p.take("is") {
		negated := p.take("not")
		if err := p.want("null"); err != nil {
			return nil, err
		}
		return p.negate(negated, t.at, "isnull", left)
	}
	negated := p.take("not")
	switch {
	case p.take("like"):
		right, err := p.sum()
		if err != nil {
			return nil, err
		}
		return p.negate(negated, t.at, "like", left, right)
	case p.take("between"):
		return p.between(negated, t.at, left)
	case p.take("in"):
		list, err := p.list()
		if err != nil {
			return nil, err
		}
		return p.negate(negated, t.at, "in", append([]*node{left}, list...)...)
	case negated:
		return nil, &Error{At: p.peek().at, What: "LIKE, BETWEEN or IN is expected", Known: []string{"LIKE", "BETWEEN", "IN"}}
	}
	return left, nil
}

func (p *textParser) between(negated bool, at int, left *node) (*node, error) {
	low, err := p.sum()
	if err != nil {
		return nil, err
	}
	if err := p.want("and"); err != nil {
		return nil, err
	}
	high, err := p.sum()
	if err != nil {
		return nil, err
	}
	return p.negate(negated, at, "between", left, low, high)
}

func (p *textParser) negate(negated bool, at int, op string, args ...*node) (*node, error) {
	n, err := p.call(at, op, args...)
	if err != nil || !negated {
		return n, err
	}
	return p.call(at, "not", n)
}

func (p *textParser) sum() (*node, error) { return p.arithmetic(p.product, "+", "-") }

func (p *textParser) product() (*node, error) { return p.arithmetic(p.unary, "*", "/") }

func (p *textParser) arithmetic(term func() (*node, error), signs ...string) (*node, error) {
	left, err := term()
	for err == nil {
		t := p.peek()
		if !p.take(signs[0]) && !p.take(signs[1]) {
			return left, nil
		}
		var right *node
		if right, err = term(); err == nil {
			left, err = p.call(t.at, t.text, left, right)
		}
	}
	return nil, err
}

func (p *textParser) unary() (*node, error) {
	at := p.peek().at
	if !p.take("-") {
		return p.primary()
	}
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	n, err := p.unary()
	if err != nil {
		return nil, err
	}
	return p.call(at, "-", &node{at: at, value: 0.0}, n)
}

func (p *textParser) primary() (*node, error) {
	t := p.peek()
	switch t.kind {
	case numberToken:
		p.next++
		v, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return nil, &Error{At: t.at, What: "it is no number"}
		}
		return &node{at: t.at, value: v}, nil
	case textToken:
		p.next++
		return &node{at: t.at, value: t.text}, nil
	case quotedToken:
		p.next++
		return &node{at: t.at, property: t.text}, nil
	case wordToken:
		p.next++
		return p.word(t)
	}
	if !p.take("(") {
		return nil, &Error{At: t.at, What: "a property, a value or a function is expected"}
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	return n, p.want(")")
}

// word is what a word begins: a value, a geometry, a time, a function, or a property.
func (p *textParser) word(t token) (*node, error) {
	name := strings.ToLower(t.text)
	switch name {
	case "true", "false":
		return &node{at: t.at, value: name == "true"}, nil
	}
	if reserved[name] {
		return nil, &Error{At: t.at, What: "“" + t.text + "” cannot stand here; a property of that name stands in double quotes"}
	}
	if !p.peek().is("(") && !(geometryTypes[name] && (p.peek().is("z") || p.peek().is("empty"))) {
		return &node{at: t.at, property: t.text}, nil
	}
	switch {
	case geometryTypes[name], name == "bbox":
		return p.geometry(t, name)
	case name == "date" || name == "timestamp" || name == "interval":
		return p.time(t, name)
	}
	args, err := p.list()
	if err != nil {
		return nil, err
	}
	return p.call(t.at, name, args...)
}

// reserved are words that are no properties unless they are quoted.
var reserved = map[string]bool{"and": true, "or": true, "not": true, "like": true, "between": true, "in": true, "is": true, "null": true}

// list is "(a, b, …)".
func (p *textParser) list() ([]*node, error) {
	if err := p.want("("); err != nil {
		return nil, err
	}
	var out []*node
	for {
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		if p.terms++; p.terms > maxTerms {
			return nil, &Error{At: n.at, What: "the filter has more than " + strconv.Itoa(maxTerms) + " terms"}
		}
		out = append(out, n)
		if !p.take(",") {
			return out, p.want(")")
		}
	}
}

// time is DATE('…'), TIMESTAMP('…') or INTERVAL('…', '…').
func (p *textParser) time(t token, name string) (*node, error) {
	args, err := p.list()
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(args))
	for i, a := range args {
		s, ok := a.value.(string)
		if !ok {
			return nil, &Error{At: a.at, What: "a text in single quotes is expected"}
		}
		texts[i] = s
	}
	switch {
	case name == "interval" && len(texts) == 2:
		if v, ok := interval(texts[0], texts[1]); ok {
			return &node{at: t.at, value: v}, nil
		}
	case name != "interval" && len(texts) == 1:
		if at, ok := instant(texts[0]); ok {
			return &node{at: t.at, value: period{at, at}}, nil
		}
	}
	return nil, &Error{At: t.at, What: "it is no time", Known: []string{"DATE('2026-01-31')", "TIMESTAMP('2026-01-31T00:00:00Z')", "INTERVAL('2026-01-01', '..')"}}
}
