package network_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"circle15/geo"
	"circle15/geo/network"
)

// The same ways and barriers in another order give the same bytes.
func TestOrderOfAddingDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 3))
	for range 60 {
		ways, barriers := randomTown(r)
		for i := range ways {
			if r.IntN(4) == 0 {
				ways[i].Closed = []int{r.IntN(len(ways[i].Nodes))}
			}
		}
		build := func() []byte {
			var b network.Builder
			for _, w := range ways {
				b.Way(w)
			}
			for _, f := range barriers {
				b.Barrier(f)
			}
			return b.Build().Encode()
		}
		want := build()
		for range 3 {
			r.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
			r.Shuffle(len(barriers), func(i, j int) { barriers[i], barriers[j] = barriers[j], barriers[i] })
			if !bytes.Equal(build(), want) {
				t.Fatal("another order gives other bytes")
			}
		}
	}
}

func TestBuilder(t *testing.T) {
	const foot = network.Foot
	closed := line(1, foot, 0, 0, 100, 0, 200, 0)
	closed.Closed = []int{1}
	closedCrossed := line(2, foot, 100, 100, 100, 0, 100, -100)
	doubled := line(1, foot, 0, 0, 100, 0, 100, 0, 200, 0)
	for _, c := range []struct {
		name                         string
		ways                         []network.Way
		junctions, edges, components int
		lengthM                      float64
	}{
		// Two streets that share the node in their middle: 4 ends and the middle, 4 edges.
		{"a crossing", []network.Way{line(1, foot, 0, 0, 100, 0, 200, 0), line(2, foot, 100, 100, 100, 0, 100, -100)}, 5, 4, 1, 400},
		// The same without the shared node: a bridge over a road has no junction with it.
		{"a bridge over a road", []network.Way{line(1, foot, 0, 0, 200, 0), line(2, foot|network.Bridge, 100, 100, 100, -100)}, 4, 2, 2, 400},
		// Places that coincide do not join either, as long as the nodes differ.
		{"two nodes at one place", []network.Way{line(1, foot, 0, 0, 100, 0), {ID: 2, Traits: foot, Nodes: []int64{7, 8}, At: []geo.E7{at(100, 0), at(200, 0)}}}, 4, 2, 2, 200},
		// A locked gate in the middle of a street: 2 edges, each with a dead end of its own.
		{"a closed gate", []network.Way{closed}, 4, 2, 2, 200},
		// Another street through the gate's node joins neither side: 2+2 ends, 2 dead ends, and the node is a junction of the
		// other street alone, which is cut there.
		{"a closed gate on a crossing", []network.Way{closed, closedCrossed}, 7, 4, 3, 400},
		{"two streets between the same junctions", []network.Way{line(1, foot, 0, 0, 100, 0), line(2, foot, 0, 0, 50, 50, 100, 0)}, 2, 2, 1, 100 + 100*math.Sqrt2},
		// A round street that touches nothing: one junction, one edge of 4 × 100 m.
		{"a loop", []network.Way{line(1, foot, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0)}, 1, 1, 1, 400},
		// A lasso: the stem of 100 m and the loop of 400.
		{"a lasso", []network.Way{line(1, foot, -100, 0, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0)}, 2, 2, 1, 500},
		{"a node twice in a row", []network.Way{doubled}, 3, 2, 1, 200},
		{"no way at all", []network.Way{{ID: 1}, line(2, foot, 0, 0), {ID: 3, Nodes: []int64{1, 2}}}, 0, 0, 0, 0},
		{"a way on one place", []network.Way{{ID: 1, Traits: foot, Nodes: []int64{1, 1}, At: []geo.E7{at(0, 0), at(0, 0)}}}, 1, 0, 1, 0},
	} {
		var b network.Builder
		for _, w := range c.ways {
			b.Way(w)
		}
		s := b.Build()
		_, parts := s.Components(0, 0)
		sum := 0.0
		for _, l := range s.LengthM {
			sum += l
		}
		if len(s.Junctions) != c.junctions || s.Edges() != c.edges || len(parts) != c.components || math.Abs(sum-c.lengthM) > 0.1 {
			t.Errorf("%s: %d junctions, %d edges, %d parts, %.2f m; want %d, %d, %d, %.2f",
				c.name, len(s.Junctions), s.Edges(), len(parts), sum, c.junctions, c.edges, c.components, c.lengthM)
		}
	}
}

// Names, traits, ids and shapes are those of the way that an edge was cut from.
func TestEdgesKeepWhatTheirWayHas(t *testing.T) {
	n := lay([]network.Way{line(30, network.Foot|network.Steps, 0, 0, 50, 0, 100, 0), line(20, network.Foot|network.Lit, 100, 0, 100, 90)})
	for e := range uint32(n.Edges()) {
		id := n.WayID[e]
		want := map[int64]struct {
			name   string
			traits network.Traits
			places int
		}{30: {"street 30", network.Foot | network.Steps, 3}, 20: {"street 20", network.Foot | network.Lit, 2}}[id]
		if n.Name(e) != want.name || n.Traits[e] != want.traits || len(n.ShapeOf(e)) != want.places {
			t.Errorf("way %d: %q %b with %d places, want %v", id, n.Name(e), n.Traits[e], len(n.ShapeOf(e)), want)
		}
		if s := n.ShapeOf(e); s[0] != n.Junctions[n.From[e]] || s[len(s)-1] != n.Junctions[n.To[e]] {
			t.Errorf("way %d: its line does not run from junction to junction", id)
		}
	}
}

// Builder copies: a caller may reuse its slices.
func TestBuilderCopies(t *testing.T) {
	var b network.Builder
	w := line(1, network.Foot, 0, 0, 100, 0)
	f := fence(1, network.Wall, 0, 50, 100, 50)
	b.Way(w)
	b.Barrier(f)
	want := slices.Clone(w.At)
	w.At[0], w.Nodes[0], f.At[0] = geo.E7{}, 1, geo.E7{}
	if s := b.Build(); !slices.Contains(s.Junctions, want[0]) || s.Barriers.At[0] == (geo.E7{}) {
		t.Error("a slice of the caller is in the streets")
	}
}

func TestComponents(t *testing.T) {
	n := lay([]network.Way{
		line(1, network.Foot, 0, 0, 100, 0),
		line(2, network.Foot|network.Steps, 100, 0, 200, 0),
		line(3, network.Foot, 200, 0, 500, 0),
	})
	// Walkers see one part of 500 m. Without steps there are two, of 100 and of 300 m.
	for _, c := range []struct {
		without network.Traits
		want    []float64
	}{{0, []float64{500}}, {network.Steps, []float64{100, 300}}} {
		of, lengths := n.Components(network.Foot, c.without)
		slices.Sort(lengths)
		ok := len(lengths) == len(c.want)
		for i := 0; ok && i < len(lengths); i++ {
			ok = math.Abs(lengths[i]-c.want[i]) < 0.05
		}
		if !ok || len(of) != len(n.Junctions) {
			t.Errorf("without %b: %v, want %v", c.without, lengths, c.want)
		}
	}
}
