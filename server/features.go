package server

import (
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
	"circle15/server/answer"
)

// collection is a set of published features with what they are filtered by.
type collection struct {
	fields   []data.Field
	features []data.Feature
	boxes    []geo.Box
	column   map[string]int // of a field
}

func newCollection(fields []data.Field, features []data.Feature) *collection {
	c := &collection{fields: fields, features: features, boxes: make([]geo.Box, len(features)), column: map[string]int{}}
	for i, f := range fields {
		c.column[f.Name] = i
	}
	for i := range features {
		c.boxes[i] = features[i].Shape.Box()
	}
	return c
}

// matching are the features that have all the values, by field name, and touch the box if there is one. A field that
// the collection does not have is not asked.
func (c *collection) matching(values map[string]string, box *geo.Box) iter.Seq[data.Feature] {
	type test struct {
		column int
		want   string
	}
	var tests []test
	for name, want := range values {
		if i, ok := c.column[name]; ok {
			tests = append(tests, test{i, want})
		}
	}
	return func(yield func(data.Feature) bool) {
	features:
		for i := range c.features {
			if box != nil && !box.Intersects(c.boxes[i]) {
				continue
			}
			for _, t := range tests {
				if got, _ := c.features[i].Values[t.column].(string); got != t.want {
					continue features
				}
			}
			if !yield(c.features[i]) {
				return
			}
		}
	}
}

func (s *Server) getGaps(w http.ResponseWriter, r *http.Request) error {
	return s.sendFeatures(w, r, "gaps", gapFilter, func(sn *snapshot) *collection { return sn.gaps() })
}

func (s *Server) getCoverage(w http.ResponseWriter, r *http.Request) error {
	return s.sendFeatures(w, r, "coverage", gapFilter, func(sn *snapshot) *collection { return sn.coverage() })
}

func (s *Server) getCommunities(w http.ResponseWriter, r *http.Request) error {
	return s.sendFeatures(w, r, "communities", placeFilter, func(sn *snapshot) *collection { return sn.places() })
}

// The fields that the parameters of the two kinds of collections filter.
var (
	gapFilter = map[string]string{"indicator": "indicator", "criterion": "criterion", "cause": "cause",
		"district": "district", "community": "community_id"}
	placeFilter = map[string]string{"district": "district", "community": "id"}
)

// sendFeatures sends those features of a collection that the request asks for, all of them, as they are encoded.
func (s *Server) sendFeatures(w http.ResponseWriter, r *http.Request, name string, fieldOf map[string]string, of func(*snapshot) *collection) error {
	q := r.URL.Query()
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	values, err := sn.filter(q, fieldOf)
	if err != nil {
		return err
	}
	box, err := answer.BoxOf(q)
	if err != nil {
		return err
	}
	return answer.Send(w, r, answer.Reply{ContentType: "application/geo+json", Tag: sn.tag}, func(out io.Writer) error {
		c := of(sn)
		return geojson.Write(out, name, c.fields, c.matching(values, box), sn.meta())
	})
}

func (s *snapshot) meta() geojson.Meta {
	var licences []string
	for _, l := range s.run.Layers {
		if l.Licence != "" && !slices.Contains(licences, l.Licence) {
			licences = append(licences, l.Licence)
		}
	}
	return geojson.Meta{Attribution: strings.Join(s.attribution, "; "), Licence: strings.Join(licences, "; "), Run: s.run.Number}
}
