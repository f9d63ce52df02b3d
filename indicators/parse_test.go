package indicators_test

import (
	"errors"
	"strings"
	"testing"

	"circle15/indicators"
	"circle15/indicators/hours"

	"github.com/google/go-cmp/cmp"
)

// small is a standard with one criterion. Line 8 begins the criterion, whose
// fields stand in column 9.
const small = `id: small
title: {zh: 小, en: small}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
      - id: c
        title: {zh: 条件, en: criterion}
        category: post
        measure: nearest
        limit: {minutes: 10}
`

func TestParseFillsInWhatIsNotSaid(t *testing.T) {
	got, err := indicators.ParseStandard("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := &indicators.Standard{
		ID: "small", Title: indicators.Text{Zh: "小", En: "small"},
		Profiles: map[string]indicators.Profile{"walk": {SpeedMPS: 1, MaxAccessM: 200, Candidates: 1}},
		Aspects: []indicators.Aspect{{
			ID: "a", Title: indicators.Text{Zh: "方面", En: "aspect"},
			Indicators: []indicators.Indicator{{
				ID: "i", Title: indicators.Text{Zh: "指标", En: "indicator"},
				Criteria: []indicators.Criterion{{
					ID: "c", Title: indicators.Text{Zh: "条件", En: "criterion"}, Confidence: "to be checked",
					Categories: []string{"post"}, Measure: indicators.Nearest, Threshold: 1,
					Limit: indicators.Limit{Value: 10, Unit: indicators.Minutes, Profile: "walk"},
					Level: indicators.AtCommunity, Scope: indicators.Places, Require: 0.9, Near: 0.75, Binding: true,
				}},
			}},
		}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// full uses every word of the language.
const full = "\ufeff" + `id: full-1
title: {zh: 全, en: full}
source: somewhere
note: {zh: 注, en: a note}
profiles:
  elderly: {speed_mps: 0.8}
  walk: {speed_mps: 1.2, max_access_m: 150, candidates: 4, soft_barriers: true}
  bike: {speed_mps: 4, bike: true, soft_barriers: false}
  chair: {wheels: true}
defaults: {limit: {metres: 800}, profile: elderly, require: 0.5, near: 0.4}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    source: clause 1
    note: {zh: 注, en: note}
    compose: {at_least: 2}
    criteria:
    - id: lines
      title: {zh: 线路, en: lines}
      source: clause 1.1
      quote: 三条以上
      confidence: high
      note: {zh: 注, en: note}
      category: [bus_stop, bus_terminal]
      tags: highway=bus_stop
      where: {wheelchair: [yes, limited], operator: 2, shelter: ""}
      sources: [own, osm]
      measure: distinct
      key: line
      threshold: 3
      limit: {minutes: 7.5, mode: straight, profile: walk}
      require: 0.3
      near: 0.2
    - {id: any_lines, title: {zh: 任一, en: any}, category: bus_stop, measure: count, threshold: 2, scope: any, binding: false}
    - {id: ours, title: {zh: 自定, en: ours}, category: bus_stop, measure: nearest, must_set: true, require: 0.3}
    - {id: ours_bound, title: {zh: 自定, en: ours}, category: bus_stop, measure: nearest, must_set: true, binding: true}
  - {id: empty, title: {zh: 空, en: empty}, compose: any, criteria: []}
`

func TestParseTheWholeLanguage(t *testing.T) {
	s, err := indicators.ParseStandard("full.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	profiles := map[string]indicators.Profile{
		"walk":    {SpeedMPS: 1.2, MaxAccessM: 150, Candidates: 4, SoftBarriers: true},
		"elderly": {SpeedMPS: 0.8, MaxAccessM: 150, Candidates: 4, SoftBarriers: true}, // what it does not say it has from walk
		"chair":   {SpeedMPS: 1.2, MaxAccessM: 150, Candidates: 4, SoftBarriers: true, Wheels: true},
		"bike":    {SpeedMPS: 4, MaxAccessM: 150, Candidates: 4, Bike: true},
	}
	if d := cmp.Diff(profiles, s.Profiles); d != "" {
		t.Error("profiles:", d)
	}
	byDefault := indicators.Limit{Value: 800, Unit: indicators.Metres, Profile: "elderly"}
	note := indicators.Text{Zh: "注", En: "note"}
	want := indicators.Indicator{
		ID: "i", Title: indicators.Text{Zh: "指标", En: "indicator"}, Source: "clause 1", Note: note,
		Compose: indicators.Compose{AtLeast: 2},
		Criteria: []indicators.Criterion{
			{
				ID: "lines", Title: indicators.Text{Zh: "线路", En: "lines"}, Source: "clause 1.1", Quote: "三条以上",
				Confidence: "high", Note: note, Categories: []string{"bus_stop", "bus_terminal"}, Tags: []string{"highway=bus_stop"},
				Where:   map[string][]string{"wheelchair": {"yes", "limited"}, "operator": {"2"}, "shelter": {""}},
				Sources: []string{"own", "osm"}, Measure: indicators.Distinct, Key: "line", Threshold: 3,
				Limit: indicators.Limit{Value: 7.5, Unit: indicators.Minutes, Straight: true, Profile: "walk"},
				Level: indicators.AtCommunity, Scope: indicators.Places, Require: 0.3, Near: 0.2, Binding: true,
			},
			{
				ID: "any_lines", Title: indicators.Text{Zh: "任一", En: "any"}, Confidence: "to be checked",
				Categories: []string{"bus_stop"}, Measure: indicators.Count, Threshold: 2, Limit: byDefault,
				Level: indicators.AtCommunity, Scope: indicators.Anywhere, Require: 1, Near: 1,
			},
			{ // the near of the defaults, 0.4, is cut at its own require
				ID: "ours", Title: indicators.Text{Zh: "自定", En: "ours"}, Confidence: "our choice",
				Categories: []string{"bus_stop"}, Measure: indicators.Nearest, Threshold: 1, Limit: byDefault,
				Level: indicators.AtCommunity, Scope: indicators.Places, Require: 0.3, Near: 0.3, MustSet: true,
			},
			{
				ID: "ours_bound", Title: indicators.Text{Zh: "自定", En: "ours"}, Confidence: "our choice",
				Categories: []string{"bus_stop"}, Measure: indicators.Nearest, Threshold: 1, Limit: byDefault,
				Level: indicators.AtCommunity, Scope: indicators.Places, Require: 0.5, Near: 0.4, MustSet: true, Binding: true,
			},
		},
	}
	if d := cmp.Diff(want, s.Aspects[0].Indicators[0]); d != "" {
		t.Error(d)
	}
	if got := s.Aspects[0].Indicators[1]; got.Compose.AtLeast != 1 || len(got.Criteria) != 0 {
		t.Errorf("the empty indicator: %+v", got)
	}
}

// Without quotes, without a day, in Chinese: a time is a time. What is said of unknown hours comes from the defaults, else they count.
func TestParseHours(t *testing.T) {
	tuesday, saturday := hours.Moment{Day: hours.Tuesday, Minute: 7 * 60}, hours.Moment{Day: hours.Saturday, Minute: 19*60 + 30}
	tests := []struct {
		fields, defaults string
		at               hours.Moment
		unknown          indicators.UnknownHours
	}{
		{`open_at: "07:00"`, "", tuesday, indicators.CountUnknown},
		{"open_at: 07:00", "", tuesday, indicators.CountUnknown},
		{"open_at: Tu 07:00", "", tuesday, indicators.CountUnknown},
		{"open_at: 周六 19:30", "", saturday, indicators.CountUnknown},
		{"open_at: Sa 19:30", "defaults: {unknown_hours: undecided}\n", saturday, indicators.LeaveUndecided},
		{"open_at: 7\n        unknown_hours: ignore", "defaults: {unknown_hours: undecided}\n", tuesday, indicators.IgnoreUnknown},
	}
	for _, tt := range tests {
		src := strings.Replace(small, "category: post", "category: post\n        "+tt.fields, 1)
		s, err := indicators.ParseStandard("s", []byte(strings.Replace(src, "aspects:", tt.defaults+"aspects:", 1)))
		if err != nil {
			t.Errorf("%s: %v", tt.fields, err)
			continue
		}
		if c := s.Criteria()[0]; c.OpenAt == nil || *c.OpenAt != tt.at || c.UnknownHours != tt.unknown {
			t.Errorf("%s: %v, %s; want %v, %s", tt.fields, c.OpenAt, c.UnknownHours, tt.at, tt.unknown)
		}
	}
}

func TestParseErrorCarriesTheWayOut(t *testing.T) {
	src := strings.Replace(small, "measure: nearest", "mesure: nearest", 1)
	_, err := indicators.ParseStandard("my.yaml", []byte(src))
	var first *indicators.StandardError
	if !errors.As(err, &first) {
		t.Fatalf("%v is no StandardError", err)
	}
	var all indicators.StandardErrors
	if !errors.As(err, &all) || len(all) != 2 { // the unknown word, and the measure that is missing for it
		t.Fatalf("got %v, want two mistakes", err)
	}
	// The criterion begins before its wrong word, so what it misses comes first.
	want := indicators.StandardError{
		File: "my.yaml", Line: 13, Column: 9, Got: "mesure",
		Known:   strings.Split("applies_if, at_least, at_most, attribute, binding, category, colours, column, columns, compare, confidence, denominator, done, due, id, key, level, limit, measure, must_set, near, note, numerator, open_at, per, quote, require, restricted, scope, source, sources, table, tags, target, threshold, title, unknown_hours, values, where", ", "),
		Message: `unknown word "mesure": known are applies_if, at_least, at_most, attribute, binding, category, colours, column, columns, compare, confidence, denominator, done, due, id, key, level, limit, measure, must_set, near, note, numerator, open_at, per, quote, require, restricted, scope, source, sources, table, tags, target, threshold, title, unknown_hours, values, where; did you mean "measure"?`,
	}
	if d := cmp.Diff(want, *all[1]); d != "" {
		t.Error(d)
	}
}

func TestParseReportsEveryMistakeOfAFile(t *testing.T) {
	src := `id: Two Words
title: {zh: 题}
profiles: {slow: {speed_mps: 0.1}}
defaults: {profile: quick}
aspects:
- id: a
  title: {zh: 甲, en: A}
  indicators:
  - id: i
    title: {zh: 乙, en: I}
    compose: most
    criteria:
    - {id: c, title: {zh: 丙, en: C}, category: post, measure: count, threshold: 0}
    - {id: c, title: {zh: 丙, en: C}, category: post, measure: nearest, limit: {minutes: 15}, require: 90}
`
	want := []string{
		`f.yaml:1:5: id "Two Words" must be made of a–z, 0–9, _ and -, at most 60 of them`,
		`f.yaml:2:8: en is missing in this title`,
		`f.yaml:3:30: speed_mps 0.1 is out of range: it must be 0.3 or more and at most 3 m/s`,
		`f.yaml:4:21: unknown profile "quick": known are slow, walk`,
		`f.yaml:11:14: unknown compose "most": known are all, any`,
		`f.yaml:13:7: limit is missing in this criterion`,
		`f.yaml:13:81: threshold 0 is out of range: it must be 1 or more and at most 255`,
		`f.yaml:14:12: id "c" belongs to another criterion already`,
		`f.yaml:14:103: require 90 is out of range: it must be above 0 and at most 1`,
	}
	_, err := indicators.ParseStandard("f.yaml", []byte(src))
	if err == nil {
		t.Fatal("no error")
	}
	if d := cmp.Diff(want, strings.Split(err.Error(), "\n")); d != "" {
		t.Error(d)
	}
}
