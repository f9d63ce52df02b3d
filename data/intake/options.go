package intake

import (
	"cmp"
	"fmt"
	"time"

	"circle15/data"
	"circle15/geo/crs"
)

// Options say what a file holds where its columns do not. The zero value is usable but for facilities, which need a
// category.
type Options struct {
	ID       string            // column of the ids
	Name     string            // column of the names
	District string            // column of the districts of communities
	Weight   string            // column of how many people live at a place
	Groups   map[string]string // columns of parts of the people, by the name of the group
	// Category is that of all facilities; CategoryFrom the column that has each one's. One of the two.
	Category     string
	CategoryFrom string
	Map          map[string]string // columns by the field they hold: lon, lat, id, name, lines, opening_hours, …
	Datum        string            // wgs84, cgcs2000, gcj02, bd09, EPSG:n; empty: the file's, else wgs84
	Encoding     string            // auto, utf-8, gb18030, …; empty: auto
	Table        string            // sheet of a workbook, or table of a GeoPackage; empty: the first sheet, the only table
	As           string            // name of the layer; empty: its kind or category
	Complete     string            // yes, assumed, no; empty: yes
	Date         string            // YYYY-MM-DD; empty: unknown
	Licence      string            // empty: the file's
	Attribution  string            // empty: the file's
	Restricted   bool              // what the layer holds is counted and never shown
	Progress     data.Progress
	Look         *Look // filled with what was understood; nil: nobody looks
	noPositions  bool  // the rows of a table are not places
	oneByOne     bool  // the records are looked at once, in order: they need not all be in memory
}

// OptionError: an option has a value that is not allowed.
type OptionError struct {
	Option, Value, What string
}

// Error says what is allowed.
func (e *OptionError) Error() string {
	return fmt.Sprintf("option %s %q: %s", e.Option, e.Value, e.What)
}

// layer is the record of the layer, as far as options and file decide it.
func (o *Options) layer(kind data.Kind, name string, t *data.Table) (data.Layer, error) {
	l := data.Layer{Name: name, Kind: kind, Source: t.Source, Attribution: t.Attribution, Licence: t.Licence, Checksum: t.Checksum, Date: o.Date,
		Completeness: data.Complete, Restricted: o.Restricted}
	for _, set := range []struct{ to, from *string }{{&l.Name, &o.As}, {&l.Licence, &o.Licence}, {&l.Attribution, &o.Attribution}} {
		if *set.from != "" {
			*set.to = *set.from
		}
	}
	switch c := data.Completeness(o.Complete); c {
	case "":
	case data.Complete, data.AssumedComplete, data.Incomplete:
		l.Completeness = c
	default:
		return l, &OptionError{"complete", o.Complete, "is one of yes, assumed, no"}
	}
	if _, err := time.Parse(time.DateOnly, o.Date); o.Date != "" && err != nil {
		return l, &OptionError{"date", o.Date, "is a date like 2026-03-01"}
	}
	l.Datum = cmp.Or(t.Datum, string(crs.WGS84))
	return l, nil
}

// reference is what the user says of the positions; nil: nothing.
func (o *Options) reference() (*crs.Reference, error) {
	if o.Datum == "" {
		return nil, nil
	}
	r, err := crs.ParseReference(o.Datum)
	return &r, err
}
