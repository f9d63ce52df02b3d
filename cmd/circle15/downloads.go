package main

import (
	"io"

	"circle15/data/fgb"
	"circle15/data/gpkg"
	"circle15/data/publish"
	"circle15/server/ogc"
)

// downloads are the formats of whole files that the server gives.
func downloads() []ogc.Download {
	return []ogc.Download{
		{ID: "fgb", Media: "application/flatgeobuf", Title: "FlatGeobuf", Ranges: true, Write: func(w io.Writer, l ogc.DownloadLayer) error {
			return fgb.Write(w, l.Name, l.Fields, l.Features, fgb.Options{Title: l.Title, System: l.System, Chinese: l.Chinese})
		}},
		{ID: "gpkg", Media: "application/geopackage+sqlite3", Title: "GeoPackage", Write: func(w io.Writer, l ogc.DownloadLayer) error {
			return gpkg.WriteFeaturesTo(w, l.Name, l.Fields, l.Features, gpkg.WriteOptions{Title: l.Title, System: l.System, Lines: l.Geometry == publish.Lines})
		}},
	}
}
