package main

import (
	"maps"
	"slices"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// printPreview shows what was understood of a file, of which nothing is stored.
func (a *app) printPreview(im *data.Import) error {
	look, l := a.over.look, im.Layer
	if a.json {
		err := a.printJSON(struct {
			Layer    data.Layer     `json:"layer"`
			Look     any            `json:"understood"`
			Findings []data.Finding `json:"findings"`
		}{l, look, append([]data.Finding{}, im.Findings...)})
		a.findings(im.Findings)
		return err
	}
	a.line(indicators.Text{Zh: "预览，未写入工作库：图层 %s，%d 个要素，舍弃 %d 个，坐标基准 %s", En: "preview, nothing is stored: layer %s, %d features, %d dropped, datum %s"}, l.Name, l.Count, l.Dropped, l.Datum)
	if look.Encoding != "" {
		a.line(indicators.Text{Zh: "编码：%s", En: "encoding: %s"}, look.Encoding)
	}
	for _, c := range look.Columns {
		if c.Field == "" {
			a.line(indicators.Text{Zh: "列 %q：未采用", En: "column %q: not taken"}, c.Column)
		} else {
			a.line(indicators.Text{Zh: "列 %q → %s", En: "column %q → %s"}, c.Column, c.Field)
		}
	}
	for _, r := range look.Rows {
		var values []string
		for _, k := range slices.Sorted(maps.Keys(r.Values)) {
			values = append(values, k+"="+r.Values[k])
		}
		a.line(indicators.Text{Zh: "第 %d 行：%s；%s", En: "row %d: %s; %s"}, r.Row, r.Place, strings.Join(values, ", "))
	}
	a.findings(im.Findings)
	return nil
}
