package gpkg

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
)

// showRun makes the feature tables gaps, coverage and community_results those of a run.
func showRun(c *sqlite.Conn, r *data.RunResult) error {
	title := fmt.Sprintf("run %d, %s", r.Run.Number, r.Run.Standard.ID)
	for _, t := range []struct {
		table
		features []data.Feature
	}{
		{table{"gaps", "MULTIPOLYGON", "gaps (盲区), " + title, data.GapFields}, r.GapFeatures(false)},
		{table{"coverage", "MULTIPOLYGON", "coverage (覆盖区), " + title, data.GapFields}, r.GapFeatures(true)},
		{table{"community_results", "MULTIPOLYGON", "communities with their results (社区结论), " + title, data.CommunityFields(r.Run.Standard)}, r.CommunityFeatures()},
	} {
		if err := t.refill(c, t.features); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return nil
}

// refill makes the table anew with those features and an index.
func (t *table) refill(c *sqlite.Conn, features []data.Feature) error {
	if err := t.drop(c); err != nil {
		return err
	}
	if err := t.create(c); err != nil {
		return err
	}
	in, err := t.inserter(c)
	if err != nil {
		return err
	}
	tree := index{t}
	if err := tree.create(c); err != nil {
		return err
	}
	box := geo.EmptyBox()
	for i := range features {
		f := &features[i]
		if in.add(areaShape(f.Shape), f.Values...); in.err != nil {
			return in.err
		}
		own := f.Shape.Box()
		if err := tree.add(c, c.LastInsertRowID(), own); err != nil {
			return err
		}
		box = box.Union(own)
	}
	if err := tree.finish(c); err != nil {
		return err
	}
	return t.setBounds(c, box)
}
