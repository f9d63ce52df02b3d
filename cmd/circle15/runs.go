package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/indicators"
)

func (a *app) runsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "runs",
		Short: "the published runs, oldest first",
		Example: `  circle15 runs
  circle15 -w city.gpkg runs --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
				runs, err := w.Runs(c.Context())
				if err != nil {
					return err
				}
				return a.printRuns(runs)
			})
		},
	}
	c.AddCommand(a.pruneCommand())
	return c
}

func (a *app) printRuns(runs []data.Run) error {
	if a.json {
		type line struct {
			data.Run
			Standard string `json:"standard"` // its id in place of the whole
		}
		lines := make([]line, 0, len(runs))
		for _, r := range runs {
			lines = append(lines, line{r, r.Standard.ID})
		}
		return a.printJSON(lines)
	}
	if len(runs) == 0 {
		a.message("%s", a.word(wordNoRuns))
		return nil
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordRunHead))
	for _, r := range runs {
		s := r.Statuses
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d\t%d\t%d\t%d\n", r.Number, r.Standard.ID, r.AsOf, dash(r.DataDate),
			s[indicators.Pass], s[indicators.Fail], s[indicators.Unknown], s[indicators.NotApplicable])
	}
	return t.Flush()
}

// runChoice are the flags that choose a run.
type runChoice struct {
	number   int
	standard string
}

func (o *runChoice) flags(c *cobra.Command) {
	c.Flags().IntVar(&o.number, "run", 0, "number of the run (default: the latest)")
	c.Flags().StringVar(&o.standard, "standard", "", "the latest run of this standard (default: the workspace's)")
}

// find is the number of the chosen run.
func (o *runChoice) find(ctx context.Context, a *app, w *gpkg.Workspace) (int, error) {
	if o.number < 0 {
		return 0, &usageError{fmt.Sprintf("--run %d: runs count from 1", o.number)}
	}
	if o.number > 0 && o.standard != "" {
		return 0, &usageError{"--run and --standard: give one of them"}
	}
	number := o.number
	if o.standard != "" {
		runs, err := w.Runs(ctx)
		if err != nil {
			return 0, err
		}
		for _, r := range runs {
			if r.Standard.ID == o.standard {
				number = r.Number
			}
		}
		if number == 0 {
			return 0, errors.New(a.word(wordNotComputed, o.standard))
		}
	}
	run, err := w.Run(ctx, number)
	if err != nil {
		return 0, err
	}
	return run.Number, a.pending(ctx, w, run)
}

// pending tells which layers were imported again since the run.
func (a *app) pending(ctx context.Context, w *gpkg.Workspace, run data.Run) error {
	now, err := w.Layers(ctx)
	if err != nil {
		return err
	}
	used := map[string]int{}
	for _, l := range run.Layers {
		used[l.Name] = l.Version
	}
	for _, l := range now {
		if used[l.Name] != l.Version {
			a.message("%s", a.word(wordPending, l.Name))
		}
	}
	return nil
}
