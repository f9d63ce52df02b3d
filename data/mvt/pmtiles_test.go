package mvt_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"circle15/data/mvt"
	"circle15/geo"
)

// archive is a reader of PMTiles written from the specification, for these tests.
type archive struct {
	t    *testing.T
	b    []byte
	meta map[string]any
	byID map[uint64][]byte
}

func (a *archive) number(at int) uint64 { return binary.LittleEndian.Uint64(a.b[at:]) }

func (a *archive) unpack(b []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		a.t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

func readArchive(t *testing.T, b []byte) *archive {
	a := &archive{t: t, b: b, byID: map[uint64][]byte{}}
	if string(b[:8]) != "PMTiles\x03" {
		t.Fatalf("begins with %q", b[:8])
	}
	if err := json.Unmarshal(a.unpack(b[a.number(24):a.number(24)+a.number(32)]), &a.meta); err != nil {
		t.Fatal(err)
	}
	a.directory(b[a.number(8) : a.number(8)+a.number(16)])
	return a
}

func (a *archive) directory(packed []byte) {
	r := bytes.NewReader(a.unpack(packed))
	next := func() uint64 {
		v, err := binary.ReadUvarint(r)
		if err != nil {
			a.t.Fatal(err)
		}
		return v
	}
	n := int(next())
	ids, runs, lengths, offsets := make([]uint64, n), make([]uint64, n), make([]uint64, n), make([]uint64, n)
	last := uint64(0)
	for i := range ids {
		last += next()
		ids[i] = last
	}
	for i := range runs {
		runs[i] = next()
	}
	for i := range lengths {
		lengths[i] = next()
	}
	for i := range offsets {
		if v := next(); v > 0 {
			offsets[i] = v - 1
		} else {
			offsets[i] = offsets[i-1] + lengths[i-1]
		}
	}
	for i := range ids {
		if runs[i] == 0 { // a directory below
			from := a.number(40) + offsets[i]
			a.directory(a.b[from : from+lengths[i]])
			continue
		}
		from := a.number(56) + offsets[i]
		for k := range runs[i] {
			a.byID[ids[i]+k] = a.unpack(a.b[from : from+lengths[i]])
		}
	}
}

// numberOf is the number of a tile as the specification's example has it: z 1 counts 0/0, 0/1, 1/1, 1/0.
func numberOf(t mvt.Tile) uint64 {
	n := uint64(1<<(2*t.Z)-1) / 3
	x, y := int64(t.X), int64(t.Y)
	for s := int64(1) << t.Z / 2; s > 0; s /= 2 {
		var rx, ry int64
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		n += uint64(s * s * ((3 * rx) ^ ry))
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x, s-1-y
			}
			x, y = y, x
		}
	}
	return n
}

func TestArchiveGivesBackItsTiles(t *testing.T) {
	for tile, want := range map[mvt.Tile]uint64{{}: 0, {Z: 1}: 1, {Z: 1, Y: 1}: 2, {Z: 1, X: 1, Y: 1}: 3, {Z: 1, X: 1}: 4, {Z: 2}: 5} {
		if got := numberOf(tile); got != want {
			t.Fatalf("%v has the number %d, want %d", tile, got, want)
		}
	}
	box := geo.Box{Min: geo.E7{Lon: 1_070_000_000, Lat: 340_000_000}, Max: geo.E7{Lon: 1_072_500_000, Lat: 342_500_000}}
	content := func(x mvt.Tile) ([]byte, error) {
		switch {
		case x.Z == 15 && x.X%3 == 0:
			return nil, nil // nothing there
		case x.Z == 14:
			return []byte("the same"), nil
		}
		return fmt.Appendf(nil, "%v", x), nil
	}
	var b bytes.Buffer
	a := mvt.Archive{Metadata: map[string]any{"name": "town"}, Box: box, MinZoom: 0, MaxZoom: 16}
	if err := a.Write(&b, content); err != nil {
		t.Fatal(err)
	}
	got := readArchive(t, b.Bytes())
	if got.meta["name"] != "town" {
		t.Errorf("metadata %v", got.meta)
	}
	tiles := 0
	for z := uint8(0); z <= 16; z++ {
		mvt.Over(box, z, func(x mvt.Tile) bool {
			want, _ := content(x)
			if string(got.byID[numberOf(x)]) != string(want) {
				t.Errorf("%v: %q, want %q", x, got.byID[numberOf(x)], want)
			}
			if len(want) > 0 {
				tiles++
			}
			return !t.Failed()
		})
	}
	if len(got.byID) != tiles || tiles < 3000 || int(got.number(72)) != tiles {
		t.Errorf("%d tiles in the file, %d in its header, want %d", len(got.byID), got.number(72), tiles)
	}
}
