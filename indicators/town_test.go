package indicators_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"circle15/indicators"
	"circle15/indicators/drawn"
)

// shop is the legend of towns with one category: every S is a shop.
func shop() map[rune][]indicators.Facility {
	return map[rune][]indicators.Facility{'S': {{Category: "shop"}}}
}

func stop(lines ...indicators.Line) []indicators.Facility {
	return []indicators.Facility{{Category: "bus_stop", Lines: lines}}
}

func line(operator, name string) indicators.Line {
	return indicators.Line{Operator: operator, Name: name}
}

func rect(col0, row0, col1, row1 float64) drawn.Rect {
	return drawn.Rect{Col0: col0, Row0: row0, Col1: col1, Row1: row1}
}

// want is what a result is held to: status, and the square metres of each cause, off by at most 0.5 % of the whole.
type want struct {
	status indicators.Status
	m2     map[indicators.Cause]float64
}

func check(t *testing.T, name string, r indicators.Result, w want) {
	t.Helper()
	got, whole := map[indicators.Cause]float64{}, 0.0
	for _, p := range r.Pieces {
		got[p.Cause] += p.AreaM2
		whole += p.AreaM2
	}
	if r.Status != w.status {
		t.Errorf("%s: %s, want %s (%v)", name, r.Status, w.status, got)
	}
	for c, m2 := range w.m2 {
		if math.Abs(got[c]-m2) > 0.005*whole {
			t.Errorf("%s: %.0f m² of %q, want %.0f", name, got[c], c, m2)
		}
	}
	for c, m2 := range got {
		if _, ok := w.m2[c]; !ok && m2 > 0.005*whole {
			t.Errorf("%s: %.0f m² of %q, want none", name, m2, c)
		}
	}
}

// near says whether a cost in millimetres is that many metres: places are off by up to 8 mm each.
func near(cost uint32, metres float64) bool { return math.Abs(float64(cost)-metres*1000) < 40 }

// A street of 1,900 m with a shop on it. Who is x along and y beside the shop walks x + y: within 300 m lie, up to 50 m beside
// the street, 2·∫(300-|y|)dy = 2·(100·300 - 50²) = 55,000 m². In a straight line it would be 2·∫√(300²-y²)dy = 59,722 m²: the
// difference is a detour. The community has 1,000 m · 100 m.
func TestTheFieldOfOneShop(t *testing.T) {
	town := drawn.Town{
		Map: `----------S---------`, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 300}, require: 0.5",
		Communities: []drawn.Area{drawn.One("k", 5.5, 0, 14.5, 0)},
	}
	r := town.Judge(t)[0]
	check(t, "a street", r, want{indicators.Pass, map[indicators.Cause]float64{indicators.Covered: 55_000, indicators.Detour: 4722, indicators.NoFacility: 40_278}})
	if r.Basis != indicators.ByLand || r.Need != 1 || r.Have != 0 {
		t.Errorf("basis %s, have %d of %d", r.Basis, r.Have, r.Need)
	}
}

func TestABridgeHasNoJunctionWithTheRoadBelow(t *testing.T) {
	road := `
     S
     |
     |
     |
     |
-----x------
     |
     |
     |
     |
     |
     |`
	town := drawn.Town{Map: road, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 900}"}
	// On the bridge one passes over the street to the shop: in a straight line it is √(300² + 500²) = 583 m away.
	if a := town.Here(t, 8, 5); a.Covered || a.Cause != indicators.Detour || a.Evidence.Missed != nil {
		t.Errorf("beside a bridge: %+v", a)
	}
	town.Map = strings.Replace(road, "x", "+", 1)
	// With a junction: 300 m to it and 500 m up.
	if a := town.Here(t, 8, 5); !a.Covered || !near(a.Evidence.Counted[0].Cost, 800) {
		t.Errorf("beside a junction: %+v", a)
	}
}

// A compound with a wall around it, a path inside, and one gate in the south. Cells of 50 m.
const compound = `
+----S----+
|#########|
|#  1    #|
|#       #|
|#   +   #|
|#   |   #|
|#   |   #|
|####o####|
+----+----+`

func TestTheOneGateOfACompound(t *testing.T) {
	town := drawn.Town{Map: compound, CellM: 50, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 1300}"}
	// Walls do not count: 100 m north to the street, 50 m along it.
	if a := town.Here(t, 4, 2); !a.Covered || !near(a.Evidence.Counted[0].Cost, 150) {
		t.Errorf("over the wall: %+v", a)
	}
	// They do: √(50² + 100²) = 111.8 m to the path, 200 m down it, 250 m along the south, 400 m up, 250 m along the north.
	town.Walk = "speed_mps: 1, soft_barriers: true"
	a := town.Here(t, 4, 2)
	if !a.Covered || !near(a.Evidence.Counted[0].Cost, 1211.803) {
		t.Errorf("through the gate: %+v", a)
	}
	// Without the path every leg crosses the wall: a gate is assumed, and the status is provisional for it.
	town.Map = strings.NewReplacer("|#   +   #|", "|#       #|", "|#   |   #|", "|#       #|", "o", "#").Replace(compound)
	town.Communities = []drawn.Area{drawn.One("k", 3, 2, 5, 3)}
	if a := town.Here(t, 4, 2); !a.Covered || !near(a.Evidence.Counted[0].Cost, 150) {
		t.Errorf("through an assumed gate: %+v", a)
	}
	if r := town.Judge(t)[0]; r.Status != indicators.Pass || strings.Join(r.Provisional, " ") != "assumed_gate" {
		t.Errorf("got %s, provisional %v", r.Status, r.Provisional)
	}
	// A community beside the compound has nothing to do with that gate.
	town.Communities = []drawn.Area{drawn.One("out", 2, 0, 4, 0)}
	if r := town.Judge(t)[0]; r.Status != indicators.Pass || len(r.Provisional) != 0 {
		t.Errorf("outside: %s, provisional %v", r.Status, r.Provisional)
	}
}

// The cost that the answer gives is the exact integer: a limit of that many millimetres is met, one of a millimetre less is not.
func TestExactlyAtTheLimit(t *testing.T) {
	town := drawn.Town{Map: `-----S---------`, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 500}"}
	cost := town.Here(t, 2, 0.5).Evidence.Counted[0].Cost // 50 m and 300 m
	if !near(cost, 350) {
		t.Fatalf("cost %d", cost)
	}
	for _, c := range []struct {
		mm      uint32
		covered bool
	}{{cost, true}, {cost - 1, false}} {
		town.Criterion = "category: shop, measure: nearest, limit: {metres: " + decimal(c.mm) + "}"
		a := town.Here(t, 2, 0.5)
		if a.Covered != c.covered {
			t.Errorf("limit %d mm, cost %d mm: covered %v", c.mm, cost, a.Covered)
		}
		if !a.Covered && (a.Evidence.Missed == nil || a.Evidence.Missed.Cost != cost || a.Evidence.BreakEven != cost || a.Have != 0) {
			t.Errorf("what was missed: %+v", a.Evidence)
		}
	}
	// In minutes at 1 m/s the same way is as many milliseconds: 5.83… minutes.
	town.Criterion = "category: shop, measure: nearest, limit: {minutes: 6}"
	if a := town.Here(t, 2, 0.5); !a.Covered || a.Evidence.Counted[0].Cost != cost {
		t.Errorf("in milliseconds: %+v", a.Evidence)
	}
}

// decimal is millimetres in metres.
func decimal(mm uint32) string { return fmt.Sprintf("%d.%03d", mm/1000, mm%1000) }

// A community of 400 m by 500 m, of which the southern 250 m lie more than 200 m from the street.
func TestUnlinkedPlaces(t *testing.T) {
	town := drawn.Town{
		Map: `----S-------`, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 1000}",
		Communities: []drawn.Area{drawn.One("k", 4, 0, 7, 4)},
	}
	r := town.Judge(t)[0]
	check(t, "unlinked", r, want{indicators.Unknown, map[indicators.Cause]float64{indicators.Covered: 100_000, indicators.Unlinked: 100_000}})
	if l, h := r.Area.LowShare(), r.Area.HighShare(); math.Abs(l-0.5) > 0.002 || h != 1 {
		t.Errorf("shares %v to %v, want 0.5 to 1", l, h)
	}
	if a := town.Here(t, 5, 3); a.Cause != indicators.Unlinked || a.Evidence.Total != 0 {
		t.Errorf("there: %+v", a)
	}
	// A shop that no street reaches does not count, and is told.
	town.Map = "------------\n \n \n    S       "
	s := town.Scene(t)
	if u := s.Unplaced(); len(u) != 1 || u[0] != (indicators.Unplaced{Criterion: "c", Count: 1, Of: 1}) {
		t.Errorf("unplaced: %+v", u)
	}
	// Half of the community is linked and has nothing: even if all the rest were covered it would fail.
	if r := town.Judge(t)[0]; r.Status != indicators.Fail || r.Area.Low != 0 {
		t.Errorf("its only shop unlinked: %s with %d", r.Status, r.Area.Low)
	}
}

// 500 m by 300 m along the street with a hole of 300 m by 100 m around it, and an island of 100 m by 300 m with a gap of 100 m between:
// all within 2 km of the shop.
func TestHolesAndIslands(t *testing.T) {
	town := drawn.Town{
		Map: "--------S---------", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 2000}",
		Communities: []drawn.Area{{ID: "k", Rects: []drawn.Rect{rect(2, -1, 6, 1), rect(8, -1, 8, 1)}, Holes: []drawn.Rect{rect(3, 0, 5, 0)}}},
	}
	check(t, "all covered", town.Judge(t)[0], want{indicators.Pass, map[indicators.Cause]float64{indicators.Covered: 5*3*1e4 - 3e4 + 3e4}})
	// Within 300 m of the shop lies the whole island (its farthest corner walks 50 + 150), and of the other part what is beyond
	// its hole: the strip from 150 to 250 m west of the shop, where |y| ≤ 150 and x + |y| ≤ 300: for x from 150 all of it at 150,
	// ∫ 2·min(150, 300-x) dx = 2·(150·0 + ∫₁₅₀²⁵⁰(300-x)dx) = 2·(30,000 - 20,000) = 20,000 m²; of the hole it has none
	// (that begins at 250 m).
	town.Criterion = "category: shop, measure: nearest, limit: {metres: 300}"
	r := town.Judge(t)[0]
	if got := areaOf(r, indicators.Covered); math.Abs(got-50_000) > 300 {
		t.Errorf("covered %.0f m², want 50000", got)
	}
	for _, p := range r.Pieces {
		if p.Shape.Contains(town.At(4, 0)) {
			t.Errorf("the hole lies in the piece of %q", p.Cause)
		}
	}
}

func areaOf(r indicators.Result, c indicators.Cause) float64 {
	for _, p := range r.Pieces {
		if p.Cause == c {
			return p.AreaM2
		}
	}
	return 0
}

// The streets are known for x from 50 m west of the first cell on. Places that are not covered and lie less than the limit of 500 m
// from there are undecidable: x < 450. Beyond, nothing is in reach, which is a gap.
func TestEdgeOfTheData(t *testing.T) {
	town := drawn.Town{
		Map: "------------------------S", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 500}",
		Extent:      &drawn.Rect{Col0: 0, Row0: -20, Col1: 60, Row1: 20},
		Communities: []drawn.Area{drawn.One("in", 0, 0, 9, 0), drawn.One("all", 0, 0, 3, 0), drawn.One("far", 6, 0, 9, 0)},
	}
	rs := town.Judge(t)
	check(t, "half of it", rs[0], want{indicators.Fail, map[indicators.Cause]float64{indicators.Undecidable: 50_000, indicators.NoFacility: 50_000}})
	check(t, "all of it", rs[1], want{indicators.Unknown, map[indicators.Cause]float64{indicators.Undecidable: 40_000}})
	check(t, "none of it", rs[2], want{indicators.Fail, map[indicators.Cause]float64{indicators.NoFacility: 40_000}})
}

// A river with one bridge; the shop lies across. Straight down it is 400 m away, over the bridge 100 + 300 + 400 + 300.
func TestADetourOverTheOneBridge(t *testing.T) {
	town := drawn.Town{
		Map: `
+-----------+
      |      
~~~~~~H~~~~~~
      |      
+--S--+-----+`,
		Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 600}",
	}
	town.Map = strings.Replace(town.Map, "+-----------+", "+-----+-----+", 1)
	// 300 m to the bridge, 400 m down, 300 m back.
	a := town.Here(t, 3, 0)
	if a.Cause != indicators.Detour || a.Evidence.Missed != nil {
		t.Errorf("across the river: %+v", a)
	}
	town.Criterion = "category: shop, measure: nearest, limit: {metres: 700}"
	if a = town.Here(t, 3, 0); a.Cause != indicators.Detour || a.Evidence.Missed == nil || !near(a.Evidence.Missed.Cost, 1000) || a.Evidence.Missed.StraightM != 400 {
		t.Errorf("what is missed: %+v", a)
	}
	// The river bars the leg as well: a place on its south bank attaches south, though the north street were as near.
	if a = town.Here(t, 3, 2.1); !a.Covered || !near(a.Evidence.Counted[0].Cost, 190) {
		t.Errorf("on the south bank: %+v", a)
	}
	if a = town.Here(t, 3, 1.9); a.Covered || a.Evidence.Missed != nil && !near(a.Evidence.Missed.Cost, 1190) {
		t.Errorf("on the north bank: %+v", a)
	}
}

// A railway without a crossing, and a street on both sides.
func TestARailwayCannotBeCrossed(t *testing.T) {
	town := drawn.Town{
		Map:    "-----------------\n=================\n \n---S-------------",
		Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 600}",
	}
	if a := town.Here(t, 3, 1.5); !a.Covered || !near(a.Evidence.Counted[0].Cost, 150) {
		t.Errorf("south of it: %+v", a)
	}
	if a := town.Here(t, 3, 0.9); a.Cause != indicators.Detour {
		t.Errorf("north of it: %+v", a)
	}
}

// Two shops of three are near: too few. One more on the same street makes them enough.
func TestTooFew(t *testing.T) {
	town := drawn.Town{
		Map: `----S--S------------S`, Legend: shop(), Criterion: "category: shop, measure: count, threshold: 3, limit: {metres: 400}",
		Communities: []drawn.Area{drawn.One("k", 5, 0, 6, 0)},
	}
	r := town.Judge(t)[0]
	check(t, "two", r, want{indicators.Fail, map[indicators.Cause]float64{indicators.TooFew: 20_000}})
	if r.Have != 2 || r.Need != 3 || r.Evidence.Total != 2 || len(r.Evidence.Counted) != 2 || r.Evidence.BreakEven != indicators.NoCost {
		t.Errorf("have %d of %d; %+v", r.Have, r.Need, r.Evidence)
	}
	town.Map = `----S--SS-----------S`
	if r := town.Judge(t)[0]; r.Status != indicators.Pass || r.Have != 3 {
		t.Errorf("three: %s, have %d", r.Status, r.Have)
	}
}

// Place and shop stand on one edge: the way does not lead over its ends.
func TestAFacilityOnTheSameEdge(t *testing.T) {
	town := drawn.Town{Map: "-----------------\n  S", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 400}"}
	// 100 m up, 250 m along, 30 m down.
	if a := town.Here(t, 4.5, 0.3); !a.Covered || !near(a.Evidence.Counted[0].Cost, 380) {
		t.Errorf("on one edge: %+v", a)
	}
	town.Criterion = "category: shop, measure: count, threshold: 2, limit: {metres: 400}"
	town.Map = "-----------------\n  S  S"
	if a := town.Here(t, 4.5, 0.3); !a.Covered || a.Have != 2 || !near(a.Evidence.Counted[0].Cost, 180) || !near(a.Evidence.Counted[1].Cost, 380) {
		t.Errorf("two on one edge: %+v", a)
	}
}

// In a straight line all within 300 m is covered, whatever the streets: π·300² = 282,743 m² of 1 km².
func TestStraightLimits(t *testing.T) {
	town := drawn.Town{
		Map: " \n \n \n \n \n     S     ", Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 300, mode: straight}, require: 0.28",
		Communities: []drawn.Area{drawn.One("k", 0.5, 0.5, 9.5, 9.5)},
	}
	check(t, "a circle", town.Judge(t)[0], want{indicators.Pass, map[indicators.Cause]float64{indicators.Covered: math.Pi * 300 * 300, indicators.NoFacility: 1e6 - math.Pi*300*300}})
	// A place on the circle is met exactly; Explain agrees without any street.
	if a := town.Here(t, 7.999, 5); !a.Covered || !near(a.Evidence.Counted[0].Cost, 299.9) {
		t.Errorf("inside: %+v", a)
	}
	if a := town.Here(t, 8.001, 5); a.Covered {
		t.Errorf("outside: %+v", a)
	}
}
