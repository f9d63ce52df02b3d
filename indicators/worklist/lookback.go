package worklist

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"circle15/indicators"
)

// Run is what a run says of the things on the list.
type Run struct {
	Number      int
	Standard    *indicators.Standard
	Communities []indicators.Community
	Results     []indicators.Result
}

// By is who looks back.
const By = "circle15"

// LookBack holds the list of a standard against a run: new items for what fails now, and what became of the others. It gives the items that changed, with
// what happened to them, in the order of the results. items are those of the standard; at is the time. A list is held against a run once.
func LookBack(items []Item, run *Run, at string) (changed []Item, events []Event) {
	have := make(map[string]*Item, len(items))
	for i := range items {
		have[items[i].ID] = &items[i]
	}
	seen := map[string]bool{}
	look := func(found Item) {
		seen[found.ID] = true
		old := have[found.ID]
		if old == nil {
			if found.Status != indicators.Fail && found.Communities == 0 {
				return
			}
			found.State, found.Since = Open, run.Number
			changed = append(changed, found)
			events = append(events, Event{Item: found.ID, At: at, By: By, Run: run.Number, Field: "state", To: string(Open)})
			return
		}
		if old.Run == run.Number {
			return
		}
		next := *old
		if old.At != nil && found.At != nil && *old.At == *found.At {
			found.At = old.At // the same place
		}
		next.Name, next.District, next.Title, next.Binding = found.Name, found.District, found.Title, found.Binding
		next.Run, next.Status = run.Number, found.Status
		if found.Status == indicators.Fail || found.Communities > 0 {
			next.Cause, next.At, next.Milli, next.Communities = found.Cause, found.At, found.Milli, found.Communities
			if found.Measured != old.Measured {
				next.Measured, next.Mend = found.Measured, nil
			}
		}
		next.State = after(old.State, found.Status)
		if next.State != old.State {
			e := Event{Item: next.ID, At: at, By: By, Run: run.Number, Field: "state", From: string(old.State), To: string(next.State)}
			e.Note = fmt.Sprintf("measured: %s", found.Status)
			events = append(events, e)
		}
		same := next
		if same.Run = old.Run; same == *old { // nothing but the number of the run
			return
		}
		changed = append(changed, next)
	}
	for _, f := range findings(run) {
		look(f)
	}
	for i := range items { // what the run does not know any more: a criterion or community that is gone, data that are there now
		if old := &items[i]; !seen[old.ID] {
			found := *old
			found.Status, found.Communities = indicators.NotApplicable, 0
			if old.Communities > 0 {
				found.Status = indicators.Pass
			}
			look(found)
		}
	}
	return changed, events
}

// after is the state that a run leaves an item in.
func after(s State, measured indicators.Status) State {
	switch measured {
	case indicators.Pass, indicators.NotApplicable:
		return Closed
	case indicators.Fail:
		switch s {
		case Done, ReMeasured, Closed:
			return Reopened
		}
		return s
	}
	if s == Done { // it cannot be judged
		return ReMeasured
	}
	return s
}

// findings are all pairs of a run as items, and one item for each criterion and cause for which communities cannot be judged.
func findings(run *Run) []Item {
	known := map[string]*indicators.Community{}
	for i := range run.Communities {
		known[run.Communities[i].ID] = &run.Communities[i]
	}
	var out []Item
	unknown := map[string]int{} // of an id, its place in lacking
	var lacking []Item
	for i := range run.Results {
		r := &run.Results[i]
		_, _, crit := run.Standard.Criterion(r.Criterion)
		c := known[r.Community]
		if crit == nil || c == nil || crit.Level == indicators.AtDistrict {
			continue
		}
		out = append(out, itemOf(run, crit, c, r))
		if r.Status != indicators.Unknown {
			continue
		}
		cause := undecidedBy(r)
		id := "data/" + crit.ID + "/" + string(cause)
		n, ok := unknown[id]
		if !ok {
			n = len(lacking)
			unknown[id] = n
			lacking = append(lacking, Item{ID: id, Standard: run.Standard.ID, Criterion: crit.ID, Title: crit.Title, Binding: crit.Binding, Cause: cause,
				Status: indicators.Unknown, Run: run.Number})
		}
		lacking[n].Communities++
		lacking[n].Milli += r.Residents.Whole
	}
	slices.SortFunc(lacking, func(a, b Item) int { return cmpText(a.ID, b.ID) })
	return append(out, lacking...)
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// undecidedBy is the cause of the largest part that could not be judged.
func undecidedBy(r *indicators.Result) indicators.Cause {
	best := indicators.NoData
	most := -1.0
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Cause.Undecided() && p.AreaM2 > most {
			best, most = p.Cause, p.AreaM2
		}
	}
	return best
}

func itemOf(run *Run, crit *indicators.Criterion, c *indicators.Community, r *indicators.Result) Item {
	out := Item{ID: c.ID + "/" + crit.ID, Standard: run.Standard.ID, Community: c.ID, Name: c.Name, District: c.District, Criterion: crit.ID, Title: crit.Title,
		Binding: crit.Binding, Status: r.Status, Run: run.Number}
	if r.Status != indicators.Fail {
		return out
	}
	var worst *indicators.Piece
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Cause == indicators.Covered {
			continue
		}
		out.Milli += p.Milli
		if worst == nil || p.Milli > worst.Milli || p.Milli == worst.Milli && p.AreaM2 > worst.AreaM2 {
			worst = p
		}
	}
	if worst != nil {
		out.Cause = worst.Cause
	}
	if crit.Measure.OfPlaces() {
		p := r.Evidence.At.Point()
		out.At = (*orb.Point)(&p)
	}
	out.Measured = fmt.Sprintf("%d %d %d %d %s", r.Decided.Low, r.Decided.High, r.Decided.Whole, r.Have, out.Cause)
	if r.Measured != nil {
		out.Measured += fmt.Sprintf(" %g %g", r.Measured.Value, r.Measured.Short)
	}
	return out
}
