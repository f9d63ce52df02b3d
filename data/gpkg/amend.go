package gpkg

import (
	"bytes"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// metaShown says what the tables gaps and coverage show: the number of a run, then how many rows they have and how many bytes of geometry. Where they are
// not so any more, somebody changed them by hand, and they are made anew.
const metaShown = "shown"

// shown is what the tables of results hold now.
func shownNow(c *sqlite.Conn, number int) (state string, err error) {
	state = fmt.Sprint(number)
	for _, table := range []string{"gaps", "coverage"} {
		if err := each(c, func(s *sqlite.Stmt) error {
			state += fmt.Sprintf(" %d/%d", s.ColumnInt64(0), s.ColumnInt64(1))
			return nil
		}, "SELECT count(*), coalesce(sum(length(geom)), 0) FROM "+quote(table)); err != nil {
			return "", err
		}
	}
	return state, nil
}

// showNext makes the feature tables those of a run that took most of its results over from the run before: only what changed is written. The rows of
// others differ in the number of their run alone.
func (w *Workspace) showNext(c *sqlite.Conn, r *data.RunResult, prev int) error {
	amendable, err := w.amendable(c, r, prev)
	if err != nil {
		return err
	}
	if !amendable {
		return showRun(c, r)
	}
	changed := *r
	changed.Results = nil
	gone := map[pair]bool{}
	for i := range r.Results {
		if res := &r.Results[i]; !r.Kept[i] {
			changed.Results = append(changed.Results, *res)
			gone[pair{res.Community, res.Criterion}] = true
		}
	}
	title := runTitle(r)
	for _, covered := range []bool{false, true} {
		t := gapTable(covered, title)
		if err := t.amend(c, r.Run.Number, gone, changed.GapFeatures(covered)); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	t := communityTable(r, title)
	if err := t.refill(c, r.CommunityFeatures()); err != nil {
		return fmt.Errorf("table %s: %w", t.name, err)
	}
	return noteShown(c, r.Run.Number)
}

func noteShown(c *sqlite.Conn, number int) error {
	state, err := shownNow(c, number)
	if err != nil {
		return err
	}
	return setMeta(c, metaShown, state)
}

// amendable says whether the tables show the run before as it was published, and all that a row takes from elsewhere than its result is the same.
func (w *Workspace) amendable(c *sqlite.Conn, r *data.RunResult, prev int) (bool, error) {
	was, ok, err := meta(c, metaShown)
	if err != nil || !ok || len(r.Kept) != len(r.Results) || r.KeptFrom != prev || !strings.HasPrefix(was, fmt.Sprintf("%d ", prev)) {
		return false, err
	}
	now, err := shownNow(c, prev)
	if err != nil || now != was {
		return false, err
	}
	before, blob, err := getRun(c, prev)
	if err != nil {
		return false, err
	}
	content, err := w.getBlob(c, blob)
	return bytes.Equal(before.StandardFile, r.Run.StandardFile) && before.DataDate == r.Run.DataDate && bytes.Equal(content, encodeCommunities(r.Communities)), err
}

// amend puts features in the place of the rows of some pairs, and the number of the run into all.
func (t *table) amend(c *sqlite.Conn, run int, gone map[pair]bool, features []data.Feature) error {
	tree := index{t}
	if err := tree.dropTriggers(c); err != nil { // they call functions that only desktop programs have
		return err
	}
	var rows []int64
	if len(gone) > 0 {
		if err := each(c, func(s *sqlite.Stmt) error {
			if gone[pair{s.ColumnText(1), s.ColumnText(2)}] {
				rows = append(rows, s.ColumnInt64(0))
			}
			return nil
		}, "SELECT fid, community_id, criterion FROM "+quote(t.name)); err != nil {
			return err
		}
	}
	for _, fid := range rows {
		if err := execute(c, "DELETE FROM "+quote(t.name)+" WHERE fid = ?", fid); err != nil {
			return err
		}
		if err := execute(c, "DELETE FROM "+quote(tree.name())+" WHERE id = ?", fid); err != nil {
			return err
		}
	}
	if err := execute(c, "UPDATE "+quote(t.name)+" SET run = ?", run); err != nil {
		return err
	}
	if _, err := t.insert(c, tree, features); err != nil {
		return err
	}
	if err := execute(c, "UPDATE gpkg_contents SET description = ? WHERE table_name = ?", t.title, t.name); err != nil {
		return err
	}
	box, err := tree.bounds(c)
	if err != nil {
		return err
	}
	if err := tree.finish(c); err != nil {
		return err
	}
	return t.setBounds(c, box)
}

// bounds are a little wider than the features: the index has them as floats of 4 bytes.
func (x index) bounds(c *sqlite.Conn) (box geo.Box, err error) {
	box = geo.EmptyBox()
	err = each(c, func(s *sqlite.Stmt) error {
		if s.ColumnType(0) != sqlite.TypeNull {
			at := func(i int) int32 { return int32(s.ColumnFloat(i) * geo.UnitsPerDegree) }
			box = geo.Box{Min: geo.E7{Lon: at(0), Lat: at(1)}, Max: geo.E7{Lon: at(2), Lat: at(3)}}
		}
		return nil
	}, "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "+quote(x.name()))
	return box, err
}

func (x index) dropTriggers(c *sqlite.Conn) error {
	var names []string
	if err := each(c, func(s *sqlite.Stmt) error { names = append(names, s.ColumnText(0)); return nil },
		"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", x.table.name); err != nil {
		return err
	}
	for _, n := range names {
		if err := execute(c, "DROP TRIGGER "+quote(n)); err != nil {
			return err
		}
	}
	return nil
}

// holdOn makes the results of run prev hold for the run number too, but for those that are not kept.
func (w *Workspace) holdOn(c *sqlite.Conn, standard string, prev, number int, r *data.RunResult) error {
	fresh := map[pair]*indicators.Result{}
	here := make(map[pair]bool, len(r.Results))
	for i := range r.Results {
		p := pair{r.Results[i].Community, r.Results[i].Criterion}
		if here[p] = true; !r.Kept[i] {
			fresh[p] = &r.Results[i]
		}
	}
	var ends []int64 // rows that hold no longer
	if err := each(c, func(s *sqlite.Stmt) error {
		p := pair{s.ColumnText(1), s.ColumnText(2)}
		if fresh[p] != nil || !here[p] {
			ends = append(ends, s.ColumnInt64(0))
		}
		return nil
	}, "SELECT id, community, criterion FROM c15_results WHERE standard = ? AND last_run = ?", standard, prev); err != nil {
		return err
	}
	if err := execute(c, "UPDATE c15_results SET last_run = ? WHERE standard = ? AND last_run = ?", number, standard, prev); err != nil {
		return err
	}
	for _, id := range ends {
		if err := execute(c, "UPDATE c15_results SET last_run = ? WHERE id = ?", prev, id); err != nil {
			return err
		}
	}
	var list []indicators.Result
	for i := range r.Results {
		if !r.Kept[i] {
			list = append(list, r.Results[i])
		}
	}
	return w.putResults(c, standard, prev, number, list)
}
