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

// pruned: the newest runs of each standard stay as they are, with all that they need; what only the others needed goes.
func pruned(t *testing.T, s Store) {
	layers := put(t, s, Communities(), Extract(), Residents())
	for have := 1; have <= 4; have++ {
		publish(t, s, withPrints(Result(Standard("s"), layers, have), byte(have)))
		layers = put(t, s, Communities(), Extract(), Residents()) // every run has versions of its own
	}
	publish(t, s, Result(Standard("other"), layers, 1))
	if _, err := s.Prune(t.Context(), 0, false); err == nil {
		t.Error("no run at all was kept")
	}
	asked, err := s.Prune(t.Context(), 2, true)
	if err != nil {
		t.Fatal(err)
	}
	// Runs 1 and 2 of four go; of their results the gap of LP1 is in no other run, once for each.
	if asked.Runs != 2 || asked.Kept != 3 || asked.Results != 2 || asked.Bytes <= 0 {
		t.Errorf("asked: %+v", asked)
	}
	if runs, err := s.Runs(t.Context()); err != nil || len(runs) != 5 {
		t.Errorf("after asking: %d runs (%v)", len(runs), err)
	}
	did, err := s.Prune(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	if did.Runs != asked.Runs || did.Kept != asked.Kept || did.Results != asked.Results || did.Bytes != asked.Bytes || did.FileBytes > asked.FileBytes {
		t.Errorf("did %+v, asked %+v", did, asked)
	}
	_, err = s.Run(t.Context(), 2)
	notFound(t, "run 2", err)
	for have := 3; have <= 4; have++ {
		r, err := s.RunResult(t.Context(), have)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "results", r.Results, Result(Standard("s"), nil, have).Results)
		if c := city(t, s, r.Run.Layers); len(c.Communities) != 2 {
			t.Errorf("run %d: %d communities", have, len(c.Communities))
		}
	}
	again, err := s.Prune(t.Context(), 2, false)
	if err != nil || again.Runs != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
	if n := publish(t, s, Result(Standard("s"), layers, 5)); n != 6 {
		t.Errorf("the next run is %d, want 6", n)
	}
	sound(t, s)
}
