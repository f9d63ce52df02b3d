package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
	"circle15/data/template"
	"circle15/data/xlsx"
	"circle15/indicators"
)

type templateOptions struct{ output, table string }

func (a *app) standardTemplateCommand() *cobra.Command {
	var o templateOptions
	c := &cobra.Command{
		Use:   "template STANDARD",
		Short: "the tables that a standard asks for, empty, explained and with drop-downs, for an office to fill in; with the communities of the workspace",
		Example: `  circle15 standard template baoji-convenience-2023 -o tables.xlsx
  circle15 -w city.gpkg standard template our-city.yaml --table community -o community.csv`,
		Args: exactly(1, "STANDARD"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withOrWithout(func(w *gpkg.Workspace) error { return a.template(c.Context(), w, args[0], o) })
		},
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", "FILE.xlsx, or FILE.csv for one table (default: the standard's id with .xlsx); an existing file is never replaced")
	c.Flags().StringVar(&o.table, "table", "", "this table only")
	return c
}

func (a *app) template(ctx context.Context, w *gpkg.Workspace, name string, o templateOptions) error {
	std, _, err := findStandard(ctx, w, name)
	if err != nil {
		return err
	}
	if o.output == "" {
		o.output = std.ID + ".xlsx"
	}
	if len(std.Tables) == 0 {
		return errors.New(a.word(wordNoTables, std.ID))
	}
	var communities []indicators.Community
	if w != nil {
		city, err := w.City(ctx, nil)
		if err != nil {
			return err
		}
		communities = city.Communities
	}
	sheets, err := o.choose(template.Sheets(std, communities, a.lang))
	if err != nil {
		return err
	}
	if _, err := os.Lstat(o.output); err == nil {
		return errors.New(a.word(wordFileExists, o.output))
	}
	err = writeFile(o.output, func(out io.Writer) error {
		if strings.EqualFold(filepath.Ext(o.output), ".csv") {
			return template.WriteCSV(out, &sheets[0])
		}
		return xlsx.Write(out, sheets)
	})
	if err == nil {
		a.message("%s", a.word(wordTemplate, o.output, len(sheets), len(communities)))
	}
	return err
}

// choose are the sheets that are written: all, or the one of --table. A .csv holds one.
func (o *templateOptions) choose(sheets []xlsx.Sheet) ([]xlsx.Sheet, error) {
	var known []string
	for _, s := range sheets {
		known = append(known, s.Name)
	}
	if o.table != "" {
		sheets = slices.DeleteFunc(sheets, func(s xlsx.Sheet) bool { return s.Name != o.table })
		if len(sheets) == 0 {
			return nil, &usageError{fmt.Sprintf("--table %q: known are %s", o.table, strings.Join(known, ", "))}
		}
	}
	switch strings.ToLower(filepath.Ext(o.output)) {
	case ".xlsx":
	case ".csv":
		if len(sheets) > 1 {
			return nil, &usageError{fmt.Sprintf("a .csv holds one table: say which with --table; there are %s", strings.Join(known, ", "))}
		}
	default:
		return nil, &usageError{fmt.Sprintf("-o %s: the ending says the format: known are .csv, .xlsx", o.output)}
	}
	return sheets, nil
}
