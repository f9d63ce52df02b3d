package demo

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"

	"circle15/geo"
)

// tag is a key and its value, in the order in which they are written.
type tag [2]string

// osmFile collects the elements of an OSM XML file (https://wiki.openstreetmap.org/wiki/OSM_XML).
type osmFile struct {
	nodes, ways, relations bytes.Buffer
	lastNode, lastWay, rel int64
}

func (o *osmFile) node(at geo.E7, tags ...tag) int64 {
	o.lastNode++
	fmt.Fprintf(&o.nodes, `<node id="%d" lat="%s" lon="%s"`, o.lastNode, degrees(at.Lat), degrees(at.Lon))
	if len(tags) == 0 {
		o.nodes.WriteString("/>\n")
		return o.lastNode
	}
	o.nodes.WriteString(">")
	writeTags(&o.nodes, tags)
	o.nodes.WriteString("</node>\n")
	return o.lastNode
}

func degrees(v int32) string { return strconv.FormatFloat(float64(v)/geo.UnitsPerDegree, 'f', 7, 64) }

func (o *osmFile) way(nodes []int64, tags ...tag) int64 {
	o.lastWay++
	fmt.Fprintf(&o.ways, `<way id="%d">`, o.lastWay)
	for _, n := range nodes {
		fmt.Fprintf(&o.ways, `<nd ref="%d"/>`, n)
	}
	writeTags(&o.ways, tags)
	o.ways.WriteString("</way>\n")
	return o.lastWay
}

// member of a relation: its type, id and role.
type member struct {
	kind string
	ref  int64
	role string
}

func (o *osmFile) relation(members []member, tags ...tag) int64 {
	o.rel++
	fmt.Fprintf(&o.relations, `<relation id="%d">`, o.rel)
	for _, m := range members {
		fmt.Fprintf(&o.relations, `<member type="%s" ref="%d" role="%s"/>`, m.kind, m.ref, m.role)
	}
	writeTags(&o.relations, tags)
	o.relations.WriteString("</relation>\n")
	return o.rel
}

func writeTags(b *bytes.Buffer, tags []tag) {
	for _, t := range tags {
		fmt.Fprintf(b, `<tag k="%s" v="`, t[0])
		xml.EscapeText(b, []byte(t[1])) // a bytes.Buffer gives no error
		b.WriteString(`"/>`)
	}
}

// bytes is the whole file; from and to are its corners.
func (o *osmFile) bytes(from, to geo.E7) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	fmt.Fprintf(&b, "<osm version=\"0.6\" generator=\"circle15 demo: invented data, CC0\" timestamp=\"%sT00:00:00Z\">\n", dataDate)
	fmt.Fprintf(&b, "<bounds minlat=\"%s\" minlon=\"%s\" maxlat=\"%s\" maxlon=\"%s\"/>\n", degrees(from.Lat), degrees(from.Lon), degrees(to.Lat), degrees(to.Lon))
	b.Write(o.nodes.Bytes())
	b.Write(o.ways.Bytes())
	b.Write(o.relations.Bytes())
	b.WriteString("</osm>\n")
	return b.Bytes()
}
