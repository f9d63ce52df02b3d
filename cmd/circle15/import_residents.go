package main

import (
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/intake"
)

type residentsOptions struct {
	columns
	weight string
	groups map[string]string
}

func (a *app) importResidentsCommand() *cobra.Command {
	var o residentsOptions
	c := &cobra.Command{
		Use:   "residents FILE",
		Short: "where people live (居民), from a table or GeoJSON",
		Example: `  circle15 import residents residents.csv --weight residents
  circle15 import residents 居民.csv --weight 人口 --group elderly=老年人 --datum gcj02`,
		Args: exactly(1, "FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				opt := o.options(p, a.over.look)
				opt.Weight, opt.Groups = o.weight, o.groups
				return intake.Residents(c.Context(), args[0], opt)
			})
		},
	}
	o.flags(c.Flags())
	c.Flags().StringVar(&o.weight, "weight", "", "column of how many people live at the place (default: found by its name, else 1)")
	c.Flags().StringToStringVar(&o.groups, "group", nil, "group=column: part of the people, as elderly=over65")
	return c
}
