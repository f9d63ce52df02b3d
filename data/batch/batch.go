package batch

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// Options of a computation. The zero value is usable.
type Options struct {
	Workers  int    // 0 means one per CPU
	Reliance bool   // also find what single facilities, lines and streets the passes rest on
	AsOf     string // YYYY-MM-DD, stored in the run
	Program  string // version of the program, stored in the run
	Progress data.Progress

	// Prints: also find what each result depends on, for the next run.
	Prints bool
	// Before is a run of the same standard with its prints: what has the same print is taken over. Nil: all is computed.
	Before *data.RunResult
	// Staged are finished pairs of a run that was not published. They count before those of Before.
	Staged []data.Finished
	// Keep is given pairs with their prints as soon as they are finished, one call at a time. Nil: nobody wants them.
	Keep func(context.Context, []data.Finished) error
	// Executor runs the jobs in place of this process. Nil: they are done here, without being written down.
	Executor Executor
}

// ErrNothingToJudge: there are no communities.
var ErrNothingToJudge = errors.New("no communities to judge: import them first (circle15 import communities FILE)")

// Compute judges every community of the city under the standard. The result does not depend on the
// number of workers or on the order in which the layers were imported. file is the standard as it was read.
func Compute(ctx context.Context, city *data.City, frame geo.E7, std *indicators.Standard, file []byte, opt Options) (*data.RunResult, error) {
	j, err := Judge(ctx, city, frame, std, file, opt)
	if err != nil {
		return nil, err
	}
	return j.RunResult, nil
}

// Judge is Compute for who asks on.
func Judge(ctx context.Context, city *data.City, frame geo.E7, std *indicators.Standard, file []byte, opt Options) (*Judged, error) {
	if len(city.Communities) == 0 {
		return nil, ErrNothingToJudge
	}
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	w, err := plan(ctx, city, frame, std, opt)
	if err != nil {
		return nil, err
	}
	out, err := w.do(ctx)
	if err != nil {
		return nil, err
	}
	scene := w.scene
	out.Run = describe(city, frame, std, file, scene, out.Results, opt)
	if opt.Reliance {
		if err := w.search(ctx, nil); err != nil {
			return nil, err
		}
		if out.Run.VerifyFirst, err = scene.Reliances(ctx, out.Results); err != nil {
			return nil, err
		}
		if out.Run.VerifyStreets, err = scene.StreetReliances(ctx, out.Results); err != nil {
			return nil, err
		}
	}
	return &Judged{out, city, scene, opt.Workers}, nil
}

// Prepare lays the scene of a city for a standard, to explain single places.
func Prepare(ctx context.Context, city *data.City, frame geo.E7, std *indicators.Standard, opt Options) (*indicators.Scene, error) {
	return indicators.Prepare(ctx, input(city, frame, opt), std, opt.runner("search from facilities"))
}

// runner does the jobs of a stage with the workers.
func (o Options) runner(stage string) indicators.Runner {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return func(ctx context.Context, n int, job func(context.Context, int) error) error {
		return each(ctx, workers, n, o.Progress, stage, job)
	}
}

// input is a city in the words of the judgement.
func input(city *data.City, frame geo.E7, opt Options) *indicators.Input {
	in := &indicators.Input{
		Streets:     streetsOn(city, frame, opt),
		Frame:       geo.NewFrame(frame.Point()),
		Facilities:  city.Facilities,
		Communities: city.Communities,
		Residents:   city.Residents,
		Homes:       homes(city.Ground),
		Tables:      city.Tables,
		AsOf:        opt.AsOf,
	}
	in.UntoldWheels = in.Streets != nil && in.Streets.UntoldShare() > 0
	for _, l := range city.Layers {
		in.Layers = append(in.Layers, layerInfo(l))
	}
	for i := range city.Ground {
		switch g := &city.Ground[i]; g.Kind {
		case data.WaterA, data.Sea, data.Railway, data.Road:
			if len(g.Shape) > 0 {
				in.NotLand = append(in.NotLand, g.Shape)
			}
		}
	}
	return in
}

func layerInfo(l data.Layer) indicators.LayerInfo {
	i := indicators.LayerInfo{
		Name: l.Name, Complete: l.Completeness == data.Complete, Assumed: l.Completeness == data.AssumedComplete,
		Categories: l.Categories, Restricted: l.Restricted,
	}
	switch l.Kind {
	case data.KindGTFS:
		i.Rank = 1
	case data.KindOSM:
		i.Rank = 2
	}
	return i
}

// homes are the residential buildings as an estimate of where people live: footprint by storeys, in
// thousandths of a square metre. A building without storeys counts as one.
func homes(ground []data.Ground) *indicators.Residents {
	out := &indicators.Residents{}
	for i := range ground {
		g := &ground[i]
		if g.Kind != data.Building || !g.Residential || len(g.Shape) == 0 {
			continue
		}
		out.At = append(out.At, g.Shape.Inside())
		out.Milli = append(out.Milli, int64(g.Shape.AreaM2()*1000*max(float64(g.Levels), 1)))
	}
	if len(out.At) == 0 {
		return nil
	}
	return out
}

// each does n jobs with a pool of workers. The first error stops the rest.
func each(ctx context.Context, workers, n int, progress data.Progress, stage string, job func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, done atomic.Int64
	var wg sync.WaitGroup
	progress.Tell(stage, 0, int64(n))
	for range min(workers, n) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := job(ctx, i); err != nil {
					cancel(err)
					return
				}
				progress.Tell(stage, done.Add(1), int64(n))
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
