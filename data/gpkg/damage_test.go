package gpkg_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/gpkg"
)

func TestCheckFindsDamagedContent(t *testing.T) {
	for name, test := range map[string]struct{ script, code string }{
		"a blob with another content": {"UPDATE c15_blobs SET packed = (SELECT packed FROM c15_blobs WHERE id = 1) WHERE id = 2;", "workspace_content"},
		"a blob cut off":              {"UPDATE c15_blobs SET packed = substr(packed, 1, length(packed) - 3);", "workspace_content"},
		"a blob that is gone":         {"PRAGMA foreign_keys = 0; DELETE FROM c15_blobs WHERE id = 1;", "workspace_content"},
		"a result changed":            {"UPDATE c15_results SET packed = x'28b52ffd';", "workspace_result"},
	} {
		t.Run(name, func(t *testing.T) {
			path := town(t)
			alter(t, path, test.script)
			w, err := gpkg.Open(path, gpkg.ReadOnly)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			fs, err := w.Check(t.Context())
			if err != nil || len(fs) == 0 || fs[0].Code != test.code || strings.Contains(fs[0].Advice, "delete") {
				t.Errorf("got %v (%v), want %s", fs, err, test.code)
			}
			_, err1 := w.City(t.Context(), nil)
			_, err2 := w.RunResult(t.Context(), 1)
			var file *data.FileError
			if !errors.As(errors.Join(err1, err2), &file) || !strings.Contains(file.What, "damaged") {
				t.Errorf("loading gives %v, %v, want a *data.FileError that says it is damaged", err1, err2)
			}
		})
	}
}

// Every kilobyte of the file is spoilt in turn: nothing panics, and what is loaded is what was stored or an error.
func TestSpoiltBytes(t *testing.T) {
	path := town(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	load := func(path string) (out []byte, err error) {
		w, err := gpkg.Open(path, gpkg.ReadOnly)
		if err != nil {
			return nil, err
		}
		defer w.Close()
		r, err := w.RunResult(t.Context(), 1)
		if err != nil {
			return nil, err
		}
		for _, res := range r.Results {
			out = append(out, res.Community+res.Criterion+string(res.Status)...)
		}
		return out, nil
	}
	want, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := 512; at < len(whole); at += 1024 {
		spoilt := bytes.Clone(whole)
		for i := range 16 {
			spoilt[at+i] ^= 0x5a
		}
		p := filepath.Join(t.TempDir(), "x.gpkg")
		if err := os.WriteFile(p, spoilt, 0o666); err != nil {
			t.Fatal(err)
		}
		got, err := load(p)
		if err != nil {
			refused++
		} else if !bytes.Equal(got, want) {
			t.Errorf("byte %d spoilt: got %q, want %q or an error", at, got, want)
		}
	}
	if refused == 0 {
		t.Error("no spoilt file was refused")
	}
}
