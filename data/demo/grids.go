package demo

import (
	"bytes"
	"fmt"
	"slices"

	"circle15/data"
	"circle15/data/geojson"
)

// grids is the file of the polygons of grids: two halves to a community. The village has one of them only, so that the other half of it lies in none; nobody
// has drawn those of the border and the silent one.
func (c *city) grids() ([]byte, error) {
	var fs []data.Feature
	for _, a := range areas() {
		s := standingOf(a)
		if s == mute {
			continue
		}
		middle := (a.x0 + a.x1) / 2
		for i, half := range []area{{x0: a.x0, y0: a.y0, x1: middle, y1: a.y1}, {x0: middle, y0: a.y0, x1: a.x1, y1: a.y1}} {
			if i == 1 && !c.good(s) {
				continue
			}
			id := fmt.Sprintf("%s-%d", a.id, i+1)
			fs = append(fs, data.Feature{ID: id, Shape: c.shape(half, false), Values: []any{id, fmt.Sprintf("%s第%d网格", a.name.zh, i+1)}})
		}
	}
	var b bytes.Buffer
	err := geojson.Write(&b, "grids", []data.Field{{Name: "编号"}, {Name: "名称"}}, slices.Values(fs), geojson.Meta{Attribution: Attribution, Licence: licence})
	return b.Bytes(), err
}
