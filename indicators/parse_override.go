package indicators

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// yamlWords is a mapping in its order, to be changed.
type yamlWords struct {
	at   ast.Node
	list []yamlEntry
}

// wordsOf are the words of a mapping; none if it is something else. It records no mistakes: who reads the result does.
func wordsOf(n ast.Node) yamlWords {
	w := yamlWords{at: n}
	m, ok := n.(ast.MapNode)
	if !ok {
		return w
	}
	for it := m.MapRange(); it.Next(); {
		if key, isWord := it.Key().(ast.Node).(*ast.StringNode); isWord {
			w.list = append(w.list, yamlEntry{key.Value, key, it.Value()})
		}
	}
	return w
}

// find is the value of a word; nil if it is not there or empty.
func (w yamlWords) find(name string) ast.Node {
	for _, e := range w.list {
		if e.name == name && !isEmpty(e.value) {
			return e.value
		}
	}
	return nil
}

// with is a copy with the words of another mapping in place of its own.
func (w yamlWords) with(list ...yamlEntry) yamlWords {
	out := yamlWords{w.at, slices.Clone(w.list)}
	for _, e := range list {
		if i := slices.IndexFunc(out.list, func(own yamlEntry) bool { return own.name == e.name }); i >= 0 {
			out.list[i] = e
		} else {
			out.list = append(out.list, e)
		}
	}
	return out
}

// node is the mapping as a part of a syntax tree.
func (w yamlWords) node() ast.Node {
	m := ast.Mapping(w.at.GetToken(), false)
	for _, e := range w.list {
		key, ok := e.key.(ast.MapKeyNode)
		if ok {
			m.Values = append(m.Values, ast.MappingValue(e.key.GetToken(), key, e.value))
		}
	}
	return m
}

// listOf are the items of a list; none if it is something else.
func listOf(n ast.Node) []ast.Node {
	if l, ok := n.(*ast.SequenceNode); ok {
		return l.Values
	}
	return nil
}

func listNode(at ast.Node, items []ast.Node) ast.Node {
	l := ast.Sequence(at.GetToken(), false)
	l.Values = items
	return l
}

// merge lays the words of a file over the tree of the standard that it extends.
func (r *standardReader) merge(own yamlWords, parent ast.Node) ast.Node {
	below := wordsOf(parent)
	out := yamlWords{at: own.at}
	for _, e := range below.list {
		if e.name == "source" || e.name == "note" || own.find(e.name) == nil && e.name != "id" && e.name != "title" && e.name != "extends" {
			out.list = append(out.list, e)
		}
	}
	for _, e := range own.list {
		was := below.find(e.name)
		switch {
		case isEmpty(e.value):
			continue
		case e.name == "overrides" || e.name == "remove":
			continue
		case was == nil:
		case e.name == "profiles" || e.name == "tables":
			e.value = r.mergeNamed(e.name, was, e.value)
		case e.name == "defaults":
			e.value = r.mergeWords(was, e.value)
		case e.name == "aspects":
			e.value = mergeLists(was, e.value, func(a, b yamlWords) ast.Node { return mergeInner(a, b, "indicators") })
		case e.name == "targets":
			e.value = mergeLists(was, e.value, func(a, b yamlWords) ast.Node { return a.with(b.list...).node() })
		case e.name == "not_measured":
			e.value = joinLists(was, e.value)
		}
		out = out.with(e)
	}
	id := nodeShown(orNull(own.find("id")))
	return r.removeCriteria(own, r.overrideCriteria(own, id, out)).node()
}

// orNull is a node that may be asked.
func orNull(n ast.Node) ast.Node {
	if n == nil {
		return &ast.NullNode{BaseNode: &ast.BaseNode{}}
	}
	return n
}

// mergeNamed lays named mappings over others: by name, word by word, and columns of tables too.
func (r *standardReader) mergeNamed(what string, was, own ast.Node) ast.Node {
	entries, ok := r.entries(own, what)
	if !ok {
		return was
	}
	out := wordsOf(was)
	for _, e := range entries {
		if old := out.find(e.name); old != nil && isMapping(old) && isMapping(e.value) {
			merged := wordsOf(old).with(wordsOf(e.value).list...)
			if a, b := wordsOf(old).find("columns"), wordsOf(e.value).find("columns"); what == "tables" && a != nil && b != nil {
				for i := range merged.list {
					if merged.list[i].name == "columns" {
						merged.list[i].value = r.mergeNamed("columns", a, b)
					}
				}
			}
			e.value = merged.node()
		}
		out = out.with(e)
	}
	return out.node()
}

func isMapping(n ast.Node) bool {
	_, ok := n.(ast.MapNode)
	return ok
}

func (r *standardReader) mergeWords(was, own ast.Node) ast.Node {
	entries, ok := r.entries(own, "defaults")
	if !ok {
		return was
	}
	return wordsOf(was).with(entries...).node()
}

// mergeLists lays lists of mappings over each other by id; what is new comes after. What is no list stays, for the reader to
// complain about.
func mergeLists(was, own ast.Node, merge func(was, own yamlWords) ast.Node) ast.Node {
	if _, ok := own.(*ast.SequenceNode); !ok {
		return own
	}
	items := slices.Clone(listOf(was))
	n := len(items)
	for _, item := range listOf(own) {
		id := nodeShown(orNull(wordsOf(item).find("id")))
		i := slices.IndexFunc(items[:n], func(old ast.Node) bool { return id != "" && nodeShown(orNull(wordsOf(old).find("id"))) == id })
		if i < 0 {
			items = append(items, item)
			continue
		}
		items[i] = merge(wordsOf(items[i]), wordsOf(item))
	}
	return listNode(own, items)
}

// mergeInner lays an aspect or an indicator over one of the same id: its words replace, its list adds.
func mergeInner(was, own yamlWords, list string) ast.Node {
	out := was.with(own.list...)
	a, b := was.find(list), own.find(list)
	for i := range out.list {
		if e := &out.list[i]; e.name != list || a == nil || b == nil {
			continue
		} else if list == "indicators" {
			e.value = mergeLists(a, b, func(a, b yamlWords) ast.Node { return mergeInner(a, b, "criteria") })
		} else {
			e.value = joinLists(a, b)
		}
	}
	return out.node()
}

func joinLists(was, own ast.Node) ast.Node {
	if _, ok := own.(*ast.SequenceNode); !ok {
		return own
	}
	return listNode(own, slices.Concat(listOf(was), listOf(own)))
}

// eachCriterion rebuilds the aspects with what f makes of every indicator (nil: it is left out) and its criteria.
func eachCriterion(root yamlWords, f func(id string, item yamlWords, criterion bool) ast.Node) yamlWords {
	rebuild := func(w yamlWords, list string, inner func(yamlWords) ast.Node) ast.Node {
		old := w.find(list)
		if _, ok := old.(*ast.SequenceNode); !ok {
			return w.at
		}
		var items []ast.Node
		for _, item := range listOf(old) {
			if n := inner(wordsOf(item)); n != nil {
				items = append(items, n)
			}
		}
		if slices.Equal(items, listOf(old)) {
			return w.at
		}
		for i := range w.list {
			if w.list[i].name == list {
				w.list[i].value = listNode(old, items)
			}
		}
		return w.node()
	}
	criterion := func(c yamlWords) ast.Node { return f(nodeShown(orNull(c.find("id"))), c, true) }
	indicator := func(i yamlWords) ast.Node {
		if f(nodeShown(orNull(i.find("id"))), i, false) == nil {
			return nil
		}
		return rebuild(i, "criteria", criterion)
	}
	aspect := func(a yamlWords) ast.Node { return rebuild(a, "indicators", indicator) }
	rebuild(root, "aspects", aspect)
	return root
}

// overrideCriteria replaces words of criteria.
func (r *standardReader) overrideCriteria(own yamlWords, id string, root yamlWords) yamlWords {
	if own.find("overrides") == nil {
		return root
	}
	entries, _ := r.entries(own.find("overrides"), "overrides")
	by := map[string]yamlEntry{}
	var known []string
	for _, c := range r.extended.parent.Criteria() {
		known = append(known, c.ID)
	}
	slices.Sort(known)
	for _, e := range entries {
		if !slices.Contains(known, e.name) {
			r.complain(e.key, e.name, known, "%s", unknownWord("criterion", e.name, known))
			continue
		}
		by[e.name] = e
	}
	return eachCriterion(root, func(criterion string, c yamlWords, isCriterion bool) ast.Node {
		e, ok := by[criterion]
		if !isCriterion || !ok || r.extended.nodes[c.at] {
			return c.at
		}
		words, ok := r.entries(e.value, "override")
		if !ok {
			return c.at
		}
		o := override{key: e.key, by: id, words: map[string]bool{}}
		for _, w := range words {
			if w.name == "id" {
				r.complain(w.key, "id", nil, "an override changes no id: remove the criterion and add another")
			}
			o.words[w.name] = true
		}
		n := c.with(words...).node()
		r.extended.changed[n] = o
		return n
	})
}

// removeCriteria leaves criteria and indicators out.
func (r *standardReader) removeCriteria(own yamlWords, root yamlWords) yamlWords {
	if own.find("remove") == nil {
		return root
	}
	list, _ := r.words(own.find("remove"), "remove")
	criteria, inds := map[string]bool{}, map[string]bool{}
	for _, a := range r.extended.parent.Aspects {
		for _, i := range a.Indicators {
			inds[i.ID] = true
		}
	}
	for _, c := range r.extended.parent.Criteria() {
		criteria[c.ID] = true
	}
	gone, goneInds := map[string]bool{}, map[string]bool{}
	for _, w := range list {
		switch {
		case criteria[w.text]:
			gone[w.text] = true
		case inds[w.text]:
			goneInds[w.text] = true
		default:
			known := slices.Compact(slices.Sorted(maps.Keys(mergeSets(criteria, inds))))
			r.complain(w.at, w.text, known, "%s", unknownWord("criterion or indicator", w.text, known))
		}
	}
	return eachCriterion(root, func(id string, item yamlWords, isCriterion bool) ast.Node {
		if isCriterion && gone[id] || !isCriterion && goneInds[id] {
			return nil
		}
		return item.at
	})
}

func mergeSets(a, b map[string]bool) map[string]bool {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// carry gives a criterion that was taken over what the extended standard made of it: a title and note that tell its numbers, and
// how sure they are.
func (e *extension) carry(o yamlObject, k *Criterion) {
	if e == nil || e.nodes[o.at] {
		return
	}
	_, _, was := e.parent.Criterion(k.ID)
	if was == nil {
		return
	}
	own := e.changed[o.at].words
	other := k.Limit != was.Limit || k.Threshold != was.Threshold || k.AtLeast != was.AtLeast || (k.AtMost == nil) != (was.AtMost == nil) ||
		k.AtMost != nil && *k.AtMost != *was.AtMost
	if !own["title"] {
		k.Title = renumber(was.Title, was, k)
	}
	if !own["note"] {
		k.Note = was.Note
	}
	if own["confidence"] {
		return
	}
	switch {
	case k.MustSet:
	case was.MustSet || other:
		k.Confidence = setByCity
	default:
		k.Confidence = was.Confidence
	}
}

// renumber writes the numbers of the criterion as it is into a title that was made for others.
func renumber(t Text, was, is *Criterion) Text {
	if was.Limit.Value != 0 && is.Limit.Value != 0 && was.Limit != is.Limit {
		units := map[Unit]Text{Minutes: {Zh: "分钟", En: "minutes"}, Metres: {Zh: "米", En: "m"}}
		a, b := units[was.Limit.Unit], units[is.Limit.Unit]
		t.Zh = renumbered(t.Zh, `%g ?`+a.Zh, was.Limit.Value, fmt.Sprintf("%g %s", is.Limit.Value, b.Zh))
		t.En = renumbered(t.En, `%g `+a.En+`\b`, was.Limit.Value, fmt.Sprintf("%g %s", is.Limit.Value, b.En))
	}
	if was.Threshold != is.Threshold {
		t.Zh = renumbered(t.Zh, `%g( ?\S{1,3}以上)`, float64(was.Threshold), fmt.Sprintf("%d$2", is.Threshold))
		t.En = renumbered(t.En, `(?:(at least) )%g\b`, float64(was.Threshold), fmt.Sprintf("$2 %d", is.Threshold))
	}
	return t
}

// renumbered replaces a number that stands in a pattern, in place of %g, and is no part of a longer one.
func renumbered(s, pattern string, was float64, is string) string {
	number := regexp.QuoteMeta(plainNumber(was))
	return regexp.MustCompile(`(?i)(^|[^0-9.])`+strings.Replace(pattern, "%g", number, 1)).ReplaceAllString(s, "${1}"+is)
}
