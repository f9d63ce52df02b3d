package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"circle15/server/answer"
)

// contentPolicy lets the page load from this server only. MapLibre starts its worker from a blob, and draws images from
// data and blobs; there is no inline script and no inline style.
const contentPolicy = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	route  string // the pattern; empty: none
	by     string // name of the key
	keyed  bool   // the request came with a key: the answer is not for others
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
		if r.keyed {
			private(r.Header())
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

type requestIDKey struct{}

// incomingID is what an id from a proxy may look like.
var incomingID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// outside wraps everything, what the router itself answers too: request id, headers, limits, the log line.
func (s *Server) outside(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		id := r.Header.Get("X-Request-Id")
		if !incomingID.MatchString(id) {
			id = newRequestID()
		}
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, X-Request-Id")
		s.metrics.flying.Inc()
		rec := &recorder{ResponseWriter: w, keyed: r.Header.Get("Authorization") != ""}
		from := clientOf(r)
		defer func() {
			took := time.Since(begin)
			s.metrics.flying.Dec()
			s.metrics.observe(r.Method, rec, took)
			s.logRequest(r, rec, id, from.String(), took)
		}()
		r = r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id))
		if len(r.RequestURI) > maxURLBytes {
			(&answer.Problem{Kind: answer.LongURL}).Write(rec, answer.Language(r), id)
			return
		}
		if !s.rates.allow(from) {
			(&answer.Problem{Kind: answer.TooFast}).Write(rec, answer.Language(r), id)
			return
		}
		next.ServeHTTP(rec, r)
	})
}

func newRequestID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

func (s *Server) logRequest(r *http.Request, rec *recorder, id, from string, took time.Duration) {
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("id", id), slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.String("query", r.URL.RawQuery),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took),
		slog.String("client", from), slog.String("key", rec.by))
}

// adapt turns the error of a handler into a problem, and what should not have happened into a log line with the id of the
// request. An answer that broke off in the middle is cut, so that the client notices.
func (s *Server) adapt(h answer.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := guarded(h, w, r)
		if err == nil {
			return
		}
		id, _ := r.Context().Value(requestIDKey{}).(string)
		rec, _ := w.(*recorder)
		begun := rec != nil && rec.status != 0
		if r.Context().Err() != nil || errors.Is(err, context.Canceled) {
			if begun {
				panic(http.ErrAbortHandler)
			}
			return // the client is gone
		}
		p := answer.ProblemOf(err)
		if p.Kind == answer.Internal || p.Kind == answer.Unavailable || begun {
			s.log.LogAttrs(r.Context(), slog.LevelError, "request failed", slog.String("id", id), slog.String("error", err.Error()))
		}
		if begun {
			panic(http.ErrAbortHandler)
		}
		p.Write(w, answer.Language(r), id)
	})
}

// guarded runs h and makes an error of a panic: a bug of ours must not take the other requests with it.
func guarded(h answer.Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return h(w, r)
}
