package tiles

import (
	"context"
	"fmt"

	"circle15/data/mvt"
	"circle15/data/publish"
)

// Static are the layers of a run for one file of tiles that needs no server: communities, the base map, facilities, and for each of the
// criteria its gaps and coverage, called gaps_bus_lines and coverage_bus_lines. Without criteria they are those of all.
func Static(ctx context.Context, run *Run, criteria []string) ([]*mvt.Index, error) {
	var out []*mvt.Index
	for _, name := range []string{"base", "communities", "facilities"} {
		c := choice{layer: layerNamed(name)}
		indexes, err := c.make(ctx, run, c)
		if err != nil {
			return nil, fmt.Errorf("tiles of %s: %w", name, err)
		}
		out = append(out, indexes...)
	}
	if len(criteria) == 0 {
		criteria = criterionIDs(run.Result.Run.Standard)
	}
	for _, id := range criteria {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		fields, gaps := publish.DrawnGaps(run.Result, id, false)
		_, covered := publish.DrawnGaps(run.Result, id, true)
		indexes, err := mvt.NewIndex(mvt.Layer{Name: "gaps_" + id, Fields: fields, Features: gaps}, mvt.Layer{Name: "coverage_" + id, Fields: fields, Features: covered})
		if err != nil {
			return nil, fmt.Errorf("tiles of criterion %s: %w", id, err)
		}
		out = append(out, indexes...)
	}
	return out, nil
}

// Metadata describes such a file to those who draw it.
func Metadata(run *Run, indexes []*mvt.Index, maxZoom int, lang string) any {
	layers := []vectorLayer{}
	for _, ix := range indexes {
		v := vectorLayer{ID: ix.Name, Fields: map[string]string{}, MaxZoom: maxZoom}
		for _, f := range ix.Fields {
			v.Fields[f.Name] = meaning(f, lang)
		}
		layers = append(layers, v)
	}
	return obj{"name": "circle15", "type": "overlay", "attribution": run.Attribution, "vector_layers": layers,
		"run": run.Result.Run.Number, "standard": run.Result.Run.Standard.ID}
}
