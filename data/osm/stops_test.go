package osm_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/indicators"
)

// stops are the bus stops with operator|name of their lines.
func stops(im *data.Import) map[string][]string {
	out := map[string][]string{}
	for _, f := range im.Facilities {
		if f.Category != "bus_stop" {
			continue
		}
		lines := []string{}
		for _, l := range f.Lines {
			lines = append(lines, l.Operator+"|"+l.Name)
		}
		out[f.ID] = lines
	}
	return out
}

const stopTown = `
n1 0 0
n2 90 0
w1 1,2 highway=residential
`

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, town string
		want       map[string][]string
	}{
		{"both directions of one line", `
n5 10 1 highway=bus_stop
r1 node:5:platform type=route route=bus ref=12 network=City from=A to=B
r2 node:5:platform type=route route=bus ref=12 network=City from=B to=A`,
			map[string][]string{"node/5": {"City|12"}}},
		{"a master names all its variants", `
n5 10 1 highway=bus_stop
n6 20 1 highway=bus_stop
r1 node:5:platform type=route route=bus ref=12 network=Old
r2 node:5:platform,node:6:stop type=route route=bus ref=12A
r3 relation:1:,relation:2: type=route_master route_master=bus ref=12 network=City`,
			map[string][]string{"node/5": {"City|12"}, "node/6": {"City|12"}}},
		{"a master without ref and network leaves them to the routes", `
n5 10 1 highway=bus_stop
r1 node:5:platform type=route route=bus ref=12 operator=Firm
r3 relation:1: type=route_master route_master=bus`,
			map[string][]string{"node/5": {"Firm|12"}}},
		{"a master with a name and routes that agree in their number", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus ref=12
r2 node:5:stop type=route route=bus name=there
r3 relation:1:,relation:2: type=route_master route_master=bus name=Bus+12`,
			map[string][]string{"node/5": {"|12"}}},
		{"a master with a name and routes with numbers of their own", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus ref=12A
r2 node:5:stop type=route route=bus ref=12B
r3 relation:1:,relation:2: type=route_master route_master=bus name=Bus+12`,
			map[string][]string{"node/5": {"|Bus 12"}}},
		{"a master without anything", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus name=there
r2 node:5:stop type=route route=bus name=back
r3 relation:1:,relation:2: type=route_master route_master=bus`,
			map[string][]string{"node/5": {"|relation/3"}}},
		{"network before operator; the same number of another network is another line", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus ref=1 network=City operator=Firm
r2 node:5:stop type=route route=trolleybus ref=1 network=Land`,
			map[string][]string{"node/5": {"City|1", "Land|1"}}},
		{"only one direction says its network", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus ref=1 network=City
r2 node:5:stop type=route route=bus ref=1`,
			map[string][]string{"node/5": {"City|1"}}},
		{"without a number: the name, else the id", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus name=校园
r2 node:5:stop type=route route=bus`,
			map[string][]string{"node/5": {"|relation/2", "|校园"}}},
		{"trams, coaches and proposed lines are no bus lines", `
n5 10 1 highway=bus_stop
r1 node:5:stop type=route route=tram ref=1
r2 node:5:stop type=route route=coach ref=2
r3 node:5:stop type=route route=bus ref=3 state=proposed`,
			map[string][]string{"node/5": {}}},
		{"a platform drawn as a way, a node without tags, one beyond the extract", `
n5 10 1
n6 12 1
n7 30 1
w2 5,6 public_transport=platform
r1 way:2:platform,node:7:stop,node:99:stop type=route route=bus ref=1`,
			map[string][]string{"way/2": {"|1"}, "node/7": {"|1"}}},
		{"a platform of trams is no bus stop", `
n5 10 1 public_transport=platform tram=yes
n6 12 1 public_transport=stop_position train=yes`,
			map[string][]string{}},
		{"ways that a route drives on are no stops", `
n5 10 1 highway=bus_stop
r1 node:5:stop,way:1: type=route route=bus ref=1`,
			map[string][]string{"node/5": {"|1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, stops(imported(t, stopTown+c.town))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A stop position on the road and the platform beside it, 11 m apart (1e-4 degrees), are one stop where a name or
// a stop_area says so. At 44 m a name is not enough.
func TestOnePhysicalStop(t *testing.T) {
	for _, c := range []struct {
		name, town string
		want       map[string][]string
	}{
		{"same name", `
n5 10 0 public_transport=stop_position bus=yes name=Gate
n6 10 1 highway=bus_stop name=Gate
r1 node:5:stop type=route route=bus ref=1
r2 node:6:platform type=route route=bus ref=2`,
			map[string][]string{"node/6": {"|1", "|2"}}},
		{"same name, too far", `
n5 10 0 public_transport=stop_position bus=yes name=Gate
n6 10 4 highway=bus_stop name=Gate
r1 node:5:stop type=route route=bus ref=1`,
			map[string][]string{"node/5": {"|1"}, "node/6": {}}},
		{"stop_area", `
n5 10 0 public_transport=stop_position bus=yes
n6 10 4 highway=bus_stop
n7 10 -3 highway=bus_stop
r1 node:5:stop type=route route=bus ref=1
r2 node:5:stop,node:6:platform type=public_transport public_transport=stop_area`,
			map[string][]string{"node/6": {"|1"}, "node/7": {}}},
		{"no name and no area: both stay", `
n5 10 0 public_transport=stop_position bus=yes
n6 10 1 highway=bus_stop
r1 node:5:stop type=route route=bus ref=1`,
			map[string][]string{"node/5": {"|1"}, "node/6": {}}},
		{"two platforms never become one", `
n5 10 0 highway=bus_stop name=Gate
n6 10 1 highway=bus_stop name=Gate`,
			map[string][]string{"node/5": {}, "node/6": {}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, stops(imported(t, stopTown+c.town))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStopDetails(t *testing.T) {
	im := imported(t, stopTown+`
n5 10 0 public_transport=stop_position bus=yes name=Gate
n6 10 1 highway=bus_stop name=Gate ref=0815 shelter=yes
n8 50 1 highway=bus_stop
r1 node:6:platform type=route route=bus ref=N1 opening_hours=Sa-Su+22:00-04:00
r2 node:6:platform type=route route=bus ref=2 opening_hours=Mo-Su+05:00-24:00
r3 way:1: type=route route=bus ref=9`)
	got := facility(im, "bus_stop", "node/6")
	want := &indicators.Facility{
		ID: "node/6", Category: "bus_stop", Name: "Gate", At: at(10, 1), Layer: "osm",
		Lines: []indicators.Line{{Name: "2"}, {Name: "N1", Weekend: true}},
		Attrs: map[string]string{"ref": "0815", "shelter": "yes", "osm_also": "node/5"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c := codes(im)
	if c["stop_without_lines"] != 1 || c["line_without_stops"] != 1 {
		t.Errorf("findings %v, want one stop without lines (node/8) and one line without stops (relation/3)", c)
	}
	if data.Reportable(im.Findings) {
		t.Errorf("notes only are wanted: %v", im.Findings)
	}
}
