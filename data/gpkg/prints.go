package gpkg

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/indicators"
)

// formatPrints adds what a run takes over from the one before:
//
//	c15_prints    per community, what the results of the latest run of a standard depend on
//	c15_staged    finished pairs of a run that was not published
const formatPrints = `
CREATE TABLE c15_prints (
  standard TEXT NOT NULL, community TEXT NOT NULL, packed BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (standard, community));
CREATE TABLE c15_staged (
  standard TEXT NOT NULL, community TEXT NOT NULL, criterion TEXT NOT NULL, print BLOB NOT NULL, hash BLOB NOT NULL, packed BLOB NOT NULL,
  PRIMARY KEY (standard, community, criterion));
`

// printBytes is how many bytes a print takes.
const printBytes = len(indicators.Print{}) * len(indicators.Digest{})

func (w *writer) print(p *indicators.Print) {
	for k := range p {
		w.b = append(w.b, p[k][:]...)
	}
}

func (r *reader) print() (p indicators.Print) {
	if len(r.b) < printBytes {
		r.fail()
		return p
	}
	for k := range p {
		r.b = r.b[copy(p[k][:], r.b):]
	}
	return p
}

// putPrints stores the prints of a run in place of those of the run before; without any nothing can be taken over from it. A community whose prints are as
// they were is left alone.
func (w *Workspace) putPrints(c *sqlite.Conn, r *data.RunResult) error {
	standard := r.Run.Standard.ID
	had := map[string][]byte{}
	if err := each(c, func(s *sqlite.Stmt) error { had[s.ColumnText(0)] = columnBytes(s, 1); return nil },
		"SELECT community, hash FROM c15_prints WHERE standard = ?", standard); err != nil {
		return err
	}
	for i := 0; i < len(r.Prints) && len(r.Prints) == len(r.Results); {
		community := r.Results[i].Community
		b := newWriter()
		for ; i < len(r.Results) && r.Results[i].Community == community; i++ {
			b.text(r.Results[i].Criterion)
			b.print(&r.Prints[i])
		}
		packed, hash, err := w.packed(b.b)
		if err != nil {
			return err
		}
		if !bytes.Equal(had[community], hash) {
			if err := execute(c, "INSERT INTO c15_prints (standard, community, packed, hash) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET packed = excluded.packed, hash = excluded.hash",
				standard, community, packed, hash); err != nil {
				return err
			}
		}
		delete(had, community)
	}
	for _, gone := range sortedKeys(had) {
		if err := execute(c, "DELETE FROM c15_prints WHERE standard = ? AND community = ?", standard, gone); err != nil {
			return err
		}
	}
	return nil
}

// getPrints are the prints of the results, which are those of the latest run of a standard. Nil when one is missing or damaged: then nothing is taken over.
func (w *Workspace) getPrints(c *sqlite.Conn, standard string, results []indicators.Result) ([]indicators.Print, error) {
	found := make(map[pair]indicators.Print, len(results))
	err := each(c, func(s *sqlite.Stmt) error {
		community := s.ColumnText(0)
		b, err := w.unpack(columnBytes(s, 1), columnBytes(s, 2))
		if err != nil {
			return err
		}
		r := newReader(b)
		for len(r.b) > 0 {
			criterion := r.text()
			found[pair{community, criterion}] = r.print()
		}
		return r.end("prints of " + community)
	}, "SELECT community, packed, hash FROM c15_prints WHERE standard = ?", standard)
	if errors.Is(err, errDamaged) {
		return nil, nil
	}
	out := make([]indicators.Print, len(results))
	for i := range results {
		p, ok := found[pair{results[i].Community, results[i].Criterion}]
		if !ok {
			return nil, err
		}
		out[i] = p
	}
	return out, err
}

// Latest is the latest run of a standard with its results and what they depend on, for the next run to take over; nil when it has none.
func (w *Workspace) Latest(ctx context.Context, standard string) (*data.RunResult, error) {
	var out *data.RunResult
	err := w.read(ctx, "load the latest run", func(c *sqlite.Conn) error {
		number, err := latestRun(c, standard)
		if err != nil || number == 0 {
			return err
		}
		if out, err = w.loadRun(c, number); err != nil {
			return err
		}
		out.Prints, err = w.getPrints(c, standard, out.Results)
		return err
	})
	return out, err
}

// Stage keeps finished pairs of a run that is being computed, until a run of the standard is published.
func (w *Workspace) Stage(ctx context.Context, standard string, finished []data.Finished) error {
	const doing = "keep what is finished"
	if w.mode != Write {
		return fmt.Errorf("%s: workspace %s is open for reading only", doing, w.path)
	}
	return w.transact(ctx, "BEGIN IMMEDIATE", doing, func(c *sqlite.Conn) error {
		for i := range finished {
			f := &finished[i]
			b, err := encodeResult(&f.Result)
			if err != nil {
				return err
			}
			packed, hash, err := w.packed(b)
			if err != nil {
				return err
			}
			var print writer
			print.print(&f.Print)
			if err := execute(c, "INSERT OR REPLACE INTO c15_staged (standard, community, criterion, print, hash, packed) VALUES (?, ?, ?, ?, ?, ?)",
				standard, f.Result.Community, f.Result.Criterion, print.b, hash, packed); err != nil {
				return err
			}
		}
		return nil
	})
}

// Staged are the finished pairs of a run that was not published, in the order in which they were staged. One that is damaged is passed over: it will be computed again.
func (w *Workspace) Staged(ctx context.Context, standard string) ([]data.Finished, error) {
	var out []data.Finished
	err := w.read(ctx, "load what is finished", func(c *sqlite.Conn) error {
		return each(c, func(s *sqlite.Stmt) error {
			f, err := w.stagedRow(s)
			if err == nil {
				out = append(out, f)
			}
			return nil
		}, "SELECT hash, packed, print FROM c15_staged WHERE standard = ? ORDER BY rowid", standard)
	})
	return out, err
}

func (w *Workspace) stagedRow(s *sqlite.Stmt) (f data.Finished, err error) {
	b, err := w.unpack(columnBytes(s, 1), columnBytes(s, 0))
	if err != nil {
		return f, err
	}
	if f.Result, err = decodeResult(b); err != nil {
		return f, err
	}
	r := reader{b: columnBytes(s, 2)}
	f.Print = r.print()
	return f, r.end("a print")
}

func dropStaged(c *sqlite.Conn, standard string) error {
	return execute(c, "DELETE FROM c15_staged WHERE standard = ?", standard)
}
