package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/intake"
	"circle15/indicators"
	"circle15/indicators/lookback"
)

// overBefore are the flags of imports that say what becomes of the version before.
type overBefore struct {
	add     bool
	remove  []string
	preview bool
	look    *intake.Look // what was understood of the file, with preview
}

func (o *overBefore) flags(c *cobra.Command) {
	c.PersistentFlags().BoolVar(&o.preview, "preview", false, "only show what was understood: columns, encoding, datum, the first rows, findings; nothing is stored")
	c.PersistentFlags().BoolVar(&o.add, "append", false, "add to what the layer holds: what has the same id is replaced, the rest stays")
	c.PersistentFlags().StringSliceVar(&o.remove, "remove", nil, "take these ids out of the layer in place of importing a file (layer, communities, table)")
}

// removable lets a command that imports a file take ids out of its layer instead. kind is the name of the layer; empty: the first argument.
func (a *app) removable(c *cobra.Command, kind string) *cobra.Command {
	args, run := c.Args, c.RunE
	c.Args = func(c *cobra.Command, list []string) error {
		switch {
		case len(a.over.remove) == 0:
			return args(c, list)
		case a.over.add:
			return &usageError{"--append and --remove: give one of them"}
		case kind == "":
			return exactly(1, "CATEGORY --remove ID,…")(c, list)
		}
		return exactly(0, "--remove ID,…")(c, list)
	}
	c.RunE = func(c *cobra.Command, list []string) error {
		if len(a.over.remove) == 0 {
			return run(c, list)
		}
		name, err := c.Flags().GetString("as")
		if err != nil {
			return err
		}
		if name == "" {
			name = kind
		}
		if name == "" {
			name = list[0]
		}
		return a.with(gpkg.Write, func(w *gpkg.Workspace) error { return a.removeFrom(c.Context(), w, name) })
	}
	return c
}

// removeFrom takes the ids of --remove out of a layer.
func (a *app) removeFrom(ctx context.Context, w *gpkg.Workspace, layer string) error {
	before, err := w.Content(ctx, layer)
	if err != nil {
		return err
	}
	im, err := before.Without(a.over.remove)
	if err != nil {
		return err
	}
	im.Record.By, im.Record.At = a.who(), now()
	l, err := w.PutLayer(ctx, im)
	if err != nil {
		return err
	}
	return a.printImport(l, im, im.Changes(before, nil))
}

// put stores an import over what its layer held before, and says what that changes; no changes for the first import of a layer.
func (a *app) put(ctx context.Context, w *gpkg.Workspace, im *data.Import) (data.Layer, []lookback.Change, error) {
	im.Record = data.ImportRecord{How: data.Replaced, By: a.who(), At: now()}
	before, err := w.Content(ctx, im.Layer.Name)
	if errors.Is(err, data.ErrNotFound) {
		l, err := w.PutLayer(ctx, im)
		return l, nil, err
	}
	if err != nil {
		return im.Layer, nil, err
	}
	if a.over.add {
		if err := im.AppendTo(before); err != nil {
			return im.Layer, nil, err
		}
	}
	homes, err := communitiesOf(ctx, w, im)
	if err != nil {
		return im.Layer, nil, err
	}
	l, err := w.PutLayer(ctx, im)
	return l, im.Changes(before, homes), err
}

// communitiesOf are the communities in which residents are counted; nil for other layers.
func communitiesOf(ctx context.Context, w *gpkg.Workspace, im *data.Import) (*data.City, error) {
	if im.Residents == nil {
		return nil, nil
	}
	layers, err := w.Layers(ctx)
	if err != nil {
		return nil, err
	}
	only := []data.Layer{}
	for _, l := range layers {
		if l.Kind == data.KindCommunities {
			only = append(only, l)
		}
	}
	return w.City(ctx, only)
}

// printImport tells what was imported, and what that changed.
func (a *app) printImport(l data.Layer, im *data.Import, changes []lookback.Change) error {
	if a.json {
		err := a.printJSON(struct {
			Layer    data.Layer        `json:"layer"`
			Findings []data.Finding    `json:"findings"`
			Changes  []lookback.Change `json:"changes"`
		}{l, append([]data.Finding{}, im.Findings...), append([]lookback.Change{}, changes...)})
		a.findings(im.Findings)
		return err
	}
	_, err := fmt.Fprintln(a.out, a.word(wordImported, l.Name, l.Version, l.Count, l.Dropped))
	if l.Version > 1 {
		a.printChanges(changes)
	}
	a.findings(im.Findings)
	return err
}

func (a *app) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo",
		Short: "take the last import back: the version before becomes the latest again, as a new version",
		Example: `  circle15 undo
  circle15 -w city.gpkg undo --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.Write, func(w *gpkg.Workspace) error { return a.undo(c.Context(), w) })
		},
	}
}

func (a *app) undo(ctx context.Context, w *gpkg.Workspace) error {
	l, was, is, err := w.Undo(ctx, data.ImportRecord{By: a.who(), At: now()})
	if errors.Is(err, gpkg.ErrNothingToUndo) {
		return errors.New(a.in(indicators.Text{Zh: "没有可撤销的导入", En: "there is no import to undo"}))
	}
	if err != nil {
		return err
	}
	homes, err := communitiesOf(ctx, w, is)
	if err != nil {
		return err
	}
	if l.Version > 0 {
		return a.printImport(l, is, is.Changes(was, homes))
	}
	if a.json {
		return a.printJSON(struct {
			Layer data.Layer `json:"layer"`
			Gone  bool       `json:"gone"`
		}{l, true})
	}
	a.line(indicators.Text{Zh: "图层 %s 已不再使用；它是随该次导入而来的", En: "layer %s is no longer used: it had come with that import"}, l.Name)
	return nil
}

// who is who does it: the flag, else the environment.
func (a *app) who() string {
	for _, name := range []string{a.by, a.getenv("CIRCLE15_BY"), a.getenv("USER"), a.getenv("USERNAME")} {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return "?"
}

// now is the time as it is kept in logs.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

// dropFresh removes a workspace that was made for an import that failed.
func (a *app) dropFresh() error {
	if err := os.Remove(a.workspace); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
