package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
	"circle15/indicators"
	"circle15/indicators/worklist"
)

// worklistChoice are the flags that choose items.
type worklistChoice struct {
	standard, district, community, criterion, state, asOf string
	binding, all                                          bool
}

func (o *worklistChoice) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.standard, "standard", "", "of this standard (default: the workspace's)")
	f.StringVar(&o.district, "district", "", "only of this district")
	f.StringVar(&o.community, "community", "", "only of this community")
	f.StringVar(&o.criterion, "criterion", "", "only of this criterion")
	f.StringVar(&o.state, "state", "", "only in this state: open, in_hand, done, re_measured, closed, reopened, overdue")
	f.StringVar(&o.asOf, "as-of", "", "the day on which something is overdue, YYYY-MM-DD (default: today)")
	f.BoolVar(&o.binding, "binding", false, "only of criteria that decide")
	f.BoolVar(&o.all, "all", false, "closed ones too")
}

func (a *app) worklistCommand() *cobra.Command {
	var o worklistChoice
	c := &cobra.Command{
		Use:   "worklist",
		Short: "what is to be mended, with office, due date and state (整改清单)",
		Example: `  circle15 worklist
  circle15 -w city.gpkg worklist --district 渭滨区 --state overdue --json`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withWork(c.Context(), o, func(items []worklist.Item, day string) error { return a.printWork(items, day) })
		},
	}
	o.flags(c)
	c.AddCommand(a.worklistListCommand(), a.worklistShowCommand(), a.worklistSetCommand(), a.worklistNoteCommand(), a.worklistExportCommand(), a.worklistImportCommand())
	return c
}

func (a *app) worklistListCommand() *cobra.Command {
	var o worklistChoice
	c := &cobra.Command{
		Use: "list", Short: "the items, those that gain most residents first",
		Example: "  circle15 worklist list --binding\n  circle15 worklist list --all --json",
		Args:    exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withWork(c.Context(), o, func(items []worklist.Item, day string) error { return a.printWork(items, day) })
		},
	}
	o.flags(c)
	return c
}

// withWork hands on the chosen items, sorted, and the day that counts.
func (a *app) withWork(ctx context.Context, o worklistChoice, f func([]worklist.Item, string) error) error {
	day := o.asOf
	if day == "" {
		day = time.Now().Format(time.DateOnly)
	} else if _, err := time.Parse(time.DateOnly, day); err != nil {
		return &usageError{fmt.Sprintf("--as-of %q: it is a date like 2026-03-01", day)}
	}
	if o.state != "" && o.state != "overdue" && !slices.Contains(worklist.States, worklist.State(o.state)) {
		return &usageError{fmt.Sprintf("--state %q: known are open, in_hand, done, re_measured, closed, reopened, overdue", o.state)}
	}
	return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
		items, err := o.find(ctx, w, day)
		if err != nil {
			return err
		}
		return f(items, day)
	})
}

func (o *worklistChoice) find(ctx context.Context, w *gpkg.Workspace, day string) ([]worklist.Item, error) {
	standard := o.standard
	if standard == "" {
		var err error
		if standard, err = w.DefaultStandard(ctx); err != nil {
			return nil, err
		}
	}
	items, err := w.Work(ctx, standard)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(i worklist.Item) bool {
		switch {
		case o.district != "" && i.District != o.district, o.community != "" && i.Community != o.community, o.criterion != "" && i.Criterion != o.criterion,
			o.binding && !i.Binding:
			return true
		case o.state == "overdue":
			return i.Overdue(day) == 0
		case o.state != "":
			return string(i.State) != o.state
		}
		return i.Settled() && !o.all
	})
	worklist.Sort(items)
	return items, nil
}

// mostListed is how many items are printed; --json and exports have all.
const mostListed = 50

func (a *app) printWork(items []worklist.Item, day string) error {
	if a.json {
		return a.printJSON(append([]worklist.Item{}, items...))
	}
	late := 0
	for i := range items {
		if items[i].Overdue(day) > 0 {
			late++
		}
	}
	a.line(indicators.Text{Zh: "整改清单：%d 项，其中 %d 项逾期（%s）", En: "Worklist: %d items, %d overdue on %s"}, len(items), late, day)
	t := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, a.in(indicators.Text{Zh: "编号\t状态\t居民\t可受益\t责任单位\t期限\t最少整改", En: "ID\tSTATE\tRESIDENTS\tGAIN\tOFFICE\tDUE\tLEAST MEND"}))
	for i := range items[:min(len(items), mostListed)] {
		it := &items[i]
		gain := "-"
		if it.Mend != nil && it.Mend.Gain > 0 {
			gain = fmt.Sprintf("%.0f", float64(it.Mend.Gain)/1000)
		}
		due := dash(it.Due)
		if d := it.Overdue(day); d > 0 {
			due += a.in(indicators.Text{Zh: "（逾期 %d 天）", En: " (%d days late)"}, d)
		}
		fmt.Fprintf(t, "%s\t%s\t%.0f\t%s\t%s\t%s\t%s\n", it.ID, a.text(it.State.Text()), float64(it.Milli)/1000, gain, dash(it.Office), due, a.text(it.MendText("")))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if n := len(items) - mostListed; n > 0 {
		a.line(indicators.Text{Zh: "另有 %d 项，见 --json 或 worklist export", En: "and %d more, see --json or worklist export"}, n)
	}
	return nil
}

func (a *app) worklistShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "one item with its history: by whom and when",
		Example: "  circle15 worklist show C001/bus_lines\n  circle15 --lang zh worklist show C001/bus_lines --json",
		Args:    exactly(1, "ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error {
				item, err := findItem(c.Context(), w, args[0])
				if err != nil {
					return err
				}
				log, err := w.WorkLog(c.Context(), item.ID)
				if err != nil {
					return err
				}
				return a.printItem(item, log)
			})
		},
	}
}

// findItem is the item of that id: of the default standard if several have one.
func findItem(ctx context.Context, w *gpkg.Workspace, id string) (worklist.Item, error) {
	standard, err := w.DefaultStandard(ctx)
	if err != nil {
		return worklist.Item{}, err
	}
	items, err := w.Work(ctx, "")
	if err != nil {
		return worklist.Item{}, err
	}
	var found *worklist.Item
	for i := range items {
		if items[i].ID == id && (found == nil || items[i].Standard == standard) {
			found = &items[i]
		}
	}
	if found == nil {
		return worklist.Item{}, fmt.Errorf("item %q is not on the worklist: circle15 worklist list --all lists them", id)
	}
	return *found, nil
}

func (a *app) printItem(i worklist.Item, log []worklist.Event) error {
	if a.json {
		return a.printJSON(struct {
			worklist.Item
			History []worklist.Event `json:"history"`
		}{i, append([]worklist.Event{}, log...)})
	}
	fmt.Fprintf(a.out, "%s  %s  %s\n", i.ID, i.Name, a.text(i.Title))
	a.line(indicators.Text{Zh: "状态：%s；责任单位：%s；期限：%s；成因：%s；居民 %.0f 人", En: "State: %s; office: %s; due: %s; cause: %s; %.0f residents"},
		a.text(i.State.Text()), dash(i.Office), dash(i.Due), dash(string(i.Cause)), float64(i.Milli)/1000)
	place := "-"
	if i.Mend != nil && i.Mend.At != nil {
		place = fmt.Sprintf("%.6f %.6f", i.Mend.At[0], i.Mend.At[1])
	}
	a.line(indicators.Text{Zh: "最少整改：%s；地点：%s", En: "Least mend: %s; place: %s"}, a.text(i.MendText("")), place)
	for _, e := range log {
		var parts []string
		if e.Field != "" {
			parts = append(parts, fmt.Sprintf("%s: %s → %s", e.Field, dash(e.From), dash(e.To)))
		}
		if e.Note != "" {
			parts = append(parts, e.Note)
		}
		if e.Run > 0 {
			parts = append(parts, a.in(indicators.Text{Zh: "第 %d 批次", En: "run %d"}, e.Run))
		}
		fmt.Fprintf(a.out, "  %s  %s  %s\n", e.At, e.By, strings.Join(parts, "; "))
	}
	return nil
}

func (a *app) worklistSetCommand() *cobra.Command {
	var state, office, due, note string
	c := &cobra.Command{
		Use: "set ID…", Short: "office in charge, due date, state (open, in_hand, done) of items",
		Example: "  circle15 worklist set C001/bus_lines --office 交通局 --due 2026-06-30 --state in_hand\n  circle15 --by 李工 worklist set C001/bus_lines --state done --note \"new stop opened\"",
		Args:    someArgs,
		RunE: func(c *cobra.Command, args []string) error {
			change := worklist.Change{Note: note}
			if c.Flags().Changed("state") {
				s := worklist.State(state)
				change.State = &s
			}
			if c.Flags().Changed("office") {
				change.Office = &office
			}
			if c.Flags().Changed("due") {
				change.Due = &due
			}
			if change == (worklist.Change{}) {
				return &usageError{"set what? say --state, --office, --due or --note"}
			}
			return a.setItems(c.Context(), args, change)
		},
	}
	f := c.Flags()
	f.StringVar(&state, "state", "", "open, in_hand, done; the other states are measured by the next run")
	f.StringVar(&office, "office", "", "office in charge")
	f.StringVar(&due, "due", "", "YYYY-MM-DD; empty takes it away")
	f.StringVar(&note, "note", "", "what happened, kept in the history")
	return c
}

func someArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return &usageError{fmt.Sprintf("which items? it is: %s ID…", c.CommandPath())}
	}
	return nil
}

func (a *app) worklistNoteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "note ID TEXT", Short: "keep a note in the history of an item",
		Example: "  circle15 worklist note C001/bus_lines \"asked the bus company\"\n  circle15 --by 李工 worklist note C001/bus_lines 已现场核实",
		Args:    exactly(2, "ID TEXT"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.setItems(c.Context(), args[:1], worklist.Change{Note: args[1]})
		},
	}
}

// setItems changes items, all of them or none.
func (a *app) setItems(ctx context.Context, ids []string, change worklist.Change) error {
	return a.with(gpkg.Write, func(w *gpkg.Workspace) error {
		var items []worklist.Item
		var events []worklist.Event
		for _, id := range ids {
			i, err := findItem(ctx, w, id)
			if err != nil {
				return err
			}
			es, err := i.Apply(change, now(), a.who())
			if err != nil {
				return err
			}
			items, events = append(items, i), append(events, es...)
		}
		if err := w.PutWork(ctx, items, events); err != nil {
			return err
		}
		a.line(indicators.Text{Zh: "%d 项，%d 处改动", En: "%d items, %d changes"}, len(items), len(events))
		return nil
	})
}
