package osm

import (
	"cmp"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
)

// nodeMarks gives every node its flags.
func (e *extract) nodeMarks() []nodeFlags {
	marks := make([]nodeFlags, len(e.nodeID))
	for i := range e.tagged {
		n := &e.tagged[i]
		if n.node != missing {
			marks[n.node] |= flagsOf(e.nodeTags(n))
		}
	}
	return marks
}

// streetWay is a way that is a street.
type streetWay struct {
	way    int32 // index into extract.ways
	traits network.Traits
}

// streetWays finds the streets: by the tags of the ways, and by those of the multipolygons
// (squares) whose outlines they are, in the order of ids. It marks the nodes of those that are walked.
func (e *extract) streetWays(marks []nodeFlags) []streetWay {
	square := map[int64]network.Traits{}
	for i := range e.rels {
		t := e.relationTags(&e.rels[i])
		if !t.is("type", "multipolygon") || t.get("highway") == "" && t.get("area:highway") == "" {
			continue
		}
		if traits := traitsOf(t); traits != 0 {
			for _, m := range e.membersOf(&e.rels[i]) {
				if m.kind == wayKind {
					square[m.id] |= traits
				}
			}
		}
	}
	var out []streetWay
	for i := range e.ways {
		w := &e.ways[i]
		traits := traitsOf(e.wayTags(w)) | square[w.id]
		if traits == 0 {
			continue
		}
		out = append(out, streetWay{int32(i), traits})
		if traits&network.Foot == 0 {
			continue
		}
		for _, n := range e.nodesOf(w) {
			if n != missing {
				marks[n] |= walked
			}
		}
	}
	return out
}

// shutEnds are the closed gates that were drawn at the junction of a side street with a street that goes on: they
// close the side street, which ends there, and not the one that goes by.
func (e *extract) shutEnds(ways []streetWay, marks []nodeFlags) map[int32]bool {
	ends, passes := map[int32]bool{}, map[int32]bool{}
	for _, s := range ways {
		refs := e.nodesOf(&e.ways[s.way])
		for i, n := range refs {
			switch {
			case n == missing || marks[n]&shut == 0:
			case i == 0 || i == len(refs)-1:
				ends[n] = true
			default:
				passes[n] = true
			}
		}
	}
	for n := range ends {
		if !passes[n] {
			delete(ends, n)
		}
	}
	return ends
}

// addStreets gives the streets to the builder. A way with nodes that are not in the file (one
// that leaves the extract) is added in the pieces that are.
func (e *extract) addStreets(b *network.Builder, ways []streetWay, marks []nodeFlags, f *data.Findings) {
	var nodes []int64
	var at []geo.E7
	var closed []int
	cut := 0
	shutEnds := e.shutEnds(ways, marks)
	for _, s := range ways {
		w := &e.ways[s.way]
		refs := e.nodesOf(w)
		traits := s.traits
		if e.wheelsStop(refs, traits, marks) {
			traits |= network.KerbRaised
		}
		pieces := 0
		for len(refs) > 0 {
			run := knownRun(refs)
			nodes, at, closed = nodes[:0], at[:0], closed[:0]
			for i, n := range refs[:run] {
				nodes, at = append(nodes, e.nodeID[n]), append(at, e.nodeAt[n])
				if marks[n]&shut != 0 && (!shutEnds[n] || i == 0 || i == run-1) {
					closed = append(closed, i)
				}
			}
			if run > 1 {
				b.Way(network.Way{ID: w.id, Nodes: nodes, At: at, Traits: traits, Name: e.wayTags(w).get("name"), Closed: closed})
				pieces++
			}
			refs = refs[min(run+1, len(refs)):]
		}
		if pieces != 1 || len(nodes) != len(e.nodesOf(w)) {
			cut++
		}
	}
	if cut > 0 {
		f.Add(data.Finding{
			Severity: data.Note, Code: "ways_cut", Count: cut - 1,
			Message: "a street has nodes that are not in the file and ends at the last that is: it leaves the extract",
		})
	}
}

// knownRun is how many of the first nodes are in the file.
func knownRun(refs []int32) int {
	if i := slices.Index(refs, missing); i >= 0 {
		return i
	}
	return len(refs)
}

// wheelsStop says whether a raised kerb or a stile stops wheels on a way: at its inside, or
// on a crossing also at its ends, since the kerb belongs to the crossing, not to the pavement it meets.
func (e *extract) wheelsStop(refs []int32, traits network.Traits, marks []nodeFlags) bool {
	for i, n := range refs {
		inside := i > 0 && i < len(refs)-1
		if n != missing && marks[n]&raised != 0 && (inside || traits&network.Crossing != 0) {
			return true
		}
	}
	return false
}

// extentOf is where the data reaches: the box of the header, else the hull of the streets.
func (e *extract) extentOf(ways []streetWay) geo.Ring {
	if b := e.bounds; !b.Empty() {
		return geo.Ring{b.Min, {Lon: b.Max.Lon, Lat: b.Min.Lat}, b.Max, {Lon: b.Min.Lon, Lat: b.Max.Lat}}
	}
	var at []geo.E7
	for _, s := range ways {
		for _, n := range e.nodesOf(&e.ways[s.way]) {
			if n != missing {
				at = append(at, e.nodeAt[n])
			}
		}
	}
	return hull(at)
}

// hull is the convex hull, counter-clockwise (Andrew's monotone chain); nil for fewer than
// three places that are not in line. at is sorted in place.
func hull(at []geo.E7) geo.Ring {
	slices.SortFunc(at, func(a, b geo.E7) int { return cmp.Or(cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat)) })
	at = slices.Compact(at)
	if len(at) < 3 {
		return nil
	}
	chain := func(ring geo.Ring, p geo.E7, from int) geo.Ring {
		for len(ring) >= from+2 && (geo.Ring{ring[len(ring)-2], ring[len(ring)-1], p}).DoubleArea() <= 0 {
			ring = ring[:len(ring)-1]
		}
		return append(ring, p)
	}
	var ring geo.Ring
	for _, p := range at {
		ring = chain(ring, p, 0)
	}
	lower := len(ring) - 1
	for i := len(at) - 2; i >= 0; i-- {
		ring = chain(ring, at[i], lower)
	}
	ring = ring[:len(ring)-1]
	if len(ring) < 3 {
		return nil
	}
	return ring
}
