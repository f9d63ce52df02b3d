package geojson

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"circle15/data"
	"circle15/data/tabular"
	"circle15/geo/crs"
)

// Options of Read. The zero value is usable.
type Options struct {
	Encoding string // of the file; empty or auto: UTF-8, else GB18030, which some desktop programs write
	// Reference is what the user says of the positions; nil: what the file says, else WGS84.
	Reference *crs.Reference
	Progress  data.Progress
}

// parser reads one file.
type parser struct {
	text
	ctx      context.Context
	opt      Options
	path     []int // to the element of coordinates that is being read
	vertices int   // of the feature that is being read
	total    int   // vertices of all features
	items    int   // features read so far
	row      int   // number of the feature, from 1
	id       string
	columns  map[string]bool
	finds    data.Findings
	notes    []data.Finding
	out      *data.Table
	file     string
	// reference is what the positions are in.
	reference crs.Reference
}

// Read reads the file at path: a FeatureCollection, a Feature, a geometry, or one feature or geometry on each
// line. A geometry of several points or lines becomes a record for each part; polygons of a feature stay
// together. Property values become texts: numbers as they are written, nested ones as JSON; null ones are left out.
//
// A file that is not JSON to its end, is of no known type, or names a reference system that geo/crs does not read
// gives a *data.FileError. A feature that cannot be taken is a finding, and counted as dropped.
func Read(ctx context.Context, path string, opt Options) (*data.Table, error) {
	src, err := data.OpenSource(path, maxFileBytes)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	raw, err := io.ReadAll(src)
	if err != nil {
		return nil, &data.FileError{File: path, What: "cannot be read", Err: err}
	}
	b, used, err := tabular.Decode(raw, opt.Encoding)
	if err != nil {
		return nil, &data.FileError{File: path, What: "the encoding is not known", Err: err, Advice: "save it as UTF-8"}
	}
	p := &parser{text: b, ctx: ctx, opt: opt, columns: map[string]bool{}, file: path}
	p.out = &data.Table{Source: src.Base(), Checksum: src.Checksum, Encoding: used}
	if used != "utf-8" {
		p.finds.Add(data.Finding{Severity: data.Note, Code: "encoding_guessed", Value: used, Message: "the file is not UTF-8, as RFC 7946 wants: it was read in this encoding",
			Advice: "look at the names; give the encoding with --encoding"})
	}
	if err := p.document(); err != nil {
		return nil, err
	}
	for _, n := range p.notes {
		p.finds.Add(n)
	}
	p.out.Findings = p.finds.List()
	return p.out, nil
}

func (p *parser) fail(where, what, advice string) error {
	return &data.FileError{File: p.file, Where: where, What: what, Advice: advice}
}

// document tells what the file is.
func (p *parser) document() error {
	end, err := p.skip(0, 0)
	if err == nil && p.space(end) >= len(p.text) {
		return p.single(p.space(0))
	}
	if first, rest, found := bytes.Cut(bytes.TrimSpace(p.text), []byte("\n")); found && (err == nil || p.text[p.space(0)] == 0x1e) {
		// More follows the first value: features line by line, if it ends with the line.
		first = bytes.TrimPrefix(bytes.TrimSpace(first), []byte{0x1e})
		n, err := text(first).skip(0, 0)
		if err == nil && text(first).space(n) == len(first) && len(bytes.TrimSpace(rest)) > 0 {
			return p.lineByLine()
		}
	}
	if err == nil {
		err = &syntaxError{p.space(end), "more text after the end of the value"}
	}
	return p.notJSON(err)
}

func (p *parser) notJSON(err error) error {
	var s *syntaxError
	if !errors.As(err, &s) {
		return err
	}
	line, column := p.line(s.at)
	return p.fail(fmt.Sprintf("line %d, column %d", line, column), "is not JSON: "+s.what, "the file may have been cut off: fetch or export it again")
}

// lineByLine reads newline-delimited features (RFC 8142 with or without its separators).
func (p *parser) lineByLine() error {
	whole := p.text
	if err := p.settle(nil); err != nil {
		return err
	}
	for n, start := 1, 0; start < len(whole); n++ {
		end := start + bytes.IndexByte(whole[start:], '\n')
		if end < start {
			end = len(whole)
		}
		line := text(bytes.TrimPrefix(bytes.TrimSpace(whole[start:end]), []byte{0x1e}))
		start = end + 1
		if len(line) == 0 {
			continue
		}
		p.text, p.row, p.id = line, n, ""
		if last, err := line.skip(0, 0); err != nil || line.space(last) < len(line) {
			p.drop(data.Finding{Code: "line_not_json", Message: "the line is not one JSON value: it was dropped", Advice: "write one feature on each line"})
			continue
		}
		if err := p.item(0); err != nil {
			return err
		}
	}
	return nil
}

// single reads a file of one JSON value, which begins at i.
func (p *parser) single(i int) error {
	if !p.is(i, '{') {
		return p.fail("", "is not GeoJSON: "+p.excerpt(i)+" where an object is expected", "export a FeatureCollection")
	}
	kind, features, crs := "", -1, -1
	err := p.members(i, func(name string, at int) error {
		switch name {
		case "type":
			if kind != "" || !p.is(at, '"') {
				return p.fail("/type", "the type is there twice or is no text", "export a FeatureCollection")
			}
			kind = p.string(at)
		case "features":
			features = at
		case "crs":
			crs = at
		case "attribution", "licence", "license":
			p.about(name, at)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.crs(crs); err != nil {
		return err
	}
	if kind == "FeatureCollection" {
		p.foreign(i)
		return p.collectionOfFeatures(features)
	}
	if kind != "Feature" && (kind == "" || !strings.Contains(geometryTypes, kind)) {
		return p.fail("/type", fmt.Sprintf("%q is not a type of GeoJSON", kind), "known are FeatureCollection, Feature, "+geometryTypes+", written so")
	}
	p.row = 1
	return p.item(i)
}

func (p *parser) about(name string, at int) {
	if !p.is(at, '"') {
		return
	}
	if name == "attribution" {
		p.out.Attribution = p.string(at)
	} else {
		p.out.Licence = p.string(at)
	}
}

func (p *parser) collectionOfFeatures(i int) error {
	if !p.is(i, '[') {
		return p.fail("/features", "the FeatureCollection has no array of features", "export it again")
	}
	return p.elements(i, func(n, at int) error {
		p.row, p.id = n+1, ""
		return p.item(at)
	})
}

// foreign notes members of a collection that mean something in a feature or geometry only.
func (p *parser) foreign(i int) {
	// The function that members calls gives no error.
	_ = p.members(i, func(name string, at int) error {
		switch name {
		case "coordinates", "geometry", "geometries", "properties":
			p.note("foreign_member", fmt.Sprintf("the collection has a member %q, which belongs elsewhere: it was ignored", name))
		case "bbox":
			p.bbox(at)
		}
		return nil
	})
}

// bbox warns of a bounding box that is none; boxes are not used.
func (p *parser) bbox(i int) {
	n, numbers := 0, p.is(i, '[')
	if numbers {
		_ = p.elements(i, func(_, at int) error { // gives no error
			n++
			numbers = numbers && (p.text[at] == '-' || p.text[at] >= '0' && p.text[at] <= '9')
			return nil
		})
	}
	if !numbers || n != 4 && n != 6 {
		p.warn("bbox_invalid", "the bbox is not an array of 4 or 6 numbers: it was ignored", "")
	}
}
