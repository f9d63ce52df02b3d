package apidoc

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"circle15/data"
)

// Object is a JSON object.
type Object map[string]any

// schemas collects the schemas of types with names, which others refer to.
type schemas struct {
	components Object
	names      map[reflect.Type]string
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// of is the schema of what encoding/json writes for a value of type t.
func (s *schemas) of(t reflect.Type) Object {
	if t.Implements(jsonMarshaler) || reflect.PointerTo(t).Implements(jsonMarshaler) {
		return Object{} // its form is its own
	}
	if t.Implements(textMarshaler) {
		return Object{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return Object{"type": "boolean"}
	case reflect.String:
		return Object{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return Object{"type": "number"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Object{"type": "integer"}
	case reflect.Pointer:
		return orNull(s.of(t.Elem()))
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return Object{"type": []string{"string", "null"}, "contentEncoding": "base64"}
		}
		return Object{"type": []string{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Array:
		return Object{"type": "array", "items": s.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return Object{"type": []string{"object", "null"}, "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.named(t)
	}
	return Object{} // any
}

// orNull is a schema that takes null too.
func orNull(o Object) Object {
	switch t := o["type"].(type) {
	case string:
		o["type"] = []string{t, "null"}
		return o
	case []string:
		return o
	}
	if o["$ref"] == nil {
		return o // it takes anything
	}
	return Object{"anyOf": []any{o, Object{"type": "null"}}}
}

// named refers to the schema of a struct, which is made once. A struct without a name stands where it is.
func (s *schemas) named(t reflect.Type) Object {
	if t.Name() == "" {
		return s.structure(t)
	}
	name, ok := s.names[t]
	if !ok {
		name = s.nameFor(t)
		s.names[t] = name
		s.components[name] = nil // it may contain itself
		s.components[name] = s.structure(t)
	}
	return Object{"$ref": "#/components/schemas/" + name}
}

// nameFor is the name of the type, with its package before it where another type has that name.
func (s *schemas) nameFor(t reflect.Type) string {
	first := []rune(t.Name())
	first[0] = unicode.ToUpper(first[0])
	name := string(first)
	if _, taken := s.components[name]; taken {
		name = t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:] + name
	}
	return name
}

func (s *schemas) structure(t reflect.Type) Object {
	properties, required := Object{}, []string{}
	s.fields(t, properties, &required)
	out := Object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		slices.Sort(required)
		out["required"] = required
	}
	return out
}

func (s *schemas) fields(t reflect.Type, properties Object, required *[]string) {
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			s.fields(f.Type, properties, required)
			continue
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = s.of(f.Type)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}

// Features is the schema of a GeoJSON FeatureCollection whose features have the fields; nil: any properties.
func Features(fields []data.Field) Object {
	properties := Object{"type": []string{"object", "null"}}
	if fields != nil {
		of := Object{}
		for _, f := range fields {
			of[f.Name] = Object{"type": []string{fieldType(f.Type), "null"}, "description": f.En}
		}
		properties["properties"] = of
	}
	return Object{"type": "object", "required": []string{"type", "features"}, "properties": Object{
		"type": Object{"const": "FeatureCollection"}, "run": Object{"type": "integer", "description": "number of the run"},
		"attribution": Object{"type": "string"}, "licence": Object{"type": "string"},
		"features": Object{"type": "array", "items": Object{"type": "object", "required": []string{"type", "properties", "geometry"}, "properties": Object{
			"type": Object{"const": "Feature"}, "id": Object{"type": "string"}, "properties": properties,
			"geometry": Object{"anyOf": []any{Object{"type": "null"}, Object{"type": "object", "required": []string{"type", "coordinates"}, "properties": Object{
				"type":        Object{"enum": []string{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}},
				"coordinates": Object{"type": "array"}}}}},
		}}},
	}}
}

func fieldType(t data.FieldType) string {
	switch t {
	case data.BoolField:
		return "boolean"
	case data.IntField:
		return "integer"
	case data.RealField:
		return "number"
	}
	return "string"
}
