package shapefile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"circle15/data"
	"circle15/data/archive"
	"circle15/geo"
	"circle15/geo/crs"
)

// WriteOptions of Write. System is needed.
type WriteOptions struct {
	System   crs.System
	Encoding string // gbk or utf-8; empty is gbk, which the older desktops of offices read
	Note     string // goes into the zip as readme.txt: sources, licences, the run
	Chinese  bool   // the table of fields is in Chinese
}

// Limits of the format: dBASE names have ten letters, texts 254 bytes, tables 255 columns; a part has at most 2 GiB, since it counts in words of two bytes.
const (
	nameBytes  = 10
	textBytes  = 254
	maxColumns = 255
	maxPart    = 1 << 31
)

// Write writes a .zip with one Shapefile and a table fields.csv of what its short names stand for. Features have areas, lines or a point, all of them the
// same. Of a layer with more than 255 fields those that end in _low, _high and _have are left out, which fields.csv says.
func Write(w io.Writer, name string, fields []data.Field, features []data.Feature, opt WriteOptions) error {
	enc, cpg := encoding.Encoding(simplifiedchinese.GBK), "GBK"
	if opt.Encoding == "utf-8" {
		enc, cpg = nil, "UTF-8"
	}
	wr := &writer{system: opt.System, enc: enc}
	wr.choose(fields)
	shp, shx, err := wr.shapes(features)
	if err != nil {
		return err
	}
	dbf, err := wr.table(features)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, part := range []struct {
		ending  string
		content []byte
	}{{".shp", shp}, {".shx", shx}, {".dbf", dbf}, {".prj", []byte(opt.System.WKT())}, {".cpg", []byte(cpg)}} {
		if err := add(z, name+part.ending, part.content); err != nil {
			return err
		}
	}
	if err := add(z, "fields.csv", wr.meanings(fields, opt.Chinese)); err != nil {
		return err
	}
	if opt.Note != "" {
		if err := add(z, "readme.txt", []byte("\ufeff"+opt.Note)); err != nil {
			return err
		}
	}
	return z.Close()
}

// add puts a file into the zip.
func add(z *zip.Writer, name string, content []byte) error {
	f, err := archive.Create(z, name)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

type writer struct {
	system  crs.System
	enc     encoding.Encoding // nil: UTF-8
	columns []outColumn
}

type outColumn struct {
	from   int // among the fields
	name   string
	kind   byte
	width  int
	places int
}

// choose takes the fields that fit and gives each a name of ten letters that no other has.
func (w *writer) choose(fields []data.Field) {
	taken := map[string]bool{}
	for i, f := range fields {
		if len(fields) > maxColumns && hasEnding(f.Name, "_low", "_high", "_have") || len(w.columns) == maxColumns {
			continue
		}
		c := outColumn{from: i, name: shortName(f.Name, taken), kind: 'C', width: 1}
		switch f.Type {
		case data.BoolField:
			c.kind, c.width = 'L', 1
		case data.IntField:
			c.kind, c.width = 'N', 11
		case data.RealField:
			c.kind, c.width, c.places = 'N', 20, 6
		}
		w.columns = append(w.columns, c)
	}
}

func hasEnding(s string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

// shortName is a name cut to ten letters, with a number at its end where another has it.
func shortName(name string, taken map[string]bool) string {
	short := name
	if len(short) > nameBytes {
		short = short[:nameBytes]
	}
	for n := 1; taken[short]; n++ {
		end := "_" + strconv.Itoa(n)
		short = name[:min(len(name), nameBytes-len(end))] + end
	}
	taken[short] = true
	return short
}

// meanings is the table of short names, as UTF-8 with a byte order mark.
func (w *writer) meanings(fields []data.Field, chinese bool) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	t := csv.NewWriter(&b)
	t.UseCRLF = true
	rows := [][]string{{"short", "field", "meaning"}}
	if chinese {
		rows[0] = []string{"短名", "字段", "含义"}
	}
	at := map[int]string{}
	for _, c := range w.columns {
		at[c.from] = c.name
	}
	for i, f := range fields {
		meaning := f.En
		if chinese {
			meaning = f.Zh
		}
		rows = append(rows, []string{at[i], f.Name, meaning})
	}
	_ = t.WriteAll(rows) // into memory
	return b.Bytes()
}

// shapes are the .shp and the .shx.
func (w *writer) shapes(features []data.Feature) (shp, shx []byte, err error) {
	kind := uint32(polygon)
	if len(features) > 0 {
		switch {
		case features[0].Point != nil:
			kind = point
		case features[0].Lines != nil:
			kind = polyLine
		}
	}
	all := emptyBounds()
	shp, shx = make([]byte, headerBytes), make([]byte, headerBytes)
	for i := range features {
		content, b := w.shape(&features[i], kind)
		all.join(b)
		shx = binary.BigEndian.AppendUint32(shx, uint32(len(shp)/2))
		shx = binary.BigEndian.AppendUint32(shx, uint32(len(content)/2))
		shp = binary.BigEndian.AppendUint32(shp, uint32(i+1))
		shp = binary.BigEndian.AppendUint32(shp, uint32(len(content)/2))
		if shp = append(shp, content...); len(shp) > maxPart {
			return nil, nil, fmt.Errorf("the layer is larger than the 2 GiB that a Shapefile holds: export it as .gpkg, or one district at a time")
		}
	}
	for _, part := range [][]byte{shp, shx} {
		binary.BigEndian.PutUint32(part, 9994)
		binary.BigEndian.PutUint32(part[24:], uint32(len(part)/2))
		binary.LittleEndian.PutUint32(part[28:], 1000)
		binary.LittleEndian.PutUint32(part[32:], kind)
		if !all.empty() {
			all.put(part[36:])
		}
	}
	return shp, shx, nil
}

// bounds is the box of a shape in the system it is written in.
type bounds struct{ minX, minY, maxX, maxY float64 }

func emptyBounds() bounds { return bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

func (b *bounds) empty() bool { return b.minX > b.maxX }

func (b *bounds) join(o bounds) {
	*b = bounds{min(b.minX, o.minX), min(b.minY, o.minY), max(b.maxX, o.maxX), max(b.maxY, o.maxY)}
}

func (b *bounds) put(dst []byte) {
	for i, v := range [...]float64{b.minX, b.minY, b.maxX, b.maxY} {
		binary.LittleEndian.PutUint64(dst[8*i:], math.Float64bits(v))
	}
}

// shape is the content of a record: a null shape where the feature has no geometry.
func (w *writer) shape(f *data.Feature, kind uint32) ([]byte, bounds) {
	none := binary.LittleEndian.AppendUint32(nil, nullShape)
	b := emptyBounds()
	if kind == point {
		if f.Point == nil {
			return none, b
		}
		out := binary.LittleEndian.AppendUint32(nil, point)
		return w.appendPlace(out, *f.Point, &b), b
	}
	parts := f.Lines
	if kind == polygon {
		parts = nil
		for _, poly := range f.Shape {
			for j, ring := range poly {
				parts = append(parts, closed(ring, j == 0))
			}
		}
	}
	if len(parts) == 0 {
		return none, b
	}
	var body []byte
	count := 0
	index := make([]byte, 0, 4*len(parts))
	for _, part := range parts {
		index = binary.LittleEndian.AppendUint32(index, uint32(count))
		for _, p := range part {
			body = w.appendPlace(body, p, &b)
		}
		count += len(part)
	}
	out := binary.LittleEndian.AppendUint32(nil, kind)
	out = append(out, make([]byte, 32)...)
	b.put(out[4:])
	out = binary.LittleEndian.AppendUint32(out, uint32(len(parts)))
	out = binary.LittleEndian.AppendUint32(out, uint32(count))
	return append(append(out, index...), body...), b
}

func (w *writer) appendPlace(dst []byte, p geo.E7, b *bounds) []byte {
	q := w.system.FromWGS84(p.Point())
	b.join(bounds{q[0], q[1], q[0], q[1]})
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(q[0]))
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(q[1]))
}

// closed is a ring with its first place again at its end; outer ones run clockwise in this format.
func closed(r geo.Ring, outer bool) []geo.E7 {
	out := append(slices.Clone(r), r[0])
	if (r.DoubleArea() < 0) != outer {
		slices.Reverse(out)
	}
	return out
}

// table is the .dbf: the widths of texts are those of the longest, up to 254 bytes.
func (w *writer) table(features []data.Feature) ([]byte, error) {
	cells := make([][][]byte, len(features))
	for i := range features {
		cells[i] = make([][]byte, len(w.columns))
		for k := range w.columns {
			c := &w.columns[k]
			cell, err := w.cell(features[i].Values[c.from], c)
			if err != nil {
				return nil, err
			}
			cells[i][k] = cell
			c.width = max(c.width, len(cell))
		}
	}
	out := make([]byte, 32, 64<<10)
	out[0], out[1], out[2], out[3] = 0x03, 95, 7, 26 // a date that is always the same: the format needs one, and no older than 1900
	if w.enc != nil {
		out[29] = 0x4d // code page 936
	}
	width := 1
	for _, c := range w.columns {
		field := make([]byte, 32)
		copy(field, c.name)
		field[11], field[16], field[17] = c.kind, byte(c.width), byte(c.places)
		out = append(out, field...)
		width += c.width
	}
	out = append(out, 0x0d)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(features)))
	binary.LittleEndian.PutUint16(out[8:], uint16(len(out)))
	binary.LittleEndian.PutUint16(out[10:], uint16(width))
	for _, row := range cells {
		out = append(out, ' ')
		for k, c := range w.columns {
			pad := bytes.Repeat([]byte{' '}, c.width-len(row[k]))
			if c.kind == 'N' {
				out = append(append(out, pad...), row[k]...)
			} else {
				out = append(append(out, row[k]...), pad...)
			}
		}
		if len(out) > maxPart {
			return nil, fmt.Errorf("the table is larger than the 2 GiB that a .dbf holds: export it as .gpkg")
		}
	}
	return append(out, 0x1a), nil
}

// cell is a value as the column writes it; empty for null.
func (w *writer) cell(v any, c *outColumn) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		if c.kind == 'L' {
			return []byte("?"), nil
		}
		return nil, nil
	case bool:
		if v {
			return []byte("T"), nil
		}
		return []byte("F"), nil
	case int64:
		return strconv.AppendInt(nil, v, 10), nil
	case float64:
		return strconv.AppendFloat(nil, v, 'f', c.places, 64), nil
	case string:
		return w.text(v), nil
	}
	return nil, fmt.Errorf("a value of type %T has no place in a Shapefile", v)
}

// text is encoded, cut to 254 bytes between two letters. What GBK has no letter for becomes a question mark.
func (w *writer) text(s string) []byte {
	if w.enc == nil {
		for len(s) > textBytes {
			_, n := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-n]
		}
		return []byte(s)
	}
	var out []byte
	e := w.enc.NewEncoder()
	for _, r := range s {
		b, err := e.Bytes([]byte(string(r)))
		if err != nil {
			b = []byte{'?'}
			e.Reset()
		}
		if len(out)+len(b) > textBytes {
			break
		}
		out = append(out, b...)
	}
	return out
}
