package cql

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"circle15/data"
	"circle15/geo/plane"
)

// builder makes the term of one operation.
type builder struct {
	n    *node
	args []term
}

// want checks how many arguments there are, and their kinds.
func (b *builder) want(kinds ...termKind) error {
	if len(b.args) != len(kinds) {
		return &Error{At: b.n.at, What: "“" + b.n.op + "” has " + strconv.Itoa(len(b.args)) + " arguments and needs " + strconv.Itoa(len(kinds))}
	}
	for i, k := range kinds {
		if err := b.wantAt(i, k); err != nil {
			return err
		}
	}
	return nil
}

// wantAt checks the kind of one argument. A text that is compared with a time is one, where it can be read so.
func (b *builder) wantAt(i int, k termKind) error {
	a := &b.args[i]
	if a.kind == k {
		return nil
	}
	if k == timeKind && a.kind == textKind {
		*a = asTime(*a)
		return nil
	}
	return &Error{At: a.at, What: kindNames[k] + " is expected here, not " + kindNames[a.kind]}
}

// asTime reads texts as times; those that are none are null.
func asTime(t term) term {
	return term{func(f *data.Feature) (any, error) {
		v, err := t.eval(f)
		text, ok := v.(string)
		if err != nil || !ok {
			return nil, err
		}
		at, ok := instant(text)
		if !ok {
			return nil, nil
		}
		return period{at, at}, nil
	}, timeKind, t.at}
}

func (b *builder) term(kind termKind, eval evaluator) (term, error) {
	return term{eval, kind, b.n.at}, nil
}

// logic is and, or: with the third value of null, as in SQL.
func (b *builder) logic() (term, error) {
	if len(b.args) < 2 {
		return term{}, &Error{At: b.n.at, What: "“" + b.n.op + "” needs two arguments"}
	}
	for i := range b.args {
		if err := b.wantAt(i, truthKind); err != nil {
			return term{}, err
		}
	}
	decides := b.n.op == "or" // the value that settles it
	args := b.args
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		var out any = !decides
		for _, a := range args {
			v, err := a.eval(f)
			if err != nil {
				return nil, err
			}
			if v == decides {
				return decides, nil
			}
			if v == nil {
				out = nil
			}
		}
		return out, nil
	})
}

func (b *builder) not() (term, error) {
	if err := b.want(truthKind); err != nil {
		return term{}, err
	}
	arg := b.args[0].eval
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := arg(f)
		if truth, ok := v.(bool); ok {
			return !truth, err
		}
		return nil, err
	})
}

// comparisons say what is true when the first is less, equal or greater.
var comparisons = map[string]func(c int) bool{
	"=": func(c int) bool { return c == 0 }, "<>": func(c int) bool { return c != 0 }, "<": func(c int) bool { return c < 0 },
	">": func(c int) bool { return c > 0 }, "<=": func(c int) bool { return c <= 0 }, ">=": func(c int) bool { return c >= 0 },
}

// order is how two values of one kind lie to each other; false when one is null.
func order(a, b any) (int, bool) {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return cmp.Compare(a, b), ok
	case string:
		b, ok := b.(string)
		return cmp.Compare(a, b), ok
	case bool:
		b, ok := b.(bool)
		return cmp.Compare(number(a), number(b)), ok
	case period:
		b, ok := b.(period)
		return a.from.Compare(b.from), ok
	}
	return 0, false
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// alike makes the arguments one kind, that of the first which is no text that may be a time.
func (b *builder) alike() error {
	kind := b.args[0].kind
	for _, a := range b.args {
		if a.kind == timeKind {
			kind = timeKind
		}
	}
	if kind == shapeKind {
		return &Error{At: b.n.at, What: "geometries are compared by functions", Known: functions()}
	}
	for i := range b.args {
		if err := b.wantAt(i, kind); err != nil {
			return err
		}
	}
	return nil
}

// values are those of the arguments.
func values(f *data.Feature, args []term) (out [3]any, err error) {
	for i, a := range args {
		if out[i], err = a.eval(f); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (b *builder) compare() (term, error) {
	if len(b.args) != 2 {
		return term{}, &Error{At: b.n.at, What: "“" + b.n.op + "” needs two arguments"}
	}
	if err := b.alike(); err != nil {
		return term{}, err
	}
	holds, args := comparisons[b.n.op], b.args
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		c, ok := order(v[0], v[1])
		if err != nil || !ok {
			return nil, err
		}
		return holds(c), nil
	})
}

func (b *builder) between() (term, error) {
	if len(b.args) != 3 {
		return term{}, &Error{At: b.n.at, What: "“between” needs three arguments"}
	}
	if err := b.alike(); err != nil {
		return term{}, err
	}
	args := b.args
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		low, ok1 := order(v[0], v[1])
		high, ok2 := order(v[0], v[2])
		if err != nil || !ok1 || !ok2 {
			return nil, err
		}
		return low >= 0 && high <= 0, nil
	})
}

func (b *builder) in() (term, error) {
	if len(b.args) < 2 {
		return term{}, &Error{At: b.n.at, What: "“in” needs values"}
	}
	if err := b.alike(); err != nil {
		return term{}, err
	}
	args := b.args
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := args[0].eval(f)
		if v == nil || err != nil {
			return nil, err
		}
		for _, a := range args[1:] {
			w, err := a.eval(f)
			if err != nil {
				return nil, err
			}
			if c, ok := order(v, w); ok && c == 0 {
				return true, nil
			}
		}
		return false, nil
	})
}

func (b *builder) isNull() (term, error) {
	if len(b.args) != 1 {
		return term{}, &Error{At: b.n.at, What: "“is null” needs one argument"}
	}
	arg := b.args[0].eval
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := arg(f)
		return v == nil, err
	})
}

func (b *builder) lower() (term, error) {
	if err := b.want(textKind); err != nil {
		return term{}, err
	}
	arg := b.args[0].eval
	return b.term(textKind, func(f *data.Feature) (any, error) {
		v, err := arg(f)
		if s, ok := v.(string); ok {
			return strings.ToLower(s), err
		}
		return nil, err
	})
}

func (b *builder) like() (term, error) {
	if err := b.want(textKind, textKind); err != nil {
		return term{}, err
	}
	args := b.args
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		text, ok1 := v[0].(string)
		pattern, ok2 := v[1].(string)
		if err != nil || !ok1 || !ok2 {
			return nil, err
		}
		return like(text, pattern), nil
	})
}

// like matches % with any text and _ with one letter; a backslash takes their meaning from them. It takes at most the product of the two
// lengths, whatever the pattern.
func like(text, pattern string) bool {
	t, p := 0, 0
	star, mark := -1, 0 // behind the last %, and where in the text it is tried next
	for t < len(text) {
		_, size := utf8.DecodeRuneInString(text[t:])
		if p < len(pattern) {
			switch c := pattern[p]; {
			case c == '%':
				star, mark = p+1, t
				p++
				continue
			case c == '_':
				t, p = t+size, p+1
				continue
			default:
				if c == '\\' && p+1 < len(pattern) {
					p++
				}
				if pattern[p] == text[t] {
					t, p = t+1, p+1
					continue
				}
			}
		}
		if star < 0 {
			return false
		}
		_, size = utf8.DecodeRuneInString(text[mark:])
		mark += size
		t, p = mark, star
	}
	return strings.Trim(pattern[p:], "%") == ""
}

var arithmetic = map[string]func(x, y float64) float64{
	"+": func(x, y float64) float64 { return x + y }, "-": func(x, y float64) float64 { return x - y },
	"*": func(x, y float64) float64 { return x * y }, "/": func(x, y float64) float64 { return x / y },
}

func (b *builder) arithmetic() (term, error) {
	if err := b.want(numberKind, numberKind); err != nil {
		return term{}, err
	}
	args, does := b.args, arithmetic[b.n.op]
	return b.term(numberKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		x, ok1 := v[0].(float64)
		y, ok2 := v[1].(float64)
		if err != nil || !ok1 || !ok2 {
			return nil, err
		}
		r := does(x, y)
		if math.IsNaN(r) || math.IsInf(r, 0) {
			return nil, nil
		}
		return r, nil
	})
}

func (b *builder) spatial() (term, error) {
	if err := b.want(shapeKind, shapeKind); err != nil {
		return term{}, err
	}
	args, relation := b.args, spatial[b.n.op]
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		if err != nil {
			return nil, err
		}
		if !boxOf(v[0]).Intersects(boxOf(v[1])) {
			return relation == plane.Disjoint, nil
		}
		return plane.Relates(relation, asShape(v[0]), asShape(v[1]))
	})
}

func (b *builder) temporal() (term, error) {
	if err := b.want(timeKind, timeKind); err != nil {
		return term{}, err
	}
	args, holds := b.args, temporal[b.n.op]
	return b.term(truthKind, func(f *data.Feature) (any, error) {
		v, err := values(f, args)
		x, ok1 := v[0].(period)
		y, ok2 := v[1].(period)
		if err != nil || !ok1 || !ok2 {
			return nil, err
		}
		return holds(x, y), nil
	})
}
