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

func (a *app) standardCommand() *cobra.Command {
	c := group("standard", "the standards (指标体系) that communities are judged by")
	c.AddCommand(a.standardListCommand(), a.standardShowCommand(), a.standardCheckCommand(), a.standardDiffCommand(), a.standardSchemaCommand(), a.standardTemplateCommand(), a.standardUseCommand())
	return c
}

func (a *app) standardListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "the embedded standards and those of the workspace's runs",
		Example: `  circle15 standard list
  circle15 -w city.gpkg standard list --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withOrWithout(func(w *gpkg.Workspace) error { return a.listStandards(c.Context(), w) })
		},
	}
}

func (a *app) standardShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME|FILE",
		Short: "the file of a standard, and after it those that it extends; with --json as the program reads it",
		Example: `  circle15 standard show baoji-convenience-2023
  circle15 standard show our-city.yaml --json`,
		Args: exactly(1, "NAME|FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withOrWithout(func(w *gpkg.Workspace) error {
				std, file, err := findStandard(c.Context(), w, args[0])
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(std)
				}
				_, err = a.out.Write(file)
				return err
			})
		},
	}
}

func (a *app) standardUseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "use NAME",
		Short: "make the latest run of this standard the one that is shown and exported",
		Example: `  circle15 standard use baoji-convenience-2023
  circle15 -w city.gpkg standard use our-city`,
		Args: exactly(1, "NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(gpkg.Write, func(w *gpkg.Workspace) error { return w.SetDefaultStandard(c.Context(), args[0]) })
		},
	}
}

// withOrWithout does f with the workspace, or with nil where there is none.
func (a *app) withOrWithout(f func(w *gpkg.Workspace) error) error {
	err := a.with(gpkg.ReadOnly, f)
	if errors.Is(err, data.ErrNoWorkspace) {
		return f(nil)
	}
	return err
}

// standardLine is a standard in the list.
type standardLine struct {
	ID         string          `json:"id"`
	Title      indicators.Text `json:"title"`
	Indicators int             `json:"indicators"`
	Criteria   int             `json:"criteria"`
	From       string          `json:"from"` // embedded, or the run that used it last
}

func (a *app) listStandards(ctx context.Context, w *gpkg.Workspace) error {
	var lines []standardLine
	add := func(s *indicators.Standard, from string) {
		n := 0
		for _, aspect := range s.Aspects {
			n += len(aspect.Indicators)
		}
		lines = append(lines, standardLine{s.ID, s.Title, n, len(s.Criteria()), from})
	}
	for _, id := range indicators.EmbeddedIDs() {
		s, _, err := findStandard(ctx, nil, id)
		if err != nil {
			return err
		}
		add(s, "embedded")
	}
	if w != nil {
		runs, err := w.Runs(ctx)
		if err != nil {
			return err
		}
		latest := map[string]int{}
		for _, r := range runs {
			latest[r.Standard.ID] = r.Number
		}
		for _, r := range runs {
			if _, embedded := indicators.Embedded(r.Standard.ID); !embedded && latest[r.Standard.ID] == r.Number {
				add(r.Standard, fmt.Sprintf("run %d", r.Number))
			}
		}
	}
	return a.printStandards(lines)
}

func (a *app) printStandards(lines []standardLine) error {
	if a.json {
		return a.printJSON(lines)
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordStandardHead))
	for _, l := range lines {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\n", l.ID, a.text(l.Title), l.Indicators, l.Criteria, l.From)
	}
	return t.Flush()
}
