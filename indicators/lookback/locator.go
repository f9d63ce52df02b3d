package lookback

import (
	"circle15/geo"
	"circle15/geo/index"
	"circle15/indicators"
)

// locator finds the community in which a place lies: of several that overlap, the one with the lowest id, as residents do.
type locator struct {
	communities []indicators.Community
	boxes       index.Boxes
}

func newLocator(communities []indicators.Community) *locator {
	l := &locator{communities: communities}
	for i := range communities {
		l.boxes.InsertBox(communities[i].Shape.Box(), i)
	}
	return l
}

// of is the id and name of the community; empty when the place lies in none.
func (l *locator) of(p geo.E7) (id, name string) {
	l.boxes.SearchBox(geo.Box{Min: p, Max: p}, func(i int) bool {
		c := &l.communities[i]
		if (id == "" || c.ID < id) && c.Shape.Contains(p) {
			id, name = c.ID, c.Name
		}
		return true
	})
	return id, name
}
