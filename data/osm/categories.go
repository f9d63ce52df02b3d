package osm

// categoryRule is a row of the table of facilities: a category, and the tags of an element that is
// one. An element may be of several categories.
type categoryRule struct {
	category string
	// tags are conditions that must all hold, separated by spaces: key=a|b (one of the values), key=* (any but no),
	// key!=a|b (absent, or none of the values). The first one names values and no *, unless the key is rare.
	tags string
	kind string // value of the attribute kind; empty: the tag kind=*, if any
	// private: it counts even where access=private|no, which there speaks of its grounds, not of its service.
	private bool
	source  string
}

// categoryTable says which elements are facilities of which category. The names of keys and values are those of the OSM
// wiki; source says which demand the category answers.
//
// Bus stops are not here (see busStops), nor charging stations (see charging), overpasses and underpasses (see crossings).
var categoryTable = []categoryRule{
	// Commerce.
	{"supermarket", "shop=supermarket|department_store|mall", "", false, "便利型 A1.1 综合超市"},
	{"mall", "shop=mall|department_store", "", false, "GB 50180-2018 商场"},
	{"convenience", "shop=convenience|kiosk|general", "", false, "GB 50180-2018 便利店; MOFCOM 一刻钟便民生活圈"},
	{"unmanned_store", "shop=convenience|supermarket|kiosk automated=yes", "", false, "便利型 A1.2 无人便利店"},
	{"unmanned_store", "shop=convenience|supermarket|kiosk self_service=yes|only", "", false, "便利型 A1.2 无人便利店"},
	{"vending", "amenity=vending_machine", "", false, "便利型 A1.3 智能零售柜"},
	{"vending", "shop=vending_machine", "", false, "便利型 A1.3 智能零售柜"},
	{"appliance_repair", "craft=electronics_repair|appliance_repair", "", false, "便利型 A1.4 家电维修"},
	{"appliance_repair", "shop=repair|appliance_repair", "", false, "便利型 A1.4 家电维修"},
	{"appliance_repair", "shop=electronics|appliance|computer|mobile_phone repair=yes|only", "", false, "便利型 A1.4 家电维修"},
	{"appliance_repair", "shop=electronics|appliance|computer|mobile_phone electronics_repair=*", "", false, "便利型 A1.4 家电维修"},
	{"hairdresser", "shop=hairdresser|beauty", "", false, "便利型 A1.5 美容美发"},
	{"marketplace", "amenity=marketplace", "", false, "GB 50180-2018 菜市场"},
	{"greengrocer", "shop=greengrocer|farm", "", false, "MOFCOM 生鲜超市(菜店)"},
	{"bakery", "shop=bakery|pastry", "", false, "MOFCOM 蛋糕烘焙店"},
	{"laundry", "shop=laundry|dry_cleaning", "", false, "GB 50180-2018 洗衣店; MOFCOM 洗染店"},
	{"copyshop", "shop=copyshop|photo|photo_studio", "", false, "MOFCOM 照相文印店"},
	{"bookshop", "shop=books", "", false, "MOFCOM 新式书店"},
	{"florist", "shop=florist", "", false, "MOFCOM 鲜花礼品店"},
	{"pet", "shop=pet|pet_grooming", "", false, "MOFCOM 宠物服务站"},
	{"car_wash", "amenity=car_wash", "", false, "MOFCOM 一收一洗"},
	{"gift_shop", "shop=gift", "", false, "MOFCOM 鲜花礼品店"},
	{"travel_agency", "shop=travel_agency", "", false, "MOFCOM 旅游服务点"},
	{"wellness", "shop=massage|herbalist", "", false, "MOFCOM 保健养生店"},
	{"wellness", "leisure=spa|sauna", "", false, "MOFCOM 保健养生店"},
	{"leisure_venue", "amenity=cinema|theatre|karaoke_box|nightclub|internet_cafe", "", false, "MOFCOM 休闲"},
	{"leisure_venue", "leisure=bowling_alley|amusement_arcade|escape_game|dance", "", false, "MOFCOM 休闲"},
	// Services.
	{"domestic_service", "office=employment_agency", "", false, "便利型 A2.1 家政服务"},
	{"domestic_service", "shop=cleaning|domestic_service", "", false, "便利型 A2.1 家政服务"},
	{"domestic_service", "craft=cleaning", "", false, "便利型 A2.2 卫生保洁"},
	{"childcare", "amenity=childcare|kindergarten", "", true, "便利型 A2.3 幼儿托管"},
	{"post", "amenity=post_office", "", false, "便利型 A2.4 邮政"},
	{"post_box", "amenity=post_box", "", false, "便利型 A2.4 邮政"},
	{"parcel_locker", "amenity=parcel_locker", "", false, "GB 50180-2018 邮件和快件送达设施"},
	{"parcel_locker", "amenity=vending_machine vending=parcel_pickup|parcel_mail_in|parcel_pickup;parcel_mail_in", "", false, "GB 50180-2018 邮件和快件送达设施"},
	{"bank", "amenity=bank", "", false, "便利型 A2.5 银行"},
	{"atm", "amenity=atm", "", false, "便利型 A2.5 银行"},
	{"atm", "amenity=bank atm=*", "", false, "便利型 A2.5 银行"},
	{"telecom", "shop=telecommunication|mobile_phone", "", false, "便利型 A2.6 电信"},
	{"telecom", "office=telecommunication", "", false, "便利型 A2.6 电信"},
	{"utility_payment", "office=water_utility|energy_supplier|gas_supplier", "", false, "便利型 A2.7 水电气暖缴费"},
	{"transit_card", "shop=ticket", "", false, "便利型 A2.8 公交卡充值"},
	{"transit_card", "amenity=vending_machine vending=public_transport_tickets", "", false, "便利型 A2.8 公交卡充值"},
	// Catering. Breakfast is what says that it serves it, or serves food at hours that are known, so that they can be
	// asked for 07:00; a restaurant without hours is none.
	{"restaurant", "amenity=restaurant|fast_food|food_court|cafe", "", false, "便利型 A3.1 餐饮场所"},
	{"cafe", "amenity=cafe", "", false, "MOFCOM 茶艺咖啡馆"},
	{"fast_food", "amenity=fast_food", "", false, "MOFCOM 快餐店"},
	{"breakfast", "amenity=fast_food|restaurant|cafe opening_hours=* mobile!=yes street_vendor!=yes building!=kiosk", "shop", false, "便利型 A3.2 早餐网点"},
	{"breakfast", "amenity=fast_food|restaurant|cafe cuisine=breakfast|breakfast;brunch|breakfast;chinese|chinese;breakfast|brunch mobile!=yes street_vendor!=yes building!=kiosk", "shop", false, "便利型 A3.2 早餐网点"},
	{"breakfast", "amenity=fast_food|restaurant|cafe breakfast=* mobile!=yes street_vendor!=yes building!=kiosk", "shop", false, "便利型 A3.2 早餐网点"},
	{"breakfast", "amenity=fast_food|restaurant|cafe mobile=yes", "cart", false, "便利型 A3.3 放心早餐车"},
	{"breakfast", "amenity=fast_food|restaurant|cafe street_vendor=yes", "cart", false, "便利型 A3.3 放心早餐车"},
	{"breakfast", "amenity=fast_food|restaurant|cafe building=kiosk", "kiosk", false, "便利型 A3.4 早餐亭"},
	{"breakfast", "shop=kiosk", "kiosk", false, "便利型 A3.4 早餐亭"},
	{"breakfast", "building=kiosk amenity!=fast_food|restaurant|cafe|toilets|vending_machine shop!=kiosk", "kiosk", false, "便利型 A3.4 早餐亭"},
	{"specialty_restaurant", "amenity=restaurant|fast_food cuisine=regional", "", false, "便利型 A3.5 特色餐馆"},
	// Getting about.
	{"bus_terminal", "amenity=bus_station", "", false, "便利型 B1.1 公交场站"},
	{"bus_terminal", "public_transport=station bus=yes amenity!=bus_station", "", false, "便利型 B1.1 公交场站"},
	{"metro", "railway=station station=subway|light_rail|monorail", "", false, "GB 50180-2018 轨道交通站点"},
	{"metro", "railway=station subway=yes", "", false, "GB 50180-2018 轨道交通站点"},
	{"metro", "railway=subway_entrance", "", false, "GB 50180-2018 轨道交通站点"},
	{"railway_station", "railway=station|halt station!=subway|light_rail|monorail subway!=yes", "", false, "circle15's choice"},
	{"bike_share", "amenity=bicycle_rental", "", false, "便利型 B1.5 共享单车站点"},
	{"bicycle_parking", "amenity=bicycle_parking", "", false, "GB 50180-2018 非机动车停车场"},
	{"parking", "amenity=parking", "", false, "便利型 B2.1 社区公共泊车位"},
	{"elevator", "highway=elevator", "", false, "便利型 B3.4 电梯"},
	// Health and care.
	{"pharmacy", "amenity=pharmacy", "", false, "GB 50180-2018 药店"},
	{"pharmacy", "healthcare=pharmacy amenity!=pharmacy", "", false, "GB 50180-2018 药店"},
	{"hospital", "amenity=hospital", "", true, "GB 50180-2018 卫生服务中心(社区医院)"},
	{"clinic", "amenity=clinic|doctors", "", true, "GB 50180-2018 门诊部"},
	{"clinic", "healthcare=clinic|doctor|centre amenity!=clinic|doctors|hospital", "", true, "GB 50180-2018 门诊部"},
	{"health_centre", "healthcare=centre", "", true, "GB 50180-2018 卫生服务中心(社区医院)"},
	{"health_station", "amenity=doctors", "", true, "GB 50180-2018 社区卫生服务站"},
	{"health_station", "healthcare=doctor amenity!=doctors|clinic|hospital", "", true, "GB 50180-2018 社区卫生服务站"},
	{"dentist", "amenity=dentist", "", true, "circle15's choice"},
	{"nursing_home", "amenity=nursing_home", "", true, "GB 50180-2018 养老院"},
	{"nursing_home", "social_facility=nursing_home|assisted_living|group_home", "", true, "GB 50180-2018 养老院"},
	{"eldercare_hospital", "social_facility=nursing_home", "", true, "GB 50180-2018 老年养护院"},
	{"eldercare_hospital", "healthcare=hospice", "", true, "GB 50180-2018 老年养护院"},
	{"elder_daycare", "social_facility=day_care", "", true, "GB 50180-2018 老年人日间照料中心"},
	{"canteen", "amenity=canteen", "", false, "GB 50180-2018 社区食堂"},
	{"canteen", "social_facility=soup_kitchen", "", false, "GB 50180-2018 社区食堂"},
	// Learning, culture, sport, green.
	{"kindergarten", "amenity=kindergarten", "", true, "GB 50180-2018 幼儿园"},
	{"school", "amenity=school", "", true, "GB 50180-2018 小学, 初中"},
	{"primary_school", "amenity=school isced:level=1|0;1|1;2|0;1;2|1;2;3|0;1;2;3|0-1|0-2|0-3|1-2|1-3", "", true, "GB 50180-2018 小学"},
	{"primary_school", "amenity=school school=primary|elementary", "", true, "GB 50180-2018 小学"},
	{"junior_school", "amenity=school isced:level=2|1;2|2;3|0;1;2|1;2;3|0;1;2;3|0-2|0-3|1-2|1-3|2-3", "", true, "GB 50180-2018 初中"},
	{"junior_school", "amenity=school school=secondary|middle|lower_secondary", "", true, "GB 50180-2018 初中"},
	{"nursery", "amenity=childcare", "", true, "GB 50180-2018 托儿所"},
	{"training", "amenity=training|language_school|music_school|prep_school|dancing_school", "", true, "MOFCOM 培训教育点"},
	{"culture_station", "amenity=library|social_centre", "", false, "GB 50180-2018 文化活动站"},
	{"library", "amenity=library", "", false, "GB 50180-2018 文化活动中心"},
	{"culture_centre", "amenity=community_centre|arts_centre", "", false, "GB 50180-2018 文化活动中心"},
	{"sports", "leisure=sports_centre|sports_hall|stadium|pitch|track|fitness_centre|fitness_station", "", false, "GB 50180-2018 体育场地"},
	{"sports_hall", "leisure=sports_centre|sports_hall|stadium", "", false, "GB 50180-2018 体育场(馆), 全民健身中心"},
	{"sports_ground", "leisure=pitch|track", "", false, "GB 50180-2018 多功能运动场地"},
	{"gym", "leisure=fitness_centre", "", false, "GB 50180-2018 健身房"},
	{"fitness_ground", "leisure=fitness_station", "", false, "GB 50180-2018 室外综合健身场地"},
	{"playground", "leisure=playground", "", false, "GB 50180-2018 儿童、老年人活动场地"},
	{"park", "leisure=park", "", false, "GB 50180-2018 公园绿地"},
	{"park", "leisure=garden name=*", "", false, "GB 50180-2018 公园绿地; a garden without a name is mostly that of a house"},
	// Administration and safety.
	{"service_station", "amenity=community_centre|townhall", "", false, "便利型 C1.1 便民服务"},
	{"service_station", "office=government", "", false, "便利型 C1.1 政务"},
	{"community_centre", "amenity=community_centre", "", false, "GB 50180-2018 社区服务站"},
	{"townhall", "amenity=townhall", "", false, "GB 50180-2018 街道办事处"},
	{"police", "amenity=police", "", true, "GB 50180-2018 派出所"},
	{"fire_station", "amenity=fire_station", "", true, "circle15's choice"},
	{"camera", "man_made=surveillance", "", true, "平安型 D15 公共安全视频监控"},
	// Cleanliness.
	{"toilets", "amenity=toilets", "", false, "GB 50180-2018 公共厕所"},
	{"recycle", "amenity=recycling", "", false, "GB 50180-2018 再生资源回收点"},
	{"refuse_point", "amenity=waste_disposal", "", false, "GB 50180-2018 生活垃圾收集点"},
	{"refuse_station", "amenity=waste_transfer_station", "", false, "GB 50180-2018 生活垃圾收集站"},
}

// sizeRule is a row of the table of sizes.
type sizeRule struct {
	category, of string
	fromM2       float64
	belowM2      float64 // 0: there is no bound
	source       string
}

// sizeTable says which areas are of a category by their size: the levels of GB 50180-2018 each have their own parks and sports
// grounds, and one of a higher level is none of a lower. What is mapped as a point has no size and is none of them.
var sizeTable = []sizeRule{
	{"park_15min", "park", 50_000, 0, "GB 50180-2018 表 4.0.4"},
	{"park_10min", "park", 10_000, 50_000, "GB 50180-2018 表 4.0.4"},
	{"park_5min", "park", 4_000, 10_000, "GB 50180-2018 表 4.0.4"},
	{"large_sports_ground", "sports_ground", 3_150, 0, "GB 50180-2018 大型多功能运动场地, 3150–5620 m²"},
	{"mid_sports_ground", "sports_ground", 1_310, 3_150, "GB 50180-2018 中型多功能运动场地, 1310–2460 m²"},
	// A basketball court is 28 m × 15 m = 420 m² between its lines; 400 is our choice.
	{"small_sports_ground", "sports_ground", 400, 1_310, "GB 50180-2018 小型多功能运动场地, 770–1310 m²"},
}

// amountRule gives a tag the name by which standards ask for it.
type amountRule struct{ category, name, tag string }

// amountTable says which tag is the number that standards add up; the first that a facility has counts.
var amountTable = []amountRule{
	{"parking", "spaces", "capacity"},
	{"charging_car", "connectors", "capacity"},
	{"charging_ebike", "sockets", "capacity:charging"},
	{"charging_ebike", "sockets", "capacity"},
	{"childcare", "places", "capacity"},
	{"kindergarten", "places", "capacity"},
	{"nursery", "places", "capacity"},
}

// chargingTags says for whom a charging station is (OSM wiki, Tag:amenity=charging_station). Where no tag says so it
// is for cars, since nearly all that are mapped are; one that names bicycles or motorcycles, and neither cars nor a
// socket of cars, is for e-bikes alone.
var chargingTags = struct{ ebike, car, carSockets []string }{
	ebike: []string{"bicycle", "motorcycle", "scooter", "small_electric_vehicle"},
	car:   []string{"motorcar", "car", "truck"},
	carSockets: []string{
		"socket:type1", "socket:type1_combo", "socket:type2", "socket:type2_cable", "socket:type2_combo", "socket:chademo", "socket:gb_dc", "socket:gb_ac",
		"socket:tesla_supercharger", "socket:tesla_supercharger_ccs", "socket:tesla_destination", "socket:nacs",
	},
}
