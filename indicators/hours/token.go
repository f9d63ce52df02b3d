package hours

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// kind is what a word or sign of opening hours is.
type kind uint8

const (
	end kind = iota
	number
	colon
	dash
	comma
	semicolon
	bars // ||
	plus
	slash
	leftBracket
	rightBracket
	leftParen
	rightParen
	comment
	dayName   // n is the Day
	dayMore   // 三 in 周一、三: n is the Day
	dayGroup  // n is a set of days
	holiday   // PH, SH, 节假日
	easter    // n days
	daysWord  // "days" after easter or PH
	except    // 除外
	monthName // n is 1 to 12
	monthMark // 月
	dateMark  // 号
	season    // n is the place in seasons
	week
	stateWord // n is the State
	sun       // n is the place in sunTimes
	allDay    // 24/7, 全天
	hourMark  // 点
	minuteMark
	half      // 半
	halfOfDay // am, pm behind an hour: n is 0 or 12
	partOfDay // 上午, 下午 before an hour: n is one of morning, afternoon, night
	nextDay   // 次日
	ignored   // 营业时间
)

// token is a word or sign with its place.
type token struct {
	kind   kind
	n      int
	digits int  // of a number
	office bool // Chinese
	at     int  // rune in the value, from 0
}

// maxRunes is how long a value may be. OpenStreetMap allows 255; columns of offices are shorter than that too.
const maxRunes = 1000

// tokens cuts a value into words and signs. Full-width signs are their half-width ones, and capitals are small.
func tokens(s string) ([]token, error) {
	if utf8.RuneCountInString(s) > maxRunes {
		return nil, &Error{Value: s, Message: "longer than opening hours are"}
	}
	l := lexer{value: s, rest: []rune(strings.ToLower(width.Fold.String(s)))}
	for l.at < len(l.rest) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	l.emit(token{kind: end})
	return l.out, nil
}

type lexer struct {
	value string
	rest  []rune
	at    int
	sun   bool // inside the brackets of (sunrise+01:00)
	out   []token
}

func (l *lexer) emit(t token) {
	t.at = l.at
	l.out = append(l.out, t)
}

func (l *lexer) fail(message string) error { return &Error{Value: l.value, At: l.at, Message: message} }

// peek is the rune d places on, or 0.
func (l *lexer) peek(d int) rune {
	if l.at+d < 0 || l.at+d >= len(l.rest) {
		return 0
	}
	return l.rest[l.at+d]
}

func (l *lexer) next() error {
	c := l.peek(0)
	switch {
	case c == '"':
		return l.comment()
	case l.phrase():
		return nil
	case isDigit(c):
		l.number()
		return nil
	case unicode.IsLetter(c) && c < firstHan:
		return l.word()
	}
	return l.sign(c)
}

// firstHan is below all Han characters and above the letters of alphabets.
const firstHan = 0x2e80

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

func (l *lexer) comment() error {
	for i := 1; l.peek(i) != 0; i++ {
		if l.peek(i) == '"' {
			l.emit(token{kind: comment})
			l.at += i + 1
			return nil
		}
	}
	return l.fail("a comment without its closing quote")
}

func (l *lexer) number() {
	t := token{kind: number}
	n := 0
	for ; isDigit(l.peek(n)); n++ {
		t.n = min(t.n*10+int(l.peek(n)-'0'), 1e6)
	}
	t.digits = n
	l.emit(t)
	l.at += n
}

// word is a run of letters of an alphabet.
func (l *lexer) word() error {
	n := 0
	for c := l.peek(n); unicode.IsLetter(c) && c < firstHan; c = l.peek(n) {
		n++
	}
	t, ok := words[string(l.rest[l.at:l.at+n])]
	if !ok {
		return l.fail("no word of opening hours")
	}
	l.emit(t)
	l.at += n
	if l.peek(0) == '.' && !isDigit(l.peek(1)) { // "Mo."
		l.at++
	}
	return nil
}

// phrase is the longest of the phrases that stands here.
func (l *lexer) phrase() bool {
	best, length := token{}, 0
	if c := l.peek(0); c < firstHan && c != '2' { // 24/7 and 24小时 are the only ones that begin otherwise
		return false
	}
	for _, p := range phrases {
		if n := utf8.RuneCountInString(p.text); n > length && strings.HasPrefix(string(l.rest[l.at:min(l.at+n, len(l.rest))]), p.text) {
			best, length = p.token, n
		}
	}
	if length == 0 {
		return false
	}
	best.office = true
	l.emit(best)
	l.at += length
	return true
}

func (l *lexer) sign(c rune) error {
	if unicode.IsSpace(c) && c != '\n' {
		l.at++
		return nil
	}
	k, ok := signs[c]
	switch {
	case c == '.' && l.at > 0 && isDigit(l.peek(-1)) && isDigit(l.peek(1)): // 8.30
		k, ok = colon, true
	case c == '|' && l.peek(1) == '|':
		l.emit(token{kind: bars})
		l.at += 2
		return nil
	case c == '(':
		l.sun = l.isSun()
		if !l.sun { // brackets around a remark: its words count
			l.at++
			return nil
		}
	case c == ')' && !l.sun:
		l.at++
		return nil
	}
	if !ok {
		return l.fail("no sign of opening hours")
	}
	if k != dash || len(l.out) == 0 || l.out[len(l.out)-1].kind != dash { // —— is one dash
		l.emit(token{kind: k})
	}
	l.at++
	return nil
}

// isSun says whether the brackets that open here hold a time of the sun.
func (l *lexer) isSun() bool {
	rest := strings.TrimSpace(string(l.rest[l.at+1:]))
	for _, s := range sunTimes {
		if strings.HasPrefix(rest, s.word) {
			return true
		}
	}
	return false
}
