package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
	"circle15/data/report"
	"circle15/indicators"
	"circle15/indicators/target"
	"circle15/indicators/worklist"
)

type reportOptions struct {
	runChoice
	output, community string
}

func (a *app) exportReportCommand() *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report -o FILE.html",
		Short: "the run as people read it: a page that prints, a page per community, a workbook",
		Example: `  circle15 export report -o report.html --lang zh
  circle15 export report -o community.html --community C001
  circle15 -w city.gpkg export report -o report.xlsx`,
		Args: exactly(0, "-o FILE.html"),
		RunE: func(c *cobra.Command, _ []string) error {
			ending := strings.ToLower(filepath.Ext(o.output))
			switch {
			case ending != ".html" && ending != ".xlsx":
				return &usageError{fmt.Sprintf("-o %q: the ending says the format: known are .html, .xlsx", o.output)}
			case ending == ".xlsx" && o.community != "":
				return &usageError{"--community is for .html: the workbook has all communities"}
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.exportReport(c.Context(), w, o, ending) })
		},
	}
	o.flags(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", "file to write, .html or .xlsx")
	c.Flags().StringVar(&o.community, "community", "", "a page about this community alone")
	return c
}

func (a *app) exportReport(ctx context.Context, w *gpkg.Workspace, o reportOptions, ending string) error {
	number, err := o.find(ctx, a, w)
	if err != nil {
		return err
	}
	in, err := a.reportInput(ctx, w, number)
	if err != nil {
		return err
	}
	write := func(out io.Writer) error { return report.HTML(out, in) }
	switch {
	case ending == ".xlsx":
		write = func(out io.Writer) error { return report.Workbook(out, in) }
	case o.community != "":
		write = func(out io.Writer) error { return report.CommunityHTML(out, in, o.community) }
	}
	if err := writeFile(o.output, write); err != nil {
		return err
	}
	a.message("%s", a.in(indicators.Text{Zh: "已写出 %s：第 %d 批次", En: "wrote %s: run %d"}, o.output, number))
	return nil
}

// reportInput gathers what a report tells of a run: the run before it for what changed, and the list and figures as they are now.
func (a *app) reportInput(ctx context.Context, w *gpkg.Workspace, number int) (*report.Input, error) {
	r, err := w.RunResult(ctx, number)
	if err != nil {
		return nil, err
	}
	in := &report.Input{Chinese: a.lang == "zh", Result: r, Program: version()}
	if in.City, err = w.City(ctx, r.Run.Layers); err != nil {
		return nil, err
	}
	if in.Work, err = w.Work(ctx, r.Run.Standard.ID); err != nil {
		return nil, err
	}
	worklist.Sort(in.Work)
	if in.Grades, err = w.Grades(ctx, number); err != nil {
		return nil, err
	}
	runs, err := w.Runs(ctx)
	if err != nil {
		return nil, err
	}
	before, latest := 0, 0
	for _, x := range runs {
		if x.Standard.ID == r.Run.Standard.ID {
			latest = x.Number
			if x.Number < number {
				before = x.Number
			}
		}
	}
	if latest == number {
		if in.Targets, err = targetsOf(ctx, w, r.Run.Standard.ID, target.Month); err != nil {
			return nil, err
		}
		in.Targets = in.Targets.Public(r.Run.Standard)
	}
	if before > 0 {
		d, _, err := compareRuns(ctx, w, before, number)
		if err != nil {
			return nil, err
		}
		in.Diff = d.Public(r.Run.Standard)
	}
	return in, nil
}
