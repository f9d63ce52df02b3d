package indicators

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A bus line is known by its operator and its name, both normalised by these rules:
//
//   - full-width letters and digits become half-width, letters capital, runs of blanks one blank;
//   - of a name, a direction is dropped: what stands in brackets when it has 上行, 下行, 内环, 外环, Ida, Vuelta, Volta, an
//     arrow or a dash between two ends; what follows a colon; the end of "… => …" and "… → …";
//   - a closing 路 or 路公交车 after a digit is dropped ("375路" is "375"); 快线, 夜班, 区间 and 支线 stay: they are lines of
//     their own;
//   - of an operator, legal forms (S.A., S.L., S.L.U., OY, AB, LTD, INC, GMBH, 有限公司, 有限责任公司, 集团) and dots and commas are
//     dropped.
var (
	bracketed = regexp.MustCompile(`\s*[(（【\[][^()（）【】\[\]]*(?:上行|下行|内环|外环|IDA|VUELTA|VOLTA|→|=>|->|—|–|-|⇒)[^()（）【】\[\]]*[)）】\]]`)
	afterSign = regexp.MustCompile(`\s*(?::|：).*$`)
	arrow     = regexp.MustCompile(`\s+\S*\s*(?:→|=>|->|⇒).*$`)
	roadEnd   = regexp.MustCompile(`([0-9A-Z])路(?:公交车?)?$`)
	legalForm = regexp.MustCompile(`(?:\s(?:SA|SL|SLU|SU|OY|AB|LTD|INC|GMBH|CO)$)|有限责任公司|股份有限公司|有限公司|集团`)
)

// plain folds width, case and blanks.
func plain(s string) string {
	s = strings.ToUpper(width.Fold.String(s))
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}

// LineName is a line's name by the rules above.
func LineName(s string) string {
	s = plain(s)
	s = bracketed.ReplaceAllString(s, "")
	if t := afterSign.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	if t := arrow.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	return strings.TrimSpace(roadEnd.ReplaceAllString(strings.TrimSpace(s), "$1"))
}

// OperatorName is an operator's name by the rules above.
func OperatorName(s string) string {
	s = strings.NewReplacer(".", "", ",", "").Replace(plain(s))
	return strings.TrimSpace(legalForm.ReplaceAllString(s, ""))
}

// lineKey is the identity of a line.
type lineKey struct{ operator, name string }

// String is the key in evidence: "operator|name".
func (k lineKey) String() string {
	if k.operator == "" {
		return k.name
	}
	return k.operator + "|" + k.name
}

// lineBook knows every line of a city, and which source speaks for which operator.
type lineBook struct {
	owner map[string]string // by name: the only operator that has a line of it, "" if several
	rank  map[string]int    // by operator: the best rank of a layer that has lines of it
}

// newLineBook reads the lines of all stops. rank gives how good a source a layer is: lower is better.
func newLineBook(stops []*Facility, rank func(layer string) int) *lineBook {
	b := &lineBook{owner: map[string]string{}, rank: map[string]int{}}
	for _, f := range stops {
		for _, l := range f.Lines {
			op, name := OperatorName(l.Operator), LineName(l.Name)
			if op == "" {
				continue
			}
			if had, ok := b.owner[name]; !ok {
				b.owner[name] = op
			} else if had != op {
				b.owner[name] = ""
			}
			if r, ok := b.rank[op]; !ok || rank(f.Layer) < r {
				b.rank[op] = rank(f.Layer)
			}
		}
	}
	return b
}

// keys are the lines of a stop that count: those that run on a weekday, from the best source that speaks for their operator.
// A line without an operator is the one of that name of the only operator that has one.
func (b *lineBook) keys(f *Facility, rank func(layer string) int) []string {
	var out []string
	for _, l := range f.Lines {
		if l.Weekend {
			continue
		}
		k := lineKey{OperatorName(l.Operator), LineName(l.Name)}
		if k.operator == "" {
			k.operator = b.owner[k.name]
		}
		if k.operator != "" && rank(f.Layer) > b.rank[k.operator] {
			continue
		}
		out = append(out, k.String())
	}
	return out
}
