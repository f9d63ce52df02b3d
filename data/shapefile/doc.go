// Package shapefile gives you records from Esri Shapefiles, and Shapefiles from features.
//
// [Read] takes a .shp with its .dbf, .prj and .cpg beside it, a .zip of them, or a bare .dbf as a table without places. The encoding
// of names is that of the .cpg, else of the .dbf's language byte, else UTF-8 where the text is that, else GB18030; a declared one goes before
// all. [Write] gives a .zip with one layer, as old desktops open it: names of ten letters, and a table in the zip that says what they stand for.
//
// The format is that of the "ESRI Shapefile Technical Description" (1998) and of dBASE III. Sizes and counts that a file
// states are checked against its length before anything is made of them.
package shapefile
