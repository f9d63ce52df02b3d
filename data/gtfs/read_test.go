package gtfs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/gtfs"
	"circle15/geo"
	"circle15/indicators"
)

// town is a feed of two operators. Line 1 has two directions (routes R1a and R1b have one short name) and runs on weekdays,
// line N on Saturdays and Sundays and on one holiday Monday of the year, line T is a tram.
func town() map[string]string {
	return map[string]string{
		"agency.txt": "agency_id,agency_name\nA,City Bus\nB,Hill Bus\n",
		"routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\n" +
			"R1a,A,1,Out,3\nR1b,A,1,Back,3\nR1c,B,1,,700\nRN,A,,Night,3\nRT,A,T,,0\nRX,A,X,,1500\n",
		"calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n" +
			"WD,1,1,1,1,1,0,0,20260105,20261218\nWE,0,0,0,0,0,1,1,20260105,20261218\n",
		"calendar_dates.txt": "service_id,date,exception_type\nWE,20260504,1\nWD,20260504,2\n",
		"trips.txt":          "route_id,service_id,trip_id\nR1a,WD,t1\nR1b,WD,t2\nR1c,WD,t3\nRN,WE,t4\nRT,WD,t5\nRX,WD,t6\n",
		"stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type,wheelchair_boarding\n" +
			"s1,\"North, gate\",34.36,107.24,,1\ns2,South,34.35,107.24,0,\nst,Station,34.355,107.24,1,\ns3,Unserved,34.3,107.2,,\n",
		"stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" +
			"t1,08:00:00,08:00:00,s1,1\nt1,08:05:00,08:05:00,s2,2\nt2,25:10:00,25:10:00,s1,1\n" +
			"t3,08:00:00,,s1,1\nt4,23:00:00,23:00:00,s1,1\nt5,07:00:00,07:00:00,s2,1\nt6,07:00:00,07:00:00,s2,1\n",
		"feed_info.txt": "feed_publisher_name,feed_start_date\nTown,20260101\n",
	}
}

// pack writes the tables as a zip; prefix is a folder inside it.
func pack(t testing.TB, tables map[string]string, prefix string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range tables {
		w, err := z.CreateHeader(&zip.FileHeader{Name: prefix + name, Method: zip.Deflate, Modified: time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gtfs.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, tables map[string]string) *data.Import {
	t.Helper()
	imp, err := gtfs.Read(context.Background(), pack(t, tables, ""), gtfs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

func codes(imp *data.Import) []string {
	var out []string
	for _, f := range imp.Findings {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestReadTown(t *testing.T) {
	imp := read(t, town())
	north, south := geo.E7{Lon: 1072400000, Lat: 343600000}, geo.E7{Lon: 1072400000, Lat: 343500000}
	// s1: line 1 of City Bus once (both directions, one of them after midnight), line 1 of Hill Bus, the night line by its
	// long name. s2: line 1 and, as a stop of another category, the tram; the taxi is left out.
	want := []indicators.Facility{
		{ID: "s1", Category: "bus_stop", Name: "North, gate", At: north, Layer: "gtfs", Attrs: map[string]string{"wheelchair": "yes"},
			Lines: []indicators.Line{{Operator: "City Bus", Name: "1"}, {Operator: "City Bus", Name: "Night", Weekend: true}, {Operator: "Hill Bus", Name: "1"}}},
		{ID: "s2", Category: "bus_stop", Name: "South", At: south, Layer: "gtfs", Lines: []indicators.Line{{Operator: "City Bus", Name: "1"}}},
		{ID: "s2", Category: "tram_stop", Name: "South", At: south, Layer: "gtfs", Lines: []indicators.Line{{Operator: "City Bus", Name: "T"}}},
	}
	if d := cmp.Diff(want, imp.Facilities); d != "" {
		t.Errorf("facilities (-want +got):\n%s", d)
	}
	l := imp.Layer
	if l.Name != "gtfs" || l.Kind != data.KindGTFS || l.Date != "2026-01-01" || l.Attribution != "City Bus, Hill Bus" ||
		l.Source != "gtfs.zip" || l.Count != 3 || len(l.Checksum) != 64 || l.Completeness != data.AssumedComplete ||
		!slices.Equal(l.Categories, []string{"bus_stop", "tram_stop"}) {
		t.Errorf("layer %+v", l)
	}
	if got, want := codes(imp), []string{"gtfs_route_type", "gtfs_stop_unserved"}; !slices.Equal(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
}

// A feed packed with its folder is read too, and without feed_info.txt it has no date.
func TestReadFolderAndDate(t *testing.T) {
	tables := town()
	delete(tables, "feed_info.txt")
	imp, err := gtfs.Read(context.Background(), pack(t, tables, "feed/"), gtfs.Options{As: "bus"})
	if err != nil {
		t.Fatal(err)
	}
	if imp.Layer.Date != "" || imp.Layer.Name != "bus" || imp.Facilities[0].Layer != "bus" {
		t.Errorf("layer %+v", imp.Layer)
	}
}

func TestReadFindings(t *testing.T) {
	for _, c := range []struct {
		name, table, add, want string
		stops                  int
	}{
		{"a stop twice", "stops.txt", "s1,Again,34.36,107.25,,\n", "gtfs_duplicate_id", 2},
		{"a trip twice", "trips.txt", "R1a,WD,t1\n", "gtfs_duplicate_id", 2},
		{"a trip of no route", "trips.txt", "R9,WD,t9\n", "gtfs_missing_route", 2},
		{"a trip of no service", "trips.txt", "R1a,XX,t9\n", "gtfs_missing_service", 2},
		{"a time of no trip", "stop_times.txt", "t9,08:00:00,08:00:00,s1,1\n", "gtfs_missing_trip", 2},
		{"a time at no stop", "stop_times.txt", "t1,08:00:00,08:00:00,s9,1\n", "gtfs_missing_stop", 2},
		{"a stop off the earth", "stops.txt", "s9,Far,91,107.25,,\n", "gtfs_stop_position", 2},
		{"a stop without a position", "stops.txt", "s9,Lost,,,,\n", "gtfs_stop_position", 2},
		{"a stop at 0, 0", "stops.txt", "s9,Null,0.0,0.0,,\n", "gtfs_stop_position", 2},
		{"a quote never closed", "stops.txt", "s9,\"Open,34,107,,\n", "gtfs_row_unreadable", 2},
		{"a route of no agency", "routes.txt", "R9,Z,9,,3\n", "gtfs_missing_agency", 2},
		{"a day that is none", "calendar_dates.txt", "WD,20261345,1\n", "gtfs_bad_row", 2},
		{"a calendar that ends before it begins", "calendar.txt", "ZZ,1,1,1,1,1,0,0,20261218,20260105\n", "gtfs_bad_row", 2},
		{"text that is not UTF-8", "stops.txt", "s9,\xb9\xab\xbd\xbb,34.3,107.2,,\n", "gtfs_not_utf8", 2},
	} {
		tables := town()
		tables[c.table] += c.add
		imp := read(t, tables)
		if !slices.Contains(codes(imp), c.want) {
			t.Errorf("%s: findings %v, want %s", c.name, codes(imp), c.want)
		}
		if d := cmp.Diff(read(t, town()).Facilities, imp.Facilities); d != "" {
			t.Errorf("%s: the rest was not taken (-want +got):\n%s", c.name, d)
		}
	}
}

// Ten thousand rows of one fault are a hundred findings, the last with the count of the rest.
func TestReadFoldsFindings(t *testing.T) {
	tables := town()
	tables["stop_times.txt"] += strings.Repeat("t9,08:00:00,08:00:00,s1,1\n", 10_000)
	imp := read(t, tables)
	n, more := 0, 0
	for _, f := range imp.Findings {
		if f.Code == "gtfs_missing_trip" {
			n, more = n+1, more+f.Count
		}
	}
	if n != 100 || more != 9900 {
		t.Errorf("%d findings and %d more, want 100 and 9900", n, more)
	}
}

func TestReadRefuses(t *testing.T) {
	without := func(name string) map[string]string {
		m := town()
		delete(m, name)
		return m
	}
	with := func(name, text string) map[string]string {
		m := town()
		m[name] = text
		return m
	}
	notZip := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(notZip, []byte("stop_id,stop_name\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, want string }{
		{"no stops.txt", pack(t, without("stops.txt"), ""), "stops.txt"},
		{"no routes.txt", pack(t, without("routes.txt"), ""), "routes.txt"},
		{"no stop_times.txt", pack(t, without("stop_times.txt"), ""), "stop_times.txt"},
		{"no header", pack(t, with("trips.txt", ""), ""), "trips.txt"},
		{"no such column", pack(t, with("trips.txt", "route_id,trip_id\nR1a,t1\n"), ""), `no column "service_id"`},
		{"nothing served", pack(t, with("stop_times.txt", "trip_id,stop_id\n"), ""), "no stop is served"},
		{"an archive inside", pack(t, with("inner.zip", "PK"), ""), "inner.zip"},
		{"zero bytes", pack(t, with("stops.txt", "stop_id,stop_lat,stop_lon\n\x00\n"), ""), "zero bytes"},
		{"a bomb", pack(t, with("stop_times.txt", "trip_id,stop_id\n"+strings.Repeat("t1,s1\n", 2<<20)), ""), "more than 100 times"},
		{"not a zip", notZip, "not a zip archive"},
		{"missing", filepath.Join(t.TempDir(), "none.zip"), "no such file"},
	} {
		_, err := gtfs.Read(context.Background(), c.path, gtfs.Options{})
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want a FileError of one line with %q", c.name, err, c.want)
		}
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := gtfs.Read(ctx, pack(t, town(), ""), gtfs.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// Every truncation of a feed gives an error or an import, and never a panic.
func TestReadTruncated(t *testing.T) {
	whole, err := os.ReadFile(pack(t, town(), ""))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.zip")
	for n := 1; n < len(whole); n += 7 {
		if err := os.WriteFile(path, whole[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := gtfs.Read(context.Background(), path, gtfs.Options{}); err == nil {
			t.Fatalf("the first %d of %d bytes were read as a whole feed", n, len(whole))
		}
	}
}

func FuzzRead(f *testing.F) {
	for name, text := range town() {
		f.Add(name, text)
	}
	f.Add("stops.txt", "stop_id,stop_lat,stop_lon,parent_station\na,1,1,b\nb,1,1,a\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		tables := town()
		if _, ok := tables[name]; !ok {
			return
		}
		tables[name] = text
		imp, err := gtfs.Read(context.Background(), pack(t, tables, ""), gtfs.Options{})
		var fe *data.FileError
		if err != nil && !errors.As(err, &fe) {
			t.Fatalf("got %v, want a FileError", err)
		}
		if err == nil && imp.Layer.Count != len(imp.Facilities) {
			t.Fatalf("count %d, %d facilities", imp.Layer.Count, len(imp.Facilities))
		}
	})
}
