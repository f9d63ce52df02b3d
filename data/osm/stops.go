package osm

import (
	"cmp"
	"slices"
	"strings"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// Two objects of one physical stop lie at most this far apart, in metres: our choice, the width
// of a street with its bays. Within a stop_area, which says that they belong together, it may be more.
const (
	sameStopM     = 30
	sameStopAreaM = 100
)

// stop is an element at which buses stop.
type stop struct {
	element
	tags    tags
	at      geo.E7
	outline []geo.Ring
	lines   []indicators.Line
	// rank: 0 for bus_stop and platform nodes, 1 for platforms drawn as lines or areas, 2 for stop positions on the
	// road. Of one physical stop the lowest rank stays and takes the lines of the others.
	rank  int
	areas []int64 // stop_area relations that it belongs to
	also  []string
	gone  bool
}

// busStops are the stops with their lines, sorted by id. One physical stop is often two objects: a
// stop_position on the road and a platform beside it. They are one facility where a stop_area relation or
// a common name says so; otherwise both stay, which does no harm to a count of lines.
func (e *extract) busStops(f *data.Findings) []indicators.Facility {
	stops := e.findStops(e.stopsOfLines(f))
	mergeStops(stops)
	var out []indicators.Facility
	without := 0
	for i := range stops {
		s := &stops[i]
		if s.gone {
			continue
		}
		if len(s.lines) == 0 {
			without++
		}
		fac := indicators.Facility{
			ID: s.String(), Category: busStop, Name: s.tags.get("name"), At: s.at, Outline: s.outline,
			Lines: sortLines(s.lines), Attrs: attrsOf(s.tags), Layer: layerName,
		}
		if len(s.also) > 0 {
			slices.Sort(s.also)
			if fac.Attrs == nil {
				fac.Attrs = map[string]string{}
			}
			fac.Attrs["osm_also"] = strings.Join(s.also, ";")
		}
		out = append(out, fac)
	}
	if without > 0 {
		f.Add(data.Finding{
			Severity: data.Note, Code: "stop_without_lines", Count: without - 1,
			Message: "a bus stop is in no bus route relation; it counts as a stop without lines",
			Advice:  "import the timetable (GTFS) of the operators",
		})
	}
	return out
}

const busStop = "bus_stop"

// findStops finds the stops by their tags and by the routes that stop there.
func (e *extract) findStops(lines map[element][]indicators.Line) []stop {
	var stops []stop
	take := func(id element, t tags) {
		served, ok := lines[id]
		rank := stopRank(id.kind, t, ok)
		if rank < 0 {
			return
		}
		at, outline, found := e.whereIs(id)
		if found {
			stops = append(stops, stop{element: id, tags: t, at: at, outline: outline, lines: served, rank: rank})
		}
	}
	for i := range e.tagged {
		take(element{nodeKind, e.tagged[i].id}, e.nodeTags(&e.tagged[i]))
	}
	for i := range e.ways {
		take(element{wayKind, e.ways[i].id}, e.wayTags(&e.ways[i]))
	}
	for i := range e.rels {
		take(element{relationKind, e.rels[i].id}, e.relationTags(&e.rels[i]))
	}
	for id := range lines {
		if id.kind == nodeKind && e.tagsByID(id) == nil {
			take(id, nil)
		}
	}
	slices.SortFunc(stops, func(a, b stop) int { return compareElements(a.element, b.element) })
	e.findStopAreas(stops)
	return stops
}

// findStopAreas notes for each stop the stop_area relations that it belongs to.
func (e *extract) findStopAreas(stops []stop) {
	index := make(map[element]int, len(stops))
	for i := range stops {
		index[stops[i].element] = i
	}
	for i := range e.rels {
		if !e.relationTags(&e.rels[i]).is("public_transport", "stop_area") {
			continue
		}
		for _, m := range e.membersOf(&e.rels[i]) {
			if s, ok := index[m.element]; ok {
				stops[s].areas = append(stops[s].areas, e.rels[i].id)
			}
		}
	}
}

// stopRank is the rank of an element as a stop, or -1 if buses do not stop there. served: it is a
// member of a bus route.
func stopRank(k kind, t tags, served bool) int {
	byBus := served || t.is("bus", "yes", "designated") || t.is("trolleybus", "yes") || t.is("minibus", "yes")
	platform := t.is("public_transport", "platform") || t.is("highway", "platform")
	switch {
	case k == nodeKind && t.is("highway", "bus_stop"):
		return 0
	case k == nodeKind && platform && byBus:
		return 0
	case k == nodeKind && byBus && t.is("public_transport", "stop_position"):
		return 2
	case k == nodeKind && served && !t.is("public_transport", "station"):
		return 2
	case k != nodeKind && (platform && byBus || served || t.is("highway", "bus_stop")) && t.get("type") != "public_transport":
		return 1
	}
	return -1
}

// mergeStops gives the lines of each object to the one of lower rank that is the same physical stop.
func mergeStops(stops []stop) {
	byLon := make([]int, len(stops))
	for i := range byLon {
		byLon[i] = i
	}
	slices.SortFunc(byLon, func(a, b int) int {
		return cmp.Or(cmp.Compare(stops[a].at.Lon, stops[b].at.Lon), cmp.Compare(a, b))
	})
	host := make([]int, len(stops))
	for rank, i := range byLon {
		host[i] = hostOf(stops, byLon, rank)
	}
	for i := range stops {
		to := host[i]
		if to < 0 {
			continue
		}
		for host[to] >= 0 { // ranks fall, so this ends
			to = host[to]
		}
		s, h := &stops[i], &stops[to]
		h.lines = append(slices.Clone(h.lines), s.lines...)
		h.also = append(h.also, s.String())
		s.gone = true
		if h.tags.get("name") == "" && s.tags.get("name") != "" {
			h.tags = append(slices.Clone(h.tags), tag{"name", s.tags.get("name")})
		}
	}
}

// hostOf is the nearest stop of lower rank that is the same physical stop as byLon[i], or -1.
func hostOf(stops []stop, byLon []int, i int) int {
	s := &stops[byLon[i]]
	best, bestM := -1, 0.0
	consider := func(j int) bool {
		o := &stops[j]
		// The difference in longitude alone: once it is too far, all further ones are.
		if geo.SegmentM(geo.E7{Lon: s.at.Lon, Lat: s.at.Lat}, geo.E7{Lon: o.at.Lon, Lat: s.at.Lat}) > sameStopAreaM {
			return false
		}
		d := geo.SegmentM(s.at, o.at)
		if o.rank < s.rank && samePlace(s, o, d) && (best < 0 || d < bestM || d == bestM && j < best) {
			best, bestM = j, d
		}
		return true
	}
	if s.rank == 0 {
		return -1
	}
	for k := i - 1; k >= 0 && consider(byLon[k]); k-- {
	}
	for k := i + 1; k < len(byLon) && consider(byLon[k]); k++ {
	}
	return best
}

func samePlace(s, o *stop, d float64) bool {
	if d <= sameStopM && s.tags.get("name") != "" && s.tags.get("name") == o.tags.get("name") {
		return true
	}
	return d <= sameStopAreaM && slices.ContainsFunc(s.areas, func(a int64) bool { return slices.Contains(o.areas, a) })
}
