// Package index gives you a rectangle index: what lies in, or touches, a rectangle. It fences
// github.com/tidwall/rtree. Coordinates are whatever the caller uses, metres of one frame or E7
// units, as long as it is one of them.
package index

import (
	"github.com/tidwall/rtree"

	"circle15/geo"
)

// Boxes is an index of items by rectangle. The zero value is ready for use. It may be
// read by several goroutines once nothing is inserted any more.
type Boxes struct {
	tree rtree.RTreeGN[float64, int32]
}

// Insert adds an item with the rectangle from lo to hi.
func (b *Boxes) Insert(lo, hi geo.XY, item int) {
	b.tree.Insert([2]float64{lo.X, lo.Y}, [2]float64{hi.X, hi.Y}, int32(item))
}

// InsertBox adds an item with a rectangle of places.
func (b *Boxes) InsertBox(box geo.Box, item int) {
	b.tree.Insert([2]float64{float64(box.Min.Lon), float64(box.Min.Lat)}, [2]float64{float64(box.Max.Lon), float64(box.Max.Lat)}, int32(item))
}

// Search calls yield with the items whose rectangles touch the one from lo to hi, in no
// particular order, until it returns false.
func (b *Boxes) Search(lo, hi geo.XY, yield func(item int) bool) {
	b.tree.Search([2]float64{lo.X, lo.Y}, [2]float64{hi.X, hi.Y}, func(_, _ [2]float64, item int32) bool {
		return yield(int(item))
	})
}

// SearchBox is Search with a rectangle of places.
func (b *Boxes) SearchBox(box geo.Box, yield func(item int) bool) {
	b.Search(geo.XY{X: float64(box.Min.Lon), Y: float64(box.Min.Lat)}, geo.XY{X: float64(box.Max.Lon), Y: float64(box.Max.Lat)}, yield)
}

// Len is the number of items.
func (b *Boxes) Len() int { return b.tree.Len() }
