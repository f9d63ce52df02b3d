package ogc

import (
	"net/http"

	"circle15/data"
	"circle15/data/publish"
)

// obj is a JSON object whose members are written in alphabetical order.
type obj = map[string]any

func (s *Service) getQueryables(w http.ResponseWriter, r *http.Request) error {
	return s.sendSchema(w, r, "/queryables", func(v *visit, c *publish.Collection, set *publish.Set) obj {
		return obj{"title": v.say("可查询的属性：", "Queryables: ") + v.say(c.Title.Zh, c.Title.En), "additionalProperties": false}
	})
}

func (s *Service) getSchema(w http.ResponseWriter, r *http.Request) error {
	return s.sendSchema(w, r, "/schema", func(v *visit, c *publish.Collection, set *publish.Set) obj {
		return obj{"title": v.say(c.Title.Zh, c.Title.En), "description": v.say(c.Description.Zh, c.Description.En)}
	})
}

// sendSchema sends the fields of a collection as a JSON Schema.
func (s *Service) sendSchema(w http.ResponseWriter, r *http.Request, path string, head func(*visit, *publish.Collection, *publish.Set) obj) error {
	v, c, set, err := s.content(r, schemaFormats)
	if err != nil {
		return err
	}
	doc := head(v, c, set)
	if v.f == htmlFormat {
		title, _ := doc["title"].(string)
		p := page{Title: title, Links: v.selfLinks("/collections/"+c.ID+path, schemaFormats),
			Crumbs: v.crumbs([]item{{Text: c.ID, Href: v.to("/collections/"+c.ID, "f", "html")}}),
			Head:   []string{v.say("属性", "Property"), v.say("类型", "Type"), v.say("含义", "Meaning")}}
		for _, f := range set.Fields {
			p.Rows = append(p.Rows, []item{{Text: f.Name}, {Text: typeName(f.Type)}, {Text: v.meaning(f)}})
		}
		return v.sendPage(w, p)
	}
	doc["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	doc["$id"] = v.to("/collections/" + c.ID + path)
	doc["type"] = "object"
	properties := obj{"geometry": obj{"format": "geometry-" + map[publish.Geometry]string{
		publish.Areas: "multipolygon", publish.Lines: "multilinestring", publish.Points: "point"}[c.Geometry],
		"x-ogc-role": "primary-geometry", "title": v.say("几何", "geometry"), "x-ogc-propertySeq": 0}}
	for i, f := range set.Fields {
		p := v.property(f, c)
		p["x-ogc-propertySeq"] = i + 1
		properties[f.Name] = p
	}
	doc["properties"] = properties
	return v.sendJSON(w, doc)
}

// property describes a field.
func (v *visit) property(f data.Field, c *publish.Collection) obj {
	p := obj{"title": f.Name, "description": v.meaning(f), "type": typeName(f.Type)}
	switch f.Name {
	case "id":
		p["x-ogc-role"] = "id"
	case c.DateField:
		p["format"], p["x-ogc-role"] = "date", "primary-instant"
	}
	return p
}

// typeName is a type in the words of JSON Schema.
func typeName(t data.FieldType) string {
	return [...]string{data.TextField: "string", data.BoolField: "boolean", data.IntField: "integer", data.RealField: "number"}[t]
}
