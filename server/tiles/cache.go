package tiles

import (
	"container/list"
	"sync"
)

// cache keeps values up to a number of bytes; the one not used longest goes first. A value that several ask for at once is made once.
type cache[V any] struct {
	max    int64
	sizeOf func(V) int64

	mu    sync.Mutex
	bytes int64
	byKey map[string]*list.Element
	order list.List // of *kept; the one used last comes first
}

// kept is a value, or one that is being made.
type kept[V any] struct {
	key   string
	ready chan struct{}
	value V
	err   error
	bytes int64 // 0 while it is being made
}

func newCache[V any](max int64, sizeOf func(V) int64) *cache[V] {
	return &cache[V]{max: max, sizeOf: sizeOf, byKey: map[string]*list.Element{}}
}

// get is the value of a key, made by f when it is not there. What failed is not kept.
func (c *cache[V]) get(key string, f func() (V, error)) (V, error) {
	c.mu.Lock()
	if e, ok := c.byKey[key]; ok {
		c.order.MoveToFront(e)
		k := e.Value.(*kept[V])
		c.mu.Unlock()
		<-k.ready
		return k.value, k.err
	}
	k := &kept[V]{key: key, ready: make(chan struct{})}
	c.byKey[key] = c.order.PushFront(k)
	c.mu.Unlock()
	defer c.finish(k)
	k.err = errUnfinished // if f panics
	k.value, k.err = f()
	return k.value, k.err
}

// finish lets those go on who wait for a value, and makes room for it.
func (c *cache[V]) finish(k *kept[V]) {
	close(k.ready)
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[k.key]
	if !ok || e.Value != any(k) {
		return
	}
	if k.err != nil {
		c.order.Remove(e)
		delete(c.byKey, k.key)
		return
	}
	k.bytes = c.sizeOf(k.value) + int64(len(k.key)) + 200
	c.bytes += k.bytes
	for e := c.order.Back(); e != nil && c.bytes > c.max; {
		old, before := e.Value.(*kept[V]), e.Prev()
		if old != k && old.bytes > 0 {
			c.order.Remove(e)
			delete(c.byKey, old.key)
			c.bytes -= old.bytes
		}
		e = before
	}
}
