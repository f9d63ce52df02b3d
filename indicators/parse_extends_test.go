package indicators_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

// city extends the default standard, with every word that does.
const city = `id: our-city
title: {zh: 本市, en: Our city}
extends: baoji-convenience-2023
profiles: {walk: {speed_mps: 0.9}}
defaults: {require: 0.8}
overrides:
  supermarket: {limit: {minutes: 10}, must_set: false}
  bus_lines: {threshold: 4}
remove: [food_street]
aspects:
- id: home
  indicators:
  - id: commerce
    criteria:
    - {id: bakery, title: {zh: 面包, en: bakery}, category: bakery, measure: nearest}
- id: more
  title: {zh: 其他, en: More}
  indicators: []
not_measured:
- {quote: 句, reason: {zh: 理由, en: reason}}
`

func TestExtends(t *testing.T) {
	s, err := indicators.ParseStandard("city.yaml", []byte(city))
	if err != nil {
		t.Fatal(err)
	}
	parent := embedded(t)["baoji-convenience-2023"]
	if s.ID != "our-city" || s.Extends != parent.ID || s.Source != parent.Source || s.Title.En != "Our city" {
		t.Errorf("%s extends %s, %s", s.ID, s.Extends, s.Source)
	}
	if w := s.Profiles["walk"]; w.SpeedMPS != 0.9 || w.MaxAccessM != parent.Profiles["walk"].MaxAccessM || len(s.Profiles) != len(parent.Profiles) {
		t.Errorf("walk %+v of %d profiles", w, len(s.Profiles))
	}
	_, _, market := s.Criterion("supermarket")
	if !market.Binding || market.MustSet || market.Limit.Value != 10 || market.Confidence != "set by the city" || market.SetBy != "our-city" || market.Require != 0.8 {
		t.Errorf("supermarket: %+v", market)
	}
	if want := (indicators.Text{Zh: "10 分钟内有综合超市", En: "A supermarket within 10 minutes"}); market.Title != want {
		t.Errorf("the title still says %+v", market.Title)
	}
	_, _, lines := s.Criterion("bus_lines")
	if want := (indicators.Text{Zh: "15 分钟内有 4 条以上公交线路", En: "At least 4 bus lines within 15 minutes"}); lines.Title != want || lines.Threshold != 4 || lines.Confidence != "set by the city" {
		t.Errorf("bus_lines: %+v", lines)
	}
	_, _, untouched := s.Criterion("hairdresser")
	_, _, was := parent.Criterion("hairdresser")
	if want := *was; untouched.Require != 0.8 || untouched.SetBy != "" {
		t.Errorf("hairdresser: %+v, want %+v with the new default", untouched, want)
	}
	if _, _, gone := s.Criterion("food_street"); gone != nil {
		t.Error("food_street was removed and is there")
	}
	a, i, bakery := s.Criterion("bakery")
	if bakery == nil || a.ID != "home" || i.ID != "commerce" || i.Criteria[0].ID != "supermarket" || bakery.Limit.Value != 15 {
		t.Errorf("bakery: %+v", bakery)
	}
	if len(s.Aspects) != len(parent.Aspects)+1 || len(s.Criteria()) != len(parent.Criteria()) { // one more, one less
		t.Errorf("%d aspects, %d criteria", len(s.Aspects), len(s.Criteria()))
	}
	if n := s.NotMeasured; len(n) != len(parent.NotMeasured)+1 || n[len(n)-1].Quote != "句" {
		t.Errorf("not measured: %+v", n)
	}
}

// files are standards that find each other by name.
func files(all map[string]string) indicators.StandardFinder {
	return func(parent string) (string, []byte, error) {
		src, ok := all[parent]
		if !ok {
			return "", nil, fmt.Errorf("there is no %s", parent)
		}
		return parent, []byte(src), nil
	}
}

func TestExtendsRefuses(t *testing.T) {
	head := "id: x\ntitle: {zh: 题, en: x}\nextends: small.yaml\n"
	all := map[string]string{"small.yaml": small,
		"a.yaml":   "id: a\ntitle: {zh: 题, en: a}\nextends: b.yaml\n",
		"b.yaml":   "id: b\ntitle: {zh: 题, en: b}\nextends: a.yaml\n",
		"bad.yaml": strings.Replace(small, "nearest", "nearst", 1)}
	for _, tt := range []struct{ name, src, want string }{
		{"unknown parent", "id: x\ntitle: {zh: 题, en: x}\nextends: none.yaml\n", `x.yaml:3:10: extends "none.yaml": there is no none.yaml`},
		{"a circle", "id: x\ntitle: {zh: 题, en: x}\nextends: a.yaml\n", `b.yaml:3:10: extends goes round in a circle: x.yaml → a.yaml → b.yaml → a.yaml`},
		{"a mistake of the parent", "id: x\ntitle: {zh: 题, en: x}\nextends: bad.yaml\n",
			`bad.yaml:13:18: unknown measure "nearst": known are count, distinct, nearest, per, plan, presence, ratio, sum, tiling; did you mean "nearest"?`},
		{"an unknown criterion", head + "overrides:\n  d: {require: 0.5}\n", `x.yaml:5:3: unknown criterion "d": known are c`},
		{"an unknown word", head + "overrides:\n  c: {requires: 0.5}\n", `x.yaml:5:7: unknown word "requires": known are `},
		{"a value out of range", head + "overrides:\n  c:\n    require: 5\n", `x.yaml:6:14: require 5 is out of range: it must be above 0 and at most 1`},
		{"a word that the new measure lacks", head + "overrides:\n  c:\n    measure: count\n", `x.yaml:5:3: threshold is missing in this criterion`},
		{"a word of the parent that the new measure has not", head + "overrides:\n  c: {measure: ratio, numerator: a, denominator: b, at_least: 1}\n", `x.yaml:5:3: category has no meaning here: `},
		{"another id", head + "overrides:\n  c: {id: d}\n", `x.yaml:5:7: an override changes no id: remove the criterion and add another`},
		{"no mapping", head + "overrides: [c]\n", `x.yaml:4:12: overrides must be a mapping (name: value), not a list`},
		{"an override of no mapping", head + "overrides: {c: 5}\n", `x.yaml:4:16: override must be a mapping (name: value), not the number 5`},
		{"nothing to remove", head + "remove: [d]\n", `x.yaml:4:10: unknown criterion or indicator "d": known are c, i`},
		{"nothing left", head + "remove: [c]\n", `x.yaml:3:10: no indicator has a criterion: there is nothing to measure`},
		{"the parent's id", strings.Replace(head, "id: x", "id: small", 1), `x.yaml:1:5: id "small" is that of the standard it extends: give it one of its own`},
		{"no title", "id: x\nextends: small.yaml\n", `x.yaml:1:1: title is missing in this standard`},
		{"an aspect without a title", head + "aspects:\n- id: new\n  indicators: []\n", `x.yaml:5:3: title is missing in this aspect`},
		{"an id twice", head + "aspects:\n- id: a\n  indicators:\n  - id: i\n    criteria: [{id: c, title: {zh: 题, en: c}, category: post, measure: nearest, limit: {minutes: 1}}]\n",
			`x.yaml:8:21: id "c" belongs to another criterion already`},
		{"aspects of another kind", head + "aspects: many\n", `x.yaml:4:10: aspects must be a list (lines that begin with a dash), not the text "many"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := indicators.ResolveStandard("x.yaml", []byte(tt.src), files(all))
			if err == nil || s != nil {
				t.Fatalf("no error, %+v", s)
			}
			var first *indicators.StandardError
			if !errors.As(err, &first) || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// A city sets a number, a district in it another: both count, and the title tells the last.
func TestExtendsWhatExtends(t *testing.T) {
	middle := "id: middle\ntitle: {zh: 中, en: middle}\nextends: small.yaml\noverrides: {c: {limit: {minutes: 8}, title: {zh: 8 分钟内, en: within 8 minutes}, must_set: true}}\n"
	low := "id: low\ntitle: {zh: 下, en: low}\nextends: middle.yaml\noverrides: {c: {limit: {minutes: 5}}}\n"
	find := files(map[string]string{"small.yaml": small, "middle.yaml": middle})
	s, err := indicators.ResolveStandard("low.yaml", []byte(low), find)
	if err != nil {
		t.Fatal(err)
	}
	_, _, c := s.Criterion("c")
	if want := (indicators.Text{Zh: "5 分钟内", En: "within 5 minutes"}); c.Title != want || c.Limit.Value != 5 || c.SetBy != "low" || !c.MustSet || c.Binding || c.Confidence != "our choice" {
		t.Errorf("%+v", c)
	}
	bundle, err := indicators.BundleStandard("low.yaml", []byte(low), find)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(bundle), "\n---\n"); n != 2 {
		t.Errorf("%d documents after the first, want 2", n)
	}
	again, err := indicators.ResolveStandard("bundle.yaml", bundle, files(nil))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, again); d != "" {
		t.Error(d)
	}
	alone, err := indicators.BundleStandard("small.yaml", []byte(small), files(nil))
	if err != nil || string(alone) != small {
		t.Errorf("a standard that extends none is another: %v", err)
	}
}
