package osm

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/geo"
)

// tag is a key with its value.
type tag struct{ key, value string }

// tags are those of one element, as far as keptKeys has their keys.
type tags []tag

// get is the value of key, empty if there is none.
func (t tags) get(key string) string {
	for i := range t {
		if t[i].key == key {
			return t[i].value
		}
	}
	return ""
}

// is says whether key has one of the values.
func (t tags) is(key string, values ...string) bool {
	v := t.get(key)
	return v != "" && slices.Contains(values, v)
}

// yes says whether key is there and not "no".
func (t tags) yes(key string) bool {
	v := t.get(key)
	return v != "" && v != "no"
}

// kind is what an element is.
type kind uint8

const (
	nodeKind kind = iota
	wayKind
	relationKind
)

// idOf is the id of an element as it is published: "way/12".
func idOf(k kind, id int64) string {
	return [...]string{"node/", "way/", "relation/"}[k] + strconv.FormatInt(id, 10)
}

// element is a key for maps over elements of all kinds.
type element struct {
	kind kind
	id   int64
}

func compareElements(a, b element) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
}

func (e element) String() string { return idOf(e.kind, e.id) }

// span is a range of a column.
type span struct{ start, end uint32 }

// taggedNode is a node that has tags.
type taggedNode struct {
	id   int64
	node int32 // index into extract.nodeID, after finish
	tags span
}

// way is a chain of nodes: extract.refs[refs] while reading, extract.nodesOf(w) after finish.
type way struct {
	id   int64
	tags span
	refs span
}

type relation struct {
	id      int64
	tags    span
	members span
}

// member of a relation.
type member struct {
	element
	role string
}

// extract is a decoded file in columns. After finish all elements are sorted by id.
// Node ids are kept beside 8 bytes of position; ways refer to nodes by index, since 4 bytes are half of an id.
type extract struct {
	program string  // header: what wrote the file
	date    string  // header: state of the data, YYYY-MM-DD
	newest  int64   // latest timestamp of an element, seconds since 1970; 0: none
	bounds  geo.Box // header; empty: the file does not say

	nodeID  []int64
	nodeAt  []geo.E7
	tagged  []taggedNode
	ways    []way
	rels    []relation
	refs    []int64 // while reading
	nodes   []int32 // of ways, after finish; missing where the node is not in the file
	members []member
	tags    []tag

	keep     map[string]bool // keys that are kept
	interned map[string]string
}

// missing stands for a node that is not in the file.
const missing = -1

func newExtract(extraKeys ...string) *extract {
	e := &extract{bounds: geo.EmptyBox(), keep: map[string]bool{}, interned: map[string]string{}}
	for _, k := range slices.Concat(keptKeys, chargingTags.carSockets, extraKeys) {
		e.keep[k] = true
	}
	return e
}

// intern gives one copy of s for all elements that have it.
func (e *extract) intern(s []byte) string {
	if v, ok := e.interned[string(s)]; ok {
		return v
	}
	v := strings.ToValidUTF8(string(s), "\uFFFD")
	e.interned[v] = v
	return v
}

func (e *extract) nodeTags(n *taggedNode) tags    { return e.tags[n.tags.start:n.tags.end] }
func (e *extract) wayTags(w *way) tags            { return e.tags[w.tags.start:w.tags.end] }
func (e *extract) relationTags(r *relation) tags  { return e.tags[r.tags.start:r.tags.end] }
func (e *extract) nodesOf(w *way) []int32         { return e.nodes[w.refs.start:w.refs.end] }
func (e *extract) membersOf(r *relation) []member { return e.members[r.members.start:r.members.end] }
func (e *extract) tagSpan(start int) span         { return span{uint32(start), uint32(len(e.tags))} }
func (e *extract) closedWay(w *way) bool          { n := e.nodesOf(w); return len(n) > 3 && n[0] == n[len(n)-1] }
func (e *extract) addNode(id int64, at geo.E7) {
	e.nodeID, e.nodeAt = append(e.nodeID, id), append(e.nodeAt, at)
}
func (e *extract) addTagged(id int64, s span) {
	e.tagged = append(e.tagged, taggedNode{id: id, tags: s})
}

// findNode is the index of a node, or missing.
func (e *extract) findNode(id int64) int32 {
	i, ok := slices.BinarySearch(e.nodeID, id)
	if !ok {
		return missing
	}
	return int32(i)
}

// findWay is the way with that id, or nil.
func (e *extract) findWay(id int64) *way {
	i, ok := slices.BinarySearchFunc(e.ways, id, func(w way, id int64) int { return cmp.Compare(w.id, id) })
	if !ok {
		return nil
	}
	return &e.ways[i]
}

// findRelation is the relation with that id, or nil.
func (e *extract) findRelation(id int64) *relation {
	i, ok := slices.BinarySearchFunc(e.rels, id, func(r relation, id int64) int { return cmp.Compare(r.id, id) })
	if !ok {
		return nil
	}
	return &e.rels[i]
}

// finish sorts the elements and turns references into indices. Of elements that
// are in the file twice the first counts.
func (e *extract) finish(f *data.Findings) {
	e.interned = nil
	e.sortNodes()
	e.tagged = sortUnique(e.tagged, nodeKind, func(n taggedNode) int64 { return n.id }, f)
	e.ways = sortUnique(e.ways, wayKind, func(w way) int64 { return w.id }, f)
	e.rels = sortUnique(e.rels, relationKind, func(r relation) int64 { return r.id }, f)
	for i := range e.tagged {
		e.tagged[i].node = e.findNode(e.tagged[i].id)
	}
	e.nodes = make([]int32, len(e.refs))
	last := 0
	for i, id := range e.refs {
		// The next node of a way is often the next one of the file.
		if last+1 < len(e.nodeID) && e.nodeID[last+1] == id {
			last++
		} else if j, ok := slices.BinarySearch(e.nodeID, id); ok {
			last = j
		} else {
			e.nodes[i] = missing
			continue
		}
		e.nodes[i] = int32(last)
	}
	e.refs = nil
}

// sortNodes orders the node columns by id and drops repeated ids; most files are in order already.
func (e *extract) sortNodes() {
	strictly := true
	for i := 1; i < len(e.nodeID) && strictly; i++ {
		strictly = e.nodeID[i-1] < e.nodeID[i]
	}
	if strictly {
		return
	}
	order := make([]int32, len(e.nodeID))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(e.nodeID[a], e.nodeID[b]), cmp.Compare(a, b))
	})
	ids, at := make([]int64, 0, len(order)), make([]geo.E7, 0, len(order))
	for _, i := range order {
		if n := len(ids); n == 0 || ids[n-1] != e.nodeID[i] {
			ids, at = append(ids, e.nodeID[i]), append(at, e.nodeAt[i])
		}
	}
	e.nodeID, e.nodeAt = ids, at
}

func sortUnique[T any](s []T, k kind, id func(T) int64, f *data.Findings) []T {
	slices.SortStableFunc(s, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	return slices.CompactFunc(s, func(a, b T) bool {
		if id(a) != id(b) {
			return false
		}
		f.Add(data.Finding{
			Severity: data.Warning, Code: "element_repeated", Feature: idOf(k, id(a)),
			Message: "is in the file more than once; the first was taken",
			Advice:  "merge extracts with a tool that drops repeated elements",
		})
		return true
	})
}
