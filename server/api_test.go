package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"circle15/server"
	"circle15/server/answer"
	"circle15/server/apidoc"
	"circle15/server/keys"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is the document of a server with its schemas ready to check answers.
type contract struct {
	doc     *openapi3.T
	schemas map[string]*jsonschema.Schema // by method, path and status
	problem *jsonschema.Schema
}

func readContract(t testing.TB, s http.Handler) *contract {
	t.Helper()
	w := get(t, s, "/openapi.json?lang=en")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/vnd.oai.openapi+json;version=3.1" {
		t.Fatalf("status %d, %v", w.Code, w.Header())
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{doc: doc, schemas: map[string]*jsonschema.Schema{}}
	compiler := jsonschema.NewCompiler()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	const at = "http://test/openapi.json"
	if err := compiler.AddResource(at, v); err != nil {
		t.Fatal(err)
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	if c.problem, err = compiler.Compile(at + "#/components/schemas/Problem"); err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status, r := range op.Responses.Map() {
				for media, content := range r.Value.Content {
					if content.Schema == nil || media == "application/problem+json" {
						continue
					}
					one, err := compiler.Compile(at + "#/paths/" + escape.Replace(path) + "/" + strings.ToLower(method) + "/responses/" + status + "/content/" + escape.Replace(media) + "/schema")
					if err != nil {
						t.Fatalf("%s %s: %v", method, path, err)
					}
					c.schemas[method+" "+path+" "+status] = one
				}
			}
		}
	}
	return c
}

// breaks says how an answer breaks the document; empty: it does not.
func (c *contract) breaks(method, path string, w *httptest.ResponseRecorder) string {
	op := c.doc.Paths.Value(path).GetOperation(method)
	if w.Code == http.StatusInternalServerError {
		return "status 500: " + w.Body.String()
	}
	media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if w.Code >= 400 {
		if media != "application/problem+json" {
			return fmt.Sprintf("status %d with %q", w.Code, media)
		}
		return fits(c.problem, w.Body.Bytes())
	}
	r := op.Responses.Value(strconv.Itoa(w.Code))
	if r == nil {
		return fmt.Sprintf("status %d is not in the document", w.Code)
	}
	if w.Code == http.StatusNoContent {
		return ""
	}
	if r.Value.Content[media] == nil && r.Value.Content["*/*"] == nil {
		return fmt.Sprintf("media type %q is not in the document", media)
	}
	if schema := c.schemas[method+" "+path+" "+strconv.Itoa(w.Code)]; schema != nil {
		return fits(schema, w.Body.Bytes())
	}
	return ""
}

func fits(schema *jsonschema.Schema, text []byte) string {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fmt.Sprintf("%v in %.200s", err, text)
	}
	if err := schema.Validate(v); err != nil {
		return err.Error()
	}
	return ""
}

// newDocumented is an office with a job that has run, so that every address has an answer.
func newDocumented(t testing.TB) *server.Server {
	t.Helper()
	s, _ := newOffice(t)
	if w := send(t, s, http.MethodPost, "/api/v1/jobs", nil, computeKey); w.Code != http.StatusAccepted {
		t.Fatal(w.Body)
	}
	return s
}

func TestDocumentIsValid(t *testing.T) {
	s := newDocumented(t)
	c := readContract(t, s)
	if err := c.doc.Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Error(err)
	}
	if c.doc.OpenAPI != "3.1.0" {
		t.Errorf("version %s", c.doc.OpenAPI)
	}
}

// Every route is in the document and back; only OGC API - Features has a document of its own.
func TestEveryRouteIsInTheDocument(t *testing.T) {
	s := newDocumented(t)
	c := readContract(t, s)
	known := map[string]answer.Route{}
	for _, rt := range s.Routes() {
		path := apidoc.Path(rt.Path)
		known[rt.Method+" "+path] = rt
		features := strings.HasPrefix(path, "/ogc") && !strings.Contains(path, "/tile")
		item := c.doc.Paths.Value(path)
		if (item != nil && item.GetOperation(rt.Method) != nil) == features {
			t.Errorf("%s %s: in the document is %v", rt.Method, path, !features)
			continue
		}
		if features {
			continue
		}
		op := item.GetOperation(rt.Method)
		var names []string
		for _, p := range op.Parameters {
			if names = append(names, p.Value.Name); p.Value.Description == "" {
				t.Errorf("%s %s: the parameter %s is not described", rt.Method, path, p.Value.Name)
			}
		}
		if want := append(apidoc.Variables(rt.Path), rt.Params...); !slices.Equal(names, want) {
			t.Errorf("%s %s: parameters %v, the route has %v", rt.Method, path, names, want)
		}
		if (op.Security != nil) != (rt.Role != "") {
			t.Errorf("%s %s: security %v, role %q", rt.Method, path, op.Security, rt.Role)
		}
	}
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			if _, ok := known[method+" "+path]; !ok {
				t.Errorf("%s %s is in the document and no route", method, path)
			}
		}
	}
}

// The document speaks both languages, and each route has a title in both.
func TestDocumentSpeaksBothLanguages(t *testing.T) {
	s := newDocumented(t)
	var zh, en struct {
		Paths map[string]map[string]struct{ Summary string }
	}
	parse(t, get(t, s, "/openapi.json?lang=zh"), &zh)
	parse(t, get(t, s, "/openapi.json?lang=en"), &en)
	for path, methods := range en.Paths {
		for method, op := range methods {
			if other := zh.Paths[path][method].Summary; op.Summary == "" || other == op.Summary || other == "" {
				t.Errorf("%s %s: %q and %q", method, path, op.Summary, other)
			}
		}
	}
	for lang, word := range map[string]string{"zh": "接口说明", "en": "the API"} {
		if w := get(t, s, "/api?lang="+lang); w.Code != 200 || !strings.Contains(w.Body.String(), word) || strings.Contains(w.Body.String(), "<script") {
			t.Errorf("%s: status %d", lang, w.Code)
		}
	}
}

// target is an address of an operation with its examples, and those of the parameters in with.
func target(path string, op *openapi3.Operation, with map[string]string) string {
	q := url.Values{}
	for _, p := range op.Parameters {
		v, chosen := with[p.Value.Name]
		if !chosen && p.Value.Example != nil {
			v = fmt.Sprint(p.Value.Example)
		}
		switch {
		case p.Value.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(v))
		case chosen || slices.Contains(needed(path), p.Value.Name):
			q.Set(p.Value.Name, v)
		}
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// needed are the parameters that an example needs, by the path with its variables filled in.
func needed(path string) []string {
	switch {
	case path == "/api/v1/explain" || path == "/api/v1/reach":
		return []string{"lon", "lat"}
	case strings.HasPrefix(path, "/tiles/gaps") || strings.HasPrefix(path, "/ogc/tiles/gaps"):
		return []string{"criterion"}
	case strings.HasPrefix(path, "/api/v1/layers/"):
		return []string{"file"}
	}
	return nil
}

// keyFor is a header with the key that an operation needs.
func keyFor(op *openapi3.Operation) string {
	if op.Security == nil {
		return "X: none"
	}
	for _, need := range *op.Security {
		for _, roles := range need {
			return "Authorization: Bearer " + roles[0]
		}
	}
	return "X: none"
}

// What the document gives as examples is answered, each parameter by itself, in the form that the document says.
func TestExamplesOfTheDocument(t *testing.T) {
	s := newDocumented(t)
	c := readContract(t, s)
	asked := 0
	try := func(method, path string, op *openapi3.Operation, with map[string]string) {
		at := target(path, op, with)
		w := send(t, s, method, at, nil, keyFor(op))
		asked++
		if why := c.breaks(method, path, w); why != "" || w.Code >= 400 {
			t.Errorf("%s %s: status %d, %s %.200s", method, at, w.Code, why, w.Body)
		}
	}
	for path, item := range c.doc.Paths.Map() {
		op := item.Get
		if op == nil || strings.Contains(path, "/assets/") || strings.Contains(path, "{item}") {
			continue
		}
		try("GET", path, op, nil)
		for _, p := range op.Parameters {
			if p.Value.In == "query" && p.Value.Example != nil {
				try("GET", path, op, map[string]string{p.Value.Name: fmt.Sprint(p.Value.Example)})
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d examples", asked)
	}
}

// hostile are values that parameters may be given.
var hostile = []string{"", " ", "0", "-1", "1e999", "NaN", "Inf", "9223372036854775808", "null", "true", "[]", "{}", "'; DROP TABLE c15_runs;--", "../../etc/passwd", "..%2f..%2f", "%00", "\x00",
	"\xff\xfe", "<img src=x onerror=alert(1)>", "a,b,c,d", "1,2,3,4", "-180,-90,180,90", "170,0,-170,1", strings.Repeat("9", 400), strings.Repeat("(", 2000), "社区", "b", "way/3", "bus_lines", "post", "\r\nX: y", "gaps", "1", "2026-13-45",
	"01", "+1", "1.0", "0x1", "{job}", "%"}

// Thousands of requests made from the document, good and bad ones: none fails the server, each answer is of the form that the document says.
func TestRequestsFromTheDocument(t *testing.T) {
	const requests = 4000
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 15))
	s := newDocumented(t)
	c := readContract(t, s)
	var paths []string
	for path := range c.doc.Paths.Map() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	statuses := map[int]int{}
	for range requests {
		path := paths[rng.IntN(len(paths))]
		operations := c.doc.Paths.Value(path).Operations()
		methods := make([]string, 0, len(operations))
		for m := range operations {
			methods = append(methods, m)
		}
		slices.Sort(methods)
		method := methods[rng.IntN(len(methods))]
		r := randomRequest(rng, method, path, operations[method])
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		statuses[w.Code]++
		if why := c.breaks(method, path, w); why != "" && w.Code != http.StatusNotModified {
			t.Fatalf("%s %s: %s", method, r.RequestURI, why)
		}
	}
	t.Log(statuses)
	for _, status := range []int{200, 400, 401, 404} {
		if statuses[status] < requests/100 {
			t.Errorf("only %d answers have status %d: %v", statuses[status], status, statuses)
		}
	}
}

// randomRequest is a request of an operation: each parameter is left out, as in its example, or hostile; sometimes there is one that
// nobody knows, a wrong key, or a body of whatever.
func randomRequest(rng *rand.Rand, method, path string, op *openapi3.Operation) *http.Request {
	with := map[string]string{}
	for _, p := range op.Parameters {
		switch n := rng.IntN(20); {
		case n == 0 || n == 1 && p.Value.In == "path":
			with[p.Value.Name] = hostile[rng.IntN(len(hostile))]
		case n < 6 && p.Value.Example != nil && p.Value.In == "query":
			with[p.Value.Name] = fmt.Sprint(p.Value.Example)
		}
	}
	at := target(path, op, with)
	if rng.IntN(40) == 0 {
		at += map[bool]string{true: "&", false: "?"}[strings.Contains(at, "?")] + url.QueryEscape(hostile[rng.IntN(len(hostile))]) + "=1"
	}
	bodies := []string{"", "{}", `{"state":"in_hand"}`, `{"as_of":"x"}`, "[", `{"note":null}`, `{"note":"\ud800"}`, "id,lon,lat\n"}
	r, err := http.NewRequest(method, "http://test"+at, strings.NewReader(bodies[rng.IntN(len(bodies))]))
	if err != nil { // what a client cannot even ask for
		r, _ = http.NewRequest(method, "http://test"+path, nil)
	}
	r.RequestURI = r.URL.RequestURI()
	name, v, _ := strings.Cut(keyFor(op), ": ")
	switch n := rng.IntN(10); {
	case n == 0:
		r.Header.Set("Authorization", "Bearer "+hostile[rng.IntN(len(hostile))])
	case n == 1:
		r.Header.Set("Authorization", "Bearer "+string(keys.Roles[rng.IntN(len(keys.Roles))]))
	case n < 9:
		r.Header.Set(name, v)
	}
	if rng.IntN(4) == 0 {
		r.Header.Set("Accept-Language", hostile[rng.IntN(len(hostile))])
		r.Header.Set("If-None-Match", hostile[rng.IntN(len(hostile))])
		r.Header.Set("Accept", hostile[rng.IntN(len(hostile))])
	}
	return r
}

// The document itself is JSON whatever the address says the server is called.
func TestDocumentBehindAProxy(t *testing.T) {
	s, _ := newTown(t, server.Options{Public: "https://gis.example.cn/15/"})
	var doc struct{ Servers []struct{ URL string } }
	parse(t, get(t, s, "/openapi.json"), &doc)
	if len(doc.Servers) != 1 || doc.Servers[0].URL != "https://gis.example.cn/15" {
		t.Errorf("servers %v", doc.Servers)
	}
	s, _ = newTown(t, server.Options{})
	parse(t, get(t, s, "/openapi.json", "X-Forwarded-Proto: https", "X-Forwarded-Host: a.cn", "X-Forwarded-Prefix: /b"), &doc)
	if doc.Servers[0].URL != "https://a.cn/b" {
		t.Errorf("servers %v", doc.Servers)
	}
	if w := get(t, s, "/openapi.json", `X-Forwarded-Host: a"}],"x":[{"`); !json.Valid(w.Body.Bytes()) {
		t.Error("a host that is none breaks the document")
	}
}
