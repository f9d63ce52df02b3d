package quality

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/geo/index"
	"circle15/geo/network"
)

// How a shift is recognised, our choices tried on the layers of Wudaokou and the demo city: of what really lies at the streets most places are
// within fitM of one; shifted by hundreds of metres they lie anywhere.
const (
	fitM       = 25.0 // metres within which a place counts as lying at a street
	homeM      = 3.0  // metres round the box of a building within which people count as living in it
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

// ground is what the places of a layer ought to lie at: far says of one how many metres away that is, above fitM when it does not lie there.
type ground struct {
	what string
	far  func(geo.E7) float64
}

// datums compares how each layer fits the streets as it was declared and after each shift, and how residents fit the buildings where these are known:
// homes stand back from streets, so that in a grid of streets a shift may bring more of them near one.
func (c *checker) datums(ctx context.Context) error {
	view := c.streets(fitM)
	if view == nil {
		return nil
	}
	finder := network.Finder{View: view}
	var buf []network.Access
	streets := ground{fmt.Sprintf("within %.0f m of a street", fitM), func(p geo.E7) float64 {
		buf = finder.Access(c.frame.XYE7(p), buf[:0])
		finder.Forget()
		if len(buf) == 0 {
			return math.Inf(1)
		}
		return buf[0].LegM
	}}
	homes, some := c.homes()
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
		if l.Kind == data.KindResidents && some {
			c.datum(l, places, homes)
		} else {
			c.datum(l, places, streets)
		}
	}
	return nil
}

// homes are the buildings; false when none are known.
func (c *checker) homes() (ground, bool) {
	var boxes index.Boxes
	for i := range c.city.Ground {
		if g := &c.city.Ground[i]; g.Kind == data.Building {
			boxes.InsertBox(g.Shape.Box().Widen(homeM), i)
		}
	}
	return ground{"in a building", func(p geo.E7) float64 {
		far := math.Inf(1)
		boxes.SearchBox(geo.Box{Min: p, Max: p}, func(int) bool { far = 0; return false })
		return far
	}}, boxes.Len() > 0
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

func (c *checker) datum(l data.Layer, places []geo.E7, at ground) {
	as, best := fit(places, at), fitting{}
	name, metres := "", 0.0
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
		if f := fit(moved, at); f.share >= as.share+betterBy && f.close > max(as.close, best.close) {
			best, name, metres = f, s.name, far[len(far)/2]
		}
	}
	if name == "" {
		return
	}
	c.finds.Add(data.Finding{Severity: data.Warning, Code: "datum_suspicious", Layer: l.Name, Value: l.Datum,
		Message: fmt.Sprintf("this looks like %s: %.0f %% of its places lie %s as it was taken (%s), %.0f %% after moving them by %.0f m", name, 100*as.share, at.what, l.Datum, 100*best.share, metres),
		Advice:  "import it again with --datum gcj02, bd09 or wgs84, or with the columns of longitude and latitude exchanged"})
}

// fitting is how places lie at what they ought to lie at.
type fitting struct {
	share float64 // of those that lie there
	close float64 // from 0 to 1: a place counts the more the nearer it is. It tells shifts apart that bring as many places within reach.
}

func fit(places []geo.E7, at ground) (out fitting) {
	for _, p := range places {
		if m := at.far(p); m <= fitM {
			out.share++
			out.close += 1 - m/fitM
		}
	}
	n := float64(len(places))
	return fitting{out.share / n, out.close / n}
}
