package indicators

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// standard reads the whole file.
func (r *standardReader) standard(n ast.Node) *Standard {
	o, ok := r.object(n, "standard")
	if !ok {
		return nil
	}
	s := &Standard{Title: o.text("title"), Extends: o.str("extends"), Source: o.str("source"), Note: o.text("note"), CommunityType: o.text("community_type")}
	s.ID = o.str("id")
	if o.has("id") && !standardIDPattern.MatchString(s.ID) {
		r.complain(o.fields["id"], s.ID, nil, "id %q must be made of a–z, 0–9, _ and -, at most 60 of them", s.ID)
	}
	s.Profiles = r.profiles(o)
	s.Tables = r.tables(o)
	c := &criteriaReader{standardReader: r, profiles: s.Profiles, tables: s.Tables, aspects: map[string]bool{}, indicators: map[string]bool{}, criteria: map[string]bool{}}
	c.defaults = c.readDefaults(o)
	for _, a := range o.list("aspects") {
		if aspect, ok := c.aspect(a); ok {
			s.Aspects = append(s.Aspects, aspect)
		}
	}
	s.Targets, s.NotMeasured = c.targets(o, s), r.notMeasured(o)
	if s.Extends == "" {
		for _, name := range []string{"overrides", "remove"} {
			o.refuse(name, "the standard extends none")
		}
		o.demand("aspects")
	}
	if o.has("aspects") && len(c.criteria) == 0 && len(r.errs) == 0 {
		r.complain(o.fields["aspects"], "", nil, "no indicator has a criterion: there is nothing to measure")
	}
	return s
}

// profiles reads how people move. "walk" is there always; others start from it.
func (r *standardReader) profiles(o yamlObject) map[string]Profile {
	out := map[string]Profile{WalkProfile: defaultWalk}
	if !o.has("profiles") {
		return out
	}
	list, _ := r.entries(o.fields["profiles"], "profiles")
	slices.SortStableFunc(list, func(a, b yamlEntry) int { // walk first: the others start from it
		return strings.Compare(walkFirst(a.name), walkFirst(b.name))
	})
	for _, e := range list {
		if !idPattern.MatchString(e.name) {
			r.complain(e.key, e.name, nil, "the name of a profile %q must be made of a–z, 0–9 and _, at most 40 of them", e.name)
			continue
		}
		out[e.name] = r.profile(e.value, out[WalkProfile])
	}
	return out
}

func walkFirst(name string) string {
	if name == WalkProfile {
		return ""
	}
	return name
}

// fastestOnFoot is the most that a profile without a bicycle may do, in metres a second: a run.
const fastestOnFoot = 3.0

func (r *standardReader) profile(n ast.Node, base Profile) Profile {
	o, ok := r.object(n, "profile")
	if !ok {
		return base
	}
	p := base
	p.SoftBarriers = o.boolean("soft_barriers", base.SoftBarriers)
	p.Wheels = o.boolean("wheels", base.Wheels)
	p.Bike = o.boolean("bike", base.Bike)
	speed := o.bounds("speed_mps")
	if !p.Bike {
		speed.hi = fastestOnFoot
	}
	p.SpeedMPS = o.numberIn("speed_mps", base.SpeedMPS, speed)
	p.MaxAccessM = o.number("max_access_m", base.MaxAccessM)
	p.Candidates = o.integer("candidates", base.Candidates)
	return p
}

// criteriaReader reads aspects down to criteria, with what they share.
type criteriaReader struct {
	*standardReader
	profiles                      map[string]Profile
	tables                        []TableSpec
	defaults                      criterionDefaults
	aspects, indicators, criteria map[string]bool // ids already taken
}

func (c *criteriaReader) aspect(n ast.Node) (Aspect, bool) {
	o, ok := c.object(n, "aspect")
	if !ok {
		return Aspect{}, false
	}
	a := Aspect{ID: o.id(c.aspects), Title: o.text("title")}
	for _, n := range o.list("indicators") {
		if ind, ok := c.indicator(n); ok {
			a.Indicators = append(a.Indicators, ind)
		}
	}
	return a, true
}

func (c *criteriaReader) indicator(n ast.Node) (Indicator, bool) {
	o, ok := c.object(n, "indicator")
	if !ok {
		return Indicator{}, false
	}
	ind := Indicator{ID: o.id(c.indicators), Title: o.text("title"), Source: o.str("source"), Note: o.text("note")}
	list := o.list("criteria")
	for _, n := range list {
		if crit, ok := c.criterion(n); ok {
			ind.Criteria = append(ind.Criteria, crit)
		}
	}
	ind.Compose = o.compose(len(list))
	return ind, true
}

// id is a word that no other of its kind has.
func (o yamlObject) id(taken map[string]bool) string {
	if !o.has("id") {
		return ""
	}
	id := o.str("id")
	switch {
	case !idPattern.MatchString(id):
		o.r.complain(o.fields["id"], id, nil, "id %q must be made of a–z, 0–9 and _, at most 40 of them", id)
	case taken[id]:
		o.r.complain(o.fields["id"], id, nil, "id %q belongs to another %s already", id, o.what)
	}
	taken[id] = true
	return id
}

// compose reads all, any or {at_least: k}. all is the default.
func (o yamlObject) compose(criteria int) Compose {
	n := o.fields["compose"]
	if _, isMap := n.(ast.MapNode); !isMap {
		if o.choiceOf("compose", "all", []string{"all", "any"}) == "any" {
			return Compose{AtLeast: 1}
		}
		return Compose{}
	}
	k, _ := o.r.object(n, "compose")
	return Compose{AtLeast: k.integerIn("at_least", 0, bounds{lo: 1, hi: float64(max(criteria, 1))})}
}

// criterionDefaults are what the criteria of a file have unless they say otherwise.
type criterionDefaults struct {
	limit         *Limit
	profile       string
	require, near float64
	unknownHours  UnknownHours
}

func (c *criteriaReader) readDefaults(file yamlObject) criterionDefaults {
	d := criterionDefaults{profile: WalkProfile, require: defaultRequire, near: defaultNear, unknownHours: CountUnknown}
	if !file.has("defaults") {
		return d
	}
	o, ok := c.object(file.fields["defaults"], "defaults")
	if !ok {
		return d
	}
	d.profile = c.profileName(o, "profile", d.profile)
	d.require = o.number("require", d.require)
	d.near = o.near(d.near, d.require)
	d.unknownHours = o.unknownHours(d.unknownHours)
	if o.has("limit") {
		c.defaults = d // a limit asks for the profile
		if l, ok := c.limit(o.fields["limit"]); ok {
			d.limit = &l
		}
	}
	return d
}

// profileName is one of the profiles of the file.
func (c *criteriaReader) profileName(o yamlObject, field, fallback string) string {
	known := make([]string, 0, len(c.profiles))
	for name := range c.profiles {
		known = append(known, name)
	}
	return o.choiceOf(field, fallback, known)
}

// near is the share from which what fails is yellow: at most what is required. One that comes from
// elsewhere is cut there.
func (o yamlObject) near(fallback, require float64) float64 {
	near := o.numberIn("near", fallback, bounds{hi: 1, above: true})
	if o.has("near") && near > require {
		o.r.complain(o.fields["near"], nodeShown(o.fields["near"]), nil,
			"near %g is above require %g: it is the share from which what fails is nearly covered", near, require)
	}
	return min(near, require)
}

// reservedName says why a criterion may not have this id: the published
// community features use it for something else.
func reservedName(id string) string {
	fixed := []string{"fid", "geom", "geometry", "type", "id", "name", "district", "run", "status", "provisional",
		"decided", "area_m2", "residents", "share_basis", "data_date"}
	if slices.Contains(fixed, id) {
		return fmt.Sprintf("id %q is the name of a column of the communities", id)
	}
	for _, end := range []string{"_low", "_high", "_have"} {
		if strings.HasSuffix(id, end) {
			return fmt.Sprintf("id %q ends in %s, which stands for a value of a criterion", id, end)
		}
	}
	if strings.HasPrefix(id, "i_") {
		return fmt.Sprintf("id %q begins with i_, which stands for an indicator", id)
	}
	return ""
}
