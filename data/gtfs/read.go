package gtfs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"circle15/data"
	"circle15/data/archive"
	"circle15/geo"
)

// Options of Read. The zero value is usable.
type Options struct {
	As           string            // name of the layer; empty: "gtfs"
	Completeness data.Completeness // empty: assumed, since a feed cannot say whether other operators run
	Date         string            // YYYY-MM-DD; empty: the feed's own
	Licence      string
	Attribution  string // empty: the names of the agencies
	Progress     data.Progress
}

// line is an operator and a name of one kind of vehicle.
type line struct {
	operator, name, category string
}

type trip struct {
	line    int32 // -1: of a kind that has no stops (a taxi)
	weekday bool
}

type stop struct {
	name, code, wheelchair, station string
	at                              geo.E7
	lines                           map[int32]bool // by line: whether it runs on an ordinary weekday
}

type feed struct {
	ctx context.Context
	*tables
	finds    data.Findings
	agencies map[string]string // by id
	services map[string]*service
	lines    []line
	routes   map[string]int32 // by id: the line, or -1
	trips    map[string]trip
	stops    map[string]*stop
	dropped  int
	date     string
	progress data.Progress
}

// Read reads the feed at path. A feed without stops.txt, routes.txt, trips.txt or stop_times.txt, or without a column they
// need, gives a *data.FileError. References that lead nowhere, ids that are there twice and rows that cannot be
// read are findings; the rest is taken.
//
// The layer's date is opt.Date, else feed_start_date of feed_info.txt, else none: calendars begin years before a
// feed is written, and the time stamps of an archive tell when it was packed.
func Read(ctx context.Context, path string, opt Options) (*data.Import, error) {
	src, err := data.OpenSource(path, archive.MaxBytes)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	a, err := openFeed(src)
	if err != nil {
		return nil, err
	}
	f := &feed{ctx: ctx, tables: a, progress: opt.Progress}
	for _, read := range []func() error{f.readInfo, f.readAgencies, f.readRoutes, f.readServices, f.readTrips, f.readStops, f.readStopTimes} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := read(); err != nil {
			return nil, err
		}
	}
	imp := &data.Import{Facilities: f.facilities(cmp.Or(opt.As, "gtfs"))}
	if len(imp.Facilities) == 0 {
		return nil, &data.FileError{File: path, Where: "stop_times.txt", What: "no stop is served by any trip", Advice: "check that stop_id and trip_id are those of stops.txt and trips.txt"}
	}
	imp.Layer = data.Layer{
		Name: cmp.Or(opt.As, "gtfs"), Kind: data.KindGTFS, Source: src.Base(),
		Attribution: cmp.Or(opt.Attribution, f.operators()), Licence: opt.Licence,
		Date: f.feedDate(opt.Date), Datum: "wgs84", Completeness: cmp.Or(opt.Completeness, data.AssumedComplete),
		Checksum: src.Checksum, Count: len(imp.Facilities), Dropped: f.dropped,
	}
	for _, x := range imp.Facilities {
		if !slices.Contains(imp.Layer.Categories, x.Category) {
			imp.Layer.Categories = append(imp.Layer.Categories, x.Category)
		}
	}
	imp.Findings = f.finds.List()
	return imp, nil
}

// table is tables.table with the feed's findings, ended by its context.
func (f *feed) table(name string, need, want []string, row func(v []string, line int) error) error {
	n := 0
	return f.tables.table(name, need, want, &f.finds, func(v []string, line int) error {
		if n++; n%4096 == 0 {
			if err := f.ctx.Err(); err != nil {
				return err
			}
		}
		return row(v, line)
	})
}

func (f *feed) badRow(table string, line int, id, message string) {
	f.finds.Add(data.Finding{Severity: data.Failure, Code: "gtfs_bad_row", Row: line, Feature: id, Field: table, Message: message, Advice: "mend the row in the feed"})
}

func (f *feed) readInfo() error {
	return f.table("feed_info.txt", nil, []string{"feed_start_date"}, func(v []string, line int) error {
		if d, ok := date(v[0]); ok && f.date == "" {
			f.date = d.Format("2006-01-02")
		} else if v[0] != "" && !ok {
			f.badRow("feed_info.txt", line, "", fmt.Sprintf("feed_start_date %q is no date: it was left out", v[0]))
		}
		return nil
	})
}

// feedDate is the date given, else the feed's own; empty when there is neither.
func (f *feed) feedDate(given string) string {
	if given != "" {
		return given
	}
	if f.date == "" {
		f.finds.Add(data.Finding{Severity: data.Note, Code: "gtfs_no_date", Field: "feed_info.txt",
			Message: "the feed does not state its date, and the layer has none", Advice: "give the date with --date"})
	}
	return f.date
}

func (f *feed) duplicate(table string, line int, id string) {
	f.finds.Add(data.Finding{Severity: data.Failure, Code: "gtfs_duplicate_id", Row: line, Feature: id, Field: table,
		Message: "the id is there already: the later row was dropped", Advice: "give each row its own id"})
}

// text is a text for people; bytes that are not UTF-8 are reported and replaced by "?".
func (f *feed) text(s, table string, line int, field string) string {
	if utf8.ValidString(s) {
		return s
	}
	clean := strings.ToValidUTF8(s, "?")
	f.finds.Add(data.Finding{Severity: data.Warning, Code: "gtfs_not_utf8", Row: line, Field: table + " " + field, Value: clean,
		Message: "the text is not UTF-8: what cannot be read was replaced by ?", Advice: "a GTFS feed is written in UTF-8; ask its publisher to mend it"})
	return clean
}

func (f *feed) missing(table string, row int, id, field, value, message string, severity data.Severity) {
	f.finds.Add(data.Finding{Severity: severity, Code: "gtfs_missing_" + strings.TrimSuffix(field, "_id"), Row: row, Feature: id, Field: table + " " + field,
		Value: value, Message: message, Advice: "ask the feed's publisher to mend it"})
}
