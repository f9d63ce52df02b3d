package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/export"
	"circle15/data/gpkg"
	"circle15/data/quality"
	"circle15/geo"
	"circle15/indicators"
)

func (a *app) checkCommand() *cobra.Command {
	output := ""
	c := &cobra.Command{
		Use:   "check",
		Short: "all findings: of the workspace file, of the layers, of layers side by side, of the latest run",
		Long: `All findings: of the workspace file, of each layer, of the layers side by side, and of the latest run.

Side by side, layers show shifted datums (GCJ-02, BD-09), exchanged axes, one thing drawn twice, places in the water or outside the
city, communities that overlap or leave slivers, old layers, and what the standard needs and nobody has. Nothing is changed.`,
		Example: `  circle15 check
  circle15 -w city.gpkg check --json
  circle15 -w city.gpkg check -o findings.xlsx`,
		Args: exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.check(c.Context(), w, output) })
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "", "also write a table for the offices that own the data: .xlsx or .csv")
	return c
}

func (a *app) check(ctx context.Context, w *gpkg.Workspace, output string) error {
	found, err := w.Check(ctx)
	if err != nil {
		return err
	}
	damaged := len(found)
	ofLayers, err := w.Findings(ctx, "")
	if err != nil {
		return err
	}
	found = append(found, ofLayers...)
	run, err := w.Run(ctx, 0)
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	if !data.Reportable(found[:damaged]) { // a damaged layer cannot be compared
		beside, err := a.sideBySide(ctx, w, run.Standard)
		if err != nil {
			return err
		}
		found = append(found, beside...)
	}
	found = append(found, run.Findings...)
	if output != "" {
		if err := a.writeFindings(output, found); err != nil {
			return err
		}
	}
	a.note(found)
	if a.json {
		return a.printJSON(append([]data.Finding{}, found...))
	}
	return a.printFindings(found)
}

// sideBySide compares the layers in their latest versions.
func (a *app) sideBySide(ctx context.Context, w *gpkg.Workspace, std *indicators.Standard) ([]data.Finding, error) {
	centre, ok, err := w.Frame(ctx)
	if err != nil || !ok {
		return nil, err // without communities there is nothing to compare with
	}
	layers, err := w.Layers(ctx)
	if err != nil {
		return nil, err
	}
	city, err := w.City(ctx, layers)
	if err != nil {
		return nil, err
	}
	opt := quality.Options{AsOf: time.Now().Format(time.DateOnly), Standard: std}
	if std != nil {
		opt.Known = append(opt.Known, std)
	}
	for _, id := range indicators.EmbeddedIDs() {
		known, _, err := findStandard(ctx, nil, id)
		if err != nil {
			return nil, err
		}
		opt.Known = append(opt.Known, known)
	}
	return quality.Check(ctx, city, geo.NewFrame(centre.Point()), opt)
}

// writeFindings writes the table that goes back to the offices.
func (a *app) writeFindings(path string, found []data.Finding) error {
	format, err := export.ByName(path)
	if err != nil || format.Ending != ".xlsx" && format.Ending != ".csv" {
		return &usageError{fmt.Sprintf("-o %s: findings are written as .xlsx or .csv", path)}
	}
	l := &export.Layer{Name: "findings", Title: indicators.Text{Zh: "数据问题清单", En: "Findings"}, Fields: findingFields}
	for i, f := range found {
		l.Features = append(l.Features, data.Feature{ID: fmt.Sprint(i + 1), Values: []any{string(f.Severity), f.Layer, data.TextOrNil(f.Feature), rowOrNone(f.Row), data.TextOrNil(f.Field), data.TextOrNil(f.Value),
			f.Message, data.TextOrNil(f.Advice), int64(max(f.Count, 0) + 1), f.Code, nil, nil}})
	}
	if err := writeFile(path, func(out io.Writer) error { return format.Write(out, l, export.Options{Chinese: a.lang == "zh"}) }); err != nil {
		return err
	}
	a.message("%s", a.word(wordFindingsWritten, path, len(found)))
	return nil
}

// findingFields are the columns of the table; the last two are for the office to fill in.
var findingFields = []data.Field{
	{Name: "severity", Zh: "程度：note 提示，warning 已修复或存疑，error 已剔除", En: "note, warning (repaired or doubtful), error (dropped)"},
	{Name: "layer", Zh: "图层", En: "layer"},
	{Name: "feature", Zh: "要素编号", En: "id of the feature in the source"},
	{Name: "row", Type: data.IntField, Zh: "表格行号", En: "row of the table"},
	{Name: "field", Zh: "字段", En: "field"},
	{Name: "value", Zh: "值", En: "value"},
	{Name: "message", Zh: "问题及处理", En: "what is wrong and what was done"},
	{Name: "advice", Zh: "建议", En: "what to do"},
	{Name: "count", Type: data.IntField, Zh: "同类个数", En: "how many like it"},
	{Name: "code", Zh: "问题代码", En: "code of the finding"},
	{Name: "office", Zh: "责任单位（填写）", En: "office in charge (to be filled in)"},
	{Name: "done", Zh: "处理情况（填写）", En: "what was done (to be filled in)"},
}

func rowOrNone(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func (a *app) printFindings(found []data.Finding) error {
	if len(found) == 0 {
		_, err := fmt.Fprintln(a.out, a.word(wordSound))
		return err
	}
	for _, f := range found {
		layer := ""
		if f.Layer != "" {
			layer = f.Layer + ": "
		}
		if _, err := fmt.Fprintln(a.out, layer+f.String()); err != nil {
			return err
		}
	}
	return nil
}
