package gpkg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/indicators"
)

// metaDefault is the key of the default standard's id.
const metaDefault = "default_standard"

// Publish stores a run and returns its number: one more than the last. Readers see either all of it or nothing.
// The versions of layers that the run names must be in the workspace, else data.ErrNotFound. The first standard
// that is published becomes the default. r is not changed.
func (w *Workspace) Publish(ctx context.Context, r *data.RunResult) (int, error) {
	run := r.Run
	if run.Standard == nil || run.Standard.ID == "" {
		return 0, errors.New("publish a run: it has no standard")
	}
	err := w.write(ctx, "publish a run", func(c *sqlite.Conn) error {
		prev := 0
		if err := each(c, func(s *sqlite.Stmt) error { run.Number, prev = s.ColumnInt(0)+1, s.ColumnInt(1); return nil },
			"SELECT coalesce(max(number), 0), coalesce(max(number) FILTER (WHERE standard = ?), 0) FROM c15_runs", run.Standard.ID); err != nil {
			return err
		}
		if err := w.insertRun(c, &run, r.Communities); err != nil {
			return err
		}
		put := func() error { return w.putResults(c, run.Standard.ID, prev, run.Number, r.Results) }
		if r.KeptFrom == prev && prev > 0 && len(r.Kept) == len(r.Results) {
			put = func() error { return w.holdOn(c, run.Standard.ID, prev, run.Number, r) }
		}
		if err := put(); err != nil {
			return err
		}
		if err := w.putPrints(c, r); err != nil {
			return err
		}
		if err := dropStaged(c, run.Standard.ID); err != nil {
			return err
		}
		standard, ok, err := meta(c, metaDefault)
		if err != nil {
			return err
		}
		if !ok {
			standard = run.Standard.ID
			if err := setMeta(c, metaDefault, standard); err != nil {
				return err
			}
		}
		if standard != run.Standard.ID {
			return nil
		}
		shown := *r
		shown.Run = run
		return w.showNext(c, &shown, prev)
	})
	if err != nil {
		return 0, err
	}
	return run.Number, nil
}

func (w *Workspace) insertRun(c *sqlite.Conn, run *data.Run, communities []indicators.Community) error {
	if _, err := exactLayers(c, run.Layers); err != nil {
		return err
	}
	record, err := json.Marshal(run)
	if err != nil {
		return err
	}
	blob, err := w.putBlob(c, encodeCommunities(communities))
	if err != nil {
		return err
	}
	file := run.StandardFile
	if file == nil {
		file = []byte{}
	}
	if err := execute(c, "INSERT INTO c15_runs (number, standard, record, standard_file, communities) VALUES (?, ?, ?, ?, ?)",
		run.Number, run.Standard.ID, string(record), file, blob); err != nil {
		return err
	}
	for _, l := range run.Layers {
		if err := execute(c, "INSERT INTO c15_run_layers VALUES (?, ?, ?)", run.Number, l.Name, l.Version); err != nil {
			return err
		}
	}
	return nil
}

// Runs are all runs, by number.
func (w *Workspace) Runs(ctx context.Context) ([]data.Run, error) {
	var out []data.Run
	err := w.read(ctx, "read the runs", func(c *sqlite.Conn) error {
		var numbers []int
		if err := each(c, func(s *sqlite.Stmt) error { numbers = append(numbers, s.ColumnInt(0)); return nil },
			"SELECT number FROM c15_runs ORDER BY number"); err != nil {
			return err
		}
		for _, n := range numbers {
			run, _, err := getRun(c, n)
			if err != nil {
				return err
			}
			out = append(out, run)
		}
		return nil
	})
	return out, err
}

// Run is the run of that number; 0 is the latest of the default standard. data.ErrNotFound: there is none.
func (w *Workspace) Run(ctx context.Context, number int) (data.Run, error) {
	var run data.Run
	err := w.read(ctx, "read a run", func(c *sqlite.Conn) (err error) {
		run, _, err = getRun(c, number)
		return err
	})
	return run, err
}

// RunResult is the run of that number with its results and the communities that were judged; 0 is the latest of
// the default standard. data.ErrNotFound: there is none.
func (w *Workspace) RunResult(ctx context.Context, number int) (*data.RunResult, error) {
	var out *data.RunResult
	err := w.read(ctx, "load a run", func(c *sqlite.Conn) (err error) {
		out, err = w.loadRun(c, number)
		return err
	})
	return out, err
}

func (w *Workspace) loadRun(c *sqlite.Conn, number int) (*data.RunResult, error) {
	run, blob, err := getRun(c, number)
	if err != nil {
		return nil, err
	}
	out := &data.RunResult{Run: run}
	b, err := w.getBlob(c, blob)
	if err != nil {
		return nil, err
	}
	if out.Communities, err = decodeCommunities(b); err != nil {
		return nil, err
	}
	out.Results, err = w.getResults(c, run.Standard, run.Number)
	return out, err
}

// latestRun is the number of the latest run of a standard, 0 if it has none.
func latestRun(c *sqlite.Conn, standard string) (number int, err error) {
	err = each(c, func(s *sqlite.Stmt) error { number = s.ColumnInt(0); return nil },
		"SELECT coalesce(max(number), 0) FROM c15_runs WHERE standard = ?", standard)
	return number, err
}

// getRun is a run, and the blob of its communities.
func getRun(c *sqlite.Conn, number int) (run data.Run, communities int64, err error) {
	if number == 0 {
		standard, _, err := meta(c, metaDefault)
		if err != nil {
			return run, 0, err
		}
		if number, err = latestRun(c, standard); err != nil {
			return run, 0, err
		}
		if number == 0 {
			return run, 0, fmt.Errorf("nothing has been computed yet, circle15 compute does: %w", data.ErrNotFound)
		}
	}
	found := false
	err = each(c, func(s *sqlite.Stmt) error {
		found, communities = true, s.ColumnInt64(2)
		if err := json.Unmarshal([]byte(s.ColumnText(0)), &run); err != nil {
			return fmt.Errorf("%w: record of run %d: %w", errDamaged, number, err)
		}
		if run.Standard == nil {
			return fmt.Errorf("%w: run %d has no standard", errDamaged, number)
		}
		run.StandardFile = columnBytes(s, 1)
		return nil
	}, "SELECT record, standard_file, communities FROM c15_runs WHERE number = ?", number)
	if err == nil && !found {
		err = fmt.Errorf("run %d: %w", number, data.ErrNotFound)
	}
	if err != nil {
		return run, 0, err
	}
	// The extents of layers are not in the record.
	for i := range run.Layers {
		l := &run.Layers[i]
		stored, err := layersWhere(c, "name = ? AND version = ?", l.Name, l.Version)
		if err != nil {
			return run, 0, err
		}
		if len(stored) == 1 {
			l.Extent = stored[0].Extent
		}
	}
	return run, communities, nil
}

// DefaultStandard is the id of the standard whose latest run is shown; empty before the first run.
func (w *Workspace) DefaultStandard(ctx context.Context) (string, error) {
	var id string
	err := w.read(ctx, "read the default standard", func(c *sqlite.Conn) (err error) {
		id, _, err = meta(c, metaDefault)
		return err
	})
	return id, err
}

// SetDefaultStandard makes the latest run of that standard the one that is shown. data.ErrNotFound: the standard has
// no run.
func (w *Workspace) SetDefaultStandard(ctx context.Context, id string) error {
	return w.write(ctx, "set the default standard "+strconv.Quote(id), func(c *sqlite.Conn) error {
		number, err := latestRun(c, id)
		if err != nil {
			return err
		}
		if number == 0 {
			return fmt.Errorf("standard %q has no run: %w", id, data.ErrNotFound)
		}
		if err := setMeta(c, metaDefault, id); err != nil {
			return err
		}
		r, err := w.loadRun(c, number)
		if err != nil {
			return err
		}
		return showRun(c, r)
	})
}
