package osm

import (
	"regexp"
	"slices"
	"testing"
)

// TestTablesAskForKeptKeys: a key that a table asks for, but that is forgotten while the file is read, would never be found.
func TestTablesAskForKeptKeys(t *testing.T) {
	e := newExtract()
	var keys []string
	for _, table := range [][]rule{classTable, addTable, tunnelTable, sidewalkTable} {
		for _, r := range table {
			keys = append(keys, r.key)
		}
	}
	for _, r := range barrierTable {
		keys = append(keys, r.key)
	}
	for _, r := range passableTable {
		keys = append(keys, r.key)
	}
	for _, r := range groundTable {
		keys = append(keys, r.key)
	}
	for _, r := range openTable {
		keys = append(keys, r.key)
	}
	for _, r := range categoryTable {
		for _, c := range parseConditions(r.tags) {
			keys = append(keys, c.key)
		}
	}
	keys = slices.Concat(keys, attrKeys, otherUseKeys, chargingTags.ebike, chargingTags.car, chargingTags.carSockets)
	for _, k := range keys {
		if !e.keep[k] {
			t.Errorf("%s is asked for and not kept: add it to keptKeys", k)
		}
	}
}

// TestTablesNameTheirSources: every row says where it comes from.
func TestTablesNameTheirSources(t *testing.T) {
	for _, table := range [][]rule{classTable, addTable, tunnelTable, sidewalkTable} {
		for _, r := range table {
			if r.source == "" {
				t.Errorf("%s=%s has no source", r.key, r.value)
			}
		}
	}
	for _, r := range barrierTable {
		if r.source == "" {
			t.Errorf("%s=%s has no source", r.key, r.value)
		}
	}
	for _, r := range groundTable {
		if r.source == "" {
			t.Errorf("%s=%s has no source", r.key, r.value)
		}
	}
}

// TestCategoryTable: names as the design has them, and a first condition by which a row is found.
func TestCategoryTable(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9_]+$`)
	for _, r := range categoryTable {
		c := parseConditions(r.tags)
		if !name.MatchString(r.category) || r.source == "" {
			t.Errorf("row %+v: bad name or no source", r)
		}
		if len(c) == 0 || c[0].values == nil || c[0].not {
			t.Errorf("row %+v: its first condition names no values; it would never be found", r)
		}
	}
}

func TestWire(t *testing.T) {
	for _, c := range []struct {
		name string
		b    []byte
		bad  bool
	}{
		{"nothing", nil, false},
		{"field 1, 5", []byte{0x08, 5}, false},
		{"a number that does not end", []byte{0x08, 0x80}, true},
		{"bytes longer than the message", []byte{0x0a, 9, 1}, true},
		{"field 0", []byte{0x00}, true},
		{"a group", []byte{0x0b}, true},
		{"fixed32 that is cut", []byte{0x0d, 1, 2}, true},
		{"fixed64", []byte{0x09, 1, 2, 3, 4, 5, 6, 7, 8}, false},
	} {
		w := wire{b: c.b}
		for {
			field, typ := w.next()
			if field == 0 {
				break
			}
			w.skip(typ)
		}
		if w.bad != c.bad {
			t.Errorf("%s: bad = %v, want %v", c.name, w.bad, c.bad)
		}
	}
	w := wire{b: []byte{0x03, 0x04}}
	if a, b := w.sint(), w.sint(); a != -2 || b != 2 {
		t.Errorf("zigzag: got %d, %d, want -2, 2", a, b)
	}
}
