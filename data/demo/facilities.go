package demo

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// service is a category: how many there are besides the one on the station square, and how the OSM file tags it. Without tags it
// stands in the city's own tables.
type service struct {
	category, zh string
	n            int
	tags         []tag
}

// services are all categories of the standards that are not drawn elsewhere. There are so many of each that a community in
// the middle mostly has what it needs, and one at the border does not.
var services = []service{
	{"supermarket", "超市", 24, []tag{{"shop", "supermarket"}}},
	{"convenience", "便利店", 160, []tag{{"shop", "convenience"}}},
	{"unmanned_store", "无人便利店", 30, []tag{{"shop", "convenience"}, {"automated", "yes"}}},
	{"vending", "智能零售柜", 260, []tag{{"amenity", "vending_machine"}, {"vending", "drinks"}}},
	{"appliance_repair", "家电维修", 26, []tag{{"shop", "appliance"}, {"repair", "yes"}}},
	{"hairdresser", "美发店", 130, []tag{{"shop", "hairdresser"}}},
	{"domestic_service", "家政公司", 22, []tag{{"office", "employment_agency"}}},
	{"childcare", "托育园", 190, []tag{{"amenity", "childcare"}, {"capacity", "30"}}},
	{"post", "邮政所", 20, []tag{{"amenity", "post_office"}}},
	{"bank", "银行", 34, []tag{{"amenity", "bank"}}},
	{"telecom", "电信营业厅", 24, []tag{{"shop", "mobile_phone"}}},
	{"transit_card", "公交卡充值点", 24, []tag{{"shop", "ticket"}}},
	{"restaurant", "面馆", 160, []tag{{"amenity", "restaurant"}}},
	{"specialty_restaurant", "风味馆", 24, []tag{{"amenity", "restaurant"}, {"cuisine", "regional"}}},
	{"pharmacy", "药店", 60, []tag{{"amenity", "pharmacy"}}},
	{"laundry", "洗衣店", 40, []tag{{"shop", "laundry"}}},
	{"marketplace", "菜市场", 16, []tag{{"amenity", "marketplace"}}},
	{"bus_terminal", "公交场站", 9, []tag{{"amenity", "bus_station"}}},
	{"bike_share", "共享单车点", 260, []tag{{"amenity", "bicycle_rental"}, {"capacity", "20"}}},
	{"parking", "停车场", 120, []tag{{"amenity", "parking"}, {"access", "yes"}, {"capacity", "60"}}},
	{"charging_car", "充电站", 40, []tag{{"amenity", "charging_station"}, {"motorcar", "yes"}, {"capacity", "8"}}},
	{"charging_ebike", "电瓶车充电棚", 230, []tag{{"amenity", "charging_station"}, {"bicycle", "yes"}, {"capacity", "20"}}},
	{"utility_payment", "缴费点", 24, nil},
	{"food_street", "美食街", 12, nil},
	{"camera", "监控点", 60, nil},
	{"breakfast", "早餐", 120, nil},
	{"service_station", "便民服务站", 45, nil},
	// Of the living circles of GB 50180.
	{"junior_school", "中学", 8, []tag{{"amenity", "school"}, {"isced:level", "2;3"}}},
	{"primary_school", "小学", 14, []tag{{"amenity", "school"}, {"isced:level", "1"}}},
	{"kindergarten", "幼儿园", 30, []tag{{"amenity", "kindergarten"}, {"capacity", "180"}}},
	{"culture_centre", "文化馆", 8, []tag{{"amenity", "arts_centre"}}},
	{"culture_station", "图书室", 20, []tag{{"amenity", "library"}}},
	{"large_sports_ground", "体育场", 5, nil},
	{"mid_sports_ground", "足球场", 10, nil},
	{"small_sports_ground", "篮球场", 30, nil},
	{"sports_hall", "体育馆", 5, []tag{{"leisure", "sports_centre"}}},
	{"gym", "健身房", 14, []tag{{"leisure", "fitness_centre"}}},
	{"fitness_ground", "健身苑", 40, []tag{{"leisure", "fitness_station"}}},
	{"playground", "儿童乐园", 60, []tag{{"leisure", "playground"}}},
	{"health_centre", "社区医院", 7, []tag{{"healthcare", "centre"}}},
	{"clinic", "门诊部", 20, []tag{{"amenity", "clinic"}}},
	{"health_station", "卫生服务站", 20, []tag{{"amenity", "doctors"}}},
	{"nursing_home", "养老院", 8, []tag{{"amenity", "social_facility"}, {"social_facility", "nursing_home"}}},
	{"elder_daycare", "日间照料中心", 16, []tag{{"amenity", "social_facility"}, {"social_facility", "day_care"}}},
	{"canteen", "社区食堂", 12, nil},
	{"community_centre", "社区服务站", 30, nil},
	{"community_service_centre", "街道服务中心", 5, nil},
	{"townhall", "街道办", 4, nil},
	{"judicial_office", "司法所", 4, nil},
	{"police", "派出所", 8, []tag{{"amenity", "police"}}},
	{"mall", "商场", 6, []tag{{"shop", "mall"}}},
	{"metro", "地铁站", 3, []tag{{"railway", "station"}, {"station", "subway"}}},
	{"park_15min", "大公园", 2, nil},
	{"park_10min", "公园", 6, nil},
	{"park_5min", "小公园", 14, nil},
	{"recycle", "回收点", 30, []tag{{"amenity", "recycling"}}},
	{"refuse_station", "垃圾站", 10, []tag{{"amenity", "waste_transfer_station"}}},
	{"refuse_point", "垃圾点", 200, []tag{{"amenity", "waste_disposal"}}},
	{"toilets", "公厕", 40, []tag{{"amenity", "toilets"}}},
	{"parcel_locker", "快递柜", 120, []tag{{"amenity", "parcel_locker"}}},
	{"bicycle_parking", "自行车棚", 200, []tag{{"amenity", "bicycle_parking"}}},
	// Of the quarter-hour circles of MOFCOM.
	{"fast_food", "快餐店", 60, []tag{{"amenity", "fast_food"}}},
	{"greengrocer", "菜店", 30, []tag{{"shop", "greengrocer"}}},
	{"leisure_venue", "影院", 10, []tag{{"amenity", "cinema"}}},
	{"copyshop", "文印店", 14, []tag{{"shop", "copyshop"}}},
	{"bakery", "烘焙店", 20, []tag{{"shop", "bakery"}}},
	{"bookshop", "书店", 8, []tag{{"shop", "books"}}},
	{"training", "培训班", 15, []tag{{"amenity", "language_school"}}},
	{"travel_agency", "旅行社", 5, []tag{{"shop", "travel_agency"}}},
	{"wellness", "养生馆", 12, []tag{{"shop", "massage"}}},
	{"florist", "花店", 12, []tag{{"shop", "florist"}}},
	{"cafe", "茶咖", 20, []tag{{"amenity", "cafe"}}},
	{"pet", "宠物店", 8, []tag{{"shop", "pet"}}},
	{"car_wash", "洗车点", 6, []tag{{"amenity", "car_wash"}}},
	{"front_warehouse", "前置仓", 4, nil},
}

// facilities sets one of each on the station square, three at the doorstep, and the others by chance, but clear of where an
// answer depends on there being none.
func (c *city) facilities() {
	for i, s := range services {
		square := spot{-400 + 9*float64(i%5), 20 + 9*float64(i/5)}
		c.facility(s, 0, square)
		if s.category == "supermarket" {
			c.facility(s, 1, spot{500, 760})
		}
		for n := 0; n < s.n; {
			if at := (spot{c.bend(2600), c.bend(1900)}); c.free(s.category, at) {
				n++
				c.facility(s, n+1, at)
			}
		}
	}
	c.atTheDoor()
	c.silentFacilities()
}

// free says whether a facility may stand at a place: on land, near a street, not where nobody says anything, and for supermarkets beyond
// 900 m (and something) of the communities whose answer is that there is none.
func (c *city) free(category string, at spot) bool {
	if at.y > southBank-10 && at.y < northBk+10 || at.x < fieldEast || at.x > railX-60 && at.x < railX+60 {
		return false
	}
	if inBox(at, silent.x0, silent.y0, silent.x1, silent.y1, 5) {
		return false
	}
	if category != "supermarket" && category != "mall" { // a mall counts as a supermarket
		return true
	}
	north := at.y > northBk && at.x > across.x0-1000 && at.x < railX
	far := inBox(at, remote.x0, remote.y0, remote.x1, remote.y1, 950)
	return !north && !far
}

func (c *city) facility(s service, n int, at spot) {
	name := fmt.Sprintf("%s%s%d", c.pick(roots).zh, s.zh, n+1)
	if s.tags == nil {
		g := good{category: s.category, name: name, at: at}
		switch s.category {
		case "breakfast":
			g.kind, g.hours = []string{"shop", "cart", "kiosk"}[n%3], "Mo-Su 06:00-09:30"
		case "utility_payment":
			g.kind = "water;power;gas;heat"
		case "service_station":
			g.functions = []string{"party;government;convenience", "government;convenience"}[n%2]
			g.floor, g.hours = "400", "Mo-Fr 08:30-17:30"
		}
		c.goods = append(c.goods, g)
		return
	}
	c.osm.node(c.e7(at), append([]tag{{"name", name}}, s.tags...)...)
}

// ownTable is the city's own list of facilities, in UTF-8, but breakfast and cameras, which have lists of their own.
func (c *city) ownTable() []byte {
	var b strings.Builder
	b.WriteString("编号,类别,名称,经度,纬度,kinds,functions,floor_m2,营业时间\n")
	for i, g := range c.goods {
		if g.category != "breakfast" && g.category != "camera" {
			p := c.e7(g.at)
			fmt.Fprintf(&b, "F%03d,%s,%s,%s,%s,%s,%s,%s,%s\n", i+1, g.category, g.name, degrees(p.Lon), degrees(p.Lat), g.kind, g.functions, g.floor, g.hours)
		}
	}
	return []byte(b.String())
}

// cameraTable is the list of cameras, which is restricted.
func (c *city) cameraTable() []byte {
	var b strings.Builder
	b.WriteString("编号,名称,经度,纬度\n")
	for i, g := range c.goods {
		if g.category == "camera" {
			p := c.e7(g.at)
			fmt.Fprintf(&b, "V%03d,%s,%s,%s\n", i+1, g.name, degrees(p.Lon), degrees(p.Lat))
		}
	}
	return []byte(b.String())
}

// breakfastTable is a list as an office saves it from a spreadsheet: in GB18030.
func (c *city) breakfastTable() ([]byte, error) {
	var b strings.Builder
	b.WriteString("编号,名称,形式,营业时间,经度,纬度\n")
	for i, g := range c.goods {
		if g.category == "breakfast" {
			p := c.e7(g.at)
			fmt.Fprintf(&b, "Z%03d,%s,%s,%s,%s,%s\n", i+1, g.name, g.kind, g.hours, degrees(p.Lon), degrees(p.Lat))
		}
	}
	return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(b.String()))
}

// residents is a table of people by building, with the old and the young among them.
func (c *city) residents() []byte {
	var b strings.Builder
	b.WriteString("经度,纬度,人口,老人,儿童\n")
	for _, h := range c.homes {
		if !c.settled(h.at) {
			continue
		}
		p := c.e7(h.at)
		fmt.Fprintf(&b, "%s,%s,%.0f,%.0f,%.0f\n", degrees(p.Lon), degrees(p.Lat), h.people, h.people*(0.15+0.1*c.rng.Float64()), h.people*(0.1+0.08*c.rng.Float64()))
	}
	return []byte(b.String())
}

// settled says whether a home lies in a community.
func (c *city) settled(at spot) bool {
	for _, a := range areas() {
		if a.contains(at) {
			return true
		}
	}
	return false
}
