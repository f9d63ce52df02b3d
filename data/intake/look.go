package intake

import (
	"fmt"
	"slices"
	"strings"

	"circle15/data"
)

// lookRows is how many rows a Look shows.
const lookRows = 3

// Look is what an import understood of a file, for somebody who looks before anything is stored.
type Look struct {
	Encoding string       `json:"encoding,omitempty"` // of the text; empty where the format knows one only
	Columns  []LookColumn `json:"columns"`
	Rows     []LookRow    `json:"rows"` // the first ones
}

// LookColumn is a column and the field that it was taken for; empty: it was not taken.
type LookColumn struct {
	Column string `json:"column"`
	Field  string `json:"field,omitempty"`
}

// LookRow is a row: where it lies, in WGS84, and its values by column.
type LookRow struct {
	Row    int               `json:"row"`
	Place  string            `json:"place"`
	Values map[string]string `json:"values"`
}

// open begins with the columns and rows of a table.
func (l *Look) open(t *data.Table) {
	l.Encoding = t.Encoding
	for _, c := range t.Columns {
		if c != "" {
			l.Columns = append(l.Columns, LookColumn{Column: c})
		}
	}
	l.field(t.LonColumn, "lon")
	l.field(t.LatColumn, "lat")
	for i := range t.Records[:min(lookRows, len(t.Records))] {
		l.row(&t.Records[i])
	}
	if stream := t.Stream; stream != nil {
		t.Stream = func(yield func(*data.Record) bool) error {
			return stream(func(r *data.Record) bool {
				l.row(r)
				return yield(r)
			})
		}
	}
}

func (l *Look) row(r *data.Record) {
	if len(l.Rows) >= lookRows {
		return
	}
	out := LookRow{Row: r.Row, Place: geometryWord(r), Values: map[string]string{}}
	if r.Point != nil {
		p := r.Point.Point()
		out.Place = fmt.Sprintf("%.7f %.7f", p[0], p[1])
	}
	for k, v := range r.Fields {
		out.Values[k] = strings.Clone(v)
	}
	l.Rows = append(l.Rows, out)
}

// field notes what a column was taken for. Nil and no column are fine.
func (l *Look) field(column, field string) {
	if l == nil || column == "" {
		return
	}
	i := slices.IndexFunc(l.Columns, func(c LookColumn) bool { return c.Column == column })
	if i >= 0 && !slices.Contains(strings.Split(l.Columns[i].Field, ", "), field) {
		l.Columns[i].Field = strings.TrimPrefix(l.Columns[i].Field+", "+field, ", ")
	}
}
