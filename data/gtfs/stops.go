package gtfs

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

func (f *feed) readStops() error {
	f.stops = map[string]*stop{}
	need := []string{"stop_id", "stop_lat", "stop_lon"}
	want := []string{"stop_name", "location_type", "stop_code", "wheelchair_boarding", "parent_station"}
	return f.table("stops.txt", need, want, func(v []string, row int) error {
		id := v[0]
		if v[4] != "" && v[4] != "0" {
			return nil // stations, entrances and nodes of stations: nobody boards there
		}
		if _, twice := f.stops[id]; twice {
			f.dropped++
			f.duplicate("stops.txt", row, id)
			return nil
		}
		at, ok := position(v[1], v[2])
		if !ok || id == "" {
			f.dropped++
			f.finds.Add(data.Finding{Severity: data.Failure, Code: "gtfs_stop_position", Row: row, Feature: id, Field: "stops.txt stop_lat, stop_lon",
				Value: v[1] + " " + v[2], Message: "the stop has no id or no position on the earth: it was dropped", Advice: "mend the row in the feed"})
			return nil
		}
		f.stops[id] = &stop{name: f.text(v[3], "stops.txt", row, "stop_name"), code: v[5], wheelchair: v[6], station: v[7], at: at, lines: map[int32]bool{}}
		return nil
	})
}

// position reads a latitude and a longitude. 0, 0 is what feeds write for "not known".
func position(lat, lon string) (geo.E7, bool) {
	y, err1 := strconv.ParseFloat(lat, 64)
	x, err2 := strconv.ParseFloat(lon, 64)
	if err1 != nil || err2 != nil || x == 0 && y == 0 {
		return geo.E7{}, false
	}
	return geo.ToE7(orb.Point{x, y})
}

func (f *feed) readStopTimes() error {
	var lastTrip string
	var current trip
	known := false
	var rows int64
	need, want := []string{"trip_id", "stop_id"}, []string{"pickup_type", "drop_off_type"}
	return f.table("stop_times.txt", need, want, func(v []string, row int) error {
		if rows++; rows%8192 == 0 {
			f.progress.Tell("read stop times", rows, 0)
		}
		if v[0] != lastTrip || rows == 1 {
			lastTrip = v[0]
			current, known = f.trips[v[0]]
		}
		if !known {
			f.missing("stop_times.txt", row, v[0], "trip_id", v[0], "trips.txt does not have this trip: the row was dropped", data.Failure)
			return nil
		}
		s := f.stops[v[1]]
		if s == nil {
			f.missing("stop_times.txt", row, v[0], "stop_id", v[1], "stops.txt does not have this stop, or it could not be taken: the row was dropped", data.Failure)
			return nil
		}
		if current.line < 0 || v[2] == "1" && v[3] == "1" {
			return nil // not public transport, or passed without a halt
		}
		s.lines[current.line] = s.lines[current.line] || current.weekday
		return nil
	})
}

// facilities are the stops that are served, one for each category of line that serves them.
func (f *feed) facilities(layer string) []indicators.Facility {
	var out []indicators.Facility
	ids := make([]string, 0, len(f.stops))
	for id := range f.stops {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		s := f.stops[id]
		if len(s.lines) == 0 {
			f.finds.Add(data.Finding{Severity: data.Note, Code: "gtfs_stop_unserved", Feature: id, Field: "stops.txt",
				Message: "no trip stops here: the stop was left out"})
			continue
		}
		out = append(out, f.stopFacilities(id, s, layer)...)
	}
	slices.SortStableFunc(out, func(a, b indicators.Facility) int { return cmp.Compare(a.Category, b.Category) })
	return out
}

func (f *feed) stopFacilities(id string, s *stop, layer string) []indicators.Facility {
	byCategory := map[string][]indicators.Line{}
	for i, weekday := range s.lines {
		l := f.lines[i]
		byCategory[l.category] = append(byCategory[l.category], indicators.Line{Operator: l.operator, Name: l.name, Weekend: !weekday})
	}
	var out []indicators.Facility
	for category, lines := range byCategory {
		slices.SortFunc(lines, func(a, b indicators.Line) int {
			return cmp.Or(cmp.Compare(a.Operator, b.Operator), cmp.Compare(a.Name, b.Name))
		})
		out = append(out, indicators.Facility{ID: id, Category: category, Name: s.name, At: s.at, Lines: lines, Attrs: s.attrs(), Layer: layer})
	}
	return out // the caller sorts by category; within one, an id is there once
}

func (s *stop) attrs() map[string]string {
	attrs := map[string]string{}
	for k, v := range map[string]string{"stop_code": s.code, "parent_station": s.station} {
		if v != "" {
			attrs[k] = v
		}
	}
	switch s.wheelchair {
	case "1":
		attrs["wheelchair"] = "yes"
	case "2":
		attrs["wheelchair"] = "no"
	}
	if len(attrs) == 0 {
		return nil
	}
	return attrs
}
