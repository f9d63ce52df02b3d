package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Timeouts are the limits of a connection. Zero ones are the usual.
type Timeouts struct {
	ReadHeader, Read, Write, Idle, Drain time.Duration
}

// usual fills in what is not given. They are generous for a person on a slow line and stop clients that never finish.
func (t Timeouts) usual() Timeouts {
	for _, one := range []struct {
		to   *time.Duration
		then time.Duration
	}{{&t.ReadHeader, readHeaderTimeout}, {&t.Read, readTimeout}, {&t.Write, writeTimeout}, {&t.Idle, idleTimeout}, {&t.Drain, drainTimeout}} {
		if *one.to <= 0 {
			*one.to = one.then
		}
	}
	return t
}

// serving is what Serve of one server and of several have in common.
type serving struct {
	handler   http.Handler
	log       *slog.Logger
	timeouts  Timeouts
	cert, key string // files for TLS; empty: plain HTTP
	stop      func() // ends the work that goes on beside requests
}

// on answers what comes in on l until ctx is done. Then it takes no new connections, ends jobs, lets the answers under way finish, and
// returns nil; an error when some had to be cut off, or l broke before.
func (s serving) on(ctx context.Context, l net.Listener) error {
	t := s.timeouts.usual()
	srv := &http.Server{Handler: s.handler, ReadHeaderTimeout: t.ReadHeader, ReadTimeout: t.Read, WriteTimeout: t.Write, IdleTimeout: t.Idle,
		MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	serve := srv.Serve
	if s.cert != "" {
		c, err := loadCertificate(s.cert, s.key)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		srv.TLSConfig = c.config()
		serve = func(l net.Listener) error { return srv.ServeTLS(l, "", "") }
	}
	broke := make(chan error, 1)
	go func() { broke <- serve(l) }()
	select {
	case err := <-broke:
		s.stop()
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.Drain)
	defer cancel()
	stopped := make(chan struct{})
	go func() { s.stop(); close(stopped) }() // who watches a job is told of its end, and leaves
	err := srv.Shutdown(drain)
	if err != nil {
		err = errors.Join(fmt.Errorf("stop serving: answers were cut off after %s: %w", t.Drain, err), srv.Close())
	}
	<-broke
	<-stopped
	return err
}
