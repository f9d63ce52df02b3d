package gpkg

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
)

// showRun makes the feature tables gaps, coverage and community_results those of a run.
func showRun(c *sqlite.Conn, r *data.RunResult) error {
	title := runTitle(r)
	for _, covered := range []bool{false, true} {
		t := gapTable(covered, title)
		if err := t.refill(c, r.GapFeatures(covered)); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	t := communityTable(r, title)
	if err := t.refill(c, r.CommunityFeatures()); err != nil {
		return fmt.Errorf("table %s: %w", t.name, err)
	}
	return noteShown(c, r.Run.Number)
}

func runTitle(r *data.RunResult) string {
	return fmt.Sprintf("run %d, %s", r.Run.Number, r.Run.Standard.ID)
}

func gapTable(covered bool, title string) table {
	if covered {
		return table{"coverage", "MULTIPOLYGON", "coverage (覆盖区), " + title, data.GapFields}
	}
	return table{"gaps", "MULTIPOLYGON", "gaps (盲区), " + title, data.GapFields}
}

func communityTable(r *data.RunResult, title string) table {
	return table{"community_results", "MULTIPOLYGON", "communities with their results (社区结论), " + title, data.CommunityFields(r.Run.Standard)}
}

// refill makes the table anew with those features and an index.
func (t *table) refill(c *sqlite.Conn, features []data.Feature) error {
	if err := t.drop(c); err != nil {
		return err
	}
	if err := t.create(c); err != nil {
		return err
	}
	tree := index{t}
	if err := tree.create(c); err != nil {
		return err
	}
	box, err := t.insert(c, tree, features)
	if err != nil {
		return err
	}
	if err := tree.finish(c); err != nil {
		return err
	}
	return t.setBounds(c, box)
}

// insert adds features to the table and its index, and gives their box.
func (t *table) insert(c *sqlite.Conn, tree index, features []data.Feature) (geo.Box, error) {
	box := geo.EmptyBox()
	in, err := t.inserter(c)
	if err != nil {
		return box, err
	}
	err = inOrder(len(features), func(i int) ([]byte, error) {
		return geometry(nil, areaShape(features[i].Shape)), nil
	}, func(i int, blob []byte) error {
		f := &features[i]
		if in.addBlob(blob, f.Values...); in.err != nil {
			return in.err
		}
		own := f.Shape.Box()
		box = box.Union(own)
		return tree.add(c, c.LastInsertRowID(), own)
	})
	return box, err
}
