package indicators_test

import (
	"errors"
	"reflect"
	"testing"

	"circle15/indicators"
)

// FuzzParseStandard: no text makes the parser panic; what it takes keeps the promises of the types, and what
// it refuses is refused with a place in the file.
func FuzzParseStandard(f *testing.F) {
	for _, id := range indicators.EmbeddedIDs() {
		src, _ := indicators.Embedded(id)
		f.Add(src)
	}
	for _, s := range []string{small, full, communities, city, "", "a: [", "? a\n: b", "a: &x [*x]", "<<: {a: b}", "!!str a: |\n  b\n", "- - -\n- a: {", "a: \"\\u12\"", "%YAML 1.2\n---\na"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := indicators.ParseStandard("fuzz.yaml", src)
		if err != nil {
			checkMistakes(t, err)
			return
		}
		for _, c := range s.Criteria() {
			checkCriterion(t, s, c)
		}
		again, err := indicators.ParseStandard("fuzz.yaml", src)
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Errorf("read again it is another standard: %v", err)
		}
	})
}

// checkCriterion holds a criterion to what the types promise.
func checkCriterion(t *testing.T, s *indicators.Standard, c *indicators.Criterion) {
	if c.Title.Zh == "" || c.Title.En == "" || c.Measure == "" || c.Level == "" || c.Confidence == "" {
		t.Errorf("%+v", c)
	}
	if !c.Measure.OfPlaces() {
		if c.Limit != (indicators.Limit{}) || c.Threshold != 0 || c.Require != 0 || c.Scope != "" {
			t.Errorf("%s: what places have: %+v", c.ID, c)
		}
		if c.AtMost == nil && !(c.AtLeast > 0 && c.Near > 0 && c.Near <= c.AtLeast) || c.AtMost != nil && !(*c.AtMost >= 0 && c.Near >= *c.AtMost) {
			t.Errorf("%s: at least %g, at most %v, near %g", c.ID, c.AtLeast, c.AtMost, c.Near)
		}
		if len(c.Categories) == 0 == (c.Table == nil) {
			t.Errorf("%s: asks facilities %v and the table %v", c.ID, c.Categories, c.Table)
		}
		return
	}
	if l := c.Limit.LimitCost(); l == 0 || l > 10_000_000 {
		t.Errorf("%s: limit %d", c.ID, l)
	}
	if !(c.Require > 0 && c.Require <= 1 && c.Near > 0 && c.Near <= c.Require) {
		t.Errorf("%s: require %g, near %g", c.ID, c.Require, c.Near)
	}
	if c.Threshold < 1 || len(c.Categories) == 0 || c.Level != indicators.AtCommunity {
		t.Errorf("%+v", c)
	}
	if p, ok := s.Profiles[c.Limit.Profile]; !ok || !(p.SpeedMPS >= 0.3 && p.SpeedMPS <= 10) {
		t.Errorf("%s: profile %q %+v", c.ID, c.Limit.Profile, p)
	}
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
