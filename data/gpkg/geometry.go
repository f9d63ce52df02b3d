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

// geometry appends a shape in degrees as GeoPackage binary, as encode does, but without a geometry between: tables of results hold hundreds of megabytes.
func geometry(b []byte, s shape) []byte {
	if p, ok := s.(pointShape); ok {
		return p.wkb(header(b, 0, srs))
	}
	box, b := s.box(), header(b, withBox, srs)
	lo, hi := box.Min.Point(), box.Max.Point()
	return s.wkb(real(real(real(real(b, lo[0]), hi[0]), lo[1]), hi[1]))
}

// Flags of the header of GeoPackage binary.
const littleEndian, withBox = 1, 1 << 1

func header(b []byte, flags byte, srs uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(b, 'G', 'P', 0, littleEndian|flags), srs)
}

func real(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}

// wkbHead begins a geometry of that type.
func wkbHead(b []byte, kind uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(b, littleEndian), kind)
}

func wkbCount(b []byte, n int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(n)) }

func wkbPlaces(b []byte, ps []geo.E7) []byte {
	for _, p := range ps {
		q := p.Point()
		b = real(real(b, q[0]), q[1])
	}
	return b
}

func (p pointShape) wkb(b []byte) []byte { return wkbPlaces(wkbHead(b, 1), []geo.E7{geo.E7(p)}) }

func (l lineShape) wkb(b []byte) []byte { return wkbPlaces(wkbCount(wkbHead(b, 2), len(l)), l) }

func (a areaShape) wkb(b []byte) []byte {
	b = wkbCount(wkbHead(b, 6), len(a))
	for _, poly := range a {
		b = wkbCount(wkbHead(b, 3), len(poly))
		for _, ring := range poly {
			if len(ring) == 0 {
				b = wkbCount(b, 0)
				continue
			}
			b = wkbPlaces(wkbPlaces(wkbCount(b, len(ring)+1), ring), ring[:1]) // rings are closed in WKB
		}
	}
	return b
}

// encode is GeoPackage binary (OGC 12-128r17, 2.1.3): a header with the box (minx, miny, maxx, maxy), except of points, and WKB,
// both little-endian.
func encode(g geom.T, box [4]float64, srs int) ([]byte, error) {
	var b bytes.Buffer
	_, point := g.(*geom.Point)
	flags := byte(withBox)
	if point {
		flags = 0
	}
	b.Write(header(nil, flags, uint32(srs)))
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
	wkb(dst []byte) []byte // appends it as WKB, little-endian, in degrees
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
