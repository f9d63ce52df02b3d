package answer

import "net/http"

// Handler answers a request or returns why it cannot: a [*Problem], or an error that becomes one.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one way into the server.
type Route struct {
	Method string
	Path   string   // full, with {variables}
	Doc    string   // one line, for people
	Params []string // the parameters that may be given; nil: not looked at
	Handle Handler
}

// Get is a route that answers GET, and with it HEAD.
func Get(path, doc string, params []string, handle Handler) Route {
	return Route{Method: http.MethodGet, Path: path, Doc: doc, Params: params, Handle: handle}
}
