package main

import (
	"fmt"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// langOf is the language that the environment asks for: zh or en.
func langOf(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(v, "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

// wordID names a phrase of the catalogue.
type wordID uint8

// The phrases for people.
const (
	wordInterrupted wordID = iota
	wordImported
	wordFindings
	wordNoLayers
	wordNoRuns
	wordRunDone
	wordDryRun
	wordTook
	wordSensitivity
	wordWhole
	wordVerifyFirst
	wordVerifyWays
	wordWritten
	wordFindingsWritten
	wordTilesWritten
	wordServing
	wordDemoCity
	wordSound
	wordNoCommunity
	wordInCommunity
	wordNoStreet
	wordByStreet
	wordCoveredHere
	wordGapHere
	wordUnlinked
	wordWay
	wordStep
	wordCrossed
	wordBand
	wordNearby
	wordBeyond
	wordNotThen
	wordOpenThen
	wordClosedThen
	wordHoursUnknown
	wordNothingNear
	wordNotComputed
	wordLayerHead
	wordRunHead
	wordResultHead
	wordStandardHead
	wordPending
	wordLadderHead
	wordCity
	wordTarget
	wordMistakes
	wordExtends
	wordOutline
	wordOutlineHead
	wordNotSet
	wordAsksTable
	wordNotMeasured
	wordSameStandard
	wordIndicator
	wordProfileKind
	wordTargetKind
	wordTableKind
	wordUnmeasured
	wordAdded
	wordRemoved
	wordAlsoChanged
	wordColon
	wordStale
	wordNoneStale
	wordComma
	wordFreed
	wordWouldFree
	wordLeft
	wordStages
	wordSemicolon
	wordNoTables
	wordFileExists
	wordTemplate
	wordTotal
)

// words is the catalogue, in both languages.
func words() [wordTotal]indicators.Text {
	return [wordTotal]indicators.Text{
		wordInterrupted:     {Zh: "已中断；没有改动任何内容", En: "interrupted; nothing was changed"},
		wordImported:        {Zh: "图层 %s，第 %d 版：导入 %d 个要素，舍弃 %d 个", En: "layer %s, version %d: %d features, %d dropped"},
		wordFindings:        {Zh: "发现 %d 个问题，%d 条提示；circle15 check 列出全部", En: "%d issues and %d notes; circle15 check lists all of them"},
		wordNoLayers:        {Zh: "工作库中还没有图层；先运行 circle15 import", En: "the workspace has no layers yet; circle15 import brings them in"},
		wordNoRuns:          {Zh: "还没有计算过；先运行 circle15 compute", En: "nothing has been computed yet; circle15 compute does"},
		wordRunDone:         {Zh: "第 %d 批次，%s：%d 个社区 × %d 个条件", En: "run %d, %s: %d communities × %d criteria"},
		wordDryRun:          {Zh: "试算，未发布，%s：%d 个社区 × %d 个条件", En: "dry run, not published, %s: %d communities × %d criteria"},
		wordSensitivity:     {Zh: "换用其他假定（步速 0.8、1.0、1.2 米/秒，接入 4 条边），%d 个结论会变，涉及 %d 个社区", En: "under other assumptions (0.8, 1.0 and 1.2 m/s, 4 candidate edges) %d statuses change, in %d communities"},
		wordVerifyFirst:     {Zh: "有 %d 处设施或线路，少了其中一处就有社区不再达标；先核实（条件、编号、名称、居民、社区）", En: "%d facilities or lines without which a community would no longer pass; verify these first (criterion, id, name, residents, communities)"},
		wordVerifyWays:      {Zh: "有 %d 段街道，其中一段不能通行就有社区不再达标；先核实（条件、道路、名称、起点经纬度、米、居民、社区）", En: "%d stretches of street without which a community would no longer pass; verify these first (criterion, way, name, where it begins, metres, residents, communities)"},
		wordWhole:           {Zh: "总评", En: "overall"},
		wordTook:            {Zh: "用时 %.1f 秒", En: "took %.1f s"},
		wordWritten:         {Zh: "已写出 %s：%d 个要素，第 %d 批次", En: "wrote %s: %d features of run %d"},
		wordFindingsWritten: {Zh: "已写出 %s：%d 条问题", En: "wrote %s: %d findings"},
		wordTilesWritten:    {Zh: "已写出 %s：%d 个瓦片，第 %d 批次", En: "wrote %s: %d tiles of run %d"},
		wordDemoCity:        {Zh: "演示城市（虚构）", En: "Demo city (invented)"},
		wordServing:         {Zh: "地图：http://%s （Ctrl+C 停止）", En: "the map is at http://%s (Ctrl+C stops)"},
		wordSound:           {Zh: "工作库完好，没有发现问题", En: "the workspace is sound and nothing was found"},
		wordNoCommunity:     {Zh: "%s：不在任何社区内", En: "%s: in no community"},
		wordInCommunity:     {Zh: "%s：%s（%s）", En: "%s: %s (%s)"},
		wordNoStreet:        {Zh: "可接入的距离内没有可步行的道路", En: "no street that may be walked within reach"},
		wordByStreet:        {Zh: "经 %.0f 米接入道路 %s（way/%d）", En: "%.0f m to the street %s (way/%d)"},
		wordCoveredHere:     {Zh: "覆盖", En: "covered"},
		wordGapHere:         {Zh: "盲区", En: "gap"},
		wordUnlinked:        {Zh: "没有接入道路：最近的道路 %s（way/%d）在 %.0f 米外", En: "linked to no street: the nearest is %s (way/%d), %.0f m away"},
		wordWay:             {Zh: "%s到 %s：经%s", En: "%s to %s via %s"},
		wordStep:            {Zh: "%s（%d 米）", En: "%s (%d m)"},
		wordCrossed:         {Zh: "；直线 %d 米，穿过%s", En: "; the straight line of %d m crosses %s"},
		wordNearby:          {Zh: "直线最近：%s，%d 米", En: "nearest in a straight line: %s, %d m"},
		wordBeyond:          {Zh: "，隔着%s", En: ", beyond %s"},
		wordNotThen:         {Zh: "因营业时间未计入：%s，%s", En: "not counted for its hours: %s, %s"},
		wordOpenThen:        {Zh: "；那时开着", En: "; open then"},
		wordClosedThen:      {Zh: "；那时关着", En: "; closed then"},
		wordHoursUnknown:    {Zh: "；营业时间不明", En: "; hours unknown"},
		wordBand:            {Zh: "%g 分钟内：%.1f 公顷", En: "within %g min: %.1f ha"},
		wordNothingNear:     {Zh: "1.5 倍限值内没有", En: "none within 1.5 × the limit"},
		wordNotComputed:     {Zh: "标准 %q 还没有计算过", En: "standard %q has no run"},
		wordLayerHead:       {Zh: "图层\t版本\t类型\t要素\t舍弃\t完整\t数据日期\t来源", En: "LAYER\tVERSION\tKIND\tFEATURES\tDROPPED\tCOMPLETE\tDATE\tSOURCE"},
		wordRunHead:         {Zh: "批次\t标准\t基准日\t数据日期\t达标\t未达标\t无法判定\t不适用", En: "RUN\tSTANDARD\tAS OF\tDATA DATE\tPASS\tFAIL\tUNKNOWN\tNOT APPLICABLE"},
		wordResultHead:      {Zh: "评价条件\t达标\t未达标\t无法判定\t不适用\t覆盖比例\t", En: "CRITERION\tPASS\tFAIL\tUNKNOWN\tN/A\tCOVERED\t"},
		wordStandardHead:    {Zh: "标准\t名称\t指标\t条件\t来自", En: "STANDARD\tTITLE\tINDICATORS\tCRITERIA\tFROM"},
		wordMistakes:        {Zh: "%s：%d 处错误", En: "%s: %d mistakes"},
		wordExtends:         {Zh: "在 %s 之上修改", En: "extends %s"},
		wordOutline:         {Zh: "%d 个方面，%d 项指标，%d 个条件：%d 个参与判定，%d 个等待本市定数，%d 个只供对照", En: "%d aspects, %d indicators, %d criteria: %d decide, %d wait for the city to set their number, %d are for comparison"},
		wordOutlineHead:     {Zh: "指标\t判定\t待定\t对照\t名称", En: "INDICATOR\tDECIDE\tNOT SET\tSHOWN\tTITLE"},
		wordNotSet:          {Zh: "等待本市定数（在自己的文件中写 overrides，must_set: false）：", En: "the city has not set (write overrides with must_set: false in a file of your own):"},
		wordAsksTable:       {Zh: "要用表 %s：%s", En: "asks the table %s: %s"},
		wordNotMeasured:     {Zh: "%d 个目标；原文有 %d 句不测量，附理由", En: "%d targets; %d sentences of the source are not measured, with the reason"},
		wordSameStandard:    {Zh: "%s 与 %s 没有不同", En: "%s and %s do not differ"},
		wordStale:           {Zh: "重新计算 %d / %d 对（社区 × 条件）：%s", En: "%d of %d pairs (community × criterion) computed anew: %s"},
		wordNoneStale:       {Zh: "与上一批次相比没有变化", En: "nothing changed since the run before"},
		wordComma:           {Zh: "，", En: ", "},
		wordFreed:           {Zh: "已清除 %d 个批次，保留 %d 个：结论 %d 条，释放 %.1f MB；文件现为 %.1f MB", En: "%d runs removed, %d kept: %d results, %.1f MB freed; the file now has %.1f MB"},
		wordWouldFree:       {Zh: "将清除 %d 个批次，保留 %d 个：结论 %d 条，约释放 %.1f MB；文件现为 %.1f MB", En: "%d runs would be removed, %d kept: %d results, about %.1f MB freed; the file now has %.1f MB"},
		wordLeft:            {Zh: "%s：%d / %d，每秒 %.1f，还需约 %s", En: "%s: %d of %d, %.1f per second, about %s left"},
		wordStages:          {Zh: "各步用时：%s", En: "stages: %s"},
		wordIndicator:       {Zh: "指标", En: "indicator"},
		wordProfileKind:     {Zh: "出行方式", En: "profile"},
		wordTargetKind:      {Zh: "目标", En: "target"},
		wordTableKind:       {Zh: "表", En: "table"},
		wordUnmeasured:      {Zh: "未测量", En: "not measured"},
		wordAdded:           {Zh: "新增（%s）", En: "added (%s)"},
		wordRemoved:         {Zh: "去掉（%s）", En: "removed (%s)"},
		wordAlsoChanged:     {Zh: "另有改动：%s", En: "also changed: %s"},
		wordNoTables:        {Zh: "指标体系 %s 不需要表", En: "standard %s asks for no tables"},
		wordFileExists:      {Zh: "%s 已经存在，可能已有填写的内容：换一个文件名", En: "%s is there already, perhaps filled in: name another file"},
		wordTemplate:        {Zh: "已写出 %s：%d 张表，%d 个社区", En: "wrote %s: %d tables, %d communities"},
		wordColon:           {Zh: "：", En: ": "},
		wordSemicolon:       {Zh: "；", En: "; "},
		wordPending:         {Zh: "图层 %s 在此批次之后重新导入；circle15 compute 更新结果", En: "layer %s was imported again after this run; circle15 compute brings the results up to date"},
		wordLadderHead:      {Zh: "县区\t%s达标\t未达标\t无法判定\t不适用\t绿/黄/红\t达标社区居民\t平均覆盖\t最差十分之一\t基尼\t帕尔马\t县区自身", En: "DISTRICT\tPASS (%s)\tFAIL\tUNKNOWN\tN/A\tGREEN/YELLOW/RED\tRESIDENTS OF PASS\tMEAN\tWORST TENTH\tGINI\tPALMA\tOWN"},
		wordCity:            {Zh: "全市", En: "city"},
		wordTarget:          {Zh: "%s：%s：%s（%.4g / %.4g）", En: "%s: %s: %s (%.4g of %.4g)"},
	}
}

// word is a phrase in the language of the user, with its blanks filled.
func (a *app) word(id wordID, args ...any) string {
	return fmt.Sprintf(a.text(words()[id]), args...)
}

// text is a title in the language of the user.
func (a *app) text(t indicators.Text) string {
	if a.lang == "zh" && t.Zh != "" || t.En == "" {
		return t.Zh
	}
	return t.En
}

// status is the word for a status.
func (a *app) status(s indicators.Status) string {
	if a.lang != "zh" {
		return string(s)
	}
	switch s {
	case indicators.Pass:
		return "达标"
	case indicators.Fail:
		return "未达标"
	case indicators.Unknown:
		return "无法判定"
	}
	return "不适用"
}

// findings tells the first issues of a list on stderr, and how many there are; they decide the exit code.
func (a *app) findings(fs []data.Finding) {
	const shown = 5
	a.note(fs)
	issues, notes := 0, 0
	for _, f := range fs {
		if f.Severity == data.Note {
			notes += 1 + f.Count
			continue
		}
		if issues < shown {
			a.message("%s", f)
		}
		issues += 1 + f.Count
	}
	if issues+notes > 0 {
		a.message("%s", a.word(wordFindings, issues, notes))
	}
}

// note remembers whether there is more than notes among the findings: the exit code says so.
func (a *app) note(fs []data.Finding) { a.issues = a.issues || data.Reportable(fs) }
