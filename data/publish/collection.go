package publish

import (
	"context"
	"fmt"
	"sync"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/index"
	"circle15/indicators"
)

// Geometry is the one kind of geometry that all features of a collection have, as GeoJSON calls it.
type Geometry string

// The kinds.
const (
	Areas  Geometry = "MultiPolygon"
	Lines  Geometry = "MultiLineString"
	Points Geometry = "Point"
)

// Collection is a layer as it is published.
type Collection struct {
	ID          string // stable, [a-z0-9_]+
	Title       indicators.Text
	Description indicators.Text
	Geometry    Geometry
	DateField   string // the field that holds the day of a feature as YYYY-MM-DD; empty if there is none

	make func(context.Context) ([]data.Field, []data.Feature, error)

	mu  sync.Mutex
	set *Set
}

// Set is the content of a collection. It is not changed once it is made.
type Set struct {
	Fields   []data.Field
	Features []data.Feature // in an order that is the same for the same run
	Boxes    []geo.Box      // of the features
	Extent   geo.Box        // of all; empty when there are none
	ByID     map[string]int // where the feature of an id stands
	Column   map[string]int // where the value of a field stands
	tree     index.Boxes
}

// Set makes the content when it is asked for the first time. What failed is tried again the next time.
func (c *Collection) Set(ctx context.Context) (*Set, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set != nil {
		return c.set, nil
	}
	fields, features, err := c.make(ctx)
	if err != nil {
		return nil, fmt.Errorf("collection %s: %w", c.ID, err)
	}
	c.set = newSet(fields, features)
	return c.set, nil
}

func newSet(fields []data.Field, features []data.Feature) *Set {
	s := &Set{Fields: fields, Features: features, Boxes: make([]geo.Box, len(features)), Extent: geo.EmptyBox(),
		ByID: make(map[string]int, len(features)), Column: make(map[string]int, len(fields))}
	for i, f := range fields {
		s.Column[f.Name] = i
	}
	for i := range features {
		b := features[i].Box()
		s.Boxes[i], s.Extent = b, s.Extent.Union(b)
		s.ByID[features[i].ID] = i
		if !b.Empty() {
			s.tree.InsertBox(b, i)
		}
	}
	return s
}

// Touching calls yield with the places of the features whose boxes touch b, in no particular order, until it returns false.
func (s *Set) Touching(b geo.Box, yield func(at int) bool) { s.tree.SearchBox(b, yield) }
