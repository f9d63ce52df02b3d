package server_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"circle15/server"
)

// Pages go on in the run in which they began, while newer runs are published.
func TestPagesStayInTheirRun(t *testing.T) {
	s, m := newTown(t, server.Options{})
	var doc map[string]any
	parse(t, get(t, s, "/ogc/collections/gaps/items?limit=2"), &doc)
	seen, pages := idsOf(doc), 1
	for next := hrefs(doc, "next"); len(next) > 0; next = hrefs(doc, "next") {
		pages++
		m.publish(town(t, pages))
		address, err := url.Parse(next[0])
		if err != nil {
			t.Fatal(err)
		}
		doc = nil
		parse(t, get(t, s, address.RequestURI()), &doc)
		seen = append(seen, idsOf(doc)...)
		for _, f := range features(doc) {
			if run := f["properties"].(map[string]any)["run"]; run != 1.0 {
				t.Errorf("page %d has a feature of run %v", pages, run)
			}
		}
	}
	if pages != 3 || len(seen) != 5 || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 5 {
		t.Errorf("%d pages with %v", pages, seen)
	}
}

// What queries of items give: the ids in their order.
func TestItemQueries(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for query, want := range map[string]string{
		"gaps/items?cause=detour":                                         "way/3/bus_lines/detour",
		"gaps/items?district=east":                                        "a/bus_lines/too_few b/bus_lines/too_few",
		"gaps/items?have=2":                                               "",
		"gaps/items?provisional=true&community_id=a":                      "a/bus_lines/too_few",
		"gaps/items?sortby=-area_m2&limit=2":                              "d/bus_lines/no_data way/3/bus_lines/detour",
		"gaps/items?sortby=-area_m2&limit=2&after=way/3/bus_lines/detour": "b/bus_lines/too_few way/3/bus_lines/unlinked",
		"gaps/items?sortby=cause,-id":                                     "way/3/bus_lines/detour d/bus_lines/no_data b/bus_lines/too_few a/bus_lines/too_few way/3/bus_lines/unlinked",
		"communities/items?filter=" + url.QueryEscape("status <> 'fail' AND bus_lines_low > 0.9"):                                                          "a",
		"communities/items?filter=" + url.QueryEscape(`{"op":"=","args":[{"property":"district"},"west"]}`):                                                "way/3 d",
		"communities/items?filter-crs=" + url.QueryEscape(epsgStem+"4326") + "&filter=" + url.QueryEscape("S_INTERSECTS(geometry, POINT(34.365 107.015))"): "b",
		"districts/items": "east west",
	} {
		var doc map[string]any
		parse(t, get(t, s, "/ogc/collections/"+query), &doc)
		if got := strings.Join(idsOf(doc), " "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
}

func TestBadItemQueries(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for query, parameter := range map[string]string{
		"limit=1e3": "limit", "have=some": "have", "provisional=1": "provisional", "sortby=size": "sortby", "properties=size": "properties", "after=nothing": "after",
		"filter=" + url.QueryEscape("cause = 'x'; DROP TABLE gaps"): "filter", "filter-lang=ecql": "filter-lang", "filter-crs=EPSG:1": "filter-crs",
		"bbox=1,2,3,NaN": "bbox", "bbox=0,0,1,1e999": "bbox", "f=xml": "f", "run=99": "run", "limit=1&limit=2": "limit",
		"filter=" + strings.Repeat("(", 2000): "filter",
	} {
		w := get(t, s, "/ogc/collections/gaps/items?"+query)
		if p := problemIn(t, w); w.Code != 400 || p.Parameter != parameter {
			t.Errorf("%.60s: %d %+v", query, w.Code, p)
		}
	}
	for _, path := range []string{"/ogc/collections/none", "/ogc/collections/..%2fgaps", "/ogc/collections/gaps/items/..%2f..%2fetc", "/ogc/collections/gaps/items.xml", "/ogc/collections/gaps/items/%00",
		"/ogc/none", "/ogc/collections/gaps/none"} {
		if w := get(t, s, path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// Cells that a spreadsheet would take for formulas stand behind an apostrophe; the whole collection comes without a limit.
func TestTableOfItems(t *testing.T) {
	s, m := newTown(t, server.Options{})
	m.runs[1].Communities[0].Name = "=HYPERLINK(1)"
	w := get(t, s, "/ogc/collections/communities/items.csv")
	if w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("%v", w.Header())
	}
	body, ok := strings.CutPrefix(w.Body.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || !ok || len(rows) != 5 || rows[0][0] != "id" || rows[1][1] != "'=HYPERLINK(1)" || rows[3][0] != "way/3" {
		t.Errorf("%v %v %q", err, ok, rows)
	}
	if got := get(t, s, "/ogc/collections/communities/items?f=csv&properties=id,district&limit=1").Body.String(); got != "\ufeffid,district\r\na,east\r\n" {
		t.Errorf("%q", got)
	}
}

// A representation is chosen by f=, by the suffix, by Accept, in this order.
func TestRepresentations(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	browser := "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, c := range []struct{ path, header, want string }{
		{"/ogc/collections/gaps/items", "", "application/geo+json"}, {"/ogc/collections/gaps/items", browser, "text/html; charset=utf-8"},
		{"/ogc/collections/gaps/items?f=json", browser, "application/geo+json"}, {"/ogc/collections/gaps/items.html", "", "text/html; charset=utf-8"},
		{"/ogc/collections/gaps/items.geojson", browser, "application/geo+json"}, {"/ogc/collections/gaps/items", "Accept: text/csv", "text/csv; charset=utf-8"},
		{"/ogc", browser, "text/html; charset=utf-8"}, {"/ogc/collections.json", browser, "application/json"}, {"/ogc/collections/gaps/schema", "", "application/schema+json"},
	} {
		w := get(t, s, c.path, c.header)
		if got := w.Header().Get("Content-Type"); w.Code != 200 || got != c.want {
			t.Errorf("%s with %s: %d %s, want %s", c.path, c.header, w.Code, got, c.want)
		}
		if again := get(t, s, c.path, c.header, "If-None-Match: "+w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s again: %d", c.path, again.Code)
		}
	}
	a, b := get(t, s, "/ogc", "Accept: text/html").Header().Get("ETag"), get(t, s, "/ogc", "Accept: application/json").Header().Get("ETag")
	if a == b {
		t.Error("two representations have one ETag")
	}
}

// Links lead where clients are, not where the server believes to be; what headers say is not trusted to be an address.
func TestLinksBehindProxies(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	public, _ := newTown(t, server.Options{Public: "https://map.example.org/city/"})
	for _, c := range []struct {
		h       http.Handler
		headers []string
		want    string
	}{
		{s, nil, "http://example.com/ogc/collections"},
		{s, []string{"X-Forwarded-Proto: https", "X-Forwarded-Host: gis.example.org, inner", "X-Forwarded-Prefix: /fifteen"}, "https://gis.example.org/fifteen/ogc/collections"},
		{s, []string{"X-Forwarded-Proto: javascript", `X-Forwarded-Host: evil"><script>`, "X-Forwarded-Prefix: /../.."}, "http://example.com/ogc/collections"},
		{public, []string{"X-Forwarded-Host: other"}, "https://map.example.org/city/ogc/collections"},
	} {
		var doc map[string]any
		parse(t, get(t, c.h, "/ogc", c.headers...), &doc)
		if got := hrefs(doc, "data")[0]; got != c.want {
			t.Errorf("%v: %s, want %s", c.headers, got, c.want)
		}
	}
}
