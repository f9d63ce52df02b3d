package ogc

import (
	"context"
	"net/http"
	"sync"
	"time"

	"circle15/data/publish"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/answer"
)

// Run is what one run publishes. It is not changed while it is served.
type Run struct {
	Number      int
	Standard    string // id
	Title       indicators.Text
	Tag         string // stands for the run, the workspace and the program in ETags
	Extent      geo.Box
	Collections []*publish.Collection
	Attribution string
	Licence     string
	Loaded      time.Time // when it was read from the workspace
	kept        sync.Map  // encoded features by collection id
}

// Collection is the collection of that id; nil if there is none.
func (r *Run) collection(id string) *publish.Collection {
	for _, c := range r.Collections {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Options of a Service.
type Options struct {
	// Find is the run that ?run= and ?standard= of a request ask for.
	Find func(r *http.Request) (*Run, error)
	// Public is the address under which clients reach the server; empty: as each request says.
	Public string
	// Downloads are the formats of whole files that items can be had in, beside GeoJSON, HTML and CSV.
	Downloads []Download
}

// Service answers below /ogc.
type Service struct {
	opt       Options
	downloads chan struct{} // one is held while a file is made
}

// New makes a service.
func New(opt Options) *Service {
	return &Service{opt: opt, downloads: make(chan struct{}, downloadsAtOnce)}
}

// The parameters that requests share.
var docParams = []string{"f", "lang", "run", "standard"}

// Routes are the ways into the service.
func (s *Service) Routes() []answer.Route {
	routes := []answer.Route{
		answer.Get("/ogc", "OGC API - Features: the landing page", docParams, s.getLanding),
		answer.Get("/ogc/", "OGC API - Features: the landing page", docParams, s.getLanding),
		answer.Get("/ogc/style.css", "the style of the pages below /ogc", nil, s.getStyle),
		answer.Get("/ogc/collections/{collection}/items/{feature:.+}", "one feature", append([]string{"crs"}, docParams...), s.getItem),
	}
	for _, rt := range []answer.Route{
		answer.Get("/ogc/api", "the OpenAPI 3.0 document of /ogc", docParams, s.getAPI),
		answer.Get("/ogc/conformance", "what the service conforms to", docParams, s.getConformance),
		answer.Get("/ogc/collections", "the collections", docParams, s.getCollections),
		answer.Get("/ogc/collections/{collection}/queryables", "the properties that features may be asked for by", docParams, s.getQueryables),
		answer.Get("/ogc/collections/{collection}/schema", "the properties of features", docParams, s.getSchema),
		answer.Get("/ogc/collections/{collection}/items", "features of a collection, page by page", nil, s.getItems),
		answer.Get("/ogc/collections/{collection}", "one collection", docParams, s.getCollection),
	} {
		withFormat := rt
		withFormat.Path += ".{format}"
		routes = append(routes, withFormat, rt)
	}
	return routes
}

// loadTimeout bounds the making of a collection, whoever waits for it.
const loadTimeout = 60 * time.Second

// load is the content of a collection. It is made even when the one who asks is gone: the next will ask too.
func load(ctx context.Context, c *publish.Collection) (*publish.Set, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
	defer cancel()
	return c.Set(ctx)
}
