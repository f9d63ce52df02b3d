package hours_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"circle15/data/osm"
	"circle15/indicators/hours"
)

// Real values of facilities: nearly all are read. What is not is prose, or hours without an end. (Of all 890 values in the three files,
// those of whatever is no facility included, 883 are read; of the others two are a web address and a date.)
func TestRealValues(t *testing.T) {
	tests := []struct {
		file        string
		hours, read int
	}{
		{"laspalmas/laspalmas.osm.pbf", 132, 132},
		{"helsinki/helsinki-centre.osm.pbf", 371, 367},
		{"beijing-wudaokou/beijing_tsinghua_wudaokou.osm.pbf", 3, 3},
	}
	for _, tt := range tests {
		t.Run(filepath.Dir(tt.file), func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(tt.file))
			if _, err := os.Stat(path); err != nil {
				t.Skipf("needs ../shared/data/%s, which is not here", tt.file)
			}
			im, err := osm.Read(context.Background(), path, osm.Options{})
			if err != nil {
				t.Fatal(err)
			}
			n, read := 0, 0
			var at [3]int
			seen := map[string]bool{} // a shop that is in two categories
			for _, f := range im.Facilities {
				v := f.Attrs["opening_hours"]
				if v == "" || seen[f.ID] {
					continue
				}
				seen[f.ID] = true
				n++
				h, err := hours.Parse(v)
				if err != nil {
					t.Log(err)
				} else {
					read++
				}
				at[h.At(hours.Tuesday, 7*60)]++
			}
			t.Logf("on a Tuesday at 07:00 %d open, %d closed, %d unknown", at[hours.Open], at[hours.Closed], at[hours.Unknown])
			if n != tt.hours || read != tt.read {
				t.Errorf("%d facilities with hours, %d read; want %d, %d", n, read, tt.hours, tt.read)
			}
		})
	}
}
