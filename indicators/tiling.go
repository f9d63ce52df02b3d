package indicators

import (
	"circle15/geo"
	"circle15/geo/plane"
)

// tiling is the share of the community that lies in exactly one of the areas: gaps between them and overlaps count against it alike. Where no
// area is drawn at all, and the layer is not known to be complete, nobody has handed any in: nothing is known.
func (i *inquest) tiling() {
	sel := &i.q.selection
	if len(sel.list) == 0 && !sel.certainlyNo {
		i.mute = true
		return
	}
	i.incomplete = sel.incomplete
	for _, l := range sel.assumed {
		i.provisional = append(i.provisional, assumedLayer+l)
	}
	var onceM2, wholeM2 float64
	drawn := 0
	for _, m := range i.members {
		shape := i.s.in.Communities[m].Shape
		near := i.tilesNear(shape)
		drawn += len(near)
		i.show(near)
		once, rest, err := plane.ExactlyOnce(shape, areasOf(near))
		if err != nil {
			i.mute, i.note = true, "the tiling of the community cannot be measured: "+err.Error()
			return
		}
		onceM2, wholeM2 = onceM2+once.AreaM2(), wholeM2+shape.AreaM2()
		if i.level == AtCommunity {
			i.once, i.rest = once, rest
		}
	}
	if drawn == 0 && len(sel.assumed) > 0 {
		i.mute = true
		return
	}
	i.measured.Numerator, i.measured.Denominator = onceM2, wholeM2
	i.value = exactly(min(onceM2/wholeM2, 1))
	target, _ := i.q.crit.Target()
	i.measured.Short = max(target*wholeM2-onceM2, 0)
}

// tilesNear are the areas that touch the box of a shape, in order.
func (i *inquest) tilesNear(shape geo.MultiPolygon) []*candidate {
	near := map[int]bool{}
	i.q.inside.SearchBox(shape.Box(), func(k int) bool {
		near[k] = len(i.q.selection.list[k].Outline) > 0
		return true
	})
	var out []*candidate
	for k := range i.q.selection.list {
		if near[k] {
			out = append(out, &i.q.selection.list[k])
		}
	}
	return out
}

// areasOf are the polygons of facilities.
func areasOf(list []*candidate) []geo.MultiPolygon {
	out := make([]geo.MultiPolygon, 0, len(list))
	for _, c := range list {
		out = append(out, polygons(c.Outline))
	}
	return out
}

// polygons puts the rings of an area together again: a ring that runs as the first one does begins a polygon, the others are its holes.
func polygons(rings []geo.Ring) geo.MultiPolygon {
	var out geo.MultiPolygon
	for _, r := range rings {
		if len(out) == 0 || (r.DoubleArea() > 0) == (rings[0].DoubleArea() > 0) {
			out = append(out, geo.Polygon{r})
			continue
		}
		out[len(out)-1] = append(out[len(out)-1], r)
	}
	return out
}

// tiles are the pieces of a community that is tiled in part.
func (r *Result) tiles(g *ground, once, rest geo.MultiPolygon) {
	r.Pieces = []Piece{
		{Cause: Covered, Shape: once, AreaM2: once.AreaM2(), Nearest: NoCost},
		{Cause: BelowTarget, Shape: rest, AreaM2: rest.AreaM2(), Nearest: NoCost},
	}
}
