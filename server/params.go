package server

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"circle15/geo"
	"circle15/indicators"

	"github.com/paulmach/orb"
)

// checkNames refuses a query that cannot be read, a parameter that is not among known (nil: any may be), one that
// stands twice, and languages other than zh and en.
func checkNames(r *http.Request, known []string) error {
	if known == nil {
		return nil
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return &problem{kind: badQuery, err: err}
	}
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(known, name) {
			return &problem{kind: unknownParameter, name: name, allowed: known}
		}
		if len(q[name]) > 1 {
			return &problem{kind: badParameter, name: name, got: strings.Join(q[name], ", "), allowed: []string{"one value"}}
		}
	}
	return oneOf(q, "lang", []string{"zh", "en"})
}

// oneOf refuses a value of the parameter that is not among the allowed ones. A missing or empty one passes.
func oneOf(q url.Values, name string, allowed []string) error {
	if v := q.Get(name); v != "" && !slices.Contains(allowed, v) {
		return &problem{kind: badParameter, name: name, got: v, allowed: allowed}
	}
	return nil
}

// snapshot is the run that ?run= and ?standard= ask for.
func (s *Server) snapshot(r *http.Request) (*snapshot, error) {
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	standard := q.Get("standard")
	var standards, numbers []string
	for _, run := range cat.runs {
		if !slices.Contains(standards, run.Standard.ID) {
			standards = append(standards, run.Standard.ID)
		}
		if standard == "" || run.Standard.ID == standard {
			numbers = append(numbers, strconv.Itoa(run.Number))
		}
	}
	if err := oneOf(q, "standard", standards); err != nil {
		return nil, err
	}
	slices.Reverse(numbers) // newest first
	if err := oneOf(q, "run", numbers); err != nil {
		return nil, err
	}
	number := 0
	if v := q.Get("run"); v != "" {
		if number, err = strconv.Atoi(v); err != nil { // it was among the numbers
			return nil, err
		}
	}
	return s.runs.run(r.Context(), cat, standard, number)
}

// filter is what the parameters of a query ask of fields: the wanted value by field name.
func (s *snapshot) filter(q url.Values, fieldOf map[string]string) (map[string]string, error) {
	allowed := map[string]func() []string{
		"indicator": s.indicatorIDs, "criterion": s.criterionIDs,
		"cause": causeIDs, "district": func() []string { return s.districts }, "community": s.communityIDs,
	}
	want := map[string]string{}
	for _, name := range []string{"indicator", "criterion", "cause", "district", "community"} {
		field, ok := fieldOf[name]
		v := q.Get(name)
		if !ok || v == "" {
			continue
		}
		if err := oneOf(q, name, allowed[name]()); err != nil {
			return nil, err
		}
		want[field] = v
	}
	return want, nil
}

func (s *snapshot) criterionIDs() []string {
	var ids []string
	for _, c := range s.criteria {
		ids = append(ids, c.ID)
	}
	return ids
}

func (s *snapshot) indicatorIDs() []string {
	var ids []string
	for a := range s.run.Standard.Aspects {
		for i := range s.run.Standard.Aspects[a].Indicators {
			ids = append(ids, s.run.Standard.Aspects[a].Indicators[i].ID)
		}
	}
	return ids
}

func (s *snapshot) communityIDs() []string {
	ids := make([]string, len(s.communities))
	for i := range s.communities {
		ids[i] = s.communities[i].ID
	}
	return ids
}

func causeIDs() []string {
	var ids []string
	for _, c := range indicators.Causes {
		ids = append(ids, string(c))
	}
	return ids
}

// boxOf is ?bbox=west,south,east,north in degrees; nil when it is not given. A box across the 180th meridian
// (west > east) is refused, as no city lies there.
func boxOf(q url.Values) (*geo.Box, error) {
	text := q.Get("bbox")
	if text == "" {
		return nil, nil
	}
	bad := &problem{kind: badParameter, name: "bbox", got: text,
		allowed: []string{"west,south,east,north in degrees, west <= east, south <= north"}}
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
