package surface_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"circle15/geo"
	"circle15/geo/plane"
	"circle15/geo/surface"
)

// frames at the equator, at Baoji, at 60° north and in the south: the lattice lies askew to parallels in each of them.
var frames = []*geo.Frame{
	geo.NewFrame(orb.Point{107, 0}), frame, geo.NewFrame(orb.Point{25, 60}), geo.NewFrame(orb.Point{-71, -33.5}),
}

// rectangle has its sides along parallels and meridians, w by h metres.
func rectangle(f *geo.Frame, x, y, w, h float64) geo.Ring {
	a, b := f.E7(geo.XY{X: x, Y: y}), f.E7(geo.XY{X: x + w, Y: y + h})
	return geo.Ring{a, {Lon: b.Lon, Lat: a.Lat}, b, {Lon: a.Lon, Lat: b.Lat}}
}

func reversed(r geo.Ring) geo.Ring {
	out := make(geo.Ring, len(r))
	for i := range r {
		out[i] = r[len(r)-1-i]
	}
	return out
}

// drawnStar is a star drawn by rapid.
func drawnStar(t *rapid.T, f *geo.Frame, at geo.XY, radius float64, name string) geo.Ring {
	n := rapid.IntRange(3, 16).Draw(t, name+" corners")
	var out geo.Ring
	for k := range n {
		s, c := math.Sincos(2 * math.Pi * float64(k) / float64(n))
		d := radius * float64(rapid.IntRange(50, 100).Draw(t, name+" distance")) / 100
		out = append(out, f.E7(geo.XY{X: at.X + d*c, Y: at.Y + d*s}))
	}
	return out
}

// community is a shape of the kinds that trouble a lattice: with holes, of several parts, smaller than a cell, with sides of
// more than a kilometre, along parallels.
func community(t *rapid.T, f *geo.Frame) geo.MultiPolygon {
	at := geo.XY{X: float64(rapid.IntRange(-40000, 40000).Draw(t, "x")), Y: float64(rapid.IntRange(-40000, 40000).Draw(t, "y"))}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0: // smaller than a cell
		return geo.MultiPolygon{{drawnStar(t, f, at, float64(rapid.IntRange(2, 15).Draw(t, "radius")), "tiny")}}
	case 1: // a rectangle along parallels and meridians, some with sides of over 1 km
		w, h := float64(rapid.IntRange(5, 1500).Draw(t, "w")), float64(rapid.IntRange(5, 400).Draw(t, "h"))
		return geo.MultiPolygon{{rectangle(f, at.X, at.Y, w, h)}}
	case 2: // a long thin triangle
		l := float64(rapid.IntRange(1000, 3000).Draw(t, "length"))
		return geo.MultiPolygon{{geo.Ring{f.E7(at), f.E7(geo.XY{X: at.X + l, Y: at.Y + l/7}), f.E7(geo.XY{X: at.X + l/2, Y: at.Y + l/5})}}}
	case 3: // a star with a hole in it and an island in the hole
		r := float64(rapid.IntRange(60, 500).Draw(t, "radius"))
		return geo.MultiPolygon{
			{drawnStar(t, f, at, r, "shell"), reversed(drawnStar(t, f, at, r*0.45, "hole"))},
			{drawnStar(t, f, at, r*0.2, "island")},
		}
	case 4: // two parts far from each other, one tiny
		return geo.MultiPolygon{{drawnStar(t, f, at, 200, "part")}, {rectangle(f, at.X+400, at.Y, 7, 9)}}
	}
	r := float64(rapid.IntRange(30, 600).Draw(t, "radius"))
	return geo.MultiPolygon{{drawnStar(t, f, at, r, "star")}}
}

// field is a labelling by discs and half-planes.
func field(t *rapid.T, box [2]geo.XY) func(geo.XY) surface.Label {
	type disc struct {
		geo.XY
		reach float64
		label surface.Label
	}
	var ds []disc
	w, h := box[1].X-box[0].X, box[1].Y-box[0].Y
	for range rapid.IntRange(1, 8).Draw(t, "discs") {
		ds = append(ds, disc{
			geo.XY{X: box[0].X + w*float64(rapid.IntRange(-20, 120).Draw(t, "dx"))/100, Y: box[0].Y + h*float64(rapid.IntRange(-20, 120).Draw(t, "dy"))/100},
			max(w, h) * float64(rapid.IntRange(2, 80).Draw(t, "reach")) / 100, surface.Label(rapid.IntRange(0, 3).Draw(t, "label")),
		})
	}
	return func(p geo.XY) surface.Label {
		best, l := math.Inf(1), surface.Label(0)
		for _, d := range ds {
			if m := p.Dist(d.XY); m <= d.reach && m < best {
				best, l = m, d.label
			}
		}
		return l
	}
}

func boxOf(f *geo.Frame, m geo.MultiPolygon) [2]geo.XY {
	b := m.Box()
	return [2]geo.XY{f.XYE7(b.Min), f.XYE7(b.Max)}
}

// overlap is the area that two shapes share, in square units.
func overlap(t interface{ Fatal(...any) }, a, b geo.MultiPolygon) float64 {
	g, err := geom.Intersection(toGeom(a), toGeom(b))
	if err != nil {
		t.Fatal(err)
	}
	return g.Area()
}

// Whatever the shape and the labels, the parts are valid polygons, share no area, and add up to the community.
func TestPartsOfAnyShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(frames).Draw(t, "frame")
		shape := community(t, f)
		if plane.Validate(shape) != nil || shape[0][0].DoubleArea() <= 0 {
			t.Skip("not a shape")
		}
		at := field(t, boxOf(f, shape))
		step := rapid.SampledFrom([]float64{10, 20}).Draw(t, "step")
		plan := surface.NewPlan(shape, f, step)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, p := range parts.List {
			sum += p.AreaM2
			if err := plane.Validate(p.Shape); err != nil {
				t.Fatalf("label %d: %v", p.Label, err)
			}
			if i > 0 && parts.List[i-1].Label >= p.Label {
				t.Fatal("the parts are not sorted by label")
			}
			for _, q := range parts.List[:i] {
				if a := overlap(t, p.Shape, q.Shape); a > 0 {
					t.Fatalf("labels %d and %d overlap by %v square units", q.Label, p.Label, a)
				}
			}
		}
		if whole := shape.AreaM2(); math.Abs(sum-whole) > 1e-4*whole+0.1 {
			t.Fatalf("the parts have %.4f m² of %.4f", sum, whole)
		}
	})
}

// The middle of a cell in which three labels meet lies on the border of a community, to the unit: the contours that end there cross the
// border in one place, and their order along it decides which label comes next. It was once left to chance.
func TestContoursThatEndOnTheBorder(t *testing.T) {
	type disc struct {
		x, y, reach float64
		label       surface.Label
	}
	f := geo.NewFrame(orb.Point{107, 0})
	for _, c := range []struct {
		x, y, w, h float64
		discs      []disc
	}{
		{-1, 0, 6, 144, []disc{{-1, 0, 7.2, 1}, {-1, 0, 10.08, 2}}},
		{29, 1, 6, 14, []disc{{29, 1, 0.28, 0}, {29, 2.54, 7.56, 2}, {29, 17.8, 2.52, 1}, {29, 1, 6.16, 1}}},
		// No contour crosses the border there, one only touches it: the ring of a part touched itself.
		{2, 15, 19, 203, []disc{{2, 19.06, 8.12, 0}, {9.22, 29.21, 14.21, 1}, {2, 12.97, 18.27, 2}}},
	} {
		shape := geo.MultiPolygon{{rectangle(f, c.x, c.y, c.w, c.h)}}
		lo := f.XYE7(shape[0][0][0]) // the discs are drawn from the rounded corner
		at := func(p geo.XY) surface.Label {
			best, l := math.Inf(1), surface.Label(0)
			for _, d := range c.discs {
				if m := p.Dist(geo.XY{X: d.x - c.x + lo.X, Y: d.y - c.y + lo.Y}); m <= d.reach && m < best {
					best, l = m, d.label
				}
			}
			return l
		}
		plan := surface.NewPlan(shape, f, 10)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Errorf("%v m by %v m: %v", c.w, c.h, err)
			continue
		}
		for _, p := range parts.List {
			if err := plane.Validate(p.Shape); err != nil {
				t.Errorf("%v m by %v m, label %d: %v", c.w, c.h, p.Label, err)
			}
		}
	}
}

// Two communities that share a border have, under one labelling, parts that meet along it: together the parts of one label
// are those of the community that both make up, up to what rounding on the border gives.
func TestNeighboursAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(frames).Draw(t, "frame")
		// A rectangle cut by a zigzag.
		x, w, h := float64(rapid.IntRange(-3000, 3000).Draw(t, "x")), 600.0, 400.0
		outer := rectangle(f, x, 0, w, h)
		var zigzag geo.Ring
		mid := int64(outer[0].Lon) + (int64(outer[1].Lon)-int64(outer[0].Lon))/2
		n := rapid.IntRange(1, 6).Draw(t, "corners")
		for k := range n + 2 {
			lat := outer[0].Lat + int32(int64(outer[3].Lat-outer[0].Lat)*int64(k)/int64(n+1))
			zigzag = append(zigzag, geo.E7{Lon: int32(mid) + int32(rapid.IntRange(-8000, 8000).Draw(t, "bend")), Lat: lat})
		}
		left := append(append(geo.Ring{outer[0]}, zigzag...), outer[3])
		right := append(append(geo.Ring{outer[2]}, reversed(zigzag)...), outer[1])
		both := append(geo.Ring{outer[0], zigzag[0], outer[1], outer[2], zigzag[n+1]}, outer[3])
		at := field(t, boxOf(f, geo.MultiPolygon{{both}}))
		areas := func(r geo.Ring) (out [4]float64) {
			plan := surface.NewPlan(geo.MultiPolygon{{r}}, f, 20)
			parts, err := plan.Split(ask(plan, at), labels(at))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range parts.List {
				out[p.Label] = p.AreaM2
			}
			return out
		}
		l, r, b := areas(left), areas(right), areas(both)
		for k := range b {
			// Where a contour crosses the border, each of the two slides the crossing by up to 2.8 m to a whole unit near
			// its border, which turns over a triangle of at most 2.8 · 20 / 2 = 28 m²; few crossings slide far.
			if d := math.Abs(l[k] + r[k] - b[k]); d > 60 {
				t.Fatalf("label %d: %v m² and %v m² apart, %v m² together", k, l[k], r[k], b[k])
			}
		}
	})
}

// A raster of 2 m asks the label of smooth fields everywhere. On a lattice of 20 m the parts have the same areas within a
// thousandth of the community: a circle's contour of radius R is cut short by h²/12R per metre, 20²/(12·200) = 0.17 m
// at R = 200 m, along some hundred metres.
func TestAreasAgainstARaster(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 10))
	for n := range 6 {
		shape := star(r, geo.XY{X: 20 * r.Float64(), Y: 20 * r.Float64()}, 500+200*r.Float64(), 5+r.IntN(20), n%3 == 0)
		if plane.Validate(shape) != nil {
			continue
		}
		at := smooth(r)
		plan := surface.NewPlan(shape, frame, 20)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Fatal(err)
		}
		count, all := raster(shape, at)
		for l, c := range count {
			got := 0.0
			if p := parts.Part(surface.Label(l)); p != nil {
				got = p.AreaM2
			}
			if d := math.Abs(got - c); d > 1e-3*all {
				t.Errorf("shape %d, label %d: %.0f m², the raster has %.0f of %.0f (%.3f %%)", n, l, got, c, all, 100*d/all)
			}
		}
	}
}

// smooth is a field of three labels whose contours are circles of 250 to 600 m.
func smooth(r *rand.Rand) func(geo.XY) surface.Label {
	a := geo.XY{X: 600*r.Float64() - 300, Y: 600*r.Float64() - 300}
	near, far := 250+100*r.Float64(), 400+200*r.Float64()
	return func(p geo.XY) surface.Label {
		switch d := p.Dist(a); {
		case d <= near:
			return 0
		case d <= far:
			return 1
		}
		return 2
	}
}

// raster counts the square metres of each label, by squares of 2 m and their middles.
func raster(shape geo.MultiPolygon, at func(geo.XY) surface.Label) (count [3]float64, all float64) {
	for y := -749.0; y < 750; y += 2 {
		for x := -749.0; x < 750; x += 2 {
			p := geo.XY{X: x, Y: y}
			if shape.Contains(frame.E7(p)) {
				count[at(p)] += 4
				all += 4
			}
		}
	}
	return count, all
}

// Every place of a contour is found by bisection: those of a disc lie on its circle, within the tolerance of 0.02 m and the
// rounding of places; those at most 0.1 m from a point of the lattice are moved that far from it.
func TestContoursLieWhereTheLabelChanges(t *testing.T) {
	shape := geo.MultiPolygon{{rectangle(frame, -500, -500, 1000, 1000)}}
	for _, radius := range []float64{123.4, 300, 437.77} {
		at := func(p geo.XY) surface.Label {
			if math.Hypot(p.X, p.Y) <= radius {
				return 1
			}
			return 0
		}
		plan := surface.NewPlan(shape, frame, 20)
		parts, err := plan.Split(ask(plan, at), labels(at))
		if err != nil {
			t.Fatal(err)
		}
		ring := parts.Part(1).Shape[0][0]
		if least := int(5 * radius / 20); len(ring) < least {
			t.Errorf("a circle of %v m has %d places, want at least %d", radius, len(ring), least)
		}
		for _, e := range ring {
			p := frame.XYE7(e)
			if d := math.Abs(math.Hypot(p.X, p.Y) - radius); d > 0.03 && (d > 0.13 || toLattice(p) > 0.13) {
				t.Errorf("%v lies %.3f m off a circle of %v m", p, d, radius)
			}
		}
	}
}

// toLattice is how far p lies from the nearest point of a lattice of 20 m.
func toLattice(p geo.XY) float64 {
	return math.Hypot(p.X-20*math.Round(p.X/20), p.Y-20*math.Round(p.Y/20))
}

// A community under one label is one part: its own shape, to the bit.
func TestUniformIsTheShapeItself(t *testing.T) {
	shape := geo.MultiPolygon{{rectangle(frame, 3, 3, 333, 222)}}
	plan := surface.NewPlan(shape, frame, 20)
	at := func(geo.XY) surface.Label { return 7 }
	parts, err := plan.Split(ask(plan, at), labels(at))
	if err != nil || len(parts.List) != 1 || parts.List[0].Label != 7 || parts.List[0].AreaM2 != shape.AreaM2() {
		t.Fatalf("%+v, %v", parts, err)
	}
	for i, p := range parts.List[0].Shape[0][0] {
		if p != shape[0][0][i] {
			t.Error("the shape has changed")
		}
	}
	if l := parts.LabelAt(shape.Inside(), frame.XYE7(shape.Inside())); l != 7 {
		t.Errorf("inside it the label is %d", l)
	}
}

// A plan serves split after split, and remembers nothing of the last.
func TestPlanServesTwice(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 11))
	shape := star(r, geo.XY{}, 400, 12, true)
	one, two := places(r, 400, 6), places(r, 400, 6)
	plan := surface.NewPlan(shape, frame, 20)
	first, err := plan.Split(ask(plan, one), labels(one))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Split(ask(plan, two), labels(two)); err != nil {
		t.Fatal(err)
	}
	again, err := plan.Split(ask(plan, one), labels(one))
	if err != nil || len(first.List) != len(again.List) {
		t.Fatalf("%d parts, then %d: %v", len(first.List), len(again.List), err)
	}
	for i := range first.List {
		if first.List[i].AreaM2 != again.List[i].AreaM2 {
			t.Errorf("label %d: %v m², then %v", first.List[i].Label, first.List[i].AreaM2, again.List[i].AreaM2)
		}
	}
}
