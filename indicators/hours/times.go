package hours

// Until when a place with an open end may be open: midnight, or 05:00 if it opens from 17:00 on (a
// bar). Our choice; it certainly is open for its first hour.
const (
	eveningStarts = 17 * minutesPerHour
	eveningEnds   = minutesPerDay + 5*minutesPerHour
	openEndSure   = minutesPerHour
)

// maxMinutes is the latest time that may be written: 48:00, the end of the next day.
const maxMinutes = 2 * minutesPerDay

// spans reads the hours of a rule: 08:00-12:00,14:00-18:00. There may be none.
func (p *parser) spans(r *rule) error {
	for {
		switch {
		case p.skip(allDay):
			r.spans = append(r.spans, wholeDay)
		case p.isTime(0):
			s, err := p.span()
			if err != nil {
				return err
			}
			r.spans = append(r.spans, s)
		case len(r.spans) > 0 && p.kind() == comma && (p.isTime(1) || p.look(1).kind == allDay):
			p.i++
		case len(r.spans) > 0 && p.kind() == slash && p.isTime(1) && p.look(2).kind == colon:
			p.i++
		default:
			return nil
		}
	}
}

// isTime says whether a time begins d places on.
func (p *parser) isTime(d int) bool {
	switch p.look(d).kind {
	case number:
		return !p.isYear(d) && p.look(d+1).kind != monthMark
	case sun, leftParen, partOfDay:
		return true
	}
	return false
}

// span reads 08:00-12:00, 17:00+, 18:00-22:00+, 22:00-02:00, (sunrise+01:00)-sunset, 下午2点-6点.
func (p *parser) span() (span, error) {
	start := p.look(0)
	from, _, err := p.clock()
	if err != nil {
		return span{}, err
	}
	if p.skip(plus) {
		return openEnd(from), nil
	}
	if !p.skip(dash) {
		p.i = max(p.i-1, 0)
		return span{}, p.fail("a time alone says no hours: from when to when?")
	}
	switch p.kind() {
	case end, comma, semicolon, bars, dayName, stateWord, comment: // 16:00-
		return openEnd(from), nil
	}
	to, bare, err := p.clock()
	if err != nil {
		return span{}, err
	}
	if later := to.last + minutesPerDay/2; bare && start.kind == partOfDay && start.n != morning && to.last <= from.first &&
		later > from.last && to.last <= minutesPerDay/2 { // 下午2:00-6:00
		to = clock{later, later}
	}
	if to.last <= from.first {
		to.first, to.last = to.first+minutesPerDay, to.last+minutesPerDay
	}
	if p.skip(plus) {
		to.last = max(to.last, latest(to.last))
	}
	if to.last > from.last+maxMinutes {
		return span{}, p.fail("hours that last more than two days")
	}
	return span{from, to}, nil
}

func openEnd(from clock) span {
	to := latest(from.last)
	return span{from, clock{min(from.last+openEndSure, to), to}}
}

func latest(from int) int {
	if from < eveningStarts {
		return minutesPerDay
	}
	return eveningEnds
}

// clock reads a time. bare says that no part of the day was said with it.
func (p *parser) clock() (c clock, bare bool, err error) {
	switch p.kind() {
	case sun:
		return sunTimes[p.take().n].clock, false, nil
	case leftParen:
		c, err = p.sunOffset()
		return c, false, err
	}
	part, add := -1, 0
	if p.skip(nextDay) {
		add = minutesPerDay
	}
	if p.kind() == partOfDay {
		part = p.take().n
	}
	m, err := p.minutes()
	if err != nil {
		return c, false, err
	}
	noon := 12 * minutesPerHour
	switch {
	case p.kind() == halfOfDay && m < noon+minutesPerHour:
		m = m%noon + p.take().n*minutesPerHour
	case part == afternoon && m < noon, part == night && m < noon+minutesPerHour && m >= 5*minutesPerHour: // 晚上12点 is midnight
		m += noon
	}
	if m += add; m > maxMinutes {
		return c, false, p.fail("a time after 48:00")
	}
	return clock{m, m}, part < 0 && add == 0, nil
}

// minutes reads 7, 7:00, 7.00, 7点, 7点30分, 7点半 as minutes.
func (p *parser) minutes() (int, error) {
	h := p.look(0)
	if h.kind != number || h.digits > 2 || h.n > 48 {
		return 0, p.fail("no time from 0:00 to 48:00")
	}
	p.i++
	m := h.n * minutesPerHour
	marked := p.kind() == hourMark
	if !marked && !(p.kind() == colon && p.look(1).kind == number) {
		return m, nil
	}
	p.i++
	if marked && p.skip(half) {
		return m + minutesPerHour/2, nil
	}
	if p.kind() != number || marked && p.look(0).digits != 2 { // 7点
		return m, nil
	}
	if p.look(0).digits != 2 || p.look(0).n >= minutesPerHour {
		return 0, p.fail("no minutes from 00 to 59")
	}
	m += p.take().n
	p.skip(minuteMark)
	if p.kind() == colon && p.look(1).kind == number && p.look(1).digits == 2 { // seconds
		p.i += 2
	}
	return m, nil
}

// sunOffset reads (sunrise+01:00).
func (p *parser) sunOffset() (clock, error) {
	p.i++ // the brackets that tokens keeps hold a time of the sun
	c := sunTimes[p.take().n].clock
	sign := 1
	if p.kind() == dash {
		sign = -1
	}
	if p.skip(plus, dash) {
		m, err := p.minutes()
		if err != nil {
			return clock{}, err
		}
		c.first, c.last = max(c.first+sign*m, 0), max(c.last+sign*m, 0)
	}
	if !p.skip(rightParen) {
		return clock{}, p.fail("no closing bracket behind a time of the sun")
	}
	return c, nil
}
