package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"circle15/data"
	"circle15/indicators"
)

// Communities reads the polygons that are judged. The id of a community is that of the column of ids, else of the
// feature, else its name where all names differ; a file without any of them is refused, since a
// row number would change with the next update. Of two with one id the later is dropped.
func Communities(ctx context.Context, path string, opt Options) (*data.Import, error) {
	in, err := open(ctx, path, &opt, data.KindCommunities, "communities")
	if err != nil {
		return nil, err
	}
	name, err := in.find("name", opt.Name)
	if err != nil {
		return nil, err
	}
	district, err := in.find("district", opt.District)
	if err != nil {
		return nil, err
	}
	id, err := in.communityID(name)
	if err != nil {
		return nil, err
	}
	var out []indicators.Community
	for i := range in.table.Records {
		r := &in.table.Records[i]
		c := indicators.Community{ID: id(r), Name: r.Fields[name], District: r.Fields[district], Shape: r.Area}
		switch {
		case r.Area == nil:
			in.drop(r, cmp.Or(c.ID, c.Name), "not_an_area", "", "a community is an area, this has "+geometryWord(r), "draw its boundary")
		case c.ID == "":
			in.drop(r, c.Name, "id_missing", "", "the community has no id", "fill in its id")
		case in.first(r, "", c.ID):
			out = append(out, c)
		}
	}
	imp, err := in.finish(len(out), "communities")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b indicators.Community) int { return cmp.Compare(a.ID, b.ID) })
	imp.Communities = out
	return imp, nil
}

// communityID says where ids come from.
func (in *intake) communityID(name string) (func(*data.Record) string, error) {
	column, err := in.find("id", in.opt.ID)
	if err != nil {
		return nil, err
	}
	field := func(r *data.Record) string { return r.Fields[column] }
	feature := func(r *data.Record) string { return r.ID }
	named := func(r *data.Record) string { return r.Fields[name] }
	if in.opt.ID != "" || in.opt.Map["id"] != "" {
		return field, nil
	}
	for _, source := range []func(*data.Record) string{field, feature} {
		if slices.ContainsFunc(in.table.Records, func(r data.Record) bool { return source(&r) != "" }) {
			return source, nil
		}
	}
	seen := map[string]bool{}
	for i := range in.table.Records {
		n := named(&in.table.Records[i])
		if n == "" || seen[n] {
			what := "there is no column of ids, and the names are not unique"
			if n == "" {
				what = "there is no column of ids, and not every community has a name"
			}
			return nil, &data.FileError{File: in.file, Where: fmt.Sprintf("feature %d", in.table.Records[i].Row), What: what,
				Advice: "name a column whose values stay the same with every update: --id COLUMN"}
		}
		seen[n] = true
	}
	in.finds.Add(data.Finding{Severity: data.Note, Code: "id_from_name", Field: name, Message: "there is no column of ids: the names, which all differ, were taken",
		Advice: "name a column of ids with --id, so that a community may be renamed"})
	return named, nil
}
