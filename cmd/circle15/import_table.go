package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/intake"
	"circle15/indicators"
)

type tableOptions struct {
	labels
	key, encoding, standard string
	fields                  map[string]string
}

func (o *tableOptions) flags(f *pflag.FlagSet) {
	o.labels.flags(f)
	f.StringVar(&o.key, "key", "", "column that names the communities or districts (default: found by its name)")
	f.StringVar(&o.encoding, "encoding", "auto", "of a .csv: auto, utf-8, gb18030")
	f.StringVar(&o.standard, "standard", "", "the standard that says what the columns hold (default: the workspace's, then all that come with the program)")
	f.StringToStringVar(&o.fields, "map", nil, "field=column: which column of the file holds what a standard asks for, as households=总户数")
}

func (a *app) importTableCommand() *cobra.Command {
	var o tableOptions
	c := &cobra.Command{
		Use:   "table FILE",
		Short: "attributes of communities or districts (社区表), from .xlsx or .csv",
		Example: `  circle15 import table community.xlsx --key 社区编号
  circle15 import table 电梯.csv --as lifts --key id`,
		Args: exactly(1, "FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			opt, err := a.tableOptions(c.Context(), &o)
			if err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				opt.Progress, opt.Look = p, a.over.look
				return intake.Table(c.Context(), args[0], opt)
			})
		},
	}
	o.flags(c.Flags())
	return c
}

// tableOptions are the flags with what the workspace and the standards know of the table.
func (a *app) tableOptions(ctx context.Context, o *tableOptions) (intake.TableOptions, error) {
	opt := intake.TableOptions{Key: o.key, Options: intake.Options{Map: o.fields, Encoding: o.encoding, As: o.as, Complete: o.complete, Date: o.date,
		Licence: o.licence, Attribution: o.attribution, Restricted: o.restricted}}
	name := o.as
	if name == "" {
		name = indicators.CommunityTable
	}
	w, err := a.open(gpkg.ReadOnly)
	if errors.Is(err, data.ErrNoWorkspace) {
		w, err = nil, nil
	}
	if err != nil {
		return opt, err
	}
	opt.Specs, err = tableSpecs(ctx, w, o.standard, name)
	if w == nil {
		return opt, err
	}
	city, e := w.City(ctx, nil)
	if e == nil {
		opt.Communities = city.Communities
	}
	return opt, errors.Join(err, e, w.Close())
}

// tableSpecs is what the chosen standard says of a table, and after it the embedded ones; what they all ask for may stand in one table.
func tableSpecs(ctx context.Context, w *gpkg.Workspace, standard, table string) ([]*indicators.TableSpec, error) {
	var out []*indicators.TableSpec
	std, _, err := findStandard(ctx, w, standard)
	if err != nil {
		return nil, err
	}
	if spec := std.Table(table); spec != nil {
		out = append(out, spec)
	}
	for _, id := range indicators.EmbeddedIDs() {
		if std, _, err = findStandard(ctx, nil, id); err != nil {
			return nil, err
		}
		if spec := std.Table(table); spec != nil {
			out = append(out, spec)
		}
	}
	return out, nil
}
