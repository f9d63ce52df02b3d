package bench_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/data/gtfs"
	"circle15/data/intake"
	"circle15/data/osm"
	"circle15/geo"
	"circle15/indicators"
)

// shared is a file of the real cities, which lie beside the project.
func shared(b testing.TB, parts ...string) string {
	b.Helper()
	path := filepath.Join(append([]string{"..", "..", "shared", "data"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		b.Skipf("the real cities are not here: %v", err)
	}
	return path
}

// workspace imports layers into a new workspace.
func workspace(b testing.TB, layers ...func() (*data.Import, error)) *gpkg.Workspace {
	b.Helper()
	w, err := gpkg.Create(filepath.Join(b.TempDir(), "city.gpkg"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close() })
	for _, read := range layers {
		im, err := read()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.PutLayer(context.Background(), im); err != nil {
			b.Fatal(err)
		}
	}
	return w
}

func porto(b testing.TB) *gpkg.Workspace {
	ctx := context.Background()
	return workspace(b,
		func() (*data.Import, error) {
			return osm.Read(ctx, shared(b, "porto", "porto.osm.pbf"), osm.Options{})
		},
		func() (*data.Import, error) {
			return intake.Communities(ctx, shared(b, "porto", "communities.geojson"), intake.Options{})
		},
		func() (*data.Import, error) {
			return intake.Facilities(ctx, shared(b, "porto", "facilities.csv"), intake.Options{CategoryFrom: "category"})
		},
		func() (*data.Import, error) {
			return intake.Facilities(ctx, shared(b, "porto", "bus_stops.csv"), intake.Options{Category: "bus_stop"})
		})
}

func lasPalmas(b testing.TB) *gpkg.Workspace {
	ctx := context.Background()
	return workspace(b,
		func() (*data.Import, error) {
			return osm.Read(ctx, shared(b, "laspalmas", "laspalmas.osm.pbf"), osm.Options{})
		},
		func() (*data.Import, error) {
			return gtfs.Read(ctx, shared(b, "laspalmas", "gtfs.zip"), gtfs.Options{})
		},
		func() (*data.Import, error) {
			return intake.Communities(ctx, shared(b, "laspalmas", "communities.geojson"), intake.Options{})
		},
		func() (*data.Import, error) {
			return intake.Residents(ctx, shared(b, "laspalmas", "residents.csv"), intake.Options{Weight: "residents"})
		})
}

// city loads what a run is computed from.
func city(b testing.TB, w *gpkg.Workspace) (*data.City, geo.E7) {
	b.Helper()
	c, err := w.City(context.Background(), nil)
	if err != nil {
		b.Fatal(err)
	}
	frame, ok, err := w.Frame(context.Background())
	if err != nil || !ok {
		b.Fatalf("no frame: %v", err)
	}
	return c, frame
}

// standard reads a standard, keeping only the criteria that are named; all when none is.
func standard(b testing.TB, file []byte, only ...string) *indicators.Standard {
	b.Helper()
	s, err := indicators.ParseStandard("standard", file)
	if err != nil {
		b.Fatal(err)
	}
	for _, keep := range only {
		a, i, c := s.Criterion(keep)
		i.Criteria = []indicators.Criterion{*c}
		a.Indicators = []indicators.Indicator{*i}
		s.Aspects = []indicators.Aspect{*a}
	}
	return s
}

func portoStandard(b testing.TB) []byte {
	b.Helper()
	file, err := os.ReadFile("porto.yaml")
	if err != nil {
		b.Fatal(err)
	}
	return file
}

// workers runs a benchmark on one core and on two.
func workers(b *testing.B, bench func(b *testing.B, workers int)) {
	b.Run("cores=1", func(b *testing.B) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		bench(b, 1)
	})
	b.Run("cores=2", func(b *testing.B) { bench(b, 2) })
}

// The gaps of one criterion, cat15 at 1,200 m, for the 500 communities of Porto: preparing, attaching the lattice, the surface
// and the evidence.
func BenchmarkPortoOneCriterion(b *testing.B) {
	c, frame := city(b, porto(b))
	std := standard(b, portoStandard(b), "cat15")
	workers(b, func(b *testing.B, n int) {
		for b.Loop() {
			if _, err := batch.Compute(context.Background(), c, frame, std, nil, batch.Options{Workers: n}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// All of Porto, from opening the workspace to the published run.
func BenchmarkPortoCompute(b *testing.B) { benchmarkCompute(b, porto(b), portoStandard(b)) }

// Las Palmas under the default standard, from opening the workspace to the published run.
func BenchmarkLasPalmasCompute(b *testing.B) {
	file, _ := indicators.Embedded(indicators.DefaultStandard)
	benchmarkCompute(b, lasPalmas(b), file)
}

func benchmarkCompute(b *testing.B, w *gpkg.Workspace, file []byte) {
	std := standard(b, file)
	workers(b, func(b *testing.B, n int) {
		for b.Loop() {
			c, frame := city(b, w)
			r, err := batch.Compute(context.Background(), c, frame, std, file, batch.Options{Workers: n})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := w.Publish(context.Background(), r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// The Porto extract, decoded and built into streets, facilities and ground.
func BenchmarkPortoRead(b *testing.B) {
	path := shared(b, "porto", "porto.osm.pbf")
	for b.Loop() {
		if _, err := osm.Read(context.Background(), path, osm.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The Porto extract from the file into a workspace.
func BenchmarkPortoImport(b *testing.B) {
	path := shared(b, "porto", "porto.osm.pbf")
	for b.Loop() {
		im, err := osm.Read(context.Background(), path, osm.Options{})
		if err != nil {
			b.Fatal(err)
		}
		workspace(b, func() (*data.Import, error) { return im, nil })
	}
}
