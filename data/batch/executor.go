package batch

import (
	"context"
	"fmt"

	"circle15/indicators"
)

// Executor runs jobs: a pool of processes, or a queue that other machines take from. A job is bytes that hold all it needs, its outcome bytes that depend on nothing
// else; indicators.RunJob does one. Do is called by as many goroutines at once as the run has workers.
type Executor interface {
	Do(ctx context.Context, job []byte) (outcome []byte, err error)
}

// elsewhere has the stale pairs of a community computed by the executor. What cannot be a job is done here.
func (w *work) elsewhere(ctx context.Context, a *indicators.Assessor, i int) ([]indicators.Result, error) {
	sent := func(k int) bool { return w.stale[i][k] && w.crits[k].CanBeJob() }
	here, err := a.Some(ctx, i, func(k int) bool { return w.stale[i][k] && !w.crits[k].CanBeJob() })
	if err != nil {
		return nil, err
	}
	job, err := a.Job(i, sent)
	if err != nil {
		return nil, err
	}
	outcome, err := w.opt.Executor.Do(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("run a job: %w", err)
	}
	there, err := indicators.JobResults(outcome)
	if err != nil {
		return nil, err
	}
	var out []indicators.Result
	for k := range w.crits {
		from := &here
		if sent(k) {
			from = &there
		}
		if !w.stale[i][k] {
			continue
		}
		if len(*from) == 0 || (*from)[0].Criterion != w.crits[k].ID {
			return nil, fmt.Errorf("the outcome of a job lacks criterion %s", w.crits[k].ID)
		}
		out, *from = append(out, (*from)[0]), (*from)[1:]
	}
	return out, nil
}
