package data

import (
	"circle15/geo"
	"circle15/geo/network"
)

// StreetsOn are the streets of the city with the edits applied that hold on a day, YYYY-MM-DD, and the edits that found nothing to change. The
// streets of the city itself are not changed; nil when there are neither streets nor edits.
func (c *City) StreetsOn(day string, f *geo.Frame) (*network.Streets, []network.Unapplied) {
	if len(c.Edits) == 0 {
		return c.Streets, nil
	}
	return network.Edited(c.Streets, f, c.Edits, day)
}

// ImportRecord is how a version of a layer came about.
type ImportRecord struct {
	How ImportKind `json:"how"`
	By  string     `json:"by,omitempty"` // who imported it
	At  string     `json:"at,omitempty"` // when, RFC 3339
}

// ImportKind is what an import does with the version before.
type ImportKind string

// Replaced is the usual one. Appended added to the version before, Removed took from it, Undone put an earlier one back.
const (
	Replaced ImportKind = "replace"
	Appended ImportKind = "append"
	Removed  ImportKind = "remove"
	Undone   ImportKind = "undo"
)
