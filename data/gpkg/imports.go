package gpkg

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
)

// logImport notes how a version of a layer came about.
func logImport(c *sqlite.Conn, l data.Layer, before int, r data.ImportRecord) error {
	if r.How == "" {
		r.How = data.Replaced
	}
	return execute(c, "INSERT INTO c15_imports (layer, version, before, how, by, at) VALUES (?, ?, ?, ?, ?, ?)",
		l.Name, l.Version, before, string(r.How), r.By, r.At)
}

// Content is what the latest version of a layer holds. data.ErrNotFound: there is no such layer.
func (w *Workspace) Content(ctx context.Context, layer string) (*data.Import, error) {
	var out *data.Import
	err := w.read(ctx, fmt.Sprintf("load layer %q", layer), func(c *sqlite.Conn) error {
		found, err := layersWhere(c, "name = ? AND latest = 1", layer)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("layer %q: %w", layer, data.ErrNotFound)
		}
		out, err = w.contentOf(c, found[0])
		return err
	})
	return out, err
}

// Logged is a line of the log of imports.
type Logged struct {
	Layer   string            `json:"layer"`
	Version int               `json:"version"`
	Before  int               `json:"before"` // the version that it replaced; 0: none
	Record  data.ImportRecord `json:"record"`
	Undone  bool              `json:"undone,omitempty"`
}

// Imports is the log of imports, oldest first.
func (w *Workspace) Imports(ctx context.Context) ([]Logged, error) {
	var out []Logged
	err := w.read(ctx, "read the log of imports", func(c *sqlite.Conn) error {
		if ok, err := hasTable(c, "c15_imports"); err != nil || !ok {
			return err
		}
		return each(c, func(s *sqlite.Stmt) error {
			out = append(out, Logged{s.ColumnText(0), s.ColumnInt(1), s.ColumnInt(2),
				data.ImportRecord{How: data.ImportKind(s.ColumnText(3)), By: s.ColumnText(4), At: s.ColumnText(5)}, s.ColumnBool(6)})
			return nil
		}, "SELECT layer, version, before, how, by, at, undone FROM c15_imports ORDER BY id")
	})
	return out, err
}

// ErrNothingToUndo: no import is left that could be undone.
var ErrNothingToUndo = errors.New("there is no import to undo")

// Undo takes the last import back that was not taken back yet: what the layer held before becomes its next version, and stays in the log with
// what was undone. A layer that came with that import is no longer used, but kept for the runs that used it. It gives the layer as it is now, with
// version 0 when there is none any more, and what its last version held and holds now. ErrNothingToUndo: there is none; an error that says so when the
// version before is no longer kept.
func (w *Workspace) Undo(ctx context.Context, r data.ImportRecord) (l data.Layer, was, now *data.Import, err error) {
	r.How = data.Undone
	err = w.write(ctx, "undo the last import", func(c *sqlite.Conn) error {
		var id int64
		var version, before int
		if err := each(c, func(s *sqlite.Stmt) error {
			id, l.Name, version, before = s.ColumnInt64(0), s.ColumnText(1), s.ColumnInt(2), s.ColumnInt(3)
			return nil
		}, "SELECT id, layer, version, before FROM c15_imports WHERE undone = 0 AND how <> 'undo' ORDER BY id DESC LIMIT 1"); err != nil {
			return err
		}
		if id == 0 {
			return ErrNothingToUndo
		}
		latest, err := layersWhere(c, "name = ? AND latest = 1", l.Name)
		if err != nil {
			return err
		}
		if len(latest) == 0 {
			return fmt.Errorf("%w: layer %q is gone", ErrNothingToUndo, l.Name)
		}
		if was, err = w.contentOf(c, latest[0]); err != nil {
			return err
		}
		if err := execute(c, "UPDATE c15_imports SET undone = 1 WHERE id = ?", id); err != nil {
			return err
		}
		if before == 0 {
			now = &data.Import{Layer: data.Layer{Name: l.Name, Kind: latest[0].Kind}}
			return w.retire(c, l.Name, version, r)
		}
		old, err := layersWhere(c, "name = ? AND version = ?", l.Name, before)
		if err != nil {
			return err
		}
		if len(old) == 0 {
			return fmt.Errorf("version %d of layer %q, which the import replaced, is no longer kept: import its file again", before, l.Name)
		}
		if now, err = w.contentOf(c, old[0]); err != nil {
			return err
		}
		now.Record = r
		if now.Findings, err = findingsOf(c, l.Name, before); err != nil {
			return err
		}
		l, err = w.putLayer(c, now)
		return err
	})
	return l, was, now, err
}

// retire makes a layer one that is not used any more.
func (w *Workspace) retire(c *sqlite.Conn, layer string, version int, r data.ImportRecord) error {
	if err := execute(c, "UPDATE c15_layers SET latest = 0 WHERE name = ?", layer); err != nil {
		return err
	}
	if err := replaceFeatures(c, layer, &data.Import{}); err != nil {
		return err
	}
	if err := logImport(c, data.Layer{Name: layer}, version, r); err != nil {
		return err
	}
	return dropUnused(c)
}

// hasTable says whether a table is there: a workspace of an older format that is only read has fewer.
func hasTable(c *sqlite.Conn, name string) (ok bool, err error) {
	err = each(c, func(*sqlite.Stmt) error { ok = true; return nil }, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name)
	return ok, err
}
