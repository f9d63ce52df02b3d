package tabular

import (
	"strconv"
	"strings"
)

// Number reads a number as people write it in tables: with full-width digits, spaces or commas between thousands, or a
// comma for the decimal point where it cannot stand between thousands ("28,14"). It is false for
// anything else, NaN and infinity too.
func Number(s string) (float64, bool) {
	s = strings.Map(narrow, strings.TrimSpace(s))
	if i := strings.IndexByte(s, ','); i >= 0 {
		whole, _, _ := strings.Cut(s, ".")
		switch {
		case thousands(whole):
			s = strings.ReplaceAll(s, ",", "")
		case strings.Count(s, ",") == 1 && !strings.Contains(s, "."):
			s = strings.Replace(s, ",", ".", 1)
		}
	}
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false // the words and hexadecimals that ParseFloat takes, too
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// narrow turns full-width signs into ASCII and drops spaces within numbers.
func narrow(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == '．':
		return '.'
	case r == '，':
		return ','
	case r == '－' || r == '−':
		return '-'
	case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u3000':
		return -1
	}
	return r
}

// thousands says whether commas stand before groups of three digits.
func thousands(s string) bool {
	groups := strings.Split(strings.TrimLeft(s, "+-"), ",")
	if n := len(groups[0]); n < 1 || n > 3 || groups[0] == "0" {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return true
}
