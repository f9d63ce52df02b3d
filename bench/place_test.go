package bench_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"circle15/data"
	"circle15/data/batch"
	"circle15/geo"
	"circle15/indicators"
)

// analyst is Las Palmas with its run and one who answers questions about its places.
func analyst(b testing.TB) (*batch.Analyst, *data.RunResult, *data.City) {
	b.Helper()
	c, frame := city(b, lasPalmas(b))
	file, ok := indicators.Embedded("baoji-convenience-2023")
	if !ok {
		b.Fatal("no standard")
	}
	r, err := batch.Compute(context.Background(), c, frame, standard(b, file), file, batch.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a, err := batch.NewAnalyst(context.Background(), &r.Run, c)
	if err != nil {
		b.Fatal(err)
	}
	return a, r, c
}

// gapsAt gives by criterion the cause of the piece in which a place of a community lies.
func gapsAt(r *data.RunResult, community string, at geo.E7) map[string]indicators.Cause {
	out := map[string]indicators.Cause{}
	for i := range r.Results {
		res := &r.Results[i]
		if res.Community != community {
			continue
		}
		for _, p := range res.Pieces {
			if p.Shape.Contains(at) {
				out[res.Criterion] = p.Cause
			}
		}
	}
	return out
}

// borderM is how far a place lies from the border of any piece of a pair.
func borderM(r *data.RunResult, f *geo.Frame, community, criterion string, at geo.E7) float64 {
	best, xy := math.Inf(1), f.XYE7(at)
	for i := range r.Results {
		res := &r.Results[i]
		if res.Community != community || res.Criterion != criterion {
			continue
		}
		for _, p := range res.Pieces {
			for _, poly := range p.Shape {
				for _, ring := range poly {
					for k, a := range ring {
						best = min(best, toLine(xy, f.XYE7(a), f.XYE7(ring[(k+1)%len(ring)])))
					}
				}
			}
		}
	}
	return best
}

func toLine(p, a, b geo.XY) float64 {
	d := b.Sub(a)
	t := 0.0
	if l2 := d.X*d.X + d.Y*d.Y; l2 > 0 {
		t = min(max(((p.X-a.X)*d.X+(p.Y-a.Y)*d.Y)/l2, 0), 1)
	}
	return p.Dist(geo.XY{X: a.X + t*d.X, Y: a.Y + t*d.Y})
}

// What explain says of a point of the lattice and what the gap around it says are the same, under every criterion: except within
// 0.2 m of a contour, where the places of both are rounded. Between the points of the lattice a contour is a chord: there they may
// differ where the field is finer than 20 m, at one place in a hundred at most.
func TestExplainSaysWhatTheGapsSay(t *testing.T) {
	if testing.Short() {
		t.Skip("a real city takes seconds")
	}
	a, r, c := analyst(t)
	f := geo.NewFrame(r.Run.Frame.Point())
	rnd := rand.New(rand.NewPCG(20261124, 15))
	for _, lattice := range []bool{true, false} {
		asked, off, differ := 0, 0, 0
		for places := 0; places < 400; {
			k := &c.Communities[rnd.IntN(len(c.Communities))]
			box := k.Shape.Box()
			at := geo.E7{Lon: box.Min.Lon + int32(rnd.IntN(int(box.Max.Lon-box.Min.Lon))), Lat: box.Min.Lat + int32(rnd.IntN(int(box.Max.Lat-box.Min.Lat)))}
			if lattice {
				xy := f.XYE7(at)
				at = f.E7(geo.XY{X: math.Round(xy.X/20) * 20, Y: math.Round(xy.Y/20) * 20})
			}
			if !k.Shape.Contains(at) {
				continue
			}
			places++
			e, err := a.Explain(context.Background(), at, "")
			if err != nil {
				t.Fatal(err)
			}
			if e.Community.ID != k.ID {
				continue
			}
			gaps := gapsAt(r, k.ID, at)
			for i := range e.Criteria {
				h := &e.Criteria[i]
				want, ok := gaps[h.Criterion]
				asked++
				if ok && want == h.Cause && h.Covered == (want == indicators.Covered) {
					continue
				}
				differ++
				if d := borderM(r, f, k.ID, h.Criterion, at); d > 0.2 {
					off++
					if lattice {
						t.Errorf("%v in %s, %s: explain says %q, the gap %q, %.2f m from its border", at.Point(), k.ID, h.Criterion, h.Cause, want, d)
					}
				}
			}
		}
		if off*100 > asked {
			t.Errorf("%d of %d answers differ", off, asked)
		}
		t.Logf("lattice %v: %d answers, %d differ, %d of them farther than 0.2 m from a contour", lattice, asked, differ, off)
	}
}

// someplaces are places where people live.
func somePlaces(c *data.City) []geo.E7 {
	rnd := rand.New(rand.NewPCG(15, 1))
	out := make([]geo.E7, 500)
	for i := range out {
		out[i] = c.Residents.At[rnd.IntN(len(c.Residents.At))]
	}
	return out
}

// quantiles reports the median and the 99th percentile of what a question takes.
func quantiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
}

// All criteria at a place, with their ways.
func BenchmarkLasPalmasExplain(b *testing.B) {
	a, _, c := analyst(b)
	places := somePlaces(c)
	for _, p := range places { // communities that are asked as a whole are judged once
		if _, err := a.Explain(context.Background(), p, ""); err != nil {
			b.Fatal(err)
		}
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		if _, err := a.Explain(context.Background(), places[i%len(places)], ""); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	quantiles(b, took)
}

// Where one comes from a place.
func BenchmarkLasPalmasReach(b *testing.B) {
	a, _, c := analyst(b)
	places := somePlaces(c)
	for _, q := range []struct {
		name    string
		profile string
		minutes []float64
	}{{"walk=15", "walk", []float64{5, 10, 15}}, {"wheelchair=15", "wheelchair", []float64{5, 10, 15}}, {"walk=60", "walk", []float64{15, 30, 60}},
		{"bike=15", "bike", []float64{5, 10, 15}}, {"bike=60", "bike", []float64{15, 30, 60}}} {
		b.Run(q.name, func(b *testing.B) {
			if _, err := a.Reach(context.Background(), indicators.ReachQuery{At: places[0], Minutes: q.minutes, Profile: q.profile}); err != nil {
				b.Fatal(err)
			}
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				begin := time.Now()
				if _, err := a.Reach(context.Background(), indicators.ReachQuery{At: places[i%len(places)], Minutes: q.minutes, Profile: q.profile}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
			}
			quantiles(b, took)
		})
	}
}
