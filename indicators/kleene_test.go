package indicators_test

import (
	"fmt"
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

// letters turns "PFU-" into pass, fail, unknown, not applicable.
func letters(s string) []indicators.Status {
	byLetter := map[rune]indicators.Status{
		'P': indicators.Pass, 'F': indicators.Fail, 'U': indicators.Unknown, '-': indicators.NotApplicable,
	}
	var out []indicators.Status
	for _, l := range s {
		out = append(out, byLetter[l])
	}
	return out
}

// Kleene's tables: all is the least of F < U < P, any the greatest; what does not apply is neutral.
func TestKleeneTables(t *testing.T) {
	tests := []struct{ two, all, any string }{
		{"PP", "P", "P"}, {"PU", "U", "P"}, {"PF", "F", "P"}, {"P-", "P", "P"},
		{"UP", "U", "P"}, {"UU", "U", "U"}, {"UF", "F", "U"}, {"U-", "U", "U"},
		{"FP", "F", "P"}, {"FU", "F", "U"}, {"FF", "F", "F"}, {"F-", "F", "F"},
		{"-P", "P", "P"}, {"-U", "U", "U"}, {"-F", "F", "F"}, {"--", "-", "-"},
		{"", "-", "-"},
	}
	for _, tt := range tests {
		if got := indicators.AtLeast(0, letters(tt.two)); got != letters(tt.all)[0] {
			t.Errorf("all of %q: %s, want %s", tt.two, got, tt.all)
		}
		if got := indicators.AtLeast(1, letters(tt.two)); got != letters(tt.any)[0] {
			t.Errorf("any of %q: %s, want %s", tt.two, got, tt.any)
		}
	}
}

func TestAtLeast(t *testing.T) {
	tests := []struct {
		k        int
		statuses string
		want     string
		why      string
	}{
		{2, "PPF", "P", "two pass"},
		{2, "PUF", "U", "one passes and one may"},
		{2, "PFF", "F", "one passes and none may"},
		{2, "UUF", "U", "both may"},
		{2, "UFF", "F", "one may, two are needed"},
		{2, "PPU", "P", "the third does not matter"},
		{3, "PPU", "U", "the third matters"},
		{3, "PPF", "F", "the third is lost"},
		{2, "P--", "P", "one applies: two of one cannot be asked for"},
		{2, "U--", "U", "one applies and is not known"},
		{2, "PF-", "F", "two apply, both are needed"},
		{2, "---", "-", "nothing applies"},
		{5, "PP", "P", "of two, five are all"},
	}
	for _, tt := range tests {
		if got := indicators.AtLeast(tt.k, letters(tt.statuses)); got != letters(tt.want)[0] {
			t.Errorf("at least %d of %s: %s, want %s (%s)", tt.k, tt.statuses, got, tt.want, tt.why)
		}
	}
}

// What is not known yet must not turn the verdict: whatever a U becomes, a verdict other than
// unknown stays. All sets of up to four statuses, all k.
func TestUnknownNeverOverturns(t *testing.T) {
	for n := 1; n <= 4; n++ {
		for code := 0; code < 1<<(2*n); code++ {
			set := make([]byte, n)
			for i := range set {
				set[i] = "PFU-"[code>>(2*i)&3]
			}
			for k := 0; k <= n; k++ {
				checkDecided(t, k, string(set))
			}
		}
	}
}

// checkDecided replaces each U by P and by F, in all ways, and compares.
func checkDecided(t *testing.T, k int, set string) {
	t.Helper()
	got := indicators.AtLeast(k, letters(set))
	outcomes := map[indicators.Status]bool{}
	n := strings.Count(set, "U")
	for code := 0; code < 1<<n; code++ {
		settled, bit := []byte(set), 0
		for i := range settled {
			if settled[i] == 'U' {
				settled[i] = "PF"[code>>bit&1]
				bit++
			}
		}
		outcomes[indicators.AtLeast(k, letters(string(settled)))] = true
	}
	want := indicators.Unknown
	if len(outcomes) == 1 {
		for only := range outcomes {
			want = only
		}
	}
	if got != want {
		t.Errorf("at least %d of %s: %s, but settled it is %v", k, set, got, outcomes)
	}
}

// ladder makes a standard of the indicators of its aspects a0, a1, …
func ladder(aspects ...[]indicators.Indicator) *indicators.Standard {
	s := &indicators.Standard{}
	for a, list := range aspects {
		s.Aspects = append(s.Aspects, indicators.Aspect{ID: fmt.Sprintf("a%d", a), Indicators: list})
	}
	return s
}

// indicatorOf is the indicator j with the criteria j0, j1, …: one for each letter, B binds, a is advisory.
func indicatorOf(id string, atLeast int, binding string) indicators.Indicator {
	ind := indicators.Indicator{ID: id, Compose: indicators.Compose{AtLeast: atLeast}}
	for c, b := range binding {
		ind.Criteria = append(ind.Criteria, indicators.Criterion{ID: fmt.Sprintf("%s%d", id, c), Binding: b == 'B'})
	}
	return ind
}

// results are those of the criteria by id: a letter of the status, and "?" behind it if it is provisional.
func results(m map[string]string) func(string) *indicators.Result {
	return func(id string) *indicators.Result {
		s, ok := m[id]
		if !ok {
			return nil
		}
		r := &indicators.Result{Criterion: id, Status: letters(s[:1])[0]}
		if strings.HasSuffix(s, "?") {
			r.Provisional = []string{"assumed_layer:osm"}
		}
		return r
	}
}

func TestJudge(t *testing.T) {
	const P, F, U, N = indicators.Pass, indicators.Fail, indicators.Unknown, indicators.NotApplicable
	type (
		ops = map[string]indicators.Opinion
		asp = map[string]indicators.Status
	)
	tests := []struct {
		name string
		s    *indicators.Standard
		res  map[string]string
		want indicators.Verdict
	}{
		{
			"all of two binding criteria",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "BB")}), map[string]string{"i0": "P", "i1": "F"},
			indicators.Verdict{Status: F, Decided: 1, Indicators: ops{"i": {Status: F, Measured: F}}, Aspects: asp{"a0": F}},
		},
		{
			"any of two",
			ladder([]indicators.Indicator{indicatorOf("i", 1, "BB")}), map[string]string{"i0": "P", "i1": "F"},
			indicators.Verdict{Status: P, Decided: 1, Indicators: ops{"i": {Status: P, Measured: P}}, Aspects: asp{"a0": P}},
		},
		{
			"what does not bind does not decide",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "Ba")}), map[string]string{"i0": "P", "i1": "F?"},
			indicators.Verdict{Status: P, Decided: 1, Indicators: ops{"i": {Status: P, Measured: P}}, Aspects: asp{"a0": P}},
		},
		{
			"a result that is missing is unknown",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "BB")}), map[string]string{"i0": "P"},
			indicators.Verdict{Status: U, Decided: 1, Indicators: ops{"i": {Status: U, Measured: U}}, Aspects: asp{"a0": U}},
		},
		{
			"an advisory indicator is neutral, shows what it measured, and makes the verdict provisional",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "B"), indicatorOf("j", 0, "aa")}),
			map[string]string{"i0": "P", "j0": "P", "j1": "F"},
			indicators.Verdict{Status: P, Provisional: true, Decided: 1, Aspects: asp{"a0": P},
				Indicators: ops{"i": {Status: P, Measured: P}, "j": {Status: N, Advisory: true, Measured: F}}},
		},
		{
			"an indicator without a criterion of communities is nothing to them",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "B"), indicatorOf("j", 0, "")}), map[string]string{"i0": "F"},
			indicators.Verdict{Status: F, Decided: 1, Aspects: asp{"a0": F},
				Indicators: ops{"i": {Status: F, Measured: F}, "j": {Status: N, Measured: N}}},
		},
		{
			"what does not apply is neutral and decides nothing",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "BB"), indicatorOf("j", 0, "B")}),
			map[string]string{"i0": "-", "i1": "P", "j0": "-"},
			indicators.Verdict{Status: P, Decided: 1, Aspects: asp{"a0": P},
				Indicators: ops{"i": {Status: P, Measured: P}, "j": {Status: N, Measured: N}}},
		},
		{
			"a binding criterion that rests on something assumed makes all above it provisional",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "BB")}), map[string]string{"i0": "P?", "i1": "P"},
			indicators.Verdict{Status: P, Provisional: true, Decided: 1, Aspects: asp{"a0": P},
				Indicators: ops{"i": {Status: P, Provisional: true, Measured: P}}},
		},
		{
			"an unknown aspect does not save a failed one",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "B")}, []indicators.Indicator{indicatorOf("j", 0, "B")}),
			map[string]string{"i0": "U", "j0": "F"},
			indicators.Verdict{Status: F, Decided: 2, Aspects: asp{"a0": U, "a1": F},
				Indicators: ops{"i": {Status: U, Measured: U}, "j": {Status: F, Measured: F}}},
		},
		{
			"nothing that binds: not applicable, decided by none of the indicators",
			ladder([]indicators.Indicator{indicatorOf("i", 0, "a")}), map[string]string{"i0": "P"},
			indicators.Verdict{Status: N, Provisional: true, Aspects: asp{"a0": N},
				Indicators: ops{"i": {Status: N, Advisory: true, Measured: P}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, indicators.Judge(tt.s, results(tt.res))); d != "" {
				t.Error(d)
			}
		})
	}
}
