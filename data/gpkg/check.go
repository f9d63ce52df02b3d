package gpkg

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
)

// Check reads the whole workspace and reports what is not as it was written: pages, records, and content whose checksum
// differs. No finding: it is sound. It is an error only when the file cannot be read at all.
func (w *Workspace) Check(ctx context.Context) ([]data.Finding, error) {
	var found data.Findings
	err := w.read(ctx, "check the workspace", func(c *sqlite.Conn) error {
		if err := each(c, func(s *sqlite.Stmt) error {
			if text := s.ColumnText(0); text != "ok" {
				found.Add(damage("workspace_pages", "", text))
			}
			return nil
		}, "PRAGMA integrity_check(100)"); err != nil {
			return err
		}
		if err := w.checkContent(c, &found); err != nil {
			return err
		}
		if err := w.checkStaged(c, &found); err != nil {
			return err
		}
		return w.checkResults(c, &found)
	})
	return found.List(), err
}

func damage(code, where, what string) data.Finding {
	return data.Finding{Severity: data.Failure, Code: code, Feature: where, Message: "the workspace is damaged: " + what, Advice: restore}
}

// checkContent loads every part of every version of a layer, and the communities of every run.
func (w *Workspace) checkContent(c *sqlite.Conn, found *data.Findings) error {
	type named struct {
		content
		version int
	}
	var parts []named
	if err := each(c, func(s *sqlite.Stmt) error {
		parts = append(parts, named{content{s.ColumnText(0), s.ColumnText(1), s.ColumnInt64(2)}, s.ColumnInt(3)})
		return nil
	}, `SELECT layer, part, blob, version FROM c15_content
		UNION ALL SELECT 'run', 'communities', communities, number FROM c15_runs ORDER BY 1, 4, 2`); err != nil {
		return err
	}
	for _, p := range parts {
		b, err := w.getBlob(c, p.blob)
		if err == nil {
			err = decodePart(&data.Import{}, p.part, b)
		}
		if err != nil {
			found.Add(damage("workspace_content", fmt.Sprintf("%s/%d/%s", p.layer, p.version, p.part), err.Error()))
		}
	}
	return nil
}

// checkStaged reads what waits for a run that was not published.
func (w *Workspace) checkStaged(c *sqlite.Conn, found *data.Findings) error {
	if format, err := formatOf(c); err != nil || format < 3 { // an older workspace that is open for reading
		return err
	}
	return each(c, func(s *sqlite.Stmt) error {
		if _, err := w.stagedRow(s); err != nil {
			found.Add(damage("workspace_staged", s.ColumnText(3)+"/"+s.ColumnText(4), err.Error()))
		}
		return nil
	}, "SELECT hash, packed, print, community, criterion FROM c15_staged ORDER BY standard, community, criterion")
}

func (w *Workspace) checkResults(c *sqlite.Conn, found *data.Findings) error {
	return each(c, func(s *sqlite.Stmt) error {
		b, err := w.unpack(columnBytes(s, 3), columnBytes(s, 2))
		if err == nil {
			_, err = decodeResult(b)
		}
		if err != nil {
			found.Add(damage("workspace_result", s.ColumnText(0)+"/"+s.ColumnText(1), err.Error()))
		}
		return nil
	}, "SELECT community, criterion, hash, packed FROM c15_results ORDER BY id")
}
