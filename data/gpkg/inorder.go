package gpkg

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// ahead is how many things per CPU inOrder makes before the first of them is used.
const ahead = 16

// inOrder prepares n things with all CPUs and uses them one after the other, on the goroutine of the caller and in their order, while the next ones are being
// made. The first error in that order ends it.
func inOrder[T any](n int, prepare func(i int) (T, error), use func(i int, v T) error) error {
	type made struct {
		v   T
		err error
	}
	makers := min(runtime.GOMAXPROCS(0), n)
	slots := newSlots[made](ahead * makers)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range makers {
		wg.Go(func() {
			for range slots.free {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				v, err := prepare(i)
				slots.of(i) <- made{v, err}
			}
		})
	}
	defer wg.Wait()
	defer close(slots.free)
	for i := range n {
		m := <-slots.of(i)
		if m.err != nil {
			return m.err
		}
		if err := use(i, m.v); err != nil {
			return err
		}
		slots.free <- struct{}{}
	}
	return nil
}

// slots hold what was made and not used yet: thing i in slot i modulo their number, which nobody makes before free says so.
type slots[T any] struct {
	free chan struct{}
	list []chan T
}

func newSlots[T any](n int) *slots[T] {
	s := &slots[T]{free: make(chan struct{}, n), list: make([]chan T, n)}
	for i := range s.list {
		s.list[i] = make(chan T, 1)
		s.free <- struct{}{}
	}
	return s
}

func (s *slots[T]) of(i int) chan T { return s.list[i%len(s.list)] }
