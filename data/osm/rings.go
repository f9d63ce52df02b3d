package osm

import (
	"math"
	"slices"

	"circle15/geo"
)

// whereIs is the place of any element: a node, the middle of a line, or a point inside an area with
// the rings of the area; false when none of it is in the file.
func (e *extract) whereIs(id element) (at geo.E7, outline []geo.Ring, ok bool) {
	switch id.kind {
	case nodeKind:
		if i := e.findNode(id.id); i != missing {
			return e.nodeAt[i], nil, true
		}
	case wayKind:
		w := e.findWay(id.id)
		if w == nil {
			return
		}
		if e.closedWay(w) {
			if r := e.wayRing(w); r != nil {
				return inside(geo.Polygon{r}), []geo.Ring{r}, true
			}
		}
		if line := e.lineOf(w); len(line) > 0 {
			return middle(line), nil, true
		}
	}
	if id.kind == relationKind {
		return e.whereIsRelation(id.id)
	}
	return
}

// whereIsRelation is the place of a multipolygon; where its outer ring leaves the file, the
// middle of the longest part that is there.
func (e *extract) whereIsRelation(id int64) (at geo.E7, outline []geo.Ring, ok bool) {
	r := e.findRelation(id)
	if r == nil || !e.relationTags(r).is("type", "multipolygon", "boundary") {
		return
	}
	shape, open := e.relationArea(r)
	if len(shape) > 0 {
		largest := shape[0]
		for _, p := range shape {
			if p[0].DoubleArea() > largest[0].DoubleArea() {
				largest = p
			}
			outline = append(outline, p...)
		}
		return inside(largest), outline, true
	}
	var longest []int32
	for _, line := range open {
		if len(line) > len(longest) {
			longest = line
		}
	}
	if len(longest) == 0 {
		return
	}
	return middle(e.places(longest)), nil, true
}

// lineOf is the longest run of known nodes of a way.
func (e *extract) lineOf(w *way) []geo.E7 {
	refs := e.nodesOf(w)
	var best []int32
	for len(refs) > 0 {
		run := knownRun(refs)
		if run > len(best) {
			best = refs[:run]
		}
		refs = refs[min(run+1, len(refs)):]
	}
	return e.places(best)
}

func (e *extract) places(nodes []int32) []geo.E7 {
	at := make([]geo.E7, len(nodes))
	for i, n := range nodes {
		at[i] = e.nodeAt[n]
	}
	return at
}

// middle is the place half way along a line.
func middle(line []geo.E7) geo.E7 {
	left := lengthM(line) / 2
	for i := 1; i < len(line); i++ {
		d := geo.SegmentM(line[i-1], line[i])
		if left <= d && d > 0 {
			return between(line[i-1], line[i], left/d)
		}
		left -= d
	}
	return line[0]
}

func lengthM(line []geo.E7) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += geo.SegmentM(line[i-1], line[i])
	}
	return sum
}

// between is the place on ab at that part of its length.
func between(a, b geo.E7, part float64) geo.E7 {
	return geo.E7{
		Lon: a.Lon + int32(math.Round(part*float64(int64(b.Lon)-int64(a.Lon)))),
		Lat: a.Lat + int32(math.Round(part*float64(int64(b.Lat)-int64(a.Lat)))),
	}
}

// wayRing is a closed way as a ring that runs counter-clockwise; nil when nodes are missing or it has no area.
func (e *extract) wayRing(w *way) geo.Ring {
	refs := e.nodesOf(w)
	if knownRun(refs) < len(refs) {
		return nil
	}
	return tidy(e.places(refs[:len(refs)-1]), true)
}

// tidy drops repeated places and turns the ring counter-clockwise (ccw) or clockwise; nil when it has no area.
func tidy(at []geo.E7, ccw bool) geo.Ring {
	r := geo.Ring(slices.Compact(at))
	for len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	area := r.DoubleArea()
	if area == 0 {
		return nil
	}
	if area > 0 != ccw {
		slices.Reverse(r)
	}
	return r
}

// inside is a place inside a polygon: of the parallel half way up, the middle of the widest part
// that lies inside; near the centroid for plain shapes, and inside for all.
func inside(p geo.Polygon) geo.E7 {
	box := p[0].Box()
	lat := int32((int64(box.Min.Lat) + int64(box.Max.Lat)) / 2)
	var cuts []float64
	for _, r := range p {
		for i := range r {
			a, b := r[i], r[(i+1)%len(r)]
			if (a.Lat > lat) != (b.Lat > lat) {
				part := (float64(lat) - float64(a.Lat)) / (float64(b.Lat) - float64(a.Lat))
				cuts = append(cuts, float64(a.Lon)+part*(float64(b.Lon)-float64(a.Lon)))
			}
		}
	}
	slices.Sort(cuts)
	best, width := p[0][0], 0.0
	for i := 0; i+1 < len(cuts); i += 2 {
		if w := cuts[i+1] - cuts[i]; w > width {
			best, width = geo.E7{Lon: int32(math.Round((cuts[i] + cuts[i+1]) / 2)), Lat: lat}, w
		}
	}
	return best
}
