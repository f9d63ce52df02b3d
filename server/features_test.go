package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/server"

	"github.com/google/go-cmp/cmp"
)

func TestFiltersOfFeatures(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	all := []string{"a/bus_lines/too_few", "b/bus_lines/too_few", "d/bus_lines/no_data", "way/3/bus_lines/detour", "way/3/bus_lines/unlinked"}
	for _, c := range []struct {
		path string
		want []string
	}{
		{"/gaps.geojson", all},
		{"/gaps.geojson?indicator=bus", all},
		{"/gaps.geojson?criterion=post", []string{}},
		{"/gaps.geojson?run=1&standard=town&lang=en", all},
		{"/gaps.geojson?cause=detour", all[3:4]},
		{"/gaps.geojson?district=east", all[:2]},
		{"/gaps.geojson?district=east&cause=no_data", []string{}},
		{"/gaps.geojson?community=way%2F3", all[3:]},
		// Community b lies in 107.01–107.02; its gap in the east of it touches the box at 107.0199, and the one of c does not reach it.
		{"/gaps.geojson?bbox=107.0195,34.365,107.0198,34.366", all[1:2]},
		{"/gaps.geojson?bbox=0,0,1,1", []string{}},
		{"/coverage.geojson", []string{"a/bus_lines/covered", "b/bus_lines/covered", "way/3/bus_lines/covered"}},
		{"/coverage.geojson?community=a", []string{"a/bus_lines/covered"}},
		{"/communities.geojson", []string{"a", "b", "d", "way/3"}},
		{"/communities.geojson?district=west", []string{"d", "way/3"}},
		{"/communities.geojson?community=a", []string{"a"}},
	} {
		if d := cmp.Diff(c.want, ids(t, get(t, s, c.path))); d != "" {
			t.Errorf("%s: %s", c.path, d)
		}
	}
	if w := get(t, s, "/coverage.geojson?cause=detour"); w.Code != 400 { // what is covered has no cause
		t.Errorf("cause of coverage: status %d", w.Code)
	}
}

// What comes over HTTP is byte for byte what the encoder writes, compressed or not.
func TestFeaturesAreComplete(t *testing.T) {
	s, m := newTown(t, server.Options{})
	var want bytes.Buffer
	err := geojson.Write(&want, "gaps", data.GapFields, slices.Values(m.runs[1].GapFeatures(false)),
		geojson.Meta{Attribution: "© OpenStreetMap contributors", Licence: "ODbL", Run: 1})
	if err != nil {
		t.Fatal(err)
	}
	plain := get(t, s, "/gaps.geojson")
	if plain.Header().Get("Content-Type") != "application/geo+json" || plain.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers %v", plain.Header())
	}
	if d := cmp.Diff(want.String(), plain.Body.String()); d != "" {
		t.Error(d)
	}
	packed := get(t, s, "/gaps.geojson", "Accept-Encoding: br, gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("Content-Encoding %q", packed.Header().Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != want.String() {
		t.Errorf("unpacked: %v, equal %v", err, string(got) == want.String())
	}
	for _, header := range []string{"gzip;q=0", "zstd", "identity"} {
		if w := get(t, s, "/gaps.geojson", "Accept-Encoding: "+header); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed", header)
		}
	}
}

func TestETags(t *testing.T) {
	s, m := newTown(t, server.Options{})
	etag := func(path string, headers ...string) string { return get(t, s, path, headers...).Header().Get("ETag") }
	first := etag("/gaps.geojson?criterion=bus_lines&district=east")
	if same := etag("/gaps.geojson?district=east&criterion=bus_lines"); same != first {
		t.Error("the order of parameters changes the ETag")
	}
	seen := map[string]string{"first": first}
	for name, got := range map[string]string{
		"other filter": etag("/gaps.geojson"), "other path": etag("/coverage.geojson?criterion=bus_lines&district=east"),
		"packed": etag("/gaps.geojson?criterion=bus_lines&district=east", "Accept-Encoding: gzip"), "summary": etag("/api/v1/summary"), "page": etag("/"),
	} {
		for other, e := range seen {
			if got == "" || e == got {
				t.Errorf("%s has the ETag of %s: %q", name, other, got)
			}
		}
		seen[name] = got
	}
	for _, header := range []string{first, `"x", ` + first, "W/" + first, "*"} {
		w := get(t, s, "/gaps.geojson?criterion=bus_lines&district=east", "If-None-Match: "+header)
		if w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != first {
			t.Errorf("If-None-Match %s: status %d, %d bytes", header, w.Code, w.Body.Len())
		}
	}
	m.publish(town(t, 2))
	if w := get(t, s, "/gaps.geojson?criterion=bus_lines&district=east", "If-None-Match: "+first); w.Code != 200 {
		t.Errorf("after a new run: status %d", w.Code)
	}
}

// A name is data: it stays JSON text, whatever it holds.
func TestHostileNameStaysText(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	var fc struct {
		Features []struct{ Properties map[string]any }
	}
	parse(t, get(t, s, "/communities.geojson?community=d"), &fc)
	if got := fc.Features[0].Properties["name"]; got != `<img src=x onerror=alert(1)>` {
		t.Errorf("name %q", got)
	}
}

func TestBaseMap(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	count := func(path string) (n int, text string) {
		var fc struct{ Features []json.RawMessage }
		w := get(t, s, path)
		parse(t, w, &fc)
		return len(fc.Features), w.Body.String()
	}
	for path, want := range map[string]int{
		"/base/water.geojson": 1, "/base/green.geojson": 1, "/base/buildings.geojson": 0, "/base/paths.geojson": 1,
		"/base/streets.geojson":                        1, // two edges of one way are one feature
		"/base/water.geojson?bbox=107.02,34,107.03,35": 0, "/base/green.geojson?bbox=107.02,34,107.03,35": 1,
	} {
		if n, text := count(path); n != want {
			t.Errorf("%s: %d features, want %d: %s", path, n, want, text)
		}
	}
	if _, text := count("/base/streets.geojson"); !strings.Contains(text, `"name":"High \"St\""`) ||
		!strings.Contains(text, `[[[107,34.365],[107.02,34.365]],[[107.02,34.365],[107.04,34.365]]]`) {
		t.Errorf("streets: %s", text)
	}
	if p := problemIn(t, get(t, s, "/base/moon.geojson")); !slices.Contains(p.Allowed, "buildings") {
		t.Errorf("allowed %v", p.Allowed)
	}
}

// Whatever stands in the query, the answer is complete JSON or a problem.
func FuzzGapsQuery(f *testing.F) {
	s, _ := newTown(f, server.Options{})
	for _, q := range []string{"", "criterion=bus_lines", "bbox=107,34,108,35", "bbox=,,,", "lang=en&run=1", "%", "a=b&a=c", "community=way%2F3", ";", "run=99999999999999999999"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if strings.ContainsAny(query, " #\r\n\t\x7f") || len(query) > 4<<10 || strings.ContainsFunc(query, func(r rune) bool { return r < ' ' }) {
			t.Skip("not a request line")
		}
		r, err := newRequest("/gaps.geojson?" + query)
		if err != nil {
			t.Skip(err)
		}
		w := serveRequest(s, r)
		if w.Code != 200 && w.Code != 400 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q: status %d, %.200s", query, w.Code, w.Body)
		}
	})
}
