package indicators

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"circle15/geo/reach"
	"circle15/indicators/hours"
)

// How sure a number is.
const (
	sure      = "high"            // read in the source
	toCheck   = "to be checked"   // from knowledge of the source that was not read again
	ourChoice = "our choice"      // the source gives none
	setByCity = "set by the city" // an extending standard has it
)

// What a standard may ask for.
const (
	leastLimit      = 0.001 // of its unit, so that its cost is never 0
	maxLimitMinutes = 60
	maxLimitMetres  = 10_000
	maxThreshold    = reach.MaxK // a search keeps no more
	maxAmount       = 1_000_000_000
)

// criterion reads one criterion.
func (c *criteriaReader) criterion(n ast.Node) (Criterion, bool) {
	defer c.extended.within(n)()
	o, ok := c.object(n, "criterion")
	if !ok {
		return Criterion{}, false
	}
	k := Criterion{
		ID: o.id(c.criteria), Title: o.text("title"), Source: o.str("source"), Quote: o.str("quote"), Note: o.text("note"), Level: AtCommunity,
		Categories: o.categories(), Tags: o.texts("tags"), Where: o.condition("where"), Sources: o.texts("sources"),
		MustSet: o.boolean("must_set", false), Restricted: o.boolean("restricted", false), SetBy: c.extended.setBy(n),
	}
	if why := reservedName(k.ID); why != "" {
		c.complain(o.fields["id"], k.ID, nil, "%s: choose another", why)
	}
	k.Binding = o.boolean("binding", !k.MustSet)
	k.Confidence = o.choice("confidence", confidenceOf(k.MustSet))
	k.Measure = Measure(o.choice("measure", ""))
	o.allowed(k.Measure)
	k.AppliesIf = c.appliesIf(o)
	if k.Measure == "" || k.Measure.OfPlaces() {
		c.ofPlaces(o, &k)
	} else {
		c.ofCommunities(o, &k)
	}
	k.Colours = o.colours(k.AtMost != nil)
	c.extended.carry(o, &k)
	return k, true
}

// confidenceOf is what a criterion has that does not say how sure its number is.
func confidenceOf(mustSet bool) string {
	if mustSet {
		return ourChoice
	}
	return toCheck
}

// allowed refuses the words that the measure does not have and demands those that it has to have.
func (o yamlObject) allowed(m Measure) {
	if m == "" {
		return // unknown or missing, which has been recorded
	}
	for i := range o.words.Words {
		w := &o.words.Words[i]
		if !w.allows(m) {
			o.refuse(w.Name, whyNot(w, m))
		} else if w.demanded(m) {
			o.demand(w.Name)
		}
	}
}

// whyNot says why a measure does not have a word.
func whyNot(w *Word, m Measure) string {
	switch {
	case w.Name == "threshold" && m == Nearest:
		return "nearest needs one facility; several are the measure count"
	case w.Name == "key" && m == Nearest:
		return "nearest counts no keys; those are the measure distinct"
	case w.Name == "key" && m == Count:
		return "count counts facilities; different keys are the measure distinct"
	case w.Name == "threshold" && !m.OfPlaces():
		return fmt.Sprintf("what %s needs is at_least", m)
	}
	var have []string
	for _, m := range w.Measures {
		have = append(have, string(m))
	}
	return fmt.Sprintf("%s is a word of %s, and this is %s", w.Name, strings.Join(have, ", "), m)
}

// ofPlaces reads what the measures have that are asked of every place.
func (c *criteriaReader) ofPlaces(o yamlObject, k *Criterion) {
	needed := o.bounds("threshold")
	if k.Measure != Sum {
		needed.hi = maxThreshold
	}
	k.Threshold = o.integerIn("threshold", 1, needed)
	k.Key, k.Attribute = o.str("key"), o.str("attribute")
	c.hours(o, k)
	c.share(o, k)
	k.Limit = c.limitOf(o, k.Measure != "")
	c.compare(o, k)
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
	return UnknownHours(o.choice("unknown_hours", string(fallback)))
}

// share reads which places must be covered. Anywhere is met or not: its share is the whole.
func (c *criteriaReader) share(o yamlObject, k *Criterion) {
	k.Scope = Scope(o.choice("scope", string(Places)))
	if k.Scope == Anywhere {
		o.refuse("require", "with scope: any the community is met or not, as a whole")
		o.refuse("near", "with scope: any the community is met or not, as a whole")
		k.Require, k.Near = 1, 1
		return
	}
	k.Require = o.number("require", c.defaults.require)
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
func (c *criteriaReader) limitOf(o yamlObject, must bool) Limit {
	if o.has("limit") {
		l, _ := c.limit(o.fields["limit"])
		return l
	}
	if c.defaults.limit != nil {
		return *c.defaults.limit
	}
	if must {
		o.missing("limit")
	}
	return Limit{}
}

// limit reads {minutes: 15} or {metres: 500}, with mode and profile.
func (c *criteriaReader) limit(n ast.Node) (Limit, bool) {
	o, ok := c.object(n, "limit")
	if !ok {
		return Limit{}, false
	}
	l := Limit{Profile: c.profileName(o, "profile", c.defaults.profile)}
	l.Straight = o.choice("mode", "walk") == "straight"
	switch {
	case o.has("minutes") && o.has("metres"):
		c.complain(o.fields["metres"], "metres", nil, "a limit is in minutes or in metres, not in both")
	case o.has("minutes"):
		l.Unit, l.Value = Minutes, o.number("minutes", 0)
	case o.has("metres"):
		l.Unit, l.Value = Metres, o.number("metres", 0)
	default:
		c.complain(o.at, "", []string{"metres", "minutes"}, "minutes or metres is missing in this limit")
	}
	return l, l.Value > 0
}

// categories are what is counted.
func (o yamlObject) categories() []string {
	return o.names("category", "category")
}

// names are ids in a list, each once; what says what they are, for messages.
func (o yamlObject) names(field, what string) []string {
	if !o.has(field) {
		return nil
	}
	list, ok := o.r.words(o.fields[field], field)
	if ok && len(list) == 0 {
		o.r.complain(o.fields[field], "", nil, "%s names nothing", field)
	}
	var names []string
	for _, w := range list {
		switch {
		case !idPattern.MatchString(w.text):
			o.r.complain(w.at, w.text, nil, "%s %q must be made of a–z, 0–9 and _, at most 40 of them", what, w.text)
		case slices.Contains(names, w.text):
			o.r.complain(w.at, w.text, nil, "%s %q stands here twice", what, w.text)
		}
		names = append(names, w.text)
	}
	return names
}

// condition reads what a facility or a row must have: a mapping from a name to its values.
func (o yamlObject) condition(field string) map[string][]string {
	if !o.has(field) {
		return nil
	}
	entries, _ := o.r.entries(o.fields[field], field)
	out := make(map[string][]string, len(entries))
	for _, e := range entries {
		list, ok := o.r.words(e.value, fmt.Sprintf("%s: %s", field, e.name))
		if ok && len(list) == 0 {
			o.r.complain(e.key, e.name, nil, "%s: %s names no value", field, e.name)
		}
		var values []string
		for _, w := range list {
			values = append(values, w.text)
		}
		out[e.name] = values
	}
	return out
}
