package osm

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// peopledPlaces are the values of place=* that stand for where people live (OSM wiki, Key:place, populated
// places, urban and rural); squares, islands, countries and localities are not.
var peopledPlaces = []string{
	"city", "borough", "suburb", "quarter", "neighbourhood", "city_block", "plot",
	"town", "village", "hamlet", "isolated_dwelling", "farm", "allotments",
}

// ReadCommunities takes the areas of an extract that have a tag as communities: from is key=value, such as
// admin_level=10 or landuse=residential, or a key alone for any value; of place alone only
// where people live. Areas are closed ways and
// multipolygon or boundary relations; their ids are "way/12" and "relation/123". A file without any gives a *data.FileError
// that names the values that its areas do have.
func ReadCommunities(ctx context.Context, path string, from string) (*data.Import, error) {
	key, value, _ := strings.Cut(from, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if key == "" {
		return nil, fmt.Errorf("communities from %q: name a tag, as in admin_level=10, landuse=residential or place", from)
	}
	var f data.Findings
	e, src, err := decode(ctx, path, &f, nil, key)
	if err != nil {
		return nil, err
	}
	fits := func(t tags) bool {
		v := t.get(key)
		switch {
		case value != "" && value != "*":
			return v == value
		case key == "place":
			return slices.Contains(peopledPlaces, v)
		}
		return v != "" && v != "no"
	}
	im := &data.Import{Layer: e.layer(src, data.KindCommunities), Communities: e.communities(fits, key, &f)}
	if len(im.Communities) == 0 {
		return nil, &data.FileError{File: path, What: "has no area with " + from, Advice: e.knownValues(key)}
	}
	im.Layer.Extent = e.extentOf(nil)
	im.Layer.Count = len(im.Communities)
	im.Findings = f.List()
	im.Layer.Dropped = dropped(im.Findings)
	return im, nil
}

// communities are the areas that fit, sorted by id.
func (e *extract) communities(fits func(tags) bool, key string, f *data.Findings) []indicators.Community {
	var out []indicators.Community
	add := func(id element, t tags, shape geo.MultiPolygon) {
		if t.get("name") == "" {
			f.Add(data.Finding{Severity: data.Note, Code: "community_without_name", Feature: id.String(),
				Message: "has no name; its id stands in for it"})
		}
		out = append(out, indicators.Community{ID: id.String(), Name: firstOf(t.get("name"), id.String()), Shape: shape})
	}
	part := map[int64]string{} // ways of relations that fit: the value
	for i := range e.rels {
		r := &e.rels[i]
		t := e.relationTags(r)
		if !t.is("type", "multipolygon", "boundary") || !fits(t) {
			continue
		}
		for _, m := range e.membersOf(r) {
			if m.kind == wayKind {
				part[m.id] = t.get(key)
			}
		}
		// Part of a community would be judged as if it were the whole.
		shape, open := e.relationArea(r)
		if len(open) > 0 || len(shape) == 0 || e.cutOff(r) {
			cut := e.openRing(r, "it was")
			cut.Severity = data.Warning
			f.Add(cut)
			continue
		}
		add(element{relationKind, r.id}, t, shape)
	}
	for i := range e.ways {
		w := &e.ways[i]
		t := e.wayTags(w)
		// The boundary of a relation often repeats its tags: that is the same area.
		if !fits(t) || part[w.id] == t.get(key) {
			continue
		}
		id := element{wayKind, w.id}
		if shape := e.area(id, f); len(shape) > 0 {
			add(id, t, shape)
		} else if t.get("boundary") == "" { // a piece of a boundary is no area, and is not meant to be
			f.Add(e.openWay(w, key, t))
		}
	}
	slices.SortFunc(out, func(a, b indicators.Community) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// openWay is the finding for a way that should be an area and is not.
func (e *extract) openWay(w *way, key string, t tags) data.Finding {
	f := data.Finding{
		Severity: data.Warning, Code: "area_not_closed", Feature: idOf(wayKind, w.id), Field: key, Value: t.get(key),
		Message: "should be an area and is not a closed line; it was left out", Advice: "mend it in OpenStreetMap",
	}
	if slices.Contains(e.nodesOf(w), missing) {
		f.Severity, f.Code, f.Advice = data.Note, "area_cut", ""
		f.Message = "reaches beyond the file; it was left out"
	}
	return f
}

// knownValues is advice: the values of a key that areas of the file have, and how many.
func (e *extract) knownValues(key string) string {
	count := map[string]int{}
	for i := range e.ways {
		if v := e.wayTags(&e.ways[i]).get(key); v != "" && e.closedWay(&e.ways[i]) {
			count[v]++
		}
	}
	for i := range e.rels {
		t := e.relationTags(&e.rels[i])
		if v := t.get(key); v != "" && t.is("type", "multipolygon", "boundary") {
			count[v]++
		}
	}
	var values []string
	for v, n := range count {
		values = append(values, fmt.Sprintf("%s=%s (%d)", key, v, n))
	}
	slices.Sort(values)
	switch {
	case len(values) == 0:
		return "no area of it has " + key + "; choose another tag, or import communities from another file"
	case len(values) > 12:
		values = append(values[:12], fmt.Sprintf("%d more", len(values)-12))
	}
	return "its areas have " + strings.Join(values, ", ")
}
