package demo

import (
	"bytes"
	"fmt"
	"slices"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
)

// area is a community before it is named: a box in the plan.
type area struct {
	id, district   string
	x0, y0, x1, y1 float64
	name           word // empty: by its number
}

// The communities with a right answer; see Answers for why.
var (
	station = area{"C001", "centre", -700, -300, -100, 300, word{"站前里", "Zhanqianli"}}
	across  = area{"C002", "north", 300, 1100, 700, 1500, word{"对岸湾", "Duianwan"}}
	remote  = area{"C003", "west", -2300, -1700, -1900, -1300, word{"远山村", "Yuanshancun"}}
	twoBus  = area{"C004", "east", 1900, -1500, 2300, -1100, word{"双桥里", "Shuangqiaoli"}}
	atEdge  = area{"C005", "east", 2900, -400, 3300, 0, word{"东界苑", "Dongjieyuan"}}
	corner  = area{"C006", "north", -3200, 1400, -2600, 1700, word{"西北角", "Xibeijiao"}}
)

// The communities in which every criterion of every standard has its answer; see EveryCriterion for why. The first lies around a crossing at which
// everything is, the second far from everything, the third at the border of the data; nobody has filled in anything for the last two.
var (
	doorstep = area{"C042", "centre", 155, -1645, 245, -1555, word{"门前里", "Menqianli"}}
	village  = area{"C043", "south", -1200, -3900, -800, -3600, word{"望山村", "Wangshancun"}}
	border   = area{"C044", "far", 3440, -2640, 3490, -2560, word{"天边苑", "Tianbianyuan"}}
	silent   = area{"C045", "far", 755, -1645, 845, -1555, word{"无账里", "Wuzhangli"}}
)

// areas are the communities: a mosaic south of the river and west of the railway, and boxes elsewhere.
func areas() []area {
	out := []area{station, across, remote, twoBus, atEdge, corner}
	xs, ys := []float64{-2300, -1900, -1300, -700, -100, 500, 1100}, []float64{-1700, -1300, -800, -300, 300, 750}
	for j := range len(ys) - 1 {
		for i := range len(xs) - 1 {
			a := area{"", "west", xs[i], ys[j], xs[i+1], ys[j+1], word{}}
			if i >= 3 {
				a.district = "centre"
			}
			if !a.sameBox(station) && !a.sameBox(remote) && !(i == 0 && j >= 3) && !(i >= 4 && j == 0) {
				out = append(out, a)
			}
		}
	}
	for _, b := range [][4]float64{{1400, -1500, 1850, -1000}, {1400, -900, 2000, -300}, {2000, -900, 2600, -300}, {1400, -200, 2000, 400}, {2000, -200, 2600, 400}} {
		out = append(out, area{"", "east", b[0], b[1], b[2], b[3], word{}})
	}
	for _, b := range [][4]float64{{-2500, 1150, -1800, 1750}, {-1800, 1150, -1100, 1750}, {-1100, 1150, -500, 1750}, {-500, 1150, 200, 1750}, {1400, 1150, 2000, 1750}, {2000, 1150, 2600, 1750}} {
		out = append(out, area{"", "north", b[0], b[1], b[2], b[3], word{}})
	}
	for i := 6; i < len(out); i++ {
		r, e := roots[(i-6)%len(roots)], endings[i%len(endings)]
		out[i].id, out[i].name = fmt.Sprintf("C%03d", i+1), word{r.zh + e.zh, r.en + e.en}
	}
	return append(out, doorstep, village, border, silent)
}

func (a area) sameBox(b area) bool {
	return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1
}

func (a area) contains(s spot) bool { return inBox(s, a.x0, a.y0, a.x1, a.y1, 0) }

// shape is the box with a place every 100 m or less on its sides, since a straight line in the plan is not quite one in
// degrees. pond cuts a hole into the middle.
func (c *city) shape(a area, pond bool) geo.MultiPolygon {
	corners := []spot{{a.x0, a.y0}, {a.x1, a.y0}, {a.x1, a.y1}, {a.x0, a.y1}}
	var ring geo.Ring
	for i, p := range corners {
		q := corners[(i+1)%4]
		for k := range 5 {
			t := float64(k) / 5
			ring = append(ring, c.e7(spot{p.x + (q.x-p.x)*t, p.y + (q.y-p.y)*t}))
		}
	}
	poly := geo.Polygon{ring}
	if pond {
		x, y := (a.x0+a.x1)/2, (a.y0+a.y1)/2
		hole := geo.Ring{}
		for _, d := range []spot{{-40, -40}, {-40, 40}, {40, 40}, {40, -40}} {
			hole = append(hole, c.e7(spot{x + d.x, y + d.y}))
		}
		poly = append(poly, hole)
	}
	return geo.MultiPolygon{poly}
}

// communities is the file of communities; one of them has a hole, a pond that belongs to nobody.
func (c *city) communities() ([]byte, error) {
	fields := []data.Field{{Name: "编号"}, {Name: "社区名称"}, {Name: "name_en"}, {Name: "县区"}, {Name: "district_en"}}
	var fs []data.Feature
	for i, a := range areas() {
		d := districts[a.district]
		fs = append(fs, data.Feature{ID: a.id, Shape: c.shape(a, i == 10), Values: []any{a.id, a.name.zh + "社区", a.name.en, d.zh, d.en}})
	}
	var b bytes.Buffer
	err := geojson.Write(&b, "communities", fields, slices.Values(fs), geojson.Meta{Attribution: Attribution, Licence: licence})
	return b.Bytes(), err
}
