package ogc

import (
	"net/http"

	"circle15/data/publish"
)

func (s *Service) getAPI(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r, apiFormats)
	if err != nil {
		return err
	}
	if v.f == htmlFormat {
		p := page{Title: v.say("接口说明", "The API"), Links: v.selfLinks("/api", apiFormats),
			Intro: v.say("本服务的 OpenAPI 3.0 文件供程序使用；下列地址可直接打开。", "The OpenAPI 3.0 document of this service is for programs; the addresses below can be opened as they are.")}
		for _, path := range []string{"", "/conformance", "/collections"} {
			p.List = append(p.List, item{Text: "/ogc" + path, Href: v.to(path, "f", "html")})
		}
		for _, c := range v.run.Collections {
			p.List = append(p.List, item{Text: "/ogc/collections/" + c.ID + "/items", Href: v.to("/collections/"+c.ID+"/items", "f", "html"), Note: v.say(c.Title.Zh, c.Title.En)})
		}
		return v.sendPage(w, p)
	}
	paths := obj{
		"/":            v.operation("landing", "landing page", jsonFormat.media, nil),
		"/api":         v.operation("api", "this document", openapiFormat.media, nil),
		"/conformance": v.operation("conformance", "what the service conforms to", jsonFormat.media, nil),
		"/collections": v.operation("collections", "the collections", jsonFormat.media, nil),
	}
	for _, c := range v.run.Collections {
		set, err := load(r.Context(), c)
		if err != nil {
			return err
		}
		path := "/collections/" + c.ID
		paths[path] = v.operation(c.ID, c.Title.En, jsonFormat.media, nil)
		paths[path+"/queryables"] = v.operation(c.ID+"_queryables", "queryables of "+c.ID, schemaFormat.media, nil)
		paths[path+"/schema"] = v.operation(c.ID+"_schema", "schema of "+c.ID, schemaFormat.media, nil)
		paths[path+"/items"] = v.operation(c.ID+"_items", "features of "+c.ID, geojsonFormat.media, v.itemParameters(c, set))
		paths[path+"/items/{featureId}"] = v.operation(c.ID+"_item", "a feature of "+c.ID, geojsonFormat.media, []any{ref("featureId"), ref("crs")})
	}
	return v.sendJSON(w, obj{
		"openapi": "3.0.3",
		"info": obj{"title": "circle15: OGC API - Features", "version": "1.0.0", "description": "Communities, gaps, coverage, facilities and streets of run " + itoa(v.run.Number),
			"license": obj{"name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0.html"}},
		"servers":    []any{obj{"url": v.root}},
		"security":   []any{},
		"tags":       []any{obj{"name": "features", "description": "OGC API - Features"}},
		"paths":      paths,
		"components": obj{"parameters": v.parameters(), "responses": responses()},
	})
}

func ref(parameter string) obj { return obj{"$ref": "#/components/parameters/" + parameter} }

// operation is the GET of a path. All take the parameters of documents.
func (v *visit) operation(id, summary, media string, own []any) obj {
	params := append(own, ref("f"), ref("lang"), ref("run"), ref("standard"))
	return obj{"get": obj{
		"operationId": id, "summary": summary, "tags": []any{"features"}, "parameters": params,
		"responses": obj{
			"200": obj{"description": summary, "content": obj{media: obj{"schema": obj{"type": "object"}}, "text/html": obj{"schema": obj{"type": "string"}}}},
			"304": obj{"description": "it has not changed"},
			"400": obj{"$ref": "#/components/responses/problem"},
			"404": obj{"$ref": "#/components/responses/problem"},
			"500": obj{"$ref": "#/components/responses/problem"},
		},
	}}
}

// itemParameters are those of the items of a collection: the common ones, and one for each property that may be asked for.
func (v *visit) itemParameters(c *publish.Collection, set *publish.Set) []any {
	var out []any
	for _, name := range []string{"limit", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "sortby", "properties", "after"} {
		out = append(out, ref(name))
	}
	for _, f := range queryables(set) {
		schema := obj{"type": typeName(f.Type)}
		if f.Name == c.DateField {
			schema["format"] = "date"
		}
		out = append(out, obj{"name": f.Name, "in": "query", "required": false, "style": "form", "explode": false, "description": f.En, "schema": schema})
	}
	return out
}

// parameters are those that operations share. Clients take the size of their pages from that named limit.
func (v *visit) parameters() obj {
	text := obj{"type": "string"}
	query := func(name, description string, schema obj) obj {
		return obj{"name": name, "in": "query", "required": false, "style": "form", "explode": false, "description": description, "schema": schema}
	}
	system := obj{"type": "string", "format": "uri", "enum": uris(v.systems())}
	number := obj{"type": "number"}
	return obj{
		"f":           query("f", "the representation", obj{"type": "string", "enum": v.formatIDs()}),
		"lang":        query("lang", "language of titles", obj{"type": "string", "enum": []string{"zh", "en"}}),
		"run":         query("run", "number of the run; without it the latest", obj{"type": "integer", "minimum": 1}),
		"standard":    query("standard", "id of the standard whose latest run is shown", text),
		"limit":       query("limit", "how many features a page has", obj{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}),
		"after":       query("after", "id of the last feature of the page before; taken from a next link", text),
		"bbox":        query("bbox", "only features that touch this rectangle", obj{"oneOf": []any{obj{"type": "array", "minItems": 4, "maxItems": 4, "items": number}, obj{"type": "array", "minItems": 6, "maxItems": 6, "items": number}}}),
		"bbox-crs":    query("bbox-crs", "reference system of bbox", system),
		"crs":         query("crs", "reference system of the answer", system),
		"datetime":    query("datetime", "only features whose data are of this time", text),
		"filter":      query("filter", "a condition in CQL2", text),
		"filter-lang": query("filter-lang", "the language of filter", obj{"type": "string", "enum": []string{textLanguage, jsonLanguage}, "default": textLanguage}),
		"filter-crs":  query("filter-crs", "reference system of positions in filter", system),
		"sortby":      query("sortby", "properties to sort by, with - before those that go down", obj{"type": "array", "items": text}),
		"properties":  query("properties", "only these properties", obj{"type": "array", "items": text}),
		"featureId":   obj{"name": "featureId", "in": "path", "required": true, "description": "id of the feature, slashes escaped", "schema": text},
	}
}

// responses are those that operations share.
func responses() obj {
	return obj{"problem": obj{"description": "what is wrong, and what could have been asked for (RFC 9457)", "content": obj{"application/problem+json": obj{"schema": obj{
		"type": "object", "required": []string{"type", "title", "status"},
		"properties": obj{"type": obj{"type": "string"}, "title": obj{"type": "string"}, "status": obj{"type": "integer"}, "detail": obj{"type": "string"},
			"parameter": obj{"type": "string"}, "allowed": obj{"type": "array", "items": obj{"type": "string"}}}}}}}}
}

// formatIDs are the representations that there are.
func (v *visit) formatIDs() []string {
	var out []string
	for _, f := range v.all {
		out = append(out, f.id)
	}
	return out
}
