package data

import "circle15/geo"

// Record is one row of a table or one feature of a file, before anybody has said what it
// stands for.
type Record struct {
	Row    int    // line of a table, or number of the feature from 1
	ID     string // the feature's own id; empty if it has none
	Part   int    // number, from 1, of the part of a multi-geometry that this record is; 0 for a whole feature
	Fields map[string]string
	// One of the three is set, all are nil for a row without geometry.
	Point *geo.E7
	Line  []geo.E7
	Area  geo.MultiPolygon
}

// Table is a file of records as its reader gives it.
type Table struct {
	Source   string // base name of the file
	Checksum string // SHA-256 of the file, hex
	Columns  []string
	Records  []Record
	// Stream, where it is set, hands out the records in place of Records: once, in the order of the file. A record and its Fields are valid until the
	// next one. Dropped and Findings are whole only afterwards.
	Stream func(yield func(*Record) bool) error
	About  int    // how many records there may be, roughly; 0: unknown
	Datum  string // what the file says its positions are in: "wgs84", "cgcs2000"; empty when it does not say
	// Encoding of its text, and the columns that its positions were taken from; empty where the format knows one only.
	Encoding, LonColumn, LatColumn string
	// What the file says of itself; empty when it says nothing.
	Attribution, Licence string
	Dropped              int // rows or features that could not be taken, each with a finding
	Findings             []Finding
}

// Each hands out all records, in the order of the file, until yield says no.
func (t *Table) Each(yield func(*Record) bool) error {
	if t.Stream != nil {
		return t.Stream(yield)
	}
	for i := range t.Records {
		if !yield(&t.Records[i]) {
			break
		}
	}
	return nil
}
