package indicators_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite docs/standard.schema.json, docs/standards.md and docs/standards.zh-CN.md")

// page holds a file of docs to what it is generated from, or with -update rewrites it.
func page(t *testing.T, name string, want []byte) {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "docs", name)
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), strings.ReplaceAll(string(got), "\r\n", "\n")); d != "" {
		t.Errorf("docs/%s is not what it is made from; go test ./indicators -run TestPages -update rewrites it:\n%s", name, d)
	}
}

func TestPagesSchema(t *testing.T) {
	page(t, "standard.schema.json", indicators.Schema())
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(indicators.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:circle15:standard", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:circle15:standard")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is a YAML file as an editor sees it.
func asJSON(t *testing.T, src string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(strings.TrimPrefix(src, "\ufeff")), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSchemaTakesWhatTheParserTakes(t *testing.T) {
	s := schema(t)
	good := map[string]string{"small": small, "full": full, "communities": communities, "city": city}
	for _, id := range indicators.EmbeddedIDs() {
		src, _ := indicators.Embedded(id)
		good[id] = string(src)
	}
	for name, src := range good {
		if err := s.Validate(asJSON(t, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the schema refuses the parser refuses too: an editor that marks nothing wrong may still be wrong, never the other way.
func TestParserRefusesWhatTheSchemaRefuses(t *testing.T) {
	s := schema(t)
	for _, tt := range []struct{ name, in, old, new string }{
		{"unknown word", small, "measure: nearest", "mesure: nearest"},
		{"unknown measure", small, "measure: nearest", "measure: nearst"},
		{"no title", small, "        title: {zh: 条件, en: criterion}\n", ""},
		{"title in one language", small, "{zh: 条件, en: criterion}", "{zh: 条件}"},
		{"id with a capital", small, "- id: c", "- id: C"},
		{"no category", small, "        category: post\n", ""},
		{"limit in both units", small, "{minutes: 10}", "{minutes: 10, metres: 5}"},
		{"limit in none", small, "{minutes: 10}", "{mode: walk}"},
		{"limit of an hour and a bit", small, "{minutes: 10}", "{minutes: 61}"},
		{"limit of nothing", small, "{minutes: 10}", "{minutes: 0}"},
		{"threshold of nearest", small, "measure: nearest", "measure: nearest\n        threshold: 2"},
		{"threshold beyond the search", small, "measure: nearest", "measure: count\n        threshold: 256"},
		{"count without a threshold", small, "measure: nearest", "measure: count"},
		{"distinct without a key", small, "measure: nearest", "measure: distinct\n        threshold: 2"},
		{"require of nobody", small, "measure: nearest", "measure: nearest\n        require: 0"},
		{"binding by word", small, "measure: nearest", "measure: nearest\n        binding: ja"},
		{"unknown confidence", small, "measure: nearest", "measure: nearest\n        confidence: hight"},
		{"where without values", small, "measure: nearest", "measure: nearest\n        where: {kind: []}"},
		{"aspects as a mapping", small, "aspects:\n- id: a", "aspects:\n  id: a"},
		{"compose of an unknown word", small, "    criteria:", "    compose: most\n    criteria:"},
		{"a profile that flies", small, "aspects:", "profiles: {walk: {speed_mps: 11}}\naspects:"},
		{"no aspects", "id: x\ntitle: {zh: 题, en: x}\n", "", ""},
		{"overrides of nothing", small, "aspects:", "overrides: {c: {require: 1}}\naspects:"},
		{"a limit of a ratio", communities, "measure: ratio, table: lifts,", "measure: ratio, limit: {minutes: 5}, table: lifts,"},
		{"no numerator", communities, "numerator: fitted, ", ""},
		{"no at_least", communities, "at_least: 0.5, near: 0.4,", ""},
		{"both bounds", communities, "at_most: 3}", "at_most: 3, at_least: 2}"},
		{"per nobody", communities, "per: {residents: 1000}", "per: {}"},
		{"an amount of nothing", communities, "denominator: {rows: true}", "denominator: {where: {stage: built}}"},
		{"values without a key", communities, "key: functions, values", "values"},
		{"tiling without a bound", communities, ", at_least: 0.99", ""},
		{"a target of nothing", communities, ", city: 96, share: 0.5", ""},
		{"a target above one", communities, "share: 0.5", "share: 50"},
		{"unknown type", communities, "type: share", "type: percent"},
		{"a table without columns", communities, "targets:", "targets:\n- {id: more}\nnothing:"},
		{"no reason", communities, ", reason: {zh: 不可测, en: cannot be measured}", ""},
		{"a level of places", communities, "attribute: spaces,", "attribute: spaces, level: district,"},
		{"an override of an id", city, "supermarket: {", "supermarket: {id: market, "},
		{"an override by an unknown word", city, "{threshold: 4}", "{thresholds: 4}"},
		{"an added criterion without a title", city, "title: {zh: 面包, en: bakery}, ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(tt.in, tt.old) {
				t.Fatalf("there is no %q", tt.old)
			}
			src := strings.Replace(tt.in, tt.old, tt.new, 1)
			if err := s.Validate(asJSON(t, src)); err == nil {
				t.Error("the schema takes it")
			}
			if _, err := indicators.ParseStandard("bad.yaml", []byte(src)); err == nil {
				t.Error("the parser takes it")
			}
		})
	}
}

// Every word of the language says in both languages what it means, and what holds where it is not there.
func TestLanguageIsExplained(t *testing.T) {
	for _, m := range indicators.Language() {
		if m.Title.Zh == "" || m.Title.En == "" {
			t.Errorf("%s has no title", m.Name)
		}
		for _, w := range m.Words {
			if w.Meaning.Zh == "" || w.Meaning.En == "" {
				t.Errorf("%s.%s has no meaning", m.Name, w.Name)
			}
			if !w.Must && (w.Unless.Zh == "" || w.Unless.En == "") {
				t.Errorf("%s.%s does not say what holds without it", m.Name, w.Name)
			}
		}
	}
}
