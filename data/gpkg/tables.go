package gpkg

import (
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
)

// table is a table for people: a row number, its fields, a geometry.
type table struct {
	name     string
	geometry string // POINT, LINESTRING, MULTIPOLYGON; empty for a table of attributes without one
	title    string
	fields   []data.Field
}

// quote is an SQL name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// columnName keeps the names of fields apart from the two that every table has.
func columnName(field string) string {
	if strings.EqualFold(field, "fid") || strings.EqualFold(field, "geom") {
		return field + "_"
	}
	return field
}

var sqlTypes = [...]string{data.TextField: "TEXT", data.BoolField: "BOOLEAN", data.IntField: "INTEGER", data.RealField: "REAL"}

// create makes the table and announces it.
func (t *table) create(c *sqlite.Conn) error {
	var cols strings.Builder
	for _, f := range t.fields {
		fmt.Fprintf(&cols, ", %s %s", quote(columnName(f.Name)), sqlTypes[f.Type])
	}
	kind := "attributes"
	if t.geometry != "" {
		kind = "features"
		cols.WriteString(", geom " + t.geometry)
	}
	if err := execute(c, fmt.Sprintf("CREATE TABLE %s (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL%s)", quote(t.name), cols.String())); err != nil {
		return err
	}
	if err := execute(c, "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?1, ?2, ?1, ?3, ?4)",
		t.name, kind, t.title, srs); err != nil {
		return err
	}
	if t.geometry == "" {
		return nil
	}
	return execute(c, "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", t.name, t.geometry, srs)
}

// drop removes the table if it is there, whatever a desktop program has added to it.
func (t *table) drop(c *sqlite.Conn) error {
	for _, q := range []string{
		"DELETE FROM gpkg_geometry_columns WHERE table_name = ?",
		"DELETE FROM gpkg_extensions WHERE table_name = ?",
		"DELETE FROM gpkg_contents WHERE table_name = ?",
	} {
		if err := execute(c, q, t.name); err != nil {
			return err
		}
	}
	for _, name := range []string{t.name, index{t}.name()} {
		if err := execute(c, "DROP TABLE IF EXISTS "+quote(name)); err != nil {
			return err
		}
	}
	return nil
}

// exists says whether the table is there with all its columns.
func (t *table) exists(c *sqlite.Conn) (bool, error) {
	have := map[string]bool{}
	if err := each(c, func(s *sqlite.Stmt) error { have[strings.ToLower(s.ColumnText(0))] = true; return nil },
		"SELECT name FROM pragma_table_info(?)", t.name); err != nil {
		return false, err
	}
	for _, f := range t.fields {
		if !have[strings.ToLower(columnName(f.Name))] {
			return false, nil
		}
	}
	return have["fid"] && have["geom"] == (t.geometry != ""), nil
}

// inserter adds rows to a table.
type inserter struct {
	stmt  *sqlite.Stmt
	table *table
	blob  []byte // memory for the next geometry
	err   error  // the first one: the rows after it are ignored
}

func (t *table) inserter(c *sqlite.Conn) (*inserter, error) {
	var names, marks strings.Builder
	for _, f := range t.fields {
		names.WriteString(quote(columnName(f.Name)) + ", ")
		marks.WriteString("?, ")
	}
	last := "geom"
	if t.geometry == "" {
		last = "fid" // given as NULL: the next number
	}
	stmt, err := c.Prepare(fmt.Sprintf("INSERT INTO %s (%s%s) VALUES (%s?)", quote(t.name), names.String(), last, marks.String()))
	if err != nil {
		return nil, err
	}
	return &inserter{stmt: stmt, table: t}, nil
}

// add inserts a row: its shape (nil in a table without geometry), and string, bool, int64, float64 or nil per field.
func (in *inserter) add(s shape, values ...any) {
	if in.err != nil {
		return
	}
	if s == nil {
		in.addBlob(nil, values...)
		return
	}
	in.blob = geometry(in.blob[:0], s)
	in.addBlob(in.blob, values...)
}

// addBlob is add with the geometry encoded; nil for none.
func (in *inserter) addBlob(blob []byte, values ...any) {
	if in.err != nil {
		return
	}
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			in.stmt.BindNull(i + 1)
		case string:
			in.stmt.BindText(i+1, v)
		case bool:
			in.stmt.BindBool(i+1, v)
		case int64:
			in.stmt.BindInt64(i+1, v)
		case float64:
			in.stmt.BindFloat(i+1, v)
		default:
			in.err = fmt.Errorf("table %s, field %d: a value of type %T", in.table.name, i+1, v)
			return
		}
	}
	in.stmt.BindNull(len(values) + 1)
	if blob != nil {
		in.stmt.BindBytes(len(values)+1, blob)
	}
	_, err := in.stmt.Step()
	if e := in.stmt.Reset(); err == nil {
		err = e
	}
	in.err = err
}

// setBounds tells desktop programs where the table's features lie. An empty table has none.
func (t *table) setBounds(c *sqlite.Conn, b geo.Box) error {
	if b.Empty() {
		return execute(c, "UPDATE gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL, last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?", t.name)
	}
	lo, hi := b.Min.Point(), b.Max.Point()
	return execute(c, "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?, last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?",
		lo[0], lo[1], hi[0], hi[1], t.name)
}
