package gpkg_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/storetest"
)

// town is the path of a closed workspace with all layers of the town and one run.
func town(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town.gpkg")
	w, err := gpkg.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, im := range []*data.Import{storetest.Extract(), storetest.Stops(), storetest.Communities(), storetest.Residents()} {
		if _, err := w.PutLayer(t.Context(), im); err != nil {
			t.Fatal(err)
		}
	}
	layers, err := w.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), storetest.Result(storetest.Standard("s"), layers, 1)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// alter runs SQL on a closed workspace, as another program might.
func alter(t *testing.T, path, script string) {
	t.Helper()
	c, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(sqlitex.ExecuteScript(c, script, nil), c.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestOpenNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.gpkg")
	for _, mode := range []gpkg.Mode{gpkg.ReadOnly, gpkg.Write} {
		if _, err := gpkg.Open(path, mode); !errors.Is(err, data.ErrNoWorkspace) || !strings.Contains(err.Error(), path) {
			t.Errorf("mode %d: got %v, want data.ErrNoWorkspace with the path", mode, err)
		}
	}
	if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
		t.Errorf("opening nothing left %v", left)
	}
}

// What is no workspace is refused with a *data.FileError that says what it is, and stays as it was.
func TestOpenWhatIsNoWorkspace(t *testing.T) {
	whole, err := os.ReadFile(town(t))
	if err != nil {
		t.Fatal(err)
	}
	sqliteFile := append([]byte{}, whole...)
	copy(sqliteFile[68:72], "ABCD")
	for name, test := range map[string]struct {
		content []byte
		says    string
	}{
		"empty":             {nil, "empty"},
		"text":              {[]byte(strings.Repeat("community,name\n", 20)), "no SQLite file"},
		"short":             {[]byte(whole[:50]), "no SQLite file"},
		"cut off":           {whole[:len(whole)/2], "cut off"},
		"another database":  {sqliteFile, "not a GeoPackage"},
		"zeroes after head": {append(append([]byte{}, whole[:100]...), make([]byte, len(whole)-100)...), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.gpkg")
			if err := os.WriteFile(path, test.content, 0o666); err != nil {
				t.Fatal(err)
			}
			for _, mode := range []gpkg.Mode{gpkg.ReadOnly, gpkg.Write} {
				w, err := gpkg.Open(path, mode)
				var file *data.FileError
				if !errors.As(err, &file) {
					t.Fatalf("mode %d: got %v, want a *data.FileError", mode, err)
				}
				if w != nil {
					t.Errorf("mode %d: a workspace beside the error", mode)
				}
				if !strings.Contains(file.What, test.says) || file.File != path || file.Advice == "" || strings.Contains(err.Error(), "\n") {
					t.Errorf("mode %d: got %q, want one line with %q and advice", mode, err, test.says)
				}
			}
			if after, _ := os.ReadFile(path); string(after) != string(test.content) {
				t.Error("the file was changed")
			}
			if left, _ := filepath.Glob(path + "?*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestOpenForeignGeoPackage(t *testing.T) {
	path := town(t)
	alter(t, path, "DROP TABLE c15_meta;")
	var file *data.FileError
	if _, err := gpkg.Open(path, gpkg.ReadOnly); !errors.As(err, &file) || !strings.Contains(file.What, "not a workspace") {
		t.Errorf("got %v, want that it is no workspace", err)
	}
}

func TestOpenNewerFormat(t *testing.T) {
	path := town(t)
	alter(t, path, "UPDATE c15_meta SET value = 99 WHERE key = 'format';")
	for _, mode := range []gpkg.Mode{gpkg.ReadOnly, gpkg.Write} {
		if _, err := gpkg.Open(path, mode); !errors.Is(err, data.ErrNewerFormat) {
			t.Errorf("mode %d: got %v, want data.ErrNewerFormat", mode, err)
		}
	}
}

func TestCreateOverSomething(t *testing.T) {
	path := town(t)
	before, _ := os.ReadFile(path)
	var file *data.FileError
	if _, err := gpkg.Create(path); !errors.As(err, &file) {
		t.Errorf("got %v, want a *data.FileError", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the workspace was changed")
	}
	if _, err := gpkg.Create(filepath.Join(t.TempDir(), "no", "such", "folder.gpkg")); !errors.As(err, &file) {
		t.Errorf("in a folder that is not there: got %v, want a *data.FileError", err)
	}
}

// The last user leaves one plain file, whether it reads or writes, and whoever comes first.
func TestOnePlainFileAfterClose(t *testing.T) {
	path := town(t)
	open := func(mode gpkg.Mode) *gpkg.Workspace {
		w, err := gpkg.Open(path, mode)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	for _, readerLast := range []bool{true, false} {
		writer := open(gpkg.Write)
		reader := open(gpkg.ReadOnly)
		if _, err := reader.Layers(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.PutLayer(t.Context(), storetest.Stops()); err != nil {
			t.Fatal(err)
		}
		users := []*gpkg.Workspace{reader, writer}
		if readerLast {
			users = []*gpkg.Workspace{writer, reader}
		}
		for _, w := range users {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		}
		if left, _ := filepath.Glob(path + "?*"); len(left) > 0 {
			t.Errorf("reader last %v: left behind %v", readerLast, left)
		}
		head := make([]byte, 20)
		if f, err := os.Open(path); err != nil {
			t.Fatal(err)
		} else if _, err := f.Read(head); err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		if head[18] != 1 || head[19] != 1 { // 2 is a write-ahead log: https://www.sqlite.org/fileformat2.html, 1.3.3
			t.Errorf("reader last %v: the file still asks for a write-ahead log (%v)", readerLast, head[18:20])
		}
	}
}

// A reader sees the state before a writer's transaction or after it, and never waits.
func TestReaderBesideWriter(t *testing.T) {
	path := town(t)
	writer, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	reader, err := gpkg.Open(path, gpkg.ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	layers, err := writer.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for want := 2; want <= 3; want++ {
		if _, err := writer.Publish(t.Context(), storetest.Result(storetest.Standard("s"), layers, 1)); err != nil {
			t.Fatal(err)
		}
		if run, err := reader.Run(t.Context(), 0); err != nil || run.Number != want {
			t.Errorf("the reader sees run %d (%v), want %d", run.Number, err, want)
		}
	}
	if _, err := reader.PutLayer(t.Context(), storetest.Stops()); err == nil {
		t.Error("a reader could write")
	}
}

func TestUseAfterClose(t *testing.T) {
	w, err := gpkg.Open(town(t), gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := w.Layers(t.Context()); err == nil {
		t.Error("a closed workspace could be read")
	}
}
