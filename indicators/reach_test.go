package indicators_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// inMinutes is a criterion in minutes, walked at 1 m/s.
const inMinutes = "category: shop, measure: nearest, limit: {minutes: 15}"

func reach(t *testing.T, s *indicators.Scene, q indicators.ReachQuery) *indicators.Reached {
	t.Helper()
	r, err := s.Reach(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A plane of streets every 27 m, which is no multiple of the lattice. From a junction a place x east and y north costs |x| + |y| if
// the street it attaches to lies towards the start, else twice its distance to that street more: one half of the places, with a
// distance that is the least of two between 0 and 13.5 m, 4.5 m on average. The diamond of 2·r² loses its border of 4·r·dr
// over 4.5 m: 2·r² - 18·r.
func TestIsochroneOfADenseGrid(t *testing.T) {
	town := drawn.Town{Map: strings.Repeat(strings.Repeat("+", 70)+"\n", 70), CellM: 27, Legend: shop(), Criterion: inMinutes}
	start := town.At(35, 35)
	r := reach(t, town.Scene(t), indicators.ReachQuery{At: start, Minutes: []float64{5, 10}})
	tolerance := []float64{0.015, 0.005} // the jumps within a cell of the lattice are seen by chance
	for i, b := range r.Bands {
		m := b.Minutes * 60
		if want := 2*m*m - 18*m; math.Abs(b.AreaM2/want-1) > tolerance[i] {
			t.Errorf("%v min: %.0f m², want %.0f (%.2f %%)", b.Minutes, b.AreaM2, want, 100*(b.AreaM2/want-1))
		}
		// Its corners lie on the streets through the start, as far as the lattice sees them.
		box := b.Shape.Box()
		for _, side := range []float64{geo.SegmentM(geo.E7{Lon: box.Min.Lon, Lat: start.Lat}, start), geo.SegmentM(geo.E7{Lon: start.Lon, Lat: box.Max.Lat}, start)} {
			if side > m+0.1 || side < m-r.LatticeM {
				t.Errorf("%v min: it reaches %.2f m, want %.0f", b.Minutes, side, m)
			}
		}
	}
	if r.LatticeM != 20 || r.Unlinked || r.People || r.Community != nil {
		t.Errorf("got %+v", r)
	}
}

// A street of 2,900 m; from 50 m beside its middle 5 minutes leave 250 m along it to each side. Beside it lie the places with
// 50 + |x| + |y| ≤ 300, |y| ≤ 200: 2·250² - 2·50² = 120,000 m². The shops, 100, 300 and 500 m along it, are 150, 350 and
// 550 m away.
func TestReachAlongAStreet(t *testing.T) {
	town := drawn.Town{
		Map: "---------------S-S-S----------\n               9   9          ", Legend: shop(), Criterion: inMinutes,
		Communities: []drawn.Area{drawn.One("k", 10, 0, 20, 1)},
	}
	s := town.Scene(t)
	r := reach(t, s, indicators.ReachQuery{At: town.At(14, 0.5), Minutes: []float64{5, 10}, Streets: true})
	if b := r.Bands[0]; math.Abs(b.AreaM2-120_000) > 250 {
		t.Errorf("5 min: %.0f m², want 120,000", b.AreaM2)
	}
	// The nine of column 15 live 100 m beside the street and 100 m along it: 250 m. Those of column 19: 650 m.
	if r.Bands[0].Milli != 9000 || r.Bands[1].Milli != 9000 || !r.People || r.Community == nil || r.Community.ID != "k" {
		t.Errorf("%d and %d residents in thousandths, community %v", r.Bands[0].Milli, r.Bands[1].Milli, r.Community)
	}
	c := r.Criteria[0]
	if !slices.Equal(c.Totals, []int{1, 3}) || len(c.Nearest) != 3 || c.Nearest[0].Facility != "S1" || !near(c.Nearest[2].Cost, 550) {
		t.Errorf("got %+v", c)
	}
	// The streets: 250 m to each side in the first band, 300 m more in the second, cut at the limits.
	length := [2]float64{}
	for _, l := range r.Lines {
		m := 0.0
		for i := 1; i < len(l.Line); i++ {
			m += geo.SegmentM(l.Line[i-1], l.Line[i])
		}
		length[l.Band] += m
		if limit := r.Bands[l.Band].Limit; l.FromCost > limit+1 || l.ToCost > limit+1 || l.Band == 1 && min(l.FromCost, l.ToCost) < r.Bands[0].Limit {
			t.Errorf("a stretch from %d to %d in band %d", l.FromCost, l.ToCost, l.Band)
		}
	}
	if math.Abs(length[0]-500) > 0.1 || math.Abs(length[1]-600) > 0.1 {
		t.Errorf("%.1f and %.1f m of streets, want 500 and 600", length[0], length[1])
	}
	// From a shop: the same street, without a leg.
	f := reach(t, s, indicators.ReachQuery{Facility: "S1", Minutes: []float64{5}})
	if f.Facility == nil || f.At != town.At(15, 0) || f.Criteria[0].Totals[0] != 2 || math.Abs(f.Bands[0].AreaM2-(2*300*300-2*100*100)) > 200 {
		t.Errorf("from a shop: %+v", f)
	}
}

// Bands contain each other, hold the streets that are reached, and a facility is counted exactly if the way to it says so.
func TestReachOfRandomTowns(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 25))
	limits := []float64{2, 4, 7}
	counted, inside := 0, 0
	for range 25 {
		rows := make([]string, 10)
		for i := range rows {
			for range 16 {
				rows[i] += string([]rune("+++++--||~xS ")[r.IntN(13)])
			}
		}
		town := drawn.Town{Map: strings.Join(rows, "\n"), Legend: shop(), Criterion: inMinutes, CellM: 60}
		s := town.Scene(t)
		at := town.At(r.Float64()*16, r.Float64()*10)
		got := reach(t, s, indicators.ReachQuery{At: at, Minutes: limits, Streets: true})
		for i := range limits {
			if i > 0 && got.Bands[i].AreaM2 < got.Bands[i-1].AreaM2 {
				t.Errorf("more minutes, less area: %v", got.Bands)
			}
		}
		for range 200 {
			p := town.At(r.Float64()*16, r.Float64()*10)
			for i := 1; i < len(limits); i++ {
				if got.Bands[i-1].Shape.Contains(p) && !got.Bands[i].Shape.Contains(p) {
					t.Fatalf("%v lies in band %d and not in the next", p, i-1)
				}
			}
		}
		for _, l := range got.Lines {
			// The middle of a piece, which is cut at the limits: where two streets cross on a bridge, a place attaches to either.
			p, q := l.Line[0], l.Line[1]
			mid := geo.E7{Lon: (p.Lon + q.Lon) / 2, Lat: (p.Lat + q.Lat) / 2}
			if geo.SegmentM(p, q) > 10 {
				if inside++; !got.Bands[l.Band].Shape.Contains(mid) {
					t.Errorf("a street of band %d lies outside of it at %v", l.Band, mid)
				}
			}
		}
		e, err := s.NewAssessor().Explain(context.Background(), at, "")
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range limits {
			want := 0
			for _, v := range e.Criteria[0].Evidence.Counted {
				if float64(v.Cost) <= m*indicators.CostsPerMinute {
					want++
				}
			}
			if have := got.Criteria[0].Totals[i]; have != want && e.Criteria[0].Evidence.Total <= indicators.MostCounted {
				t.Errorf("%d within %v minutes, the evidence has %d", have, m, want)
			}
			counted += want
		}
	}
	if counted < 50 || inside < 50 {
		t.Errorf("%d counted, %d stretches: the test tests too little", counted, inside)
	}
}

func TestReachWithoutAStreet(t *testing.T) {
	town := drawn.Town{Map: "-----S---------\n~~~~~~~~~~~~~~~\n\n\n ", Legend: shop(), Criterion: inMinutes}
	r := reach(t, town.Scene(t), indicators.ReachQuery{At: town.At(5, 1.5), Minutes: []float64{5}, Streets: true})
	if !r.Unlinked || len(r.Streets) != 1 || !slices.Equal(r.Streets[0].Crossed, []string{"water"}) || diff(r.Streets[0].LegM, 150) > 0.15 {
		t.Errorf("streets: %+v", r.Streets)
	}
	if len(r.Bands) != 1 || r.Bands[0].AreaM2 != 0 || len(r.Bands[0].Shape) != 0 || len(r.Lines) != 0 || r.Criteria[0].Totals[0] != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestReachRefuses(t *testing.T) {
	town := drawn.Town{Map: "-----S---------", Legend: shop(), Criterion: inMinutes}
	s := town.Scene(t)
	at := town.At(5, 0)
	for _, c := range []struct {
		q         indicators.ReachQuery
		parameter string
	}{
		{indicators.ReachQuery{At: at}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{0}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{math.NaN()}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{61}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{5, 5}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{10, 5}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{1, 2, 3, 4, 5, 6}}, "minutes"},
		{indicators.ReachQuery{At: at, Minutes: []float64{5}, Profile: "car"}, "profile"},
		{indicators.ReachQuery{Facility: "T1", Minutes: []float64{5}}, "facility"},
	} {
		_, err := s.Reach(context.Background(), c.q)
		var bad *indicators.ReachError
		if !errors.As(err, &bad) || bad.Parameter != c.parameter || len(bad.Allowed) == 0 {
			t.Errorf("%+v: %v", c.q, err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Reach(ctx, indicators.ReachQuery{At: at, Minutes: []float64{5}}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if r := reach(t, s, indicators.ReachQuery{At: at, Minutes: []float64{60}}); r.Bands[0].AreaM2 == 0 {
		t.Error("60 minutes are allowed")
	}
}
