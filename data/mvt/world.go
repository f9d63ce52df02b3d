package mvt

import (
	"math"

	"circle15/geo"
)

// worldBits is the binary logarithm of the side of the world in units.
const worldBits = 31

// The extent of a tile, as most readers expect it, and what is drawn beyond its sides so that lines have no ends there.
const (
	extentBits = 12
	extent     = 1 << extentBits
	buffer     = 80 // 10 pixels of 512 to a tile: the widest line that styles draw
)

// MaxZoom is the largest zoom of tiles: a unit of a tile is 15 cm at the equator there. Clients enlarge these tiles beyond it.
const MaxZoom = 16

// spot is a place in the square of the world.
type spot struct{ x, y int32 }

// spotOf is where a place lies. Beyond 85.05 degrees of latitude it is the nearest place in the square.
func spotOf(p geo.E7) spot {
	const side = 1 << worldBits
	lon, lat := float64(p.Lon)/geo.UnitsPerDegree, float64(p.Lat)/geo.UnitsPerDegree
	x := (lon + 180) / 360 * side
	y := (0.5 - math.Asinh(math.Tan(lat*math.Pi/180))/(2*math.Pi)) * side
	return spot{clampSide(x), clampSide(y)}
}

func clampSide(v float64) int32 { return int32(min(max(math.Round(v), 0), 1<<worldBits-1)) }

// Tile is an address in the grid of Web Mercator: zoom, column from the west, row from the north.
type Tile struct {
	Z    uint8
	X, Y uint32
}

// Valid says whether the tile lies in the grid, up to MaxZoom.
func (t Tile) Valid() bool { return t.Z <= MaxZoom && t.X < 1<<t.Z && t.Y < 1<<t.Z }

// Over calls yield with the tiles of a zoom that touch the box, row by row, until it returns false.
func Over(b geo.Box, z uint8, yield func(Tile) bool) {
	if b.Empty() {
		return
	}
	nw, se := spotOf(geo.E7{Lon: b.Min.Lon, Lat: b.Max.Lat}), spotOf(geo.E7{Lon: b.Max.Lon, Lat: b.Min.Lat})
	shift := worldBits - z
	for y := uint32(nw.y) >> shift; y <= uint32(se.y)>>shift; y++ {
		for x := uint32(nw.x) >> shift; x <= uint32(se.x)>>shift; x++ {
			if !yield(Tile{z, x, y}) {
				return
			}
		}
	}
}

// toleranceAt is what may be left out at a zoom, in units of the world: half a pixel of 512 to a tile. At MaxZoom nothing is.
func toleranceAt(z int) float64 {
	const halfPixel = extent / 512 / 2
	return halfPixel * float64(int64(1)<<(worldBits-extentBits-z))
}
