package publish

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/geo"
)

// byteOrderMark tells spreadsheets that the text is UTF-8: without it those of offices in China read it as GBK.
const byteOrderMark = "\ufeff"

// WriteCSV writes features as a table: a line of field names, then one line for each, with CRLF (RFC 4180). Points have their
// longitude and latitude in the two columns lon and lat at the end; other geometries are left out. Texts that a spreadsheet would take
// for a formula stand behind an apostrophe.
func WriteCSV(w io.Writer, geometry Geometry, fields []data.Field, features iter.Seq[data.Feature]) error {
	buf := bufio.NewWriterSize(w, 64<<10)
	if _, err := buf.WriteString(byteOrderMark); err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	out := csv.NewWriter(buf)
	out.UseCRLF = true
	row := make([]string, 0, len(fields)+2)
	for _, f := range fields {
		row = append(row, plainText(f.Name))
	}
	if geometry == Points {
		row = append(row, "lon", "lat")
	}
	if err := out.Write(row); err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	for f := range features {
		row = row[:0]
		for _, v := range f.Values {
			row = append(row, cell(v))
		}
		if geometry == Points {
			row = append(row, pointCells(f.Point)...)
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write a table: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	if err := buf.Flush(); err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	return nil
}

func pointCells(p *geo.E7) []string {
	if p == nil {
		return []string{"", ""}
	}
	d := p.Point()
	return []string{strconv.FormatFloat(d[0], 'f', -1, 64), strconv.FormatFloat(d[1], 'f', -1, 64)}
}

// cell is a value as a spreadsheet reads it back.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return plainText(v)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// plainText puts an apostrophe before what a spreadsheet would take for a formula.
func plainText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
