package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
)

// StreetEditCategory is the category under which edits of streets are imported.
const StreetEditCategory = "street_edit"

// editWords are the words for the kinds of edits that offices use, beside the kinds themselves.
var editWords = map[string]network.EditKind{
	"封闭": network.Closed, "关闭": network.Closed, "断路": network.Closed, "closed": network.Closed,
	"开通": network.Opened, "新开": network.Opened, "opened": network.Opened,
	"大门": network.Gate, "开门": network.Gate, "gate": network.Gate,
	"台阶": network.MadeSteps, "steps": network.MadeSteps,
	"天桥": network.Footbridge, "人行天桥": network.Footbridge, "footbridge": network.Footbridge,
}

// StreetEdits reads changes of the streets over the OSM file: a place, line or area each, with its kind, and the days from and to which it holds.
// A row without geometry names its way. The id is that of the column of ids, else of the feature, else a hash of kind, way and place.
func StreetEdits(ctx context.Context, path string, opt Options) (*data.Import, error) {
	in, err := open(ctx, path, &opt, data.KindEdits, StreetEditCategory)
	if err != nil { // a table that names ways needs no positions
		opt.noPositions = true
		if in, _ = open(ctx, path, &opt, data.KindEdits, StreetEditCategory); in == nil {
			return nil, err
		}
		if way, e := in.find("way", ""); e != nil || way == "" {
			return nil, err
		}
	}
	cols, err := in.editColumns()
	if err != nil {
		return nil, err
	}
	var out []network.Edit
	for i := range in.table.Records {
		r := &in.table.Records[i]
		if e, ok := in.edit(r, cols); ok && in.first(r, StreetEditCategory, e.ID) {
			out = append(out, e)
		}
	}
	imp, err := in.finish(len(out), "street edits")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b network.Edit) int { return cmp.Compare(a.ID, b.ID) })
	imp.Edits = out
	return imp, nil
}

// editColumns are the columns of an edit, by field; empty where there is none. The kind has to be there.
func (in *intake) editColumns() (map[string]string, error) {
	cols := map[string]string{}
	for field, named := range map[string]string{"id": in.opt.ID, "name": in.opt.Name, "kind": "", "way": "", "steps": "", "from": "", "to": ""} {
		c, err := in.find(field, named)
		if err != nil {
			return nil, err
		}
		cols[field] = c
	}
	if cols["kind"] == "" {
		return nil, &data.FileError{File: in.file, What: "there is no column that says what is done to the streets (kind)",
			Advice: "name it with --map kind=COLUMN; its values are closed, opened, gate, steps, footbridge"}
	}
	return cols, nil
}

func (in *intake) edit(r *data.Record, cols map[string]string) (network.Edit, bool) {
	e := network.Edit{ID: cmp.Or(r.Fields[cols["id"]], r.ID), Name: r.Fields[cols["name"]], Line: r.Line}
	kind, ok := editWords[strings.ToLower(strings.TrimSpace(r.Fields[cols["kind"]]))]
	if !ok {
		in.drop(r, e.ID, "edit_kind", cols["kind"], "not a kind of street edit", "known are closed, opened, gate, steps, footbridge")
		return e, false
	}
	e.Kind = kind
	if r.Point != nil {
		e.Line = []geo.E7{*r.Point}
	}
	e.Area = outline(r.Area)
	if text := strings.TrimPrefix(r.Fields[cols["way"]], "way/"); text != "" {
		way, err := strconv.ParseInt(text, 10, 64)
		if err != nil || way <= 0 {
			in.drop(r, e.ID, "edit_way", cols["way"], "not the number of an OSM way", "write it as 12345 or way/12345")
			return e, false
		}
		e.Way = way
	}
	if len(e.Line) == 0 && len(e.Area) == 0 && e.Way == 0 {
		in.drop(r, e.ID, "edit_nowhere", "", "the edit has neither a geometry nor a way", "draw it, or name the way")
		return e, false
	}
	if (kind == network.Footbridge || kind == network.Opened && e.Way == 0) && len(e.Line) < 2 {
		in.drop(r, e.ID, "edit_not_a_line", "", "a new way is drawn as a line, this has "+geometryWord(r), "draw the line from one street to the other")
		return e, false
	}
	for _, d := range []struct {
		field string
		to    *string
	}{{"from", &e.From}, {"to", &e.To}} {
		text := strings.ReplaceAll(strings.TrimSpace(r.Fields[cols[d.field]]), "/", "-")
		if text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			in.drop(r, e.ID, "edit_date", cols[d.field], "not a date", "write it as 2026-03-01")
			return e, false
		}
		*d.to = day.Format(time.DateOnly)
	}
	e.Steps = slices.Contains([]string{"yes", "true", "1", "是", "有"}, strings.ToLower(r.Fields[cols["steps"]]))
	if e.ID == "" {
		at := geo.E7{}
		if len(e.Line) > 0 {
			at = e.Line[0]
		} else if len(e.Area) > 0 {
			at = e.Area[0][0]
		}
		e.ID = hashID(string(e.Kind), fmt.Sprint(e.Way), at)
	}
	return e, true
}
