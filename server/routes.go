package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// handlerFunc answers a request or returns why it cannot; the adapter turns the error into a problem.
type handlerFunc func(w http.ResponseWriter, r *http.Request) error

// Route is one way into the server.
type Route struct {
	Method  string
	Path    string   // full, with {variables}
	Doc     string   // one line, for people
	Params  []string // the parameters that may be given; nil: not looked at
	handler handlerFunc
}

// What the parameters of several routes are.
var (
	runParams     = []string{"standard", "run", "lang"}
	placeParams   = append([]string{"district", "community", "bbox"}, runParams...)
	coveredParams = append([]string{"indicator", "criterion"}, placeParams...)
	gapParams     = append([]string{"cause"}, coveredParams...)
	explainParams = append([]string{"lon", "lat", "criterion"}, runParams...)
	reachParams   = append([]string{"lon", "lat", "facility", "minutes", "profile", "streets"}, runParams...)
	langParams    = []string{"lang"}
)

// Routes are all ways into the server, in the order in which they are documented. GET routes answer HEAD too.
func (s *Server) Routes() []Route {
	return []Route{
		{"GET", "/", "the map page", nil, s.getPage},
		{"GET", "/assets/{file}", "scripts and styles of the map page", nil, s.getAsset},
		{"GET", "/gaps.geojson", "where criteria do not hold, with the cause", gapParams, s.getGaps},
		{"GET", "/coverage.geojson", "where criteria hold", coveredParams, s.getCoverage},
		{"GET", "/communities.geojson", "the communities with their statuses and shares", placeParams, s.getCommunities},
		{"GET", "/base/{layer}.geojson", "the quiet base map: water, green, streets, paths, buildings", append([]string{"bbox"}, runParams...), s.getBase},
		{"GET", "/api/v1/summary", "counts, residents and area of a run; the table for one criterion, or overall", append([]string{"criterion"}, runParams...), s.getSummary},
		{"GET", "/api/v1/standard", "the standard of a run", runParams, s.getStandard},
		{"GET", "/api/v1/runs", "the published runs, newest first", langParams, s.getRuns},
		{"GET", "/api/v1/layers", "what is imported", langParams, s.getLayers},
		{"GET", "/api/v1/communities/{id}", "one community with all results and their evidence", runParams, s.getCommunity},
		{"GET", "/api/v1/explain", "what holds at a place and why, with the ways one walks", explainParams, s.getExplain},
		{"GET", "/api/v1/reach", "where one comes from a place or a facility within a few limits", reachParams, s.getReach},
		{"GET", "/healthz", "the program answers", nil, s.getHealth},
		{"GET", "/readyz", "the workspace can be read", nil, s.getReady},
	}
}

// router lays the routes flat, each path once, so that a wrong method gives 405 with Allow.
func (s *Server) router() http.Handler {
	m := mux.NewRouter().UseEncodedPath().SkipClean(true)
	byPath := map[string][]Route{}
	var paths []string
	for _, rt := range s.Routes() {
		if byPath[rt.Path] == nil {
			paths = append(paths, rt.Path)
		}
		byPath[rt.Path] = append(byPath[rt.Path], rt)
	}
	for _, p := range paths {
		m.Handle(p, s.adapt(dispatch(byPath[p])))
	}
	m.NotFoundHandler = s.adapt(func(_ http.ResponseWriter, r *http.Request) error {
		return &problem{kind: noSuchPath, got: r.URL.Path}
	})
	return m
}

// dispatch chooses among the routes of one path by method.
func dispatch(routes []Route) handlerFunc {
	allow := []string{http.MethodOptions}
	for _, rt := range routes {
		allow = append(allow, rt.Method)
		if rt.Method == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	slices.Sort(allow)
	allowed := strings.Join(allow, ", ")
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.Method == http.MethodOptions {
			w.Header().Set("Allow", allowed)
			w.Header().Set("Access-Control-Allow-Methods", allowed)
			w.Header().Set("Access-Control-Allow-Headers", "If-None-Match")
			w.Header().Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		for _, rt := range routes {
			if r.Method == rt.Method || rt.Method == http.MethodGet && r.Method == http.MethodHead {
				if err := checkNames(r, rt.Params); err != nil {
					return err
				}
				return rt.handler(w, r)
			}
		}
		w.Header().Set("Allow", allowed)
		return &problem{kind: wrongMethod, got: r.Method, allowed: allow}
	}
}
