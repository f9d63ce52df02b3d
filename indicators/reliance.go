package indicators

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// Reliance is a facility, or for bus lines a line, without which communities would no longer pass: verify
// it first.
type Reliance struct {
	Criterion string `json:"criterion"`
	// Key is the id of the facility, or the line.
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
	// Communities would not pass without it, sorted; Milli are their residents in thousandths.
	Communities []string `json:"communities"`
	Milli       int64    `json:"milli"`
}

// Reliances finds what single facilities and lines the passes of a run rest on, most residents first. results are those of
// the scene's communities, as many for each as there are criteria. Shares of land and straight limits are left out.
func (s *Scene) Reliances(ctx context.Context, results []Result) ([]Reliance, error) {
	at := standpoints{scene: s, access: map[standing][][]network.Priced{}}
	var out []Reliance
	for k, q := range s.questions {
		if !q.restsOnSingles() {
			continue
		}
		spare, err := q.spareField(ctx)
		if err != nil {
			return nil, fmt.Errorf("criterion %s: %w", q.crit.ID, err)
		}
		byKey := map[uint32]*Reliance{}
		shut := map[string]bool{} // keys of restricted facilities are not told
		for i := range q.selection.list {
			for _, key := range q.selection.list[i].keys {
				shut[key] = shut[key] || q.selection.list[i].restricted
			}
		}
		for c := range s.in.Communities {
			r := &results[c*len(s.questions)+k]
			people := s.basis(r)
			if r.Status != Pass || people == nil {
				continue
			}
			for key, lost := range q.lost(spare, people, c, at.of(q, people, c)) {
				if without := (Share{r.Decided.Low - lost, r.Decided.High - lost, r.Decided.Whole}); !shut[q.keys[key]] && q.decide(without) != Pass {
					add(byKey, q, key, r)
				}
			}
		}
		for _, v := range byKey {
			slices.Sort(v.Communities)
			out = append(out, *v)
		}
	}
	slices.SortFunc(out, func(a, b Reliance) int {
		return cmp.Or(cmp.Compare(b.Milli, a.Milli), cmp.Compare(a.Criterion, b.Criterion), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// basis are the people or homes whose share decided a result; nil for other bases.
func (s *Scene) basis(r *Result) *located {
	switch r.Basis {
	case ByResidents:
		return s.people
	case ByHomes:
		return s.homes
	}
	return nil
}

// spareField is the field of one key more than the criterion keeps.
func (q *question) spareField(ctx context.Context) (*reach.Field, error) {
	sources := q.keyed.Sources()
	var search reach.Searcher
	l, err := search.Search(ctx, q.graph, reach.Seeds(q.graph, sources), q.kept+1, q.limit)
	if err != nil {
		return nil, err
	}
	return reach.NewField(q.graph, l, sources), nil
}

// restsOnSingles says whether one can say what a pass of the criterion rests on.
func (q *question) restsOnSingles() bool {
	return !q.straight && q.crit.Measure.OfPlaces() && q.crit.Scope != Anywhere && len(q.keys) > 0 && q.kept < mostKept
}

// standpoints are where the people of communities attach, found once for all criteria of a graph.
type standpoints struct {
	scene  *Scene
	access map[standing][][]network.Priced
}

type standing struct {
	graph     *network.Graph
	people    *located
	community int
}

// of gives the accesses in the order of the people: none of those who are unlinked.
func (s *standpoints) of(q *question, people *located, community int) [][]network.Priced {
	key := standing{q.graph, people, community}
	out, ok := s.access[key]
	if ok {
		return out
	}
	f := network.Finder{View: q.view}
	var buffer []network.Access
	for _, i := range people.of[community] {
		buffer = f.Access(people.xy[i], buffer[:0])
		out = append(out, q.priced(buffer))
	}
	s.access[key] = out
	return out
}

// lost is, by key, how many people have just what they need with it and too little without.
func (q *question) lost(spare *reach.Field, people *located, community int, access [][]network.Priced) map[uint32]int64 {
	out := map[uint32]int64{}
	best := make([]reach.Label, q.kept+1)
	for n, i := range people.of[community] {
		k := spare.Best(access[n], best)
		if k > q.kept {
			continue // there are as many without any one of them
		}
		worth := q.worthOfKeys(best[:k])
		for _, l := range best[:k] {
			if worth >= q.enough && worth-q.worthOfKeys([]reach.Label{l}) < q.enough {
				out[l.Key] += people.milli[i]
			}
		}
	}
	return out
}

func add(byKey map[uint32]*Reliance, q *question, key uint32, r *Result) {
	v := byKey[key]
	if v == nil {
		v = &Reliance{Criterion: q.crit.ID, Key: q.keys[key]}
		for i := range q.selection.list {
			if c := &q.selection.list[i]; q.crit.Measure != Distinct && c.ID == v.Key {
				v.Name = c.Name
			}
		}
		byKey[key] = v
	}
	v.Communities = append(v.Communities, r.Community)
	v.Milli += r.Residents.Whole
}
