package bench_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/data/intake"
	"circle15/data/osm"
	"circle15/geo"
	"circle15/indicators"
)

// squares are communities of 880 m a side, rows by columns of them, around the middle of Porto: as many as a city of millions has.
func squares(rows, columns int) *data.Import {
	im := &data.Import{Layer: data.Layer{Name: "communities", Kind: data.KindCommunities, Completeness: data.Complete, Datum: "wgs84"}}
	const lon0, lat0, dLon, dLat = -86_200_000, 411_500_000, 105_000, 79_000 // 880 m at 41° north
	for i := range rows * columns {
		x, y := int32(lon0+(i%columns-columns/2)*dLon), int32(lat0+(i/columns-rows/2)*dLat)
		im.Communities = append(im.Communities, indicators.Community{ID: fmt.Sprintf("c%04d", i), Name: fmt.Sprintf("c%04d", i),
			Shape: geo.MultiPolygon{{{{Lon: x, Lat: y}, {Lon: x + dLon, Lat: y}, {Lon: x + dLon, Lat: y + dLat}, {Lon: x, Lat: y + dLat}}}}})
	}
	im.Layer.Count = len(im.Communities)
	return im
}

// yearStandard has 40 criteria: 20 categories at two limits.
func yearStandard() []byte {
	var b strings.Builder
	b.WriteString("id: year\ntitle: {zh: 年, en: year}\naspects:\n- id: a\n  title: {zh: 方面, en: aspect}\n  indicators:\n  - id: i\n    title: {zh: 指标, en: indicator}\n    criteria:\n")
	for i := range 40 {
		fmt.Fprintf(&b, "    - {id: k%02d, title: {zh: 条件, en: criterion}, category: cat%02d, measure: nearest, limit: {metres: %d}}\n", i, i%20, 600+300*(i/20))
	}
	return []byte(b.String())
}

// A year of it: 1,400 communities under 40 criteria, run after run in one workspace, with one facility more each time but for the second run. CIRCLE15_YEAR_RUNS says how many runs, 50 if it is
// not set; and the last line says what was measured.
func BenchmarkYear(b *testing.B) {
	runs := 50
	if n, err := strconv.Atoi(os.Getenv("CIRCLE15_YEAR_RUNS")); err == nil {
		runs = max(n, 3)
	}
	ctx := context.Background()
	for b.Loop() {
		var extra []indicators.Facility
		w := workspace(b,
			func() (*data.Import, error) {
				return osm.Read(ctx, shared(b, "porto", "porto.osm.pbf"), osm.Options{})
			},
			func() (*data.Import, error) { return squares(35, 40), nil },
			func() (*data.Import, error) {
				return intake.Facilities(ctx, shared(b, "porto", "facilities.csv"), intake.Options{CategoryFrom: "category"})
			})
		std := standard(b, yearStandard())
		size := fileMB(b, w)
		for run := range runs {
			if run > 1 {
				extra = append(extra, indicators.Facility{ID: fmt.Sprintf("x%d", run), Category: fmt.Sprintf("cat%02d", run%20), At: geo.E7{Lon: int32(-86_200_000 + run*7000), Lat: 411_500_000}})
				im := &data.Import{Layer: data.Layer{Name: "extra", Kind: data.KindFacilities, Completeness: data.Complete, Datum: "wgs84"}, Facilities: extra}
				if _, err := w.PutLayer(ctx, im); err != nil {
					b.Fatal(err)
				}
			}
			yearRun(b, w, std, run)
		}
		b.ReportMetric((fileMB(b, w)-size)/float64(runs), "MB/run")
	}
}

// yearRun computes and publishes a run, and says what its steps took.
func yearRun(b *testing.B, w *gpkg.Workspace, std *indicators.Standard, run int) {
	ctx := context.Background()
	var steps []string
	began := time.Now()
	step := func(name string) {
		steps = append(steps, fmt.Sprintf("%s %.2f", name, time.Since(began).Seconds()))
		began = time.Now()
	}
	start := began
	c, frame := city(b, w)
	step("city")
	before, err := w.Latest(ctx, std.ID)
	if err != nil {
		b.Fatal(err)
	}
	step("latest")
	r, err := batch.Compute(ctx, c, frame, std, nil, batch.Options{Prints: true, Before: before})
	if err != nil {
		b.Fatal(err)
	}
	step("compute")
	if _, err := w.Publish(ctx, r); err != nil {
		b.Fatal(err)
	}
	step("publish")
	if run < 4 || run%10 == 9 {
		b.Logf("run %d: %d of %d pairs, %.2f s (%s), %.1f MB", run+1, r.Stale.Stale, r.Stale.Pairs, time.Since(start).Seconds(), strings.Join(steps, ", "), fileMB(b, w))
	}
}

// fileMB is the size of the workspace with its log.
func fileMB(b *testing.B, w *gpkg.Workspace) float64 {
	sum := int64(0)
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(w.Path() + end); err == nil {
			sum += info.Size()
		}
	}
	return float64(sum) / 1e6
}
