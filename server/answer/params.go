package answer

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"circle15/geo"

	"github.com/paulmach/orb"
)

// CheckNames refuses a query that cannot be read, a parameter that is not among known (nil: any may be), one that
// stands twice, and languages other than zh and en.
func CheckNames(r *http.Request, known []string) error {
	if known == nil {
		return nil
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return &Problem{Kind: BadQuery, Err: err}
	}
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(known, name) {
			return &Problem{Kind: UnknownParameter, Name: name, Allowed: known}
		}
		if len(q[name]) > 1 {
			return &Problem{Kind: BadParameter, Name: name, Got: strings.Join(q[name], ", "), Allowed: []string{"one value"}}
		}
	}
	return OneOf(q, "lang", []string{"zh", "en"})
}

// OneOf refuses a value of the parameter that is not among the allowed ones. A missing or empty one passes.
func OneOf(q url.Values, name string, allowed []string) error {
	if v := q.Get(name); v != "" && !slices.Contains(allowed, v) {
		return &Problem{Kind: BadParameter, Name: name, Got: v, Allowed: allowed}
	}
	return nil
}

// BoxOf is ?bbox=west,south,east,north in degrees; nil when it is not given. A box across the 180th meridian
// (west > east) is refused, as no city lies there.
func BoxOf(q url.Values) (*geo.Box, error) {
	text := q.Get("bbox")
	if text == "" {
		return nil, nil
	}
	bad := &Problem{Kind: BadParameter, Name: "bbox", Got: text,
		Allowed: []string{"west,south,east,north in degrees, west <= east, south <= north"}}
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return nil, bad
	}
	var v [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) {
			return nil, bad
		}
		v[i] = f
	}
	low, ok1 := geo.ToE7(orb.Point{v[0], v[1]})
	high, ok2 := geo.ToE7(orb.Point{v[2], v[3]})
	if !ok1 || !ok2 || v[0] > v[2] || v[1] > v[3] {
		return nil, bad
	}
	return &geo.Box{Min: low, Max: high}, nil
}
