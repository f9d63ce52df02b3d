package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/geo"
	"circle15/indicators"
)

type explainOptions struct {
	runChoice
	criterion string
}

func (a *app) explainCommand() *cobra.Command {
	var o explainOptions
	c := &cobra.Command{
		Use:   "explain LON LAT",
		Short: "why a place is covered or not",
		Example: `  circle15 explain 107.1440 34.3620 --criterion bus_lines
  circle15 explain -- -15.4300 28.1400`,
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
	scene, err := batch.Prepare(ctx, city, run.Frame, run.Standard, batch.Options{})
	if err != nil {
		return err
	}
	e, err := scene.NewAssessor().Explain(ctx, at, o.criterion)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(asExplained(run, e))
	}
	return a.printExplanation(run, e)
}

// explained is an explanation as JSON.
type explained struct {
	Run       int                     `json:"run"`
	Standard  string                  `json:"standard"`
	Lon       float64                 `json:"lon"`
	Lat       float64                 `json:"lat"`
	Community *explainedCommunity     `json:"community"` // null: it lies in none
	Streets   []indicators.StreetAt   `json:"streets"`
	Criteria  []indicators.AnswerHere `json:"criteria"`
}

type explainedCommunity struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	District string `json:"district"`
}

func asExplained(run data.Run, e *indicators.Explanation) explained {
	p := e.At.Point()
	x := explained{Run: run.Number, Standard: run.Standard.ID, Lon: p[0], Lat: p[1], Streets: e.Streets, Criteria: e.Criteria}
	if c := e.Community; c != nil {
		x.Community = &explainedCommunity{c.ID, c.Name, c.District}
	}
	return x
}

func (a *app) printExplanation(run data.Run, e *indicators.Explanation) error {
	p := e.At.Point()
	where := fmt.Sprintf("%.7f %.7f", p[0], p[1])
	head := a.word(wordNoCommunity, where)
	if c := e.Community; c != nil {
		head = a.word(wordInCommunity, where, c.Name, c.ID)
	}
	fmt.Fprintln(a.out, head)
	for _, s := range e.Streets {
		fmt.Fprintln(a.out, a.word(wordByStreet, s.LegM, dash(s.Street), s.Way))
	}
	if len(e.Streets) == 0 {
		fmt.Fprintln(a.out, a.word(wordNoStreet))
	}
	for i := range e.Criteria {
		if err := a.printAnswer(run.Standard, &e.Criteria[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printAnswer(std *indicators.Standard, k *indicators.AnswerHere) error {
	_, _, crit := std.Criterion(k.Criterion)
	verdict := a.word(wordCoveredHere)
	if !k.Covered {
		verdict = a.word(wordGapHere) + " (" + string(k.Cause) + ")"
	}
	fmt.Fprintf(a.out, "%s  %s: %s, %d/%d\n", k.Criterion, a.text(crit.Title), verdict, k.Have, k.Need)
	seen := k.Evidence.Missed
	if len(k.Evidence.Counted) > 0 {
		seen = &k.Evidence.Counted[0]
	}
	line := a.word(wordNothingNear)
	if seen != nil {
		name := seen.Name
		if name == "" {
			name = seen.Facility
		}
		if seen.Key != "" {
			name = seen.Key + ", " + name
		}
		line = a.word(wordNearest, name, fmt.Sprint(data.CostInUnit(seen.Cost, crit.Limit.Unit), " ", crit.Limit.Unit))
	}
	_, err := fmt.Fprintln(a.out, "    "+line)
	return err
}
