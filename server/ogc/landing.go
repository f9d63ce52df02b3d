package ogc

import (
	"net/http"
)

// landing is the landing page.
type landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution,omitempty"`
	Links       []link `json:"links"`
}

func (s *Service) getLanding(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r, docFormats)
	if err != nil {
		return err
	}
	doc := landing{
		Title:       v.say("circle15：15分钟便民服务区", "circle15: daily services within 15 minutes on foot"),
		Description: v.say("各社区的结论、覆盖区和盲区", "the communities with their statuses, where criteria hold and where they do not") + v.aboutRun(),
		Attribution: v.run.Attribution,
		Links: append(v.selfLinks("", docFormats),
			link{v.to("/api", "f", "json"), "service-desc", openapiFormat.media, v.say("接口说明（OpenAPI 3.0）", "the API as an OpenAPI 3.0 document")},
			link{v.to("/api", "f", "html"), "service-doc", htmlFormat.media, v.say("接口说明", "the API for people")},
			link{v.to("/conformance"), "conformance", jsonFormat.media, v.say("符合的标准", "what the service conforms to")},
			link{v.to("/collections"), "data", jsonFormat.media, v.say("图层", "the collections")},
			link{v.to("/collections"), "http://www.opengis.net/def/rel/ogc/1.0/data", jsonFormat.media, v.say("图层", "the collections")},
			link{v.to("/tiles"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", jsonFormat.media, v.say("矢量瓦片", "vector tiles")}),
	}
	if v.f == htmlFormat {
		return v.sendPage(w, page{Title: doc.Title, Intro: doc.Description, Links: doc.Links})
	}
	return v.sendJSON(w, doc)
}

// aboutRun says which run is shown.
func (v *visit) aboutRun() string {
	return v.say("。批次 ", ". Run ") + itoa(v.run.Number) + v.say("，指标体系 ", ", standard ") + v.run.Standard
}

// conformance lists what is conformed to.
type conformance struct {
	ConformsTo []string `json:"conformsTo"`
	Links      []link   `json:"links"`
}

// classes are the conformance classes that the service implements.
var classes = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
}

func (s *Service) getConformance(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r, docFormats)
	if err != nil {
		return err
	}
	doc := conformance{ConformsTo: classes, Links: v.selfLinks("/conformance", docFormats)}
	if v.f == htmlFormat {
		p := page{Title: v.say("符合的标准", "What the service conforms to"), Links: doc.Links}
		for _, c := range classes {
			p.List = append(p.List, item{Text: c, Href: c})
		}
		return v.sendPage(w, p)
	}
	return v.sendJSON(w, doc)
}
