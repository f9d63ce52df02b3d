package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
)

func (a *app) pruneCommand() *cobra.Command {
	keep, dryRun := 0, false
	c := &cobra.Command{
		Use:   "prune",
		Short: "remove old runs and what only they need; the newest of each standard stay",
		Example: `  circle15 runs prune --keep 12 --dry-run
  circle15 runs prune --keep 12`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if keep < 1 {
				return &usageError{fmt.Sprintf("--keep %d: say how many runs of each standard stay, at least 1", keep)}
			}
			return a.with(gpkg.Write, func(w *gpkg.Workspace) error {
				p, err := w.Prune(c.Context(), keep, dryRun)
				if err != nil {
					return err
				}
				return a.printPruned(p, dryRun)
			})
		},
	}
	c.Flags().IntVar(&keep, "keep", 0, "how many runs of each standard stay")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "only say what it would free")
	return c
}

func (a *app) printPruned(p data.Pruned, dryRun bool) error {
	if a.json {
		return a.printJSON(struct {
			data.Pruned
			DryRun bool `json:"dry_run"`
		}{p, dryRun})
	}
	const mega = 1e6
	word := wordID(wordFreed)
	if dryRun {
		word = wordWouldFree
	}
	_, err := fmt.Fprintln(a.out, a.word(word, p.Runs, p.Kept, p.Results, float64(p.Bytes)/mega, float64(p.FileBytes)/mega))
	return err
}
