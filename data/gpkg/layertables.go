package gpkg

import (
	"encoding/json"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// layerTables are the tables of layers, by name. They hold the latest versions of all layers together; the first column names the layer.
func layerTables() map[string]*table {
	layer := data.Field{Name: "layer", Type: data.TextField}
	text := func(names ...string) []data.Field {
		fs := []data.Field{layer}
		for _, n := range names {
			fs = append(fs, data.Field{Name: n, Type: data.TextField})
		}
		return fs
	}
	number := func(name string) data.Field { return data.Field{Name: name, Type: data.RealField} }
	flag := func(name string) data.Field { return data.Field{Name: name, Type: data.BoolField} }
	tables := []*table{
		{"communities", "MULTIPOLYGON", "communities (社区)", text("id", "name", "district")},
		{"facilities", "POINT", "facilities (设施点)", text("category", "id", "name", "lines", "attributes")},
		{"residents", "POINT", "where people live (居民)", append(text("groups"), number("residents"))},
		{"streets", "LINESTRING", "the walking network (步行路网)", append(text("name"), data.Field{Name: "way_id", Type: data.IntField},
			number("length_m"), flag("foot"), flag("bike"), flag("steps"), flag("bridge"), flag("tunnel"))},
		{"barriers", "LINESTRING", "lines that cannot be crossed (阻隔)", append(text("kind"), data.Field{Name: "source_id", Type: data.IntField})},
		{"buildings", "MULTIPOLYGON", "buildings (建筑)", append(text("id", "name"), number("levels"), flag("residential"))},
		{"ground", "MULTIPOLYGON", "water, green, railway land (水域、绿地等)", text("kind", "id", "name")},
		{"ground_lines", "LINESTRING", "rivers and railways (河流、铁路)", text("kind", "id", "name")},
		// A registered table without geometry also keeps GDAL from listing the program's own tables beside the features.
		{"findings", "", "what was found in the layers (发现的问题)", append(text("severity", "code", "feature", "field", "value", "message", "advice"),
			data.Field{Name: "row", Type: data.IntField}, data.Field{Name: "more", Type: data.IntField})},
	}
	byName := make(map[string]*table, len(tables))
	for _, t := range tables {
		byName[t.name] = t
	}
	return byName
}

// sheet is what a layer puts into one feature table.
type sheet struct {
	*inserter
	box   geo.Box
	layer string
}

func (s *sheet) row(sh shape, values ...any) {
	if sh != nil {
		s.box = s.box.Union(sh.box())
	}
	s.add(sh, append([]any{s.layer}, values...)...)
}

// replaceFeatures puts the features of an import into the feature tables in place of those that the layer had there.
func replaceFeatures(c *sqlite.Conn, layer string, im *data.Import) error {
	tables := layerTables()
	fill := map[string]func(*sheet){
		"communities":  func(s *sheet) { communityRows(s, im.Communities) },
		"facilities":   func(s *sheet) { facilityRows(s, im.Facilities) },
		"residents":    func(s *sheet) { residentRows(s, im.Residents) },
		"streets":      func(s *sheet) { streetRows(s, im.Streets) },
		"barriers":     func(s *sheet) { barrierRows(s, im.Streets) },
		"buildings":    func(s *sheet) { buildingRows(s, im.Ground) },
		"ground":       func(s *sheet) { groundRows(s, im.Ground) },
		"ground_lines": func(s *sheet) { groundLineRows(s, im.Ground) },
		"findings":     func(s *sheet) { findingRows(s, im.Findings) },
	}
	for _, name := range sortedKeys(tables) {
		if err := tables[name].replace(c, layer, fill[name]); err != nil {
			return fmt.Errorf("table %s: %w", name, err)
		}
	}
	return replaceSheet(c, layer, im.Table)
}

// replace puts the rows of fill in place of those that the layer has in t.
func (t *table) replace(c *sqlite.Conn, layer string, fill func(*sheet)) error {
	ok, err := t.exists(c)
	if err != nil {
		return err
	}
	if !ok {
		if err := t.drop(c); err != nil {
			return err
		}
		if err := t.create(c); err != nil {
			return err
		}
	}
	if err := execute(c, "DELETE FROM "+quote(t.name)+" WHERE layer = ?", layer); err != nil {
		return err
	}
	in, err := t.inserter(c)
	if err != nil {
		return err
	}
	s := &sheet{inserter: in, box: geo.EmptyBox(), layer: layer}
	fill(s)
	if s.err != nil {
		return s.err
	}
	return t.moveBounds(c, layer, s.box)
}

// moveBounds sets the bounds of a table after a layer's rows in it have changed.
func (t *table) moveBounds(c *sqlite.Conn, layer string, b geo.Box) error {
	if err := execute(c, "DELETE FROM c15_boxes WHERE layer = ? AND feature_table = ?", layer, t.name); err != nil {
		return err
	}
	if !b.Empty() {
		if err := execute(c, "INSERT INTO c15_boxes VALUES (?, ?, ?, ?, ?, ?)", layer, t.name, b.Min.Lon, b.Min.Lat, b.Max.Lon, b.Max.Lat); err != nil {
			return err
		}
	}
	whole := geo.EmptyBox()
	if err := each(c, func(s *sqlite.Stmt) error {
		whole = whole.Extend(geo.E7{Lon: s.ColumnInt32(0), Lat: s.ColumnInt32(1)}).Extend(geo.E7{Lon: s.ColumnInt32(2), Lat: s.ColumnInt32(3)})
		return nil
	}, "SELECT min_lon, min_lat, max_lon, max_lat FROM c15_boxes WHERE feature_table = ?", t.name); err != nil {
		return err
	}
	return t.setBounds(c, whole)
}

// asJSON is a value of ours as JSON; maps in the order of their keys.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // cannot be: only maps of texts and numbers come here
	}
	return string(b)
}

func communityRows(s *sheet, cs []indicators.Community) {
	for i := range cs {
		s.row(areaShape(cs[i].Shape), cs[i].ID, data.TextOrNil(cs[i].Name), data.TextOrNil(cs[i].District))
	}
}

func facilityRows(s *sheet, fs []indicators.Facility) {
	for i := range fs {
		f := &fs[i]
		names := make([]string, 0, len(f.Lines))
		for _, l := range f.Lines {
			names = append(names, l.Name)
		}
		attrs := ""
		if len(f.Attrs) > 0 {
			attrs = asJSON(f.Attrs)
		}
		s.row(pointShape(f.At), f.Category, f.ID, data.TextOrNil(f.Name), data.TextOrNil(strings.Join(names, "; ")), data.TextOrNil(attrs))
	}
}

func residentRows(s *sheet, r *indicators.Residents) {
	if r == nil {
		return
	}
	for i, at := range r.At {
		groups := map[string]float64{}
		for g, v := range r.Groups {
			groups[g] = float64(v[i]) / 1000
		}
		text := ""
		if len(groups) > 0 {
			text = asJSON(groups)
		}
		s.row(pointShape(at), data.TextOrNil(text), float64(r.Milli[i])/1000)
	}
}

func streetRows(s *sheet, n *network.Streets) {
	if n == nil {
		return
	}
	for e := range n.Edges() {
		t := n.Traits[e]
		has := func(want network.Traits) bool { return t&want != 0 }
		s.row(lineShape(n.ShapeOf(uint32(e))), data.TextOrNil(n.Name(uint32(e))), n.WayID[e], n.LengthM[e],
			has(network.Foot), has(network.Bike), has(network.Steps), has(network.Bridge), has(network.Tunnel))
	}
}

func barrierRows(s *sheet, n *network.Streets) {
	if n == nil {
		return
	}
	b := &n.Barriers
	for i, kind := range b.Kind {
		s.row(lineShape(b.At[b.Start[i]:b.Start[i+1]]), kind.String(), b.ID[i])
	}
}

func buildingRows(s *sheet, gs []data.Ground) {
	for i := range gs {
		if g := &gs[i]; g.Kind == data.Building && len(g.Shape) > 0 {
			var levels any
			if g.Levels > 0 {
				levels = float64(g.Levels)
			}
			s.row(areaShape(g.Shape), g.ID, data.TextOrNil(g.Name), levels, g.Residential)
		}
	}
}

func groundRows(s *sheet, gs []data.Ground) {
	for i := range gs {
		if g := &gs[i]; g.Kind != data.Building && len(g.Shape) > 0 {
			s.row(areaShape(g.Shape), string(g.Kind), g.ID, data.TextOrNil(g.Name))
		}
	}
}

func groundLineRows(s *sheet, gs []data.Ground) {
	for i := range gs {
		if g := &gs[i]; len(g.Line) > 1 {
			s.row(lineShape(g.Line), string(g.Kind), g.ID, data.TextOrNil(g.Name))
		}
	}
}

func findingRows(s *sheet, fs []data.Finding) {
	for i := range fs {
		f := &fs[i]
		var row any
		if f.Row > 0 {
			row = int64(f.Row)
		}
		s.row(nil, string(f.Severity), f.Code, data.TextOrNil(f.Feature), data.TextOrNil(f.Field), data.TextOrNil(f.Value), f.Message, data.TextOrNil(f.Advice), row, int64(f.Count))
	}
}
