package xlsx

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table to be filled in: a header, a row of explanations, and what is filled in already.
type Sheet struct {
	Name    string // of the sheet, at most 31 characters
	Columns []Column
	Rows    [][]string // cells of the first columns; they are written as texts
}

// Column is a column of a sheet.
type Column struct {
	Header string
	Note   string // stands below the header, and beside a cell that is selected
	Kind   Kind
	Values []string // of a Choice
	Least  *float64 // nil: no bound
	Most   *float64
}

// Kind is what the cells of a column hold.
type Kind uint8

// The kinds of columns. A Percent is 0 to 1, and shown as a percentage.
const (
	Text Kind = iota
	Whole
	Number
	Percent
	Date
	Choice
)

const (
	firstRow     = 3    // below header and explanations
	checkedRows  = 5000 // cells below are not checked
	longestList  = 255  // characters of a drop-down that stands in the sheet itself
	longestNote  = 250
	listSheet    = "lists"
	columnWidth  = 16
	minDate      = 1       // 1900-01-01, as spreadsheets count days
	maxDate      = 2958465 // 9999-12-31
	textFormat   = 49      // "@"
	shareFormat  = 10      // "0.00%"
	wrongMessage = "circle15"
)

// Write writes a workbook with those sheets. The same sheets give the same cells.
func Write(w io.Writer, sheets []Sheet) error {
	book := excelize.NewFile()
	defer book.Close()
	t := &writing{book: book}
	if err := t.styles(); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	for i := range sheets {
		s := &sheets[i]
		var err error
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), s.Name)
		} else {
			_, err = book.NewSheet(s.Name)
		}
		if err == nil {
			err = t.sheet(s)
		}
		if err != nil {
			return fmt.Errorf("write sheet %s: %w", s.Name, err)
		}
	}
	if t.lists > 0 {
		if err := book.SetSheetVisible(listSheet, false); err != nil {
			return fmt.Errorf("write a workbook: %w", err)
		}
	}
	book.SetActiveSheet(0)
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// writing is a workbook on its way out.
type writing struct {
	book         *excelize.File
	header, note int
	cells        [Choice + 1]int // styles by kind
	lists        int             // columns of the sheet with long drop-downs
}

func (t *writing) styles() (err error) {
	if t.header, err = t.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	if t.note, err = t.book.NewStyle(&excelize.Style{Font: &excelize.Font{Italic: true, Color: "666666", Size: 9}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	date := "yyyy-mm-dd"
	for kind, style := range map[Kind]*excelize.Style{Text: {NumFmt: textFormat}, Percent: {NumFmt: shareFormat}, Date: {CustomNumFmt: &date}} {
		if t.cells[kind], err = t.book.NewStyle(style); err != nil {
			return err
		}
	}
	return nil
}

func (t *writing) sheet(s *Sheet) error {
	for i := range s.Columns {
		if err := t.column(s, i); err != nil {
			return err
		}
	}
	for r, row := range s.Rows {
		for i, v := range row {
			cell, err := excelize.CoordinatesToCellName(i+1, firstRow+r)
			if err == nil {
				err = t.book.SetCellStr(s.Name, cell, v) // a text: what begins with = is no formula
			}
			if err != nil {
				return err
			}
		}
	}
	return t.book.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: firstRow - 1, TopLeftCell: "A3", ActivePane: "bottomLeft"})
}

func (t *writing) column(s *Sheet, i int) error {
	c := &s.Columns[i]
	letter, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return err
	}
	if err := t.book.SetColWidth(s.Name, letter, letter, columnWidth); err != nil {
		return err
	}
	if style := t.cells[c.Kind]; style != 0 {
		if err := t.book.SetColStyle(s.Name, letter, style); err != nil {
			return err
		}
	}
	for row, cell := range []struct {
		text  string
		style int
	}{{c.Header, t.header}, {c.Note, t.note}} {
		at := fmt.Sprintf("%s%d", letter, row+1)
		if err := t.book.SetCellStr(s.Name, at, cell.text); err != nil {
			return err
		}
		if err := t.book.SetCellStyle(s.Name, at, at, cell.style); err != nil {
			return err
		}
	}
	return t.check(s, c, fmt.Sprintf("%s%d:%s%d", letter, firstRow, letter, firstRow+checkedRows+len(s.Rows)))
}

// check lets the spreadsheet program refuse what the column does not hold.
func (t *writing) check(s *Sheet, c *Column, cells string) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	kind := map[Kind]excelize.DataValidationType{Whole: excelize.DataValidationTypeWhole, Number: excelize.DataValidationTypeDecimal,
		Percent: excelize.DataValidationTypeDecimal, Date: excelize.DataValidationTypeDate}
	least, most := bound(c.Least, -1e12), bound(c.Most, 1e12)
	var err error
	switch c.Kind {
	case Text:
		return nil
	case Choice:
		err = t.dropDown(v, c.Values)
	case Date:
		err = v.SetRange(minDate, maxDate, kind[c.Kind], excelize.DataValidationOperatorBetween)
	case Percent:
		err = v.SetRange(max(least, 0), min(most, 1), kind[c.Kind], excelize.DataValidationOperatorBetween)
	default:
		err = v.SetRange(least, most, kind[c.Kind], excelize.DataValidationOperatorBetween)
	}
	if err != nil {
		return err
	}
	note := []rune(c.Note)
	v.SetError(excelize.DataValidationErrorStyleStop, wrongMessage, string(note[:min(len(note), longestNote)]))
	return t.book.AddDataValidation(s.Name, v)
}

func bound(v *float64, fallback float64) float64 {
	if v == nil {
		return fallback
	}
	return *v
}

// dropDown offers values: in the sheet itself, or where they are too long for that, on a hidden sheet.
func (t *writing) dropDown(v *excelize.DataValidation, values []string) error {
	if joined := strings.Join(values, ","); len([]rune(joined)) <= longestList && strings.Count(joined, ",") == len(values)-1 {
		return v.SetDropList(values)
	}
	if t.lists == 0 {
		if _, err := t.book.NewSheet(listSheet); err != nil {
			return err
		}
	}
	t.lists++
	letter, err := excelize.ColumnNumberToName(t.lists)
	if err != nil {
		return err
	}
	for i, value := range values {
		if err := t.book.SetCellStr(listSheet, fmt.Sprintf("%s%d", letter, i+1), value); err != nil {
			return err
		}
	}
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, letter, letter, len(values)))
	return nil
}
