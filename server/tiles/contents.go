package tiles

import (
	"circle15/data"
	"circle15/data/mvt"
	"circle15/data/publish"
)

// contents are the layers inside the tiles of a choice, with their fields but without features.
func (c choice) contents(run *Run) []mvt.Layer {
	var out []mvt.Layer
	for _, name := range c.parts {
		l := mvt.Layer{Name: name}
		switch name {
		case "communities":
			l.Fields, _ = publish.DrawnCommunities(run.Result.Run.Standard, nil, c.indicator, c.criterion)
		case "gaps", "coverage":
			l.Fields, _ = publish.DrawnGaps(&data.RunResult{Run: run.Result.Run}, "", false)
		case "facilities":
			l.Fields, _ = publish.DrawnFacilities(nil, "")
		case "ground":
			l.Fields, _ = publish.DrawnGround(nil)
		case "buildings":
			l.Fields, _ = publish.DrawnBuildings(nil)
		case "streets":
			l.Fields, _ = publish.DrawnStreets(nil)
		}
		out = append(out, l)
	}
	return out
}

// meaning is what a field means.
func meaning(f data.Field, lang string) string {
	if lang == "en" {
		return f.En
	}
	return f.Zh
}
