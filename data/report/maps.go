package report

import (
	"html/template"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// The sizes of pictures, in pixels; they are drawn as wide as the page.
const (
	cityWidth, cityHigh   = 960, 760
	smallWidth, smallHigh = 310, 300
	placeWidth, placeHigh = 960, 620
)

// signs stand in the areas, so that the map can be read without its colours.
var signs = map[indicators.Colour]string{indicators.Green: "✓", indicators.Yellow: "△", indicators.Red: "✗", indicators.Grey: "?"}

func (p *page) box() geo.Box {
	b := geo.EmptyBox()
	for i := range p.in.Result.Communities {
		b = b.Union(p.in.Result.Communities[i].Shape.Box())
	}
	return b
}

// ground draws water and, where asked, streets.
func (p *page) ground(c *canvas, streets bool) {
	if p.in.City == nil {
		return
	}
	for i := range p.in.City.Ground {
		switch g := &p.in.City.Ground[i]; g.Kind {
		case data.WaterA, data.Sea:
			if len(g.Shape) > 0 {
				c.area(g.Shape, "water", "")
			}
		}
	}
	c.lines("river", func(yield func([]geo.E7)) {
		for i := range p.in.City.Ground {
			if g := &p.in.City.Ground[i]; g.Kind == data.River && len(g.Line) > 1 {
				yield(g.Line)
			}
		}
	})
	if s := p.in.City.Streets; s != nil {
		c.lines("street", func(yield func([]geo.E7)) {
			for e := range s.From {
				if streets || s.Traits[e]&network.Main != 0 {
					yield(s.ShapeOf(uint32(e)))
				}
			}
		})
	}
}

// CityMap is the communities in their colours, with signs.
func (p *page) CityMap() template.HTML {
	c := newCanvas(p.box(), cityWidth, cityHigh)
	for i := range p.in.Result.Communities {
		com := &p.in.Result.Communities[i]
		colour := p.colour(com.ID)
		c.area(com.Shape, "c-"+string(colour), com.ID+" "+com.Name+": "+p.T(colourWord(colour)))
	}
	p.ground(c, false)
	for i := range p.in.Result.Communities {
		com := &p.in.Result.Communities[i]
		c.area(com.Shape, "border", "")
	}
	for i := range p.in.Result.Communities {
		com := &p.in.Result.Communities[i]
		if b := com.Shape.Box(); float64(b.Max.Lat-b.Min.Lat)*c.scale > 14 {
			c.text(middle(com.Shape), "sign", signs[p.colour(com.ID)])
		}
	}
	c.scaleBar()
	return c.done(p.T(indicators.Text{Zh: "各社区的颜色", En: "The communities in their colours"}))
}

// middle is the middle of the area's box where that lies in it, else a place inside.
func middle(m geo.MultiPolygon) geo.E7 {
	b := m.Box()
	mid := geo.E7{Lon: b.Min.Lon + (b.Max.Lon-b.Min.Lon)/2, Lat: b.Min.Lat + (b.Max.Lat-b.Min.Lat)/2}
	if m.Contains(mid) {
		return mid
	}
	return m.Inside()
}

// GapMap is where one criterion does not hold, by cause.
func (p *page) GapMap(criterion string) template.HTML {
	c := newCanvas(p.box(), smallWidth, smallHigh)
	for i := range p.in.Result.Communities {
		c.area(p.in.Result.Communities[i].Shape, "land", "")
	}
	for i := range p.in.Result.Results {
		if r := &p.in.Result.Results[i]; r.Criterion == criterion {
			for n := range r.Pieces {
				if g := &r.Pieces[n]; g.Cause != indicators.Covered && len(g.Shape) > 0 {
					c.area(g.Shape, "gap "+causeClass(g.Cause), "")
				}
			}
		}
	}
	for i := range p.in.Result.Communities {
		c.area(p.in.Result.Communities[i].Shape, "thin", "")
	}
	c.scaleBar()
	return c.done(criterion)
}

// causeClass tells gaps apart that cannot be judged.
func causeClass(c indicators.Cause) string {
	if c.Undecided() {
		return "unsure"
	}
	return "sure"
}

// PlaceMap is one community with its streets and the gaps of one criterion; the place of its least mend is marked.
func (p *page) PlaceMap(criterion string) template.HTML {
	com := p.community
	c := newCanvas(com.Shape.Box(), placeWidth, placeHigh)
	c.area(com.Shape, "land", "")
	p.ground(c, true)
	for i := range p.in.Result.Results {
		r := &p.in.Result.Results[i]
		if r.Community != com.ID || r.Criterion != criterion {
			continue
		}
		for n := range r.Pieces {
			if g := &r.Pieces[n]; g.Cause != indicators.Covered && len(g.Shape) > 0 {
				c.area(g.Shape, "gap "+causeClass(g.Cause), p.T(causeWord(g.Cause)))
			}
		}
	}
	c.area(com.Shape, "border", "")
	_, _, k := p.in.Result.Run.Standard.Criterion(criterion)
	if p.in.City != nil && k != nil && !k.Restricted {
		box := c.seen()
		for i := range p.in.City.Facilities {
			if f := &p.in.City.Facilities[i]; contains(k.Categories, f.Category) && box.Contains(f.At) {
				c.dot(f.At, "facility", f.Name, 5)
			}
		}
	}
	if it := p.item(com.ID + "/" + criterion); it != nil && it.Mend != nil && it.Mend.At != nil {
		if at, ok := geo.ToE7(*it.Mend.At); ok {
			c.dot(at, "mend", p.T(it.MendText("")), 8)
		}
	}
	c.scaleBar()
	return c.done(com.ID + " " + criterion)
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
