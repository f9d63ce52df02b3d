package batch

import (
	"context"
	"runtime"
	"sync"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// Mends finds what would mend each of some results at least, with the workers of the options; only what those results ask for is searched.
func Mends(ctx context.Context, city *data.City, frame geo.E7, run *data.Run, results []*indicators.Result, opt Options) ([]indicators.Mend, error) {
	if len(results) == 0 {
		return nil, nil
	}
	opt.AsOf = run.AsOf
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	wanted := map[string]bool{}
	for _, r := range results {
		wanted[r.Criterion] = true
	}
	scene, err := Prepare(ctx, city, frame, only(run.Standard, wanted), opt)
	if err != nil {
		return nil, err
	}
	menders := sync.Pool{New: func() any { return scene.NewMender() }}
	out := make([]indicators.Mend, len(results))
	err = each(ctx, opt.Workers, len(results), opt.Progress, "look for mends", func(ctx context.Context, i int) (err error) {
		m := menders.Get().(*indicators.Mender)
		defer menders.Put(m)
		out[i], err = m.Mend(ctx, results[i])
		return err
	})
	return out, err
}

// only is the standard with no criteria but the wanted ones.
func only(std *indicators.Standard, wanted map[string]bool) *indicators.Standard {
	out := *std
	out.Aspects = nil
	for _, a := range std.Aspects {
		var list []indicators.Indicator
		for _, ind := range a.Indicators {
			var crits []indicators.Criterion
			for _, c := range ind.Criteria {
				if wanted[c.ID] {
					crits = append(crits, c)
				}
			}
			if ind.Criteria = crits; len(crits) > 0 {
				list = append(list, ind)
			}
		}
		if a.Indicators = list; len(list) > 0 {
			out.Aspects = append(out.Aspects, a)
		}
	}
	return &out
}
