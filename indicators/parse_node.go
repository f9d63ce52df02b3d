package indicators

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// standardReader walks the syntax tree of a standard's file and collects the mistakes that
// it meets; it never stops at one.
type standardReader struct {
	file     string
	language map[string]*Mapping
	errs     StandardErrors
	// extended is there while a standard that extends another one is read.
	extended *extension
}

func newReader(file string) *standardReader {
	r := &standardReader{file: file, language: map[string]*Mapping{}}
	for _, m := range Language() {
		r.language[m.Name] = &m
	}
	return r
}

// complain records a mistake at a node.
func (r *standardReader) complain(at ast.Node, got string, known []string, format string, args ...any) {
	line, column := nodePosition(r.extended.own(at))
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
	what   string   // "criterion", for messages
	words  *Mapping // that it may have
	fields map[string]ast.Node
}

// object reads a mapping of the language. What is not a mapping gives an object without fields and false. A word that has to be
// there and is not is recorded, but for those of some measures only.
func (r *standardReader) object(n ast.Node, what string) (yamlObject, bool) {
	return r.objectOf(n, what, r.language[what])
}

func (r *standardReader) objectOf(n ast.Node, what string, words *Mapping) (yamlObject, bool) {
	known := words.names()
	entries, ok := r.entries(n, what)
	o := yamlObject{r: r, at: n, what: what, words: words, fields: map[string]ast.Node{}}
	for _, e := range entries {
		if !slices.Contains(known, e.name) {
			r.complain(e.key, e.name, known, "%s", unknownWord("word", e.name, known))
			continue
		}
		if !isEmpty(e.value) {
			o.fields[e.name] = e.value
		}
	}
	for i := range words.Words {
		if w := &words.Words[i]; ok && w.Must && len(w.MustFor) == 0 {
			o.demand(w.Name)
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

// demand records a field that must be there and is not.
func (o yamlObject) demand(name string) {
	if !o.has(name) {
		o.missing(name)
	}
}

// refuse records a field that says nothing here.
func (o yamlObject) refuse(name, why string) {
	if n := o.fields[name]; n != nil {
		o.r.complain(n, nodeShown(n), nil, "%s has no meaning here: %s", name, why)
	}
}

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

// choice is a word of the closed set that the language has for it; fallback if it is not there.
func (o yamlObject) choice(name, fallback string) string {
	return o.choiceOf(name, fallback, o.words.word(name).Known)
}

func (o yamlObject) choiceOf(name, fallback string, known []string) string {
	known = slices.Sorted(slices.Values(known))
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

// bounds are what a number may be, in a unit; above: lo itself is too small.
type bounds struct {
	lo, hi float64
	above  bool
	unit   string
}

func (b bounds) holds(v float64) bool { return v >= b.lo && v <= b.hi && !(b.above && v == b.lo) }

// number is a number in the bounds that the language has for it; fallback if it is not there or outside.
func (o yamlObject) number(name string, fallback float64) float64 {
	return o.numberIn(name, fallback, o.bounds(name))
}

func (o yamlObject) bounds(name string) bounds {
	w := o.words.word(name)
	return bounds{w.Least, w.Most, w.Above, w.Unit}
}

func (o yamlObject) numberIn(name string, fallback float64, b bounds) float64 {
	n := o.fields[name]
	if n == nil {
		return fallback
	}
	v, ok := nodeNumber(n)
	if !ok {
		o.r.complain(n, nodeShown(n), nil, "%s must be a number, not %s", name, nodeKind(n))
		return fallback
	}
	if b.holds(v) {
		return v
	}
	from := fmt.Sprintf("%g or more", b.lo)
	if b.above {
		from = fmt.Sprintf("above %g", b.lo)
	}
	o.r.complain(n, nodeShown(n), nil, "%s %s is out of range: it must be %s and at most %s%s", name, nodeShown(n), from, plainNumber(b.hi), b.unit)
	return fallback
}

// plainNumber is a number without an exponent.
func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// integer is a whole number in the bounds of the language; fallback if it is not there or outside.
func (o yamlObject) integer(name string, fallback int) int {
	return o.integerIn(name, fallback, o.bounds(name))
}

func (o yamlObject) integerIn(name string, fallback int, b bounds) int {
	v := o.numberIn(name, float64(fallback), b)
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

// texts is a text or a list of texts.
func (o yamlObject) texts(name string) []string {
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
	t, ok := o.r.objectOf(o.fields[name], name, o.r.language["title"])
	if !ok {
		return Text{}
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
