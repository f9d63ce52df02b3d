package batch

import (
	"context"
	"sync"

	"circle15/data"
	"circle15/indicators"
)

// Judged is a result with the scene that it was judged in, which can be asked on.
type Judged struct {
	*data.RunResult
	City *data.City

	scene   *indicators.Scene
	workers int
}

// Mends finds what would mend each of some of its results at least; of what those results ask for only that is searched that was not for the run.
func (j *Judged) Mends(ctx context.Context, results []*indicators.Result, progress data.Progress) ([]indicators.Mend, error) {
	if len(results) == 0 {
		return nil, nil
	}
	opt := Options{Workers: j.workers, Progress: progress}
	wanted := map[string]bool{}
	for _, r := range results {
		wanted[r.Criterion] = true
	}
	crits := j.Run.Standard.Criteria()
	if err := j.scene.Search(ctx, opt.runner("search from facilities"), func(k int) bool { return wanted[crits[k].ID] }); err != nil {
		return nil, err
	}
	menders := sync.Pool{New: func() any { return j.scene.NewMender() }}
	out := make([]indicators.Mend, len(results))
	err := each(ctx, opt.Workers, len(results), opt.Progress, "look for mends", func(ctx context.Context, i int) (err error) {
		m := menders.Get().(*indicators.Mender)
		defer menders.Put(m)
		out[i], err = m.Mend(ctx, results[i])
		return err
	})
	return out, err
}
