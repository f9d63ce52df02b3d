package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// Facilities reads things that people walk to, of one category or of the one in each row. Points and areas are
// taken; an area keeps its outline. The id is that of the column of ids, else of the feature, else a hash of category, name and
// position. Of two with one id in a category the later is dropped. Columns that are no id, name, position, category or lines become
// attributes, those with a usual name under its English one. A list of cameras is restricted.
func Facilities(ctx context.Context, path string, opt Options) (*data.Import, error) {
	if err := opt.checkCategory(); err != nil {
		return nil, err
	}
	opt.oneByOne = true
	in, err := open(ctx, path, &opt, data.KindFacilities, cmp.Or(opt.Category, "facilities"))
	if err != nil {
		return nil, err
	}
	cols, err := in.facilityColumns()
	if err != nil {
		return nil, err
	}
	out := make([]indicators.Facility, 0, in.table.About)
	err = in.each(func(r *data.Record) {
		f, ok := in.facility(r, &cols)
		if ok && in.first(r, f.Category, f.ID) {
			out = append(out, f)
		}
	})
	if err != nil {
		return nil, err
	}
	imp, err := in.finish(len(out), "facilities")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b indicators.Facility) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.ID, b.ID))
	})
	for i := range out {
		if n := len(imp.Layer.Categories); n == 0 || imp.Layer.Categories[n-1] != out[i].Category {
			imp.Layer.Categories = append(imp.Layer.Categories, out[i].Category)
		}
	}
	imp.Facilities = out
	// A list of cameras is restricted whoever imports it.
	imp.Layer.Restricted = imp.Layer.Restricted || slices.Equal(imp.Layer.Categories, []string{indicators.RestrictedCategory})
	return imp, nil
}

func (o *Options) checkCategory() error {
	switch {
	case (o.Category == "") == (o.CategoryFrom == ""):
		return &OptionError{"category", o.Category, "give the category of the facilities, or with --category-from the column that has it"}
	case o.Category != "" && !isCategory(o.Category):
		return &OptionError{"category", o.Category, "is made of small letters, digits and _, like breakfast or charging_car"}
	}
	return nil
}

func isCategory(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// facilityColumns are where the fields of a facility stand; empty where there is none.
type facilityColumns struct {
	id, name, category, lines, operator string
	attrs                               []attribute // by the names of their columns
	// Attributes by what is written in their columns, and categories: facilities that have the same share them.
	same       map[string]map[string]string
	categories map[string]string
}

// attribute is a column that becomes an attribute.
type attribute struct{ column, name string }

func (in *intake) facilityColumns() (c facilityColumns, err error) {
	for _, f := range []struct {
		field, named string
		to           *string
	}{{"id", in.opt.ID, &c.id}, {"name", in.opt.Name, &c.name}, {"lines", "", &c.lines}, {"operator", "", &c.operator}} {
		if *f.to, err = in.find(f.field, f.named); err != nil {
			return c, err
		}
	}
	if in.opt.CategoryFrom != "" {
		if c.category, err = in.find("category", in.opt.CategoryFrom); err != nil {
			return c, err
		}
	}
	attrs, err := in.attributes(c)
	for col, name := range attrs {
		c.attrs = append(c.attrs, attribute{col, name})
		in.opt.Look.field(col, name)
	}
	slices.SortFunc(c.attrs, func(a, b attribute) int { return cmp.Compare(a.column, b.column) })
	c.same, c.categories = map[string]map[string]string{}, map[string]string{}
	return c, err
}

// attributes names the other columns: by Options.Map, by the usual names, else as they are.
func (in *intake) attributes(c facilityColumns) (map[string]string, error) {
	taken := map[string]bool{"": true, c.id: true, c.name: true, c.category: true, c.lines: true, in.table.LonColumn: true, in.table.LatColumn: true}
	attrs := map[string]string{}
	fields := []string{"address", "capacity", "checked", "connectors", "floor_m2", "functions", "kind", "opening_hours", "operator", "phone", "places", "sockets", "spaces", "status"}
	for f := range in.opt.Map {
		if !slices.Contains([]string{"id", "name", "lines", "lon", "lat", "category"}, f) && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	for _, f := range fields {
		col, err := in.column(f, "")
		if err != nil {
			return nil, err
		}
		if !taken[col] {
			attrs[col], taken[col] = f, true
		}
	}
	used := map[string]bool{}
	for _, f := range attrs {
		used[f] = true
	}
	for _, col := range in.table.Columns {
		if !taken[col] && !used[col] {
			attrs[col], taken[col] = col, true
		}
	}
	return attrs, nil
}

func (in *intake) facility(r *data.Record, c *facilityColumns) (indicators.Facility, bool) {
	f := indicators.Facility{ID: cmp.Or(r.Fields[c.id], r.ID), Category: in.opt.Category, Name: r.Fields[c.name], Layer: in.layer.Name}
	if c.category != "" {
		f.Category = c.categoryOf(r)
		if !isCategory(f.Category) {
			in.drop(r, f.ID, "category_invalid", c.category, "not a category", "a category is made of small letters, digits and _, like breakfast or charging_car")
			return f, false
		}
	}
	switch {
	case r.Point != nil:
		f.At = *r.Point
	case r.Area != nil:
		f.At, f.Outline = r.Area.Inside(), outline(r.Area)
	default:
		in.drop(r, f.ID, "not_a_place", "", "a facility is a point or an area, this has "+geometryWord(r), "take a point for it")
		return f, false
	}
	if f.ID == "" {
		f.ID = hashID(f.Category, f.Name, f.At)
	} else if r.Part > 1 {
		f.ID = fmt.Sprintf("%s#%d", f.ID, r.Part)
	}
	f.Lines = splitLines(r.Fields[c.lines], r.Fields[c.operator])
	f.Attrs = c.attributesOf(r)
	both := f.ID + f.Name // a text of its own, so that the row it stood in can go
	f.ID, f.Name = both[:len(f.ID)], both[len(f.ID):]
	return f, true
}

// categoryOf is the category of a record, each written once in memory.
func (c *facilityColumns) categoryOf(r *data.Record) string {
	written := r.Fields[c.category]
	if known, ok := c.categories[written]; ok {
		return known
	}
	category := strings.Clone(strings.ToLower(written))
	if len(c.categories) < maxSame {
		c.categories[strings.Clone(written)] = category
	}
	return category
}

// maxSame bounds how many different sets of attributes are remembered.
const maxSame = 4096

// attributesOf are the attributes of a record; nil for none. Facilities that have the same share one map: the maps of a million kiosks of three kinds took
// 300 MB.
func (c *facilityColumns) attributesOf(r *data.Record) map[string]string {
	var key strings.Builder
	n := 0
	for _, a := range c.attrs {
		v := r.Fields[a.column]
		if v != "" {
			n++
		}
		key.WriteString(v)
		key.WriteByte(0)
	}
	if n == 0 {
		return nil
	}
	if m, ok := c.same[key.String()]; ok {
		return m
	}
	m := make(map[string]string, n)
	for _, a := range c.attrs {
		if v := r.Fields[a.column]; v != "" {
			m[a.name] = strings.Clone(v) // not the whole row
		}
	}
	if len(c.same) < maxSame {
		c.same[key.String()] = m
	}
	return m
}

// hashID is the id of a facility whose source gives none: 64 bits, so that among a million facilities two share one
// with a probability of 3e-8.
func hashID(category, name string, at geo.E7) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%d", category, name, at.Lon, at.Lat))
	return "h" + hex.EncodeToString(h[:8])
}

// splitLines takes "1路/2路;K3" apart. A line that is there twice, as both directions are, counts once.
func splitLines(text, operator string) []indicators.Line {
	var out []indicators.Line
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/;；、,，|｜", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, indicators.Line{Operator: operator, Name: name})
		}
	}
	slices.SortFunc(out, func(a, b indicators.Line) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Compact(out)
}
