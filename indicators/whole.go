package indicators

import (
	"context"
	"sync"
)

// whole is what holds for a community under a criterion that is asked of it as a whole.
type whole struct {
	cause Cause
	have  int
}

// wholes remembers what was found, for all who ask the scene: a community takes far longer than a place. The zero
// value is ready for use.
type wholes struct {
	mu    sync.Mutex
	found map[wholeKey]whole
}

type wholeKey struct {
	question  *question
	community int
}

// of is what holds for a community, found by judge the first time. Two who ask at once may both find it, and find
// the same.
func (w *wholes) of(q *question, community int, judge func() (whole, error)) (whole, error) {
	k := wholeKey{q, community}
	w.mu.Lock()
	v, ok := w.found[k]
	w.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := judge()
	if err != nil {
		return v, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.found == nil {
		w.found = map[wholeKey]whole{}
	}
	w.found[k] = v
	return v, nil
}

// judgeWhole asks the community as the results do.
func (j *Assessor) judgeWhole(ctx context.Context, q *question, community int) (whole, error) {
	g := j.survey(community)
	r := Result{Community: g.community.ID, Criterion: q.crit.ID, Need: q.need}
	if err := j.anywhere(ctx, g, q, &r); err != nil {
		return whole{}, err
	}
	return whole{r.Pieces[0].Cause, r.Have}, nil
}
