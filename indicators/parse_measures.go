package indicators

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// ofCommunities reads what the measures have that are asked of a community or district as a whole.
func (c *criteriaReader) ofCommunities(o yamlObject, k *Criterion) {
	k.Level = AtCommunity
	if k.Measure == Plan {
		k.Level = AtDistrict
	}
	k.Level = Level(o.choice("level", string(k.Level)))
	switch k.Measure {
	case Per:
		c.per(o, k)
	case Ratio:
		k.Table = c.question(o)
		k.Table.Numerator, k.Table.Denominator = c.amount(o, "numerator", k.Table.Name), c.amount(o, "denominator", k.Table.Name)
	case Presence:
		c.presence(o, k)
	case Plan:
		c.plan(o, k)
	}
	c.bound(o, k)
}

// question is about the table that the criterion names, else that of the communities.
func (c *criteriaReader) question(o yamlObject) *TableQuestion {
	q := &TableQuestion{Name: CommunityTable}
	if o.has("table") {
		q.Name = o.str("table")
		c.knownTable(o.fields["table"], q.Name)
	} else {
		c.knownTable(o.at, q.Name)
	}
	return q
}

// per reads what is added up, of facilities or of a table, and what it is divided by.
func (c *criteriaReader) per(o yamlObject, k *Criterion) {
	if o.has("table") || o.has("column") {
		for _, name := range []string{"category", "attribute", "where", "sources"} {
			o.refuse(name, "with table and column the table is asked and no facilities")
		}
		o.demand("column")
		k.Table = c.question(o)
		k.Table.Numerator = c.amount(o, "column", k.Table.Name)
	} else {
		o.demand("category")
		k.Attribute = o.str("attribute")
	}
	if !o.has("per") {
		return
	}
	p, ok := c.object(o.fields["per"], "per")
	if !ok {
		return
	}
	k.Per = &Base{Residents: p.number("residents", 0), Households: p.number("households", 0)}
	switch {
	case p.has("residents") && p.has("households"):
		c.complain(p.fields["households"], "households", nil, "per divides by residents or by households, not by both")
	case p.has("households"):
		c.knownTable(p.fields["households"], CommunityTable)
		c.knownColumn(p.fields["households"], CommunityTable, HouseholdsColumn, IntegerColumn, NumberColumn)
	case !p.has("residents"):
		c.complain(p.at, "", []string{"households", "residents"}, "residents or households is missing in this per")
	}
}

// presence reads the columns of a table, or the values that facilities have to have between them.
func (c *criteriaReader) presence(o yamlObject, k *Criterion) {
	if !o.has("table") && !o.has("columns") {
		o.demand("category")
		k.Key, k.Values = o.str("key"), o.distinct("values")
		switch {
		case o.has("key") && !o.has("values"):
			o.missing("values")
		case o.has("values") && !o.has("key"):
			o.missing("key")
		}
		return
	}
	for _, name := range []string{"category", "where", "sources", "key", "values"} {
		o.refuse(name, "with columns the table is asked and no facilities")
	}
	o.demand("columns")
	k.Table = c.question(o)
	k.Table.Columns = o.distinct("columns")
	list, _ := c.words(o.fields["columns"], "columns")
	for _, w := range list {
		c.knownColumn(w.at, k.Table.Name, w.text, YesNoColumn)
	}
}

// distinct is a list of texts, each once; one that is there names something.
func (o yamlObject) distinct(field string) []string {
	if !o.has(field) {
		return nil
	}
	list, ok := o.r.words(o.fields[field], field)
	if ok && len(list) == 0 {
		o.r.complain(o.fields[field], "", nil, "%s names nothing", field)
	}
	seen := map[string]bool{}
	var out []string
	for _, w := range list {
		switch {
		case w.text == "":
			o.r.complain(w.at, "", nil, "%s names nothing here", field)
		case seen[w.text]:
			o.r.complain(w.at, w.text, nil, "%s: %q stands here twice", field, w.text)
		}
		seen[w.text] = true
		out = append(out, w.text)
	}
	return out
}

func (c *criteriaReader) plan(o yamlObject, k *Criterion) {
	k.Table = c.question(o)
	k.Table.Numerator = c.amount(o, "done", k.Table.Name)
	if n := o.fields["target"]; n != nil {
		if _, isNumber := nodeNumber(n); isNumber {
			k.Table.Target = o.number("target", 0)
		} else {
			k.Table.Denominator = c.amount(o, "target", k.Table.Name)
		}
	}
	if k.Table.Due = o.str("due"); k.Table.Due != "" {
		c.knownColumn(o.fields["due"], k.Table.Name, k.Table.Due, DateColumn)
	}
}

// amount reads the name of a column, or {column: …, where: …}, or {rows: true, where: …}.
func (c *criteriaReader) amount(o yamlObject, field, table string) Amount {
	n := o.fields[field]
	if n == nil {
		return Amount{}
	}
	if name, isText := nodeText(n); isText {
		name = strings.TrimSpace(name)
		c.knownColumn(n, table, name, amountColumns()...)
		return Amount{Column: name}
	}
	a, ok := c.objectOf(n, field, c.language["amount"])
	if !ok {
		return Amount{}
	}
	out := Amount{Column: a.str("column"), Where: c.rowCondition(a, table)}
	switch counts := a.boolean("rows", false); {
	case counts && a.has("column"):
		c.complain(a.fields["rows"], "rows", nil, "%s is a column or counts rows, not both", field)
	case a.has("column"):
		c.knownColumn(a.fields["column"], table, out.Column, amountColumns()...)
	case !counts:
		c.complain(a.at, "", []string{"column", "rows"}, "column or rows: true is missing in this %s", field)
	}
	return out
}

func amountColumns() []ColumnType { return []ColumnType{IntegerColumn, NumberColumn, ShareColumn} }

// rowCondition is a condition on the rows of a table.
func (c *criteriaReader) rowCondition(o yamlObject, table string) map[string][]string {
	if !o.has("where") {
		return nil
	}
	out := o.condition("where")
	if entries, ok := o.fields["where"].(ast.MapNode); ok {
		for it := entries.MapRange(); it.Next(); {
			if key, isText := nodeText(it.Key()); isText {
				c.knownColumn(it.Key(), table, key)
			}
		}
	}
	return out
}

// bound reads the value from which, or up to which, a criterion of communities passes.
func (c *criteriaReader) bound(o yamlObject, k *Criterion) {
	near := o.bounds("near")
	if o.has("at_most") && k.Measure != Presence {
		o.refuse("at_least", "at_most stands in its place")
		v := o.number("at_most", 0)
		k.AtMost = &v
		k.Near = o.numberIn("near", v/defaultNear, near)
		if o.has("near") && k.Near < v {
			c.complain(o.fields["near"], nodeShown(o.fields["near"]), nil, "near %g is below at_most %g: it is the value up to which what fails is nearly there", k.Near, v)
		}
		return
	}
	switch k.Measure {
	case Presence:
		n := max(1, len(k.Values))
		if k.Table != nil {
			n = max(1, len(k.Table.Columns))
		}
		most := bounds{lo: 1, hi: float64(n)}
		if k.Table == nil && len(k.Values) == 0 {
			most.hi = maxThreshold // facilities
		}
		k.AtLeast = float64(o.integerIn("at_least", n, most))
	case Plan:
		k.AtLeast = o.number("at_least", 1)
	case Tiling:
		k.AtLeast = o.numberIn("at_least", 1, bounds{hi: 1, above: true})
		o.demand("at_least")
	default:
		k.AtLeast = o.number("at_least", 1)
		o.demand("at_least")
	}
	k.Near = o.numberIn("near", defaultNear*k.AtLeast, near)
	if o.has("near") && k.Near > k.AtLeast {
		c.complain(o.fields["near"], nodeShown(o.fields["near"]), nil, "near %g is above at_least %g: it is the value from which what fails is nearly there", k.Near, k.AtLeast)
	}
}

// appliesIf reads to whom a criterion applies; nil: to all.
func (c *criteriaReader) appliesIf(o yamlObject) *Condition {
	if !o.has("applies_if") {
		return nil
	}
	a, ok := c.object(o.fields["applies_if"], "applies_if")
	if !ok {
		return nil
	}
	q := c.question(a)
	return &Condition{Table: q.Name, Where: c.rowCondition(a, q.Name)}
}

// colours reads the bounds of the three colours; falling: low values are the good ones.
func (o yamlObject) colours(falling bool) *Colours {
	if !o.has("colours") {
		return nil
	}
	b, ok := o.r.object(o.fields["colours"], "colours")
	if !ok {
		return nil
	}
	out := &Colours{Green: b.number("green", 0), Yellow: b.number("yellow", 0), Hysteresis: b.number("hysteresis", 0)}
	switch {
	case !b.has("green") || !b.has("yellow"):
	case falling && out.Yellow < out.Green:
		o.r.complain(b.fields["yellow"], nodeShown(b.fields["yellow"]), nil, "yellow %g is below green %g: with at_most, low values are the good ones", out.Yellow, out.Green)
	case !falling && out.Yellow > out.Green:
		o.r.complain(b.fields["yellow"], nodeShown(b.fields["yellow"]), nil, "yellow %g is above green %g: high values are the good ones", out.Yellow, out.Green)
	}
	return out
}
