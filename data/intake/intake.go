package intake

import (
	"context"
	"fmt"
	"slices"

	"circle15/data"
	"circle15/geo"
)

// intake is one file on its way to a layer.
type intake struct {
	columns
	finds data.Findings
	layer data.Layer
	ids   map[string]map[string]int32 // row of each id that was taken, by category
}

// open reads the file by its ending, settles the layer, and moves the records to WGS84.
func open(ctx context.Context, path string, opt *Options, kind data.Kind, name string) (*intake, error) {
	table, err := readFile(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	if opt.Look != nil {
		opt.Look.open(table)
	}
	in := &intake{columns: columns{table: table, file: path, opt: opt}, ids: map[string]map[string]int32{}}
	if err := in.mapped(); err != nil {
		return nil, err
	}
	if in.layer, err = opt.layer(kind, name, table); err != nil {
		return nil, err
	}
	if table.Stream == nil {
		in.tell()
	}
	return in, nil
}

// tell takes over what the reader found, before what was found here.
func (in *intake) tell() {
	in.layer.Dropped += in.table.Dropped
	own := in.finds.List()
	in.finds = data.Findings{}
	for _, f := range slices.Concat(in.table.Findings, own) {
		in.finds.Add(f)
	}
}

// each hands out the records, once.
func (in *intake) each(take func(*data.Record)) error {
	err := in.table.Each(func(r *data.Record) bool {
		take(r)
		return true
	})
	if in.table.Stream != nil {
		in.tell()
	}
	return err
}

// drop counts the record as dropped, with the reason.
func (in *intake) drop(r *data.Record, id, code, field, message, advice string) {
	in.layer.Dropped++
	in.finds.Add(data.Finding{Severity: data.Failure, Code: code, Row: r.Row, Feature: id, Field: field, Value: r.Fields[field], Message: message + ": it was dropped", Advice: advice})
}

// first reports whether the id is new in its category, and drops the record otherwise.
func (in *intake) first(r *data.Record, category, id string) bool {
	taken := in.ids[category]
	if taken == nil {
		about := 0
		if in.opt.Category != "" { // else nobody knows how many each category has
			about = in.table.About
		}
		taken = make(map[string]int32, about)
		in.ids[category] = taken
	}
	if row, twice := taken[id]; twice {
		in.drop(r, id, "id_twice", "", fmt.Sprintf("row %d has this id already", row), "give each its own id")
		return false
	}
	taken[id] = int32(r.Row)
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
