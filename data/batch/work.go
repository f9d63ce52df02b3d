package batch

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// work is a run that is being made: what is known of each pair, and what is to be computed.
type work struct {
	opt    Options
	city   *data.City
	scene  *indicators.Scene
	crits  []*indicators.Criterion
	idle   chan *indicators.Assessor
	prints [][]indicators.Print // by community, then criterion; nil when nobody wants them
	old    map[pair]data.Finished
	staged map[pair]bool // of old: those of a run that was not published
	stale  [][]bool
	told   data.Stale

	mu sync.Mutex // of Keep
}

type pair struct{ community, criterion string }

// Plan says what of the next run would have to be computed.
func Plan(ctx context.Context, city *data.City, frame geo.E7, std *indicators.Standard, opt Options) (data.Stale, error) {
	if len(city.Communities) == 0 {
		return data.Stale{}, ErrNothingToJudge
	}
	w, err := plan(ctx, city, frame, std, opt)
	if err != nil {
		return data.Stale{}, err
	}
	return w.told, nil
}

func plan(ctx context.Context, city *data.City, frame geo.E7, std *indicators.Standard, opt Options) (*work, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	in := input(city, frame, opt)
	in.Program = opt.Program + " " + runtime.GOARCH // arithmetic may differ from one architecture to another
	scene, err := indicators.Lay(ctx, in, std, opt.runner("place facilities"))
	if err != nil {
		return nil, err
	}
	w := &work{opt: opt, city: city, scene: scene, crits: std.Criteria(), idle: make(chan *indicators.Assessor, opt.Workers)}
	for range opt.Workers {
		w.idle <- scene.NewAssessor()
	}
	w.stale = make([][]bool, len(city.Communities))
	for i := range w.stale {
		w.stale[i] = make([]bool, len(w.crits))
	}
	w.told = data.Stale{Pairs: len(w.crits) * len(city.Communities), Reasons: map[string]int{}}
	w.remember()
	if opt.Prints || len(w.old) > 0 {
		err = w.fingerprint(ctx)
	} else {
		w.allNew()
	}
	return w, err
}

// remember finds what is known already: of the run before, and of one that was not finished.
func (w *work) remember() {
	w.old, w.staged = map[pair]data.Finished{}, map[pair]bool{}
	if b := w.opt.Before; b != nil && len(b.Prints) == len(b.Results) {
		for i := range b.Results {
			r := &b.Results[i]
			w.old[pair{r.Community, r.Criterion}] = data.Finished{Result: *r, Print: b.Prints[i]}
		}
	}
	for _, f := range w.opt.Staged {
		p := pair{f.Result.Community, f.Result.Criterion}
		w.old[p], w.staged[p] = f, true
	}
}

func (w *work) allNew() {
	for i := range w.stale {
		for k := range w.stale[i] {
			w.stale[i][k] = true
		}
	}
	w.told.Stale, w.told.Reasons[reasonNew] = w.told.Pairs, w.told.Pairs
}

// reasonNew is why a pair is computed that was never computed before.
const reasonNew = "new"

// eachCommunity does a job for every community with an assessor of its own.
func (w *work) eachCommunity(ctx context.Context, stage string, job func(ctx context.Context, a *indicators.Assessor, i int) error) error {
	return each(ctx, w.opt.Workers, len(w.city.Communities), w.opt.Progress, stage, func(ctx context.Context, i int) error {
		a := <-w.idle
		defer func() { w.idle <- a }()
		if err := job(ctx, a, i); err != nil {
			return fmt.Errorf("community %s: %w", w.city.Communities[i].ID, err)
		}
		return nil
	})
}

// fingerprint compares what every pair depends on with what it depended on when it was computed last. Pairs of which only the streets of the halo changed are looked at more closely.
func (w *work) fingerprint(ctx context.Context) error {
	w.prints = make([][]indicators.Print, len(w.city.Communities))
	err := w.eachCommunity(ctx, "compare fingerprints", func(ctx context.Context, a *indicators.Assessor, i int) (err error) {
		w.prints[i], err = a.Prints(ctx, i)
		return err
	})
	if err != nil {
		return err
	}
	streets := make([][]bool, len(w.city.Communities)) // only these changed
	look := map[int]bool{}                             // criteria of such pairs
	for i := range w.prints {
		streets[i] = make([]bool, len(w.crits))
		for k := range w.crits {
			changed, isNew := w.changed(i, k)
			if !isNew && len(changed) == 1 && changed[0] == indicators.PartStreets {
				streets[i][k], look[k] = true, true
				continue
			}
			w.mark(i, k, isNew, changed)
		}
	}
	if len(look) == 0 {
		return nil
	}
	if err := w.search(ctx, func(k int) bool { return look[k] }); err != nil {
		return err
	}
	return w.lookAtStreets(ctx, streets)
}

// lookAtStreets finds the pairs on which a change of the streets bears.
func (w *work) lookAtStreets(ctx context.Context, streets [][]bool) error {
	var mu sync.Mutex
	return w.eachCommunity(ctx, "look at changed streets", func(ctx context.Context, a *indicators.Assessor, i int) error {
		for k := range w.crits {
			if !streets[i][k] {
				continue
			}
			old := w.known(i, k)
			same, err := a.Unchanged(ctx, i, k, &old.Result, old.Print[indicators.PartWays])
			if err != nil {
				return err
			}
			mu.Lock()
			if w.prints[i][k][indicators.PartWays] = old.Print[indicators.PartWays]; !same {
				w.mark(i, k, false, []indicators.Part{indicators.PartStreets})
			}
			mu.Unlock()
		}
		return nil
	})
}

func (w *work) known(i, k int) data.Finished {
	return w.old[pair{w.city.Communities[i].ID, w.crits[k].ID}]
}

// changed lists what changed of a pair since it was computed. What is as it was keeps its PartWays.
func (w *work) changed(i, k int) (parts []indicators.Part, isNew bool) {
	old, ok := w.old[pair{w.city.Communities[i].ID, w.crits[k].ID}]
	if !ok {
		return nil, true
	}
	now := &w.prints[i][k]
	if parts = now.Changed(&old.Print); len(parts) == 0 {
		now[indicators.PartWays] = old.Print[indicators.PartWays]
	}
	return parts, false
}

// mark makes a pair stale if it is new or something changed.
func (w *work) mark(i, k int, isNew bool, changed []indicators.Part) {
	if !isNew && len(changed) == 0 {
		return
	}
	w.stale[i][k] = true
	w.told.Stale++
	if isNew {
		w.told.Reasons[reasonNew]++
	}
	for _, p := range changed {
		w.told.Reasons[p.String()]++
	}
}

func (w *work) search(ctx context.Context, wanted func(int) bool) error {
	return w.scene.Search(ctx, w.opt.runner("search from facilities"), wanted)
}
