package intake

import (
	"context"
	"fmt"

	"circle15/data"
	"circle15/geo"
)

// intake is one file on its way to a layer.
type intake struct {
	columns
	finds data.Findings
	layer data.Layer
	ids   map[string]int // row of each id that was taken, by category and id
}

// open reads the file by its ending, settles the layer, and moves the records to WGS84.
func open(ctx context.Context, path string, opt *Options, kind data.Kind, name string) (*intake, error) {
	table, err := readFile(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	in := &intake{columns: columns{table: table, file: path, opt: opt}, ids: map[string]int{}}
	if err := in.mapped(); err != nil {
		return nil, err
	}
	if in.layer, err = opt.layer(kind, name, table); err != nil {
		return nil, err
	}
	for _, f := range table.Findings {
		in.finds.Add(f)
	}
	return in, nil
}

// drop counts the record as dropped, with the reason.
func (in *intake) drop(r *data.Record, id, code, field, message, advice string) {
	in.layer.Dropped++
	in.finds.Add(data.Finding{Severity: data.Failure, Code: code, Row: r.Row, Feature: id, Field: field, Value: r.Fields[field], Message: message + ": it was dropped", Advice: advice})
}

// first reports whether the id is new in its category, and drops the record otherwise.
func (in *intake) first(r *data.Record, category, id string) bool {
	key := category + "\x00" + id
	if row, twice := in.ids[key]; twice {
		in.drop(r, id, "id_twice", "", fmt.Sprintf("row %d has this id already", row), "give each its own id")
		return false
	}
	in.ids[key] = r.Row
	return true
}

// finish is the import; it is a *data.FileError when nothing was taken.
func (in *intake) finish(count int, what string) (*data.Import, error) {
	in.layer.Count = count
	findings := in.finds.List()
	if count > 0 {
		return &data.Import{Layer: in.layer, Findings: findings}, nil
	}
	e := &data.FileError{File: in.file, What: "holds no " + what, Advice: "check that it is the right file"}
	for _, f := range findings {
		if f.Severity == data.Failure {
			e.What = fmt.Sprintf("none of its %d features could be taken as %s; the first: %s", in.layer.Dropped, what, f.Message)
			if f.Advice != "" {
				e.Advice = f.Advice
			}
			break
		}
	}
	return nil, e
}

// geometryWord is what a record has, for messages.
func geometryWord(r *data.Record) string {
	switch {
	case r.Point != nil:
		return "a point"
	case r.Line != nil:
		return "a line"
	case r.Area != nil:
		return "an area"
	}
	return "no geometry"
}

// outline is the rings of an area, outer ones and holes alike.
func outline(m geo.MultiPolygon) []geo.Ring {
	var out []geo.Ring
	for _, p := range m {
		out = append(out, p...)
	}
	return out
}
