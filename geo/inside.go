package geo

import (
	"math"
	"slices"
)

// Inside is a place inside the polygons, far from their borders as far as a simple rule
// finds one: of a few parallels through the largest polygon, the middle of the longest stretch
// inside. Of a polygon too thin for whole units it is the first place. The zero E7 for no polygons.
func (m MultiPolygon) Inside() E7 {
	var largest Polygon
	for _, p := range m {
		if len(p) > 0 && (largest == nil || p[0].DoubleArea() > largest[0].DoubleArea()) {
			largest = p
		}
	}
	if largest == nil || len(largest[0]) == 0 {
		return E7{}
	}
	b := largest[0].Box()
	best, found := largest[0][0], -1.0
	for _, share := range [...]float64{0.5, 0.3, 0.7, 0.4, 0.6, 0.15, 0.85} {
		lat := math.Floor(float64(b.Min.Lat) + share*(float64(b.Max.Lat)-float64(b.Min.Lat)))
		// Half a unit off every vertex, so that no vertex lies on the parallel.
		xs := crossings(largest, lat+0.5)
		for i := 0; i+1 < len(xs); i += 2 {
			p := E7{Lon: int32(math.Floor((xs[i] + xs[i+1]) / 2)), Lat: int32(lat)}
			if w := xs[i+1] - xs[i]; w > found && (MultiPolygon{largest}).Contains(p) {
				best, found = p, w
			}
		}
	}
	return best
}

// crossings are the longitudes at which the rings of p cross a parallel, sorted.
func crossings(p Polygon, y float64) []float64 {
	var xs []float64
	for _, r := range p {
		j := len(r) - 1
		for i := range r {
			ay, by := float64(r[i].Lat), float64(r[j].Lat)
			if (ay > y) != (by > y) {
				xs = append(xs, float64(r[i].Lon)+(y-ay)/(by-ay)*(float64(r[j].Lon)-float64(r[i].Lon)))
			}
			j = i
		}
	}
	slices.Sort(xs)
	return xs
}
