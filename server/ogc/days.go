package ogc

import (
	"net/url"
	"strings"
	"time"

	"circle15/data/publish"
	"circle15/server/answer"
)

// dayRange is a range of days, both included, as YYYY-MM-DD; empty ends are open.
type dayRange struct {
	column      int
	first, last string
}

// readDays reads datetime: a day, an instant, or an interval of them with .. for an open end. Collections whose features have
// no day match every time.
func (q *query) readDays(values url.Values, c *publish.Collection, set *publish.Set) error {
	text, ok := given(values, "datetime")
	if !ok {
		return nil
	}
	bad := &answer.Problem{Kind: answer.BadParameter, Name: "datetime", Got: text, Allowed: []string{"2026-01-31", "2026-01-31T00:00:00Z", "2026-01-01/2026-01-31", "../2026-01-31", "2026-01-01/.."}}
	from, to, interval := strings.Cut(text, "/")
	first, ok1 := dayOf(from, interval)
	last, ok2 := first, ok1
	if interval {
		last, ok2 = dayOf(to, true)
	}
	if !ok1 || !ok2 || first == "" && last == "" || first != "" && last != "" && first > last {
		return bad
	}
	if at, ok := set.Column[c.DateField]; ok {
		q.days = &dayRange{at, first, last}
	}
	return nil
}

// dayOf is the day in UTC of a date or an instant; "" for an open end, where there may be one.
func dayOf(text string, open bool) (day string, ok bool) {
	if open && (text == ".." || text == "") {
		return "", true
	}
	for _, form := range []string{time.DateOnly, time.RFC3339Nano} {
		if t, err := time.Parse(form, strings.ToUpper(text)); err == nil {
			return t.UTC().Format(time.DateOnly), true
		}
	}
	return "", false
}

// holds says whether a feature's day lies in the range. One without a day does: nothing speaks against it.
func (d *dayRange) holds(values []any) bool {
	day, _ := values[d.column].(string)
	return day == "" || day >= d.first && (d.last == "" || day <= d.last)
}
