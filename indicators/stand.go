package indicators

import (
	"context"
	"sync"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// stand is a place from which is looked around: where it attaches and what it reaches, found once for all criteria.
type stand struct {
	at     geo.E7
	xy     geo.XY
	access map[*network.View][]network.Access
	trees  map[*network.Graph]*reach.Tree
	pool   *treePool
}

// stand looks around from a place, until it is left.
func (s *Scene) stand(at geo.E7, xy geo.XY) *stand {
	return &stand{at: at, xy: xy, access: map[*network.View][]network.Access{}, trees: map[*network.Graph]*reach.Tree{}, pool: &s.idle}
}

// leave gives the memory back. What was found is not to be used any more.
func (s *stand) leave() {
	for _, t := range s.trees {
		s.pool.put(t)
	}
	clear(s.trees)
}

// accessTo is where the place attaches.
func (s *stand) accessTo(v *network.View) []network.Access {
	a, ok := s.access[v]
	if !ok {
		a = v.Access(s.xy, nil)
		s.access[v] = a
	}
	return a
}

// tree is what the place reaches up to the limit at least; nil when it attaches to nothing.
func (s *stand) tree(ctx context.Context, g *network.Graph, limit uint32) (*reach.Tree, error) {
	if t := s.trees[g]; t != nil && t.Limit() >= limit {
		return t, nil
	}
	access := s.accessTo(g.View)
	if len(access) == 0 {
		return nil, nil
	}
	t := s.trees[g]
	if t == nil {
		t = s.pool.take()
		s.trees[g] = t
	}
	return t, t.Grow(ctx, g, access, limit)
}

// treePool keeps the memory of searches from places: 8 bytes a junction each, and never more of them than were
// needed at once. The zero value is ready for use.
type treePool struct {
	mu   sync.Mutex
	idle []*reach.Tree
}

func (p *treePool) take() *reach.Tree {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 {
		return &reach.Tree{}
	}
	t := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return t
}

func (p *treePool) put(t *reach.Tree) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, t)
}
