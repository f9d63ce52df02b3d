package geojson

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may be nested. A MultiPolygon in a collection needs 8.
const maxDepth = 64

// syntaxError is a place where a text is not JSON.
type syntaxError struct {
	at   int // byte, from 0
	what string
}

func (e *syntaxError) Error() string { return e.what }

// text is a JSON text. skip checks a value; the other methods walk values that skip has been over, and so meet no
// syntax errors. Walking by position, without a tree, keeps a file of any size in the memory of its
// bytes alone.
type text []byte

// space is the position of the next byte that is not white space.
func (t text) space(i int) int {
	for i < len(t) && (t[i] == ' ' || t[i] == '\n' || t[i] == '\t' || t[i] == '\r') {
		i++
	}
	return i
}

// skip checks the value at i, white space before it included, and gives the position after it.
func (t text) skip(i, depth int) (int, error) {
	i = t.space(i)
	if i >= len(t) {
		return i, &syntaxError{i, "the text ends in the middle"}
	}
	if depth > maxDepth {
		return i, &syntaxError{i, fmt.Sprintf("nested deeper than %d", maxDepth)}
	}
	switch c := t[i]; {
	case c == '{':
		return t.skipObject(i, depth)
	case c == '[':
		return t.skipArray(i, depth)
	case c == '"':
		return t.skipString(i)
	case c == '-' || c >= '0' && c <= '9':
		return t.skipNumber(i)
	}
	for _, word := range []string{"null", "true", "false"} {
		if len(t)-i >= len(word) && string(t[i:i+len(word)]) == word {
			return i + len(word), nil
		}
	}
	return i, &syntaxError{i, fmt.Sprintf("%q does not begin a value", rune(t[i]))}
}

func (t text) skipObject(i, depth int) (int, error) {
	i = t.space(i + 1)
	if i < len(t) && t[i] == '}' {
		return i + 1, nil
	}
	for {
		i = t.space(i)
		if i >= len(t) || t[i] != '"' {
			return i, t.expected(i, "a name in quotes")
		}
		var err error
		if i, err = t.skipString(i); err != nil {
			return i, err
		}
		if i = t.space(i); i >= len(t) || t[i] != ':' {
			return i, t.expected(i, `":"`)
		}
		if i, err = t.skip(i+1, depth+1); err != nil {
			return i, err
		}
		i = t.space(i)
		if i < len(t) && t[i] == '}' {
			return i + 1, nil
		}
		if i >= len(t) || t[i] != ',' {
			return i, t.expected(i, `"," or "}"`)
		}
		i++
	}
}

func (t text) skipArray(i, depth int) (int, error) {
	i = t.space(i + 1)
	if i < len(t) && t[i] == ']' {
		return i + 1, nil
	}
	for {
		var err error
		if i, err = t.skip(i, depth+1); err != nil {
			return i, err
		}
		i = t.space(i)
		if i < len(t) && t[i] == ']' {
			return i + 1, nil
		}
		if i >= len(t) || t[i] != ',' {
			return i, t.expected(i, `"," or "]"`)
		}
		i++
	}
}

func (t text) expected(i int, what string) error {
	if i >= len(t) {
		return &syntaxError{i, "the text ends in the middle"}
	}
	r, _ := utf8.DecodeRune(t[i:])
	return &syntaxError{i, fmt.Sprintf("%q where %s is expected", r, what)}
}

func (t text) skipString(i int) (int, error) {
	start := i
	for i++; i < len(t); i++ {
		switch c := t[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\\':
			i++
		case c < ' ':
			return i, &syntaxError{i, "a line end or control character in a text"}
		}
	}
	return i, &syntaxError{start, "a text in quotes is never closed"}
}

func (t text) skipNumber(i int) (int, error) {
	start := i
	digits := func() bool {
		from := i
		for i < len(t) && t[i] >= '0' && t[i] <= '9' {
			i++
		}
		return i > from
	}
	if t[i] == '-' {
		i++
	}
	ok := digits()
	if i < len(t) && t[i] == '.' {
		i++
		ok = digits() && ok
	}
	if i < len(t) && (t[i] == 'e' || t[i] == 'E') {
		i++
		if i < len(t) && (t[i] == '+' || t[i] == '-') {
			i++
		}
		ok = digits() && ok
	}
	if !ok {
		return start, &syntaxError{start, "not a number"}
	}
	return i, nil
}

// after is the position after the value at i, which skip has been over.
func (t text) after(i int) int {
	end, _ := t.skip(i, 0)
	return end
}

// members calls f with the name and position of each member of the object at i, until f gives an error.
func (t text) members(i int, f func(name string, at int) error) error {
	i = t.space(i + 1)
	for i < len(t) && t[i] != '}' {
		end, _ := t.skipString(i)
		at := t.space(t.space(end) + 1)
		if err := f(t.string(i), at); err != nil {
			return err
		}
		if i = t.space(t.after(at)); i < len(t) && t[i] == ',' {
			i = t.space(i + 1)
		}
	}
	return nil
}

// elements calls f with the number, from 0, and position of each element of the array at i.
func (t text) elements(i int, f func(n, at int) error) error {
	i = t.space(i + 1)
	for n := 0; i < len(t) && t[i] != ']'; n++ {
		if err := f(n, i); err != nil {
			return err
		}
		if i = t.space(t.after(i)); i < len(t) && t[i] == ',' {
			i = t.space(i + 1)
		}
	}
	return nil
}

// string is the text at i; what is not UTF-16 in its escapes becomes U+FFFD.
func (t text) string(i int) string {
	end, _ := t.skipString(i)
	raw := t[i+1 : end-1]
	for _, c := range raw {
		if c == '\\' {
			var s string
			if json.Unmarshal(t[i:end], &s) != nil {
				return string(raw) // an unknown escape: as it stands
			}
			return s
		}
	}
	return string(raw)
}

// is says whether the value at i begins with c; false for a value that is not there (-1).
func (t text) is(i int, c byte) bool { return i >= 0 && i < len(t) && t[i] == c }

// null says whether the value at i is null.
func (t text) null(i int) bool { return t.is(i, 'n') }

// line is the line and column, from 1, of a byte.
func (t text) line(at int) (line, column int) {
	line, column = 1, 1
	for _, c := range t[:min(at, len(t))] {
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
	}
	return line, column
}
