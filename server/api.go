package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"circle15/server/answer"
	"circle15/server/apidoc"
)

// apiInput is what the document and the page about the API are made of.
func (s *Server) apiInput(r *http.Request) (in apidoc.Input, tag string, err error) {
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return in, "", err
	}
	params := apiParams()
	if cat.latest != nil {
		exampleOf(params, cat.latest)
	}
	in = apidoc.Input{Routes: s.documented(), Params: params, Titles: apiTitles(), Version: s.opt.Version, Server: answer.Base(r, s.opt.Public), Lang: answer.Language(r)}
	if in.Version == "" {
		in.Version = "0"
	}
	for i := range in.Routes {
		rt := &in.Routes[i]
		if t := in.Titles[rt.Method+" "+rt.Path]; t.Zh != "" && t.En == "" {
			t.En = rt.Doc
			in.Titles[rt.Method+" "+rt.Path] = t
		}
		if rt.Gives.Media == "" && rt.Gives.Sample == nil && strings.HasSuffix(rt.Path, ".mvt") {
			rt.Gives.Media = "application/vnd.mapbox-vector-tile"
		}
	}
	return in, s.opt.Version + cat.revision + in.Lang + in.Server, nil
}

func (s *Server) getOpenAPI(w http.ResponseWriter, r *http.Request) error {
	in, tag, err := s.apiInput(r)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept-Language")
	return answer.Send(w, r, answer.Reply{ContentType: "application/vnd.oai.openapi+json;version=3.1", Tag: tag}, func(out io.Writer) error {
		return json.NewEncoder(out).Encode(apidoc.Document(in))
	})
}

func (s *Server) getAPIPage(w http.ResponseWriter, r *http.Request) error {
	in, tag, err := s.apiInput(r)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept-Language")
	return answer.Send(w, r, answer.Reply{ContentType: "text/html; charset=utf-8", Tag: tag}, func(out io.Writer) error { return apidoc.WritePage(out, in) })
}
