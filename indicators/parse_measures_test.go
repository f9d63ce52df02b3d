package indicators_test

import (
	"strings"
	"testing"

	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

// communities has a criterion of every measure that is not nearest, count or distinct, and every word of tables and targets.
const communities = `id: communities
title: {zh: 社区, en: communities}
tables:
  community:
    title: {zh: 社区表, en: communities}
    columns:
      households: {title: {zh: 户数, en: households}, type: integer, min: 0, max: 20000, unit: 户}
      service_m2: {title: {zh: 面积, en: floor}, type: number}
      party: {title: {zh: 党务, en: party}, type: yes_no}
      gov: {title: {zh: 政务, en: government}, type: yes_no, note: {zh: 注, en: note}}
      old: {title: {zh: 老旧, en: old}, type: yes_no}
      online: {title: {zh: 网办率, en: online}, type: share}
      stage: {title: {zh: 阶段, en: stage}, type: choice, values: [planned, built]}
  lifts:
    title: {zh: 电梯, en: lifts}
    rows: many
    date: day
    columns:
      day: {title: {zh: 日期, en: date}, type: date}
      fitted: {title: {zh: 已装, en: fitted}, type: integer}
      eligible: {title: {zh: 应装, en: eligible}, type: integer}
  tasks:
    title: {zh: 任务, en: tasks}
    key: district
    rows: many
    restricted: true
    columns:
      done: {title: {zh: 完成, en: done}, type: integer}
      goal: {title: {zh: 目标, en: goal}, type: integer}
      due: {title: {zh: 期限, en: due}, type: date}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
    - {id: bays, title: {zh: 泊位, en: bays}, category: parking, measure: sum, attribute: spaces, threshold: 300, limit: {minutes: 8}}
    - {id: floor, title: {zh: 面积, en: floor}, measure: per, column: service_m2, per: {households: 100}, at_least: 30}
    - {id: beds, title: {zh: 床位, en: beds}, category: nursing, where: {open: "yes"}, attribute: beds, measure: per, per: {residents: 1000}, at_most: 3}
    - {id: retrofit, title: {zh: 电梯, en: lifts}, measure: ratio, table: lifts, numerator: fitted, denominator: {column: eligible, where: {day: [a, b]}}, at_least: 0.5, near: 0.4,
       applies_if: {where: {old: "yes"}}}
    - {id: staged, title: {zh: 阶段, en: stage}, measure: ratio, numerator: {rows: true, where: {stage: built}}, denominator: {rows: true}, at_least: 1, level: district}
    - {id: functions, title: {zh: 功能, en: functions}, measure: presence, columns: [party, gov], at_least: 1}
    - {id: station, title: {zh: 站, en: station}, measure: presence, category: service_station, key: functions, values: [party, gov, life]}
    - {id: any_station, title: {zh: 站, en: station}, measure: presence, category: service_station, restricted: true}
    - {id: tasks, title: {zh: 任务, en: tasks}, measure: plan, table: tasks, done: done, target: goal, due: due, colours: {green: 0.9, yellow: 0.75, hysteresis: 0.02}}
    - {id: built, title: {zh: 建成, en: built}, measure: plan, done: {rows: true, where: {stage: built}}, target: 12, level: community}
    - {id: grid, title: {zh: 网格, en: grids}, measure: tiling, category: grid, at_least: 0.99}
targets:
- {id: year, title: {zh: 今年, en: this year}, source: here, quote: 96 个, confidence: high, note: {zh: 注, en: note}, criterion: built, city: 96, share: 0.5}
not_measured:
- {quote: 宣传, reason: {zh: 不可测, en: cannot be measured}}
`

func TestParseMeasuresOfCommunities(t *testing.T) {
	s, err := indicators.ParseStandard("c.yaml", []byte(communities))
	if err != nil {
		t.Fatal(err)
	}
	most := 3.0
	text := func(zh, en string) indicators.Text { return indicators.Text{Zh: zh, En: en} }
	base := indicators.Criterion{Confidence: "to be checked", Binding: true, Level: indicators.AtCommunity}
	with := func(f func(c *indicators.Criterion)) indicators.Criterion { c := base; f(&c); return c }
	want := []indicators.Criterion{
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Categories, c.Measure, c.Attribute, c.Threshold = "bays", text("泊位", "bays"), []string{"parking"}, "sum", "spaces", 300
			c.Limit, c.Scope, c.Require, c.Near = indicators.Limit{Value: 8, Unit: "min", Profile: "walk"}, "places", 0.9, 0.75
		}),
		with(func(c *indicators.Criterion) { // near: 0.75 × 30
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near = "floor", text("面积", "floor"), "per", 30, 22.5
			c.Table = &indicators.TableQuestion{Name: "community", Numerator: indicators.Amount{Column: "service_m2"}}
			c.Per = &indicators.Base{Households: 100}
		}),
		with(func(c *indicators.Criterion) { // near: 3 / 0.75
			c.ID, c.Title, c.Measure, c.Categories, c.Attribute = "beds", text("床位", "beds"), "per", []string{"nursing"}, "beds"
			c.Where, c.Per, c.AtMost, c.Near = map[string][]string{"open": {"yes"}}, &indicators.Base{Residents: 1000}, &most, 4
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near = "retrofit", text("电梯", "lifts"), "ratio", 0.5, 0.4
			c.Table = &indicators.TableQuestion{Name: "lifts", Numerator: indicators.Amount{Column: "fitted"},
				Denominator: indicators.Amount{Column: "eligible", Where: map[string][]string{"day": {"a", "b"}}}}
			c.AppliesIf = &indicators.Condition{Table: "community", Where: map[string][]string{"old": {"yes"}}}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near, c.Level = "staged", text("阶段", "stage"), "ratio", 1, 0.75, "district"
			c.Table = &indicators.TableQuestion{Name: "community", Numerator: indicators.Amount{Where: map[string][]string{"stage": {"built"}}}}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near = "functions", text("功能", "functions"), "presence", 1, 0.75
			c.Table = &indicators.TableQuestion{Name: "community", Columns: []string{"party", "gov"}}
		}),
		with(func(c *indicators.Criterion) { // all three by default
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near = "station", text("站", "station"), "presence", 3, 2.25
			c.Categories, c.Key, c.Values = []string{"service_station"}, "functions", []string{"party", "gov", "life"}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near, c.Restricted = "any_station", text("站", "station"), "presence", 1, 0.75, true
			c.Categories = []string{"service_station"}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near, c.Level = "tasks", text("任务", "tasks"), "plan", 1, 0.75, "district"
			c.Table = &indicators.TableQuestion{Name: "tasks", Numerator: indicators.Amount{Column: "done"}, Denominator: indicators.Amount{Column: "goal"}, Due: "due"}
			c.Colours = &indicators.Colours{Green: 0.9, Yellow: 0.75, Hysteresis: 0.02}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Near = "built", text("建成", "built"), "plan", 1, 0.75
			c.Table = &indicators.TableQuestion{Name: "community", Numerator: indicators.Amount{Where: map[string][]string{"stage": {"built"}}}, Target: 12}
		}),
		with(func(c *indicators.Criterion) {
			c.ID, c.Title, c.Measure, c.AtLeast, c.Categories = "grid", text("网格", "grids"), "tiling", 0.99, []string{"grid"}
			c.Near = 0.75 * c.AtLeast
		}),
	}
	if d := cmp.Diff(want, s.Aspects[0].Indicators[0].Criteria); d != "" {
		t.Error(d)
	}
	checkTablesOfCommunities(t, s)
}

func checkTablesOfCommunities(t *testing.T, s *indicators.Standard) {
	t.Helper()
	var ids []string
	for _, table := range s.Tables {
		ids = append(ids, table.ID)
	}
	if d := cmp.Diff([]string{"community", "lifts", "tasks"}, ids); d != "" {
		t.Error(d)
	}
	lo, hi := 0.0, 20000.0
	want := indicators.ColumnSpec{Name: "households", Title: indicators.Text{Zh: "户数", En: "households"}, Type: "integer", Min: &lo, Max: &hi, Unit: "户"}
	if d := cmp.Diff(&want, s.Table("community").Column("households")); d != "" {
		t.Error(d)
	}
	if l := s.Table("lifts"); !l.Many || l.Date != "day" || l.Key != indicators.AtCommunity || l.Restricted {
		t.Errorf("%+v", l)
	}
	if l := s.Table("tasks"); !l.Restricted || l.Key != indicators.AtDistrict {
		t.Errorf("%+v", l)
	}
	note := indicators.Text{Zh: "注", En: "note"}
	targets := []indicators.Target{{ID: "year", Title: indicators.Text{Zh: "今年", En: "this year"}, Source: "here", Quote: "96 个", Confidence: "high", Note: note,
		Binding: true, Criterion: "built", City: 96, Share: 0.5}}
	if d := cmp.Diff(targets, s.Targets); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]indicators.NotMeasured{{Quote: "宣传", Reason: indicators.Text{Zh: "不可测", En: "cannot be measured"}}}, s.NotMeasured); d != "" {
		t.Error(d)
	}
}

// Each row changes communities at one place; the message is looked for without its place in the file, which other tests look at.
func TestParseRefusesMeasuresOfCommunities(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"a limit of a ratio", "measure: ratio, table: lifts,", "measure: ratio, limit: {minutes: 5}, table: lifts,", "limit has no meaning here: limit is a word of nearest, count, distinct, sum, and this is ratio"},
		{"a threshold of a plan", "measure: plan, table: tasks,", "measure: plan, threshold: 5, table: tasks,", "threshold has no meaning here: what plan needs is at_least"},
		{"no numerator", "numerator: fitted, ", "", "numerator is missing in this criterion"},
		{"no at_least", "at_least: 0.5, near: 0.4,", "", "at_least is missing in this criterion"},
		{"both bounds", "at_most: 3}", "at_most: 3, at_least: 2}", "at_least has no meaning here: at_most stands in its place"},
		{"near beyond at_least", "near: 0.4", "near: 0.6", "near 0.6 is above at_least 0.5: it is the value from which what fails is nearly there"},
		{"near below at_most", "at_most: 3}", "at_most: 3, near: 2}", "near 2 is below at_most 3: it is the value up to which what fails is nearly there"},
		{"unknown table", "table: lifts,", "table: lift,", `unknown table "lift": known are community, lifts, tasks; did you mean "lifts"?`},
		{"unknown column", "numerator: fitted", "numerator: fited", `unknown column of table lifts "fited": known are day, eligible, fitted; did you mean "fitted"?`},
		{"unknown column of a condition", "applies_if: {where: {old:", "applies_if: {where: {olt:", `unknown column of table community "olt": known are gov, households, old, online, party, service_m2, stage; did you mean "old"?`},
		{"a date as an amount", "numerator: fitted", "numerator: day", "column day of table lifts is of type date: here it must be integer, number or share"},
		{"a number as yes or no", "columns: [party, gov]", "columns: [party, households]", "column households of table community is of type integer: here it must be yes_no"},
		{"a column twice", "columns: [party, gov]", "columns: [party, party]", `columns: "party" stands here twice`},
		{"more than there are", "columns: [party, gov], at_least: 1", "columns: [party, gov], at_least: 3", "at_least 3 is out of range: it must be 1 or more and at most 2"},
		{"half a column", "columns: [party, gov], at_least: 1", "columns: [party, gov], at_least: 1.5", "at_least must be a whole number, not 1.5"},
		{"columns and a category", "columns: [party, gov],", "columns: [party, gov], category: x,", "category has no meaning here: with columns the table is asked and no facilities"},
		{"values without a key", "key: functions, values", "values", "key is missing in this criterion"},
		{"a key without values", ", values: [party, gov, life]", "", "values is missing in this criterion"},
		{"per nobody", "per: {residents: 1000}", "per: {}", "residents or households is missing in this per"},
		{"per both", "per: {residents: 1000}", "per: {residents: 1000, households: 100}", "per divides by residents or by households, not by both"},
		{"an amount of nothing", "denominator: {rows: true}", "denominator: {where: {stage: built}}", "column or rows: true is missing in this denominator"},
		{"an amount of both", "denominator: {rows: true}", "denominator: {rows: true, column: households}", "denominator is a column or counts rows, not both"},
		{"a sum of nothing", "attribute: spaces, ", "", "attribute is missing in this criterion"},
		{"a level of places", "attribute: spaces,", "attribute: spaces, level: district,", "level has no meaning here: level is a word of per, ratio, presence, plan, and this is sum"},
		{"an unknown level", "level: district", "level: county", `unknown level "county": known are community, district`},
		{"colours the wrong way", "yellow: 0.75", "yellow: 0.95", "yellow 0.95 is above green 0.9: high values are the good ones"},
		{"one colour", "yellow: 0.75, ", "", "yellow is missing in this colours"},
		{"tiling of more than all", "at_least: 0.99}", "at_least: 1.1}", "at_least 1.1 is out of range: it must be above 0 and at most 1"},
		{"a target of a criterion that has none", "criterion: built", "criterion: grid", `unknown criterion "grid": known are built, retrofit, staged, tasks`},
		{"a target of nothing", ", city: 96, share: 0.5", "", "city or share is missing in this target"},
		{"a choice of nothing", ", values: [planned, built]", "", "values is missing in this column"},
		{"a least text", "party}, type: yes_no", "party}, type: yes_no, min: 0", "min has no meaning here: only integer, number and share have it"},
		{"max below min", "max: 20000", "max: -1", "max -1 is below min 0"},
		{"unknown type", "type: share", "type: percent", `unknown type "percent": known are choice, date, integer, number, share, text, yes_no`},
		{"a date that is none", "date: day", "date: fitted", "column fitted of table lifts is of type integer: here it must be date"},
		{"no reason", "reason: {zh: 不可测, en: cannot be measured}", "reason: ''", "reason is missing in this not_measured"},
		{"overrides of nothing", "targets:", "overrides: {grid: {at_least: 1}}\ntargets:", "overrides has no meaning here: the standard extends none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Count(communities, tt.old) != 1 {
				t.Fatalf("communities has %q %d times", tt.old, strings.Count(communities, tt.old))
			}
			_, err := indicators.ParseStandard("c", []byte(strings.Replace(communities, tt.old, tt.new, 1)))
			if err == nil {
				t.Fatal("no error")
			}
			parts := strings.SplitN(err.Error(), ":", 4)
			if got := strings.TrimSpace(parts[len(parts)-1]); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
