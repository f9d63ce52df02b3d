package gpkg

import (
	"bytes"
	"testing"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// FuzzDecode: bytes of any kind never panic, and what decodes is encoded to something that decodes to the same.
func FuzzDecode(f *testing.F) {
	square := geo.Ring{{Lon: 1, Lat: 1}, {Lon: 9, Lat: 1}, {Lon: 9, Lat: 9}}
	parts := partsOf(&data.Import{
		Facilities:  []indicators.Facility{{ID: "a", Category: "post", Outline: []geo.Ring{square}, Lines: []indicators.Line{{Name: "8"}}, Attrs: map[string]string{"k": "v"}}},
		Communities: []indicators.Community{{ID: "c", Shape: geo.MultiPolygon{{square}}}},
		Residents:   &indicators.Residents{At: square[:1], Milli: []int64{5}, Groups: map[string][]int64{"old": {2}}},
		Ground:      []data.Ground{{ID: "g", Kind: data.River, Line: square}},
	})
	names := sortedKeys(parts)
	for i, name := range names {
		f.Add(uint8(i), parts[name])
	}
	f.Fuzz(func(t *testing.T, which uint8, b []byte) {
		name := names[int(which)%len(names)]
		var im data.Import
		if err := decodePart(&im, name, b); err != nil {
			return
		}
		again, ok := partsOf(&im)[name]
		if !ok {
			return // an empty list is no part
		}
		var second data.Import
		if err := decodePart(&second, name, again); err != nil {
			t.Fatalf("%s: what was decoded does not decode again: %v", name, err)
		}
		if twice := partsOf(&second)[name]; !bytes.Equal(again, twice) {
			t.Errorf("%s: encoded twice, %x and %x", name, again, twice)
		}
	})
}

// FuzzDecodeResult: as FuzzDecode, for results.
func FuzzDecodeResult(f *testing.F) {
	b, err := encodeResult(&indicators.Result{Community: "c", Pieces: []indicators.Piece{{Shape: geo.MultiPolygon{{{{Lon: 1}, {Lat: 1}, {}}}}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		res, err := decodeResult(b)
		if err != nil {
			return
		}
		if _, err := encodeResult(&res); err != nil {
			t.Errorf("what was decoded cannot be encoded: %v", err)
		}
	})
}

// A square from 0.1 to 0.2 degrees as GeoPackage binary: 8 bytes of header, 32 of box (minx, maxx, miny, maxy), then WKB
// of a multipolygon with one polygon with one ring of five points: 9 + 9 + 4 + 5·16 bytes.
func TestGeometry(t *testing.T) {
	const lo, hi = 1000000, 2000000
	area := areaShape{{{{Lon: lo, Lat: lo}, {Lon: hi, Lat: lo}, {Lon: hi, Lat: hi}, {Lon: lo, Lat: hi}}}}
	b := geometry(nil, area)
	if want := 8 + 32 + 9 + 9 + 4 + 5*16; len(b) != want {
		t.Errorf("%d bytes, want %d", len(b), want)
	}
	if want := []byte{'G', 'P', 0, 3, 0xe6, 0x10, 0, 0}; !bytes.Equal(b[:8], want) { // 0x10e6 is 4326
		t.Errorf("header %x, want %x", b[:8], want)
	}
	if !bytes.Equal(b[8:16], b[24:32]) || bytes.Equal(b[8:16], b[16:24]) {
		t.Errorf("box %x: want minx = miny, and not maxx", b[8:40])
	}
	p := pointShape{Lon: lo, Lat: hi}
	if b := geometry(nil, p); len(b) != 8+21 || b[3] != 1 {
		t.Errorf("point %x, want 29 bytes without a box", b)
	}
}

// What is written without a geometry between is what the library writes.
func TestGeometryIsTheLibrarys(t *testing.T) {
	a, b, c, d := geo.E7{Lon: 1, Lat: 2}, geo.E7{Lon: -1800000000, Lat: 900000000}, geo.E7{Lon: 3, Lat: -7}, geo.E7{Lon: 154233921, Lat: 281234567}
	for _, s := range []shape{
		pointShape(a), lineShape{a, b, c}, lineShape{}, areaShape{}, areaShape{{{a, b, c}}}, areaShape{{{a, b, c}, {b, c, d}}, {{d, c, a, b}}}, areaShape{{{}}},
	} {
		lo, hi := s.box().Min.Point(), s.box().Max.Point()
		want, err := encode(s.geom(), [4]float64{lo[0], lo[1], hi[0], hi[1]}, srs)
		if err != nil {
			t.Fatal(err)
		}
		if got := geometry(nil, s); !bytes.Equal(got, want) {
			t.Errorf("%T %v: %x, want %x", s, s, got, want)
		}
	}
}
