package server_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"circle15/data"
	"circle15/server"

	"github.com/google/go-cmp/cmp"
)

type problem struct {
	Type, Title, Detail, Parameter string
	Status                         int
	Allowed                        []string
	RequestID                      string `json:"request_id"`
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("Content-Type %q", ct)
	}
	if p.Status != w.Code || p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("status %d of %d, request id %q of %q", p.Status, w.Code, p.RequestID, w.Header().Get("X-Request-Id"))
	}
	return p
}

func TestBadParametersNameTheWayOut(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for _, c := range []struct {
		query, parameter string
		allowed          []string
	}{
		{"?criterion=bus", "criterion", []string{"bus_lines", "post"}},
		{"?indicator=x", "indicator", []string{"bus", "mail"}},
		{"?cause=river", "cause", []string{"no_data", "not_step_free", "unlinked", "undecidable", "closed_then", "detour", "too_few", "no_facility", "below_target"}},
		{"?district=north", "district", []string{"east", "west"}},
		{"?community=z", "community", []string{"a", "b", "way/3", "d"}},
		{"?run=2", "run", []string{"1"}},
		{"?run=-1", "run", []string{"1"}},
		{"?standard=gb", "standard", []string{"town"}},
		{"?lang=fr", "lang", []string{"zh", "en"}},
		{"?run=1&run=1", "run", []string{"one value"}},
		{"?criteria=post", "criteria", []string{"cause", "indicator", "criterion", "district", "community", "bbox", "standard", "run", "lang"}},
		{"?bbox=1,2,3", "bbox", []string{"west,south,east,north in degrees, west <= east, south <= north"}},
		{"?bbox=1,2,nan,4", "bbox", nil}, {"?bbox=1,2,Inf,4", "bbox", nil}, {"?bbox=1,2,1e999,4", "bbox", nil}, {"?bbox=170,2,-170,4", "bbox", nil},
		{"?bbox=1,5,2,4", "bbox", nil}, {"?bbox=1,2,3,91", "bbox", nil}, {"?bbox=1,2,3,4,5,6", "bbox", nil},
	} {
		w := get(t, s, "/gaps.geojson"+c.query)
		p := problemIn(t, w)
		if w.Code != 400 || p.Parameter != c.parameter {
			t.Errorf("%s: status %d, parameter %q", c.query, w.Code, p.Parameter)
		}
		if c.allowed != nil {
			if d := cmp.Diff(c.allowed, p.Allowed); d != "" {
				t.Errorf("%s: %s", c.query, d)
			}
		}
	}
	if w := get(t, s, "/gaps.geojson?criterion=%zz"); w.Code != 400 {
		t.Errorf("a query that cannot be read: status %d", w.Code)
	}
}

func TestProblemsSpeakBothLanguages(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for _, c := range []struct{ query, accept, want string }{
		{"?x=1", "", "未知参数"}, {"?x=1", "en", "Unknown parameter"}, {"?x=1", "de;q=0.9, en-GB;q=0.8, zh;q=0.1", "Unknown parameter"},
		{"?x=1", "zh-TW, en;q=0.5", "未知参数"}, {"?x=1&lang=en", "zh", "Unknown parameter"}, {"?x=1", "en;q=0", "未知参数"}, {"?x=1", "fr", "未知参数"}, {"?x=1", "en;q=x", "未知参数"},
	} {
		if p := problemIn(t, get(t, s, "/gaps.geojson"+c.query, "Accept-Language: "+c.accept)); p.Title != c.want {
			t.Errorf("%s with %q: title %q, want %q", c.query, c.accept, p.Title, c.want)
		}
	}
}

func TestNoRunYet(t *testing.T) {
	m := &memory{revision: "r", runs: map[int]*data.RunResult{}, city: ground(t), asked: map[string]int{}}
	s := serve(t, m, server.Options{})
	for _, path := range []string{"/gaps.geojson", "/api/v1/summary", "/api/v1/standard", "/base/water.geojson"} {
		if p := problemIn(t, get(t, s, path)); p.Status != 404 || p.Type != "urn:circle15:problem:no-run" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	for _, path := range []string{"/", "/readyz", "/api/v1/runs", "/api/v1/layers"} {
		if w := get(t, s, path); w.Code != 200 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

// What nobody expected says nothing to the client and everything to the log.
func TestStoreErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status int
	}{
		{"broken", errors.New("disk at /secret is on fire"), 500},
		{"gone", data.ErrNoWorkspace, 503},
		{"locked", &data.LockedError{Path: "/secret", Holder: "pid 1"}, 503},
	} {
		var log strings.Builder
		s, m := newTown(t, server.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		m.fail(c.err)
		w := get(t, s, "/gaps.geojson", "Accept-Encoding: gzip")
		p := problemIn(t, w)
		if w.Code != c.status || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: status %d, %s", c.name, w.Code, w.Body)
		}
		if (w.Header().Get("Retry-After") != "") != (c.status == 503) {
			t.Errorf("%s: Retry-After %q", c.name, w.Header().Get("Retry-After"))
		}
		if !strings.Contains(log.String(), p.RequestID) || !strings.Contains(log.String(), "secret") && c.name != "gone" {
			t.Errorf("%s: the log is\n%s", c.name, log.String())
		}
	}
}

// A run that breaks an assumption of ours costs the request, not the server.
func TestPanicIsAnError(t *testing.T) {
	var log strings.Builder
	s, m := newTown(t, server.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	m.runs[1].Run.Standard = nil
	if w := get(t, s, "/gaps.geojson"); w.Code != 500 || !strings.Contains(log.String(), "panic") {
		t.Errorf("status %d, log %s", w.Code, log.String())
	}
	if w := get(t, s, "/healthz"); w.Code != 200 {
		t.Errorf("afterwards: status %d", w.Code)
	}
}
