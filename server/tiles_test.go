package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"circle15/server"

	"github.com/paulmach/orb/encoding/mvt"
)

// townTile is where the town lies at zoom 12: 107.005 E, 34.365 N.
const townTile = "/12/3265/1631.mvt"

func TestTilesHaveWhatTheRunHas(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for path, want := range map[string]map[string]int{
		"/tiles/communities" + townTile:                             {"communities": 4},
		"/tiles/communities" + townTile + "?criterion=bus_lines":    {"communities": 4},
		"/tiles/gaps" + townTile + "?criterion=bus_lines":           {"gaps": 5},
		"/tiles/coverage" + townTile + "?criterion=bus_lines&run=1": {"coverage": 3},
		"/tiles/base" + townTile:                                    {"ground": 2, "streets": 1}, // the path begins at zoom 13
		"/tiles/ground" + townTile:                                  {"ground": 2},
		"/tiles/base/14/13062/6524.mvt":                             {"ground": 1, "streets": 2},
	} {
		w := get(t, s, path)
		layers, err := mvt.Unmarshal(w.Body.Bytes())
		if w.Code != 200 || err != nil {
			t.Errorf("%s: %d %v", path, w.Code, err)
			continue
		}
		if len(layers) != len(want) {
			t.Errorf("%s: %d layers, want %v", path, len(layers), want)
		}
		for _, l := range layers {
			if len(l.Features) != want[l.Name] {
				t.Errorf("%s: %d features in %s, want %d", path, len(l.Features), l.Name, want[l.Name])
			}
		}
		packed := get(t, s, path, "Accept-Encoding: gzip")
		if string(unpack(t, packed.Body.Bytes())) != w.Body.String() || packed.Header().Get("ETag") == w.Header().Get("ETag") {
			t.Errorf("%s: packed it is another tile, or has the same ETag", path)
		}
	}
}

// Classes are those of the map page: b nearly passes.
func TestTilesOfCommunitiesAreColoured(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for query, want := range map[string]string{"criterion=bus_lines": "pass near fail unknown", "indicator=bus": "pass near fail unknown"} {
		layers, err := mvt.Unmarshal(get(t, s, "/tiles/communities"+townTile+"?"+query).Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range layers[0].Features {
			got += f.Properties["class"].(string) + " "
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestTilesOutsideAndBadOnes(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for path, status := range map[string]int{
		"/tiles/communities/12/0/0.mvt": 204, "/tiles/communities/12/4096/0.mvt": 404, "/tiles/communities/17/0/0.mvt": 404, "/tiles/communities/-1/0/0.mvt": 404,
		"/tiles/communities/x/0/0.mvt": 404, "/tiles/moon" + townTile: 404, "/tiles/gaps" + townTile: 400, "/tiles/gaps" + townTile + "?criterion=none": 400,
		"/tiles/base" + townTile + "?criterion=bus_lines": 400, "/tiles/communities" + townTile + "?x=1": 400, "/tiles/communities" + townTile + "?run=9": 400, "/tiles/moon.json": 404,
	} {
		if w := get(t, s, path); w.Code != status {
			t.Errorf("%s: %d, want %d: %s", path, w.Code, status, w.Body)
		}
	}
}

// With the number of a run a tile may be kept for ever, unless the address was made for another workspace; without it, it is asked for again.
func TestTilesAreKept(t *testing.T) {
	s, m := newTown(t, server.Options{})
	path := "/tiles/gaps" + townTile + "?criterion=bus_lines"
	plain := get(t, s, path)
	if got := plain.Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("without a run: %s", got)
	}
	if w := get(t, s, path, "If-None-Match: "+plain.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("again: %d", w.Code)
	}
	if got := get(t, s, path+"&run=1&v=00000000").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("of another workspace: %s", got)
	}
	var doc struct{ Tiles []string }
	parse(t, get(t, s, "/tiles/gaps.json?criterion=bus_lines"), &doc)
	address := strings.NewReplacer("{z}/{x}/{y}.mvt", townTile[1:], "http://example.com", "").Replace(doc.Tiles[0])
	if w := get(t, s, address); w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %d %v", address, w.Code, w.Header())
	}
	m.publish(town(t, 2))
	if w := get(t, s, path, "If-None-Match: "+plain.Header().Get("ETag")); w.Code != 200 {
		t.Errorf("after a new run: %d", w.Code)
	}
}

// The style names only layers that tiles have, and nothing of another host.
func TestStyleFitsTheTiles(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	var style struct {
		Version int
		Glyphs  string
		Sources map[string]struct{ Tiles []string }
		Layers  []struct {
			ID, Source  string
			SourceLayer string `json:"source-layer"`
		}
	}
	parse(t, get(t, s, "/tiles/style.json?criterion=bus_lines"), &style)
	if style.Version != 8 || style.Glyphs != "" || len(style.Sources) != 3 {
		t.Errorf("%+v", style)
	}
	known := map[string]string{"ground": "base", "buildings": "base", "streets": "base", "communities": "communities", "gaps": "gaps"}
	for _, l := range style.Layers {
		if l.Source != "" && known[l.SourceLayer] != l.Source {
			t.Errorf("layer %s draws %s of %s", l.ID, l.SourceLayer, l.Source)
		}
	}
	for name, source := range style.Sources {
		if !strings.HasPrefix(source.Tiles[0], "http://example.com/tiles/") {
			t.Errorf("%s: %s", name, source.Tiles[0])
		}
	}
}

// What OGC API - Tiles tells leads to tiles.
func TestTileSets(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	var list struct {
		TileSets []struct{ Links []struct{ Href, Rel string } }
	}
	parse(t, get(t, s, "/ogc/tiles"), &list)
	if len(list.TileSets) != 10 { // gaps and coverage of two criteria, and six others
		t.Errorf("%d tile sets", len(list.TileSets))
	}
	for _, set := range list.TileSets {
		w := get(t, s, strings.TrimPrefix(set.Links[0].Href, "http://example.com"))
		var doc map[string]any
		if err := json.NewDecoder(w.Body).Decode(&doc); w.Code != 200 || err != nil {
			t.Errorf("%s: %d %v", set.Links[0].Href, w.Code, err)
			continue
		}
		item := strings.NewReplacer("{tileMatrix}/{tileCol}/{tileRow}.mvt", "13/6531/3262.mvt", "http://example.com", "").Replace(hrefs(doc, "item")[0])
		if w := get(t, s, item); w.Code != 200 && w.Code != 204 {
			t.Errorf("%s: %d", item, w.Code)
		}
	}
}

func unpack(t testing.TB, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
