package indicators

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// StandardError is one mistake in the file of a standard.
type StandardError struct {
	File string
	// Line and Column count from 1, columns in characters.
	Line, Column int
	// Got is the wrong word as it stands in the file; empty where something is missing.
	Got string
	// Known are the words that may stand there, sorted; empty where that is no closed set.
	Known []string
	// Message says what is wrong and what may stand there.
	Message string
}

// Error is one line: file:line:column: what is wrong.
func (e *StandardError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// StandardErrors are all mistakes of one file, in the order in which they stand in it.
type StandardErrors []*StandardError

// Error is one line for each mistake.
func (es StandardErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the mistakes to errors.As.
func (es StandardErrors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// firsts are the mistakes in the order of the file; of more than maxMistakes the first
// ones, the last of which says how many follow.
func (es StandardErrors) firsts() StandardErrors {
	slices.SortStableFunc(es, func(a, b *StandardError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if more := len(es) - maxMistakes; more > 0 {
		es = es[:maxMistakes]
		es[maxMistakes-1].Message += fmt.Sprintf(" (and %d more mistakes)", more)
	}
	return es
}

// unknownWord is the message about a word outside a closed set: what it may have been meant
// to be, and the whole set.
func unknownWord(what, got string, known []string) string {
	s := fmt.Sprintf("unknown %s %q: known are %s", what, got, strings.Join(known, ", "))
	if near := nearestWord(got, known); near != "" {
		s += fmt.Sprintf("; did you mean %q?", near)
	}
	return s
}

// nearestWord is the known word that got was probably meant to be: at most a third of its letters differ.
// Of several the first one.
func nearestWord(got string, known []string) string {
	best, bestD := "", len([]rune(got))/3+1
	for _, k := range known {
		if d := EditDistance(got, k); d < bestD {
			best, bestD = k, d
		}
	}
	return best
}

// EditDistance is Levenshtein's: letters inserted, left out or replaced.
func EditDistance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			d := diagonal
			if s[i] != t[j] {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j]+1, diagonal+1)
		}
	}
	return row[len(t)]
}
