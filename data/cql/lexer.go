package cql

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token of the text is.
type tokenKind uint8

const (
	endToken tokenKind = iota
	wordToken
	quotedToken // a name in double quotes
	textToken   // a value in single quotes
	numberToken
	signToken
)

type token struct {
	kind tokenKind
	text string // without quotes
	at   int
}

// is says whether the token is that sign or word, in any case.
func (t token) is(s string) bool {
	return (t.kind == wordToken || t.kind == signToken) && strings.EqualFold(t.text, s)
}

// lex cuts the text into tokens.
func lex(text string) ([]token, error) {
	var out []token
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(c):
			i += size
			continue
		case c == utf8.RuneError && size == 1:
			return nil, &Error{At: i, What: "the text is not UTF-8"}
		case c == '\'' || c == '"':
			t, next, err := quoted(text, i)
			if err != nil {
				return nil, err
			}
			out, i = append(out, t), next
		case c >= '0' && c <= '9' || c == '.' && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9':
			n := numberEnd(text, i)
			out, i = append(out, token{numberToken, text[i:n], i}), n
		case nameStart(c):
			n := i
			for n < len(text) {
				r, k := utf8.DecodeRuneInString(text[n:])
				if !nameStart(r) && !unicode.IsDigit(r) && r != '.' && r != ':' {
					break
				}
				n += k
			}
			out, i = append(out, token{wordToken, text[i:n], i}), n
		default:
			n := i + 1
			if n < len(text) && (text[i:n+1] == "<=" || text[i:n+1] == ">=" || text[i:n+1] == "<>") {
				n++
			}
			if !strings.Contains("=<>(),+-*/", text[i:i+1]) {
				return nil, &Error{At: i, What: "an unexpected sign"}
			}
			out, i = append(out, token{signToken, text[i:n], i}), n
		}
	}
	return append(out, token{kind: endToken, at: len(text)}), nil
}

func nameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

// quoted reads a quoted token: a quote in it is doubled, or in values behind a backslash.
func quoted(text string, from int) (token, int, error) {
	quote := text[from]
	kind := textToken
	if quote == '"' {
		kind = quotedToken
	}
	var b strings.Builder
	for i := from + 1; i < len(text); i++ {
		switch {
		case text[i] == quote && i+1 < len(text) && text[i+1] == quote, text[i] == '\\' && i+1 < len(text) && text[i+1] == quote:
			i++
			b.WriteByte(quote)
		case text[i] == quote:
			return token{kind, b.String(), from}, i + 1, nil
		default:
			b.WriteByte(text[i])
		}
	}
	return token{}, 0, &Error{At: from, What: "the quote is not closed"}
}

func numberEnd(text string, i int) int {
	n := i
	for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] == '.') {
		n++
	}
	if n < len(text) && (text[n] == 'e' || text[n] == 'E') {
		k := n + 1
		if k < len(text) && (text[k] == '+' || text[k] == '-') {
			k++
		}
		if k < len(text) && text[k] >= '0' && text[k] <= '9' {
			for n = k; n < len(text) && text[n] >= '0' && text[n] <= '9'; n++ {
			}
		}
	}
	return n
}
