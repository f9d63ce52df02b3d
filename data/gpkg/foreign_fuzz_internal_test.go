package gpkg

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/twpayne/go-geom"
)

// A GeoPackage that is damaged or lies anywhere gives an error or findings, and never ends the program. The seed is a whole file; each input changes some of its
// bytes: a place and what stands there.
func FuzzForeignFile(f *testing.F) {
	seed, err := os.ReadFile(foreignFile(f, blob(f, geom.NewPointFlat(geom.XY, []float64{107.24, 34.36}))))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(20), []byte{0, 0, 0, 1}, uint32(len(seed)))
	f.Add(uint32(100), []byte("CREATE TABLE"), uint32(5000))
	f.Fuzz(func(t *testing.T, at uint32, with []byte, size uint32) {
		b := append([]byte(nil), seed[:min(int(size), len(seed))]...)
		if int(at) < len(b) {
			copy(b[at:], with)
		}
		path := filepath.Join(t.TempDir(), "x.gpkg")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		table, err := ReadFeatures(context.Background(), path, FeatureOptions{Table: "shops"})
		if err == nil && len(table.Records) > 2 {
			t.Errorf("%d records of one", len(table.Records))
		}
	})
}
