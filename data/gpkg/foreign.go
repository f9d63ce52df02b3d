package gpkg

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
	"circle15/data/areas"
	"circle15/geo"
	"circle15/geo/crs"
)

// FeatureOptions of ReadFeatures. The zero value is usable.
type FeatureOptions struct {
	Table     string         // of the features; empty: the only one
	Reference *crs.Reference // what the user says of the positions; nil: what the file says
	Progress  data.Progress
}

// Limits of a file of features.
const (
	maxForeignBytes = 2 << 30
	maxForeignRows  = 1_000_000
)

// ReadFeatures reads a table of features of a GeoPackage that any program wrote: points, lines and areas with their attributes. The file is not
// changed. A file with several such tables needs Options.Table; a geometry that cannot be taken is a finding, and counted as dropped.
func ReadFeatures(ctx context.Context, path string, opt FeatureOptions) (*data.Table, error) {
	src, err := data.OpenSource(path, maxForeignBytes)
	if err != nil {
		return nil, err
	}
	if err := src.Close(); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, &data.FileError{File: path, What: "is no GeoPackage", Err: bare(err), Advice: "export it again"}
	}
	defer conn.Close()
	conn.SetInterrupt(ctx.Done())
	r := &foreign{conn: conn, file: path, opt: opt, out: &data.Table{Source: src.Base(), Checksum: src.Checksum}}
	if err := r.read(); err != nil {
		return nil, errors.Join(ctx.Err(), err)
	}
	r.out.Findings = r.finds.List()
	return r.out, nil
}

// foreign reads one table.
type foreign struct {
	conn      *sqlite.Conn
	file      string
	opt       FeatureOptions
	table     string
	column    string // of the geometries
	key       string // the primary key; empty if there is none
	reference crs.Reference
	rows      int
	finds     data.Findings
	out       *data.Table
}

func (r *foreign) fail(what string, err error, advice string) error {
	if err != nil {
		err = bare(err)
	}
	return &data.FileError{File: r.file, Where: r.table, What: what, Err: err, Advice: advice}
}

func (r *foreign) read() error {
	if err := r.choose(); err != nil {
		return err
	}
	if err := r.columns(); err != nil {
		return err
	}
	err := sqlitex.ExecuteTransient(r.conn, fmt.Sprintf("SELECT * FROM %s", quote(r.table)), &sqlitex.ExecOptions{ResultFunc: r.row})
	var fe *data.FileError
	if err != nil && !errors.As(err, &fe) {
		return r.fail("cannot be read to its end", err, "export it again")
	}
	return err
}

// choose finds the table and what its positions are in.
func (r *foreign) choose() error {
	type candidate struct {
		table, column string
		srs           int
	}
	var all []candidate
	err := sqlitex.ExecuteTransient(r.conn, "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features' ORDER BY 1",
		&sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			all = append(all, candidate{s.ColumnText(0), s.ColumnText(1), s.ColumnInt(2)})
			return nil
		}})
	if err != nil {
		return r.fail("is no GeoPackage", err, "export it again")
	}
	var names []string
	for _, c := range all {
		names = append(names, c.table)
		if c.table == r.opt.Table || r.opt.Table == "" && len(all) == 1 {
			r.table, r.column = c.table, c.column
			return r.settle(c.srs)
		}
	}
	switch {
	case len(all) == 0:
		return r.fail("holds no features", nil, "check that it is the right file")
	case r.opt.Table != "":
		return r.fail(fmt.Sprintf("has no table %q, only %s", r.opt.Table, strings.Join(names, ", ")), nil, "name one of them with --table")
	}
	return r.fail(fmt.Sprintf("holds several tables of features: %s", strings.Join(names, ", ")), nil, "say which with --table")
}

func (r *foreign) settle(srs int) error {
	var organization, definition string
	code := 0
	err := sqlitex.ExecuteTransient(r.conn, "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", &sqlitex.ExecOptions{Args: []any{srs},
		ResultFunc: func(s *sqlite.Stmt) error {
			organization, code, definition = s.ColumnText(0), s.ColumnInt(1), s.ColumnText(2)
			return nil
		}})
	if err != nil {
		return r.fail("its reference systems cannot be read", err, "export it again")
	}
	var own *crs.Reference
	if srs > 0 {
		system, err := crs.EPSG(code)
		if !strings.EqualFold(organization, "EPSG") || err != nil {
			if system, err = crs.FromWKT(definition); err != nil {
				return r.fail(fmt.Sprintf("%s:%d: %v", organization, code, err), nil, "transform it first, for example with ogr2ogr -t_srs EPSG:4326")
			}
		}
		ref := crs.OfSystem(system)
		own = &ref
	}
	ref, overruled, err := crs.Settle(own, r.opt.Reference)
	if err != nil {
		return r.fail(err.Error(), nil, "leave --datum out, or correct the file")
	}
	if overruled {
		r.finds.Add(data.Finding{Severity: data.Note, Code: "datum_overruled", Message: fmt.Sprintf("the file says %s; the positions were taken as %s, as declared", own, ref)})
	}
	if r.reference = ref; own != nil || r.opt.Reference != nil {
		r.out.Datum = ref.String()
	}
	return nil
}

// columns are those of the table without the geometries.
func (r *foreign) columns() error {
	err := sqlitex.ExecuteTransient(r.conn, "SELECT name, pk FROM pragma_table_info(?)", &sqlitex.ExecOptions{Args: []any{r.table}, ResultFunc: func(s *sqlite.Stmt) error {
		if name := s.ColumnText(0); s.ColumnInt(1) > 0 {
			r.key = name
		} else if name != r.column {
			r.out.Columns = append(r.out.Columns, name)
		}
		return nil
	}})
	if err != nil {
		return r.fail("its columns cannot be read", err, "export it again")
	}
	return nil
}

func (r *foreign) row(s *sqlite.Stmt) error {
	if r.rows++; r.rows > maxForeignRows {
		return r.fail(fmt.Sprintf("has more than %d rows", maxForeignRows), nil, "cut it to the city")
	}
	if r.rows%4096 == 0 {
		r.opt.Progress.Tell("read features", int64(r.rows), 0)
	}
	rec := data.Record{Row: r.rows, Fields: map[string]string{}}
	var blob []byte
	for i := range s.ColumnCount() {
		name := s.ColumnName(i)
		switch {
		case name == r.column && s.ColumnType(i) == sqlite.TypeBlob:
			blob = make([]byte, s.ColumnLen(i))
			s.ColumnBytes(i, blob)
		case name == r.column || name == r.key:
		case s.ColumnType(i) == sqlite.TypeInteger || s.ColumnType(i) == sqlite.TypeFloat || s.ColumnType(i) == sqlite.TypeText:
			if v := strings.ToValidUTF8(strings.TrimSpace(s.ColumnText(i)), "\ufffd"); v != "" {
				rec.Fields[name] = v
			}
		}
	}
	parts, err := r.geometry(blob)
	if err != nil {
		r.out.Dropped++
		code, advice := "geometry_invalid", "mend it in the program that made it"
		var e *areas.Error
		if errors.As(err, &e) {
			code, advice = e.Code, e.Advice
		}
		r.finds.Add(data.Finding{Severity: data.Failure, Code: code, Row: r.rows, Message: err.Error() + ": the row was dropped", Advice: advice})
		return nil
	}
	if len(parts) == 0 {
		r.out.Records = append(r.out.Records, rec)
	}
	for i, p := range parts {
		part := rec
		part.Point, part.Line, part.Area = p.point, p.line, p.area
		if len(parts) > 1 {
			part.Part = i + 1
		}
		r.out.Records = append(r.out.Records, part)
	}
	return nil
}

type foreignPart struct {
	point *geo.E7
	line  []geo.E7
	area  geo.MultiPolygon
}

// geometry reads GeoPackage binary: none for an empty one.
func (r *foreign) geometry(blob []byte) ([]foreignPart, error) {
	if len(blob) == 0 {
		return nil, nil
	}
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' {
		return nil, errors.New("the geometry is not GeoPackage binary")
	}
	if blob[3]&0x10 != 0 {
		return nil, nil // it says that it is empty
	}
	size, ok := map[byte]int{0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3]>>1&7]
	if !ok || len(blob) < 8+size+5 {
		return nil, errors.New("the geometry is cut off")
	}
	if (&counted{b: blob[8+size:]}).geometry(0) != nil {
		return nil, errors.New("the geometry states more parts than it holds")
	}
	g, err := wkb.Unmarshal(blob[8+size:])
	if err != nil {
		return nil, fmt.Errorf("the geometry cannot be read: %w", err)
	}
	return r.parts(g)
}

func (r *foreign) parts(g geom.T) ([]foreignPart, error) {
	switch g := g.(type) {
	case *geom.Point:
		if g.Empty() {
			return nil, nil
		}
		at, err := r.places(g.FlatCoords(), g.Stride())
		return []foreignPart{{point: &at[0]}}, err
	case *geom.MultiPoint:
		at, err := r.places(g.FlatCoords(), g.Stride())
		var out []foreignPart
		for i := range at {
			out = append(out, foreignPart{point: &at[i]})
		}
		return out, err
	case *geom.LineString:
		at, err := r.places(g.FlatCoords(), g.Stride())
		return []foreignPart{{line: at}}, err
	case *geom.MultiLineString:
		var out []foreignPart
		for i := range g.NumLineStrings() {
			l := g.LineString(i)
			at, err := r.places(l.FlatCoords(), l.Stride())
			if err != nil {
				return nil, err
			}
			out = append(out, foreignPart{line: at})
		}
		return out, nil
	case *geom.Polygon:
		return r.area([]*geom.Polygon{g})
	case *geom.MultiPolygon:
		var polys []*geom.Polygon
		for i := range g.NumPolygons() {
			polys = append(polys, g.Polygon(i))
		}
		return r.area(polys)
	}
	return nil, fmt.Errorf("a geometry of the kind %T is not read", g)
}

func (r *foreign) area(polys []*geom.Polygon) ([]foreignPart, error) {
	var all [][][]geo.E7
	for _, p := range polys {
		var rings [][]geo.E7
		for i := range p.NumLinearRings() {
			l := p.LinearRing(i)
			at, err := r.places(l.FlatCoords(), l.Stride())
			if err != nil {
				return nil, err
			}
			rings = append(rings, at)
		}
		all = append(all, rings)
	}
	m, repairs, err := areas.From(all)
	for _, f := range repairs {
		if f.Severity != data.Note {
			r.finds.Add(f.Finding(r.rows, ""))
		}
	}
	if err != nil {
		return nil, err
	}
	return []foreignPart{{area: m}}, nil
}

// places are never none without an error.
func (r *foreign) places(flat []float64, stride int) ([]geo.E7, error) {
	out := make([]geo.E7, 0, len(flat)/stride)
	for i := 0; i+1 < len(flat); i += stride {
		at, ok := r.reference.Place(orb.Point{flat[i], flat[i+1]})
		if !ok {
			return make([]geo.E7, 1), fmt.Errorf("the position %g, %g is not a place in %s", flat[i], flat[i+1], r.reference)
		}
		out = append(out, at)
	}
	if len(out) == 0 {
		return make([]geo.E7, 1), errors.New("a part of the geometry has no position")
	}
	return out, nil
}
