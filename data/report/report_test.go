package report_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"circle15/data"
	"circle15/data/report"
	"circle15/data/storetest"
	"circle15/indicators"
	"circle15/indicators/worklist"
)

func input(chinese bool) *report.Input {
	r := storetest.Result(storetest.Standard("s"), []data.Layer{{Name: "osm", Version: 3, Source: "a<b>.pbf", Licence: "ODbL", Attribution: "© OpenStreetMap contributors", Date: "2026-01-05"}}, 1)
	r.Run.Number = 7
	e := storetest.Extract()
	return &report.Input{Chinese: chinese, Result: r, City: &data.City{Streets: e.Streets, Ground: e.Ground, Facilities: e.Facilities},
		Work: []worklist.Item{{ID: "LP1/bus_lines", Community: "LP1", Criterion: "bus_lines", State: worklist.Open, Office: "<script>", Milli: 1500,
			Mend: &indicators.Mend{More: 2, At: &orb.Point{107.141, 34.361}, WithinM: 240, Passes: true, Checked: true, Gain: 1500}}}}
}

// The page stands alone: nothing is fetched, nothing of the data is taken for markup, and every tag is closed, in both languages.
func TestHTML(t *testing.T) {
	for _, chinese := range []bool{false, true} {
		in := input(chinese)
		var whole, one bytes.Buffer
		if err := report.HTML(&whole, in); err != nil {
			t.Fatal(err)
		}
		if err := report.CommunityHTML(&one, in, "LP1"); err != nil {
			t.Fatal(err)
		}
		for name, page := range map[string]string{"report": whole.String(), "community": one.String()} {
			if m := regexp.MustCompile(`(?i)(src=|href=|url\(|@import|<script)`).FindString(page); m != "" {
				t.Errorf("%s: %q fetches or runs something", name, m)
			}
			want := []string{"2 more within 240 m of here", "2026-01-05", "ODbL", "© OpenStreetMap contributors", "a&lt;b&gt;.pbf", "<svg"}
			if chinese {
				want[0] = "在此处步行 240 米以内增加 2 个"
			}
			for _, w := range want {
				if !strings.Contains(page, w) {
					t.Errorf("%s (chinese %v): %q is missing", name, chinese, w)
				}
			}
			for _, svg := range regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(page, -1) {
				d := xml.NewDecoder(strings.NewReader(svg))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatalf("%s: a picture is not well formed: %v", name, err)
					}
				}
			}
			if strings.Contains(page, "NaN") || strings.Contains(page, "Inf") {
				t.Errorf("%s: a picture has no size", name)
			}
		}
	}
	if err := report.CommunityHTML(io.Discard, input(false), "none"); err == nil {
		t.Error("a page about a community that is not there")
	}
}

// The same input gives the same page; a workbook has a sheet per level, numbers as numbers.
func TestReportIsTheSameAgain(t *testing.T) {
	var a, b bytes.Buffer
	if err := report.HTML(&a, input(true)); err != nil {
		t.Fatal(err)
	}
	if err := report.HTML(&b, input(true)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two reports of one run differ (%v)", err)
	}
}

func TestWorkbook(t *testing.T) {
	var b bytes.Buffer
	if err := report.Workbook(&b, input(false)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), " "); got != "districts communities indicators criteria pairs worklist layers" {
		t.Errorf("sheets %s", got)
	}
	rows, err := f.GetRows("pairs")
	if err != nil || len(rows) != 5 { // a header and 2 communities × 2 criteria
		t.Errorf("%d rows of pairs, %v", len(rows), err)
	}
	kind, err := f.GetCellType("worklist", "F2")
	if v, _ := f.GetCellValue("worklist", "F2"); v != "1.5" || err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("residents of an item: %q of type %v, %v", v, kind, err)
	}
}
