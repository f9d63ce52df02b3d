package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/server"
	"circle15/server/keys"
)

type serveOptions struct {
	listen, city, public string
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "the map and the results over HTTP, on this machine unless told otherwise",
		Example: `  circle15 serve
  circle15 -w city.gpkg serve --listen 0.0.0.0:8080`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.serve(c.Context(), w, o) })
		},
	}
	c.Flags().StringVar(&o.listen, "listen", server.DefaultListen, "host:port")
	c.Flags().StringVar(&o.city, "city", "", "name of the city, shown on the map")
	c.Flags().StringVar(&o.public, "public-url", "", "address under which clients reach the server, when a proxy stands before it")
	return c
}

// serve answers requests until the context is done.
func (a *app) serve(ctx context.Context, w *gpkg.Workspace, o serveOptions) error {
	s, err := server.New(w, server.Options{Listen: o.listen, Log: slog.New(slog.NewTextHandler(a.err, nil)), Version: version(), City: o.city, Analyst: analyst,
		Public: o.public, Downloads: downloads(), Keys: keys.Beside(w.Path()), Records: w, Writer: writer{a}})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		var addr *net.AddrError
		if errors.As(err, &addr) {
			return &usageError{fmt.Sprintf("--listen %q: it is host:port, as in %s", o.listen, server.DefaultListen)}
		}
		return fmt.Errorf("listen on %s: %w; is another circle15 serving there? choose another port with --listen", o.listen, err)
	}
	a.message("%s", a.word(wordServing, l.Addr()))
	return s.Serve(ctx, l)
}

// analyst lets the server answer questions about places.
func analyst(ctx context.Context, run *data.Run, city *data.City) (server.Analyst, error) {
	return batch.NewAnalyst(ctx, run, city)
}
