package data

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/lookback"
)

// Compare says what changed between two runs, and which inputs did it; each run comes with its city, the layers in the versions it used.
func Compare(before, after *RunResult, cityBefore, cityAfter *City) (*lookback.Difference, error) {
	more := append(layerChanges(before.Run.Layers, after.Run.Layers), groundChanges(cityBefore.Ground, cityAfter.Ground)...)
	d, err := lookback.Diff(before.side(cityBefore), after.side(cityAfter), more)
	if err != nil {
		return nil, fmt.Errorf("compare run %d with run %d: %w", before.Run.Number, after.Run.Number, err)
	}
	return d, nil
}

func (r *RunResult) side(c *City) *lookback.Side {
	return &lookback.Side{Number: r.Run.Number, AsOf: r.Run.AsOf, DataDate: r.Run.DataDate, Program: r.Run.Program, Standard: r.Run.Standard,
		Communities: r.Communities, Results: r.Results, Material: c.Material()}
}

// Material is the content of the city as far as it can be told apart by ids.
func (c *City) Material() *lookback.Material {
	return &lookback.Material{Facilities: c.Facilities, Streets: c.Streets, Residents: c.Residents, Communities: c.Communities, Tables: c.Tables, Edits: c.Edits}
}

// Changes says what an import changes in its layer: what came, went, moved and changed. Before is the version that it replaces; nil when it
// is the first. Communities, which may be nil, say where residents live.
func (im *Import) Changes(before *Import, city *City) []lookback.Change {
	if before == nil {
		before = &Import{}
	}
	a, b := before.city(), im.city()
	if city != nil && len(a.Communities)+len(b.Communities) == 0 {
		a.Communities, b.Communities = city.Communities, city.Communities
	}
	out := lookback.Changes(a.Material(), b.Material())
	return append(out, groundChanges(a.Ground, b.Ground)...)
}

func (im *Import) city() *City {
	c := &City{Streets: im.Streets, Facilities: slices.Clone(im.Facilities), Communities: im.Communities, Residents: im.Residents, Ground: im.Ground, Edits: im.Edits}
	if im.Table != nil {
		t := *im.Table
		t.Name, t.Layer = im.Layer.Name, im.Layer.Name
		c.Tables = []indicators.Table{t}
	}
	for i := range c.Facilities {
		c.Facilities[i].Layer = im.Layer.Name
	}
	return c
}

// layerChanges compares what is said of layers: which there are, and how complete they are taken to be.
func layerChanges(before, after []Layer) []lookback.Change {
	byName := func(ls []Layer) map[string]*Layer {
		out := map[string]*Layer{}
		for i := range ls {
			out[ls[i].Name] = &ls[i]
		}
		return out
	}
	was, now := byName(before), byName(after)
	all := maps.Clone(was)
	maps.Copy(all, now)
	var out []lookback.Change
	for _, name := range slices.Sorted(maps.Keys(all)) {
		a, b := was[name], now[name]
		c := lookback.Change{Kind: lookback.LayerChanged, What: lookback.Changed, Layer: name, ID: name, Box: geo.EmptyBox()}
		switch {
		case a == nil:
			c.What = lookback.Came
		case b == nil:
			c.What = lookback.Went
		default:
			for _, f := range []struct{ field, before, after string }{
				{"version", fmt.Sprint(a.Version), fmt.Sprint(b.Version)}, {"complete", string(a.Completeness), string(b.Completeness)}, {"date", a.Date, b.Date},
			} {
				if f.before != f.after {
					c.Fields = append(c.Fields, lookback.FieldChange{Field: f.field, Before: f.before, After: f.after})
				}
			}
			if len(c.Fields) == 0 {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// groundChanges compares buildings, water and the other areas and lines by id.
func groundChanges(before, after []Ground) []lookback.Change {
	type key struct {
		kind GroundKind
		id   string
	}
	was := make(map[key]*Ground, len(before))
	for i := range before {
		was[key{before[i].Kind, before[i].ID}] = &before[i]
	}
	var out []lookback.Change
	change := func(what lookback.ChangeWhat, g *Ground) lookback.Change {
		box := geo.Ring(g.Line).Box()
		if len(g.Shape) > 0 {
			box = g.Shape.Box()
		}
		c := lookback.Change{Kind: lookback.GroundChanged, What: what, Category: string(g.Kind), ID: g.ID, Name: g.Name, Box: box}
		if !box.Empty() {
			p := orb.Point(box.Min.Point())
			c.At = &p
		}
		return c
	}
	for i := range after {
		g := &after[i]
		k := key{g.Kind, g.ID}
		old := was[k]
		delete(was, k)
		if old == nil {
			out = append(out, change(lookback.Came, g))
			continue
		}
		c := change(lookback.Changed, g)
		for _, f := range []struct{ field, before, after string }{
			{"levels", fmt.Sprint(old.Levels), fmt.Sprint(g.Levels)}, {"residential", fmt.Sprint(old.Residential), fmt.Sprint(g.Residential)},
			{"name", old.Name, g.Name},
		} {
			if f.before != f.after {
				c.Fields = append(c.Fields, lookback.FieldChange{Field: f.field, Before: f.before, After: f.after})
			}
		}
		if !sameGround(old, g) {
			c.Fields = append(c.Fields, lookback.FieldChange{Field: "shape", After: "runs differently"})
		}
		if len(c.Fields) > 0 {
			out = append(out, c)
		}
	}
	for _, g := range was {
		out = append(out, change(lookback.Went, g))
	}
	slices.SortFunc(out, func(a, b lookback.Change) int {
		return cmp.Or(strings.Compare(a.Category, b.Category), strings.Compare(a.ID, b.ID))
	})
	return out
}

func sameGround(a, b *Ground) bool {
	return slices.Equal(a.Line, b.Line) && slices.EqualFunc(a.Shape, b.Shape, func(p, q geo.Polygon) bool {
		return slices.EqualFunc(p, q, slices.Equal[geo.Ring])
	})
}

// DiffFields are the properties of the gaps that changed between two runs.
var DiffFields = []Field{
	{"id", TextField, "社区/评价条件/变化", "community/criterion/what happened"},
	{"from", IntField, "前一批次", "number of the run before"},
	{"to", IntField, "后一批次", "number of the run after"},
	{"community_id", TextField, "社区编号", "id of the community"},
	{"community_name", TextField, "社区名称", "name of the community"},
	{"district", TextField, "县区", "district"},
	{"criterion", TextField, "评价条件", "id of the criterion"},
	{"title_zh", TextField, "评价条件（中文）", "title of the criterion in Chinese"},
	{"title_en", TextField, "评价条件（英文）", "title of the criterion in English"},
	{"what", TextField, "变化：opened 出现，grown 扩大，shrunk 缩小，closed 消除", "what happened: opened, grown, shrunk, closed"},
	{"area_m2", RealField, "面积，平方米", "area in square metres on the ellipsoid"},
	{"residents", RealField, "居民数（按后一批次）", "residents inside, as they live in the run after"},
	{"why", TextField, "改变了的输入，分号隔开", "inputs that changed and may have done it, with ; between"},
}

// DiffFeatures are the gaps that changed, a feature each, with the values of DiffFields.
func DiffFeatures(d *lookback.Difference, after *Run) []Feature {
	out := make([]Feature, 0, len(d.Gaps))
	for i := range d.Gaps {
		g := &d.Gaps[i]
		id := g.Community + "/" + g.Criterion + "/" + string(g.What)
		var zh, en any
		if _, _, c := after.Standard.Criterion(g.Criterion); c != nil {
			zh, en = TextOrNil(c.Title.Zh), TextOrNil(c.Title.En)
		}
		var why []string
		for _, n := range g.Why {
			c := &d.Changes[n]
			why = append(why, string(c.Kind)+" "+string(c.What)+" "+c.Label())
		}
		out = append(out, Feature{ID: id, Shape: g.Shape, Values: []any{id, int64(d.From.Run), int64(d.To.Run), g.Community, TextOrNil(g.Name),
			TextOrNil(g.District), g.Criterion, zh, en, string(g.What), round(g.AreaM2, 2), round(float64(g.Milli)/1000, 3), TextOrNil(strings.Join(why, "; "))}})
	}
	return out
}
