package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"circle15/indicators"
	"circle15/server/answer"
)

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
	if err := answer.OneOf(q, "standard", standards); err != nil {
		return nil, err
	}
	slices.Reverse(numbers) // newest first
	if err := answer.OneOf(q, "run", numbers); err != nil {
		return nil, err
	}
	number := 0
	if v := q.Get("run"); v != "" {
		if number, err = strconv.Atoi(v); err != nil { // it was among the numbers
			return nil, err
		}
	}
	sn, err := s.runs.run(r.Context(), cat, standard, number)
	if err == nil && mayRead(r) {
		return sn.full(), nil
	}
	return sn, err
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
		if err := answer.OneOf(q, name, allowed[name]()); err != nil {
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
