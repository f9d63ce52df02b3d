package ogc

import (
	"cmp"
	"context"
	"slices"
	"time"

	"circle15/data"
	"circle15/data/publish"
	"circle15/geo"
)

// match is where in the set the features stand that a query asks for, in the order in which they are given.
func (q *query) match(ctx context.Context, set *publish.Set) ([]int32, error) {
	ctx, cancel := context.WithTimeout(ctx, matchTimeout)
	defer cancel()
	out := make([]int32, 0, len(set.Features))
	looked, failed := 0, error(nil)
	consider := func(i int) bool {
		ok, err := q.holds(&set.Features[i], set.Boxes[i])
		if ok {
			out = append(out, int32(i))
		}
		if looked++; err == nil && looked&63 == 0 {
			err = ctx.Err()
		}
		failed = err
		return err == nil
	}
	if q.box != nil {
		set.Touching(*q.box, consider)
		slices.Sort(out)
	} else {
		for i := range set.Features {
			if !consider(i) {
				break
			}
		}
	}
	if failed != nil {
		return nil, failed
	}
	if len(q.sort) > 0 {
		slices.SortStableFunc(out, func(a, b int32) int { return q.compare(&set.Features[a], &set.Features[b]) })
	}
	return out, nil
}

// matchTimeout bounds a look through a collection: filters may relate geometries, which takes long.
const matchTimeout = 10 * time.Second

// holds says whether a feature is asked for.
func (q *query) holds(f *data.Feature, box geo.Box) (bool, error) {
	for _, e := range q.equal {
		if !same(f.Values[e.column], e.want) {
			return false, nil
		}
	}
	if q.days != nil && !q.days.holds(f.Values) || q.box != nil && !touches(f, box, *q.box) {
		return false, nil
	}
	if q.filter == nil {
		return true, nil
	}
	return q.filter.Match(f)
}

// same says whether a value of a feature is the wanted one, which has the type of the field.
func same(v, want any) bool {
	if n, ok := v.(int64); ok {
		if f, ok := want.(float64); ok {
			return float64(n) == f
		}
	}
	return v == want
}

// touches says whether the geometry itself, not only its box, shares a place with b.
func touches(f *data.Feature, own, b geo.Box) bool {
	switch {
	case !b.Intersects(own):
		return false
	case b.Contains(own.Min) && b.Contains(own.Max), f.Point != nil:
		return true
	case f.Lines != nil:
		return slices.ContainsFunc(f.Lines, b.LineTouches)
	}
	return f.Shape.Touches(b)
}

// compare orders two features; null comes last whichever way is sorted.
func (q *query) compare(a, b *data.Feature) int {
	for _, k := range q.sort {
		x, y := a.Values[k.column], b.Values[k.column]
		if x == nil || y == nil {
			if c := cmp.Compare(rank(x), rank(y)); c != 0 {
				return c
			}
			continue
		}
		c := compareValues(x, y)
		if k.descending {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func rank(v any) int {
	if v == nil {
		return 1
	}
	return 0
}

// compareValues orders two values of one field.
func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return cmp.Compare(a, b)
	case int64:
		b, _ := b.(int64)
		return cmp.Compare(a, b)
	case float64:
		b, _ := b.(float64)
		return cmp.Compare(a, b)
	case bool:
		b, _ := b.(bool)
		switch {
		case a == b:
			return 0
		case !a:
			return -1
		}
		return 1
	}
	return 0
}

// window is the part of the matches that the query's page holds, and whether more follow.
func (q *query) window(set *publish.Set, matches []int32) (part []int32, more bool) {
	from := 0
	if at, ok := set.ByID[q.after]; ok && q.after != "" {
		if len(q.sort) == 0 {
			i, found := slices.BinarySearch(matches, int32(at))
			if from = i; found {
				from++
			}
		} else {
			from = slices.Index(matches, int32(at)) + 1
		}
	}
	part = matches[from:]
	if q.limit > 0 && len(part) > q.limit {
		return part[:q.limit], true
	}
	return part, false
}
