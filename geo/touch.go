package geo

// SegmentTouches says whether the straight line from p to q shares a place with b, exactly.
func (b Box) SegmentTouches(p, q E7) bool {
	if b.Contains(p) || b.Contains(q) {
		return true
	}
	if max(p.Lon, q.Lon) < b.Min.Lon || min(p.Lon, q.Lon) > b.Max.Lon || max(p.Lat, q.Lat) < b.Min.Lat || min(p.Lat, q.Lat) > b.Max.Lat {
		return false
	}
	// The line meets the box when its corners do not all lie on one side. Products stay below 3.6e9 × 1.8e9 < 2^63.
	dx, dy := int64(q.Lon)-int64(p.Lon), int64(q.Lat)-int64(p.Lat)
	left, right := false, false
	for _, c := range [4]E7{b.Min, b.Max, {b.Min.Lon, b.Max.Lat}, {b.Max.Lon, b.Min.Lat}} {
		l, r := dx*(int64(c.Lat)-int64(p.Lat)), dy*(int64(c.Lon)-int64(p.Lon))
		left, right = left || l >= r, right || l <= r
	}
	return left && right
}

// LineTouches says whether the line shares a place with b.
func (b Box) LineTouches(line []E7) bool {
	for i := 1; i < len(line); i++ {
		if b.SegmentTouches(line[i-1], line[i]) {
			return true
		}
	}
	return len(line) == 1 && b.Contains(line[0])
}

// Touches says whether the polygons, their borders included, share a place with b.
func (m MultiPolygon) Touches(b Box) bool {
	if b.Empty() {
		return false
	}
	for _, poly := range m {
		for _, r := range poly {
			for i := range r {
				if b.SegmentTouches(r[i], r[(i+1)%len(r)]) {
					return true
				}
			}
		}
	}
	return m.Contains(b.Min) // no border crosses the box: it lies inside or outside as a whole
}
