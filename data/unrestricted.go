package data

import (
	"slices"

	"circle15/indicators"
)

// Unrestricted is the run as those see it who may see everything: a copy in which no criterion, table or layer is restricted. What evidence
// left out when the run was computed stays left out.
func (r *RunResult) Unrestricted() *RunResult {
	out := *r
	std := *r.Run.Standard
	std.Aspects = slices.Clone(std.Aspects)
	for a := range std.Aspects {
		std.Aspects[a].Indicators = slices.Clone(std.Aspects[a].Indicators)
		for i := range std.Aspects[a].Indicators {
			ind := &std.Aspects[a].Indicators[i]
			ind.Criteria = slices.Clone(ind.Criteria)
			for c := range ind.Criteria {
				ind.Criteria[c].Restricted = false
			}
		}
	}
	std.Tables = slices.Clone(std.Tables)
	for i := range std.Tables {
		std.Tables[i].Restricted = false
	}
	out.Run.Standard, out.Run.ShowAll = &std, true
	out.Run.Layers = slices.Clone(r.Run.Layers)
	for i := range out.Run.Layers {
		out.Run.Layers[i].Restricted = false
	}
	return &out
}

// IsRestricted says whether a layer is shown to those with a key only: it is marked so, or holds nothing but cameras.
func (l *Layer) IsRestricted() bool {
	return l.Restricted || len(l.Categories) == 1 && l.Categories[0] == indicators.RestrictedCategory
}
