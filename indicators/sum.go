package indicators

import (
	"context"
	"math"
	"slices"

	"circle15/geo/network"
	"circle15/geo/reach"
)

// A sum asks the search for so many of the nearest facilities that they surely suffice: the least k for which the k smallest amounts add up to the
// threshold. Where fewer lie within the limit all of them are found, and the sum is exact. k is at most what a search keeps; where that is too
// few a place that they do not cover is undecidable (see Scene.Cut). Facilities that add nothing are left out; one of which nobody knows what it adds is left
// out too, and asked for beside it as if it sufficed alone.

// mostKept is how many of the nearest keys a search keeps at most.
const mostKept = reach.MaxK

// weighing is how what a place reaches is weighed: each key counts one, but for a sum.
type weighing struct {
	enough  int64   // what makes a place covered; of sum in thousandths
	kept    int     // how many of the nearest keys the search keeps
	sure    bool    // so many are enough, whichever they are
	cut     bool    // there are more, and they may be needed
	weights []int64 // of sum: by key, thousandths; nil otherwise
}

// weighing is that of a criterion for what was selected.
func (s *selection) weighing(c *Criterion) weighing {
	need := max(c.Threshold, 1)
	if c.Measure != Sum {
		return weighing{enough: int64(need), kept: need, sure: true}
	}
	w := weighing{enough: int64(need) * 1000, weights: []int64{}}
	if known, ok := s.inCity(); ok {
		w.kept, w.sure, w.cut = known.Kept, known.Sure, known.Cut
		return w
	}
	amounts := make([]int64, 0, len(s.list))
	for i := range s.list {
		amounts = append(amounts, s.list[i].milli)
	}
	slices.Sort(amounts)
	sum := int64(0)
	for _, a := range amounts {
		if w.kept == mostKept || sum >= w.enough {
			break
		}
		w.kept++
		sum += a
	}
	w.cut = sum < w.enough && w.kept < len(amounts)
	w.kept, w.sure = max(w.kept, 1), sum >= w.enough
	return w
}

// inCity is how the whole city's amounts are searched for, where this is a part of them.
func (s *selection) inCity() (jobKept, bool) {
	i := 0
	if s.hopes {
		i = 1
	}
	if i < len(s.city) {
		return s.city[i], true
	}
	return jobKept{}, false
}

// weigh notes the weight of each key.
func (q *question) weigh(number map[string]uint32) {
	if q.weights == nil {
		return
	}
	q.weights = make([]int64, len(q.keys))
	for i := range q.selection.list {
		c := &q.selection.list[i]
		for _, k := range c.keys {
			q.weights[number[k]] = c.milli
		}
	}
}

// nearestDecides says whether a place is covered if the nearest candidate lies within the limit.
func (q *question) nearestDecides() bool { return q.need == 1 && q.weights == nil }

// worth is what one key of a candidate counts.
func (q *question) worth(c *candidate) int64 {
	if q.weights == nil {
		return 1
	}
	return c.milli
}

func (q *question) worthOfKeys(labels []reach.Label) int64 {
	if q.weights == nil {
		return int64(len(labels))
	}
	sum := int64(0)
	for _, l := range labels {
		sum += q.weights[l.Key]
	}
	return sum
}

// worthOf is what those that are seen within the limit come to.
func (q *question) worthOf(seen []sighting) int64 {
	sum := int64(0)
	for i := range seen {
		if seen[i].Cost <= q.limit {
			sum += q.worth(seen[i].of)
		}
	}
	return sum
}

// deciding is the index of the nearest with which those that are seen come to enough; -1 if they do not.
func (q *question) deciding(seen []sighting) int {
	sum := int64(0)
	for i := range seen {
		if sum += q.worth(seen[i].of); sum >= q.enough {
			return i
		}
	}
	return -1
}

// shown is what a place has as it is told: whole, and of a sum not more than the need.
func (q *question) shown(worth int64) int {
	if q.weights == nil {
		return int(worth)
	}
	return int(min(worth/1000, int64(q.need)))
}

// haveOf is what a place has by its evidence.
func (q *question) haveOf(e Evidence) int {
	if q.weights == nil {
		return e.Total
	}
	return int(e.Sum)
}

// held is what the nearest keys within the limit come to.
func (t *tester) held(access []network.Priced) int64 {
	n := t.q.keyed.Best(access, t.best)
	if t.q.weights == nil {
		return int64(n)
	}
	t.cut = t.q.cut && n == t.q.kept
	return t.q.worthOfKeys(t.best[:n])
}

// known is the selection of a sum without those that add nothing, or nobody knows what. Where it leaves none of several, there certainly is none that counts.
func (s selection) known(c *Criterion) selection { return s.weighed(c, 0) }

// hopeful is the same with those of which nobody knows what they add, as if each sufficed.
func (s selection) hopeful(c *Criterion) selection {
	s.hopes = true
	return s.weighed(c, int64(max(c.Threshold, 1))*1000)
}

func (s selection) weighed(c *Criterion, unknown int64) selection {
	if c.Measure != Sum {
		return s
	}
	list := s.list
	s.list = nil
	for _, k := range list {
		milli, ok := k.quantity(c.Attribute)
		if k.milli, k.weighed = int64(milli), ok; !ok {
			k.milli = unknown
		}
		if k.milli > 0 {
			s.list = append(s.list, k)
		}
	}
	s.certainlyNo = s.certainlyNo || len(list) > 0
	return s
}

// unweighed is how many of a sum nobody knows what they add.
func (s selection) unweighed(c *Criterion) int {
	n := 0
	for i := range s.list {
		if _, ok := s.list[i].quantity(c.Attribute); !ok && c.Measure == Sum {
			n++
		}
	}
	return n
}

// attribute is what a candidate, or else a twin of it, has under a name.
func (c *candidate) attribute(name string) string {
	if v := c.Attrs[name]; v != "" {
		return v
	}
	for _, t := range c.twins {
		if v := t.Attrs[name]; v != "" {
			return v
		}
	}
	return ""
}

// quantity is an attribute as a number, in thousandths.
func (c *candidate) quantity(name string) (milli float64, ok bool) {
	return quantity(c.attribute(name))
}

// amountOf is an attribute as it is told; nil for none.
func (c *candidate) amountOf(name string) *float64 {
	milli, ok := c.quantity(name)
	if !ok {
		return nil
	}
	v := math.Round(milli) / 1000
	return &v
}

// amountOf is what a candidate adds; nil where nothing is added up or nobody knows.
func (q *question) amountOf(c *candidate) *float64 {
	if q.crit.Measure != Sum {
		return nil
	}
	return c.amountOf(q.crit.Attribute)
}

// perhaps puts into the evidence what may cover a place with this cause: the nearest that does not count for its hours, and the
// nearest of which nobody knows what it adds.
func (j *Assessor) perhaps(ctx context.Context, q *question, s *stand, wide uint32, cause Cause, e *Evidence) error {
	o := q.other(cause)
	if o == nil {
		return nil
	}
	seen, err := j.look(ctx, o, s, wide)
	e.NotThen = q.firstNotThen(seen)
	for i := range seen {
		if c := seen[i].of; q.weights != nil && !c.weighed && !c.restricted && e.Unweighed == nil {
			e.Unweighed = &seen[i].Seen
		}
	}
	return err
}

// Unweighed is a sum in which facilities add nobody knows what.
type Unweighed struct {
	Criterion, Attribute string
	Count, Of            int
}

// Unweighed lists the criteria that add up an attribute that some facilities do not have, or not as a number.
func (s *Scene) Unweighed() []Unweighed {
	var out []Unweighed
	for _, q := range s.questions {
		if q.unweighed.Count > 0 {
			out = append(out, q.unweighed)
		}
	}
	return out
}

// Cut lists the criteria of which no search keeps enough facilities to be sure of the sum everywhere.
func (s *Scene) Cut() []string {
	var out []string
	for _, q := range s.questions {
		if q.cut || q.maybe != nil && q.maybe.cut {
			out = append(out, q.crit.ID)
		}
	}
	return out
}
