package tiles

import (
	"net/http"
	"net/url"
	"strconv"

	"circle15/data/mvt"
	"circle15/geo"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// tileJSON is a TileJSON 3.0.0 document.
type tileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"`
	Center       [3]float64    `json:"center"`
	VectorLayers []vectorLayer `json:"vector_layers"`
}

type vectorLayer struct {
	ID      string            `json:"id"`
	Fields  map[string]string `json:"fields"`
	MinZoom int               `json:"minzoom"`
	MaxZoom int               `json:"maxzoom"`
}

func (s *Service) getTileJSON(w http.ResponseWriter, r *http.Request) error {
	run, err := s.opt.Find(r)
	if err != nil {
		return err
	}
	c, err := choose(mux.Vars(r)["layer"], r.URL.Query(), run)
	if err != nil {
		return err
	}
	base := answer.Base(r, s.opt.Public)
	lang := answer.Language(r)
	return answer.SendJSON(w, r, run.Tag+base+lang, describe(run, c, base, lang))
}

// describe is the TileJSON of a layer. Its tiles are those of this run, at addresses that may be kept for ever.
func describe(run *Run, c choice, base, lang string) tileJSON {
	b := bounds(run.Extent)
	doc := tileJSON{
		TileJSON: "3.0.0", Name: answer.InLanguage(c.title, lang), Attribution: run.Attribution, Scheme: "xyz",
		Tiles: []string{tileAddress(base, run, c, "{z}/{x}/{y}")}, MinZoom: int(c.minZoom), MaxZoom: mvt.MaxZoom,
		Bounds: b, Center: [3]float64{(b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 11},
	}
	for _, l := range c.contents(run) {
		v := vectorLayer{ID: l.Name, Fields: map[string]string{}, MinZoom: int(c.minZoom), MaxZoom: mvt.MaxZoom}
		for _, f := range l.Fields {
			v.Fields[f.Name] = meaning(f, lang)
		}
		doc.VectorLayers = append(doc.VectorLayers, v)
	}
	return doc
}

// tileAddress is the address of a layer's tiles with z, x and y left open.
func tileAddress(base string, run *Run, c choice, zxy string) string {
	q := c.query()
	q.Set("run", strconv.Itoa(run.Result.Run.Number))
	q.Set("v", version(run))
	return base + "/tiles/" + url.PathEscape(c.name) + "/" + zxy + ".mvt?" + q.Encode()
}

// bounds is the box as west, south, east, north.
func bounds(b geo.Box) [4]float64 {
	if b.Empty() {
		return [4]float64{-180, -85.0511, 180, 85.0511}
	}
	low, high := b.Min.Point(), b.Max.Point()
	return [4]float64{low[0], low[1], high[0], high[1]}
}
