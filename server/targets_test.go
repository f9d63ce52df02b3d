package server_test

import (
	"net/http"
	"testing"

	"circle15/server"
)

func TestTargets(t *testing.T) {
	s, m := newTown(t, server.Options{})
	var r struct {
		Run     int
		Figures []struct{ Period string }
	}
	parse(t, get(t, s, "/api/v1/targets?period=quarter"), &r)
	if r.Run != len(m.runs) || len(r.Figures) == 0 {
		t.Errorf("got %+v", r)
	}
	if w := get(t, s, "/api/v1/targets?period=day"); w.Code != http.StatusBadRequest {
		t.Errorf("a period that is none: status %d", w.Code)
	}
}
