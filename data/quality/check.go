package quality

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/index"
	"circle15/geo/network"
	"circle15/geo/plane"
	"circle15/indicators"
)

// Options of Check.
type Options struct {
	AsOf     string                 // YYYY-MM-DD: layers are old compared with this day
	Standard *indicators.Standard   // whose needs are looked at; nil: nobody's
	Known    []*indicators.Standard // those whose categories are known
}

// Our choices, each for the message it decides.
const (
	outsideM   = 2_000 // a facility farther than this from all communities is of no use to them
	twinM      = 30    // two of one name nearer than this are probably one
	oldYears   = 2     // a layer older than this is said to be old
	overlapM2  = 10    // communities that overlap by less only touch
	sliverM2   = 10_000
	sliverWide = 20 // metres: a hole between communities narrower than this is a sliver
)

// Check compares the layers of a city. It takes seconds for a city, and ends early with ctx.
func Check(ctx context.Context, city *data.City, frame *geo.Frame, opt Options) ([]data.Finding, error) {
	c := &checker{city: city, frame: frame, opt: opt}
	for _, step := range []func(context.Context) error{c.datums, c.twice, c.places, c.communities, c.ages, c.needs} {
		if err := step(ctx); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return c.finds.List(), nil
}

type checker struct {
	city  *data.City
	frame *geo.Frame
	opt   Options
	finds data.Findings
}

func (c *checker) add(s data.Severity, code, layer, feature, message, advice string) {
	c.finds.Add(data.Finding{Severity: s, Code: code, Layer: layer, Feature: feature, Message: message, Advice: advice})
}

// twice looks for facilities of one layer and category with one name, nearer to each other than 30 m.
func (c *checker) twice(context.Context) error {
	type key struct{ layer, category, name string }
	groups := map[key][]int{}
	var order []key
	for i := range c.city.Facilities {
		f := &c.city.Facilities[i]
		if f.Name == "" || len(f.Lines) > 0 { // the two stops of a street have one name
			continue
		}
		k := key{f.Layer, f.Category, strings.ToLower(strings.TrimSpace(f.Name))}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	for _, k := range order {
		for n, i := range groups[k] {
			a := &c.city.Facilities[i]
			for _, j := range groups[k][:min(n, 100)] {
				b := &c.city.Facilities[j]
				if m := geo.SegmentM(a.At, b.At); m <= twinM {
					c.add(data.Note, "probably_twice", a.Layer, a.ID, fmt.Sprintf("%s %q has the name of %s, %.0f m away: probably they are one; both count", a.Category, a.Name, b.ID, m),
						"if so, take one out of the file")
					break
				}
			}
		}
	}
	return nil
}

// places looks for facilities in the water and outside the city.
func (c *checker) places(context.Context) error {
	var water index.Boxes
	var areas []geo.MultiPolygon
	for i := range c.city.Ground {
		if g := &c.city.Ground[i]; (g.Kind == data.WaterA || g.Kind == data.Sea) && len(g.Shape) > 0 {
			water.InsertBox(g.Shape.Box(), len(areas))
			areas = append(areas, g.Shape)
		}
	}
	near := geo.EmptyBox()
	for i := range c.city.Communities {
		near = near.Union(c.city.Communities[i].Shape.Box())
	}
	if !near.Empty() {
		near = near.Widen(outsideM)
	}
	for i := range c.city.Facilities {
		f := &c.city.Facilities[i]
		if c.ofExtract(f.Layer) {
			continue // an extract reaches beyond the city, and has piers
		}
		if !near.Empty() && !near.Contains(f.At) {
			c.add(data.Warning, "outside_city", f.Layer, f.ID, fmt.Sprintf("%s %q lies more than %d km from all communities", f.Category, f.Name, outsideM/1000), "look at its position")
			continue
		}
		water.SearchBox(geo.Box{Min: f.At, Max: f.At}, func(k int) bool {
			if areas[k].Contains(f.At) {
				c.add(data.Warning, "in_water", f.Layer, f.ID, fmt.Sprintf("%s %q lies in the water", f.Category, f.Name), "look at its position")
				return false
			}
			return true
		})
	}
	return nil
}

func (c *checker) ofExtract(layer string) bool {
	l, ok := c.city.Layer(layer)
	return ok && l.Kind == data.KindOSM
}

// communities looks for communities that overlap, and for slivers that none of them has.
func (c *checker) communities(ctx context.Context) error {
	list := c.city.Communities
	var boxes index.Boxes
	for i := range list {
		boxes.InsertBox(list[i].Shape.Box(), i)
	}
	layer := ""
	for _, l := range c.city.Layers {
		if l.Kind == data.KindCommunities {
			layer = l.Name
		}
	}
	for i := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		var others []int
		boxes.SearchBox(list[i].Shape.Box(), func(j int) bool {
			if j > i {
				others = append(others, j)
			}
			return true
		})
		slices.Sort(others)
		for _, j := range others {
			rest, err := plane.Subtract(list[i].Shape, list[j].Shape)
			if err != nil {
				continue // areas that are valid alone: the run says what it could not judge
			}
			if over := list[i].Shape.AreaM2() - rest.AreaM2(); over > overlapM2 {
				c.add(data.Warning, "communities_overlap", layer, list[i].ID, fmt.Sprintf("%s and %s overlap by %.0f m²", list[i].Name, list[j].Name, over), "draw one border for both")
			}
		}
	}
	c.slivers(layer)
	return nil
}

// slivers are holes between communities that are small and narrow: their width is twice the area by the length of the border.
func (c *checker) slivers(layer string) {
	const most = 5_000 // communities: the union of more takes minutes
	if len(c.city.Communities) > most {
		return
	}
	shapes := make([]geo.MultiPolygon, len(c.city.Communities))
	for i := range shapes {
		shapes[i] = c.city.Communities[i].Shape
	}
	all, err := plane.Join(shapes...)
	if err != nil {
		return
	}
	for _, p := range all {
		for _, hole := range p[1:] {
			turned := slices.Clone(hole)
			slices.Reverse(turned)
			area, length := geo.MultiPolygon{{turned}}.AreaM2(), 0.0
			for k := range hole {
				length += geo.SegmentM(hole[k], hole[(k+1)%len(hole)])
			}
			if area < sliverM2 && 2*area/length < sliverWide && c.drawn(hole) {
				at := hole[0].Point()
				c.add(data.Warning, "communities_sliver", layer, "", fmt.Sprintf("a gap of %.0f m² lies between communities at %.5f, %.5f", area, at[0], at[1]), "draw one border for both")
			}
		}
	}
}

// drawn says that no single community has the ring as its own hole.
func (c *checker) drawn(hole geo.Ring) bool {
	for i := range c.city.Communities {
		for _, p := range c.city.Communities[i].Shape {
			for _, h := range p[1:] {
				if len(h) == len(hole) && slices.Contains(h, hole[0]) {
					return false
				}
			}
		}
	}
	return true
}

// ages says which layers are old.
func (c *checker) ages(context.Context) error {
	day, err := time.Parse(time.DateOnly, c.opt.AsOf)
	if err != nil {
		return fmt.Errorf("as of %q: %w", c.opt.AsOf, err)
	}
	for _, l := range c.city.Layers {
		if l.Date == "" {
			c.add(data.Note, "layer_undated", l.Name, "", "nobody knows of which day its data is", "say so at import with --date")
		} else if at, err := time.Parse(time.DateOnly, l.Date); err == nil && at.AddDate(oldYears, 0, 0).Before(day) {
			c.add(data.Warning, "layer_old", l.Name, "", fmt.Sprintf("its data is of %s, more than %d years before %s", l.Date, oldYears, c.opt.AsOf), "import a newer file")
		}
	}
	return nil
}

// needs says which categories and tables the standard asks for and no layer has, and which categories nobody asks for.
func (c *checker) needs(context.Context) error {
	have := map[string]bool{}
	for i := range c.city.Facilities {
		have[c.city.Facilities[i].Category] = true
	}
	tables := map[string]bool{}
	for i := range c.city.Tables {
		tables[c.city.Tables[i].Name] = true
	}
	if c.opt.Standard != nil {
		lacks := map[string][]string{}
		for _, k := range c.opt.Standard.Criteria() {
			if len(k.Categories) > 0 && !slices.ContainsFunc(k.Categories, func(cat string) bool { return have[cat] || c.listed(cat) }) {
				what := "category " + strings.Join(k.Categories, ", ")
				lacks[what] = append(lacks[what], k.ID)
			}
			if k.Table != nil && !tables[k.Table.Name] {
				lacks["table "+k.Table.Name] = append(lacks["table "+k.Table.Name], k.ID)
			}
		}
		for _, what := range slices.Sorted(maps.Keys(lacks)) {
			c.add(data.Warning, "nobody_has", "", what, fmt.Sprintf("no layer has it, so that nobody can judge %s of %s", strings.Join(lacks[what], ", "), c.opt.Standard.ID),
				"import it (circle15 import layer, import table); circle15 standard template writes empty tables")
		}
	}
	c.unused(have)
	return nil
}

// listed says that a layer was imported for the category, even if it holds none.
func (c *checker) listed(category string) bool {
	return slices.ContainsFunc(c.city.Layers, func(l data.Layer) bool { return slices.Contains(l.Categories, category) })
}

// unused are categories of own layers that no known standard asks for: often a word written otherwise.
func (c *checker) unused(have map[string]bool) {
	known := map[string]bool{"camera": true, "street_edit": true}
	for _, s := range c.opt.Known {
		for _, k := range s.Criteria() {
			for _, cat := range k.Categories {
				known[cat] = true
			}
		}
	}
	if len(c.opt.Known) == 0 {
		return
	}
	for _, l := range c.city.Layers {
		if l.Kind != data.KindFacilities {
			continue
		}
		for _, cat := range l.Categories {
			if have[cat] && !known[cat] {
				c.add(data.Warning, "category_unused", l.Name, cat, "no standard asks for this category", "known ones with a similar name: "+strings.Join(nearest(cat, known), ", "))
			}
		}
	}
}

// nearest are the three known words that take the fewest changes.
func nearest(word string, known map[string]bool) []string {
	all := slices.Sorted(maps.Keys(known))
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Compare(indicators.EditDistance(word, a), indicators.EditDistance(word, b))
	})
	return all[:min(3, len(all))]
}

// streets are the streets as people walk on them.
func (c *checker) streets(farM float64) *network.View {
	if c.city.Streets == nil {
		return nil
	}
	return network.Lay(c.city.Streets, c.frame).View(network.Mode{Need: network.Foot, MaxAccessM: farM, Candidates: 1})
}
