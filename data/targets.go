package data

import (
	"context"
	"fmt"

	"circle15/indicators/target"
	"circle15/indicators/worklist"
)

// mostPeriods is how many periods are reported: a year of months.
const mostPeriods = 13

// RunReader gives runs.
type RunReader interface {
	Runs(ctx context.Context) ([]Run, error)
	RunResult(ctx context.Context, number int) (*RunResult, error)
}

// Targets is how far the city has come under a standard, by its runs, with the figures of the last periods. ErrNotFound: the standard has no run.
func Targets(ctx context.Context, store RunReader, standard string, p target.Period, events []worklist.Event) (*target.Report, error) {
	all, err := store.Runs(ctx)
	if err != nil {
		return nil, err
	}
	days := map[int]string{}
	var numbers []int
	var dates []string
	for _, r := range all {
		if r.Standard.ID == standard {
			numbers, dates, days[r.Number] = append(numbers, r.Number), append(dates, r.AsOf), r.AsOf
		}
	}
	if len(numbers) == 0 {
		return nil, fmt.Errorf("standard %q has no run: %w", standard, ErrNotFound)
	}
	last := target.LastOf(p, dates)
	var runs []target.Run
	for _, i := range last[max(0, len(last)-mostPeriods):] {
		r, err := store.RunResult(ctx, numbers[i])
		if err != nil {
			return nil, err
		}
		runs = append(runs, target.Run{Number: r.Run.Number, AsOf: r.Run.AsOf, Standard: r.Run.Standard, Communities: r.Communities, Results: r.Results})
	}
	return target.Make(p, runs, days, events), nil
}
