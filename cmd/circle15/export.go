package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/data/gpkg"
	"circle15/indicators"
)

type exportOptions struct {
	runChoice
	output, indicator, district string
}

func (a *app) exportCommand() *cobra.Command {
	c := group("export", "write results to a file for desktop tools")
	for _, what := range []struct{ name, short string }{
		{"gaps", "where criteria do not hold, with the cause (盲区)"},
		{"coverage", "where criteria hold (覆盖区)"},
		{"communities", "the communities with their statuses and shares"},
		{"step_free_difference", "where only steps and kerbs stand in the way (无障碍差异)"},
	} {
		c.AddCommand(a.exportWhat(what.name, what.short))
	}
	return c
}

func (a *app) exportWhat(what, short string) *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:   what + " -o FILE.geojson",
		Short: short,
		Example: fmt.Sprintf(`  circle15 export %s -o %s.geojson
  circle15 -w city.gpkg export %s -o - --district 渭滨区`, what, what, what),
		Args: exactly(0, "-o FILE.geojson"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.export(c.Context(), w, what, o) })
		},
	}
	o.flags(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", "file to write, .geojson; - is stdout")
	c.Flags().StringVar(&o.district, "district", "", "only the communities of this district")
	if what != "communities" {
		c.Flags().StringVar(&o.indicator, "indicator", "", "only the criteria of this indicator")
	}
	return c
}

func (o *exportOptions) check() error {
	if o.output == "" {
		return &usageError{"where to? say -o FILE.geojson, or -o - for stdout"}
	}
	if ending := strings.ToLower(filepath.Ext(o.output)); o.output != "-" && ending != ".geojson" && ending != ".json" {
		return &usageError{fmt.Sprintf("-o %s: the ending says the format, and %q is none that is written: known are .geojson, .json", o.output, ending)}
	}
	return nil
}

func (a *app) export(ctx context.Context, w *gpkg.Workspace, what string, o exportOptions) error {
	number, err := o.find(ctx, a, w)
	if err != nil {
		return err
	}
	r, err := w.RunResult(ctx, number)
	if err != nil {
		return err
	}
	fields, features := data.GapFields, []data.Feature(nil)
	if what == "communities" {
		fields, features = data.CommunityFields(r.Run.Standard), r.CommunityFeatures()
	} else {
		features = r.GapFeatures(what == "coverage")
	}
	if what == "step_free_difference" {
		features = slices.DeleteFunc(features, func(f data.Feature) bool { return f.Values[data.GapCause] != string(indicators.NotStepFree) })
	}
	if features, err = o.filter(r, fields, features); err != nil {
		return err
	}
	attribution, licence := credits(r.Run.Layers)
	meta := geojson.Meta{Attribution: attribution, Licence: licence, Run: number}
	write := func(out io.Writer) error {
		return geojson.Write(out, what, fields, slices.Values(features), meta)
	}
	if o.output == "-" {
		return write(a.out)
	}
	if err := writeFile(o.output, write); err != nil {
		return err
	}
	a.message("%s", a.word(wordWritten, o.output, len(features), number))
	return nil
}

// filter keeps the features of the chosen indicator and district. A name that the run does not know is an error.
func (o *exportOptions) filter(r *data.RunResult, fields []data.Field, features []data.Feature) ([]data.Feature, error) {
	var known, districts []string
	for _, aspect := range r.Run.Standard.Aspects {
		for _, i := range aspect.Indicators {
			known = append(known, i.ID)
		}
	}
	for _, c := range r.Communities {
		if c.District != "" {
			districts = append(districts, c.District)
		}
	}
	for _, f := range []struct {
		name, want string
		known      []string
	}{{"indicator", o.indicator, known}, {"district", o.district, districts}} {
		if f.want == "" {
			continue
		}
		slices.Sort(f.known)
		if f.known = slices.Compact(f.known); !slices.Contains(f.known, f.want) {
			return nil, fmt.Errorf("--%s %q is not in run %d: known are %s", f.name, f.want, r.Run.Number, strings.Join(f.known, ", "))
		}
		col := slices.IndexFunc(fields, func(field data.Field) bool { return field.Name == f.name })
		features = slices.DeleteFunc(features, func(feature data.Feature) bool { return feature.Values[col] != f.want })
	}
	return features, nil
}

// credits are the attributions and licences of layers, each once, in the order of the layers.
func credits(layers []data.Layer) (attribution, licence string) {
	var who, what []string
	for _, l := range layers {
		if l.Attribution != "" && !slices.Contains(who, l.Attribution) {
			who = append(who, l.Attribution)
		}
		if l.Licence != "" && !slices.Contains(what, l.Licence) {
			what = append(what, l.Licence)
		}
	}
	return strings.Join(who, "; "), strings.Join(what, "; ")
}

// writeFile writes a file whole or not at all: beside its place first, then moved there.
func writeFile(path string, write func(io.Writer) error) (err error) {
	temp := fmt.Sprintf("%s.%d.tmp", path, os.Getpid())
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return &data.FileError{File: path, What: "cannot be written", Err: err, Advice: "check the folder and who may write to it"}
	}
	defer func() {
		if err != nil {
			err = errors.Join(&data.FileError{File: path, What: "was not written", Err: err, Advice: "check the space on the disk"}, os.Remove(temp))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<18)
	if err := errors.Join(write(out), out.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
