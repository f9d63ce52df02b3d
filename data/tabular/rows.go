package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of one row. Both are far above what a table of facilities holds, and keep a file that is no table
// from filling the memory.
const (
	maxCellBytes = 64 << 10
	maxCells     = 256
	maxRowBytes  = 1 << 20
	// maxRowLines bounds how far the end of a quoted cell is looked for.
	maxRowLines = 200
)

// RowError is a row that cannot be taken apart. Reading goes on with the line after it.
type RowError struct {
	Line int // from 1
	What string
}

// Error says which line and why.
func (e *RowError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// Rows reads the rows of a delimited text in UTF-8 one by one, in constant memory. Cells may be quoted with ",
// quotes in them doubled, and may then hold line ends. Empty lines are skipped. A quote inside an unquoted
// cell is taken as it stands.
//
// encoding/csv is not used because a quote that is never closed makes it swallow the rest of the file: here it
// costs one row.
type Rows struct {
	in      *bufio.Reader
	comma   byte
	line    int      // of the last line read
	pending []string // lines that were read while looking for the end of a quote
	cells   []string
	bytes   int64
}

// NewRows reads from r, with cells separated by comma: ',', ';' or a tab.
func NewRows(r io.Reader, comma byte) *Rows {
	return &Rows{in: bufio.NewReaderSize(r, 64<<10), comma: comma}
}

// Bytes is how many bytes have been read so far.
func (r *Rows) Bytes() int64 { return r.bytes }

// Next is the cells of the next row and the line on which it begins. The slice is valid until the
// next call. The error is io.EOF at the end, a *RowError for a row that cannot be
// read, else the reader's.
func (r *Rows) Next() (cells []string, line int, err error) {
	for {
		text, err := r.readLine()
		if err != nil {
			return nil, r.line, err
		}
		line = r.line
		if strings.TrimSpace(text) == "" {
			continue
		}
		if strings.IndexByte(text, '"') < 0 {
			return r.split(text, line)
		}
		whole, err := r.closeQuotes(text)
		if err != nil {
			return nil, line, err
		}
		return r.unquote(whole, line)
	}
}

// readLine is the next line without its end.
func (r *Rows) readLine() (string, error) {
	if len(r.pending) > 0 {
		s := r.pending[0]
		r.pending = r.pending[1:]
		r.line++
		return s, nil
	}
	b, err := r.in.ReadSlice('\n')
	var long []byte
	for errors.Is(err, bufio.ErrBufferFull) && len(long) < maxRowBytes {
		long = append(long, b...)
		b, err = r.in.ReadSlice('\n')
	}
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", r.skipLine(int64(len(long) + len(b)))
	}
	if long != nil {
		b = append(long, b...)
	}
	if len(b) == 0 && err != nil {
		return "", err
	}
	if err != nil && err != io.EOF {
		return "", err
	}
	r.line++
	r.bytes += int64(len(b))
	return string(bytes.TrimRight(b, "\r\n")), nil
}

// skipLine reads to the end of a line that is too long.
func (r *Rows) skipLine(read int64) error {
	r.line++
	r.bytes += read
	for {
		b, err := r.in.ReadSlice('\n')
		r.bytes += int64(len(b))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && err != io.EOF {
			return err
		}
		return &RowError{r.line, fmt.Sprintf("the line is longer than %d bytes", maxRowBytes)}
	}
}

// closeQuotes appends lines to text until its quotes are closed. If they never are, the lines after the first are given
// back.
func (r *Rows) closeQuotes(text string) (string, error) {
	if !r.open(text, false) {
		return text, nil
	}
	first, size := r.line, len(text)
	lines := []string{text}
	for len(lines) <= maxRowLines && size < maxRowBytes {
		next, err := r.readLine()
		var tooLong *RowError
		if errors.Is(err, io.EOF) || errors.As(err, &tooLong) {
			break
		}
		if err != nil {
			return "", err
		}
		lines, size = append(lines, next), size+len(next)
		if !r.open(next, true) {
			return strings.Join(lines, "\n"), nil
		}
	}
	r.pending = append(lines[1:], r.pending...)
	r.line = first
	return "", &RowError{first, "a quote is opened and never closed"}
}

// open says whether a quoted cell is open at the end of a line, given whether one was at its beginning.
func (r *Rows) open(text string, inside bool) bool {
	start := !inside // at the beginning of a cell
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inside && c == '"':
			if i+1 < len(text) && text[i+1] == '"' {
				i++
				continue
			}
			inside = false
		case inside:
		case c == '"' && start:
			inside = true
		case c == r.comma:
			start = true
			continue
		}
		start = start && c == ' '
	}
	return inside
}

func (r *Rows) split(text string, line int) ([]string, int, error) {
	r.cells = r.cells[:0]
	for {
		cell, rest, more := strings.Cut(text, string(rune(r.comma)))
		r.cells = append(r.cells, cell)
		if !more {
			break
		}
		text = rest
	}
	return r.checked(line)
}

func (r *Rows) unquote(text string, line int) ([]string, int, error) {
	r.cells = r.cells[:0]
	for {
		trimmed := strings.TrimLeft(text, " ")
		if !strings.HasPrefix(trimmed, `"`) {
			cell, rest, more := strings.Cut(text, string(rune(r.comma)))
			r.cells = append(r.cells, cell)
			if !more {
				return r.checked(line)
			}
			text = rest
			continue
		}
		cell, rest := quoted(trimmed[1:])
		// What follows the closing quote, up to the separator, belongs to the cell.
		tail, rest, more := strings.Cut(rest, string(rune(r.comma)))
		r.cells = append(r.cells, cell+strings.TrimSpace(tail))
		if !more {
			return r.checked(line)
		}
		text = rest
	}
}

// quoted is the text up to the closing quote, and what follows it.
func quoted(s string) (cell, rest string) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			b.WriteString(s)
			return b.String(), ""
		}
		b.WriteString(s[:i])
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			s = s[i+2:]
			continue
		}
		return b.String(), s[i+1:]
	}
}

func (r *Rows) checked(line int) ([]string, int, error) {
	if len(r.cells) > maxCells {
		return nil, line, &RowError{line, fmt.Sprintf("the row has more than %d cells", maxCells)}
	}
	for _, c := range r.cells {
		if len(c) > maxCellBytes {
			return nil, line, &RowError{line, fmt.Sprintf("a cell is longer than %d bytes", maxCellBytes)}
		}
	}
	return r.cells, line, nil
}
