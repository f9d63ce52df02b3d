package tiles

import (
	"math"
	"net/http"
	"strconv"

	"circle15/data/mvt"
	"circle15/geo"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// The names of the one grid.
const (
	matrixSet    = "WebMercatorQuad"
	matrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
	mercatorURI  = "http://www.opengis.net/def/crs/EPSG/0/3857"
)

// getTileSets lists the tile sets: gaps and coverage once for each criterion.
func (s *Service) getTileSets(w http.ResponseWriter, r *http.Request) error {
	run, err := s.asked(r)
	if err != nil {
		return err
	}
	base, lang := answer.Base(r, s.opt.Public), answer.Language(r)
	sets := []any{}
	for _, l := range layers() {
		if l.needs == "" {
			sets = append(sets, setItem(run, choice{layer: l}, base, answer.InLanguage(l.title, lang)))
			continue
		}
		for _, crit := range run.Result.Run.Standard.Criteria() {
			title := answer.InLanguage(l.title, lang) + ": " + answer.InLanguage(crit.Title, lang)
			sets = append(sets, setItem(run, choice{layer: l, criterion: crit.ID}, base, title))
		}
	}
	return answer.SendJSON(w, r, run.Tag+base+lang, obj{"tilesets": sets, "links": []obj{
		{"href": base + "/ogc/tiles", "rel": "self", "type": "application/json"},
		{"href": base + "/ogc/tileMatrixSets", "rel": "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", "type": "application/json"}}})
}

// asked is the run, for addresses that have one representation.
func (s *Service) asked(r *http.Request) (*Run, error) {
	if err := answer.OneOf(r.URL.Query(), "f", []string{"json"}); err != nil {
		return nil, err
	}
	return s.opt.Find(r)
}

func setAddress(c choice, base string) string {
	a := base + "/ogc/tiles/" + c.name
	if q := c.query(); len(q) > 0 {
		a += "?" + q.Encode()
	}
	return a
}

func setItem(run *Run, c choice, base, title string) obj {
	return obj{"title": title, "dataType": "vector", "crs": mercatorURI, "tileMatrixSetURI": matrixSetURI,
		"links": []obj{{"href": setAddress(c, base), "rel": "self", "type": "application/json", "title": title}}}
}

// getTileSet tells of one tile set (OGC 17-083r4, tile set metadata).
func (s *Service) getTileSet(w http.ResponseWriter, r *http.Request) error {
	run, err := s.asked(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	c, err := choose(mux.Vars(r)["layer"], q, run)
	if err != nil {
		return err
	}
	base, lang := answer.Base(r, s.opt.Public), answer.Language(r)
	b := bounds(run.Extent)
	contents := []obj{}
	for _, l := range c.contents(run) {
		properties := obj{}
		for _, f := range l.Fields {
			properties[f.Name] = obj{"type": [...]string{"string", "boolean", "integer", "number"}[f.Type], "description": meaning(f, lang)}
		}
		contents = append(contents, obj{"id": l.Name, "dataType": "vector", "propertiesSchema": obj{"type": "object", "properties": properties}})
	}
	limits := []obj{}
	for z := int(c.minZoom); z <= mvt.MaxZoom; z++ {
		limits = append(limits, limitsAt(run, uint8(z)))
	}
	return answer.SendJSON(w, r, run.Tag+base+lang, obj{
		"title": answer.InLanguage(c.title, lang), "dataType": "vector", "crs": mercatorURI, "tileMatrixSetURI": matrixSetURI, "attribution": run.Attribution,
		"boundingBox": obj{"lowerLeft": b[:2], "upperRight": b[2:], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		"layers":      contents, "tileMatrixSetLimits": limits,
		"links": []obj{
			{"href": setAddress(c, base), "rel": "self", "type": "application/json"},
			{"href": tileAddress(base, run, c, "{tileMatrix}/{tileCol}/{tileRow}"), "rel": "item", "type": mediaType, "templated": true},
			{"href": base + "/ogc/tileMatrixSets/" + matrixSet, "rel": "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", "type": "application/json"},
			{"href": base + "/tiles/" + c.name + ".json?" + c.query().Encode(), "rel": "describedby", "type": "application/json", "title": "TileJSON"}},
	})
}

// limitsAt are the rows and columns of a zoom that hold the run.
func limitsAt(run *Run, z uint8) obj {
	first, last := mvt.Tile{X: math.MaxUint32, Y: math.MaxUint32}, mvt.Tile{}
	corners := func(t mvt.Tile) bool {
		first.X, first.Y = min(first.X, t.X), min(first.Y, t.Y)
		last.X, last.Y = max(last.X, t.X), max(last.Y, t.Y)
		return true
	}
	for _, p := range []geo.E7{run.Extent.Min, run.Extent.Max} {
		mvt.Over(geo.Box{Min: p, Max: p}, z, corners)
	}
	return obj{"tileMatrix": strconv.Itoa(int(z)), "minTileCol": first.X, "maxTileCol": last.X, "minTileRow": first.Y, "maxTileRow": last.Y}
}

func (s *Service) getMatrixSets(w http.ResponseWriter, r *http.Request) error {
	base := answer.Base(r, s.opt.Public)
	return answer.SendJSON(w, r, base, obj{"tileMatrixSets": []obj{{"id": matrixSet, "title": "Google Maps Compatible for the World", "uri": matrixSetURI, "crs": mercatorURI,
		"links": []obj{{"href": base + "/ogc/tileMatrixSets/" + matrixSet, "rel": "self", "type": "application/json"}}}}})
}

// getMatrixSet is the grid of web maps (OGC 17-083r4, annex D.1).
func (s *Service) getMatrixSet(w http.ResponseWriter, r *http.Request) error {
	const edgeM, pixelM = 20037508.3427892, 0.00028 // half the side of the world; a pixel of the standard
	matrices := []obj{}
	for z := range mvt.MaxZoom + 1 {
		n := int(1) << z
		cell := 2 * edgeM / 256 / float64(n)
		matrices = append(matrices, obj{"id": strconv.Itoa(z), "scaleDenominator": cell / pixelM, "cellSize": cell, "cornerOfOrigin": "topLeft",
			"pointOfOrigin": []float64{-edgeM, edgeM}, "tileWidth": 256, "tileHeight": 256, "matrixWidth": n, "matrixHeight": n})
	}
	return answer.SendJSON(w, r, matrixSet, obj{"id": matrixSet, "title": "Google Maps Compatible for the World", "uri": matrixSetURI, "crs": mercatorURI,
		"orderedAxes": []string{"X", "Y"}, "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible", "tileMatrices": matrices})
}
