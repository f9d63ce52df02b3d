package data_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/schema.md")

const schemaHead = `# Properties of the published features

Written from the tables in ` + "`data/feature.go`" + ` by ` + "`go test ./data -run TestSchemaPage -update`" + `; a test holds it to them.

Every feature has every property, in this order, null where there is no value; the geometry is always a MultiPolygon in WGS84
longitude and latitude with at most 7 decimals (RFC 7946).
每个要素都有全部属性，次序相同，没有值时为 null；几何一律为 MultiPolygon，WGS84 经纬度，至多 7 位小数。
`

// The page that documents a public contract must not fall behind it.
func TestSchemaPage(t *testing.T) {
	s := standard(t, indicators.DefaultStandard)
	var b bytes.Buffer
	b.WriteString(schemaHead)
	b.WriteString("\n## Gaps and coverage 盲区与覆盖区\n\nOne feature for each community, criterion and cause; ")
	b.WriteString("coverage features have the cause null, and `covered` in its place in the id.\n\n")
	table(&b, data.GapFields)
	fmt.Fprintf(&b, "\n## Communities 社区\n\nThe first columns are the same under every standard; those of indicators and criteria are here for `%s`.\n\n", s.ID)
	table(&b, data.CommunityFields(s))
	page := filepath.Join("..", "docs", "schema.md")
	if *update {
		if err := os.WriteFile(page, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b.String(), strings.ReplaceAll(string(got), "\r\n", "\n")); d != "" {
		t.Errorf("docs/schema.md is not what the tables say; go test ./data -run TestSchemaPage -update rewrites it:\n%s", d)
	}
}

// A criterion's id becomes columns: under no embedded standard may two columns have one name.
func TestColumnsHaveDifferentNames(t *testing.T) {
	for _, id := range indicators.EmbeddedIDs() {
		seen := map[string]bool{"fid": true, "geom": true} // those of a GeoPackage table
		for _, f := range data.CommunityFields(standard(t, id)) {
			if seen[f.Name] {
				t.Errorf("%s: two columns %s", id, f.Name)
			}
			seen[f.Name] = true
			if f.Zh == "" || f.En == "" {
				t.Errorf("%s: column %s is not explained", id, f.Name)
			}
		}
	}
}

// The parser refuses criteria that would take the name of a fixed column.
func TestFixedColumnsAreNoCriteria(t *testing.T) {
	const one = `{id: s, title: {zh: s, en: s}, aspects: [{id: a, title: {zh: a, en: a}, indicators: [{id: i, title: {zh: i, en: i},
  criteria: [{id: %s, title: {zh: c, en: c}, category: post, measure: nearest, limit: {minutes: 1}}]}]}]}`
	if _, err := indicators.ParseStandard("s", fmt.Appendf(nil, one, "post")); err != nil {
		t.Fatal(err)
	}
	for _, f := range data.CommunityFields(&indicators.Standard{}) {
		if _, err := indicators.ParseStandard("s", fmt.Appendf(nil, one, f.Name)); err == nil {
			t.Errorf("a criterion may be called %s, like the column", f.Name)
		}
	}
}

func standard(t *testing.T, id string) *indicators.Standard {
	t.Helper()
	src, ok := indicators.Embedded(id)
	if !ok {
		t.Fatalf("no standard %s", id)
	}
	s, err := indicators.ParseStandard(id, src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func table(b *bytes.Buffer, fields []data.Field) {
	types := map[data.FieldType]string{data.TextField: "text", data.BoolField: "true/false", data.IntField: "integer", data.RealField: "number"}
	b.WriteString("| property | type | meaning | 含义 |\n|---|---|---|---|\n")
	for _, f := range fields {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Name, types[f.Type], f.En, f.Zh)
	}
}
