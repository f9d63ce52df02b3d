package network_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/geo/network"
)

// Towns of these tests are drawn in metres around a middle, as in geo.XY; a place is off by at most 8 mm, the rounding of E7.
var frame = geo.NewFrame(orb.Point{107, 34.5})

func at(x, y float64) geo.E7 { return frame.E7(geo.XY{X: x, Y: y}) }

// line is a way through places given as x, y, x, y, …; a place drawn twice is one node.
func line(id int64, traits network.Traits, xy ...float64) network.Way {
	w := network.Way{ID: id, Traits: traits, Name: fmt.Sprintf("street %d", id)}
	for i := 0; i+1 < len(xy); i += 2 {
		w.Nodes = append(w.Nodes, node(xy[i], xy[i+1]))
		w.At = append(w.At, at(xy[i], xy[i+1]))
	}
	return w
}

// node numbers places: whole decimetres between ±100 km.
func node(x, y float64) int64 { return int64(x*10+1e6)*10_000_000 + int64(y*10+1e6) }

func fence(id int64, kind network.BarrierKind, xy ...float64) network.Barrier {
	b := network.Barrier{ID: id, Kind: kind}
	for i := 0; i+1 < len(xy); i += 2 {
		b.At = append(b.At, at(xy[i], xy[i+1]))
	}
	return b
}

// lay builds a network of ways and barriers.
func lay(ways []network.Way, barriers ...network.Barrier) *network.Network {
	var b network.Builder
	for _, w := range ways {
		b.Way(w)
	}
	for _, w := range barriers {
		b.Barrier(w)
	}
	return network.Lay(b.Build(), frame)
}

// onFoot is a pedestrian of whom everything is usual.
func onFoot() network.Mode { return network.Mode{Need: network.Foot, MaxAccessM: 200} }

// long is a street that makes whatever it touches more than an island: 2 km eastward from x, y.
func long(id int64, x, y float64) network.Way { return line(id, network.Foot, x, y, x+2000, y) }

// randomTown is a tangle of streets and barriers over about a square kilometre.
func randomTown(r *rand.Rand) ([]network.Way, []network.Barrier) {
	place := func() (float64, float64) { return float64(r.IntN(1200)), float64(r.IntN(1200)) }
	var ways []network.Way
	for id := range 8 + r.IntN(30) {
		var xy []float64
		x, y := place()
		for range 2 + r.IntN(5) {
			xy = append(xy, x, y)
			x, y = x+float64(r.IntN(400)-200), y+float64(r.IntN(400)-200)
		}
		if r.IntN(3) > 0 && len(ways) > 0 { // begins at a node of another way
			o := ways[r.IntN(len(ways))]
			k := r.IntN(len(o.At))
			w := line(int64(id+1), network.Foot, xy...)
			w.Nodes[0], w.At[0] = o.Nodes[k], o.At[k]
			ways = append(ways, w)
			continue
		}
		ways = append(ways, line(int64(id+1), network.Foot, xy...))
	}
	for i := range ways {
		switch r.IntN(8) {
		case 0:
			ways[i].Traits |= network.Bridge
		case 1:
			ways[i].Traits |= network.Tunnel
		case 2:
			ways[i].Traits = network.Bike
		}
	}
	var barriers []network.Barrier
	for id := range r.IntN(25) {
		var xy []float64
		x, y := place()
		for range 2 + r.IntN(4) {
			xy = append(xy, x, y)
			x, y = x+float64(r.IntN(300)-150), y+float64(r.IntN(300)-150)
		}
		f := fence(int64(id+1), network.BarrierKind(r.IntN(5)), xy...)
		for k := range f.At {
			if r.IntN(3) == 0 {
				f.Open = append(f.Open, k)
			}
		}
		barriers = append(barriers, f)
	}
	return ways, barriers
}
