package gpkg

import (
	"fmt"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/indicators"
)

// sheetTable is the table in which people see the layer of a community table: one row as in the file, after its key.
func sheetTable(layer string, t *indicators.Table) *table {
	out := &table{name: "table_" + layer, title: "table of communities or districts (社区表), layer " + layer, fields: []data.Field{{Name: "key", Type: data.TextField}}}
	if t == nil {
		return out
	}
	used := map[string]bool{"key": true}
	for i, name := range t.Columns {
		for used[strings.ToLower(name)] {
			name += "_"
		}
		used[strings.ToLower(name)] = true
		kind := data.TextField
		if numeric(t, i) {
			kind = data.RealField
		}
		out.fields = append(out.fields, data.Field{Name: name, Type: kind})
	}
	return out
}

// numeric says whether all values of a column are numbers.
func numeric(t *indicators.Table, column int) bool {
	some := false
	for _, r := range t.Rows {
		if v := r.Values[column]; v != "" {
			if _, err := strconv.ParseFloat(v, 64); err != nil {
				return false
			}
			some = true
		}
	}
	return some
}

// replaceSheet makes the sheet of a layer anew; a layer that is no table has none.
func replaceSheet(c *sqlite.Conn, layer string, t *indicators.Table) error {
	to := sheetTable(layer, t)
	if err := to.drop(c); err != nil || t == nil {
		return err
	}
	if err := to.create(c); err != nil {
		return fmt.Errorf("table %s: %w", to.name, err)
	}
	in, err := to.inserter(c)
	if err != nil {
		return err
	}
	for _, r := range t.Rows {
		values := []any{r.Key}
		for i, v := range r.Values {
			values = append(values, cell(v, to.fields[i+1].Type))
		}
		in.add(nil, values...)
	}
	return in.err
}

// cell is a value as its column holds it: NULL for an empty one.
func cell(v string, kind data.FieldType) any {
	if f, err := strconv.ParseFloat(v, 64); kind == data.RealField && err == nil {
		return f
	}
	return data.TextOrNil(v)
}
