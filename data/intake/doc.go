// Package intake gives you layers from a city's own files: it reads GeoJSON, tables, Shapefiles, GeoPackages and KML and says what their
// records stand for.
//
// [Communities], [Residents] and [Facilities] each make one [data.Import]. Columns are found by the names that offices give
// them, Chinese and English (编号 or id, 人口 or population), or named by [Options]. Positions in GCJ-02 or BD-09
// become WGS84.
package intake
