// Package osm gives you an OpenStreetMap extract as a layer: the streets that may be walked and
// the lines that cannot be crossed, facilities by tag, bus stops with their lines, and the ground.
//
// [Read] takes .osm.pbf and .osm (XML, also .osm.gz and .osm.bz2) and returns a [data.Import]; [ReadCommunities]
// takes the polygons of an extract as communities. What the tags mean stands in tables, one row
// a rule, each with its source: walktable.go (what may be walked), barriertable.go (what cannot be
// crossed), categories.go (facilities), groundtable.go (the ground).
//
// The whole file is decoded once into columns (see extract): an extract of a city is some 10 bytes of file per
// node, and 16 bytes of memory. Nothing depends on the order of elements in the file.
//
// Caveats: open spaces are walked along their outlines only; a raised kerb makes its whole way
// impassable for wheels; ways that leave the extract end at their last known node.
package osm
