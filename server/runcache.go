package server

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"circle15/data"
)

// loadTimeout bounds one look into the store, whoever waits for it.
const loadTimeout = 30 * time.Second

// oldRuns is how many runs beside the latest are kept in memory.
const oldRuns = 4

// catalog is what the store held at one revision. Only old changes after it was made.
type catalog struct {
	revision string
	runs     []data.Run // oldest first
	layers   []data.Layer
	latest   *snapshot // of the default standard; nil: no run yet
	old      []*snapshot
}

// runCache keeps the catalog and asks the store at most once per interval whether it still holds.
type runCache struct {
	store   Store
	version string
	every   time.Duration
	log     *slog.Logger

	asking  sync.Mutex // held by whoever talks to the store
	mu      sync.Mutex // guards the rest, held for moments only
	current *catalog
	asked   time.Time
}

func newRunCache(store Store, version string, every time.Duration, log *slog.Logger) *runCache {
	return &runCache{store: store, version: version, every: every, log: log}
}

// catalog is the present one. When the interval is over, one caller asks the store; the others go on with what is there. While
// the store cannot be read the last catalog stays in use.
func (c *runCache) catalog(ctx context.Context) (*catalog, error) {
	cur, fresh := c.peek()
	if fresh {
		return cur, nil
	}
	if cur == nil {
		c.asking.Lock()
	} else if !c.asking.TryLock() {
		return cur, nil
	}
	defer c.asking.Unlock()
	if cur, fresh = c.peek(); fresh {
		return cur, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
	defer cancel()
	next, err := c.look(ctx, cur)
	if err != nil {
		if cur == nil {
			return nil, err
		}
		c.log.Warn("workspace cannot be read, the last state is served", "error", err)
		next = cur
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current, c.asked = next, time.Now()
	return next, nil
}

func (c *runCache) peek() (cur *catalog, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current, c.current != nil && time.Since(c.asked) < c.every
}

// look is the catalog of the store's present revision: cur if that is still the one.
func (c *runCache) look(ctx context.Context, cur *catalog) (*catalog, error) {
	revision, err := c.store.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if cur != nil && cur.revision == revision {
		return cur, nil
	}
	next := &catalog{revision: revision}
	if next.runs, err = c.store.Runs(ctx); err != nil {
		return nil, err
	}
	if next.layers, err = c.store.Layers(ctx); err != nil {
		return nil, err
	}
	result, err := c.store.RunResult(ctx, 0)
	if errors.Is(err, data.ErrNotFound) {
		return next, nil
	}
	if err != nil {
		return nil, err
	}
	next.latest = newSnapshot(c.store, result, revision, c.version)
	return next, nil
}

// run is the snapshot of one run: number 0 is the latest of the standard, and standard "" the default one.
// data.ErrNotFound: there is none.
func (c *runCache) run(ctx context.Context, cat *catalog, standard string, number int) (*snapshot, error) {
	if number == 0 && standard != "" && (cat.latest == nil || cat.latest.run.Standard.ID != standard) {
		for _, r := range slices.Backward(cat.runs) {
			if r.Standard.ID == standard {
				number = r.Number
				break
			}
		}
		if number == 0 {
			return nil, data.ErrNotFound
		}
	}
	if number == 0 || cat.latest != nil && cat.latest.run.Number == number {
		if cat.latest == nil {
			return nil, data.ErrNotFound
		}
		return cat.latest, nil
	}
	if s := c.kept(cat, number); s != nil {
		return s, nil
	}
	c.asking.Lock()
	defer c.asking.Unlock()
	if s := c.kept(cat, number); s != nil {
		return s, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
	defer cancel()
	result, err := c.store.RunResult(ctx, number)
	if err != nil {
		return nil, err
	}
	s := newSnapshot(c.store, result, cat.revision, c.version)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(cat.old) == oldRuns {
		cat.old = cat.old[1:]
	}
	cat.old = append(cat.old, s)
	return s, nil
}

func (c *runCache) kept(cat *catalog, number int) *snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range cat.old {
		if s.run.Number == number {
			return s
		}
	}
	return nil
}
