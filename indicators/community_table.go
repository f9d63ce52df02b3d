package indicators

import (
	"math"
	"slices"
)

// rows are those of the subject in a table: its own, or for a district those of its communities too. unknown is how many communities
// of the district have none where others have. Without any the inquest is mute.
func (i *inquest) rows(table string) (b *book, rows []TableRow, unknown int) {
	if b = i.s.ledger.tables[table]; b == nil {
		i.mute = true
		return nil, nil, 0
	}
	for _, m := range i.members {
		of := b.rows[i.s.in.Communities[m].ID]
		rows = append(rows, of...)
		if len(of) == 0 {
			unknown++
		}
	}
	if i.level == AtDistrict {
		if len(rows) == 0 {
			unknown = 0 // it is a table of districts
		}
		rows = append(rows, b.rows[i.district]...)
	}
	i.mute = i.mute || len(rows) == 0
	switch {
	case b.info.Assumed && !slices.Contains(i.provisional, assumedLayer+b.Layer):
		i.provisional = append(i.provisional, assumedLayer+b.Layer)
	case !b.info.Assumed && !b.info.Complete:
		i.incomplete = true
	}
	return b, rows, unknown
}

// ratio divides two amounts of a table.
func (i *inquest) ratio() {
	t := i.q.crit.Table
	b, rows, unknown := i.rows(t.Name)
	if i.mute {
		return
	}
	num := b.amount(t.Numerator, rows, unknown, everyRow)
	den := b.amount(t.Denominator, rows, unknown, everyRow)
	if i.silent(num, den) {
		return
	}
	i.divide(num, den, 1)
}

// silent says that the rows say nothing: neither of the amounts has any bound. The inquest is mute then.
func (i *inquest) silent(amounts ...span) bool {
	for _, a := range amounts {
		if a.low > 0 || !math.IsInf(a.high, 1) {
			return false
		}
	}
	i.mute = true
	return true
}

// presence counts the columns with a yes, or what facilities inside the polygon offer.
func (i *inquest) presence() {
	c := i.q.crit
	if c.Table == nil {
		i.offered()
		return
	}
	b, rows, unknown := i.rows(c.Table.Name)
	if i.mute {
		return
	}
	m := &i.measured
	for _, column := range c.Table.Columns {
		has := no
		for _, r := range rows {
			has = max(has, present(b.value(r, column)))
		}
		if unknown > 0 {
			has = max(has, open)
		}
		m.sort(column, has)
	}
	if i.mute = len(m.Found)+len(m.Missing) == 0; !i.mute {
		i.count(len(m.Found), len(m.Open), len(c.Table.Columns))
	}
}

// present reads a cell of a yes/no column: a number above 0 is a yes too.
func present(cell string) kleene {
	milli, ok := quantity(cell)
	switch {
	case !ok:
		return open
	case milli > 0:
		return yes
	}
	return no
}

// sort puts a name where it belongs.
func (m *Measured) sort(name string, has kleene) {
	switch has {
	case yes:
		m.Found = append(m.Found, name)
	case no:
		m.Missing = append(m.Missing, name)
	default:
		m.Open = append(m.Open, name)
	}
}

// count makes the value of how many are there and how many may be, of all.
func (i *inquest) count(found, open, of int) {
	i.measured.Numerator, i.measured.Denominator = float64(found), float64(of)
	i.value = span{float64(found), float64(found + open)}
	if i.incomplete {
		i.value.high = math.Inf(1)
	}
	target, _ := i.q.crit.Target()
	i.measured.Short = max(target-float64(found), 0)
}

// offered counts the facilities inside the polygon, or which of the values they offer.
func (i *inquest) offered() {
	list := i.facilities()
	if i.mute {
		return
	}
	i.show(list)
	c := i.q.crit
	if len(c.Values) == 0 {
		i.count(len(list), 0, 0)
		return
	}
	dumb := false // one of them says nothing of what it offers
	offers := map[string]bool{}
	for _, f := range list {
		of := values(f.attribute(c.Key))
		dumb = dumb || len(of) == 0
		for _, v := range of {
			offers[plain(v)] = true
		}
	}
	for _, v := range c.Values {
		has := no
		switch {
		case offers[plain(v)]:
			has = yes
		case dumb:
			has = open
		}
		i.measured.sort(v, has)
	}
	i.count(len(i.measured.Found), len(i.measured.Open), len(c.Values))
}

// plan compares what is done with the target. Where rows have a day on which they fall due, those that do by the run's as-of date are the
// target, and count as done if they are; against a target that the standard names, all that is done counts.
func (i *inquest) plan() {
	t := i.q.crit.Table
	b, rows, unknown := i.rows(t.Name)
	if i.mute {
		return
	}
	due := func(r TableRow) kleene {
		day := b.value(r, t.Due)
		switch {
		case t.Due == "":
			return yes
		case day == "" || i.s.in.AsOf == "":
			return open
		case day <= i.s.in.AsOf:
			return yes
		}
		return no
	}
	if t.Target > 0 {
		i.divide(b.amount(t.Numerator, rows, unknown, everyRow), exactly(math.Round(t.Target*1000)), 1)
		return
	}
	num, den := b.amount(t.Numerator, rows, unknown, due), b.amount(t.Denominator, rows, unknown, due)
	if !i.silent(num, den) {
		i.divide(num, den, 1)
	}
}
