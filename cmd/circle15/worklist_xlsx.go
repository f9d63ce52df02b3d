package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/xlsx"
	"circle15/indicators"
	"circle15/indicators/worklist"
)

// worklistSheet is the name of the sheet in which the worklist goes out and comes in again.
const worklistSheet = "worklist"

// worklistColumns are its columns. The last four are for the offices; the rest is not read again.
func worklistColumns(a *app) []xlsx.Column {
	notes := []struct {
		header string
		note   indicators.Text
	}{
		{"id", indicators.Text{Zh: "编号，勿改", En: "id, leave as it is"}}, {"community", indicators.Text{Zh: "社区", En: "community"}},
		{"district", indicators.Text{Zh: "县区", En: "district"}}, {"criterion", indicators.Text{Zh: "评价条件", En: "criterion"}},
		{"cause", indicators.Text{Zh: "成因", En: "cause"}}, {"residents", indicators.Text{Zh: "涉及居民", En: "residents concerned"}},
		{"gain", indicators.Text{Zh: "整改可受益居民", En: "residents gained by the mend"}}, {"mend", indicators.Text{Zh: "最少整改", En: "least mend"}},
		{"place", indicators.Text{Zh: "地点，经度 纬度", En: "place, longitude latitude"}}, {"measured", indicators.Text{Zh: "实测结论", En: "status as measured"}},
		{"office", indicators.Text{Zh: "责任单位（可填）", En: "office in charge (fill in)"}}, {"due", indicators.Text{Zh: "期限（可填）", En: "due date (fill in)"}},
		{"state", indicators.Text{Zh: "状态（可填 open、in_hand、done）", En: "state (fill in open, in_hand, done)"}}, {"note", indicators.Text{Zh: "备注（可填）", En: "note (fill in)"}},
	}
	out := make([]xlsx.Column, len(notes))
	for i, n := range notes {
		out[i] = xlsx.Column{Header: n.header, Note: a.text(n.note)}
		switch n.header {
		case "state":
			out[i].Kind = xlsx.Choice
			for _, s := range worklist.States {
				out[i].Values = append(out[i].Values, string(s))
			}
		case "due":
			out[i].Kind = xlsx.Date
		}
	}
	return out
}

func (a *app) worklistExportCommand() *cobra.Command {
	var o worklistChoice
	var output string
	c := &cobra.Command{
		Use: "export -o FILE.xlsx", Short: "the items as a workbook for offices, which worklist import takes in again",
		Example: "  circle15 worklist export -o worklist.xlsx\n  circle15 worklist export -o weibin.xlsx --district 渭滨区 --binding",
		Args:    exactly(0, "-o FILE.xlsx"),
		RunE: func(c *cobra.Command, _ []string) error {
			if strings.ToLower(filepath.Ext(output)) != ".xlsx" {
				return &usageError{fmt.Sprintf("-o %q: it is a file that ends in .xlsx", output)}
			}
			return a.withWork(c.Context(), o, func(items []worklist.Item, _ string) error {
				if err := writeFile(output, func(out io.Writer) error { return xlsx.Write(out, []xlsx.Sheet{a.workSheet(items)}) }); err != nil {
					return err
				}
				a.message("%s", a.in(indicators.Text{Zh: "已写出 %s：%d 项", En: "wrote %s: %d items"}, output, len(items)))
				return nil
			})
		},
	}
	o.flags(c)
	c.Flags().StringVarP(&output, "output", "o", "", "file to write, .xlsx")
	return c
}

func (a *app) workSheet(items []worklist.Item) xlsx.Sheet {
	s := xlsx.Sheet{Name: worklistSheet, Columns: worklistColumns(a)}
	for i := range items {
		it := &items[i]
		gain, place := "", ""
		if it.Mend != nil {
			gain = fmt.Sprintf("%.0f", float64(it.Mend.Gain)/1000)
			if it.Mend.At != nil {
				place = fmt.Sprintf("%.6f %.6f", it.Mend.At[0], it.Mend.At[1])
			}
		}
		s.Rows = append(s.Rows, []string{it.ID, named(it.Community, it.Name), it.District, it.Criterion + " " + a.text(it.Title), string(it.Cause),
			fmt.Sprintf("%.0f", float64(it.Milli)/1000), gain, a.text(it.MendText("")), place, a.status(it.Status), it.Office, it.Due, string(it.State), ""})
	}
	return s
}

func (a *app) worklistImportCommand() *cobra.Command {
	var standard string
	c := &cobra.Command{
		Use: "import FILE.xlsx", Short: "what offices filled into an exported workbook: office, due, state, note",
		Example: "  circle15 worklist import worklist.xlsx\n  circle15 --by 交通局 worklist import worklist.xlsx --json",
		Args:    exactly(1, "FILE.xlsx"),
		RunE: func(c *cobra.Command, args []string) error {
			table, err := xlsx.Read(c.Context(), args[0], worklistSheet, nil)
			if err != nil {
				return err
			}
			return a.with(gpkg.Write, func(w *gpkg.Workspace) error { return a.importWork(c.Context(), w, args[0], standard, table) })
		},
	}
	c.Flags().StringVar(&standard, "standard", "", "the standard whose worklist it is (default: the workspace's)")
	return c
}

// importWork takes the rows of a workbook in, all that can be taken in one transaction; what cannot is a finding.
func (a *app) importWork(ctx context.Context, w *gpkg.Workspace, file, standard string, table *data.Table) error {
	if standard == "" {
		var err error
		if standard, err = w.DefaultStandard(ctx); err != nil {
			return err
		}
	}
	items, err := w.Work(ctx, standard)
	if err != nil {
		return err
	}
	known := map[string]*worklist.Item{}
	for i := range items {
		known[items[i].ID] = &items[i]
	}
	found := table.Findings
	var changed []worklist.Item
	var events []worklist.Event
	rows := 0
	for i := range table.Records {
		r := &table.Records[i]
		id := r.Fields["id"]
		item := known[id]
		if item == nil {
			if !a.isNote(r) {
				found = append(found, data.Finding{Severity: data.Failure, Code: "item_unknown", Row: r.Row, Field: "id", Value: id,
					Message: "no such item is on the worklist: the row was passed over", Advice: "leave the ids as they were exported"})
			}
			continue
		}
		rows++
		es, err := item.Apply(changeOf(r, item), now(), a.who())
		if err != nil {
			found = append(found, data.Finding{Severity: data.Failure, Code: "item_refused", Row: r.Row, Feature: id, Message: err.Error() + ": the row was passed over"})
			continue
		}
		if len(es) > 0 {
			changed, events = append(changed, *item), append(events, es...)
		}
	}
	if rows == 0 {
		return &data.FileError{File: file, What: "no row of it is an item of the worklist", Advice: "fill in the workbook that circle15 worklist export wrote"}
	}
	if err := w.PutWork(ctx, changed, events); err != nil {
		return err
	}
	a.findings(found)
	if a.json {
		return a.printJSON(struct {
			Rows     int              `json:"rows"`
			Items    int              `json:"items"`
			Events   []worklist.Event `json:"events"`
			Findings []data.Finding   `json:"findings"`
		}{rows, len(changed), append([]worklist.Event{}, events...), append([]data.Finding{}, found...)})
	}
	a.line(indicators.Text{Zh: "%d 行，%d 项有改动，共 %d 处", En: "%d rows, %d items changed, %d changes"}, rows, len(changed), len(events))
	return nil
}

// isNote says whether a row is the explanations below the header, in either language.
func (a *app) isNote(r *data.Record) bool {
	other := *a
	for _, lang := range []string{"zh", "en"} {
		if other.lang = lang; r.Fields["id"] == worklistColumns(&other)[0].Note {
			return true
		}
	}
	return false
}

// changeOf is what a row sets. A measured state that was exported and stayed is none.
func changeOf(r *data.Record, i *worklist.Item) worklist.Change {
	c := worklist.Change{Note: r.Fields["note"]}
	if s := worklist.State(r.Fields["state"]); s != "" && s != i.State {
		c.State = &s
	}
	office, due := r.Fields["office"], strings.ReplaceAll(r.Fields["due"], "/", "-")
	c.Office, c.Due = &office, &due
	return c
}
