package batch

import (
	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
)

// streetsOn are the streets as they are on the day that the run stands for.
func streetsOn(city *data.City, frame geo.E7, opt Options) *network.Streets {
	s, _ := city.StreetsOn(opt.AsOf, geo.NewFrame(frame.Point()))
	return s
}

// idleEdits finds the edits of streets that found nothing to change.
func idleEdits(city *data.City, frame geo.E7, opt Options) (out []data.Finding) {
	_, idle := city.StreetsOn(opt.AsOf, geo.NewFrame(frame.Point()))
	for _, u := range idle {
		out = append(out, data.Finding{Severity: data.Warning, Code: "street_edit_idle", Feature: u.ID, Message: u.Why + ": the edit changes nothing",
			Advice: "draw it on the street or barrier that it is about, or name the way"})
	}
	return out
}
