package ogc

import (
	"net/http"
	"slices"

	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// format is a representation.
type format struct {
	id    string // as in f= and after a dot
	media string
	title string
}

// The representations.
var (
	jsonFormat     = format{"json", "application/json", "JSON"}
	geojsonFormat  = format{"json", "application/geo+json", "GeoJSON"}
	htmlFormat     = format{"html", "text/html; charset=utf-8", "HTML"}
	csvFormat      = format{"csv", "text/csv; charset=utf-8", "CSV"}
	schemaFormat   = format{"json", "application/schema+json", "JSON Schema"}
	openapiFormat  = format{"json", "application/vnd.oai.openapi+json;version=3.0", "OpenAPI 3.0"}
	docFormats     = []format{jsonFormat, htmlFormat}
	schemaFormats  = []format{schemaFormat, htmlFormat}
	apiFormats     = []format{openapiFormat, htmlFormat}
	featureFormats = []format{geojsonFormat, htmlFormat}
	itemsFormats   = []format{geojsonFormat, htmlFormat, csvFormat}
)

// chosen is the representation that a request wants: by f=, by the suffix of the path, by Accept, else the first.
func chosen(r *http.Request, offered []format) (format, error) {
	want, name := r.URL.Query().Get("f"), "f"
	if suffix := mux.Vars(r)["format"]; suffix != "" {
		if want != "" && want != suffix {
			return format{}, &answer.Problem{Kind: answer.BadParameter, Name: "f", Got: want, Allowed: []string{suffix}}
		}
		want, name = suffix, ""
	}
	if want == "" {
		media := make([]string, len(offered))
		for i, f := range offered {
			media[i] = f.media
		}
		if at := slices.Index(media, answer.Best(r.Header.Get("Accept"), media)); at >= 0 {
			return offered[at], nil
		}
		return offered[0], nil
	}
	var ids []string
	for _, f := range offered {
		if ids = append(ids, f.id); f.id == want || f.id == "json" && want == "geojson" {
			return f, nil
		}
	}
	if name == "" {
		return format{}, &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path, Allowed: ids}
	}
	return format{}, &answer.Problem{Kind: answer.BadParameter, Name: name, Got: want, Allowed: ids}
}
