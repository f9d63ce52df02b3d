package geojson

import (
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"unicode/utf8"

	"circle15/data"
	"circle15/geo"
)

// Meta is what a collection says of itself beside its features. Empty members are left out.
type Meta struct {
	Attribution string // "© OpenStreetMap contributors"
	Licence     string
	Run         int // number of the run; 0 for none
}

// flushAt is the size from which encoded features are handed on: 64 KiB, beyond which larger
// writes gained nothing.
const flushAt = 64 << 10

// Write writes a FeatureCollection of MultiPolygons, feature by feature, as RFC 7946 has it: no crs
// member, outer rings counter-clockwise, rings closed. name is what desktop tools show as the layer's name. It
// ends with an error of w, or with that of a feature that cannot be written.
func Write(w io.Writer, name string, fields []data.Field, features iter.Seq[data.Feature], meta Meta) error {
	enc := NewEncoder(fields)
	buf := make([]byte, 0, flushAt+flushAt/4)
	buf = append(buf, `{"type":"FeatureCollection","name":`...)
	buf = appendString(buf, name)
	buf = meta.append(buf)
	buf = append(buf, `,"features":[`...)
	sep := "\n"
	for f := range features {
		buf = append(buf, sep...)
		sep = ",\n"
		var err error
		if buf, err = enc.Append(buf, &f); err != nil {
			return err
		}
		if len(buf) >= flushAt {
			if _, err := w.Write(buf); err != nil {
				return fmt.Errorf("write %s: %w", name, err)
			}
			buf = buf[:0]
		}
	}
	buf = append(buf, "\n]}\n"...)
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func (m Meta) append(b []byte) []byte {
	if m.Attribution != "" {
		b = appendString(append(b, `,"attribution":`...), m.Attribution)
	}
	if m.Licence != "" {
		b = appendString(append(b, `,"licence":`...), m.Licence)
	}
	if m.Run != 0 {
		b = strconv.AppendInt(append(b, `,"run":`...), int64(m.Run), 10)
	}
	return b
}

// Position appends a place as a position: [AppendPosition], or that of another reference system.
type Position func(b []byte, p geo.E7) []byte

// Encoder encodes features of one set of fields. It may be used by several goroutines.
type Encoder struct {
	names []string
	keys  [][]byte // `"name":`, with a comma before all but the first
	at    Position
}

// NewEncoder prepares the fields, which stand in every feature in this order.
func NewEncoder(fields []data.Field) *Encoder {
	e := &Encoder{at: AppendPosition}
	for i, f := range fields {
		var key []byte
		if i > 0 {
			key = append(key, ',')
		}
		e.names = append(e.names, f.Name)
		e.keys = append(e.keys, append(appendString(key, f.Name), ':'))
	}
	return e
}

// In is the encoder with positions of another reference system, as OGC API - Features part 2 has them. What it writes is no GeoJSON
// for those who know RFC 7946 only.
func (e *Encoder) In(at Position) *Encoder {
	in := *e
	in.at = at
	return &in
}

// Append appends one Feature object without a line end. It is an error when the values are not as many as the
// fields, a number is NaN or infinite, a value is of another type than data.Feature allows, or a ring has fewer
// than three places. The geometry is a Point, a MultiLineString or a MultiPolygon; a feature without any has an empty MultiPolygon.
func (e *Encoder) Append(dst []byte, f *data.Feature) ([]byte, error) {
	dst, err := e.appendProperties(dst, f)
	if err != nil {
		return dst, err
	}
	dst, err = e.appendGeometry(append(dst, `,"geometry":`...), f)
	if err != nil {
		return dst, fmt.Errorf("feature %q: %w", f.ID, err)
	}
	return append(dst, '}'), nil
}

// appendProperties appends the beginning of a Feature object, up to its properties.
func (e *Encoder) appendProperties(dst []byte, f *data.Feature) ([]byte, error) {
	if len(f.Values) != len(e.keys) {
		return dst, fmt.Errorf("feature %q: %d values for %d fields", f.ID, len(f.Values), len(e.keys))
	}
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = appendString(dst, f.ID)
	dst = append(dst, `,"properties":{`...)
	for i, v := range f.Values {
		dst = append(dst, e.keys[i]...)
		var err error
		if dst, err = appendValue(dst, v); err != nil {
			return dst, fmt.Errorf("feature %q: %s: %w", f.ID, e.names[i], err)
		}
	}
	return append(dst, '}'), nil
}

func (e *Encoder) appendGeometry(dst []byte, f *data.Feature) ([]byte, error) {
	switch {
	case f.Point != nil:
		return append(e.at(append(dst, `{"type":"Point","coordinates":`...), *f.Point), '}'), nil
	case f.Lines != nil:
		return appendLines(dst, f.Lines, e.at), nil
	}
	return appendMultiPolygon(dst, f.Shape, e.at)
}

// AppendLines appends a MultiLineString geometry object.
func AppendLines(b []byte, lines [][]geo.E7) []byte { return appendLines(b, lines, AppendPosition) }

func appendLines(b []byte, lines [][]geo.E7, at Position) []byte {
	b = append(b, `{"type":"MultiLineString","coordinates":[`...)
	for i, line := range lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, p := range line {
			if j > 0 {
				b = append(b, ',')
			}
			b = at(b, p)
		}
		b = append(b, ']')
	}
	return append(b, "]}"...)
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return appendString(b, v), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return appendReal(b, v)
	}
	return b, fmt.Errorf("a value of type %T cannot be published", v)
}

// appendReal always writes a fraction ("15.0"), so that a reader that guesses types from the first
// features sees a real number.
func appendReal(b []byte, v float64) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return b, fmt.Errorf("%v is not a number in JSON", v)
	}
	if v == 0 {
		return append(b, "0.0"...), nil // not "-0"
	}
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	if v == math.Trunc(v) {
		b = append(b, ".0"...)
	}
	return b, nil
}

const hex = "0123456789abcdef"

// appendString writes a JSON string. Bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= utf8.RuneSelf:
			b = append(b, "\ufffd"...)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// AppendMultiPolygon appends a MultiPolygon geometry object. Rings are closed and turned the way RFC 7946 wants
// them. A ring of fewer than three places is an error.
func AppendMultiPolygon(b []byte, m geo.MultiPolygon) ([]byte, error) {
	return appendMultiPolygon(b, m, AppendPosition)
}

func appendMultiPolygon(b []byte, m geo.MultiPolygon, at Position) ([]byte, error) {
	b = append(b, `{"type":"MultiPolygon","coordinates":[`...)
	for i, poly := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, ring := range poly {
			if j > 0 {
				b = append(b, ',')
			}
			if len(ring) < 3 {
				return b, fmt.Errorf("ring %d of polygon %d has %d places, a ring needs 3", j+1, i+1, len(ring))
			}
			b = appendRing(b, ring, (ring.DoubleArea() > 0) != (j == 0), at)
		}
		b = append(b, ']')
	}
	return append(b, "]}"...), nil
}

func appendRing(b []byte, r geo.Ring, reverse bool, at Position) []byte {
	b = append(b, '[')
	for i := range r {
		p := r[i]
		if reverse {
			p = r[(len(r)-i)%len(r)] // the same first place, the other way round
		}
		b = append(at(b, p), ',')
	}
	return append(at(b, r[0]), ']')
}

// AppendPosition appends [lon,lat] with at most 7 decimals and no trailing zeros.
func AppendPosition(b []byte, p geo.E7) []byte {
	b = appendDegrees(append(b, '['), p.Lon)
	return append(appendDegrees(append(b, ','), p.Lat), ']')
}

func appendDegrees(b []byte, v int32) []byte {
	u := int64(v)
	if u < 0 {
		b = append(b, '-')
		u = -u
	}
	const unit = int64(geo.UnitsPerDegree)
	b = strconv.AppendInt(b, u/unit, 10)
	frac := u % unit
	if frac == 0 {
		return b
	}
	b = append(b, '.')
	for div := unit / 10; frac > 0; div /= 10 {
		b = append(b, byte('0'+frac/div))
		frac %= div
	}
	return b
}
