package tabular

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
)

// Limits of one table.
const (
	maxFileBytes = 256 << 20
	maxRows      = 1_000_000
)

// Options of Read. The zero value is usable.
type Options struct {
	Encoding string // a name of Decode; empty: auto
	Lon, Lat string // columns of the positions; empty: found by their names
	// NoPositions: the rows are not places (attributes of communities); no columns of positions are looked for.
	NoPositions bool
	// Reference is what the user says of the positions; nil: WGS84.
	Reference *crs.Reference
	Progress  data.Progress
}

// Read reads the table at path. Its first row is the header. The separator is the one of comma, semicolon and tab that
// the header has most of. Cells are trimmed; empty ones, and those of the position, are left out of a record's Fields.
//
// A table without a header, or without the columns of positions, gives a *data.FileError that lists the columns there
// are. A row that cannot be read or has no position on the earth is a finding, and counted as dropped.
func Read(ctx context.Context, path string, opt Options) (*data.Table, error) {
	t, err := Stream(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	err = t.Stream(func(r *data.Record) bool {
		kept := *r
		kept.Fields = maps.Clone(r.Fields)
		if r.Point != nil {
			at := *r.Point
			kept.Point = &at
		}
		t.Records = append(t.Records, kept)
		return true
	})
	t.Stream, t.About = nil, 0
	return t, err
}

// Stream is Read for tables of a million rows: the header is read, and the records are handed out one by one by the Stream of the table, so that
// none but the present one is in memory beside the text.
func Stream(ctx context.Context, path string, opt Options) (*data.Table, error) {
	text, skip, out, err := load(path, opt.Encoding)
	if err != nil {
		return nil, err
	}
	t := &table{ctx: ctx, opt: opt, file: path, out: out, record: data.Record{Fields: map[string]string{}}}
	t.rows = NewRows(bytes.NewReader(text), separator(text))
	if err := t.header(); err != nil {
		return nil, err
	}
	if !opt.NoPositions {
		if t.locator, err = newLocator(t.out, path, opt); err != nil {
			return nil, err
		}
	}
	out.About = min(bytes.Count(text, []byte("\n")), maxRows)
	comma := separator(text)
	out.Stream = func(yield func(*data.Record) bool) error {
		err := t.read(yield)
		t.out.Findings = t.finds.List()
		return err
	}
	if skip >= 0 { // the file is the text: it need not stay in memory
		t.rows = nil
		held := out.Stream
		out.Stream = func(yield func(*data.Record) bool) error {
			return t.reopen(comma, skip, func() error { return held(yield) })
		}
	}
	return out, nil
}

// reopen lets the rows after the header come from the file itself while read runs.
func (t *table) reopen(comma byte, skip int64, read func() error) error {
	f, err := os.Open(t.file)
	if err == nil {
		defer f.Close()
		_, err = f.Seek(skip, io.SeekStart)
	}
	if err == nil {
		t.rows = NewRows(f, comma)
		_, _, err = t.rows.Next()
	}
	if err != nil {
		return &data.FileError{File: t.file, What: "cannot be read a second time", Err: err, Advice: "keep it in place while it is imported"}
	}
	return read()
}

// load is the text of the file, and a table that knows where it comes from. skip is how many bytes of the file stand before the text; below 0 when the file is in
// another encoding than the text.
func load(path, encoding string) (text []byte, skip int64, out *data.Table, err error) {
	src, err := data.OpenSource(path, maxFileBytes)
	if err != nil {
		return nil, -1, nil, err
	}
	defer src.Close()
	raw := make([]byte, src.Size)
	if _, err := io.ReadFull(src, raw); err != nil {
		return nil, -1, nil, &data.FileError{File: path, What: "cannot be read", Err: err}
	}
	text, used, err := Decode(raw, encoding)
	if skip = -1; used == "utf-8" {
		skip = int64(len(raw) - len(text))
	}
	if err != nil {
		return nil, -1, nil, &data.FileError{File: path, What: "the text cannot be read", Err: err, Advice: "give its encoding with --encoding, or save it as UTF-8"}
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, -1, nil, &data.FileError{File: path, Where: fmt.Sprintf("byte %d", i+1), What: "is not a text table: it holds zero bytes", Advice: "export it as CSV"}
	}
	return text, skip, &data.Table{Source: src.Base(), Checksum: src.Checksum, Encoding: used}, nil
}

type table struct {
	ctx     context.Context
	opt     Options
	file    string
	rows    *Rows
	finds   data.Findings
	out     *data.Table
	locator *locator    // nil: the rows are not places
	record  data.Record // the present one
	at      geo.E7      // its place
}

// separator is the one of , ; and tab that the first line has most of, quoted cells left out.
func separator(text []byte) byte {
	var n [3]int
	quoted := false
	for _, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' && n != [3]int{}:
			return mostOf(n)
		case c == ',':
			n[0]++
		case c == ';':
			n[1]++
		case c == '\t':
			n[2]++
		}
	}
	return mostOf(n)
}

func mostOf(n [3]int) byte {
	best := 0
	for i := range n {
		if n[i] > n[best] {
			best = i
		}
	}
	return ",;\t"[best]
}

func (t *table) header() error {
	cells, line, err := t.rows.Next()
	var bad *RowError
	if errors.Is(err, io.EOF) || errors.As(err, &bad) {
		return &data.FileError{File: t.file, Where: "line 1", What: "the header cannot be read", Err: err, Advice: "the first row names the columns"}
	}
	if err != nil {
		return err
	}
	numbers := 0
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if _, ok := Number(c); ok {
			numbers++
		}
		if slices.Contains(t.out.Columns, c) && c != "" {
			t.finds.Add(data.Finding{Severity: data.Warning, Code: "column_twice", Row: line, Field: c, Message: "the header has this column twice: the later one was left out"})
			c = ""
		}
		t.out.Columns = append(t.out.Columns, c)
	}
	if numbers*2 > len(cells) {
		return &data.FileError{File: t.file, Where: fmt.Sprintf("line %d", line), What: "the table has no header, its first row holds numbers", Advice: "put a row with the names of the columns on top"}
	}
	return nil
}

// ListColumns is the names of columns for a message, in one line.
func ListColumns(columns []string) string {
	const most = 40
	var named []string
	for _, c := range columns {
		if c != "" {
			named = append(named, strconv.Quote(c))
		}
	}
	if len(named) > most {
		named = append(named[:most], fmt.Sprintf("and %d more", len(named)-most))
	}
	if len(named) == 0 {
		return "none"
	}
	return strings.Join(named, ", ")
}

func (t *table) read(yield func(*data.Record) bool) error {
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := t.ctx.Err(); err != nil {
				return err
			}
			t.opt.Progress.Tell("read rows", int64(n), int64(t.out.About))
		}
		cells, line, err := t.rows.Next()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case n >= maxRows:
			return &data.FileError{File: t.file, What: fmt.Sprintf("more than %d rows", maxRows), Advice: "cut the table to the city"}
		case errors.As(err, &bad):
			t.drop(bad.Line, "row_unreadable", "", "", bad.What, "mend the row")
		case err != nil:
			return err
		case t.row(cells, line) && !yield(&t.record):
			return nil
		}
	}
}

func (t *table) drop(line int, code, field, value, what, advice string) {
	t.out.Dropped++
	t.finds.Add(data.Finding{Severity: data.Failure, Code: code, Row: line, Field: field, Value: value, Message: what + ": the row was dropped", Advice: advice})
}

// row makes the cells the present record; false when there is none.
func (t *table) row(cells []string, line int) bool {
	rec := &t.record
	rec.Row, rec.Point = line, nil
	clear(rec.Fields)
	for i, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if i >= len(t.out.Columns) {
			t.finds.Add(data.Finding{Severity: data.Warning, Code: "row_too_long", Row: line, Value: c, Message: fmt.Sprintf("the row has more cells than the header's %d: the rest was left out", len(t.out.Columns))})
			break
		}
		if t.out.Columns[i] != "" {
			rec.Fields[t.out.Columns[i]] = c
		}
	}
	if len(rec.Fields) == 0 {
		return false // only separators: spreadsheets leave such rows at the end
	}
	if t.locator == nil {
		return true
	}
	var ok bool
	if t.at, ok = t.locator.position(rec.Fields, line, &t.finds); ok {
		rec.Point = &t.at
	}
	return ok
}
