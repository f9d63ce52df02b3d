// Package gtfs gives you bus stops with their lines from a GTFS feed: a zip of tables that transit
// operators publish (https://gtfs.org/documentation/schedule/reference/).
//
// [Read] makes a facility of each stop that a trip serves, of category bus_stop, tram_stop, metro, rail, ferry,
// aerialway or funicular by the kind of its routes. A line is an operator and a name: agency_name, and
// route_short_name, else route_long_name, else route_id; both directions and all trips
// are one line. At a stop a line is marked Weekend when none of its trips there runs on an ordinary weekday.
//
// The tables are streamed: memory grows with stops and trips, not with stop times.
package gtfs
