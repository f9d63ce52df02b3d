package kml

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/net/html/charset"

	"circle15/data"
	"circle15/data/archive"
	"circle15/data/areas"
	"circle15/geo"
	"circle15/geo/crs"
)

// Limits of one file.
const (
	maxFileBytes = 256 << 20
	maxFeatures  = 1_000_000
	maxDepth     = 64
	maxVertices  = 200_000 // of a feature
	maxTextBytes = 64 << 10
	maxColumns   = 256
)

// Options of Read. The zero value is usable.
type Options struct {
	Reference *crs.Reference // what the user says of the positions; nil: WGS84
	Progress  data.Progress
}

// Read reads the placemarks of a .kml, or of the first .kml in a .kmz. What is no XML to its end, or has a document type, gives a *data.FileError; a placemark
// that cannot be taken is a finding, and counted as dropped.
func Read(ctx context.Context, path string, opt Options) (*data.Table, error) {
	src, err := data.OpenSource(path, maxFileBytes)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	text, err := content(src)
	if err != nil {
		return nil, err
	}
	r := &reader{ctx: ctx, file: path, opt: opt, columns: map[string]bool{}, out: &data.Table{Source: src.Base(), Checksum: src.Checksum}}
	ref, _, err := crs.Settle(nil, opt.Reference)
	if err != nil {
		return nil, &data.FileError{File: path, What: err.Error()}
	}
	if r.reference = ref; opt.Reference != nil {
		r.out.Datum = ref.String()
	}
	r.xml = xml.NewDecoder(bytes.NewReader(text))
	r.xml.CharsetReader = charset.NewReaderLabel
	if err := r.read(); err != nil {
		return nil, err
	}
	r.out.Findings = r.finds.List()
	return r.out, nil
}

// content is the text of the .kml.
func content(src *data.Source) ([]byte, error) {
	if !strings.EqualFold(filepath.Ext(src.Path), ".kmz") {
		b, err := io.ReadAll(src)
		if err != nil {
			return nil, &data.FileError{File: src.Path, What: "cannot be read", Err: err}
		}
		return b, nil
	}
	a, err := archive.Open(src, "a .kmz is a zip archive with a doc.kml in it")
	if err != nil {
		return nil, err
	}
	for _, n := range a.Names() {
		if strings.EqualFold(filepath.Ext(n), ".kml") {
			return a.ReadAll(n, maxFileBytes)
		}
	}
	return nil, &data.FileError{File: src.Path, What: "holds no .kml", Advice: "save it again from the program that made it"}
}

type reader struct {
	ctx       context.Context
	file      string
	opt       Options
	reference crs.Reference
	xml       *xml.Decoder
	depth     int
	row       int
	columns   map[string]bool
	finds     data.Findings
	out       *data.Table
}

func (r *reader) fail(what string, err error) error {
	line, column := r.xml.InputPos()
	return &data.FileError{File: r.file, Where: fmt.Sprintf("line %d, column %d", line, column), What: what, Err: err, Advice: "save it again from the program that made it"}
}

// next is the next token, with the depth kept.
func (r *reader) next() (xml.Token, error) {
	t, err := r.xml.RawToken()
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && r.depth == 0:
		return nil, io.EOF
	case errors.Is(err, io.EOF):
		return nil, r.fail("ends in the middle", nil)
	case errors.As(err, &syntax):
		return nil, r.fail("is not XML: "+syntax.Msg, nil)
	case err != nil:
		return nil, r.fail("cannot be read", err)
	}
	switch t := t.(type) {
	case xml.Directive:
		if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(t)), []byte("DOCTYPE")) {
			return nil, r.fail("has a document type, which is not read", nil)
		}
	case xml.StartElement:
		if r.depth++; r.depth > maxDepth {
			return nil, r.fail(fmt.Sprintf("is nested deeper than %d", maxDepth), nil)
		}
	case xml.EndElement:
		if r.depth--; r.depth < 0 {
			return nil, r.fail("is not XML: an element ends that did not begin", nil)
		}
	}
	return t, nil
}

func (r *reader) read() error {
	any := false
	for {
		t, err := r.next()
		if errors.Is(err, io.EOF) {
			if !any {
				return &data.FileError{File: r.file, What: "is not KML: it has no element", Advice: "save it again from the program that made it"}
			}
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if !any && start.Name.Local != "kml" && start.Name.Local != "Document" && start.Name.Local != "Folder" && start.Name.Local != "Placemark" {
			return r.fail(fmt.Sprintf("is not KML: its first element is %s", start.Name.Local), nil)
		}
		any = true
		if start.Name.Local == "Placemark" {
			if err := r.placemark(start); err != nil {
				return err
			}
		}
	}
}

// element is an element as a tree, of which a placemark has a small one.
type element struct {
	name     string
	attrs    map[string]string
	text     string
	children []element
}

func (e *element) child(name string) *element {
	for i := range e.children {
		if e.children[i].name == name {
			return &e.children[i]
		}
	}
	return nil
}

// tree reads the rest of an element that has begun.
func (r *reader) tree(start xml.StartElement) (element, error) {
	e := element{name: start.Name.Local}
	for _, a := range start.Attr {
		if len(e.attrs) < maxColumns {
			if e.attrs == nil {
				e.attrs = map[string]string{}
			}
			e.attrs[a.Name.Local] = a.Value
		}
	}
	var text strings.Builder
	for {
		t, err := r.next()
		if errors.Is(err, io.EOF) {
			return e, r.fail("ends in the middle", nil)
		}
		if err != nil {
			return e, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			c, err := r.tree(t)
			if err != nil {
				return e, err
			}
			e.children = append(e.children, c)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if t.Name.Local != e.name {
				return e, r.fail(fmt.Sprintf("is not XML: %s ends where %s should", t.Name.Local, e.name), nil)
			}
			e.text = strings.TrimSpace(text.String())
			return e, nil
		}
	}
}

func (r *reader) placemark(start xml.StartElement) error {
	if r.row++; r.row > maxFeatures {
		return &data.FileError{File: r.file, What: fmt.Sprintf("has more than %d placemarks", maxFeatures), Advice: "cut it to the city"}
	}
	if r.row%1024 == 0 {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.opt.Progress.Tell("read features", int64(r.row), 0)
	}
	e, err := r.tree(start)
	if err != nil {
		return err
	}
	rec := data.Record{Row: r.row, ID: e.attrs["id"], Fields: r.fields(&e)}
	parts, err := r.geometries(&e)
	var bad *placeError
	if errors.As(err, &bad) {
		r.out.Dropped++
		r.finds.Add(data.Finding{Severity: data.Failure, Code: bad.code, Row: r.row, Feature: rec.Fields["name"], Value: bad.value, Message: bad.what + ": the placemark was dropped", Advice: bad.advice})
		return nil
	}
	if err != nil {
		return err
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

// fields are the name, the description and the extended data.
func (r *reader) fields(e *element) map[string]string {
	out := map[string]string{}
	set := func(name, value string) {
		if name = strings.TrimSpace(name); name == "" || value == "" {
			return
		}
		if len(value) > maxTextBytes {
			value = strings.ToValidUTF8(value[:maxTextBytes], "")
			r.finds.Add(data.Finding{Severity: data.Warning, Code: "text_cut", Row: r.row, Field: name, Message: fmt.Sprintf("the text is longer than %d bytes: it was cut", maxTextBytes)})
		}
		if !r.columns[name] {
			if len(r.columns) >= maxColumns {
				return
			}
			r.columns[name] = true
			r.out.Columns = append(r.out.Columns, name)
		}
		out[name] = value
	}
	for _, n := range []string{"name", "description", "address"} {
		if c := e.child(n); c != nil {
			set(n, c.text)
		}
	}
	if x := e.child("ExtendedData"); x != nil {
		for i := range x.children {
			switch c := &x.children[i]; c.name {
			case "Data":
				if v := c.child("value"); v != nil {
					set(c.attrs["name"], v.text)
				}
			case "SchemaData":
				for k := range c.children {
					set(c.children[k].attrs["name"], c.children[k].text)
				}
			}
		}
	}
	return out
}

// placeError is why a geometry cannot be taken.
type placeError struct{ code, value, what, advice string }

func (e *placeError) Error() string { return e.what }

type part struct {
	point *geo.E7
	line  []geo.E7
	area  geo.MultiPolygon
}

// geometries are the points and lines of a placemark one by one, and its polygons together.
func (r *reader) geometries(e *element) ([]part, error) {
	var parts []part
	var polys [][][]geo.E7
	vertices := 0
	var walk func(e *element) error
	walk = func(e *element) error {
		for i := range e.children {
			c := &e.children[i]
			var places []geo.E7
			var err error
			switch c.name {
			case "MultiGeometry":
				if err := walk(c); err != nil {
					return err
				}
				continue
			case "Point", "LineString", "LinearRing":
				if places, err = r.places(c, &vertices); err != nil {
					return err
				}
			case "Polygon":
				rings, err := r.rings(c, &vertices)
				if err != nil {
					return err
				}
				polys = append(polys, rings)
				continue
			default:
				continue
			}
			switch {
			case c.name == "Point" && len(places) == 1:
				parts = append(parts, part{point: &places[0]})
			case c.name != "Point" && len(places) >= 2:
				parts = append(parts, part{line: places})
			default:
				return &placeError{"geometry_invalid", "", fmt.Sprintf("a %s of %d positions", c.name, len(places)), "draw it again"}
			}
		}
		return nil
	}
	if err := walk(e); err != nil {
		return nil, err
	}
	if len(polys) == 0 {
		return parts, nil
	}
	area, repairs, err := areas.From(polys)
	for _, m := range repairs {
		if m.Severity != data.Note {
			r.finds.Add(m.Finding(r.row, ""))
		}
	}
	var bad *areas.Error
	if errors.As(err, &bad) {
		return nil, &placeError{bad.Code, "", bad.What, bad.Advice}
	}
	return append(parts, part{area: area}), err
}

func (r *reader) rings(polygon *element, vertices *int) ([][]geo.E7, error) {
	var rings [][]geo.E7
	for _, border := range []string{"outerBoundaryIs", "innerBoundaryIs"} {
		for i := range polygon.children {
			if b := &polygon.children[i]; b.name == border {
				for k := range b.children {
					ring, err := r.places(&b.children[k], vertices)
					if err != nil {
						return nil, err
					}
					rings = append(rings, ring)
				}
			}
		}
	}
	if len(rings) == 0 {
		return nil, &placeError{"geometry_invalid", "", "a Polygon without a border", "draw it again"}
	}
	return rings, nil
}

// places reads "lon,lat[,height] lon,lat…".
func (r *reader) places(e *element, vertices *int) ([]geo.E7, error) {
	c := e.child("coordinates")
	if c == nil {
		return nil, nil
	}
	var out []geo.E7
	for _, tuple := range strings.Fields(c.text) {
		if *vertices++; *vertices > maxVertices {
			return nil, &placeError{"too_many_vertices", "", fmt.Sprintf("the placemark has more than %d positions", maxVertices), "simplify it"}
		}
		var v orb.Point
		numbers := strings.Split(tuple, ",")
		if len(numbers) < 2 {
			return nil, &placeError{"position_invalid", tuple, "a position needs longitude and latitude", "write them with a comma between, and no space"}
		}
		for i := range v {
			f, err := strconv.ParseFloat(numbers[i], 64)
			if err != nil {
				return nil, &placeError{"position_invalid", tuple, "a coordinate is not a number", "write degrees as 107.24,34.36"}
			}
			v[i] = f
		}
		at, ok := r.reference.Place(v)
		if !ok {
			return nil, &placeError{"position_off_earth", tuple, "not longitude and latitude in degrees", "longitude comes first, -180 to 180, then the latitude"}
		}
		out = append(out, at)
	}
	return out, nil
}
