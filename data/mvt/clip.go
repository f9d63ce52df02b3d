package mvt

// side is one side of the rectangle to which things are cut.
type side uint8

const (
	west side = iota
	east
	north
	south
)

const (
	least = -buffer
	most  = extent + buffer
)

func (s side) holds(p spot) bool {
	switch s {
	case west:
		return p.x >= least
	case east:
		return p.x <= most
	case north:
		return p.y >= least
	}
	return p.y <= most
}

// meets is where the line from a to b crosses the side, rounded.
func (s side) meets(a, b spot) spot {
	// Ends are ordered so that a border shared by two rings is cut at one place.
	if a.compare(b) > 0 {
		a, b = b, a
	}
	dx, dy := float64(b.x)-float64(a.x), float64(b.y)-float64(a.y)
	switch s {
	case west, east:
		at := int32(least)
		if s == east {
			at = most
		}
		return spot{at, round(float64(a.y) + dy*(float64(at)-float64(a.x))/dx)}
	}
	at := int32(least)
	if s == south {
		at = most
	}
	return spot{round(float64(a.x) + dx*(float64(at)-float64(a.y))/dy), at}
}

func round(v float64) int32 {
	if v < 0 {
		return int32(v - 0.5)
	}
	return int32(v + 0.5)
}

// clipRing cuts a ring to the tile and its margin (Sutherland and Hodgman). Parts may hang together along the margin, where nobody
// looks.
func (c *cutter) clipRing(ring []spot) []spot {
	in, out := ring, c.other
	for s := west; s <= south; s++ {
		out = out[:0]
		for i, p := range in {
			before := in[(i+len(in)-1)%len(in)]
			if s.holds(p) != s.holds(before) {
				out = add(out, s.meets(before, p))
			}
			if s.holds(p) {
				out = add(out, p)
			}
		}
		in, out = out, in
	}
	// After four sides what is left stands in the first of the two again.
	c.ring, c.other = in[:0], out[:0]
	return in
}

func add(line []spot, p spot) []spot {
	if len(line) > 0 && line[len(line)-1] == p {
		return line
	}
	return append(line, p)
}

// line writes the parts of a line that lie in the tile and its margin.
func (c *cutter) line(line []spot, inside bool) {
	if inside {
		if len(line) > 1 {
			c.shape.path(line, false)
		}
		return
	}
	out := c.other[:0]
	flush := func() {
		if len(out) > 1 {
			c.shape.path(out, false)
		}
		out = out[:0]
	}
	for i := 1; i < len(line); i++ {
		a, b, ok := clipSegment(line[i-1], line[i])
		if !ok {
			flush()
			continue
		}
		if len(out) > 0 && out[len(out)-1] != a {
			flush()
		}
		out = add(add(out, a), b)
		if b != line[i] {
			flush()
		}
	}
	flush()
	c.other = out
}

// clipSegment is the part of a straight line that lies in the tile and its margin.
func clipSegment(a, b spot) (spot, spot, bool) {
	for s := west; s <= south; s++ {
		inA, inB := s.holds(a), s.holds(b)
		switch {
		case !inA && !inB:
			return a, b, false
		case !inA:
			a = s.meets(a, b)
		case !inB:
			b = s.meets(a, b)
		}
	}
	return a, b, true
}
