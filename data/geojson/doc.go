// Package geojson gives you records from GeoJSON files and GeoJSON from features.
//
// [Read] takes what people have: collections, single features, bare geometries and
// newline-delimited features, with what is wrong in them as findings. [Write] and
// [Encoder] give what desktop tools want: RFC 7946 with one geometry type, flat
// properties in one order, and at most 7 decimals.
//
// Positions are longitude, latitude in WGS84 degrees on both sides; a file in another
// reference system is refused.
package geojson
