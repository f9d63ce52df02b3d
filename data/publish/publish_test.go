package publish_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// Two layers have a stop of the same id: both are told apart by their layers. Attributes become columns, the most frequent first.
func TestFacilities(t *testing.T) {
	fields, features := publish.Facilities([]indicators.Facility{
		{ID: "1", Category: "post", Layer: "osm", Attrs: map[string]string{"addr:street": "Main", "opening_hours": "24/7"}},
		{ID: "1", Category: "post", Layer: "own", Name: "邮局", Attrs: map[string]string{"opening_hours": "24/7"}},
		{ID: "2", Category: "bank", Layer: "osm"},
	}, "post")
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "id category name layer lines opening_hours addr_street" {
		t.Errorf("fields %s", got)
	}
	if len(features) != 2 || features[0].ID != "1@osm" || features[1].ID != "1@own" || features[0].Values[6] != "Main" || features[1].Values[6] != nil {
		t.Errorf("features %v", features)
	}
}

// A way of two edges is one feature; where it becomes a bridge another begins.
func TestStreets(t *testing.T) {
	at := func(x int32) geo.E7 { return geo.E7{Lon: x} }
	s := &network.Streets{
		From: []uint32{0, 1, 2}, To: []uint32{1, 2, 3}, WayID: []int64{7, 7, 7},
		Traits: []network.Traits{network.Foot, network.Foot, network.Foot | network.Bridge}, NameOf: []uint32{0, 0, 0}, Names: []string{""},
		LengthM: []float64{1, 2, 4}, ShapeAt: []uint32{0, 2, 4, 6}, Shape: []geo.E7{at(0), at(1), at(1), at(2), at(2), at(3)},
	}
	got := publish.Streets(s)
	if len(got) != 2 || got[0].ID != "way/7" || got[1].ID != "way/7#2" || len(got[0].Lines) != 2 || got[0].Values[3] != 3.0 || got[1].Values[7] != true {
		t.Errorf("got %+v", got)
	}
}

// What failed is tried again; what was made is kept.
func TestSetIsMadeOnce(t *testing.T) {
	std, err := indicators.ParseStandard("s.yaml", []byte("id: s\ntitle: {zh: 一, en: S}\naspects:\n- id: a\n  title: {zh: 一, en: A}\n  indicators:\n  - id: i\n    title: {zh: 一, en: I}\n    criteria:\n"+
		"    - {id: k, title: {zh: 一, en: K}, category: post, measure: nearest, limit: {metres: 500}, require: 0.9}\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := &data.RunResult{Run: data.Run{Standard: std, Layers: []data.Layer{{Kind: data.KindOSM, Categories: []string{"post", "camera"}}}}}
	calls, broken := 0, errors.New("gone")
	all := publish.Of(r, func(context.Context) (*data.City, error) {
		if calls++; calls == 1 {
			return nil, broken
		}
		return &data.City{Facilities: []indicators.Facility{{ID: "1", Category: "post"}}}, nil
	})
	var post *publish.Collection
	for _, c := range all {
		switch c.ID {
		case "facilities_post":
			post = c
		case "facilities_camera":
			t.Error("cameras are published")
		}
	}
	if _, err := post.Set(t.Context()); !errors.Is(err, broken) {
		t.Fatalf("the first time: %v", err)
	}
	for range 2 {
		if set, err := post.Set(t.Context()); err != nil || len(set.Features) != 1 {
			t.Fatalf("%v, %v", set, err)
		}
	}
	if calls != 2 {
		t.Errorf("the city was loaded %d times, want 2", calls)
	}
}
