package geojson

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"circle15/data"
)

// drop counts the feature as dropped, with the reason.
func (p *parser) drop(f data.Finding) {
	p.out.Dropped++
	f.Severity, f.Row = data.Failure, p.row
	if f.Feature == "" {
		f.Feature = p.id
	}
	p.finds.Add(f)
}

// item reads the feature or geometry at i. Only what ends the whole file is an error.
func (p *parser) item(i int) error {
	if p.items++; p.items > maxFeatures {
		return p.fail("", fmt.Sprintf("more than %d features", maxFeatures), "cut the file to the city")
	}
	if p.items%4096 == 1 {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		p.opt.Progress.Tell("read features", int64(p.items-1), 0)
	}
	kind := ""
	if p.is(i, '{') {
		_ = p.members(i, func(name string, at int) error { // gives no error
			if name == "type" && p.is(at, '"') {
				kind = p.string(at)
			}
			return nil
		})
	}
	rec := data.Record{Row: p.row, Fields: map[string]string{}}
	geometry, pointer := i, ""
	switch {
	case kind == "Feature":
		var ok bool
		if geometry, ok = p.feature(i, &rec); !ok {
			return nil
		}
		pointer = "/geometry"
	case kind == "" || !strings.Contains(geometryTypes, kind):
		p.drop(data.Finding{Code: "feature_invalid", Field: "type", Value: kind, Message: "neither a Feature nor a geometry: it was dropped",
			Advice: "known are Feature, " + geometryTypes + ", written so"})
		return nil
	}
	p.vertices = 0
	parts, err := p.geometry(geometry, 0)
	if p.total += p.vertices; p.total > maxFileVertices {
		return p.fail(fmt.Sprintf("feature %d", p.row), fmt.Sprintf("more than %d positions in the file", maxFileVertices), "cut the file to the city")
	}
	if e, ok := err.(*geometryError); ok {
		p.drop(data.Finding{Code: e.code, Field: pointer + e.at, Value: e.value, Message: e.what + ": the feature was dropped", Advice: e.advice})
		return nil
	}
	p.take(rec, parts)
	return err
}

// take adds the record: one for each part, or one without geometry.
func (p *parser) take(rec data.Record, parts []part) {
	if len(parts) == 0 {
		p.out.Records = append(p.out.Records, rec)
		return
	}
	if len(parts) > 1 {
		p.note("parts_separated", "a feature has several points or lines: each became one of its own")
	}
	for n, part := range parts {
		r := rec
		if len(parts) > 1 {
			r.Part = n + 1
		}
		r.Point, r.Line, r.Area = part.point, part.line, part.area
		p.out.Records = append(p.out.Records, r)
	}
}

// feature reads id and properties of the Feature at i, and says where its geometry is. It is false when
// the feature was dropped.
func (p *parser) feature(i int, rec *data.Record) (geometry int, ok bool) {
	geometry = -1
	seen := map[string]bool{}
	err := p.members(i, func(name string, at int) error {
		switch name {
		case "type", "id", "properties", "geometry":
			if seen[name] {
				return &geometryError{code: "member_twice", at: name, what: fmt.Sprintf("the feature has %q twice", name), advice: "export it again"}
			}
			seen[name] = true
		}
		switch name {
		case "id":
			p.featureID(at, rec)
		case "geometry":
			geometry = at
		case "properties":
			return p.properties(at, rec)
		case "bbox":
			p.bbox(at)
		case "coordinates", "geometries", "features":
			p.note("foreign_member", fmt.Sprintf("a feature has a member %q, which belongs elsewhere: it was ignored", name))
		}
		return nil
	})
	if err == nil && geometry < 0 {
		err = &geometryError{code: "geometry_missing", what: "the feature has no geometry member", advice: "write null where there is none"}
	}
	if e, failed := err.(*geometryError); failed {
		p.drop(data.Finding{Code: e.code, Field: e.at, Value: e.value, Message: e.what + ": the feature was dropped", Advice: e.advice})
		return 0, false
	}
	return geometry, true
}

func (p *parser) featureID(i int, rec *data.Record) {
	switch c := p.text[i]; {
	case c == '"':
		rec.ID = p.string(i)
	case c == '-' || c >= '0' && c <= '9':
		rec.ID = string(p.text[i:p.after(i)])
	case c != 'n':
		p.warn("id_invalid", "the id of the feature is neither text nor number: it was ignored", "")
	}
	p.id = rec.ID
}

func (p *parser) properties(i int, rec *data.Record) error {
	if p.null(i) {
		return nil
	}
	if !p.is(i, '{') {
		p.warn("properties_invalid", "the properties are not an object: they were ignored", "")
		return nil
	}
	n := 0
	return p.members(i, func(name string, at int) error {
		if n++; n > maxProperties {
			return &geometryError{code: "too_many_properties", at: "properties", what: fmt.Sprintf("more than %d properties", maxProperties), advice: "take out what is not needed"}
		}
		if name == "" {
			p.note("property_unnamed", "a property has no name: it was left out")
			return nil
		}
		if !p.columns[name] {
			p.columns[name] = true
			p.out.Columns = append(p.out.Columns, name)
		}
		if p.null(at) {
			return nil
		}
		if _, twice := rec.Fields[name]; twice {
			p.warn("property_twice", fmt.Sprintf("the property %q is there twice: the later value was taken", name), "")
		}
		rec.Fields[name] = p.value(name, at)
		return nil
	})
}

// value is a property as a text.
func (p *parser) value(name string, i int) string {
	v := ""
	if p.is(i, '"') {
		v = p.string(i)
	} else {
		v = string(p.text[i:p.after(i)])
	}
	if len(v) > maxTextBytes {
		p.warn("text_too_long", fmt.Sprintf("the property %q is longer than %d bytes: it was cut off", name, maxTextBytes), "")
		v = v[:maxTextBytes]
		for !utf8.ValidString(v) {
			v = v[:len(v)-1]
		}
	}
	return v
}
