package ogc

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/data/cql"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/server/answer"
)

// The limits of a page of items.
const (
	defaultLimit = 100
	maxLimit     = 1000
)

// query is what a request asks of the items of a collection.
type query struct {
	limit      int // 0: all
	after      string
	box        *geo.Box
	crs        crs.System
	days       *dayRange
	equal      []equal
	filter     *cql.Filter
	sort       []sortKey
	properties []int // columns in their order; nil: all
}

// equal asks for a value of a column.
type equal struct {
	column int
	want   any
}

// sortKey is a column to sort by.
type sortKey struct {
	column     int
	descending bool
}

// itemParams are the parameters of items that are not names of properties. A property of such a name can be asked for in a
// filter only.
var itemParams = []string{"limit", "after", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "sortby", "properties", "f", "lang", "run", "standard"}

// parseQuery reads the parameters of a request for items.
func (v *visit) parseQuery(c *publish.Collection, set *publish.Set) (*query, error) {
	if err := answer.CheckNames(v.r, allParams(set)); err != nil {
		return nil, err
	}
	values := v.r.URL.Query()
	q := &query{limit: defaultLimit, after: values.Get("after"), crs: crs.CRS84()}
	for _, read := range []func(url.Values, *publish.Collection, *publish.Set) error{
		q.readLimit, v.readBox(q), v.readCRS(q), q.readDays, q.readEqual, v.readFilter(q), q.readSort, q.readProperties,
	} {
		if err := read(values, c, set); err != nil {
			return nil, err
		}
	}
	if v.f != geojsonFormat && v.f != htmlFormat && values.Get("limit") == "" {
		q.limit = 0 // a file is whole unless a part is asked for
	}
	if _, ok := set.ByID[q.after]; q.after != "" && !ok {
		return nil, &answer.Problem{Kind: answer.BadParameter, Name: "after", Got: q.after, Allowed: []string{v.say("“next”链接里的值", "what a “next” link holds")}}
	}
	return q, nil
}

// allParams are the parameters of items of a collection.
func allParams(set *publish.Set) []string {
	out := slices.Clone(itemParams)
	for _, f := range queryables(set) {
		out = append(out, f.Name)
	}
	return out
}

// queryables are the fields that are parameters too.
func queryables(set *publish.Set) []data.Field {
	var out []data.Field
	for _, f := range set.Fields {
		if !slices.Contains(itemParams, f.Name) {
			out = append(out, f)
		}
	}
	return out
}

func (q *query) readLimit(values url.Values, _ *publish.Collection, _ *publish.Set) error {
	text, ok := given(values, "limit")
	if !ok {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return &answer.Problem{Kind: answer.BadParameter, Name: "limit", Got: text, Allowed: []string{"1 … " + itoa(maxLimit)}}
	}
	q.limit = min(n, maxLimit)
	return nil
}

// given is a parameter that is there, even if it is empty.
func given(values url.Values, name string) (string, bool) {
	return values.Get(name), values.Has(name)
}

// system is the reference system that a parameter names, CRS84 without it.
func (v *visit) system(values url.Values, name string) (crs.System, error) {
	text, ok := given(values, name)
	if !ok {
		return crs.CRS84(), nil
	}
	known := v.systems()
	for _, form := range []string{"http://www.opengis.net/def/crs/", "https://www.opengis.net/def/crs/", "urn:ogc:def:crs:", "EPSG:", "[EPSG:", "OGC:CRS84", "[OGC:CRS84]"} {
		if !strings.HasPrefix(text, form) {
			continue
		}
		if s, err := crs.ParseSystem(text); err == nil {
			if at := slices.IndexFunc(known, func(k crs.System) bool { return k.URI() == s.URI() }); at >= 0 {
				return known[at], nil
			}
		}
	}
	return crs.System{}, &answer.Problem{Kind: answer.BadParameter, Name: name, Got: text, Allowed: uris(known)}
}

func (v *visit) readCRS(q *query) func(url.Values, *publish.Collection, *publish.Set) error {
	return func(values url.Values, _ *publish.Collection, _ *publish.Set) (err error) {
		q.crs, err = v.system(values, "crs")
		return err
	}
}

// readBox reads bbox in the system of bbox-crs: four numbers, or six with heights, which are not looked at.
func (v *visit) readBox(q *query) func(url.Values, *publish.Collection, *publish.Set) error {
	return func(values url.Values, _ *publish.Collection, _ *publish.Set) error {
		system, err := v.system(values, "bbox-crs")
		if err != nil {
			return err
		}
		text, ok := given(values, "bbox")
		if !ok {
			return nil
		}
		bad := &answer.Problem{Kind: answer.BadParameter, Name: "bbox", Got: text, Allowed: []string{"minx,miny,maxx,maxy"}}
		n, err := numbers(text)
		if err != nil || len(n) != 4 && len(n) != 6 {
			return bad
		}
		half := len(n) / 2
		west, south, east, north := n[0], n[1], n[half], n[half+1]
		if system.NorthFirst {
			west, south, east, north = south, west, north, east
		}
		if south > north || west > east && !system.Geographic() {
			return bad
		}
		if west > east { // across the 180th meridian: the part on the data's side is enough
			if v.run.Extent.Min.Point()[0] <= east {
				west = -180
			} else {
				east = 180
			}
		}
		if system.NorthFirst {
			west, south, east, north = south, west, north, east
		}
		box, ok := system.Box(west, south, east, north)
		if !ok {
			return bad
		}
		q.box = &box
		return nil
	}
}

func numbers(text string) ([]float64, error) {
	var out []float64
	for _, p := range strings.Split(text, ",") {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// readEqual reads the parameters that are names of properties.
func (q *query) readEqual(values url.Values, _ *publish.Collection, set *publish.Set) error {
	for _, f := range queryables(set) {
		text, ok := given(values, f.Name)
		if !ok {
			continue
		}
		want, allowed := typed(f.Type, text)
		if allowed != "" {
			return &answer.Problem{Kind: answer.BadParameter, Name: f.Name, Got: text, Allowed: []string{allowed}}
		}
		q.equal = append(q.equal, equal{set.Column[f.Name], want})
	}
	return nil
}

// typed is the text as a value of the type, or what it could have been.
func typed(t data.FieldType, text string) (value any, allowed string) {
	switch t {
	case data.BoolField:
		if text != "true" && text != "false" {
			return nil, "true, false"
		}
		return text == "true", ""
	case data.IntField:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, "integer"
		}
		return n, ""
	case data.RealField:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, "number"
		}
		return f, ""
	}
	return text, ""
}

// readSort reads sortby: names with + (up, the default) or - (down) before them.
func (q *query) readSort(values url.Values, _ *publish.Collection, set *publish.Set) error {
	text, ok := given(values, "sortby")
	if !ok {
		return nil
	}
	for _, name := range strings.Split(text, ",") {
		name = strings.TrimSpace(name)
		k := sortKey{descending: strings.HasPrefix(name, "-")}
		column, ok := set.Column[strings.TrimLeft(name, "+-")]
		if !ok {
			return &answer.Problem{Kind: answer.BadParameter, Name: "sortby", Got: name, Allowed: fieldNames(set)}
		}
		k.column = column
		q.sort = append(q.sort, k)
	}
	return nil
}

// readProperties reads which properties features shall have. They keep the order of the schema.
func (q *query) readProperties(values url.Values, _ *publish.Collection, set *publish.Set) error {
	text, ok := given(values, "properties")
	if !ok {
		return nil
	}
	q.properties = []int{}
	if text == "" {
		return nil
	}
	for _, name := range strings.Split(text, ",") {
		column, ok := set.Column[strings.TrimSpace(name)]
		if !ok {
			return &answer.Problem{Kind: answer.BadParameter, Name: "properties", Got: name, Allowed: fieldNames(set)}
		}
		q.properties = append(q.properties, column)
	}
	slices.Sort(q.properties)
	q.properties = slices.Compact(q.properties)
	return nil
}

func fieldNames(set *publish.Set) []string {
	out := make([]string, len(set.Fields))
	for i, f := range set.Fields {
		out[i] = f.Name
	}
	return out
}
