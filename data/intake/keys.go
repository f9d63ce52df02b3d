package intake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"circle15/indicators"
)

// keys finds whom a row of a table is about.
type keys struct {
	ids       map[string]string // by folded id
	names     map[string]string // by folded name; empty where several communities have it
	districts map[string]string
}

// keyFault says why a key is nobody's.
type keyFault struct{ code, message, advice string }

func newKeys(cs []indicators.Community) keys {
	k := keys{map[string]string{}, map[string]string{}, map[string]string{}}
	for i := range cs {
		c := &cs[i]
		k.ids[folded(c.ID)] = c.ID
		if name := folded(c.Name); name != "" {
			if _, twice := k.names[name]; twice {
				k.names[name] = ""
			} else {
				k.names[name] = c.ID
			}
		}
		if c.District != "" {
			k.districts[folded(c.District)] = c.District
		}
	}
	return k
}

// folded is a word without blanks, and without regard to width and case.
func folded(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Fold.String(s)))
}

var inBrackets = regexp.MustCompile(`\([^()]*\)$|[*]$`)

// headerWords is a header without the unit in brackets, or the star, at its end.
func headerWords(s string) string {
	s = folded(s)
	if t := inBrackets.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	return strings.ReplaceAll(s, "_", "")
}

// find is the id of the community, or the name of the district. level says whose rows they are; empty: either's.
func (k *keys) find(written string, level indicators.Level) (string, *keyFault) {
	if len(k.ids) == 0 {
		return written, nil // communities come later: the judgement finds them
	}
	f := folded(written)
	if level != indicators.AtDistrict {
		if id, ok := k.ids[f]; ok {
			return id, nil
		}
		if id, ok := k.names[f]; ok {
			if id != "" {
				return id, nil
			}
			return "", &keyFault{"community_ambiguous", "several communities have this name", "give the id of the community"}
		}
	}
	if d, ok := k.districts[f]; ok && level != indicators.AtCommunity {
		return d, nil
	}
	who := map[indicators.Level]string{indicators.AtCommunity: "community", indicators.AtDistrict: "district"}[level]
	if who == "" {
		who = "community or district"
	}
	return "", &keyFault{"key_unknown", fmt.Sprintf("no %s has this id or name", who), "compare it with the imported communities"}
}
