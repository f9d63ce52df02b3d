package osm

import (
	"slices"
	"strconv"
	"strings"

	"circle15/data"
)

// ground is what lies on the ground, sorted by kind of element and id.
func (e *extract) ground(f *data.Findings) []data.Ground {
	var out []data.Ground
	for i := range e.ways {
		w := &e.ways[i]
		if t := e.wayTags(w); len(t) > 0 {
			out = e.groundOfWay(out, w, t, f)
		}
	}
	for i := range e.rels {
		r := &e.rels[i]
		t := e.relationTags(r)
		if !t.is("type", "multipolygon") {
			continue
		}
		rule := groundOf(t)
		if rule == nil || rule.line {
			continue
		}
		id := element{relationKind, r.id}
		if shape := e.area(id, f); len(shape) > 0 {
			out = append(out, groundArea(data.Ground{ID: id.String(), Kind: rule.kind, Shape: shape}, t))
		}
	}
	return out
}

func (e *extract) groundOfWay(out []data.Ground, w *way, t tags, f *data.Findings) []data.Ground {
	rule := groundOf(t)
	if rule == nil {
		return out
	}
	id := element{wayKind, w.id}
	if rule.line {
		if line := e.lineOf(w); len(line) > 1 {
			out = append(out, data.Ground{ID: id.String(), Kind: rule.kind, Name: t.get("name"), Line: line})
		}
		return out
	}
	if shape := e.area(id, f); len(shape) > 0 {
		return append(out, groundArea(data.Ground{ID: id.String(), Kind: rule.kind, Shape: shape}, t))
	}
	f.Add(e.openWay(w, rule.key, t))
	return out
}

// groundArea fills in what the tags of an area say.
func groundArea(g data.Ground, t tags) data.Ground {
	g.Name = t.get("name")
	if g.Kind == data.Building {
		g.Levels = levelsOf(t.get("building:levels"))
		g.Residential = isHome(t, areaM2(g.Shape))
	}
	return g
}

// levelsOf is a number of storeys; 0 for what is not one between 0 and 200. Of "2;3" or "2-3" it takes the first.
func levelsOf(s string) float32 {
	if i := strings.IndexAny(s, ";-,"); i > 0 {
		s = s[:i]
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 32)
	if err != nil || !(v > 0 && v <= 200) {
		return 0
	}
	return float32(v)
}

// isHome says whether people live in a building, as far as its tags say.
func isHome(t tags, m2 float64) bool {
	if slices.Contains(homeTable, t.get("building")) || t.is("building:use", "residential", "apartments") || t.yes("building:flats") {
		return true
	}
	if t.get("building") != "yes" || t.get("building:use") != "" || m2 < minHomeM2 || m2 > maxHomeM2 {
		return false
	}
	return !slices.ContainsFunc(otherUseKeys, t.yes)
}
