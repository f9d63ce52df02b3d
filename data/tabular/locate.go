package tabular

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/crs"
)

// lonNames and latNames are the headers that stand for positions, in the order in which they are tried.
var (
	lonNames = []string{"lon", "lng", "long", "longitude", "经度", "东经", "easting", "东坐标", "x"}
	latNames = []string{"lat", "latitude", "纬度", "北纬", "northing", "北坐标", "y"}
)

// Locate gives the records of a table their positions, from the columns that the options name or that have a usual name, and takes these out of
// their fields. A record without a position on the earth is a finding, and counted as dropped. A table without such columns gives a *data.FileError that lists
// the columns there are.
func Locate(t *data.Table, file string, opt Options) error {
	l, err := newLocator(t, file, opt)
	if err != nil {
		return err
	}
	var finds data.Findings
	for _, f := range t.Findings {
		finds.Add(f)
	}
	kept := t.Records[:0]
	for _, r := range t.Records {
		if at, ok := l.position(r.Fields, r.Row, &finds); ok {
			r.Point = &at
			kept = append(kept, r)
		}
	}
	t.Records = kept
	t.Findings = finds.List()
	return nil
}

type locator struct {
	out       *data.Table
	file      string
	lon, lat  string // columns
	reference crs.Reference
}

// newLocator finds the columns of positions, and sets the datum of the table.
func newLocator(t *data.Table, file string, opt Options) (*locator, error) {
	l := &locator{out: t, file: file}
	var err error
	if l.lon, err = l.column(opt.Lon, "longitude", lonNames); err != nil {
		return nil, err
	}
	if l.lat, err = l.column(opt.Lat, "latitude", latNames); err != nil {
		return nil, err
	}
	t.LonColumn, t.LatColumn = l.lon, l.lat
	if opt.Reference != nil {
		l.reference = *opt.Reference
		t.Datum = l.reference.String()
	}
	return l, nil
}

// column is the named column, or without a name the first of the usual ones.
func (l *locator) column(name, what string, usual []string) (string, error) {
	if name != "" {
		if slices.Contains(l.out.Columns, name) {
			return name, nil
		}
		return "", &data.FileError{File: l.file, What: fmt.Sprintf("there is no column %q for the %s, only %s", name, what, ListColumns(l.out.Columns)), Advice: "name one of them"}
	}
	for _, u := range usual {
		for _, c := range l.out.Columns {
			if strings.EqualFold(c, u) {
				return c, nil
			}
		}
	}
	return "", &data.FileError{File: l.file, What: fmt.Sprintf("no column is a %s (%s); there are %s", what, strings.Join(usual, ", "), ListColumns(l.out.Columns)),
		Advice: "name the columns, for example --map lon=COLUMN --map lat=COLUMN"}
}

// position is where a row says it lies; its columns are taken out of the fields.
func (l *locator) position(fields map[string]string, line int, finds *data.Findings) (geo.E7, bool) {
	lonName, latName := l.lon, l.lat
	var v orb.Point
	for i, name := range []string{lonName, latName} {
		f, ok := Number(fields[name])
		if !ok {
			what := "not a number"
			if fields[name] == "" {
				what = "there is no position"
			}
			l.drop(finds, line, "position_missing", name, fields[name], what, "fill in longitude and latitude in degrees")
			return geo.E7{}, false
		}
		v[i] = f
	}
	if v == (orb.Point{}) {
		l.drop(finds, line, "position_missing", lonName+", "+latName, "0 0", "0, 0 lies in the sea off Africa: programs write it where there is no position", "fill in longitude and latitude in degrees")
		return geo.E7{}, false
	}
	if at, ok := l.reference.Place(v); ok {
		delete(fields, lonName)
		delete(fields, latName)
		return at, true
	}
	what, advice := "not longitude and latitude in degrees", "longitudes are -180 to 180, latitudes -90 to 90"
	guess := crs.GuessMetres(v)
	switch x, y := math.Abs(v[0]), math.Abs(v[1]); {
	case l.reference.Projected():
		what, advice = "not a place in "+l.reference.String(), "check the zone, and which column is the easting: --map lon=COLUMN --map lat=COLUMN"
	case x <= 90 && y > 90 && y <= 180:
		what, advice = "longitude and latitude look swapped", fmt.Sprintf("--map lon=%s --map lat=%s", latName, lonName)
	case isPhone(v[0]) || isPhone(v[1]):
		what, advice = "looks like a telephone number, not degrees", fmt.Sprintf("look which columns hold the position (%s, %s were taken) and whether cells slipped sideways", lonName, latName)
	case guess != "":
		what, advice = "looks like metres of a projection, not degrees", "say which with --datum: "+guess
	}
	l.drop(finds, line, "position_off_earth", lonName+", "+latName, fields[lonName]+" "+fields[latName], what, advice)
	return geo.E7{}, false
}

// isPhone says that a number has the eleven digits of a Chinese mobile telephone, or ten and more of one with its area code.
func isPhone(v float64) bool { return v >= 1e9 && v < 2e10 && v == math.Trunc(v) }

func (l *locator) drop(finds *data.Findings, line int, code, field, value, what, advice string) {
	l.out.Dropped++
	finds.Add(data.Finding{Severity: data.Failure, Code: code, Row: line, Field: field, Value: value, Message: what + ": the row was dropped", Advice: advice})
}
