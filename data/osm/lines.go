package osm

import (
	"slices"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// busRoutes are the values of route=* and route_master=* that are bus lines. Not coach (between cities), and
// not share_taxi (it runs when it is full, not by a timetable). OSM wiki, Key:route.
var busRoutes = []string{"bus", "trolleybus", "minibus"}

// stopsOfLines gives for each element that is a stop of a bus route the lines that stop there, and
// the route relations that were read.
//
// A line is a route_master with all its routes (both directions, all variants), else a route relation by
// itself: the routes of one line that have no master agree in operator and name.
func (e *extract) stopsOfLines(f *data.Findings) map[element][]indicators.Line {
	master := e.masters()
	lines := make(map[int64]indicators.Line) // per route relation
	for i := range e.rels {
		r := &e.rels[i]
		t := e.relationTags(r)
		if !t.is("type", "route") || !t.is("route", busRoutes...) || t.is("state", "proposed", "abandoned", "disused") {
			continue
		}
		lines[r.id] = lineOf(r.id, t, master[r.id], e)
	}
	nameOperators(lines)
	stops := map[element][]indicators.Line{}
	empty := 0
	for i := range e.rels {
		r := &e.rels[i]
		line, ok := lines[r.id]
		if !ok {
			continue
		}
		found := false
		for _, m := range e.membersOf(r) {
			if e.stopMember(m) {
				stops[m.element] = append(stops[m.element], line)
				found = true
			}
		}
		if !found {
			empty++
			f.Add(data.Finding{
				Severity: data.Note, Code: "line_without_stops", Feature: idOf(relationKind, r.id), Field: "ref", Value: line.Name,
				Message: "is a bus route without stops as members; it stops nowhere here",
				Advice:  "import the timetable (GTFS) of its operator, or add its stops in OpenStreetMap",
			})
		}
	}
	for k, l := range stops {
		stops[k] = sortLines(l)
	}
	return stops
}

// masters is, per route relation, the route_master that has it; the lowest id of several.
func (e *extract) masters() map[int64]*relation {
	of := map[int64]*relation{}
	for i := range e.rels {
		r := &e.rels[i]
		t := e.relationTags(r)
		if !t.is("type", "route_master") || !t.is("route_master", busRoutes...) {
			continue
		}
		for _, m := range e.membersOf(r) {
			if m.kind == relationKind && of[m.id] == nil {
				of[m.id] = r
			}
		}
	}
	return of
}

// lineOf is the line of a route relation: that of its master, else what it says itself.
func lineOf(id int64, t tags, master *relation, e *extract) indicators.Line {
	if master != nil {
		return e.lineOfMaster(master)
	}
	return indicators.Line{
		Operator: firstOf(t.get("network"), t.get("operator")),
		Name:     firstOf(t.get("ref"), t.get("name"), idOf(relationKind, id)),
		Weekend:  weekendOnly(t.get("opening_hours")),
	}
}

// lineOfMaster is what a route_master says, else what its routes say: the number if they agree on one (variants with
// numbers of their own are still one line), and the first operator. It is a weekend line if all of them are.
func (e *extract) lineOfMaster(master *relation) indicators.Line {
	t := e.relationTags(master)
	l := indicators.Line{Operator: firstOf(t.get("network"), t.get("operator")), Weekend: weekendOnly(t.get("opening_hours"))}
	var refs []string
	weekend := 0
	members := e.membersOf(master)
	for _, m := range members {
		of := e.tagsByID(m.element)
		if ref := of.get("ref"); ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
		if weekendOnly(of.get("opening_hours")) {
			weekend++
		}
		l.Operator = firstOf(l.Operator, of.get("network"), of.get("operator"))
	}
	l.Name = t.get("ref")
	if l.Name == "" && len(refs) == 1 {
		l.Name = refs[0]
	}
	l.Name = firstOf(l.Name, t.get("name"), idOf(relationKind, master.id))
	l.Weekend = l.Weekend || weekend == len(members)
	return l
}

// firstOf is the first that is not empty.
func firstOf(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

// weekendOnly says whether opening hours name days, and none from Monday to Friday.
func weekendOnly(hours string) bool {
	named := false
	for _, d := range [...]string{"Sa", "Su", "PH"} {
		named = named || strings.Contains(hours, d)
	}
	for _, d := range [...]string{"Mo", "Tu", "We", "Th", "Fr", "24/7", "SH"} {
		named = named && !strings.Contains(hours, d)
	}
	return named
}

// nameOperators gives lines without an operator the one that the other lines of the same name have, if
// they agree: often only one direction is tagged with its network, and must not count as a line of its own.
func nameOperators(lines map[int64]indicators.Line) {
	const several = "\x00"
	operator := map[string]string{}
	for _, l := range lines {
		switch known := operator[l.Name]; {
		case l.Operator == "" || known == l.Operator:
		case known == "":
			operator[l.Name] = l.Operator
		default:
			operator[l.Name] = several
		}
	}
	for id, l := range lines {
		if o := operator[l.Name]; l.Operator == "" && o != several {
			l.Operator = o
			lines[id] = l
		}
	}
}

// stopMember says whether a member of a bus route is a stop of it, by its role (stop, platform, and
// forms of them such as stop_entry_only or forward_stop), or without one by its own tags.
func (e *extract) stopMember(m member) bool {
	if strings.Contains(m.role, "stop") || strings.Contains(m.role, "platform") {
		return true
	}
	if m.kind != nodeKind || m.role != "" {
		return false
	}
	t := e.tagsByID(m.element)
	return t.is("highway", "bus_stop") || t.is("public_transport", "platform", "stop_position")
}

// tagsByID are the tags of any element; none if it is not in the file.
func (e *extract) tagsByID(id element) tags {
	switch id.kind {
	case nodeKind:
		i, ok := slices.BinarySearchFunc(e.tagged, id.id, func(n taggedNode, id int64) int {
			if n.id < id {
				return -1
			} else if n.id > id {
				return 1
			}
			return 0
		})
		if ok {
			return e.nodeTags(&e.tagged[i])
		}
	case wayKind:
		if w := e.findWay(id.id); w != nil {
			return e.wayTags(w)
		}
	default:
		if r := e.findRelation(id.id); r != nil {
			return e.relationTags(r)
		}
	}
	return nil
}

// sortLines orders lines by operator and name and drops repeated ones.
func sortLines(l []indicators.Line) []indicators.Line {
	slices.SortFunc(l, func(a, b indicators.Line) int {
		if c := strings.Compare(a.Operator, b.Operator); c != 0 {
			return c
		}
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return boolOrder(a.Weekend) - boolOrder(b.Weekend)
	})
	// A line that runs on weekdays by one of its routes is not a weekend line.
	return slices.CompactFunc(l, func(a, b indicators.Line) bool { return a.Operator == b.Operator && a.Name == b.Name })
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}
