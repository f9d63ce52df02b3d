package gpkg

import (
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/geo"
)

// index is the spatial index of a table as desktop programs know it: the RTree extension of OGC 12-128r17, annex F.3. Only the tables of
// results have one: they are made anew as a whole, so that its triggers, which call functions that only
// desktop programs have, never run here.
type index struct{ table *table }

// create makes the index, empty and without triggers.
func (x index) create(c *sqlite.Conn) error {
	if err := execute(c, "CREATE VIRTUAL TABLE "+quote(x.name())+" USING rtree(id, minx, maxx, miny, maxy)"); err != nil {
		return err
	}
	return execute(c, `INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, x.table.name)
}

func (x index) name() string { return "rtree_" + x.table.name + "_geom" }

// add takes the row with that number in.
func (x index) add(c *sqlite.Conn, fid int64, b geo.Box) error {
	if b.Empty() {
		return nil
	}
	lo, hi := b.Min.Point(), b.Max.Point()
	return execute(c, "INSERT INTO "+quote(x.name())+" VALUES (?, ?, ?, ?, ?)", fid, lo[0], hi[0], lo[1], hi[1])
}

// triggers are those of the specification, version 1.3: they keep the index up when somebody edits the table. T is the
// table, R the index.
const triggers = `
CREATE TRIGGER "R_insert" AFTER INSERT ON "T" WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "R" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "R_update1" AFTER UPDATE OF "geom" ON "T" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "R" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "R_update2" AFTER UPDATE OF "geom" ON "T" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "R" WHERE id = OLD."fid"; END;
CREATE TRIGGER "R_update3" AFTER UPDATE ON "T" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "R" WHERE id = OLD."fid";
INSERT OR REPLACE INTO "R" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "R_update4" AFTER UPDATE ON "T" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "R" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "R_delete" AFTER DELETE ON "T" WHEN old."geom" NOT NULL
BEGIN DELETE FROM "R" WHERE id = OLD."fid"; END;
`

// finish adds the triggers.
func (x index) finish(c *sqlite.Conn) error {
	script := strings.NewReplacer(`"T"`, quote(x.table.name), `"R"`, quote(x.name()), `"R_`, `"`+x.name()+`_`).Replace(triggers)
	for _, one := range strings.Split(script, "CREATE TRIGGER ")[1:] {
		if err := execute(c, "CREATE TRIGGER "+strings.TrimSpace(one)); err != nil {
			return err
		}
	}
	return nil
}
