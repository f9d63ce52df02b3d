package gpkg

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
	"circle15/geo/crs"
)

// WriteOptions of WriteFeatures.
type WriteOptions struct {
	Title  string
	System crs.System
	// Style is a QGIS style (QML) that QGIS applies by itself; empty for none.
	Style string
	Lines bool // the features have lines; else points or areas, as the first has
}

// WriteFeatures makes a GeoPackage at path with one table of features and a spatial index, for desktop programs: it is no workspace. The file must not be
// there yet.
func WriteFeatures(path, name string, fields []data.Field, features []data.Feature, opt WriteOptions) (err error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return fmt.Errorf("make a GeoPackage: %w", bare(err))
	}
	defer func() {
		if err = errors.Join(err, conn.Close()); err != nil {
			err = fmt.Errorf("write a GeoPackage: %w", bare(err))
		}
	}()
	base, _, _ := strings.Cut(format1, "CREATE TABLE c15_meta")
	if err := sqlitex.ExecuteScript(conn, base, nil); err != nil {
		return err
	}
	kind := "MULTIPOLYGON"
	if opt.Lines {
		kind = "MULTILINESTRING"
	} else if len(features) > 0 && features[0].Point != nil {
		kind = "POINT"
	}
	w := &featureWriter{conn: conn, system: opt.System, table: &table{name: name, geometry: kind, title: opt.Title, fields: fields}}
	defer sqlitex.Save(conn)(&err)
	return w.write(features, opt.Style)
}

type featureWriter struct {
	conn   *sqlite.Conn
	table  *table
	system crs.System
	bounds [4]float64 // minx, miny, maxx, maxy of all
}

func (w *featureWriter) write(features []data.Feature, style string) error {
	if err := w.reference(); err != nil {
		return err
	}
	if err := w.table.create(w.conn); err != nil {
		return err
	}
	x := index{w.table}
	if err := x.create(w.conn); err != nil {
		return err
	}
	in, err := w.table.inserter(w.conn)
	if err != nil {
		return err
	}
	w.bounds = [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i := range features {
		var blob []byte
		if g := w.geom(&features[i]); g != nil {
			box := w.project(g)
			if blob, err = encode(g, box, w.system.Code); err != nil {
				return err
			}
			if err := execute(w.conn, "INSERT INTO "+quote(x.name())+" VALUES (?, ?, ?, ?, ?)", int64(i+1), box[0], box[2], box[1], box[3]); err != nil {
				return err
			}
		}
		in.addBlob(blob, features[i].Values...)
	}
	if in.err != nil {
		return in.err
	}
	if err := x.finish(w.conn); err != nil {
		return err
	}
	return errors.Join(w.finish(), w.style(style))
}

// reference announces the system, and that the table is in it.
func (w *featureWriter) reference() error {
	return execute(w.conn, "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)", w.system.Name, int64(w.system.Code), int64(w.system.Code), w.system.WKT())
}

func (w *featureWriter) finish() error {
	for _, q := range []string{"UPDATE gpkg_geometry_columns SET srs_id = ?", "UPDATE gpkg_contents SET srs_id = ?"} {
		if err := execute(w.conn, q, int64(w.system.Code)); err != nil {
			return err
		}
	}
	if b := w.bounds; b[0] <= b[2] {
		return execute(w.conn, "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?", b[0], b[1], b[2], b[3])
	}
	return nil
}

// style stores the style where QGIS looks for it.
func (w *featureWriter) style(qml string) error {
	if qml == "" {
		return nil
	}
	err := execute(w.conn, `CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
		f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)`)
	if err != nil {
		return err
	}
	if err := execute(w.conn, "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles')"); err != nil {
		return err
	}
	return execute(w.conn, "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', 'circle15', ?, '', 1, ?, '')",
		w.table.name, qml, w.table.title)
}

// geom is the geometry of a feature in degrees; nil for none.
func (w *featureWriter) geom(f *data.Feature) geom.T {
	switch {
	case w.table.geometry == "POINT":
		if f.Point == nil {
			return nil
		}
		return pointShape(*f.Point).geom()
	case w.table.geometry == "MULTILINESTRING":
		var coords []float64
		var ends []int
		for _, l := range f.Lines {
			coords = flat(coords, l)
			ends = append(ends, len(coords))
		}
		return geom.NewMultiLineStringFlat(geom.XY, coords, ends)
	case len(f.Shape) == 0:
		return nil
	}
	return areaShape(f.Shape).geom()
}

// project brings the positions into the system, and gives their box.
func (w *featureWriter) project(g geom.T) [4]float64 {
	box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	c := g.FlatCoords()
	for i := 0; i+1 < len(c); i += 2 {
		p := w.system.FromWGS84(orb.Point{c[i], c[i+1]})
		c[i], c[i+1] = p[0], p[1]
		box = [4]float64{min(box[0], p[0]), min(box[1], p[1]), max(box[2], p[0]), max(box[3], p[1])}
	}
	b := &w.bounds
	*b = [4]float64{min(b[0], box[0]), min(b[1], box[1]), max(b[2], box[2]), max(b[3], box[3])}
	return box
}

// WriteFeaturesTo writes the GeoPackage to w, through a temporary file, since SQLite needs one.
func WriteFeaturesTo(w io.Writer, name string, fields []data.Field, features []data.Feature, opt WriteOptions) (err error) {
	dir, err := os.MkdirTemp("", "circle15-")
	if err != nil {
		return fmt.Errorf("make a GeoPackage: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "features.gpkg")
	if err := WriteFeatures(path, name, fields, features, opt); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the GeoPackage that was made: %w", err)
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}
