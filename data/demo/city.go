package demo

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"circle15/geo"
)

// Lines of the plan, in metres. The grid has a street every 200 m, but for the river, which takes the place of
// those between the embankments, and the railway, which no street crosses but by the underpass.
const (
	blockM              = 200
	westM, eastM        = -3400, 3400 // outermost streets
	southM, northM      = -2600, 2500
	extentX             = 3500 // the data reaches as far west and east
	extentN, extentS    = 2700, -5200
	southBank, northBk  = 800, 1100 // embankment streets
	riverFrom, riverTo  = 880, 1020
	railX               = 1300
	underpassY          = -600
	fieldEast, fieldTop = -2800, 1000 // no streets west of the one and north of the other
	bendM               = 15          // how far a junction may lie from the grid
)

// The two bridges, by their x.
var bridges = [...]int{-1000, 2000}

// spot is a place in the plan.
type spot struct{ x, y float64 }

// city is what is drawn, before it is written as files.
type city struct {
	rng    *rand.Rand
	frame  *geo.Frame
	osm    osmFile
	nodes  map[[2]int]int64 // junction by its place in the grid
	places map[[2]int]spot  // where it lies
	homes  []home
	goods  []good
}

// home is a building with residents.
type home struct {
	at     spot
	people float64
}

// good is a facility of the city's own lists.
type good struct {
	category, name, hours, kind string
	functions, floor            string // of a service station
	at                          spot
}

func newCity(seed uint64) *city {
	return &city{
		rng:    rand.New(rand.NewPCG(seed, 15)),
		frame:  geo.NewFrame(orb.Point{107.24, 34.36}),
		nodes:  map[[2]int]int64{},
		places: map[[2]int]spot{},
	}
}

func (c *city) e7(s spot) geo.E7 { return c.frame.E7(geo.XY{X: s.x, Y: s.y}) }

// bend is a number between -m and m.
func (c *city) bend(m float64) float64 { return (c.rng.Float64()*2 - 1) * m }

// rows are the y of the streets that run east.
func rows() []int {
	var out []int
	for y := southM; y <= southBank; y += blockM {
		out = append(out, y)
	}
	for y := northBk; y <= northM; y += blockM {
		out = append(out, y)
	}
	return out
}

// isStreet says whether there is a junction of the grid.
func isStreet(x, y int) bool { return x >= fieldEast || y <= fieldTop }

// inBox says whether s lies in a box, or within a margin of its sides.
func inBox(s spot, x0, y0, x1, y1, margin float64) bool {
	return s.x >= x0-margin && s.x <= x1+margin && s.y >= y0-margin && s.y <= y1+margin
}
