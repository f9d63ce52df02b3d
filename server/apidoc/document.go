package apidoc

import (
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"circle15/indicators"
	"circle15/server/answer"
	"circle15/server/keys"
)

// Param says what a parameter means.
type Param struct {
	Schema  Object
	Text    indicators.Text
	Example string // empty: it has none, and the examples leave it out
}

// Input is what a document is made of.
type Input struct {
	Routes []answer.Route
	// Params are what parameters mean, by their names; "PATH NAME" goes before that for one that means something of its own there.
	Params map[string]Param
	// Titles are the one-line descriptions of routes, by method and path. A route without one has the one of its table, in English.
	Titles  map[string]indicators.Text
	Version string // of the program
	Server  string // address under which clients reach it
	Lang    string // zh or en
}

// variable finds the variables of a path, with what the router asks of them.
var variable = regexp.MustCompile(`\{([a-z]+)(:[^}]*)?\}`)

// Path is the path of a route as OpenAPI writes it.
func Path(route string) string { return variable.ReplaceAllString(route, "{$1}") }

// Variables are the names of those of a path.
func Variables(route string) (names []string) {
	for _, m := range variable.FindAllStringSubmatch(route, -1) {
		names = append(names, m[1])
	}
	return names
}

// Param is what a parameter of a route means.
func (in *Input) Param(path, name string) (Param, bool) {
	if p, ok := in.Params[path+" "+name]; ok {
		return p, true
	}
	p, ok := in.Params[name]
	return p, ok
}

// title is what a route is about.
func (in *Input) title(rt *answer.Route) string {
	if t, ok := in.Titles[rt.Method+" "+rt.Path]; ok {
		return answer.InLanguage(t, in.Lang)
	}
	return rt.Doc
}

// Document is the OpenAPI 3.1 document.
func Document(in Input) Object {
	s := &schemas{components: Object{}, names: map[reflect.Type]string{}}
	paths := Object{}
	for i := range in.Routes {
		rt := &in.Routes[i]
		path := Path(rt.Path)
		item, ok := paths[path].(Object)
		if !ok {
			item = Object{}
			paths[path] = item
		}
		item[strings.ToLower(rt.Method)] = in.operation(rt, s)
	}
	s.components["Problem"] = s.structure(reflect.TypeOf(answer.ProblemBody{}))
	return Object{
		"openapi": "3.1.0",
		"info": Object{"title": "circle15", "version": in.Version, "license": Object{"name": "Apache-2.0", "identifier": "Apache-2.0"},
			"description": answer.InLanguage(indicators.Text{
				Zh: "15分钟便民服务区：每个社区的居民步行15分钟能到什么，哪里到不了，为什么。读取开放；整改清单、逐行的问题和受限图层要带口令（Authorization: Bearer），改动也是。",
				En: "Which residents reach daily services within 15 minutes on foot, where they do not, and why. Reading is open; the worklist, rows of findings and restricted layers need a key (Authorization: Bearer), and so does whatever changes something.",
			}, in.Lang)},
		"servers":      []any{Object{"url": in.Server}},
		"externalDocs": Object{"description": "OGC API - Features", "url": in.Server + "/ogc/api"},
		"security":     []any{},
		"tags":         in.tags(),
		"paths":        paths,
		"components": Object{
			"schemas":         s.components,
			"securitySchemes": Object{"key": Object{"type": "http", "scheme": "bearer", "description": "circle15 key add"}},
			"responses":       Object{"problem": Object{"description": "RFC 9457", "content": Object{"application/problem+json": Object{"schema": Object{"$ref": "#/components/schemas/Problem"}}}}},
		},
	}
}

// tags are the parts of the service.
func (in *Input) tags() []any {
	out := []any{}
	for _, t := range []struct {
		name string
		text indicators.Text
	}{
		{"map", indicators.Text{Zh: "地图网页", En: "the map page"}},
		{"geojson", indicators.Text{Zh: "整层的 GeoJSON", En: "whole layers as GeoJSON"}},
		{"api", indicators.Text{Zh: "结果及其依据", En: "the results and what they rest on"}},
		{"changes", indicators.Text{Zh: "导入、计算、整改清单：要带口令", En: "imports, runs and the worklist: with a key"}},
		{"tiles", indicators.Text{Zh: "矢量瓦片", En: "vector tiles"}},
		{"service", indicators.Text{Zh: "运行状态和说明", En: "how the service does, and what it can do"}},
	} {
		out = append(out, Object{"name": t.name, "description": answer.InLanguage(t.text, in.Lang)})
	}
	return out
}

// tag is the part of the service that a route belongs to.
func tag(rt *answer.Route) string {
	switch {
	case rt.Role == keys.Edit || rt.Role == keys.Compute:
		return "changes"
	case strings.HasPrefix(rt.Path, "/api/"):
		return "api"
	case strings.HasSuffix(rt.Path, ".geojson"):
		return "geojson"
	case strings.Contains(rt.Path, "tile"):
		return "tiles"
	case rt.Path == "/" || strings.HasPrefix(rt.Path, "/assets"):
		return "map"
	}
	return "service"
}

func (in *Input) operation(rt *answer.Route, s *schemas) Object {
	op := Object{"operationId": operationID(rt), "summary": in.title(rt), "tags": []string{tag(rt)}, "parameters": in.parameters(rt), "responses": responses(rt, s)}
	if rt.Role != "" {
		op["security"] = []any{Object{"key": []string{string(rt.Role)}}}
	}
	if rt.Takes != nil {
		op["requestBody"] = Object{"required": rt.Takes.Sample == nil, "content": content(*rt.Takes, s)}
	}
	return op
}

// operationID is made of the method and the words of the path.
func operationID(rt *answer.Route) string {
	path := strings.TrimPrefix(Path(rt.Path), "/api/v1")
	words := strings.FieldsFunc(path, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') })
	id := strings.ToLower(rt.Method)
	for _, w := range words {
		id += strings.ToUpper(w[:1]) + w[1:]
	}
	if len(words) == 0 {
		id += "Page"
	}
	return id
}

func (in *Input) parameters(rt *answer.Route) []any {
	out := []any{}
	for _, name := range Variables(rt.Path) {
		out = append(out, in.parameter(rt.Path, name, "path"))
	}
	for _, name := range rt.Params {
		out = append(out, in.parameter(rt.Path, name, "query"))
	}
	return out
}

func (in *Input) parameter(path, name, where string) Object {
	p, _ := in.Param(path, name)
	o := Object{"name": name, "in": where, "schema": p.Schema, "description": answer.InLanguage(p.Text, in.Lang)}
	if p.Schema == nil {
		o["schema"] = Object{"type": "string"}
	}
	if where == "path" {
		o["required"] = true
	}
	if p.Example != "" {
		o["example"] = example(p)
	}
	return o
}

// example is the example in the type of the parameter.
func example(p Param) any {
	switch p.Schema["type"] {
	case "integer":
		if n, err := strconv.Atoi(p.Example); err == nil {
			return n
		}
	case "number":
		if f, err := strconv.ParseFloat(p.Example, 64); err == nil {
			return f
		}
	}
	return p.Example
}

// content is a body. A sample that is a schema already is taken as it is.
func content(c answer.Content, s *schemas) Object {
	media := c.Media
	if media == "" {
		media = "application/json"
	}
	switch v := c.Sample.(type) {
	case nil:
		return Object{media: Object{}}
	case Object:
		return Object{media: Object{"schema": v}}
	default:
		return Object{media: Object{"schema": s.of(reflect.TypeOf(v))}}
	}
}

// responses are what a route may answer. The problems that any request may meet are under default.
func responses(rt *answer.Route, s *schemas) Object {
	good := http.StatusOK
	if rt.Status != 0 {
		good = rt.Status
	}
	problem := Object{"$ref": "#/components/responses/problem"}
	out := Object{strconv.Itoa(good): Object{"description": rt.Doc, "content": content(rt.Gives, s)}, "400": problem, "404": problem, "429": problem, "default": problem}
	if rt.Method == http.MethodGet {
		out["304"] = Object{"description": "it has not changed (If-None-Match)"}
	}
	if strings.HasSuffix(rt.Path, ".mvt") {
		out["204"] = Object{"description": "the tile is empty"}
	}
	if rt.Role != "" {
		out["401"], out["403"] = problem, problem
	}
	if rt.Role == keys.Edit || rt.Role == keys.Compute {
		out["409"], out["413"], out["415"], out["423"] = problem, problem, problem, problem
	}
	return out
}
