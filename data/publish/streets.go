package publish

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
)

// streetFields are the fields of streets.
var streetFields = []data.Field{
	{Name: "id", Type: data.TextField, Zh: "道路编号", En: "id of the way"},
	{Name: "name", Type: data.TextField, Zh: "路名", En: "name"},
	{Name: "rank", Type: data.TextField, Zh: "级别：main 干道，road 一般道路，path 步行道", En: "main, road or path"},
	{Name: "length_m", Type: data.RealField, Zh: "长度，米", En: "length in metres"},
	{Name: "foot", Type: data.BoolField, Zh: "可步行", En: "may be walked"},
	{Name: "bike", Type: data.BoolField, Zh: "可骑行", En: "may be cycled"},
	{Name: "steps", Type: data.BoolField, Zh: "台阶", En: "steps"},
	{Name: "bridge", Type: data.BoolField, Zh: "桥", En: "on a bridge"},
	{Name: "tunnel", Type: data.BoolField, Zh: "隧道", En: "in a tunnel"},
}

// RankOf is main, road or path: how a map draws a street.
func RankOf(t network.Traits) string {
	switch {
	case t&network.Main != 0:
		return "main"
	case t&network.CarRoad != 0:
		return "road"
	}
	return "path"
}

// Streets are the ways of a network, the edges of one way joined. The pieces of a way that differ in what they are (rank,
// bridge, steps …) are features of their own: "way/12", "way/12#2".
func Streets(s *network.Streets) []data.Feature {
	if s == nil {
		return []data.Feature{}
	}
	const shown = network.Main | network.CarRoad | network.Foot | network.Bike | network.Steps | network.Bridge | network.Tunnel
	edges := make([]uint32, s.Edges())
	for e := range edges {
		edges[e] = uint32(e)
	}
	compare := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(s.WayID[a], s.WayID[b]), cmp.Compare(s.Traits[a]&shown, s.Traits[b]&shown), cmp.Compare(s.NameOf[a], s.NameOf[b]))
	}
	slices.SortStableFunc(edges, compare)
	out := []data.Feature{}
	piece := 0
	for i := 0; i < len(edges); {
		first := edges[i]
		if piece++; i > 0 && s.WayID[edges[i-1]] != s.WayID[first] {
			piece = 1
		}
		id := fmt.Sprintf("way/%d", s.WayID[first])
		if piece > 1 {
			id += fmt.Sprintf("#%d", piece)
		}
		var lines [][]geo.E7
		length := 0.0
		for ; i < len(edges) && compare(edges[i], first) == 0; i++ {
			lines = append(lines, s.ShapeOf(edges[i]))
			length += s.LengthM[edges[i]]
		}
		t := s.Traits[first]
		has := func(want network.Traits) bool { return t&want != 0 }
		out = append(out, data.Feature{ID: id, Lines: lines, Values: []any{id, data.TextOrNil(s.Name(first)), RankOf(t), math.Round(length*100) / 100,
			has(network.Foot), has(network.Bike), has(network.Steps), has(network.Bridge), has(network.Tunnel)}})
	}
	return out
}
