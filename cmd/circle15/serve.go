package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/server"
	"circle15/server/keys"
)

type serveOptions struct {
	listen, city, public, cert, key string
	rate                            float64
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "the map and the results over HTTP, on this machine unless told otherwise",
		Example: `  circle15 serve
  circle15 -w city.gpkg serve --listen 0.0.0.0:8080 --tls-cert city.pem --tls-key city.key
  circle15 -w baoji.gpkg -w xian.gpkg serve`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if (o.cert == "") != (o.key == "") {
				return &usageError{"--tls-cert and --tls-key: give both, or none"}
			}
			if len(a.given) > 1 {
				return a.serveCities(c.Context(), o)
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.serve(c.Context(), w, o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.listen, "listen", server.DefaultListen, "host:port")
	f.StringVar(&o.city, "city", "", "name of the city, shown on the map")
	f.StringVar(&o.public, "public-url", "", "address under which clients reach the server, when a proxy stands before it")
	f.StringVar(&o.cert, "tls-cert", "", "file with the certificate (PEM), to serve HTTPS; read again when it is renewed")
	f.StringVar(&o.key, "tls-key", "", "file with the certificate's key (PEM)")
	f.Float64Var(&o.rate, "rate", 0, "requests a second that one client may ask (default 100; below 0: as many as it likes); this machine is not counted")
	return c
}

// serve answers requests until the context is done.
func (a *app) serve(ctx context.Context, w *gpkg.Workspace, o serveOptions) error {
	s, err := a.newServer(w, o, "")
	if err != nil {
		return err
	}
	l, err := a.listen(o)
	if err != nil {
		return err
	}
	return s.Serve(ctx, l)
}

// serveCities serves each workspace below the name of its file.
func (a *app) serveCities(ctx context.Context, o serveOptions) (err error) {
	var list []server.City
	for _, path := range a.given {
		one := *a
		one.workspace = path
		w, e := one.open(gpkg.ReadOnly)
		if e != nil {
			return e
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		name := cityName(path)
		s, e := one.newServer(w, o, name)
		if e != nil {
			return e
		}
		list = append(list, server.City{Name: name, Server: s})
	}
	cities, err := server.NewCities(list)
	if err != nil {
		return &usageError{err.Error()}
	}
	l, err := a.listen(o)
	if err != nil {
		return err
	}
	return cities.Serve(ctx, l)
}

// newServer is a server over a workspace. name tells several of them apart.
func (a *app) newServer(w *gpkg.Workspace, o serveOptions, name string) (*server.Server, error) {
	return server.New(w, server.Options{Listen: o.listen, Log: slog.New(slog.NewTextHandler(a.err, nil)), Version: version(), City: o.city, Name: name, Analyst: analyst,
		Public: o.public, Downloads: downloads(), Keys: keys.Beside(w.Path()), Records: w, Writer: writer{a},
		Certificate: o.cert, CertificateKey: o.key, Rate: o.rate})
}

// listen takes the port, and says where.
func (a *app) listen(o serveOptions) (net.Listener, error) {
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		var addr *net.AddrError
		if errors.As(err, &addr) {
			return nil, &usageError{fmt.Sprintf("--listen %q: it is host:port, as in %s", o.listen, server.DefaultListen)}
		}
		return nil, fmt.Errorf("listen on %s: %w; is another circle15 serving there? choose another port with --listen", o.listen, err)
	}
	text := a.word(wordServing, l.Addr())
	if o.cert != "" {
		text = strings.Replace(text, "http://", "https://", 1)
	}
	a.message("%s", text)
	return l, nil
}

// analyst lets the server answer questions about places.
func analyst(ctx context.Context, run *data.Run, city *data.City) (server.Analyst, error) {
	return batch.NewAnalyst(ctx, run, city)
}
