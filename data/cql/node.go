package cql

import (
	"time"

	"circle15/geo/plane"
)

// node is a part of a filter: a call, a property or a value.
type node struct {
	at       int    // where it stands in the text; -1 in JSON
	op       string // of a call, in lower case: "and", "=", "s_intersects"; empty for the others
	args     []*node
	property string // of a property
	value    any    // of a value: string, float64, bool, period, plane.Shape
}

// period is a time: an instant, when both ends are the same, or an interval.
type period struct{ from, to time.Time }

// The ends of intervals that are open.
var (
	begin = time.Date(-9999, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// instant reads a date or a timestamp.
func instant(text string) (time.Time, bool) {
	for _, form := range []string{time.DateOnly, time.RFC3339Nano} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// interval reads two ends, ".." for an open one.
func interval(from, to string) (period, bool) {
	p := period{begin, end}
	ok := true
	for _, e := range []struct {
		text string
		into *time.Time
	}{{from, &p.from}, {to, &p.to}} {
		if e.text == ".." {
			continue
		}
		t, known := instant(e.text)
		ok = ok && known
		*e.into = t
	}
	return p, ok && !p.from.After(p.to)
}

// spatial are the functions that relate two geometries.
var spatial = map[string]plane.Relation{
	"s_intersects": plane.Intersects, "s_disjoint": plane.Disjoint, "s_equals": plane.Equals, "s_touches": plane.Touches,
	"s_crosses": plane.Crosses, "s_within": plane.Within, "s_contains": plane.Contains, "s_overlaps": plane.Overlaps,
}

// temporal are the functions that relate two times (OGC 21-065r2, 7.5).
var temporal = map[string]func(a, b period) bool{
	"t_after":        func(a, b period) bool { return a.from.After(b.to) },
	"t_before":       func(a, b period) bool { return a.to.Before(b.from) },
	"t_contains":     func(a, b period) bool { return a.from.Before(b.from) && a.to.After(b.to) },
	"t_disjoint":     func(a, b period) bool { return a.to.Before(b.from) || a.from.After(b.to) },
	"t_during":       func(a, b period) bool { return a.from.After(b.from) && a.to.Before(b.to) },
	"t_equals":       func(a, b period) bool { return a.from.Equal(b.from) && a.to.Equal(b.to) },
	"t_finishedby":   func(a, b period) bool { return a.from.Before(b.from) && a.to.Equal(b.to) },
	"t_finishes":     func(a, b period) bool { return a.from.After(b.from) && a.to.Equal(b.to) },
	"t_intersects":   func(a, b period) bool { return !a.to.Before(b.from) && !a.from.After(b.to) },
	"t_meets":        func(a, b period) bool { return a.to.Equal(b.from) },
	"t_metby":        func(a, b period) bool { return a.from.Equal(b.to) },
	"t_overlappedby": func(a, b period) bool { return a.from.After(b.from) && a.from.Before(b.to) && a.to.After(b.to) },
	"t_overlaps":     func(a, b period) bool { return a.from.Before(b.from) && a.to.After(b.from) && a.to.Before(b.to) },
	"t_startedby":    func(a, b period) bool { return a.from.Equal(b.from) && a.to.After(b.to) },
	"t_starts":       func(a, b period) bool { return a.from.Equal(b.from) && a.to.Before(b.to) },
}
