package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server"
)

type explainOptions struct {
	runChoice
	criterion, geojson string
}

func (a *app) explainCommand() *cobra.Command {
	var o explainOptions
	c := &cobra.Command{
		Use:   "explain LON LAT",
		Short: "why a place is covered or not, and how one walks from there",
		Example: `  circle15 explain 107.1440 34.3620 --criterion bus_lines
  circle15 explain --geojson ways.geojson -- -15.4300 28.1400`,
		Args: exactly(2, "LON LAT (a negative number after --)"),
		RunE: func(c *cobra.Command, args []string) error {
			at, err := place(args)
			if err != nil {
				return err
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.explain(c.Context(), w, at, o) })
		},
	}
	o.flags(c)
	c.Flags().StringVar(&o.criterion, "criterion", "", "only this criterion")
	c.Flags().StringVar(&o.geojson, "geojson", "", "write the ways as lines to this file; - is stdout")
	return c
}

// place is the place that longitude and latitude name.
func place(args []string) (geo.E7, error) {
	var p orb.Point
	for i, name := range []string{"longitude", "latitude"} {
		v, err := strconv.ParseFloat(args[i], 64)
		if err != nil {
			return geo.E7{}, &usageError{fmt.Sprintf("%s %q is not a number: write degrees, as in 107.1440 34.3620", name, args[i])}
		}
		p[i] = v
	}
	at, ok := geo.ToE7(p)
	if !ok {
		return at, &usageError{fmt.Sprintf("%s %s is not on the earth: longitude comes first, then latitude, in degrees", args[0], args[1])}
	}
	return at, nil
}

func (a *app) explain(ctx context.Context, w *gpkg.Workspace, at geo.E7, o explainOptions) error {
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
	e, err := analyst.Explain(ctx, at, o.criterion)
	if err != nil {
		return err
	}
	if o.geojson != "" {
		if err := a.writeJSON(o.geojson, server.WayFeatures(&run, e)); err != nil || o.geojson == "-" {
			return err
		}
	}
	if a.json {
		return a.printJSON(server.Explained(&run, e))
	}
	return a.printExplanation(run, e)
}

// writeJSON writes a document to a file; - is stdout.
func (a *app) writeJSON(path string, doc json.Marshaler) error {
	write := func(out io.Writer) error { return json.NewEncoder(out).Encode(doc) }
	if path == "-" {
		return write(a.out)
	}
	return writeFile(path, write)
}

func (a *app) printExplanation(run data.Run, e *indicators.Explanation) error {
	a.printPlace(e.At, e.Community)
	a.printStreets(e.Streets)
	for i := range e.Criteria {
		if err := a.printAnswer(run.Standard, &e.Criteria[i]); err != nil {
			return err
		}
	}
	return nil
}

// printPlace tells in which community a place lies.
func (a *app) printPlace(at geo.E7, c *indicators.Community) {
	p := at.Point()
	where := fmt.Sprintf("%.7f %.7f", p[0], p[1])
	if c == nil {
		fmt.Fprintln(a.out, a.word(wordNoCommunity, where))
		return
	}
	fmt.Fprintln(a.out, a.word(wordInCommunity, where, c.Name, c.ID))
}

// printStreets tells where a place comes to the streets.
func (a *app) printStreets(list []indicators.StreetAt) {
	for _, s := range list {
		if !s.Unlinked {
			fmt.Fprintln(a.out, a.word(wordByStreet, s.LegM, dash(s.Street), s.Way))
			continue
		}
		line := a.word(wordUnlinked, dash(s.Street), s.Way, s.LegM)
		if len(s.Crossed) > 0 {
			line += a.word(wordCrossed, wholeUp(s.LegM), a.barriers(s.Crossed))
		}
		fmt.Fprintln(a.out, line)
	}
	if len(list) == 0 {
		fmt.Fprintln(a.out, a.word(wordNoStreet))
	}
}

func (a *app) printAnswer(std *indicators.Standard, k *indicators.AnswerHere) error {
	_, _, crit := std.Criterion(k.Criterion)
	verdict := a.word(wordCoveredHere)
	if !k.Covered {
		verdict = a.word(wordGapHere) + " (" + string(k.Cause) + ")"
	}
	fmt.Fprintf(a.out, "%s  %s: %s, %d/%d\n", k.Criterion, a.text(crit.Title), verdict, k.Have, k.Need)
	if len(k.Ways) == 0 {
		fmt.Fprintln(a.out, "    "+a.word(wordNothingNear))
	}
	if n := k.Nearby; n != nil && len(k.Ways) == 0 {
		seen := indicators.Seen{Facility: n.Facility, Name: n.Name}
		line := a.word(wordNearby, seenName(&seen), wholeUp(n.StraightM))
		if len(n.Crossed) > 0 {
			line += a.word(wordBeyond, a.barriers(n.Crossed))
		}
		fmt.Fprintln(a.out, "    "+line)
	}
	for i := range k.Ways {
		w := &k.Ways[i]
		if _, err := fmt.Fprintf(a.out, "    %s: %s\n", a.roles(w.Roles), a.way(w, crit.Limit.Unit)+a.then(w.Hours)); err != nil {
			return err
		}
	}
	if n := k.Evidence.NotThen; n != nil {
		fmt.Fprintln(a.out, "    "+a.word(wordNotThen, seenName(n), a.cost(n.Cost, crit.Limit.Unit))+a.then(n.Hours))
	}
	return nil
}
