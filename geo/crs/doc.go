// Package crs gives you the datums that Chinese map data comes in, and the way from each to WGS84.
//
// A [Datum] says what longitudes and latitudes refer to. CGCS2000 is treated as WGS84: they differ by
// less than a metre, which is the drift of the plates. GCJ-02 (Amap, Tencent, Google in China) is WGS84 shifted by a formula, at Baoji by
// about 460 m; BD-09 (Baidu) shifts GCJ-02 once more. Outside China both are WGS84.
//
// The formulas are not published; these are the ones that every open implementation has. The way back is by iteration, and
// exact to 1e-9 degree against the way out.
package crs
