package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/data/gpkg"
	"circle15/indicators"
	"circle15/indicators/lookback"
)

type diffOptions struct {
	standard, output string
}

func (a *app) diffCommand() *cobra.Command {
	var o diffOptions
	c := &cobra.Command{
		Use:   "diff [RUN RUN]",
		Short: "what changed between two runs, and which inputs did it (default: the last two of the standard)",
		Example: `  circle15 diff
  circle15 -w city.gpkg diff 3 7 -o changed.geojson --json`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 0 && len(args) != 2 {
				return &usageError{fmt.Sprintf("%d runs given; it is: %s [RUN RUN]", len(args), c.CommandPath())}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if ending := strings.ToLower(filepath.Ext(o.output)); o.output != "" && o.output != "-" && ending != ".geojson" && ending != ".json" {
				return &usageError{fmt.Sprintf("-o %s: the ending says the format, and %q is none that is written: known are .geojson, .json", o.output, ending)}
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.diff(c.Context(), w, args, o) })
		},
	}
	c.Flags().StringVar(&o.standard, "standard", "", "compare the last two runs of this standard (default: the workspace's)")
	c.Flags().StringVarP(&o.output, "output", "o", "", "also write the gaps that changed to a .geojson file; - is stdout, and nothing else then")
	return c
}

func (a *app) diff(ctx context.Context, w *gpkg.Workspace, args []string, o diffOptions) error {
	from, to, err := a.twoRuns(ctx, w, args, o.standard)
	if err != nil {
		return err
	}
	d, after, err := compareRuns(ctx, w, from, to)
	if err != nil {
		return err
	}
	if o.output != "" {
		features := data.DiffFeatures(d, &after.Run)
		attribution, licence := credits(after.Run.Layers)
		write := func(out io.Writer) error {
			return geojson.Write(out, "diff", data.DiffFields, slices.Values(features), geojson.Meta{Attribution: attribution, Licence: licence, Run: to})
		}
		if o.output == "-" {
			return write(a.out)
		}
		if err := writeFile(o.output, write); err != nil {
			return err
		}
		a.message("%s", a.word(wordWritten, o.output, len(features), to))
	}
	if a.json {
		return a.printJSON(d)
	}
	return a.printDiff(d)
}

// compareRuns compares two runs of a workspace.
func compareRuns(ctx context.Context, w *gpkg.Workspace, from, to int) (*lookback.Difference, *data.RunResult, error) {
	before, err := w.RunResult(ctx, from)
	if err != nil {
		return nil, nil, err
	}
	after, err := w.RunResult(ctx, to)
	if err != nil {
		return nil, nil, err
	}
	cityBefore, err := w.City(ctx, before.Run.Layers)
	if err != nil {
		return nil, nil, err
	}
	cityAfter, err := w.City(ctx, after.Run.Layers)
	if err != nil {
		return nil, nil, err
	}
	d, err := data.Compare(before, after, cityBefore, cityAfter)
	return d, after, err
}

// twoRuns are the runs that were named, else the last two of the standard.
func (a *app) twoRuns(ctx context.Context, w *gpkg.Workspace, args []string, standard string) (from, to int, err error) {
	if len(args) == 2 {
		if standard != "" {
			return 0, 0, &usageError{"name two runs, or --standard, not both"}
		}
		for i, n := range []*int{&from, &to} {
			if *n, err = strconv.Atoi(args[i]); err != nil || *n < 1 {
				return 0, 0, &usageError{fmt.Sprintf("%q is no run: runs count from 1, circle15 runs lists them", args[i])}
			}
		}
		return from, to, nil
	}
	if standard == "" {
		if standard, err = w.DefaultStandard(ctx); err != nil {
			return 0, 0, err
		}
	}
	runs, err := w.Runs(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, r := range runs {
		if r.Standard.ID == standard {
			from, to = to, r.Number
		}
	}
	if from == 0 {
		return 0, 0, fmt.Errorf("%s", a.in(indicators.Text{Zh: "标准 %q 的批次不足两个，没有可比较的；circle15 compute 再算一次", En: "standard %q has fewer than two runs, so there is nothing to compare; circle15 compute makes another"}, standard))
	}
	return from, to, nil
}

// in is a phrase in the language of the user, with its blanks filled.
func (a *app) in(t indicators.Text, args ...any) string { return fmt.Sprintf(a.text(t), args...) }

// line prints a phrase as a line of the result.
func (a *app) line(t indicators.Text, args ...any) { fmt.Fprintln(a.out, a.in(t, args...)) }

// mostTold is how many of a kind are printed; --json has all.
const mostTold = 10

func (a *app) printDiff(d *lookback.Difference) error {
	a.line(indicators.Text{Zh: "%s：第 %d 批次（基准日 %s）→ 第 %d 批次（基准日 %s）", En: "%s: run %d (as of %s) → run %d (as of %s)"}, d.To.Standard, d.From.Run, d.From.AsOf, d.To.Run, d.To.AsOf)
	a.printChanges(d.Changes)
	changed := 0
	for i := range d.Pairs {
		if d.Pairs[i].StatusChanged() {
			changed++
		}
	}
	a.line(indicators.Text{Zh: "结果：%d 对有变化，其中 %d 对结论改变；%d 个指标、%d 个社区、%d 个县区的结论改变",
		En: "Results: %d pairs measure otherwise, %d of them changed status; %d indicators, %d communities and %d districts changed"},
		len(d.Pairs), changed, len(d.Indicators), len(d.Communities), len(d.Districts))
	for _, c := range d.Districts {
		fmt.Fprintf(a.out, "  %s: %s\n", c.District, a.countsChanged(c.Counts[0], c.Counts[1]))
	}
	a.told(len(d.Communities), func(i int) string {
		c := d.Communities[i]
		return fmt.Sprintf("%s: %s → %s", named(c.Community, c.Name), a.statusOrNone(c.Before), a.statusOrNone(c.After))
	})
	for _, c := range d.Criteria {
		fmt.Fprintf(a.out, "  %s: %s\n", c.Criterion, a.countsChanged(c.Before, c.After))
	}
	a.printPairs(d)
	for _, what := range lookback.GapWhats {
		if t, ok := d.Totals[what]; ok {
			a.line(indicators.Text{Zh: "%s：%d 处，%.2f 公顷，居民 %.0f 人", En: "%s: %d, %.2f ha, %.0f residents"}, a.text(what.Text()), t.Count, t.AreaM2/10_000, float64(t.Milli)/1000)
		}
	}
	return nil
}

// printPairs prints the pairs that changed status, with the reasons; the others are in --json.
func (a *app) printPairs(d *lookback.Difference) {
	var told []*lookback.PairChange
	for i := range d.Pairs {
		if d.Pairs[i].StatusChanged() {
			told = append(told, &d.Pairs[i])
		}
	}
	if len(told) == 0 && len(d.Pairs) > 0 { // no status changed: what measures otherwise
		for i := range d.Pairs {
			told = append(told, &d.Pairs[i])
		}
	}
	a.told(len(told), func(i int) string {
		p := told[i]
		s := fmt.Sprintf("%s %s: %s → %s, %s → %s", named(p.Community, p.Name), p.Criterion, a.statusOrNone(p.Before), a.statusOrNone(p.After),
			percents(p.LowBefore, p.LowBefore), percents(p.LowAfter, p.LowAfter))
		var why []string
		for _, n := range p.Why[:min(len(p.Why), 3)] {
			c := &d.Changes[n]
			why = append(why, a.text(c.Kind.Text())+" "+a.text(c.What.Text())+" "+c.Label())
		}
		if p.Reasons > len(why) {
			why = append(why, a.in(indicators.Text{Zh: "另有 %d 项", En: "%d more"}, p.Reasons-len(why)))
		}
		return s + "\n    " + a.in(indicators.Text{Zh: "因为：%s", En: "because: %s"}, strings.Join(why, "; "))
	})
}

// printChanges prints the inputs that changed, those of a kind together.
func (a *app) printChanges(changes []lookback.Change) {
	a.line(indicators.Text{Zh: "输入的变化：%d 项", En: "Inputs that changed: %d"}, len(changes))
	type group struct {
		kind     lookback.ChangeKind
		what     lookback.ChangeWhat
		category string
	}
	of := map[group][]int{}
	var order []group
	for i := range changes {
		g := group{changes[i].Kind, changes[i].What, changes[i].Category}
		if of[g] == nil {
			order = append(order, g)
		}
		of[g] = append(of[g], i)
	}
	for _, g := range order {
		head := a.text(g.kind.Text()) + " " + a.text(g.what.Text())
		if g.category != "" {
			head += " (" + g.category + ")"
		}
		fmt.Fprintf(a.out, "  %s: %d\n", head, len(of[g]))
		for n, i := range of[g] {
			if n == mostTold {
				a.line(indicators.Text{Zh: "    另有 %d 项，见 --json", En: "    and %d more, see --json"}, len(of[g])-n)
				break
			}
			fmt.Fprintf(a.out, "    %s\n", changes[i].Label())
		}
	}
}

// told prints up to mostTold lines.
func (a *app) told(n int, line func(i int) string) {
	for i := range min(n, mostTold) {
		fmt.Fprintf(a.out, "  %s\n", line(i))
	}
	if n > mostTold {
		a.line(indicators.Text{Zh: "  另有 %d 项，见 --json", En: "  and %d more, see --json"}, n-mostTold)
	}
}

func named(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + " " + name
}

func (a *app) statusOrNone(s indicators.Status) string {
	if s == "" {
		return "-"
	}
	return a.status(s)
}

// countsChanged is "pass 12 → 11, fail 3 → 4".
func (a *app) countsChanged(before, after map[indicators.Status]int) string {
	var parts []string
	for _, s := range []indicators.Status{indicators.Pass, indicators.Fail, indicators.Unknown, indicators.NotApplicable} {
		if before[s] != after[s] {
			parts = append(parts, fmt.Sprintf("%s %d → %d", a.status(s), before[s], after[s]))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "=")
}
