package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"circle15/geo"
)

// canvas draws places as SVG: plate carrée with the longitudes narrowed at the middle, which at the size of a city is true to a thousandth.
type canvas struct {
	box           geo.Box
	width, height float64
	scale, narrow float64 // pixels per 1e-7 degree of latitude; cosine of the middle latitude
	b             strings.Builder
}

// finestPx is the least distance between two places of an outline that are both drawn.
const finestPx = 0.6

// barHeight is the room below the picture, in pixels, for the bar of the scale.
const barHeight = 22

// newCanvas is a canvas so wide, as high as the box needs up to a limit, with a margin of 2 %.
func newCanvas(box geo.Box, width, mostHigh float64) *canvas {
	narrow := math.Cos((box.Min.Point()[1] + box.Max.Point()[1]) / 2 * math.Pi / 180)
	w := float64(box.Max.Lon-box.Min.Lon) * narrow
	h := float64(box.Max.Lat - box.Min.Lat)
	c := &canvas{box: box, narrow: narrow, width: width}
	c.scale = min(0.96*width/max(w, 1), 0.96*mostHigh/max(h, 1))
	c.height = math.Ceil(h*c.scale/0.96) + barHeight
	return c
}

// at is where a place lies on the canvas, in pixels from its upper left.
func (c *canvas) at(p geo.E7) (x, y float64) {
	left := (c.width - float64(c.box.Max.Lon-c.box.Min.Lon)*c.narrow*c.scale) / 2
	top := (c.height - barHeight - float64(c.box.Max.Lat-c.box.Min.Lat)*c.scale) / 2
	return left + float64(p.Lon-c.box.Min.Lon)*c.narrow*c.scale, top + float64(c.box.Max.Lat-p.Lat)*c.scale
}

// line appends the places of a line or ring, without those too near to the one before.
func (c *canvas) line(places []geo.E7, closed bool) {
	lastX, lastY := math.Inf(1), math.Inf(1)
	op := byte('M')
	for i, p := range places {
		x, y := c.at(p)
		if math.Hypot(x-lastX, y-lastY) < finestPx && i != len(places)-1 {
			continue
		}
		fmt.Fprintf(&c.b, "%c%.1f %.1f", op, x, y)
		op, lastX, lastY = 'L', x, y
	}
	if closed {
		c.b.WriteByte('Z')
	}
}

// area draws an area of a class, with a title that shows when the mouse rests on it.
func (c *canvas) area(m geo.MultiPolygon, class, title string) {
	if !m.Box().Intersects(c.seen()) {
		return
	}
	fmt.Fprintf(&c.b, `<path class="%s" d="`, class)
	for _, p := range m {
		for _, r := range p {
			c.line(r, true)
		}
	}
	if title == "" {
		c.b.WriteString(`"/>`)
		return
	}
	fmt.Fprintf(&c.b, `"><title>%s</title></path>`, template.HTMLEscapeString(title))
}

// seen is the box with what the margin shows around it.
func (c *canvas) seen() geo.Box {
	dx, dy := (c.box.Max.Lon-c.box.Min.Lon)/10, (c.box.Max.Lat-c.box.Min.Lat)/10
	return geo.Box{Min: geo.E7{Lon: c.box.Min.Lon - dx, Lat: c.box.Min.Lat - dy}, Max: geo.E7{Lon: c.box.Max.Lon + dx, Lat: c.box.Max.Lat + dy}}
}

// lines draws several lines of one class as one path.
func (c *canvas) lines(class string, each func(yield func([]geo.E7))) {
	fmt.Fprintf(&c.b, `<path class="%s" d="`, class)
	seen := c.seen()
	each(func(l []geo.E7) {
		if geo.Ring(l).Box().Intersects(seen) {
			c.line(l, false)
		}
	})
	c.b.WriteString(`"/>`)
}

// text writes centred at a place.
func (c *canvas) text(p geo.E7, class, s string) {
	x, y := c.at(p)
	fmt.Fprintf(&c.b, `<text class="%s" x="%.1f" y="%.1f">%s</text>`, class, x, y, template.HTMLEscapeString(s))
}

// dot draws a mark with a title.
func (c *canvas) dot(p geo.E7, class, title string, radius float64) {
	x, y := c.at(p)
	fmt.Fprintf(&c.b, `<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"><title>%s</title></circle>`, class, x, y, radius, template.HTMLEscapeString(title))
}

// scaleBar draws a bar of a round length at the lower left.
func (c *canvas) scaleBar() {
	const metresPerUnit = 0.01113
	perPx := metresPerUnit / c.scale
	length := math.Pow(10, math.Floor(math.Log10(perPx*c.width/4)))
	for _, f := range []float64{5, 2} {
		if length*f <= perPx*c.width/4 {
			length *= f
			break
		}
	}
	label := fmt.Sprintf("%.0f m", length)
	if length >= 1000 {
		label = fmt.Sprintf("%.0f km", length/1000)
	}
	y := c.height - 8
	fmt.Fprintf(&c.b, `<path class="bar" d="M8 %.1fv4h%.1fv-4"/><text class="barlabel" x="%.1f" y="%.1f">%s</text>`, y-4, length/perPx, 14+length/perPx, y+2, label)
}

// done is the picture; what it shows is said for those who do not see it.
func (c *canvas) done(label string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">%s</svg>`, c.width, c.height, template.HTMLEscapeString(label), c.b.String()))
}
