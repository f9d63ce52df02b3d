package demo

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"
)

// busLine runs along the streets between turns, with a stop at each turn and every 400 m between them.
type busLine struct {
	name    string
	turns   []spot
	weekend bool // runs on Saturdays and Sundays only
}

// cityLines are those of the feed. The answers depend on where they stop.
var cityLines = []busLine{
	{"1路", []spot{{-2400, 0}, {-400, 0}, {1000, 0}}, false},
	{"2路", []spot{{-400, -1400}, {-400, 0}, {-400, 800}}, false},
	{"3路", []spot{{-1600, 400}, {-400, 400}, {-400, 0}, {600, 0}, {600, 800}}, false},
	{"4路", []spot{{-1800, 800}, {1000, 800}}, false},
	{"5路", []spot{{-1000, 0}, {-1000, 800}, {1000, 800}}, false},
	{"6路", []spot{{-400, 0}, {-400, 800}, {1000, 800}}, false},
	{"7路", []spot{{-400, 0}, {-400, -600}, {1200, -600}, {1800, -600}, {1800, -1200}}, false},
	{"8路", []spot{{0, 0}, {0, -600}, {1200, -600}, {1800, -600}, {1800, -1400}}, false},
	{"9路", []spot{{-2600, 1500}, {-1000, 1500}, {-1000, 800}, {-1000, 0}, {-400, 0}}, false},
	{"10路", []spot{{-2600, 1900}, {-2600, 1500}, {-1000, 1500}, {-1000, 800}, {-1000, 200}}, false},
	{"11路", []spot{{-2600, 1500}, {-2600, 1100}, {-1000, 1100}, {-1000, 0}}, false},
	{"12路", []spot{{1800, 0}, {1800, 800}, {2000, 800}, {2000, 1100}, {2000, 1900}}, false},
	{"13路", []spot{{-1000, 0}, {-1000, -400}, {600, -400}, {600, -1400}}, false},
	{"14路", []spot{{0, -1600}, {0, 0}, {0, 800}}, false},
	{"15路", []spot{{-1600, 0}, {-1600, 800}, {-400, 800}}, false},
	{"快16", []spot{{800, -1800}, {800, 0}, {800, 800}}, false},
	{"游1", []spot{{-400, 0}, {-400, -600}, {1800, -600}, {1800, -1200}}, true},
}

// countryLines are of another operator, and in the OSM file only, as route relations.
var countryLines = []busLine{
	{"101", []spot{{-400, 0}, {-2000, 0}, {-2000, 600}}, false},
	{"102", []spot{{0, -800}, {0, -2200}}, false},
	{"103", []spot{{2000, 1100}, {2000, 2100}}, false},
}

// stops are where a line stops.
func (l busLine) stops() []spot {
	out := []spot{l.turns[0]}
	for i := 1; i < len(l.turns); i++ {
		a, b := l.turns[i-1], l.turns[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		for d := 400.0; d < length; d += 400 {
			out = append(out, spot{a.x + (b.x-a.x)*d/length, a.y + (b.y-a.y)*d/length})
		}
		out = append(out, b)
	}
	return out
}

// kerb is where the stop for one direction stands: 6 m to either side of the crossing.
func kerb(s spot, back bool) spot {
	if back {
		return spot{s.x - 6, s.y + 6}
	}
	return spot{s.x + 6, s.y - 6}
}

func stopName(s spot) string {
	if s == (spot{-400, 0}) {
		return "火车站"
	}
	return fmt.Sprintf("纵%.0f横%.0f", (s.x-westM)/100, (s.y-southM)/100)
}

// feed is the GTFS zip of the city's lines.
func (c *city) feed() ([]byte, error) {
	var stops, routes, trips, times strings.Builder
	known := map[string]bool{}
	for i, l := range cityLines {
		service := "工作日"
		if l.weekend {
			service = "周末"
		}
		fmt.Fprintf(&routes, "R%d,CB,%s,,3\n", i+1, l.name)
		at := l.stops()
		for dir := range 2 {
			trip := fmt.Sprintf("R%d-%d", i+1, dir)
			fmt.Fprintf(&trips, "R%d,%s,%s,%d\n", i+1, service, trip, dir)
			for k := range at {
				s := at[k]
				if dir == 1 {
					s = at[len(at)-1-k]
				}
				id := fmt.Sprintf("S%.0f_%.0f_%d", s.x, s.y, dir)
				if !known[id] {
					known[id] = true
					p := c.e7(kerb(s, dir == 1))
					fmt.Fprintf(&stops, "%s,%s,%s,%s\n", id, stopName(s), degrees(p.Lat), degrees(p.Lon))
				}
				clock := fmt.Sprintf("07:%02d:00", k)
				fmt.Fprintf(&times, "%s,%s,%s,%s,%d\n", trip, clock, clock, id, k+1)
			}
		}
	}
	return packFeed([][2]string{
		{"agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nCB,城市公交,https://example.org,Asia/Shanghai\n"},
		{"feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date\n" + Attribution + ",https://example.org,zh," + strings.ReplaceAll(dataDate, "-", "") + "\n"},
		{"calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n工作日,1,1,1,1,1,1,1,20260101,20261231\n周末,0,0,0,0,0,1,1,20260101,20261231\n"},
		{"routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\n" + routes.String()},
		{"trips.txt", "route_id,service_id,trip_id,direction_id\n" + trips.String()},
		{"stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + stops.String()},
		{"stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + times.String()},
	})
}

func packFeed(tables [][2]string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	stamp, err := time.Parse(time.DateOnly, dataDate)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		w, err := z.CreateHeader(&zip.FileHeader{Name: t[0], Method: zip.Deflate, Modified: stamp})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(t[1])); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// routes draws the lines of the other operator: a relation for each direction, both in a route_master.
func (c *city) routes() {
	for _, l := range countryLines {
		var both []member
		at := l.stops()
		for dir := range 2 {
			var stops []member
			for k := range at {
				s := at[k]
				if dir == 1 {
					s = at[len(at)-1-k]
				}
				p := kerb(s, dir == 1)
				id := c.osm.node(c.e7(spot{p.x + 3, p.y + 3}), tag{"highway", "bus_stop"}, tag{"public_transport", "platform"}, tag{"bus", "yes"}, tag{"name", stopName(s) + "（城乡）"})
				stops = append(stops, member{"node", id, "platform"})
			}
			id := c.osm.relation(stops, tag{"type", "route"}, tag{"route", "bus"}, tag{"ref", l.name}, tag{"operator", "城乡客运"})
			both = append(both, member{"relation", id, ""})
		}
		c.osm.relation(both, tag{"type", "route_master"}, tag{"route_master", "bus"}, tag{"ref", l.name}, tag{"operator", "城乡客运"})
	}
}
