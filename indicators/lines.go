package indicators

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A bus line is known by its operator and its name, both normalised by these rules:
//
//   - full-width letters and digits become half-width, letters capital, runs of blanks one blank; "专 102" is "专102", "375 路" is
//     "375路";
//   - of a name, a direction is dropped: what stands in brackets when it has 上行, 下行, 内环, 外环, Ida, Vuelta, Volta, an
//     arrow or a dash between two ends; what follows a colon after a number or a Chinese name; two ends with an arrow, or a dash
//     between blanks, after a number or after 路 or 线 ("12 San Telmo → Puerto", "311 Las Palmas - Santa Brígida");
//   - 路 or 路公交车 after a number is dropped ("375路" is "375", "375路快线" is "375快线"); 快线, 夜班, 区间 and 支线 stay: they
//     are lines of their own;
//   - of an operator, legal forms at the end (S.A., S.L., S.L.U., OY, AB, CO., LTD, INC, GMBH), 有限公司, 有限责任公司, 集团, and dots and
//     commas are dropped, unless nothing else would stay.
var (
	joined    = regexp.MustCompile(`(\p{Han}) ([0-9])|([0-9A-Z]) (路|快线|夜班|区间|支线)`)
	bracketed = regexp.MustCompile(`\s*[(（【\[][^()（）【】\[\]]*(?:上行|下行|内环|外环|IDA|VUELTA|VOLTA|→|=>|->|—|–|-|⇒)[^()（）【】\[\]]*[)）】\]]`)
	afterSign = regexp.MustCompile(`^([^:]*[0-9\p{Han}][^:]*?)\s*:.*$`)
	roadEnds  = regexp.MustCompile(`^(\S*?[0-9A-Z]路(?:快线|夜班|区间|支线)?)\s*\S.*(?:→|=>|->|⇒)`)
	codeEnds  = regexp.MustCompile(`^(\S*[0-9]\S*|\S*[路线]) (?:\S.*(?:→|=>|->|⇒)|[^-–—].* [-–—] )`)
	roadEnd   = regexp.MustCompile(`([0-9A-Z])路(?:公交车?)?(快线|夜班|区间|支线)?$`)
	legalForm = regexp.MustCompile(`(?: (?:SA|SAU|SL|SLU|SU|OY|OYJ|AB|CO|LTD|INC|GMBH))+$|有限责任公司|股份有限公司|有限公司|集团`)
	emptyPair = regexp.MustCompile(`\(\s*\)`)
)

// plain folds width, case and blanks.
func plain(s string) string {
	s = strings.ToUpper(width.Fold.String(s))
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}

// LineName is a line's name by the rules above. It is empty for an empty one alone.
func LineName(s string) string {
	s = joined.ReplaceAllString(plain(s), "$1$3$2$4")
	if t := strings.TrimSpace(bracketed.ReplaceAllString(s, "")); t != "" {
		s = t
	}
	s = afterSign.ReplaceAllString(s, "$1")
	for _, ends := range []*regexp.Regexp{roadEnds, codeEnds} {
		if m := ends.FindStringSubmatch(s); m != nil {
			s = m[1]
		}
	}
	return roadEnd.ReplaceAllString(s, "$1$2")
}

// OperatorName is an operator's name by the rules above.
func OperatorName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '.' || r == ',' {
			return -1
		}
		return r
	}, plain(s))
	if t := strings.TrimSpace(emptyPair.ReplaceAllString(legalForm.ReplaceAllString(s, ""), "")); t != "" {
		return t
	}
	return s
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
