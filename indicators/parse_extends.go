package indicators

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// maxExtends is how many standards may extend one another in a row.
const maxExtends = 8

// StandardFinder finds the file of a standard that another extends: what it is called in messages, and its bytes.
type StandardFinder func(parent string) (name string, src []byte, err error)

// FindEmbedded finds embedded standards by their ids.
func FindEmbedded(parent string) (name string, src []byte, err error) {
	src, ok := Embedded(parent)
	if !ok {
		known := EmbeddedIDs()
		return "", nil, fmt.Errorf("%s", unknownWord("standard", parent, known))
	}
	return parent + ".yaml", src, nil
}

// ResolveStandard reads the file of a standard as ParseStandard does, and finds what it extends with find. What it extends
// may also follow it in the file as further documents (see BundleStandard); then nothing is looked for.
func ResolveStandard(name string, src []byte, find StandardFinder) (*Standard, error) {
	r := newReader(name)
	docs := r.documents(src)
	if docs == nil {
		return nil, r.errs.firsts()
	}
	s, _, err := r.resolve(docs, find, []string{name})
	return s, err
}

// BundleStandard is the file of a standard with all that it extends after it, as one file that needs no other: it
// reads as the same standard everywhere. A standard that extends none is left as it is.
func BundleStandard(name string, src []byte, find StandardFinder) ([]byte, error) {
	out := slices.Clone(src)
	for range maxExtends {
		r := newReader(name)
		docs := r.documents(src)
		if docs == nil {
			return nil, r.errs.firsts()
		}
		parent := extendsOf(docs[len(docs)-1])
		if parent == "" {
			return out, nil
		}
		var err error
		if name, src, err = find(parent); err != nil {
			return nil, fmt.Errorf("standard %q: %w", parent, err)
		}
		out = append(bytes.TrimRight(out, "\n"), "\n---\n"...)
		out = append(out, bytes.TrimPrefix(src, []byte("\ufeff"))...)
	}
	return nil, fmt.Errorf("%s: more than %d standards extend one another", name, maxExtends)
}

// extendsOf is what a document extends; empty: nothing, or no text.
func extendsOf(doc ast.Node) string {
	if n := wordsOf(doc).find("extends"); n != nil {
		s, _ := nodeText(n)
		return strings.TrimSpace(s)
	}
	return ""
}

// resolve reads the first document with what it extends, and gives the syntax tree of the whole too. chain are the
// files that are being read.
func (r *standardReader) resolve(docs []ast.Node, find StandardFinder, chain []string) (*Standard, ast.Node, error) {
	root, parent := docs[0], extendsOf(docs[0])
	if parent == "" {
		if len(docs) > 1 {
			r.complain(docs[1], "", nil, "a second document begins here: one file holds one standard")
		}
	} else {
		merged, err := r.extend(docs, parent, find, chain)
		if err != nil {
			return nil, nil, err
		}
		root = merged
	}
	var s *Standard
	if root != nil {
		s = r.standard(root)
	}
	if len(r.errs) > 0 {
		return nil, nil, r.errs.firsts()
	}
	return s, root, nil
}

// extend finds the parent, reads it, and lays the document over it; nil if that cannot be, with the mistake recorded. Mistakes
// of the parent's file are an error of their own.
func (r *standardReader) extend(docs []ast.Node, parent string, find StandardFinder, chain []string) (ast.Node, error) {
	at := wordsOf(docs[0]).find("extends")
	name, rest := r.file, docs[1:]
	above := newReader(name)
	if len(rest) == 0 {
		found, src, err := find(parent)
		switch {
		case err != nil:
			r.complain(at, parent, nil, "extends %q: %v", parent, err)
			return nil, nil
		case slices.Contains(chain, found):
			r.complain(at, parent, nil, "extends goes round in a circle: %s", strings.Join(append(chain, found), " → "))
			return nil, nil
		case len(chain) > maxExtends:
			r.complain(at, parent, nil, "more than %d standards extend one another", maxExtends)
			return nil, nil
		}
		name, above = found, newReader(found)
		if rest = above.documents(src); rest == nil {
			return nil, above.errs.firsts()
		}
	}
	std, tree, err := above.resolve(rest, find, append(chain, name))
	if err != nil {
		return nil, err
	}
	if id := wordsOf(docs[0]).find("id"); id != nil && nodeShown(id) == std.ID {
		r.complain(id, std.ID, nil, "id %q is that of the standard it extends: give it one of its own", std.ID)
	}
	r.extended = newExtension(docs[0], at, std, above.extended)
	r.extended.merged = r.merge(wordsOf(docs[0]), tree)
	return r.extended.merged, nil
}

// extension is what is known of a standard that extends another while it is read. The nil extension is that of one
// that stands alone.
type extension struct {
	parent  *Standard
	nodes   map[ast.Node]bool     // of the file itself; the others are its parent's
	root    ast.Node              // of the file itself
	merged  ast.Node              // of the file laid over its parent
	extends ast.Node              // where mistakes stand that are in none of them
	anchor  ast.Node              // the override that is being read
	changed map[ast.Node]override // by the criterion's node
}

// override is a change of a criterion.
type override struct {
	key   ast.Node // nil for one of a standard further up
	by    string
	words map[string]bool // that it gives
}

func newExtension(root, extends ast.Node, parent *Standard, above *extension) *extension {
	e := &extension{parent: parent, root: root, nodes: map[ast.Node]bool{}, extends: extends, changed: map[ast.Node]override{}}
	ast.Walk(e, root)
	if above != nil {
		for n, o := range above.changed {
			e.changed[n] = override{by: o.by}
		}
	}
	return e
}

// Visit remembers the nodes of the file.
func (e *extension) Visit(n ast.Node) ast.Visitor {
	e.nodes[n] = true
	return e
}

// own is the node of the file where a mistake at n is shown: n itself, or the override or extends that brought it in.
func (e *extension) own(n ast.Node) ast.Node {
	switch {
	case e == nil || e.nodes[n]:
		return n
	case n == e.merged:
		return e.root
	case e.anchor != nil:
		return e.anchor
	}
	return e.extends
}

// within lets mistakes of a criterion be shown at its override, until the function that it gives is called.
func (e *extension) within(criterion ast.Node) func() {
	if e == nil || e.changed[criterion].key == nil {
		return func() {}
	}
	e.anchor = e.changed[criterion].key
	return func() { e.anchor = nil }
}

// setBy is the id of the standard that changed the criterion last.
func (e *extension) setBy(criterion ast.Node) string {
	if e == nil {
		return ""
	}
	return e.changed[criterion].by
}
