package data

import "circle15/geo"

// Record is one row of a table or one feature of a file, before anybody has said what it
// stands for.
type Record struct {
	Row    int    // line of a table, or number of the feature from 1
	ID     string // the feature's own id; empty if it has none
	Fields map[string]string
	// One of the three is set, all are nil for a row without geometry.
	Point *geo.E7
	Line  []geo.E7
	Area  geo.MultiPolygon
}
