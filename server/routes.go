package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/indicators"
	"circle15/indicators/lookback"
	"circle15/indicators/worklist"
	"circle15/server/answer"
	"circle15/server/apidoc"
	"circle15/server/jobs"
	"circle15/server/keys"

	"github.com/gorilla/mux"
)

// What the parameters of several routes are.
var (
	runParams      = []string{"standard", "run", "lang"}
	placeParams    = append([]string{"district", "community", "bbox"}, runParams...)
	coveredParams  = append([]string{"indicator", "criterion"}, placeParams...)
	gapParams      = append([]string{"cause"}, coveredParams...)
	explainParams  = append([]string{"lon", "lat", "criterion"}, runParams...)
	reachParams    = append([]string{"lon", "lat", "facility", "minutes", "profile", "streets"}, runParams...)
	targetParams   = []string{"standard", "period", "lang"}
	diffParams     = []string{"from", "to", "standard", "lang"}
	langParams     = []string{"lang"}
	findingParams  = []string{"layer", "lang"}
	workParams     = []string{"standard", "district", "community", "criterion", "state", "all", "lang"}
	workItemParams = []string{"standard", "lang"}
)

// geoJSON is the media type of GeoJSON.
const geoJSON = "application/geo+json"

// anyFile is the media type of a body that is a file of whatever kind.
const anyFile = "application/octet-stream"

// Routes are all ways into the server, in the order in which they are documented. GET routes answer HEAD too.
func (s *Server) Routes() []answer.Route {
	return slices.Concat(s.ownRoutes(), s.ogc.Routes(), s.tiles.Routes())
}

// ownRoutes are those of the map, GeoJSON and the JSON API.
func (s *Server) ownRoutes() []answer.Route {
	return []answer.Route{
		answer.Get("/", "the map page", nil, s.getPage).Giving("text/html", nil),
		answer.Get("/assets/{file}", "scripts and styles of the map page", nil, s.getAsset).Giving("*/*", nil),
		answer.Get("/gaps.geojson", "where criteria do not hold, with the cause", gapParams, s.getGaps).Giving(geoJSON, apidoc.Features(data.GapFields)),
		answer.Get("/coverage.geojson", "where criteria hold", coveredParams, s.getCoverage).Giving(geoJSON, apidoc.Features(data.GapFields)),
		answer.Get("/communities.geojson", "the communities with their statuses and shares", placeParams, s.getCommunities).Giving(geoJSON, apidoc.Features(nil)),
		answer.Get("/base/{layer}.geojson", "the quiet base map: water, green, streets, paths, buildings", append([]string{"bbox"}, runParams...), s.getBase).Giving(geoJSON, apidoc.Features(nil)),
		answer.Get("/api/v1/summary", "counts, residents and area of a run; the table for one criterion, or overall", append([]string{"criterion"}, runParams...), s.getSummary).Giving("", summary{}),
		answer.Get("/api/v1/standard", "the standard of a run", runParams, s.getStandard).Giving("", indicators.Standard{}),
		answer.Get("/api/v1/runs", "the published runs, newest first", langParams, s.getRuns).Giving("", runList{}),
		answer.Get("/api/v1/diff", "what changed between two runs, and which inputs did it", diffParams, s.getDiff).Giving("", lookback.Difference{}),
		answer.Get("/api/v1/targets", "how far the city and its districts have come, who is nearest to passing, figures by period", targetParams, s.getTargets),
		answer.Get("/diff.geojson", "where gaps opened, grew, shrank or closed between two runs", diffParams, s.getDiffGeoJSON).Giving(geoJSON, apidoc.Features(data.DiffFields)),
		answer.Get("/api/v1/layers", "what is imported", langParams, s.getLayers).Giving("", layerList{}),
		answer.Get("/api/v1/communities/{id}", "one community with all results and their evidence", runParams, s.getCommunity).Giving("", communityReport{}),
		answer.Get("/api/v1/explain", "what holds at a place and why, with the ways one walks", explainParams, s.getExplain).Giving("", placeReport{}),
		answer.Get("/api/v1/reach", "where one comes from a place or a facility within a few limits", reachParams, s.getReach).Giving("", reachReport{}),
		answer.Get("/api/v1/findings", "what was found wrong in files and runs, counted; the findings themselves need a key", findingParams, s.getFindings).Giving("", findingsReport{}),
		answer.Get("/api/v1/worklist", "what is to be mended, with office, due date and state", workParams, s.getWorklist).For(keys.Read).Giving("", workReport{}),
		answer.Get("/api/v1/worklist/{item:.+}", "one item of the worklist with its history", workItemParams, s.getWorkItem).For(keys.Read).Giving("", itemReport{}),
		answer.Change(http.MethodPost, "/api/v1/worklist/{item:.+}", "set the state, office or due date of an item, or add a note", keys.Edit, workItemParams, s.postWorkItem).Taking("", workBody{}).Giving("", worklist.Item{}),
		answer.Change(http.MethodPost, "/api/v1/layers/{kind}", "import a file as a layer: a job; the body is the file as it is, at most 64 MiB", keys.Edit, uploadParams, s.postLayer).Taking(anyFile, nil).Giving("", jobs.Job{}).Accepting(),
		answer.Get("/api/v1/jobs", "the jobs since the server started, the latest first", langParams, s.getJobs).For(keys.Read).Giving("", jobList{}),
		answer.Change(http.MethodPost, "/api/v1/jobs", "compute a run: a job", keys.Compute, langParams, s.postJob).Taking("", computeBody{}).Giving("", jobs.Job{}).Accepting(),
		answer.Get("/api/v1/jobs/{job}", "how far a job has come", langParams, s.getJob).For(keys.Read).Giving("", jobs.Job{}),
		answer.Change(http.MethodDelete, "/api/v1/jobs/{job}", "cancel a job", keys.Compute, langParams, s.deleteJob).Giving("", jobs.Job{}).Accepting(),
		answer.Get("/api/v1/jobs/{job}/events", "how a job goes on, as server-sent events", langParams, s.watchJob).For(keys.Read).Giving("text/event-stream", nil),
		answer.Get("/openapi.json", "this API as an OpenAPI 3.1 document", langParams, s.getOpenAPI).Giving("application/vnd.oai.openapi+json", nil),
		answer.Get("/api", "this API as a page to read", langParams, s.getAPIPage).Giving("text/html", nil),
		answer.Get("/metrics", "figures for Prometheus", nil, figures(s.metrics)).Giving("text/plain", nil),
		answer.Get("/healthz", "the program answers", nil, s.getHealth).Giving("text/plain", nil),
		answer.Get("/readyz", "the workspace can be read", nil, s.getReady).Giving("text/plain", nil),
	}
}

// router lays the routes flat, each path once, so that a wrong method gives 405 with Allow.
func (s *Server) router() http.Handler {
	m := mux.NewRouter().UseEncodedPath().SkipClean(true)
	byPath := map[string][]answer.Route{}
	var paths []string
	for _, rt := range s.Routes() {
		if byPath[rt.Path] == nil {
			paths = append(paths, rt.Path)
		}
		byPath[rt.Path] = append(byPath[rt.Path], rt)
	}
	for _, p := range paths {
		m.Handle(p, s.adapt(s.dispatch(byPath[p])))
	}
	m.NotFoundHandler = s.adapt(func(_ http.ResponseWriter, r *http.Request) error {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path}
	})
	return m
}

// dispatch chooses among the routes of one path by method.
func (s *Server) dispatch(routes []answer.Route) answer.Handler {
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
			w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS") // pages of others may read, not change
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, If-None-Match")
			w.Header().Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		for _, rt := range routes {
			if r.Method == rt.Method || rt.Method == http.MethodGet && r.Method == http.MethodHead {
				return s.enter(w, r, rt)
			}
		}
		w.Header().Set("Allow", allowed)
		return &answer.Problem{Kind: answer.WrongMethod, Got: r.Method, Allowed: allow}
	}
}

// enter lets a request into a route: with the key that it needs, with parameters that there are, and with a body of bounded size.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, rt answer.Route) error {
	rec, _ := w.(*recorder)
	if rec != nil {
		rec.route = rt.Path
	}
	r, err := s.admit(w, r, rt.Role)
	if err != nil {
		return err
	}
	if k := callerOf(r); k != nil && rec != nil {
		rec.by = k.Name
	}
	if err := answer.CheckNames(r, rt.Params); err != nil {
		return err
	}
	limit := int64(maxBodyBytes)
	if rt.Takes != nil && rt.Takes.Media == anyFile {
		limit = maxUploadBytes
	}
	if r.ContentLength > limit {
		return &answer.Problem{Kind: answer.LargeBody, Got: strconv.FormatInt(limit>>20, 10) + " MiB"}
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if heavy(rt.Path) {
		leave, err := s.gate.enter(r.Context())
		if err != nil {
			return err
		}
		defer leave()
	}
	return rt.Handle(w, r)
}
