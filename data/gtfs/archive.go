package gtfs

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"circle15/data"
	"circle15/data/tabular"
)

// Limits of an archive. A feed of a large country stays below them all; an archive that is made to fill
// a machine does not.
const (
	maxArchiveBytes  = 2 << 30
	maxUnpackedBytes = 2 << 30
	maxEntries       = 10_000
	maxRatio         = 100
	// ratioFrom: small tables may pack better than maxRatio without harm.
	ratioFrom = 8 << 20
)

var errLimits = errors.New("archive limits")

// archive is the tables of a feed. Nothing is ever unpacked to disk.
type archive struct {
	path     string
	tables   map[string]*zip.File
	unpacked int64 // bytes read so far, as counted while reading, not as the archive states them
}

func openArchive(src *data.Source) (*archive, error) {
	z, err := zip.NewReader(src.File, src.Size)
	if err != nil {
		return nil, &data.FileError{File: src.Path, What: "is not a zip archive", Err: err, Advice: "fetch the feed again; a GTFS feed is a .zip of .txt tables"}
	}
	if len(z.File) > maxEntries {
		return nil, &data.FileError{File: src.Path, What: fmt.Sprintf("holds %d files, more than the %d that are read", len(z.File), maxEntries),
			Advice: "a GTFS feed is a .zip of about ten .txt tables"}
	}
	a := &archive{path: src.Path, tables: map[string]*zip.File{}}
	folder, err := a.folder(z.File)
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		if path.Dir(f.Name) != folder || !strings.HasSuffix(f.Name, ".txt") {
			continue
		}
		name := path.Base(f.Name)
		if a.tables[name] != nil {
			return nil, &data.FileError{File: src.Path, Where: name, What: "is in the archive twice", Advice: "pack the feed again"}
		}
		a.tables[name] = f
	}
	return a, nil
}

// folder is the one in which stops.txt lies: the root, or the folder that was packed whole.
func (a *archive) folder(files []*zip.File) (string, error) {
	folder, found := "", false
	for _, f := range files {
		if strings.HasSuffix(strings.ToLower(f.Name), ".zip") {
			return "", &data.FileError{File: a.path, Where: f.Name, What: "an archive inside the archive is not read", Advice: "unpack it and import the inner .zip"}
		}
		if path.Base(f.Name) != "stops.txt" || strings.Contains(f.Name, "__MACOSX") {
			continue
		}
		if found && path.Dir(f.Name) != folder {
			return "", &data.FileError{File: a.path, What: "holds more than one stops.txt", Advice: "import each feed from its own .zip"}
		}
		folder, found = path.Dir(f.Name), true
	}
	if !found {
		return "", &data.FileError{File: a.path, Where: "stops.txt", What: "is not in the archive", Advice: "a GTFS feed needs stops.txt, routes.txt, trips.txt and stop_times.txt"}
	}
	return folder, nil
}

// table reads one table row by row. need are columns that must be there, want ones that may be: row gets the values of
// both in that order, empty where the column or cell is missing. Rows that cannot be read
// go to the findings. A table that is missing gives no rows unless need is set.
func (a *archive) table(name string, need, want []string, finds *data.Findings, row func(v []string, line int) error) error {
	f := a.tables[name]
	if f == nil {
		if len(need) == 0 {
			return nil
		}
		return &data.FileError{File: a.path, Where: name, What: "is not in the archive", Advice: "a GTFS feed needs stops.txt, routes.txt, trips.txt and stop_times.txt"}
	}
	r, err := f.Open()
	if err != nil {
		return a.broken(name, err)
	}
	defer r.Close()
	rows := tabular.NewRows(&counter{r: r, a: a, packed: int64(f.CompressedSize64)}, ',')
	header, _, err := rows.Next()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return &data.FileError{File: a.path, Where: name, What: "the table is empty, its header is missing", Advice: "fetch the feed again"}
		}
		return a.broken(name, err)
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
			return a.broken(name, err)
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
func (a *archive) columns(name string, header, need, want []string) ([]int, error) {
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
			return nil, &data.FileError{File: a.path, Where: name, What: fmt.Sprintf("has no column %q, only %s", c, strings.Join(header, ", ")),
				Advice: "fetch the feed again or mend its header"}
		}
		if !ok {
			pos = -1
		}
		cols = append(cols, pos)
	}
	return cols, nil
}

func (a *archive) broken(table string, err error) error {
	advice := "fetch the feed again"
	if errors.Is(err, errLimits) {
		advice = "this is not a GTFS feed as operators publish it; cut it to the city"
	}
	return &data.FileError{File: a.path, Where: table, What: "cannot be unpacked", Err: err, Advice: advice}
}

// counter counts what is really unpacked, whatever the archive states.
type counter struct {
	r      io.Reader
	a      *archive
	packed int64
	read   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	c.a.unpacked += int64(n)
	if c.a.unpacked > maxUnpackedBytes {
		return n, fmt.Errorf("more than %d bytes: %w", int64(maxUnpackedBytes), errLimits)
	}
	if c.read > ratioFrom && c.read > maxRatio*c.packed {
		return n, fmt.Errorf("unpacks to more than %d times its size: %w", maxRatio, errLimits)
	}
	if bytes.IndexByte(p[:n], 0) >= 0 {
		return n, errors.New("holds zero bytes: it is not a text table in UTF-8")
	}
	return n, err
}
