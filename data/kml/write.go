package kml

import (
	"archive/zip"
	"fmt"
	"image/color"
	"io"
	"strconv"

	"github.com/twpayne/go-kml/v3"

	"circle15/data"
	"circle15/data/archive"
	"circle15/data/legend"
	"circle15/geo"
)

// WriteOptions of Write.
type WriteOptions struct {
	Title   string // of the document
	Note    string // sources, licences, the run
	Legend  legend.Legend
	Groups  map[string]string // titles of the folders, by the value of the legend's group; a value without one stands for itself
	Chinese bool              // words of the legend
	// Zipped writes a KMZ.
	Zipped bool
}

// Write writes a KML document with a folder for each value of the legend's group, and a style for each of its classes. All fields stand in the
// ExtendedData under their names, typed by a schema; what a field means is its display name.
func Write(w io.Writer, fields []data.Field, features []data.Feature, opt WriteOptions) error {
	doc := document(fields, features, opt)
	if !opt.Zipped {
		return doc.WriteIndent(w, "", " ")
	}
	z := zip.NewWriter(w)
	f, err := archive.Create(z, "doc.kml")
	if err != nil {
		return err
	}
	if err := doc.WriteIndent(f, "", " "); err != nil {
		return fmt.Errorf("write doc.kml: %w", err)
	}
	return z.Close()
}

// schemaID is the name of the only schema.
const schemaID = "fields"

func document(fields []data.Field, features []data.Feature, opt WriteOptions) *kml.KMLElement {
	column := map[string]int{}
	for i, f := range fields {
		column[f.Name] = i
	}
	m := maker{fields: fields, opt: opt, column: column}
	children := []kml.Element{kml.Name(opt.Title), kml.Open(true)}
	if opt.Note != "" {
		children = append(children, kml.Description(opt.Note))
	}
	for i, c := range opt.Legend.Classes {
		children = append(children, style(i, c))
	}
	children = append(children, m.schema())
	group, grouped := column[opt.Legend.Group]
	if !grouped || opt.Legend.Group == "" {
		for i := range features {
			children = append(children, m.placemark(&features[i]))
		}
		return kml.KML(kml.Document(children...))
	}
	var order []string
	folders := map[string][]kml.Element{}
	for i := range features {
		g := text(features[i].Values[group])
		if folders[g] == nil {
			order = append(order, g)
		}
		folders[g] = append(folders[g], m.placemark(&features[i]))
	}
	for _, g := range order {
		title := opt.Groups[g]
		if title == "" {
			title = g
		}
		children = append(children, kml.Folder(append([]kml.Element{kml.Name(title)}, folders[g]...)...))
	}
	return kml.KML(kml.Document(children...))
}

type maker struct {
	fields []data.Field
	opt    WriteOptions
	column map[string]int
}

func styleID(i int) string { return "class" + strconv.Itoa(i) }

// style is a class of the legend. Colours of KML are alpha, blue, green, red, which the library sees to.
func style(i int, c legend.Class) kml.Element {
	return kml.SharedStyle(styleID(i),
		kml.LineStyle(kml.Color(rgba(c.Line, 1)), kml.Width(1)),
		kml.PolyStyle(kml.Color(rgba(c.Fill, c.Opacity))),
		kml.IconStyle(kml.Color(rgba(c.Fill, 1)), kml.Scale(0.7)),
		kml.LabelStyle(kml.Scale(0.8)),
	)
}

// straight is a colour whose parts are not multiplied by its opacity: KML writes them so, and the library takes what RGBA gives.
type straight struct{ r, g, b, a uint8 }

// RGBA is each part in 16 bits.
func (c straight) RGBA() (r, g, b, a uint32) {
	return uint32(c.r) * 0x101, uint32(c.g) * 0x101, uint32(c.b) * 0x101, uint32(c.a) * 0x101
}

// rgba reads #RRGGBB.
func rgba(hex string, opacity float64) color.Color {
	r, g, b := legend.RGB(hex)
	return straight{r, g, b, uint8(opacity*255 + 0.5)}
}

func (m *maker) schema() kml.Element {
	types := map[data.FieldType]string{data.TextField: "string", data.BoolField: "bool", data.IntField: "int", data.RealField: "double"}
	var fields []kml.Element
	for _, f := range m.fields {
		meaning := f.En
		if m.opt.Chinese {
			meaning = f.Zh
		}
		fields = append(fields, kml.SimpleField(f.Name, types[f.Type], kml.DisplayName(meaning)))
	}
	return kml.NamedSchema(schemaID, "circle15", fields...)
}

func (m *maker) placemark(f *data.Feature) kml.Element {
	name := f.ID
	if i, ok := m.column[m.opt.Legend.Label]; ok {
		if t := text(f.Values[i]); t != "" {
			name = t
		}
	}
	class, number := m.opt.Legend.Class("")
	if i, ok := m.column[m.opt.Legend.Field]; ok {
		class, number = m.opt.Legend.Class(text(f.Values[i]))
		if label := class.Label.En; !m.opt.Chinese && label != "" {
			name += " · " + label
		} else if m.opt.Chinese && class.Label.Zh != "" {
			name += "·" + class.Label.Zh
		}
	}
	var values []kml.Element
	for i, v := range f.Values {
		if v != nil {
			values = append(values, kml.SimpleData(m.fields[i].Name, text(v)))
		}
	}
	children := []kml.Element{kml.Name(name), kml.StyleURL("#" + styleID(number)), kml.ExtendedData(kml.SchemaData("#"+schemaID, values...))}
	if g := geometry(f); g != nil {
		children = append(children, g)
	}
	return kml.Placemark(children...)
}

// text is a value as KML writes it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool: // xs:boolean has 1 and 0 too, and GDAL reads "true" as 0
		if v {
			return "1"
		}
		return "0"
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// geometry lies on the ground; nil where the feature has none.
func geometry(f *data.Feature) kml.Element {
	switch {
	case f.Point != nil:
		return kml.Point(coordinates([]geo.E7{*f.Point}, false))
	case f.Lines != nil:
		var lines []kml.Element
		for _, l := range f.Lines {
			lines = append(lines, kml.LineString(kml.Tessellate(true), kml.AltitudeMode(kml.AltitudeModeClampToGround), coordinates(l, false)))
		}
		return kml.MultiGeometry(lines...)
	case len(f.Shape) == 0:
		return nil
	}
	var polygons []kml.Element
	for _, p := range f.Shape {
		children := []kml.Element{kml.Tessellate(true), kml.AltitudeMode(kml.AltitudeModeClampToGround)}
		for j, r := range p {
			ring := kml.LinearRing(coordinates(r, true))
			if j == 0 {
				children = append(children, kml.OuterBoundaryIs(ring))
			} else {
				children = append(children, kml.InnerBoundaryIs(ring))
			}
		}
		polygons = append(polygons, kml.Polygon(children...))
	}
	return kml.MultiGeometry(polygons...)
}

func coordinates(places []geo.E7, close bool) kml.Element {
	out := make([]float64, 0, 2*len(places)+2)
	add := func(p geo.E7) {
		d := p.Point()
		out = append(out, d[0], d[1])
	}
	for _, p := range places {
		add(p)
	}
	if close && len(places) > 0 {
		add(places[0])
	}
	return kml.CoordinatesFlat(out, 0, len(out), 2, 2)
}
