package tiles

import (
	"net/http"

	"circle15/server/answer"
)

// obj is a JSON object whose members are written in alphabetical order.
type obj = map[string]any

// The colours of the map page: those of classes keep apart for the colour-blind.
const (
	landColour, waterColour, greenColour, buildingColour = "#F5F3EE", "#D7E3E8", "#E4ECD9", "#E7E3DA"
	scrubColour, sandColour, railColour                  = "#ECEEE2", "#F3EBD6", "#BDB7AB"
	passColour, nearColour, failColour, unknownColour    = "#009E73", "#F0C419", "#D55E00", "#767C84"
	gapColour, gapLine                                   = "#C24A0A", "#8F3200"
)

// causeColours are those of gaps when they are shown by cause.
var causeColours = []any{"match", []any{"get", "cause"}, "no_facility", "#4B2142", "detour", "#0072B2", "too_few", "#9E3D78", "closed_then", "#56B4E9",
	"unlinked", "#3A3A3A", gapColour}

// getStyle is a style without glyphs or pictures, so that nothing has to be fetched from elsewhere. With a criterion it shows its
// gaps too, by cause.
func (s *Service) getStyle(w http.ResponseWriter, r *http.Request) error {
	run, err := s.opt.Find(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if q.Has("category") {
		return &answer.Problem{Kind: answer.UnknownParameter, Name: "category", Allowed: []string{"criterion", "indicator"}}
	}
	communities, err := choose("communities", q, run)
	if err != nil {
		return err
	}
	base, lang := answer.Base(r, s.opt.Public), answer.Language(r)
	source := func(c choice) obj {
		d := describe(run, c, base, lang)
		return obj{"type": "vector", "tiles": d.Tiles, "minzoom": d.MinZoom, "maxzoom": d.MaxZoom, "bounds": d.Bounds, "attribution": d.Attribution}
	}
	sources := obj{"base": source(choice{layer: layerNamed("base")}), "communities": source(communities)}
	layers := append(groundStyle(), communityStyle()...)
	layers = append(layers, streetStyle()...)
	if communities.criterion != "" {
		sources["gaps"] = source(choice{layer: layerNamed("gaps"), criterion: communities.criterion})
		layers = append(layers,
			fill("gaps", "gaps", "gaps", causeColours, 0.66),
			line("gaps_line", "gaps", "gaps", gapLine, 0.8))
	}
	layers = append(layers, line("communities_under", "communities", "communities", "#000000", 0.6), line("communities_line", "communities", "communities", "#FFFFFF", 1.6))
	b := bounds(run.Extent)
	return answer.SendJSON(w, r, run.Tag+base+lang, obj{
		"version": 8, "name": "circle15", "center": []float64{(b[0] + b[2]) / 2, (b[1] + b[3]) / 2}, "zoom": 11,
		"sources": sources, "layers": layers,
	})
}

func fill(id, source, layer string, colour any, opacity float64) obj {
	return obj{"id": id, "type": "fill", "source": source, "source-layer": layer, "paint": obj{"fill-color": colour, "fill-opacity": opacity}}
}

func line(id, source, layer string, colour any, width any) obj {
	return obj{"id": id, "type": "line", "source": source, "source-layer": layer, "paint": obj{"line-color": colour, "line-width": width}}
}

func groundStyle() []any {
	kind := []any{"match", []any{"get", "kind"}, []string{"sea", "water", "river"}, waterColour, "scrub", scrubColour, "sand", sandColour, "railway", railColour, greenColour}
	ground := fill("ground", "base", "ground", kind, 1)
	ground["filter"] = []any{"==", []any{"geometry-type"}, "Polygon"}
	lines := line("ground_lines", "base", "ground", kind, 1.2)
	lines["filter"] = []any{"==", []any{"geometry-type"}, "LineString"}
	return []any{obj{"id": "land", "type": "background", "paint": obj{"background-color": landColour}}, ground, lines, fill("buildings", "base", "buildings", buildingColour, 1)}
}

func communityStyle() []any {
	class := func(pass, near, fail, unknown any) []any {
		return []any{"match", []any{"get", "class"}, "pass", pass, "near", near, "fail", fail, unknown}
	}
	c := fill("communities", "communities", "communities", class(passColour, nearColour, failColour, unknownColour), 1)
	c["paint"] = obj{"fill-color": class(passColour, nearColour, failColour, unknownColour), "fill-opacity": class(0.36, 0.60, 0.52, 0.30)}
	return []any{c}
}

func streetStyle() []any {
	width := func(at10, at16 float64) []any {
		return []any{"interpolate", []any{"exponential", 1.5}, []any{"zoom"}, 10, at10, 16, at16}
	}
	out := []any{}
	for _, s := range []struct {
		rank, colour string
		at10, at16   float64
	}{{"path", "#FFFFFF", 0.2, 1.5}, {"road", "#FFFFFF", 0.4, 5}, {"main", "#FFFFFF", 1, 9}} {
		l := line("streets_"+s.rank, "base", "streets", s.colour, width(s.at10, s.at16))
		l["filter"] = []any{"==", []any{"get", "rank"}, s.rank}
		out = append(out, l)
	}
	return out
}
