package cql

import (
	"fmt"

	"circle15/data"
	"circle15/geo"
)

// The limits of a filter.
const (
	maxDepth    = 64
	maxTerms    = 2000
	maxVertices = 10_000
)

// Error: a filter cannot be used.
type Error struct {
	At    int      // byte in the text, from 0; -1 where there is none
	What  string   // in English
	Known []string // what could stand there; nil when that is open
}

// Error says where and what.
func (e *Error) Error() string {
	if e.At < 0 {
		return e.What
	}
	return fmt.Sprintf("at character %d: %s", e.At+1, e.What)
}

// Options of a filter.
type Options struct {
	Fields []data.Field
	// Place is the place of a position in the reference system of the filter; nil: longitude and latitude in degrees.
	Place func(a, b float64) (geo.E7, bool)
}

// Filter says which features are asked for. It may be used by several goroutines.
type Filter struct{ root evaluator }

// Match says whether a feature is asked for. The error is that of a geometry that cannot be related.
func (f *Filter) Match(feature *data.Feature) (bool, error) {
	v, err := f.root(feature)
	return v == true, err
}

// ParseText reads a filter in CQL2 text.
func ParseText(text string, opt Options) (*Filter, error) {
	p := &textParser{opt: opt}
	root, err := p.parse(text)
	if err != nil {
		return nil, err
	}
	return compileFilter(root, opt)
}

// ParseJSON reads a filter in CQL2 JSON.
func ParseJSON(text []byte, opt Options) (*Filter, error) {
	root, err := parseJSON(text, opt)
	if err != nil {
		return nil, err
	}
	return compileFilter(root, opt)
}
