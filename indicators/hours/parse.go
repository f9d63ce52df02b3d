package hours

// maxRules is how many rules a value may have; real ones have up to twenty.
const maxRules = 100

// Parse reads opening hours. A value that it cannot read gives an *Error and Hours that are unknown at any time;
// nothing is guessed from a part of a value.
func Parse(s string) (Hours, error) {
	list, err := tokens(s)
	if err != nil {
		return Hours{}, err
	}
	p := &parser{value: s, list: list}
	h := Hours{}
	for sep := p.between(); p.kind() != end; sep = p.between() {
		r, err := p.rule()
		if err != nil {
			return Hours{}, err
		}
		r.separator = sep
		h.rules = append(h.rules, r)
		h.dated = h.dated || len(r.dates) > 0
		if len(h.rules) > maxRules {
			return Hours{}, p.fail("more rules than opening hours have")
		}
	}
	if len(h.rules) == 0 {
		return Hours{}, p.fail("no hours")
	}
	return h, nil
}

// parser goes through the words and signs of a value, the last of which is end.
type parser struct {
	value string
	list  []token
	i     int
}

func (p *parser) fail(message string) error {
	return &Error{Value: p.value, At: p.list[p.i].at, Message: message}
}

// look is the token d places on; past the end it is end.
func (p *parser) look(d int) token { return p.list[min(p.i+d, len(p.list)-1)] }

func (p *parser) kind() kind { return p.look(0).kind }

// take gives the token and passes over it.
func (p *parser) take() token {
	t := p.look(0)
	if t.kind != end {
		p.i++
	}
	return t
}

// skip passes over a token of one of the kinds.
func (p *parser) skip(kinds ...kind) bool {
	for _, k := range kinds {
		if p.kind() == k && k != end {
			p.i++
			return true
		}
	}
	return false
}

// between passes over what separates rules. Of several signs the last counts; none is as good as a semicolon.
func (p *parser) between() separator {
	out := replacing
	for {
		switch {
		case p.skip(semicolon):
			out = replacing
		case p.skip(comma):
			out = adding
		case p.skip(bars):
			out = otherwise
		default:
			return out
		}
	}
}

// rule reads days, hours and state, each of which may be left out.
func (p *parser) rule() (rule, error) {
	r := rule{state: Open}
	start := p.i
	sel := selector{r: &r}
	if err := p.selectors(&sel); err != nil {
		return r, err
	}
	if err := p.spans(&r); err != nil {
		return r, err
	}
	if !sel.any() && len(r.spans) > 0 {
		if err := p.daysBehind(&r); err != nil {
			return r, err
		}
	} else {
		sel.finish()
	}
	said := sel.except
	switch {
	case said:
		r.state = Closed
	case sel.office && len(r.spans) == 0:
		r.state = Unknown
	}
	for {
		switch t := p.look(0); t.kind {
		case stateWord:
			r.state, said = State(t.n), true
		case comment:
			if !said {
				r.state = Unknown
			}
		case ignored:
		default:
			if p.i == start {
				return r, p.fail("no day, hour or state where one should be")
			}
			return r, nil
		}
		p.i++
	}
}

// daysBehind takes days that stand behind the hours: 8:00-18:00（周一至周五）. Where hours follow, the days are theirs.
func (p *parser) daysBehind(r *rule) error {
	start, copied := p.i, *r
	sel := selector{r: &copied}
	if err := p.selectors(&sel); err != nil {
		return err
	}
	sel.finish()
	switch p.kind() {
	case end, comma, semicolon, bars:
		if !sel.except {
			*r = copied
			return nil
		}
	}
	p.i, r.days = start, everyDay
	return nil
}
