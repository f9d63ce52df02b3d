package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
)

func (a *app) layersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "layers",
		Short: "what is imported",
		Example: `  circle15 layers
  circle15 -w city.gpkg layers --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
				layers, err := w.Layers(c.Context())
				if err != nil {
					return err
				}
				return a.printLayers(layers)
			})
		},
	}
}

func (a *app) printLayers(layers []data.Layer) error {
	if a.json {
		return a.printJSON(append([]data.Layer{}, layers...))
	}
	if len(layers) == 0 {
		a.message("%s", a.word(wordNoLayers))
		return nil
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordLayerHead))
	for _, l := range layers {
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%d\t%s\t%s\t%s\n", l.Name, l.Version, l.Kind, l.Count, l.Dropped, l.Completeness, dash(l.Date), l.Source)
	}
	return t.Flush()
}

// dash stands for what is not known.
func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
