package batch

import (
	"context"
	"fmt"
	"sync"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// Analyst answers questions about single places of one run: with the same scene, the same costs and the same tests as its
// results. It is made once for a run and safe for concurrent use.
type Analyst struct {
	scene     *indicators.Scene
	assessors sync.Pool
}

// NewAnalyst lays the scene of a run over its city.
func NewAnalyst(ctx context.Context, run *data.Run, city *data.City) (*Analyst, error) {
	scene, err := Prepare(ctx, city, run.Frame, run.Standard, Options{AsOf: run.AsOf})
	if err != nil {
		return nil, fmt.Errorf("prepare run %d for questions about places: %w", run.Number, err)
	}
	return &Analyst{scene: scene, assessors: sync.Pool{New: func() any { return scene.NewAssessor() }}}, nil
}

// Explain says what holds at a place, for one criterion or, with an empty id, for all, and by which ways one walks.
func (a *Analyst) Explain(ctx context.Context, at geo.E7, criterion string) (*indicators.Explanation, error) {
	j := a.assessors.Get().(*indicators.Assessor)
	defer a.assessors.Put(j)
	return j.Explain(ctx, at, criterion)
}

// Reach says where one comes from a place or a facility.
func (a *Analyst) Reach(ctx context.Context, q indicators.ReachQuery) (*indicators.Reached, error) {
	return a.scene.Reach(ctx, q)
}
