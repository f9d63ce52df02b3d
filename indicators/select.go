package indicators

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/indicators/hours"
)

// LayerInfo is what the judgement needs to know of a layer.
type LayerInfo struct {
	Name       string
	Rank       int  // how good a source of lines: 0 own tables, 1 GTFS, 2 OSM
	Complete   bool // what it does not hold is not there
	Assumed    bool // … as far as one assumes
	Restricted bool // what it holds is counted and never listed
	Categories []string
}

// candidate is a facility that counts for a criterion, with its twins in other layers.
type candidate struct {
	*Facility
	also  []string    // ids of the same facility in other layers
	from  []string    // those layers
	twins []*Facility // the facilities with those ids
	keys  []string    // what it adds to a distinct count; its id otherwise
	// written are its opening hours, else those of its twin, and then what they say of the criterion's time, if it names one.
	written string
	then    hours.State
	// Of sum: what it adds, in thousandths, and whether that is known. restricted: a layer that it is in is.
	milli      int64
	weighed    bool
	restricted bool
}

// selection is what a criterion counts.
type selection struct {
	list        []candidate
	layers      []string  // that it comes from, sorted
	assumed     []string  // those of them whose completeness is assumed
	incomplete  bool      // one of them is known to be incomplete, and no other one is complete
	city        []jobKept // of a job: how the whole city is searched for a sum, as far as it is known and hopeful
	hopes       bool      // it is the hopeful one
	certainlyNo bool      // complete layers say that there is none but those in the list
}

// twinM is how near two facilities of one name in different layers lie that count once.
const twinM = 30

// choose finds the facilities that count for a criterion.
func choose(c *Criterion, facilities []Facility, layers []LayerInfo) selection {
	info := make(map[string]LayerInfo, len(layers))
	s := selection{certainlyNo: true}
	for _, l := range layers {
		info[l.Name] = l
	}
	for _, k := range c.Categories {
		s.certainlyNo = s.certainlyNo && slices.ContainsFunc(layers, func(l LayerInfo) bool { return l.Complete && slices.Contains(l.Categories, k) })
	}
	var found []*Facility
	for i := range facilities {
		f := &facilities[i]
		if slices.Contains(c.Categories, f.Category) && meets(f, c.Where) {
			found = append(found, f)
		}
	}
	found = bySources(found, c.Sources)
	s.list = mergeTwins(found)
	for i := range s.list {
		k := &s.list[i]
		k.restricted = k.Category == RestrictedCategory || info[k.Layer].Restricted || slices.ContainsFunc(k.from, func(l string) bool { return info[l].Restricted })
	}
	rank := func(layer string) int { return info[layer].Rank }
	s.addKeys(c, rank)
	used := map[string]bool{}
	for _, f := range s.list {
		used[f.Layer] = true
	}
	s.layers = slices.Sorted(maps.Keys(used))
	for _, l := range s.layers {
		switch i := info[l]; {
		case i.Assumed:
			s.assumed = append(s.assumed, l)
		case !i.Complete && !s.certainlyNo:
			s.incomplete = true
		}
	}
	return s
}

// meets says whether a facility has what the filter asks.
func meets(f *Facility, where map[string][]string) bool {
	for k, values := range where {
		if !slices.Contains(values, f.Attrs[k]) {
			return false
		}
	}
	return true
}

// bySources keeps the facilities of the first ranked layer that has any.
func bySources(found []*Facility, sources []string) []*Facility {
	for _, s := range sources {
		var of []*Facility
		for _, f := range found {
			if f.Layer == s {
				of = append(of, f)
			}
		}
		if len(of) > 0 {
			return of
		}
	}
	return found
}

// mergeTwins counts facilities of different layers with the same name within 30 m once: the
// first in the order of layer, category, id stands for them. One of a layer is the twin of one of another, the nearest: two
// stops of one name that face each other stay two when both layers have both.
func mergeTwins(found []*Facility) []candidate {
	slices.SortFunc(found, func(a, b *Facility) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Category, b.Category), cmp.Compare(a.ID, b.ID))
	})
	var near index.Boxes
	var out []candidate
	for _, f := range found {
		name := plain(f.Name)
		twin, apart := -1, float64(twinM)
		if name != "" {
			reach := geo.Box{Min: f.At, Max: f.At}.Widen(twinM)
			near.SearchBox(reach, func(i int) bool {
				o := &out[i]
				if o.Layer == f.Layer || slices.Contains(o.from, f.Layer) || plain(o.Name) != name {
					return true
				}
				if d := geo.SegmentM(o.At, f.At); d < apart || d == apart && (twin < 0 || i < twin) {
					twin, apart = i, d
				}
				return true
			})
		}
		if twin >= 0 {
			out[twin].merge(f)
			continue
		}
		near.InsertBox(geo.Box{Min: f.At, Max: f.At}, len(out))
		out = append(out, candidate{Facility: f, written: f.Attrs[openingHours]})
	}
	return out
}

// merge makes f a twin. A stop has the lines of its twins as well, each as its own source has it.
func (c *candidate) merge(f *Facility) {
	c.also, c.from, c.twins = append(c.also, f.ID), append(c.from, f.Layer), append(c.twins, f)
	c.written = cmp.Or(c.written, f.Attrs[openingHours])
}

// addKeys says what each candidate adds: its lines, an attribute, or itself.
func (s *selection) addKeys(c *Criterion, rank func(string) int) {
	if c.Measure != Distinct {
		for i := range s.list {
			s.list[i].keys = []string{s.list[i].Layer + "/" + s.list[i].ID} // ids are unique in their layer alone
		}
		return
	}
	if c.Key != "line" {
		for i := range s.list {
			s.list[i].keys = values(s.list[i].Attrs[c.Key])
		}
		return
	}
	var stops []*Facility
	for i := range s.list {
		stops = append(append(stops, s.list[i].Facility), s.list[i].twins...)
	}
	book := newLineBook(stops, rank)
	for i := range s.list {
		keys := book.keys(s.list[i].Facility, rank)
		for _, t := range s.list[i].twins {
			keys = append(keys, book.keys(t, rank)...)
		}
		slices.Sort(keys)
		s.list[i].keys = slices.Compact(keys)
	}
}

// values are the values of an attribute that holds several: "water;power" is two.
func values(s string) []string {
	list := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";；、,，|", r) })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(v string) bool { return v == "" })
}
