package indicators_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/indicators"
)

// The pages about standards: prose from testdata, words from Language, criteria from the embedded files.
func TestPagesStandards(t *testing.T) {
	for name, lang := range map[string]string{"standards.md": "en", "standards.zh-CN.md": "zh"} {
		src, err := os.ReadFile(filepath.Join("testdata", name+".tmpl"))
		if err != nil {
			t.Fatal(err)
		}
		p := &pageWriter{lang: lang}
		out := strings.ReplaceAll(string(src), "\r\n", "\n")
		out = strings.Replace(out, "<<<language>>>\n", p.language(), 1)
		out = strings.Replace(out, "<<<standards>>>\n", p.standards(t), 1)
		if strings.Contains(out, "<<<") {
			t.Errorf("%s has a blank that nobody fills", name)
		}
		page(t, name, []byte(out))
	}
}

// pageWriter writes tables in one language.
type pageWriter struct {
	lang string
	b    strings.Builder
}

func (p *pageWriter) text(t indicators.Text) string { return p.pick(t.Zh, t.En) }

func (p *pageWriter) pick(zh, en string) string {
	if p.lang == "zh" {
		return zh
	}
	return en
}

func (p *pageWriter) printf(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// row is a row of a table; what would end a cell is escaped.
func (p *pageWriter) row(cells ...string) {
	for i, c := range cells {
		cells[i] = strings.NewReplacer("|", `\|`, "\n", " ").Replace(strings.TrimSpace(c))
	}
	p.printf("| %s |\n", strings.Join(cells, " | "))
}

func (p *pageWriter) head(cells ...string) {
	p.row(cells...)
	p.printf("|%s\n", strings.Repeat("---|", len(cells)))
}

func (p *pageWriter) take() string {
	s := p.b.String()
	p.b.Reset()
	return s
}

// language is a table of words for each mapping; the file itself and its criteria first.
func (p *pageWriter) language() string {
	all := indicators.Language()
	slices.SortStableFunc(all, func(a, b indicators.Mapping) int { return rank(a.Name) - rank(b.Name) })
	for _, m := range all {
		p.printf("## %s\n\n", p.text(m.Title))
		p.head(p.pick("词", "word"), p.pick("写什么", "what may stand there"), p.pick("意思", "what it says"), p.pick("没有写时", "unless it is there"), p.pick("用于", "measures"))
		for i := range m.Words {
			w := &m.Words[i]
			unless := p.text(w.Unless)
			if w.Must && len(w.MustFor) == 0 {
				unless = p.pick("必须有", "must be there")
			} else if w.Must {
				unless = strings.TrimPrefix(unless+p.pick("；必须有：", "; must be there for ")+measures(w.MustFor), p.pick("；", "; "))
			}
			used := p.pick("全部", "all")
			if len(w.Measures) > 0 {
				used = measures(w.Measures)
			} else if m.Name != "criterion" {
				used = ""
			}
			p.row("`"+w.Name+"`", p.values(w), p.text(w.Meaning), unless, used)
		}
		p.printf("\n")
	}
	return p.take()
}

func rank(mapping string) int {
	return map[string]int{"standard": -3, "criterion": -2, "limit": -1}[mapping]
}

func measures(list []indicators.Measure) string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = "`" + string(m) + "`"
	}
	return strings.Join(out, " ")
}

// values is what may stand after a word.
func (p *pageWriter) values(w *indicators.Word) string {
	kind := map[indicators.WordKind]indicators.Text{
		indicators.IDKind: {Zh: "a–z 0–9 _", En: "a–z 0–9 _"}, indicators.StandardIDKind: {Zh: "a–z 0–9 _ -", En: "a–z 0–9 _ -"},
		indicators.PlainKind: {Zh: "文字", En: "text"}, indicators.TitleKind: {Zh: "{zh: …, en: …}", En: "{zh: …, en: …}"},
		indicators.NumberKind: {Zh: "数", En: "number"}, indicators.IntegerKind: {Zh: "整数", En: "whole number"},
		indicators.SwitchKind: {Zh: "true 或 false", En: "true or false"}, indicators.NameKind: {Zh: "名字", En: "name"},
		indicators.ListKind: {Zh: "一个或几个", En: "one or several"}, indicators.NamesKind: {Zh: "一个或几个名字", En: "one name or several"},
		indicators.MomentKind: {Zh: "时刻", En: "time"}, indicators.ConditionKind: {Zh: "{名: 值, …}", En: "{name: values, …}"},
		indicators.ComposeKind: {Zh: "all、any、{at_least: k}", En: "all, any, {at_least: k}"}, indicators.AmountKind: {Zh: "列名或 {…}", En: "column or {…}"},
		indicators.GoalKind: {Zh: "数、列名或 {…}", En: "number, column or {…}"}, indicators.MappingKind: {Zh: "{…}", En: "{…}"},
		indicators.MappingsKind: {Zh: "列表", En: "list"}, indicators.NamedKind: {Zh: "{名: {…}, …}", En: "{name: {…}, …}"},
	}[w.Kind]
	if w.Kind == indicators.ChoiceKind {
		return "`" + strings.Join(w.Known, "` `") + "`"
	}
	out := p.text(kind)
	if w.Kind == indicators.NumberKind || w.Kind == indicators.IntegerKind || w.Kind == indicators.GoalKind {
		from := fmt.Sprintf("%g", w.Least)
		if w.Above {
			from = p.pick("大于 ", "above ") + from
		}
		if w.Most < 1e9 {
			out += fmt.Sprintf(p.pick("，%s 到 %g", ", %s to %g"), from, w.Most)
		} else if w.Above {
			out += p.pick("，", ", ") + from
		} else if w.Least >= 0 {
			out += p.pick("，", ", ") + from + p.pick(" 起", " or more")
		}
	}
	return out
}

// standards are the embedded standards, each with its criteria and what it does not measure.
func (p *pageWriter) standards(t *testing.T) string {
	all := embedded(t)
	for _, id := range indicators.EmbeddedIDs() {
		p.standard(all[id])
	}
	return strings.TrimRight(p.take(), "\n") + "\n"
}

func (p *pageWriter) standard(s *indicators.Standard) {
	p.printf("## `%s` %s\n\n%s\n\n", s.ID, p.text(s.Title), s.Source)
	if note := p.text(s.Note); note != "" {
		p.printf("%s\n\n", note)
	}
	for _, a := range s.Aspects {
		for _, i := range a.Indicators {
			p.printf("### %s · %s (`%s`)\n\n", p.text(a.Title), p.text(i.Title), i.ID)
			if len(i.Criteria) == 0 {
				p.printf("%s\n\n", p.text(i.Note))
				continue
			}
			p.head(p.pick("条件", "criterion"), p.pick("名称", "title"), p.pick("出处", "clause"), p.pick("原话", "words of the source"), p.pick("测量", "measure"),
				p.pick("数字", "number"), p.pick("可靠程度", "how sure"), p.pick("作用", "what it does"))
			for k := range i.Criteria {
				c := &i.Criteria[k]
				p.row("`"+c.ID+"`", p.text(c.Title), c.Source, c.Quote, "`"+string(c.Measure)+"`", p.text(c.Number()), c.Confidence, p.role(c.Binding, c.MustSet))
			}
			p.printf("\n")
		}
	}
	p.targets(s)
	if len(s.NotMeasured) > 0 {
		p.printf("### %s\n\n", p.pick("不测量的句子", "What is not measured"))
		p.head(p.pick("原话", "words of the source"), p.pick("理由", "reason"))
		for _, n := range s.NotMeasured {
			p.row(n.Quote, p.text(n.Reason))
		}
		p.printf("\n")
	}
}

func (p *pageWriter) targets(s *indicators.Standard) {
	if len(s.Targets) == 0 {
		return
	}
	p.printf("### %s\n\n", p.pick("目标", "Targets"))
	p.head(p.pick("目标", "target"), p.pick("名称", "title"), p.pick("出处", "clause"), p.pick("原话", "words of the source"), p.pick("数字", "number"), p.pick("可靠程度", "how sure"), p.pick("作用", "what it does"))
	for _, g := range s.Targets {
		var number []string
		if g.City > 0 {
			number = append(number, fmt.Sprintf("≥ %g", g.City))
		}
		if g.Share > 0 {
			number = append(number, fmt.Sprintf("≥ %g %%", 100*g.Share))
		}
		p.row("`"+g.ID+"`", p.text(g.Title), g.Source, g.Quote, strings.Join(number, " · "), g.Confidence, p.role(g.Binding, g.MustSet))
	}
	p.printf("\n")
}

// role is what a criterion does for the verdict.
func (p *pageWriter) role(binding, mustSet bool) string {
	switch {
	case binding:
		return p.pick("参与判定", "decides")
	case mustSet:
		return p.pick("待市里定数 must_set", "the city has to set it (`must_set`)")
	}
	return p.pick("供对照", "for comparison")
}
