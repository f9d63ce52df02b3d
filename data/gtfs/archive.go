package gtfs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"circle15/data"
	"circle15/data/archive"
	"circle15/data/tabular"
)

const feedAdvice = "fetch the feed again; a GTFS feed is a .zip of .txt tables"

// tables are the tables of an archive.
type tables struct {
	*archive.Archive
	at map[string]string // where each lies
}

func openFeed(src *data.Source) (*tables, error) {
	z, err := archive.Open(src, feedAdvice)
	if err != nil {
		return nil, err
	}
	a := &tables{Archive: z, at: map[string]string{}}
	folder, err := a.folder()
	if err != nil {
		return nil, err
	}
	for _, name := range z.Names() {
		if path.Dir(name) == folder && strings.HasSuffix(name, ".txt") {
			a.at[path.Base(name)] = name
		}
	}
	return a, nil
}

// folder is the one in which stops.txt lies: the root, or the folder that was packed whole.
func (a *tables) folder() (string, error) {
	folder, found := "", false
	for _, name := range a.Names() {
		if path.Base(name) != "stops.txt" {
			continue
		}
		if found {
			return "", &data.FileError{File: a.Path(), What: "holds more than one stops.txt", Advice: "import each feed from its own .zip"}
		}
		folder, found = path.Dir(name), true
	}
	if !found {
		return "", &data.FileError{File: a.Path(), Where: "stops.txt", What: "is not in the archive", Advice: "a GTFS feed needs stops.txt, routes.txt, trips.txt and stop_times.txt"}
	}
	return folder, nil
}

// table reads one table row by row. need are columns that must be there, want ones that may be: row gets the values of
// both in that order, empty where the column or cell is missing. Rows that cannot be read
// go to the findings. A table that is missing gives no rows unless need is set.
func (a *tables) table(name string, need, want []string, finds *data.Findings, row func(v []string, line int) error) error {
	file := a.at[name]
	if file == "" {
		if len(need) == 0 {
			return nil
		}
		return &data.FileError{File: a.Path(), Where: name, What: "is not in the archive", Advice: "a GTFS feed needs stops.txt, routes.txt, trips.txt and stop_times.txt"}
	}
	r, err := a.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	rows := tabular.NewRows(textOnly{r}, ',')
	header, _, err := rows.Next()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return &data.FileError{File: a.Path(), Where: name, What: "the table is empty, its header is missing", Advice: "fetch the feed again"}
		}
		return a.Broken(name, err)
	}
	cols, err := a.columns(name, header, need, want)
	if err != nil {
		return err
	}
	values := make([]string, len(cols))
	for {
		cells, line, err := rows.Next()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			finds.Add(data.Finding{Severity: data.Failure, Code: "gtfs_row_unreadable", Row: bad.Line, Field: name,
				Message: bad.What + ": the row was dropped", Advice: "mend the row in the feed"})
			continue
		case err != nil:
			return a.Broken(name, err)
		}
		for i, c := range cols {
			values[i] = ""
			if c >= 0 && c < len(cells) {
				values[i] = strings.TrimSpace(cells[c])
			}
		}
		if err := row(values, line); err != nil {
			return err
		}
	}
}

// columns is where the needed and wanted columns stand: -1 for a wanted one that is not there.
func (a *tables) columns(name string, header, need, want []string) ([]int, error) {
	at := make(map[string]int, len(header))
	for i, h := range header {
		if i == 0 {
			h = strings.TrimPrefix(h, "\ufeff")
		}
		h = strings.ToLower(strings.TrimSpace(h))
		if _, twice := at[h]; !twice {
			at[h] = i
		}
	}
	var cols []int
	for i, c := range append(append([]string(nil), need...), want...) {
		pos, ok := at[c]
		if !ok && i < len(need) {
			return nil, &data.FileError{File: a.Path(), Where: name, What: fmt.Sprintf("has no column %q, only %s", c, strings.Join(header, ", ")),
				Advice: "fetch the feed again or mend its header"}
		}
		if !ok {
			pos = -1
		}
		cols = append(cols, pos)
	}
	return cols, nil
}

// textOnly refuses what is no text.
type textOnly struct{ io.Reader }

func (r textOnly) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if bytes.IndexByte(p[:n], 0) >= 0 {
		return n, errors.New("holds zero bytes: it is not a text table in UTF-8")
	}
	return n, err
}
