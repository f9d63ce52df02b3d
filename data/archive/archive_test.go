package archive_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"circle15/data"
	"circle15/data/archive"
)

// open writes the archive to a file and opens it; the file is closed with the test.
func open(t testing.TB, b []byte) (*archive.Archive, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := data.OpenSource(path, 1<<30)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { src.Close() })
	return archive.Open(src, "pack it again")
}

// pack makes an archive of entries without content of their own.
func pack(t testing.TB, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, h := range headers {
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("x")); err != nil && !strings.HasSuffix(h.Name, "/") {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func named(name string) *zip.FileHeader { return &zip.FileHeader{Name: name} }

// Names that lead out, links, archives in archives and names that are there twice are refused by name; folders and those of GB18030 are not.
func TestOpen(t *testing.T) {
	link := named("link.csv")
	link.SetMode(fs.ModeSymlink | 0o777)
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("社区.shp")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		entries []*zip.FileHeader
		want    string // in the error; empty: it is opened
	}{
		{[]*zip.FileHeader{named("a.csv"), named("sub/b.csv")}, ""},
		{[]*zip.FileHeader{named("../../x.csv")}, "../../x.csv"},
		{[]*zip.FileHeader{named("/etc/x.csv")}, "leads out"},
		{[]*zip.FileHeader{named(`C:\x.csv`)}, "leads out"},
		{[]*zip.FileHeader{named("a/../../x.csv")}, "leads out"},
		{[]*zip.FileHeader{named("a\x00.csv")}, "leads out"},
		{[]*zip.FileHeader{link}, "link.csv"},
		{[]*zip.FileHeader{named("inner.ZIP")}, "an archive inside"},
		{[]*zip.FileHeader{named("a.csv"), named("a.csv")}, "twice"},
		{[]*zip.FileHeader{{Name: gbk, NonUTF8: true}}, ""},
	} {
		a, err := open(t, pack(t, c.entries...))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.entries[0].Name, err, c.want)
		}
		if c.entries[0].NonUTF8 && (a == nil || a.Names()[0] != "社区.shp") {
			t.Errorf("a name in GB18030: %v", a)
		}
	}
	var many []*zip.FileHeader
	for i := range 10_001 {
		many = append(many, named(strings.Repeat("a", 1+i/1000)+string(rune('0'+i%10))+string(rune('a'+i/10%10))+string(rune('a'+i/100%10))))
	}
	if _, err := open(t, pack(t, many...)); err == nil || !strings.Contains(err.Error(), "10001 files") {
		t.Errorf("10,001 files: %v", err)
	}
}

// What unpacks to a thousand times its size is not read to its end.
func TestBomb(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("zeros.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := open(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.ReadAll("zeros.csv", 1<<30); !errors.Is(err, archive.ErrLimits) || len(got) > 0 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, named("a.csv"), named("sub/b.csv")))
	f.Add(pack(f, named("../x")))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := open(t, b)
		if err != nil {
			return
		}
		for _, n := range a.Names() {
			if strings.HasPrefix(n, "/") || strings.Contains(n, "..") && filepath.IsAbs(filepath.Join("/x", n)) && !strings.HasPrefix(filepath.Join("/x", n), "/x/") {
				t.Errorf("%q leads out", n)
			}
			if got, err := a.ReadAll(n, 1<<20); err == nil && len(got) > 1<<20 {
				t.Errorf("%d bytes of at most 1 MiB", len(got))
			}
		}
	})
}
