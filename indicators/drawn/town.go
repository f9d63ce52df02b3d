package drawn

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// Town is a town as it is drawn.
type Town struct {
	Map   string
	CellM float64 // side of a cell in metres; 0 means 100
	// Legend says what stands at a letter. A facility without id, layer or place gets the letter and its number in reading
	// order ("B1"), the layer "own", and the middle of its cell.
	Legend map[rune][]indicators.Facility
	// Layers say how far the facilities are known; nil means one layer "own" that is complete for all of their categories.
	Layers      []indicators.LayerInfo
	Communities []Area
	// Extent is where the streets are known; nil: nobody knows where they end.
	Extent *Rect
	// Homes makes the digits homes in place of residents.
	Homes bool
	// NotLand are areas in which nobody can live.
	NotLand []Rect
	// Criterion is the criterion in the words of a standard, as one YAML mapping without braces: "category: shop, measure: nearest,
	// limit: {metres: 300}".
	Criterion string
	// Direct is the criterion itself, in place of Criterion. Its id, titles and profile are filled in.
	Direct *indicators.Criterion
	// Tables are what is known of communities beside places; a table belongs to the layer of its name, which is complete unless Layers says
	// otherwise. AsOf is the day of the run.
	Tables []indicators.Table
	AsOf   string
	// Walk is the profile in the same words; empty means 1 m/s and the usual rest.
	Walk string
}

// Rect is a rectangle of cells, the last column and row included: it reaches half a cell beyond their middles.
type Rect struct{ Col0, Row0, Col1, Row1 float64 }

// Area is a community: its rectangles, which must not touch, without its holes. Holes of a rectangle lie inside it.
type Area struct {
	ID       string
	Rects    []Rect
	Holes    []Rect
	District string
}

// One is a community of one rectangle.
func One(id string, col0, row0, col1, row1 float64) Area {
	return Area{ID: id, Rects: []Rect{{col0, row0, col1, row1}}}
}

// frame is the same for all towns; the middle of the first cell is its centre.
func frame() *geo.Frame { return geo.NewFrame(orb.Point{107, 34.5}) }

func (t *Town) cellM() float64 {
	if t.CellM == 0 {
		return 100
	}
	return t.CellM
}

// At is the place at a column and row, which may be between cells.
func (t *Town) At(col, row float64) geo.E7 {
	return frame().E7(geo.XY{X: col * t.cellM(), Y: -row * t.cellM()})
}

func (t *Town) ring(r Rect) geo.Ring {
	return geo.Ring{
		t.At(r.Col0-0.5, r.Row1+0.5), t.At(r.Col1+0.5, r.Row1+0.5),
		t.At(r.Col1+0.5, r.Row0-0.5), t.At(r.Col0-0.5, r.Row0-0.5),
	}
}

func (t *Town) shape(a Area) geo.MultiPolygon {
	var out geo.MultiPolygon
	for _, r := range a.Rects {
		p := geo.Polygon{t.ring(r)}
		for _, h := range a.Holes {
			if h.Col0 > r.Col0 && h.Col1 < r.Col1 && h.Row0 > r.Row0 && h.Row1 < r.Row1 {
				q := t.ring(h)
				p = append(p, geo.Ring{q[0], q[3], q[2], q[1]})
			}
		}
		out = append(out, p)
	}
	return out
}

// Input is the town as it is judged.
func (t *Town) Input() *indicators.Input {
	m := t.read()
	var b network.Builder
	for _, w := range m.ways() {
		b.Way(w)
	}
	for _, f := range m.barriers() {
		b.Barrier(f)
	}
	if t.Extent != nil {
		b.Extent(t.ring(*t.Extent))
	}
	in := &indicators.Input{Streets: b.Build(), Frame: frame(), Facilities: m.facilities(), Layers: t.Layers}
	if in.Layers == nil {
		own := indicators.LayerInfo{Name: "own", Complete: true}
		for _, f := range in.Facilities {
			own.Categories = append(own.Categories, f.Category)
		}
		in.Layers = []indicators.LayerInfo{own}
		for _, table := range t.Tables {
			in.Layers = append(in.Layers, indicators.LayerInfo{Name: table.Name, Complete: true})
		}
	}
	in.Tables, in.AsOf = t.Tables, t.AsOf
	for i := range in.Tables {
		in.Tables[i].Layer = in.Tables[i].Name
	}
	for _, a := range t.Communities {
		in.Communities = append(in.Communities, indicators.Community{ID: a.ID, Name: a.ID, District: a.District, Shape: t.shape(a)})
	}
	for _, r := range t.NotLand {
		in.NotLand = append(in.NotLand, geo.MultiPolygon{{t.ring(r)}})
	}
	if t.Homes {
		in.Homes = m.residents()
	} else {
		in.Residents = m.residents()
	}
	return in
}

// File is the standard that the town is judged by: one criterion "c".
func (t *Town) File() []byte {
	walk, criterion := t.Walk, t.Criterion
	if walk == "" {
		walk = "speed_mps: 1"
	}
	if t.Direct != nil {
		criterion = "category: shop, measure: nearest, limit: {metres: 100}" // its place is taken by Direct
	}
	return fmt.Appendf(nil, `id: drawn
title: {zh: 图, en: drawn}
profiles: {walk: {%s}}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
    - {id: c, title: {zh: 条件, en: criterion}, %s}
`, walk, criterion)
}

// Scene is the town prepared, with the standard it is judged by.
func (t *Town) Scene(tb testing.TB) *indicators.Scene {
	tb.Helper()
	return SceneFor(tb, t.Input(), t.Standard(tb))
}

// Standard is the standard that the town is judged by.
func (t *Town) Standard(tb testing.TB) *indicators.Standard {
	tb.Helper()
	std := parse(tb, t.File())
	if t.Direct != nil {
		c := &std.Aspects[0].Indicators[0].Criteria[0]
		id, title := c.ID, c.Title
		*c = *t.Direct
		c.ID, c.Title, c.Limit.Profile = id, title, cmp.Or(c.Limit.Profile, indicators.WalkProfile)
	}
	return std
}

func parse(tb testing.TB, file []byte) *indicators.Standard {
	tb.Helper()
	std, err := indicators.ParseStandard("drawn.yaml", file)
	if err != nil {
		tb.Fatal(err)
	}
	return std
}

// SceneOf prepares an input under the file of a standard.
func SceneOf(tb testing.TB, in *indicators.Input, file []byte) *indicators.Scene {
	tb.Helper()
	return SceneFor(tb, in, parse(tb, file))
}

// SceneFor prepares an input under a standard.
func SceneFor(tb testing.TB, in *indicators.Input, std *indicators.Standard) *indicators.Scene {
	tb.Helper()
	s, err := indicators.Prepare(context.Background(), in, std, func(ctx context.Context, n int, job func(context.Context, int) error) error {
		for i := range n {
			if err := job(ctx, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Judge gives the results, one per community.
func (t *Town) Judge(tb testing.TB) []indicators.Result {
	tb.Helper()
	a := t.Scene(tb).NewAssessor()
	var out []indicators.Result
	for i := range t.Communities {
		r, err := a.Community(context.Background(), i)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, r...)
	}
	return out
}

// Here is the answer to the criterion at a place.
func (t *Town) Here(tb testing.TB, col, row float64) indicators.AnswerHere {
	tb.Helper()
	e, err := t.Scene(tb).NewAssessor().Explain(context.Background(), t.At(col, row), "c")
	if err != nil {
		tb.Fatal(err)
	}
	return e.Criteria[0]
}

// read takes the map apart: equally long rows, without the empty ones at its ends.
func (t *Town) read() *grid {
	g := &grid{town: t}
	for _, row := range strings.Split(strings.Trim(t.Map, "\n"), "\n") {
		g.rows = append(g.rows, []rune(row))
		g.width = max(g.width, len(g.rows[len(g.rows)-1]))
	}
	return g
}
