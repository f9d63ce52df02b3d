package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "all findings: of the workspace file, of the layers, of the latest run",
		Example: `  circle15 check
  circle15 -w city.gpkg check --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.check(c.Context(), w) })
		},
	}
}

func (a *app) check(ctx context.Context, w *gpkg.Workspace) error {
	found, err := w.Check(ctx)
	if err != nil {
		return err
	}
	ofLayers, err := w.Findings(ctx, "")
	if err != nil {
		return err
	}
	found = append(found, ofLayers...)
	run, err := w.Run(ctx, 0)
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	found = append(found, run.Findings...)
	a.note(found)
	if a.json {
		return a.printJSON(append([]data.Finding{}, found...))
	}
	return a.printFindings(found)
}

func (a *app) printFindings(found []data.Finding) error {
	if len(found) == 0 {
		_, err := fmt.Fprintln(a.out, a.word(wordSound))
		return err
	}
	for _, f := range found {
		layer := ""
		if f.Layer != "" {
			layer = f.Layer + ": "
		}
		if _, err := fmt.Fprintln(a.out, layer+f.String()); err != nil {
			return err
		}
	}
	return nil
}
