package server

import (
	"context"

	"circle15/data"
)

// Store is what the server reads. What it returns is shared between requests and never changed by the server;
// the store must not change it either.
type Store interface {
	// Runs are all published runs, oldest first.
	Runs(ctx context.Context) ([]data.Run, error)
	// RunResult is one run with its results; number 0 is the latest run of the default standard. data.ErrNotFound: there is no such run.
	RunResult(ctx context.Context, number int) (*data.RunResult, error)
	// Layers are the layers in their latest versions.
	Layers(ctx context.Context) ([]data.Layer, error)
	// City is the content of those versions of layers, for the base map.
	City(ctx context.Context, layers []data.Layer) (*data.City, error)
	// Revision changes whenever a run is published or a layer imported.
	Revision(ctx context.Context) (string, error)
}
