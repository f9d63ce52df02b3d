package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/indicators"
)

type computeOptions struct {
	standard, asOf string
	workers        int
	dryRun         bool
	sensitivity    bool
	full           bool
	stageEvery     time.Duration
}

func (a *app) computeCommand() *cobra.Command {
	var o computeOptions
	c := &cobra.Command{
		Use:   "compute",
		Short: "judge every community and publish a run (计算批次)",
		Example: `  circle15 compute
  circle15 compute --dry-run
  circle15 compute --sensitivity
  circle15 -w city.gpkg compute --standard our-city.yaml --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.workers < 0 {
				return &usageError{fmt.Sprintf("--workers %d: it is at least 1, or 0 for one per CPU", o.workers)}
			}
			if _, err := time.Parse(time.DateOnly, o.asOf); o.asOf != "" && err != nil {
				return &usageError{fmt.Sprintf("--as-of %q: it is a date like 2026-03-01", o.asOf)}
			}
			return a.with(gpkg.Write, func(w *gpkg.Workspace) error { return a.compute(c.Context(), w, o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.standard, "standard", "", "name of a standard, or a .yaml file (default: the workspace's, else "+indicators.DefaultStandard+")")
	f.IntVar(&o.workers, "workers", 0, "how many communities at a time (default: one per CPU); the result is the same")
	f.StringVar(&o.asOf, "as-of", "", "the day the run stands for, YYYY-MM-DD (default: today)")
	f.BoolVar(&o.sensitivity, "sensitivity", false, "also list what changes status at 0.8, 1.0 and 1.2 m/s and with 4 candidate edges, and the facilities and streets to verify first (takes as long again for each)")
	f.BoolVar(&o.dryRun, "dry-run", false, "only say what would be computed and why; with --sensitivity, compute and report, but publish nothing")
	f.DurationVar(&o.stageEvery, "stage-every", stageEvery, "how much finished work a run that is killed may lose; the next one takes the rest over")
	f.BoolVar(&o.full, "full", false, "compute every pair, also those of which nothing changed since the run before; the result is the same")
	return c
}

func (a *app) compute(ctx context.Context, w *gpkg.Workspace, o computeOptions) error {
	start := time.Now()
	if o.asOf == "" {
		o.asOf = start.Format(time.DateOnly)
	}
	if a.getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	}
	tell, stop := a.progress()
	r, err := a.judge(ctx, w, o, tell)
	if err == nil && r != nil && !o.dryRun {
		tell.Tell(stagePublish, 0, 1)
		if r.Run.Number, err = w.Publish(ctx, r.RunResult); err == nil {
			tell.Tell(stagePublish, 1, 1)
		}
	}
	stop()
	if err != nil || r == nil {
		return err
	}
	if err := a.printRun(r.RunResult, o.dryRun); err != nil {
		return err
	}
	if !o.dryRun {
		if err := a.afterwards(ctx, w, r); err != nil {
			return err
		}
	}
	if o.sensitivity {
		a.printSensitivity(&r.Run)
	}
	a.findings(r.Run.Findings)
	a.issues = a.issues || r.Run.Statuses[indicators.Unknown] > 0
	a.message("%s", a.word(wordTook, time.Since(start).Seconds()))
	return nil
}

// gcPercent is how much a run's memory may grow before it is cleared up, in percent of what is in use. 50 in place of Go's 100 costs a hundredth more processor
// time, and a fifth less memory (Las Palmas: docs/bench).
const gcPercent = 50

// stagePublish is the last stage of a run. Until it has begun nothing of the run can be seen.
const stagePublish = "publish"

// judge computes the city as it is now. There is no result when it was only to be said what would be computed.
func (a *app) judge(ctx context.Context, w *gpkg.Workspace, o computeOptions, tell data.Progress) (*batch.Judged, error) {
	std, file, err := findStandard(ctx, w, o.standard)
	if err != nil {
		return nil, err
	}
	tell.Tell("load the city", 0, 0)
	city, err := w.City(ctx, nil)
	if err != nil {
		return nil, err
	}
	frame, ok, err := w.Frame(ctx)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, batch.ErrNothingToJudge
	}
	opt := batch.Options{Workers: o.workers, AsOf: o.asOf, Program: version(), Progress: tell, Reliance: o.sensitivity, Prints: true}
	if !o.full {
		if err := takeOver(ctx, w, std.ID, &opt); err != nil {
			return nil, err
		}
	}
	if o.dryRun && !o.sensitivity {
		stale, err := batch.Plan(ctx, city, frame, std, opt)
		if err != nil {
			return nil, err
		}
		return nil, a.printPlan(std.ID, stale)
	}
	if !o.dryRun {
		opt.Keep = (&stager{w: w, standard: std.ID, every: o.stageEvery, last: time.Now()}).keep
	}
	r, err := batch.Judge(ctx, city, frame, std, file, opt)
	if err == nil && o.full {
		r.Stale.Reasons = map[string]int{"asked": r.Stale.Stale}
	}
	if err == nil && o.sensitivity {
		r.Run.Sensitivity, err = batch.Sensitivity(ctx, city, frame, r.RunResult, opt)
	}
	return r, err
}

// criterionLine is a criterion over the whole city.
type criterionLine struct {
	Criterion   string          `json:"criterion"`
	Title       indicators.Text `json:"title"`
	Source      string          `json:"source"`     // the clause it comes from
	Confidence  string          `json:"confidence"` // how sure its number is
	Binding     bool            `json:"binding"`
	Provisional int             `json:"provisional"`
	// Pass, Fail, Unknown and NotApplicable count communities.
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"not_applicable"`
	// The share of all residents, or of all area where nobody is known to live, that is certainly and that may be covered.
	Low  float64 `json:"covered_low"`
	High float64 `json:"covered_high"`
}

// criterionLines sums a run up by criterion, in the order of the standard.
func criterionLines(r *data.RunResult) []criterionLine {
	at := map[string]int{}
	var lines []criterionLine
	for _, k := range r.Run.Standard.Criteria() {
		at[k.ID] = len(lines)
		lines = append(lines, criterionLine{Criterion: k.ID, Title: k.Title, Source: k.Source, Confidence: k.Confidence, Binding: k.Binding})
	}
	people, area := make([]indicators.Share, len(lines)), make([]indicators.Share, len(lines))
	for i := range r.Results {
		res := &r.Results[i]
		n := at[res.Criterion]
		l := &lines[n]
		switch res.Status {
		case indicators.Pass:
			l.Pass++
		case indicators.Fail:
			l.Fail++
		case indicators.Unknown:
			l.Unknown++
		case indicators.NotApplicable:
			l.NotApplicable++
		}
		if len(res.Provisional) > 0 {
			l.Provisional++
		}
		if res.Status != indicators.NotApplicable { // what does not apply counts as covered there
			addShare(&people[n], res.Residents)
			addShare(&area[n], res.Area)
		}
	}
	for n := range lines {
		s := people[n]
		if s.Whole == 0 {
			s = area[n]
		}
		lines[n].Low, lines[n].High = s.LowShare(), s.HighShare()
	}
	return lines
}

func addShare(to *indicators.Share, s indicators.Share) {
	to.Low += s.Low
	to.High += s.High
	to.Whole += s.Whole
}

// printRun prints a run criterion by criterion.
func (a *app) printRun(r *data.RunResult, dry bool) error {
	lines, ladder := criterionLines(r), indicators.Climb(r.Run.Standard, r.Communities, r.Results)
	if a.json {
		return a.printJSON(struct {
			data.Run
			Standard    string             `json:"standard"` // its id in place of the whole
			Communities int                `json:"communities"`
			Published   bool               `json:"published"`
			Stale       data.Stale         `json:"stale"`
			Criteria    []criterionLine    `json:"criteria"`
			Ladder      *indicators.Ladder `json:"ladder"`
		}{r.Run, r.Run.Standard.ID, len(r.Communities), !dry, r.Stale, lines, ladder})
	}
	head := a.word(wordRunDone, r.Run.Number, r.Run.Standard.ID, len(r.Communities), len(lines))
	if dry {
		head = a.word(wordDryRun, r.Run.Standard.ID, len(r.Communities), len(lines))
	}
	_, err := fmt.Fprintln(a.out, head+"\n"+a.staleLine(r.Stale))
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordResultHead))
	for _, l := range lines {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t%s\n", l.Criterion, l.Pass, l.Fail, l.Unknown, l.NotApplicable, percents(l.Low, l.High), a.text(l.Title))
	}
	return errors.Join(err, t.Flush(), a.printLadder(ladder))
}

// percents is a range of shares; one number where both are the same.
func percents(low, high float64) string {
	lo, hi := fmt.Sprintf("%.1f", 100*low), fmt.Sprintf("%.1f", 100*high)
	if lo == hi {
		return lo + " %"
	}
	return lo + "–" + hi + " %"
}

// printSensitivity lists what changes status under other assumptions; with --json it stands in the run.
func (a *app) printSensitivity(r *data.Run) {
	if a.json {
		return
	}
	communities := map[string]bool{}
	for _, f := range r.Sensitivity {
		communities[f.Community] = true
	}
	fmt.Fprintln(a.out, a.word(wordSensitivity, len(r.Sensitivity), len(communities)))
	t := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	for _, f := range r.Sensitivity {
		name := f.Criterion
		if name == "" {
			name = a.word(wordWhole)
		}
		fmt.Fprintf(t, "%s\t%s", f.Community, name)
		for _, v := range slices.Sorted(maps.Keys(f.Statuses)) {
			fmt.Fprintf(t, "\t%s: %s", v, a.status(f.Statuses[v]))
		}
		fmt.Fprintln(t)
	}
	t.Flush()
	fmt.Fprintln(a.out, a.word(wordVerifyFirst, len(r.VerifyFirst)))
	for _, v := range r.VerifyFirst[:min(len(r.VerifyFirst), mostVerified)] {
		fmt.Fprintf(t, "%s\t%s\t%s\t%.0f\t%s\n", v.Criterion, v.Key, v.Name, float64(v.Milli)/1000, strings.Join(v.Communities, " "))
	}
	t.Flush()
	fmt.Fprintln(a.out, a.word(wordVerifyWays, len(r.VerifyStreets)))
	for _, v := range r.VerifyStreets[:min(len(r.VerifyStreets), mostVerified)] {
		at := v.From.Point()
		fmt.Fprintf(t, "%s\tway/%d\t%s\t%.7f %.7f\t%.0f\t%.0f\t%s\n", v.Criterion, v.Way, v.Street, at[0], at[1], v.Metres,
			float64(v.Milli)/1000, strings.Join(v.Communities, " "))
	}
	t.Flush()
}

// mostVerified is how many facilities and streets to verify first are printed; --json has all.
const mostVerified = 20
