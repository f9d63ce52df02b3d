package osm

import (
	"cmp"
	"slices"

	"circle15/geo"
	"circle15/indicators"
)

// crossings are the footbridges (overpass) and subways (underpass): 便利型 B3.1 人行天桥, B3.2 地下通道. Ways
// for pedestrians that meet, such as stairs and the deck between them, are one of them; it has the lowest
// id, and lies at the middle of the longest.
func (e *extract) crossings() []indicators.Facility {
	out := e.crossingsOf("overpass", func(t tags) bool { return t.yes("bridge") })
	return append(out, e.crossingsOf("underpass", func(t tags) bool {
		return t.yes("tunnel") && !t.is("tunnel", "building_passage", "culvert", "avalanche_protector")
	})...)
}

func (e *extract) crossingsOf(category string, is func(tags) bool) []indicators.Facility {
	var ways []*way
	for i := range e.ways {
		t := e.wayTags(&e.ways[i])
		if t.is("highway", "footway", "steps", "path", "pedestrian", "corridor") && is(t) && !isPrivate(t) && !t.is("foot", "no") {
			ways = append(ways, &e.ways[i])
		}
	}
	var out []indicators.Facility
	for _, group := range e.joined(ways) {
		longest, longestM, name := []geo.E7(nil), -1.0, ""
		for _, w := range group {
			line := e.lineOf(w)
			if m := lengthM(line); m > longestM && len(line) > 0 {
				longest, longestM = line, m
			}
			name = firstOf(name, e.wayTags(w).get("name"))
		}
		if longest == nil {
			continue
		}
		out = append(out, indicators.Facility{
			ID: idOf(wayKind, group[0].id), Category: category, Name: name, At: middle(longest),
			Attrs: attrsOf(e.wayTags(group[0])), Layer: layerName,
		})
	}
	return out
}

// joined puts ways that share a node, directly or by others, into one group. Groups and the ways in them are in
// the order of ids, as ways are.
func (e *extract) joined(ways []*way) [][]*way {
	group := make([]int, len(ways)) // the lowest way of the group, by way
	find := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	at := map[int32]int{}
	for i, w := range ways {
		group[i] = i
		for _, n := range e.nodesOf(w) {
			if n == missing {
				continue
			}
			j, ok := at[n]
			if !ok {
				at[n] = i
				continue
			}
			a, b := find(i), find(j)
			group[max(a, b)] = min(a, b)
		}
	}
	order := make([]int, len(ways))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(find(a), find(b)) })
	var out [][]*way
	for k, i := range order {
		if k == 0 || find(i) != find(order[k-1]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], ways[i])
	}
	return out
}
