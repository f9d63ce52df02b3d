package lookback

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"circle15/geo"
	"circle15/indicators"
)

// parameterChanges are what a run is told beside data and standard.
func parameterChanges(before, after *Side) []Change {
	var out []Change
	for _, p := range []struct{ id, before, after string }{
		{"as_of", before.AsOf, after.AsOf}, {"program", before.Program, after.Program}, {"standard", before.Standard.ID, after.Standard.ID},
	} {
		if p.before != p.after {
			out = append(out, Change{Kind: ParameterChanged, What: Changed, ID: p.id, Fields: []FieldChange{{p.id, p.before, p.after}}, Box: geo.EmptyBox()})
		}
	}
	return out
}

// standardChanges compares two standards criterion by criterion, field by field, then what lies above and beside the criteria.
func standardChanges(before, after *indicators.Standard) []Change {
	was, now := standardParts(before), standardParts(after)
	all := maps.Clone(was)
	maps.Copy(all, now)
	var out []Change
	for _, id := range slices.Sorted(maps.Keys(all)) {
		a, hadA := was[id]
		b, hadB := now[id]
		c := Change{Kind: StandardChanged, What: Changed, ID: id, Box: geo.EmptyBox()}
		switch {
		case !hadA:
			c.What = Came
		case !hadB:
			c.What = Went
		default:
			for _, f := range slices.Sorted(maps.Keys(joined(a, b))) {
				c.Fields = diffField(c.Fields, f, a[f], b[f])
			}
			if len(c.Fields) == 0 {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// standardParts are the fields of a standard by what they belong to: a criterion by its id, "indicator ID", "aspect ID", "profile NAME",
// and "standard" for the rest.
func standardParts(s *indicators.Standard) map[string]map[string]string {
	out := map[string]map[string]string{}
	for name, p := range s.Profiles {
		out["profile "+name] = flat(p)
	}
	for a := range s.Aspects {
		aspect := s.Aspects[a]
		for i := range aspect.Indicators {
			ind := aspect.Indicators[i]
			for c := range ind.Criteria {
				out[ind.Criteria[c].ID] = flat(ind.Criteria[c])
				out[ind.Criteria[c].ID]["indicator"] = ind.ID
			}
			ind.Criteria = nil
			out["indicator "+ind.ID] = flat(ind)
			out["indicator "+ind.ID]["aspect"] = aspect.ID
		}
		aspect.Indicators = nil
		out["aspect "+aspect.ID] = flat(aspect)
	}
	rest := *s
	rest.Aspects, rest.Profiles = nil, nil
	out["standard"] = flat(rest)
	return out
}

// flat is a value as its JSON fields, those inside others with dots between.
func flat(v any) map[string]string {
	out := map[string]string{}
	b, err := json.Marshal(v)
	if err != nil { // a standard that was read can be written: a bug of ours
		panic(fmt.Sprintf("standard as JSON: %v", err))
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		panic(fmt.Sprintf("standard from its JSON: %v", err))
	}
	flatten("", tree, out)
	return out
}

func flatten(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if path != "" {
				k = path + "." + k
			}
			flatten(k, x, out)
		}
	case nil:
	default:
		b, err := json.Marshal(v)
		if err != nil {
			panic(fmt.Sprintf("standard as JSON: %v", err))
		}
		out[path] = string(b)
		if s, ok := v.(string); ok {
			out[path] = s
		}
	}
}
