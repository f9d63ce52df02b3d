package gpkg

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/data/storetest"
)

// rowsOf are the rows of a table of results, by id, without the numbers that the file gives them; and what its index finds.
func rowsOf(t *testing.T, w *Workspace, table string) (out []string) {
	t.Helper()
	if err := w.read(t.Context(), "test", func(c *sqlite.Conn) error {
		return each(c, func(s *sqlite.Stmt) error {
			row := ""
			for i := range s.ColumnCount() {
				if n := s.ColumnName(i); n != "fid" {
					row += fmt.Sprintf("%s=%x ", n, columnBytes(s, i))
				}
			}
			out = append(out, row)
			return nil
		}, fmt.Sprintf("SELECT t.*, r.minx, r.maxx, r.miny, r.maxy FROM %s t LEFT JOIN rtree_%s_geom r ON r.id = t.fid ORDER BY t.id", table, table))
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A run that takes results over leaves the same tables, with their triggers, and the same results as one that is stored whole; and where somebody changed a table by hand it
// is made anew.
func TestAmendedTables(t *testing.T) {
	for _, byHand := range []bool{false, true} {
		var tables [2][]string
		for i, kept := range []bool{false, true} {
			w, err := Create(filepath.Join(t.TempDir(), "w.gpkg"))
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			var layers []data.Layer
			for _, im := range []*data.Import{storetest.Communities(), storetest.Extract()} {
				l, err := w.PutLayer(t.Context(), im)
				if err != nil {
					t.Fatal(err)
				}
				layers = append(layers, l)
			}
			publish := func(r *data.RunResult) {
				t.Helper()
				if _, err := w.Publish(t.Context(), r); err != nil {
					t.Fatal(err)
				}
			}
			first, second := storetest.Result(storetest.Standard("s"), layers, 1), storetest.Result(storetest.Standard("s"), layers, 2)
			publish(first)
			if byHand {
				if err := execute(w.conn, `DROP TRIGGER rtree_gaps_geom_delete`); err != nil {
					t.Fatal(err)
				}
				if err := execute(w.conn, "DELETE FROM gaps"); err != nil {
					t.Fatal(err)
				}
			}
			if kept {
				second.KeptFrom, second.Kept = 1, []bool{true, true, true, true}
				for k := range second.Results { // the gap of LP1 alone is new
					if second.Results[k].Need == 3 {
						second.Kept[k] = false
					}
				}
			}
			publish(second)
			for _, table := range []string{"gaps", "coverage", "community_results"} {
				tables[i] = append(tables[i], rowsOf(t, w, table)...)
			}
			for n, want := range []*data.RunResult{first, second} {
				got, err := w.RunResult(t.Context(), n+1)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(want.Results, got.Results); d != "" {
					t.Errorf("kept %v, run %d (-want +got):\n%s", kept, n+1, d)
				}
			}
			if fs, err := w.Check(t.Context()); err != nil || len(fs) > 0 {
				t.Errorf("check: %v %v", fs, err)
			}
			triggers := 0
			if err := each(w.conn, func(s *sqlite.Stmt) error { triggers = s.ColumnInt(0); return nil },
				"SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"); err != nil || triggers != 18 {
				t.Errorf("%d triggers (%v), want 6 for each of 3 tables", triggers, err)
			}
		}
		if len(tables[0]) < 5 {
			t.Fatalf("only %d rows", len(tables[0]))
		}
		for i := range tables[0] {
			if i >= len(tables[1]) || tables[0][i] != tables[1][i] {
				t.Fatalf("by hand %v: row %d differs:\n%.600s\n%.600s", byHand, i, tables[0][i], tables[1][i])
			}
		}
	}
}
