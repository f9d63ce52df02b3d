package legend

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Shape is what a style draws.
type Shape int

// The three shapes.
const (
	Area Shape = iota
	Line
	Point
)

// QML is the legend as a style of QGIS (3.16 and later): one symbol for each class, and the label field written on the features.
func (l Legend) QML(shape Shape, chinese bool) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>` + "\n" + `<qgis version="3.16" styleCategories="Symbology|Labeling">` + "\n")
	word := func(c Class) string {
		if chinese {
			return c.Label.Zh
		}
		return c.Label.En
	}
	if l.Field == "" {
		b.WriteString(`<renderer-v2 type="singleSymbol" symbollevels="0"><symbols>` + symbol(0, l.Classes[0], shape) + "</symbols></renderer-v2>\n")
	} else {
		fmt.Fprintf(&b, `<renderer-v2 type="categorizedSymbol" attr="%s" symbollevels="0"><categories>`, escaped(l.Field))
		for i, c := range l.Classes {
			fmt.Fprintf(&b, `<category symbol="%d" value="%s" label="%s" render="true"/>`, i, escaped(c.Value), escaped(word(c)))
		}
		b.WriteString("</categories><symbols>")
		for i, c := range l.Classes {
			b.WriteString(symbol(i, c, shape))
		}
		b.WriteString("</symbols></renderer-v2>\n")
	}
	if l.Label != "" {
		fmt.Fprintf(&b, `<labeling type="simple"><settings calloutType="simple"><text-style fieldName="%s" fontSize="9" fontFamily="Noto Sans CJK SC" textColor="29,35,41,255" isExpression="0">`+
			`<text-buffer bufferDraw="1" bufferSize="0.8" bufferColor="255,255,255,255"/></text-style><placement placement="%d"/><rendering scaleVisibility="1" scaleMin="0" scaleMax="60000"/></settings></labeling>`+"\n",
			escaped(l.Label), map[Shape]int{Area: 1, Line: 2, Point: 0}[shape])
	}
	b.WriteString("</qgis>\n")
	return b.String()
}

// symbol is one class as QGIS draws it.
func symbol(i int, c Class, shape Shape) string {
	kind, layer := "fill", fmt.Sprintf(`<layer class="SimpleFill" enabled="1" pass="0" locked="0"><prop k="color" v="%s"/><prop k="style" v="solid"/><prop k="outline_color" v="%s"/>`+
		`<prop k="outline_style" v="solid"/><prop k="outline_width" v="0.26"/><prop k="outline_width_unit" v="MM"/></layer>`, channels(c.Fill, c.Opacity), channels(c.Line, 1))
	switch shape {
	case Line:
		kind, layer = "line", fmt.Sprintf(`<layer class="SimpleLine" enabled="1" pass="0" locked="0"><prop k="line_color" v="%s"/><prop k="line_width" v="0.4"/><prop k="line_width_unit" v="MM"/></layer>`, channels(c.Line, 1))
	case Point:
		kind, layer = "marker", fmt.Sprintf(`<layer class="SimpleMarker" enabled="1" pass="0" locked="0"><prop k="name" v="circle"/><prop k="color" v="%s"/><prop k="outline_color" v="255,255,255,255"/>`+
			`<prop k="size" v="2.4"/><prop k="size_unit" v="MM"/></layer>`, channels(c.Fill, 1))
	}
	return fmt.Sprintf(`<symbol name="%d" type="%s" alpha="1" clip_to_extent="1" force_rhr="0">%s</symbol>`, i, kind, layer)
}

// channels is #RRGGBB as "r,g,b,a".
func channels(hex string, opacity float64) string {
	r, g, b := RGB(hex)
	return fmt.Sprintf("%d,%d,%d,%d", r, g, b, int(opacity*255+0.5))
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // into memory
	return b.String()
}
