package batch

import (
	"context"
	"fmt"
	"slices"

	"circle15/data"
	"circle15/indicators"
)

// do computes the stale pairs and puts the run together.
func (w *work) do(ctx context.Context) (*data.RunResult, error) {
	wanted := func(k int) bool {
		return slices.ContainsFunc(w.stale, func(of []bool) bool { return of[k] })
	}
	if err := w.search(ctx, wanted); err != nil {
		return nil, err
	}
	results := make([][]indicators.Result, len(w.city.Communities))
	err := w.eachCommunity(ctx, "judge communities", func(ctx context.Context, a *indicators.Assessor, i int) (err error) {
		results[i], err = w.community(ctx, a, i)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &data.RunResult{Communities: w.city.Communities, Results: slices.Concat(results...), Stale: w.told}
	if w.opt.Prints {
		out.Prints = slices.Concat(w.prints...)
	}
	w.noteKept(out)
	return out, nil
}

// noteKept says which results are those of the run before.
func (w *work) noteKept(out *data.RunResult) {
	if w.opt.Before == nil {
		return
	}
	out.KeptFrom, out.Kept = w.opt.Before.Run.Number, make([]bool, 0, len(out.Results))
	for i := range w.stale {
		for k, stale := range w.stale[i] {
			out.Kept = append(out.Kept, !stale && !w.staged[pair{w.city.Communities[i].ID, w.crits[k].ID}])
		}
	}
}

// community is the results of one community: those that hold still, and the stale ones computed.
func (w *work) community(ctx context.Context, a *indicators.Assessor, i int) ([]indicators.Result, error) {
	fresh, err := w.compute(ctx, a, i)
	if err != nil {
		return nil, err
	}
	out := make([]indicators.Result, len(w.crits))
	var finished []data.Finished
	for k := range w.crits {
		if !w.stale[i][k] {
			out[k] = w.known(i, k).Result
			continue
		}
		out[k], fresh = fresh[0], fresh[1:]
		if w.opt.Prints {
			w.prints[i][k][indicators.PartWays] = a.Ways(i, k)
			finished = append(finished, data.Finished{Result: out[k], Print: w.prints[i][k]})
		}
	}
	return out, w.keep(ctx, finished)
}

// compute judges the stale pairs of a community, in the order of the criteria.
func (w *work) compute(ctx context.Context, a *indicators.Assessor, i int) ([]indicators.Result, error) {
	if !slices.Contains(w.stale[i], true) {
		return nil, nil
	}
	stale := func(k int) bool { return w.stale[i][k] }
	if w.opt.Executor == nil {
		return a.Some(ctx, i, stale)
	}
	return w.elsewhere(ctx, a, i)
}

// keep hands finished pairs to who keeps them.
func (w *work) keep(ctx context.Context, finished []data.Finished) error {
	if w.opt.Keep == nil || len(finished) == 0 {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.opt.Keep(ctx, finished); err != nil {
		return fmt.Errorf("keep what is finished: %w", err)
	}
	return nil
}
