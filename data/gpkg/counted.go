package gpkg

import (
	"encoding/binary"
	"errors"
)

// maxNested is how deep collections may stand in each other.
const maxNested = 8

var errCounts = errors.New("a count is larger than what follows it")

// counted walks WKB and holds every count against the bytes that follow it: the library that reads it takes memory for what a count says, 64 GB for a damaged
// polygon of 46 bytes.
type counted struct {
	b     []byte
	order binary.ByteOrder
}

// geometry walks one geometry. What it does not know it leaves to the library.
func (c *counted) geometry(depth int) error {
	if len(c.b) < 5 || depth > maxNested {
		return errCounts
	}
	if c.order = binary.LittleEndian; c.b[0] == 0 {
		c.order = binary.BigEndian
	}
	kind := c.order.Uint32(c.b[1:])
	c.b = c.b[5:]
	position := map[uint32]int{0: 16, 1: 24, 2: 24, 3: 32}[kind/1000]
	switch kind % 1000 {
	case 1:
		return c.skip(1, position)
	case 2:
		return c.positions(position)
	case 3:
		return c.each(4, func() error { return c.positions(position) })
	case 4, 5, 6, 7:
		return c.each(5, func() error { return c.geometry(depth + 1) })
	}
	return nil
}

// count is the next count of things of at least so many bytes each.
func (c *counted) count(least int) (int, error) {
	if len(c.b) < 4 {
		return 0, errCounts
	}
	n := int64(c.order.Uint32(c.b))
	c.b = c.b[4:]
	if n*int64(least) > int64(len(c.b)) {
		return 0, errCounts
	}
	return int(n), nil
}

func (c *counted) skip(n, bytes int) error {
	if n*bytes > len(c.b) {
		return errCounts
	}
	c.b = c.b[n*bytes:]
	return nil
}

func (c *counted) positions(bytes int) error {
	n, err := c.count(bytes)
	if err != nil {
		return err
	}
	return c.skip(n, bytes)
}

func (c *counted) each(least int, one func() error) error {
	n, err := c.count(least)
	for range n {
		order := c.order // a part has its own
		if err := one(); err != nil {
			return err
		}
		c.order = order
	}
	return err
}
