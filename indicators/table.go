package indicators

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// kleene is what is known of a statement.
type kleene uint8

const (
	no   kleene = iota
	open        // nobody knows
	yes
)

// ledger is the tables of a city by name, their rows by key, and the communities of each district.
type ledger struct {
	tables  map[string]*book
	members map[string][]int // by district: indexes of communities, in their order
}

// book is one table.
type book struct {
	*Table
	info   LayerInfo
	column map[string]int
	rows   map[string][]TableRow
}

func newLedger(in *Input) ledger {
	l := ledger{tables: map[string]*book{}, members: map[string][]int{}}
	for i := range in.Tables {
		t := &in.Tables[i]
		b := &book{Table: t, column: map[string]int{}, rows: map[string][]TableRow{}}
		for k, name := range t.Columns {
			b.column[name] = k
		}
		for _, r := range t.Rows {
			b.rows[r.Key] = append(b.rows[r.Key], r)
		}
		if k := slices.IndexFunc(in.Layers, func(i LayerInfo) bool { return i.Name == t.Layer }); k >= 0 {
			b.info = in.Layers[k]
		}
		l.tables[t.Name] = b
	}
	for i := range in.Communities {
		if d := in.Communities[i].District; d != "" {
			l.members[d] = append(l.members[d], i)
		}
	}
	return l
}

// value is what a row has in a column: empty where the table has no such column.
func (b *book) value(r TableRow, column string) string {
	if k, ok := b.column[column]; ok && k < len(r.Values) {
		return r.Values[k]
	}
	return ""
}

// holds says whether a row has one of the values in every column. A cell that is empty may have any.
func (b *book) holds(r TableRow, where map[string][]string) kleene {
	out := yes
	for column, values := range where {
		v := b.value(r, column)
		switch {
		case v == "":
			out = min(out, open)
		case !slices.ContainsFunc(values, func(w string) bool { return sameWord(v, w) }):
			return no
		}
	}
	return out
}

// sameWord compares cells: without regard to width and case, and words for yes and no by what they mean.
func sameWord(a, b string) bool {
	if plain(a) == plain(b) {
		return true
	}
	x, ok := YesNo(a)
	y, ok2 := YesNo(b)
	return ok && ok2 && x == y
}

// YesNo reads a word for yes or no, Chinese or English, or a sign for it (√, ×, 1, 0). It is not ok for anything else.
func YesNo(s string) (value, ok bool) {
	switch plain(s) {
	case "YES", "Y", "TRUE", "T", "1", "是", "有", "已", "√", "✓", "✔", "☑", "已完成", "完成", "已建", "已建成":
		return true, true
	case "NO", "N", "FALSE", "F", "0", "否", "无", "没有", "未", "×", "X", "✗", "✘", "未完成", "未建", "未建成":
		return false, true
	}
	return false, false
}

// span is what is known of a number that is not below 0: at least low, at most high, which is infinite where nothing bounds it.
// Both are in thousandths, whole, so that sums are exact in any order.
type span struct{ low, high float64 }

func exactly(v float64) span { return span{v, v} }

func (s span) plus(o span) span { return span{s.low + o.low, s.high + o.high} }

// by is s·factor/o. What is divided by 0 is infinite, and 0 by 0 may be anything.
func (s span) by(o span, factor float64) span {
	out := span{0, math.Inf(1)}
	if o.high > 0 && !math.IsInf(o.high, 1) {
		out.low = s.low * factor / o.high
	}
	if o.low > 0 {
		out.high = s.high * factor / o.low
	}
	return out
}

// mostQuantity is the greatest number that is believed of a cell or an attribute.
const mostQuantity = 1e9

var grouped = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// quantity reads a number that is not below 0, in thousandths. A word for yes is 1, for no 0.
func quantity(s string) (milli float64, ok bool) {
	s = strings.ReplaceAll(plain(s), " ", "")
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if s != "" && strings.Trim(s, "0123456789.") == "" {
		v, err := strconv.ParseFloat(s, 64)
		return math.Round(v * 1000), err == nil && v <= mostQuantity
	}
	if v, ok := YesNo(s); ok {
		if v {
			return 1000, true
		}
		return 0, true
	}
	return 0, false
}

// amount adds a column up over the rows that hold, or counts them. Of unknown more rows nothing is known but that they may be there;
// take says which rows are looked at.
func (b *book) amount(a Amount, rows []TableRow, unknown int, take func(TableRow) kleene) span {
	var sum span
	for _, r := range rows {
		holds := min(b.holds(r, a.Where), take(r))
		if holds == no {
			continue
		}
		milli, known := 1000.0, true
		if a.Column != "" {
			milli, known = quantity(b.value(r, a.Column))
		}
		one := span{milli, milli}
		if !known {
			one = span{0, math.Inf(1)}
		}
		if holds == open {
			one.low = 0
		}
		sum = sum.plus(one)
	}
	switch {
	case unknown > 0 && a.Column != "":
		sum.high = math.Inf(1)
	case unknown > 0:
		sum.high += float64(unknown) * 1000
	}
	return sum
}

func everyRow(TableRow) kleene { return yes }

// applies says whether a criterion applies to a community.
func (s *Scene) applies(c *Criterion, community int) kleene {
	if c.AppliesIf == nil {
		return yes
	}
	b := s.ledger.tables[c.AppliesIf.Table]
	if b == nil {
		return open
	}
	rows := b.rows[s.in.Communities[community].ID]
	if len(rows) == 0 {
		return open
	}
	out := no
	for _, r := range rows {
		out = max(out, b.holds(r, c.AppliesIf.Where))
	}
	return out
}

// appliesUnknown is the reason why a status is unknown where nobody knows whether the criterion applies.
const appliesUnknown = "applies_if_unknown"

// notApplicable is the result of a community to which a criterion does not apply: nothing is missing in it.
func (s *Scene) notApplicable(g *ground, q *question) Result {
	r := Result{Community: g.community.ID, Criterion: q.crit.ID, Need: q.need}
	r.whole(g, Covered, 0)
	s.everybody(g, &r)
	s.shares(g, q, &r)
	r.Status, r.Basis, r.Decided = NotApplicable, ByWhole, Share{}
	return r
}
