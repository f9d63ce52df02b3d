package hours

// everyDay is the set of all days of the week: day d is bit d.
const everyDay = 1<<7 - 1

// separator is how a rule goes with those before it.
type separator uint8

const (
	replacing separator = iota // ; or nothing
	adding                     // ,
	otherwise                  // ||
)

// rule is one part of opening hours: days, hours, and what they are then.
type rule struct {
	separator separator
	days      uint8       // the days on which it holds; none for what holds on holidays only
	perhaps   bool        // it may hold or not: certain years, weeks, the first such day of a month
	dates     []dateRange // the parts of the year in which it holds; none: all of it
	spans     []span      // none: the whole day
	state     State
}

// date is a day of a year that has a 29th of February.
type date struct{ month, day int }

func (d date) before(o date) bool {
	return d.month < o.month || d.month == o.month && d.day < o.day
}

// dateRange is a part of the year, both ends included. It may run over the end of the year.
type dateRange struct{ from, to date }

func (r dateRange) has(d date) bool {
	if r.to.before(r.from) {
		return !d.before(r.from) || !r.to.before(d)
	}
	return !d.before(r.from) && !r.to.before(d)
}

// clock is a time of day in minutes, which may not be known better than from first to last (sunrise).
type clock struct{ first, last int }

// span is a part of a day, in minutes from its midnight; past midnight it goes on to more than 1440.
type span struct{ from, to clock }

// wholeDay is the span of a day.
var wholeDay = span{clock{0, 0}, clock{minutesPerDay, minutesPerDay}}

// hit is how a minute lies to the spans of a rule.
type hit uint8

const (
	outside hit = iota
	perhapsInside
	inside
)

func (r *rule) hit(minute int) hit {
	if len(r.spans) == 0 {
		return wholeDay.hit(minute)
	}
	best := outside
	for _, s := range r.spans {
		best = max(best, s.hit(minute))
	}
	return best
}

func (s span) hit(minute int) hit {
	switch {
	case s.from.last <= minute && minute < s.to.first:
		return inside
	case s.from.first <= minute && minute < s.to.last:
		return perhapsInside
	}
	return outside
}

// tells says whether the rule is about more than when it is closed: what only says so does not say when it is open.
func (r rule) tells() bool {
	everyTime := len(r.spans) == 0 || r.spans[0] == wholeDay
	return r.state != Closed || r.days == everyDay && len(r.dates) == 0 && !r.perhaps && everyTime
}

// holds says whether the rule is about this day.
func (r *rule) holds(day Day, at date) bool {
	if r.days&(1<<day) == 0 {
		return false
	}
	for _, d := range r.dates {
		if d.has(at) {
			return true
		}
	}
	return len(r.dates) == 0
}

// apply is what may hold after the rule, where before it any of now might.
func (r *rule) apply(now states, minute int) states {
	h := r.hit(minute)
	var out states
	for _, s := range [...]State{Open, Closed, Unknown} {
		if now.has(s) {
			out |= only(r.after(s, h))
		}
	}
	return out
}

// after is what holds after a rule, where s held before it.
func (r *rule) after(s State, h hit) State {
	switch {
	case r.state == Closed && len(r.spans) == 0: // the whole day, with what goes on past its midnight
		return Closed
	case r.state == Closed: // only these hours; the rest of the day stays
		return closing(s, h)
	case r.separator == replacing:
		return r.value(h)
	case r.separator == otherwise && s != Closed:
		return s
	}
	return either(s, r.value(h))
}

// closing is what holds where a part of the day is closed.
func closing(s State, h hit) State {
	switch {
	case h == inside, s == Closed:
		return Closed
	case h == perhapsInside:
		return Unknown
	}
	return s
}

// value is what an open or unknown rule says alone.
func (r *rule) value(h hit) State {
	switch h {
	case inside:
		return r.state
	case perhapsInside:
		return Unknown
	}
	return Closed
}
