package lookback

import (
	"slices"

	"circle15/indicators"
)

// Public is the difference without what is shown to those with a key only: restricted criteria, and changes of the facilities and tables that only
// they ask for.
func (d *Difference) Public(standards ...*indicators.Standard) *Difference {
	hidden, asked := map[string]bool{}, map[string]bool{} // criteria; categories and tables that open criteria ask for
	shut := map[string]bool{}                             // those that restricted ones ask for, and restricted tables
	for _, s := range standards {
		for _, c := range s.Criteria() {
			into := asked
			if c.Restricted {
				hidden[c.ID], into = true, shut
			}
			for _, name := range c.Categories {
				into[name] = true
			}
			if c.Table != nil {
				into[c.Table.Name] = true
			}
		}
		for i := range s.Tables {
			if s.Tables[i].Restricted {
				shut[s.Tables[i].ID] = true
				delete(asked, s.Tables[i].ID)
			}
		}
	}
	out := *d
	out.Changes = nil
	at := make([]int, len(d.Changes))
	for i, c := range d.Changes {
		if at[i] = len(out.Changes); shut[c.Category] && !asked[c.Category] || c.Kind == StandardChanged && hidden[c.ID] {
			at[i] = -1
			continue
		}
		out.Changes = append(out.Changes, c)
	}
	renumbered := func(why []int) []int {
		var list []int
		for _, n := range why {
			if at[n] >= 0 {
				list = append(list, at[n])
			}
		}
		return list
	}
	out.Pairs = slices.DeleteFunc(slices.Clone(d.Pairs), func(p PairChange) bool { return hidden[p.Criterion] })
	for i := range out.Pairs {
		p := &out.Pairs[i]
		why := renumbered(p.Why)
		p.Reasons, p.Why = p.Reasons-(len(p.Why)-len(why)), why
	}
	out.Criteria = slices.DeleteFunc(slices.Clone(d.Criteria), func(c CountChange) bool { return hidden[c.Criterion] })
	out.Gaps = slices.DeleteFunc(slices.Clone(d.Gaps), func(g GapChange) bool { return hidden[g.Criterion] })
	out.Totals = map[GapWhat]GapTotal{}
	for i := range out.Gaps {
		g := &out.Gaps[i]
		g.Why = renumbered(g.Why)
		t := out.Totals[g.What]
		out.Totals[g.What] = GapTotal{t.Count + 1, t.AreaM2 + g.AreaM2, t.Milli + g.Milli}
	}
	return &out
}
