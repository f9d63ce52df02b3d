package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/mvt"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/server/tiles"
)

type tilesOptions struct {
	runChoice
	output   string
	criteria []string
	maxZoom  int
}

// exportTilesCommand writes the tiles of a run for a web server that knows nothing of circle15.
func (a *app) exportTilesCommand() *cobra.Command {
	var o tilesOptions
	c := &cobra.Command{
		Use:   "tiles -o FILE.pmtiles",
		Short: "vector tiles of a run as one file for a static web server (矢量瓦片)",
		Example: `  circle15 export tiles -o city.pmtiles
  circle15 -w city.gpkg export tiles -o city.pmtiles --criterion bus_lines --max-zoom 12`,
		Args: exactly(0, "-o FILE.pmtiles"),
		RunE: func(c *cobra.Command, _ []string) error {
			if !strings.HasSuffix(strings.ToLower(o.output), ".pmtiles") {
				return &usageError{"where to? say -o FILE.pmtiles"}
			}
			if o.maxZoom < 0 || o.maxZoom > mvt.MaxZoom {
				return &usageError{fmt.Sprintf("--max-zoom %d: it is 0 to %d", o.maxZoom, mvt.MaxZoom)}
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.exportTiles(c.Context(), w, o) })
		},
	}
	o.flags(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", "file to write")
	c.Flags().StringSliceVar(&o.criteria, "criterion", nil, "only the gaps and the coverage of these criteria; without it those of all")
	c.Flags().IntVar(&o.maxZoom, "max-zoom", 14, "largest zoom; browsers enlarge its tiles beyond it")
	return c
}

func (a *app) exportTiles(ctx context.Context, w *gpkg.Workspace, o tilesOptions) error {
	number, err := o.find(ctx, a, w)
	if err != nil {
		return err
	}
	r, err := w.RunResult(ctx, number)
	if err != nil {
		return err
	}
	for _, id := range o.criteria {
		if _, _, crit := r.Run.Standard.Criterion(id); crit == nil {
			var known []string
			for _, c := range r.Run.Standard.Criteria() {
				known = append(known, c.ID)
			}
			return fmt.Errorf("--criterion %q is not in run %d: known are %s", id, number, strings.Join(slices.Sorted(slices.Values(known)), ", "))
		}
	}
	run := &tiles.Run{Result: r, Judged: publish.Judge(r), Extent: geo.EmptyBox(), City: func(ctx context.Context) (*data.City, error) { return w.City(ctx, r.Run.Layers) }}
	run.Attribution, _ = credits(r.Run.Layers)
	for i := range r.Communities {
		run.Extent = run.Extent.Union(r.Communities[i].Shape.Box())
	}
	indexes, err := tiles.Static(ctx, run, o.criteria)
	if err != nil {
		return err
	}
	archive := mvt.Archive{Metadata: tiles.Metadata(run, indexes, o.maxZoom, a.lang), Box: run.Extent, MaxZoom: uint8(o.maxZoom)}
	count := 0
	err = writeFile(o.output, func(out io.Writer) error {
		buffered := bufio.NewWriter(out)
		if err := archive.Write(buffered, func(t mvt.Tile) ([]byte, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var plain []byte
			for _, ix := range indexes {
				plain = ix.Append(plain, t)
			}
			count++
			return plain, nil
		}); err != nil {
			return err
		}
		return buffered.Flush()
	})
	if err != nil {
		return err
	}
	a.message("%s", a.word(wordTilesWritten, o.output, count, number))
	return nil
}
