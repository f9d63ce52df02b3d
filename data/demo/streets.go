package demo

import (
	"fmt"
	"math"
)

// streets draws the grid, the bridges and the underpass.
func (c *city) streets() {
	ys := rows()
	for _, y := range ys {
		for x := westM; x <= eastM; x += blockM {
			if isStreet(x, y) {
				c.junction(x, y)
			}
		}
	}
	for _, y := range ys {
		for x := westM; x < eastM; x += blockM {
			if x < railX && x+blockM > railX {
				continue // the railway lies between
			}
			c.street([2]int{x, y}, [2]int{x + blockM, y}, c.rank(y), fmt.Sprintf("横%d街", (y-southM)/100))
		}
	}
	for x := westM; x <= eastM; x += blockM {
		for i := 0; i+1 < len(ys); i++ {
			if ys[i] != southBank {
				c.street([2]int{x, ys[i]}, [2]int{x, ys[i+1]}, c.rank(x), fmt.Sprintf("纵%d路", (x-westM)/100))
			}
		}
	}
	for i, x := range bridges {
		c.osm.way([]int64{c.nodes[[2]int{x, southBank}], c.nodes[[2]int{x, northBk}]},
			tag{"highway", "secondary"}, tag{"bridge", "yes"}, tag{"layer", "1"}, tag{"name", [...]string{"望河桥", "东桥"}[i]})
	}
	ends := []int64{c.nodes[[2]int{railX - blockM/2, underpassY}], c.nodes[[2]int{railX + blockM/2, underpassY}]}
	c.osm.way(ends, tag{"highway", "tertiary"}, tag{"tunnel", "yes"}, tag{"layer", "-1"})
	side := c.osm.node(c.e7(spot{railX, underpassY + 8}))
	c.osm.way([]int64{ends[0], side, ends[1]}, tag{"highway", "footway"}, tag{"tunnel", "yes"}, tag{"layer", "-1"}, tag{"name", "铁路地下通道"})
	c.overpass()
	c.doorstepCrossings()
	c.villageStreets()
}

// junction lies on the grid but for a small bend; beside river and railway it lies on it exactly.
func (c *city) junction(x, y int) {
	s := spot{float64(x) + c.bend(bendM), float64(y) + c.bend(bendM)}
	if y == southBank || y == northBk || x == railX-blockM/2 || x == railX+blockM/2 {
		s = spot{float64(x), float64(y)}
	}
	k := [2]int{x, y}
	c.places[k] = s
	c.nodes[k] = c.osm.node(c.e7(s))
}

// rank makes every fourth street a main one.
func (c *city) rank(v int) string {
	if v%800 == 0 {
		return "secondary"
	}
	return "residential"
}

func (c *city) street(a, b [2]int, rank, name string) {
	from, ok := c.nodes[a]
	to, ok2 := c.nodes[b]
	if !ok || !ok2 {
		return
	}
	tags := []tag{{"highway", rank}, {"name", name}}
	if rank == "secondary" {
		tags = append(tags, tag{"sidewalk", "both"}, tag{"lit", "yes"})
	}
	c.osm.way([]int64{from, to}, tags...)
}

// overpass is a footbridge with stairs and a lift over the main street south of the station.
func (c *city) overpass() {
	a, b := c.nodes[[2]int{-400, -200}], c.nodes[[2]int{-400, 0}]
	w1 := c.osm.node(c.e7(spot{-370, -120}))
	e1 := c.osm.node(c.e7(spot{-370, -80}), tag{"highway", "elevator"}, tag{"name", "站前天桥电梯"}, tag{"wheelchair", "yes"})
	c.osm.way([]int64{a, w1}, tag{"highway", "steps"})
	c.osm.way([]int64{w1, e1}, tag{"highway", "footway"}, tag{"bridge", "yes"}, tag{"layer", "1"}, tag{"name", "站前天桥"})
	c.osm.way([]int64{e1, b}, tag{"highway", "footway"})
}

// barriers draws the river and the railway.
func (c *city) barriers() {
	line := func(pts ...spot) []int64 {
		out := make([]int64, len(pts))
		for i, p := range pts {
			out[i] = c.osm.node(c.e7(p))
		}
		return out
	}
	shore := line(spot{-extentX, riverFrom}, spot{extentX, riverFrom}, spot{extentX, riverTo}, spot{-extentX, riverTo})
	c.osm.way(append(shore, shore[0]), tag{"natural", "water"}, tag{"water", "river"}, tag{"name", "清河"})
	c.osm.way(line(spot{-extentX, 950}, spot{extentX, 950}), tag{"waterway", "river"}, tag{"name", "清河"})
	rail := line(spot{railX, extentS}, spot{railX, riverFrom - 20}, spot{railX, riverTo + 20}, spot{railX, extentN})
	c.osm.way(rail[:2], tag{"railway", "rail"})
	c.osm.way(rail[1:3], tag{"railway", "rail"}, tag{"bridge", "yes"}, tag{"layer", "1"})
	c.osm.way(rail[2:], tag{"railway", "rail"})
}

// blocks fills the blocks between the streets: homes, walled compounds, parks.
func (c *city) blocks() {
	ys := rows()
	for i := 0; i+1 < len(ys); i++ {
		for x := westM; x < eastM; x += blockM {
			y := ys[i]
			if y == southBank || x == railX-blockM/2 || !isStreet(x, y) || !isStreet(x, ys[i+1]) {
				continue
			}
			switch middle := (spot{float64(x) + blockM/2, float64(y) + blockM/2}); {
			case c.rng.IntN(14) == 0 && !inBox(middle, border.x0, border.y0, border.x1, border.y1, 700):
				c.park(middle)
			case c.rng.IntN(6) == 0:
				c.compound(x, y, middle)
			default:
				c.alley(x, y, middle)
				c.buildings(middle, 70)
			}
		}
	}
}

// alley runs from a corner of the block to its middle, and often on to the opposite corner.
func (c *city) alley(x, y int, middle spot) {
	m := c.osm.node(c.e7(spot{middle.x + c.bend(20), middle.y + c.bend(20)}))
	nodes := []int64{c.nodes[[2]int{x, y}], m}
	if far, ok := c.nodes[[2]int{x + blockM, y + blockM}]; ok && c.rng.IntN(3) > 0 {
		nodes = append(nodes, far)
	}
	c.osm.way(nodes, tag{"highway", "living_street"})
}

// compound is walled; its only gate is on the way from the corner of the block to its yard.
func (c *city) compound(x, y int, middle spot) {
	const half = 75
	gate := c.osm.node(c.e7(spot{middle.x - half, middle.y - half}), tag{"barrier", "gate"}, tag{"access", "yes"})
	ring := []int64{gate}
	for _, p := range []spot{{half, -half}, {half, half}, {-half, half}} {
		ring = append(ring, c.osm.node(c.e7(spot{middle.x + p.x, middle.y + p.y})))
	}
	c.osm.way(append(ring, gate), tag{"barrier", "wall"})
	yard := c.osm.node(c.e7(middle))
	c.osm.way([]int64{c.nodes[[2]int{x, y}], gate, yard}, tag{"highway", "footway"})
	c.buildings(middle, 55)
}

func (c *city) park(middle spot) {
	ring := make([]int64, 0, 9)
	for k := range 8 {
		s, co := math.Sincos(float64(k) * math.Pi / 4)
		r := 70 + c.bend(10)
		ring = append(ring, c.osm.node(c.e7(spot{middle.x + r*co, middle.y + r*s})))
	}
	c.osm.way(append(ring, ring[0]), tag{"leisure", "park"}, tag{"name", c.pick(roots).zh + "公园"})
}

// buildings sets four homes around the middle of a block, spread metres from it.
func (c *city) buildings(middle spot, spread float64) {
	for _, q := range []spot{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		if c.rng.IntN(5) == 0 {
			continue
		}
		at := spot{middle.x + q.x*spread*0.6 + c.bend(8), middle.y + q.y*spread*0.6 + c.bend(8)}
		w, d, levels := 20+c.rng.Float64()*15, 6+c.rng.Float64()*3, 3+c.rng.IntN(14)
		var ring []int64
		for _, p := range []spot{{-w, -d}, {w, -d}, {w, d}, {-w, d}} {
			ring = append(ring, c.osm.node(c.e7(spot{at.x + p.x, at.y + p.y})))
		}
		c.osm.way(append(ring, ring[0]), tag{"building", "apartments"}, tag{"building:levels", fmt.Sprint(levels)})
		// 35 m² of floor for each person.
		c.homes = append(c.homes, home{at, math.Round(4 * w * d * float64(levels) / 35)})
	}
}
