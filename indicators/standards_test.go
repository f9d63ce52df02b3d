package indicators_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/indicators"
)

// The bulletin's numbers on safe communities decide; what it gives no number for waits for the city.
func TestBaojiSafe(t *testing.T) {
	s := embedded(t)["baoji-safe-2023"]
	cities, shares := map[string]float64{}, map[string]float64{}
	for _, x := range s.Targets {
		if x.City > 0 {
			cities[x.Criterion] = x.City
		}
		if x.Share > 0 {
			shares[x.Criterion] = x.Share
		}
	}
	if d := cmp.Diff(map[string]float64{"built_this_year": 96, "key_towns": 11, "listed_spots": 13}, cities); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]float64{"safe_share": 0.5}, shares); d != "" {
		t.Error(d)
	}
	var binding []string
	for _, c := range s.Criteria() {
		if c.Binding {
			binding = append(binding, c.ID)
		}
		if c.Binding == c.MustSet {
			t.Errorf("%s neither decides nor waits for the city", c.ID)
		}
	}
	want := []string{"built_this_year", "safe_share", "plan_papers", "key_towns", "listed_spots", "officials", "legal_adviser", "legal_adviser_cover",
		"daily_checks", "weekly_summaries", "weekly_contacts", "monthly_reports", "quarterly_meetings", "figures_clear"}
	if d := cmp.Diff(want, binding); d != "" {
		t.Error(d)
	}
	for id, n := range map[string]int{"covenant": 5, "self_government": 10, "officials": 4} {
		if _, _, c := s.Criterion(id); len(c.Table.Columns) != n {
			t.Errorf("%s asks for %v, want %d of them", id, c.Table.Columns, n)
		}
	}
	if _, _, c := s.Criterion("camera_near"); !c.Restricted {
		t.Error("where the cameras are is not restricted")
	}
	if !s.Table("listed_spots").Restricted {
		t.Error("the listed spots are not restricted")
	}
}

// The columns that criteria ask for are those that the tables describe, and every column that is described is asked for, or says what a row is.
func TestTablesHaveWhatIsAsked(t *testing.T) {
	for id, s := range embedded(t) {
		asked := map[string]bool{}
		ask := func(table string, columns ...string) {
			spec := s.Table(table)
			if spec == nil {
				t.Errorf("%s: no table %s", id, table)
				return
			}
			for _, c := range columns {
				if asked[table+"."+c] = true; spec.Column(c) == nil {
					t.Errorf("%s: no column %s in the table %s", id, c, table)
				}
			}
		}
		for _, c := range s.Criteria() {
			if c.Per != nil && c.Per.Households > 0 {
				ask(indicators.CommunityTable, "households")
			}
			if c.AppliesIf != nil {
				ask(c.AppliesIf.Table, keys(c.AppliesIf.Where)...)
			}
			if q := c.Table; q != nil {
				ask(q.Name, slices.Concat(q.Columns, keys(q.Numerator.Where), keys(q.Denominator.Where))...)
				for _, column := range []string{q.Numerator.Column, q.Denominator.Column, q.Due} {
					if column != "" {
						ask(q.Name, column)
					}
				}
			}
		}
		for _, spec := range s.Tables {
			for _, c := range spec.Columns {
				if c.Type != indicators.TextColumn && !asked[spec.ID+"."+c.Name] {
					t.Errorf("%s: nothing asks for %s of the table %s", id, c.Name, spec.ID)
				}
				for _, word := range []string{"姓名", "住址", "电话", "身份证"} {
					if strings.Contains(c.Title.Zh, word) {
						t.Errorf("%s: column %s of %s records persons", id, c.Title.Zh, spec.ID)
					}
				}
			}
		}
	}
}

func keys(m map[string][]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Radii of GB 50180-2018, appendix B and C, in metres. A level asks for its own kind of facility, never for another level's.
func TestGB50180(t *testing.T) {
	s := embedded(t)["gb50180-2018"]
	radii := map[string]map[string]float64{
		"circle_15": {"junior_school": 1000, "sports_hall": 1000, "large_sports_ground": 1000, "health_centre": 1000, "culture_centre": 1000, "community_service_centre": 1000,
			"mall_15": 500, "metro_15": 800, "bus_stop_15": 500},
		"circle_10": {"primary_school": 500, "mid_sports_ground": 500, "mall_10": 500, "market": 500, "metro_10": 800, "bus_stop_10": 500},
		"circle_5": {"community_station": 300, "culture_station": 500, "small_sports": 300, "fitness_ground": 300, "kindergarten": 300, "nursery": 300, "elder_daycare": 300,
			"health_station": 300, "commerce": 300, "refuse_station": 400, "bus_stop_5": 500},
		"block": {"refuse_point": 70},
	}
	for aspect, want := range radii {
		for id, metres := range want {
			a, _, c := s.Criterion(id)
			if c == nil || a.ID != aspect || c.Limit.Value != metres || c.Limit.Unit != indicators.Metres || c.Limit.Straight || c.MustSet {
				t.Errorf("%s: %+v, want %g m on foot in %s", id, c, metres, aspect)
			}
		}
	}
	sure := []string{"junior_school", "primary_school", "kindergarten", "refuse_point", "green_10min"}
	own := map[string]string{"junior_school": "circle_15", "large_sports_ground": "circle_15", "park_15min": "circle_15", "mid_sports_ground": "circle_10", "primary_school": "circle_10",
		"park_10min": "circle_10", "kindergarten": "circle_5", "small_sports_ground": "circle_5", "park_5min": "circle_5"}
	for _, c := range s.Criteria() {
		if (c.Confidence == "high") != slices.Contains(sure, c.ID) {
			t.Errorf("%s has the confidence %q", c.ID, c.Confidence)
		}
		a, _, _ := s.Criterion(c.ID)
		for _, category := range c.Categories {
			if level := own[category]; level != "" && level != a.ID {
				t.Errorf("%s of %s asks for %s, which is of %s", c.ID, a.ID, category, level)
			}
		}
	}
}

// The tiers of MOFCOM, in minutes.
func TestMofcom(t *testing.T) {
	s := embedded(t)["mofcom-quarter-hour"]
	for id, minutes := range map[string]float64{"convenience_5": 5, "fast_food_8": 8, "pharmacy_8": 8, "laundry_8": 8, "hairdresser_8": 8, "market_8": 8,
		"supermarket_15": 15, "repair_15": 15, "leisure_15": 15, "gym_15": 15, "pair_breakfast": 15} {
		_, _, c := s.Criterion(id)
		if c == nil || c.Limit.Value != minutes || c.Limit.Unit != indicators.Minutes || c.Confidence != "high" || !c.Binding {
			t.Errorf("%s: %+v, want %g minutes", id, c, minutes)
		}
	}
	for id, want := range map[string]float64{"satisfaction": 0.9, "chain_rate": 0.3, "service_floor": 30} {
		if _, _, c := s.Criterion(id); c == nil || c.AtLeast != want {
			t.Errorf("%s: %+v, want %g", id, c, want)
		}
	}
}
