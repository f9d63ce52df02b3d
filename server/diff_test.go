package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"circle15/indicators"
	"circle15/server"
)

// Two runs of which the second has a pair that fails: the diff names it; a restricted criterion is left out; bad parameters are refused.
func TestDiff(t *testing.T) {
	_, m := newTown(t, server.Options{})
	first := m.runs[len(m.runs)]
	second := *first
	second.Run.Number++
	second.Results = append([]indicators.Result{}, first.Results...)
	r := &second.Results[0]
	before := r.Status
	r.Status = indicators.Unknown
	if before == indicators.Unknown {
		r.Status = indicators.Fail
	}
	m.mu.Lock()
	m.runs[second.Run.Number] = &second
	m.revision += "+"
	m.mu.Unlock()
	s, err := server.New(m, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		From, To struct{ Run int }
		Pairs    []struct{ Community, Criterion, Before, After string }
	}
	parse(t, get(t, s, "/api/v1/diff"), &d)
	if d.From.Run != first.Run.Number || d.To.Run != second.Run.Number || len(d.Pairs) != 1 || d.Pairs[0].Community != r.Community ||
		d.Pairs[0].Before != string(before) || d.Pairs[0].After != string(r.Status) {
		t.Errorf("got %+v", d)
	}
	if w := get(t, s, "/api/v1/diff?from=99"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "from") {
		t.Errorf("from=99: status %d: %s", w.Code, w.Body)
	}
	w := get(t, s, "/diff.geojson")
	if w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) {
		t.Errorf("diff.geojson: status %d: %.100s", w.Code, w.Body)
	}
}
