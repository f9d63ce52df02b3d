package server

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"circle15/server/answer"
)

// City is a server below the path of its name.
type City struct {
	Name   string // in addresses: small letters, digits, - and _
	Server *Server
}

// Cities serves several workspaces, each below /{city}/, with the list of them at /.
type Cities struct {
	list []City
	rest http.Handler // what lies beside the cities
}

// cityForm is what a city may be called in addresses. Names of routes would hide those of the list itself.
var cityForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

var takenNames = []string{"healthz", "readyz", "metrics"}

// NewCities puts servers under one. It is an error when two have one name, or one has a name that no address can have.
func NewCities(list []City) (*Cities, error) {
	c := &Cities{list: list}
	seen := map[string]bool{}
	var all []*metrics
	for _, one := range list {
		if !cityForm.MatchString(one.Name) || slices.Contains(takenNames, one.Name) || seen[one.Name] {
			return nil, fmt.Errorf("city %q: each needs a name of its own, of small letters, digits, - and _, that is none of %s", one.Name, strings.Join(takenNames, ", "))
		}
		seen[one.Name] = true
		all = append(all, one.Server.metrics)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("serve several workspaces: none is given")
	}
	first := list[0].Server
	routes := map[string]answer.Handler{"/": c.getList, "/metrics": figures(all...), "/healthz": first.getHealth, "/readyz": c.getReady}
	c.rest = first.outside(first.adapt(func(w http.ResponseWriter, r *http.Request) error {
		h, ok := routes[r.URL.EscapedPath()]
		switch {
		case !ok:
			return &answer.Problem{Kind: answer.NoSuchPath, Name: "city", Got: r.URL.Path, Allowed: c.names()}
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			return &answer.Problem{Kind: answer.WrongMethod, Got: r.Method, Allowed: []string{"GET", "HEAD"}}
		}
		return h(w, r)
	}))
	return c, nil
}

func (c *Cities) names() []string {
	out := make([]string, len(c.list))
	for i, one := range c.list {
		out[i] = one.Name
	}
	return out
}

// ServeHTTP answers one request, by the city that the first part of its path names.
func (c *Cities) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, slash := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	for _, one := range c.list {
		if one.Name != name {
			continue
		}
		if !slash { // the page asks for its parts below its own address
			http.Redirect(w, r, name+"/", http.StatusMovedPermanently)
			return
		}
		http.StripPrefix("/"+name, one.Server).ServeHTTP(w, answer.WithPrefix(r, "/"+name))
		return
	}
	c.rest.ServeHTTP(w, r)
}

// Serve answers what comes in on l until ctx is done, as Server.Serve does. The options of connections are those of the first city.
func (c *Cities) Serve(ctx context.Context, l net.Listener) error {
	first := c.list[0].Server
	for _, one := range c.list {
		go one.Server.warm(ctx)
	}
	return serving{handler: c, log: first.log, timeouts: first.opt.Timeouts, cert: first.opt.Certificate, key: first.opt.CertificateKey, stop: func() {
		for _, one := range c.list {
			one.Server.queue.Stop()
		}
	}}.on(ctx, l)
}

func (c *Cities) getReady(w http.ResponseWriter, r *http.Request) error {
	for _, one := range c.list {
		if _, err := one.Server.runs.store.Revision(r.Context()); err != nil {
			return &answer.Problem{Kind: answer.Unavailable, Err: fmt.Errorf("city %s: %w", one.Name, err)}
		}
	}
	return sendText(w, r, "ready\n")
}

var citiesTemplate = template.Must(template.New("cities").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>circle15</title>
<link rel="stylesheet" href="{{(index .Cities 0).Name}}/ogc/style.css"></head><body><main><h1>circle15</h1><ul>
{{range .Cities}}<li><a href="{{.Name}}/">{{.Title}}</a></li>
{{end}}</ul></main></body></html>
`))

// getList is the page from which one goes to a city.
func (c *Cities) getList(w http.ResponseWriter, r *http.Request) error {
	type entry struct{ Name, Title string }
	page := struct {
		Lang   string
		Cities []entry
	}{Lang: answer.Language(r)}
	for _, one := range c.list {
		title := one.Server.opt.City
		if title == "" {
			title = one.Name
		}
		page.Cities = append(page.Cities, entry{one.Name, title})
	}
	return answer.Send(w, r, answer.Reply{ContentType: "text/html; charset=utf-8"}, func(out io.Writer) error { return citiesTemplate.Execute(out, page) })
}
