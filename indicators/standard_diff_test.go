package indicators_test

import (
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

func TestDiffStandards(t *testing.T) {
	a, err := indicators.ParseStandard("communities.yaml", []byte(communities))
	if err != nil {
		t.Fatal(err)
	}
	find := files(map[string]string{"communities.yaml": communities})
	b, err := indicators.ResolveStandard("city.yaml", []byte(`id: city
title: {zh: 市, en: city}
extends: communities.yaml
profiles: {walk: {speed_mps: 0.9}}
overrides:
  bays: {limit: {metres: 500, mode: straight}, threshold: 200, must_set: true}
  floor: {note: {zh: 新, en: new}}
  retrofit: {denominator: eligible}
remove: [grid]
aspects:
- id: a
  indicators:
  - id: i
    compose: any
    criteria: [{id: shop, title: {zh: 店, en: shop}, category: shop, measure: nearest, limit: {minutes: 5}}]
targets: [{id: year, city: 100}]
tables: {lifts: {columns: {eligible: {type: number}, kind: {title: {zh: 类, en: kind}, type: text}}}}
not_measured: [{quote: 另, reason: {zh: 不, en: no}}]
`), find)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range indicators.DiffStandards(a, b) {
		line := c.Kind + " " + c.ID + " " + c.Change
		for _, f := range c.Fields {
			line += "; " + f.Phrase.En
		}
		got = append(got, line)
	}
	want := []string{
		"criterion bays changed; limit 8 min → 500 m straight; threshold 300 → 200; no longer binding; its number is to be set; confidence to be checked → our choice",
		"criterion floor changed; the note changed",
		"criterion retrofit changed; denominator eligible where day: a, b → eligible",
		"criterion shop added",
		"criterion grid removed",
		"indicator i changed; compose all → at_least 1",
		"profile walk changed; speed_mps 1 → 0.9",
		"target year changed; city 96 → 100",
		"table lifts changed; column eligible integer → number; column kind – → text",
		"not_measured 另 added",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if same := indicators.DiffStandards(a, a); len(same) != 0 {
		t.Errorf("a standard differs from itself: %+v", same)
	}
	back := indicators.DiffStandards(b, a)
	if len(back) != len(want) {
		t.Errorf("%d changes back, want %d", len(back), len(want))
	}
	for _, c := range back {
		if c.ID == "bays" && !strings.Contains(c.Fields[2].Phrase.Zh, "现在参与判定") {
			t.Errorf("bays back: %+v", c.Fields)
		}
	}
}
