package tabular_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"circle15/data/tabular"
)

// rows reads everything: a row is its cells joined by "|", a broken one "!line".
func rows(t testing.TB, text string, comma byte) string {
	t.Helper()
	r := tabular.NewRows(strings.NewReader(text), comma)
	var out []string
	for {
		cells, line, err := r.Next()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return strings.Join(out, " ")
		case errors.As(err, &bad):
			out = append(out, fmt.Sprintf("!%d", bad.Line))
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, fmt.Sprintf("%d:%s", line, strings.Join(cells, "|")))
		}
	}
}

func TestRows(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "a,b\n1,2\n", "1:a|b 2:1|2"},
		{"no line end at the end", "a,b\n1,2", "1:a|b 2:1|2"},
		{"line ends of Windows", "a,b\r\n1,2\r\n", "1:a|b 2:1|2"},
		{"empty lines are skipped and counted", "a\n\n  \nb\n", "1:a 4:b"},
		{"empty cells", ",,\n", "1:||"},
		{"quotes", `"a,b","say ""yes""",c` + "\n", `1:a,b|say "yes"|c`},
		{"a space before the quote", `x, "a,b"` + "\n", "1:x|a,b"},
		{"a line end in a cell", "a,\"b\nc\",d\ne\n", "1:a|b\nc|d 3:e"},
		{"a quote inside a cell", "5\" pipe,x\n6,y\n", `1:5" pipe|x 2:6|y`},
		{"text after the closing quote", "\"a\"b,c\n", "1:ab|c"},
		{"a quote that is never closed costs one row", "a,b\n1,\"2\n3,4\n5,6\n", "1:a|b !2 3:3|4 4:5|6"},
		{"nothing", "", ""},
	} {
		if got := rows(t, c.in, ','); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRowsLimits(t *testing.T) {
	long := strings.Repeat("x", 2<<20)
	cell := strings.Repeat("x", 100<<10)
	for name, in := range map[string]string{
		"a line of 2 MiB":   "a\n" + long + "\nb\n",
		"a cell of 100 KiB": "a\n" + cell + "\nb\n",
		"300 cells":         "a\n" + strings.Repeat(",", 300) + "\nb\n",
	} {
		if got, want := rows(t, in, ','), "1:a !2 3:b"; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// Whatever the bytes, reading ends, lines rise, and cells stay within the limits.
func FuzzRows(f *testing.F) {
	f.Add("a,b\n\"1\n2\",3\n", byte(','))
	f.Add("\"\"\"\n\"", byte(';'))
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if comma != ',' && comma != ';' && comma != '\t' {
			return
		}
		r := tabular.NewRows(strings.NewReader(text), comma)
		last := 0
		for {
			_, line, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			var bad *tabular.RowError
			if errors.As(err, &bad) {
				line = bad.Line
			} else if err != nil {
				t.Fatal(err)
			}
			if line <= last {
				t.Fatalf("line %d after %d", line, last)
			}
			last = line
		}
	})
}
