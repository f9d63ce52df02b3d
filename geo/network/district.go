package network

import "sync"

// districtJunctions is how many junctions make a district at least: what a search touches of so many stays in the cache of one core (about 4 MB).
const districtJunctions = 1 << 15

// districts are the connected parts of a graph put together until they are large enough.
type districts struct {
	once sync.Once
	of   []uint16
	n    int
}

// Districts gives each junction a district, from 0 to n-1, such that no way leads from one district to another. A graph that is
// small, or hardly falls apart, is one district, and of is nil. It is safe for concurrent use.
func (g *Graph) Districts() (of []uint16, n int) {
	d := g.districts
	d.once.Do(func() {
		d.n = 1
		if len(g.Junctions) < 2*districtJunctions {
			return
		}
		if d.of, d.n = g.findDistricts(); d.n == 1 {
			d.of = nil
		}
	})
	return d.of, d.n
}

// findDistricts walks through one connected part after the other, in the order of their least junctions.
func (g *Graph) findDistricts() (of []uint16, n int) {
	junctions := len(g.Junctions)
	of = make([]uint16, junctions)
	seen := make([]bool, junctions)
	var queue []uint32
	size := 0
	for start := range junctions {
		if seen[start] {
			continue
		}
		if size >= districtJunctions && n < 1<<16-1 {
			n, size = n+1, 0
		}
		seen[start] = true
		queue = append(queue[:0], uint32(start))
		for len(queue) > 0 {
			j := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			of[j] = uint16(n)
			size++
			for _, a := range g.Arcs(j) {
				if !seen[a.To] {
					seen[a.To] = true
					queue = append(queue, a.To)
				}
			}
		}
	}
	return of, n + 1
}
