// Package server gives you circle15 over HTTP: the map page, coverage and gaps as GeoJSON, and the numbers
// behind them as JSON.
//
// A [Server] reads from a [Store] that it declares itself. It answers from an immutable snapshot of a
// run: a reader sees one run or another, never a mixture, and while nothing changes the store is asked for
// its revision at most once per [Options.Refresh], and for nothing else.
//
// What changes something goes through a [Writer], one at a time, for those whose key allows it (see [KeyFinder]); long work is a job that is
// watched and cancelled. Those with a key also see what is restricted, at the same addresses. [Cities] serves several workspaces.
//
// Bounds: an address 8 KiB, headers 20 KiB, a body 1 MiB (an upload 64 MiB, JSON 64 deep), 100 requests a second and client, two questions about places
// per CPU at once (else 429), 128 heavy answers at once (else 503 after 5 s), the timeouts of [Timeouts], 10 s to finish when it stops.
//
// Caveats: what is not restricted is open to whoever reaches the port, so bind it to 127.0.0.1 (the default) or put it behind a proxy that decides who
// may read. Keys need TLS, its own or a proxy's. There are no traces: the library for OpenTelemetry would double the program's dependencies;
// the request id goes through log lines, problems and proxies.
package server
