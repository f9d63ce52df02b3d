package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"circle15/indicators"
)

// printLadder prints what a run comes to in each district and in the city: communities by status and colour, residents of those that are of the type,
// how evenly people are served, and how far the targets are.
func (a *app) printLadder(l *indicators.Ladder) error {
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordLadderHead, a.text(l.Type)))
	for i := range l.Districts {
		a.printRung(t, l.Districts[i].District, &l.Districts[i])
	}
	a.printRung(t, a.word(wordCity), &l.City)
	if err := t.Flush(); err != nil {
		return err
	}
	for i := range l.Districts {
		a.printTargets(l.Districts[i].District, l.Districts[i].Targets)
	}
	a.printTargets(a.word(wordCity), l.City.Targets)
	return nil
}

func (a *app) printRung(t *tabwriter.Writer, name string, r *indicators.Rung) {
	o := &r.Overall
	people, equity, own := "-", "-\t-\t-\t-", "-"
	if o.People != nil {
		people = fmt.Sprintf("%.0f", o.People[indicators.Pass])
	}
	if len(r.Equity) > 0 {
		e := &r.Equity[0]
		palma := "-"
		if e.Palma != nil {
			palma = fmt.Sprintf("%.2f", *e.Palma)
		}
		equity = fmt.Sprintf("%.1f %%\t%.1f %%\t%.3f\t%s", 100*e.Mean, 100*e.WorstTenth, e.Gini, palma)
	}
	if r.Own != nil {
		own = a.status(r.Own.Status)
	}
	fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d/%d/%d\t%s\t%s\t%s\n", name, o.Pass, o.Fail, o.Unknown, o.NotApplicable,
		o.Colours[indicators.Green], o.Colours[indicators.Yellow], o.Colours[indicators.Red], people, equity, own)
}

func (a *app) printTargets(where string, list []indicators.TargetResult) {
	for _, t := range list {
		fmt.Fprintln(a.out, a.word(wordTarget, where, cmp.Or(a.text(t.Title), t.ID), a.status(t.Status), t.Done, t.Need))
	}
}
