package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"circle15/data"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/ogc"
	"circle15/server/tiles"
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
	ladder                 func() *indicators.Ladder
	base                   func() (*baseMap, error)
	published              *ogc.Run
	// full is the run for those who may see what is restricted. open is the run as it was stored: analysts are made of it, as
	// they serve everybody.
	full  func() *snapshot
	open  *data.Run
	drawn *tiles.Run
}

// judged is a community with its results and its verdict.
type judged struct {
	publish.Judged
	label geo.E7 // where its name and sign stand
}

func newSnapshot(store Store, r *data.RunResult, revision, version string) *snapshot {
	s := makeSnapshot(store, r, revision, version)
	s.full = sync.OnceValue(func() *snapshot {
		all := makeSnapshot(store, r.Unrestricted(), revision, version+"+restricted")
		all.open = &r.Run
		return all
	})
	return s
}

func makeSnapshot(store Store, r *data.RunResult, revision, version string) *snapshot {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %q", revision, r.Run.Number, version))
	s := &snapshot{
		tag: hex.EncodeToString(sum[:8]), run: &r.Run, open: &r.Run, result: r,
		byID: make(map[string]int, len(r.Communities)), criteria: openCriteria(r.Run.Standard), extent: geo.EmptyBox(),
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
	s.ladder = sync.OnceValue(func() *indicators.Ladder {
		return indicators.Climb(r.Run.Standard, r.Communities, r.Results).Open(r.Run.Standard)
	})
	load := func(ctx context.Context) (*data.City, error) {
		city, err := store.City(ctx, r.Run.Layers)
		if err != nil {
			return nil, fmt.Errorf("read the layers of run %d: %w", r.Run.Number, err)
		}
		if r.Run.ShowAll {
			all := *city // the store's is shared
			all.ShowAll = true
			return &all, nil
		}
		return city, nil
	}
	s.published, s.drawn = s.publish(load), s.draw(load)
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

// openCriteria are those that are shown to everybody.
func openCriteria(s *indicators.Standard) []*indicators.Criterion {
	return slices.DeleteFunc(s.Criteria(), func(c *indicators.Criterion) bool { return c.Restricted })
}

func (s *snapshot) judge() {
	s.communities = make([]judged, len(s.result.Communities))
	districts := map[string]bool{}
	for i, j := range publish.Judge(s.result) {
		s.communities[i] = judged{Judged: j, label: labelPlace(j.Shape)}
		s.byID[j.ID] = i
		s.extent = s.extent.Union(j.Shape.Box())
		if j.District != "" && !districts[j.District] {
			districts[j.District] = true
			s.districts = append(s.districts, j.District)
		}
	}
	slices.Sort(s.districts)
}
