package gtfs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
)

func (f *feed) readAgencies() error {
	f.agencies = map[string]string{}
	return f.table("agency.txt", nil, []string{"agency_id", "agency_name"}, func(v []string, line int) error {
		if _, twice := f.agencies[v[0]]; twice {
			f.duplicate("agency.txt", line, v[0])
			return nil
		}
		f.agencies[v[0]] = f.text(v[1], "agency.txt", line, "agency_name")
		return nil
	})
}

// operators is the names of the agencies, sorted.
func (f *feed) operators() string {
	var names []string
	for _, n := range f.agencies {
		if n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (f *feed) readRoutes() error {
	f.routes = map[string]int32{}
	index := map[line]int32{}
	need, want := []string{"route_id", "route_type"}, []string{"agency_id", "route_short_name", "route_long_name"}
	return f.table("routes.txt", need, want, func(v []string, row int) error {
		id := v[0]
		if id == "" {
			f.badRow("routes.txt", row, "", "the route has no route_id: the row was dropped")
			return nil
		}
		if _, twice := f.routes[id]; twice {
			f.duplicate("routes.txt", row, id)
			return nil
		}
		category := categoryOf(v[1])
		if category == "" {
			f.finds.Add(data.Finding{Severity: data.Warning, Code: "gtfs_route_type", Row: row, Feature: id, Field: "route_type", Value: v[1],
				Message: "not a kind of public transport with stops: the route was left out"})
			f.routes[id] = -1
			return nil
		}
		name := f.text(cmp.Or(v[3], v[4], id), "routes.txt", row, "route_short_name")
		l := line{f.operator(v[2], id, row), name, category}
		if _, known := index[l]; !known {
			index[l] = int32(len(f.lines))
			f.lines = append(f.lines, l)
		}
		f.routes[id] = index[l]
		return nil
	})
}

// operator is the name of the agency of a route: the only one there is when the route names none.
func (f *feed) operator(agency, route string, row int) string {
	if name, ok := f.agencies[agency]; ok {
		return cmp.Or(name, agency)
	}
	if agency == "" && len(f.agencies) == 1 {
		return f.operators()
	}
	f.missing("routes.txt", row, route, "agency_id", agency, "agency.txt does not have this agency: its id was taken as the operator's name", data.Warning)
	return agency
}

// categoryOf is the category of stops by route_type, the basic ones and the extended ones of Google
// (https://developers.google.com/transit/gtfs/reference/extended-route-types). Buses are 3, 11 (trolleybus), coaches
// 2xx, buses 7xx and trolleybuses 800.
func categoryOf(routeType string) string {
	t, err := strconv.Atoi(routeType)
	if err != nil {
		return ""
	}
	switch {
	case t == 3 || t == 11 || t >= 200 && t <= 299 || t >= 700 && t <= 800:
		return "bus_stop"
	case t == 0 || t == 5 || t >= 900 && t <= 999:
		return "tram_stop"
	case t == 1 || t == 12 || t >= 400 && t <= 699:
		return "metro"
	case t == 2 || t >= 100 && t <= 199 || t >= 300 && t <= 399:
		return "rail"
	case t == 4 || t >= 1000 && t <= 1099 || t >= 1200 && t <= 1299:
		return "ferry"
	case t == 6 || t >= 1300 && t <= 1399:
		return "aerialway"
	case t == 7 || t >= 1400 && t <= 1499:
		return "funicular"
	}
	return ""
}

func (f *feed) readTrips() error {
	f.trips = map[string]trip{}
	return f.table("trips.txt", []string{"route_id", "service_id", "trip_id"}, nil, func(v []string, row int) error {
		id := v[2]
		if _, twice := f.trips[id]; twice {
			f.duplicate("trips.txt", row, id)
			return nil
		}
		l, ok := f.routes[v[0]]
		if !ok || id == "" {
			f.missing("trips.txt", row, id, "route_id", v[0], "routes.txt does not have this route: the trip was dropped", data.Failure)
			return nil
		}
		weekday := true
		if s := f.services[v[1]]; s != nil {
			weekday = s.ordinaryWeekday()
		} else {
			f.missing("trips.txt", row, id, "service_id", v[1], "neither calendar has this service: the trip counts as one of ordinary weekdays", data.Warning)
		}
		f.trips[id] = trip{l, weekday}
		return nil
	})
}
