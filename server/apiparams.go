package server

import (
	"strconv"

	"circle15/indicators"
	"circle15/server/answer"
	"circle15/server/apidoc"
)

// apiParams are what the parameters of routes mean. One that is not here fails a test.
func apiParams() map[string]apidoc.Param {
	text := apidoc.Object{"type": "string"}
	one := func(values ...string) apidoc.Object { return apidoc.Object{"type": "string", "enum": values} }
	yes := one("true", "false")
	number := func(least, most float64) apidoc.Object {
		return apidoc.Object{"type": "number", "minimum": least, "maximum": most}
	}
	whole := apidoc.Object{"type": "integer", "minimum": 0}
	say := func(schema apidoc.Object, zh, en, example string) apidoc.Param {
		return apidoc.Param{Schema: schema, Text: indicators.Text{Zh: zh, En: en}, Example: example}
	}
	return map[string]apidoc.Param{
		"lang":      say(one("zh", "en"), "给人看的文字用哪种语言", "language of what people read", "en"),
		"standard":  say(text, "指标体系的编号；不给则为工作库的默认体系", "id of the standard; without it the workspace's default", ""),
		"run":       say(apidoc.Object{"type": "integer", "minimum": 1}, "批次号；不给则为最新批次", "number of the run; without it the latest", ""),
		"from":      say(apidoc.Object{"type": "integer", "minimum": 1}, "前一批次", "the run before", ""),
		"to":        say(apidoc.Object{"type": "integer", "minimum": 1}, "后一批次", "the run after", ""),
		"indicator": say(text, "指标编号", "id of an indicator", ""),
		"criterion": say(text, "评价条件编号", "id of a criterion", ""),
		"cause":     say(one(causeIDs()...), "盲区成因", "cause of a gap", "too_few"),
		"district":  say(text, "县区", "district", ""),
		"community": say(text, "社区编号", "id of a community", ""),
		"bbox":      say(apidoc.Object{"type": "string", "pattern": `^[^,]+(,[^,]+){3}$`}, "西,南,东,北，度", "west,south,east,north in degrees", "-180,-90,180,90"),
		"lon":       say(number(-180, 180), "经度，WGS84，度", "longitude, WGS84, degrees", ""),
		"lat":       say(number(-90, 90), "纬度，WGS84，度", "latitude, WGS84, degrees", ""),
		"facility":  say(text, "从这个设施点出发，代替 lon、lat", "from this facility in place of lon and lat", ""),
		"minutes":   say(apidoc.Object{"type": "string", "pattern": `^[0-9., ]+$`}, "步行分钟数，逗号隔开", "limits in minutes of walking, with commas between", "5,10,15"),
		"profile":   say(text, "步行方式：walk、elderly、wheelchair、bike", "who walks: walk, elderly, wheelchair, bike", ""),
		"streets":   say(yes, "也给出到得了的道路", "also the streets that are reached", "false"),
		"layer":     say(text, "图层", "name of a layer", ""),
		"category":  say(text, "设施类别", "category of facilities", ""),
		"f":         say(text, "格式", "the representation", ""),
		"v":         say(text, "内容标记：地址带上它就可长期缓存", "stands for the content: an address with it may be kept for ever", ""),
		"period":    say(one("week", "month", "quarter"), "按周、月或季度统计", "figures by week, month or quarter", "quarter"),
		"state":     say(one(workStates...), "整改状态", "state of an item", "overdue"),
		"all":       say(yes, "也列出已销号的", "closed ones too", "true"),
		"id":        say(text, "社区编号，斜杠要转义", "id of a community, slashes escaped", ""),
		"item":      say(text, "清单项编号，斜杠要转义", "id of an item, slashes escaped", ""),
		"job":       say(whole, "任务号", "number of a job", "1"),
		"kind":      say(one(UploadKinds...), "导入什么", "what is imported", "residents"),
		"z":         say(whole, "缩放级别", "zoom", "10"), "x": say(whole, "列", "column", "816"), "y": say(whole, "行", "row", "407"),

		"/assets/{file} file":                  say(text, "文件名", "name of a file", ""),
		"/base/{layer}.geojson layer":          say(one(baseLayers...), "底图的一层", "layer of the base map", "streets"),
		"/tiles/{layer}.json layer":            say(text, "瓦片图层", "layer of tiles", "gaps"),
		"/tiles/{layer}/{z}/{x}/{y}.mvt layer": say(text, "瓦片图层", "layer of tiles", "gaps"),
		"/ogc/tiles/{layer} layer":             say(text, "瓦片图层", "layer of tiles", "gaps"),

		"file":          say(text, "文件名，扩展名决定读法", "name of the file; its ending decides how it is read", "residents.csv"),
		"append":        say(yes, "保留图层原有内容，编号相同的替换", "keep what the layer held, and replace what has the same id", "false"),
		"map":           say(text, "字段=列，逗号隔开", "field=column, with commas between", "lon=x,lat=y"),
		"category_from": say(text, "哪一列是类别", "column that has the category of each row", ""),
		"as":            say(text, "图层名", "name of the layer", ""),
		"name":          say(text, "哪一列是名称", "column of the names", ""),
		"weight":        say(text, "哪一列是人数", "column of how many people live at the place", ""),
		"key":           say(text, "表格里哪一列是社区", "column of a table that names the communities", ""),
		"datum":         say(text, "坐标：wgs84、cgcs2000、gcj02、bd09、EPSG:n", "wgs84, cgcs2000, gcj02, bd09 or EPSG:n", "wgs84"),
		"encoding":      say(text, "编码：auto、utf-8、gb18030 等", "auto, utf-8, gb18030, …", "auto"),
		"table":         say(text, "工作簿的表名或 GeoPackage 的表", "sheet of a workbook, or table of a GeoPackage", ""),
		"complete":      say(one("yes", "assumed", "no"), "是否齐全", "does it hold all there are", "yes"),
		"date":          say(apidoc.Object{"type": "string", "format": "date"}, "数据日期", "date of the data", "2026-03-01"),
		"licence":       say(text, "许可", "licence of the data", ""),
		"attribution":   say(text, "须标明的来源", "what has to be shown with the data", ""),
		"restricted":    say(yes, "只计数，不公开", "what it holds is counted and shown to keys only", "false"),

		"/api/v1/layers/{kind} id":       say(text, "哪一列是编号", "column of the ids", ""),
		"/api/v1/layers/{kind} district": say(text, "哪一列是县区", "column of the districts", ""),
	}
}

// apiTitles are what routes are about, in both languages.
func apiTitles() map[string]indicators.Text {
	titles := map[string]indicators.Text{}
	for _, t := range [][2]string{
		{"/", "地图网页"}, {"/assets/{file}", "地图网页的脚本和样式"}, {"/gaps.geojson", "评价条件不成立的地方及成因"}, {"/coverage.geojson", "评价条件成立的地方"},
		{"/communities.geojson", "各社区的结论和覆盖比例"}, {"/base/{layer}.geojson", "底图：水面、绿地、道路、小路、建筑"}, {"/api/v1/summary", "一个批次的汇总：数量、居民、面积；按一个条件或总体列表"},
		{"/api/v1/standard", "批次所用的指标体系"}, {"/api/v1/runs", "已发布的批次，新的在前"}, {"/api/v1/diff", "两个批次之间的变化和原因"}, {"/diff.geojson", "两个批次之间盲区的出现、扩大、缩小和消失"},
		{"/api/v1/layers", "已导入的图层"}, {"/api/v1/targets", "全市和各县区达标进度、最接近达标的社区、各期数字"}, {"/api/v1/communities/{id}", "一个社区的全部结果和依据"}, {"/api/v1/explain", "一个地点什么成立、为什么，以及怎么走"}, {"/api/v1/reach", "从一个地点或设施点步行能到哪里"},
		{"/api/v1/findings", "导入和计算中发现的问题；逐行内容要带口令"}, {"/api/v1/worklist", "整改清单：责任单位、期限、状态"}, {"/api/v1/worklist/{item:.+}", "清单的一项及其经过"},
		{"POST /api/v1/worklist/{item:.+}", "设置一项的状态、责任单位、期限，或加备注"}, {"POST /api/v1/layers/{kind}", "导入一个文件为图层：成为任务；正文就是文件，最多 64 MiB"},
		{"/api/v1/jobs", "服务启动以来的任务，新的在前"}, {"POST /api/v1/jobs", "计算一个批次：成为任务"}, {"/api/v1/jobs/{job}", "任务进行到哪里"}, {"DELETE /api/v1/jobs/{job}", "取消任务"},
		{"/api/v1/jobs/{job}/events", "任务的进展（server-sent events）"}, {"/openapi.json", "本接口的 OpenAPI 3.1 文件"}, {"/api", "本接口的说明网页"}, {"/metrics", "运行指标（Prometheus）"},
		{"/healthz", "程序在运行"}, {"/readyz", "工作库可读"}, {"/tiles/style.json", "MapLibre 和 QGIS 的样式"}, {"/tiles/{layer}.json", "瓦片图层的 TileJSON 3.0"}, {"/tiles/{layer}/{z}/{x}/{y}.mvt", "矢量瓦片"},
		{"/ogc/tiles", "OGC API - Tiles：瓦片集"}, {"/ogc/tiles/{layer}", "OGC API - Tiles：一个瓦片集"}, {"/ogc/tileMatrixSets", "OGC API - Tiles：格网"}, {"/ogc/tileMatrixSets/WebMercatorQuad", "OGC API - Tiles：网络地图的格网"},
	} {
		key := t[0]
		if key[0] == '/' {
			key = "GET " + key
		}
		titles[key] = indicators.Text{Zh: t[1]}
	}
	return titles
}

// exampleOf puts examples from a run into the parameters: what can be asked for of this workspace.
func exampleOf(params map[string]apidoc.Param, s *snapshot) {
	set := func(name, v string) {
		if p, ok := params[name]; ok {
			p.Example = v
			params[name] = p
		}
	}
	set("run", strconv.Itoa(s.run.Number))
	set("standard", s.run.Standard.ID)
	if len(s.criteria) > 0 {
		set("criterion", s.criteria[0].ID)
	}
	if len(s.communities) == 0 {
		return
	}
	c := &s.communities[0]
	at := place(c.label)
	set("id", c.ID)
	set("community", c.ID)
	set("lon", strconv.FormatFloat(at[0], 'f', -1, 64))
	set("lat", strconv.FormatFloat(at[1], 'f', -1, 64))
	if len(s.districts) > 0 {
		set("district", s.districts[0])
	}
}

// documented are the routes in the document: all but those of OGC API - Features, which has one of its own.
func (s *Server) documented() []answer.Route { return append(s.ownRoutes(), s.tiles.Routes()...) }
