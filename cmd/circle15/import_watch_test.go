package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A folder that is watched: a file is imported when it is there, again when it has changed, and Ctrl+C ends it well.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	drop := func(text string, age time.Duration) {
		path := filepath.Join(dir, "post.csv")
		if err := os.WriteFile(path+".part", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age) // a file that was written a while ago has settled
		if err := os.Chtimes(path+".part", then, then); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".part", path); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	said, out := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-w", filepath.Join(t.TempDir(), "x.gpkg"), "import", "watch", dir}, out, io.Discard, func(string) string { return "" })
		out.Close()
	}()
	lines := bufio.NewScanner(said)
	wait := func(want string) {
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("it ended before it said %q", want)
	}
	drop("id,lon,lat\na,107.24,34.36\n", time.Hour)
	wait("layer post, version 1: 1 features")
	drop("id,lon,lat\na,107.24,34.36\nb,107.25,34.36\n", time.Minute)
	wait("layer post, version 2: 2 features")
	cancel()
	go func() { _, _ = io.Copy(io.Discard, said) }()
	if got := <-code; got != 0 {
		t.Errorf("exit code %d, want 0", got)
	}
}

// What becomes of the names of files.
func TestLayerOf(t *testing.T) {
	for file, want := range map[string]string{
		"breakfast.csv": "breakfast", "communities.shp.zip": "communities", "osm.osm.pbf": "osm", "gtfs.ZIP": "gtfs", "a.shp": "a",
		"a.dbf": "", "a.shx": "", "notes.txt": "", "README": "",
	} {
		if got := layerOf(file); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}
