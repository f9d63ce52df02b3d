package osm_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/osm"
)

// everything is a town with something of each kind.
var everything = "box -10 -10 200 200\n" + street + ring(2, 20, 20, 10, "building=apartments building:levels=5") +
	ring(3, 40, 40, 30, "") + ring(4, 50, 50, 5, "") + `
n5 5 0 barrier=gate
n6 8 1 highway=bus_stop name=五道口
n7 -5 -5 shop=supermarket name=A+&+B+<C> opening_hours=Mo-Su+07:00-22:00
w10 1,5,2 barrier=wall
w11 5,6 highway=steps
n12 120 -20
n13 120 220
w12 12,13 natural=coastline
r1 way:3:outer,way:4:inner type=multipolygon natural=water name=Lake
r2 node:6:platform type=route route=bus ref=12 network=City
`

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestFormatsAgree: XML, XML packed with gzip, and PBF of one town give the same layer, whatever the file is called.
func TestFormatsAgree(t *testing.T) {
	tn := parseTown(t, everything)
	want := read(t, write(t, "town.osm", []byte(tn.xml())))
	if want.Layer.Date != "2024-03-05" || want.Layer.Source != "town.osm (written by town)" || len(want.Layer.Checksum) != 64 {
		t.Errorf("layer %+v", want.Layer)
	}
	if diff := cmp.Diff([]string{"bus_stop", "supermarket"}, want.Layer.Categories); diff != "" {
		t.Error(diff)
	}
	if got := facility(want, "supermarket", "node/7"); got == nil || got.Name != "A & B <C>" || got.At != at(-5, -5) {
		t.Errorf("supermarket %+v", got)
	}
	for _, c := range []struct {
		name    string
		content []byte
	}{
		{"town.osm.gz", gzipped(t, []byte(tn.xml()))},
		{"town.osm.pbf", tn.pbf()},
		{"town", tn.pbf()},
	} {
		got := read(t, write(t, c.name, c.content))
		got.Layer.Source, got.Layer.Checksum = want.Layer.Source, want.Layer.Checksum
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s differs from the XML: %s", c.name, diff)
		}
	}
}

// TestOrderDoesNotMatter: relations first, nodes last, ids falling.
func TestOrderDoesNotMatter(t *testing.T) {
	tn := parseTown(t, everything)
	want := read(t, write(t, "town.osm", []byte(tn.xml())))
	for i, j := 0, len(tn.elements)-1; i < j; i, j = i+1, j-1 {
		tn.elements[i], tn.elements[j] = tn.elements[j], tn.elements[i]
	}
	got := read(t, write(t, "town.osm", []byte(tn.xml())))
	got.Layer.Checksum = want.Layer.Checksum
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRepeatedElementsAreTakenOnce(t *testing.T) {
	im := imported(t, street+"n7 5 5 shop=books\nn7 6 6 shop=bakery\nw1 2,1 highway=motorway")
	if facility(im, "bookshop", "node/7") == nil || facility(im, "bakery", "node/7") != nil || im.Streets.Edges() != 1 {
		t.Error("the first of each id is wanted")
	}
	if got := codes(im)["element_repeated"]; got != 2 {
		t.Errorf("%d element_repeated, want 2: node/7 and way/1", got)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	good := parseTown(t, everything)
	nodesOnly := parseTown(t, "n1 0 0")
	history := appendBlob(nil, "OSMHeader", appendBytes(nil, 4, []byte("HistoricalInformation")))
	lzma := appendBytes(nil, 4, []byte("x"))
	packed := appendVarint(appendBytes(nil, 1, []byte("OSMHeader")), 3, uint64(len(lzma)))
	packed = append(append(binary.BigEndian.AppendUint32(nil, uint32(len(packed))), packed...), lzma...)
	bomb := bytes.Clone(good.pbf())
	for _, c := range []struct {
		name    string
		content []byte
		where   string
		what    string
	}{
		{"empty.osm.pbf", nil, "", "empty"},
		{"renamed.osm.pbf", []byte(`{"type": "FeatureCollection", "features": []}`), "byte 0", "not the beginning of a PBF"},
		{"text.osm", []byte("hello"), "byte 0", "PBF"},
		{"cut.osm.pbf", bomb[:len(bomb)-5], "byte ", "cut off"},
		{"history.osm.pbf", history, "byte 0", "history"},
		{"lzma.osm.pbf", packed, "byte 0", "zlib"},
		{"nodes.osm", []byte(nodesOnly.xml()), "", "no ways"},
		{"nodes.osm.pbf", nodesOnly.pbf(), "", "no ways"},
		{"cut.osm", []byte(good.xml()[:len(good.xml())/2]), "line ", ""},
		{"page.osm", []byte("<html><body>404</body></html>"), "line 1", "<html>"},
		{"laughs.osm", []byte(`<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm><node id="&a;"/></osm>`), "line 1", "document type"},
		{"entity.osm", []byte(`<osm><node id="&a;"/></osm>`), "line 1", "XML"},
		{"id.osm", []byte("<osm>\n<way id='x'/></osm>"), "line 2", `id="x"`},
		{"ref.osm", []byte("<osm>\n<way id='1'><nd ref='y'/></way></osm>"), "line 2", `ref="y"`},
		{"member.osm", []byte("<osm>\n<relation id='1'><member type='area' ref='1'/></relation></osm>"), "line 2", `"area"`},
		{"open.osm", []byte("<osm><way id='1'>"), "line 1", "not closed"},
		{"cut.osm.gz", gzipped(t, []byte(good.xml()))[:100], "line ", ""},
	} {
		_, err := osm.Read(t.Context(), write(t, c.name, c.content), osm.Options{})
		fe := fileError(t, err)
		if !strings.HasPrefix(fe.Where, c.where) || !strings.Contains(fe.Error(), c.what) || filepath.Base(fe.File) != c.name {
			t.Errorf("%s: got %q, want %q at %q", c.name, err, c.what, c.where)
		}
	}
	_, err := osm.Read(t.Context(), filepath.Join(t.TempDir(), "none.osm.pbf"), osm.Options{})
	if fe := fileError(t, err); !strings.Contains(fe.What, "no such file") {
		t.Errorf("got %v", err)
	}
	_, err = osm.Read(t.Context(), t.TempDir(), osm.Options{})
	fileError(t, err)
}

// A block that says it unpacks to 1 GiB, and one that unpacks to more than it says.
func TestBombs(t *testing.T) {
	for says, want := range map[uint64]string{1 << 30: "32 MiB", 3: "more than it says"} {
		good := appendBlob(nil, "OSMHeader", bytes.Repeat([]byte{0xa2, 1, 0}, 10)) // field 20, empty
		size := binary.BigEndian.Uint32(good)
		body := good[4+size:]
		// The body begins with field 2, its size of one byte.
		blob := append(appendVarint(nil, 2, says), body[2:]...)
		head := appendVarint(appendBytes(nil, 1, []byte("OSMHeader")), 3, uint64(len(blob)))
		file := append(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...), blob...)
		_, err := osm.Read(t.Context(), write(t, "bomb.osm.pbf", file), osm.Options{})
		if fe := fileError(t, err); !strings.Contains(fe.Error(), want) {
			t.Errorf("says %d: %v", says, err)
		}
	}
}

// TestSingleNodes reads nodes that are not dense, as the format allows.
func TestSingleNodes(t *testing.T) {
	var group []byte
	for id, x := range []int64{0, 50000, 100000} { // 1e-7 degrees
		n := appendVarint(nil, 1, zigzag(int64(id)+1))
		if id == 2 {
			n = appendBytes(appendBytes(n, 2, []byte{1}), 3, []byte{2})
		}
		n = appendVarint(appendVarint(n, 8, zigzag(-x)), 9, zigzag(x))
		group = appendBytes(group, 1, n)
	}
	table := appendBytes(appendBytes(appendBytes(nil, 1, nil), 1, []byte("shop")), 1, []byte("books"))
	ways := parseTown(t, "w1 1,2 highway=footway").pbf()
	file := appendBlob(ways, "OSMData", appendBytes(appendBytes(nil, 1, table), 2, group))
	im := read(t, write(t, "town.osm.pbf", file))
	f := facility(im, "bookshop", "node/3")
	if f == nil || f.At != at(100, -100) || im.Streets.Edges() != 1 {
		t.Errorf("got %+v and %d edges", f, im.Streets.Edges())
	}
}

// TestTruncatedPBF cuts a file after every byte: a clear error, or, where it is cut between two blocks, what there is.
func TestTruncatedPBF(t *testing.T) {
	whole := parseTown(t, everything).pbf()
	taken := 0
	for n := range whole {
		im, err := osm.Read(t.Context(), write(t, "cut.osm.pbf", whole[:n]), osm.Options{})
		if err == nil {
			taken++
			if len(im.Facilities) == 0 {
				t.Errorf("cut at %d: nothing was taken, and nothing said", n)
			}
			continue
		}
		fileError(t, err)
	}
	// After nodes and ways, before relations. Cut earlier there are no ways.
	if taken != 1 {
		t.Errorf("%d cuts gave a layer, want 1", taken)
	}
}

// TestDamagedPBF turns one bit of every byte: an error of one line, or a layer.
func TestDamagedPBF(t *testing.T) {
	whole := parseTown(t, everything).pbf()
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1 << (i % 8)
		if _, err := osm.Read(t.Context(), write(t, "bad.osm.pbf", bad), osm.Options{}); err != nil {
			fileError(t, err)
		}
	}
}

func TestPlacesThatAreNotOnEarth(t *testing.T) {
	text := strings.Replace(parseTown(t, street+"n7 5 5 shop=books").xml(), `lon="0.0005"`, `lon="500"`, 1)
	im := read(t, write(t, "town.osm", []byte(text)))
	if got := codes(im)["place_not_on_earth"]; got != 1 || im.Layer.Dropped != 1 {
		t.Errorf("%d findings, %d dropped; want 1 and 1: %v", got, im.Layer.Dropped, im.Findings)
	}
	if facility(im, "bookshop", "node/7") != nil {
		t.Error("a shop without a place was taken")
	}
}

func TestDeletedElementsAreLeftOut(t *testing.T) {
	text := strings.Replace(parseTown(t, street+"n7 5 5 shop=books").xml(), `<node id="7"`, `<node id="7" action="delete"`, 1)
	if im := read(t, write(t, "town.osm", []byte(text))); facility(im, "bookshop", "node/7") != nil {
		t.Error("a deleted shop was taken")
	}
}

func TestNothingToWalk(t *testing.T) {
	if got := codes(imported(t, "n1 0 0\nn2 10 0\nw1 1,2 barrier=wall"))["no_streets"]; got != 1 {
		t.Errorf("%d no_streets, want 1", got)
	}
}

func TestFindingsAreFolded(t *testing.T) {
	var b strings.Builder
	b.WriteString(street)
	for i := range 250 {
		fmt.Fprintf(&b, "r%d way:1: type=route route=bus ref=1\n", i+1)
	}
	im := imported(t, b.String())
	// Two more say that the town is an island, and that nothing tells whether wheels manage in it.
	if got := codes(im)["line_without_stops"]; got != 250 || len(im.Findings) != data.FoldAfter+2 {
		t.Errorf("%d lines in %d findings, want 250 in %d", got, len(im.Findings), data.FoldAfter+2)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tn := parseTown(t, everything)
	for _, c := range [][]byte{[]byte(tn.xml()), tn.pbf()} {
		if _, err := osm.Read(ctx, write(t, "town", c), osm.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want cancelled", err)
		}
	}
}

func TestProgressEndsAtTheSize(t *testing.T) {
	content := parseTown(t, everything).pbf()
	var done, total int64
	_, err := osm.Read(t.Context(), write(t, "town.osm.pbf", content), osm.Options{Progress: func(stage string, d, n int64) {
		if stage == "read" {
			done, total = d, n
		}
	}})
	if err != nil || done != int64(len(content)) || total != done {
		t.Errorf("%d of %d, %v; want %d", done, total, err, len(content))
	}
}

func FuzzPBF(f *testing.F) {
	f.Add(parseTown(f, everything).pbf())
	f.Add([]byte{0, 0, 0, 13})
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, err := osm.Read(t.Context(), write(t, "fuzz.osm.pbf", content), osm.Options{}); err != nil {
			fileError(t, err)
		}
	})
}

// FuzzBlock reaches behind the compression: the bytes are the content of a data block.
func FuzzBlock(f *testing.F) {
	tn := parseTown(f, everything)
	for _, k := range []byte("nwr") {
		s := &stringTable{index: map[string]uint64{"": 0}, list: []string{""}}
		group := tn.group(k, s)
		var table []byte
		for _, v := range s.list {
			table = appendBytes(table, 1, []byte(v))
		}
		f.Add(appendBytes(appendBytes(nil, 1, table), 2, group))
	}
	f.Fuzz(func(t *testing.T, block []byte) {
		file := appendBlob(tn.pbf(), "OSMData", block)
		if _, err := osm.Read(t.Context(), write(t, "fuzz.osm.pbf", file), osm.Options{}); err != nil {
			fileError(t, err)
		}
	})
}

func FuzzXML(f *testing.F) {
	f.Add(parseTown(f, everything).xml())
	f.Add("<osm><way id='1'><nd ref='1'/></way></osm>")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := osm.Read(t.Context(), write(t, "fuzz.osm", []byte(text)), osm.Options{}); err != nil {
			fileError(t, err)
		}
	})
}
