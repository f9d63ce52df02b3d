package quality

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/geo/network"
)

// How a shift is recognised, our choices tried on the layers of Wudaokou and the demo city: of what really lies at the streets most places are
// within fitM of one; shifted by hundreds of metres they lie anywhere.
const (
	fitM       = 25.0 // metres within which a place counts as lying at a street
	fewest     = 20   // places below which nothing is concluded
	mostPlaces = 3_000
	betterBy   = 0.15 // by how much more places must fit after a shift
)

// shift is what a layer may be in without saying so.
type shift struct {
	name string
	undo func(geo.E7) geo.E7 // what the place is if it was that
	// when says of which declared datum it is tried.
	when func(datum string) bool
}

// shifts are tried from the place as it was taken.
func shifts() []shift {
	by := func(d crs.Datum, inverse bool) func(geo.E7) geo.E7 {
		return func(e geo.E7) geo.E7 {
			p := e.Point()
			if inverse {
				p = d.ToWGS84(p)
			} else {
				p = d.FromWGS84(p)
			}
			if out, ok := geo.ToE7(p); ok {
				return out
			}
			return e
		}
	}
	plain := func(datum string) bool { return datum != string(crs.GCJ02) && datum != string(crs.BD09) }
	was := func(d crs.Datum) func(string) bool { return func(datum string) bool { return datum == string(d) } }
	return []shift{
		{"GCJ-02", by(crs.GCJ02, true), plain},
		{"BD-09", by(crs.BD09, true), plain},
		{"WGS84, and was declared GCJ-02", by(crs.GCJ02, false), was(crs.GCJ02)},
		{"WGS84, and was declared BD-09", by(crs.BD09, false), was(crs.BD09)},
		{"latitude before longitude", func(e geo.E7) geo.E7 {
			p := e.Point()
			if out, ok := geo.ToE7(orb.Point{p[1], p[0]}); ok {
				return out
			}
			return e
		}, plain},
	}
}

// datums compares how each layer fits the streets as it was declared and after each shift.
func (c *checker) datums(ctx context.Context) error {
	view := c.streets(fitM)
	if view == nil {
		return nil
	}
	for _, l := range c.city.Layers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if l.Kind == data.KindOSM {
			continue // the streets came with it
		}
		places := sample(c.placesOf(l))
		if len(places) < fewest {
			continue
		}
		c.datum(l, places, view)
	}
	return nil
}

// placesOf are the places by which a layer is recognised: facilities, homes, and corners of communities, whose borders run along streets.
func (c *checker) placesOf(l data.Layer) []geo.E7 {
	var out []geo.E7
	switch l.Kind {
	case data.KindCommunities:
		for i := range c.city.Communities {
			for _, p := range c.city.Communities[i].Shape {
				out = append(out, p[0]...)
			}
		}
	case data.KindResidents:
		if c.city.Residents != nil {
			out = c.city.Residents.At
		}
	default:
		for i := range c.city.Facilities {
			if f := &c.city.Facilities[i]; f.Layer == l.Name {
				out = append(out, f.At)
			}
		}
	}
	return out
}

// sample is every n-th of the places, so that they are at most mostPlaces.
func sample(places []geo.E7) []geo.E7 {
	step := len(places)/mostPlaces + 1
	var out []geo.E7
	for i := 0; i < len(places); i += step {
		out = append(out, places[i])
	}
	return out
}

func (c *checker) datum(l data.Layer, places []geo.E7, view *network.View) {
	as := fit(places, c.frame, view)
	best, name, metres := as, "", 0.0
	for _, s := range shifts() {
		if !s.when(l.Datum) {
			continue
		}
		moved := make([]geo.E7, len(places))
		far := make([]float64, len(places))
		for i, p := range places {
			moved[i] = s.undo(p)
			far[i] = geo.SegmentM(p, moved[i])
		}
		slices.Sort(far)
		if far[len(far)/2] < fitM { // outside China nothing moves
			continue
		}
		if f := fit(moved, c.frame, view); f > best {
			best, name, metres = f, s.name, far[len(far)/2]
		}
	}
	if best < as+betterBy {
		return
	}
	c.finds.Add(data.Finding{Severity: data.Warning, Code: "datum_suspicious", Layer: l.Name, Value: l.Datum,
		Message: fmt.Sprintf("this looks like %s: %.0f %% of its places lie within %.0f m of a street as it was taken (%s), %.0f %% after moving them by %.0f m", name, 100*as, fitM, l.Datum, 100*best, metres),
		Advice:  "import it again with --datum gcj02, bd09 or wgs84, or with the columns of longitude and latitude exchanged"})
}

// fit is the share of the places that lie at a street.
func fit(places []geo.E7, frame *geo.Frame, view *network.View) float64 {
	n := 0
	finder := network.Finder{View: view}
	var buf []network.Access
	for _, p := range places {
		if buf = finder.Access(frame.XYE7(p), buf[:0]); len(buf) > 0 {
			n++
		}
		finder.Forget()
	}
	return float64(n) / float64(len(places))
}
