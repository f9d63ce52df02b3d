package intake

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/data/gpkg"
	"circle15/data/kml"
	"circle15/data/shapefile"
	"circle15/data/tabular"
	"circle15/data/xlsx"
)

// readFile reads the records of a file by its ending.
func readFile(ctx context.Context, path string, opt *Options) (*data.Table, error) {
	declared, err := opt.reference()
	if err != nil {
		return nil, err
	}
	rows := tabular.Options{Encoding: opt.Encoding, Lon: opt.Map["lon"], Lat: opt.Map["lat"], NoPositions: opt.noPositions, Reference: declared, Progress: opt.Progress}
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson":
		return geojson.Read(ctx, path, geojson.Options{Encoding: opt.Encoding, Reference: declared, Progress: opt.Progress})
	case ".csv", ".tsv", ".txt":
		if opt.oneByOne {
			return tabular.Stream(ctx, path, rows)
		}
		return tabular.Read(ctx, path, rows)
	case ".xlsx":
		t, err := xlsx.Read(ctx, path, opt.Table, opt.Progress)
		if err != nil {
			return nil, err
		}
		return t, tabular.Locate(t, path, rows)
	case ".shp", ".zip":
		return shapefile.Read(ctx, path, shapefile.Options{Encoding: opt.Encoding, Reference: declared, Progress: opt.Progress})
	case ".dbf":
		t, err := shapefile.Read(ctx, path, shapefile.Options{Encoding: opt.Encoding, Progress: opt.Progress})
		if err != nil {
			return nil, err
		}
		return t, tabular.Locate(t, path, rows)
	case ".gpkg":
		return gpkg.ReadFeatures(ctx, path, gpkg.FeatureOptions{Table: opt.Table, Reference: declared, Progress: opt.Progress})
	case ".kml", ".kmz":
		return kml.Read(ctx, path, kml.Options{Reference: declared, Progress: opt.Progress})
	default:
		return nil, &data.FileError{File: path, What: fmt.Sprintf("files that end in %q are not read", ending),
			Advice: "known are .geojson, .geojsonl, .csv, .xlsx, .shp, .zip (of a Shapefile), .dbf, .gpkg, .kml, .kmz"}
	}
}
