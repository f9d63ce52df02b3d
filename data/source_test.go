package data_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
)

func TestOpenSourceReadsFromTheBeginning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := data.OpenSource(path, 3)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, err := io.ReadAll(s)
	if err != nil || string(b) != "abc" {
		t.Fatalf("read %q, %v", b, err)
	}
	// SHA-256 of "abc" is the first example of FIPS 180-2, appendix B.
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if s.Checksum != want || s.Size != 3 || s.Base() != "a.csv" {
		t.Errorf("got %s, %d bytes, base %s", s.Checksum, s.Size, s.Base())
	}
}

func TestOpenSourceRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "none.csv"), "there is no such file"},
		{"folder", dir, "is a folder"},
		{"empty", write("empty.csv", ""), "the file is empty"},
		{"large", write("large.csv", "12345"), "more than the 4"},
	} {
		_, err := data.OpenSource(c.path, 4)
		var fe *data.FileError
		if !errors.As(err, &fe) {
			t.Errorf("%s: got %v, want a FileError", c.name, err)
			continue
		}
		if fe.File != c.path || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %q, want one line with %q", c.name, err, c.want)
		}
	}
}
