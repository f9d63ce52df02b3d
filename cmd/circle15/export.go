package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/export"
	"circle15/data/gpkg"
	"circle15/data/publish"
	"circle15/geo/crs"
	"circle15/indicators"
)

type exportOptions struct {
	runChoice
	output, indicator, district, category, system, encoding string
	noBOM                                                   bool
}

// exportable are the layers that are exported: the collections of data/publish, and one part of the gaps.
var exportable = []struct{ name, short string }{
	{"gaps", "where criteria do not hold, with the cause (盲区)"},
	{"coverage", "where criteria hold (覆盖区)"},
	{"communities", "the communities with their statuses and shares (社区)"},
	{"districts", "the districts with how many communities pass (县区)"},
	{"facilities", "the facilities of a category (设施点)"},
	{"streets", "the ways that the run walked on (步行路网)"},
	{"step_free_difference", "where only steps and kerbs stand in the way (无障碍差异)"},
}

func (a *app) exportCommand() *cobra.Command {
	c := group("export", "write results to a file for desktop tools")
	for _, what := range exportable {
		c.AddCommand(a.exportWhat(what.name, what.short))
	}
	c.AddCommand(a.exportTilesCommand())
	c.AddCommand(a.exportReportCommand())
	return c
}

func (a *app) exportWhat(what, short string) *cobra.Command {
	var o exportOptions
	category := ""
	if what == "facilities" {
		category = " --category bus_stop"
	}
	c := &cobra.Command{
		Use:   what + " -o FILE",
		Short: short,
		Example: fmt.Sprintf(`  circle15 export %s%s -o %s.geojson
  circle15 -w city.gpkg export %s%s -o %s.shp.zip --crs EPSG:4545 --lang zh
  circle15 -w city.gpkg export %s%s -o - --district 渭滨区`, what, category, what, what, category, what, what, category),
		Args: exactly(0, "-o FILE"),
		RunE: func(c *cobra.Command, _ []string) error {
			f, opt, err := o.check(a)
			if err != nil {
				return err
			}
			return a.with(gpkg.ReadOnly, func(w *gpkg.Workspace) error { return a.export(c.Context(), w, what, o, f, opt) })
		},
	}
	o.flags(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", "file to write; its ending says the format: "+endings()+"; - is GeoJSON to stdout")
	c.Flags().StringVar(&o.district, "district", "", "only what belongs to this district")
	c.Flags().StringVar(&o.system, "crs", "", "EPSG:n of .gpkg, .fgb and .shp.zip: 4490, 3857, UTM, a zone of CGCS2000 (default: longitude and latitude in WGS84)")
	c.Flags().StringVar(&o.encoding, "encoding", "gbk", "of .shp.zip: gbk, utf-8")
	c.Flags().BoolVar(&o.noBOM, "no-bom", false, "of .csv: without the mark that tells spreadsheets that it is UTF-8")
	if what == "gaps" || what == "coverage" || what == "step_free_difference" {
		c.Flags().StringVar(&o.indicator, "indicator", "", "only the criteria of this indicator")
	}
	if what == "facilities" {
		c.Flags().StringVar(&o.category, "category", "", "which: bus_stop, breakfast, …")
	}
	return c
}

func endings() string {
	var out []string
	for _, f := range export.Formats() {
		out = append(out, f.Ending)
	}
	return strings.Join(out, " ")
}

// check reads the flags before anything is opened.
func (o *exportOptions) check(a *app) (export.Format, export.Options, error) {
	opt := export.Options{Chinese: a.lang == "zh", Encoding: o.encoding, NoBOM: o.noBOM}
	if o.output == "" {
		return export.Format{}, opt, &usageError{"where to? say -o FILE.geojson, or -o - for stdout"}
	}
	name := o.output
	if name == "-" {
		name = ".geojson"
	}
	f, err := export.ByName(name)
	if err != nil {
		return f, opt, &usageError{"-o: " + err.Error()}
	}
	if o.encoding != "gbk" && o.encoding != "utf-8" {
		return f, opt, &usageError{fmt.Sprintf("--encoding %q: known are gbk, utf-8", o.encoding)}
	}
	if o.system != "" {
		s, err := crs.ParseSystem(o.system)
		if err != nil {
			return f, opt, &usageError{"--crs: " + err.Error()}
		}
		opt.System = &s
	}
	return f, opt, nil
}

func (a *app) export(ctx context.Context, w *gpkg.Workspace, what string, o exportOptions, format export.Format, opt export.Options) error {
	number, err := o.find(ctx, a, w)
	if err != nil {
		return err
	}
	r, err := w.RunResult(ctx, number)
	if err != nil {
		return err
	}
	l, err := o.layer(ctx, w, r, what)
	if err != nil {
		return err
	}
	if o.output == "-" {
		return format.Write(a.out, l, opt)
	}
	if err := writeFile(o.output, func(out io.Writer) error { return format.Write(out, l, opt) }); err != nil {
		return err
	}
	a.message("%s", a.word(wordWritten, o.output, len(l.Features), number))
	return nil
}

// layer is what is exported.
func (o *exportOptions) layer(ctx context.Context, w *gpkg.Workspace, r *data.RunResult, what string) (*export.Layer, error) {
	id := what
	switch what {
	case "step_free_difference":
		id = "gaps"
	case "facilities":
		id = publish.FacilityPrefix + o.category
	}
	all := publish.Of(r, func(ctx context.Context) (*data.City, error) { return w.City(ctx, r.Run.Layers) })
	i := slices.IndexFunc(all, func(c *publish.Collection) bool { return c.ID == id })
	if i < 0 {
		return nil, o.nothing(all, what, r.Run.Number)
	}
	set, err := all[i].Set(ctx)
	if err != nil {
		return nil, err
	}
	l := &export.Layer{Name: what, Title: all[i].Title, Geometry: all[i].Geometry, Fields: set.Fields, Features: slices.Clone(set.Features), Groups: map[string]indicators.Text{}}
	l.Meta.Attribution, l.Meta.Licence = credits(r.Run.Layers)
	l.Meta.Run = r.Run.Number
	for _, aspect := range r.Run.Standard.Aspects {
		for _, ind := range aspect.Indicators {
			l.Groups[ind.ID] = ind.Title
		}
	}
	if what == "step_free_difference" {
		l.Features = slices.DeleteFunc(l.Features, func(f data.Feature) bool { return f.Values[data.GapCause] != string(indicators.NotStepFree) })
	}
	l.Features, err = o.filter(r, l.Fields, l.Features)
	return l, err
}

// nothing says what there is where the layer is not.
func (o *exportOptions) nothing(all []*publish.Collection, what string, run int) error {
	if what != "facilities" {
		return fmt.Errorf("run %d has no %s", run, what)
	}
	var known []string
	for _, c := range all {
		if k, ok := strings.CutPrefix(c.ID, publish.FacilityPrefix); ok {
			known = append(known, k)
		}
	}
	return &usageError{fmt.Sprintf("--category %q: run %d used %s", o.category, run, strings.Join(known, ", "))}
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
		if col < 0 {
			return nil, &usageError{fmt.Sprintf("--%s: this layer has no %s", f.name, f.name)}
		}
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
