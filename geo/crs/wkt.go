package crs

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"circle15/geo"
)

// WKTError: a description of a reference system says one that is not read.
type WKTError struct{ Name, What string }

// Error names the system.
func (e *WKTError) Error() string {
	return fmt.Sprintf("the reference system %q %s", e.Name, e.What)
}

// maxWKT is more than any description of one system has.
const maxWKT = 64 << 10

// FromWKT reads the description of a system as a .prj file has it, in the words of Esri, OGC 01-009 or ISO 19162. WGS 84 and
// CGCS2000 are read, as degrees, in transverse Mercator zones or in Web Mercator. Beijing 1954, Xian 1980 and others give a *WKTError: their
// shift to WGS 84 is not public or depends on the city.
func FromWKT(text string) (System, error) {
	if len(text) > maxWKT {
		return System{}, &WKTError{"", "is described in more text than any has"}
	}
	root, ok := parseWKT(text)
	if !ok {
		return System{}, &WKTError{firstWords(text), "is not described as a .prj file should"}
	}
	name := root.text
	datum := plainWords(root.find("DATUM", "ENSEMBLE", "TRF", "GEODETICDATUM").text)
	geographicName := plainWords(root.find("GEOGCS", "GEOGCRS", "GEODCRS", "BASEGEOGCRS", "BASEGEODCRS").text)
	var wgs bool
	switch {
	case strings.Contains(datum, "china2000"), strings.Contains(geographicName, "china"), strings.Contains(datum, "cgcs2000"), strings.Contains(geographicName, "cgcs2000"):
	case strings.Contains(datum, "wgs1984"), strings.Contains(datum, "wgs84"), strings.Contains(datum, "worldgeodeticsystem1984"), strings.Contains(geographicName, "wgs84"):
		wgs = true
	default:
		return System{}, &WKTError{name, "has another datum than WGS 84 and CGCS2000: transform it to one of them first, for example with ogr2ogr -t_srs EPSG:4326"}
	}
	if projected := root.kind == "PROJCS" || root.kind == "PROJCRS"; !projected {
		code := 4490
		if wgs {
			code = 4326
		}
		s, err := EPSG(code)
		s.NorthFirst = false
		return s, err
	}
	return projectedSystem(root, name, wgs)
}

func projectedSystem(root wktNode, name string, wgs bool) (System, error) {
	method := plainWords(root.find("PROJECTION", "METHOD").text)
	if strings.Contains(method, "mercatorauxiliarysphere") || strings.Contains(method, "popularvisualisation") ||
		strings.Contains(plainWords(name), "pseudomercator") || strings.Contains(plainWords(name), "webmercator") {
		return EPSG(3857)
	}
	if method != "transversemercator" && method != "gausskruger" {
		return System{}, &WKTError{name, fmt.Sprintf("uses the projection %q, which is not read: transform it to EPSG:4326 first", root.find("PROJECTION", "METHOD").text)}
	}
	if unit := root.unit(); unit != 1 {
		return System{}, &WKTError{name, "is not in metres: transform it to EPSG:4326 first"}
	}
	p := root.parameters()
	tm := geo.Transverse{MeridianDeg: p.first(math.NaN(), "centralmeridian", "longitudeofnaturalorigin", "longitudeoforigin"), Scale: p.first(1, "scalefactor", "scalefactoratnaturalorigin"),
		EastM: p.first(0, "falseeasting"), NorthM: p.first(0, "falsenorthing"), CGCS2000: !wgs}
	if math.IsNaN(tm.MeridianDeg) || tm.Scale <= 0 || p.first(0, "latitudeoforigin", "latitudeofnaturalorigin") != 0 {
		return System{}, &WKTError{name, "lacks its central meridian, or does not begin at the equator"}
	}
	for _, code := range knownZones() {
		if s, err := EPSG(code); err == nil && s.tm == tm {
			return s, nil
		}
	}
	return System{Name: name, kind: transverse, tm: tm}, nil
}

// knownZones are the codes of all zones, those of 3 degrees first: where 3 and 6 degrees mean the same numbers either will do.
func knownZones() []int {
	var out []int
	for _, r := range [][2]int{{4513, 4554}, {4491, 4512}, {32601, 32660}, {32701, 32760}} {
		for c := r[0]; c <= r[1]; c++ {
			out = append(out, c)
		}
	}
	return out
}

// WKT describes the system in Esri's words, as desktops of all ages read them in a .prj file.
func (s System) WKT() string {
	geog := `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	if s.Code == 4490 || s.tm.CGCS2000 {
		geog = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	}
	switch s.kind {
	case webMercator:
		return `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + geog + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],` +
			`PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`
	case transverse:
		method := "Gauss_Kruger"
		if !s.tm.CGCS2000 {
			method = "Transverse_Mercator"
		}
		real := func(v float64) string {
			t := strconv.FormatFloat(v, 'f', -1, 64)
			if !strings.Contains(t, ".") {
				t += ".0"
			}
			return t
		}
		return fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["%s"],PARAMETER["False_Easting",%s],PARAMETER["False_Northing",%s],PARAMETER["Central_Meridian",%s],`+
			`PARAMETER["Scale_Factor",%s],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`,
			s.esriName(), geog, method, real(s.tm.EastM), real(s.tm.NorthM), real(s.tm.MeridianDeg), real(s.tm.Scale))
	}
	return geog
}

// esriName is the system's name as Esri's list has it.
func (s System) esriName() string {
	name := strings.NewReplacer("CGCS2000 / 3-degree Gauss-Kruger", "CGCS2000_3_Degree_GK", "CGCS2000 / Gauss-Kruger", "CGCS2000_GK",
		"WGS 84 / UTM zone", "WGS_1984_UTM_Zone", "zone", "Zone").Replace(s.Name)
	return strings.ReplaceAll(name, " ", "_")
}

// wktNode is KIND["text", number, NODE[…], …].
type wktNode struct {
	kind, text string
	numbers    []float64
	nodes      []wktNode
}

// find is the first node of one of the kinds, from the top down; an empty one if there is none.
func (n wktNode) find(kinds ...string) wktNode {
	if slices.Contains(kinds, n.kind) {
		return n
	}
	for _, c := range n.nodes {
		if f := c.find(kinds...); f.kind != "" {
			return f
		}
	}
	return wktNode{}
}

// unit is the metres of the projection's own unit: the last one at its top, or in its axes; 1 if none is given.
func (n wktNode) unit() float64 {
	for _, c := range n.nodes {
		if (c.kind == "UNIT" || c.kind == "LENGTHUNIT") && len(c.numbers) > 0 {
			return c.numbers[0]
		}
	}
	return 1
}

type wktParameters map[string]float64

func (n wktNode) parameters() wktParameters {
	out := wktParameters{}
	var walk func(wktNode)
	walk = func(c wktNode) {
		if c.kind == "PARAMETER" && len(c.numbers) > 0 {
			out[plainWords(c.text)] = c.numbers[0]
		}
		for _, k := range c.nodes {
			walk(k)
		}
	}
	walk(n)
	return out
}

// first is the first parameter of these names that is there.
func (p wktParameters) first(fallback float64, names ...string) float64 {
	for _, n := range names {
		if v, ok := p[n]; ok {
			return v
		}
	}
	return fallback
}

// plainWords is a name without case, spaces and signs, so that the three ways of writing agree.
func plainWords(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

func firstWords(s string) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return strings.TrimSpace(s)
}

// parseWKT reads one node with all that is in it, at most 32 deep.
func parseWKT(text string) (wktNode, bool) {
	p := wktParser{rest: strings.TrimPrefix(text, "\ufeff")}
	n, ok := p.node(0)
	return n, ok
}

type wktParser struct{ rest string }

func (p *wktParser) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n\x00") }

func (p *wktParser) node(depth int) (wktNode, bool) {
	p.space()
	open := strings.IndexAny(p.rest, "[(")
	if open <= 0 || depth > 32 {
		return wktNode{}, false
	}
	n := wktNode{kind: strings.ToUpper(strings.TrimSpace(p.rest[:open]))}
	if strings.ContainsAny(n.kind, `",])`) {
		return n, false
	}
	p.rest = p.rest[open+1:]
	for {
		if !p.value(&n, depth) {
			return n, false
		}
		p.space()
		if p.rest == "" {
			return n, false
		}
		sign := p.rest[0]
		p.rest = p.rest[1:]
		if sign == ']' || sign == ')' {
			return n, true
		}
		if sign != ',' {
			return n, false
		}
	}
}

// value reads a quoted text, a number, a word or a node.
func (p *wktParser) value(n *wktNode, depth int) bool {
	p.space()
	if strings.HasPrefix(p.rest, `"`) {
		end := strings.IndexByte(p.rest[1:], '"')
		if end < 0 {
			return false
		}
		if n.text == "" {
			n.text = p.rest[1 : 1+end]
		}
		p.rest = p.rest[end+2:]
		return true
	}
	end := strings.IndexAny(p.rest, ",[]()")
	if end < 0 {
		return false
	}
	if p.rest[end] == '[' || p.rest[end] == '(' {
		c, ok := p.node(depth + 1)
		n.nodes = append(n.nodes, c)
		return ok
	}
	if v, err := strconv.ParseFloat(strings.TrimSpace(p.rest[:end]), 64); err == nil {
		n.numbers = append(n.numbers, v)
	}
	p.rest = p.rest[end:]
	return true
}
