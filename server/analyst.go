package server

import (
	"context"
	"runtime"
	"sync"
	"time"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/answer"
)

// Analyst answers questions about single places of one run. It must be safe for concurrent use, and stop soon after the
// context is done.
type Analyst interface {
	// Explain says what holds at a place, for one criterion or, with an empty id, for all.
	Explain(ctx context.Context, at geo.E7, criterion string) (*indicators.Explanation, error)
	// Reach says where one comes. *indicators.ReachError: it cannot be asked so.
	Reach(ctx context.Context, q indicators.ReachQuery) (*indicators.Reached, error)
}

// MakeAnalyst prepares the Analyst of a run from the content of its layers. The server keeps it as long as the
// run is asked for.
type MakeAnalyst func(ctx context.Context, run *data.Run, city *data.City) (Analyst, error)

// The bounds of questions about places.
const (
	analystsKept   = 2                // runs: the newest, and the one it is compared with
	prepareTimeout = 60 * time.Second // for the largest city; a second is usual
	lookTimeout    = 10 * time.Second // for one question; a tenth of a second is usual
	looksPerCPU    = 2                // questions at once
)

// analysts keeps the analysts of the runs that were asked for last.
type analysts struct {
	store Store
	make  MakeAnalyst
	slots chan struct{} // one is held while a question is answered

	mu   sync.Mutex
	kept []*preparing // the one asked for last comes last
}

// preparing is an analyst that is there once ready is closed.
type preparing struct {
	run     int
	ready   chan struct{}
	analyst Analyst
	err     error
}

func newAnalysts(store Store, prepare MakeAnalyst) *analysts {
	return &analysts{store: store, make: prepare, slots: make(chan struct{}, looksPerCPU*runtime.GOMAXPROCS(0))}
}

// of is the analyst of a run. The first who asks starts the preparation, which goes on when he leaves; what failed is
// begun again by the next one.
func (a *analysts) of(ctx context.Context, run *data.Run) (Analyst, error) {
	if a.make == nil {
		return nil, &answer.Problem{Kind: answer.Unavailable}
	}
	p := a.find(ctx, run)
	select {
	case <-p.ready:
		return p.analyst, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (a *analysts) find(ctx context.Context, run *data.Run) *preparing {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, p := range a.kept {
		if p.run == run.Number {
			a.kept = append(append(a.kept[:i:i], a.kept[i+1:]...), p)
			return p
		}
	}
	p := &preparing{run: run.Number, ready: make(chan struct{})}
	if len(a.kept) == analystsKept {
		a.kept = a.kept[1:]
	}
	a.kept = append(a.kept, p)
	go a.prepare(context.WithoutCancel(ctx), p, run)
	return p
}

func (a *analysts) prepare(ctx context.Context, p *preparing, run *data.Run) {
	defer close(p.ready)
	ctx, cancel := context.WithTimeout(ctx, prepareTimeout)
	defer cancel()
	city, err := a.store.City(ctx, run.Layers)
	if err == nil {
		p.analyst, err = a.make(ctx, run, city)
	}
	if p.err = err; err == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, k := range a.kept {
		if k == p {
			a.kept = append(a.kept[:i:i], a.kept[i+1:]...)
			return
		}
	}
}

// enter takes a slot for one question, or says that too many are being answered. leave gives it back.
func (a *analysts) enter() (leave func(), err error) {
	select {
	case a.slots <- struct{}{}:
		return func() { <-a.slots }, nil
	default:
		return nil, &answer.Problem{Kind: answer.Busy}
	}
}

// warm prepares the latest run before anybody asks: the tiles that the page shows first, and questions about places.
func (s *Server) warm(ctx context.Context) {
	if s.opt.Analyst == nil {
		return
	}
	cat, err := s.runs.catalog(ctx)
	if err == nil && cat.latest != nil {
		err = s.tiles.Warm(ctx, cat.latest.drawn)
	}
	if err == nil && cat.latest != nil {
		_, err = s.looks.of(ctx, cat.latest.run)
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("the latest run could not be prepared", "error", err)
	}
}
