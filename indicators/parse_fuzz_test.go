package indicators_test

import (
	"errors"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

// FuzzParseStandard: no text makes the parser panic; what it takes keeps the promises of the types, and what
// it refuses is refused with a place in the file.
func FuzzParseStandard(f *testing.F) {
	for _, id := range indicators.EmbeddedIDs() {
		src, _ := indicators.Embedded(id)
		f.Add(src)
	}
	for _, s := range []string{small, full, "", "a: [", "? a\n: b", "a: &x [*x]", "<<: {a: b}", "!!str a: |\n  b\n", "- - -\n- a: {", "a: \"\\u12\"", "%YAML 1.2\n---\na"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := indicators.ParseStandard("fuzz.yaml", src)
		if err != nil {
			checkMistakes(t, err)
			return
		}
		for _, c := range s.Criteria() {
			if l := c.Limit.LimitCost(); l == 0 || l > 10_000_000 {
				t.Errorf("%s: limit %d", c.ID, l)
			}
			if !(c.Require > 0 && c.Require <= 1 && c.Near > 0 && c.Near <= c.Require) {
				t.Errorf("%s: require %g, near %g", c.ID, c.Require, c.Near)
			}
			if c.Threshold < 1 || len(c.Categories) == 0 || c.Title.Zh == "" || c.Title.En == "" {
				t.Errorf("%+v", c)
			}
			if p, ok := s.Profiles[c.Limit.Profile]; !ok || !(p.SpeedMPS >= 0.3 && p.SpeedMPS <= 10) {
				t.Errorf("%s: profile %q %+v", c.ID, c.Limit.Profile, p)
			}
		}
		again, err := indicators.ParseStandard("fuzz.yaml", src)
		if err != nil || !cmp.Equal(s, again) {
			t.Errorf("read again it is another standard: %v", err)
		}
	})
}

func checkMistakes(t *testing.T, err error) {
	var all indicators.StandardErrors
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("%T %v", err, err)
	}
	for _, e := range all {
		if e.Line < 1 || e.Column < 1 || e.Message == "" {
			t.Errorf("%+v", e)
		}
	}
}
