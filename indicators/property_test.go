package indicators_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// randomTown draws a town of at most 16 by 12 cells of 100 m: a ring road, streets across it, a river or a railway with
// a bridge perhaps, shops, bus stops, residents.
func randomTown(t *rapid.T) drawn.Town {
	const w, h = 16, 12
	g := make([][]byte, h)
	for y := range g {
		g[y] = []byte(strings.Repeat(" ", w))
		g[y][0], g[y][w-1] = '|', '|'
	}
	for _, y := range []int{0, h - 1} {
		g[y] = []byte("+" + strings.Repeat("-", w-2) + "+")
	}
	streets := func(name string, most int) []int {
		return rapid.SliceOfNDistinct(rapid.IntRange(1, most/3-1), 0, 3, rapid.ID[int]).Draw(t, name)
	}
	for _, y := range streets("rows", h) {
		g[3*y] = []byte("+" + strings.Repeat("-", w-2) + "+")
	}
	for _, x := range streets("columns", w) {
		for y := range g {
			switch {
			case y == 0 || y == h-1 || g[y][3*x] == '-' && rapid.IntRange(0, 4).Draw(t, "bridge") > 0:
				g[y][3*x] = '+'
			case g[y][3*x] == '-':
				g[y][3*x] = 'x'
			default:
				g[y][3*x] = '|'
			}
		}
	}
	if barrier := rapid.SampledFrom([]byte("  ~~=#")).Draw(t, "barrier"); barrier != ' ' {
		y := rapid.SampledFrom([]int{2, 4, 5, 7, 8}).Draw(t, "barrier row")
		for x := range g[y] {
			switch g[y][x] {
			case ' ':
				g[y][x] = barrier
			case '|':
				g[y][x] = 'H'
			}
		}
	}
	put := func(chars string, most int) {
		for range rapid.IntRange(0, most).Draw(t, "how many "+chars) {
			x, y := rapid.IntRange(0, w-1).Draw(t, "x"), rapid.IntRange(0, h-1).Draw(t, "y")
			if strings.ContainsRune(" -|", rune(g[y][x])) {
				g[y][x] = rapid.SampledFrom([]byte(chars)).Draw(t, "what")
			}
		}
	}
	put("S", 5)
	put("ABC", 6)
	put("159", 8)
	var rows []string
	for _, r := range g {
		rows = append(rows, string(r))
	}
	town := drawn.Town{
		Map: strings.Join(rows, "\n"), Walk: rapid.SampledFrom([]string{"", "speed_mps: 1, soft_barriers: true", "speed_mps: 1, candidates: 3"}).Draw(t, "walk"),
		Legend: map[rune][]indicators.Facility{'S': {{Category: "shop"}},
			'A': stop(line("x", "1")), 'B': stop(line("x", "2"), line("x", "1")), 'C': stop(line("y", "1"))},
		Layers: []indicators.LayerInfo{{Name: "own", Complete: true, Categories: []string{"bus_stop", "shop"}}},
		Communities: []drawn.Area{drawn.One("a", 1.2, 1, 6, 5.1), drawn.One("b", 6, 2, 9, 9),
			{ID: "c", Rects: []drawn.Rect{rect(10, 1, 14, 7), rect(11, 9, 13, 9.7)}, Holes: []drawn.Rect{rect(11, 3, 12, 5)}}},
	}
	if rapid.Bool().Draw(t, "extent") {
		town.Extent = &drawn.Rect{Col0: 0, Row0: 0, Col1: w - 1, Row1: h - 1}
	}
	return town
}

// question is a criterion with its limit and its need open.
type question struct{ words string }

func (q question) with(limitM, need int) string {
	s := fmt.Sprintf(q.words, limitM)
	if !strings.Contains(s, "nearest") {
		s += fmt.Sprintf(", threshold: %d", need)
	}
	return s
}

var questions = []question{
	{"category: shop, measure: nearest, limit: {metres: %d}"},
	{"category: shop, measure: count, limit: {metres: %d}"},
	{"category: bus_stop, measure: distinct, key: line, limit: {metres: %d}"},
	{"category: shop, measure: count, limit: {metres: %d, mode: straight}"},
}

// answers asks a town at places of a lattice of 50 m inside its communities.
func answers(t *rapid.T, tb testing.TB, town drawn.Town, in *indicators.Input) []indicators.AnswerHere {
	a := drawn.SceneOf(tb, in, town.File()).NewAssessor()
	var out []indicators.AnswerHere
	for row := 0.75; row < 10; row += 1.5 {
		for col := 0.75; col < 15; col += 1.5 {
			e, err := a.Explain(context.Background(), town.At(col, row), "c")
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, e.Criteria[0])
		}
	}
	return out
}

func judgeAll(t *rapid.T, tb testing.TB, in *indicators.Input, file []byte) []indicators.Result {
	a := drawn.SceneOf(tb, in, file).NewAssessor()
	var out []indicators.Result
	for i := range in.Communities {
		r, err := a.Community(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r...)
	}
	slices.SortFunc(out, func(a, b indicators.Result) int { return cmp.Compare(a.Community, b.Community) })
	return out
}

// encoded is a result as bytes, with its shapes.
func encoded(t *rapid.T, rs []indicators.Result) string {
	var shapes []geo.MultiPolygon
	for _, r := range rs {
		for _, p := range r.Pieces {
			shapes = append(shapes, p.Shape)
		}
	}
	b, err := json.Marshal([]any{rs, shapes})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// One more facility never takes a covered place away, nor does a longer limit; a greater need never adds one.
func TestCoverageIsMonotone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		town := randomTown(rt)
		q := rapid.SampledFrom(questions).Draw(rt, "question")
		limit, need := rapid.IntRange(100, 1200).Draw(rt, "limit"), rapid.IntRange(1, 3).Draw(rt, "need")
		town.Criterion = q.with(limit, need)
		before := answers(rt, t, town, town.Input())
		never := func(what string, more, less []indicators.AnswerHere) {
			for i := range more {
				if less[i].Covered && !more[i].Covered {
					rt.Fatalf("%s: %v is covered no more (%d, then %d)\n%s", what, more[i].Evidence.At.Point(), less[i].Have, more[i].Have, town.Map)
				}
			}
		}
		in := town.Input()
		in.Facilities = append(in.Facilities,
			indicators.Facility{ID: "new", Layer: "own", Category: "shop", At: town.At(rapid.Float64Range(0, 15).Draw(rt, "new x"), rapid.Float64Range(0, 11).Draw(rt, "new y"))},
			indicators.Facility{ID: "new", Layer: "own", Category: "bus_stop", Lines: []indicators.Line{line("y", "7")}, At: town.At(7, 3)})
		never("one more facility", answers(rt, t, town, in), before)
		town.Criterion = q.with(limit+rapid.IntRange(1, 400).Draw(rt, "longer"), need)
		never("a longer limit", answers(rt, t, town, town.Input()), before)
		town.Criterion = q.with(limit, need+1)
		never("a smaller need", before, answers(rt, t, town, town.Input()))
	})
}

// The pieces of a community are together the community; its residents are all in one of them; the order in which facilities, layers,
// residents and communities come does not change a byte.
func TestPiecesAndOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		town := randomTown(rt)
		town.Criterion = rapid.SampledFrom(questions).Draw(rt, "question").with(rapid.IntRange(100, 1200).Draw(rt, "limit"), rapid.IntRange(1, 3).Draw(rt, "need"))
		in := town.Input()
		rs := judgeAll(rt, t, in, town.File())
		for i, r := range rs {
			if r.Note != "" {
				rt.Fatalf("%s: %s\n%s", r.Community, r.Note, town.Map)
			}
			sum, milli := 0.0, int64(0)
			for _, p := range r.Pieces {
				sum, milli = sum+p.AreaM2, milli+p.Milli
			}
			if whole := in.Communities[i].Shape.AreaM2(); math.Abs(sum-whole) > 1e-4*whole { // half a unit off a wall of 480 m is 1.3 m²
				rt.Fatalf("%s: the pieces have %v m² of %v\n%s", r.Community, sum, whole, town.Map)
			}
			if milli != r.Residents.Whole || r.Area.Low > r.Area.High || r.Area.High > r.Area.Whole {
				rt.Fatalf("%s: %+v %+v, %d in pieces", r.Community, r.Residents, r.Area, milli)
			}
		}
		want := encoded(rt, rs)
		again := town.Input()
		slices.Reverse(again.Facilities)
		slices.Reverse(again.Layers)
		slices.Reverse(again.Communities)
		if again.Residents != nil {
			slices.Reverse(again.Residents.At)
			slices.Reverse(again.Residents.Milli)
		}
		if got := encoded(rt, judgeAll(rt, t, again, town.File())); got != want {
			rt.Fatalf("another order gives\n%s\nnot\n%s\n%s", got, want, town.Map)
		}
	})
}

// Explain says what the piece says in which a place lies: at places all over a community it differs only near the border of the piece,
// where the contour cuts a curve short, and seldom.
func TestExplainAgreesWithThePieces(t *testing.T) {
	asked, differ := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		town := randomTown(rt)
		town.Criterion = rapid.SampledFrom(questions).Draw(rt, "question").with(rapid.IntRange(100, 1200).Draw(rt, "limit"), rapid.IntRange(1, 3).Draw(rt, "need"))
		in := town.Input()
		rs := judgeAll(rt, t, in, town.File())
		a := drawn.SceneOf(t, in, town.File()).NewAssessor()
		for range 25 {
			at := town.At(rapid.Float64Range(1, 14).Draw(rt, "x"), rapid.Float64Range(1, 10).Draw(rt, "y"))
			e, err := a.Explain(context.Background(), at, "c")
			if err != nil {
				rt.Fatal(err)
			}
			for _, r := range rs {
				if e.Community == nil || r.Community != e.Community.ID {
					continue
				}
				for _, p := range r.Pieces {
					if !p.Shape.Contains(at) {
						continue
					}
					asked++
					if p.Cause == e.Criteria[0].Cause {
						continue
					}
					differ++
					if d := toBorder(in.Frame, p.Shape, at); d > 15 { // a cell's diagonal
						rt.Fatalf("%v: %q, but it lies %.1f m inside a piece of %q\n%s", at.Point(), e.Criteria[0].Cause, d, p.Cause, town.Map)
					}
				}
			}
		}
	})
	if asked == 0 || float64(differ) > 0.005*float64(asked) {
		t.Errorf("%d of %d places differ", differ, asked)
	}
}

// toBorder is how far a place lies from the nearest side of a shape, in metres.
func toBorder(f *geo.Frame, m geo.MultiPolygon, at geo.E7) float64 {
	p, best := f.XYE7(at), math.Inf(1)
	for _, poly := range m {
		for _, ring := range poly {
			for i := range ring {
				a, b := f.XYE7(ring[i]), f.XYE7(ring[(i+1)%len(ring)])
				d := b.Sub(a)
				t := math.Max(0, math.Min(1, ((p.X-a.X)*d.X+(p.Y-a.Y)*d.Y)/(d.X*d.X+d.Y*d.Y)))
				best = math.Min(best, p.Dist(geo.XY{X: a.X + t*d.X, Y: a.Y + t*d.Y}))
			}
		}
	}
	return best
}
