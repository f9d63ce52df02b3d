package indicators_test

import (
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

// In the standard called small, line 10 begins the criterion and its fields begin in column 9.
func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"unknown measure", "measure: nearest", "measure: nearst",
			`s:13:18: unknown measure "nearst": known are count, distinct, nearest, per, plan, presence, ratio, sum, tiling; did you mean "nearest"?`},
		{"no measure", "        measure: nearest\n", "",
			`s:10:9: measure is missing in this criterion`},
		{"an empty measure", "measure: nearest", "measure: ''",
			`s:10:9: measure is missing in this criterion`},
		{"an empty title", "{zh: 条件, en: criterion}", "{zh: 条件, en: ' '}",
			`s:11:16: en is missing in this title`},
		{"an empty key", "measure: nearest", "measure: distinct\n        threshold: 1\n        key: ''",
			`s:10:9: key is missing in this criterion`},
		{"measure of a wrong type", "measure: nearest", "measure: [nearest]",
			`s:13:18: measure must be a text, not a list`},
		{"unknown profile", "{minutes: 10}", "{minutes: 10, profile: runner}",
			`s:14:39: unknown profile "runner": known are walk`},
		{"unknown mode", "{minutes: 10}", "{minutes: 10, mode: fly}",
			`s:14:36: unknown mode "fly": known are straight, walk`},
		{"limit of nothing", "{minutes: 10}", "{minutes: 0}",
			`s:14:26: minutes 0 is out of range: it must be 0.001 or more and at most 60`},
		{"limit of an hour and a bit", "{minutes: 10}", "{minutes: 61}",
			`s:14:26: minutes 61 is out of range: it must be 0.001 or more and at most 60`},
		{"limit beyond 10 km", "{minutes: 10}", "{metres: 10001}",
			`s:14:25: metres 10001 is out of range: it must be 0.001 or more and at most 10000`},
		{"limit that is no number", "{minutes: 10}", "{minutes: .nan}",
			`s:14:26: minutes must be a number, not what standards do not use (nan)`},
		{"limit beyond all floats", "{minutes: 10}", "{minutes: 1e999}",
			`s:14:26: minutes must be a number, not the text "1e999"`},
		{"limit in words", "{minutes: 10}", "{minutes: ten}",
			`s:14:26: minutes must be a number, not the text "ten"`},
		{"limit without a unit", "{minutes: 10}", "15",
			`s:14:16: limit must be a mapping (name: value), not the number 15`},
		{"limit without a number", "{minutes: 10}", "{mode: walk}",
			`s:14:16: minutes or metres is missing in this limit`},
		{"limit in both units", "{minutes: 10}", "{minutes: 10, metres: 5}",
			`s:14:38: a limit is in minutes or in metres, not in both`},
		{"limit in another unit", "{minutes: 10}", "{minutes: 10, meters: 5}",
			`s:14:30: unknown word "meters": known are metres, minutes, mode, profile; did you mean "metres"?`},
		{"threshold of nearest", "measure: nearest", "measure: nearest\n        threshold: 2",
			`s:14:20: threshold has no meaning here: nearest needs one facility; several are the measure count`},
		{"threshold with a fraction", "measure: nearest", "measure: count\n        threshold: 1.5",
			`s:14:20: threshold must be a whole number, not 1.5`},
		{"count without a threshold", "measure: nearest", "measure: count",
			`s:10:9: threshold is missing in this criterion`},
		{"count of keys", "measure: nearest", "measure: count\n        key: line\n        threshold: 1",
			`s:14:14: key has no meaning here: count counts facilities; different keys are the measure distinct`},
		{"distinct without a key", "measure: nearest", "measure: distinct\n        threshold: 1",
			`s:10:9: key is missing in this criterion`},
		{"require of everything and more", "measure: nearest", "measure: nearest\n        require: 1.01",
			`s:14:18: require 1.01 is out of range: it must be above 0 and at most 1`},
		{"require of nobody", "measure: nearest", "measure: nearest\n        require: 0",
			`s:14:18: require 0 is out of range: it must be above 0 and at most 1`},
		{"near above require", "measure: nearest", "measure: nearest\n        near: 0.95",
			`s:14:15: near 0.95 is above require 0.9: it is the share from which what fails is nearly covered`},
		{"require of the whole", "measure: nearest", "measure: nearest\n        scope: any\n        require: 0.5",
			`s:15:18: require has no meaning here: with scope: any the community is met or not, as a whole`},
		{"unknown scope", "measure: nearest", "measure: nearest\n        scope: some",
			`s:14:16: unknown scope "some": known are any, places`},
		{"binding by word", "measure: nearest", "measure: nearest\n        binding: yes",
			`s:14:18: binding must be true or false, not the text "yes"`},
		{"unknown confidence", "measure: nearest", "measure: nearest\n        confidence: hight",
			`s:14:21: unknown confidence "hight": known are high, our choice, set by the city, to be checked; did you mean "high"?`},
		{"no category", "        category: post\n", "",
			`s:10:9: category is missing in this criterion`},
		{"empty category", "category: post", "category: []",
			`s:12:19: category names nothing`},
		{"category in another script", "category: post", "category: 邮局",
			`s:12:19: category "邮局" must be made of a–z, 0–9 and _, at most 40 of them`},
		{"category twice", "category: post", "category: [post, post]",
			`s:12:26: category "post" stands here twice`},
		{"where without values", "measure: nearest", "measure: nearest\n        where: {kind: []}",
			`s:14:17: where: kind names no value`},
		{"where without names", "measure: nearest", "measure: nearest\n        where: kind",
			`s:14:16: where must be a mapping (name: value), not the text "kind"`},
		{"hours that are no time", "category: post", "category: post\n        open_at: breakfast",
			`s:13:18: open_at "breakfast" is no time of a day: write "07:00" (an ordinary Tuesday) or "Sa 07:00"`},
		{"hours in place of a time", "category: post", "category: post\n        open_at: 07:00-09:00",
			`s:13:18: open_at "07:00-09:00" is no time of a day: write "07:00" (an ordinary Tuesday) or "Sa 07:00"`},
		{"a time of the next day", "category: post", "category: post\n        open_at: '24:00'",
			`s:13:18: open_at "24:00" is no time of a day: write "07:00" (an ordinary Tuesday) or "Sa 07:00"`},
		{"two times", "category: post", "category: post\n        open_at: ['07:00', '19:00']",
			`s:13:18: open_at must be a text, not a list`},
		{"unknown hours by another word", "category: post", "category: post\n        open_at: '07:00'\n        unknown_hours: ignored",
			`s:14:24: unknown unknown_hours "ignored": known are count, ignore, undecided; did you mean "ignore"?`},
		{"unknown hours without a time", "category: post", "category: post\n        unknown_hours: ignore",
			`s:13:24: unknown_hours has no meaning here: without open_at the criterion asks for no hours`},
		{"unknown hours in the defaults", "aspects:", "defaults: {unknown_hours: guess}\naspects:",
			`s:3:27: unknown unknown_hours "guess": known are count, ignore, undecided`},
		{"id with a capital", "- id: c", "- id: C",
			`s:10:13: id "C" must be made of a–z, 0–9 and _, at most 40 of them`},
		{"id of a column", "- id: c", "- id: status",
			`s:10:13: id "status" is the name of a column of the communities: choose another`},
		{"id that ends like a column", "- id: c", "- id: c_low",
			`s:10:13: id "c_low" ends in _low, which stands for a value of a criterion: choose another`},
		{"id that begins like an indicator", "- id: c", "- id: i_c",
			`s:10:13: id "i_c" begins with i_, which stands for an indicator: choose another`},
		{"no id", "      - id: c\n        title", "      - title",
			`s:10:9: id is missing in this criterion`},
		{"title in one language", "{zh: 条件, en: criterion}", "{zh: 条件}",
			`s:11:16: en is missing in this title`},
		{"title as text", "{zh: 条件, en: criterion}", "criterion",
			`s:11:16: title must be a mapping (name: value), not the text "criterion"`},
		{"at least more than there are", "    criteria:", "    compose: {at_least: 2}\n    criteria:",
			`s:9:25: at_least 2 is out of range: it must be 1 or more and at most 1`},
		{"at least none", "    criteria:", "    compose: {}\n    criteria:",
			`s:9:14: at_least is missing in this compose`},
		{"criteria as a mapping", "    criteria:\n      - id: c", "    criteria:\n        id: c",
			`s:10:9: criteria must be a list (lines that begin with a dash), not a mapping`},
		{"a word twice", "category: post", "category: post\n        category: bank",
			`s:13:9: "category" stands here for the second time in the same criterion`},
		{"a number for a name", "category: post", "category: post\n        7: x",
			`s:13:9: a name must be a plain word, not the number 7`},
		{"an alias", "category: post", "category: *post",
			`s:12:19: category must be a text or a list of texts, not an anchor, alias or tag, which standards do not use`},
		{"a profile's unknown word", "aspects:", "profiles: {walk: {speed: 1}}\naspects:",
			`s:3:19: unknown word "speed": known are bike, candidates, max_access_m, soft_barriers, speed_mps, wheels`},
		{"a profile that runs", "aspects:", "profiles: {walk: {speed_mps: 3.5}}\naspects:",
			`s:3:30: speed_mps 3.5 is out of range: it must be 0.3 or more and at most 3 m/s`},
		{"a profile with a bad name", "aspects:", "profiles: {old people: {}}\naspects:",
			`s:3:12: the name of a profile "old people" must be made of a–z, 0–9 and _, at most 40 of them`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(small, tt.old) {
				t.Fatalf("small has no %q", tt.old)
			}
			src := strings.Replace(small, tt.old, tt.new, 1)
			s, err := indicators.ParseStandard("s", []byte(src))
			if err == nil {
				t.Fatal("no error")
			}
			if s != nil {
				t.Error("a standard in spite of the error")
			}
			if d := cmp.Diff(tt.want, err.Error()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestParseRefusesFiles(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"empty", "", "s:1:1: the file is empty: a standard has at least id, title and aspects"},
		{"comments only", "# nothing\n\n", "s:1:1: the file is empty: a standard has at least id, title and aspects"},
		{"a list", "- a\n", "s:1:1: standard must be a mapping (name: value), not a list"},
		{"an open bracket", "id: x\ntitle: [", "s:2:8: this is not YAML: sequence end token ']' not found"},
		{"a tab", "id: x\ntitle:\n\tzh: x\n", "s:3:1: this is not YAML: found character '\t' that cannot start any token"},
		{"two documents", small + "---\nid: x\n", "s:16:1: a second document begins here: one file holds one standard"},
		{"GB 18030", "id: x\ntitle: {zh: \xd6\xd0\xce\xc4}\n",
			"s:2:13: the text is not in UTF-8: save the file as UTF-8 (in Notepad: Save as, Encoding)"},
		{"too large", strings.Repeat("# line\n", 40_000), "s:1:1: the file has 280000 bytes: a standard has at most 262144"},
		{"brackets in brackets", "id: " + strings.Repeat("[", 1000), "s:1:37: this is not YAML: nested more than 32 deep"},
		{"dashes in a row", strings.Repeat("- ", 1000), "s:1:65: this is not YAML: nested more than 32 deep"},
		{"too many words", strings.Repeat("a: 1\n", 10_001), "s:10001:1: this is not YAML: more than 30000 words and signs"},
		{"nothing to measure", "id: x\ntitle: {zh: 题, en: x}\naspects: []\n",
			"s:3:10: no indicator has a criterion: there is nothing to measure"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := indicators.ParseStandard("s", []byte(tt.src))
			if err == nil {
				t.Fatal("no error")
			}
			if d := cmp.Diff(tt.want, err.Error()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestParseEndsTheListOfMistakes(t *testing.T) {
	_, err := indicators.ParseStandard("s", []byte(small+strings.Repeat("x: 1\n", 103))) // 1 unknown word, 102 repetitions of it
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if want := `s:114:1: "x" stands here for the second time in the same standard (and 3 more mistakes)`; len(lines) != 100 || lines[99] != want {
		t.Errorf("%d lines, the last is %q, want 100 and %q", len(lines), lines[len(lines)-1], want)
	}
}
