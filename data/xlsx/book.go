package xlsx

import (
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Page is a sheet to be read: a header that stays in sight, and rows of texts and numbers that can be filtered.
type Page struct {
	Name   string // at most 31 characters
	Header []string
	Rows   [][]any // string, bool, int, int64, float64 or nil
}

// widestColumn is the widest that a column is made for its longest text, in characters.
const widestColumn = 60

// WriteBook writes a workbook of pages. The same pages give the same cells.
func WriteBook(w io.Writer, pages []Page) error {
	book := excelize.NewFile()
	defer book.Close()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}})
	if err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	for i := range pages {
		p := &pages[i]
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), p.Name)
		} else {
			_, err = book.NewSheet(p.Name)
		}
		if err == nil {
			err = p.write(book, bold)
		}
		if err != nil {
			return fmt.Errorf("write sheet %q: %w", p.Name, err)
		}
	}
	_, err = book.WriteTo(w)
	return err
}

func (p *Page) write(book *excelize.File, bold int) error {
	s, err := book.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for c := range p.Header {
		width := utf8.RuneCountInString(p.Header[c])
		for _, r := range p.Rows {
			if text, ok := r[c].(string); ok {
				width = max(width, utf8.RuneCountInString(text))
			}
		}
		if err := s.SetColWidth(c+1, c+1, float64(min(width, widestColumn)+4)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(p.Header))
	for c, h := range p.Header {
		header[c] = excelize.Cell{Value: h, StyleID: bold}
	}
	if err := s.SetRow("A1", header); err != nil {
		return err
	}
	for i, r := range p.Rows {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := s.SetRow(cell, r); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(p.Header), len(p.Rows)+1)
	if err != nil {
		return err
	}
	return book.AutoFilter(p.Name, "A1:"+last, nil)
}
