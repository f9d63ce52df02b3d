package gpkg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"

	"circle15/geo"
)

// srs is the EPSG code of all feature tables: WGS84.
const srs = 4326

// geometry is g in degrees as GeoPackage binary.
func geometry(g geom.T, box geo.Box) ([]byte, error) {
	lo, hi := box.Min.Point(), box.Max.Point()
	return encode(g, [4]float64{lo[0], lo[1], hi[0], hi[1]}, srs)
}

// encode is GeoPackage binary (OGC 12-128r17, 2.1.3): a header with the box (minx, miny, maxx, maxy), except of points, and WKB,
// both little-endian.
func encode(g geom.T, box [4]float64, srs int) ([]byte, error) {
	var b bytes.Buffer
	const littleEndian, withBox = 1, 1 << 1
	_, point := g.(*geom.Point)
	flags := byte(littleEndian | withBox)
	if point {
		flags = littleEndian
	}
	b.Write([]byte{'G', 'P', 0, flags})
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(srs)))
	if !point {
		for _, v := range [...]float64{box[0], box[2], box[1], box[3]} {
			b.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
		}
	}
	if err := wkb.Write(&b, wkb.NDR, g); err != nil {
		return nil, fmt.Errorf("encode a geometry: %w", err)
	}
	return b.Bytes(), nil
}

// shape is anything that a feature table shows.
type shape interface {
	geom() geom.T
	box() geo.Box
}

type pointShape geo.E7

func (p pointShape) geom() geom.T {
	q := geo.E7(p).Point()
	return geom.NewPointFlat(geom.XY, q[:])
}

func (p pointShape) box() geo.Box { return geo.EmptyBox().Extend(geo.E7(p)) }

type lineShape []geo.E7

func (l lineShape) geom() geom.T { return geom.NewLineStringFlat(geom.XY, flat(nil, l)) }
func (l lineShape) box() geo.Box { return geo.Ring(l).Box() }

type areaShape geo.MultiPolygon

func (a areaShape) geom() geom.T {
	var coords []float64
	endss := make([][]int, 0, len(a))
	for _, poly := range a {
		var ends []int
		for _, ring := range poly {
			coords = flat(coords, ring)
			if len(ring) > 0 {
				coords = flat(coords, ring[:1]) // rings are closed in WKB
			}
			ends = append(ends, len(coords))
		}
		endss = append(endss, ends)
	}
	return geom.NewMultiPolygonFlat(geom.XY, coords, endss)
}

func (a areaShape) box() geo.Box { return geo.MultiPolygon(a).Box() }

func flat(coords []float64, ps []geo.E7) []float64 {
	for _, p := range ps {
		q := p.Point()
		coords = append(coords, q[0], q[1])
	}
	return coords
}
