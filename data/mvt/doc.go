// Package mvt gives you vector tiles (Mapbox Vector Tile 2.1) of published features.
//
// An [Index] holds the features of one layer in the square of Web Mercator, with a zoom for every vertex from which it is
// drawn. [Index.Append] cuts a [Tile] out of it. Borders that neighbours share are simplified as one line, so that no gap
// opens between them at any zoom.
//
// Units: the world is a square of 2^31 units, x to the east, y to the south; a unit is 1.9 cm at the equator. A tile has
// 4096 units of its own.
//
// Caveats: features keep the order in which they are given. What is smaller than half a pixel (of 512 to a tile) is left out.
package mvt
