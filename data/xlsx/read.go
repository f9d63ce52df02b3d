package xlsx

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"circle15/data"
)

// Limits of a workbook that is read: far above any table of an office, and far below what fills a memory.
const (
	maxFileBytes   = 32 << 20
	maxUnzipped    = 256 << 20
	maxRatio       = 100 // of a workbook as a whole
	maxEntries     = 10_000
	maxRows        = 1_000_000
	maxColumns     = 256
	maxCellBytes   = 64 << 10
	smallWorkbook  = 1 << 20 // below this the ratio does not matter
	rowsPerMessage = 4096
)

// Read reads one sheet of a workbook: the one of that name if there is one (compared without regard to case), else the first. Its first row that is not empty
// is the header. Cells are as they are stored: a date becomes 2006-01-02, 85 % becomes 0.85. Formulas have the value that was last
// computed. Cells and rows without anything are left out.
//
// What is no workbook, or larger than the limits, gives a *data.FileError.
func Read(ctx context.Context, path, sheet string, progress data.Progress) (*data.Table, error) {
	src, err := data.OpenSource(path, maxFileBytes)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	if err := checkArchive(src); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(src, excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, &data.FileError{File: path, What: "cannot be read as an .xlsx workbook", Err: oneLine(err), Advice: "open it in a spreadsheet program and save it as .xlsx, without a password"}
	}
	defer book.Close()
	t := &reading{ctx: ctx, path: path, book: book, progress: progress, out: &data.Table{Source: src.Base(), Checksum: src.Checksum}}
	if t.sheet, err = t.choose(sheet); err != nil {
		return nil, err
	}
	if err := t.read(); err != nil {
		return nil, err
	}
	t.out.Findings = t.finds.List()
	return t.out, nil
}

// checkArchive looks at the sizes that the archive declares, before anything is unpacked. The reader holds entries to them.
func checkArchive(src *data.Source) error {
	fail := func(what string) error {
		return &data.FileError{File: src.Path, What: what, Advice: "save it as .xlsx in a spreadsheet program, or export it as .csv"}
	}
	z, err := zip.NewReader(src, src.Size)
	if err != nil {
		return fail("is not an .xlsx workbook")
	}
	if len(z.File) > maxEntries {
		return fail(fmt.Sprintf("holds %d entries, more than the %d that are read", len(z.File), maxEntries))
	}
	sum := uint64(0)
	for _, f := range z.File {
		if sum += f.UncompressedSize64; sum > maxUnzipped || sum < f.UncompressedSize64 {
			return fail(fmt.Sprintf("unpacks to more than %d bytes", maxUnzipped))
		}
	}
	if sum > smallWorkbook && sum > uint64(src.Size)*maxRatio {
		return fail(fmt.Sprintf("unpacks to more than %d times its size", maxRatio))
	}
	_, err = src.Seek(0, io.SeekStart)
	return err
}

// reading is a workbook on its way to a table.
type reading struct {
	ctx      context.Context
	path     string
	book     *excelize.File
	sheet    string
	progress data.Progress
	finds    data.Findings
	out      *data.Table
}

func (t *reading) choose(name string) (string, error) {
	sheets := t.book.GetSheetList()
	for _, s := range sheets {
		if name != "" && strings.EqualFold(strings.TrimSpace(s), name) {
			return s, nil
		}
	}
	if len(sheets) == 0 {
		return "", &data.FileError{File: t.path, What: "the workbook has no sheet", Advice: "check that it is the right file"}
	}
	return sheets[0], nil
}

// read takes the rows twice at once: as they are stored, and as they are shown, which tells dates from numbers.
func (t *reading) read() error {
	stored, err := t.book.Rows(t.sheet)
	if err != nil {
		return t.broken(0, err)
	}
	defer stored.Close()
	shown, err := t.book.Rows(t.sheet)
	if err != nil {
		return t.broken(0, err)
	}
	defer shown.Close()
	for row := 1; stored.Next() && shown.Next(); row++ {
		if row > maxRows {
			return &data.FileError{File: t.path, What: fmt.Sprintf("more than %d rows", maxRows), Advice: "cut the table to the city"}
		}
		if row%rowsPerMessage == 1 {
			if err := t.ctx.Err(); err != nil {
				return err
			}
			t.progress.Tell("read rows", int64(row-1), 0)
		}
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		formatted, err2 := shown.Columns()
		if err := errors.Join(err, err2); err != nil {
			return t.broken(row, err)
		}
		if len(raw) > maxColumns {
			return &data.FileError{File: t.path, Where: fmt.Sprintf("row %d", row), What: fmt.Sprintf("more than %d columns", maxColumns), Advice: "take out what is not needed"}
		}
		t.row(row, raw, formatted)
	}
	if err := errors.Join(stored.Error(), shown.Error()); err != nil {
		return t.broken(0, err)
	}
	if t.out.Columns == nil {
		return &data.FileError{File: t.path, Where: "sheet " + t.sheet, What: "is empty", Advice: "the first row names the columns"}
	}
	return nil
}

func (t *reading) broken(row int, err error) error {
	e := &data.FileError{File: t.path, Where: "sheet " + t.sheet, What: "cannot be read", Err: oneLine(err), Advice: "save it again in a spreadsheet program"}
	if row > 0 {
		e.Where += fmt.Sprintf(", row %d", row)
	}
	return e
}

// oneLine keeps messages of the library in one line.
func oneLine(err error) error { return errors.New(strings.Join(strings.Fields(err.Error()), " ")) }

func (t *reading) row(row int, raw, formatted []string) {
	rec := data.Record{Row: row, Fields: map[string]string{}}
	var header []string
	for i, v := range raw {
		show := v
		if i < len(formatted) {
			show = formatted[i]
		}
		v = strings.TrimSpace(value(v, show))
		if len(v) > maxCellBytes {
			t.finds.Add(data.Finding{Severity: data.Warning, Code: "text_too_long", Row: row, Message: fmt.Sprintf("a cell is longer than %d bytes: it was left out", maxCellBytes)})
			v = ""
		}
		header = append(header, v)
		switch {
		case t.out.Columns == nil || v == "":
		case i >= len(t.out.Columns) || t.out.Columns[i] == "":
			t.finds.Add(data.Finding{Severity: data.Warning, Code: "row_too_long", Row: row, Value: v, Message: "a cell stands in a column without a header: it was left out", Advice: "name the column"})
		default:
			rec.Fields[t.out.Columns[i]] = v
		}
	}
	if t.out.Columns == nil {
		t.header(row, header)
		return
	}
	if len(rec.Fields) > 0 {
		t.out.Records = append(t.out.Records, rec)
	}
}

// header takes the first row that is not empty.
func (t *reading) header(row int, cells []string) {
	if strings.Join(cells, "") == "" {
		return
	}
	t.out.Columns = []string{}
	for _, c := range cells {
		if c != "" && slices.Contains(t.out.Columns, c) {
			t.finds.Add(data.Finding{Severity: data.Warning, Code: "column_twice", Row: row, Field: c, Message: "the header has this column twice: the later one was left out"})
			c = ""
		}
		t.out.Columns = append(t.out.Columns, c)
	}
}

// value is a cell as it is stored; a number that is shown as a date is a day.
func value(raw, shown string) string {
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || raw == shown || serial < 1 || serial > 2_958_465 || !looksLikeDate(shown) {
		return raw
	}
	day, err := excelize.ExcelDateToTime(serial, false)
	if err != nil {
		return raw
	}
	return day.Format(time.DateOnly)
}

// looksLikeDate says whether what is shown of a number is a date: digits in groups, with -, / or 年 between.
func looksLikeDate(s string) bool {
	if strings.ContainsAny(s, "年月") {
		return true
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == ' ' || r == ',' })
	return len(groups) >= 3 && !strings.ContainsAny(s, "%E")
}
