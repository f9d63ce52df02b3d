package server

import (
	"cmp"
	"net/http"
	"slices"

	"circle15/data"
	"circle15/server/answer"
)

// findingsReport is the answer of /api/v1/findings: how many of what, and to those with a key the findings themselves, since they hold rows
// of people's files.
type findingsReport struct {
	Counts   []findingCount `json:"counts"`
	Findings []data.Finding `json:"findings,omitempty"`
}

// findingCount is how often something was found in a layer, or with an empty one in the run.
type findingCount struct {
	Layer    string        `json:"layer"`
	Severity data.Severity `json:"severity"`
	Code     string        `json:"code"`
	Count    int           `json:"count"`
}

func (s *Server) getFindings(w http.ResponseWriter, r *http.Request) error {
	if s.opt.Records == nil {
		return &answer.Problem{Kind: answer.NoWriting}
	}
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return err
	}
	var names []string
	for _, l := range s.shownLayers(r, cat) {
		names = append(names, l.Name)
	}
	if err := answer.OneOf(r.URL.Query(), "layer", names); err != nil {
		return err
	}
	layer := r.URL.Query().Get("layer")
	all, err := s.opt.Records.Findings(r.Context(), layer)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(f data.Finding) bool { return f.Layer != "" && !slices.Contains(names, f.Layer) })
	if layer == "" && cat.latest != nil {
		all = append(all, cat.latest.run.Findings...)
	}
	out := findingsReport{Counts: countFindings(all)}
	if mayRead(r) {
		out.Findings = all
	}
	return answer.SendJSON(w, r, "", out)
}

// shownLayers are the layers that the request may know of.
func (s *Server) shownLayers(r *http.Request, cat *catalog) []data.Layer {
	if mayRead(r) {
		return cat.layers
	}
	return slices.DeleteFunc(slices.Clone(cat.layers), func(l data.Layer) bool { return l.IsRestricted() })
}

func countFindings(all []data.Finding) []findingCount {
	counts := map[findingCount]int{}
	for _, f := range all {
		counts[findingCount{Layer: f.Layer, Severity: f.Severity, Code: f.Code}] += 1 + f.Count
	}
	out := make([]findingCount, 0, len(counts))
	for k, n := range counts {
		k.Count = n
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b findingCount) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
	return out
}
