package osm

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/geo"
)

// readXML decodes a .osm file into e. Elements that are marked as deleted are passed over.
func readXML(ctx context.Context, r io.Reader, size int64, e *extract, f *data.Findings, p data.Progress) error {
	d := xmlDecoder{e: e, f: f, x: xml.NewDecoder(r)}
	d.x.Strict = true
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			p.Tell("read", d.x.InputOffset(), size)
		}
		t, err := d.x.RawToken()
		if err == io.EOF {
			if d.depth > 0 || !d.root {
				return d.fault("the file is cut off: its elements are not closed", nil)
			}
			return nil
		}
		if err == nil {
			err = d.token(t)
		}
		if err != nil {
			var own *fault
			if errors.As(err, &own) {
				return err
			}
			return d.fault("is not well-formed XML", err)
		}
	}
}

// xmlDecoder holds the element being read.
type xmlDecoder struct {
	e     *extract
	f     *data.Findings
	x     *xml.Decoder
	depth int
	root  bool // <osm> has been seen

	current  string // node, way, relation or empty
	id       int64
	at       geo.E7
	skip     bool // deleted, or damaged
	tagStart int
	refStart int
	memStart int
}

func (d *xmlDecoder) fault(what string, err error) *fault {
	line, _ := d.x.InputPos()
	return &fault{where: "line " + strconv.Itoa(line), what: what, err: err}
}

func (d *xmlDecoder) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return d.fault("has a document type declaration, which an .osm file does not need and which is not read", nil)
	case xml.StartElement:
		d.depth++
		return d.start(t.Name.Local, attributes(t.Attr))
	case xml.EndElement:
		if d.depth--; d.depth < 0 {
			return d.fault("closes an element that was not opened", nil)
		}
		if d.depth == 1 {
			d.end()
		}
	}
	return nil
}

type attributes []xml.Attr

func (a attributes) get(name string) string {
	for i := range a {
		if a[i].Name.Local == name {
			return a[i].Value
		}
	}
	return ""
}

func (d *xmlDecoder) start(name string, a attributes) error {
	if d.depth == 1 {
		if name == "osmChange" {
			return d.fault("is a list of changes (.osc): a layer keeps streets and facilities, not the nodes and tags that changes name; apply it to the extract with osmium apply-changes, and import that", nil)
		}
		if name != "osm" {
			return d.fault(fmt.Sprintf("begins with <%s>, not with <osm>", name), nil)
		}
		d.root = true
		d.e.program = a.get("generator")
		return nil
	}
	switch {
	case d.depth == 2 && name == "bounds":
		d.bounds(a)
	case d.depth == 2 && (name == "node" || name == "way" || name == "relation"):
		return d.element(name, a)
	case d.depth == 3 && d.current != "" && name == "tag":
		d.tag(a)
	case d.depth == 3 && d.current == "way" && name == "nd":
		ref, err := strconv.ParseInt(a.get("ref"), 10, 64)
		if err != nil {
			return d.fault(fmt.Sprintf("way %d: ref=%q is not a number", d.id, a.get("ref")), nil)
		}
		d.e.refs = append(d.e.refs, ref)
	case d.depth == 3 && d.current == "relation" && name == "member":
		return d.member(a)
	}
	return nil
}

func (d *xmlDecoder) bounds(a attributes) {
	lo, okLo := parsePlace(a.get("minlon"), a.get("minlat"))
	hi, okHi := parsePlace(a.get("maxlon"), a.get("maxlat"))
	if okLo && okHi && lo.Lon < hi.Lon && lo.Lat < hi.Lat {
		d.e.bounds = geo.Box{Min: lo, Max: hi}
	}
}

func parsePlace(lon, lat string) (geo.E7, bool) {
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if errX != nil || errY != nil {
		return geo.E7{Lon: math.MinInt32}, false
	}
	return geo.ToE7(orb.Point{x, y})
}

func (d *xmlDecoder) element(name string, a attributes) error {
	id, err := strconv.ParseInt(a.get("id"), 10, 64)
	if err != nil {
		return d.fault(fmt.Sprintf("%s: id=%q is not a number", name, a.get("id")), nil)
	}
	d.current, d.id = name, id
	d.skip = a.get("action") == "delete" || a.get("visible") == "false"
	d.tagStart, d.refStart, d.memStart = len(d.e.tags), len(d.e.refs), len(d.e.members)
	if s := a.get("timestamp"); s != "" && d.e.date == "" {
		if when, err := time.Parse(time.RFC3339, s); err == nil {
			d.e.newest = max(d.e.newest, when.Unix())
		}
	}
	if name != "node" || d.skip {
		return nil
	}
	at, ok := parsePlace(a.get("lon"), a.get("lat"))
	if !ok {
		d.skip = true
		d.f.Add(data.Finding{
			Severity: data.Failure, Code: "place_not_on_earth", Feature: idOf(nodeKind, id), Field: "lon lat",
			Value: a.get("lon") + " " + a.get("lat"), Message: "is not a longitude and latitude; the node was left out",
			Advice: "correct the node, or write the extract anew",
		})
	}
	d.at = at
	return nil
}

func (d *xmlDecoder) tag(a attributes) {
	if k := a.get("k"); d.e.keep[k] {
		d.e.tags = append(d.e.tags, tag{d.e.intern([]byte(k)), d.e.intern([]byte(a.get("v")))})
	}
}

func (d *xmlDecoder) member(a attributes) error {
	ref, err := strconv.ParseInt(a.get("ref"), 10, 64)
	if err != nil {
		return d.fault(fmt.Sprintf("relation %d: ref=%q is not a number", d.id, a.get("ref")), nil)
	}
	m := member{element{nodeKind, ref}, d.e.intern([]byte(a.get("role")))}
	switch t := a.get("type"); t {
	case "node":
	case "way":
		m.kind = wayKind
	case "relation":
		m.kind = relationKind
	default:
		return d.fault(fmt.Sprintf("relation %d: a member is of type %q; known are node, way, relation", d.id, t), nil)
	}
	d.e.members = append(d.e.members, m)
	return nil
}

// end adds the element that has been read.
func (d *xmlDecoder) end() {
	e := d.e
	switch {
	case d.current == "":
	case d.skip:
		e.tags, e.refs, e.members = e.tags[:d.tagStart], e.refs[:d.refStart], e.members[:d.memStart]
	case d.current == "node":
		e.addNode(d.id, d.at)
		if len(e.tags) > d.tagStart {
			e.addTagged(d.id, e.tagSpan(d.tagStart))
		}
	case d.current == "way":
		e.ways = append(e.ways, way{d.id, e.tagSpan(d.tagStart), span{uint32(d.refStart), uint32(len(e.refs))}})
	default:
		e.rels = append(e.rels, relation{d.id, e.tagSpan(d.tagStart), span{uint32(d.memStart), uint32(len(e.members))}})
	}
	d.current = ""
}
