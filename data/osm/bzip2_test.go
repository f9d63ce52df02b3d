package osm_test

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data/osm"
)

// oneStreet is a street of two nodes in XML, packed with bzip2: Go cannot write it.
const oneStreet = "QlpoOTFBWSZTWc0v6XMAACeZgFAB/4cn752gIACSCVCNNMaQAAaaCU0oCehNPU8g0jJpE7nWEhUhhmXUrzs9SGPd7jlhHBiQvAhoiEQkJD1Wk2DiOzjv0P8/TpBJaou+7HbYlTdCxPhaM8Jtl6k1UotjlgwRXYQuI4FeNpJxc8iOg4Yj2q/F3JFOFCQzS/pcwA=="

// A list of changes is refused, and the error says what to do with it.
func TestChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "day.osc")
	if err := os.WriteFile(path, []byte(`<osmChange version="0.6"><modify><node id="1" lat="34.36" lon="107.24"/></modify></osmChange>`), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := osm.Read(context.Background(), path, osm.Options{}); err == nil || !strings.Contains(err.Error(), "osmium apply-changes") {
		t.Errorf("got %v", err)
	}
}

// A file packed with bzip2 is read; one that is cut off or damaged is refused by its name.
func TestBzip2(t *testing.T) {
	packed, err := base64.StdEncoding.DecodeString(oneStreet)
	if err != nil {
		t.Fatal(err)
	}
	read := func(b []byte) (int, error) {
		path := filepath.Join(t.TempDir(), "town.osm.bz2")
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		im, err := osm.Read(context.Background(), path, osm.Options{})
		if err != nil {
			return 0, err
		}
		return im.Streets.Edges(), nil
	}
	if n, err := read(packed); n != 1 || err != nil {
		t.Errorf("%d streets, %v, want 1", n, err)
	}
	for cut := 3; cut < len(packed); cut += 7 {
		if _, err := read(packed[:cut]); err == nil || !strings.Contains(err.Error(), "town.osm.bz2") {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
}
