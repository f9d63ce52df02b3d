package storetest

import (
	"testing"

	"circle15/data"
	"circle15/indicators"
)

// withPrints gives a run prints, all of that byte.
func withPrints(r *data.RunResult, b byte) *data.RunResult {
	r.Prints = make([]indicators.Print, len(r.Results))
	for i := range r.Prints {
		for k := range r.Prints[i] {
			r.Prints[i][k] = indicators.Digest{b, byte(i), byte(k)}
		}
	}
	return r
}

// printsOfLatest: what the latest run of a standard depends on is there with it, and gone with a run that has none.
func printsOfLatest(t *testing.T, s Store) {
	layers := put(t, s, Communities(), Extract())
	if r, err := s.Latest(t.Context(), "s"); err != nil || r != nil {
		t.Errorf("before the first run: %v, %v", r, err)
	}
	first := withPrints(Result(Standard("s"), layers, 1), 1)
	publish(t, s, first)
	second := withPrints(Result(Standard("s"), layers, 2), 2)
	publish(t, s, second)
	publish(t, s, withPrints(Result(Standard("other"), layers, 3), 3))
	latest := func() *data.RunResult {
		t.Helper()
		r, err := s.Latest(t.Context(), "s")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	got := latest()
	same(t, "number", got.Run.Number, 2)
	same(t, "prints", got.Prints, second.Prints)
	same(t, "results", got.Results, second.Results)
	publish(t, s, Result(Standard("s"), layers, 2))
	if got := latest(); got.Run.Number != 4 || got.Prints != nil {
		t.Errorf("run %d has prints of another: %v", got.Run.Number, got.Prints)
	}
	sound(t, s)
}

// staging: what is finished waits, for each standard, until a run of it is published; readers see nothing of it.
func staging(t *testing.T, s Store) {
	layers := put(t, s, Communities(), Extract())
	r := withPrints(Result(Standard("s"), layers, 1), 7)
	var all []data.Finished
	for i := range r.Results {
		all = append(all, data.Finished{Result: r.Results[i], Print: r.Prints[i]})
	}
	before, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, standard := range []string{"s", "s", "other"} { // the second time in place of the first
		if err := s.Stage(t.Context(), standard, all); err != nil {
			t.Fatal(err)
		}
	}
	after, err := s.Revision(t.Context())
	if err != nil || before != after {
		t.Errorf("the revision went from %s to %s (%v)", before, after, err)
	}
	staged := func(standard string) []data.Finished {
		t.Helper()
		got, err := s.Staged(t.Context(), standard)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	same(t, "staged", staged("s"), all)
	publish(t, s, r)
	if got := staged("s"); len(got) > 0 {
		t.Errorf("%d pairs wait for a run that was published", len(got))
	}
	same(t, "staged of the other standard", staged("other"), all)
	sound(t, s)
}
