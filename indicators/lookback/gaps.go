package lookback

import (
	"fmt"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/geo/plane"
	"circle15/indicators"
)

// GapWhat is what happened to the gap of a pair.
type GapWhat string

// Opened and Grown are places that were covered, or not judged, and are a gap now; Closed and Shrunk are gaps that are none any more. Opened:
// the pair had no gap before. Closed: it has none after.
const (
	Opened GapWhat = "opened"
	Grown  GapWhat = "grown"
	Closed GapWhat = "closed"
	Shrunk GapWhat = "shrunk"
)

// GapChange is where the gap of a pair changed.
type GapChange struct {
	Community string           `json:"community"`
	Name      string           `json:"community_name,omitempty"`
	District  string           `json:"district,omitempty"`
	Criterion string           `json:"criterion"`
	What      GapWhat          `json:"what"`
	Shape     geo.MultiPolygon `json:"-"`
	AreaM2    float64          `json:"area_m2"`
	Milli     int64            `json:"milli"` // residents inside, in thousandths, as they live after
	// Why is that of the pair.
	Why []int `json:"why"`
}

// GapTotal sums changes of one sort up.
type GapTotal struct {
	Count  int     `json:"count"`
	AreaM2 float64 `json:"area_m2"`
	Milli  int64   `json:"milli"`
}

// smallestM2 is the smallest polygon that counts as a change, a quarter of a cell of the lattice; narrowestM the least width on average. Contours
// are found to a decimetre or two, and where one is traced anew beside the old one what is left between the two is no change.
const (
	smallestM2 = 100
	narrowestM = 1.0
)

// wide are the polygons of m that are large enough and no slivers: a long thin one is about its area divided by half its circumference wide.
func wide(m geo.MultiPolygon) geo.MultiPolygon {
	var out geo.MultiPolygon
	for _, p := range m {
		around := 0.0
		for _, r := range p {
			for i := range r {
				around += geo.SegmentM(r[i], r[(i+1)%len(r)])
			}
		}
		if one := (geo.MultiPolygon{p}); one.AreaM2() >= max(smallestM2, narrowestM*around/2) {
			out = append(out, p)
		}
	}
	return out
}

// gaps overlays the gaps of the pairs that changed.
func (d *Difference) gaps(after *Side, was, now map[pairID]*indicators.Result, known map[string]*indicators.Community) error {
	home := newResidents(after.Material.Residents)
	for i := range d.Pairs {
		p := &d.Pairs[i]
		k := pairID{p.Community, p.Criterion}
		a, b := was[k], now[k]
		if a == nil || b == nil || sameGap(a, b) {
			continue
		}
		old, err := gapOf(a)
		if err != nil {
			return fmt.Errorf("gap of %s under %s before: %w", k.community, k.criterion, err)
		}
		fresh, err := gapOf(b)
		if err != nil {
			return fmt.Errorf("gap of %s under %s after: %w", k.community, k.criterion, err)
		}
		for _, part := range []struct {
			of, without geo.MultiPolygon
			all, some   GapWhat
		}{{fresh, old, Opened, Grown}, {old, fresh, Closed, Shrunk}} {
			shape, err := plane.Subtract(part.of, part.without)
			if err != nil {
				return fmt.Errorf("compare the gaps of %s under %s: %w", k.community, k.criterion, err)
			}
			shape = wide(shape)
			g := GapChange{Community: p.Community, Name: p.Name, District: p.District, Criterion: p.Criterion, What: part.some,
				Shape: shape, AreaM2: shape.AreaM2(), Why: p.Why}
			if len(shape) == 0 {
				continue
			}
			if len(part.without) == 0 {
				g.What = part.all
			}
			g.Milli = home.inside(shape)
			d.Gaps = append(d.Gaps, g)
			t := d.Totals[g.What]
			d.Totals[g.What] = GapTotal{t.Count + 1, t.AreaM2 + g.AreaM2, t.Milli + g.Milli}
		}
	}
	return nil
}

// sameGap says whether what is not covered is the same on both sides, whatever its causes.
func sameGap(a, b *indicators.Result) bool {
	return sameShape(uncovered(a), uncovered(b))
}

func uncovered(r *indicators.Result) (m geo.MultiPolygon) {
	for i := range r.Pieces {
		if r.Pieces[i].Cause != indicators.Covered {
			m = append(m, r.Pieces[i].Shape...)
		}
	}
	return m
}

// gapOf is what is not covered, whatever its causes, as one area: pieces of different causes share edges.
func gapOf(r *indicators.Result) (geo.MultiPolygon, error) {
	var parts []geo.MultiPolygon
	for i := range r.Pieces {
		if r.Pieces[i].Cause != indicators.Covered && len(r.Pieces[i].Shape) > 0 {
			parts = append(parts, r.Pieces[i].Shape)
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return plane.Join(parts...)
}

// dwellings finds the residents of areas.
type dwellings struct {
	of    *indicators.Residents
	boxes index.Boxes
}

func newResidents(r *indicators.Residents) *dwellings {
	d := &dwellings{of: r}
	if r != nil {
		for i, p := range r.At {
			d.boxes.InsertBox(geo.Box{Min: p, Max: p}, i)
		}
	}
	return d
}

// inside are the residents in an area, in thousandths.
func (d *dwellings) inside(m geo.MultiPolygon) (milli int64) {
	if d.of == nil {
		return 0
	}
	d.boxes.SearchBox(m.Box(), func(i int) bool {
		if m.Contains(d.of.At[i]) {
			milli += d.of.Milli[i]
		}
		return true
	})
	return milli
}
