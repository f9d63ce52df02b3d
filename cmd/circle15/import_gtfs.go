package main

import (
	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gtfs"
)

func (a *app) importGTFSCommand() *cobra.Command {
	var o labels
	c := &cobra.Command{
		Use:   "gtfs FILE.zip",
		Short: "stops with their lines from a timetable feed",
		Example: `  circle15 import gtfs buses.zip
  circle15 import gtfs metro.zip --as metro --complete yes`,
		Args: exactly(1, "FILE.zip"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				return gtfs.Read(c.Context(), args[0], gtfs.Options{As: o.as, Completeness: data.Completeness(o.complete), Date: o.date,
					Licence: o.licence, Attribution: o.attribution, Progress: p})
			})
		},
	}
	o.flags(c.Flags())
	return c
}
