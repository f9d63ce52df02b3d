package ogc

import (
	"net/http"
	"net/url"
	"strconv"

	"circle15/server/answer"
)

// link is a link of a document (RFC 8288).
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// visit is a request with what its answers depend on.
type visit struct {
	r    *http.Request
	run  *Run
	lang string
	root string // address of the landing page, without a slash at its end
	f    format
	all  []format // in which items can be had
}

// visit finds the run and the representation that a request wants.
func (s *Service) visit(r *http.Request, offered []format) (*visit, error) {
	f, err := chosen(r, offered)
	if err != nil {
		return nil, err
	}
	run, err := s.opt.Find(r)
	if err != nil {
		return nil, err
	}
	return &visit{r: r, run: run, lang: answer.Language(r), root: answer.Base(r, s.opt.Public) + "/ogc", f: f, all: s.offered()}, nil
}

// tag stands for what the answer depends on beside the address.
func (v *visit) tag() string {
	return v.run.Tag + " " + v.f.media + " " + v.lang + " " + v.root
}

// kept are the parameters that links to other pages carry on: the run and the standard, when the request names them.
func (v *visit) kept() url.Values {
	q, out := v.r.URL.Query(), url.Values{}
	for _, name := range []string{"run", "standard", "lang"} {
		if x := q.Get(name); x != "" {
			out.Set(name, x)
		}
	}
	return out
}

// to is the address of a path below the landing page, with parameters of its own beside the kept ones.
func (v *visit) to(path string, own ...string) string {
	q := v.kept()
	for i := 0; i+1 < len(own); i += 2 {
		q.Set(own[i], own[i+1])
	}
	if len(q) == 0 {
		return v.root + path
	}
	return v.root + path + "?" + q.Encode()
}

// selfLinks are the document itself and its other representations.
func (v *visit) selfLinks(path string, offered []format) []link {
	var out []link
	for _, f := range offered {
		l := link{Href: v.to(path, "f", f.id), Rel: "alternate", Type: f.media, Title: f.title}
		if f == v.f {
			l.Rel = "self"
		}
		out = append(out, l)
	}
	return out
}

// pinned are the parameters of the request with the number of its run.
func (v *visit) pinned() url.Values {
	q := v.r.URL.Query()
	q.Del("standard") // the number says it
	q.Set("run", strconv.Itoa(v.run.Number))
	return q
}
