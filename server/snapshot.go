package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/ogc"
)

// class is how a pair, an indicator or a community is coloured: its status, with what fails split in
// "near" (nearly covered) and "fail".
type class string

const (
	classPass          class = "pass"
	classNear          class = "near"
	classFail          class = "fail"
	classUnknown       class = "unknown"
	classNotApplicable class = "not_applicable"
)

// snapshot is one run as it is served. It is made once, shared by all requests, and never changed.
type snapshot struct {
	tag         string // stands for the run, the workspace and the program in ETags
	run         *data.Run
	result      *data.RunResult
	communities []judged // sorted by id, as in the run
	byID        map[string]int
	districts   []string // sorted; without the empty one
	criteria    []*indicators.Criterion
	extent      geo.Box
	attribution []string // what the licences of the layers want shown, in the order of the layers

	gaps, coverage, places func() *collection
	scopes                 func() *scopes
	base                   func() (*baseMap, error)
	published              *ogc.Run
}

// judged is a community with its results and its verdict.
type judged struct {
	*indicators.Community
	results map[string]*indicators.Result // by criterion
	verdict indicators.Verdict
	nearly  indicators.Verdict // were all that is nearly covered covered
	label   geo.E7             // where its name and sign stand
}

func newSnapshot(store Store, r *data.RunResult, revision, version string) *snapshot {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %q", revision, r.Run.Number, version))
	s := &snapshot{
		tag: hex.EncodeToString(sum[:8]), run: &r.Run, result: r,
		byID: make(map[string]int, len(r.Communities)), criteria: r.Run.Standard.Criteria(), extent: geo.EmptyBox(),
	}
	s.judge()
	for _, l := range r.Run.Layers {
		if l.Attribution != "" && !slices.Contains(s.attribution, l.Attribution) {
			s.attribution = append(s.attribution, l.Attribution)
		}
	}
	s.gaps = sync.OnceValue(func() *collection { return newCollection(data.GapFields, r.GapFeatures(false)) })
	s.coverage = sync.OnceValue(func() *collection { return newCollection(data.GapFields, r.GapFeatures(true)) })
	s.places = sync.OnceValue(func() *collection {
		return newCollection(data.CommunityFields(r.Run.Standard), r.CommunityFeatures())
	})
	s.scopes = sync.OnceValue(s.count)
	s.published = s.publish(store)
	s.base = retried(func() (*baseMap, error) {
		ctx, cancel := context.WithTimeout(context.Background(), loadTimeout)
		defer cancel()
		city, err := store.City(ctx, r.Run.Layers)
		if err != nil {
			return nil, fmt.Errorf("read the base map of run %d: %w", r.Run.Number, err)
		}
		return newBaseMap(city), nil
	})
	return s
}

// retried calls f until it succeeds, one caller at a time, and then keeps what it gave.
func retried[T any](f func() (*T, error)) func() (*T, error) {
	var mu sync.Mutex
	var done *T
	return func() (*T, error) {
		mu.Lock()
		defer mu.Unlock()
		if done != nil {
			return done, nil
		}
		v, err := f()
		if err == nil {
			done = v
		}
		return v, err
	}
}

func (s *snapshot) judge() {
	s.communities = make([]judged, len(s.result.Communities))
	districts := map[string]bool{}
	for i := range s.result.Communities {
		c := &s.result.Communities[i]
		s.communities[i] = judged{Community: c, results: map[string]*indicators.Result{}, label: labelPlace(c.Shape)}
		s.byID[c.ID] = i
		s.extent = s.extent.Union(c.Shape.Box())
		if c.District != "" && !districts[c.District] {
			districts[c.District] = true
			s.districts = append(s.districts, c.District)
		}
	}
	slices.Sort(s.districts)
	for i := range s.result.Results {
		r := &s.result.Results[i]
		if at, ok := s.byID[r.Community]; ok {
			s.communities[at].results[r.Criterion] = r
		}
	}
	near := make(map[string]float64, len(s.criteria))
	for _, c := range s.criteria {
		near[c.ID] = c.Near
	}
	for i := range s.communities {
		c := &s.communities[i]
		c.verdict = indicators.Judge(s.run.Standard, func(id string) *indicators.Result { return c.results[id] })
		c.nearly = indicators.Judge(s.run.Standard, func(id string) *indicators.Result {
			r := c.results[id]
			if r == nil || pairClass(r, near[id]) != classNear {
				return r
			}
			up := *r
			up.Status = indicators.Pass
			return &up
		})
	}
}

// pairClass is the class of a pair: one that fails with at least near of its share covered is nearly covered.
func pairClass(r *indicators.Result, near float64) class {
	if r == nil {
		return classUnknown
	}
	if r.Status == indicators.Fail && r.Decided.Whole > 0 && r.Decided.LowShare() >= near {
		return classNear
	}
	return class(r.Status)
}

// laddered is the class of an indicator or a whole community: nearly, when nothing would fail if what is nearly covered were covered.
func laddered(now, nearly indicators.Status) class {
	if now == indicators.Fail && nearly != indicators.Fail {
		return classNear
	}
	return class(now)
}

// indicatorClass is the class of an indicator; one without a binding criterion has that of what it measures.
func (j *judged) indicatorClass(id string) class {
	return laddered(j.verdict.Indicators[id].Measured, j.nearly.Indicators[id].Measured)
}

// class is that of the community as a whole.
func (j *judged) class() class { return laddered(j.verdict.Status, j.nearly.Status) }
