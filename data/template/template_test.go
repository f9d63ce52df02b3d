package template_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/data/intake"
	"circle15/data/template"
	"circle15/data/xlsx"
	"circle15/indicators"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

var communities = []indicators.Community{{ID: "001", Name: "=东风", District: "渭滨区"}, {ID: "002", Name: "Xiangyang", District: "金台区"}, {ID: "003", Name: "三", District: "渭滨区"}}

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

// What a template is made of an import reads again: every column under its name, the keys, and nothing of the explanations. Both formats, both languages.
func TestImportReadsTemplates(t *testing.T) {
	for _, id := range indicators.EmbeddedIDs() {
		std := standard(t, id)
		for _, lang := range []string{"zh", "en"} {
			sheets := template.Sheets(std, communities, lang)
			var book bytes.Buffer
			if err := xlsx.Write(&book, sheets); err != nil {
				t.Fatal(err)
			}
			for i := range sheets {
				var text bytes.Buffer
				if err := template.WriteCSV(&text, &sheets[i]); err != nil {
					t.Fatal(err)
				}
				for ending, content := range map[string][]byte{".xlsx": book.Bytes(), ".csv": text.Bytes()} {
					path := filepath.Join(t.TempDir(), "t"+ending)
					if err := os.WriteFile(path, content, 0o600); err != nil {
						t.Fatal(err)
					}
					readBack(t, id+" "+lang+ending, path, &std.Tables[i])
				}
			}
		}
	}
}

func readBack(t *testing.T, what, path string, spec *indicators.TableSpec) {
	t.Helper()
	im, err := intake.Table(t.Context(), path, intake.TableOptions{Options: intake.Options{As: spec.ID}, Specs: []*indicators.TableSpec{spec}, Communities: communities})
	if err != nil {
		t.Fatalf("%s %s: %v", what, spec.ID, err)
	}
	for _, c := range spec.Columns {
		if !slices.Contains(im.Table.Columns, c.Name) {
			t.Errorf("%s %s: column %s is not read, only %v", what, spec.ID, c.Name, im.Table.Columns)
		}
	}
	var keys []string
	for _, r := range im.Table.Rows {
		keys = append(keys, r.Key)
	}
	want := []string{"001", "002", "003"}
	if spec.Key == indicators.AtDistrict {
		want = []string{"渭滨区", "金台区"}
	}
	if d := cmp.Diff(want, keys); d != "" {
		t.Errorf("%s %s: %s", what, spec.ID, d)
	}
	for _, f := range im.Findings {
		t.Errorf("%s %s: %+v", what, spec.ID, f)
	}
}

func TestTemplateChecksCells(t *testing.T) {
	lo, hi := 0.0, 500.0
	long := strings.Split(strings.Repeat("一个很长的选项,", 40), ",")[:40]
	std := &indicators.Standard{Tables: []indicators.TableSpec{{ID: "community", Key: indicators.AtCommunity, Columns: []indicators.ColumnSpec{
		{Name: "a", Title: indicators.Text{Zh: "户数", En: "Households"}, Type: indicators.IntegerColumn, Min: &lo, Max: &hi, Unit: "户"},
		{Name: "b", Title: indicators.Text{Zh: "有", En: "There"}, Type: indicators.YesNoColumn},
		{Name: "c", Title: indicators.Text{Zh: "率", En: "Rate"}, Type: indicators.ShareColumn},
		{Name: "d", Title: indicators.Text{Zh: "阶段", En: "Stage"}, Type: indicators.ChoiceColumn, Values: long},
		{Name: "e", Title: indicators.Text{Zh: "率（月）", En: "Rate (month)"}, Type: indicators.ShareColumn},
	}}}}
	sheets := template.Sheets(std, communities, "zh")
	var headers []string
	for _, c := range sheets[0].Columns {
		headers = append(headers, c.Header)
	}
	// 率 and 率（月） are the same to an import, which leaves out what stands in brackets.
	if d := cmp.Diff([]string{"社区编号", "社区名称", "户数（户）", "有", "c", "阶段", "e"}, headers); d != "" {
		t.Error(d)
	}
	if got, want := sheets[0].Columns[2].Note, "整数，0 到 500"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheets); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	checks, err := book.GetDataValidations("community")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range checks {
		got = append(got, c.Type+" "+c.Formula1+" "+c.Formula2)
	}
	want := []string{"whole 0 500", `list "是,否" `, "decimal 0 1", "list lists!$A$1:$A$40 ", "decimal 0 1"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if f, err := book.GetCellFormula("community", "B3"); err != nil || f != "" {
		t.Errorf("a name became the formula %q, %v", f, err)
	}
}
