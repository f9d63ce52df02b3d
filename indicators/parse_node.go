package indicators

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// standardReader walks the syntax tree of a standard's file and collects the mistakes that
// it meets; it never stops at one.
type standardReader struct {
	file string
	errs StandardErrors
}

// complain records a mistake at a node.
func (r *standardReader) complain(at ast.Node, got string, known []string, format string, args ...any) {
	line, column := nodePosition(at)
	r.errs = append(r.errs, &StandardError{
		File: r.file, Line: line, Column: column, Got: got, Known: known, Message: fmt.Sprintf(format, args...),
	})
}

// nodePosition is where a node begins. A block mapping begins at its first key.
func nodePosition(n ast.Node) (line, column int) {
	switch m := n.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return nodePosition(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return nodePosition(m.Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1, 1
	}
	return n.GetToken().Position.Line, n.GetToken().Position.Column
}

// yamlObject is a mapping of the file.
type yamlObject struct {
	r      *standardReader
	at     ast.Node
	what   string // "criterion", for messages
	fields map[string]ast.Node
}

// object reads a mapping whose keys are known. What is not a mapping gives an
// object without fields and false.
func (r *standardReader) object(n ast.Node, what string, known ...string) (yamlObject, bool) {
	slices.Sort(known)
	entries, ok := r.entries(n, what)
	o := yamlObject{r: r, at: n, what: what, fields: map[string]ast.Node{}}
	for _, e := range entries {
		if !slices.Contains(known, e.name) {
			r.complain(e.key, e.name, known, "%s", unknownWord("word", e.name, known))
			continue
		}
		if !isEmpty(e.value) {
			o.fields[e.name] = e.value
		}
	}
	return o, ok
}

// isEmpty says whether a value is nothing or an empty text, which is the same to a field.
func isEmpty(n ast.Node) bool {
	if _, isNull := n.(*ast.NullNode); isNull {
		return true
	}
	s, ok := nodeText(n)
	return ok && strings.TrimSpace(s) == ""
}

// yamlEntry is one "name: value".
type yamlEntry struct {
	name  string
	key   ast.Node
	value ast.Node
}

// entries are those of a mapping in their order, each name once.
func (r *standardReader) entries(n ast.Node, what string) ([]yamlEntry, bool) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.complain(n, nodeShown(n), nil, "%s must be a mapping (name: value), not %s", what, nodeKind(n))
		return nil, false
	}
	var out []yamlEntry
	seen := map[string]bool{}
	for it := m.MapRange(); it.Next(); {
		key, ok := it.Key().(ast.Node).(*ast.StringNode)
		if !ok {
			r.complain(it.Key(), nodeShown(it.Key()), nil, "a name must be a plain word, not %s", nodeKind(it.Key()))
			continue
		}
		if seen[key.Value] {
			r.complain(key, key.Value, nil, "%q stands here for the second time in the same %s", key.Value, what)
			continue
		}
		seen[key.Value] = true
		out = append(out, yamlEntry{key.Value, key, it.Value()})
	}
	return out, true
}

// has says whether the field is there and not empty.
func (o yamlObject) has(name string) bool { return o.fields[name] != nil }

// missing records that a field must be there.
func (o yamlObject) missing(name string) {
	o.r.complain(o.at, "", nil, "%s is missing in this %s", name, o.what)
}

// str is a text field, trimmed; empty if it is not there. Numbers and booleans give the text that was written.
func (o yamlObject) str(name string) string {
	n := o.fields[name]
	if n == nil {
		return ""
	}
	s, ok := nodeText(n)
	if !ok {
		o.r.complain(n, nodeShown(n), nil, "%s must be a text, not %s", name, nodeKind(n))
	}
	return strings.TrimSpace(s)
}

// choice is a word of a closed set; fallback if it is not there.
func (o yamlObject) choice(name, fallback string, known ...string) string {
	got := o.str(name)
	switch {
	case slices.Contains(known, got):
		return got
	case got != "": // else it is not there, or no text, which str has recorded
		o.r.complain(o.fields[name], got, known, "%s", unknownWord(name, got, known))
	}
	return fallback
}

// boolean is true or false; fallback if it is not there.
func (o yamlObject) boolean(name string, fallback bool) bool {
	n := o.fields[name]
	if n == nil {
		return fallback
	}
	b, ok := n.(*ast.BoolNode)
	if !ok {
		o.r.complain(n, nodeShown(n), []string{"false", "true"}, "%s must be true or false, not %s", name, nodeKind(n))
		return fallback
	}
	return b.Value
}

// number is a number from lo (or above lo, if that is 0) to hi; fallback if it is not there or outside.
func (o yamlObject) number(name string, fallback, lo, hi float64, unit string) float64 {
	n := o.fields[name]
	if n == nil {
		return fallback
	}
	v, ok := nodeNumber(n)
	if !ok {
		o.r.complain(n, nodeShown(n), nil, "%s must be a number, not %s", name, nodeKind(n))
		return fallback
	}
	if v >= lo && v <= hi && v > 0 {
		return v
	}
	from := fmt.Sprintf("%g or more", lo)
	if lo == 0 {
		from = "above 0"
	}
	o.r.complain(n, nodeShown(n), nil, "%s %s is out of range: it must be %s and at most %g%s", name, nodeShown(n), from, hi, unit)
	return fallback
}

// integer is a whole number from lo to hi; fallback if it is not there or outside.
func (o yamlObject) integer(name string, fallback, lo, hi int) int {
	v := o.number(name, float64(fallback), float64(lo), float64(hi), "")
	if v != math.Trunc(v) {
		o.r.complain(o.fields[name], nodeShown(o.fields[name]), nil, "%s must be a whole number, not %s", name, nodeShown(o.fields[name]))
		return fallback
	}
	return int(v)
}

// wordAt is a word with its place in the file.
type wordAt struct {
	text string
	at   ast.Node
}

// words is a text or a list of texts.
func (o yamlObject) words(name string) []string {
	list, _ := o.r.words(o.fields[name], name)
	var out []string
	for _, w := range list {
		out = append(out, w.text)
	}
	return out
}

// words reads a text or a list of texts, trimmed; false if there was something else and a
// mistake has been recorded.
func (r *standardReader) words(n ast.Node, what string) ([]wordAt, bool) {
	if n == nil {
		return nil, true
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		s, ok := nodeText(n)
		if !ok {
			r.complain(n, "", nil, "%s must be a text or a list of texts, not %s", what, nodeKind(n))
			return nil, false
		}
		return []wordAt{{strings.TrimSpace(s), n}}, true
	}
	out := make([]wordAt, 0, len(list.Values))
	for _, item := range list.Values {
		s, ok := nodeText(item)
		if !ok {
			r.complain(item, "", nil, "%s must be a list of texts, and this is %s", what, nodeKind(item))
			return nil, false
		}
		out = append(out, wordAt{strings.TrimSpace(s), item})
	}
	return out, true
}

// list are the items of a list; none if it is not there.
func (o yamlObject) list(name string) []ast.Node {
	n := o.fields[name]
	if n == nil {
		return nil
	}
	l, ok := n.(*ast.SequenceNode)
	if !ok {
		o.r.complain(n, nodeShown(n), nil, "%s must be a list (lines that begin with a dash), not %s", name, nodeKind(n))
		return nil
	}
	return l.Values
}

// text is a title or note in both languages.
func (o yamlObject) text(name string) Text {
	if !o.has(name) {
		return Text{}
	}
	t, ok := o.r.object(o.fields[name], name, "zh", "en")
	if !ok {
		return Text{}
	}
	for _, language := range []string{"zh", "en"} {
		if !t.has(language) {
			t.missing(language)
		}
	}
	return Text{Zh: t.str("zh"), En: t.str("en")}
}

// nodeText is the text of a single value as it was written.
func nodeText(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func nodeNumber(n ast.Node) (float64, bool) {
	switch v := n.(type) {
	case *ast.IntegerNode:
		switch i := v.Value.(type) {
		case int64:
			return float64(i), true
		case uint64:
			return float64(i), true
		}
	case *ast.FloatNode:
		return v.Value, true
	}
	return 0, false
}

// nodeShown is what stands in the file, for messages: a single value, or nothing for
// lists and mappings.
func nodeShown(n ast.Node) string {
	s, _ := nodeText(n)
	return s
}

// nodeKind is what a node is, in the words of people who do not know YAML.
func nodeKind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return fmt.Sprintf("%s (true or false)", nodeShown(n))
	case *ast.IntegerNode, *ast.FloatNode:
		return fmt.Sprintf("the number %s", nodeShown(n))
	case *ast.StringNode, *ast.LiteralNode:
		return fmt.Sprintf("the text %q", nodeShown(n))
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode, *ast.MergeKeyNode:
		return "an anchor, alias or tag, which standards do not use"
	}
	return "what standards do not use (" + n.Type().YAMLName() + ")"
}
