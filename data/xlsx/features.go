package xlsx

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"circle15/data"
)

// maxSheetRows is what a sheet holds, its header included.
const maxSheetRows = 1 << 20

// WriteFeatures writes features as a workbook: a sheet named name with one row each and without their geometry, but the longitude and latitude of points, and a
// sheet that says what the columns mean. Texts are texts, whatever they begin with.
func WriteFeatures(w io.Writer, name string, fields []data.Field, features []data.Feature, chinese bool) error {
	if len(features) >= maxSheetRows {
		return fmt.Errorf("%d rows are more than the %d that a sheet holds: export one district at a time, or as .csv", len(features), maxSheetRows-1)
	}
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheetName(name)); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if err := featureSheet(book, sheetName(name), fields, features); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if err := meaningSheet(book, fields, chinese); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// sheetName is cut to the 31 letters that a sheet's name may have.
func sheetName(s string) string {
	if r := []rune(s); len(r) > 31 {
		return string(r[:31])
	}
	return s
}

func featureSheet(book *excelize.File, name string, fields []data.Field, features []data.Feature) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8F0F7"}}})
	if err != nil {
		return err
	}
	s, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, len(fields)+2, 16); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	points := len(features) > 0 && features[0].Point != nil
	row := make([]any, 0, len(fields)+2)
	for _, f := range fields {
		row = append(row, excelize.Cell{StyleID: bold, Value: f.Name})
	}
	if points {
		row = append(row, excelize.Cell{StyleID: bold, Value: "lon"}, excelize.Cell{StyleID: bold, Value: "lat"})
	}
	if err := s.SetRow("A1", row); err != nil {
		return err
	}
	for i := range features {
		row = append(row[:0], features[i].Values...)
		if points && features[i].Point != nil {
			p := features[i].Point.Point()
			row = append(row, p[0], p[1])
		}
		if err := s.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return err
		}
	}
	return s.Flush()
}

func meaningSheet(book *excelize.File, fields []data.Field, chinese bool) error {
	name, head := "fields", []any{"field", "meaning"}
	if chinese {
		name, head = "字段说明", []any{"字段", "含义"}
	}
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	s, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, 1, 24); err != nil {
		return err
	}
	if err := s.SetColWidth(2, 2, 80); err != nil {
		return err
	}
	if err := s.SetRow("A1", head); err != nil {
		return err
	}
	for i, f := range fields {
		meaning := f.En
		if chinese {
			meaning = f.Zh
		}
		if err := s.SetRow(fmt.Sprintf("A%d", i+2), []any{f.Name, meaning}); err != nil {
			return err
		}
	}
	return s.Flush()
}
