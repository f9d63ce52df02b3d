package indicators

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// tables reads the description of the tables that criteria ask, in the order of the file.
func (r *standardReader) tables(o yamlObject) []TableSpec {
	if !o.has("tables") {
		return nil
	}
	list, _ := r.entries(o.fields["tables"], "tables")
	var out []TableSpec
	for _, e := range list {
		if !idPattern.MatchString(e.name) {
			r.complain(e.key, e.name, nil, "the name of a table %q must be made of a–z, 0–9 and _, at most 40 of them", e.name)
			continue
		}
		out = append(out, r.table(e))
	}
	return out
}

func (r *standardReader) table(e yamlEntry) TableSpec {
	t := TableSpec{ID: e.name, Key: AtCommunity}
	o, ok := r.object(e.value, "table")
	if !ok {
		return t
	}
	t.Title, t.Note, t.Restricted = o.text("title"), o.text("note"), o.boolean("restricted", false)
	t.Key = Level(o.choice("key", string(AtCommunity)))
	t.Many = o.choice("rows", "one") == "many"
	if o.has("columns") {
		columns, _ := r.entries(o.fields["columns"], "columns")
		for _, e := range columns {
			t.Columns = append(t.Columns, r.column(e))
		}
		if len(columns) == 0 && len(r.errs) == 0 {
			r.complain(o.fields["columns"], "", nil, "columns describes no column")
		}
	}
	if t.Date = o.str("date"); t.Date != "" {
		r.columnIn(o.fields["date"], &t, t.Date, DateColumn)
	}
	return t
}

func (r *standardReader) column(e yamlEntry) ColumnSpec {
	c := ColumnSpec{Name: e.name}
	o, ok := r.object(e.value, "column")
	if !ok {
		return c
	}
	c.Title, c.Note, c.Unit = o.text("title"), o.text("note"), o.str("unit")
	c.Type = ColumnType(o.choice("type", ""))
	if c.Type == ChoiceColumn {
		c.Values = o.distinct("values")
		o.demand("values")
	} else if c.Type != "" {
		o.refuse("values", "the values are those of type: choice")
	}
	for _, end := range []struct {
		name string
		to   **float64
	}{{"min", &c.Min}, {"max", &c.Max}} {
		if !o.has(end.name) {
			continue
		}
		if c.Type != "" && !slices.Contains(amountColumns(), c.Type) {
			o.refuse(end.name, "only integer, number and share have it")
			continue
		}
		v := o.number(end.name, 0)
		*end.to = &v
	}
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max {
		r.complain(o.fields["max"], nodeShown(o.fields["max"]), nil, "max %g is below min %g", *c.Max, *c.Min)
	}
	return c
}

// knownTable looks for a table among those that the file describes. A file that describes none is not held to any.
func (c *criteriaReader) knownTable(at ast.Node, name string) *TableSpec {
	if len(c.tables) == 0 {
		return nil
	}
	var known []string
	for i := range c.tables {
		if c.tables[i].ID == name {
			return &c.tables[i]
		}
		known = append(known, c.tables[i].ID)
	}
	slices.Sort(known)
	c.complain(at, name, known, "%s", unknownWord("table", name, known))
	return nil
}

// knownColumn looks for a column of one of the types (none: of any) in a table that the file describes.
func (c *criteriaReader) knownColumn(at ast.Node, table, name string, types ...ColumnType) {
	for i := range c.tables {
		if c.tables[i].ID == table {
			c.columnIn(at, &c.tables[i], name, types...)
		}
	}
}

func (r *standardReader) columnIn(at ast.Node, t *TableSpec, name string, types ...ColumnType) {
	spec := t.Column(name)
	if spec == nil {
		var known []string
		for _, c := range t.Columns {
			known = append(known, c.Name)
		}
		slices.Sort(known)
		r.complain(at, name, known, "%s", unknownWord("column of table "+t.ID, name, known))
		return
	}
	if len(types) > 0 && spec.Type != "" && !slices.Contains(types, spec.Type) {
		var known []string
		for _, t := range types {
			known = append(known, string(t))
		}
		r.complain(at, name, nil, "column %s of table %s is of type %s: here it must be %s", name, t.ID, spec.Type, anyOf(known))
	}
}

// anyOf is "a", "a or b", "a, b or c".
func anyOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	s := words[0]
	for _, w := range words[1 : len(words)-1] {
		s += ", " + w
	}
	return fmt.Sprintf("%s or %s", s, words[len(words)-1])
}

// targets reads what the city and its districts have to reach. The criteria have been read.
func (c *criteriaReader) targets(o yamlObject, s *Standard) []Target {
	taken := map[string]bool{}
	var out []Target
	for _, n := range o.list("targets") {
		t, ok := c.object(n, "target")
		if !ok {
			continue
		}
		k := Target{ID: t.id(taken), Title: t.text("title"), Source: t.str("source"), Quote: t.str("quote"), Note: t.text("note"), MustSet: t.boolean("must_set", false)}
		k.Confidence, k.Binding = t.choice("confidence", confidenceOf(k.MustSet)), t.boolean("binding", !k.MustSet)
		k.Criterion = t.choiceOf("criterion", "", ratios(s))
		k.City, k.Share = t.number("city", 0), t.number("share", 0)
		if !t.has("city") && !t.has("share") {
			c.complain(t.at, "", []string{"city", "share"}, "city or share is missing in this target")
		}
		out = append(out, k)
	}
	return out
}

// ratios are the criteria whose numerators may be added up.
func ratios(s *Standard) []string {
	var out []string
	for _, k := range s.Criteria() {
		if k.Measure == Plan || k.Measure == Ratio {
			out = append(out, k.ID)
		}
	}
	return out
}

func (r *standardReader) notMeasured(o yamlObject) []NotMeasured {
	var out []NotMeasured
	for _, n := range o.list("not_measured") {
		if m, ok := r.object(n, "not_measured"); ok {
			out = append(out, NotMeasured{Quote: m.str("quote"), Reason: m.text("reason")})
		}
	}
	return out
}
