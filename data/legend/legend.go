// Package legend gives you the colours and words of the map for files that desktops draw: statuses, and causes of gaps. They are those of
// the map page, so that a picture made in QGIS or Google Earth says the same.
package legend

import (
	"strconv"
	"strings"

	"circle15/indicators"
)

// Class is how features with one value of the field are drawn.
type Class struct {
	Value   string // empty: no value
	Label   indicators.Text
	Fill    string  // #RRGGBB
	Opacity float64 // of the fill, 0 to 1
	Line    string  // #RRGGBB
}

// Legend is how the features of a collection are drawn, by the value of one field.
type Legend struct {
	Field   string // empty: all features have the only class
	Label   string // the field that is written on the features; empty for none
	Group   string // the field by which a person looks for them: folders; empty for none
	Classes []Class
}

// statuses are drawn as the map draws them; grey is what is not known.
func statuses() []Class {
	return []Class{
		{"pass", indicators.Text{Zh: "达标", En: "Met"}, "#009E73", 0.36, "#009E73"},
		{"near", indicators.Text{Zh: "接近", En: "Nearly"}, "#F0C419", 0.60, "#7A5C00"},
		{"fail", indicators.Text{Zh: "未达标", En: "Not met"}, "#D55E00", 0.52, "#C44F00"},
		{"unknown", indicators.Text{Zh: "数据不足", En: "Unknown"}, "#767C84", 0.35, "#5F6670"},
		{"not_applicable", indicators.Text{Zh: "不适用", En: "Not applicable"}, "#FFFFFF", 0.30, "#8A929A"},
	}
}

// causes are in the order in which they are tested.
func causes() []Class {
	return []Class{
		{string(indicators.NoData), indicators.Text{Zh: "无数据", En: "No data"}, "#767C84", 0.35, "#5F6670"},
		{string(indicators.NotStepFree), indicators.Text{Zh: "有台阶", En: "Not step-free"}, "#8C5A2B", 0.60, "#5B3A1B"},
		{string(indicators.Unlinked), indicators.Text{Zh: "未接入路网", En: "Unlinked"}, "#3A3A3A", 0.45, "#3A3A3A"},
		{string(indicators.Undecidable), indicators.Text{Zh: "无法判定", En: "Undecidable"}, "#9AA1A8", 0.35, "#5F6670"},
		{string(indicators.ClosedThen), indicators.Text{Zh: "当时未营业", En: "Closed then"}, "#56B4E9", 0.55, "#3C93C4"},
		{string(indicators.Detour), indicators.Text{Zh: "绕行", En: "Detour"}, "#0072B2", 0.50, "#0B5C8F"},
		{string(indicators.TooFew), indicators.Text{Zh: "数量不足", En: "Too few"}, "#CC79A7", 0.60, "#9E3D78"},
		{string(indicators.NoFacility), indicators.Text{Zh: "无设施", En: "No facility"}, "#4B2142", 0.66, "#2B1026"},
		{string(indicators.BelowTarget), indicators.Text{Zh: "未达指标", En: "Below target"}, "#C24A0A", 0.60, "#8F3200"},
	}
}

// Of is the legend of a collection by its id (see data/publish).
func Of(collection string) Legend {
	switch collection {
	case "gaps", "step_free_difference":
		return Legend{Field: "cause", Label: "community_name", Group: "indicator", Classes: causes()}
	case "coverage":
		return Legend{Label: "community_name", Group: "indicator", Classes: []Class{{"", indicators.Text{Zh: "已覆盖", En: "Covered"}, "#009E73", 0.36, "#009E73"}}}
	case "communities", "districts":
		return Legend{Field: "status", Label: "name", Classes: statuses()}
	case "streets":
		return Legend{Classes: []Class{{"", indicators.Text{Zh: "道路", En: "Street"}, "#8A8478", 1, "#8A8478"}}}
	}
	return Legend{Label: "name", Classes: []Class{{"", indicators.Text{Zh: "设施", En: "Facility"}, "#0B5C8F", 1, "#FFFFFF"}}}
}

// Class is that of a value; the last one where none has it, so that nothing is left undrawn.
func (l Legend) Class(value string) (Class, int) {
	for i, c := range l.Classes {
		if c.Value == value {
			return c, i
		}
	}
	return l.Classes[len(l.Classes)-1], len(l.Classes) - 1
}

// RGB is a colour of a legend, #RRGGBB, in its three parts. It panics for anything else: legends are ours.
func RGB(hex string) (r, g, b uint8) {
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24)
	if err != nil {
		panic("legend: " + hex + " is no colour")
	}
	return uint8(v >> 16), uint8(v >> 8), uint8(v)
}
