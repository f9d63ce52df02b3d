package mvt_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"circle15/data"
	"circle15/data/mvt"
	"circle15/geo"

	"github.com/paulmach/orb"
	decoder "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"
)

var fields = []data.Field{{Name: "id", Type: data.TextField}, {Name: "share", Type: data.RealField}, {Name: "count", Type: data.IntField}, {Name: "open", Type: data.BoolField}}

func values(id string) []any { return []any{id, 0.5, int64(-3), true} }

func indexed(t testing.TB, l mvt.Layer) *mvt.Index {
	t.Helper()
	ix, err := mvt.NewIndex(l)
	if err != nil {
		t.Fatal(err)
	}
	return ix[0]
}

func decode(t testing.TB, b []byte) decoder.Layers {
	t.Helper()
	l, err := decoder.Unmarshal(b)
	if err != nil {
		t.Fatalf("%v in %x", err, b)
	}
	return l
}

// mesh is n × n cells over a quarter degree from 107° E, 34° N, whose corners are shaken and whose borders have k vertices each,
// every border the same for the two cells beside it.
func mesh(n, k int, seed uint64) []data.Feature {
	random := rand.New(rand.NewPCG(seed, 1))
	side := int32(2_500_000 / n)
	shake := func(s int32) int32 { return random.Int32N(s) - s/2 }
	corner := map[[2]int]geo.E7{}
	at := func(x, y int) geo.E7 {
		p, ok := corner[[2]int{x, y}]
		if !ok {
			p = geo.E7{Lon: 1_070_000_000 + int32(x)*side, Lat: 340_000_000 + int32(y)*side}
			if x > 0 && x < n && y > 0 && y < n {
				p.Lon, p.Lat = p.Lon+shake(side/3), p.Lat+shake(side/3)
			}
			corner[[2]int{x, y}] = p
		}
		return p
	}
	borders := map[[4]int][]geo.E7{}
	border := func(x0, y0, x1, y1 int) []geo.E7 {
		a, b := at(x0, y0), at(x1, y1)
		line, ok := borders[[4]int{x0, y0, x1, y1}]
		if !ok {
			inner := x0 == x1 && x0 > 0 && x0 < n || y0 == y1 && y0 > 0 && y0 < n
			for i := range k {
				f := float64(i) / float64(k)
				p := geo.E7{Lon: a.Lon + int32(f*float64(b.Lon-a.Lon)), Lat: a.Lat + int32(f*float64(b.Lat-a.Lat))}
				if inner && i > 0 {
					p.Lon, p.Lat = p.Lon+shake(side/int32(k)/2), p.Lat+shake(side/int32(k)/2)
				}
				line = append(line, p)
			}
			borders[[4]int{x0, y0, x1, y1}] = line
		}
		return line
	}
	back := func(line []geo.E7, last geo.E7) []geo.E7 {
		out := []geo.E7{last}
		for i := len(line) - 1; i > 0; i-- {
			out = append(out, line[i])
		}
		return out
	}
	var out []data.Feature
	for y := range n {
		for x := range n {
			var r geo.Ring
			r = append(r, border(x, y, x+1, y)...)
			r = append(r, border(x+1, y, x+1, y+1)...)
			r = append(r, back(border(x, y+1, x+1, y+1), at(x+1, y+1))...)
			r = append(r, back(border(x, y, x, y+1), at(x, y+1))...)
			id := fmt.Sprintf("%d/%d", x, y)
			out = append(out, data.Feature{ID: id, Shape: geo.MultiPolygon{{r}}, Values: values(id)})
		}
	}
	return out
}

// Between neighbours no gap opens and nothing overlaps at any zoom: inside the mesh the areas of all cells in a tile add up to the
// tile with its margin, (4096 + 2·80)² exactly, since all that is written is in whole units.
func TestNeighboursShareTheirBordersAtEveryZoom(t *testing.T) {
	ix := indexed(t, mvt.Layer{Name: "mesh", Fields: fields, Features: mesh(12, 40, 7)})
	middle := geo.Box{Min: geo.E7{Lon: 1_071_250_000, Lat: 341_250_000}, Max: geo.E7{Lon: 1_071_250_001, Lat: 341_250_001}}
	for z := uint8(12); z <= mvt.MaxZoom; z++ {
		var tile mvt.Tile
		mvt.Over(middle, z, func(x mvt.Tile) bool { tile = x; return false })
		l := decode(t, ix.Append(nil, tile))
		if len(l) != 1 {
			t.Fatalf("zoom %d: %d layers", z, len(l))
		}
		sum, want := 0.0, math.Pow(4096+160, 2)
		for _, f := range l[0].Features {
			sum += math.Abs(planar.Area(f.Geometry))
		}
		if sum != want {
			t.Errorf("zoom %d: the areas of %d cells add up to %v, want %v", z, len(l[0].Features), sum, want)
		}
	}
}

// The simpler outline stays within half a pixel: 4 units of 4096, and the rounding of one more.
func TestSimplifiedWithinHalfAPixel(t *testing.T) {
	cells := mesh(3, 200, 3)
	ix := indexed(t, mvt.Layer{Name: "mesh", Fields: fields, Features: cells})
	for z := uint8(8); z <= mvt.MaxZoom; z++ {
		var tile mvt.Tile
		mvt.Over(cells[4].Box(), z, func(x mvt.Tile) bool { tile = x; return false })
		all, kept := 0, 0
		for _, f := range decode(t, ix.Append(nil, tile))[0].Features {
			if f.Properties["id"] != "1/1" {
				continue
			}
			outline := f.Geometry.(orb.Polygon)[0]
			kept = len(outline)
			for _, p := range cells[4].Shape[0][0] {
				q := inTile(p, tile)
				if q[0] < 0 || q[1] < 0 || q[0] > 4096 || q[1] > 4096 {
					continue
				}
				all++
				if d := planar.DistanceFrom(orb.LineString(outline), q); d > 5.5 {
					t.Fatalf("zoom %d: a vertex lies %.1f units off the outline", z, d)
				}
			}
		}
		if z == 8 && kept > 200 { // 800 vertices within 0.083°, which are 119 pixels of 512 to a tile
			t.Errorf("zoom 8: %d vertices are left of 800", kept)
		}
		if z == mvt.MaxZoom && kept < all {
			t.Errorf("zoom %d: %d vertices are left of %d", z, kept, all)
		}
	}
}

// inTile is where a place lies in units of a tile, by the formula of the web's Mercator.
func inTile(p geo.E7, t mvt.Tile) orb.Point {
	n := math.Exp2(float64(t.Z))
	d := p.Point()
	x := (d[0] + 180) / 360 * n
	y := (1 - math.Asinh(math.Tan(d[1]*math.Pi/180))/math.Pi) / 2 * n
	return orb.Point{(x - float64(t.X)) * 4096, (y - float64(t.Y)) * 4096}
}

func TestValuesAndKinds(t *testing.T) {
	at := geo.E7{Lon: 1_071_000_000, Lat: 341_000_000}
	for _, c := range []struct {
		f    data.Feature
		kind string
	}{
		{data.Feature{Point: &at, Values: values("p")}, "Point"},
		{data.Feature{Lines: [][]geo.E7{{at, {Lon: at.Lon + 100_000, Lat: at.Lat + 50_000}}}, Values: values("l")}, "LineString"},
		{data.Feature{Shape: geo.MultiPolygon{{{at, {Lon: at.Lon + 100_000, Lat: at.Lat}, {Lon: at.Lon + 100_000, Lat: at.Lat + 100_000}}}}, Values: values("a")}, "Polygon"},
	} {
		ix := indexed(t, mvt.Layer{Name: "l", Fields: fields, Features: []data.Feature{c.f}})
		var tile mvt.Tile
		mvt.Over(ix.Box, 14, func(x mvt.Tile) bool { tile = x; return false })
		l := decode(t, ix.Append(nil, tile))
		if len(l) != 1 || len(l[0].Features) != 1 {
			t.Fatalf("%s: %d layers", c.kind, len(l))
		}
		f := l[0].Features[0]
		if f.Geometry.GeoJSONType() != c.kind {
			t.Errorf("%s became %s", c.kind, f.Geometry.GeoJSONType())
		}
		if f.Properties["share"] != 0.5 || f.Properties["count"] != float64(-3) || f.Properties["open"] != true {
			t.Errorf("%s: properties %v", c.kind, f.Properties)
		}
	}
}

// The middle of the hole stays empty, whichever way the rings run in the source.
func TestHolesStayHoles(t *testing.T) {
	square := func(lo, hi int32) geo.Ring {
		return geo.Ring{{Lon: lo, Lat: lo}, {Lon: hi, Lat: lo}, {Lon: hi, Lat: hi}, {Lon: lo, Lat: hi}}
	}
	ix := indexed(t, mvt.Layer{Name: "l", Fields: fields, Features: []data.Feature{{Shape: geo.MultiPolygon{{square(0, 90_000), square(30_000, 60_000)}}, Values: values("a")}}})
	var tile mvt.Tile
	mvt.Over(ix.Box, 14, func(x mvt.Tile) bool { tile = x; return x.Y%2 == 0 && false })
	p, ok := decode(t, ix.Append(nil, tile))[0].Features[0].Geometry.(orb.Polygon)
	if !ok || len(p) != 2 {
		t.Fatalf("got %v", p)
	}
	// The version 2 of the format wants the outer ring to run so that its area by the surveyor's formula is positive, y being to the south.
	if planar.Area(p[0]) <= 0 || planar.Area(p[1]) >= 0 {
		t.Errorf("areas %v and %v", planar.Area(p[0]), planar.Area(p[1]))
	}
}

func TestNothingWhereNothingIs(t *testing.T) {
	ix := indexed(t, mvt.Layer{Name: "mesh", Fields: fields, Features: mesh(2, 4, 1)})
	if b := ix.Append(nil, mvt.Tile{Z: 10, X: 1, Y: 1}); len(b) != 0 {
		t.Errorf("%d bytes for an empty tile", len(b))
	}
	one := func(int) uint8 { return 14 }
	ix = indexed(t, mvt.Layer{Name: "mesh", Fields: fields, Features: mesh(2, 4, 1), MinZoom: one})
	if b := ix.Append(nil, mvt.Tile{}); len(b) != 0 {
		t.Errorf("%d bytes at zoom 0 for features from zoom 14", len(b))
	}
	for tile, want := range map[mvt.Tile]bool{{Z: 0}: true, {Z: 2, X: 3, Y: 3}: true, {Z: 2, X: 4}: false, {Z: 2, Y: 4}: false, {Z: mvt.MaxZoom + 1}: false} {
		if tile.Valid() != want {
			t.Errorf("%v: valid is %v", tile, !want)
		}
	}
}

// A line that leaves the tile and comes back is two.
func TestLinesAreCut(t *testing.T) {
	// Tile 14/13066/6536 holds 107.0947–107.1167 E; the line runs east out of it and back, 0.01° farther north.
	line := []geo.E7{{Lon: 1_071_000_000, Lat: 341_000_000}, {Lon: 1_073_000_000, Lat: 341_000_000}, {Lon: 1_073_000_000, Lat: 341_050_000}, {Lon: 1_071_000_000, Lat: 341_050_000}}
	ix := indexed(t, mvt.Layer{Name: "l", Fields: fields, Features: []data.Feature{{Lines: [][]geo.E7{line}, Values: values("l")}}})
	var tile mvt.Tile
	mvt.Over(geo.Box{Min: line[0], Max: line[0]}, 14, func(x mvt.Tile) bool { tile = x; return false })
	m, ok := decode(t, ix.Append(nil, tile))[0].Features[0].Geometry.(orb.MultiLineString)
	if !ok || len(m) != 2 {
		t.Errorf("got %v", m)
	}
}

func BenchmarkNewIndex(b *testing.B) {
	cells := mesh(22, 100, 7) // 484 cells, 194,000 vertices: one criterion of Porto
	for b.Loop() {
		if _, err := mvt.NewIndex(mvt.Layer{Name: "mesh", Fields: fields, Features: cells}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	ix := indexed(b, mvt.Layer{Name: "mesh", Fields: fields, Features: mesh(70, 10, 7)}) // 4,900 cells, 196,000 vertices
	for _, z := range []uint8{10, 12, 14} {
		var tiles []mvt.Tile
		mvt.Over(ix.Box, z, func(t mvt.Tile) bool { tiles = append(tiles, t); return true })
		b.Run(fmt.Sprint("z", z), func(b *testing.B) {
			buf := make([]byte, 0, 1<<20)
			i := 0
			for b.Loop() {
				buf = ix.Append(buf[:0], tiles[i%len(tiles)])
				i++
			}
			b.ReportMetric(float64(len(buf)), "bytes")
		})
	}
}
