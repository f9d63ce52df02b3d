package hours

// selector collects the days and dates of a rule.
type selector struct {
	r      *rule
	named  bool // weekdays or holidays were named
	dates  bool // months, dates, years or weeks were named
	never  bool // what it names never is an ordinary day
	except bool // 除外: closed then
	office bool // the days stand in Chinese, which names no hours by that: 每天 alone is unknown, where Mo-Su is open
}

func (s *selector) any() bool { return s.named || s.dates || s.never }

// finish fills in what was not named.
func (s *selector) finish() {
	switch {
	case s.never:
		s.r.days = 0
	case !s.named:
		s.r.days = everyDay
	}
}

// selectors reads years, dates, weeks, days and holidays in any order, up to the hours.
func (p *parser) selectors(s *selector) error {
	for {
		switch t := p.look(0); {
		case p.isYear(0):
			p.i++
			s.dates, s.r.perhaps = true, true
			for p.skip(plus) || (p.kind() == dash || p.kind() == comma) && p.isYear(1) {
				p.skip(dash, comma)
				if p.isYear(0) {
					p.i++
				}
			}
		case p.isDate():
			if err := p.dates(s); err != nil {
				return err
			}
		case t.kind == week:
			p.i++
			p.weeks(s)
		case t.kind == easter:
			p.i++
			p.offset()
			s.never = true
		case t.kind == dayName, t.kind == dayGroup, t.kind == holiday:
			if err := p.days(s); err != nil {
				return err
			}
		case t.kind == ignored:
			p.i++
			p.skip(colon)
		case t.kind == colon && s.any():
			p.i++
		case t.kind == except && s.any():
			p.i++
			s.except = true
		default:
			return nil
		}
	}
}

// isYear says whether a year stands d places on: a number of four digits that is no time.
func (p *parser) isYear(d int) bool {
	t := p.look(d)
	return t.kind == number && t.digits == 4 && t.n >= 1900 && t.n < 2200 && p.look(d+1).kind != colon
}

// isDate says whether a part of the year begins here: a month, a season, 5月, 5-10月.
func (p *parser) isDate() bool {
	switch p.kind() {
	case monthName, season:
		return true
	case number:
		return p.look(1).kind == monthMark || p.look(1).kind == dash && p.look(2).kind == number && p.look(3).kind == monthMark
	}
	return false
}

// offset passes over the days that are counted from a holiday: PH -1 day.
func (p *parser) offset() {
	if (p.kind() == plus || p.kind() == dash) && p.look(1).kind == number && p.look(2).kind == daysWord {
		p.i += 3
	}
}

// weeks passes over numbers of weeks: in which of them an ordinary day lies nobody knows.
func (p *parser) weeks(s *selector) {
	s.dates, s.r.perhaps = true, true
	for p.kind() == number && p.look(1).kind != colon {
		p.i++
		for p.kind() != end && (p.kind() == dash || p.kind() == slash || p.kind() == comma) && p.look(1).kind == number && p.look(2).kind != colon {
			p.i += 2
		}
	}
}

// days reads a list of weekdays and holidays: Mo-We,Fr,PH.
func (p *parser) days(s *selector) error {
	set, ordinary := uint8(0), false
	for {
		t := p.take()
		s.office = s.office || t.office
		switch t.kind {
		case dayName, dayMore:
			last := t
			if k := p.look(1).kind; p.kind() == dash && (k == dayName || k == dayMore) {
				p.i++
				last = p.take()
			}
			set |= daysFrom(Day(t.n), Day(last.n))
			ordinary = true
			if err := p.nth(s); err != nil {
				return err
			}
		case dayGroup:
			set |= uint8(t.n)
			ordinary = true
		case holiday:
			p.offset()
		}
		next := p.look(1).kind
		if p.kind() != comma || next != dayName && next != dayMore && next != dayGroup && next != holiday {
			break
		}
		p.i++
	}
	if !ordinary && p.kind() == comma {
		p.i++
		if p.isDate() { // PH,Dec 24: the holiday adds nothing
			return nil
		}
		p.i--
	}
	s.never = s.never || !ordinary // SH Mo-Fr: weekdays of holidays
	s.named = true
	s.r.days |= set
	return nil
}

// nth passes over which of the weekdays of a month are meant: Mo[1], Su[-1].
func (p *parser) nth(s *selector) error {
	if !p.skip(leftBracket) {
		return nil
	}
	for p.skip(number, dash, comma) {
	}
	if !p.skip(rightBracket) {
		return p.fail("no closing bracket behind the number of a weekday")
	}
	s.r.perhaps = true
	return nil
}

// daysFrom are the days from a to b, over the end of the week too.
func daysFrom(a, b Day) uint8 {
	set := uint8(1) << a
	for d := a; d != b; {
		d = (d + 1) % 7
		set |= 1 << d
	}
	return set
}

// dates reads a list of parts of the year: Apr-Sep,Dec 24-26.
func (p *parser) dates(s *selector) error {
	s.dates = true
	for {
		d, err := p.dateRange(s)
		if err != nil {
			return err
		}
		s.r.dates = append(s.r.dates, d)
		for p.kind() == comma && p.look(1).kind == holiday { // Jan 1,PH: the holiday adds nothing
			p.i += 2
			p.offset()
		}
		for p.kind() == comma && p.isDayOfMonth(1) { // May 1,15
			p.i++
			at := date{d.from.month, p.take().n}
			s.r.dates = append(s.r.dates, dateRange{at, at})
		}
		if p.kind() != comma {
			return nil
		}
		p.i++
		if !p.isDate() {
			p.i--
			return nil
		}
	}
}

// isDayOfMonth says whether a number stands d places on that is no time.
func (p *parser) isDayOfMonth(d int) bool {
	t := p.look(d)
	k := p.look(d + 1).kind
	return t.kind == number && t.n >= 1 && t.n <= 31 && k != colon && k != hourMark && k != monthMark && k != halfOfDay
}

// dateRange reads Apr-Sep, Dec 24, Dec 24-26, Jun 6-Aug 13, 5月-10月, 5月1日-9月30日, 夏季.
func (p *parser) dateRange(s *selector) (dateRange, error) {
	if p.kind() == season {
		return seasons[p.take().n], nil
	}
	from, whole, err := p.date()
	if err != nil {
		return dateRange{}, err
	}
	to := from
	if whole {
		to.day = 31
	}
	switch {
	case p.kind() == plus: // Mar 1+: to a day that is not said
		p.i++
		s.r.perhaps = true
		return dateRange{from, from}, nil
	case p.kind() != dash:
		return dateRange{from, to}, nil
	}
	p.i++
	if p.isYear(0) {
		p.i++
		s.r.perhaps = true
	}
	switch {
	case p.isDate():
		if to, whole, err = p.date(); whole {
			to.day = 31
		}
		return dateRange{from, to}, err
	case !whole && p.isDayOfMonth(0):
		to.day = p.take().n
		p.skipDayMark()
		return dateRange{from, to}, nil
	}
	return dateRange{}, p.fail("no date behind the dash")
}

// date reads a month, or a day of one. 5 in 5-10月 is a month too.
func (p *parser) date() (d date, whole bool, err error) {
	t := p.take()
	if t.n < 1 || t.n > 12 {
		p.i--
		return d, false, p.fail("no month has this number")
	}
	if t.kind == number {
		p.skip(monthMark)
	}
	d = date{t.n, 1}
	if t.kind == number && p.kind() == dash || !p.isDayOfMonth(0) {
		return d, true, nil
	}
	d.day = p.take().n
	p.skipDayMark()
	return d, false, nil
}

// skipDayMark passes over 日 and 号 behind the number of a day.
func (p *parser) skipDayMark() {
	if p.kind() == dateMark || p.kind() == dayMore && Day(p.look(0).n) == Sunday {
		p.i++
	}
}
