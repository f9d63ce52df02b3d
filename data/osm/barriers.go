package osm

import (
	"circle15/geo/network"
)

// barrierKey tells apart what one way is drawn for: the shore of a lake may be a wall too.
type barrierKey struct {
	way  int64
	kind network.BarrierKind
}

// addBarriers gives the lines that cannot be crossed to the builder: ways by their own tags and by those of the
// multipolygons they bound. Each way is added once for a kind.
func (e *extract) addBarriers(b *network.Builder, marks []nodeFlags) {
	done := map[barrierKey]bool{}
	add := func(w *way, k network.BarrierKind) {
		if key := (barrierKey{w.id, k}); !done[key] {
			done[key] = true
			e.addBarrier(b, w, k, marks)
		}
	}
	for i := range e.ways {
		w := &e.ways[i]
		t := e.wayTags(w)
		// A motorway that may be walked is a street.
		if k, ok := barrierOf(t); ok && (k != network.Motorway || traitsOf(t)&network.Foot == 0) {
			add(w, k)
		}
	}
	for i := range e.rels {
		r := &e.rels[i]
		t := e.relationTags(r)
		k, ok := barrierOf(t)
		if !ok || !t.is("type", "multipolygon") {
			continue
		}
		for _, m := range e.membersOf(r) {
			if m.kind == wayKind {
				if w := e.findWay(m.id); w != nil {
					add(w, k)
				}
			}
		}
	}
}

// addBarrier adds a way in the pieces of which all nodes are known. It is open at its gates, and where it
// shares a node with a way that may be walked: a level crossing, a ford, a hole in a wall.
func (e *extract) addBarrier(b *network.Builder, w *way, k network.BarrierKind, marks []nodeFlags) {
	for _, run := range knownRuns(e.nodesOf(w)) {
		var open []int
		for i, n := range run {
			if marks[n]&gate != 0 || marks[n]&walked != 0 && marks[n]&shut == 0 {
				open = append(open, i)
			}
		}
		b.Barrier(network.Barrier{ID: w.id, Kind: k, At: e.places(run), Open: open})
	}
}
