package osm_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/geo"
)

func TestCategories(t *testing.T) {
	for _, c := range []struct{ tags, want string }{
		{"shop=supermarket", "supermarket"},
		{"shop=mall", "mall supermarket"},
		{"shop=convenience", "convenience"},
		{"shop=convenience self_service=yes", "convenience unmanned_store"},
		{"shop=convenience automated=yes", "convenience unmanned_store"},
		{"shop=kiosk", "breakfast convenience"},
		{"amenity=vending_machine vending=drinks", "vending"},
		{"amenity=vending_machine vending=public_transport_tickets", "transit_card vending"},
		{"amenity=vending_machine vending=parcel_pickup", "parcel_locker vending"},
		{"craft=electronics_repair", "appliance_repair"},
		{"shop=electronics", ""},
		{"shop=electronics repair=yes", "appliance_repair"},
		{"shop=beauty", "hairdresser"},
		{"amenity=kindergarten", "childcare kindergarten"},
		{"amenity=childcare", "childcare nursery"},
		{"amenity=school", "school"},
		{"amenity=school isced:level=1", "primary_school school"},
		{"amenity=school isced:level=2;3", "junior_school school"},
		{"amenity=school isced:level=1;2", "junior_school primary_school school"},
		{"amenity=school school=secondary", "junior_school school"},
		{"amenity=library", "culture_station library"},
		{"amenity=language_school", "training"},
		{"amenity=cinema", "leisure_venue"},
		{"shop=gift", "gift_shop"},
		{"shop=travel_agency", "travel_agency"},
		{"shop=massage", "wellness"},
		{"leisure=sports_centre", "sports sports_hall"},
		{"amenity=kindergarten access=private", "childcare kindergarten"}, // of its grounds
		{"amenity=post_office", "post"},
		{"amenity=post_box", "post_box"},
		{"amenity=bank", "bank"},
		{"amenity=bank atm=yes", "atm bank"},
		{"amenity=bank atm=no", "bank"},
		{"shop=mobile_phone", "telecom"},
		{"office=energy_supplier", "utility_payment"},
		{"amenity=restaurant", "restaurant"},
		{"amenity=restaurant cuisine=regional", "restaurant specialty_restaurant"},
		{"amenity=restaurant opening_hours=06:00-22:00", "breakfast restaurant"},
		{"amenity=cafe", "cafe restaurant"},
		{"amenity=fast_food mobile=yes", "breakfast fast_food restaurant"},
		{"amenity=bus_station", "bus_terminal"},
		{"public_transport=station bus=yes", "bus_terminal"},
		{"railway=station station=subway", "metro"},
		{"railway=station", "railway_station"},
		{"amenity=bicycle_rental", "bike_share"},
		{"amenity=parking", "parking"},
		{"amenity=parking access=customers", "parking"},
		{"amenity=parking access=private", ""},
		{"highway=elevator", "elevator"},
		{"amenity=pharmacy healthcare=pharmacy", "pharmacy"},
		{"amenity=doctors", "clinic health_station"},
		{"healthcare=doctor", "clinic health_station"},
		{"healthcare=centre", "clinic health_centre"},
		{"amenity=social_facility social_facility=nursing_home", "eldercare_hospital nursing_home"},
		{"leisure=park", "park"},
		{"leisure=garden", ""},
		{"leisure=garden name=Rose", "park"},
		{"leisure=pitch", "sports sports_ground"},
		{"leisure=pitch access=private", ""},
		{"amenity=community_centre", "community_centre culture_centre service_station"},
		{"office=government", "service_station"},
		{"man_made=surveillance", "camera"},
		{"amenity=toilets access=no", ""},
		{"amenity=charging_station", "charging_car"},
		{"amenity=charging_station motorcar=yes", "charging_car"},
		{"amenity=charging_station bicycle=yes", "charging_ebike"},
		{"amenity=charging_station motorcycle=yes", "charging_ebike"},
		{"amenity=charging_station bicycle=yes motorcar=yes", "charging_car charging_ebike"},
		{"amenity=charging_station bicycle=yes socket:schuko=4", "charging_ebike"},
		{"amenity=charging_station bicycle=yes socket:type2=2", "charging_car charging_ebike"},
		{"amenity=charging_station motorcar=no", ""},
		{"amenity=bicycle_parking capacity:charging=6", "bicycle_parking charging_ebike"},
		{"disused:shop=supermarket", ""},
		{"shop=supermarket disused=yes", ""},
		{"shop=vacant", ""},
	} {
		im := imported(t, "n1 0 0\nn2 10 0\nw1 1,2 highway=footway\nn7 5 5 "+c.tags)
		if got := categories(im, "node/7"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.tags, got, c.want)
		}
	}
}

func TestBreakfastKinds(t *testing.T) {
	for tags, want := range map[string]string{
		"amenity=fast_food opening_hours=24/7":                   "shop",
		"amenity=fast_food opening_hours=24/7 street_vendor=yes": "cart",
		"amenity=fast_food building=kiosk opening_hours=24/7":    "kiosk",
		"shop=kiosk":                           "kiosk",
		"amenity=restaurant cuisine=breakfast": "shop",
	} {
		im := imported(t, "n1 0 0\nn2 10 0\nw1 1,2 highway=footway\nn7 5 5 "+tags)
		f := facility(im, "breakfast", "node/7")
		if f == nil || f.Attrs["kind"] != want {
			t.Errorf("%s: got %+v, want kind %s", tags, f, want)
		}
	}
}

// A hospital on its grounds 0,0–20,10 with a gate at 20,0: node, way and relation of it.
func TestAreaFacility(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 20 0 barrier=gate
n3 20 10 entrance=main
n4 0 10 barrier=gate locked=yes
n5 5 5
n6 15 5
n7 15 8
w1 1,2,3,4,1 amenity=hospital name=Old capacity=12 colour=red
w2 2,3 highway=footway
w3 1,2,3
w4 3,4,1
w5 5,6,7,5
r9 way:3:outer,way:4:outer,way:5:inner type=multipolygon amenity=hospital name=New+One opening_hours=24/7
`)
	outer := geo.Ring{at(0, 0), at(20, 0), at(20, 10), at(0, 10)}
	old := facility(im, "hospital", "way/1")
	if old == nil {
		t.Fatal("no hospital way/1")
	}
	if diff := cmp.Diff([]geo.Ring{outer}, old.Outline); diff != "" {
		t.Error(diff)
	}
	if old.At != at(10, 5) {
		t.Errorf("at %v, want the middle 10, 5", old.At)
	}
	if diff := cmp.Diff([]geo.E7{at(20, 0), at(20, 10)}, old.Entrances); diff != "" {
		t.Errorf("entrances (the locked gate is none): %s", diff)
	}
	if diff := cmp.Diff(map[string]string{"capacity": "12", "amenity": "hospital"}, old.Attrs); diff != "" {
		t.Error(diff)
	}
	recent := facility(im, "hospital", "relation/9")
	if recent == nil || recent.Name != "New One" {
		t.Fatalf("got %+v, want the relation", recent)
	}
	hole := geo.Ring{at(15, 8), at(15, 5), at(5, 5)} // clockwise
	if len(recent.Outline) != 2 || recent.Outline[1].DoubleArea() != hole.DoubleArea() {
		t.Errorf("outline %v, want the outer ring and the hole", recent.Outline)
	}
	shape := geo.MultiPolygon{recent.Outline}
	if !shape.Contains(recent.At) {
		t.Errorf("%v does not lie in the area", recent.At)
	}
	if len(recent.Entrances) != 2 {
		t.Errorf("entrances %v, want 2", recent.Entrances)
	}
}

// Parks and pitches are of a level by their size; each is of one level only. One that is mapped as a point has no size. A step of the
// drawing is 0.0001°: 11.13 m × 11.06 m = 123.1 m².
func TestCategoriesBySize(t *testing.T) {
	for _, c := range []struct {
		tags string
		w, h int
		want string
	}{
		{"leisure=park", 21, 20, "park park_15min"},                         // 51,700 m²
		{"leisure=park", 20, 20, "park park_10min"},                         // 49,200 m²
		{"leisure=park", 6, 6, "park park_5min"},                            // 4,430 m²
		{"leisure=park", 6, 5, "park"},                                      // 3,690 m²
		{"leisure=pitch", 9, 3, "large_sports_ground sports sports_ground"}, // 3,320 m²
		{"leisure=pitch", 5, 5, "mid_sports_ground sports sports_ground"},   // 3,080 m²
		{"leisure=pitch", 3, 3, "small_sports_ground sports sports_ground"}, // 1,110 m²
		{"leisure=pitch", 3, 1, "sports sports_ground"},                     // 369 m²
	} {
		im := imported(t, fmt.Sprintf("n1 0 0\nn2 %d 0\nn3 %d %d\nn4 0 %d\nw7 1,2,3,4,1 %s\nw8 1,2 highway=footway", c.w, c.w, c.h, c.h, c.tags))
		if got := categories(im, "way/7"); got != c.want {
			t.Errorf("%s, %d × %d: got %q, want %q", c.tags, c.w, c.h, got, c.want)
		}
	}
	im := imported(t, "n1 0 0\nn2 10 0\nw1 1,2 highway=footway\nn7 5 5 leisure=park")
	if got := categories(im, "node/7"); got != "park" {
		t.Errorf("a park that is a point: got %q", got)
	}
}

// Standards ask for numbers by one name, whatever the tag.
func TestAmounts(t *testing.T) {
	for _, c := range []struct{ tags, category, name, want string }{
		{"amenity=parking capacity=60", "parking", "spaces", "60"},
		{"amenity=parking", "parking", "spaces", ""},
		{"amenity=charging_station capacity=8", "charging_car", "connectors", "8"},
		{"amenity=charging_station bicycle=yes capacity=20", "charging_ebike", "sockets", "20"},
		{"amenity=bicycle_parking capacity=90 capacity:charging=6", "charging_ebike", "sockets", "6"},
		{"amenity=childcare capacity=30", "childcare", "places", "30"},
	} {
		f := facility(imported(t, "n1 0 0\nn2 10 0\nw1 1,2 highway=footway\nn7 5 5 "+c.tags), c.category, "node/7")
		if f == nil || f.Attrs[c.name] != c.want {
			t.Errorf("%s: got %+v, want %s=%q", c.tags, f, c.name, c.want)
		}
	}
}

// A park of which one way is not in the file lies at the middle of the other; one of which nothing is there is noted.
func TestParkThatLeavesTheExtract(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 10 0
n3 30 0
w1 1,2,3 highway=footway
r5 way:1:outer,way:77:outer type=multipolygon leisure=park
r6 way:78:outer type=multipolygon leisure=park
`)
	f := facility(im, "park", "relation/5")
	if f == nil || f.At != at(15, 0) || f.Outline != nil {
		t.Errorf("got %+v, want a point at 15, 0", f)
	}
	if facility(im, "park", "relation/6") != nil || codes(im)["facility_beyond"] != 1 {
		t.Errorf("relation/6 is to be noted and left out: %v", im.Findings)
	}
}

// Stairs up, a deck, stairs down: one footbridge. A bridge for cars is none.
func TestOverpass(t *testing.T) {
	im := imported(t, `
n1 0 0
n2 2 0
n3 30 0
n4 32 0
w7 1,2 highway=steps bridge=yes
w5 2,3 highway=footway bridge=yes name=Sky
w6 3,4 highway=steps bridge=yes
w8 1,4 highway=residential bridge=yes
n5 0 50
n6 10 50
w9 5,6 highway=footway tunnel=yes
w10 5,6 highway=footway tunnel=building_passage
`)
	var got []string
	for _, f := range im.Facilities {
		got = append(got, fmt.Sprint(f.Category, " ", f.ID, " ", f.Name, " ", f.At == at(16, 0) || f.At == at(5, 50)))
	}
	if diff := cmp.Diff([]string{"overpass way/5 Sky true", "underpass way/9  true"}, got); diff != "" {
		t.Error(diff)
	}
}
