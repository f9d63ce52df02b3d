package batch

import (
	"fmt"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// describe makes the record of a run.
func describe(city *data.City, frame geo.E7, std *indicators.Standard, file []byte, scene *indicators.Scene, results []indicators.Result, opt Options) data.Run {
	r := data.Run{
		Standard: std, StandardFile: file, AsOf: opt.AsOf, Program: opt.Program, Layers: city.Layers,
		Pairs: len(results), Statuses: map[indicators.Status]int{}, Frame: frame,
	}
	for _, l := range city.Layers {
		if l.Date != "" && (r.DataDate == "" || l.Date < r.DataDate) {
			r.DataDate = l.Date
		}
	}
	var fs data.Findings
	for i := range results {
		res := &results[i]
		r.Statuses[res.Status]++
		if res.Note != "" {
			fs.Add(data.Finding{Severity: data.Failure, Code: "residue", Feature: res.Community + "/" + res.Criterion,
				Message: res.Note + "; the pair is unknown", Advice: "check the community's border, and the areas of the criterion, for self-crossings"})
		}
	}
	for _, u := range scene.Unplaced() {
		if u.Count > 0 {
			fs.Add(data.Finding{Severity: data.Warning, Code: "facility_unlinked", Feature: u.Criterion, Value: fmt.Sprint(u.Count),
				Message: fmt.Sprintf("%d of %d facilities lie farther from any street than one can walk straight, and do not count", u.Count, u.Of)})
		}
	}
	for _, u := range scene.UnreadHours() {
		fs.Add(data.Finding{Severity: data.Note, Code: "hours_unread", Feature: u.Criterion, Field: "opening_hours", Value: fmt.Sprint(u.Count),
			Message: fmt.Sprintf("%d of %d opening hours cannot be read and are unknown; the first: %s", u.Count, u.Of, u.Example),
			Advice:  "write them as in docs/standards.md, such as Mo-Fr 06:30-09:00"})
	}
	for _, u := range scene.Unweighed() {
		fs.Add(data.Finding{Severity: data.Warning, Code: "amount_unknown", Feature: u.Criterion, Field: u.Attribute, Value: fmt.Sprint(u.Count),
			Message: fmt.Sprintf("%d of %d facilities have no number in %s: places that would need them cannot be decided", u.Count, u.Of, u.Attribute),
			Advice:  "fill in the column and import the layer again"})
	}
	for _, c := range scene.Cut() {
		fs.Add(data.Finding{Severity: data.Warning, Code: "sum_cut", Feature: c,
			Message: "the smallest amounts add up to the threshold only after more facilities than a search keeps (255): places beyond that cannot be decided",
			Advice:  "merge facilities that stand at one place, or lower the threshold"})
	}
	if out := scene.Outside(); out > 0 {
		fs.Add(data.Finding{Severity: data.Warning, Code: "residents_outside", Value: fmt.Sprintf("%.0f", float64(out)/1000),
			Message: fmt.Sprintf("%.0f residents live in no community and are not counted", float64(out)/1000)})
	}
	for _, f := range idleEdits(city, frame, opt) {
		fs.Add(f)
	}
	r.Findings = fs.List()
	r.Assumptions = assumptions(std, city)
	return r
}

// assumptions are the sentences that stand beside the results.
func assumptions(std *indicators.Standard, city *data.City) []indicators.Text {
	p := std.Profiles["walk"]
	out := []indicators.Text{
		{Zh: fmt.Sprintf("步行速度 %g 米/秒；接入道路的直线距离不超过 %g 米，取最近的 %d 条边。", p.SpeedMPS, p.MaxAccessM, max(p.Candidates, 1)),
			En: fmt.Sprintf("Walking at %g m/s; places attach to the nearest %d edge(s), at most %g m off in a straight line.", p.SpeedMPS, max(p.Candidates, 1), p.MaxAccessM)},
	}
	if city.Residents == nil {
		out = append(out, indicators.Text{
			Zh: "没有居民数据：比例按住宅建筑（占地×层数）估计，没有住宅的按陆地面积。",
			En: "No residents layer: shares are estimated from residential buildings (footprint × storeys), else from land."})
	}
	if share := untoldWheels(std, city); share > 0 {
		out = append(out, indicators.Text{
			Zh: fmt.Sprintf("无台阶道路中有 %.0f%% 的长度没有标注路缘、坡度或路面，轮椅能否通行不明，按可通行计入；无障碍结论因此是暂定的。", 100*share),
			En: fmt.Sprintf("Nothing tells of %.0f %% of the length of streets without steps whether wheels manage (kerbs, slope, surface); they count as passable, and step-free results are provisional.", 100*share)})
	}
	for _, l := range city.Layers {
		if l.Completeness == data.AssumedComplete {
			out = append(out, indicators.Text{
				Zh: fmt.Sprintf("假定图层 %s 完整。", l.Name), En: fmt.Sprintf("Layer %s is assumed to be complete.", l.Name)})
		}
	}
	return out
}

// untoldWheels is the share of the streets of which nobody knows whether wheels manage; 0 if no criterion asks.
func untoldWheels(std *indicators.Standard, city *data.City) float64 {
	asks := slices.ContainsFunc(std.Criteria(), func(c *indicators.Criterion) bool {
		return c.Measure.OfPlaces() && !c.Limit.Straight && std.Profiles[c.Limit.Profile].Wheels
	})
	if !asks || city.Streets == nil {
		return 0
	}
	return city.Streets.UntoldShare()
}
