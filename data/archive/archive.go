// Package archive gives you the files in a zip archive without unpacking them to disk, within limits that hold whatever the archive says
// of itself.
//
// [Open] looks at the directory: too many files, names that lead out of the archive and archives in archives are refused.
// [Archive.Open] reads one file, and counts the bytes as they come out. The same limits hold for everything that is read from one archive.
package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"circle15/data"
)

// Limits of an archive. The data of a large country stays below them all; an archive that is made to fill
// a machine does not.
const (
	MaxBytes         = 2 << 30 // of the archive itself
	maxUnpackedBytes = 2 << 30 // of all that is read from it
	maxEntries       = 10_000
	maxRatio         = 100
	// ratioFrom: small files may pack better than maxRatio without harm.
	ratioFrom = 8 << 20
)

// ErrLimits is in the error of a file that unpacks to more than is read.
var ErrLimits = errors.New("archive limits")

// Archive is an open zip archive.
type Archive struct {
	path     string
	names    []string
	files    map[string]*zip.File
	unpacked int64 // bytes read so far, as counted while reading, not as the archive states them
}

// Open reads the directory of an archive. advice says what the archive should be.
func Open(src *data.Source, advice string) (*Archive, error) {
	z, err := zip.NewReader(src.File, src.Size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &data.FileError{File: src.Path, What: "is not a zip archive", Err: err, Advice: advice}
	}
	if len(z.File) > maxEntries {
		return nil, &data.FileError{File: src.Path, What: fmt.Sprintf("holds %d files, more than the %d that are read", len(z.File), maxEntries), Advice: advice}
	}
	a := &Archive{path: src.Path, files: map[string]*zip.File{}}
	for _, f := range z.File {
		name := entryName(f)
		switch {
		case strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/"):
			continue
		case !local(name) || f.Mode()&^0o777 != 0:
			return nil, &data.FileError{File: src.Path, Where: name, What: "leads out of the archive", Advice: "pack the files again"}
		case strings.HasSuffix(strings.ToLower(name), ".zip"):
			return nil, &data.FileError{File: src.Path, Where: name, What: "an archive inside the archive is not read", Advice: "unpack it and import the inner .zip"}
		case a.files[name] != nil:
			return nil, &data.FileError{File: src.Path, Where: name, What: "is in the archive twice", Advice: "pack it again"}
		}
		a.names = append(a.names, name)
		a.files[name] = f
	}
	return a, nil
}

// entryName is a file's name in UTF-8: old programs write GB18030 without saying so.
func entryName(f *zip.File) string {
	if utf8.ValidString(f.Name) && !f.NonUTF8 || isASCII(f.Name) {
		return f.Name
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil && !utf8.ValidString(f.Name) {
		return s
	}
	return f.Name
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// local says that a name leads to a place in the archive.
func local(name string) bool {
	return name != "" && !path.IsAbs(name) && !strings.ContainsAny(name, "\\:\x00") && path.Clean(name) == name && name != ".." && !strings.HasPrefix(name, "../")
}

// Names are the files in the order of the archive, with their folders.
func (a *Archive) Names() []string { return a.names }

// Path is the archive's own name, as the user wrote it.
func (a *Archive) Path() string { return a.path }

// Find is the name of the only file with this ending, in any case; empty if there is none, an error if there are several.
func (a *Archive) Find(ending string) (string, error) {
	found := ""
	for _, n := range a.names {
		if strings.HasSuffix(strings.ToLower(n), ending) {
			if found != "" {
				return "", &data.FileError{File: a.path, What: fmt.Sprintf("holds %s and %s", found, n), Advice: "pack each by itself"}
			}
			found = n
		}
	}
	return found, nil
}

// Open opens a file of the archive. Reading it ends with an error that wraps ErrLimits where it unpacks to too much.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f := a.files[name]
	if f == nil {
		return nil, &data.FileError{File: a.path, Where: name, What: "is not in the archive", Advice: "pack it again"}
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.Broken(name, err)
	}
	return &counter{r: r, a: a, packed: int64(f.CompressedSize64)}, nil
}

// ReadAll is the content of a file of the archive, up to most bytes.
func (a *Archive) ReadAll(name string, most int64) ([]byte, error) {
	r, err := a.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, a.Broken(name, err)
	case int64(len(b)) > most:
		return nil, &data.FileError{File: a.path, Where: name, What: fmt.Sprintf("has more than the %d bytes that are read", most), Advice: "cut it to the city"}
	}
	return b, nil
}

// Broken is the error of a file that cannot be unpacked.
func (a *Archive) Broken(name string, err error) error {
	advice := "fetch or pack it again"
	if errors.Is(err, ErrLimits) {
		advice = "this is no data as offices publish it; cut it to the city"
	}
	return &data.FileError{File: a.path, Where: name, What: "cannot be unpacked", Err: err, Advice: advice}
}

// counter counts what is really unpacked, whatever the archive states.
type counter struct {
	r      io.ReadCloser
	a      *Archive
	packed int64
	read   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	c.a.unpacked += int64(n)
	if c.a.unpacked > maxUnpackedBytes {
		return n, fmt.Errorf("more than %d bytes: %w", int64(maxUnpackedBytes), ErrLimits)
	}
	if c.read > ratioFrom && c.read > maxRatio*c.packed {
		return n, fmt.Errorf("unpacks to more than %d times its size: %w", maxRatio, ErrLimits)
	}
	return n, err
}

func (c *counter) Close() error { return c.r.Close() }

// Create begins a file in an archive that is written. Its date is always the same, so that the same content gives the same bytes.
func Create(z *zip.Writer, name string) (io.Writer, error) {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return w, nil
}
