package reach_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// porto is the walking graph of Porto with its facilities and bus stops, costs in millimetres: the work on
// which kernels are compared (../shared/data/README.md).
type porto struct {
	graph      *network.Graph
	categories [][]reach.Seed // by category, the key is the facility
	bus        []reach.Seed   // the key is the line
}

const portoLimit = 1_200_000 // 1,200 m

func loadPorto(t testing.TB) *porto {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "porto", "bench")
	f, err := os.Open(filepath.Join(dir, "network.txt.gz"))
	if err != nil {
		t.Skipf("the Porto graph is not here: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(z)
	var nodes, edges int
	if _, err := fmt.Fscan(in, &nodes, &edges); err != nil {
		t.Fatal(err)
	}
	in.ReadString('\n')
	for range nodes {
		in.ReadString('\n')
	}
	list := make([]network.Edge, edges)
	for i := range list {
		list[i] = network.Edge{U: number(in), V: number(in), Cost: number(in)}
	}
	p := &porto{graph: network.NewGraph(nodes, list)}
	byCategory := map[uint32]int{}
	for i, r := range table(t, filepath.Join(dir, "facilities.txt")) {
		c, ok := byCategory[r[0]]
		if !ok {
			c = len(p.categories)
			byCategory[r[0]] = c
			p.categories = append(p.categories, nil)
		}
		p.categories[c] = append(p.categories[c], reach.Seed{Junction: r[1], Label: reach.Label{Key: uint32(i)}})
	}
	for _, r := range table(t, filepath.Join(dir, "bus.txt")) {
		p.bus = append(p.bus, reach.Seed{Junction: r[1], Label: reach.Label{Key: r[0]}})
	}
	return p
}

// number reads the next whole number, passing over letters.
func number(in *bufio.Reader) uint32 {
	n, started := uint32(0), false
	for {
		c, err := in.ReadByte()
		if err != nil {
			return n
		}
		if c >= '0' && c <= '9' {
			n, started = n*10+uint32(c-'0'), true
		} else if started {
			return n
		}
	}
}

func table(t testing.TB, path string) [][2]uint32 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewReader(f)
	out := make([][2]uint32, number(in))
	for i := range out {
		out[i] = [2]uint32{number(in), number(in)}
	}
	if _, err := in.ReadByte(); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return out
}

// The answers for the Porto graph that three independent programs agree on.
func TestPortoHasTheRightAnswers(t *testing.T) {
	p := loadPorto(t)
	var s reach.Searcher
	count := func(k int) (labels int, costM, lastM uint64) {
		var mm uint64
		for _, seeds := range p.categories {
			l, err := s.Search(context.Background(), p.graph, seeds, k, portoLimit)
			if err != nil {
				t.Fatal(err)
			}
			for j := range p.graph.Junctions {
				for _, x := range l.At(uint32(j)) {
					labels++
					mm += uint64(x.Cost)
				}
			}
		}
		return labels, (mm + 500) / 1000, 0
	}
	if n, m, _ := count(1); n != 681_242 || m != 388_024_405 {
		t.Errorf("nearest: %d pairs with %d m, want 681242 with 388024405 m", n, m)
	}
	if n, _, _ := count(3); n != 1_385_822 {
		t.Errorf("nearest three: %d labels, want 1385822", n)
	}
	l, err := s.Search(context.Background(), p.graph, p.bus, 3, portoLimit)
	if err != nil {
		t.Fatal(err)
	}
	three, mm := 0, uint64(0)
	for j := range p.graph.Junctions {
		if at := l.At(uint32(j)); len(at) == 3 {
			three++
			mm += uint64(at[2].Cost)
		}
	}
	if m := (mm + 500) / 1000; three != 58_731 || m != 32_270_745 {
		t.Errorf("three lines: %d junctions with %d m, want 58731 with 32270745 m", three, m)
	}
}

func benchmarkCategories(b *testing.B, k int) {
	p := loadPorto(b)
	var s reach.Searcher
	b.ResetTimer()
	for b.Loop() {
		for _, seeds := range p.categories {
			if _, err := s.Search(context.Background(), p.graph, seeds, k, portoLimit); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// The nearest facility of each of 20 categories for every junction of Porto.
func BenchmarkPortoNearest(b *testing.B) { benchmarkCategories(b, 1) }

// The nearest three.
func BenchmarkPortoNearestThree(b *testing.B) { benchmarkCategories(b, 3) }

// Three different bus lines of 80.
func BenchmarkPortoLines(b *testing.B) {
	p := loadPorto(b)
	var s reach.Searcher
	b.ResetTimer()
	for b.Loop() {
		if _, err := s.Search(context.Background(), p.graph, p.bus, 3, portoLimit); err != nil {
			b.Fatal(err)
		}
	}
}
