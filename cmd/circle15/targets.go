package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/indicators"
	"circle15/indicators/target"
	"circle15/indicators/warning"
)

func (a *app) targetsCommand() *cobra.Command {
	var standard, period string
	c := &cobra.Command{
		Use:   "targets",
		Short: "how far the districts have come, who is nearest to passing, figures by week, month or quarter (任务进度)",
		Example: `  circle15 targets
  circle15 -w city.gpkg targets --standard baoji-safe-2023 --period quarter --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains(target.Periods, target.Period(period)) {
				return &usageError{fmt.Sprintf("--period %q: known are week, month, quarter", period)}
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
				r, err := targetsOf(c.Context(), w, standard, target.Period(period))
				if err != nil {
					return err
				}
				return a.printProgress(r)
			})
		},
	}
	c.Flags().StringVar(&standard, "standard", "", "of this standard (default: the workspace's)")
	c.Flags().StringVar(&period, "period", string(target.Month), "of the figures: week, month, quarter")
	return c
}

// targetsOf is the report of a standard, with what happened to its worklist.
func targetsOf(ctx context.Context, w *gpkg.Workspace, standard string, p target.Period) (*target.Report, error) {
	if standard == "" {
		var err error
		if standard, err = w.DefaultStandard(ctx); err != nil {
			return nil, err
		}
	}
	events, err := w.WorkLog(ctx, "")
	if err != nil {
		return nil, err
	}
	return data.Targets(ctx, w, standard, p, events)
}

func (a *app) printProgress(r *target.Report) error {
	if a.json {
		return a.printJSON(r)
	}
	a.line(indicators.Text{Zh: "%s，第 %d 批次，基准日 %s：%d 个社区中 %d 个达标", En: "%s, run %d as of %s: of %d communities %d pass"},
		r.Standard, r.Run, r.AsOf, r.City.Overall.Communities, r.City.Overall.Pass)
	t := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, a.in(indicators.Text{Zh: "县区\t社区\t达标\t未达标\t无法判定\t目标", En: "DISTRICT\tCOMMUNITIES\tPASS\tFAIL\tUNKNOWN\tTARGETS"}))
	for _, d := range append(slices.Clone(r.Districts), r.City) {
		name := d.District
		if name == "" {
			name = a.in(indicators.Text{Zh: "全市", En: "city"})
		}
		o := d.Overall
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\n", name, o.Communities, o.Pass, o.Fail, o.Unknown, a.targetText(d.Targets))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	var needs []int
	for n := range r.Needing {
		needs = append(needs, n)
	}
	slices.Sort(needs)
	for _, n := range needs {
		a.line(indicators.Text{Zh: "还差 %d 个条件的社区：%d 个", En: "communities that need %d criteria: %d"}, n, r.Needing[n])
	}
	a.told(len(r.Nearest), func(i int) string {
		n := &r.Nearest[i]
		return fmt.Sprintf("%s (%.0f): %s", named(n.Community, n.Name), n.Residents, strings.Join(append(slices.Clone(n.Fails), unsure(n.Unknown)...), ", "))
	})
	fmt.Fprintln(t, a.in(indicators.Text{Zh: "时段\t批次\t社区\t达标\t占比\t新增达标\t新列\t销号\t重开", En: "PERIOD\tRUN\tCOMMUNITIES\tPASS\tSHARE\tGAINED\tNEW\tCLOSED\tREOPENED"}))
	for _, f := range r.Figures {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.1f %%\t%+d\t%d\t%d\t%d\n", f.Period, f.Run, f.Communities, f.Pass, 100*f.Share, f.Gained, f.New, f.Closed, f.Reopened)
	}
	return t.Flush()
}

// unsure marks criteria that cannot be judged.
func unsure(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id + "?"
	}
	return out
}

func (a *app) targetText(ts []indicators.TargetResult) string {
	var out []string
	for _, t := range ts {
		out = append(out, fmt.Sprintf("%s %g/%g %s", a.text(t.Title), t.Done, t.Need, a.status(t.Status)))
	}
	return dash(strings.Join(out, "; "))
}

func (a *app) coloursCommand() *cobra.Command {
	var o runChoice
	c := &cobra.Command{
		Use:   "colours",
		Short: "the three-colour warning with reasons, and what changed since the run before (三色预警)",
		Example: `  circle15 colours
  circle15 -w city.gpkg colours --run 3 --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
				number, err := o.find(c.Context(), a, w)
				if err != nil {
					return err
				}
				g, err := w.Grades(c.Context(), number)
				if err != nil {
					return err
				}
				if g == nil {
					return fmt.Errorf("%s", a.in(indicators.Text{Zh: "第 %d 批次没有三色结果；circle15 compute 重新计算", En: "run %d has no colours; circle15 compute makes a run that has"}, number))
				}
				return a.printColours(g)
			})
		},
	}
	o.flags(c)
	return c
}

func (a *app) printColours(g *warning.Grades) error {
	if a.json {
		return a.printJSON(struct {
			Run int `json:"run"`
			*warning.Grades
			Changed []warning.Changed `json:"changed"`
		}{g.Run, g, append([]warning.Changed{}, g.Changes()...)})
	}
	for _, of := range []struct {
		title  indicators.Text
		grades map[string]warning.Grade
	}{{indicators.Text{Zh: "县区", En: "districts"}, g.Districts}, {indicators.Text{Zh: "社区", En: "communities"}, g.Communities},
		{indicators.Text{Zh: "指标", En: "indicators"}, g.Indicators}, {indicators.Text{Zh: "矛盾纠纷等计数", En: "counts (disputes)"}, g.Counts}} {
		if len(of.grades) == 0 {
			continue
		}
		n := warning.Tally(of.grades)
		a.line(indicators.Text{Zh: "%s：绿 %d，黄 %d，红 %d，灰 %d", En: "%s: %d green, %d yellow, %d red, %d grey"}, a.text(of.title),
			n[indicators.Green], n[indicators.Yellow], n[indicators.Red], n[indicators.Grey])
	}
	t := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	for _, grades := range []map[string]warning.Grade{g.Districts, g.Communities, g.Counts} {
		ids := make([]string, 0, len(grades))
		for id, v := range grades {
			if v.Colour == indicators.Red || v.Colour == indicators.Yellow {
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(x, y string) int {
			if grades[x].Colour != grades[y].Colour {
				return strings.Compare(string(grades[x].Colour), string(grades[y].Colour)) // red before yellow
			}
			return strings.Compare(x, y)
		})
		for _, id := range ids[:min(len(ids), mostListed)] {
			v := grades[id]
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", id, a.text(warning.Text(v.Colour)), a.in(indicators.Text{Zh: "自第 %d 批次", En: "since run %d"}, v.Since), a.text(v.Reason))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	changes := g.Changes()
	a.line(indicators.Text{Zh: "本批次颜色有变化：%d 处", En: "Colours that changed with this run: %d"}, len(changes))
	a.told(len(changes), func(i int) string {
		c := changes[i]
		return fmt.Sprintf("%s %s: %s → %s, %s", c.What, c.ID, a.text(warning.Text(c.Before)), a.text(warning.Text(c.After)), a.text(c.Reason))
	})
	return nil
}
