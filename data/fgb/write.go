// Package fgb gives you FlatGeobuf from features: one file with a spatial index, which GDAL and QGIS read in parts over HTTP.
//
// The format is version 3 of flatgeobuf.org, by the library github.com/gogama/flatgeobuf. Features lie in the order of the Hilbert curve, as the
// index wants them.
package fgb

import (
	"fmt"
	"io"
	"math"

	"github.com/gogama/flatgeobuf/flatgeobuf"
	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	"github.com/gogama/flatgeobuf/packedrtree"
	flatbuffers "github.com/google/flatbuffers/go"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
)

// Options of Write.
type Options struct {
	Title, Description string
	System             crs.System
	Chinese            bool // meanings of the columns
}

// nodeSize is the usual number of children of a node of the index.
const nodeSize = 16

// Write writes a FlatGeobuf file named name. Features have areas, lines or a point, all the same; one without a geometry is left out of the file, which
// has no place for it in its index.
func Write(w io.Writer, name string, fields []data.Field, features []data.Feature, opt Options) error {
	e := &encoder{fields: fields, opt: opt, kind: kindOf(features)}
	all := packedrtree.EmptyBox
	var refs []packedrtree.Ref
	for i := range features {
		xy, ends := e.parts(&features[i])
		if len(ends) == 0 {
			continue
		}
		r := packedrtree.Ref{Box: packedrtree.EmptyBox, Offset: int64(i)} // the number of the feature, until it is sorted
		for _, part := range xy {
			for k := 0; k < len(part); k += 2 {
				r.ExpandXY(part[k], part[k+1])
			}
		}
		all.Expand(&r.Box)
		refs = append(refs, r)
	}
	packedrtree.HilbertSort(refs, all)
	header := e.header(name, len(refs), all)
	sorted := make([]flat.Feature, len(refs))
	for i, r := range refs {
		f, err := e.feature(&features[r.Offset])
		if err != nil {
			return fmt.Errorf("write %s: feature %q: %w", name, features[r.Offset].ID, err)
		}
		sorted[i] = *f
	}
	out := flatgeobuf.NewFileWriter(w)
	if _, err := out.Header(header); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if len(sorted) == 0 {
		return nil
	}
	if _, err := out.IndexData(sorted); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func kindOf(features []data.Feature) flat.GeometryType {
	switch {
	case len(features) > 0 && features[0].Point != nil:
		return flat.GeometryTypePoint
	case len(features) > 0 && features[0].Lines != nil:
		return flat.GeometryTypeMultiLineString
	}
	return flat.GeometryTypeMultiPolygon
}

type encoder struct {
	fields []data.Field
	opt    Options
	kind   flat.GeometryType
}

var columnTypes = [...]flat.ColumnType{data.TextField: flat.ColumnTypeString, data.BoolField: flat.ColumnTypeBool, data.IntField: flat.ColumnTypeLong, data.RealField: flat.ColumnTypeDouble}

func (e *encoder) header(name string, count int, box packedrtree.Box) *flat.Header {
	b := flatbuffers.NewBuilder(4096)
	columns := make([]flatbuffers.UOffsetT, len(e.fields))
	for i, f := range e.fields {
		meaning := f.En
		if e.opt.Chinese {
			meaning = f.Zh
		}
		n, d := b.CreateString(f.Name), b.CreateString(meaning)
		flat.ColumnStart(b)
		flat.ColumnAddName(b, n)
		flat.ColumnAddType(b, columnTypes[f.Type])
		flat.ColumnAddDescription(b, d)
		flat.ColumnAddNullable(b, true)
		columns[i] = flat.ColumnEnd(b)
	}
	vector := b.CreateVectorOfTables(columns)
	org, system := b.CreateString("EPSG"), b.CreateString(e.opt.System.Name)
	flat.CrsStart(b)
	flat.CrsAddOrg(b, org)
	flat.CrsAddCode(b, int32(e.opt.System.Code))
	flat.CrsAddName(b, system)
	crs := flat.CrsEnd(b)
	id, title, description := b.CreateString(name), b.CreateString(e.opt.Title), b.CreateString(e.opt.Description)
	var envelope flatbuffers.UOffsetT
	if count > 0 {
		flat.HeaderStartEnvelopeVector(b, 4)
		for _, v := range [...]float64{box.YMax, box.XMax, box.YMin, box.XMin} { // vectors are built backwards
			b.PrependFloat64(v)
		}
		envelope = b.EndVector(4)
	}
	flat.HeaderStart(b)
	flat.HeaderAddName(b, id)
	if count > 0 {
		flat.HeaderAddEnvelope(b, envelope)
	}
	flat.HeaderAddGeometryType(b, e.kind)
	flat.HeaderAddColumns(b, vector)
	flat.HeaderAddFeaturesCount(b, uint64(count))
	index := uint16(nodeSize)
	if count == 0 {
		index = 0
	}
	flat.HeaderAddIndexNodeSize(b, index)
	flat.HeaderAddCrs(b, crs)
	flat.HeaderAddTitle(b, title)
	flat.HeaderAddDescription(b, description)
	flat.FinishSizePrefixedHeaderBuffer(b, flat.HeaderEnd(b))
	return flat.GetSizePrefixedRootAsHeader(b.FinishedBytes(), 0)
}

// parts are the positions of the feature's polygons, lines or point in the system, and where their rings end, counted in positions from the part's
// beginning. None for a feature without geometry.
func (e *encoder) parts(f *data.Feature) (xy [][]float64, ends [][]uint32) {
	add := func(rings ...[]geo.E7) {
		var flatXY []float64
		var to []uint32
		for _, r := range rings {
			for _, p := range r {
				q := e.opt.System.FromWGS84(p.Point())
				flatXY = append(flatXY, q[0], q[1])
			}
			to = append(to, uint32(len(flatXY)/2))
		}
		xy, ends = append(xy, flatXY), append(ends, to)
	}
	switch {
	case e.kind == flat.GeometryTypePoint:
		if f.Point != nil {
			add([]geo.E7{*f.Point})
		}
	case e.kind == flat.GeometryTypeMultiLineString:
		if len(f.Lines) > 0 {
			add(f.Lines...)
		}
	default:
		for _, poly := range f.Shape {
			var rings [][]geo.E7
			for _, r := range poly {
				rings = append(rings, append(append([]geo.E7{}, r...), r[0]))
			}
			add(rings...)
		}
	}
	return xy, ends
}

func (e *encoder) feature(f *data.Feature) (*flat.Feature, error) {
	b := flatbuffers.NewBuilder(1024)
	xy, ends := e.parts(f)
	var geometry flatbuffers.UOffsetT
	if e.kind == flat.GeometryTypeMultiPolygon {
		parts := make([]flatbuffers.UOffsetT, len(xy))
		for i := range xy {
			parts[i] = geometryOf(b, flat.GeometryTypePolygon, xy[i], ends[i])
		}
		vector := b.CreateVectorOfTables(parts)
		flat.GeometryStart(b)
		flat.GeometryAddParts(b, vector)
		flat.GeometryAddType(b, e.kind)
		geometry = flat.GeometryEnd(b)
	} else {
		geometry = geometryOf(b, e.kind, xy[0], ends[0])
	}
	props, err := e.properties(f.Values)
	if err != nil {
		return nil, err
	}
	properties := b.CreateByteVector(props)
	flat.FeatureStart(b)
	flat.FeatureAddGeometry(b, geometry)
	flat.FeatureAddProperties(b, properties)
	flat.FinishSizePrefixedFeatureBuffer(b, flat.FeatureEnd(b))
	return flat.GetSizePrefixedRootAsFeature(b.FinishedBytes(), 0), nil
}

// geometryOf is a simple geometry; where its rings or lines end is left out when there is one only.
func geometryOf(b *flatbuffers.Builder, kind flat.GeometryType, xy []float64, ends []uint32) flatbuffers.UOffsetT {
	var at flatbuffers.UOffsetT
	if len(ends) > 1 {
		b.StartVector(4, len(ends), 4)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(ends[i])
		}
		at = b.EndVector(len(ends))
	}
	b.StartVector(8, len(xy), 8)
	for i := len(xy) - 1; i >= 0; i-- {
		b.PrependFloat64(xy[i])
	}
	v := b.EndVector(len(xy))
	flat.GeometryStart(b)
	if len(ends) > 1 {
		flat.GeometryAddEnds(b, at)
	}
	flat.GeometryAddXy(b, v)
	flat.GeometryAddType(b, kind)
	return flat.GeometryEnd(b)
}

// properties are the values that are not null, each behind the number of its column.
func (e *encoder) properties(values []any) ([]byte, error) {
	var out []byte
	for i, v := range values {
		if v == nil {
			continue
		}
		out = append(out, byte(i), byte(i>>8))
		switch v := v.(type) {
		case string:
			n := uint32(len(v))
			out = append(append(out, byte(n), byte(n>>8), byte(n>>16), byte(n>>24)), v...)
		case bool:
			if v {
				out = append(out, 1)
			} else {
				out = append(out, 0)
			}
		case int64:
			if e.fields[i].Type == data.RealField {
				out = append64(out, math.Float64bits(float64(v)))
			} else {
				out = append64(out, uint64(v))
			}
		case float64:
			out = append64(out, math.Float64bits(v))
		default:
			return nil, fmt.Errorf("%s: a value of type %T", e.fields[i].Name, v)
		}
	}
	return out, nil
}

func append64(b []byte, v uint64) []byte {
	for s := 0; s < 64; s += 8 {
		b = append(b, byte(v>>s))
	}
	return b
}
