package main

import (
	"errors"
	"fmt"
	"io"
	"os"

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
		{ID: "gpkg", Media: "application/geopackage+sqlite3", Title: "GeoPackage", Write: writeGeoPackage},
	}
}

// writeGeoPackage writes a GeoPackage through a file: SQLite needs one.
func writeGeoPackage(w io.Writer, l ogc.DownloadLayer) (err error) {
	path, err := gpkg.WriteFeaturesTo("", l.Name, l.Fields, l.Features, gpkg.WriteOptions{Title: l.Title, System: l.System, Lines: l.Geometry == publish.Lines})
	if path != "" {
		defer func() { err = errors.Join(err, os.Remove(path)) }()
	}
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the GeoPackage that was made: %w", err)
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}
