package crs_test

import (
	"math"
	"slices"
	"testing"

	"circle15/geo"
	"circle15/geo/crs"
)

// The zones around Baoji, 107° E: six degrees wide with central meridians 105 and 111, three with 105 and 108, each with and
// without the number of the zone before the easting.
func TestSystemsForAPlace(t *testing.T) {
	at := geo.E7{Lon: 1_070_000_000, Lat: 343_000_000}
	var got []string
	for _, s := range crs.For(geo.Box{Min: at, Max: at}) {
		got = append(got, s.String())
	}
	want := []string{"OGC:CRS84", "EPSG:4326", "EPSG:4490", "EPSG:3857", "EPSG:4496", "EPSG:4497", "EPSG:4507", "EPSG:4508", "EPSG:4523", "EPSG:4524", "EPSG:4544", "EPSG:4545"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := len(crs.For(geo.EmptyBox())); n != 4 {
		t.Errorf("%d systems for no place, want 4", n)
	}
}

func TestPositionsInTheOrderOfTheAuthority(t *testing.T) {
	at := geo.E7{Lon: 1_080_000_000, Lat: 0} // on the central meridian of 4545, at the equator
	// EPSG:3857: 108/180 of half the equator, 20037508.343 m.
	for code, want := range map[int]string{4326: "[0,108]", 4545: "[0,500000]", 4524: "[0,36500000]", 3857: "[12022505.006,0]"} {
		s, err := crs.EPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		got := s.AppendPosition(nil, at)
		if string(got) != want {
			t.Errorf("EPSG:%d: %s, want %s", code, got, want)
		}
	}
	if got := string(crs.CRS84().AppendPosition(nil, at)); got != "[108,0]" {
		t.Errorf("CRS84: %s", got)
	}
}

func TestBoxOfAZone(t *testing.T) {
	s, err := crs.EPSG(4545)
	if err != nil {
		t.Fatal(err)
	}
	// 10 km around 108° E, 33.994° N (3,763 km north of the equator; 34° N is at 3,763.6). 5 km are 0.054° of longitude and 0.045° of latitude.
	b, ok := s.Box(3_758_000, 495_000, 3_768_000, 505_000)
	if !ok || b.Min.Lon > 1_079_470_000 || b.Min.Lon < 1_079_450_000 || b.Max.Lat < 340_380_000 || b.Max.Lat > 340_400_000 {
		t.Errorf("box %v, %v", b, ok)
	}
	if _, ok := s.Box(0, 0, math.Inf(1), 1); ok {
		t.Error("an infinite box lies on the earth")
	}
	if _, ok := s.Box(0, 9e6, 1, 9.1e6); ok {
		t.Error("a box far outside the zone is taken")
	}
}
