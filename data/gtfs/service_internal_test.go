package gtfs

import (
	"testing"
	"time"
)

func day(s string) time.Time { t, _ := date(s); return t }

// 2026-01-05 is a Monday.
func TestCount(t *testing.T) {
	for _, c := range []struct {
		day      time.Weekday
		from, to string
		want     int
	}{
		{time.Monday, "20260105", "20260105", 1},
		{time.Tuesday, "20260105", "20260105", 0},
		{time.Tuesday, "20260105", "20260106", 1},
		{time.Sunday, "20260105", "20260118", 2}, // the 11th and the 18th
		{time.Monday, "20260106", "20260118", 1}, // the 12th
		{time.Monday, "20260106", "20260105", 0},
	} {
		if got := count(c.day, day(c.from), day(c.to)); got != c.want {
			t.Errorf("%v from %s to %s: got %d, want %d", c.day, c.from, c.to, got, c.want)
		}
	}
}

func TestOrdinaryWeekday(t *testing.T) {
	mon := [7]bool{1: true}
	sun := [7]bool{0: true}
	for _, c := range []struct {
		name string
		s    service
		want bool
	}{
		{"Mondays", service{days: mon, start: day("20260105"), end: day("20260201")}, true},
		// Four Mondays, three of them taken out: one of four is less than half.
		{"Mondays but for most", service{days: mon, start: day("20260105"), end: day("20260201"), removed: [7]int{1: 3}}, false},
		{"Mondays but for half", service{days: mon, start: day("20260105"), end: day("20260201"), removed: [7]int{1: 2}}, true},
		{"Sundays and one Monday", service{days: sun, start: day("20260105"), end: day("20260201"), added: [7]int{1: 1}, first: day("20260112"), last: day("20260112")}, false},
		{"one date, a Friday", service{added: [7]int{5: 1}, first: day("20260109"), last: day("20260109")}, true},
		{"one date, a Saturday", service{added: [7]int{6: 1}, first: day("20260110"), last: day("20260110")}, false},
		{"no day at all", service{}, false},
	} {
		if got := c.s.ordinaryWeekday(); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
