package osm

import (
	"cmp"
	"slices"

	"circle15/data"
	"circle15/geo"
)

// area is the polygons of an element that is one: a closed way, or a multipolygon or boundary
// relation. A finding says where rings were left out.
func (e *extract) area(id element, f *data.Findings) geo.MultiPolygon {
	if id.kind == wayKind {
		w := e.findWay(id.id)
		if w == nil || !e.closedWay(w) {
			return nil
		}
		if r := e.wayRing(w); r != nil {
			return geo.MultiPolygon{{r}}
		}
		return nil
	}
	r := e.findRelation(id.id)
	shape, open := e.relationArea(r)
	if len(open) > 0 {
		left := "those rings were"
		if len(shape) == 0 {
			left = "it was"
		}
		f.Add(e.openRing(r, left))
	}
	return shape
}

// openRing is the finding for a relation with rings that do not close: a note where ways or
// nodes of it are not in the file, since an extract cuts what crosses its edge. left names what was left out.
func (e *extract) openRing(r *relation, left string) data.Finding {
	if e.cutOff(r) {
		return data.Finding{Severity: data.Note, Code: "area_cut", Feature: idOf(relationKind, r.id),
			Message: "reaches beyond the file; " + left + " left out"}
	}
	return data.Finding{Severity: data.Warning, Code: "ring_not_closed", Feature: idOf(relationKind, r.id),
		Message: "has rings that do not close; " + left + " left out", Advice: "mend the multipolygon in OpenStreetMap"}
}

// cutOff says whether parts of a relation are not in the file.
func (e *extract) cutOff(r *relation) bool {
	for _, m := range e.membersOf(r) {
		if m.kind != wayKind {
			continue
		}
		w := e.findWay(m.id)
		if w == nil || slices.Contains(e.nodesOf(w), missing) {
			return true
		}
	}
	return false
}

// relationArea joins the ways of a relation into rings. Which ring is a hole follows from where it lies, not
// from its role, since roles are often wrong (OSM wiki, Relation:multipolygon, "Usage": outer and inner are
// advisory). It returns what does not close beside it.
func (e *extract) relationArea(r *relation) (shape geo.MultiPolygon, open [][]int32) {
	var lines [][]int32
	for _, m := range e.membersOf(r) {
		if m.kind != wayKind || !slices.Contains([]string{"", "outer", "inner", "exclave", "enclave"}, m.role) {
			continue
		}
		if w := e.findWay(m.id); w != nil {
			lines = append(lines, knownRuns(e.nodesOf(w))...)
		}
	}
	closed, open := joinRings(lines)
	var rings []geo.Ring
	for _, nodes := range closed {
		if ring := tidy(e.places(nodes), true); ring != nil {
			rings = append(rings, ring)
		}
	}
	return nest(rings), open
}

// knownRuns are the parts of a way of which all nodes are in the file, those of one node left out.
func knownRuns(refs []int32) [][]int32 {
	var out [][]int32
	for len(refs) > 0 {
		run := knownRun(refs)
		if run > 1 {
			out = append(out, refs[:run])
		}
		refs = refs[min(run+1, len(refs)):]
	}
	return out
}

// joinRings joins lines at their ends into closed rings (without the repeated last node) and gives what remains
// open. Where more than two lines meet in a node a ring is closed as soon as the path comes back to
// that node, so that rings that touch stay apart.
func joinRings(lines [][]int32) (closed, open [][]int32) {
	at := map[int32][]int{} // node: lines that end there, in order
	for i, l := range lines {
		at[l[0]] = append(at[l[0]], i)
		if last := l[len(l)-1]; last != l[0] {
			at[last] = append(at[last], i)
		}
	}
	used := make([]bool, len(lines))
	take := func(n int32) ([]int32, bool) {
		for _, i := range at[n] {
			if used[i] {
				continue
			}
			used[i] = true
			if lines[i][0] == n {
				return lines[i], true
			}
			l := slices.Clone(lines[i])
			slices.Reverse(l)
			return l, true
		}
		return nil, false
	}
	for i := range lines {
		if used[i] {
			continue
		}
		used[i] = true
		path := [][]int32{lines[i]}
		for len(path) > 0 {
			end := lastOf(path)
			if k := slices.IndexFunc(path, func(l []int32) bool { return l[0] == end }); k >= 0 {
				closed = append(closed, chain(path[k:]))
				path = path[:k]
				continue
			}
			l, ok := take(end)
			if !ok {
				open = append(open, append(chain(path), end))
				break
			}
			path = append(path, l)
		}
	}
	return closed, open
}

func lastOf(path [][]int32) int32 {
	l := path[len(path)-1]
	return l[len(l)-1]
}

// chain is the nodes of consecutive lines, without the last one of the last.
func chain(path [][]int32) []int32 {
	var out []int32
	for _, l := range path {
		out = append(out, l[:len(l)-1]...)
	}
	return out
}

// nest makes polygons of counter-clockwise rings: one that lies in an even number of others is an outer ring,
// the rest are holes of the smallest ring around them.
func nest(rings []geo.Ring) geo.MultiPolygon {
	slices.SortStableFunc(rings, func(a, b geo.Ring) int { return -cmp.Compare(a.DoubleArea(), b.DoubleArea()) })
	boxes := make([]geo.Box, len(rings))
	for i := range rings {
		boxes[i] = rings[i].Box()
	}
	depth := make([]int, len(rings))
	polygon := make([]int, len(rings)) // of outer rings: index into shape
	var shape geo.MultiPolygon
	for i, r := range rings {
		at, parent := inside(geo.Polygon{r}), -1
		for j := range i {
			if boxes[j].Contains(at) && rings[j].Contains(at) {
				depth[i]++
				parent = j
			}
		}
		if depth[i]%2 == 0 {
			polygon[i] = len(shape)
			shape = append(shape, geo.Polygon{r})
			continue
		}
		slices.Reverse(r)
		polygon[i] = polygon[parent]
		shape[polygon[i]] = append(shape[polygon[i]], r)
	}
	return shape
}

// areaM2 is the area of polygons in square metres, by the lengths of a degree at the middle of each: within 0.1 % for
// what is smaller than 10 km.
func areaM2(m geo.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range m {
		box := p[0].Box()
		lat := int32((int64(box.Min.Lat) + int64(box.Max.Lat)) / 2)
		const step = 10000 // E7 units
		east := geo.SegmentM(geo.E7{Lat: lat}, geo.E7{Lon: step, Lat: lat}) / step
		north := geo.SegmentM(geo.E7{Lat: lat - step/2}, geo.E7{Lat: lat + step/2}) / step
		for _, r := range p {
			sum += float64(r.DoubleArea()) / 2 * east * north
		}
	}
	return sum
}
