package mvt

import (
	"encoding/binary"
	"math"
)

// The fields of the format (vector_tile.proto) that are written, as their number times eight and the way they are encoded.
const (
	tileLayer    = 3<<3 | 2
	layerName    = 1<<3 | 2
	layerFeature = 2<<3 | 2
	layerKey     = 3<<3 | 2
	layerValue   = 4<<3 | 2
	layerExtent  = 5 << 3
	layerVersion = 15 << 3
	featureTags  = 2<<3 | 2
	featureType  = 3 << 3
	featureShape = 4<<3 | 2
	valueString  = 1<<3 | 2
	valueDouble  = 3<<3 | 1
	valueInt     = 4 << 3
	valueBool    = 7 << 3
)

// The commands of a geometry.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

func appendBytes(b []byte, field uint64, content []byte) []byte {
	b = binary.AppendUvarint(b, field)
	b = binary.AppendUvarint(b, uint64(len(content)))
	return append(b, content...)
}

func appendNumber(b []byte, field, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, field), v)
}

// appendValue appends a value: a text, a real number, a whole one or a truth.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendBytes(b, valueString, []byte(v))
	case float64:
		return binary.LittleEndian.AppendUint64(binary.AppendUvarint(b, valueDouble), math.Float64bits(v))
	case int64:
		return appendNumber(b, valueInt, uint64(v))
	case bool:
		n := uint64(0)
		if v {
			n = 1
		}
		return appendNumber(b, valueBool, n)
	}
	return b
}

// command is a command with how often it is done.
func command(id, count int) uint64 { return uint64(id) | uint64(count)<<3 }

// zigzag is a difference as the format has it: 0, -1, 1, -2 … become 0, 1, 2, 3 ….
func zigzag(d int32) uint64 { return uint64(uint32(d<<1) ^ uint32(d>>31)) }

// cursor writes the geometry of a feature: places are differences from the one before.
type cursor struct {
	b    []byte
	x, y int32
}

func (c *cursor) place(x, y int32) {
	c.b = binary.AppendUvarint(c.b, zigzag(x-c.x))
	c.b = binary.AppendUvarint(c.b, zigzag(y-c.y))
	c.x, c.y = x, y
}

// path writes a line of at least two places, or with closed a ring of at least three.
func (c *cursor) path(line []spot, closed bool) {
	c.b = binary.AppendUvarint(c.b, command(moveTo, 1))
	c.place(line[0].x, line[0].y)
	c.b = binary.AppendUvarint(c.b, command(lineTo, len(line)-1))
	for _, p := range line[1:] {
		c.place(p.x, p.y)
	}
	if closed {
		c.b = binary.AppendUvarint(c.b, command(closePath, 1))
	}
}
