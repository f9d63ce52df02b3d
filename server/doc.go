// Package server gives you circle15 over HTTP: the map page, coverage and gaps as GeoJSON, and the numbers
// behind them as JSON.
//
// A [Server] reads from a [Store] that it declares itself. It answers from an immutable snapshot of a
// run: a reader sees one run or another, never a mixture, and while nothing changes the store is asked for
// its revision at most once per [Options.Refresh], and for nothing else.
//
// Caveats: reading is open, so bind it to 127.0.0.1 (the default) or put it behind a proxy that decides who may read.
// Nothing can be changed over HTTP.
package server
