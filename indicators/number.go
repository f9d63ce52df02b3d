package indicators

import "fmt"

// Number is what the criterion asks for, in short: "≤ 15 min · ≥ 3 · 90 % of the residents", "≥ 30 per 100 households".
func (c *Criterion) Number() Text {
	if !c.Measure.OfPlaces() {
		return c.wholeNumber()
	}
	limit := limitText(c.Limit)
	out := both("≤ "+limit.Zh, "≤ "+limit.En)
	if c.Measure != Nearest {
		out = both(fmt.Sprintf("%s · ≥ %d", out.Zh, c.Threshold), fmt.Sprintf("%s · ≥ %d", out.En, c.Threshold))
	}
	if at := momentText(c); at != "" {
		out = both(out.Zh+" · "+at, out.En+" · "+at)
	}
	if c.Scope == Anywhere {
		return both(out.Zh+" · 社区任一处", out.En+" · from any place of the community")
	}
	share := shareText(c.Require)
	return both(out.Zh+" · 居民 "+share.Zh, out.En+" · "+share.En+" of the residents")
}

// wholeNumber is the bound on the value of a community or district.
func (c *Criterion) wholeNumber() Text {
	sign, value := "≥", c.AtLeast
	if c.AtMost != nil {
		sign, value = "≤", *c.AtMost
	}
	number := fmt.Sprintf("%s %.6g", sign, value)
	if c.Measure == Ratio || c.Measure == Plan || c.Measure == Tiling {
		number = fmt.Sprintf("%s %.4g %%", sign, 100*value)
	}
	out := both(number, number)
	if c.Per != nil {
		per := perText(c.Per)
		out = both("每 "+per.Zh+" "+number, number+" per "+per.En)
	}
	if n := len(c.Values); c.Measure == Presence && n > 0 {
		out = both(fmt.Sprintf("%d 项中 %s", n, number), fmt.Sprintf("%s of %d", number, n))
	} else if c.Table != nil && len(c.Table.Columns) > 1 {
		n = len(c.Table.Columns)
		out = both(fmt.Sprintf("%d 项中 %s", n, number), fmt.Sprintf("%s of %d", number, n))
	}
	if c.Level == AtDistrict {
		out = both(out.Zh+" · 按县区", out.En+" · by district")
	}
	return out
}
