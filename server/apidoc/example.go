package apidoc

import (
	"net/url"
	"slices"
	"strings"

	"circle15/server/answer"
)

// Needed are the query parameters that a route cannot be asked without, by its path.
func Needed(path string) []string {
	switch path {
	case "/api/v1/explain", "/api/v1/reach":
		return []string{"lon", "lat"}
	case "/tiles/{layer}.json", "/tiles/{layer}/{z}/{x}/{y}.mvt", "/ogc/tiles/{layer}":
		return []string{"criterion"} // of the layer that is the example
	case "/api/v1/layers/{kind}":
		return []string{"file"}
	}
	return nil
}

// Example is an address of a route that can be asked for, from the examples of its parameters; false when one that it needs has no example.
func (in *Input) Example(rt *answer.Route) (string, bool) {
	path := Path(rt.Path)
	for _, name := range Variables(rt.Path) {
		p, ok := in.Param(rt.Path, name)
		if !ok || p.Example == "" {
			return "", false
		}
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(p.Example))
	}
	q := url.Values{}
	for _, name := range Needed(rt.Path) {
		p, ok := in.Param(rt.Path, name)
		if !ok || p.Example == "" {
			return "", false
		}
		if slices.Contains(rt.Params, name) {
			q.Set(name, p.Example)
		}
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path, true
}
