package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// clockwork is a progress on a clock that the test moves.
func clockwork(a *app) (*progress, *bytes.Buffer, *time.Time) {
	out, now := &bytes.Buffer{}, time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	a.err = out
	p := &progress{app: a, out: out, now: func() time.Time { return now }}
	return p, out, &now
}

// A log has a line per stage, one every ten seconds of a long one with rate and time left, and a last line with what each took.
func TestProgressLines(t *testing.T) {
	p, out, now := clockwork(&app{lang: "en"})
	p.tell("judge communities", 0, 100)
	for i := range int64(50) { // 2.5 a second: the other half takes 20 s
		*now = now.Add(400 * time.Millisecond)
		p.tell("judge communities", i+1, 100)
	}
	p.tell("publish", 0, 1)
	*now = now.Add(1500 * time.Millisecond)
	p.tell("publish", 1, 1)
	p.stop()
	want := []string{"judge communities", "judge communities: 25 of 100, 2.5 per second, about 30s left", "judge communities: 50 of 100, 2.5 per second, about 20s left",
		"publish", "stages: judge communities 20.00 s, publish 1.50 s", ""}
	if got := out.String(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%swant\n%s", got, strings.Join(want, "\n"))
	}
}

// With --json every line is a value of its own: at the beginning and the end of a stage, and at most two a second between.
func TestProgressJSON(t *testing.T) {
	p, out, now := clockwork(&app{lang: "zh", json: true})
	p.tell("judge communities", 0, 10)
	for i := range int64(10) {
		*now = now.Add(100 * time.Millisecond)
		p.tell("judge communities", i+1, 10)
	}
	p.stop()
	type line struct {
		Stage       string
		Done, Total int64
		Left        float64 `json:"seconds_left"`
		PerSecond   float64 `json:"per_second"`
		Stages      []map[string]any
	}
	var got []line
	for _, l := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var v line
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		got = append(got, v)
	}
	// 0, after half a second 5, after a second 10, and the stages.
	if len(got) != 4 || got[0].Done != 0 || got[1].Done != 5 || got[1].Left != 0.5 || got[1].PerSecond != 10 || got[2].Done != 10 || got[2].Total != 10 || len(got[3].Stages) != 1 {
		t.Errorf("got %+v", got)
	}
}
