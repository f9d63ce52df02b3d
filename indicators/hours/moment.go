package hours

import "fmt"

// Moment is a time of an ordinary day: "Tu 07:00".
type Moment struct {
	Day    Day
	Minute int // of the day, 0 to 1439
}

var dayNames = [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// ParseMoment reads "Tu 07:00"; without a day it is an ordinary Tuesday. Days and times may be written as in opening hours
// ("周二 7点"). What is no moment gives an *Error.
func ParseMoment(s string) (Moment, error) {
	list, err := tokens(s)
	if err != nil {
		return Moment{}, err
	}
	p := &parser{value: s, list: list}
	m := Moment{Day: Tuesday}
	if p.kind() == dayName {
		m.Day = Day(p.take().n)
	}
	if k := p.kind(); k != number && k != partOfDay {
		return Moment{}, p.fail("no time such as 07:00")
	}
	c, _, err := p.clock()
	switch {
	case err != nil:
		return Moment{}, err
	case p.kind() != end:
		return Moment{}, p.fail("more than a day and a time")
	case c.first >= minutesPerDay:
		return Moment{}, p.fail("no time from 00:00 to 23:59")
	}
	m.Minute = c.first
	return m, nil
}

// String is the moment as ParseMoment reads it: "Tu 07:00".
func (m Moment) String() string {
	if m.Day < Monday || m.Day > Sunday {
		return fmt.Sprintf("day %d %02d:%02d", int(m.Day), m.Minute/minutesPerHour, m.Minute%minutesPerHour)
	}
	return fmt.Sprintf("%s %02d:%02d", dayNames[m.Day], m.Minute/minutesPerHour, m.Minute%minutesPerHour)
}

// MarshalText is String.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText is ParseMoment.
func (m *Moment) UnmarshalText(b []byte) error {
	v, err := ParseMoment(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}

// At says whether it is open at the moment.
func (m Moment) At(h Hours) State { return h.At(m.Day, m.Minute) }
