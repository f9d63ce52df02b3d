package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
	"circle15/indicators"
)

func (a *app) standardCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE|NAME",
		Short: "every mistake of a standard's file; without one, what it would judge and what it waits for",
		Example: `  circle15 standard check our-city.yaml
  circle15 standard check baoji-convenience-2023 --json`,
		Args: exactly(1, "FILE|NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withOrWithout(func(w *gpkg.Workspace) error {
				std, _, err := findStandard(c.Context(), w, args[0])
				var mistakes indicators.StandardErrors
				if errors.As(err, &mistakes) {
					return a.printMistakes(args[0], mistakes)
				}
				if err != nil {
					return err
				}
				return a.printOutline(std.Outline(), std)
			})
		},
	}
}

// mistake is a mistake of a standard's file as JSON.
type mistake struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Got     string   `json:"got,omitempty"`
	Known   []string `json:"known,omitempty"`
	Message string   `json:"message"`
}

// printMistakes prints the mistakes, one in a line; that there are any is an error.
func (a *app) printMistakes(name string, all indicators.StandardErrors) error {
	list := make([]mistake, len(all))
	for i, m := range all {
		list[i] = mistake{m.File, m.Line, m.Column, m.Got, m.Known, m.Message}
	}
	if a.json {
		if err := a.printJSON(struct {
			OK       bool      `json:"ok"`
			Mistakes []mistake `json:"mistakes"`
		}{false, list}); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(a.out, all)
	}
	return errors.New(a.word(wordMistakes, name, len(all)))
}

func (a *app) printOutline(o indicators.Outline, std *indicators.Standard) error {
	if a.json {
		return a.printJSON(struct {
			OK bool `json:"ok"`
			indicators.Outline
		}{true, o})
	}
	fmt.Fprintf(a.out, "%s: %s\n", o.ID, a.text(o.Title))
	if o.Extends != "" {
		fmt.Fprintln(a.out, a.word(wordExtends, o.Extends))
	}
	fmt.Fprintln(a.out, a.word(wordOutline, o.Aspects, len(o.Indicators), len(std.Criteria()), len(o.Decide), len(o.NotSet), len(o.Shown)))
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, a.word(wordOutlineHead))
	for _, i := range o.Indicators {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\n", i.ID, i.Decide, i.NotSet, i.Shown, a.text(i.Title))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(o.NotSet) > 0 {
		fmt.Fprintln(a.out, a.word(wordNotSet))
		for _, id := range o.NotSet {
			_, _, c := std.Criterion(id)
			fmt.Fprintf(t, "  %s\t%s\n", id, a.text(c.Title))
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	for _, table := range o.Tables {
		fmt.Fprintln(a.out, a.word(wordAsksTable, table.Table, strings.Join(table.Columns, ", ")))
	}
	fmt.Fprintln(a.out, a.word(wordNotMeasured, o.Targets, o.NotMeasured))
	return nil
}
