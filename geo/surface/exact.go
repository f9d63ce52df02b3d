package surface

import "circle15/geo"

// Which of the two, the point or the line, belongs to the contours, which lie a whisker off the border.
const (
	shifted = true  // the point does
	base    = false // the line does
)

// cross is twice the signed area of the triangle a, b, p: positive when p lies left of a→b.
func cross(a, b, p geo.E7) int64 {
	return (int64(b.Lon)-int64(a.Lon))*(int64(p.Lat)-int64(a.Lat)) -
		(int64(b.Lat)-int64(a.Lat))*(int64(p.Lon)-int64(a.Lon))
}

// sideOf says on which side of a→b p lies: positive for left, never 0. On the line, the contours' shift
// by (ε, ε²) decides.
func sideOf(a, b, p geo.E7, pointShifted bool) int {
	switch s := cross(a, b, p); {
	case s > 0:
		return 1
	case s < 0:
		return -1
	}
	// The cross product changes by dx·ε² - dy·ε when the point moves, and by the opposite when the line does.
	side := 1
	if dy := int64(b.Lat) - int64(a.Lat); dy != 0 {
		if dy > 0 {
			side = -1
		}
	} else if b.Lon < a.Lon {
		side = -1
	}
	if !pointShifted {
		side = -side
	}
	return side
}

// between says whether p, on the line through a and b, lies strictly between them.
func between(a, b, p geo.E7) bool {
	if p == a || p == b {
		return false
	}
	return min(a.Lon, b.Lon) <= p.Lon && p.Lon <= max(a.Lon, b.Lon) && min(a.Lat, b.Lat) <= p.Lat && p.Lat <= max(a.Lat, b.Lat)
}
