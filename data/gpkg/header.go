package gpkg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"zombiezen.com/go/sqlite"

	"circle15/data"
)

// applicationID is "GPKG", which marks a GeoPackage of version 1.2 or later (OGC 12-128r17, requirement 2).
const applicationID = 0x47504B47

// sqliteMagic are the first bytes of every SQLite file (https://www.sqlite.org/fileformat2.html, 1.3).
const sqliteMagic = "SQLite format 3\x00"

// restore is what to do about a damaged workspace. It never says to delete anything.
const restore = "take a copy of it away and restore it from a backup, or import the layers into a new workspace"

// checkHeader looks at the first bytes of the file, so that a file that is something else is named as such.
func checkHeader(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w there; the first import makes one, -w names another", path, data.ErrNoWorkspace)
	}
	if err != nil {
		return &data.FileError{File: path, What: "cannot be read", Err: bare(err), Advice: "check who may read it"}
	}
	if !info.Mode().IsRegular() {
		return &data.FileError{File: path, What: "is not a file", Advice: "name the workspace file, for example circle15.gpkg"}
	}
	if info.Size() == 0 {
		return &data.FileError{File: path, What: "the file is empty, not a workspace", Advice: restore}
	}
	f, err := os.Open(path)
	if err != nil {
		return &data.FileError{File: path, What: "cannot be read", Err: bare(err), Advice: "check who may read it"}
	}
	defer f.Close()
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || string(head[:16]) != sqliteMagic {
		return &data.FileError{File: path, What: "is not a workspace (no SQLite file)", Advice: "name a workspace made by circle15"}
	}
	if id := binary.BigEndian.Uint32(head[68:]); id != applicationID {
		return &data.FileError{File: path, What: fmt.Sprintf("is a database, not a GeoPackage (application id %#x)", id), Advice: "name a workspace made by circle15"}
	}
	return checkLength(path, info.Size(), head[:])
}

// checkLength compares the pages that the header counts with the size of the file. With a write-ahead log beside it the
// file may lag behind its header.
func checkLength(path string, size int64, head []byte) error {
	if _, err := os.Stat(path + "-wal"); err == nil {
		return nil
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	want := page * int64(binary.BigEndian.Uint32(head[28:]))
	if want > size {
		return &data.FileError{File: path, Where: fmt.Sprintf("byte %d", size),
			What: fmt.Sprintf("the file was cut off: it should have %d bytes", want), Advice: restore}
	}
	return nil
}

// formatOf is the version of the workspace's format. A GeoPackage of somebody else gives a *data.FileError.
func formatOf(c *sqlite.Conn) (int, error) {
	found := false
	if err := each(c, func(*sqlite.Stmt) error { found = true; return nil },
		"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'c15_meta'"); err != nil {
		return 0, err
	}
	if !found {
		return 0, &data.FileError{What: "is a GeoPackage, but not a workspace", Advice: "import it as a layer into a workspace"}
	}
	format := 0
	if err := each(c, func(s *sqlite.Stmt) error { format = s.ColumnInt(0); return nil },
		"SELECT value FROM c15_meta WHERE key = 'format'"); err != nil {
		return 0, err
	}
	if format < 1 {
		return 0, &data.FileError{What: "the workspace does not say its format: it is damaged", Advice: restore}
	}
	return format, nil
}
