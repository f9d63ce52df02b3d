// Package tiles gives you the vector tiles of a run: communities by any indicator, gaps and coverage of a criterion, facilities,
// and the quiet base map of ground, buildings and streets; with TileJSON, the metadata of OGC API - Tiles, and a style for
// MapLibre and QGIS.
//
// Tiles are cut when they are first asked for, from an index of the layer that is made when the layer is first asked for.
// At most 256 MiB of indexes and 64 MiB of packed tiles are kept; what was not used longest goes first.
package tiles
