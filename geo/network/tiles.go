package network

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"circle15/geo"
)

// tileE7 is the side of a tile in 1e-7 degree: 445 m from south to north, 370 m from west to east at Baoji. Smaller ones would tell
// more exactly what lies near a community and take longer to add up: what they say only decides what is looked at again.
const tileE7 = 40_000

// Tiles are digests of the streets and barriers by squares of the earth: where all tiles about a place are the same, so are its ways.
type Tiles struct {
	digests map[[2]int32][sha256.Size]byte
}

// NewTiles digests the streets as those views see them, which all are of n. An edge or a barrier belongs to every tile that its box touches.
func (n *Network) NewTiles(views []*View) *Tiles {
	content := map[[2]int32][]byte{}
	put := func(box geo.Box, record []byte) {
		eachTile(box, func(id [2]int32) { content[id] = append(content[id], record...) })
	}
	var buffer []byte
	edges := make([]uint32, n.Edges())
	for e := range edges {
		edges[e] = uint32(e)
	}
	for _, e := range n.byWay(edges) {
		buffer = n.appendEdge(buffer[:0], e)
		for _, v := range views {
			buffer = append(buffer, v.kind(e))
		}
		sum := sha256.Sum256(buffer)
		put(geo.Ring(n.ShapeOf(e)).Box(), sum[:])
	}
	for b := range n.Barriers.Kind {
		for i := n.Barriers.Start[b]; i+1 < n.Barriers.Start[b+1]; i++ {
			buffer = n.appendBarrier(buffer[:0], uint32(b), i)
			sum := sha256.Sum256(buffer)
			put(geo.Ring(n.Barriers.At[i:i+2]).Box(), sum[:])
		}
	}
	t := &Tiles{digests: make(map[[2]int32][sha256.Size]byte, len(content))}
	for id, b := range content {
		t.digests[id] = sha256.Sum256(b)
	}
	return t
}

// byWay sorts edges by their way, then by number: how junctions are numbered decides nothing between edges of different ways.
func (n *Network) byWay(edges []uint32) []uint32 {
	slices.SortFunc(edges, func(a, b uint32) int { return cmp.Or(cmp.Compare(n.WayID[a], n.WayID[b]), cmp.Compare(a, b)) })
	return edges
}

// Append appends the digests of the tiles that a box touches and that hold anything.
func (t *Tiles) Append(dst []byte, box geo.Box) []byte {
	eachTile(box, func(id [2]int32) {
		if d, ok := t.digests[id]; ok {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(id[0]))
			dst = binary.LittleEndian.AppendUint32(dst, uint32(id[1]))
			dst = append(dst, d[:]...)
		}
	})
	return dst
}

func eachTile(box geo.Box, yield func([2]int32)) {
	row := func(v int32) int32 { return int32(math.Floor(float64(v) / tileE7)) }
	for y := row(box.Min.Lat); y <= row(box.Max.Lat); y++ {
		for x := row(box.Min.Lon); x <= row(box.Max.Lon); x++ {
			yield([2]int32{x, y})
		}
	}
}

// degrees is how many edges end at each junction. With its place and id that tells the junctions apart that a closed node has.
func (n *Network) degrees() []uint32 {
	out := make([]uint32, len(n.Junctions))
	for e := range n.From {
		out[n.From[e]]++
		out[n.To[e]]++
	}
	return out
}

// appendEdge appends all that costs and accesses depend on of an edge, with the junctions that it joins.
func (n *Network) appendEdge(dst []byte, e uint32) []byte {
	for _, j := range [2]uint32{n.From[e], n.To[e]} {
		dst = binary.LittleEndian.AppendUint64(dst, uint64(n.JunctionID[j]))
		dst = binary.LittleEndian.AppendUint32(dst, n.degree[j])
	}
	return n.appendLine(dst, e)
}

// appendLine appends what accesses to an edge depend on.
func (n *Network) appendLine(dst []byte, e uint32) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, uint64(n.WayID[e]))
	dst = binary.LittleEndian.AppendUint64(dst, uint64(n.Traits[e]))
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(n.LengthM[e]))
	for _, p := range n.ShapeOf(e) {
		dst = appendPlace(dst, p)
	}
	return dst
}

// appendBarrier appends a piece of a barrier, from place i of it to the next.
func (n *Network) appendBarrier(dst []byte, b, i uint32) []byte {
	open := byte(0)
	if n.Barriers.Open[i] {
		open |= 1
	}
	if n.Barriers.Open[i+1] {
		open |= 2
	}
	dst = append(dst, byte(n.Barriers.Kind[b]), open)
	return appendPlace(appendPlace(dst, n.Barriers.At[i]), n.Barriers.At[i+1])
}

func appendPlace(dst []byte, p geo.E7) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(dst, uint32(p.Lon)), uint32(p.Lat))
}

// kind is whether an edge can be used (1) and whether places attach to it (2).
func (v *View) kind(e uint32) (k byte) {
	if v.usable[e] {
		k = 1
	}
	if v.attaches[e] {
		k |= 2
	}
	return k
}

// Nearby are the edges that places attach to within a region, by way, and these edges and the region's barriers as bytes, appended to dst: without
// what they join, which comes to bear through costs alone. in says
// whether the region touches a rectangle; it lies between lo and hi.
func (v *View) Nearby(lo, hi geo.XY, in func(lo, hi geo.XY) bool, dst []byte) ([]uint32, []byte) {
	seen := map[uint32]bool{}
	touches := func(s *segment) bool {
		return in(geo.XY{X: min(s.a.X, s.b.X), Y: min(s.a.Y, s.b.Y)}, geo.XY{X: max(s.a.X, s.b.X), Y: max(s.a.Y, s.b.Y)})
	}
	v.streets.within(lo, hi, func(s *segment) bool {
		if !seen[s.line] && touches(s) {
			seen[s.line] = true
		}
		return true
	})
	edges := v.byWay(sortedKeys(seen))
	for _, e := range edges {
		dst = v.appendLine(dst, e)
	}
	fences := map[uint32]bool{} // by their part: a piece lies in several cells
	line := map[uint32]uint32{}
	v.barriers.within(lo, hi, func(s *segment) bool {
		if (v.Mode.SoftBarriers || !v.Barriers.Kind[s.line].Soft()) && !fences[s.part] && touches(s) {
			fences[s.part], line[s.part] = true, s.line
		}
		return true
	})
	for _, part := range sortedKeys(fences) {
		dst = v.appendBarrier(dst, line[part], part)
	}
	return edges, dst
}

func sortedKeys(m map[uint32]bool) []uint32 {
	return slices.Sorted(maps.Keys(m))
}
