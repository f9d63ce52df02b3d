package indicators_test

import (
	"testing"

	"circle15/indicators"
)

// Names as sources have them. Those of one group are one line, and no two groups are.
func TestLineNames(t *testing.T) {
	for _, group := range [][]string{
		{"375", "375路", "３７５路", "375路(西直门→香山)", "375路（香山→西直门）", "375路 (上行)", "375路【下行】", "375路: 西直门 => 香山", "375路：香山 → 西直门",
			"375路 西直门→香山", "375路公交车", "375路公交", "375 路", "375路西直门→香山"},
		{"375路快线", "375快线", "375路快线(上行)"},
		{"375区间", "375路区间"},
		{"375支线", "375路支线"},
		{"专102", "专102路", "专 102路"},
		{"夜1", "夜1路"},
		{"运通124", "运通124路", "运通124路(颐和园北宫门→来广营北)", "运通124路(来广营北→颐和园北宫门)"},
		{"K3快线", "k3快线", "Ｋ３快线"},
		{"1", "1 (Ida)", "1 (Vuelta)", "1 (volta)", "1路(内环)", "1路（外环）"},
		{"311", "311 LAS PALMAS (S.TELMO) - SANTA BRÍGIDA", "311 Santa Brígida - Las Palmas (S.Telmo)", "311: Las Palmas - Santa Brígida"},
		{"12", "12 SAN TELMO → PUERTO", "12 PUERTO → SAN TELMO", "12: San Telmo => Puerto"},
		{"LAS PALMAS → TELDE"},
		{"TELDE → LAS PALMAS"},
		{"LAS PALMAS"},
		{"M1", "m1 (Centro - Puerto)"},
		{"5N"},
		{"5"},
		{"H51A"},
		{"ROUTE: 5"},
		{"ROUTE: 6"},
		{"机场线"},
		{"大站快车"},
		{"relation/123"},
		{"(A-B)"},
	} {
		want := indicators.LineName(group[0])
		if want == "" {
			t.Errorf("%q has no name", group[0])
		}
		for _, s := range group {
			if got := indicators.LineName(s); got != want {
				t.Errorf("%q is %q, but %q is %q", s, got, group[0], want)
			}
			if got := indicators.LineName(want); got != want {
				t.Errorf("%q becomes %q the second time", want, got)
			}
		}
		for _, other := range []string{"375", "375快线", "专102", "夜1", "运通124", "K3快线", "1", "311", "12", "M1", "5N", "5", "机场线"} {
			if o := indicators.LineName(other); o == want && indicators.LineName(group[0]) != group[0] && other != want {
				t.Errorf("%q and %q are both %q", group[0], other, want)
			}
		}
	}
	seen := map[string]string{}
	for _, s := range []string{"375路", "375路快线", "375路区间", "375路支线", "专102", "夜1路", "102路", "1路", "运通124路", "124路", "K3快线", "K3", "5N", "5",
		"机场线", "大站快车", "LAS PALMAS → TELDE", "TELDE → LAS PALMAS", "LAS PALMAS", "ROUTE: 5", "ROUTE: 6", "1A", "A1"} {
		n := indicators.LineName(s)
		if had, ok := seen[n]; ok {
			t.Errorf("%q and %q are both %q", had, s, n)
		}
		seen[n] = s
	}
}

func TestOperatorNames(t *testing.T) {
	for _, group := range [][]string{
		{"HSL", "hsl", " HSL ", "ＨＳＬ"},
		{"GUAGUAS MUNICIPALES", "Guaguas Municipales", "Guaguas Municipales, S.A.", "Guaguas  Municipales S.A.U.", "GUAGUAS MUNICIPALES SA"},
		{"GLOBAL", "Global, S.L.", "Global S.L.U."},
		{"POHJOLAN LIIKENNE", "Pohjolan Liikenne Oy", "Pohjolan Liikenne Oy Ab"},
		{"BAOJI BUS", "Baoji Bus Co., Ltd.", "Baoji Bus Ltd", "Baoji Bus Inc."},
		{"宝鸡市公交", "宝鸡市公交集团有限公司", "宝鸡市公交有限责任公司", "宝鸡市公交集团"},
		{"北京公共交通控股", "北京公共交通控股(集团)有限公司", "北京公共交通控股（集团）有限公司", "北京公共交通控股集团"},
		{""},
	} {
		for _, s := range group {
			if got := indicators.OperatorName(s); got != group[0] {
				t.Errorf("%q is %q, want %q", s, got, group[0])
			}
		}
	}
	// A name that is nothing but a legal form stays what it is.
	for _, s := range []string{"SA", "公交集团", "LTD"} {
		if indicators.OperatorName(s) == "" {
			t.Errorf("%q is nobody", s)
		}
	}
}
