package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"circle15/server/answer"
	"circle15/server/keys"
)

// KeyFinder knows the keys. keys.Book is one.
type KeyFinder interface {
	// Find is the key that a token is; keys.ErrUnknown when it is none.
	Find(token string) (*keys.Key, error)
}

type callerKey struct{}

// callerOf is the key that a request came with; nil: none.
func callerOf(r *http.Request) *keys.Key {
	k, _ := r.Context().Value(callerKey{}).(*keys.Key)
	return k
}

// mayRead says whether the request may see what is restricted.
func mayRead(r *http.Request) bool {
	k := callerOf(r)
	return k != nil && k.May(keys.Read)
}

// admit finds the key of a request and refuses those that lack the role that a route asks for. A key that is wrong is refused
// everywhere: whoever sends one means to use it.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, role keys.Role) (*http.Request, error) {
	header := r.Header.Get("Authorization")
	if header == "" && role == "" {
		return r, nil
	}
	kind, token, _ := strings.Cut(header, " ")
	w.Header().Set("WWW-Authenticate", `Bearer realm="circle15"`)
	if s.opt.Keys == nil || !strings.EqualFold(kind, "Bearer") {
		return nil, &answer.Problem{Kind: answer.NeedsKey}
	}
	k, err := s.opt.Keys.Find(strings.TrimSpace(token))
	if errors.Is(err, keys.ErrUnknown) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="circle15", error="invalid_token"`)
		return nil, &answer.Problem{Kind: answer.NeedsKey}
	}
	if err != nil {
		return nil, err
	}
	if role != "" && !k.May(role) {
		return nil, &answer.Problem{Kind: answer.WrongRole, Got: string(role)}
	}
	w.Header().Del("WWW-Authenticate")
	return r.WithContext(context.WithValue(r.Context(), callerKey{}, k)), nil
}

// private keeps answers to those with a key out of caches that others share.
func private(h http.Header) {
	if c := h.Get("Cache-Control"); c != "" && c != "no-store" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Add("Vary", "Authorization")
}
