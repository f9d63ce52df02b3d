package osm

import (
	"cmp"
	"slices"
	"strconv"

	"circle15/data"
	"circle15/geo"
)

// seaID is the id of the sea, which no element of the file stands for.
const seaID = "sea"

// sea is the part of the box that lies on the right of the coastline (OSM wiki, Tag:natural=coastline: land on the left,
// water on the right). Without a coastline there is none, and none where the coastline is broken, which a finding says.
func (e *extract) sea(box geo.Box, f *data.Findings) []data.Ground {
	c := coast{box: box}
	for _, nodes := range e.coastlines() {
		c.lines = append(c.lines, e.places(nodes))
	}
	if len(c.lines) == 0 || box.Empty() {
		return nil
	}
	for _, l := range c.lines {
		c.clip(l)
	}
	shape, ok := c.close()
	if !ok {
		f.Add(data.Finding{
			Severity: data.Warning, Code: "coastline_broken", Value: c.fault,
			Message: "the coastline does not divide the extract into land and sea; the sea was left out",
			Advice:  "take an extract with complete ways, or mend natural=coastline in OpenStreetMap",
		})
		return nil
	}
	if len(shape) == 0 {
		return nil
	}
	return []data.Ground{{ID: seaID, Kind: data.Sea, Shape: shape}}
}

// coastlines joins the coastline ways in their direction. Closed ones repeat their first node.
func (e *extract) coastlines() [][]int32 {
	var parts [][]int32
	for i := range e.ways {
		if w := &e.ways[i]; e.wayTags(w).is("natural", "coastline") {
			parts = append(parts, knownRuns(e.nodesOf(w))...)
		}
	}
	return joinDirected(parts)
}

// joinDirected joins lines of which one ends where the other begins.
func joinDirected(parts [][]int32) (lines [][]int32) {
	from := map[int32]int{} // node: the part that begins there
	into := map[int32]bool{}
	for i := len(parts) - 1; i >= 0; i-- {
		from[parts[i][0]] = i
		into[parts[i][len(parts[i])-1]] = true
	}
	used := make([]bool, len(parts))
	follow := func(i int) {
		line := slices.Clone(parts[i])
		used[i] = true
		for line[0] != line[len(line)-1] {
			next, ok := from[line[len(line)-1]]
			if !ok || used[next] {
				break
			}
			used[next] = true
			line = append(line, parts[next][1:]...)
		}
		lines = append(lines, line)
	}
	for i := range parts { // first what has a beginning, then what is closed
		if !into[parts[i][0]] {
			follow(i)
		}
	}
	for i := range parts {
		if !used[i] {
			follow(i)
		}
	}
	return lines
}

// coast collects the parts of the coastline that lie in a box.
type coast struct {
	box    geo.Box
	lines  [][]geo.E7
	pieces [][]geo.E7 // from border to border
	rings  []geo.Ring // wholly inside, as they run
	fault  string
}

// clip takes the parts of a line that lie in the box, and leads ends inside it to the border.
func (c *coast) clip(line []geo.E7) {
	closed := line[0] == line[len(line)-1] && len(line) > 3
	if closed && !slices.ContainsFunc(line, func(p geo.E7) bool { return !c.box.Contains(p) }) {
		c.rings = append(c.rings, geo.Ring(line[:len(line)-1]))
		return
	}
	if closed { // begin outside
		k := slices.IndexFunc(line, func(p geo.E7) bool { return !c.box.Contains(p) })
		line = slices.Concat(line[k:len(line)-1], line[:k+1])
	}
	var piece []geo.E7
	if c.box.Contains(line[0]) {
		piece = c.lead(line[0])
		slices.Reverse(piece)
	}
	for i := 1; i < len(line); i++ {
		a, b, ok := clipSegment(c.box, line[i-1], line[i])
		if !ok {
			continue
		}
		if len(piece) == 0 {
			piece = append(piece, a)
		}
		piece = append(piece, b)
		if !c.box.Contains(line[i]) {
			c.add(piece)
			piece = nil
		}
	}
	if len(piece) > 0 {
		end := piece[len(piece)-1]
		c.add(append(piece[:len(piece)-1], c.lead(end)...))
	}
}

func (c *coast) add(piece []geo.E7) {
	if piece = slices.Compact(piece); len(piece) > 1 {
		c.pieces = append(c.pieces, piece)
	}
}

// lead is an end inside the box and the place on the border to which it goes on: straight to the nearest side
// without crossing the coastline. Extracts that were cut by a polygon end so, inside the box that their header
// names, and beyond there are no streets for which the sea would matter. But where the end of another line is nearer
// than the border, there is a gap in the coastline, which is a fault.
func (c *coast) lead(p geo.E7) []geo.E7 {
	for _, q := range bordersOf(c.box, p) {
		if p == q {
			return []geo.E7{p}
		}
		if c.crosses(p, q) {
			continue
		}
		if c.otherEnd(p, geo.SegmentM(p, q)) {
			break
		}
		return []geo.E7{p, q}
	}
	c.fault = "an end at " + placeText(p)
	return []geo.E7{p}
}

// otherEnd says whether an end of the coastline other than p lies inside the box within so many metres of it.
func (c *coast) otherEnd(p geo.E7, withinM float64) bool {
	for _, l := range c.lines {
		for _, q := range [...]geo.E7{l[0], l[len(l)-1]} {
			if l[0] != l[len(l)-1] && q != p && c.box.Contains(q) && geo.SegmentM(p, q) < withinM {
				return true
			}
		}
	}
	return false
}

// crosses says whether the coastline crosses pq, other than at its end p.
func (c *coast) crosses(p, q geo.E7) bool {
	side := func(a, b, z geo.E7) int { return cmp.Compare((geo.Ring{a, b, z}).DoubleArea(), 0) }
	for _, l := range c.lines {
		for i := 1; i < len(l); i++ {
			a, b := l[i-1], l[i]
			if a != p && b != p && side(p, q, a) != side(p, q, b) && side(a, b, p) != side(a, b, q) {
				return true
			}
		}
	}
	return false
}

// bordersOf are the places on the four sides of a box straight beside p, nearest first.
func bordersOf(b geo.Box, p geo.E7) []geo.E7 {
	out := []geo.E7{{Lon: b.Min.Lon, Lat: p.Lat}, {Lon: b.Max.Lon, Lat: p.Lat}, {Lon: p.Lon, Lat: b.Min.Lat}, {Lon: p.Lon, Lat: b.Max.Lat}}
	slices.SortStableFunc(out, func(x, y geo.E7) int { return cmp.Compare(geo.SegmentM(p, x), geo.SegmentM(p, y)) })
	return out
}

// clipSegment is the part of a segment in a box (Liang and Barsky 1984); false when there is none.
func clipSegment(b geo.Box, p, q geo.E7) (geo.E7, geo.E7, bool) {
	dx, dy := float64(q.Lon)-float64(p.Lon), float64(q.Lat)-float64(p.Lat)
	t0, t1 := 0.0, 1.0
	for _, s := range [...]struct{ d, room float64 }{
		{-dx, float64(p.Lon) - float64(b.Min.Lon)}, {dx, float64(b.Max.Lon) - float64(p.Lon)},
		{-dy, float64(p.Lat) - float64(b.Min.Lat)}, {dy, float64(b.Max.Lat) - float64(p.Lat)},
	} {
		switch {
		case s.d == 0 && s.room < 0:
			return p, q, false
		case s.d < 0:
			t0 = max(t0, s.room/s.d)
		case s.d > 0:
			t1 = min(t1, s.room/s.d)
		}
	}
	if t0 > t1 {
		return p, q, false
	}
	a, z := p, q
	if t0 > 0 {
		a = snap(b, between(p, q, t0))
	}
	if t1 < 1 {
		z = snap(b, between(p, q, t1))
	}
	return a, z, true
}

// snap moves a place that was computed for the border onto it.
func snap(b geo.Box, p geo.E7) geo.E7 {
	p = geo.E7{Lon: min(max(p.Lon, b.Min.Lon), b.Max.Lon), Lat: min(max(p.Lat, b.Min.Lat), b.Max.Lat)}
	return bordersOf(b, p)[0]
}

// along is how far along the border a place on it lies, clockwise from the lower left corner, and the
// length of the border.
func along(b geo.Box, p geo.E7) (at, whole int64) {
	w, h := int64(b.Max.Lon)-int64(b.Min.Lon), int64(b.Max.Lat)-int64(b.Min.Lat)
	x, y := int64(p.Lon)-int64(b.Min.Lon), int64(p.Lat)-int64(b.Min.Lat)
	whole = 2 * (w + h)
	switch {
	case x == 0:
		return y, whole
	case y == h:
		return h + x, whole
	case x == w:
		return h + w + (h - y), whole
	}
	return h + w + h + (w - x), whole
}

// close makes the sea of the pieces and rings; false when they contradict each other.
func (c *coast) close() (geo.MultiPolygon, bool) {
	if c.fault != "" {
		return nil, false
	}
	outer, ok := c.closePieces()
	if !ok {
		c.fault = "two shores with no water between them"
		return nil, false
	}
	var islands []geo.Ring
	for _, r := range c.rings {
		if r.DoubleArea() < 0 {
			outer = append(outer, r) // land around it: a piece of sea
		} else {
			islands = append(islands, r)
		}
	}
	if len(c.pieces) == 0 && c.openSea(outer, islands) {
		b := c.box
		outer = append(outer, geo.Ring{b.Min, {Lon: b.Min.Lon, Lat: b.Max.Lat}, b.Max, {Lon: b.Max.Lon, Lat: b.Min.Lat}})
	}
	return seaOf(outer, islands), true
}

// openSea says whether the border lies in the sea, when no coastline reaches it: there is an island that is not in
// a piece of sea of its own.
func (c *coast) openSea(outer, islands []geo.Ring) bool {
	return slices.ContainsFunc(islands, func(i geo.Ring) bool {
		at := inside(geo.Polygon{i})
		return !slices.ContainsFunc(outer, func(o geo.Ring) bool { return o.Contains(at) })
	})
}

// seaOf gives each island to the smallest piece of sea around it. The pieces of sea run clockwise as they come.
func seaOf(outer, islands []geo.Ring) geo.MultiPolygon {
	var shape geo.MultiPolygon
	for _, r := range outer {
		if r = tidy(r, true); r != nil {
			shape = append(shape, geo.Polygon{r})
		}
	}
	slices.SortStableFunc(shape, func(a, b geo.Polygon) int { return cmp.Compare(a[0].DoubleArea(), b[0].DoubleArea()) })
	for _, r := range islands {
		at := inside(geo.Polygon{r})
		for i := range shape {
			if shape[i][0].Contains(at) {
				if r = tidy(r, false); r != nil {
					shape[i] = append(shape[i], r)
				}
				break
			}
		}
	}
	slices.Reverse(shape)
	return shape
}

// closePieces joins the pieces by the border: from where one leaves the box, clockwise, to where the next one enters it, so
// that the sea stays on the right. Leaving and entering have to take turns.
func (c *coast) closePieces() ([]geo.Ring, bool) {
	type crossing struct {
		at    int64
		piece int
		enter bool
	}
	var xs []crossing
	for i, p := range c.pieces {
		start, _ := along(c.box, p[0])
		end, _ := along(c.box, p[len(p)-1])
		xs = append(xs, crossing{start, i, true}, crossing{end, i, false})
	}
	slices.SortFunc(xs, func(a, b crossing) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.piece, b.piece)) })
	next := make([]int, len(c.pieces)) // the piece entered after one has left
	for i, x := range xs {
		y := xs[(i+1)%len(xs)]
		if x.enter == y.enter {
			return nil, false
		}
		if !x.enter {
			next[x.piece] = y.piece
		}
	}
	used := make([]bool, len(c.pieces))
	var rings []geo.Ring
	for i := range c.pieces {
		var ring geo.Ring
		for k := i; !used[k]; k = next[k] {
			used[k] = true
			ring = append(ring, c.pieces[k]...)
			ring = append(ring, c.corners(c.pieces[k][len(c.pieces[k])-1], c.pieces[next[k]][0])...)
		}
		if len(ring) > 0 {
			rings = append(rings, ring)
		}
	}
	return rings, true
}

// corners are the corners of the box between two places on its border, clockwise.
func (c *coast) corners(from, to geo.E7) []geo.E7 {
	b := c.box
	all := [...]geo.E7{b.Min, {Lon: b.Min.Lon, Lat: b.Max.Lat}, b.Max, {Lon: b.Max.Lon, Lat: b.Min.Lat}}
	start, whole := along(b, from)
	end, _ := along(b, to)
	if end < start {
		end += whole
	}
	var out []geo.E7
	for turn := int64(0); turn < 2; turn++ {
		for _, p := range all {
			if at, _ := along(b, p); at+turn*whole > start && at+turn*whole < end {
				out = append(out, p)
			}
		}
	}
	return out
}

// placeText is a place as people write it: "28.1000000, -15.4000000".
func placeText(p geo.E7) string {
	at := p.Point()
	return strconv.FormatFloat(at[1], 'f', 7, 64) + ", " + strconv.FormatFloat(at[0], 'f', 7, 64)
}
