package lookback

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// ChangeKind is what changed: one kind of what a run is computed from.
type ChangeKind string

// The kinds of changes. The id of a change is that of the thing: a facility's, a way's, a community's, a row's key, a criterion's.
const (
	FacilityChanged  ChangeKind = "facility"
	StreetChanged    ChangeKind = "street"  // an OSM way
	BarrierChanged   ChangeKind = "barrier" // by the way it is drawn as
	EditChanged      ChangeKind = "street_edit"
	ResidentsChanged ChangeKind = "residents" // of one community
	CommunityChanged ChangeKind = "community"
	TableChanged     ChangeKind = "table"    // one row of a table
	GroundChanged    ChangeKind = "ground"   // a building, water, railway land
	LayerChanged     ChangeKind = "layer"    // what is said of a layer: whether it is complete
	StandardChanged  ChangeKind = "standard" // a criterion, an indicator or a profile
	ParameterChanged ChangeKind = "parameter"
)

// mostNamedDistance is how far apart, in metres, a facility that went and one of the same name that came may lie to be the same one, moved:
// our choice, about a block.
const mostNamedDistance = 200.0

// ChangeWhat is what happened to a thing.
type ChangeWhat string

// What may happen.
const (
	Came    ChangeWhat = "came"
	Went    ChangeWhat = "went"
	Moved   ChangeWhat = "moved"
	Changed ChangeWhat = "changed"
)

// Change is one difference between what two runs, or two versions of a layer, are made of.
type Change struct {
	Kind     ChangeKind `json:"kind"`
	What     ChangeWhat `json:"what"`
	Layer    string     `json:"layer,omitempty"`
	Category string     `json:"category,omitempty"` // of a facility; the name of a table
	ID       string     `json:"id"`
	Name     string     `json:"name,omitempty"`
	// Fields are the values that differ; none for what came or went.
	Fields []FieldChange `json:"fields,omitempty"`
	// At is where it lies, in degrees; nil where it lies nowhere.
	At *orb.Point `json:"at,omitempty"`
	// Box is where it lies and lay; empty for what lies nowhere.
	Box geo.Box `json:"-"`
}

// FieldChange is one value before and after.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Material is what a run is computed from, as far as it can be told apart by ids.
type Material struct {
	Facilities  []indicators.Facility
	Streets     *network.Streets
	Residents   *indicators.Residents
	Communities []indicators.Community
	Tables      []indicators.Table
	Edits       []network.Edit
}

// Changes compares two states of what runs are computed from, by id, else by name and place. The order is that of kinds, then of
// layers, categories and ids, whatever the order of the things.
func Changes(before, after *Material) []Change {
	out := facilityChanges(before.Facilities, after.Facilities)
	out = append(out, streetChanges(before.Streets, after.Streets)...)
	out = append(out, barrierChanges(before.Streets, after.Streets)...)
	where := after.Communities
	if len(where) == 0 {
		where = before.Communities
	}
	out = append(out, residentChanges(before.Residents, after.Residents, where)...)
	out = append(out, communityChanges(before.Communities, after.Communities)...)
	out = append(out, editChanges(before.Edits, after.Edits)...)
	return append(out, tableChanges(before.Tables, after.Tables)...)
}

func at(p geo.E7) *orb.Point {
	q := p.Point()
	return &q
}

// diffField adds a field that differs.
func diffField(fields []FieldChange, name, before, after string) []FieldChange {
	if before == after {
		return fields
	}
	return append(fields, FieldChange{name, before, after})
}

// facilityKey is what tells facilities apart.
type facilityKey struct{ layer, category, id string }

func facilityChanges(before, after []indicators.Facility) []Change {
	was := make(map[facilityKey]*indicators.Facility, len(before))
	for i := range before {
		f := &before[i]
		was[facilityKey{f.Layer, f.Category, f.ID}] = f
	}
	var out []Change
	var came []*indicators.Facility
	for i := range after {
		f := &after[i]
		k := facilityKey{f.Layer, f.Category, f.ID}
		old, ok := was[k]
		delete(was, k)
		if !ok {
			came = append(came, f)
		} else if c, differs := facilityChange(old, f); differs {
			out = append(out, c)
		}
	}
	went := slices.Collect(maps.Values(was))
	slices.SortFunc(went, compareFacilities)
	out = append(out, sameByName(&came, &went)...)
	for _, f := range came {
		out = append(out, Change{Kind: FacilityChanged, What: Came, Layer: f.Layer, Category: f.Category, ID: f.ID, Name: f.Name, At: at(f.At), Box: boxOf(f)})
	}
	for _, f := range went {
		out = append(out, Change{Kind: FacilityChanged, What: Went, Layer: f.Layer, Category: f.Category, ID: f.ID, Name: f.Name, At: at(f.At), Box: boxOf(f)})
	}
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func compareFacilities(a, b *indicators.Facility) int {
	return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.ID, b.ID))
}

// box is where the facility lies.
func boxOf(f *indicators.Facility) geo.Box {
	b := geo.EmptyBox().Extend(f.At)
	for _, e := range f.Entrances {
		b = b.Extend(e)
	}
	for _, r := range f.Outline {
		b = b.Union(r.Box())
	}
	return b
}

// sameByName finds among those that came and went the ones that are the same under another id: of one layer and category, with the same
// name not farther apart than mostNamedDistance, or without names at the same place. They are taken out of both lists.
func sameByName(came, went *[]*indicators.Facility) []Change {
	var out []Change
	taken := map[*indicators.Facility]bool{}
	byName := map[facilityKey][]*indicators.Facility{}
	for _, f := range *went {
		k := facilityKey{f.Layer, f.Category, f.Name}
		byName[k] = append(byName[k], f)
	}
	left := (*came)[:0:0]
	for _, f := range *came {
		var best *indicators.Facility
		bestM := mostNamedDistance
		if f.Name == "" {
			bestM = 0
		}
		for _, old := range byName[facilityKey{f.Layer, f.Category, f.Name}] {
			if d := geo.SegmentM(old.At, f.At); !taken[old] && (d < bestM || best == nil && d <= bestM) {
				best, bestM = old, d
			}
		}
		if best == nil {
			left = append(left, f)
			continue
		}
		taken[best] = true
		c, _ := facilityChange(best, f)
		c.Fields = append([]FieldChange{{"id", best.ID, f.ID}}, c.Fields...)
		out = append(out, c)
	}
	*came = left
	*went = slices.DeleteFunc(*went, func(f *indicators.Facility) bool { return taken[f] })
	return out
}

// facilityChange compares one facility with itself; false when nothing differs.
func facilityChange(old, now *indicators.Facility) (Change, bool) {
	c := Change{Kind: FacilityChanged, What: Changed, Layer: now.Layer, Category: now.Category, ID: now.ID, Name: now.Name, At: at(now.At), Box: boxOf(now).Union(boxOf(old))}
	if old.At != now.At {
		c.What = Moved
		c.Fields = append(c.Fields, FieldChange{"place", placeText(old.At), fmt.Sprintf("%s (%.0f m)", placeText(now.At), geo.SegmentM(old.At, now.At))})
	}
	c.Fields = diffField(c.Fields, "name", old.Name, now.Name)
	c.Fields = diffField(c.Fields, "lines", lineNames(old.Lines), lineNames(now.Lines))
	for _, k := range slices.Sorted(maps.Keys(joined(old.Attrs, now.Attrs))) {
		c.Fields = diffField(c.Fields, k, old.Attrs[k], now.Attrs[k])
	}
	if !slices.EqualFunc(old.Outline, now.Outline, slices.Equal[geo.Ring]) {
		c.Fields = append(c.Fields, FieldChange{"outline", outlineText(old.Outline), outlineText(now.Outline)})
	}
	if !slices.Equal(old.Entrances, now.Entrances) {
		c.Fields = append(c.Fields, FieldChange{"entrances", fmt.Sprint(len(old.Entrances)), fmt.Sprint(len(now.Entrances))})
	}
	return c, len(c.Fields) > 0
}

func joined(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		return b
	}
	maps.Copy(out, b)
	return out
}

func placeText(p geo.E7) string {
	q := p.Point()
	return fmt.Sprintf("%.6f %.6f", q[0], q[1])
}

func outlineText(rings []geo.Ring) string {
	n := 0
	for _, r := range rings {
		n += len(r)
	}
	return fmt.Sprintf("%d places", n)
}

func lineNames(lines []indicators.Line) string {
	names := make([]string, len(lines))
	for i, l := range lines {
		if names[i] = l.Name; l.Operator != "" {
			names[i] = l.Operator + "|" + l.Name
		}
		if l.Weekend {
			names[i] += " (weekend)"
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func communityChanges(before, after []indicators.Community) []Change {
	was := make(map[string]*indicators.Community, len(before))
	for i := range before {
		was[before[i].ID] = &before[i]
	}
	var out []Change
	for i := range after {
		c := &after[i]
		old := was[c.ID]
		delete(was, c.ID)
		ch := Change{Kind: CommunityChanged, What: Changed, ID: c.ID, Name: c.Name, At: at(c.Shape.Inside()), Box: c.Shape.Box()}
		if old == nil {
			ch.What = Came
			out = append(out, ch)
			continue
		}
		ch.Box = ch.Box.Union(old.Shape.Box())
		ch.Fields = diffField(ch.Fields, "name", old.Name, c.Name)
		ch.Fields = diffField(ch.Fields, "district", old.District, c.District)
		if !sameShape(old.Shape, c.Shape) {
			ch.Fields = append(ch.Fields, FieldChange{"boundary", fmt.Sprintf("%.0f m²", old.Shape.AreaM2()), fmt.Sprintf("%.0f m²", c.Shape.AreaM2())})
		}
		if len(ch.Fields) > 0 {
			out = append(out, ch)
		}
	}
	for _, old := range was {
		out = append(out, Change{Kind: CommunityChanged, What: Went, ID: old.ID, Name: old.Name, At: at(old.Shape.Inside()), Box: old.Shape.Box()})
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func sameShape(a, b geo.MultiPolygon) bool {
	return slices.EqualFunc(a, b, func(p, q geo.Polygon) bool { return slices.EqualFunc(p, q, slices.Equal[geo.Ring]) })
}

// people sums the residents up at each place where some live.
func people(r *indicators.Residents) map[geo.E7]int64 {
	out := map[geo.E7]int64{}
	if r != nil {
		for i, p := range r.At {
			out[p] += r.Milli[i]
		}
	}
	return out
}

// residentChanges compares the residents by place and sums up what differs by community: residents have no ids.
func residentChanges(before, after *indicators.Residents, communities []indicators.Community) []Change {
	was, now := people(before), people(after)
	type sum struct {
		before, after int64
		places        int
		came, went    int
		box           geo.Box
		name          string
	}
	home := newLocator(communities)
	sums := map[string]*sum{}
	for p := range joinedPlaces(was, now) {
		id, name := home.of(p)
		s := sums[id]
		if s == nil {
			s = &sum{box: geo.EmptyBox(), name: name}
			sums[id] = s
		}
		a, hadA := was[p]
		b, hadB := now[p]
		s.before, s.after = s.before+a, s.after+b
		if hadA && hadB && a == b {
			continue
		}
		s.box = s.box.Extend(p)
		s.places++
		if !hadA {
			s.came++
		}
		if !hadB {
			s.went++
		}
	}
	var out []Change
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		s := sums[id]
		if s.places == 0 {
			continue
		}
		c := Change{Kind: ResidentsChanged, What: Changed, ID: id, Name: s.name, Box: s.box,
			Fields: []FieldChange{{"residents", number(float64(s.before) / 1000), number(float64(s.after) / 1000)}}}
		if before == nil {
			c.What = Came
		} else if after == nil {
			c.What = Went
		}
		c.Fields = append(c.Fields, FieldChange{"places", "", fmt.Sprintf("%d changed, %d came, %d went", s.places-s.came-s.went, s.came, s.went)})
		out = append(out, c)
	}
	return out
}

func joinedPlaces(a, b map[geo.E7]int64) map[geo.E7]bool {
	out := make(map[geo.E7]bool, len(a))
	for p := range a {
		out[p] = true
	}
	for p := range b {
		out[p] = true
	}
	return out
}

// number is v with at most three decimals.
func number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", math.Round(v*1000)/1000), "0"), ".")
}

// tableChanges compares tables row by row: the first row of a key with the first, the second with the second.
func tableChanges(before, after []indicators.Table) []Change {
	type rowKey struct {
		table, key string
		n          int
	}
	type row struct {
		layer  string
		values map[string]string
	}
	rows := func(ts []indicators.Table) map[rowKey]row {
		out := map[rowKey]row{}
		for i := range ts {
			t := &ts[i]
			seen := map[string]int{}
			for _, r := range t.Rows {
				v := map[string]string{}
				for c, name := range t.Columns {
					if c < len(r.Values) {
						v[name] = r.Values[c]
					}
				}
				out[rowKey{t.Name, r.Key, seen[r.Key]}] = row{t.Layer, v}
				seen[r.Key]++
			}
		}
		return out
	}
	was, now := rows(before), rows(after)
	all := maps.Clone(was)
	maps.Copy(all, now)
	var out []Change
	for k, r := range all {
		c := Change{Kind: TableChanged, What: Changed, Layer: r.layer, Category: k.table, ID: k.key, Box: geo.EmptyBox()}
		if k.n > 0 {
			c.ID = fmt.Sprintf("%s#%d", k.key, k.n+1)
		}
		a, had := was[k]
		b, has := now[k]
		switch {
		case !had:
			c.What = Came
		case !has:
			c.What = Went
		}
		for _, f := range slices.Sorted(maps.Keys(joined(a.values, b.values))) {
			c.Fields = diffField(c.Fields, f, a.values[f], b.values[f])
		}
		if c.What != Changed || len(c.Fields) > 0 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.ID, b.ID))
	})
	return out
}
