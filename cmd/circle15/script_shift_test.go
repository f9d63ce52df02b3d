package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/rogpeppe/go-internal/testscript"

	"circle15/geo/crs"
)

// shift moves the places of a table (columns LON and LAT) or of a GeoJSON file as a map vendor does that gives them out in DATUM.
func shift(ts *testscript.TestScript, _ bool, args []string) {
	d, from, to := crs.Datum(args[0]), ts.ReadFile(args[1]), ts.MkAbs(args[2])
	if strings.HasSuffix(args[1], ".csv") {
		ts.Check(os.WriteFile(to, []byte(shiftTable(ts, d, from, args[3], args[4])), 0o666))
		return
	}
	var all map[string]any
	ts.Check(json.Unmarshal([]byte(from), &all))
	for _, f := range all["features"].([]any) {
		shiftPositions(d, f.(map[string]any)["geometry"].(map[string]any)["coordinates"])
	}
	out, err := json.Marshal(all)
	ts.Check(err)
	ts.Check(os.WriteFile(to, out, 0o666))
}

func shiftTable(ts *testscript.TestScript, d crs.Datum, from, lon, lat string) string {
	lines := strings.Split(strings.TrimSpace(from), "\n")
	header := strings.Split(lines[0], ",")
	x, y := slices.Index(header, lon), slices.Index(header, lat)
	for i, l := range lines[1:] {
		cells := strings.Split(l, ",")
		var p orb.Point
		var err error
		p[0], err = strconv.ParseFloat(cells[x], 64)
		ts.Check(err)
		p[1], err = strconv.ParseFloat(cells[y], 64)
		ts.Check(err)
		p = d.FromWGS84(p)
		cells[x], cells[y] = fmt.Sprintf("%.7f", p[0]), fmt.Sprintf("%.7f", p[1])
		lines[i+1] = strings.Join(cells, ",")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shiftPositions moves all positions of coordinates in place.
func shiftPositions(d crs.Datum, coordinates any) {
	list := coordinates.([]any)
	if x, ok := list[0].(float64); ok {
		p := d.FromWGS84(orb.Point{x, list[1].(float64)})
		list[0], list[1] = p[0], p[1]
		return
	}
	for _, c := range list {
		shiftPositions(d, c)
	}
}
