package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"circle15/data"
	"circle15/data/xlsx"
)

// workbook is a file with one sheet of those rows; nil is an empty cell.
func workbook(t testing.TB, sheet string, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for k, v := range row {
			cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
			if p, ok := v.(share); ok {
				if err := f.SetCellStyle(sheet, cell, cell, percent); err != nil {
					t.Fatal(err)
				}
				v = float64(p)
			}
			if err := f.SetCellValue(sheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "in.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// share is a number that is shown as whole per cent.
type share float64

func TestRead(t *testing.T) {
	path := workbook(t, "社区", []any{nil}, []any{"编号", "户数", "比例", "日期", "说明"},
		[]any{"LP1", 1234, share(0.854), time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC), " 是 "}, []any{nil, nil}, []any{"LP2", "１２", nil, "2026-07-01", 2.5})
	got, err := xlsx.Read(context.Background(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Record{
		{Row: 3, Fields: map[string]string{"编号": "LP1", "户数": "1234", "比例": "0.854", "日期": "2026-06-30", "说明": "是"}},
		{Row: 5, Fields: map[string]string{"编号": "LP2", "户数": "１２", "日期": "2026-07-01", "说明": "2.5"}},
	}
	if d := cmp.Diff(want, got.Records); d != "" || len(got.Findings) != 0 {
		t.Errorf("(-want +got):\n%s\n%v", d, got.Findings)
	}
	if got.Source != "in.xlsx" || len(got.Checksum) != 64 || len(got.Columns) != 5 {
		t.Errorf("source %q, columns %v", got.Source, got.Columns)
	}
}

func TestReadFindings(t *testing.T) {
	got, err := xlsx.Read(context.Background(), workbook(t, "s", []any{"a", "a", nil, "b"}, []any{1, 2, 3, 4, 5}), "other", nil)
	if err != nil {
		t.Fatal(err)
	}
	codes := ""
	for _, f := range got.Findings {
		codes += f.Code + " "
	}
	if d := cmp.Diff(map[string]string{"a": "1", "b": "4"}, got.Records[0].Fields); d != "" || codes != "column_twice row_too_long row_too_long row_too_long " {
		t.Errorf("%s\n%s", d, codes)
	}
}

// bomb is an archive of one entry of zeros.
func bomb(t *testing.T, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/workbook.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		bytes []byte
		want  string
	}{
		"text":          {[]byte("a,b\n1,2\n"), "not an .xlsx"},
		"another zip":   {bomb(t, 10), "cannot be read"},
		"a zip bomb":    {bomb(t, 8<<20), "times its size"},
		"an old binary": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "not an .xlsx"},
	} {
		path := filepath.Join(t.TempDir(), "in.xlsx")
		if err := os.WriteFile(path, c.bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := xlsx.Read(context.Background(), path, "", nil)
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := xlsx.Read(context.Background(), workbook(t, "s"), "", nil); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("an empty sheet: %v", err)
	}
}

// Whatever the bytes, Read gives a FileError of one line or records with rows that rise.
func FuzzRead(f *testing.F) {
	b, err := os.ReadFile(workbook(f, "s", []any{"id", "n"}, []any{"LP1", 3}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "in.xlsx")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		table, err := xlsx.Read(context.Background(), path, "", nil)
		if err != nil {
			var fe *data.FileError
			if !errors.As(err, &fe) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v, want a FileError of one line", err)
			}
			return
		}
		last := 0
		for _, r := range table.Records {
			if r.Row <= last {
				t.Fatalf("row %d after %d", r.Row, last)
			}
			last = r.Row
		}
	})
}
