package network

import (
	"fmt"
	"math"
	"slices"

	"circle15/geo"
)

// add draws a new way along an edit's line and joins its ends to the nearest streets; one on the ground joins every street that it crosses too.
func (w *workshop) add(e *Edit, traits Traits, onGround bool) string {
	if len(e.Line) < 2 {
		return "a new way is drawn as a line"
	}
	if e.Steps {
		traits |= Steps
	}
	walked := func(t Traits) bool { return t&Foot != 0 }
	line := slices.Clone(e.Line)
	from, first := w.join(line[0], walked)
	to, last := w.join(line[len(line)-1], walked)
	if from < 0 && to < 0 {
		return fmt.Sprintf("no street within %g m of either end", editJoinM)
	}
	if from < 0 {
		from, first = w.node(line[0]), line[0]
	}
	if to < 0 {
		to, last = w.node(line[len(line)-1]), line[len(line)-1]
	}
	if first != line[0] {
		line = slices.Insert(line, 0, first)
	}
	if last != line[len(line)-1] {
		line = append(line, last)
	}
	id := newWayID(e.ID)
	w.pieces = append(w.pieces, piece{id, traits, e.Name, line, from, to, geo.Ring(line).Box()})
	if onGround {
		w.joinCrossings(len(w.pieces)-1, walked)
	}
	return ""
}

// join is the node at which a place comes to the streets, and where it lies; -1 when none is near.
func (w *workshop) join(p geo.E7, walked func(Traits) bool) (int, geo.E7) {
	i, along, _ := w.nearest(w.frame.XYE7(p), editJoinM, walked)
	if i < 0 {
		return -1, p
	}
	total := planeLength(toPlane(w.frame, w.pieces[i].line))
	node := 0
	switch {
	case along < 0.5:
		node = w.pieces[i].from
	case along > total-0.5:
		node = w.pieces[i].to
	default:
		node, _ = w.cut(i, along)
	}
	return node, w.nodes[node].at
}

// joinCrossings joins a piece to the streets on the ground that it crosses.
func (w *workshop) joinCrossings(i int, walked func(Traits) bool) {
	own := []int{i}
	for k, n := 0, len(w.pieces); k < n; k++ {
		if k == i || !walked(w.pieces[k].traits) || w.pieces[k].traits&(Bridge|Tunnel) != 0 {
			continue
		}
		for o := 0; o < len(own); o++ {
			a, b := &w.pieces[own[o]], &w.pieces[k]
			if !a.box.Intersects(b.box) || a.from == b.from || a.from == b.to || a.to == b.from || a.to == b.to {
				continue
			}
			alongA, alongB, ok := crossing(toPlane(w.frame, a.line), toPlane(w.frame, b.line))
			if !ok {
				continue
			}
			node, second := w.cut(own[o], alongA)
			own = append(own, second)
			other, _ := w.cut(k, alongB)
			w.nodes[other].same = node
			break
		}
	}
}

// gate opens the nearest barrier, and joins streets that end on both sides of it.
func (w *workshop) gate(e *Edit) string {
	if len(e.Line) == 0 {
		return "a gate is a place"
	}
	at := w.frame.XYE7(e.Line[len(e.Line)/2])
	opened := w.openBarrier(at)
	if w.joinTwins(at) || opened {
		return ""
	}
	return fmt.Sprintf("no barrier and no closed gate within %g m of it", editNearM)
}

func (w *workshop) openBarrier(at geo.XY) bool {
	best, bestM, alongM := -1, editNearM, 0.0
	around := widened(geo.Box{Min: w.frame.E7(at), Max: w.frame.E7(at)})
	for i := range w.barriers {
		if !around.Intersects(geo.Ring(w.barriers[i].At).Box()) {
			continue
		}
		if d, along := nearestOn(toPlane(w.frame, w.barriers[i].At), at); d < bestM {
			best, bestM, alongM = i, d, along
		}
	}
	if best < 0 {
		return false
	}
	b := &w.barriers[best]
	k, place := placeOn(toPlane(w.frame, b.At), alongM)
	b.At = slices.Insert(slices.Clone(b.At), k+1, w.frame.E7(place))
	open := []int{k + 1}
	for _, o := range b.Open {
		if o > k {
			o++
		}
		open = append(open, o)
	}
	slices.Sort(open)
	b.Open = open
	return true
}

// joinTwins joins the nodes that lie at one place, near a closed gate, where they are several.
func (w *workshop) joinTwins(at geo.XY) bool {
	byPlace := map[geo.E7][]int{}
	for i := range w.nodes {
		if n := &w.nodes[i]; n.same == i && w.frame.XYE7(n.at).Dist(at) <= editNearM {
			byPlace[n.at] = append(byPlace[n.at], i)
		}
	}
	best, bestM := []int(nil), math.Inf(1)
	for place, list := range byPlace {
		if d := w.frame.XYE7(place).Dist(at); len(list) > 1 && (d < bestM || d == bestM && list[0] < best[0]) {
			best, bestM = list, d
		}
	}
	for _, n := range best {
		w.nodes[n].same = slices.Min(best)
	}
	return best != nil
}

// widened is the box with some 60 m around it: more than any of the distances.
func widened(b geo.Box) geo.Box {
	if b.Empty() {
		return b
	}
	const lat = 5400 // 1e-7 degree, 60 m
	lon := int32(lat / max(0.05, math.Cos(b.Max.Point()[1]*math.Pi/180)))
	return geo.Box{Min: geo.E7{Lon: b.Min.Lon - lon, Lat: b.Min.Lat - lat}, Max: geo.E7{Lon: b.Max.Lon + lon, Lat: b.Max.Lat + lat}}
}

func planeLength(line []geo.XY) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += line[i].Dist(line[i-1])
	}
	return sum
}

// nearestOn is how far p lies from the line, and how far along the line the nearest place of it is.
func nearestOn(line []geo.XY, p geo.XY) (m, alongM float64) {
	m = math.Inf(1)
	gone := 0.0
	for i := 1; i < len(line); i++ {
		s := newSegment(line[i-1], line[i], 0, 0)
		t, d2 := s.foot(p)
		lengthM := line[i].Dist(line[i-1])
		if d := math.Sqrt(d2); d < m {
			m, alongM = d, gone+t*lengthM
		}
		gone += lengthM
	}
	return m, alongM
}

// placeOn is the place so far along the line, and the place of the line before it.
func placeOn(line []geo.XY, alongM float64) (before int, at geo.XY) {
	for i := 1; i < len(line); i++ {
		lengthM := line[i].Dist(line[i-1])
		if alongM <= lengthM || i == len(line)-1 {
			t := 0.0
			if lengthM > 0 {
				t = min(max(alongM/lengthM, 0), 1)
			}
			a, b := line[i-1], line[i]
			return i - 1, geo.XY{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}
		}
		alongM -= lengthM
	}
	return 0, line[0]
}

// walkAlong calls yield with the middle of each step of a line, its heading, and where the step begins and ends.
func walkAlong(line []geo.XY, stepM float64, yield func(at, heading geo.XY, fromM, toM float64)) {
	gone := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		lengthM := a.Dist(b)
		if lengthM == 0 {
			continue
		}
		n := int(math.Ceil(lengthM / stepM))
		for k := range n {
			from, to := float64(k)/float64(n), float64(k+1)/float64(n)
			t := (from + to) / 2
			yield(geo.XY{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}, geo.XY{X: (b.X - a.X) / lengthM, Y: (b.Y - a.Y) / lengthM}, gone+from*lengthM, gone+to*lengthM)
		}
		gone += lengthM
	}
}

// runsAlong says whether a street that passes at with that heading runs along the line there.
func runsAlong(line []geo.XY, at, heading geo.XY) bool {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		lengthM := a.Dist(b)
		s := newSegment(a, b, 0, 0)
		t, d2 := s.foot(at)
		if lengthM == 0 || d2 > editAlongM*editAlongM || t <= 0 || t >= 1 {
			continue
		}
		if math.Abs((b.X-a.X)*heading.X+(b.Y-a.Y)*heading.Y)/lengthM >= editTurn {
			return true
		}
	}
	return false
}

// inRings says whether a place lies in an odd number of rings.
func inRings(rings []geo.Ring, p geo.E7) bool {
	in := false
	for _, r := range rings {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if (a.Lat > p.Lat) != (b.Lat > p.Lat) &&
				float64(p.Lon) < float64(a.Lon)+float64(p.Lat-a.Lat)/float64(b.Lat-a.Lat)*(float64(b.Lon)-float64(a.Lon)) {
				in = !in
			}
		}
	}
	return in
}

// crossing is the first place at which two lines cross, as metres along both.
func crossing(a, b []geo.XY) (alongA, alongB float64, ok bool) {
	goneA := 0.0
	for i := 1; i < len(a); i++ {
		goneB := 0.0
		for k := 1; k < len(b); k++ {
			if at, ok := meeting(a[i-1], a[i], b[k-1], b[k]); ok {
				return goneA + at.Dist(a[i-1]), goneB + at.Dist(b[k-1]), true
			}
			goneB += b[k].Dist(b[k-1])
		}
		goneA += a[i].Dist(a[i-1])
	}
	return 0, 0, false
}

// meeting is where the insides of two segments cross.
func meeting(p, q, a, b geo.XY) (geo.XY, bool) {
	side := func(p, q, a geo.XY) float64 { return (q.X-p.X)*(a.Y-p.Y) - (q.Y-p.Y)*(a.X-p.X) }
	da, db, dp, dq := side(p, q, a), side(p, q, b), side(a, b, p), side(a, b, q)
	if da*db >= 0 || dp*dq >= 0 {
		return geo.XY{}, false
	}
	t := dp / (dp - dq)
	return geo.XY{X: p.X + t*(q.X-p.X), Y: p.Y + t*(q.Y-p.Y)}, true
}
