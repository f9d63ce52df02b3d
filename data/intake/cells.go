package intake

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"circle15/data"
	"circle15/data/tabular"
	"circle15/indicators"
)

// cell is what a record has in a column in the form that criteria read; empty where it has nothing, or nothing that can be meant.
func (in *tableIntake) cell(r *data.Record, c *chosenColumn) string {
	written := r.Fields[c.from]
	if written == "" || blank(written) {
		return ""
	}
	value, f := readCell(written, &c.spec)
	if f != nil {
		f.Row, f.Feature, f.Field, f.Value = r.Row, r.Fields[in.key], c.from, written
		in.finds.Add(*f)
	} else if narrow := width.Fold.String(written); narrow != written && strings.ContainsAny(narrow, "0123456789") && c.spec.Type != indicators.TextColumn && c.spec.Type != "" {
		in.finds.Add(data.Finding{Severity: data.Note, Code: "full_width", Row: r.Row, Feature: r.Fields[in.key], Field: c.from, Value: written,
			Message: "full-width digits were taken as " + value})
	}
	return value
}

// blank says whether a cell stands for one that is not filled in.
func blank(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "-", "—", "——", "/", "n/a", "na", "null", "暂无", "不详", "未知", "unknown":
		return true
	}
	return false
}

// readCell reads a cell as its column asks. A finding says what is wrong with it; the value may be used all the same.
func readCell(s string, c *indicators.ColumnSpec) (string, *data.Finding) {
	switch c.Type {
	case indicators.IntegerColumn, indicators.NumberColumn:
		return readNumber(s, c)
	case indicators.ShareColumn:
		return readShare(s, c)
	case indicators.YesNoColumn:
		if v, ok := indicators.YesNo(s); ok {
			return map[bool]string{true: "yes", false: "no"}[v], nil
		}
		return "", leftOut("value_invalid", "neither yes nor no", "write 是 or 否, yes or no, √ or ×, 1 or 0")
	case indicators.DateColumn:
		return readDate(s)
	case indicators.ChoiceColumn:
		if i := slices.IndexFunc(c.Values, func(v string) bool { return folded(v) == folded(s) }); i >= 0 {
			return c.Values[i], nil
		}
		return "", leftOut("value_invalid", "none of the known values", "known are "+strings.Join(c.Values, ", "))
	case "": // nobody says what it holds: numbers are written plainly, all else stays
		if v, percent, ok := number(s); ok {
			if percent {
				v /= 100
			}
			return plainNumber(v), nil
		}
	}
	return s, nil
}

func leftOut(code, message, advice string) *data.Finding {
	return &data.Finding{Severity: data.Warning, Code: code, Message: message + ": the value was left out and is unknown", Advice: advice}
}

// number reads a number, and whether a sign of per cent stands after it.
func number(s string) (v float64, percent, ok bool) {
	s = width.Fold.String(strings.TrimSpace(s))
	if t, found := strings.CutSuffix(s, "%"); found {
		s, percent = t, true
	}
	v, ok = tabular.Number(s)
	return v, percent, ok
}

func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func readNumber(s string, c *indicators.ColumnSpec) (string, *data.Finding) {
	v, percent, ok := number(s)
	if !ok || percent {
		return "", leftOut("value_invalid", "not a number", "write digits alone, without the unit")
	}
	if c.Type == indicators.IntegerColumn && v != math.Trunc(v) {
		return "", leftOut("value_invalid", "not a whole number", "write a whole number")
	}
	if f := outOfRange(v, c, 0, math.Inf(1)); f != nil {
		return "", f
	}
	return plainNumber(v), nil
}

// outOfRange holds a value to the bounds of its column, else to those.
func outOfRange(v float64, c *indicators.ColumnSpec, lo, hi float64) *data.Finding {
	if c.Min != nil {
		lo = *c.Min
	}
	if c.Max != nil {
		hi = *c.Max
	}
	if v >= lo && v <= hi {
		return nil
	}
	between := fmt.Sprintf("at least %g", lo)
	if !math.IsInf(hi, 1) {
		between = fmt.Sprintf("between %g and %g", lo, hi)
	}
	return leftOut("value_out_of_range", "the value is not "+between, "mend the row")
}

// readShare reads a share of one: 0.85, or 85 % with its sign. A bare number above 1 is taken for per cent and told.
func readShare(s string, c *indicators.ColumnSpec) (string, *data.Finding) {
	v, percent, ok := number(s)
	if !ok {
		return "", leftOut("value_invalid", "not a share", "write a number between 0 and 1, or per cent with the sign %")
	}
	var told *data.Finding
	switch {
	case percent:
		v /= 100
	case v > 1 && v <= 100:
		v /= 100
		told = &data.Finding{Severity: data.Warning, Code: "percent_assumed", Message: fmt.Sprintf("a share lies between 0 and 1: it was taken as %g %%", v*100),
			Advice: fmt.Sprintf("write %g, or %g%%", v, v*100)}
	}
	if f := outOfRange(v, c, 0, 1); f != nil {
		return "", f
	}
	return plainNumber(math.Round(v*1e9) / 1e9), told
}

// dateForms are the ways in which days are written; monthForms name a month, which stands for its last day.
var (
	dateForms  = []string{"2006-01-02", "2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2006年1月2日", "2006-01-02 15:04:05", "2006/1/2 15:04:05", "2006-01-02T15:04:05Z07:00"}
	monthForms = []string{"2006-1", "2006/1", "2006.1", "2006年1月"}
)

func readDate(s string) (string, *data.Finding) {
	s = strings.TrimSpace(width.Fold.String(s))
	for _, form := range dateForms {
		if d, err := time.Parse(form, s); err == nil {
			return d.Format(time.DateOnly), nil
		}
	}
	for _, form := range monthForms {
		if d, err := time.Parse(form, s); err == nil {
			return d.AddDate(0, 1, -1).Format(time.DateOnly), nil
		}
	}
	return "", leftOut("value_invalid", "not a date", "write it as 2026-06-30")
}
