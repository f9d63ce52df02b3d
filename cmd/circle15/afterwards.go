package main

import (
	"context"
	"slices"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/indicators"
	"circle15/indicators/warning"
	"circle15/indicators/worklist"
)

// afterwards is what follows a published run: the worklist is held against it, what would mend what fails is looked for, and the colours are given.
func (a *app) afterwards(ctx context.Context, w *gpkg.Workspace, r *batch.Judged) error {
	items, err := w.Work(ctx, r.Run.Standard.ID)
	if err != nil {
		return err
	}
	changed, events := worklist.LookBack(items, &worklist.Run{Number: r.Run.Number, Standard: r.Run.Standard, Communities: r.Communities, Results: r.Results}, now())
	tell, stop := a.progress()
	err = findMends(ctx, r, changed, tell)
	stop()
	if err != nil {
		return err
	}
	if err := w.PutWork(ctx, changed, events); err != nil {
		return err
	}
	if len(events) > 0 {
		a.message("%s", a.lookedBack(events))
	}
	return a.colour(ctx, w, r)
}

// findMends fills in the mends of items that fail and have none, most residents first where they are so many that it would take long.
func findMends(ctx context.Context, r *batch.Judged, items []worklist.Item, tell data.Progress) error {
	byPair := make(map[string]*indicators.Result, len(r.Results))
	for i := range r.Results {
		byPair[r.Results[i].Community+"/"+r.Results[i].Criterion] = &r.Results[i]
	}
	var of []int
	var results []*indicators.Result
	for i := range items {
		if res := byPair[items[i].ID]; res != nil && res.Status == indicators.Fail && items[i].Mend == nil {
			of, results = append(of, i), append(results, res)
		}
	}
	mends, err := r.Mends(ctx, results, tell)
	if err != nil {
		return err
	}
	for n, i := range of {
		items[i].Mend = &mends[n]
	}
	return nil
}

// lookedBack sums up what the look-back did.
func (a *app) lookedBack(events []worklist.Event) string {
	n := map[string]int{}
	for _, e := range events {
		if e.Field == "state" {
			n[e.To]++
		}
	}
	return a.in(indicators.Text{Zh: "回头看：新增 %d 项，销号 %d 项，重新打开 %d 项，复测未决 %d 项；circle15 worklist 列出清单",
		En: "look-back: %d items are new, %d closed, %d reopened, %d re-measured and not decided; circle15 worklist lists them"},
		n[string(worklist.Open)], n[string(worklist.Closed)], n[string(worklist.Reopened)], n[string(worklist.ReMeasured)])
}

// colour gives the run its colours, which depend on those of the run of the standard before it.
func (a *app) colour(ctx context.Context, w *gpkg.Workspace, r *batch.Judged) error {
	runs, err := w.Runs(ctx)
	if err != nil {
		return err
	}
	in := &warning.Input{Run: r.Run.Number, AsOf: r.Run.AsOf, Standard: r.Run.Standard, Communities: r.Communities, Results: r.Results, Tables: r.City.Tables}
	for _, before := range slices.Backward(runs) {
		if before.Number < r.Run.Number && before.Standard.ID == r.Run.Standard.ID {
			if in.Before, err = w.Grades(ctx, before.Number); err != nil {
				return err
			}
			break
		}
	}
	if in.Work, err = w.Work(ctx, r.Run.Standard.ID); err != nil {
		return err
	}
	return w.PutGrades(ctx, r.Run.Number, warning.Make(in))
}
