package indicators

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// criterionFacets are the words of a criterion with their values, what decides first.
func criterionFacets(c *Criterion, indicator string) []facet {
	out := []facet{
		decides("measure", "测量", alike(string(c.Measure))),
		decides("limit", "限值", limitText(c.Limit)),
		decides("threshold", "个数", wholeText(c.Threshold)),
		decides("per", "每", perText(c.Per)),
		decides("at_least", "至少", alike(nonZero(c.AtLeast))),
		decides("at_most", "至多", alike(optional(c.AtMost))),
		decides("require", "居民比例", shareText(c.Require)),
		decides("near", "接近", alike(nonZero(c.Near))),
		decides("scope", "范围", alike(string(c.Scope))),
		decides("compare", "对照", alike(c.Compare)),
		decides("category", "类别", alike(strings.Join(c.Categories, ", "))),
		decides("where", "筛选", alike(conditionText(c.Where))),
		decides("sources", "图层", alike(strings.Join(c.Sources, ", "))),
		decides("open_at", "营业时刻", alike(momentText(c))),
		decides("unknown_hours", "时间不明", alike(string(c.UnknownHours))),
		decides("key", "取值", alike(c.Key)),
		decides("values", "值", alike(strings.Join(c.Values, ", "))),
		decides("attribute", "属性", alike(c.Attribute)),
	}
	out = append(out, questionFacets(c)...)
	return append(out,
		decides("level", "评判", alike(string(c.Level))),
		decides("applies_if", "适用", alike(appliesText(c.AppliesIf))),
		decides("colours", "三色", alike(coloursText(c.Colours))),
		decides("binding", "参与判定", alike(fmt.Sprint(c.Binding))),
		decides("restricted", "限制", alike(fmt.Sprint(c.Restricted))),
		decides("indicator", "指标", alike(indicator)),
		describes("must_set", "待定", alike(fmt.Sprint(c.MustSet))),
		describes("confidence", "可靠程度", alike(c.Confidence)),
		describes("title", "名称", c.Title),
		describes("source", "出处", alike(c.Source)),
		describes("quote", "原话", alike(c.Quote)),
		describes("tags", "标签", alike(strings.Join(c.Tags, ", "))),
		describes("note", "说明", c.Note),
	)
}

// questionFacets are what the criterion asks of a table.
func questionFacets(c *Criterion) []facet {
	q := c.Table
	if q == nil {
		q = &TableQuestion{}
	}
	target := amountText(q.Denominator)
	if c.Measure == Plan && q.Target > 0 {
		target = plainNumber(q.Target)
	}
	return []facet{
		decides("table", "表", alike(q.Name)),
		decides("columns", "列", alike(strings.Join(q.Columns, ", "))),
		decides("numerator", "分子", alike(amountText(q.Numerator))),
		decides("denominator", "分母", alike(target)),
		decides("due", "期限", alike(q.Due)),
	}
}

func indicatorFacets(i *Indicator, aspect string) []facet {
	compose := "all"
	if i.Compose.AtLeast > 0 {
		compose = fmt.Sprintf("at_least %d", i.Compose.AtLeast)
	}
	return []facet{
		decides("compose", "合成", alike(compose)), decides("aspect", "方面", alike(aspect)),
		describes("title", "名称", i.Title), describes("source", "出处", alike(i.Source)), describes("note", "说明", i.Note),
	}
}

func profileFacets(p Profile) []facet {
	return []facet{
		decides("speed_mps", "速度（米/秒）", alike(plainNumber(p.SpeedMPS))),
		decides("max_access_m", "接入距离（米）", alike(plainNumber(p.MaxAccessM))),
		decides("candidates", "接入道路", wholeText(p.Candidates)),
		decides("soft_barriers", "围墙", alike(fmt.Sprint(p.SoftBarriers))),
		decides("wheels", "轮式", alike(fmt.Sprint(p.Wheels))),
		decides("bike", "骑行", alike(fmt.Sprint(p.Bike))),
	}
}

func targetFacets(t *Target) []facet {
	return []facet{
		decides("city", "全市", alike(nonZero(t.City))), decides("share", "比例", shareText(t.Share)), decides("criterion", "条件", alike(t.Criterion)),
		decides("binding", "参与判定", alike(fmt.Sprint(t.Binding))), describes("must_set", "待定", alike(fmt.Sprint(t.MustSet))),
		describes("confidence", "可靠程度", alike(t.Confidence)), describes("title", "名称", t.Title), describes("source", "出处", alike(t.Source)),
		describes("quote", "原话", alike(t.Quote)), describes("note", "说明", t.Note),
	}
}

func tableFacets(t *TableSpec) []facet {
	out := []facet{
		decides("key", "主键", alike(string(t.Key))), decides("rows", "多行", alike(fmt.Sprint(t.Many))), decides("date", "日期列", alike(t.Date)),
		decides("restricted", "限制", alike(fmt.Sprint(t.Restricted))), describes("title", "名称", t.Title), describes("note", "说明", t.Note),
	}
	for _, c := range t.Columns {
		value := string(c.Type)
		if len(c.Values) > 0 {
			value += " (" + strings.Join(c.Values, ", ") + ")"
		}
		if c.Min != nil || c.Max != nil {
			value += fmt.Sprintf(" %s…%s", optional(c.Min), optional(c.Max))
		}
		out = append(out, facet{"column " + c.Name, both("列 "+c.Name, "column "+c.Name), alike(value), false})
	}
	return out
}

func decides(name, zh string, value Text) facet   { return facet{name, both(zh, name), value, false} }
func describes(name, zh string, value Text) facet { return facet{name, both(zh, name), value, true} }
func alike(s string) Text                         { return both(s, s) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// limitText is "15 min", "500 m straight, bike".
func limitText(l Limit) Text {
	if l.Value == 0 {
		return Text{}
	}
	unit := map[Unit]Text{Minutes: both("分钟", "min"), Metres: both("米", "m")}[l.Unit]
	out := both(plainNumber(l.Value)+" "+unit.Zh, plainNumber(l.Value)+" "+unit.En)
	if l.Straight {
		out = both("直线 "+out.Zh, out.En+" straight")
	}
	if l.Profile != WalkProfile {
		out = both(out.Zh+"（"+l.Profile+"）", out.En+" ("+l.Profile+")")
	}
	return out
}

func perText(b *Base) Text {
	switch {
	case b == nil:
		return Text{}
	case b.Residents > 0:
		return both(plainNumber(b.Residents)+" 人", plainNumber(b.Residents)+" residents")
	}
	return both(plainNumber(b.Households)+" 户", plainNumber(b.Households)+" households")
}

func wholeText(n int) Text {
	if n == 0 {
		return Text{}
	}
	return alike(fmt.Sprint(n))
}

func shareText(v float64) Text {
	if v == 0 {
		return Text{}
	}
	return alike(fmt.Sprintf("%.4g %%", 100*v))
}

func nonZero(v float64) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("%.6g", v)
}

func optional(v *float64) string {
	if v == nil {
		return ""
	}
	return plainNumber(*v)
}

// conditionText is "access: yes, public; kind: cart".
func conditionText(where map[string][]string) string {
	var out []string
	for _, name := range sortedKeys(where) {
		out = append(out, name+": "+strings.Join(where[name], ", "))
	}
	return strings.Join(out, "; ")
}

func amountText(a Amount) string {
	out := a.Column
	if out == "" && len(a.Where) > 0 {
		out = "rows"
	}
	if len(a.Where) > 0 {
		out += " where " + conditionText(a.Where)
	}
	return out
}

func appliesText(c *Condition) string {
	if c == nil {
		return ""
	}
	return c.Table + ": " + conditionText(c.Where)
}

func coloursText(c *Colours) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("green %s, yellow %s, hysteresis %s", plainNumber(c.Green), plainNumber(c.Yellow), plainNumber(c.Hysteresis))
}

// momentText is "Tu 07:00"; empty without a time.
func momentText(c *Criterion) string {
	if c.OpenAt == nil {
		return ""
	}
	days := [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	return fmt.Sprintf("%s %02d:%02d", days[c.OpenAt.Day], c.OpenAt.Minute/60, c.OpenAt.Minute%60)
}
