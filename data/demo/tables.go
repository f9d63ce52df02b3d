package demo

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// standing is how a community or district answers what the tables ask.
type standing int

const (
	mixed standing = iota // mostly well, by chance
	well                  // everything is as it should be
	badly                 // nothing is
	mute                  // nobody filled anything in
)

// standingOf: the doorstep does everything well, the village nothing; nobody asked the border and the silent ones. Districts stand as these do: the whole
// of the doorstep's district does well what districts are judged by.
func standingOf(a area) standing {
	switch a.id {
	case doorstep.id:
		return well
	case village.id:
		return badly
	case border.id, silent.id:
		return mute
	}
	return mixed
}

func standingOfDistrict(district string) standing {
	switch district {
	case doorstep.district:
		return well
	case village.district:
		return badly
	case border.district:
		return mute
	}
	return mixed
}

// figure is a column with what stands in it where all is well, and where it is not.
type figure struct{ column, well, bad string }

// rate is a column with a number for 1,000 residents.
type rate struct {
	column    string
	well, bad float64
}

// communityRates are those of the table of communities. 310 spaces for 1,000 residents are 81 for 100 households of 2.6, 38 are 10.
var communityRates = []rate{
	{"parking_spaces", 310, 38},
	{"law_talents", 2, 0},
	{"community_workers", 2.5, 0},
	{"volunteers", 12, 1},
	{"service_land_m2_15min", 2000, 200},
	{"service_floor_m2_15min", 1600, 100},
	{"public_green_m2_15min", 3000, 100},
	{"service_land_m2_10min", 2200, 200},
	{"service_floor_m2_10min", 1200, 100},
	{"public_green_m2_10min", 1500, 100},
	{"service_land_m2_5min", 1900, 200},
	{"service_floor_m2_5min", 1500, 100},
	{"public_green_m2_5min", 1500, 100},
	{"service_land_m2_block", 100, 10},
	{"service_floor_m2_block", 85, 10},
	{"block_green_m2", 800, 100},
}

// communityFigures is the table of communities: for baoji-convenience-2023, baoji-safe-2023, gb50180-2018 and mofcom-quarter-hour, in this order. The number that
// is divided by is the same whether all is well or not.
var communityFigures = []figure{
	{"domestic_company", "是", "否"}, {"cleaning_service", "是", "否"},
	{"signs_inspected", "40", "40"}, {"signs_ok", "40", "20"}, // 100 % and 50 % of 95 %
	{"custom_bus", "是", "否"}, {"hailed_bus", "是", "否"},
	{"street_m", "4000", "4000"}, {"street_m_sidewalk", "3900", "1000"}, {"street_m_lit", "3800", "1200"}, // 97.5, 25, 95, 30 % of 90 %
	{"eligible_stairwells", "50", "50"}, {"lift_stairwells", "20", "2"}, // 40 % and 4 % of 30 %
	{"matters_civil_affairs", "是", "否"}, {"matters_social_insurance", "是", "否"}, {"matters_medical_insurance", "是", "否"},
	{"matters_household_register", "是", "否"}, {"matters_veterans", "是", "否"},
	{"matters", "60", "60"}, {"matters_guided", "60", "30"}, {"matters_one_stop", "60", "20"},
	{"matters_online", "54", "18"}, {"matters_app", "40", "6"}, // 90, 30 % of 80 %; 67, 10 % of 50 %
	{"agent_service", "是", "否"}, {"home_service", "是", "否"}, {"model_window", "是", "否"},
	{"integrity_found", "5", "5"}, {"integrity_closed", "5", "1"}, {"online_24h", "是", "否"},
	{"ratings", "200", "200"}, {"ratings_good", "190", "120"}, {"bad_ratings", "10", "10"}, {"bad_ratings_closed", "10", "5"}, // 95, 60 % of 90 %

	{"judge", "是", "否"}, {"prosecutor", "是", "否"}, {"police_officer", "是", "否"}, {"lawyer", "是", "否"},
	{"care_settled", "是", "否"}, {"checkup_settled", "是", "否"},
	{"residents_covenant", "是", "否"}, {"residents_council", "是", "否"}, {"morals_council", "是", "否"},
	{"wedding_funeral_council", "是", "否"}, {"drugs_gambling_council", "是", "否"}, {"good_deeds_board", "是", "否"},
	{"small_01", "是", "否"}, {"small_02", "是", "否"}, {"small_03", "是", "否"}, {"small_04", "是", "否"}, {"small_05", "是", "否"},
	{"small_06", "是", "否"}, {"small_07", "是", "否"}, {"small_08", "是", "否"}, {"small_09", "是", "否"}, {"small_10", "是", "否"},
	{"helping", "是", "否"}, {"acting", "是", "否"}, {"accompanying", "是", "否"},
	{"video_needed", "30", "30"}, {"video_covered", "30", "10"},
	{"has_unmanaged", "是", "是"}, {"pilot", "是", "是"},
	{"numbers_clear", "是", "否"}, {"groundwork_clear", "是", "否"}, {"progress_clear", "是", "否"},

	{"residents_asked", "100", "100"}, {"residents_satisfied", "96", "40"}, {"outlets", "50", "50"}, {"outlets_chain", "20", "3"}, // 96, 40 % of 90 %; 40, 6 % of 30 %
}

// districtFigures of the table of communities are what districts are judged by: a community of a district that does well does them well.
var districtFigures = []figure{
	{"safe_planned", "是", "是"}, {"safe_status", "built_this_year", "in_build"}, {"legal_adviser", "是", "否"}, {"video_network", "是", "否"},
}

// households of so many residents: 2.6 to a household is our choice.
func households(residents float64) float64 { return math.Max(math.Round(residents/2.6), 1) }

// good says how a standing answers: mixed ones nineteen times in twenty well.
func (c *city) good(s standing) bool {
	return s == well || s == mixed && c.rng.IntN(20) > 0
}

// answer is what a standing writes into a column.
func (c *city) answer(f figure, s standing) string {
	if c.good(s) {
		return f.well
	}
	return f.bad
}

// amount is a rate for so many people, rounded up where all is well and down where it is not.
func (c *city) amount(r rate, s standing, people float64) string {
	if c.good(s) {
		return fmt.Sprint(math.Ceil(r.well * people / 1000))
	}
	return fmt.Sprint(math.Floor(r.bad * people / 1000))
}

// communityTable has a row for each community that somebody asked.
func (c *city) communityTable() []byte {
	var b strings.Builder
	b.WriteString("编号,户数")
	for _, r := range communityRates {
		b.WriteString("," + r.column)
	}
	for _, f := range slices.Concat(communityFigures, districtFigures) {
		b.WriteString("," + f.column)
	}
	b.WriteString("\n")
	for _, a := range areas() {
		s, d := standingOf(a), standingOfDistrict(a.district)
		if s == mute {
			continue
		}
		people := c.peopleIn(a)
		fmt.Fprintf(&b, "%s,%.0f", a.id, households(people))
		for _, r := range communityRates {
			b.WriteString("," + c.amount(r, s, people))
		}
		for _, f := range communityFigures {
			b.WriteString("," + c.answer(f, s))
		}
		for _, f := range districtFigures {
			b.WriteString("," + c.answer(f, d))
		}
		b.WriteString("\n")
	}
	return []byte(b.String())
}

// peopleIn counts the residents of a community.
func (c *city) peopleIn(a area) float64 {
	sum := 0.0
	for _, h := range c.homes {
		if a.contains(h.at) {
			sum += h.people
		}
	}
	return sum
}

// template is one or several rows of a table: the columns after the key, and the rows where all is well, and where it is not.
type template struct {
	name      string
	columns   string
	well, bad []string
}

// What is due was due before the data date; what is due in 2099 does not count yet.
var communityTemplates = []template{
	{"compounds", "name,old,new,parking_managed,dwellings,spaces,ebike_charging,smart,unmanaged,treated",
		[]string{"东院,是,否,是,120,60,是,是,是,是", "新苑,否,是,是,100,130,是,是,否,否"}, // a new one of 130 spaces to 100 dwellings
		[]string{"东院,是,否,否,120,20,否,否,是,否", "新苑,否,是,否,100,40,否,否,否,否"}}, // 40 to 100
	{"lifts", "due,planned,added", []string{"2025-12-31,4,4", "2099-12-31,9,0"}, []string{"2025-12-31,4,1", "2099-12-31,9,0"}},
	{"tasks", "task,due,done", []string{"建网格,2025-06-30,是", "装视频,2025-12-31,是", "验收,2099-12-31,否"}, []string{"建网格,2025-06-30,是", "装视频,2025-12-31,否", "验收,2099-12-31,否"}},
	{"grids", "grid,households,households_current,staff,party_org,merged",
		[]string{"一格,300,300,1,是,是", "二格,280,275,1,是,是"},  // 290 to a grid, 99 % renewed
		[]string{"一格,900,400,0,否,否", "二格,800,300,1,是,否"}}, // 850 to a grid, 41 %, 1 warden for 2
	{"events", "month,reported,found_by_grid,assigned_in_time,handled_in_time,fed_back_in_time",
		[]string{"2026-01,40,30,40,38,40", "2026-02,20,15,20,19,20"},
		[]string{"2026-01,40,5,20,10,20", "2026-02,20,5,10,5,10"}},
	{"checks", "month,days,days_checked,weeks,weeks_summed", []string{"2026-01,62,62,4,4", "2026-02,56,56,4,4"}, []string{"2026-01,62,40,4,2", "2026-02,56,56,4,4"}},
	{"disputes", "month,grids,found,settled_here,open,hard,hard_followed", []string{"2026-02,2,10,10,0,1,1"}, []string{"2026-02,2,30,10,20,4,1"}}, // 20 open: 40 to 1,000 of the village's 500
	{"rectification", "item,due,closed,rechecked,reopened",
		[]string{"一号,2025-09-30,是,是,否", "二号,2025-12-31,是,是,否", "三号,2099-12-31,否,否,否"},
		[]string{"一号,2025-09-30,是,否,是", "二号,2025-12-31,否,否,否", "三号,2099-12-31,否,否,否"}},
}

var districtTemplates = []template{
	{"districts", "plan_declared,task_book,timetable,route_map,duty_list", []string{"是,是,是,是,是"}, []string{"是,否,否,否,否"}},
	{"key_towns", "town,due,delisted", []string{"甲街道,2025-12-31,是", "乙镇,2025-12-31,是"}, []string{"丙镇,2025-12-31,否", "丁镇,2025-12-31,是", "戊镇,2025-12-31,否"}},
	{"listed_spots", "spot,due,delisted", []string{"1,2025-12-31,是", "2,2025-12-31,是"}, []string{"1,2025-12-31,否", "2,2025-12-31,是", "3,2025-12-31,是", "4,2025-12-31,是", "5,2025-12-31,是"}},
	{"reports", "kind,due,in_time",
		[]string{"weekly,2026-02-13,是", "weekly,2026-02-20,是", "monthly,2026-01-31,是", "quarterly,2025-12-31,是"},
		[]string{"weekly,2026-02-13,是", "weekly,2026-02-20,否", "monthly,2026-01-31,否", "quarterly,2025-12-31,否"}},
}

// table fills a template in for communities, or for districts.
func (c *city) table(t template, ofDistricts bool) []byte {
	var b strings.Builder
	fill := func(key string, s standing) {
		rows := t.bad
		if c.good(s) {
			rows = t.well
		}
		for _, r := range rows {
			if s != mute {
				b.WriteString(key + "," + r + "\n")
			}
		}
	}
	if ofDistricts {
		b.WriteString("县区," + t.columns + "\n")
		for _, d := range districtOrder {
			fill(districts[d].zh, standingOfDistrict(d))
		}
		return []byte(b.String())
	}
	b.WriteString("编号," + t.columns + "\n")
	for _, a := range areas() {
		s := standingOf(a)
		if t.name == "lifts" { // by which districts are judged
			s = standingOfDistrict(a.district)
		}
		fill(a.id, s)
	}
	return []byte(b.String())
}
