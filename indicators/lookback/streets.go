package lookback

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"circle15/geo"
	"circle15/geo/network"
)

// wayRecord is a way as far as its edges tell: the same however its neighbours cut it.
type wayRecord struct {
	sum     uint64 // of its segments with their traits, in any order
	lengthM float64
	traits  network.Traits
	name    string
	box     geo.Box
	at      geo.E7
	joins   map[int64]bool // ways that share a junction
}

// streetChanges compares streets way by way: where they run, how they may be used, and what they join.
func streetChanges(before, after *network.Streets) []Change {
	was, now := ways(before), ways(after)
	differ := map[int64]bool{}
	var out []Change
	for id, w := range joinedWays(was, now) {
		a, b := was[id], now[id]
		c := Change{Kind: StreetChanged, What: Changed, ID: fmt.Sprintf("way/%d", id), Name: w.name, At: at(w.at), Box: w.box}
		switch {
		case a == nil:
			c.What = Came
		case b == nil:
			c.What = Went
		case a.sum == b.sum && a.name == b.name:
			continue
		default:
			c.Box = a.box.Union(b.box)
			c.Fields = diffField(c.Fields, "name", a.name, b.name)
			c.Fields = diffField(c.Fields, "use", traitNames(a.traits), traitNames(b.traits))
			c.Fields = diffField(c.Fields, "length", fmt.Sprintf("%.0f m", a.lengthM), fmt.Sprintf("%.0f m", b.lengthM))
			if len(c.Fields) == 0 {
				c.Fields = append(c.Fields, FieldChange{"line", "", "runs differently"})
			}
		}
		differ[id] = true
		out = append(out, c)
	}
	for id, b := range now {
		a := was[id]
		if a == nil || differ[id] {
			continue
		}
		if gone, fresh := joinsWithout(a, b, differ), joinsWithout(b, a, differ); gone != "" || fresh != "" {
			out = append(out, Change{Kind: StreetChanged, What: Changed, ID: fmt.Sprintf("way/%d", id), Name: b.name, At: at(b.at), Box: b.box,
				Fields: []FieldChange{{"joins", gone, fresh}}})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func joinedWays(a, b map[int64]*wayRecord) map[int64]*wayRecord {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// joinsWithout are the ways that a joins and b does not, without those that changed themselves.
func joinsWithout(a, b *wayRecord, differ map[int64]bool) string {
	var ids []string
	for id := range a.joins {
		if !b.joins[id] && !differ[id] {
			ids = append(ids, fmt.Sprintf("way/%d", id))
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, ", ")
}

func ways(s *network.Streets) map[int64]*wayRecord {
	out := map[int64]*wayRecord{}
	if s == nil {
		return out
	}
	at := make([][]int64, len(s.Junctions))
	for e := range s.From {
		id := s.WayID[e]
		w := out[id]
		shape := s.ShapeOf(uint32(e))
		if w == nil {
			w = &wayRecord{name: s.Name(uint32(e)), box: geo.EmptyBox(), at: shape[len(shape)/2], joins: map[int64]bool{}}
			out[id] = w
		}
		w.lengthM += s.LengthM[e]
		w.traits |= s.Traits[e]
		for i := 1; i < len(shape); i++ {
			w.sum += segmentSum(shape[i-1], shape[i], s.Traits[e])
			w.box = w.box.Extend(shape[i-1]).Extend(shape[i])
		}
		at[s.From[e]] = append(at[s.From[e]], id)
		at[s.To[e]] = append(at[s.To[e]], id)
	}
	for _, ids := range at {
		for _, a := range ids {
			for _, b := range ids {
				if a != b {
					out[a].joins[b] = true
				}
			}
		}
	}
	return out
}

func segmentSum(a, b geo.E7, t network.Traits) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %d %d %d", a.Lon, a.Lat, b.Lon, b.Lat, t)
	return h.Sum64()
}

// traitNames are the uses of a street that matter to those who walk, as words.
func traitNames(t network.Traits) string {
	var names []string
	for _, n := range []struct {
		t    network.Traits
		name string
	}{
		{network.Foot, "foot"}, {network.Bike, "bike"}, {network.Steps, "steps"}, {network.Bridge, "bridge"}, {network.Tunnel, "tunnel"},
		{network.WheelsYes, "wheels"}, {network.WheelsNo, "no wheels"}, {network.KerbRaised, "raised kerb"}, {network.Steep, "steep"},
		{network.OnewayBike, "oneway for bikes"}, {network.SidewalkKnown, "pavement known"}, {network.Sidewalk, "pavement"}, {network.Lit, "lit"},
		{network.CarRoad, "cars"}, {network.Crossing, "crossing"}, {network.Main, "main road"},
	} {
		if t&n.t != 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ", ")
}

// barrierRecord is a barrier as far as its line tells.
type barrierRecord struct {
	kind    network.BarrierKind
	sum     uint64
	lengthM float64
	gates   int
	box     geo.Box
	at      geo.E7
}

func barriers(s *network.Streets) map[int64]*barrierRecord {
	out := map[int64]*barrierRecord{}
	if s == nil {
		return out
	}
	for b, id := range s.Barriers.ID {
		r := out[id]
		line := s.Barriers.At[s.Barriers.Start[b]:s.Barriers.Start[b+1]]
		open := s.Barriers.Open[s.Barriers.Start[b]:s.Barriers.Start[b+1]]
		if r == nil {
			r = &barrierRecord{kind: s.Barriers.Kind[b], box: geo.EmptyBox(), at: line[len(line)/2]}
			out[id] = r
		}
		for i := range line {
			r.box = r.box.Extend(line[i])
			if open[i] {
				r.gates++
				r.sum += segmentSum(line[i], line[i], 1)
			}
			if i > 0 {
				r.lengthM += geo.SegmentM(line[i-1], line[i])
				r.sum += segmentSum(line[i-1], line[i], network.Traits(r.kind)<<8)
			}
		}
	}
	return out
}

func barrierChanges(before, after *network.Streets) []Change {
	was, now := barriers(before), barriers(after)
	all := maps.Clone(was)
	maps.Copy(all, now)
	var out []Change
	for id, r := range all {
		a, b := was[id], now[id]
		c := Change{Kind: BarrierChanged, What: Changed, ID: fmt.Sprintf("way/%d", id), Name: r.kind.String(), At: at(r.at), Box: r.box}
		switch {
		case a == nil:
			c.What = Came
		case b == nil:
			c.What = Went
		case a.sum == b.sum:
			continue
		default:
			c.Box = a.box.Union(b.box)
			c.Fields = diffField(c.Fields, "kind", a.kind.String(), b.kind.String())
			c.Fields = diffField(c.Fields, "gates", fmt.Sprint(a.gates), fmt.Sprint(b.gates))
			c.Fields = diffField(c.Fields, "length", fmt.Sprintf("%.0f m", a.lengthM), fmt.Sprintf("%.0f m", b.lengthM))
			if len(c.Fields) == 0 {
				c.Fields = append(c.Fields, FieldChange{"line", "", "runs differently"})
			}
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// editChanges compares what offices say of the streets over their source.
func editChanges(before, after []network.Edit) []Change {
	was := map[string]*network.Edit{}
	for i := range before {
		was[before[i].ID] = &before[i]
	}
	var out []Change
	change := func(what ChangeWhat, e *network.Edit) Change {
		c := Change{Kind: EditChanged, What: what, Category: string(e.Kind), ID: e.ID, Name: e.Name, Box: geo.Ring(e.Line).Box()}
		for _, r := range e.Area {
			c.Box = c.Box.Union(r.Box())
		}
		if !c.Box.Empty() {
			c.At = at(c.Box.Min)
		}
		return c
	}
	for i := range after {
		e := &after[i]
		old := was[e.ID]
		delete(was, e.ID)
		if old == nil {
			out = append(out, change(Came, e))
			continue
		}
		c := change(Changed, e)
		c.Box = c.Box.Union(change(Changed, old).Box)
		c.Fields = diffField(c.Fields, "kind", string(old.Kind), string(e.Kind))
		c.Fields = diffField(c.Fields, "name", old.Name, e.Name)
		c.Fields = diffField(c.Fields, "from", old.From, e.From)
		c.Fields = diffField(c.Fields, "to", old.To, e.To)
		c.Fields = diffField(c.Fields, "way", fmt.Sprint(old.Way), fmt.Sprint(e.Way))
		c.Fields = diffField(c.Fields, "steps", fmt.Sprint(old.Steps), fmt.Sprint(e.Steps))
		if !slices.Equal(old.Line, e.Line) || !slices.EqualFunc(old.Area, e.Area, slices.Equal[geo.Ring]) {
			c.Fields = append(c.Fields, FieldChange{"line", "", "runs differently"})
		}
		if len(c.Fields) > 0 {
			out = append(out, c)
		}
	}
	for _, e := range was {
		out = append(out, change(Went, e))
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.ID, b.ID) })
	return out
}
