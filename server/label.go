package server

import (
	"container/heap"
	"math"

	"circle15/geo"
)

// labelPlace is the place inside the largest polygon that lies farthest from its outline, holes included: the pole of
// inaccessibility, found by halving squares (V. Agafonkin's polylabel) to 2 % of the polygon's width. The zero
// place when there is no polygon.
func labelPlace(m geo.MultiPolygon) geo.E7 {
	largest, most := -1, int64(-1)
	for i, p := range m {
		if len(p) == 0 {
			continue
		}
		if a := abs(p[0].DoubleArea()); a > most {
			largest, most = i, a
		}
	}
	if largest < 0 {
		return geo.E7{}
	}
	poly := m[largest]
	box := poly[0].Box()
	// One unit of longitude is this many units of latitude.
	squeeze := math.Cos((float64(box.Min.Lat) + float64(box.Max.Lat)) / 2 / geo.UnitsPerDegree * math.Pi / 180)
	o := outline{poly, squeeze}
	wide, high := float64(box.Max.Lon-box.Min.Lon)*squeeze, float64(box.Max.Lat-box.Min.Lat)
	size := min(wide, high)
	if size == 0 {
		return poly[0][0]
	}
	var queue squares
	for x := float64(box.Min.Lon) * squeeze; x < float64(box.Max.Lon)*squeeze; x += size {
		for y := float64(box.Min.Lat); y < float64(box.Max.Lat); y += size {
			queue = append(queue, o.square(x+size/2, y+size/2, size/2))
		}
	}
	heap.Init(&queue)
	best := o.square(float64(poly[0][0].Lon)*squeeze, float64(poly[0][0].Lat), 0)
	for len(queue) > 0 {
		s := heap.Pop(&queue).(square)
		if s.inside > best.inside {
			best = s
		}
		if s.inside+s.half*math.Sqrt2-best.inside <= size/50 {
			break // the queue is ordered by what is possible: nothing after it can be better
		}
		h := s.half / 2
		for _, d := range [4][2]float64{{-h, -h}, {-h, h}, {h, -h}, {h, h}} {
			heap.Push(&queue, o.square(s.x+d[0], s.y+d[1], h))
		}
	}
	return geo.E7{Lon: int32(math.Round(best.x / squeeze)), Lat: int32(math.Round(best.y))}
}

func abs(v int64) int64 { return max(v, -v) }

// square is a part of the search: its middle, half its side, and how far the middle lies inside (negative: outside).
type square struct{ x, y, half, inside float64 }

// outline is a polygon whose longitudes are squeezed to the scale of its latitudes.
type outline struct {
	rings   geo.Polygon
	squeeze float64
}

func (o outline) square(x, y, half float64) square {
	in, nearest := false, math.Inf(1)
	for _, r := range o.rings {
		j := len(r) - 1
		for i := range r {
			ax, ay := float64(r[i].Lon)*o.squeeze, float64(r[i].Lat)
			bx, by := float64(r[j].Lon)*o.squeeze, float64(r[j].Lat)
			if (ay > y) != (by > y) && x < (bx-ax)*(y-ay)/(by-ay)+ax {
				in = !in
			}
			nearest = min(nearest, toSegment(x, y, ax, ay, bx, by))
			j = i
		}
	}
	if !in {
		nearest = -nearest
	}
	return square{x, y, half, nearest}
}

// toSegment is the distance from a place to a segment.
func toSegment(x, y, ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	if l := dx*dx + dy*dy; l > 0 {
		t := min(1, max(0, ((x-ax)*dx+(y-ay)*dy)/l))
		ax, ay = ax+t*dx, ay+t*dy
	}
	return math.Hypot(x-ax, y-ay)
}

// squares is a heap: the one that may hold the farthest place comes first; ties go by position.
type squares []square

func (s squares) Len() int      { return len(s) }
func (s squares) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s squares) Less(i, j int) bool {
	a, b := s[i].inside+s[i].half*math.Sqrt2, s[j].inside+s[j].half*math.Sqrt2
	if a != b {
		return a > b
	}
	if s[i].x != s[j].x {
		return s[i].x < s[j].x
	}
	return s[i].y < s[j].y
}

// Push and Pop are for container/heap.
func (s *squares) Push(v any) { *s = append(*s, v.(square)) }

// Pop takes the last.
func (s *squares) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}
