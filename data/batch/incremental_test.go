package batch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"circle15/data"
	"circle15/data/batch"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// changing is a town that changes: 64 by 7 cells of 100 m along a river, with nine communities in a row, so that what happens at one end lies far
// beyond the halo of the other: the longest limit is 400 m, its halo 400 × 1.5 × 1.01 + 100 + 200 = 906 m.
type changing struct {
	rows         [][]byte
	cut          map[int64]bool // ways that nobody can walk any more
	hours        map[string]string
	milli        map[int]int64 // residents that changed, by number
	completeness data.Completeness
	limit, need  int
	merged       bool // two communities became one
	applies      string
	told         bool // of every street somebody said whether wheels manage
}

func newChanging() *changing {
	c := &changing{cut: map[int64]bool{}, hours: map[string]string{}, milli: map[int]int64{}, completeness: data.Complete, limit: 300, need: 2, applies: "yes"}
	for _, r := range []string{
		"+-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+---",
		"|     |     |     |     |     |     |     |     |     |     |   ",
		"|     |     |     |     |     |     |     |     |     |     |   ",
		"H~~~~~H~~~~~H~~~~~~~~~~~H~~~~~H~~~~~H~~~~~~~~~~~H~~~~~H~~~~~H~~~",
		"|     |     |     |     |     |     |     |     |     |     |   ",
		"|     |     |     |     |     |     |     |     |     |     |   ",
		"+-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+---",
	} {
		c.rows = append(c.rows, []byte(r))
	}
	return c
}

// edit changes one thing.
func (c *changing) edit(t *rapid.T) string {
	kind := rapid.SampledFrom([]string{"thing", "thing", "thing", "cut", "cut", "hours", "residents", "limit", "need", "completeness", "merge", "applies", "told", "nothing"}).Draw(t, "edit")
	switch kind {
	case "thing":
		c.put(t)
	case "cut":
		way := int64(rapid.IntRange(1, 24).Draw(t, "way"))
		c.cut[way] = !c.cut[way]
	case "hours":
		c.hours[rapid.SampledFrom([]string{"S1", "S2", "S3", "S4"}).Draw(t, "shop")] = rapid.SampledFrom([]string{"", "Mo-Fr 06:00-09:00", "Mo-Su 10:00-12:00", "perhaps"}).Draw(t, "hours")
	case "residents":
		c.milli[rapid.IntRange(0, 9).Draw(t, "who")] = int64(rapid.IntRange(0, 9000).Draw(t, "milli"))
	case "limit":
		c.limit = rapid.SampledFrom([]int{200, 300, 400}).Draw(t, "limit")
	case "need":
		c.need = rapid.IntRange(1, 3).Draw(t, "need")
	case "completeness":
		c.completeness = rapid.SampledFrom([]data.Completeness{data.Complete, data.AssumedComplete, data.Incomplete}).Draw(t, "completeness")
	case "merge":
		c.merged = !c.merged
	case "told":
		c.told = !c.told
	case "applies":
		c.applies = rapid.SampledFrom([]string{"yes", "no", ""}).Draw(t, "applies")
	}
	return kind
}

// put draws a shop, a stop, residents or a wall, or takes one away.
func (c *changing) put(t *rapid.T) {
	x, y := rapid.IntRange(0, 63).Draw(t, "x"), rapid.SampledFrom([]int{0, 1, 2, 4, 5, 6}).Draw(t, "y")
	street := byte(' ')
	if y == 0 || y == 6 {
		street = '-'
	}
	if at := c.rows[y][x]; at != '|' && at != '+' {
		c.rows[y][x] = rapid.SampledFrom([]byte{'S', 'S', 'A', 'B', 'P', '5', '9', '#', street, street}).Draw(t, "what")
	}
}

func (c *changing) city() (*data.City, geo.E7, []byte) {
	town := drawn.Town{Criterion: "category: shop, measure: nearest, limit: {metres: 400}", Legend: map[rune][]indicators.Facility{
		'S': {{Category: "shop"}},
		'A': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "1"}}}},
		'B': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "2"}, {Name: "1"}}}},
		'P': {{Category: "parking", Attrs: map[string]string{"spaces": "7"}}},
	}, Extent: &drawn.Rect{Col0: -8, Row0: -9, Col1: 63, Row1: 16}}
	var rows []string
	for _, r := range c.rows {
		rows = append(rows, string(r))
	}
	town.Map = strings.Join(rows, "\n")
	for i := range 9 {
		col := float64(i * 7)
		area := drawn.One(string(rune('a'+i)), col, 0.5, col+5.7, 5.6)
		if c.merged && i == 4 {
			area = drawn.One("e", col, 0.5, col+8, 5.6)
		}
		town.Communities = append(town.Communities, area)
	}
	in := town.Input()
	for e, way := range in.Streets.WayID {
		if c.told || way > 3 {
			in.Streets.Traits[e] |= network.WheelsTold
		}
		if c.cut[way] {
			in.Streets.Traits[e] &^= network.Foot
		}
	}
	for i := range in.Facilities {
		f := &in.Facilities[i]
		if h := c.hours[f.ID]; h != "" {
			f.Attrs = map[string]string{"opening_hours": h}
		}
	}
	for i, m := range c.milli {
		if in.Residents != nil && i < len(in.Residents.Milli) {
			in.Residents.Milli[i] = m
		}
	}
	city := &data.City{
		Layers:  []data.Layer{{Name: "own", Version: 1, Kind: data.KindFacilities, Completeness: c.completeness, Categories: []string{"bus_stop", "parking", "shop"}}},
		Streets: in.Streets, Facilities: in.Facilities, Communities: in.Communities, Residents: in.Residents,
		Tables: []indicators.Table{{Name: "community", Layer: "community", Columns: []string{"old"}, Rows: []indicators.TableRow{
			{Key: "a", Values: []string{c.applies}}, {Key: "b", Values: []string{"yes"}}, {Key: "d", Values: []string{"no"}}}}},
	}
	return city, town.At(0, 0), fmt.Appendf(nil, changingFile, c.limit, c.need)
}

const changingFile = `id: changing
title: {zh: 变, en: changing}
profiles: {walk: {speed_mps: 1, soft_barriers: true}, slow: {speed_mps: 0.5, soft_barriers: true}, rolls: {speed_mps: 1, wheels: true}}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
    - {id: near, title: {zh: 近, en: near}, category: shop, measure: nearest, limit: {metres: %d}}
    - {id: minutes, title: {zh: 分, en: minutes}, category: shop, measure: count, threshold: %d, limit: {minutes: 5}}
    - {id: lines, title: {zh: 线, en: lines}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 400}}
    - {id: any, title: {zh: 任, en: any}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 300}, scope: any}
    - {id: straight, title: {zh: 直, en: straight}, category: [shop, bus_stop], measure: count, threshold: 3, limit: {metres: 300, mode: straight}}
    - {id: spaces, title: {zh: 位, en: spaces}, category: parking, measure: sum, attribute: spaces, threshold: 10, limit: {metres: 400}}
    - {id: morning, title: {zh: 早, en: morning}, category: shop, measure: nearest, limit: {metres: 350}, open_at: "Tu 07:00", unknown_hours: undecided}
    - {id: counted, title: {zh: 计, en: counted}, category: shop, measure: nearest, limit: {metres: 350}, open_at: "Tu 07:00", unknown_hours: count}
    - {id: slow, title: {zh: 慢, en: slow}, category: shop, measure: nearest, limit: {minutes: 7, profile: slow}, compare: walk}
    - {id: wheels, title: {zh: 轮, en: wheels}, category: shop, measure: nearest, limit: {minutes: 5, profile: rolls}}
    - {id: inside, title: {zh: 内, en: inside}, category: shop, measure: presence}
    - {id: old, title: {zh: 老, en: old}, category: shop, measure: nearest, limit: {metres: 300}, applies_if: {table: community, where: {old: ["yes"]}}}
`

// bytesOf is all that is published of a run.
func bytesOf(tb testing.TB, r *data.RunResult) []byte {
	tb.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if err := enc.Encode(r.Run); err != nil {
		tb.Fatal(err)
	}
	for i := range r.Results {
		if err := enc.Encode(r.Results[i]); err != nil {
			tb.Fatal(err)
		}
		for _, p := range r.Results[i].Pieces {
			fmt.Fprintln(&b, p.Shape)
		}
	}
	return b.Bytes()
}

// compute computes the town as it is.
func (c *changing) compute(tb testing.TB, opt batch.Options) *data.RunResult {
	tb.Helper()
	city, frame, file := c.city()
	std, err := indicators.ParseStandard("changing.yaml", file)
	if err != nil {
		tb.Fatal(err)
	}
	opt.Workers, opt.Prints = 1, true
	r, err := batch.Compute(context.Background(), city, frame, std, file, opt)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// here runs jobs in this process, from their bytes.
type here struct{}

func (here) Do(ctx context.Context, job []byte) ([]byte, error) { return indicators.RunJob(ctx, job) }

// After any sequence of edits the run that takes over what it can is, byte for byte, the one that computes everything: in this process and by jobs.
func TestIncrementalIsFull(t *testing.T) {
	pairs, stale, partly := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		c := newChanging()
		for range rapid.IntRange(0, 25).Draw(rt, "things") {
			c.put(rt)
		}
		before := c.compute(t, batch.Options{})
		for range rapid.IntRange(1, 3).Draw(rt, "edits") {
			what := c.edit(rt)
			full := c.compute(t, batch.Options{})
			for _, executor := range []batch.Executor{nil, here{}} {
				got := c.compute(t, batch.Options{Before: before, Executor: executor})
				compareRuns(rt, bytesOf(t, got), bytesOf(t, full), what)
				pairs, stale = pairs+got.Stale.Pairs, stale+got.Stale.Stale
				if got.Stale.Stale > 0 && got.Stale.Stale < got.Stale.Pairs {
					partly++
				}
				if what == "nothing" && got.Stale.Stale > 0 {
					rt.Fatalf("nothing changed, and %+v", got.Stale)
				}
			}
			before = c.compute(t, batch.Options{Before: before})
		}
	})
	if partly == 0 || stale*2 > pairs {
		t.Errorf("%d of %d pairs were computed, %d runs took a part over: the test shows nothing", stale, pairs, partly)
	}
	t.Logf("%d of %d pairs were computed", stale, pairs)
}

func compareRuns(t *rapid.T, got, want []byte, what string) {
	if bytes.Equal(got, want) {
		return
	}
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("after %q line %d differs:\n got %.1500s\nwant %.1500s", what, i, a[i], b[i])
		}
	}
	t.Fatalf("after %q: %d and %d lines", what, len(a), len(b))
}
