package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/indicators"
)

// takeOver adds to the options what the next run of a standard may take over: the run before it, and what is finished of one that was not published.
func takeOver(ctx context.Context, w *gpkg.Workspace, standard string, opt *batch.Options) (err error) {
	if opt.Before, err = w.Latest(ctx, standard); err != nil {
		return err
	}
	opt.Staged, err = w.Staged(ctx, standard)
	return err
}

// stageEvery is how much finished work a run that is killed may lose: our choice. A run that takes less stages nothing.
const stageEvery = 2 * time.Second

// stager keeps what is finished in the workspace, every so often.
type stager struct {
	w        *gpkg.Workspace
	standard string
	every    time.Duration
	last     time.Time
	waiting  []data.Finished
}

func (s *stager) keep(ctx context.Context, finished []data.Finished) error {
	s.waiting = append(s.waiting, finished...)
	if time.Since(s.last) < s.every {
		return nil
	}
	if err := s.w.Stage(ctx, s.standard, s.waiting); err != nil {
		return err
	}
	s.waiting, s.last = nil, time.Now()
	return nil
}

// printPlan says what a run would compute.
func (a *app) printPlan(standard string, s data.Stale) error {
	if a.json {
		return a.printJSON(struct {
			Standard  string     `json:"standard"`
			Published bool       `json:"published"`
			Stale     data.Stale `json:"stale"`
		}{standard, false, s})
	}
	_, err := fmt.Fprintln(a.out, a.staleLine(s))
	return err
}

// staleLine says how many pairs had to be computed, and why.
func (a *app) staleLine(s data.Stale) string {
	why := a.word(wordNoneStale)
	if s.Stale > 0 {
		reasons := slices.SortedFunc(maps.Keys(s.Reasons), func(x, y string) int {
			return cmp.Or(cmp.Compare(s.Reasons[y], s.Reasons[x]), cmp.Compare(x, y))
		})
		var list []string
		for _, r := range reasons {
			list = append(list, fmt.Sprintf("%s %d", a.reason(r), s.Reasons[r]))
		}
		why = strings.Join(list, a.word(wordComma))
	}
	return a.word(wordStale, s.Stale, s.Pairs, why)
}

// reason is the word for what changed of a pair.
func (a *app) reason(r string) string {
	texts := map[string]indicators.Text{
		"asked":      {Zh: "按要求全部重算", En: "all were asked for"},
		"new":        {Zh: "未曾计算", En: "never computed"},
		"criterion":  {Zh: "条件或程序", En: "criterion or program"},
		"place":      {Zh: "社区边界", En: "border of the community"},
		"residents":  {Zh: "居民", En: "residents"},
		"ground":     {Zh: "住宅或土地", En: "homes or land"},
		"table":      {Zh: "社区表", En: "tables"},
		"facilities": {Zh: "设施", En: "facilities"},
		"streets":    {Zh: "道路", En: "streets"},
	}
	return a.text(texts[r])
}
