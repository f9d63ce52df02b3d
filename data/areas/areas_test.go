package areas_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"circle15/data/areas"
	"circle15/data/geojson"
	"circle15/geo"
	"circle15/geo/plane"
)

func ring(places ...int32) []geo.E7 {
	var out []geo.E7
	for i := 0; i < len(places); i += 2 {
		out = append(out, geo.E7{Lon: places[i] * 1000, Lat: places[i+1] * 1000})
	}
	return append(out, out[0])
}

func repaired(t *testing.T, repairs []areas.Repair, code string) {
	t.Helper()
	for _, r := range repairs {
		if r.Code == code {
			return
		}
	}
	t.Errorf("got %v, want %s", repairs, code)
}

// A bow tie of a 10 by 10 square has two triangles whose areas cancel: nobody knows what was meant.
func TestBowTie(t *testing.T) {
	_, _, err := areas.From([][][]geo.E7{{ring(0, 0, 10, 10, 10, 0, 0, 10)}})
	var e *areas.Error
	if !errors.As(err, &e) || e.Code != "polygon_invalid" {
		t.Errorf("got %v", err)
	}
}

// A square whose border makes a small loop outwards: the loop's triangle is added, the square stays.
func TestSmallLoop(t *testing.T) {
	// From (100, 60) the line runs out and back across itself.
	got, repairs, err := areas.From([][][]geo.E7{{ring(0, 0, 100, 0, 100, 60, 102, 58, 102, 60, 100, 58, 99, 100, 0, 100)}})
	if err != nil || plane.Validate(got) != nil {
		t.Fatal(got, err)
	}
	repaired(t, repairs, "ring_crosses_itself")
}

// Two outer rings with a hole each, the holes named last, as a Shapefile may have them.
func TestFromRings(t *testing.T) {
	cw := func(x int32) []geo.E7 { return ring(x, 0, x, 10, x+10, 10, x+10, 0) }
	ccw := func(x int32) []geo.E7 { return ring(x+2, 2, x+4, 2, x+4, 4, x+2, 4) }
	got, _, err := areas.FromRings([][]geo.E7{cw(0), cw(20), ccw(20), ccw(0)})
	if err != nil || len(got) != 2 || len(got[0]) != 2 || len(got[1]) != 2 {
		t.Fatalf("%v, %v", got, err)
	}
	// All rings the wrong way round: none is a hole of anything.
	got, _, err = areas.FromRings([][]geo.E7{ccw(0), ccw(20)})
	if err != nil || len(got) != 2 {
		t.Errorf("%v, %v", got, err)
	}
}

// Whatever is drawn, what comes out is valid, and no error is anything but *areas.Error.
func TestRandomRings(t *testing.T) {
	mended := 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 9).Draw(t, "n")
		var r []int32
		for range n {
			r = append(r, rapid.Int32Range(0, 12).Draw(t, "x"), rapid.Int32Range(0, 12).Draw(t, "y"))
		}
		got, _, err := areas.From([][][]geo.E7{{ring(r...)}})
		if err != nil {
			return
		}
		mended++
		if err := plane.Validate(got); err != nil {
			t.Fatalf("%v: %v", r, err)
		}
	})
	if mended < 20 {
		t.Errorf("only %d were mended", mended)
	}
}

// The counties of Baoji: all twelve are taken, though five cross themselves.
func TestCountiesOfBaoji(t *testing.T) {
	file := filepath.Join("..", "..", "..", "shared", "data", "baoji-names", "counties.geojson")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Skip("../shared/data is not there")
	}
	var fc struct {
		Features []json.RawMessage `json:"features"`
	}
	if err := json.Unmarshal(raw, &fc); err != nil {
		t.Fatal(err)
	}
	got, err := geojson.Read(context.Background(), file, geojson.Options{})
	if err != nil || got.Dropped != 0 || len(got.Records) != len(fc.Features) {
		t.Fatalf("%v, %d dropped, %v", err, got.Dropped, got.Findings)
	}
	total := 0.0
	for _, r := range got.Records {
		total += r.Area.AreaM2()
	}
	if math.Abs(total-18.2e9) > 0.4e9 { // the city's area, 18,117 km²
		t.Errorf("%.0f km² in all", total/1e6)
	}
}
