// Package geoparquet gives you GeoParquet from features, for analysts who read tables by columns (DuckDB, GeoPandas, BigQuery).
//
// The format is GeoParquet 1.1: a Parquet file with a column of WKB and a description of it under the key "geo". Positions are longitude,
// latitude in WGS84, as the description's default has them. Columns stand in the order of their names.
package geoparquet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"

	"circle15/data"
	"circle15/geo"
)

// geometryColumn is the name of the column of geometries.
const geometryColumn = "geometry"

// batchRows is how many rows are handed on at once.
const batchRows = 256

// Write writes the features. note is kept in the file under the key "circle15": sources, licences, the run.
func Write(w io.Writer, fields []data.Field, features []data.Feature, note string) error {
	columns := parquet.Group{geometryColumn: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}
	for _, f := range fields {
		columns[f.Name] = parquet.Optional(node(f.Type))
	}
	schema := parquet.NewSchema("circle15", columns)
	order := make([]int, 0, len(fields)+1) // for each column, the field it has; -1: the geometry
	for _, c := range schema.Columns() {
		order = append(order, slices.IndexFunc(fields, func(f data.Field) bool { return f.Name == c[0] }))
	}
	description, err := describe(features)
	if err != nil {
		return err
	}
	out := parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Zstd), parquet.KeyValueMetadata("geo", description), parquet.KeyValueMetadata("circle15", note))
	rows := make([]parquet.Row, 0, batchRows)
	for i := range features {
		row, err := rowOf(&features[i], fields, order)
		if err != nil {
			return fmt.Errorf("write a GeoParquet file: feature %q: %w", features[i].ID, err)
		}
		if rows = append(rows, row); len(rows) == batchRows || i == len(features)-1 {
			if _, err := out.WriteRows(rows); err != nil {
				return fmt.Errorf("write a GeoParquet file: %w", err)
			}
			rows = rows[:0]
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write a GeoParquet file: %w", err)
	}
	return nil
}

func node(t data.FieldType) parquet.Node {
	switch t {
	case data.BoolField:
		return parquet.Leaf(parquet.BooleanType)
	case data.IntField:
		return parquet.Int(64)
	case data.RealField:
		return parquet.Leaf(parquet.DoubleType)
	}
	return parquet.String()
}

func rowOf(f *data.Feature, fields []data.Field, order []int) (parquet.Row, error) {
	row := make(parquet.Row, 0, len(order))
	for column, field := range order {
		var v any
		if field < 0 {
			b, err := binary(f)
			if err != nil {
				return nil, err
			}
			if b != nil {
				v = b
			}
		} else {
			v = f.Values[field]
			if n, ok := v.(int64); ok && fields[field].Type == data.RealField {
				v = float64(n)
			}
		}
		if v == nil {
			row = append(row, parquet.NullValue().Level(0, 0, column))
			continue
		}
		row = append(row, parquet.ValueOf(v).Level(0, 1, column))
	}
	return row, nil
}

// binary is the geometry in WKB; nil for none.
func binary(f *data.Feature) ([]byte, error) {
	var g geom.T
	switch {
	case f.Point != nil:
		p := f.Point.Point()
		g = geom.NewPointFlat(geom.XY, p[:])
	case len(f.Lines) > 0:
		var coords []float64
		var ends []int
		for _, l := range f.Lines {
			coords = flat(coords, l)
			ends = append(ends, len(coords))
		}
		g = geom.NewMultiLineStringFlat(geom.XY, coords, ends)
	case len(f.Shape) > 0:
		var coords []float64
		var endss [][]int
		for _, poly := range f.Shape {
			var ends []int
			for _, r := range poly {
				coords = flat(flat(coords, r), r[:1])
				ends = append(ends, len(coords))
			}
			endss = append(endss, ends)
		}
		g = geom.NewMultiPolygonFlat(geom.XY, coords, endss)
	default:
		return nil, nil
	}
	var b bytes.Buffer
	err := wkb.Write(&b, wkb.NDR, g)
	return b.Bytes(), err
}

func flat(coords []float64, places []geo.E7) []float64 {
	for _, p := range places {
		q := p.Point()
		coords = append(coords, q[0], q[1])
	}
	return coords
}

// describe is the value of the key "geo".
func describe(features []data.Feature) (string, error) {
	type column struct {
		Encoding string    `json:"encoding"`
		Types    []string  `json:"geometry_types"`
		Edges    string    `json:"edges"`
		Box      []float64 `json:"bbox,omitempty"`
	}
	c := column{Encoding: "WKB", Types: []string{"MultiPolygon"}, Edges: "planar"}
	if len(features) > 0 && features[0].Point != nil {
		c.Types[0] = "Point"
	} else if len(features) > 0 && features[0].Lines != nil {
		c.Types[0] = "MultiLineString"
	}
	box := geo.EmptyBox()
	for i := range features {
		box = box.Union(features[i].Box())
	}
	if !box.Empty() {
		lo, hi := box.Min.Point(), box.Max.Point()
		c.Box = []float64{lo[0], lo[1], hi[0], hi[1]}
		if slices.ContainsFunc(c.Box, math.IsNaN) {
			return "", fmt.Errorf("write a GeoParquet file: the box of its features is %v", c.Box)
		}
	}
	b, err := json.Marshal(map[string]any{"version": "1.1.0", "primary_column": geometryColumn, "columns": map[string]column{geometryColumn: c}})
	return string(b), err
}
