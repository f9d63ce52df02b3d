package intake

import (
	"context"
	"fmt"
	"math"
	"slices"

	"circle15/data"
	"circle15/data/tabular"
	"circle15/geo"
	"circle15/indicators"
)

// maxPeople at one place: more is a mistake in the table.
const maxPeople = 1_000_000

// Residents reads where people live: points with weights. Weights are people, and may have fractions; without a column of them every
// place counts one. A weight that is no number, or below 0, drops its row; a value of a group that is none counts
// as 0 of that group, with a finding.
func Residents(ctx context.Context, path string, opt Options) (*data.Import, error) {
	opt.oneByOne = true
	in, err := open(ctx, path, &opt, data.KindResidents, "residents")
	if err != nil {
		return nil, err
	}
	weight, err := in.find("weight", opt.Weight)
	if err != nil {
		return nil, err
	}
	if weight == "" {
		in.finds.Add(data.Finding{Severity: data.Note, Code: "weight_one", Message: "there is no column of people: every place counts one", Advice: "name the column with --weight"})
	}
	groups := make([]string, 0, len(opt.Groups))
	for g := range opt.Groups {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	out := &indicators.Residents{}
	for _, g := range groups {
		if _, err := in.find("group "+g, opt.Groups[g]); err != nil {
			return nil, err
		}
		if out.Groups == nil {
			out.Groups = map[string][]int64{}
		}
		out.Groups[g] = []int64{}
	}
	err = in.each(func(r *data.Record) {
		at, milli, ok := in.resident(r, weight)
		if !ok {
			return
		}
		out.At, out.Milli = append(out.At, at), append(out.Milli, milli)
		for _, g := range groups {
			out.Groups[g] = append(out.Groups[g], in.group(r, g, opt.Groups[g], milli))
		}
	})
	if err != nil {
		return nil, err
	}
	imp, err := in.finish(len(out.At), "residents")
	if err != nil {
		return nil, err
	}
	imp.Residents = out
	return imp, nil
}

// resident is the place and people of one record.
func (in *intake) resident(r *data.Record, weight string) (at geo.E7, milli int64, ok bool) {
	if r.Point == nil {
		in.drop(r, r.ID, "not_a_point", "", "residents are points, this has "+geometryWord(r), "take a point for each building")
		return at, 0, false
	}
	if weight == "" {
		return *r.Point, 1000, true
	}
	people, isNumber := tabular.Number(r.Fields[weight])
	if !isNumber || people < 0 || people > maxPeople {
		in.drop(r, r.ID, "weight_invalid", weight, fmt.Sprintf("the number of people is not between 0 and %d", maxPeople), "fill in how many people live there")
		return at, 0, false
	}
	return *r.Point, int64(math.Round(people * 1000)), true
}

// group is how many of the people belong to it, in thousandths.
func (in *intake) group(r *data.Record, name, column string, milli int64) int64 {
	text := r.Fields[column]
	if text == "" {
		return 0
	}
	people, ok := tabular.Number(text)
	of := int64(math.Round(people * 1000))
	if ok && people >= 0 && people <= maxPeople && of <= milli {
		return of
	}
	f := data.Finding{Severity: data.Warning, Code: "group_invalid", Row: r.Row, Feature: r.ID, Field: column, Value: text,
		Message: "not a number of people: 0 was taken for the group " + name, Advice: "mend the row"}
	if ok && of > milli {
		f.Message, of = "the group "+name+" is larger than the people there: all of them were taken", milli
	} else {
		of = 0
	}
	in.finds.Add(f)
	return of
}
