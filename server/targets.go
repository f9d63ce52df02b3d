package server

import (
	"cmp"
	"context"
	"net/http"
	"sync"

	"circle15/data"
	"circle15/indicators"
	"circle15/indicators/target"
	"circle15/server/answer"
)

// targetReports keeps the reports of one revision of the store: each reads a run per period.
type targetReports struct {
	mu       sync.Mutex
	revision string
	kept     map[string]*target.Report
}

func (t *targetReports) of(ctx context.Context, store Store, revision, standard string, p target.Period, std *indicators.Standard) (*target.Report, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.revision != revision {
		t.revision, t.kept = revision, map[string]*target.Report{}
	}
	key := standard + " " + string(p)
	if r := t.kept[key]; r != nil {
		return r, nil
	}
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	r, err := data.Targets(ctx, store, standard, p, nil)
	if err != nil {
		return nil, err
	}
	r = r.Public(std)
	t.kept[key] = r
	return r, nil
}

func (s *Server) getTargets(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if err := answer.OneOf(q, "period", []string{string(target.Week), string(target.Month), string(target.Quarter)}); err != nil {
		return err
	}
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return err
	}
	var standards []string
	byID := map[string]*indicators.Standard{}
	for i := range cat.runs {
		standards = append(standards, cat.runs[i].Standard.ID)
		byID[cat.runs[i].Standard.ID] = cat.runs[i].Standard
	}
	if err := answer.OneOf(q, "standard", standards); err != nil {
		return err
	}
	standard := q.Get("standard")
	if standard == "" && cat.latest != nil {
		standard = cat.latest.run.Standard.ID
	}
	if byID[standard] == nil {
		return data.ErrNotFound
	}
	report, err := s.targets.of(r.Context(), s.runs.store, cat.revision, standard, target.Period(cmp.Or(q.Get("period"), string(target.Month))), byID[standard])
	if err != nil {
		return err
	}
	return answer.SendJSON(w, r, cat.revision, report)
}
