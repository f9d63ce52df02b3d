package indicators

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"circle15/geo/reach"
	"circle15/indicators/hours"
)

// How sure a number is.
const (
	sure      = "high"          // read in the source
	toCheck   = "to be checked" // from knowledge of the source that was not read again
	ourChoice = "our choice"    // the source gives none
)

// The most that a standard may ask for.
const (
	maxLimitMinutes = 60
	maxLimitMetres  = 10_000
	maxThreshold    = reach.MaxK // a search keeps no more
)

// criterion reads one criterion.
func (c *criteriaReader) criterion(n ast.Node) (Criterion, bool) {
	o, ok := c.object(n, "criterion", "id", "title", "source", "quote", "confidence", "note",
		"category", "tags", "where", "open_at", "unknown_hours", "sources", "measure", "key", "limit", "compare", "threshold", "scope",
		"require", "near", "must_set", "binding")
	if !ok {
		return Criterion{}, false
	}
	k := Criterion{
		ID: o.id(c.criteria), Title: o.title(), Source: o.str("source"), Quote: o.str("quote"), Note: o.text("note"),
		Categories: o.categories(), Tags: o.words("tags"), Where: o.where(), Sources: o.words("sources"),
		MustSet: o.boolean("must_set", false),
	}
	if why := reservedName(k.ID); why != "" {
		c.complain(o.fields["id"], k.ID, nil, "%s: choose another", why)
	}
	k.Binding = o.boolean("binding", !k.MustSet)
	k.Confidence = o.choice("confidence", confidenceOf(k.MustSet), sure, toCheck, ourChoice)
	o.measure(&k)
	c.hours(o, &k)
	c.share(o, &k)
	k.Limit = c.limitOf(o)
	c.compare(o, &k)
	return k, true
}

// confidenceOf is what a criterion has that does not say how sure its number is.
func confidenceOf(mustSet bool) string {
	if mustSet {
		return ourChoice
	}
	return toCheck
}

// measure reads what is counted and how many are needed.
func (o yamlObject) measure(k *Criterion) {
	if !o.has("measure") {
		o.missing("measure")
		return
	}
	k.Measure = Measure(o.choice("measure", "", string(Count), string(Distinct), string(Nearest)))
	k.Threshold = o.integer("threshold", 1, 1, maxThreshold)
	k.Key = o.str("key")
	switch k.Measure {
	case Nearest:
		o.refuse("threshold", "nearest needs one facility; several are the measure count")
		o.refuse("key", "nearest counts no keys; those are the measure distinct")
	case Count:
		o.refuse("key", "count counts facilities; different keys are the measure distinct")
		o.demand("threshold")
	case Distinct:
		o.demand("key")
		o.demand("threshold")
	}
}

// hours reads the time at which a facility must be open, and what counts whose hours are not known.
func (c *criteriaReader) hours(o yamlObject, k *Criterion) {
	if !o.has("open_at") {
		o.refuse("unknown_hours", "without open_at the criterion asks for no hours")
		return
	}
	k.UnknownHours = o.unknownHours(c.defaults.unknownHours)
	n := o.fields["open_at"]
	at, err := hours.ParseMoment(o.str("open_at"))
	if _, isText := nodeText(n); !isText {
		return // str has recorded that
	}
	if err != nil {
		c.complain(n, nodeShown(n), nil, "open_at %q is no time of a day: write \"07:00\" (an ordinary Tuesday) or \"Sa 07:00\"", nodeShown(n))
		return
	}
	k.OpenAt = &at
}

// unknownHours is a word of its own in criteria and defaults.
func (o yamlObject) unknownHours(fallback UnknownHours) UnknownHours {
	return UnknownHours(o.choice("unknown_hours", string(fallback), string(CountUnknown), string(IgnoreUnknown), string(LeaveUndecided)))
}

// demand records a field that must be there.
func (o yamlObject) demand(name string) {
	if !o.has(name) {
		o.missing(name)
	}
}

// refuse records a field that says nothing here.
func (o yamlObject) refuse(name, why string) {
	if n := o.fields[name]; n != nil {
		o.r.complain(n, nodeShown(n), nil, "%s has no meaning here: %s", name, why)
	}
}

// share reads which places must be covered. Anywhere is met or not: its share is the whole.
func (c *criteriaReader) share(o yamlObject, k *Criterion) {
	k.Scope = Scope(o.choice("scope", string(Places), string(Anywhere), string(Places)))
	if k.Scope == Anywhere {
		o.refuse("require", "with scope: any the community is met or not, as a whole")
		o.refuse("near", "with scope: any the community is met or not, as a whole")
		k.Require, k.Near = 1, 1
		return
	}
	k.Require = o.number("require", c.defaults.require, 0, 1, "")
	k.Near = o.near(c.defaults.near, k.Require)
}

// compare reads the profile that the criterion's own is compared with.
func (c *criteriaReader) compare(o yamlObject, k *Criterion) {
	if !o.has("compare") {
		return
	}
	if k.Limit.Straight || k.Scope == Anywhere {
		o.refuse("compare", "profiles are compared place by place on the streets; neither mode: straight nor scope: any does that")
		return
	}
	k.Compare = c.profileName(o, "compare", "")
	if k.Compare == k.Limit.Profile {
		c.complain(o.fields["compare"], k.Compare, nil, "compare names the profile of the limit itself: name another")
	}
}

// limitOf is the limit of a criterion, or the one of the defaults.
func (c *criteriaReader) limitOf(o yamlObject) Limit {
	if o.has("limit") {
		l, _ := c.limit(o.fields["limit"])
		return l
	}
	if c.defaults.limit == nil {
		o.missing("limit")
		return Limit{}
	}
	return *c.defaults.limit
}

// limit reads {minutes: 15} or {metres: 500}, with mode and profile.
func (c *criteriaReader) limit(n ast.Node) (Limit, bool) {
	o, ok := c.object(n, "limit", "minutes", "metres", "mode", "profile")
	if !ok {
		return Limit{}, false
	}
	l := Limit{Profile: c.profileName(o, "profile", c.defaults.profile)}
	l.Straight = o.choice("mode", "walk", "straight", "walk") == "straight"
	switch {
	case o.has("minutes") && o.has("metres"):
		c.complain(o.fields["metres"], "metres", nil, "a limit is in minutes or in metres, not in both")
	case o.has("minutes"):
		l.Unit, l.Value = Minutes, o.limitValue("minutes", maxLimitMinutes)
	case o.has("metres"):
		l.Unit, l.Value = Metres, o.limitValue("metres", maxLimitMetres)
	default:
		c.complain(o.at, "", []string{"metres", "minutes"}, "minutes or metres is missing in this limit")
	}
	return l, l.Value > 0
}

// limitValue is a limit of at least a thousandth of its unit, so that its cost is never 0.
func (o yamlObject) limitValue(unit string, most float64) float64 {
	return o.number(unit, 0, 0.001, most, "")
}

// categories are what is counted; at least one.
func (o yamlObject) categories() []string {
	if !o.has("category") {
		o.missing("category")
		return nil
	}
	list, ok := o.r.words(o.fields["category"], "category")
	if ok && len(list) == 0 {
		o.r.complain(o.fields["category"], "", nil, "category names nothing")
	}
	var names []string
	for _, w := range list {
		switch {
		case !idPattern.MatchString(w.text):
			o.r.complain(w.at, w.text, nil, "category %q must be made of a–z, 0–9 and _, at most 40 of them", w.text)
		case slices.Contains(names, w.text):
			o.r.complain(w.at, w.text, nil, "category %q stands here twice", w.text)
		}
		names = append(names, w.text)
	}
	return names
}

// where reads the attributes that a facility must have: a mapping from a name to its values.
func (o yamlObject) where() map[string][]string {
	if !o.has("where") {
		return nil
	}
	entries, _ := o.r.entries(o.fields["where"], "where")
	out := make(map[string][]string, len(entries))
	for _, e := range entries {
		list, ok := o.r.words(e.value, fmt.Sprintf("where: %s", e.name))
		if ok && len(list) == 0 {
			o.r.complain(e.key, e.name, nil, "where: %s names no value", e.name)
		}
		var values []string
		for _, w := range list {
			values = append(values, w.text)
		}
		out[e.name] = values
	}
	return out
}
