package intake_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"circle15/data"
	"circle15/data/intake"
	"circle15/indicators"
)

func tableSpec() *indicators.TableSpec {
	most := 100_000.0
	column := func(name, zh string, kind indicators.ColumnType) indicators.ColumnSpec {
		return indicators.ColumnSpec{Name: name, Title: indicators.Text{Zh: zh}, Type: kind}
	}
	households := column("households", "户数", indicators.IntegerColumn)
	households.Max = &most
	class := column("class", "等级", indicators.ChoiceColumn)
	class.Values = []string{"green", "red"}
	return &indicators.TableSpec{ID: "community", Key: indicators.AtCommunity, Columns: []indicators.ColumnSpec{households,
		column("online_rate", "全程网办率", indicators.ShareColumn), column("party_org", "党组织", indicators.YesNoColumn), column("since", "日期", indicators.DateColumn), class}}
}

// town has two communities of one name in different districts.
func tableTown() []indicators.Community {
	return []indicators.Community{{ID: "LP1", Name: "东风路", District: "渭滨区"}, {ID: "LP2", Name: "新建路", District: "渭滨区"},
		{ID: "LP3", Name: "胜利", District: "金台区"}, {ID: "LP4", Name: "胜利", District: "陈仓区"}}
}

func importTable(t *testing.T, text string, opt intake.TableOptions) *data.Import {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	im, err := intake.Table(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// told is the findings as "code row field".
func told(fs []data.Finding) string {
	var out []string
	for _, f := range fs {
		s := f.Code
		if f.Row > 0 {
			s += fmt.Sprint(" ", f.Row)
		}
		out = append(out, strings.TrimSpace(s+" "+f.Field))
	}
	return strings.Join(out, "; ")
}

func TestTable(t *testing.T) {
	opt := intake.TableOptions{Specs: []*indicators.TableSpec{tableSpec()}, Communities: tableTown()}
	im := importTable(t, `社区编号,社区名称,户数（户）,全程网办率*,党组织,日期,等级
说明：填写编号,,整数,0 到 1,是或否,,
LP2,新建路,"１,２３４",85%,√,2026年6月,红
lp 1,东风路,500,0.9,否,2026/3/1,GREEN
`, opt)
	want := &indicators.Table{Name: "community", Layer: "community", Columns: []string{"社区名称", "households", "online_rate", "party_org", "since", "class"},
		Rows: []indicators.TableRow{{Key: "LP1", Values: []string{"东风路", "500", "0.9", "no", "2026-03-01", "green"}},
			{Key: "LP2", Values: []string{"新建路", "1234", "0.85", "yes", "2026-06-30", ""}}}}
	if d := cmp.Diff(want, im.Table); d != "" {
		t.Error(d)
	}
	if got, want := told(im.Findings), "full_width 3 户数（户）; value_invalid 3 等级"; got != want {
		t.Errorf("findings %q, want %q", got, want)
	}
	if l := im.Layer; l.Name != "community" || l.Kind != data.KindTable || l.Count != 2 || l.Completeness != data.Complete || l.Restricted {
		t.Errorf("layer %+v", l)
	}
}

func TestTableFindings(t *testing.T) {
	for _, c := range []struct{ name, header, row, cell, findings string }{
		{"per cent without its sign", "全程网办率", "85", "0.85", "percent_assumed 2 全程网办率"},
		{"above one hundred per cent", "全程网办率", "850", "", "value_out_of_range 2 全程网办率"},
		{"above one hundred per cent, with its sign", "全程网办率", "101%", "", "value_out_of_range 2 全程网办率"},
		{"a whole share", "全程网办率", "1", "1", ""},
		{"no share", "全程网办率", "高", "", "value_invalid 2 全程网办率"},
		{"full-width per cent", "全程网办率", "８５％", "0.85", "full_width 2 全程网办率"},
		{"below zero", "households", "-1", "", "value_out_of_range 2 households"},
		{"above the most", "Households", "100001", "", "value_out_of_range 2 Households"},
		{"a fraction of a household", "households", "1.5", "", "value_invalid 2 households"},
		{"a unit", "households", "12户", "", "value_invalid 2 households"},
		{"no yes or no", "党组织", "大概", "", "value_invalid 2 党组织"},
		{"no date", "日期", "明年", "", "value_invalid 2 日期"},
		{"nothing known", "日期", "暂无", "", ""},
		{"a column nobody asks for", "树", "３%", "0.03", "column_unknown 树"},
		{"a column of persons", "联系人姓名", "x", "", "column_personal 联系人姓名"},
	} {
		im := importTable(t, "id,"+c.header+"\nLP1,"+c.row+"\n", intake.TableOptions{Specs: []*indicators.TableSpec{tableSpec()}, Communities: tableTown()})
		got := ""
		if len(im.Table.Columns) > 0 {
			got = im.Table.Rows[0].Values[0]
		}
		var fs []data.Finding
		for _, f := range im.Findings {
			if f.Code != "column_missing" {
				fs = append(fs, f)
			}
		}
		if got != c.cell || told(fs) != c.findings {
			t.Errorf("%s: %q with %q, want %q with %q", c.name, got, told(fs), c.cell, c.findings)
		}
	}
}

func TestTableKeys(t *testing.T) {
	spec := tableSpec()
	for _, c := range []struct {
		name, text string
		level      indicators.Level
		many       bool
		keys       string
		findings   string
	}{
		{"unknown", "id,户数\nLP1,1\nLP9,2\n", indicators.AtCommunity, false, "LP1", "key_unknown 3 id"},
		{"twice", "id,户数\nLP1,1\nLP2,3\nLP1,2\n", indicators.AtCommunity, false, "LP1 LP2", "id_twice 4"},
		{"twice where rows add up", "id,户数\nLP1,1\nLP2,3\nLP1,2\n", indicators.AtCommunity, true, "LP1 LP1 LP2", ""},
		{"a name", "社区,户数\n东风路,1\n", indicators.AtCommunity, false, "LP1", ""},
		{"a name of two", "社区,户数\n东风路,1\n胜利,2\n", indicators.AtCommunity, false, "LP1", "community_ambiguous 3 社区"},
		{"none", "id,户数\nLP1,1\n,2\n", indicators.AtCommunity, false, "LP1", "key_missing 3 id"},
		{"districts", "县区,户数\n渭滨区,1\n凤翔区,2\n", indicators.AtDistrict, false, "渭滨区", "key_unknown 3 县区"},
		{"a district is no community", "id,户数\nLP1,3\n渭滨区,1\n", indicators.AtCommunity, false, "LP1", "key_unknown 3 id"},
	} {
		s := *spec
		s.Key, s.Many, s.Columns = c.level, c.many, spec.Columns[:1]
		im := importTable(t, c.text, intake.TableOptions{Specs: []*indicators.TableSpec{&s}, Communities: tableTown()})
		var keys []string
		for _, r := range im.Table.Rows {
			keys = append(keys, r.Key)
		}
		if got := strings.Join(keys, " "); got != c.keys || told(im.Findings) != c.findings {
			t.Errorf("%s: %q with %q", c.name, got, told(im.Findings))
		}
	}
	im := importTable(t, "id,x\nLP9,\"1,500\"\n渭滨区,85%\n", intake.TableOptions{Options: intake.Options{As: "other", Restricted: true}})
	if d := cmp.Diff([]indicators.TableRow{{Key: "LP9", Values: []string{"1500"}}, {Key: "渭滨区", Values: []string{"0.85"}}}, im.Table.Rows); d != "" || !im.Layer.Restricted || im.Layer.Name != "other" {
		t.Errorf("before any community: %s %+v", d, im.Layer)
	}
}

func TestTableRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		opt        intake.TableOptions
		want       string
	}{
		"no key":         {"t.csv", "a,b\n1,2\n", intake.TableOptions{}, `--key COLUMN`},
		"no such key":    {"t.csv", "a,b\n1,2\n", intake.TableOptions{Key: "c"}, `no column "c"`},
		"nothing taken":  {"t.csv", "id,b\nLP9,2\n", intake.TableOptions{Communities: tableTown()}, "none of its 1 features could be taken as rows"},
		"another ending": {"t.pdf", "x", intake.TableOptions{}, ".xlsx or .csv"},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := intake.Table(context.Background(), path, c.opt)
		var fe *data.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A workbook says the same as a text table: the sheet of the table's name is read.
func TestTableOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("community"); err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "社区编号", "B1": "户数", "A2": "# 编号", "B2": "整数", "A3": "LP2", "B3": 1234} {
		if err := f.SetCellValue("community", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "t.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	im, err := intake.Table(context.Background(), path, intake.TableOptions{Communities: tableTown()})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]indicators.TableRow{{Key: "LP2", Values: []string{"1234"}}}, im.Table.Rows); d != "" || len(im.Findings) != 0 {
		t.Errorf("%s %v", d, im.Findings)
	}
}
