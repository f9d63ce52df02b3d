package main

import (
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/osm"
)

func (a *app) importOSMCommand() *cobra.Command {
	var o labels
	c := &cobra.Command{
		Use:   "osm FILE.osm.pbf",
		Short: "streets, barriers, facilities by tag, stops with their lines, buildings, water, green",
		Example: `  circle15 import osm baoji.osm.pbf
  circle15 -w city.gpkg import osm city.osm.gz --date 2026-03-01`,
		Args: exactly(1, "FILE.osm.pbf"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				im, err := osm.Read(c.Context(), args[0], osm.Options{Progress: p})
				if err == nil {
					o.apply(&im.Layer)
				}
				return im, err
			})
		},
	}
	o.flags(c.Flags())
	return c
}
