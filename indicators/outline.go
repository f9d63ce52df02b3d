package indicators

import (
	"maps"
	"slices"
)

// Outline says what a standard judges, and what it waits for.
type Outline struct {
	ID      string `json:"id"`
	Title   Text   `json:"title"`
	Extends string `json:"extends,omitempty"`
	Aspects int    `json:"aspects"`
	// Decide, NotSet and Shown are the ids of the criteria that bind, that wait for the city to set their number, and that are
	// measured for comparison: together all criteria.
	Decide     []string           `json:"decide"`
	NotSet     []string           `json:"not_set"`
	Shown      []string           `json:"shown"`
	Indicators []IndicatorOutline `json:"indicators"`
	// Categories are the facilities that are counted, sorted.
	Categories []string `json:"categories"`
	// Tables are the tables that are asked, sorted, with the columns that are, sorted.
	Tables      []TableOutline `json:"tables"`
	Targets     int            `json:"targets"`
	NotMeasured int            `json:"not_measured"`
}

// IndicatorOutline counts the criteria of an indicator.
type IndicatorOutline struct {
	ID     string `json:"id"`
	Aspect string `json:"aspect"`
	Title  Text   `json:"title"`
	Decide int    `json:"decide"`
	NotSet int    `json:"not_set"`
	Shown  int    `json:"shown"`
}

// TableOutline is a table with what is asked of it.
type TableOutline struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// Outline says what the standard judges.
func (s *Standard) Outline() Outline {
	o := Outline{ID: s.ID, Title: s.Title, Extends: s.Extends, Aspects: len(s.Aspects), Decide: []string{}, NotSet: []string{}, Shown: []string{},
		Targets: len(s.Targets), NotMeasured: len(s.NotMeasured)}
	categories, tables := map[string]bool{}, map[string]map[string]bool{}
	for _, a := range s.Aspects {
		for _, i := range a.Indicators {
			line := IndicatorOutline{ID: i.ID, Aspect: a.ID, Title: i.Title}
			for _, c := range i.Criteria {
				switch {
				case c.Binding:
					o.Decide = append(o.Decide, c.ID)
					line.Decide++
				case c.MustSet:
					o.NotSet = append(o.NotSet, c.ID)
					line.NotSet++
				default:
					o.Shown = append(o.Shown, c.ID)
					line.Shown++
				}
				for _, name := range c.Categories {
					categories[name] = true
				}
				c.asks(tables)
			}
			o.Indicators = append(o.Indicators, line)
		}
	}
	o.Categories = append([]string{}, slices.Sorted(maps.Keys(categories))...)
	o.Tables = []TableOutline{}
	for _, id := range slices.Sorted(maps.Keys(tables)) {
		o.Tables = append(o.Tables, TableOutline{id, append([]string{}, slices.Sorted(maps.Keys(tables[id]))...)})
	}
	return o
}

// asks notes the tables and columns that the criterion asks.
func (c *Criterion) asks(tables map[string]map[string]bool) {
	ask := func(table string, columns ...string) {
		if tables[table] == nil {
			tables[table] = map[string]bool{}
		}
		for _, name := range columns {
			if name != "" {
				tables[table][name] = true
			}
		}
	}
	if q := c.Table; q != nil {
		ask(q.Name, q.Columns...)
		ask(q.Name, q.Numerator.Column, q.Denominator.Column, q.Due)
		ask(q.Name, slices.Collect(maps.Keys(q.Numerator.Where))...)
		ask(q.Name, slices.Collect(maps.Keys(q.Denominator.Where))...)
	}
	if c.Per != nil && c.Per.Households > 0 {
		ask(CommunityTable, HouseholdsColumn)
	}
	if c.AppliesIf != nil {
		ask(c.AppliesIf.Table, slices.Collect(maps.Keys(c.AppliesIf.Where))...)
	}
}
