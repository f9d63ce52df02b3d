package main

import (
	"strings"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/intake"
	"circle15/data/osm"
)

type communitiesOptions struct {
	columns
	district, from string
}

func (a *app) importCommunitiesCommand() *cobra.Command {
	var o communitiesOptions
	c := &cobra.Command{
		Use:   "communities FILE",
		Short: "the polygons that are judged (社区), from GeoJSON or the areas of an .osm.pbf",
		Example: `  circle15 import communities communities.geojson --id id --name name --district district
  circle15 import communities city.osm.pbf --from admin_level=10`,
		Args: exactly(1, "FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(args[0]); err != nil {
				return err
			}
			return a.importFile(c.Context(), func(p data.Progress) (*data.Import, error) {
				if o.from == "" {
					opt := o.options(p, a.over.look)
					opt.District = o.district
					return intake.Communities(c.Context(), args[0], opt)
				}
				im, err := osm.ReadCommunities(c.Context(), args[0], o.from)
				if err == nil {
					o.apply(&im.Layer)
				}
				return im, err
			})
		},
	}
	o.flags(c.Flags())
	c.Flags().StringVar(&o.district, "district", "", "column of the districts (县区)")
	c.Flags().StringVar(&o.from, "from", "", "for an .osm.pbf: the tag of the areas that are communities, as admin_level=10, place, landuse=residential")
	return c
}

func (o *communitiesOptions) check(path string) error {
	if isOSM(path) && o.from == "" {
		return &usageError{"which areas of " + path + " are communities? say --from admin_level=10, --from place or --from landuse=residential"}
	}
	if !isOSM(path) && o.from != "" {
		return &usageError{"--from is for OpenStreetMap files (.osm.pbf, .osm), and " + path + " is none"}
	}
	return o.labels.check()
}

// isOSM says whether a file's name is that of an OpenStreetMap extract.
func isOSM(path string) bool {
	for _, ending := range []string{".pbf", ".osm", ".osm.gz", ".osm.bz2", ".osm.xml"} {
		if strings.HasSuffix(strings.ToLower(path), ending) {
			return true
		}
	}
	return false
}
