package geojson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
)

var fields = []data.Field{
	{Name: "id", Type: data.TextField}, {Name: "n", Type: data.IntField},
	{Name: "share", Type: data.RealField}, {Name: "ok", Type: data.BoolField},
}

// square is a counter-clockwise square of one degree with its lower left corner at lon, lat.
func square(lon, lat int32) geo.Ring {
	const d = 10_000_000
	return geo.Ring{{Lon: lon, Lat: lat}, {Lon: lon + d, Lat: lat}, {Lon: lon + d, Lat: lat + d}, {Lon: lon, Lat: lat + d}}
}

func write(t *testing.T, fs ...data.Feature) string {
	t.Helper()
	var b bytes.Buffer
	if err := geojson.Write(&b, "gaps", fields, slices.Values(fs), geojson.Meta{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteBytes(t *testing.T) {
	got := write(t, data.Feature{ID: "C1/bus/detour", Shape: geo.MultiPolygon{{square(-5_000_000, 1)}},
		Values: []any{"C1/bus/detour", int64(3), 15.0, true}}, data.Feature{ID: "C2", Values: []any{"C2", nil, 0.25, nil}})
	// -0.5 degrees is -5000000 units; 1 unit is 0.0000001 degrees, a whole degree above it 1.0000001.
	want := `{"type":"FeatureCollection","name":"gaps","features":[
{"type":"Feature","id":"C1/bus/detour","properties":{"id":"C1/bus/detour","n":3,"share":15.0,"ok":true},"geometry":{"type":"MultiPolygon","coordinates":[[[[-0.5,0.0000001],[0.5,0.0000001],[0.5,1.0000001],[-0.5,1.0000001],[-0.5,0.0000001]]]]}},
{"type":"Feature","id":"C2","properties":{"id":"C2","n":null,"share":0.25,"ok":null},"geometry":{"type":"MultiPolygon","coordinates":[]}}
]}
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWriteMeta(t *testing.T) {
	var b bytes.Buffer
	err := geojson.Write(&b, "x", nil, func(func(data.Feature) bool) {}, geojson.Meta{Attribution: "© OSM", Licence: "ODbL", Run: 7})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got["attribution"] != "© OSM" || got["licence"] != "ODbL" || got["run"] != 7.0 || len(got["features"].([]any)) != 0 {
		t.Errorf("got %v", got)
	}
	if _, has := got["crs"]; has {
		t.Error("a crs member was written")
	}
}

// A clockwise outer ring and a counter-clockwise hole are turned; the first place stays the first.
func TestWriteTurnsRings(t *testing.T) {
	outer := geo.Ring{{Lon: 0, Lat: 0}, {Lon: 0, Lat: 40}, {Lon: 40, Lat: 40}, {Lon: 40, Lat: 0}}
	hole := geo.Ring{{Lon: 10, Lat: 10}, {Lon: 20, Lat: 10}, {Lon: 10, Lat: 20}}
	b, err := geojson.AppendMultiPolygon(nil, geo.MultiPolygon{{outer, hole}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"MultiPolygon","coordinates":[[[[0,0],[0.000004,0],[0.000004,0.000004],[0,0.000004],[0,0]],` +
		`[[0.000001,0.000001],[0.000001,0.000002],[0.000002,0.000001],[0.000001,0.000001]]]]}`
	if string(b) != want {
		t.Errorf("got\n%s\nwant\n%s", b, want)
	}
}

func TestWritePositions(t *testing.T) {
	for _, c := range []struct {
		at   geo.E7
		want string
	}{
		{geo.E7{}, "[0,0]"},
		{geo.E7{Lon: -1, Lat: 1}, "[-0.0000001,0.0000001]"},
		{geo.E7{Lon: 1_800_000_000, Lat: -900_000_000}, "[180,-90]"},
		{geo.E7{Lon: -154_304_786, Lat: 281_425_240}, "[-15.4304786,28.142524]"},
	} {
		if got := string(geojson.AppendPosition(nil, c.at)); got != c.want {
			t.Errorf("%v: got %s, want %s", c.at, got, c.want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, f := range map[string]data.Feature{
		"a number that is none":  {ID: "a", Values: []any{"a", nil, math.NaN(), nil}},
		"infinity":               {ID: "a", Values: []any{"a", nil, math.Inf(1), nil}},
		"an unpublished type":    {ID: "a", Values: []any{"a", 3, nil, nil}},
		"too few values":         {ID: "a", Values: []any{"a"}},
		"a ring of two places":   {ID: "a", Values: []any{"a", nil, nil, nil}, Shape: geo.MultiPolygon{{square(0, 0)[:2]}}},
		"a hole without a place": {ID: "a", Values: []any{"a", nil, nil, nil}, Shape: geo.MultiPolygon{{square(0, 0), nil}}},
	} {
		err := geojson.Write(&bytes.Buffer{}, "x", fields, slices.Values([]data.Feature{f}), geojson.Meta{})
		if err == nil || !strings.Contains(err.Error(), `feature "a"`) {
			t.Errorf("%s: got %v, want an error that names the feature", name, err)
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("no space left")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWritePassesOnErrors(t *testing.T) {
	if err := geojson.Write(fullDisk{}, "x", fields, many(1), geojson.Meta{}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// Whatever the text, the output parses as JSON and gives the text back, with U+FFFD for bytes that are not UTF-8.
func FuzzWriteString(f *testing.F) {
	for _, s := range []string{"", "桃源里社区", "a\"b\\c", "\x00\x1f\x7f", "\xff\xfe", "\u2028</script>", "half \xe6\xa1"} {
		f.Add(s, 1.5)
	}
	f.Fuzz(func(t *testing.T, s string, v float64) {
		b, err := geojson.NewEncoder(fields).Append(nil, &data.Feature{ID: s, Values: []any{s, nil, v, nil}})
		if math.IsNaN(v) || math.IsInf(v, 0) {
			if err == nil {
				t.Fatal("NaN or infinity was written")
			}
			return
		}
		var got struct {
			ID         string
			Properties struct{ Share float64 }
		}
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		// Byte by byte, as encoding/json reads what is not UTF-8.
		if want := string([]rune(s)); got.ID != want || got.Properties.Share != v {
			t.Fatalf("got %q, %v, want %q, %v", got.ID, got.Properties.Share, want, v)
		}
	})
}

// many are features of 100 places each.
func many(n int) iter.Seq[data.Feature] {
	ring := make(geo.Ring, 100)
	for i := range ring {
		s, c := math.Sincos(float64(i) * 2 * math.Pi / 100)
		ring[i], _ = geo.ToE7([2]float64{107.24 + 0.01*c, 34.36 + 0.01*s})
	}
	f := data.Feature{ID: "C1/bus_lines/detour", Shape: geo.MultiPolygon{{ring}}, Values: []any{"C1/bus_lines/detour", int64(2), 0.123456, true}}
	return func(yield func(data.Feature) bool) {
		for range n {
			if !yield(f) {
				return
			}
		}
	}
}

// A file of 22 MB took 32 ms with the encoder this one is modelled on.
func BenchmarkWrite(b *testing.B) {
	var n countBytes
	for b.Loop() {
		n = 0
		if err := geojson.Write(&n, "gaps", fields, many(8800), geojson.Meta{}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(n))
}

type countBytes int

func (c *countBytes) Write(p []byte) (int, error) { *c += countBytes(len(p)); return len(p), nil }
