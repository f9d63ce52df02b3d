package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/demo"
	"circle15/data/gpkg"
	"circle15/server"
)

type demoOptions struct {
	files   string
	seed    uint64
	noServe bool
	listen  string
}

func (a *app) demoCommand() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use:   "demo",
		Short: "an invented city: write its files, import them, compute, serve the map (演示城市)",
		Example: `  circle15 demo
  circle15 -w demo.gpkg demo --files demo-city --no-serve`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.files, "files", "", "folder in which the city's files are left (default: they are removed)")
	f.Uint64Var(&o.seed, "seed", 15, "another number makes other buildings and shops")
	f.BoolVar(&o.noServe, "no-serve", false, "stop when the run is published")
	f.StringVar(&o.listen, "listen", server.DefaultListen, "host:port")
	return c
}

// demo takes the way that a user's data takes: files, import, compute, serve.
func (a *app) demo(ctx context.Context, o demoOptions) error {
	if err := a.onlyDemo(ctx); err != nil {
		return err
	}
	dir := o.files
	if dir == "" {
		tmp, err := os.MkdirTemp("", "circle15-demo-")
		if err != nil {
			return fmt.Errorf("make a folder for the demo city: %w", err)
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the demo city: %w", err)
	}
	m, err := demo.Write(dir, o.seed)
	if err != nil {
		return err
	}
	for _, i := range m.Imports {
		if err := a.again(ctx, i.Args(dir)...); err != nil {
			return err
		}
	}
	if err := a.again(ctx, "compute", "--standard", filepath.Join(dir, m.Standard)); err != nil {
		return err
	}
	if o.noServe {
		return nil
	}
	return a.again(ctx, "serve", "--listen", o.listen, "--city", a.word(wordDemoCity))
}

// again runs a command of circle15 as a user would, and shows it.
func (a *app) again(ctx context.Context, args ...string) error {
	sub := *a
	root := sub.root()
	root.SetArgs(append([]string{"-w", a.workspace, "--lang", a.lang}, args...))
	a.message("$ circle15 -w %s %s", a.workspace, shown(args))
	return errors.Join(root.ExecuteContext(ctx), a.out.Flush())
}

// onlyDemo refuses a workspace that holds anything but a demo city.
func (a *app) onlyDemo(ctx context.Context) error {
	w, err := gpkg.Open(a.workspace, gpkg.ReadOnly)
	if errors.Is(err, data.ErrNoWorkspace) {
		return nil
	}
	if err != nil {
		return err
	}
	layers, err := w.Layers(ctx)
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	for _, l := range layers {
		if l.Kind == data.KindOSM && l.Attribution == demo.Attribution {
			return nil
		}
	}
	return &data.FileError{File: a.workspace, What: "is a workspace of your own, which the demo does not touch", Advice: "name another one: circle15 -w demo.gpkg demo"}
}

// shown is the arguments as one types them in a shell.
func shown(args []string) string {
	words := make([]string, len(args))
	for i, w := range args {
		if words[i] = w; strings.ContainsAny(w, " '\"$") {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}
