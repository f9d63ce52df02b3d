package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"circle15/server"
)

// parse reads the JSON of a good answer.
func parse(t testing.TB, w *httptest.ResponseRecorder, v any) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
}

// example is an address that the pattern of a route takes.
func example(path string) string {
	if path == "/api/v1/explain" || path == "/api/v1/reach" {
		path += "?lon=107.005&lat=34.365"
	}
	if strings.Contains(path, "{layer}") && !strings.HasPrefix(path, "/base/") {
		path = strings.ReplaceAll(path, "{layer}", "gaps") + "?criterion=bus_lines"
	}
	return strings.NewReplacer("{z}/{x}/{y}", "12/3265/1631", "{collection}", "gaps", ".{format}", ".json", "{feature:.+}", "way%2F3%2Fbus_lines%2Fdetour", "{file}", "a-1.js", "{item:.+}", "way%2F3%2Fbus_lines", "{job}", "1", "{kind}", "residents", "{layer}", "streets", "{id}", "way%2F3").Replace(path)
}

func TestEveryRouteAnswers(t *testing.T) {
	s, _ := newOffice(t)
	if w := send(t, s, http.MethodPost, "/api/v1/jobs", nil, computeKey); w.Code != http.StatusAccepted {
		t.Fatal(w.Body)
	}
	for _, rt := range s.Routes() {
		if rt.Method != http.MethodGet {
			continue
		}
		path, key := example(rt.Path), "X: none"
		if rt.Role != "" {
			key = "Authorization: Bearer " + string(rt.Role)
		}
		w := get(t, s, path, key)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("GET %s: status %d, %d bytes", path, w.Code, w.Body.Len())
		}
		if rt.Doc == "" {
			t.Errorf("%s has no doc", rt.Path)
		}
		head := ask(t, s, http.MethodHead, path, key)
		if head.Code != http.StatusOK || head.Body.Len() != 0 {
			t.Errorf("HEAD %s: status %d, %d bytes", path, head.Code, head.Body.Len())
		}
		for _, name := range []string{"Content-Type", "ETag", "Cache-Control"} {
			if got, want := head.Header().Get(name), w.Header().Get(name); got != want {
				t.Errorf("HEAD %s: %s is %q, GET has %q", path, name, got, want)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for _, path := range []string{"/", "/gaps.geojson", "/api/v1/communities/a", "/healthz"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
			w := ask(t, s, method, path)
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
				t.Errorf("%s %s: status %d, Allow %q", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
		w := ask(t, s, http.MethodOptions, path)
		if w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS" {
			t.Errorf("OPTIONS %s: status %d, methods %q", path, w.Code, w.Header().Get("Access-Control-Allow-Methods"))
		}
	}
}

// Whatever is answered, also what the router answers itself, has the headers and an id.
func TestHeadersOnEverything(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for path, status := range map[string]int{
		"/": 200, "/nowhere": 404, "/gaps.geojson/": 404, "//gaps.geojson": 404, "/assets/..%2findex.html": 404, "/assets/none.js": 404,
		"/api/v1/communities/%00": 404, "/base/moon.geojson": 404, "/gaps.geojson?x=1": 400, "/gaps.geojson?" + strings.Repeat("a", 9<<10): 414,
	} {
		w := get(t, s, path)
		if w.Code != status {
			t.Errorf("%.60s: status %d, want %d", path, w.Code, status)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%.60s: %s is %q, want %q", path, name, got, want)
			}
		}
		csp := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%.60s: Content-Security-Policy %q", path, csp)
		}
		if w.Header().Get("X-Request-Id") == "" {
			t.Errorf("%.60s: no request id", path)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	if got := get(t, s, "/healthz", "X-Request-Id: abc-1").Header().Get("X-Request-Id"); got != "abc-1" {
		t.Errorf("an id from a proxy becomes %q", got)
	}
	a := get(t, s, "/healthz", "X-Request-Id: <script>").Header().Get("X-Request-Id")
	b := get(t, s, "/healthz").Header().Get("X-Request-Id")
	if a == "<script>" || a == b || len(a) != 16 {
		t.Errorf("ids %q and %q, want new ones", a, b)
	}
}

func TestPageIsHTMLAndAssetsAreKept(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	page := get(t, s, "/?i=bus&utm=1") // the page's own parameters are not the server's business
	if page.Code != 200 || page.Header().Get("Content-Type") != "text/html; charset=utf-8" || page.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("page: %d %v", page.Code, page.Header())
	}
	a := get(t, s, "/assets/a-1.js")
	if a.Header().Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.Contains(a.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("asset: %v", a.Header())
	}
}

// The page that is built in, whichever it is, can be served.
func TestBuiltInPage(t *testing.T) {
	_, m := newTown(t, server.Options{})
	s, err := server.New(m, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, s, "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "<!doctype html>") {
		t.Errorf("status %d: %.80s", w.Code, w.Body)
	}
}
