package demo_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/demo"
	"circle15/data/gtfs"
	"circle15/data/intake"
	"circle15/data/osm"
	"circle15/geo"
	"circle15/indicators"
)

// city imports the files as their commands would.
func city(t *testing.T, seed uint64) *data.City {
	t.Helper()
	dir := t.TempDir()
	m, err := demo.Write(dir, seed)
	if err != nil {
		t.Fatal(err)
	}
	out := &data.City{}
	for _, i := range m.Imports {
		imp, err := read(filepath.Join(dir, i.File), i, out.Communities)
		if err != nil {
			t.Fatal(err)
		}
		if data.Reportable(imp.Findings) {
			t.Errorf("%s: %v", i.File, imp.Findings)
		}
		out.Layers = append(out.Layers, imp.Layer)
		out.Facilities = append(out.Facilities, imp.Facilities...)
		out.Ground = append(out.Ground, imp.Ground...)
		if imp.Streets != nil {
			out.Streets = imp.Streets
		}
		if imp.Communities != nil {
			out.Communities = imp.Communities
		}
		if imp.Residents != nil {
			out.Residents = imp.Residents
		}
		if imp.Table != nil {
			out.Tables = append(out.Tables, *imp.Table)
		}
	}
	return out
}

// read imports a file with the flags that its manifest names.
func read(path string, i demo.Import, communities []indicators.Community) (*data.Import, error) {
	ctx := context.Background()
	flag := func(name string) string {
		if k := slices.Index(i.Flags, name); k >= 0 {
			return i.Flags[k+1]
		}
		return ""
	}
	opt := intake.Options{As: flag("--as"), CategoryFrom: flag("--category-from"), Encoding: flag("--encoding"), Complete: flag("--complete")}
	switch i.Verb {
	case "osm":
		return osm.Read(ctx, path, osm.Options{})
	case "gtfs":
		return gtfs.Read(ctx, path, gtfs.Options{Completeness: data.Complete})
	case "communities":
		return intake.Communities(ctx, path, intake.Options{})
	case "residents":
		return intake.Residents(ctx, path, intake.Options{Weight: "人口", Groups: map[string]string{"elderly": "老人", "children": "儿童"}})
	case "table":
		return intake.Table(ctx, path, intake.TableOptions{Options: opt, Key: flag("--key"), Specs: specs(opt.As), Communities: communities})
	}
	if len(i.Before) > 0 {
		opt.Category = i.Before[0]
	}
	if field, column, found := strings.Cut(flag("--map"), "="); found {
		opt.Map = map[string]string{field: column}
	}
	return intake.Facilities(ctx, path, opt)
}

// specs are what the embedded standards ask of a table.
func specs(name string) []*indicators.TableSpec {
	var out []*indicators.TableSpec
	for _, s := range standards() {
		if spec := s.Table(name); spec != nil {
			out = append(out, spec)
		}
	}
	return out
}

// standards are all that come with the program.
func standards() []*indicators.Standard {
	var out []*indicators.Standard
	for _, id := range indicators.EmbeddedIDs() {
		src, _ := indicators.Embedded(id)
		s, err := indicators.ParseStandard(id, src)
		if err != nil {
			panic(err)
		}
		out = append(out, s)
	}
	return out
}

func TestWriteIsReproducible(t *testing.T) {
	a, b, other := t.TempDir(), t.TempDir(), t.TempDir()
	m, err := demo.Write(a, 15)
	if err != nil {
		t.Fatal(err)
	}
	for dir, seed := range map[string]uint64{b: 15, other: 16} {
		if _, err := demo.Write(dir, seed); err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range m.Imports {
		x, y, z := bytesOf(t, a, i.File), bytesOf(t, b, i.File), bytesOf(t, other, i.File)
		if !bytes.Equal(x, y) {
			t.Errorf("%s differs between two cities of one seed", i.File)
		}
		if i.Verb == "osm" && bytes.Equal(x, z) {
			t.Errorf("%s is the same for two seeds", i.File)
		}
	}
}

func bytesOf(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestArgs(t *testing.T) {
	i := demo.Import{File: "breakfast.csv", Verb: "layer", Before: []string{"breakfast"}, Flags: []string{"--encoding", "gb18030"}}
	want := []string{"import", "layer", "breakfast", filepath.Join("d", "breakfast.csv"), "--encoding", "gb18030"}
	if got := i.Args("d"); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The city has what it is meant to have: 45 communities in 6 districts, 20 lines, every category that the standard asks for.
func TestCityIsWhole(t *testing.T) {
	c := city(t, 15)
	districts, names, lines, categories := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, x := range c.Communities {
		districts[x.District], names[x.Name] = true, true
	}
	for _, f := range c.Facilities {
		categories[f.Category] = true
		for _, l := range f.Lines {
			lines[l.Operator+l.Name] = true
		}
	}
	if n := len(c.Communities); n != 45 || len(names) != n || len(districts) != 6 || len(lines) != 20 {
		t.Errorf("%d communities with %d names, %d districts, %d lines", n, len(names), len(districts), len(lines))
	}
	for _, k := range standard(t).Criteria() {
		if len(k.Categories) > 0 && !slices.ContainsFunc(k.Categories, func(s string) bool { return categories[s] }) {
			t.Errorf("%s: no facility of %v", k.ID, k.Categories)
		}
	}
	if n := len(c.Streets.Junctions); n < 1000 || n > 15_000 {
		t.Errorf("%d junctions", n)
	}
	if len(c.Residents.At) < 800 {
		t.Errorf("%d homes", len(c.Residents.At))
	}
}

func standard(t *testing.T) *indicators.Standard {
	t.Helper()
	all := standards()
	k := slices.IndexFunc(all, func(s *indicators.Standard) bool { return s.ID == "baoji-convenience-2023" })
	if k < 0 {
		t.Fatal("the standard is not there")
	}
	return all[k]
}

// compute judges the city by a standard as of the day of its data.
func compute(t *testing.T, c *data.City, std *indicators.Standard) map[[2]string]*indicators.Result {
	t.Helper()
	frame, _ := geo.ToE7(geo.FrameNear(c.Communities[0].Shape.Inside().Point()).Centre())
	run, err := batch.Compute(context.Background(), c, frame, std, nil, batch.Options{AsOf: "2026-03-01"})
	if err != nil {
		t.Fatal(err)
	}
	byPair := map[[2]string]*indicators.Result{}
	for i := range run.Results {
		byPair[[2]string{run.Results[i].Community, run.Results[i].Criterion}] = &run.Results[i]
	}
	return byPair
}

// Every criterion of every standard passes in one community, fails in one and cannot be judged in one, by construction, for several seeds.
func TestEveryCriterion(t *testing.T) {
	for _, seed := range []uint64{15, 7} {
		c := city(t, seed)
		for _, std := range standards() {
			byPair := compute(t, c, std)
			for _, k := range std.Criteria() {
				want := demo.EveryCriterion(k)
				for community, status := range map[string]indicators.Status{want.Pass: indicators.Pass, want.Fail: indicators.Fail, want.Unknown: indicators.Unknown} {
					if r := byPair[[2]string{community, k.ID}]; r == nil || r.Status != status {
						t.Errorf("seed %d, %s: %s in %s: %+v, want %s", seed, std.ID, k.ID, community, r, status)
					}
				}
			}
		}
	}
}

// The city's own standard sets so many numbers that all ten indicators decide.
func TestOwnStandard(t *testing.T) {
	dir := t.TempDir()
	m, err := demo.Write(dir, 15)
	if err != nil {
		t.Fatal(err)
	}
	s, err := indicators.ParseStandard(m.Standard, bytesOf(t, dir, m.Standard))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, a := range s.Aspects {
		for _, i := range a.Indicators {
			if n++; !slices.ContainsFunc(i.Criteria, func(c indicators.Criterion) bool { return c.Binding }) {
				t.Errorf("%s does not decide", i.ID)
			}
		}
	}
	if n != 10 {
		t.Errorf("%d indicators, want 10", n)
	}
}

// The answers that follow from the construction are those that the whole computation gives, for several seeds.
func TestAnswers(t *testing.T) {
	std := standard(t)
	for _, seed := range []uint64{15, 7} {
		c := city(t, seed)
		byPair := compute(t, c, std)
		for _, a := range demo.Answers() {
			r := byPair[[2]string{a.Community, a.Criterion}]
			if r == nil {
				t.Errorf("seed %d: no result for %s %s", seed, a.Community, a.Criterion)
				continue
			}
			cause, area := indicators.Covered, 0.0
			for _, p := range r.Pieces {
				if p.Cause != indicators.Covered && p.AreaM2 > area {
					cause, area = p.Cause, p.AreaM2
				}
			}
			if r.Status != a.Status || cause != a.Cause {
				t.Errorf("seed %d: %s %s is %s, %q (%.0f m²), want %s, %q; residents %+v", seed, a.Community, a.Criterion, r.Status, cause, area, a.Status, a.Cause, r.Decided)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := demo.Write(dir, 15); err != nil {
			b.Fatal(err)
		}
	}
}
