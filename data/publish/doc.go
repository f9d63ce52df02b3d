// Package publish gives you the layers of a run as they are published: communities, districts, gaps, coverage, the
// facilities of each category and the streets, each a [Collection] of flat features of one kind of geometry.
//
// A collection knows its fields and its title at once and makes its features when they are first asked for. Features never change
// afterwards and may be read by many at once.
//
// Caveats: categories that are restricted (cameras) are no collections. What an OSM file calls "addr:street" is the field addr_street.
package publish
