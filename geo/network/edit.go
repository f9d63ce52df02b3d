package network

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"circle15/geo"
)

// EditKind is what an edit does to the streets.
type EditKind string

// The kinds of edits. Closed: nobody walks there. Opened: a street that may be walked, joined to what it crosses; or the stretch of a known one that may be walked
// now. Gate: a barrier can be passed there, and streets that end on both sides of it join. MadeSteps: the stretch has steps. Footbridge: a way that
// joins the streets at its ends only.
const (
	Closed     EditKind = "closed"
	Opened     EditKind = "opened"
	Gate       EditKind = "gate"
	MadeSteps  EditKind = "steps"
	Footbridge EditKind = "footbridge"
)

// EditKinds are the kinds, in the order in which they are applied: what is closed stays closed.
var EditKinds = []EditKind{Opened, Footbridge, Gate, MadeSteps, Closed}

// Edit is a change of the streets that an office knows before its source does.
type Edit struct {
	ID   string
	Name string
	Kind EditKind
	// Line is where it is: one place, or the line of the stretch. Area is the outline of an area in its place.
	Line []geo.E7
	Area []geo.Ring
	// Way names the street, where its id is known; 0: the one that runs there.
	Way int64
	// Steps: a footbridge or opened street has steps.
	Steps bool
	// From and To are the first and the last day on which it holds, YYYY-MM-DD; empty: without a beginning, without an end.
	From, To string
}

// On says whether the edit holds on a day, YYYY-MM-DD.
func (e *Edit) On(day string) bool {
	return (e.From == "" || e.From <= day) && (e.To == "" || day <= e.To)
}

// Unapplied is an edit that found nothing to change.
type Unapplied struct{ ID, Why string }

// How near an edit must lie to what it changes, in metres: our choice, above what drawing by hand on an aerial picture is off by.
const (
	editNearM  = 20.0 // a place to its street or barrier
	editAlongM = 10.0 // a line to the street that it runs along
	editJoinM  = 30.0 // the end of a new way to the street that it joins
	editCutM   = 1.0  // what a place closes of a street
	editStepM  = 2.0  // how finely a street is compared with a line or an area
	editTurn   = 0.87 // cosine of the largest angle between a street and the line it runs along, 30°
)

// Edited are the streets with the edits applied that hold on the day; s itself when none of them changes anything. The result does not depend on
// the order of the edits. What found nothing to change is told.
func Edited(s *Streets, f *geo.Frame, edits []Edit, day string) (*Streets, []Unapplied) {
	var today []Edit
	for i := range edits {
		if edits[i].On(day) {
			today = append(today, edits[i])
		}
	}
	if len(today) == 0 {
		return s, nil
	}
	slices.SortFunc(today, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(slices.Index(EditKinds, a.Kind), slices.Index(EditKinds, b.Kind)), cmp.Compare(a.ID, b.ID))
	})
	w := newWorkshop(s, f)
	var idle []Unapplied
	changed := false
	for i := range today {
		if why := w.apply(&today[i]); why != "" {
			idle = append(idle, Unapplied{today[i].ID, why})
		} else {
			changed = true
		}
	}
	if !changed {
		return s, idle
	}
	return w.build(), idle
}

// workshop is streets taken apart: pieces between nodes, which can be cut and joined.
type workshop struct {
	old      *Streets
	frame    *geo.Frame
	nodes    []nodeAt
	pieces   []piece
	barriers []Barrier
}

type nodeAt struct {
	id   int64
	at   geo.E7
	same int // the node that stands for it, once joined; itself otherwise
}

type piece struct {
	way      int64
	traits   Traits
	name     string
	line     []geo.E7
	from, to int
	box      geo.Box
}

func newWorkshop(s *Streets, f *geo.Frame) *workshop {
	if s == nil {
		s = (&Builder{}).Build()
	}
	w := &workshop{old: s, frame: f, nodes: make([]nodeAt, len(s.Junctions)), pieces: make([]piece, s.Edges())}
	for i, p := range s.Junctions {
		w.nodes[i] = nodeAt{s.JunctionID[i], p, i}
	}
	for e := range w.pieces {
		line := s.ShapeOf(uint32(e))
		w.pieces[e] = piece{s.WayID[e], s.Traits[e], s.Name(uint32(e)), line, int(s.From[e]), int(s.To[e]), geo.Ring(line).Box()}
	}
	for b, id := range s.Barriers.ID {
		from, to := s.Barriers.Start[b], s.Barriers.Start[b+1]
		n := Barrier{ID: id, Kind: s.Barriers.Kind[b], At: s.Barriers.At[from:to]}
		for i, open := range s.Barriers.Open[from:to] {
			if open {
				n.Open = append(n.Open, i)
			}
		}
		w.barriers = append(w.barriers, n)
	}
	return w
}

// apply does one edit; the reason when there was nothing to do.
func (w *workshop) apply(e *Edit) (why string) {
	switch e.Kind {
	case Closed:
		return w.mark(e, func(t Traits) Traits { return t &^ (Foot | Bike) }, func(t Traits) bool { return t&(Foot|Bike) != 0 })
	case MadeSteps:
		return w.mark(e, func(t Traits) Traits { return t&^Bike | Steps }, func(t Traits) bool { return t&Foot != 0 })
	case Gate:
		return w.gate(e)
	case Opened:
		why := w.mark(e, func(t Traits) Traits { return t | Foot }, func(t Traits) bool { return t&Foot == 0 })
		if why == "" || e.Way != 0 && len(e.Line) < 2 {
			return why
		}
		return w.add(e, Foot, true)
	case Footbridge:
		return w.add(e, Foot|Bridge, false)
	}
	return fmt.Sprintf("kind %q is not known", e.Kind)
}

// mark changes the traits of the stretches that an edit means, of pieces that want says it is about.
func (w *workshop) mark(e *Edit, change func(Traits) Traits, want func(Traits) bool) string {
	found := 0
	for i, n := 0, len(w.pieces); i < n; i++ {
		if p := &w.pieces[i]; want(p.traits) && (e.Way == 0 || p.way == e.Way) {
			for _, s := range w.meant(e, p) {
				found++
				w.markStretch(i, s, change)
			}
		}
	}
	if found > 0 {
		return ""
	}
	if len(e.Line) == 1 && e.Way == 0 {
		i, along, _ := w.nearest(w.frame.XYE7(e.Line[0]), editNearM, want)
		if i < 0 {
			return fmt.Sprintf("no street within %g m of it", editNearM)
		}
		w.markStretch(i, stretch{along - editCutM/2, along + editCutM/2}, change)
		return ""
	}
	if e.Way != 0 {
		return fmt.Sprintf("there is no way/%d to change", e.Way)
	}
	return fmt.Sprintf("no street runs along it within %g m", editAlongM)
}

// stretch is from and to along a piece, in metres.
type stretch struct{ fromM, toM float64 }

// meant are the stretches of a piece that an edit means: all of it where only its way is named, what runs along the line, what lies in the area.
func (w *workshop) meant(e *Edit, p *piece) []stretch {
	line := toPlane(w.frame, p.line)
	total := planeLength(line)
	if e.Way != 0 && len(e.Line) < 2 && len(e.Area) == 0 {
		if len(e.Line) == 1 { // a place of that way
			d, along := nearestOn(line, w.frame.XYE7(e.Line[0]))
			if d > editNearM {
				return nil
			}
			return []stretch{{along - editCutM/2, along + editCutM/2}}
		}
		return []stretch{{0, total}}
	}
	box := geo.EmptyBox()
	for _, r := range e.Area {
		box = box.Union(r.Box())
	}
	if len(e.Line) > 1 {
		box = box.Union(geo.Ring(e.Line).Box())
	}
	reach := widened(box)
	if box.Empty() || !reach.Intersects(p.box) {
		return nil
	}
	drawn := toPlane(w.frame, e.Line)
	var out []stretch
	walkAlong(line, editStepM, func(at, heading geo.XY, fromM, toM float64) {
		in := len(e.Area) > 0 && inRings(e.Area, w.frame.E7(at)) || len(drawn) > 1 && runsAlong(drawn, at, heading)
		if !in {
			return
		}
		if n := len(out); n > 0 && fromM-out[n-1].toM < 1e-6 {
			out[n-1].toM = toM
			return
		}
		out = append(out, stretch{fromM, toM})
	})
	return slices.DeleteFunc(out, func(s stretch) bool { return s.toM-s.fromM < min(2*editStepM, total-1e-6) })
}

// markStretch cuts a piece at the ends of a stretch and changes what lies between.
func (w *workshop) markStretch(i int, s stretch, change func(Traits) Traits) {
	total := planeLength(toPlane(w.frame, w.pieces[i].line))
	if s.toM < total-editStepM/4 {
		w.cut(i, s.toM)
	}
	if s.fromM > editStepM/4 {
		_, i = w.cut(i, s.fromM)
	}
	w.pieces[i].traits = change(w.pieces[i].traits)
}

// cut makes two of a piece; the node between them, and the second piece. The first keeps its number.
func (w *workshop) cut(i int, alongM float64) (node, second int) {
	p := w.pieces[i]
	line := toPlane(w.frame, p.line)
	k, at := placeOn(line, alongM)
	place := w.frame.E7(at)
	node = w.node(place)
	first := append(slices.Clone(p.line[:k+1]), place)
	rest := append([]geo.E7{place}, p.line[k+1:]...)
	w.pieces[i].line, w.pieces[i].to, w.pieces[i].box = first, node, geo.Ring(first).Box()
	w.pieces = append(w.pieces, piece{p.way, p.traits, p.name, rest, node, p.to, geo.Ring(rest).Box()})
	return node, len(w.pieces) - 1
}

// node is a new node.
func (w *workshop) node(at geo.E7) int {
	n := len(w.nodes)
	w.nodes = append(w.nodes, nodeAt{-int64(n) - 1, at, n})
	return n
}

// nearest is the piece that the place is nearest to, of those that want says; -1 when none lies within so many metres.
func (w *workshop) nearest(p geo.XY, withinM float64, want func(Traits) bool) (best int, alongM, m float64) {
	best, m = -1, withinM
	around := widened(geo.Box{Min: w.frame.E7(p), Max: w.frame.E7(p)})
	for i := range w.pieces {
		if !want(w.pieces[i].traits) || !around.Intersects(w.pieces[i].box) {
			continue
		}
		if d, along := nearestOn(toPlane(w.frame, w.pieces[i].line), p); d < m || d <= m && best < 0 {
			best, alongM, m = i, along, d
		}
	}
	return best, alongM, m
}

// build joins everything again.
func (w *workshop) build() *Streets {
	var b Builder
	b.Extent(w.old.Extent)
	inner := int64(0)
	for _, p := range w.pieces {
		ids := make([]int64, len(p.line))
		for i := range ids {
			inner--
			ids[i] = inner
		}
		ids[0], ids[len(ids)-1] = int64(w.nodes[p.from].same)+1, int64(w.nodes[p.to].same)+1
		b.Way(Way{ID: p.way, Nodes: ids, At: p.line, Traits: p.traits, Name: p.name})
	}
	for _, f := range w.barriers {
		b.Barrier(f)
	}
	out := b.Build()
	for i, id := range out.JunctionID {
		out.JunctionID[i] = w.nodes[id-1].id
	}
	return out
}

// newWayID is the number of a way that an edit draws: below 0, as no source has, and the same each time.
func newWayID(edit string) int64 {
	h := fnv.New64a()
	h.Write([]byte(edit))
	return -int64(h.Sum64()>>24) - 1
}
