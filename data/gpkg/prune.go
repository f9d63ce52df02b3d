package gpkg

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
)

// errOnlyAsked ends a transaction that was to show what it would do.
var errOnlyAsked = errors.New("nothing is to be changed")

// Prune removes all runs but the newest keep (at least 1) of every standard, with the results that hold in no other run and the versions of layers that nothing else needs.
// With dryRun it only says what that would free. The numbers of the runs that stay do not change.
func (w *Workspace) Prune(ctx context.Context, keep int, dryRun bool) (data.Pruned, error) {
	if keep < 1 {
		return data.Pruned{}, fmt.Errorf("prune the runs: keep %d: at least the latest run of each standard stays", keep)
	}
	var out data.Pruned
	err := w.write(ctx, "prune the runs", func(c *sqlite.Conn) error {
		before, err := amountsIn(c)
		if err != nil {
			return err
		}
		if err := pruneRuns(c, keep); err != nil {
			return err
		}
		after, err := amountsIn(c)
		if err != nil {
			return err
		}
		out = data.Pruned{Runs: before.runs - after.runs, Kept: after.runs, Results: before.results - after.results, Bytes: before.bytes - after.bytes}
		if dryRun || out.Runs == 0 {
			return errOnlyAsked
		}
		return nil
	})
	if err != nil && !errors.Is(err, errOnlyAsked) {
		return out, err
	}
	if err == nil {
		if err := w.shrink(ctx); err != nil {
			return out, err
		}
	}
	out.FileBytes, err = w.fileBytes(ctx)
	return out, err
}

// amounts are how much a workspace holds of what runs use.
type amounts struct {
	runs, results int
	bytes         int64
}

func amountsIn(c *sqlite.Conn) (a amounts, err error) {
	err = each(c, func(s *sqlite.Stmt) error {
		a = amounts{s.ColumnInt(0), s.ColumnInt(1), s.ColumnInt64(2)}
		return nil
	}, `SELECT (SELECT count(*) FROM c15_runs), (SELECT count(*) FROM c15_results),
		(SELECT coalesce(sum(length(packed)), 0) FROM c15_results) + (SELECT coalesce(sum(length(packed)), 0) FROM c15_blobs)
		+ (SELECT coalesce(sum(length(record) + length(standard_file)), 0) FROM c15_runs)`)
	return a, err
}

func pruneRuns(c *sqlite.Conn, keep int) error {
	if err := execute(c, `DELETE FROM c15_runs WHERE number IN (
		SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY standard ORDER BY number DESC) AS age FROM c15_runs) WHERE age > ?)`, keep); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM c15_run_layers WHERE run NOT IN (SELECT number FROM c15_runs)",
		"DELETE FROM c15_grades WHERE run NOT IN (SELECT number FROM c15_runs)",
		`DELETE FROM c15_results WHERE NOT EXISTS (SELECT 1 FROM c15_runs r
			WHERE r.standard = c15_results.standard AND r.number BETWEEN first_run AND last_run)`,
	} {
		if err := execute(c, q); err != nil {
			return err
		}
	}
	return dropUnused(c)
}

// shrink gives the free pages of the file back. It needs as much space beside it for a while; where there is none the pages stay, for the next run.
func (w *Workspace) shrink(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return errClosed
	}
	if err := sqlitex.ExecuteTransient(w.conn, "VACUUM", nil); err != nil && sqlite.ErrCode(err).ToPrimary() != sqlite.ResultFull && sqlite.ErrCode(err).ToPrimary() != sqlite.ResultBusy {
		return w.explain("shrink the file", err)
	}
	return ctx.Err()
}

func (w *Workspace) fileBytes(ctx context.Context) (n int64, err error) {
	err = w.read(ctx, "measure the file", func(c *sqlite.Conn) error {
		return each(c, func(s *sqlite.Stmt) error { n = s.ColumnInt64(0); return nil },
			"SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
	})
	return n, err
}
