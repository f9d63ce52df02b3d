package hours

import "slices"

// State is what hours say of a place at a time.
type State uint8

// Unknown is the zero value: nothing is said.
const (
	Unknown State = iota
	Open
	Closed
)

// String is "unknown", "open" or "closed".
func (s State) String() string {
	switch s {
	case Open:
		return "open"
	case Closed:
		return "closed"
	}
	return "unknown"
}

// Day is a day of the week.
type Day int

// The days of the week.
const (
	Monday Day = iota
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)

// Minutes of a day.
const (
	minutesPerHour = 60
	minutesPerDay  = 24 * minutesPerHour
)

// Hours are opening hours as they were read. The zero value says nothing: it is unknown at any time.
type Hours struct {
	rules []rule
	dated bool // some rule holds on a part of the year
}

// At says whether it is open at a minute (0 to 1439) of an ordinary day. Opening counts as open,
// closing as closed: 07:00-09:00 is open at 07:00 and closed at 09:00. A minute outside the day, or a day outside the week, is Unknown.
func (h Hours) At(day Day, minute int) State {
	if day < Monday || day > Sunday || minute < 0 || minute >= minutesPerDay {
		return Unknown
	}
	if !h.dated {
		return h.on(day, minute, date{1, 1}).state()
	}
	var all states
	for month := 1; month <= 12; month++ {
		all |= h.mostly(day, minute, month)
	}
	return all.state()
}

// daysOf is how many days a month has at most.
var daysOf = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// mostly is what may hold on more than half of the dates of a month; anything where no answer does.
func (h Hours) mostly(day Day, minute, month int) states {
	var count [anyState + 1]int
	for d := 1; d <= daysOf[month]; d++ {
		s := h.on(day, minute, date{month, d})
		if count[s]++; 2*count[s] > daysOf[month] {
			return s
		}
	}
	return anyState
}

// on is what may hold at a minute of a day with a date. Hours that began on the day before count too; its date is taken to be the
// same, which is wrong on the first day of a season only.
func (h Hours) on(day Day, minute int, at date) states {
	today := h.of(day, minute, at)
	before := h.of((day+6)%7, minute+minutesPerDay, at)
	var out states
	for _, a := range [...]State{Open, Closed, Unknown} {
		for _, b := range [...]State{Open, Closed, Unknown} {
			if today.has(a) && before.has(b) {
				out |= only(either(a, b))
			}
		}
	}
	return out
}

// of is what the rules of one day may say of a minute, counted from its midnight, up to two days.
func (h Hours) of(day Day, minute int, at date) states {
	now := only(Closed)
	if minute < minutesPerDay && !slices.ContainsFunc(h.rules, rule.tells) {
		now = only(Unknown)
	}
	for i := range h.rules {
		r := &h.rules[i]
		if !r.holds(day, at) {
			continue
		}
		then := r.apply(now, minute)
		if r.perhaps {
			then |= now
		}
		now = then
	}
	return now
}

// either is what holds if one of two rules that add to each other is enough.
func either(a, b State) State {
	switch {
	case a == Open || b == Open:
		return Open
	case a == Unknown || b == Unknown:
		return Unknown
	}
	return Closed
}

// states is a set of states, one of which holds.
type states uint8

const anyState = states(1<<Open | 1<<Closed | 1<<Unknown)

func only(s State) states           { return 1 << s }
func (set states) has(s State) bool { return set&only(s) != 0 }

// state is the only one of the set; Unknown if there are several.
func (set states) state() State {
	switch set {
	case only(Open):
		return Open
	case only(Closed):
		return Closed
	}
	return Unknown
}
