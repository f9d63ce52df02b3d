package answer

import (
	"context"
	"net/http"
	"regexp"
	"strings"
)

type prefixKey struct{}

// WithPrefix is the request as a server sees it that stands below a path of another one ("/baoji").
func WithPrefix(r *http.Request, prefix string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), prefixKey{}, prefix))
}

// What may be taken from headers into links.
var (
	hostForm   = regexp.MustCompile(`^[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?$`)
	prefixForm = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}/?$`)
)

// Base is the address under which clients reach the server, without a slash at its end: public if it is set, else what proxies
// say in X-Forwarded-Proto, -Host and -Prefix, else the Host of the request.
func Base(r *http.Request, public string) string {
	below, _ := r.Context().Value(prefixKey{}).(string)
	if public != "" {
		return strings.TrimRight(public, "/") + below
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if p := firstOf(r.Header.Get("X-Forwarded-Proto")); p == "http" || p == "https" {
		scheme = p
	}
	host := r.Host
	if h := firstOf(r.Header.Get("X-Forwarded-Host")); hostForm.MatchString(h) {
		host = h
	}
	if !hostForm.MatchString(host) {
		host = "localhost"
	}
	prefix := ""
	if p := firstOf(r.Header.Get("X-Forwarded-Prefix")); prefixForm.MatchString(p) {
		prefix = strings.TrimRight(p, "/")
	}
	return scheme + "://" + host + prefix + below
}

// firstOf is the first of several values that proxies have joined: what the first of them saw.
func firstOf(header string) string {
	v, _, _ := strings.Cut(header, ",")
	return strings.TrimSpace(v)
}
