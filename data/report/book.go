package report

import (
	"fmt"
	"io"

	"circle15/data/xlsx"
	"circle15/indicators"
)

// Workbook writes the run as a workbook: a sheet for each level, from the city down to the pairs, the worklist and the layers.
func Workbook(w io.Writer, in *Input) error {
	p := newPage(in)
	return xlsx.WriteBook(w, []xlsx.Page{p.rungs(), p.communityPage(), p.indicatorPage(), p.criterionPage(), p.pairPage(), p.workPage(), p.layerPage()})
}

func (p *page) header(pairs ...string) []string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, p.T(indicators.Text{Zh: pairs[i], En: pairs[i+1]}))
	}
	return out
}

func (p *page) sheet(zh, en string, header []string) xlsx.Page {
	return xlsx.Page{Name: p.T(indicators.Text{Zh: zh, En: en}), Header: header}
}

func (p *page) rungs() xlsx.Page {
	out := p.sheet("县区", "districts", p.header("县区", "district", "社区", "communities", "达标", "pass", "未达标", "fail", "无法判定", "unknown", "绿", "green", "黄", "yellow", "红", "red", "目标", "targets"))
	for _, r := range append(p.Ladder.Districts, p.Ladder.City) {
		name, targets := r.District, ""
		if name == "" {
			name = p.T(indicators.Text{Zh: "全市", En: "city"})
		}
		for _, t := range r.Targets {
			targets += fmt.Sprintf("%s: %g/%g ", p.T(t.Title), t.Done, t.Need)
		}
		o := r.Overall
		out.Rows = append(out.Rows, []any{name, o.Communities, o.Pass, o.Fail, o.Unknown, o.Colours[indicators.Green], o.Colours[indicators.Yellow], o.Colours[indicators.Red], targets})
	}
	return out
}

func (p *page) communityPage() xlsx.Page {
	out := p.sheet("社区", "communities", p.header("编号", "id", "名称", "name", "县区", "district", "居民", "residents", "结论", "verdict", "颜色", "colour", "原因", "reason"))
	for _, s := range p.Standings() {
		out.Rows = append(out.Rows, []any{s.ID, s.Name, s.District, float64(s.Residents) / 1000, p.T(statusWord(s.Status)), p.T(colourWord(s.Colour)), s.Reason})
	}
	return out
}

func (p *page) indicatorPage() xlsx.Page {
	out := p.sheet("指标", "indicators", p.header("社区", "community", "指标", "indicator", "名称", "title", "结论", "status", "颜色", "colour", "原因", "reason"))
	std := p.Run().Standard
	for i := range p.in.Result.Communities {
		c := &p.in.Result.Communities[i]
		v := p.verdicts[c.ID]
		for a := range std.Aspects {
			for n := range std.Aspects[a].Indicators {
				ind := &std.Aspects[a].Indicators[n]
				g := p.grades.Indicators[c.ID+"/"+ind.ID]
				out.Rows = append(out.Rows, []any{c.ID, ind.ID, p.T(ind.Title), p.T(statusWord(v.Indicators[ind.ID].Measured)), p.T(colourWord(g.Colour)), p.T(g.Reason)})
			}
		}
	}
	return out
}

func (p *page) criterionPage() xlsx.Page {
	out := p.sheet("条件", "criteria", p.header("指标", "indicator", "条件", "criterion", "名称", "title", "约束", "binding", "达标", "pass", "未达标", "fail", "无法判定", "unknown", "覆盖比例（低）", "covered, low", "覆盖比例（高）", "covered, high", "条款", "clause", "数值可信程度", "confidence"))
	for _, r := range p.Rows() {
		_, ind, _ := p.Run().Standard.Criterion(r.Criterion.ID)
		out.Rows = append(out.Rows, []any{ind.ID, r.Criterion.ID, p.T(r.Criterion.Title), r.Criterion.Binding, r.Tally.Pass, r.Tally.Fail, r.Tally.Unknown, r.Low, r.High, r.Criterion.Source, p.Confidence(r.Criterion.Confidence)})
	}
	return out
}

func (p *page) pairPage() xlsx.Page {
	out := p.sheet("社区×条件", "pairs", p.header("社区", "community", "条件", "criterion", "结论", "status", "暂定", "provisional", "比例（低）", "share, low", "比例（高）", "share, high", "最小值", "have", "所需", "need", "居民", "residents", "盲区居民", "residents in gaps", "盲区平方米", "gap area, m²"))
	for i := range p.in.Result.Results {
		r := &p.in.Result.Results[i]
		if p.Run().Standard.Restricts(r.Criterion) {
			continue
		}
		var milli int64
		var area float64
		for n := range r.Pieces {
			if r.Pieces[n].Cause != indicators.Covered {
				milli, area = milli+r.Pieces[n].Milli, area+r.Pieces[n].AreaM2
			}
		}
		low, high := r.Decided.LowShare(), r.Decided.HighShare()
		if r.Measured != nil {
			low, high = r.Measured.Value, r.Measured.Value
			if r.Measured.High != nil {
				high = *r.Measured.High
			}
		}
		out.Rows = append(out.Rows, []any{r.Community, r.Criterion, p.T(statusWord(r.Status)), len(r.Provisional) > 0, low, high, r.Have, r.Need,
			float64(r.Residents.Whole) / 1000, float64(milli) / 1000, float64(int64(area))})
	}
	return out
}

func (p *page) workPage() xlsx.Page {
	out := p.sheet("整改清单", "worklist", p.header("编号", "id", "社区", "community", "县区", "district", "条件", "criterion", "成因", "cause", "居民", "residents", "可受益", "gain", "最少整改", "least mend", "责任单位", "office", "期限", "due", "逾期天数", "days late", "状态", "state"))
	for _, i := range p.Work() {
		gain := 0.0
		if i.Mend != nil {
			gain = float64(i.Mend.Gain) / 1000
		}
		out.Rows = append(out.Rows, []any{i.ID, i.Community + " " + i.Name, i.District, p.T(i.Title), p.T(causeWord(i.Cause)), float64(i.Milli) / 1000, gain, p.Mend(i),
			i.Office, i.Due, p.Late(i), p.StateWord(i)})
	}
	return out
}

func (p *page) layerPage() xlsx.Page {
	out := p.sheet("图层", "layers", p.header("图层", "layer", "版本", "version", "来源", "source", "数据日期", "date", "要素", "features", "完整", "complete", "许可", "licence", "署名", "attribution"))
	for _, l := range p.Run().Layers {
		out.Rows = append(out.Rows, []any{l.Name, l.Version, l.Source, l.Date, l.Count, string(l.Completeness), l.Licence, l.Attribution})
	}
	return out
}
