package indicators

import (
	"cmp"
	"slices"
)

// Served is a group of people who share one figure: the residents of a community, and the share of them that is covered.
type Served struct {
	Milli int64 // in thousandths; those without anybody do not count
	Share float64
}

// Equity says how evenly people are served. What differs inside a community is not seen: all its residents have its share.
type Equity struct {
	ID        string  `json:"id"` // of the criterion; "overall": the mean of all criteria of places
	Residents float64 `json:"residents"`
	// Mean is the share of an average resident. WorstTenth is the mean share of the tenth of the residents who are served worst.
	Mean       float64 `json:"mean"`
	WorstTenth float64 `json:"worst_tenth"`
	// Gini is 0 where all have the same share and goes towards 1 where few have all.
	Gini float64 `json:"gini"`
	// Palma is what the best-served tenth has, divided by what the worst-served four tenths have; nil where these have nothing.
	Palma *float64 `json:"palma"`
}

// EquityOf is the equity over groups, in any order. Nobody at all gives zeros.
func EquityOf(id string, groups []Served) Equity {
	list := slices.DeleteFunc(slices.Clone(groups), func(s Served) bool { return s.Milli <= 0 })
	slices.SortFunc(list, func(a, b Served) int { return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Milli, b.Milli)) })
	people, held := 0.0, 0.0
	for _, s := range list {
		people += float64(s.Milli)
		held += float64(s.Milli) * s.Share
	}
	e := Equity{ID: id, Residents: people / 1000}
	if people == 0 {
		return e
	}
	e.Mean = held / people
	e.WorstTenth = heldBy(list, 0, people/10) / (people / 10)
	if bottom := heldBy(list, 0, 0.4*people); bottom > 0 {
		palma := heldBy(list, 0.9*people, people) / bottom
		e.Palma = &palma
	}
	if held > 0 {
		below, lorenz := 0.0, 0.0
		for _, s := range list {
			own := float64(s.Milli) * s.Share
			lorenz += float64(s.Milli) * (2*below + own)
			below += own
		}
		e.Gini = max(1-lorenz/(people*held), 0)
	}
	return e
}

// heldBy is what people from..to of a sorted list have together.
func heldBy(list []Served, from, to float64) float64 {
	sum, at := 0.0, 0.0
	for _, s := range list {
		next := at + float64(s.Milli)
		if part := min(next, to) - max(at, from); part > 0 {
			sum += part * s.Share
		}
		at = next
	}
	return sum
}
