package shapefile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"circle15/data"
	"circle15/data/archive"
	"circle15/data/areas"
	"circle15/geo/crs"
)

// maxFileBytes and maxFeatures are far above a city's.
const (
	maxFileBytes = 1 << 30
	maxFeatures  = 1_000_000
)

// Options of Read. The zero value is usable.
type Options struct {
	Encoding  string         // of the .dbf; empty or auto: see the package
	Reference *crs.Reference // what the user says of the positions; nil: what the .prj says, else WGS84
	Progress  data.Progress
}

// files are the parts of a Shapefile; nil for one that is not there.
type files struct {
	base, checksum string
	shp, dbf       []byte
	prj, cpg       string
	path           string
}

// Read reads the Shapefile at path: a .shp with its .dbf, .prj and .cpg beside it, a .zip with one Shapefile, or a .dbf alone, whose records have no place. A
// part whose header is not true, or a .prj that is not read, gives a *data.FileError; a shape that cannot be taken is a finding, and counted as dropped.
func Read(ctx context.Context, path string, opt Options) (*data.Table, error) {
	f, err := gather(path)
	if err != nil {
		return nil, err
	}
	r := &reader{files: f, opt: opt, out: &data.Table{Source: f.base, Checksum: f.checksum}}
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	r.out.Findings = r.finds.List()
	return r.out, nil
}

// gather reads the parts.
func gather(path string) (*files, error) {
	src, err := data.OpenSource(path, maxFileBytes)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	f := &files{base: src.Base(), checksum: src.Checksum, path: path}
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		return f, f.fromZip(src)
	}
	main, err := io.ReadAll(src)
	if err != nil {
		return nil, &data.FileError{File: path, What: "cannot be read", Err: err}
	}
	if strings.EqualFold(filepath.Ext(path), ".dbf") {
		f.dbf = main
	} else {
		f.shp = main
		f.dbf = beside(path, ".dbf")
	}
	f.prj, f.cpg = string(beside(path, ".prj")), string(beside(path, ".cpg"))
	return f, nil
}

// beside is the content of the part with another ending, in small or capital letters; nil if there is none.
func beside(path, ending string) []byte {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	for _, e := range []string{ending, strings.ToUpper(ending)} {
		if info, err := os.Stat(stem + e); err == nil && info.Size() <= maxFileBytes {
			if b, err := os.ReadFile(stem + e); err == nil {
				return b
			}
		}
	}
	return nil
}

func (f *files) fromZip(src *data.Source) error {
	a, err := archive.Open(src, "a Shapefile is packed as a .zip of its .shp, .dbf, .prj and .cpg")
	if err != nil {
		return err
	}
	shp, err := a.Find(".shp")
	if err == nil && shp == "" {
		err = &data.FileError{File: f.path, What: "holds no .shp", Advice: "pack the .shp with its .dbf, .prj and .cpg"}
	}
	if err != nil {
		return err
	}
	part := func(ending string) ([]byte, error) {
		stem := shp[:len(shp)-4]
		for _, n := range a.Names() {
			if strings.EqualFold(n, stem+ending) {
				return a.ReadAll(n, maxFileBytes)
			}
		}
		return nil, nil
	}
	var prj, cpg []byte
	for _, p := range []struct {
		ending string
		to     *[]byte
	}{{".shp", &f.shp}, {".dbf", &f.dbf}, {".prj", &prj}, {".cpg", &cpg}} {
		if *p.to, err = part(p.ending); err != nil {
			return err
		}
	}
	f.prj, f.cpg = string(prj), string(cpg)
	return nil
}

type reader struct {
	*files
	opt       Options
	reference crs.Reference
	table     *table
	decoding  decoding
	names     []string // of the columns; empty for one that is left out
	finds     data.Findings
	notes     map[string]bool
	out       *data.Table
}

func (r *reader) fail(part, what string, err error, advice string) error {
	return &data.FileError{File: r.path, Where: part, What: what, Err: err, Advice: advice}
}

func (r *reader) read(ctx context.Context) error {
	if err := r.settle(); err != nil {
		return err
	}
	if err := r.attributes(); err != nil {
		return err
	}
	if r.shp == nil {
		return r.tableOnly()
	}
	shapes := &shapeReader{reference: r.reference}
	if err := shapes.header(r.shp); err != nil {
		return r.fail(".shp", "is no Shapefile", err, "export it again")
	}
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.opt.Progress.Tell("read features", int64(n), 0)
		}
		content, err := shapes.next()
		if err != nil {
			return r.fail(".shp", "is cut off", err, "copy or export it again")
		}
		if content == nil {
			break
		}
		if n >= maxFeatures {
			return r.fail(".shp", fmt.Sprintf("has more than %d features", maxFeatures), nil, "cut it to the city")
		}
		r.feature(shapes, content, n)
	}
	if shapes.heights {
		r.finds.Add(data.Finding{Severity: data.Note, Code: "z_dropped", Message: "the shapes have heights or measures: they were dropped"})
	}
	if r.table != nil && len(r.table.rows) != shapes.number {
		r.finds.Add(data.Finding{Severity: data.Warning, Code: "rows_differ", Message: fmt.Sprintf("the .shp has %d shapes, the .dbf %d rows: they were paired from the first on", shapes.number, len(r.table.rows)),
			Advice: "export the file again"})
	}
	return nil
}

// settle decides what the positions are in.
func (r *reader) settle() error {
	var own *crs.Reference
	if strings.TrimSpace(r.prj) != "" {
		s, err := crs.FromWKT(r.prj)
		if err != nil {
			return r.fail(".prj", err.Error(), nil, "or say what the positions are in by taking the .prj away and giving --datum")
		}
		ref := crs.OfSystem(s)
		own = &ref
	}
	ref, overruled, err := crs.Settle(own, r.opt.Reference)
	if err != nil {
		return r.fail(".prj", err.Error(), nil, "leave --datum out, or correct the .prj")
	}
	if overruled {
		r.finds.Add(data.Finding{Severity: data.Note, Code: "datum_overruled", Message: fmt.Sprintf("the .prj says %s; the positions were taken as %s, as declared", own, ref)})
	}
	if own == nil && r.opt.Reference == nil && r.shp != nil {
		r.finds.Add(data.Finding{Severity: data.Warning, Code: "prj_missing", Message: "there is no .prj: the positions were taken as longitude and latitude in WGS84", Advice: "say what they are in with --datum"})
	}
	r.reference = ref
	if own != nil || r.opt.Reference != nil {
		r.out.Datum = ref.String()
	}
	return nil
}

// attributes reads the .dbf.
func (r *reader) attributes() error {
	if r.dbf == nil {
		r.finds.Add(data.Finding{Severity: data.Warning, Code: "dbf_missing", Message: "there is no .dbf: the shapes have no names and no attributes", Advice: "copy the .dbf beside the .shp"})
		return nil
	}
	var err error
	if r.table, err = parseTable(r.dbf); err != nil {
		return r.fail(".dbf", "cannot be read", err, "copy or export it again")
	}
	if r.decoding, err = r.table.decide(r.opt.Encoding, r.cpg); err != nil {
		return r.fail(".dbf", "its text cannot be read", err, "give the encoding with --encoding")
	}
	r.out.Encoding = r.decoding.name
	if r.decoding.from == "the text" && r.decoding.name != "UTF-8" {
		r.finds.Add(data.Finding{Severity: data.Note, Code: "encoding_guessed", Value: r.decoding.name, Message: "neither a .cpg nor the language byte says the encoding of the .dbf: it was read in this one",
			Advice: "look at the names; give the encoding with --encoding"})
	}
	seen := map[string]bool{}
	for _, c := range r.table.columns {
		name, spoilt := r.decoding.text([]byte(c.name))
		if spoilt {
			return r.fail(".dbf", fmt.Sprintf("the name of a column is no text in %s, which %s says", r.decoding.name, r.decoding.from), nil, "give the encoding with --encoding")
		}
		if seen[name] {
			r.finds.Add(data.Finding{Severity: data.Warning, Code: "column_twice", Field: name, Message: "the table has this column twice: the later one was left out"})
			name = ""
		}
		seen[name] = true
		r.names = append(r.names, name)
		r.out.Columns = append(r.out.Columns, name)
	}
	return nil
}

// fields are the values of row n, and whether it is marked as deleted.
func (r *reader) fields(n int) (map[string]string, bool) {
	if r.table == nil || n >= len(r.table.rows) {
		return map[string]string{}, false
	}
	row := r.table.rows[n]
	if row == nil {
		return nil, true
	}
	out := make(map[string]string, len(r.names))
	at := 0
	for i, c := range r.table.columns {
		value, spoilt := r.decoding.text(row[at : at+c.length])
		at += c.length
		if spoilt {
			r.finds.Add(data.Finding{Severity: data.Warning, Code: "text_spoilt", Row: n + 1, Field: r.names[i], Value: value,
				Message: fmt.Sprintf("the text is not %s, which %s says: it was left out", r.decoding.name, r.decoding.from), Advice: "give the encoding with --encoding"})
			continue
		}
		if value != "" && r.names[i] != "" && !strings.HasPrefix(value, "***") {
			out[r.names[i]] = value
		}
	}
	return out, false
}

func (r *reader) tableOnly() error {
	for n := range r.table.rows {
		if fields, deleted := r.fields(n); !deleted && len(fields) > 0 {
			r.out.Records = append(r.out.Records, data.Record{Row: n + 1, Fields: fields})
		}
	}
	return nil
}

// feature takes one shape with its row. A shape of several points or lines becomes a record for each.
func (r *reader) feature(shapes *shapeReader, content []byte, n int) {
	fields, deleted := r.fields(n)
	if deleted {
		return
	}
	s, err := shapes.shape(content)
	for _, m := range shapes.repaired {
		r.repair(m, n)
	}
	var e *shapeError
	if errors.As(err, &e) {
		r.out.Dropped++
		r.finds.Add(data.Finding{Severity: data.Failure, Code: e.code, Row: n + 1, Message: e.what + ": the feature was dropped", Advice: e.advice})
		return
	}
	rec := data.Record{Row: n + 1, Fields: fields}
	switch {
	case s.area != nil:
		rec.Area = s.area
	case len(s.points) > 0:
		for k := range s.points {
			part := rec
			part.Point = &s.points[k]
			if len(s.points) > 1 {
				part.Part = k + 1
			}
			r.out.Records = append(r.out.Records, part)
		}
		return
	case len(s.lines) > 0:
		for k, l := range s.lines {
			part := rec
			part.Line = l
			if len(s.lines) > 1 {
				part.Part = k + 1
			}
			r.out.Records = append(r.out.Records, part)
		}
		return
	}
	r.out.Records = append(r.out.Records, rec)
}

// repair is a finding; harmless ones stand once for the whole file.
func (r *reader) repair(m areas.Repair, n int) {
	if m.Severity == data.Note {
		if m.Code == "ring_winding" || r.notes[m.Code] {
			return // outer rings run clockwise in a Shapefile, as they should
		}
		if r.notes == nil {
			r.notes = map[string]bool{}
		}
		r.notes[m.Code] = true
	}
	r.finds.Add(m.Finding(n+1, ""))
}
