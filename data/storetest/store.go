package storetest

import (
	"context"

	"circle15/data"
	"circle15/geo"
)

// Store is what a store of layers and runs does. The methods are described in data/gpkg.
type Store interface {
	PutLayer(ctx context.Context, im *data.Import) (data.Layer, error)
	Layers(ctx context.Context) ([]data.Layer, error)
	Findings(ctx context.Context, layer string) ([]data.Finding, error)
	Frame(ctx context.Context) (geo.E7, bool, error)
	City(ctx context.Context, layers []data.Layer) (*data.City, error)

	Publish(ctx context.Context, r *data.RunResult) (int, error)
	Runs(ctx context.Context) ([]data.Run, error)
	Run(ctx context.Context, number int) (data.Run, error)
	RunResult(ctx context.Context, number int) (*data.RunResult, error)
	Latest(ctx context.Context, standard string) (*data.RunResult, error)
	Stage(ctx context.Context, standard string, finished []data.Finished) error
	Staged(ctx context.Context, standard string) ([]data.Finished, error)
	Prune(ctx context.Context, keep int, dryRun bool) (data.Pruned, error)
	DefaultStandard(ctx context.Context) (string, error)
	SetDefaultStandard(ctx context.Context, id string) error

	Revision(ctx context.Context) (string, error)
	Check(ctx context.Context) ([]data.Finding, error)
}
