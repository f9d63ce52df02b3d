package gtfs

import (
	"fmt"
	"time"

	"circle15/data"
)

// service is on which days a set of trips runs, from calendar.txt and calendar_dates.txt.
type service struct {
	days       [7]bool // by time.Weekday
	start, end time.Time
	added      [7]int // dates added, by weekday
	removed    [7]int
	first      time.Time // of the added dates
	last       time.Time
}

// ordinaryWeekday says whether the service runs on ordinary weekdays: on at least half of all Mondays, or of all
// Tuesdays, … or of all Fridays, from its first day to its last. So a Sunday service that also runs on the
// holidays that fall on weekdays does not; one of schools with its vacations taken out does, and
// so does one that is given for a single date. The half is our choice.
func (s *service) ordinaryWeekday() bool {
	from, to := s.start, s.end
	if !s.hasDays() {
		from, to = s.first, s.last
	} else if !s.first.IsZero() {
		from, to = earlier(from, s.first), later(to, s.last)
	}
	for d := time.Monday; d <= time.Friday; d++ {
		runs := s.added[d] - s.removed[d]
		if s.days[d] {
			runs += count(d, s.start, s.end)
		}
		if runs > 0 && 2*runs >= count(d, from, to) {
			return true
		}
	}
	return false
}

func (s *service) hasDays() bool { return s.days != [7]bool{} }

// count is how many days of the week d there are from one date to another, both included.
func count(d time.Weekday, from, to time.Time) int {
	days := int(to.Sub(from).Hours()/24) + 1
	if days < 1 {
		return 0
	}
	until := (int(d) - int(from.Weekday()) + 7) % 7 // days to the first one
	if until >= days {
		return 0
	}
	return (days-1-until)/7 + 1
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// date reads YYYYMMDD.
func date(s string) (time.Time, bool) {
	t, err := time.Parse("20060102", s)
	return t, err == nil
}

func (f *feed) readServices() error {
	f.services = map[string]*service{}
	if err := f.readCalendar(); err != nil {
		return err
	}
	want := []string{"service_id", "date", "exception_type"}
	return f.table("calendar_dates.txt", nil, want, func(v []string, line int) error {
		day, ok := date(v[1])
		if v[0] == "" || !ok || (v[2] != "1" && v[2] != "2") {
			f.badRow("calendar_dates.txt", line, v[0], fmt.Sprintf("date %q, exception_type %q: the row was dropped", v[1], v[2]))
			return nil
		}
		s := f.services[v[0]]
		if s == nil {
			s = &service{}
			f.services[v[0]] = s
		}
		if v[2] == "2" {
			if s.days[day.Weekday()] && !day.Before(s.start) && !day.After(s.end) {
				s.removed[day.Weekday()]++
			}
			return nil
		}
		if s.first.IsZero() {
			s.first, s.last = day, day
		}
		s.first, s.last = earlier(s.first, day), later(s.last, day)
		if !s.days[day.Weekday()] || day.Before(s.start) || day.After(s.end) {
			s.added[day.Weekday()]++
		}
		return nil
	})
}

func (f *feed) readCalendar() error {
	want := []string{"service_id", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "start_date", "end_date"}
	return f.table("calendar.txt", nil, want, func(v []string, line int) error {
		start, ok1 := date(v[8])
		end, ok2 := date(v[9])
		if v[0] == "" || !ok1 || !ok2 || end.Before(start) {
			f.badRow("calendar.txt", line, v[0], fmt.Sprintf("dates %q to %q: the row was dropped", v[8], v[9]))
			return nil
		}
		if f.services[v[0]] != nil {
			f.finds.Add(data.Finding{Severity: data.Failure, Code: "gtfs_duplicate_id", Row: line, Feature: v[0], Field: "calendar.txt",
				Message: "the service_id is there already: the later row was dropped"})
			return nil
		}
		s := &service{start: start, end: end}
		for d := range s.days {
			s.days[d] = v[1+d] == "1"
		}
		f.services[v[0]] = s
		return nil
	})
}
