package lookback

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"circle15/geo"
	"circle15/geo/index"
	"circle15/indicators"
)

// reasons finds the changes that may have changed a pair: those of its criterion and community, and those that lie so near that
// one of its places can come to them within what is searched.
type reasons struct {
	changes    []Change
	boxes      index.Boxes // of the changes that lie somewhere
	nowhere    []int
	sides      [2]*Side
	shapes     map[string]geo.Box // of a community, on both sides
	district   map[string]string
	nearby     map[nearKey][]int
	criteria   map[string][2]*indicators.Criterion
	indicators map[string]string // of a criterion
}

type nearKey struct {
	community string
	haloM     float64
}

// accessM is more than two access legs: from a place to its street, and from the street to the facility.
const accessM = 400

// farther is how much beyond the limit a run looks for what it tells.
const farther = 1.5

func newReasons(changes []Change, before, after *Side) *reasons {
	r := &reasons{changes: changes, sides: [2]*Side{before, after}, shapes: map[string]geo.Box{}, district: map[string]string{},
		nearby: map[nearKey][]int{}, criteria: map[string][2]*indicators.Criterion{}, indicators: map[string]string{}}
	for i := range changes {
		if changes[i].Box.Empty() {
			r.nowhere = append(r.nowhere, i)
		} else {
			r.boxes.InsertBox(changes[i].Box, i)
		}
	}
	for n, s := range r.sides {
		for i := range s.Communities {
			c := &s.Communities[i]
			box, ok := r.shapes[c.ID]
			if !ok {
				box = geo.EmptyBox()
			}
			r.shapes[c.ID] = box.Union(c.Shape.Box())
			r.district[c.ID] = c.District
		}
		for _, c := range s.Standard.Criteria() {
			both := r.criteria[c.ID]
			both[n] = c
			r.criteria[c.ID] = both
			_, ind, _ := s.Standard.Criterion(c.ID)
			r.indicators[c.ID] = ind.ID
		}
	}
	return r
}

// of are the changes that may have changed a pair: the standard's and those of the pair's own data first, then the nearest.
func (r *reasons) of(k pairID) (list []int, all int) {
	both := r.criteria[k.criterion]
	haloM := accessM + max(r.reachM(0, both[0]), r.reachM(1, both[1]))
	for _, i := range r.nowhere {
		if r.concerns(&r.changes[i], k, both) {
			list = append(list, i)
		}
	}
	var near []int
	for _, i := range r.near(k.community, haloM) {
		if r.concerns(&r.changes[i], k, both) {
			near = append(near, i)
		}
	}
	list = append(list, near...)
	slices.SortStableFunc(list, func(a, b int) int { return rank(r.changes[a].Kind) - rank(r.changes[b].Kind) })
	all = len(list)
	return slices.Clip(list[:min(all, MostReasons)]), all
}

// reachM is how far a criterion looks, in metres; 0 where it looks nowhere.
func (r *reasons) reachM(side int, c *indicators.Criterion) float64 {
	if c == nil || !c.Measure.OfPlaces() {
		return 0
	}
	if c.Limit.Unit == indicators.Metres {
		return farther * c.Limit.Value
	}
	return farther * c.Limit.Value * 60 * r.sides[side].Standard.Profiles[c.Limit.Profile].SpeedMPS
}

// near are the changes within so many metres of a community, things before streets, nearest first.
func (r *reasons) near(community string, haloM float64) []int {
	key := nearKey{community, haloM}
	if list, ok := r.nearby[key]; ok {
		return list
	}
	box, ok := r.shapes[community]
	var list []int
	if ok {
		wide := widen(box, haloM)
		r.boxes.SearchBox(wide, func(i int) bool { list = append(list, i); return true })
	}
	far := func(i int) float64 { return gapM(r.changes[i].Box, box) }
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(far(a), far(b)), cmp.Compare(a, b)) })
	r.nearby[key] = list
	return list
}

// rank is the order in which kinds are told: what decides by itself first, what only may matter last.
func rank(k ChangeKind) int {
	return slices.Index([]ChangeKind{StandardChanged, TableChanged, CommunityChanged, FacilityChanged, EditChanged, ResidentsChanged,
		StreetChanged, BarrierChanged, ParameterChanged, LayerChanged, GroundChanged}, k)
}

// concerns says whether a change near the community is one that the criterion looks at.
func (r *reasons) concerns(c *Change, k pairID, both [2]*indicators.Criterion) bool {
	switch c.Kind {
	case FacilityChanged:
		return either(both, func(x *indicators.Criterion) bool { return slices.Contains(x.Categories, c.Category) })
	case StreetChanged, BarrierChanged, EditChanged:
		return either(both, func(x *indicators.Criterion) bool { return x.Measure.OfPlaces() && !x.Limit.Straight })
	case ResidentsChanged, CommunityChanged:
		return c.ID == k.community
	case TableChanged:
		key, _, _ := strings.Cut(c.ID, "#")
		return (key == k.community || key == r.district[k.community]) && either(both, func(x *indicators.Criterion) bool { return asksTable(x, c.Category) })
	case StandardChanged:
		return c.ID == k.criterion || either(both, func(x *indicators.Criterion) bool {
			return c.ID == "profile "+x.Limit.Profile || c.ID == "profile "+x.Compare
		})
	case ParameterChanged:
		return c.ID != "as_of" || either(both, func(x *indicators.Criterion) bool { return x.Table != nil && x.Table.Due != "" })
	}
	if c.Kind == LayerChanged { // a version alone says nothing: what it changed is told by itself
		return c.What != Changed || slices.ContainsFunc(c.Fields, func(f FieldChange) bool { return f.Field == "complete" })
	}
	return true // the ground
}

func either(both [2]*indicators.Criterion, f func(*indicators.Criterion) bool) bool {
	return both[0] != nil && f(both[0]) || both[1] != nil && f(both[1])
}

func asksTable(c *indicators.Criterion, table string) bool {
	return c.Table != nil && c.Table.Name == table || c.AppliesIf != nil && c.AppliesIf.Table == table ||
		c.Per != nil && c.Per.Households > 0 && table == indicators.CommunityTable
}

// metresPerUnit is 1e-7 degree of latitude; of longitude it is less by the cosine of the latitude.
const metresPerUnit = 0.01113

// widen is the box with so many metres on each side, rather more than fewer.
func widen(b geo.Box, m float64) geo.Box {
	lat := int32(m / metresPerUnit * 1.01)
	lon := int32(m / (metresPerUnit * cosLat(b)) * 1.01)
	return geo.Box{Min: geo.E7{Lon: b.Min.Lon - lon, Lat: b.Min.Lat - lat}, Max: geo.E7{Lon: b.Max.Lon + lon, Lat: b.Max.Lat + lat}}
}

// gapM is about how far apart two boxes are; 0 where they touch.
func gapM(a, b geo.Box) float64 {
	x := max(float64(b.Min.Lon)-float64(a.Max.Lon), float64(a.Min.Lon)-float64(b.Max.Lon), 0) * metresPerUnit * cosLat(b)
	y := max(float64(b.Min.Lat)-float64(a.Max.Lat), float64(a.Min.Lat)-float64(b.Max.Lat), 0) * metresPerUnit
	return math.Hypot(x, y)
}

func cosLat(b geo.Box) float64 {
	return max(0.01, math.Cos(float64(max(abs(b.Min.Lat), abs(b.Max.Lat)))/geo.UnitsPerDegree*math.Pi/180))
}

func abs(v int32) int32 { return max(v, -v) }
