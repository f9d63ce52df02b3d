package indicators

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/geo/reach"
)

// PartWays tells the pairs on which a change of streets within the halo bears from those on which it does not: a footbridge changes what lies within 1.5 × the limit of thousands of
// places, and the costs of few. All that the surface asks of the streets is asked at the accesses of places in the community and a little around it: where they attach,
// which the streets and barriers there decide; and the costs at the ends of these streets. The evidence is asked again at its place.

// latticeM is how far beyond the border of a community a place of the lattice can lie that is looked at.
const latticeM = 60

// around is the surroundings of one community for prints.
type around struct {
	community int
	views     map[*network.View]*vicinity
	stands    map[geo.E7]*stand
	buffer    []byte
}

// vicinity is where the places of a community can attach.
type vicinity struct {
	streets Digest
	edges   []uint32
	farM    [][2]float64 // of the ends of each of them, from the box of the community: at least
}

// around is that of community i; what was found for another one is forgotten.
func (j *Assessor) around(i int) *around {
	a := &j.surroundings
	if a.community != i || a.views == nil {
		for _, s := range a.stands {
			s.leave()
		}
		*a = around{community: i, views: map[*network.View]*vicinity{}, stands: map[geo.E7]*stand{}, buffer: a.buffer}
	}
	return a
}

func (j *Assessor) vicinity(i int, v *network.View) *vicinity {
	a := j.around(i)
	if n := a.views[v]; n != nil {
		return n
	}
	shape := j.scene.in.Communities[i].Shape
	r := regionAround(shape, j.scene.in.Frame, v.Mode.MaxAccessM+latticeM)
	n := &vicinity{}
	var d digester
	n.edges, d.b = v.Nearby(r.lo, r.hi, r.touches, d.b)
	n.streets = d.sum()
	pad := v.Mode.MaxAccessM // region.lo lies farther out than any place
	far := func(junction uint32) float64 {
		p := j.scene.in.Frame.XYE7(v.Junctions[junction])
		dx := max(r.lo.X+pad-p.X, p.X-r.hi.X+pad, 0)
		dy := max(r.lo.Y+pad-p.Y, p.Y-r.hi.Y+pad, 0)
		return math.Hypot(dx, dy) * 0.99
	}
	for _, e := range n.edges {
		n.farM = append(n.farM, [2]float64{far(v.From[e]), far(v.To[e])})
	}
	a.views[v] = n
	return n
}

// Ways is PartWays of a pair. The criterion must have been searched for.
func (j *Assessor) Ways(i, criterion int) Digest {
	q := j.scene.questions[criterion]
	d := digester{}
	if q.inside != nil || q.straight || q.crit.Scope == Anywhere {
		return d.sum()
	}
	a := j.around(i)
	d.b = a.buffer[:0]
	j.digestWays(&d, i, q)
	a.buffer = d.b
	return d.sum()
}

// digestWays digests the streets about a community and the costs there, of a question and those asked beside it.
func (j *Assessor) digestWays(d *digester, i int, q *question) {
	if j.scene.nearEdge(q, i) {
		d.places(j.scene.net.Extent)
	}
	n := j.vicinity(i, q.view)
	d.b = append(d.b, n.streets[:]...)
	d.spots(q, j.scene.in.Communities[i].Shape.Box(), j.scene.in.Frame)
	d.fields(q, n)
	for _, o := range [...]*question{q.maybe, q.all} {
		if d.bool(o != nil); o != nil {
			d.fields(o, n)
		}
	}
	if q.plain != nil {
		j.digestWays(d, i, q.plain)
	}
}

// spots digests where candidates near the community can be entered, as far as the streets decide that, and whether a gate is assumed on the way to them.
func (d *digester) spots(q *question, box geo.Box, frame *geo.Frame) {
	wide := box.Widen(q.haloM())
	lo, hi := frame.XYE7(wide.Min), frame.XYE7(wide.Max)
	var list []int
	q.spotIndex.Search(lo, hi, func(k int) bool {
		sp := &q.spots[k]
		assumed := slices.ContainsFunc(sp.sources, func(a network.Access) bool { return a.Assumed })
		if assumed || len(q.selection.list[sp.candidate].Outline) > 0 {
			list = append(list, k)
		}
		return true
	})
	slices.Sort(list)
	for _, k := range list {
		d.xy(q.spots[k].XY)
		d.bool(slices.ContainsFunc(q.spots[k].sources, func(a network.Access) bool { return a.Assumed }))
	}
}

// fields digests the costs that a place of the community can come by: those at the ends of its streets, and of facilities on them. A cost that no place can
// add its way to within the limit is left out.
func (d *digester) fields(q *question, n *vicinity) {
	d.field(q, q.near, q.fartherLimit(), n, false)
	if !q.nearestDecides() {
		d.field(q, q.keyed, q.limit, n, true)
	}
}

func (d *digester) field(q *question, f *reach.Field, limit uint32, n *vicinity, keys bool) {
	end := func(junction uint32, farM float64) {
		way := q.graph.CostPerM * farM
		for _, l := range f.Labels.At(junction) {
			if float64(l.Cost)+way > float64(limit) {
				break
			}
			d.b = binary.LittleEndian.AppendUint32(d.b, l.Cost)
			if keys {
				d.uint(q.keySums[l.Key])
			}
		}
		d.b = append(d.b, 0xff, 0xff, 0xff, 0xff) // no more here
	}
	for k, e := range n.edges {
		end(q.graph.From[e], n.farM[k][0])
		end(q.graph.To[e], n.farM[k][1])
	}
	for k, e := range n.edges {
		for _, s := range f.OnEdge(e) {
			d.uint(uint64(k))
			d.float(s.AlongM)
			d.float(s.LegM)
			if keys {
				d.uint(q.keySums[s.Key])
			}
		}
	}
}

// sumKeys makes digests of the keys, whose numbers change with every facility.
func (q *question) sumKeys() {
	q.keySums = make([]uint64, len(q.keys))
	for i, k := range q.keys {
		sum := sha256.Sum256([]byte(k))
		q.keySums[i] = binary.LittleEndian.Uint64(sum[:])
	}
}

// Unchanged says whether a pair has the result old although the streets of its halo changed: everything else is as it was, and so
// is what bears of the streets. ways was its PartWays. The criterion must have been searched for.
func (j *Assessor) Unchanged(ctx context.Context, i, criterion int, old *Result, ways Digest) (bool, error) {
	q := j.scene.questions[criterion]
	if q.inside != nil || q.straight || q.crit.Scope == Anywhere || old.Note != "" || j.Ways(i, criterion) != ways {
		return false, nil
	}
	if old.Evidence.At == (geo.E7{}) { // it was not looked for
		return true, nil
	}
	if old.Evidence.InGap && (q.maybe != nil || q.all != nil) {
		return false, nil // what does not count is shown too
	}
	at := old.Evidence.At
	a := j.around(i)
	s := a.stands[at]
	if s == nil {
		s = j.scene.stand(at, j.scene.in.Frame.XYE7(at))
		a.stands[at] = s
	}
	seen, err := j.look(ctx, q, s, q.fartherLimit())
	if err != nil {
		return false, err
	}
	now, err := json.Marshal(q.summary(seen, at, old.Evidence.InGap))
	if err != nil {
		return false, err
	}
	was, err := json.Marshal(old.Evidence)
	return bytes.Equal(now, was), err
}
