package server_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"circle15/server"
)

// The abstract tests of OGC API - Features, part 1 (OGC 17-069r4, annex A) and part 2 (OGC 18-058r1, annex A), by their names there.
// They run against the server over HTTP.

// suite is a client of a service under test.
type suite struct {
	*testing.T
	base        string
	collections []map[string]any
}

func newSuite(t *testing.T) *suite {
	s, _ := newTown(t, server.Options{})
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	c := &suite{T: t, base: srv.URL + "/ogc"}
	list, _ := c.object("/collections")["collections"].([]any)
	for _, x := range list {
		c.collections = append(c.collections, x.(map[string]any))
	}
	if len(c.collections) < 4 {
		t.Fatalf("%d collections", len(c.collections))
	}
	return c
}

// get asks for a path below the landing page, or for a whole address.
func (s *suite) get(path string, accept ...string) (*http.Response, string) {
	s.Helper()
	address := path
	if !strings.HasPrefix(path, "http") {
		address = s.base + path
	}
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		s.Fatal(err)
	}
	for _, a := range accept {
		r.Header.Set("Accept", a)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	buf := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			break
		}
	}
	return resp, b.String()
}

func (s *suite) object(path string) map[string]any {
	s.Helper()
	resp, body := s.get(path)
	if resp.StatusCode != 200 {
		s.Fatalf("GET %s: %d %s", path, resp.StatusCode, body)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		s.Fatalf("GET %s: %v", path, err)
	}
	return v
}

func (s *suite) status(path string, want int) {
	s.Helper()
	if resp, body := s.get(path); resp.StatusCode != want {
		s.Errorf("GET %s: %d, want %d: %s", path, resp.StatusCode, want, body)
	}
}

// hrefs are the addresses of the links with that relation.
func hrefs(doc map[string]any, rel string) (out []string) {
	links, _ := doc["links"].([]any)
	for _, l := range links {
		if m := l.(map[string]any); m["rel"] == rel {
			out = append(out, m["href"].(string))
		}
	}
	return out
}

func features(doc map[string]any) (out []map[string]any) {
	list, _ := doc["features"].([]any)
	for _, f := range list {
		out = append(out, f.(map[string]any))
	}
	return out
}

func idsOf(doc map[string]any) (out []string) {
	for _, f := range features(doc) {
		out = append(out, f["id"].(string))
	}
	return out
}

// each runs a test for every collection, with the path of its items.
func (s *suite) each(f func(id, items string, doc map[string]any)) {
	for _, c := range s.collections {
		id := c["id"].(string)
		f(id, "/collections/"+id+"/items", c)
	}
}

// first is the first position of a geometry.
func first(v any) []float64 {
	list := v.([]any)
	if n, ok := list[0].(float64); ok {
		return []float64{n, list[1].(float64)}
	}
	return first(list[0])
}

func positionOf(f map[string]any) []float64 {
	return first(f["geometry"].(map[string]any)["coordinates"])
}

const (
	crs84     = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	epsgStem  = "http://www.opengis.net/def/crs/EPSG/0/"
	unknownID = "http://www.opengis.net/def/crs/EPSG/0/2056"
)

func TestConformancePart1(t *testing.T) {
	s := newSuite(t)
	for name, test := range map[string]func(*suite){
		"core/http": func(s *suite) {
			if resp, _ := s.get(""); resp.Proto != "HTTP/1.1" {
				s.Errorf("protocol %s", resp.Proto)
			}
		},
		"core/root-op": func(s *suite) { s.status("", 200); s.status("/", 200) },
		"core/root-success": func(s *suite) {
			doc := s.object("")
			for _, rel := range []string{"self", "service-desc", "service-doc", "conformance", "data"} {
				if len(hrefs(doc, rel)) == 0 {
					s.Errorf("no link %s", rel)
				}
			}
		},
		"core/api-definition-op": func(s *suite) {
			for _, rel := range []string{"service-desc", "service-doc"} {
				for _, a := range hrefs(s.object(""), rel) {
					s.status(a, 200)
				}
			}
		},
		"core/api-definition-success": func(s *suite) {
			if v := s.object("/api")["openapi"].(string); !strings.HasPrefix(v, "3.0.") {
				s.Errorf("openapi %s", v)
			}
		},
		"core/conformance-op": func(s *suite) { s.status(hrefs(s.object(""), "conformance")[0], 200) },
		"core/conformance-success": func(s *suite) {
			list := s.object("/conformance")["conformsTo"].([]any)
			for _, want := range []string{"core", "oas30", "geojson", "html"} {
				if !slices.Contains(list, any("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"+want)) {
					s.Errorf("%s is not declared", want)
				}
			}
		},
		"core/query-param-invalid": func(s *suite) {
			s.each(func(_, items string, _ map[string]any) {
				s.status(items+"?limit=none", 400)
				s.status(items+"?bbox=1,2,3", 400)
			})
		},
		"core/query-param-unknown": func(s *suite) {
			for _, path := range []string{"", "/conformance", "/collections", "/collections/gaps", "/collections/gaps/items"} {
				s.status(path+"?noSuchParameter=1", 400)
			}
		},
		"core/crs84": func(s *suite) {
			s.each(func(_, items string, c map[string]any) {
				box := c["extent"].(map[string]any)["spatial"].(map[string]any)["bbox"].([]any)[0].([]any)
				for _, f := range features(s.object(items + "?limit=5")) {
					p := positionOf(f)
					if p[0] < box[0].(float64)-1e-9 || p[0] > box[2].(float64)+1e-9 || p[1] < box[1].(float64)-1e-9 || p[1] > box[3].(float64)+1e-9 {
						s.Errorf("%s: %v lies outside %v", items, p, box)
					}
				}
			})
		},
		"core/fc-md-op": func(s *suite) { s.status("/collections", 200) },
		"core/fc-md-success": func(s *suite) {
			doc := s.object("/collections")
			if len(hrefs(doc, "self")) != 1 || len(hrefs(doc, "alternate")) == 0 {
				s.Error("self and alternate links")
			}
		},
		"core/fc-md-links": func(s *suite) {
			for _, a := range append(hrefs(s.object("/collections"), "self"), hrefs(s.object("/collections"), "alternate")...) {
				s.status(a, 200)
			}
		},
		"core/fc-md-items": func(s *suite) {
			s.each(func(id, _ string, _ map[string]any) { s.status("/collections/"+id, 200) })
		},
		"core/fc-md-items-links": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				for _, a := range hrefs(c, "items") {
					s.status(a, 200)
				}
				if len(hrefs(c, "items")) == 0 {
					s.Errorf("%s: no items link", id)
				}
			})
		},
		"core/fc-md-extent": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				spatial := c["extent"].(map[string]any)["spatial"].(map[string]any)
				if spatial["crs"] != crs84 || len(spatial["bbox"].([]any)[0].([]any)) != 4 {
					s.Errorf("%s: %v", id, spatial)
				}
			})
		},
		"core/sfc-md-op": func(s *suite) { s.status("/collections/gaps", 200); s.status("/collections/none", 404) },
		"core/sfc-md-success": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				one := s.object("/collections/" + id)
				for _, key := range []string{"id", "title", "extent", "crs", "itemType"} {
					if fmt.Sprint(one[key]) != fmt.Sprint(c[key]) {
						s.Errorf("%s: %s is %v there and %v here", id, key, c[key], one[key])
					}
				}
			})
		},
		"core/fc-op":              func(s *suite) { s.each(func(_, items string, _ map[string]any) { s.status(items, 200) }) },
		"core/fc-bbox-definition": func(s *suite) { s.parameter("bbox") },
		"core/fc-bbox-response": func(s *suite) {
			// The first column of communities lies in 107.00–107.01: a box inside it meets a and nothing else; one of all meets all.
			if got := idsOf(s.object("/collections/communities/items?bbox=107.002,34.361,107.003,34.362")); !slices.Equal(got, []string{"a"}) {
				s.Errorf("got %v", got)
			}
			if got := idsOf(s.object("/collections/communities/items?bbox=107,34,108,35")); len(got) != 4 {
				s.Errorf("got %v", got)
			}
			if got := idsOf(s.object("/collections/communities/items?bbox=170,34,108,35")); len(got) != 4 { // across the 180th meridian
				s.Errorf("got %v", got)
			}
			s.status("/collections/communities/items?bbox=107,35,108,34", 400)
		},
		"core/fc-limit-definition": func(s *suite) { s.parameter("limit") },
		"core/fc-limit-response": func(s *suite) {
			for _, limit := range []string{"0", "-1", "x", ""} {
				s.status("/collections/gaps/items?limit="+limit, 400)
			}
			if n := len(features(s.object("/collections/gaps/items?limit=2"))); n != 2 {
				s.Errorf("%d features", n)
			}
			s.status("/collections/gaps/items?limit=1000000", 200)
		},
		"core/fc-time-definition": func(s *suite) { s.parameter("datetime") },
		"core/fc-time-response": func(s *suite) {
			for when, want := range map[string]int{"2026-01-02": 4, "2026-01-03": 0, "../2026-01-02": 4, "2026-01-01T00:00:00Z/..": 4, "2025-01-01/2025-12-31": 0, "2026-01-02T10:00:00Z": 4} {
				if n := len(features(s.object("/collections/communities/items?datetime=" + when))); n != want {
					s.Errorf("%s: %d features, want %d", when, n, want)
				}
			}
			for _, when := range []string{"yesterday", "2026-13-01", "../..", "2026-02-01/2026-01-01", "a/b/c", ""} {
				s.status("/collections/communities/items?datetime="+when, 400)
			}
			if n := len(features(s.object("/collections/districts/items?datetime=1990-01-01"))); n != 2 { // they have no time
				s.Errorf("%d districts", n)
			}
		},
		"core/fc-response": func(s *suite) {
			s.each(func(id, items string, _ map[string]any) {
				if doc := s.object(items); doc["type"] != "FeatureCollection" {
					s.Errorf("%s: type %v", id, doc["type"])
				}
			})
		},
		"core/fc-links": func(s *suite) {
			doc := s.object("/collections/gaps/items?limit=2")
			for _, rel := range []string{"self", "alternate", "next"} {
				for _, a := range hrefs(doc, rel) {
					s.status(a, 200)
				}
			}
			seen, pages := idsOf(doc), 1
			for next := hrefs(doc, "next"); len(next) > 0; next = hrefs(doc, "next") {
				doc = s.object(next[0])
				seen, pages = append(seen, idsOf(doc)...), pages+1
			}
			all := idsOf(s.object("/collections/gaps/items"))
			if !slices.Equal(seen, all) || pages != 3 { // five gaps, two to a page
				s.Errorf("%d pages with %v, want %v", pages, seen, all)
			}
		},
		"core/fc-timeStamp": func(s *suite) {
			if _, ok := s.object("/collections/gaps/items")["timeStamp"].(string); !ok {
				s.Error("no timeStamp")
			}
		},
		"core/fc-numberMatched":  func(s *suite) { s.number("numberMatched", 5) },
		"core/fc-numberReturned": func(s *suite) { s.number("numberReturned", 2) },
		"core/f-op": func(s *suite) {
			s.each(func(_, items string, _ map[string]any) {
				for _, id := range idsOf(s.object(items + "?limit=3")) {
					s.status(items+"/"+url.PathEscape(id), 200)
				}
				s.status(items+"/none", 404)
			})
		},
		"core/f-success": func(s *suite) {
			f := s.object("/collections/gaps/items/way%2F3%2Fbus_lines%2Fdetour")
			if f["type"] != "Feature" || f["id"] != "way/3/bus_lines/detour" {
				s.Errorf("%v %v", f["type"], f["id"])
			}
		},
		"core/f-links": func(s *suite) {
			f := s.object("/collections/gaps/items/way%2F3%2Fbus_lines%2Fdetour")
			for _, rel := range []string{"self", "alternate", "collection"} {
				if len(hrefs(f, rel)) == 0 {
					s.Errorf("no link %s", rel)
				}
				for _, a := range hrefs(f, rel) {
					s.status(a, 200)
				}
			}
		},
		"geojson/definition": func(s *suite) { s.media("/collections/gaps/items", "application/geo+json", "application/geo+json") },
		"geojson/content": func(s *suite) {
			s.each(func(id, items string, c map[string]any) {
				for _, f := range features(s.object(items)) {
					if f["geometry"].(map[string]any)["type"] != c["geometryType"] || f["properties"].(map[string]any)["id"] != f["id"] {
						s.Errorf("%s: %v", id, f["id"])
					}
				}
			})
		},
		"html/definition": func(s *suite) {
			for _, path := range []string{"", "/api", "/conformance", "/collections", "/collections/gaps", "/collections/gaps/items", "/collections/gaps/queryables", "/collections/gaps/schema",
				"/collections/gaps/items/way%2F3%2Fbus_lines%2Fdetour"} {
				s.media(path, "text/html", "text/html; charset=utf-8")
			}
		},
		"html/content": func(s *suite) {
			_, body := s.get("/collections/communities/items?f=html")
			if strings.Contains(body, "<img src=x") || !strings.Contains(body, "&lt;img src=x") {
				s.Error("a name is not escaped")
			}
			for _, word := range []string{"<script", "<style", " style=", "onclick"} {
				if strings.Contains(body, word) {
					s.Errorf("%s would break the Content-Security-Policy", word)
				}
			}
		},
		"oas30/completeness": func(s *suite) {
			paths := s.object("/api")["paths"].(map[string]any)
			s.each(func(id, items string, _ map[string]any) {
				for _, p := range []string{"/collections/" + id, items, items + "/{featureId}"} {
					if paths[p] == nil {
						s.Errorf("%s is not in the document", p)
					}
				}
			})
		},
		"oas30/exceptions-codes": func(s *suite) {
			op := s.object("/api")["paths"].(map[string]any)["/collections/gaps/items"].(map[string]any)["get"].(map[string]any)
			for _, code := range []string{"200", "400", "404", "500"} {
				if op["responses"].(map[string]any)[code] == nil {
					s.Errorf("no response %s", code)
				}
			}
		},
		"oas30/oas-definition-1": func(s *suite) {
			s.media("/api", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json;version=3.0")
		},
		"oas30/oas-definition-2": func(s *suite) {
			doc := s.object("/api")
			limit := doc["components"].(map[string]any)["parameters"].(map[string]any)["limit"].(map[string]any)["schema"].(map[string]any)
			if limit["maximum"] != 1000.0 { // QGIS takes the size of its pages from here
				s.Errorf("limit %v", limit)
			}
			operations := map[string]bool{}
			for path, p := range doc["paths"].(map[string]any) {
				id := p.(map[string]any)["get"].(map[string]any)["operationId"].(string)
				if operations[id] {
					s.Errorf("%s: operationId %s is there twice", path, id)
				}
				operations[id] = true
			}
		},
		"oas30/oas-impl": func(s *suite) {
			for path := range s.object("/api")["paths"].(map[string]any) {
				if !strings.Contains(path, "{") {
					s.status(path, 200)
				}
			}
		},
		"oas30/security": func(s *suite) {
			if list, ok := s.object("/api")["security"].([]any); !ok || len(list) != 0 {
				s.Error("reading is open: security is an empty list")
			}
		},
	} {
		t.Run(name, func(t *testing.T) { test(&suite{t, s.base, s.collections}) })
	}
}

// parameter says whether the document has the parameter for items.
func (s *suite) parameter(name string) {
	s.Helper()
	p, ok := s.object("/api")["components"].(map[string]any)["parameters"].(map[string]any)[name].(map[string]any)
	if !ok || p["in"] != "query" || p["required"] != false || p["explode"] != false {
		s.Errorf("%s: %v", name, p)
	}
	op := s.object("/api")["paths"].(map[string]any)["/collections/gaps/items"].(map[string]any)["get"].(map[string]any)
	if !strings.Contains(fmt.Sprint(op["parameters"]), "#/components/parameters/"+name) {
		s.Errorf("items do not take %s", name)
	}
}

func (s *suite) number(member string, want float64) {
	s.Helper()
	if got := s.object("/collections/gaps/items?limit=2")[member]; got != want {
		s.Errorf("%s is %v, want %v", member, got, want)
	}
}

func (s *suite) media(path, accept, want string) {
	s.Helper()
	resp, _ := s.get(path, accept)
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || got != want {
		s.Errorf("%s as %s: %d %s", path, accept, resp.StatusCode, got)
	}
}

func TestConformancePart2(t *testing.T) {
	s := newSuite(t)
	codes := []string{crs84, epsgStem + "4326", epsgStem + "4490", epsgStem + "3857", epsgStem + "4545", epsgStem + "4524"}
	for name, test := range map[string]func(*suite){
		"crs/crs-uri": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				for _, uri := range c["crs"].([]any) {
					if !strings.HasPrefix(uri.(string), "http://www.opengis.net/def/crs/") {
						s.Errorf("%s: %v", id, uri)
					}
				}
			})
		},
		"crs/fc-md-crs-list": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				list := c["crs"].([]any)
				if list[0] != crs84 {
					s.Errorf("%s: CRS84 does not come first", id)
				}
				for _, want := range codes {
					if !slices.Contains(list, any(want)) {
						s.Errorf("%s: %s is missing", id, want)
					}
				}
			})
		},
		"crs/fc-md-storageCrs": func(s *suite) {
			s.each(func(id, _ string, c map[string]any) {
				if c["storageCrs"] != crs84 {
					s.Errorf("%s: %v", id, c["storageCrs"])
				}
			})
		},
		"crs/fc-md-crs-list-global": func(s *suite) {
			if n := len(s.object("/collections")["crs"].([]any)); n < len(codes) {
				s.Errorf("%d systems", n)
			}
		},
		"crs/fc-crs-definition":      func(s *suite) { s.parameter("crs") },
		"crs/fc-bbox-crs-definition": func(s *suite) { s.parameter("bbox-crs") },
		"crs/fc-crs-valid-value": func(s *suite) {
			for _, uri := range codes {
				s.status("/collections/gaps/items?crs="+url.QueryEscape(uri), 200)
				s.status("/collections/gaps/items/way%2F3%2Fbus_lines%2Fdetour?crs="+url.QueryEscape(uri), 200)
			}
		},
		"crs/fc-crs-valid-defaultValue": func(s *suite) {
			plain, _ := s.get("/collections/gaps/items")
			if plain.Header.Get("Content-Crs") != "<"+crs84+">" {
				s.Errorf("Content-Crs %q", plain.Header.Get("Content-Crs"))
			}
		},
		"crs/fc-crs-invalid-value": func(s *suite) {
			for _, uri := range []string{unknownID, "EPSG", "", "http://example.com/def/crs/EPSG/0/4326"} {
				s.status("/collections/gaps/items?crs="+url.QueryEscape(uri), 400)
			}
		},
		"crs/fc-bbox-crs-valid-value": func(s *suite) {
			// The same box, 107.002–107.003 E, 34.361–34.362 N, in each system; the Gauss–Krüger and Mercator ones by gdaltransform.
			for uri, box := range map[string]string{
				crs84: "107.002,34.361,107.003,34.362", epsgStem + "4326": "34.361,107.002,34.362,107.003", epsgStem + "4490": "34.361,107.002,34.362,107.003",
				epsgStem + "3857": "11911408.15,4077379.12,11911519.47,4077513.98",
				epsgStem + "4545": "3804157,408190,3804267,408283",
			} {
				if got := idsOf(s.object("/collections/communities/items?bbox=" + box + "&bbox-crs=" + url.QueryEscape(uri))); !slices.Equal(got, []string{"a"}) {
					s.Errorf("%s: %v", uri, got)
				}
			}
		},
		"crs/fc-bbox-crs-valid-defaultValue": func(s *suite) {
			a, b := idsOf(s.object("/collections/communities/items?bbox=107,34,107.001,35")), idsOf(s.object("/collections/communities/items?bbox=107,34,107.001,35&bbox-crs="+url.QueryEscape(crs84)))
			if !slices.Equal(a, b) || len(a) == 0 {
				s.Errorf("%v and %v", a, b)
			}
		},
		"crs/fc-bbox-crs-invalid-value": func(s *suite) {
			s.status("/collections/gaps/items?bbox=107,34,108,35&bbox-crs="+url.QueryEscape(unknownID), 400)
		},
		"crs/ogc-crs-header": func(s *suite) {
			for _, uri := range codes {
				resp, _ := s.get("/collections/gaps/items?crs=" + url.QueryEscape(uri))
				if got := resp.Header.Get("Content-Crs"); got != "<"+uri+">" {
					s.Errorf("Content-Crs %q, want %q", got, uri)
				}
			}
		},
		"crs/ogc-crs-header-value": func(s *suite) {
			resp, _ := s.get("/collections/gaps/items/way%2F3%2Fbus_lines%2Fdetour?crs=" + url.QueryEscape(epsgStem+"4545"))
			if got := resp.Header.Get("Content-Crs"); got != "<"+epsgStem+"4545>" {
				s.Errorf("Content-Crs %q", got)
			}
		},
		"crs/geojson": func(s *suite) {
			// Community a begins at 107 E, 34.36 N. Mercator: 107/180 of 20037508.343 m. The order is that of each system's definition.
			for uri, want := range map[string][]float64{epsgStem + "4326": {34.36, 107}, epsgStem + "4490": {34.36, 107}, epsgStem + "3857": {11911185.51, 4077244.27}} {
				p := positionOf(s.object("/collections/communities/items/a?crs=" + url.QueryEscape(uri)))
				if math.Abs(p[0]-want[0]) > 0.05 || math.Abs(p[1]-want[1]) > 0.05 {
					s.Errorf("%s: %v, want %v", uri, p, want)
				}
			}
			// In a zone northings come first: 3.8 million metres north of the equator, 92 km west of 108° E, whose easting is 500 km.
			p := positionOf(s.object("/collections/communities/items/a?crs=" + url.QueryEscape(epsgStem+"4545")))
			if math.Abs(p[0]-3804e3) > 1e3 || math.Abs(p[1]-408e3) > 1e3 {
				s.Errorf("EPSG:4545: %v", p)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { test(&suite{t, s.base, s.collections}) })
	}
}
