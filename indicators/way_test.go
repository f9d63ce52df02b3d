package indicators_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// told is a way in short: its roles, and per step the kind, the street and the whole metres.
func told(w indicators.Way) (roles string, kinds []indicators.StepKind, streets []string, metres []int) {
	for _, r := range w.Roles {
		roles = strings.TrimSpace(roles + " " + string(r))
	}
	for _, s := range w.Steps {
		kinds, streets, metres = append(kinds, s.Kind), append(streets, s.Street), append(metres, int(s.Metres+0.5))
	}
	return roles, kinds, streets, metres
}

// holdsTogether says what is wrong with a way: its steps must add up to its cost and follow each other along its line, and the line
// must be as long as the steps say.
func holdsTogether(w *indicators.Way) string {
	cost, at, lineM, stepsM := uint32(0), 0, 0.0, 0.0
	for _, s := range w.Steps {
		if s.First != at || s.Last < s.First {
			return "a step does not begin where the last one ends"
		}
		at = s.Last
		cost += s.Cost
		stepsM += s.Metres
	}
	for i := 1; i < len(w.Line); i++ {
		lineM += geo.SegmentM(w.Line[i-1], w.Line[i])
	}
	switch {
	case cost != w.Cost:
		return "the steps do not add up to the cost"
	case len(w.Line) < 2 || at != len(w.Line)-1:
		return "the steps do not lead to the end of the line"
	// Places are rounded to 8 mm, steps to a centimetre; along a frame a metre is off by 45 µm.
	case diff(lineM, w.Metres) > 0.05+0.02*float64(len(w.Line))+5e-5*w.Metres:
		return "the line is not as long as the way"
	case diff(stepsM, w.Metres) > 0.01*float64(len(w.Steps)+1):
		return "the steps are not as long as the way"
	}
	return ""
}

func diff(a, b float64) float64 { return max(a-b, b-a) }

// A shop beyond a river with one bridge. From 50 m beside the west end of the southern street: 50 m to it, 400 m east, 400 m north
// over the bridge (one street of the drawing), 400 m west to the shop, which stands on the street.
func TestTheWayOverTheOneBridge(t *testing.T) {
	town := drawn.Town{
		Map: `
S---+---
    |
~~~~H~~~~
    |
+---+---`,
		Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 1000}",
	}
	a := town.Here(t, 0, 4.5)
	if a.Covered || a.Cause != indicators.Detour || len(a.Ways) != 1 {
		t.Fatalf("got %+v", a)
	}
	w := a.Ways[0]
	roles, kinds, streets, metres := told(w)
	if roles != "nearest deciding missed" || !near(w.Cost, 1250) || !slices.Equal(w.Crossed, []string{"water"}) || diff(w.StraightM, 450) > 0.1 {
		t.Errorf("%s: %d, %v m in a straight line over %v", roles, w.Cost, w.StraightM, w.Crossed)
	}
	if !slices.Equal(kinds, []indicators.StepKind{"access", "path", "path", "path"}) || !slices.Equal(metres, []int{50, 400, 400, 400}) {
		t.Errorf("steps: %v, %v, %v", kinds, streets, metres)
	}
	if slices.Contains(streets[1:], "") || streets[1] == streets[2] || streets[2] == streets[3] {
		t.Errorf("streets: %q", streets)
	}
	if wrong := holdsTogether(&w); wrong != "" {
		t.Error(wrong)
	}
	if w.Line[0] != town.At(0, 4.5) || w.Line[len(w.Line)-1] != w.To || w.To != town.At(0, 0) {
		t.Errorf("it leads from %v to %v", w.Line[0], w.Line[len(w.Line)-1])
	}
	if n := a.Nearby; n == nil || n.Facility != "S1" || diff(n.StraightM, 450) > 0.1 || !slices.Equal(n.Crossed, []string{"water"}) {
		t.Errorf("nearby: %+v", n)
	}
	// With exactly that limit it is covered, and the same way is told.
	town.Criterion = "category: shop, measure: nearest, limit: {metres: " + decimal(w.Cost) + "}"
	if b := town.Here(t, 0, 4.5); !b.Covered || b.Ways[0].Cost != w.Cost || len(b.Ways[0].Roles) != 2 || b.Nearby != nil {
		t.Errorf("at the limit: %+v", b)
	}
}

// Four shops 100, 300, 500 and 700 m along a street, 10 m beside it, of which two are needed within 600 m.
func TestWhichWaysAreTold(t *testing.T) {
	town := drawn.Town{Map: `--S-S-S-S---------`, Legend: shop(), Criterion: "category: shop, measure: count, threshold: 2, limit: {metres: 600}"}
	for _, c := range []struct {
		name    string
		col     float64
		covered bool
		want    []string // roles and facility
	}{
		{"the first is nearest, the second decides; nothing is missed", 1, true, []string{"nearest S1", "deciding S2"}},
		// From 14.5 cells the last shop is 650 m away: 800 m is 200 m beyond.
		{"what is missed is what decides", 13, false, []string{"nearest S4", "deciding missed S3"}},
		{"nothing within 600 m: the nearest is missed", 14.5, false, []string{"nearest missed S4", "deciding S3"}},
	} {
		a := town.Here(t, c.col, 0)
		var got []string
		for i := range a.Ways {
			roles, _, _, _ := told(a.Ways[i])
			got = append(got, roles+" "+a.Ways[i].Facility)
			if wrong := holdsTogether(&a.Ways[i]); wrong != "" {
				t.Errorf("%s: %s", c.name, wrong)
			}
		}
		if a.Covered != c.covered || !slices.Equal(got, c.want) {
			t.Errorf("%s: covered %v, %q, want %q", c.name, a.Covered, got, c.want)
		}
	}
}

// Where the limit is a straight line, so is the way, and it says what it crosses.
func TestTheStraightWay(t *testing.T) {
	town := drawn.Town{
		Map: `
----S----
~~~~~~~~~

---------`,
		Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 400, mode: straight}",
	}
	a := town.Here(t, 4, 3)
	if !a.Covered || len(a.Ways) != 1 || len(a.Ways[0].Steps) != 1 || a.Ways[0].Steps[0].Kind != indicators.StepStraight ||
		!near(a.Ways[0].Cost, 300) || !slices.Equal(a.Ways[0].Crossed, []string{"water"}) {
		t.Fatalf("got %+v", a)
	}
	if wrong := holdsTogether(&a.Ways[0]); wrong != "" {
		t.Error(wrong)
	}
}

// A park of 200 m by 200 m beside a street, with one gate in the middle of its far side, on a street of its own. The way ends at
// the gate, not in the middle of the park.
func TestTheWayToAnArea(t *testing.T) {
	town := drawn.Town{
		Map: `
+---------+
|         |
|         |
|         |
+---------+`,
		Criterion: "category: park, measure: nearest, limit: {metres: 2000}",
	}
	gate := town.At(5, 0.2) // 20 m beside the northern street
	in := town.Input()
	in.Facilities = []indicators.Facility{{ID: "p", Category: "park", Layer: "own", At: town.At(5, 1.2), Entrances: []geo.E7{gate},
		Outline: []geo.Ring{{town.At(4, 2.2), town.At(6, 2.2), town.At(6, 0.2), town.At(4, 0.2)}}}}
	in.Layers = []indicators.LayerInfo{{Name: "own", Complete: true, Categories: []string{"park"}}}
	e, err := drawn.SceneOf(t, in, town.File()).NewAssessor().Explain(context.Background(), town.At(2, 0), "c")
	if err != nil {
		t.Fatal(err)
	}
	// 300 m along the northern street and 20 m to the gate.
	w := e.Criteria[0].Ways[0]
	if !near(w.Cost, 320) || w.Line[len(w.Line)-1] != gate || w.To != town.At(5, 1.2) {
		t.Errorf("got %+v", w)
	}
	if wrong := holdsTogether(&w); wrong != "" {
		t.Error(wrong)
	}
}

// A place far from any street tells the nearest one and what lies between.
func TestNoStreetNear(t *testing.T) {
	town := drawn.Town{
		Map: `
-----S---------
~~~~~~~~~~~~~~~


 `,
		Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 600}",
	}
	e, err := town.Scene(t).NewAssessor().Explain(context.Background(), town.At(5, 3), "")
	if err != nil {
		t.Fatal(err)
	}
	s := e.Streets[0]
	if len(e.Streets) != 1 || !s.Unlinked || diff(s.LegM, 300) > 0.15 || !slices.Equal(s.Crossed, []string{"water"}) {
		t.Errorf("streets: %+v", e.Streets)
	}
	if a := e.Criteria[0]; a.Cause != indicators.Unlinked || len(a.Ways) != 0 || a.Nearby == nil || diff(a.Nearby.StraightM, 300) > 0.1 {
		t.Errorf("got %+v", a)
	}
}

// A criterion of the community as a whole is answered as the community is judged, from every place of it.
func TestExplainOfAWholeCommunity(t *testing.T) {
	town := drawn.Town{
		Map: `S-------------------`, Legend: shop(), Criterion: "category: shop, measure: nearest, limit: {metres: 500}, scope: any",
		Communities: []drawn.Area{drawn.One("near", 4, 0, 12, 0), drawn.One("far", 13, 0, 19, 0)},
	}
	results := town.Judge(t)
	for i, col := range []float64{11, 14} { // from both the shop is beyond 500 m
		a := town.Here(t, col, 0)
		if want := results[i].Pieces[0].Cause; a.Cause != want || a.Covered != (want == indicators.Covered) || a.Scope != indicators.Anywhere || a.Have != results[i].Have {
			t.Errorf("at %v: %+v, the community: %q", col, a, want)
		}
	}
	if results[0].Pieces[0].Cause == results[1].Pieces[0].Cause {
		t.Error("both communities are alike: the test tests nothing")
	}
}

// On random towns every way costs what the evidence says and holds together, and the answer is that of the surface.
func TestWaysOfRandomTowns(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 24))
	ways := 0
	for range 40 {
		rows := make([]string, 9)
		for i := range rows {
			for range 14 {
				rows[i] += string([]rune("+++++--||xS ")[r.IntN(12)])
			}
		}
		town := drawn.Town{Map: strings.Join(rows, "\n"), Legend: shop(), Criterion: "category: shop, measure: count, threshold: 2, limit: {minutes: 6}"}
		j := town.Scene(t).NewAssessor()
		for range 25 {
			e, err := j.Explain(context.Background(), town.At(r.Float64()*14, r.Float64()*9), "")
			if err != nil {
				t.Fatal(err)
			}
			a := &e.Criteria[0]
			for i := range a.Ways {
				w := &a.Ways[i]
				ways++
				if wrong := holdsTogether(w); wrong != "" {
					t.Fatalf("%s: %+v in\n%s", wrong, w, town.Map)
				}
				for _, role := range w.Roles {
					if role == indicators.RoleDeciding && a.Covered != (w.Cost <= 360_000) || role == indicators.RoleMissed && w.Cost != a.Evidence.Missed.Cost ||
						role == indicators.RoleDeciding && w.Cost != a.Evidence.BreakEven {
						t.Fatalf("%s: %+v of %+v in\n%s", role, w, a, town.Map)
					}
				}
			}
		}
	}
	if ways < 100 {
		t.Errorf("only %d ways", ways)
	}
}
