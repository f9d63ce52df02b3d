package gpkg

import (
	"errors"
	"slices"
	"testing"
)

// Things come in their order, however many they are; an error ends it at its place.
func TestInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100, 5000} {
		var got []int
		if err := inOrder(n, func(i int) (int, error) { return i * i, nil }, func(i, v int) error { got = append(got, v-i*i+i); return nil }); err != nil {
			t.Fatal(err)
		}
		if len(got) != n || !slices.IsSorted(got) || n > 0 && got[n-1] != n-1 {
			t.Errorf("%d things: %d came, sorted %v", n, len(got), slices.IsSorted(got))
		}
	}
	bad := errors.New("bad")
	for _, at := range []int{0, 7, 499} {
		used := 0
		use := func(int, int) error { used++; return nil }
		if err := inOrder(500, func(i int) (int, error) {
			if i >= at {
				return 0, bad
			}
			return 0, nil
		}, use); !errors.Is(err, bad) || used != at {
			t.Errorf("made until %d: %d used, %v", at, used, err)
		}
		used = 0
		if err := inOrder(500, func(i int) (int, error) { return i, nil }, func(i, _ int) error {
			if used++; i == at {
				return bad
			}
			return nil
		}); !errors.Is(err, bad) || used != at+1 {
			t.Errorf("used until %d: %d used, %v", at, used, err)
		}
	}
}
