package batch

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// variants are the assumptions that Sensitivity changes, one at a time: the walking speed within what is
// usual in planning (0.8 to 1.2 m/s), and the number of edges that a place attaches to.
var variants = []struct {
	name   string
	change func(*indicators.Profile)
}{
	{"speed_mps=0.8", func(p *indicators.Profile) { p.SpeedMPS = 0.8 }},
	{"speed_mps=1.0", func(p *indicators.Profile) { p.SpeedMPS = 1.0 }},
	{"speed_mps=1.2", func(p *indicators.Profile) { p.SpeedMPS = 1.2 }},
	{"candidates=4", func(p *indicators.Profile) { p.Candidates = 4 }},
}

// Sensitivity computes the city again under each variant of the profile "walk" and lists the pairs and the communities whose
// status is not the same under all of them and the run itself, sorted by community, then in the order of the standard.
func Sensitivity(ctx context.Context, city *data.City, frame geo.E7, run *data.RunResult, opt Options) ([]data.Flip, error) {
	opt.Reliance, opt.Prints, opt.Before, opt.Staged, opt.Keep = false, false, nil, nil, nil
	runs := map[string]*data.RunResult{"run": run}
	for _, v := range variants {
		std := *run.Run.Standard
		std.Profiles = maps.Clone(std.Profiles)
		p := std.Profiles[indicators.WalkProfile]
		v.change(&p)
		if p == std.Profiles[indicators.WalkProfile] {
			continue // the run itself
		}
		std.Profiles[indicators.WalkProfile] = p
		r, err := Compute(ctx, city, frame, &std, nil, opt)
		if err != nil {
			return nil, fmt.Errorf("with %s: %w", v.name, err)
		}
		runs[v.name] = r
	}
	return flips(run, runs), nil
}

// flips compares the statuses of runs of one city under one standard.
func flips(base *data.RunResult, runs map[string]*data.RunResult) []data.Flip {
	var out []data.Flip
	note := func(community, criterion string, status func(*data.RunResult) indicators.Status) {
		f := data.Flip{Community: community, Criterion: criterion, Statuses: map[string]indicators.Status{}}
		same := true
		for name, r := range runs {
			f.Statuses[name] = status(r)
			same = same && f.Statuses[name] == status(base)
		}
		if !same {
			out = append(out, f)
		}
	}
	per := len(base.Run.Standard.Criteria())
	for c := range base.Communities {
		id := base.Communities[c].ID
		for k := c * per; k < (c+1)*per; k++ {
			note(id, base.Results[k].Criterion, func(r *data.RunResult) indicators.Status { return r.Results[k].Status })
		}
		note(id, "", func(r *data.RunResult) indicators.Status {
			of := r.Results[c*per : (c+1)*per]
			return indicators.Judge(r.Run.Standard, func(criterion string) *indicators.Result {
				if i := slices.IndexFunc(of, func(x indicators.Result) bool { return x.Criterion == criterion }); i >= 0 {
					return &of[i]
				}
				return nil
			}).Status
		})
	}
	return out
}
