package publish

import (
	"maps"
	"slices"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// maxAttributes is how many columns the attributes of a category get at most, those that most facilities have.
const maxAttributes = 40

// facilityFields are the fields that facilities of every category have.
var facilityFields = []data.Field{
	{Name: "id", Type: data.TextField, Zh: "设施点编号", En: "id of the facility"},
	{Name: "category", Type: data.TextField, Zh: "类别", En: "category"},
	{Name: "name", Type: data.TextField, Zh: "名称", En: "name"},
	{Name: "layer", Type: data.TextField, Zh: "来源图层", En: "layer that it came from"},
	{Name: "lines", Type: data.TextField, Zh: "公交线路，分号隔开", En: "bus lines, separated by semicolons"},
}

// Facilities are the facilities of a category with their fields: those of all categories, then the attributes that occur, as texts. A
// facility whose id another layer has too is called id@layer.
func Facilities(all []indicators.Facility, category string) ([]data.Field, []data.Feature) {
	count, seen := map[string]int{}, map[string]int{}
	for i := range all {
		if all[i].Category != category {
			continue
		}
		seen[all[i].ID]++
		for k := range all[i].Attrs {
			count[k]++
		}
	}
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	fields, keys := attributeFields(keys)
	features := []data.Feature{}
	for i := range all {
		f := &all[i]
		if f.Category != category {
			continue
		}
		id := f.ID
		if seen[id] > 1 {
			id += "@" + f.Layer
		}
		at := f.At
		values := []any{id, f.Category, data.TextOrNil(f.Name), data.TextOrNil(f.Layer), data.TextOrNil(lineNames(f.Lines))}
		for _, k := range keys {
			values = append(values, data.TextOrNil(f.Attrs[k]))
		}
		features = append(features, data.Feature{ID: id, Point: &at, Values: values})
	}
	return fields, features
}

// attributeFields are the fields for those attributes, and the attributes that got one, in the order of the fields.
func attributeFields(keys []string) ([]data.Field, []string) {
	fields := slices.Clone(facilityFields)
	kept := []string{}
	for _, k := range keys[:min(len(keys), maxAttributes)] {
		name := fieldName(k)
		if !slices.ContainsFunc(fields, func(f data.Field) bool { return f.Name == name }) {
			fields = append(fields, data.Field{Name: name, Type: data.TextField, Zh: "属性 " + k, En: "attribute " + k})
			kept = append(kept, k)
		}
	}
	return fields, kept
}

// fieldName is the name of an attribute as a field: lower case letters of ASCII, digits and underscores. Other letters stay
// as they are, so that Chinese columns keep their names.
func fieldName(key string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		}
		return '_'
	}, key)
}

func lineNames(lines []indicators.Line) string {
	names := make([]string, 0, len(lines))
	for _, l := range lines {
		names = append(names, l.Name)
	}
	return strings.Join(names, "; ")
}
