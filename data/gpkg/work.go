package gpkg

import (
	"context"
	"encoding/json"
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/indicators/warning"
	"circle15/indicators/worklist"
)

// Work is the worklist of a standard, or of all with an empty one, by id.
func (w *Workspace) Work(ctx context.Context, standard string) ([]worklist.Item, error) {
	var out []worklist.Item
	err := w.read(ctx, "read the worklist", func(c *sqlite.Conn) error {
		if ok, err := hasTable(c, "c15_work"); err != nil || !ok {
			return err
		}
		return each(c, func(s *sqlite.Stmt) error {
			var i worklist.Item
			if err := json.Unmarshal([]byte(s.ColumnText(0)), &i); err != nil {
				return fmt.Errorf("%w: an item of the worklist: %w", errDamaged, err)
			}
			out = append(out, i)
			return nil
		}, "SELECT record FROM c15_work WHERE ?1 = '' OR standard = ?1 ORDER BY id", standard)
	})
	return out, err
}

// PutWork stores items, new ones and changed ones, with what happened to them, in one transaction.
func (w *Workspace) PutWork(ctx context.Context, items []worklist.Item, events []worklist.Event) error {
	if len(items)+len(events) == 0 {
		return nil
	}
	return w.write(ctx, "store the worklist", func(c *sqlite.Conn) error {
		for i := range items {
			b, err := json.Marshal(&items[i])
			if err != nil {
				return err
			}
			if err := execute(c, "INSERT INTO c15_work (id, standard, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
				workID(&items[i]), items[i].Standard, string(b)); err != nil {
				return err
			}
		}
		for i := range events {
			b, err := json.Marshal(&events[i])
			if err != nil {
				return err
			}
			if err := execute(c, "INSERT INTO c15_work_log (item, event) VALUES (?, ?)", events[i].Item, string(b)); err != nil {
				return err
			}
		}
		return nil
	})
}

// workID keeps the items of two standards apart that have criteria of one name.
func workID(i *worklist.Item) string { return i.Standard + "/" + i.ID }

// WorkLog is what happened to an item, or to all with an empty one, oldest first.
func (w *Workspace) WorkLog(ctx context.Context, item string) ([]worklist.Event, error) {
	var out []worklist.Event
	err := w.read(ctx, "read the history of the worklist", func(c *sqlite.Conn) error {
		if ok, err := hasTable(c, "c15_work_log"); err != nil || !ok {
			return err
		}
		return each(c, func(s *sqlite.Stmt) error {
			var e worklist.Event
			if err := json.Unmarshal([]byte(s.ColumnText(0)), &e); err != nil {
				return fmt.Errorf("%w: history of the worklist: %w", errDamaged, err)
			}
			out = append(out, e)
			return nil
		}, "SELECT event FROM c15_work_log WHERE ?1 = '' OR item = ?1 ORDER BY id", item)
	})
	return out, err
}

// Grades are the colours of a run; nil when it has none.
func (w *Workspace) Grades(ctx context.Context, run int) (*warning.Grades, error) {
	var out *warning.Grades
	err := w.read(ctx, "read the colours of a run", func(c *sqlite.Conn) error {
		if ok, err := hasTable(c, "c15_grades"); err != nil || !ok {
			return err
		}
		blob := int64(-1)
		if err := each(c, func(s *sqlite.Stmt) error { blob = s.ColumnInt64(0); return nil }, "SELECT blob FROM c15_grades WHERE run = ?", run); err != nil || blob < 0 {
			return err
		}
		b, err := w.getBlob(c, blob)
		if err != nil {
			return err
		}
		out = &warning.Grades{Run: run}
		if err := json.Unmarshal(b, out); err != nil {
			return fmt.Errorf("%w: colours of run %d: %w", errDamaged, run, err)
		}
		return nil
	})
	return out, err
}

// PutGrades stores the colours of a run. data.ErrNotFound: there is no such run.
func (w *Workspace) PutGrades(ctx context.Context, run int, g *warning.Grades) error {
	return w.write(ctx, "store the colours of a run", func(c *sqlite.Conn) error {
		found := false
		if err := each(c, func(*sqlite.Stmt) error { found = true; return nil }, "SELECT 1 FROM c15_runs WHERE number = ?", run); err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("run %d: %w", run, data.ErrNotFound)
		}
		b, err := json.Marshal(g)
		if err != nil {
			return err
		}
		blob, err := w.putBlob(c, b)
		if err != nil {
			return err
		}
		return execute(c, "INSERT INTO c15_grades (run, blob) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET blob = excluded.blob", run, blob)
	})
}
