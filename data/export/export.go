// Package export gives you layers of a run as files for desktop programs, in the format that the ending of the file's name says.
//
// [Formats] lists the formats; [Write] writes one. What the formats cannot say of themselves (sources, licences, the run, what columns mean)
// stands in them where each has a place for it.
package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/fgb"
	"circle15/data/geojson"
	"circle15/data/geoparquet"
	"circle15/data/gpkg"
	"circle15/data/kml"
	"circle15/data/legend"
	"circle15/data/publish"
	"circle15/data/shapefile"
	"circle15/data/xlsx"
	"circle15/geo/crs"
	"circle15/indicators"
)

// Layer is what is written.
type Layer struct {
	Name     string // [a-z0-9_]+: of the layer in the file
	Title    indicators.Text
	Geometry publish.Geometry
	Fields   []data.Field
	Features []data.Feature
	Meta     geojson.Meta
	Groups   map[string]indicators.Text // titles of the values that the legend groups by: indicators
}

// Options of Write. The zero value is usable.
type Options struct {
	System   *crs.System // nil: WGS84; .geojson, .kml, .parquet and tables have no other
	Chinese  bool        // words of legends and meanings
	Encoding string      // of a Shapefile: gbk (the default) or utf-8
	NoBOM    bool        // of .csv: without the mark that tells spreadsheets that it is UTF-8
}

// Format is a kind of file.
type Format struct {
	Ending   string
	What     indicators.Text
	Projects bool // takes other systems than longitude and latitude
	write    func(w io.Writer, l *Layer, opt Options) error
}

// Formats are all formats.
func Formats() []Format {
	return []Format{
		{".geojson", indicators.Text{Zh: "GeoJSON（RFC 7946）", En: "GeoJSON (RFC 7946)"}, false, writeGeoJSON},
		{".geojsonl", indicators.Text{Zh: "逐行 GeoJSON", En: "GeoJSON, a feature on each line"}, false, writeLines},
		{".gpkg", indicators.Text{Zh: "GeoPackage，带 QGIS 样式", En: "GeoPackage with a style for QGIS"}, true, writeGPKG},
		{".fgb", indicators.Text{Zh: "FlatGeobuf", En: "FlatGeobuf"}, true, writeFGB},
		{".shp.zip", indicators.Text{Zh: "Shapefile 压缩包，带字段对照表", En: "zipped Shapefile with a table of its short names"}, true, writeShapefile},
		{".kml", indicators.Text{Zh: "KML（奥维、Google Earth）", En: "KML for Ovital and Google Earth"}, false, writeKML(false)},
		{".kmz", indicators.Text{Zh: "压缩的 KML", En: "zipped KML"}, false, writeKML(true)},
		{".csv", indicators.Text{Zh: "表格，UTF-8", En: "a table in UTF-8, without areas"}, false, writeCSV},
		{".xlsx", indicators.Text{Zh: "Excel 工作簿", En: "a workbook, without areas"}, false, writeXLSX},
		{".parquet", indicators.Text{Zh: "GeoParquet", En: "GeoParquet"}, false, writeParquet},
	}
}

// EndingError: no format has this ending.
type EndingError struct{ Name string }

// Error lists the endings.
func (e *EndingError) Error() string {
	var known []string
	for _, f := range Formats() {
		known = append(known, f.Ending)
	}
	return fmt.Sprintf("the ending of %s says the format, and it is none that is written: known are %s", e.Name, strings.Join(known, ", "))
}

// ByName is the format that the ending of a file's name says; .json is .geojson.
func ByName(name string) (Format, error) {
	lower := strings.ToLower(name)
	if strings.HasSuffix(lower, ".json") {
		lower = strings.TrimSuffix(lower, ".json") + ".geojson"
	}
	for _, f := range Formats() {
		if strings.HasSuffix(lower, f.Ending) {
			return f, nil
		}
	}
	return Format{}, &EndingError{name}
}

// Write writes the layer. A system that the format does not take is an error.
func (f Format) Write(w io.Writer, l *Layer, opt Options) error {
	if opt.System != nil && !f.Projects && opt.System.Code != 4326 && opt.System.Code != 4490 {
		return fmt.Errorf("%s files are in longitude and latitude only, not in %s: take .gpkg, .fgb or .shp.zip", f.Ending, opt.System)
	}
	return f.write(w, l, opt)
}

func (o Options) system() crs.System {
	if o.System != nil {
		return *o.System
	}
	s, err := crs.EPSG(4326)
	if err != nil {
		panic(err) // it is there
	}
	return s
}

func (o Options) word(t indicators.Text) string {
	if o.Chinese {
		return t.Zh
	}
	return t.En
}

// note is what a person should know of the file.
func (l *Layer) note(opt Options) string {
	lines := []string{opt.word(l.Title)}
	if l.Meta.Run != 0 {
		lines = append(lines, fmt.Sprintf(opt.word(indicators.Text{Zh: "circle15 计算批次 %d", En: "circle15, run %d"}), l.Meta.Run))
	}
	if l.Meta.Attribution != "" {
		lines = append(lines, l.Meta.Attribution)
	}
	if l.Meta.Licence != "" {
		lines = append(lines, l.Meta.Licence)
	}
	return strings.Join(lines, "\n")
}

func writeGeoJSON(w io.Writer, l *Layer, _ Options) error {
	return geojson.Write(w, l.Name, l.Fields, slices.Values(l.Features), l.Meta)
}

func writeLines(w io.Writer, l *Layer, _ Options) error {
	enc := geojson.NewEncoder(l.Fields)
	var buf []byte
	for i := range l.Features {
		var err error
		if buf, err = enc.Append(buf[:0], &l.Features[i]); err != nil {
			return err
		}
		if _, err := w.Write(append(buf, '\n')); err != nil {
			return fmt.Errorf("write %s: %w", l.Name, err)
		}
	}
	return nil
}

// shape is the legend's word for the geometry.
func (l *Layer) shape() legend.Shape {
	return map[publish.Geometry]legend.Shape{publish.Lines: legend.Line, publish.Points: legend.Point}[l.Geometry]
}

func writeGPKG(w io.Writer, l *Layer, opt Options) error {
	return gpkg.WriteFeaturesTo(w, l.Name, l.Fields, l.Features, gpkg.WriteOptions{Title: opt.word(l.Title), System: opt.system(),
		Style: legend.Of(l.Name).QML(l.shape(), opt.Chinese), Lines: l.Geometry == publish.Lines})
}

func writeFGB(w io.Writer, l *Layer, opt Options) error {
	return fgb.Write(w, l.Name, l.Fields, l.Features, fgb.Options{Title: opt.word(l.Title), Description: l.note(opt), System: opt.system(), Chinese: opt.Chinese})
}

func writeShapefile(w io.Writer, l *Layer, opt Options) error {
	return shapefile.Write(w, l.Name, l.Fields, l.Features, shapefile.WriteOptions{System: opt.system(), Encoding: opt.Encoding, Note: l.note(opt), Chinese: opt.Chinese})
}

func writeKML(zipped bool) func(io.Writer, *Layer, Options) error {
	return func(w io.Writer, l *Layer, opt Options) error {
		groups := map[string]string{}
		for id, t := range l.Groups {
			groups[id] = opt.word(t)
		}
		return kml.Write(w, l.Fields, l.Features, kml.WriteOptions{Title: opt.word(l.Title), Note: l.note(opt), Legend: legend.Of(l.Name), Groups: groups, Chinese: opt.Chinese, Zipped: zipped})
	}
}

func writeCSV(w io.Writer, l *Layer, opt Options) error {
	if opt.NoBOM {
		w = &withoutBOM{w: w}
	}
	return publish.WriteCSV(w, l.Geometry, l.Fields, slices.Values(l.Features))
}

// withoutBOM leaves out the three bytes of the mark at the beginning.
type withoutBOM struct {
	w    io.Writer
	seen int
}

func (b *withoutBOM) Write(p []byte) (int, error) {
	cut := min(3-b.seen, len(p))
	b.seen += cut
	n, err := b.w.Write(p[cut:])
	return n + cut, err
}

func writeXLSX(w io.Writer, l *Layer, opt Options) error {
	return xlsx.WriteFeatures(w, l.Name, l.Fields, l.Features, opt.Chinese)
}

func writeParquet(w io.Writer, l *Layer, opt Options) error {
	return geoparquet.Write(w, l.Fields, l.Features, l.note(opt))
}
