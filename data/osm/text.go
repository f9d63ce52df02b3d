package osm

import (
	"strconv"

	"circle15/geo"
)

// placeText is a place as people write it: "28.1000000, -15.4000000".
func placeText(p geo.E7) string {
	at := p.Point()
	return strconv.FormatFloat(at[1], 'f', 7, 64) + ", " + strconv.FormatFloat(at[0], 'f', 7, 64)
}
