package data

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Source is a file that is being imported. Close it after reading.
type Source struct {
	*os.File
	Path     string // as the user wrote it
	Size     int64
	Checksum string // SHA-256 of the bytes, hex
}

// OpenSource opens a file for import, at its beginning, and takes its checksum. A file that is
// missing, empty, no file or larger than maxBytes gives a *FileError.
func OpenSource(path string, maxBytes int64) (*Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	s := &Source{File: f, Path: path}
	if err := s.measure(maxBytes); err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

// Base is the name of the file without its folder.
func (s *Source) Base() string { return filepath.Base(s.Path) }

func (s *Source) measure(maxBytes int64) error {
	info, err := s.Stat()
	if err != nil {
		return openError(s.Path, err)
	}
	s.Size = info.Size()
	switch {
	case info.IsDir():
		return &FileError{File: s.Path, What: "is a folder", Advice: "name a file in it"}
	case !info.Mode().IsRegular():
		return &FileError{File: s.Path, What: "is not a regular file", Advice: "save the data to a file first"}
	case s.Size == 0:
		return &FileError{File: s.Path, What: "the file is empty", Advice: "fetch or export it again"}
	case s.Size > maxBytes:
		return &FileError{File: s.Path, What: fmt.Sprintf("the file has %d bytes, more than the %d that are read", s.Size, maxBytes),
			Advice: "split it or cut it to the city"}
	}
	h := sha256.New()
	if _, err := io.Copy(h, s.File); err != nil {
		return openError(s.Path, err)
	}
	s.Checksum = hex.EncodeToString(h.Sum(nil))
	_, err = s.Seek(0, io.SeekStart)
	return err
}

func openError(path string, err error) error {
	e := &FileError{File: path, What: "cannot be read", Err: err}
	var p *fs.PathError
	if errors.As(err, &p) {
		e.Err = p.Err // the path stands in File already
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.What, e.Err, e.Advice = "there is no such file", nil, "check the path"
	case errors.Is(err, fs.ErrPermission):
		e.Advice = "check who may read it"
	}
	return e
}
