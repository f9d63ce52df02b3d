package mvt

import (
	"encoding/binary"
	"slices"

	"circle15/geo"
)

// cutter has the memory that the steps of cutting a tile share.
type cutter struct {
	ix     *Index
	tile   Tile
	shift  uint
	x0, y0 int64 // of the tile's corner, in units of the world
	ring   []spot
	other  []spot
	shape  cursor
	local  []int32 // where in the tile a value of the index stands, plus one
	values []int32
	tags   []byte
	body   []byte
}

// Append appends the layer as it looks in a tile, and nothing when nothing of it lies there. Layers that are appended one after
// the other make a tile of all.
func (ix *Index) Append(dst []byte, t Tile) []byte {
	shift := uint(worldBits - extentBits - t.Z)
	side := int64(1) << (worldBits - t.Z)
	c := &cutter{ix: ix, tile: t, shift: shift, x0: int64(t.X) * side, y0: int64(t.Y) * side, local: make([]int32, len(ix.values))}
	margin := int64(buffer) << shift
	var found []int
	ix.tree.Search(geo.XY{X: float64(c.x0 - margin), Y: float64(c.y0 - margin)}, geo.XY{X: float64(c.x0 + side + margin), Y: float64(c.y0 + side + margin)},
		func(item int) bool {
			if ix.features[item].minZoom <= t.Z {
				found = append(found, item)
			}
			return true
		})
	slices.Sort(found)
	for _, i := range found {
		c.feature(&ix.features[i])
	}
	if len(c.body) == 0 {
		return dst
	}
	return c.layer(dst)
}

// layer writes the layer around its features.
func (c *cutter) layer(dst []byte) []byte {
	var head []byte
	head = appendNumber(head, layerVersion, 2)
	head = appendBytes(head, layerName, []byte(c.ix.Name))
	tail := c.tags[:0]
	for _, f := range c.ix.Fields {
		tail = appendBytes(tail, layerKey, []byte(f.Name))
	}
	for _, v := range c.values {
		tail = appendBytes(tail, layerValue, c.ix.values[v])
	}
	tail = appendNumber(tail, layerExtent, extent)
	dst = binary.AppendUvarint(dst, tileLayer)
	dst = binary.AppendUvarint(dst, uint64(len(head)+len(c.body)+len(tail)))
	return append(append(append(dst, head...), c.body...), tail...)
}

// feature writes a feature if something of it lies in the tile.
func (c *cutter) feature(f *feature) {
	c.shape.b, c.shape.x, c.shape.y = c.shape.b[:0], 0, 0
	inside := c.within(f)
	switch f.kind {
	case points:
		c.points(f)
	case lines:
		for p := f.first; p < f.last; p++ {
			c.line(c.part(p), inside)
		}
	case areas:
		c.areas(f, inside)
	}
	if len(c.shape.b) == 0 {
		return
	}
	c.tags = c.tags[:0]
	for i := 0; i < len(f.tags); i += 2 {
		v := f.tags[i+1]
		if c.local[v] == 0 {
			c.values = append(c.values, v)
			c.local[v] = int32(len(c.values))
		}
		c.tags = binary.AppendUvarint(c.tags, uint64(f.tags[i]))
		c.tags = binary.AppendUvarint(c.tags, uint64(c.local[v]-1))
	}
	c.body = binary.AppendUvarint(c.body, layerFeature)
	c.body = binary.AppendUvarint(c.body, uint64(1+uvarintLen(len(c.tags))+len(c.tags)+2+1+uvarintLen(len(c.shape.b))+len(c.shape.b)))
	c.body = appendBytes(c.body, featureTags, c.tags)
	c.body = appendNumber(c.body, featureType, uint64(f.kind))
	c.body = appendBytes(c.body, featureShape, c.shape.b)
}

// uvarintLen is how many bytes a length takes.
func uvarintLen(n int) int {
	k := 1
	for ; n >= 0x80; n >>= 7 {
		k++
	}
	return k
}

// within says whether all of the feature lies in the tile and its margin, so that nothing is cut.
func (c *cutter) within(f *feature) bool {
	low, high := c.at(f.low), c.at(f.high)
	return low.x >= -buffer && low.y >= -buffer && high.x <= extent+buffer && high.y <= extent+buffer
}

// at is a place in units of the tile, rounded to the nearest: the same for all features, and for neighbouring tiles.
func (c *cutter) at(s spot) spot {
	half := int64(1) << c.shift >> 1
	return spot{int32((int64(s.x) - c.x0 + half) >> c.shift), int32((int64(s.y) - c.y0 + half) >> c.shift)}
}

// part is a ring or a line in units of the tile, with the vertices that the zoom needs, none twice in a row.
func (c *cutter) part(p int32) []spot {
	from, to := c.ix.parts[p], c.ix.parts[p+1]
	out := c.ring[:0]
	for i := from; i < to; i++ {
		if c.ix.level[i] > c.tile.Z {
			continue
		}
		if s := c.at(c.ix.spots[i]); len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	c.ring = out
	return out
}

func (c *cutter) points(f *feature) {
	for p := f.first; p < f.last; p++ {
		s := c.at(c.ix.spots[c.ix.parts[p]])
		if s.x < -buffer || s.y < -buffer || s.x > extent+buffer || s.y > extent+buffer {
			continue
		}
		c.shape.b = binary.AppendUvarint(c.shape.b, command(moveTo, 1))
		c.shape.place(s.x, s.y)
	}
}

// areas writes the polygons of a feature. Outer rings run so that their area is positive with y to the south, holes
// the other way. Holes of a polygon whose outer ring is not drawn are not drawn either.
func (c *cutter) areas(f *feature, inside bool) {
	shown := false
	for p := f.first; p < f.last; p++ {
		outer := c.ix.polygon[p]
		if !outer && !shown {
			continue
		}
		ring := c.part(p)
		if !inside {
			ring = c.clipRing(ring)
		}
		for len(ring) > 1 && ring[0] == ring[len(ring)-1] {
			ring = ring[:len(ring)-1]
		}
		area := int64(0)
		if len(ring) >= 3 {
			area = doubleArea(ring)
		}
		if outer {
			shown = area != 0
		}
		if area == 0 {
			continue
		}
		if (area > 0) != outer {
			slices.Reverse(ring[1:])
		}
		c.shape.path(ring, true)
	}
}

// doubleArea is twice the area of a ring: positive when it runs clockwise as seen with y to the south.
func doubleArea(r []spot) int64 {
	var s int64
	for i := 1; i+1 < len(r); i++ {
		ax, ay := int64(r[i].x)-int64(r[0].x), int64(r[i].y)-int64(r[0].y)
		bx, by := int64(r[i+1].x)-int64(r[0].x), int64(r[i+1].y)-int64(r[0].y)
		s += ax*by - bx*ay
	}
	return s
}
