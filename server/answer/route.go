package answer

import (
	"net/http"

	"circle15/server/keys"
)

// Handler answers a request or returns why it cannot: a [*Problem], or an error that becomes one.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one way into the server.
type Route struct {
	Method string
	Path   string   // full, with {variables}
	Doc    string   // one line, for people
	Params []string // the parameters that may be given; nil: not looked at
	Handle Handler
	Role   keys.Role // what a key must allow; empty: open to everybody
	Status int       // of a good answer; 0: 200
	Gives  Content   // a good answer
	Takes  *Content  // the body; nil: there is none
}

// Content is what a body holds.
type Content struct {
	Media  string // "" for application/json
	Sample any    // a value of the type that is written as JSON; nil: any document
}

// Get is a route that answers GET, and with it HEAD.
func Get(path, doc string, params []string, handle Handler) Route {
	return Route{Method: http.MethodGet, Path: path, Doc: doc, Params: params, Handle: handle}
}

// Giving is the route with what it answers.
func (rt Route) Giving(media string, sample any) Route {
	rt.Gives = Content{media, sample}
	return rt
}

// Taking is the route with what its body holds.
func (rt Route) Taking(media string, sample any) Route {
	rt.Takes = &Content{media, sample}
	return rt
}

// Accepting is the route that answers before the work is done.
func (rt Route) Accepting() Route {
	rt.Status = http.StatusAccepted
	return rt
}

// For is the route for keys with a role.
func (rt Route) For(role keys.Role) Route {
	rt.Role = role
	return rt
}

// Change is a route that changes something, for keys with a role.
func Change(method, path, doc string, role keys.Role, params []string, handle Handler) Route {
	return Route{Method: method, Path: path, Doc: doc, Params: params, Handle: handle, Role: role}
}
