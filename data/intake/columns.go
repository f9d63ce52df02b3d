package intake

import (
	"fmt"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/tabular"
)

// usual are the headers that stand for a field, in the order in which they are tried. They are compared without regard
// to case.
var usual = map[string][]string{
	"id":       {"id", "code", "编号", "代码", "编码", "社区编号", "社区编码", "社区代码", "小区编号", "设施编号", "设施编码", "站点编号", "stop_id", "station_id"},
	"name":     {"name", "名称", "社区名称", "社区", "小区名称", "设施名称", "站点名称", "站名", "name_zh"},
	"district": {"district", "县区", "区县", "所属县区", "所属区县", "行政区", "county"},
	"weight":   {"residents", "population", "people", "weight", "pop", "人口", "居民", "居民数", "人数", "人口数", "常住人口"},

	"lines":         {"lines", "线路", "公交线路", "停靠线路", "途经线路", "经过线路"},
	"operator":      {"operator", "运营单位", "运营企业", "公交公司"},
	"opening_hours": {"opening_hours", "hours", "营业时间", "开放时间", "服务时间"},
	"status":        {"status", "状态", "运营状态"},
	"capacity":      {"capacity", "容量", "规模"},
	"spaces":        {"spaces", "车位", "车位数", "泊位数"},
	"connectors":    {"connectors", "charge_count", "piles", "充电桩数", "桩数", "枪数", "充电枪数"},
	"sockets":       {"sockets", "插座数", "充电口数", "端口数"},
	"floor_m2":      {"floor_m2", "建筑面积", "面积", "营业面积"},
	"places":        {"places", "托位数", "床位数"},
	"functions":     {"functions", "功能", "服务功能"},
	"address":       {"address", "地址"},
	"phone":         {"phone", "电话", "联系电话"},
	"checked":       {"checked", "核查日期", "核实日期"},
	"kind":          {"kind", "类型", "形式"},
	"way":           {"way", "way_id", "osm_way", "道路编号"},
	"steps":         {"steps", "台阶"},
	"from":          {"from", "since", "开始日期", "起始日期"},
	"to":            {"to", "until", "结束日期", "截止日期"},
}

// columns finds the columns of fields in one table.
type columns struct {
	table *data.Table
	file  string
	opt   *Options
}

// find is the column of a field: the one that an option names, which must be there, else the one of Options.Map, else
// the first of the usual names that is there, else empty.
func (c columns) find(field, named string) (string, error) {
	column, err := c.column(field, named)
	if err == nil {
		c.opt.Look.field(column, field)
	}
	return column, err
}

func (c columns) column(field, named string) (string, error) {
	if named == "" {
		named = c.opt.Map[field]
	}
	if named != "" {
		if slices.Contains(c.table.Columns, named) {
			return named, nil
		}
		return "", &data.FileError{File: c.file, What: fmt.Sprintf("there is no column %q for %s, only %s", named, field, tabular.ListColumns(c.table.Columns)),
			Advice: "name one of them"}
	}
	for _, u := range usual[field] {
		for _, col := range c.table.Columns {
			if strings.EqualFold(col, u) {
				return col, nil
			}
		}
	}
	return "", nil
}

// mapped checks that every column of Options.Map is there, in the order of the fields.
func (c columns) mapped() error {
	fields := make([]string, 0, len(c.opt.Map))
	for f := range c.opt.Map {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		if _, err := c.column(f, ""); err != nil {
			return err
		}
	}
	return nil
}
