package tabular_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"circle15/data"
	"circle15/data/tabular"
	"circle15/geo"
)

func tempFile(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, text string, opt tabular.Options) *data.Table {
	t.Helper()
	table, err := tabular.Read(context.Background(), tempFile(t, []byte(text)), opt)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return table
}

func TestRead(t *testing.T) {
	want := []data.Record{
		{Row: 2, Fields: map[string]string{"名称": "桃源里"}, Point: &geo.E7{Lon: 1072400000, Lat: 343600000}},
		{Row: 4, Fields: map[string]string{"名称": "杏林, 东"}, Point: &geo.E7{Lon: 1072500000, Lat: 343700000}},
	}
	text := "名称,经度,纬度\n桃源里,107.24 ,34.36\n,,\n\"杏林, 东\",１０７．２５,34.37\n"
	for name, in := range map[string]string{
		"comma": text, "byte order mark": "\ufeff" + text,
		"semicolon": "名称;经度;纬度\n桃源里;107.24 ;34.36\n;;\n杏林, 东;１０７．２５;34.37\n",
		"tab":       "名称\t经度\t纬度\n桃源里\t107.24 \t34.36\n\t\t\n杏林, 东\t１０７．２５\t34.37\n",
	} {
		got := read(t, in, tabular.Options{})
		if d := cmp.Diff(want, got.Records); d != "" || len(got.Findings) != 0 {
			t.Errorf("%s (-want +got):\n%s\n%v", name, d, got.Findings)
		}
	}
	for name, e := range map[string]encoding.Encoding{"gb18030": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GBK, "utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)} {
		b, err := e.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, opt := range []string{"", "auto", name} {
			got, err := tabular.Read(context.Background(), tempFile(t, b), tabular.Options{Encoding: opt})
			if err != nil {
				t.Errorf("%s as %q: %v", name, opt, err)
				continue
			}
			if d := cmp.Diff(want, got.Records); d != "" {
				t.Errorf("%s as %q (-want +got):\n%s", name, opt, d)
			}
		}
	}
}

func TestReadNamedColumns(t *testing.T) {
	got := read(t, "a,b,lon,lat\n1,2,3,4\n", tabular.Options{Lon: "b", Lat: "a"})
	if *got.Records[0].Point != (geo.E7{Lon: 20_000_000, Lat: 10_000_000}) {
		t.Errorf("got %v", got.Records[0].Point)
	}
	if got := read(t, "key,v\na,1\n", tabular.Options{NoPositions: true}); got.Records[0].Point != nil || got.Records[0].Fields["v"] != "1" {
		t.Errorf("without positions: got %+v", got.Records[0])
	}
}

func TestReadFindings(t *testing.T) {
	for _, c := range []struct {
		name, row, code string
		severity        data.Severity
	}{
		{"no longitude", "a,,34\n", "position_missing", data.Failure},
		{"a short row", "a\n", "position_missing", data.Failure},
		{"no number", "a,east,34\n", "position_missing", data.Failure},
		{"NaN", "a,NaN,34\n", "position_missing", data.Failure},
		{"infinity", "a,1e999,34\n", "position_missing", data.Failure},
		{"swapped", "a,34,107\n", "position_off_earth", data.Failure},
		{"metres", "a,36500000,3800000\n", "position_off_earth", data.Failure},
		{"too long", "good,107,34,more\n", "row_too_long", data.Warning},
		{"an open quote", "\"a,107,34\n", "row_unreadable", data.Failure},
	} {
		got := read(t, "name,lon,lat\nfirst,107,34\n"+c.row+"last,107,34\n", tabular.Options{})
		wantDropped := 0
		if c.severity == data.Failure {
			wantDropped = 1
		}
		if len(got.Records) != 3-wantDropped || got.Dropped != wantDropped {
			t.Errorf("%s: %d records, %d dropped", c.name, len(got.Records), got.Dropped)
		}
		if f := got.Findings; len(f) != 1 || f[0].Code != c.code || f[0].Row != 3 || f[0].Severity != c.severity {
			t.Errorf("%s: findings %v, want %s %s in row 3", c.name, f, c.severity, c.code)
		}
	}
	twice := read(t, "a,a,lon,lat\n1,2,3,4\n", tabular.Options{})
	if twice.Records[0].Fields["a"] != "1" || twice.Findings[0].Code != "column_twice" {
		t.Errorf("a column twice: %+v", twice)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in string
		opt      tabular.Options
		want     string
	}{
		{"no position", "name,value\na,1\n", tabular.Options{}, `there are "name", "value"`},
		{"no such column", "name,lon,lat\na,1,2\n", tabular.Options{Lon: "east"}, `no column "east" for the longitude, only "name", "lon", "lat"`},
		{"no header", "1,107.2,34.3\n2,107.2,34.3\n", tabular.Options{}, "no header"},
		{"blank", "\n \n", tabular.Options{}, "header cannot be read"},
		{"an unknown encoding", "a,lon,lat\n", tabular.Options{Encoding: "latin1"}, "known are auto, utf-8"},
		{"not in the encoding that was named", "名,lon,lat\n\xff\xfe\n", tabular.Options{Encoding: "utf-8"}, "is not UTF-8"},
		{"in no known encoding", "a,lon,lat\n\xff\xff\xff,1,2\n", tabular.Options{}, "line 2 is not gb18030"},
		{"no text", "PK\x03\x04\x00\x00", tabular.Options{}, "zero bytes"},
	} {
		_, err := tabular.Read(context.Background(), tempFile(t, []byte(c.in)), c.opt)
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want a FileError of one line with %q", c.name, err, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string]float64{
		"12": 12, " 1.5 ": 1.5, "-3": -3, "1e3": 1000, "１２．５": 12.5, "1,234": 1234, "1,234,567.8": 1234567.8,
		"1 234": 1234, "28,14": 28.14, "0,123": 0.123, "−5": -5, "1，234": 1234, "+7": 7, ".5": 0.5,
	} {
		if got, ok := tabular.Number(in); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "-", "NaN", "inf", "0x10", "1_000", "1,23,4", "12a", "1e999", "1,2.3"} {
		if got, ok := tabular.Number(in); ok {
			t.Errorf("%q: got %v, want no number", in, got)
		}
	}
}

// shared is a file of real data that stands beside the repository on machines that have it.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real data is not on this machine: %s", name)
	}
	return path
}

func TestReadRealFiles(t *testing.T) {
	for _, c := range []struct {
		file    string
		records int
		column  string
	}{
		{"laspalmas/residents.csv", 21129, "residents"},
		{"shenzhen-charging/inf.csv", 1362, "charge_count"},
		{"porto/facilities.csv", 9400, "category"},
		{"porto/bus_stops.csv", 1490, "lines"},
	} {
		table, err := tabular.Read(context.Background(), shared(t, c.file), tabular.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if len(table.Records) != c.records || len(table.Findings) != 0 || !slices.Contains(table.Columns, c.column) {
			t.Errorf("%s: %d records, columns %v, findings %v", c.file, len(table.Records), table.Columns, table.Findings)
		}
	}
}

// Whatever the bytes, Read gives a FileError of one line, or records with rows that rise and positions on the earth.
func FuzzRead(f *testing.F) {
	f.Add([]byte("name,lon,lat\na,107,34\n\"b\n"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Add(bytes.Repeat([]byte("经度;纬度\n"), 3))
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := tabular.Read(context.Background(), tempFile(t, b), tabular.Options{})
		if err != nil {
			var fe *data.FileError
			if !errors.As(err, &fe) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v, want a FileError of one line", err)
			}
			return
		}
		last := 0
		for _, r := range table.Records {
			if r.Row <= last || r.Point == nil {
				t.Fatalf("row %d after %d, position %v", r.Row, last, r.Point)
			}
			last = r.Row
		}
	})
}
