package osm

import (
	"slices"
	"strings"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// condition is one part of a row of categoryTable.
type condition struct {
	key    string
	values []string // nil: any but no
	not    bool
}

func (c *condition) holds(t tags) bool {
	v := t.get(c.key)
	if c.values == nil {
		return v != "" && v != "no"
	}
	return slices.Contains(c.values, v) != c.not
}

// categorizer finds the rows that fit: by the key and value of their first condition, so that
// an element asks few of them.
type categorizer struct {
	first map[tag][]int // rows of categoryTable
	rest  [][]condition // per row
}

func newCategorizer() *categorizer {
	c := &categorizer{first: map[tag][]int{}, rest: make([][]condition, len(categoryTable))}
	for i := range categoryTable {
		conditions := parseConditions(categoryTable[i].tags)
		for _, v := range conditions[0].values {
			k := tag{conditions[0].key, v}
			c.first[k] = append(c.first[k], i)
		}
		c.rest[i] = conditions[1:]
	}
	return c
}

func parseConditions(s string) []condition {
	var out []condition
	for _, part := range strings.Fields(s) {
		key, values, _ := strings.Cut(part, "=")
		c := condition{key: strings.TrimSuffix(key, "!"), not: strings.HasSuffix(key, "!")}
		if values != "*" {
			c.values = strings.Split(values, "|")
		}
		out = append(out, c)
	}
	return out
}

// found is a category of an element.
type found struct {
	category, kind string
}

// categories of an element, each once, sorted. What is disused or abandoned has none (with a prefix to its key,
// as in disused:shop, it is not asked about at all).
func (c *categorizer) categories(t tags) []found {
	var out []found
	add := func(f found) {
		if !slices.ContainsFunc(out, func(o found) bool { return o.category == f.category }) {
			out = append(out, f)
		}
	}
	for _, tg := range t {
		for _, i := range c.first[tg] {
			r := &categoryTable[i]
			if c.fits(i, t) && (r.private || !isPrivate(t)) {
				add(found{r.category, r.kind})
			}
		}
	}
	for _, category := range charging(t) {
		if !isPrivate(t) {
			add(found{category, ""})
		}
	}
	if out != nil && (t.is("disused", "yes") || t.is("abandoned", "yes") || t.is("demolished", "yes")) {
		return nil
	}
	slices.SortFunc(out, func(a, b found) int { return strings.Compare(a.category, b.category) })
	return out
}

func (c *categorizer) fits(row int, t tags) bool {
	for i := range c.rest[row] {
		if !c.rest[row][i].holds(t) {
			return false
		}
	}
	return true
}

func isPrivate(t tags) bool { return t.is("access", "private", "no") }

// charging is the categories of a charging station.
func charging(t tags) []string {
	if t.is("amenity", "bicycle_parking") && t.yes("capacity:charging") {
		return []string{"charging_ebike"}
	}
	if !t.is("amenity", "charging_station") {
		return nil
	}
	ebike := slices.ContainsFunc(chargingTags.ebike, t.yes)
	car := slices.ContainsFunc(chargingTags.car, t.yes) || slices.ContainsFunc(chargingTags.carSockets, t.yes)
	switch {
	case ebike && car:
		return []string{"charging_car", "charging_ebike"}
	case ebike:
		return []string{"charging_ebike"}
	case t.is("motorcar", "no") && !car:
		return nil
	}
	return []string{"charging_car"}
}

// facilities are all facilities of the extract, in no order.
func (e *extract) facilities(marks []nodeFlags, f *data.Findings) []indicators.Facility {
	out := e.busStops(f)
	c := newCategorizer()
	for i := range e.tagged {
		n := &e.tagged[i]
		out = e.addFacility(out, c, element{nodeKind, n.id}, e.nodeTags(n), marks, f)
	}
	for i := range e.ways {
		w := &e.ways[i]
		out = e.addFacility(out, c, element{wayKind, w.id}, e.wayTags(w), marks, f)
	}
	for i := range e.rels {
		if t := e.relationTags(&e.rels[i]); t.is("type", "multipolygon") {
			out = e.addFacility(out, c, element{relationKind, e.rels[i].id}, t, marks, f)
		}
	}
	return append(out, e.crossings()...)
}

// addFacility adds an element once for each of its categories.
func (e *extract) addFacility(out []indicators.Facility, c *categorizer, id element, t tags, marks []nodeFlags, f *data.Findings) []indicators.Facility {
	if len(t) == 0 {
		return out
	}
	cats := c.categories(t)
	if len(cats) == 0 {
		return out
	}
	at, outline, ok := e.whereIs(id)
	if !ok {
		f.Add(data.Finding{
			Severity: data.Note, Code: "facility_beyond", Feature: id.String(), Field: "category", Value: cats[0].category,
			Message: "none of its nodes is in the file: it lies beyond the extract and was left out",
		})
		return out
	}
	var entrances []geo.E7
	if len(outline) > 0 {
		entrances = e.entrancesOf(id, marks)
	}
	for _, cat := range bySize(cats, outline) {
		out = append(out, indicators.Facility{
			ID: id.String(), Category: cat.category, Name: t.get("name"), At: at,
			Entrances: entrances, Outline: outline, Attrs: cat.attrs(t), Layer: layerName,
		})
	}
	return out
}

// bySize adds the categories that an area has by its size.
func bySize(cats []found, outline []geo.Ring) []found {
	out := cats
	for _, r := range sizeTable {
		if len(outline) == 0 || !slices.ContainsFunc(cats, func(f found) bool { return f.category == r.of }) {
			continue
		}
		shape := geo.MultiPolygon{outline}
		if m2 := shape.AreaM2(); m2 >= r.fromM2 && (r.belowM2 == 0 || m2 < r.belowM2) {
			out = append(out, found{r.category, ""})
		}
	}
	return out
}

// attrs are the tags that a facility keeps, with its kind and its numbers by the names that standards use.
func (f found) attrs(t tags) map[string]string {
	out := attrsOf(t)
	set := func(name, value string) {
		if value == "" {
			return
		}
		if out == nil {
			out = map[string]string{}
		}
		if out[name] == "" {
			out[name] = value
		}
	}
	if f.kind != "" {
		delete(out, "kind") // what the table says goes before the tag
		set("kind", f.kind)
	}
	for _, r := range amountTable {
		if r.category == f.category {
			set(r.name, t.get(r.tag))
		}
	}
	return out
}

// entrancesOf are the entrance and gate nodes on the outline of an area.
func (e *extract) entrancesOf(id element, marks []nodeFlags) []geo.E7 {
	var nodes []int32
	add := func(w *way) {
		for _, n := range e.nodesOf(w) {
			if n != missing && marks[n]&wayIn != 0 {
				nodes = append(nodes, n)
			}
		}
	}
	if id.kind == wayKind {
		add(e.findWay(id.id))
	} else {
		for _, m := range e.membersOf(e.findRelation(id.id)) {
			if w := e.findWay(m.id); m.kind == wayKind && w != nil {
				add(w)
			}
		}
	}
	slices.Sort(nodes)
	if nodes = slices.Compact(nodes); len(nodes) == 0 {
		return nil
	}
	return e.places(nodes)
}
