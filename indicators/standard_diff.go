package indicators

import (
	"fmt"
	"slices"
)

// StandardChange is one part of a standard that another has otherwise.
type StandardChange struct {
	Kind   string        `json:"kind"` // criterion, indicator, profile, target, table, not_measured
	ID     string        `json:"id"`
	Change string        `json:"change"` // added, removed, changed
	Title  Text          `json:"title"`
	Fields []FieldChange `json:"fields,omitempty"` // of what changed, numbers first
}

// FieldChange is one word that changed.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
	// Phrase says it for people: "limit 15 min → 10 min", "now binding".
	Phrase Text `json:"phrase"`
	// Numbers decide what is judged; the others describe it.
	Describes bool `json:"describes,omitempty"`
}

// DiffStandards says what b has otherwise than a: criteria in the order of b (those that it has not any more last), then indicators, profiles,
// targets, tables, and sentences that are not measured.
func DiffStandards(a, b *Standard) []StandardChange {
	kinds := []string{"criterion", "indicator", "profile", "target", "table", "not_measured"}
	var out []StandardChange
	for _, kind := range kinds {
		was, is := partsOf(a, kind), partsOf(b, kind)
		for _, p := range is {
			i := slices.IndexFunc(was, func(o part) bool { return o.id == p.id })
			if i < 0 {
				out = append(out, StandardChange{Kind: kind, ID: p.id, Change: "added", Title: p.title})
			} else if fields := diffFacets(was[i].facets, p.facets); len(fields) > 0 {
				out = append(out, StandardChange{Kind: kind, ID: p.id, Change: "changed", Title: p.title, Fields: fields})
			}
		}
		for _, p := range was {
			if !slices.ContainsFunc(is, func(o part) bool { return o.id == p.id }) {
				out = append(out, StandardChange{Kind: kind, ID: p.id, Change: "removed", Title: p.title})
			}
		}
	}
	return out
}

// part is one part of a standard as it is compared.
type part struct {
	id     string
	title  Text
	facets []facet
}

// facet is one word of a part, with its value for people.
type facet struct {
	name      string
	label     Text
	value     Text
	describes bool
}

func diffFacets(was, is []facet) []FieldChange {
	var out []FieldChange
	for _, f := range is {
		old := facet{name: f.name}
		if i := slices.IndexFunc(was, func(o facet) bool { return o.name == f.name }); i >= 0 {
			old = was[i]
		}
		if old.value != f.value {
			out = append(out, changeOf(old, f))
		}
	}
	for _, f := range was { // a column that is not there any more
		if !slices.ContainsFunc(is, func(o facet) bool { return o.name == f.name }) && f.value != (Text{}) {
			out = append(out, changeOf(f, facet{name: f.name, label: f.label, describes: f.describes}))
		}
	}
	return out
}

func changeOf(was, is facet) FieldChange {
	c := FieldChange{Field: is.name, From: was.value.En, To: is.value.En, Describes: is.describes}
	switch {
	case is.name == "binding" && is.value.En == "true":
		c.Phrase = both("现在参与判定", "now binding")
	case is.name == "binding":
		c.Phrase = both("不再参与判定", "no longer binding")
	case is.name == "must_set" && is.value.En == "true":
		c.Phrase = both("数字待定", "its number is to be set")
	case is.name == "must_set":
		c.Phrase = both("数字已定", "its number is set")
	case is.name == "note":
		c.Phrase = both("说明有改动", "the note changed")
	default:
		c.Phrase = Text{
			Zh: fmt.Sprintf("%s %s → %s", is.label.Zh, orNothing(was.value.Zh), orNothing(is.value.Zh)),
			En: fmt.Sprintf("%s %s → %s", is.label.En, orNothing(was.value.En), orNothing(is.value.En)),
		}
	}
	return c
}

func orNothing(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// partsOf are the parts of a kind in the order of the file; profiles by name.
func partsOf(s *Standard, kind string) []part {
	var out []part
	switch kind {
	case "criterion":
		for _, a := range s.Aspects {
			for _, i := range a.Indicators {
				for _, c := range i.Criteria {
					out = append(out, part{c.ID, c.Title, criterionFacets(&c, i.ID)})
				}
			}
		}
	case "indicator":
		for _, a := range s.Aspects {
			for _, i := range a.Indicators {
				out = append(out, part{i.ID, i.Title, indicatorFacets(&i, a.ID)})
			}
		}
	case "profile":
		for _, name := range sortedKeys(s.Profiles) {
			out = append(out, part{name, both(name, name), profileFacets(s.Profiles[name])})
		}
	case "target":
		for _, t := range s.Targets {
			out = append(out, part{t.ID, t.Title, targetFacets(&t)})
		}
	case "table":
		for _, t := range s.Tables {
			out = append(out, part{t.ID, t.Title, tableFacets(&t)})
		}
	case "not_measured":
		for _, n := range s.NotMeasured {
			out = append(out, part{n.Quote, both(n.Quote, n.Quote), []facet{{"reason", both("理由", "reason"), n.Reason, true}}})
		}
	}
	return out
}
