// Package data gives you layers and runs: what was imported into a city's
// workspace, with its origin and its findings, and what was computed from it.
//
// This package holds the records and the errors that all drivers share. The drivers
// are below: osm, gtfs and intake read files into an [Import], geojson and tabular into a [Table]; gpkg is the
// workspace; batch turns layers into a run; demo makes the files of an invented city.
package data
