package data_test

import (
	"slices"
	"strings"
	"testing"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

func kiosks(names ...string) *data.Import {
	im := &data.Import{Layer: data.Layer{Name: "breakfast", Kind: data.KindFacilities, Source: "a.csv", Checksum: "1", Date: "2026-01-01", Count: len(names), Categories: []string{"breakfast"}}}
	for i, n := range names {
		id, name, _ := strings.Cut(n, " ")
		im.Facilities = append(im.Facilities, indicators.Facility{ID: id, Name: name, Category: "breakfast", At: geo.E7{Lon: int32(i)}})
	}
	return im
}

func ids(im *data.Import) (out []string) {
	for _, f := range im.Facilities {
		out = append(out, f.ID+" "+f.Name)
	}
	return out
}

// Of two with one id the new one counts, the rest of both stays; the older date is that of the whole.
func TestAppendTo(t *testing.T) {
	before, now := kiosks("a old", "c old"), kiosks("b new", "c new")
	now.Layer.Source, now.Layer.Date = "b.csv", "2026-02-01"
	if err := now.AppendTo(before); err != nil {
		t.Fatal(err)
	}
	if got := ids(now); !slices.Equal(got, []string{"a old", "b new", "c new"}) {
		t.Errorf("got %v", got)
	}
	l := now.Layer
	if l.Count != 3 || l.Date != "2026-01-01" || l.Source != "a.csv + b.csv" || l.Checksum == before.Layer.Checksum || now.Record.How != data.Appended {
		t.Errorf("layer %+v", l)
	}
	people := &data.Import{Layer: data.Layer{Name: "breakfast", Kind: data.KindResidents}}
	if err := people.AppendTo(before); err == nil {
		t.Error("residents were appended to facilities")
	}
}

// Rows of a table replace those of their key; a column that only one of them has is empty for the other's rows.
func TestAppendToATable(t *testing.T) {
	table := func(columns []string, rows ...indicators.TableRow) *data.Import {
		return &data.Import{Layer: data.Layer{Name: "community", Kind: data.KindTable}, Table: &indicators.Table{Columns: columns, Rows: rows}}
	}
	now := table([]string{"lifts", "households"}, indicators.TableRow{Key: "b", Values: []string{"2", "20"}})
	if err := now.AppendTo(table([]string{"households"}, indicators.TableRow{Key: "b", Values: []string{"1"}}, indicators.TableRow{Key: "a", Values: []string{"10"}})); err != nil {
		t.Fatal(err)
	}
	want := []indicators.TableRow{{Key: "a", Values: []string{"10", ""}}, {Key: "b", Values: []string{"20", "2"}}}
	same := slices.EqualFunc(now.Table.Rows, want, func(x, y indicators.TableRow) bool { return x.Key == y.Key && slices.Equal(x.Values, y.Values) })
	if !same || !slices.Equal(now.Table.Columns, []string{"households", "lifts"}) || now.Layer.Count != 2 {
		t.Errorf("got %+v", now.Table)
	}
}

func TestWithout(t *testing.T) {
	im := kiosks("a", "b", "c")
	out, err := im.Without([]string{"b", "breakfast/c"})
	if err != nil || len(out.Facilities) != 1 || out.Layer.Count != 1 || len(im.Facilities) != 3 || out.Layer.Checksum == im.Layer.Checksum {
		t.Fatalf("got %+v, %v", out, err)
	}
	if _, err := im.Without([]string{"a", "z"}); err == nil || !strings.Contains(err.Error(), "z") {
		t.Errorf("an id that is not there: %v", err)
	}
	if _, err := im.Without([]string{"a", "b", "c"}); err == nil {
		t.Error("a layer was emptied")
	}
}
