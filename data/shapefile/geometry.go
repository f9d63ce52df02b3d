package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"circle15/data/areas"
	"circle15/geo"
	"circle15/geo/crs"
)

// The types of shapes; those with heights and measures are 10 and 20 more, and read without them.
const (
	nullShape  = 0
	point      = 1
	polyLine   = 3
	polygon    = 5
	multiPoint = 8
)

// headerBytes is the length of the header of a .shp; recordBytes that of a record's.
const (
	headerBytes = 100
	recordBytes = 8
	maxVertices = 200_000 // of a feature
)

// shapeError is why a shape cannot be taken.
type shapeError struct{ code, what, advice string }

func (e *shapeError) Error() string { return e.what }

// shape is what one record of a .shp holds. All are nil for a null shape.
type shape struct {
	points []geo.E7
	lines  [][]geo.E7
	area   geo.MultiPolygon
}

// shapeReader reads the records of a .shp one by one.
type shapeReader struct {
	rest      []byte
	number    int
	reference crs.Reference
	heights   bool
	repaired  []areas.Repair // of the shape read last
}

// header checks the first 100 bytes.
func (r *shapeReader) header(b []byte) error {
	if len(b) < headerBytes || binary.BigEndian.Uint32(b) != 9994 || binary.LittleEndian.Uint32(b[28:]) != 1000 {
		return fmt.Errorf("its first bytes are not those of a Shapefile")
	}
	r.rest = b[headerBytes:]
	return nil
}

// next is the content of the next record; nil at the end. A record that states more bytes than there are is an error.
func (r *shapeReader) next() ([]byte, error) {
	if len(r.rest) == 0 {
		return nil, nil
	}
	r.number++
	if len(r.rest) < recordBytes {
		return nil, fmt.Errorf("record %d is cut off", r.number)
	}
	n := int64(binary.BigEndian.Uint32(r.rest[4:])) * 2
	if n > int64(len(r.rest)-recordBytes) || n < 4 {
		return nil, fmt.Errorf("record %d is cut off: it states %d bytes, %d follow", r.number, n, len(r.rest)-recordBytes)
	}
	content := r.rest[recordBytes : recordBytes+n]
	r.rest = r.rest[recordBytes+n:]
	return content, nil
}

// shape reads the content of a record.
func (r *shapeReader) shape(b []byte) (shape, error) {
	kind := binary.LittleEndian.Uint32(b)
	r.repaired = nil
	r.heights = r.heights || kind >= 10
	switch kind % 10 {
	case nullShape:
		if kind == nullShape {
			return shape{}, nil
		}
	case point:
		if len(b) < 20 {
			return shape{}, &shapeError{"shape_cut_off", "the point is cut off", "export the file again"}
		}
		p, err := r.place(b[4:])
		return shape{points: []geo.E7{p}}, err
	case multiPoint:
		ps, err := r.places(b, 36, 40)
		return shape{points: ps}, err
	case polyLine, polygon:
		parts, err := r.parts(b)
		if err != nil || kind%10 == polyLine {
			return shape{lines: parts}, err
		}
		return r.polygon(parts)
	}
	return shape{}, &shapeError{"shape_unknown", fmt.Sprintf("a shape of type %d", kind), "points, lines and polygons are read: export it as one of them"}
}

// places reads the positions from at, as many as the number at count says.
func (r *shapeReader) places(b []byte, count, at int) ([]geo.E7, error) {
	n := 0
	if len(b) >= at {
		n = int(binary.LittleEndian.Uint32(b[count:]))
	}
	switch {
	case len(b) < at || n > (len(b)-at)/16:
		return nil, &shapeError{"shape_cut_off", "the shape states more positions than it holds", "export the file again"}
	case n > maxVertices:
		return nil, &shapeError{"too_many_vertices", fmt.Sprintf("the shape has more than %d positions", maxVertices), "simplify it"}
	}
	out := make([]geo.E7, n)
	for i := range out {
		var err error
		if out[i], err = r.place(b[at+16*i:]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parts reads the rings or lines of a shape.
func (r *shapeReader) parts(b []byte) ([][]geo.E7, error) {
	n := 0
	if len(b) >= 44 {
		n = int(binary.LittleEndian.Uint32(b[36:]))
	}
	if len(b) < 44 || n > (len(b)-44)/4 {
		return nil, &shapeError{"shape_cut_off", "the shape states more parts than it holds", "export the file again"}
	}
	all, err := r.places(b, 40, 44+4*n)
	if err != nil {
		return nil, err
	}
	starts := make([]int, n+1)
	for i := range n {
		starts[i] = int(binary.LittleEndian.Uint32(b[44+4*i:]))
	}
	starts[n] = len(all)
	out := make([][]geo.E7, n)
	for i := range out {
		if starts[i] > starts[i+1] || starts[i+1] > len(all) {
			return nil, &shapeError{"shape_parts", "the parts of the shape do not follow each other", "export the file again"}
		}
		out[i] = all[starts[i]:starts[i+1]]
	}
	return out, nil
}

func (r *shapeReader) place(b []byte) (geo.E7, error) {
	v := orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(b)), math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
	if at, ok := r.reference.Place(v); ok {
		return at, nil
	}
	e := &shapeError{"position_off_earth", fmt.Sprintf("the position %g, %g is not a place in %s", v[0], v[1], r.reference), "check the reference system"}
	if guess := crs.GuessMetres(v); guess != "" && !r.reference.Projected() {
		e.code, e.advice = "position_in_metres", "these look like metres: say which system with --datum: "+guess
	}
	return geo.E7{}, e
}

func (r *shapeReader) polygon(rings [][]geo.E7) (shape, error) {
	m, repairs, err := areas.FromRings(rings)
	r.repaired = repairs
	var e *areas.Error
	if errors.As(err, &e) {
		return shape{}, &shapeError{e.Code, e.What, e.Advice}
	}
	return shape{area: m}, err
}
