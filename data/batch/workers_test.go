package batch_test

import (
	"context"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"circle15/data"
	"circle15/data/batch"
	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// drawnCity is a town of 12 communities around a river with one bridge, with shops and stops drawn at random.
func drawnCity(t *rapid.T) (*data.City, geo.E7, []byte) {
	rows := [][]byte{
		[]byte("+-----+-----+-----+"), []byte("|     |     |     |"), []byte("|     |     |     |"), []byte("~~~~~~~~~~~~H~~~~~~"),
		[]byte("|     |     |     |"), []byte("|     |     |     |"), []byte("+-----+-----+-----+"),
	}
	for range rapid.IntRange(1, 14).Draw(t, "things") {
		x, y := rapid.IntRange(0, 18).Draw(t, "x"), rapid.SampledFrom([]int{0, 1, 2, 4, 5, 6}).Draw(t, "y")
		if c := rows[y][x]; c == ' ' || c == '-' {
			rows[y][x] = rapid.SampledFrom([]byte("SAB5")).Draw(t, "what")
		}
	}
	town := drawn.Town{Criterion: "category: shop, measure: nearest, limit: {metres: 400}", Legend: map[rune][]indicators.Facility{
		'S': {{Category: "shop"}},
		'A': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "1"}}}},
		'B': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "2"}}}},
	}}
	for _, r := range rows {
		town.Map += string(r) + "\n"
	}
	for i := range 12 {
		col, row := float64(i%6)*3, float64(i/6)*4
		town.Communities = append(town.Communities, drawn.One(string(rune('a'+i)), col, row, col+2, row+2))
	}
	in := town.Input()
	city := &data.City{
		Layers:  []data.Layer{{Name: "own", Version: 1, Kind: data.KindFacilities, Completeness: data.Complete, Categories: []string{"bus_stop", "shop"}}},
		Streets: in.Streets, Facilities: in.Facilities, Communities: in.Communities, Residents: in.Residents,
	}
	return city, town.At(0, 0), []byte(manyCriteria)
}

// manyCriteria asks enough questions that workers have something to race for.
const manyCriteria = `id: many
title: {zh: 多, en: many}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
    - {id: near, title: {zh: 近, en: near}, category: shop, measure: nearest, limit: {metres: 400}}
    - {id: minutes, title: {zh: 分, en: minutes}, category: shop, measure: count, threshold: 2, limit: {minutes: 10}}
    - {id: lines, title: {zh: 线, en: lines}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 700}}
    - {id: any, title: {zh: 任, en: any}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 500}, scope: any}
    - {id: straight, title: {zh: 直, en: straight}, category: [shop, bus_stop], measure: count, threshold: 3, limit: {metres: 500, mode: straight}}
`

// The number of workers does not change a byte of the results or of the run.
func TestWorkersDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		city, frame, file := drawnCity(rt)
		std, err := indicators.ParseStandard("many.yaml", file)
		if err != nil {
			rt.Fatal(err)
		}
		var first string
		for _, workers := range []int{1, 2, 8} {
			r, err := batch.Compute(context.Background(), city, frame, std, file, batch.Options{Workers: workers, AsOf: "2026-01-01", Program: "test"})
			if err != nil {
				rt.Fatal(err)
			}
			if len(r.Results) != 12*5 {
				rt.Fatalf("%d results of 60", len(r.Results))
			}
			var shapes []geo.MultiPolygon
			for _, x := range r.Results {
				for _, p := range x.Pieces {
					shapes = append(shapes, p.Shape)
				}
			}
			b, err := json.Marshal([]any{r.Run, r.Results, shapes})
			if err != nil {
				rt.Fatal(err)
			}
			if first == "" {
				first = string(b)
			} else if string(b) != first {
				rt.Fatalf("%d workers give\n%s\nnot\n%s", workers, b, first)
			}
		}
	})
}

// A computation that is told to stop stops with that word, and gives nothing.
func TestComputeStops(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		city, frame, file := drawnCity(rt)
		std, err := indicators.ParseStandard("many.yaml", file)
		if err != nil {
			rt.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		at := rapid.IntRange(0, 10).Draw(rt, "stop at")
		steps := 0
		r, err := batch.Compute(ctx, city, frame, std, file, batch.Options{Workers: 1, Progress: func(string, int64, int64) {
			if steps++; steps > at {
				stop()
			}
		}})
		stop()
		if err != context.Canceled || r != nil {
			rt.Fatalf("stopped after %d steps: %v, %v", at, r, err)
		}
	})
}
