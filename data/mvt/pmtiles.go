package mvt

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/klauspost/compress/gzip"

	"circle15/geo"
)

// Archive is a PMTiles file (version 3 of the specification of protomaps/PMTiles): all tiles of a map in one file, which browsers read
// in parts from any web server that knows ranges.
type Archive struct {
	// Metadata is a JSON object: at least name, attribution and vector_layers.
	Metadata any
	Box      geo.Box
	MinZoom  uint8
	MaxZoom  uint8
}

// entry is a run of tiles with the same content.
type entry struct {
	id     uint64
	offset uint64
	length uint32
	run    uint32
}

// The sizes of the format: its header, and what the header and the first directory have together at most.
const (
	pmHeaderBytes = 127
	pmRootBytes   = 16384 - pmHeaderBytes
)

// Write writes the tiles that tile gives for every address over the box, from the least zoom to the largest, in the order of
// the format's curve. Equal tiles are written once. The tiles are kept in memory until they are written.
func (a Archive) Write(w io.Writer, tile func(Tile) ([]byte, error)) error {
	var tiles []Tile
	for z := a.MinZoom; z <= a.MaxZoom; z++ {
		Over(a.Box, z, func(t Tile) bool { tiles = append(tiles, t); return true })
	}
	slices.SortFunc(tiles, func(s, t Tile) int {
		if s.id() < t.id() {
			return -1
		}
		return 1
	})
	var content bytes.Buffer
	var entries []entry
	known := map[[sha256.Size]byte]entry{}
	addressed := 0
	for _, t := range tiles {
		plain, err := tile(t)
		if err != nil {
			return fmt.Errorf("tile %d/%d/%d: %w", t.Z, t.X, t.Y, err)
		}
		if len(plain) == 0 {
			continue
		}
		addressed++
		sum := sha256.Sum256(plain)
		e, ok := known[sum]
		if !ok {
			packed, err := packed(plain)
			if err != nil {
				return err
			}
			e = entry{offset: uint64(content.Len()), length: uint32(len(packed))}
			content.Write(packed)
			known[sum] = e
		}
		e.id, e.run = t.id(), 1
		if n := len(entries); n > 0 && entries[n-1].offset == e.offset && entries[n-1].id+uint64(entries[n-1].run) == e.id {
			entries[n-1].run++
			continue
		}
		entries = append(entries, e)
	}
	return a.assemble(w, entries, content.Bytes(), addressed, len(known))
}

// assemble writes header, directories, metadata and tiles one after the other.
func (a Archive) assemble(w io.Writer, entries []entry, content []byte, addressed, contents int) error {
	root, leaves, err := directories(entries)
	if err != nil {
		return err
	}
	text, err := json.Marshal(a.Metadata)
	if err != nil {
		return fmt.Errorf("metadata of tiles: %w", err)
	}
	meta, err := packed(text)
	if err != nil {
		return err
	}
	h := make([]byte, 0, pmHeaderBytes)
	h = append(h, "PMTiles\x03"...)
	at := uint64(pmHeaderBytes)
	for _, part := range [][]byte{root, meta, leaves, content} {
		h = binary.LittleEndian.AppendUint64(h, at)
		h = binary.LittleEndian.AppendUint64(h, uint64(len(part)))
		at += uint64(len(part))
	}
	for _, n := range []int{addressed, len(entries), contents} {
		h = binary.LittleEndian.AppendUint64(h, uint64(n))
	}
	const clustered, packedByGzip, vectorTiles = 1, 2, 1
	h = append(h, clustered, packedByGzip, packedByGzip, vectorTiles, a.MinZoom, a.MaxZoom)
	for _, v := range []int32{a.Box.Min.Lon, a.Box.Min.Lat, a.Box.Max.Lon, a.Box.Max.Lat} {
		h = binary.LittleEndian.AppendUint32(h, uint32(v))
	}
	h = append(h, min(max(a.MinZoom, 11), a.MaxZoom))
	h = binary.LittleEndian.AppendUint32(h, uint32(middle(a.Box.Min.Lon, a.Box.Max.Lon)))
	h = binary.LittleEndian.AppendUint32(h, uint32(middle(a.Box.Min.Lat, a.Box.Max.Lat)))
	for _, part := range [][]byte{h, root, meta, leaves, content} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write tiles: %w", err)
		}
	}
	return nil
}

func middle(a, b int32) int32 { return int32((int64(a) + int64(b)) / 2) }

// directories are the first directory and those below it, which are as many as it takes for the first to be small enough.
func directories(entries []entry) (root, leaves []byte, err error) {
	if root, err = directory(entries); err != nil || len(root) <= pmRootBytes {
		return root, nil, err
	}
	for size := 4096; size < math.MaxInt32; size *= 2 {
		var top []entry
		leaves = leaves[:0]
		for part := range slices.Chunk(entries, size) {
			leaf, err := directory(part)
			if err != nil {
				return nil, nil, err
			}
			top = append(top, entry{id: part[0].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
			leaves = append(leaves, leaf...)
		}
		if root, err = directory(top); err != nil || len(root) <= pmRootBytes {
			return root, leaves, err
		}
	}
	return nil, nil, fmt.Errorf("%d tiles are too many for one file", len(entries))
}

// directory is entries column by column, packed: differences of ids, runs, lengths, offsets (0 for what follows directly).
func directory(entries []entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return packed(b)
}

func packed(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(plain); err != nil {
		return nil, fmt.Errorf("pack a tile: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack a tile: %w", err)
	}
	return b.Bytes(), nil
}

// id is the number of a tile on the format's curve: zoom by zoom, each along a Hilbert curve.
func (t Tile) id() uint64 {
	n := uint64(0)
	for z := range t.Z {
		n += 1 << (2 * z)
	}
	x, y := t.X, t.Y
	for s := uint32(1) << t.Z >> 1; s > 0; s >>= 1 {
		rx, ry := uint32(0), uint32(0)
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		n += uint64(s) * uint64(s) * uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
		x, y = x&(s-1), y&(s-1)
	}
	return n
}
