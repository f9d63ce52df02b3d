package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/indicators"
	"circle15/server"
)

type reachOptions struct {
	runChoice
	minutes                   []float64
	facility, profile, output string
}

func (a *app) reachCommand() *cobra.Command {
	var o reachOptions
	c := &cobra.Command{
		Use:   "reach LON LAT",
		Short: "where one comes from a place, or with --facility from a facility, within a few limits",
		Example: `  circle15 reach 107.1440 34.3620 --minutes 5,10,15 -o reach.geojson
  circle15 reach --profile wheelchair -o reach.geojson -- -15.4300 28.1400`,
		Args: func(c *cobra.Command, args []string) error {
			if o.facility != "" {
				return exactly(0, "--facility ID")(c, args)
			}
			return exactly(2, "LON LAT (a negative number after --)")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			q := indicators.ReachQuery{Facility: o.facility, Minutes: slices.Sorted(slices.Values(o.minutes)), Profile: o.profile, Streets: o.output != ""}
			if o.facility == "" {
				at, err := place(args)
				if err != nil {
					return err
				}
				q.At = at
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.reach(c.Context(), w, q, o) })
		},
	}
	o.flags(c)
	c.Flags().Float64SliceVar(&o.minutes, "minutes", []float64{5, 10, 15}, "limits in minutes")
	c.Flags().StringVar(&o.facility, "facility", "", "id of the facility to start from")
	c.Flags().StringVar(&o.profile, "profile", indicators.WalkProfile, "who moves: a profile of the standard")
	c.Flags().StringVarP(&o.output, "output", "o", "", "write isochrones and streets as GeoJSON to this file; - is stdout")
	return c
}

func (a *app) reach(ctx context.Context, w *gpkg.Workspace, q indicators.ReachQuery, o reachOptions) error {
	number, err := o.find(ctx, a, w)
	if err != nil {
		return err
	}
	run, err := w.Run(ctx, number)
	if err != nil {
		return err
	}
	city, err := w.City(ctx, run.Layers)
	if err != nil {
		return err
	}
	analyst, err := batch.NewAnalyst(ctx, &run, city)
	if err != nil {
		return err
	}
	e, err := analyst.Reach(ctx, q)
	var bad *indicators.ReachError
	if errors.As(err, &bad) {
		return &usageError{"--" + bad.Error()}
	}
	if err != nil {
		return err
	}
	if o.output != "" {
		if err := a.writeJSON(o.output, server.ReachFeatures(e)); err != nil || o.output == "-" {
			return err
		}
	}
	if a.json {
		return a.printJSON(server.Reachable(&run, e))
	}
	return a.printReached(run.Standard, e)
}

func (a *app) printReached(std *indicators.Standard, e *indicators.Reached) error {
	a.printPlace(e.At, e.Community)
	a.printStreets(e.Streets)
	for _, b := range e.Bands {
		const m2PerHa = 10_000
		line := a.word(wordBand, b.Minutes, b.AreaM2/m2PerHa)
		if e.People {
			line += fmt.Sprintf(a.text(indicators.Text{Zh: "，%d 名居民", En: ", %d residents"}), b.Milli/1000)
		}
		fmt.Fprintln(a.out, line)
	}
	for i := range e.Criteria {
		c := &e.Criteria[i]
		if len(c.Nearest) == 0 {
			continue
		}
		_, _, crit := std.Criterion(c.Criterion)
		n := &c.Nearest[0]
		if _, err := fmt.Fprintf(a.out, "%s  %s: %v, %s %s (%s)\n", c.Criterion, a.text(crit.Title), c.Totals, a.roles([]indicators.Role{indicators.RoleNearest}),
			seenName(n), a.cost(n.Cost, indicators.Minutes)); err != nil {
			return err
		}
	}
	return nil
}
