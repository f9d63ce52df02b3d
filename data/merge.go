package data

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"circle15/geo/network"
	"circle15/indicators"
)

// AppendTo adds an import to the version of its layer before: what both have by id is as the import has it, the rest of both stays. Rows of a table
// replace those of their key; residents are added, having no ids. It is an error for layers that come as a whole, as the streets do.
func (im *Import) AppendTo(before *Import) error {
	if im.Streets != nil || len(im.Ground) > 0 || before.Streets != nil {
		return fmt.Errorf("layer %q holds streets: it is imported as a whole, nothing can be appended to it", im.Layer.Name)
	}
	if before.Layer.Kind != im.Layer.Kind {
		return fmt.Errorf("layer %q holds %s, and %s cannot be appended to it: name another layer with --as", before.Layer.Name, before.Layer.Kind, im.Layer.Kind)
	}
	im.Facilities = united(before.Facilities, im.Facilities, facilityID)
	im.Communities = united(before.Communities, im.Communities, func(c *indicators.Community) string { return c.ID })
	im.Edits = united(before.Edits, im.Edits, func(e *network.Edit) string { return e.ID })
	im.Residents = JoinResidents(before.Residents, im.Residents)
	im.Table = unitedTable(before.Table, im.Table)
	l := &im.Layer
	l.Source, l.Checksum = before.Layer.Source+" + "+l.Source, joinedChecksum(before.Layer.Checksum, l.Checksum)
	l.Dropped += before.Layer.Dropped
	if l.Date == "" || before.Layer.Date != "" && before.Layer.Date < l.Date {
		l.Date = before.Layer.Date
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&l.Licence, before.Layer.Licence}, {&l.Attribution, before.Layer.Attribution}} {
		if *set.to == "" {
			*set.to = set.from
		}
	}
	l.Restricted = l.Restricted || before.Layer.Restricted
	im.recount()
	im.Record.How = Appended
	return nil
}

// Without is the version of a layer without the things of those ids, as a new import. It is an error, which names them, when an id is not in it,
// and when nothing would be left. The id of a facility may stand with its category before: breakfast/Z17.
func (im *Import) Without(ids []string) (*Import, error) {
	out := *im
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = false
	}
	drop := func(id string) bool {
		_, ok := wanted[id]
		if ok {
			wanted[id] = true
		}
		return ok
	}
	out.Facilities = slices.DeleteFunc(slices.Clone(im.Facilities), func(f indicators.Facility) bool { return drop(f.ID) || drop(f.Category+"/"+f.ID) })
	out.Communities = slices.DeleteFunc(slices.Clone(im.Communities), func(c indicators.Community) bool { return drop(c.ID) })
	out.Edits = slices.DeleteFunc(slices.Clone(im.Edits), func(e network.Edit) bool { return drop(e.ID) })
	if im.Table != nil {
		t := *im.Table
		t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r indicators.TableRow) bool { return drop(r.Key) })
		out.Table = &t
	}
	var missing []string
	for _, id := range ids {
		if !wanted[id] {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("layer %q has no %s: nothing was removed; circle15 layers lists the layers", im.Layer.Name, strings.Join(missing, ", "))
	}
	if out.count() == 0 {
		return nil, fmt.Errorf("layer %q would be empty: nothing was removed; undo its import instead", im.Layer.Name)
	}
	out.Findings = nil
	out.Layer.Dropped = 0
	out.Layer.Checksum = joinedChecksum(append([]string{im.Layer.Checksum, "without"}, ids...)...)
	out.recount()
	out.Record = ImportRecord{How: Removed}
	return &out, nil
}

func facilityID(f *indicators.Facility) string { return f.Category + "\x00" + f.ID }

// united is a and b together, by id, sorted as imports are; of two with one id that of b.
func united[T any](a, b []T, id func(*T) string) []T {
	if len(a) == 0 {
		return b
	}
	now := make(map[string]bool, len(b))
	for i := range b {
		now[id(&b[i])] = true
	}
	out := slices.DeleteFunc(slices.Clone(a), func(v T) bool { return now[id(&v)] })
	out = append(out, b...)
	slices.SortStableFunc(out, func(x, y T) int { return cmp.Compare(id(&x), id(&y)) })
	return out
}

// unitedTable is a with the rows of b in place of those of the same keys. Columns that only one of them has are empty for the other's rows.
func unitedTable(a, b *indicators.Table) *indicators.Table {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	out := &indicators.Table{Name: b.Name, Layer: b.Layer, Columns: slices.Clone(a.Columns)}
	for _, c := range b.Columns {
		if !slices.Contains(out.Columns, c) {
			out.Columns = append(out.Columns, c)
		}
	}
	keys := map[string]bool{}
	for _, r := range b.Rows {
		keys[r.Key] = true
	}
	add := func(t *indicators.Table, want func(key string) bool) {
		for _, r := range t.Rows {
			if !want(r.Key) {
				continue
			}
			row := indicators.TableRow{Key: r.Key, Values: make([]string, len(out.Columns))}
			for i, v := range r.Values {
				row.Values[slices.Index(out.Columns, t.Columns[i])] = v
			}
			out.Rows = append(out.Rows, row)
		}
	}
	add(a, func(key string) bool { return !keys[key] })
	add(b, func(string) bool { return true })
	slices.SortStableFunc(out.Rows, func(x, y indicators.TableRow) int { return cmp.Compare(x.Key, y.Key) })
	return out
}

// JoinResidents appends b to a; nil stands for nobody. A group that one of them does not have counts nobody there.
func JoinResidents(a, b *indicators.Residents) *indicators.Residents {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	out := &indicators.Residents{At: slices.Concat(a.At, b.At), Milli: slices.Concat(a.Milli, b.Milli)}
	for _, part := range []*indicators.Residents{a, b} {
		for g := range part.Groups {
			if out.Groups == nil {
				out.Groups = map[string][]int64{}
			}
			out.Groups[g] = make([]int64, len(out.At))
		}
	}
	for g, v := range out.Groups {
		copy(v, a.Groups[g])
		copy(v[len(a.At):], b.Groups[g])
	}
	return out
}

func (im *Import) count() int {
	n := len(im.Facilities) + len(im.Communities) + len(im.Edits)
	if im.Residents != nil {
		n += len(im.Residents.At)
	}
	if im.Table != nil {
		n += len(im.Table.Rows)
	}
	return n
}

// recount settles what the record of the layer says of its content.
func (im *Import) recount() {
	im.Layer.Count = im.count()
	im.Layer.Categories = nil
	for i := range im.Facilities {
		if c := im.Facilities[i].Category; !slices.Contains(im.Layer.Categories, c) {
			im.Layer.Categories = append(im.Layer.Categories, c)
		}
	}
	slices.Sort(im.Layer.Categories)
}

func joinedChecksum(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}
