package surface

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"circle15/geo"
)

// ErrResidue: the parts do not add up to the community.
var ErrResidue = errors.New("the parts do not add up to the community")

// residue is the largest share of the community's area by which the parts may miss the area inside their own outer
// border (they miss it by nothing, unless there is a mistake here). bend is how much that border may differ
// from the community's for being rounded to whole units where a contour meets it: usually below 1e-7; a community of four
// hectares with sides of 100 m and dozens of crossings came to 8e-6. bendM2 more is allowed to the smallest, of tens of square
// metres: half a unit off a side of 10 m is 0.03 m² already.
const (
	residue  = 1e-6
	bend     = 1e-5
	unslid   = 1e-4 // bend where crossings may not slide: half a unit off a side of 3 km is 8 m²
	bendM2   = 0.1
	bendInE7 = 1000 // bendM2 in square units, twice over: 1.24e-4 m² each at the equator, less elsewhere
)

// Part is the part of a community with one label.
type Part struct {
	Label  Label
	Shape  geo.MultiPolygon
	AreaM2 float64
}

// Parts are the parts of a community, sorted by label. LabelAt answers until the plan is split again.
type Parts struct {
	List  []Part
	cut   *cut
	whole Label
}

// Part is the part with that label, or nil.
func (p *Parts) Part(l Label) *Part {
	for i := range p.List {
		if p.List[i].Label == l {
			return &p.List[i]
		}
	}
	return nil
}

// LabelAt is the label of the part in which a place of the community lies.
func (p *Parts) LabelAt(e geo.E7, xy geo.XY) Label {
	if p.cut == nil {
		return p.whole
	}
	return p.cut.locate(e, xy)
}

// contour is a piece of the border between two labels in one cell.
type contour struct {
	p, q        geo.E7
	left, right Label
}

// cut is one split of a plan.
type cut struct {
	plan   *Plan
	labels []Label
	ask    Asker
	// Where the label changes on a lattice edge: found[changes[key]-1], with key 2·point for the edge east
	// of a point and +1 for the one north of it.
	found    []geo.E7
	changes  []int32
	asked    []int32 // the keys that changes has
	contours []contour
	ofCell   []span  // the contours of each cell
	cells    []int32 // those that have any, in order
	lines    []half  // every line of the cut once, whatever its direction
	byLabel  [256][]half
	rounded  map[geo.E7]bool // where the border and a contour cross
	slide    int             // how far a crossing may slide along the border, in units
	bent     int64           // twice the area that rounded crossings have bent the border in by so far, in square units
	twice    int64           // twice the area inside the border as it was threaded, in square units
}

type span struct{ first, n int32 }

// half is one directed piece of the border of a part: the part is on its left.
type half struct{ p, q geo.E7 }

// Probe is a place whose label is asked. Places of one plan with the same ID are the same, so that what does not
// depend on the criterion can be kept from one split to the next. Once says that the place will not be asked again. It lies in the
// rectangle that points A and B span; that is not known if they are the same.
type Probe struct {
	ID   uint64
	At   geo.XY
	A, B int
	Once bool
}

// Asker knows the label of any place.
type Asker interface {
	// Label is the label of a place, exactly.
	Label(Probe) Label
	// Between may know quickly where on the lattice edge from point a to point b, StepM long, the label changes
	// from that of a: in metres from a, sure within ToleranceM. What it does not know is found by bisection.
	Between(e LatticeEdge) (float64, bool)
}

// LatticeEdge joins two neighbouring points of a plan.
type LatticeEdge struct {
	ID     uint32 // unique in the plan
	A, B   int
	From   geo.XY
	StepM  float64
	North  bool // it runs north from A, else east
	LA, LB Label
}

// At is the place d metres from A.
func (e *LatticeEdge) At(d float64) geo.XY {
	if e.North {
		return geo.XY{X: e.From.X, Y: e.From.Y + d}
	}
	return geo.XY{X: e.From.X + d, Y: e.From.Y}
}

// Split cuts the community by labels at the points of the plan (those that are needed) and by those that ask gives
// to places between them. It fails with ErrResidue when the parts do not add up. Plans are not safe for concurrent use.
func (p *Plan) Split(labels []Label, ask Asker) (*Parts, error) {
	if l, ok := p.uniform(labels); ok {
		return &Parts{whole: l, List: []Part{{Label: l, Shape: p.Shape, AreaM2: p.AreaM2()}}}, nil
	}
	parts, err := p.split(labels, ask, slideUnits)
	if errors.Is(err, ErrResidue) { // a crossing slid past a contour beside it
		parts, err = p.split(labels, ask, 0)
	}
	return parts, err
}

// split cuts with crossings that slide so far along the border.
func (p *Plan) split(labels []Label, ask Asker, slide int) (*Parts, error) {
	c := p.newCut(labels, ask)
	c.slide = slide
	c.contourAll()
	c.thread()
	parts, err := c.collect()
	if err != nil {
		return nil, err
	}
	return &Parts{cut: c, List: parts}, nil
}

// newCut begins a cut in the memory of the last one.
func (p *Plan) newCut(labels []Label, ask Asker) *cut {
	c := p.cut
	if c == nil {
		c = &cut{plan: p, ofCell: make([]span, len(p.cells)), changes: make([]int32, 2*len(p.cells)), rounded: map[geo.E7]bool{}}
		p.cut = c
	}
	for _, key := range c.asked {
		c.changes[key] = 0
	}
	for _, cell := range c.cells {
		c.ofCell[cell] = span{}
	}
	for l := range c.byLabel {
		c.byLabel[l] = c.byLabel[l][:0]
	}
	clear(c.rounded)
	c.asked, c.cells, c.found, c.contours, c.lines = c.asked[:0], c.cells[:0], c.found[:0], c.contours[:0], c.lines[:0]
	c.labels, c.ask, c.twice, c.bent = labels, ask, 0, 0
	return c
}

// contourAll makes the contours of all cells, passing over stretches of eight points with one label at once.
func (c *cut) contourAll() {
	p := c.plan
	for j := 0; j+1 < p.ny; j++ {
		for i := 0; i+1 < p.nx; i++ {
			cell := j*p.nx + i
			if i+8 < p.nx {
				low := binary.LittleEndian.Uint64(c.labels[cell:])
				if low == binary.LittleEndian.Uint64(c.labels[cell+p.nx:]) && low == low&0xff*0x0101010101010101 {
					i += 6 // the cells between eight points are seven
					continue
				}
			}
			if p.cells[cell] != outside {
				c.contourCell(int32(cell))
			}
		}
	}
}

func (p *Plan) uniform(labels []Label) (Label, bool) {
	first, seen := Label(0), false
	for i, need := range p.needed {
		if !need {
			continue
		}
		if !seen {
			first, seen = labels[i], true
		} else if labels[i] != first {
			return 0, false
		}
	}
	return first, true
}

// corners of a cell, counter-clockwise from the south-west; side k runs from corner k to corner k+1.
func (c *cut) corner(cell int32, k int) int32 {
	switch k & 3 {
	case 1:
		return cell + 1
	case 2:
		return cell + int32(c.plan.nx) + 1
	case 3:
		return cell + int32(c.plan.nx)
	}
	return cell
}

// contourCell makes the contours of a cell.
func (c *cut) contourCell(cell int32) {
	var l [4]Label
	var changes [4]int
	n := 0
	for k := range 4 {
		l[k] = c.labels[c.corner(cell, k)]
	}
	for k := range 4 {
		if l[k] != l[(k+1)&3] {
			changes[n] = k
			n++
		}
	}
	if n == 0 {
		return
	}
	first := int32(len(c.contours))
	var x [4]geo.E7
	for i := range n {
		x[i] = c.crossing(cell, changes[i])
	}
	// Between change i and change i+1, counter-clockwise, lie the corners with label l[changes[i]+1].
	switch {
	case n == 2:
		c.contour(x[1], x[0], l[(changes[0]+1)&3], l[(changes[1]+1)&3])
	case n == 4 && l[0] == l[2] && l[1] == l[3]:
		// A saddle: the label in the middle joins its two corners, the other two are cut off.
		cutOff := 1
		if c.ask.Label(Probe{ID: uint64(cell) << 32, At: c.middle(cell), A: int(cell), B: int(c.corner(cell, 2))}) != l[0] {
			cutOff = 0
		}
		for _, k := range [2]int{cutOff, cutOff + 2} {
			c.contour(x[k], x[(k+3)&3], l[k], l[(k+1)&3])
		}
	default:
		m := c.plan.e7(c.middle(cell))
		for i := range n {
			// The change i separates the corners before it (right of x→m) from those after it.
			c.contour(x[i], m, l[changes[i]], l[(changes[i]+1)&3])
		}
	}
	if int32(len(c.contours)) > first {
		c.ofCell[cell] = span{first, int32(len(c.contours)) - first}
		c.cells = append(c.cells, cell)
	}
}

func (c *cut) middle(cell int32) geo.XY {
	q := c.plan.XY(int(cell))
	return geo.XY{X: q.X + c.plan.StepM/2, Y: q.Y + c.plan.StepM/2}
}

func (c *cut) contour(p, q geo.E7, left, right Label) {
	if p != q {
		c.contours = append(c.contours, contour{p, q, left, right})
	}
}

// ToleranceM is how exactly the change between two points is found.
const ToleranceM = 0.02

// clearM keeps a change away from the points of the lattice, so that contours of
// different cells do not come within rounding of each other.
const clearM = 0.1

// crossing is where the label changes on side k of a cell: found once for both cells.
func (c *cut) crossing(cell int32, k int) geo.E7 {
	a, b := c.corner(cell, k), c.corner(cell, k+1)
	if a > b {
		a, b = b, a
	}
	key := 2 * a
	if b != a+1 {
		key++
	}
	if at := c.changes[key]; at > 0 {
		return c.found[at-1]
	}
	e := LatticeEdge{ID: uint32(key), A: int(a), B: int(b), From: c.plan.XY(int(a)), StepM: c.plan.StepM,
		North: key&1 == 1, LA: c.labels[a], LB: c.labels[b]}
	d, ok := c.ask.Between(e)
	if !ok {
		d = Bisect(c.ask, e)
	}
	c.found = append(c.found, c.plan.e7(e.At(min(max(d, clearM), c.plan.StepM-clearM))))
	c.changes[key] = int32(len(c.found))
	c.asked = append(c.asked, key)
	return c.found[len(c.found)-1]
}

// Bisect finds where the label changes from that of A by halving the edge.
func Bisect(ask Asker, e LatticeEdge) float64 {
	lo, hi := 0.0, e.StepM
	for node := uint64(1); hi-lo > ToleranceM; { // numbered as in a heap: the halves of n are 2n and 2n+1
		mid := (lo + hi) / 2
		if ask.Label(Probe{ID: uint64(e.ID)<<32 | node, At: e.At(mid), A: e.A, B: e.B}) == e.LA {
			lo, node = mid, 2*node+1
		} else {
			hi, node = mid, 2*node
		}
	}
	return (lo + hi) / 2
}

// A meeting is where a side of the community's border crosses a contour.
type meeting struct {
	side, contour   int32
	onSide, onCont  along  // how far along each
	at              geo.E7 // rounded: see round
	prior, after    Label  // of the border before and beyond it
	contourEntering bool   // the contour comes in from outside
}

// thread leads the border through the contours: it gives each stretch of the border the label of the part
// beside it, and keeps of the contours what lies inside.
func (c *cut) thread() {
	p := c.plan
	ofContour := map[int32][]*meeting{}
	ofSide := make([][]*meeting, len(p.rings))
	for s := range p.rings {
		ofSide[s] = c.meetings(int32(s))
		c.round(int32(s), ofSide[s])
		for _, m := range ofSide[s] {
			ofContour[m.contour] = append(ofContour[m.contour], m)
		}
	}
	for r := 0; r+1 < len(p.heads); r++ {
		c.threadRing(p.heads[r], p.heads[r+1], ofSide)
	}
	for _, cell := range c.cells {
		sp := c.ofCell[cell]
		for i := sp.first; i < sp.first+sp.n; i++ {
			if p.cells[cell] == inside {
				c.keep(&c.contours[i], c.contours[i].p, c.contours[i].q)
			} else {
				c.keepInside(i, ofContour[i])
			}
		}
	}
}

// meetings finds where side s crosses contours, in order along the side.
func (c *cut) meetings(s int32) []*meeting {
	p := c.plan
	var out []*meeting
	var done []int32
	for _, cell := range p.touches[p.bySide[s]:p.bySide[s+1]] {
		sp := c.ofCell[cell]
		for i := sp.first; i < sp.first+sp.n; i++ {
			if !slices.Contains(done, i) {
				done = append(done, i)
				if m := c.meet(s, i); m != nil {
					out = append(out, m)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b *meeting) int {
		return cmp.Or(a.onSide.compare(b.onSide), cmp.Compare(a.contour, b.contour))
	})
	return out
}

// meet is the crossing of side s with contour i, or nil.
func (c *cut) meet(s, i int32) *meeting {
	ab, k := c.plan.rings[s], &c.contours[i]
	for _, e := range [2]geo.E7{k.p, k.q} {
		if cross(ab.a, ab.b, e) == 0 { // a whisker off the border, but in whole units on it
			c.rounded[e] = true
		}
	}
	sp, sq := sideOf(ab.a, ab.b, k.p, shifted), sideOf(ab.a, ab.b, k.q, shifted)
	sa, sb := sideOf(k.p, k.q, ab.a, base), sideOf(k.p, k.q, ab.b, base)
	if sp == sq || sa == sb {
		return nil
	}
	m := &meeting{
		side: s, contour: i,
		onSide: crossAt(ab.a, ab.b, k.p, k.q, -1), onCont: crossAt(k.p, k.q, ab.a, ab.b, 1),
		prior: k.left, after: k.right, contourEntering: sq > 0,
	}
	if sb > 0 { // the side runs from the right of the contour to its left
		m.prior, m.after = k.right, k.left
	}
	return m
}

// along is how far along a line another one crosses it: a share from 0 to 1, and how it moves with the
// whisker by which contours lie off the border. Several contours that end in one place of the border cross it in the order of drift.
// All are quotients of integers below 2^53, so that what is equal is equal as floats too.
type along struct {
	share float64
	drift [2]float64 // per ε and per ε²
}

func (a along) compare(b along) int {
	return cmp.Or(cmp.Compare(a.share, b.share), cmp.Compare(a.drift[0], b.drift[0]), cmp.Compare(a.drift[1], b.drift[1]))
}

// crossAt is how far along a→b the line p→q crosses it. shift is 1 when a→b is the one that is shifted by (ε, ε²), -1 when p→q is.
func crossAt(a, b, p, q geo.E7, shift float64) along {
	sa, sb := cross(p, q, a), cross(p, q, b)
	dx, dy, turn := float64(q.Lon)-float64(p.Lon), float64(q.Lat)-float64(p.Lat), float64(sa)-float64(sb)
	return along{share(sa, sb), [2]float64{-shift * dy / turn, shift * dx / turn}}
}

// share is where, between two ends with signed distances a and b, the zero lies.
func share(a, b int64) float64 {
	if a == b {
		return 0.5
	}
	return min(max(float64(a)/(float64(a)-float64(b)), 0), 1)
}

// slideUnits is how far a crossing may slide along the border to a whole unit that lies nearer to it: 2.8 m, which only
// communities under a hectare or two with long sides of a simple slope come to need.
const slideUnits = 256

// bendShare is how much of the community's area a crossing may bend off without sliding.
const bendShare = 1e-7

// round gives the crossings of a side whole units. A place half a unit off a long side would bend the border,
// and with it the area of a small community by more than the residue; so it slides
// the crossing to the nearest whole unit that bends the border little enough, or to the one that bends it least.
func (c *cut) round(s int32, ms []*meeting) {
	enough := int64(bendShare * float64(c.plan.twice))
	ab := c.plan.rings[s]
	dx, dy := float64(ab.b.Lon)-float64(ab.a.Lon), float64(ab.b.Lat)-float64(ab.a.Lat)
	long := max(math.Abs(dx), math.Abs(dy))
	for i, m := range ms {
		prev, next := 0.0, 1.0
		if i > 0 {
			prev = ms[i-1].onSide.share
		}
		if i+1 < len(ms) {
			next = ms[i+1].onSide.share
		}
		back, forth := int((m.onSide.share-prev)*long), int((next-m.onSide.share)*long)
		if i > 0 {
			back /= 2
		}
		if i+1 < len(ms) {
			forth /= 2
		}
		// The units on both sides of the border are tried: what one crossing bends out, the next may bend in.
		from := ab.a
		if i > 0 {
			from = ms[i-1].at
		}
		best := int64(math.MaxInt64)
		try := func(at geo.E7) {
			if off := abs(c.bent + cross(from, at, ab.b)); off < best {
				best, m.at = off, at
			}
		}
		for k := 0; k >= -c.slide && best > enough; k = nextSlide(k) {
			if k < -back || k > forth {
				continue
			}
			t := m.onSide.share + float64(k)/long
			x, y := float64(ab.a.Lon)+t*dx, float64(ab.a.Lat)+t*dy
			try(geo.E7{Lon: int32(math.Round(x)), Lat: int32(math.Round(y))})
			if math.Abs(dx) > math.Abs(dy) {
				try(geo.E7{Lon: int32(math.Round(x)), Lat: int32(otherSide(y))})
			} else {
				try(geo.E7{Lon: int32(otherSide(x)), Lat: int32(math.Round(y))})
			}
		}
		if i > 0 && best > enough && 2*back < c.slide { // two close together share a place
			try(from)
		}
		c.bent += cross(from, m.at, ab.b)
	}
}

// otherSide is the whole number on the other side of v than the nearest one.
func otherSide(v float64) float64 { return 2*math.Floor(v) + 1 - math.Round(v) }

// nextSlide runs 0, 1, -1, 2, -2, …
func nextSlide(k int) int {
	if k > 0 {
		return -k
	}
	return 1 - k
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// threadRing gives the stretches of one ring their labels.
func (c *cut) threadRing(from, to int32, ofSide [][]*meeting) {
	label, found := Label(0), false
	for s := from; s < to && !found; s++ {
		if len(ofSide[s]) > 0 {
			label, found = ofSide[s][0].prior, true
		}
	}
	if !found {
		a := c.plan.rings[from].a
		label = c.locate(a, c.plan.frame.XYE7(a))
	}
	for s := from; s < to; s++ {
		at := c.plan.rings[s].a
		for _, m := range ofSide[s] {
			c.border(label, at, m.at)
			at, label = m.at, m.after
			c.rounded[at] = true
		}
		c.border(label, at, c.plan.rings[s].b)
	}
}

// border keeps a stretch of the border.
func (c *cut) border(l Label, p, q geo.E7) {
	c.half(l, p, q)
	c.lines = append(c.lines, half{p, q}.sorted())
	c.twice += cross(c.plan.rings[0].a, p, q)
}

func (c *cut) half(l Label, p, q geo.E7) {
	if p != q {
		c.byLabel[l] = append(c.byLabel[l], half{p, q})
	}
}

func (c *cut) keep(k *contour, p, q geo.E7) {
	c.half(k.left, p, q)
	c.half(k.right, q, p)
	c.lines = append(c.lines, half{p, q}.sorted())
}

// keepInside keeps the stretches of contour i that lie inside the community.
func (c *cut) keepInside(i int32, ms []*meeting) {
	k := &c.contours[i]
	if len(ms) == 0 {
		if c.plan.Shape.Contains(k.p) {
			c.keep(k, k.p, k.q)
		}
		return
	}
	slices.SortFunc(ms, func(a, b *meeting) int {
		return cmp.Or(a.onCont.compare(b.onCont), cmp.Compare(a.side, b.side))
	})
	at, in := k.p, !ms[0].contourEntering
	for _, m := range ms {
		if in {
			c.keep(k, at, m.at)
		}
		at, in = m.at, m.contourEntering
	}
	if in {
		c.keep(k, at, k.q)
	}
}

// locate is the label of a place by the contours of its cell.
func (c *cut) locate(e geo.E7, xy geo.XY) Label {
	cell := int32(c.plan.cellAt(xy))
	if cell < 0 {
		cell = 0
	}
	sp := c.ofCell[cell]
	if sp.n == 0 {
		return c.labels[cell]
	}
	ks := c.contours[sp.first : sp.first+sp.n]
	left := func(k *contour) bool { return sideOf(k.p, k.q, e, base) > 0 }
	if len(ks) == 1 {
		if left(&ks[0]) {
			return ks[0].left
		}
		return ks[0].right
	}
	if ks[0].q != ks[1].q { // a saddle: the left of each is cut off
		for i := range ks {
			if left(&ks[i]) {
				return ks[i].left
			}
		}
		return ks[0].right
	}
	// A fan: the place lies between spoke i, on its left, and the next one, on its right.
	for i := range ks {
		n := &ks[(i+1)%len(ks)]
		wide := sideOf(ks[i].p, ks[i].q, n.p, base) > 0 // more than half a turn from spoke to spoke
		li, rn := !left(&ks[i]), left(n)
		if !wide && li && rn || wide && (li || rn) {
			return ks[i].right
		}
	}
	return ks[0].right
}
