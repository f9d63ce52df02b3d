package data

// FoldAfter is how many findings of one code a layer keeps in full; the rest are
// counted in the last of them.
const FoldAfter = 100

// Findings collects findings and folds repetitive ones. The zero value is ready. It
// is not safe for concurrent use.
type Findings struct {
	list []Finding
	last map[string]int // by code: index of the latest kept finding
	kept map[string]int
}

// Add takes a finding. From the hundred-and-first of a code on it is only counted.
func (c *Findings) Add(f Finding) {
	if c.last == nil {
		c.last, c.kept = map[string]int{}, map[string]int{}
	}
	if c.kept[f.Code] >= FoldAfter {
		c.list[c.last[f.Code]].Count += 1 + f.Count
		return
	}
	c.kept[f.Code]++
	c.last[f.Code] = len(c.list)
	c.list = append(c.list, f)
}

// List is what was collected, in the order in which it came; nil when nothing was.
func (c *Findings) List() []Finding { return c.list }
