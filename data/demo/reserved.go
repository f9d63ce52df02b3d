package demo

// The crossing of the doorstep and that of the silent community, by their place in the grid.
var (
	doorstepCrossing = [2]int{200, -1600}
	silentCrossing   = [2]int{800, -1600}
)

// doorstepCrossings puts a footbridge and an underpass beside the crossing of the doorstep.
func (c *city) doorstepCrossings() {
	at, from := c.places[doorstepCrossing], c.nodes[doorstepCrossing]
	up := c.osm.node(c.e7(spot{at.x + 14, at.y + 14}))
	c.osm.way([]int64{from, up}, tag{"highway", "footway"}, tag{"bridge", "yes"}, tag{"layer", "1"}, tag{"name", "门前天桥"})
	down := c.osm.node(c.e7(spot{at.x - 14, at.y - 14}))
	c.osm.way([]int64{from, down}, tag{"highway", "footway"}, tag{"tunnel", "yes"}, tag{"layer", "-1"}, tag{"name", "门前地道"})
}

// villageStreets is the road to the village, 1,100 m long, and the two streets of it.
func (c *city) villageStreets() {
	at := func(x, y float64) int64 { return c.osm.node(c.e7(spot{x, y})) }
	square := at(-1000, -3700)
	c.osm.way([]int64{c.nodes[[2]int{-1000, southM}], square}, tag{"highway", "tertiary"}, tag{"name", "望山路"})
	c.osm.way([]int64{at(-1180, -3700), square, at(-820, -3700)}, tag{"highway", "residential"}, tag{"name", "望山街"})
	c.osm.way([]int64{square, at(-1000, -3880)}, tag{"highway", "residential"})
}

// reservedHomes are the people of the reserved communities. Those of the doorstep live within 15 m of its crossing, those of the border within
// 60 m of where the data ends.
func (c *city) reservedHomes() {
	put := func(x, y, people float64) { c.homes = append(c.homes, home{spot{x, y}, people}) }
	for _, k := range [][2]int{doorstepCrossing, silentCrossing} {
		for _, d := range []spot{{-10, 0}, {10, 0}, {0, -10}, {0, 10}} {
			put(c.places[k].x+d.x, c.places[k].y+d.y, 60)
		}
	}
	for _, x := range []float64{-1150, -1080, -1010, -940, -870} {
		put(x, -3690, 50)
		put(-990, -3700-(x+1150)/2-10, 50)
	}
	for _, y := range []float64{-2620, -2600, -2580} {
		put(3450, y, 40)
	}
}

// atTheDoor puts three of each service within 14 m of the crossing, a metre and a half apart.
func (c *city) atTheDoor() {
	middle, k := c.places[doorstepCrossing], 0
	const columns = 17
	for _, s := range services {
		for n := range 3 {
			at := spot{middle.x + 1.5*(float64(k%columns)-columns/2), middle.y + 1.5*(float64(k/columns)-columns/2)}
			c.facility(s, 2*n, at) // an even number: with all functions, and for breakfast 0, 2, 4: a shop, a kiosk, a cart
			k++
		}
	}
}

// silentFacilities say neither how many places they have nor what they offer.
func (c *city) silentFacilities() {
	at := c.places[silentCrossing]
	c.goods = append(c.goods,
		good{category: "childcare", name: "无账托育园", at: spot{at.x + 5, at.y}},
		good{category: "service_station", name: "无账便民服务站", at: spot{at.x, at.y + 5}})
}
