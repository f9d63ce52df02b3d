package main

import (
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/intake"
)

type layerOptions struct {
	columns
	categoryFrom string
}

func (a *app) importLayerCommand() *cobra.Command {
	var o layerOptions
	c := &cobra.Command{
		Use:   "layer CATEGORY FILE",
		Short: "facilities of any category (设施点), from a table or GeoJSON",
		Example: `  circle15 import layer breakfast breakfast.csv
  circle15 import layer street_edit closures.geojson
  circle15 import layer breakfast --remove Z17,Z18
  circle15 import layer --category-from kind facilities.csv --as own_list`,
		Args: func(c *cobra.Command, args []string) error {
			if o.categoryFrom != "" {
				return exactly(1, "--category-from COLUMN FILE")(c, args)
			}
			return exactly(2, "CATEGORY FILE (or --category-from COLUMN FILE)")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				opt := o.options(p, a.over.look)
				opt.CategoryFrom = o.categoryFrom
				if o.categoryFrom == "" {
					opt.Category = args[0]
				}
				if opt.Category == intake.StreetEditCategory {
					return intake.StreetEdits(c.Context(), args[1], opt)
				}
				return intake.Facilities(c.Context(), args[len(args)-1], opt)
			})
		},
	}
	o.flags(c.Flags())
	c.Flags().StringVar(&o.categoryFrom, "category-from", "", "column that holds the category of each row")
	return c
}
