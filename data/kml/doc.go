// Package kml gives you records from KML and KMZ files, and KML from features, as Google Earth and Ovital read it.
//
// [Read] takes the placemarks of all folders: points, lines, polygons and collections of them, with their name and ExtendedData. Styles,
// overlays and links to other files are left out; nothing is ever fetched. A document type (DTD) is refused, nesting and sizes are bounded. [Write] makes a folder for
// each indicator, with the colours of the map.
//
// KML is always longitude, latitude in WGS84 (OGC 12-007r2), whatever program drew it: what a Chinese map shows may be GCJ-02 all the
// same, which Options.Reference says.
package kml
