package tiles

import (
	"context"
	"errors"
	"net/http"
	"time"

	"circle15/data"
	"circle15/data/mvt"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/server/answer"
)

// The bounds of what is kept in memory.
const (
	indexBytes = 256 << 20
	tileBytes  = 64 << 20
)

var errUnfinished = errors.New("it was not finished")

// Run is what tiles are made of. It is not changed while it is served.
type Run struct {
	Tag         string // stands for the run, the workspace and the program
	Result      *data.RunResult
	Judged      []publish.Judged
	Extent      geo.Box
	Attribution string
	City        publish.LoadCity
}

// Options of a Service.
type Options struct {
	// Find is the run that ?run= and ?standard= of a request ask for.
	Find func(r *http.Request) (*Run, error)
	// Public is the address under which clients reach the server; empty: as each request says.
	Public string
}

// Service answers below /tiles.
type Service struct {
	opt     Options
	indexes *cache[[]*mvt.Index]
	packed  *cache[[]byte]
}

// New makes a service.
func New(opt Options) *Service {
	return &Service{opt: opt,
		indexes: newCache(indexBytes, func(all []*mvt.Index) (n int64) {
			for _, ix := range all {
				n += ix.Bytes()
			}
			return n
		}),
		packed: newCache(tileBytes, func(b []byte) int64 { return int64(len(b)) }),
	}
}

// The parameters of requests. v stands for the content in addresses that may be kept for ever.
var (
	layerParams = []string{"indicator", "criterion", "category", "run", "standard", "lang", "v"}
	docParams   = []string{"run", "standard", "lang", "f"}
)

// Routes are the ways into the service.
func (s *Service) Routes() []answer.Route {
	return []answer.Route{
		answer.Get("/tiles/style.json", "a style for MapLibre and QGIS", layerParams, s.getStyle),
		answer.Get("/tiles/{layer}.json", "TileJSON 3.0 of a layer of tiles", layerParams, s.getTileJSON),
		answer.Get("/tiles/{layer}/{z}/{x}/{y}.mvt", "a vector tile", layerParams, s.getTile),
		answer.Get("/ogc/tiles", "OGC API - Tiles: the tile sets", docParams, s.getTileSets),
		answer.Get("/ogc/tiles/{layer}", "OGC API - Tiles: one tile set", append([]string{"indicator", "criterion", "category"}, docParams...), s.getTileSet),
		answer.Get("/ogc/tileMatrixSets", "OGC API - Tiles: the grids", docParams, s.getMatrixSets),
		answer.Get("/ogc/tileMatrixSets/WebMercatorQuad", "OGC API - Tiles: the grid of web maps", docParams, s.getMatrixSet),
	}
}

// makeTimeout bounds the making of an index, whoever waits for it.
const makeTimeout = 60 * time.Second

// Warm makes what the map page shows first: the base map, the communities and the whole city's tiles of them.
func (s *Service) Warm(ctx context.Context, run *Run) error {
	for _, name := range []string{"base", "communities"} {
		l := layerNamed(name)
		q := choice{layer: l}
		if err := s.warmLayer(ctx, run, q); err != nil {
			return err
		}
	}
	return nil
}

// warmLayer makes the tiles of a layer that show the whole city.
func (s *Service) warmLayer(ctx context.Context, run *Run, q choice) (err error) {
	for z := uint8(8); z <= 12; z++ {
		mvt.Over(run.Extent, z, func(t mvt.Tile) bool {
			if err = ctx.Err(); err == nil {
				_, err = s.tile(run, q, t)
			}
			return err == nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
