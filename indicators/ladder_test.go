package indicators_test

import (
	"fmt"
	"math"
	"testing"

	"circle15/indicators"
)

// A hundred residents each time. 5 with 0.2 and 95 with 1 have 1 + 95 = 96: the worst-served ten have 1 + 5 = 6 of 10; the best ten 10, the
// worst forty 1 + 35 = 36; under the Lorenz curve lie 5·1 + 95·(2·1 + 95) = 9220 of 100·96.
func TestEquity(t *testing.T) {
	for _, c := range []struct {
		name                     string
		groups                   []indicators.Served
		mean, worst, gini, palma float64 // palma -1: none
	}{
		{"nobody", nil, 0, 0, 0, -1},
		{"all alike", []indicators.Served{{30_000, 0.8}, {0, 0.1}, {70_000, 0.8}}, 0.8, 0.8, 0, 0.25},
		{"half have all", []indicators.Served{{50_000, 1}, {50_000, 0}}, 0.5, 0, 0.5, -1},
		{"a few have less", []indicators.Served{{95_000, 1}, {5_000, 0.2}}, 0.96, 0.6, 1 - 9220.0/9600, 10.0 / 36},
		{"nobody has anything", []indicators.Served{{100_000, 0}}, 0, 0, 0, -1},
	} {
		e := indicators.EquityOf("x", c.groups)
		palma := -1.0
		if e.Palma != nil {
			palma = *e.Palma
		}
		for what, v := range map[string][2]float64{"mean": {e.Mean, c.mean}, "worst tenth": {e.WorstTenth, c.worst}, "gini": {e.Gini, c.gini}, "palma": {palma, c.palma}} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Errorf("%s: %s %v, want %v", c.name, what, v[0], v[1])
			}
		}
	}
}

func TestColours(t *testing.T) {
	places := indicators.Criterion{Measure: indicators.Nearest, Require: 0.9, Near: 0.75}
	most := 10.0
	share := func(low int64, st indicators.Status) indicators.Result {
		return indicators.Result{Status: st, Basis: indicators.ByResidents, Decided: indicators.Share{Low: low, High: low, Whole: 100}}
	}
	value := func(v float64, st indicators.Status) indicators.Result {
		return indicators.Result{Status: st, Basis: indicators.ByWhole, Measured: &indicators.Measured{Value: v}}
	}
	stated := places
	stated.Colours = &indicators.Colours{Green: 0.95, Yellow: 0.8, Hysteresis: 0.02}
	ratio := indicators.Criterion{Measure: indicators.Ratio, AtLeast: 0.8}
	atMost := indicators.Criterion{Measure: indicators.Per, AtMost: &most, Near: 12}
	for _, c := range []struct {
		name   string
		crit   indicators.Criterion
		r      indicators.Result
		before indicators.Colour
		want   indicators.Colour
		en     string
	}{
		{"met", places, share(90, indicators.Pass), "", indicators.Green, "90.0 % ≥ 90.0 %, met"},
		{"nearly", places, share(75, indicators.Fail), "", indicators.Yellow, "75.0 % ≥ 75.0 %, reaches the bound of yellow"},
		{"not", places, share(74, indicators.Fail), "", indicators.Red, "74.0 % < 75.0 %, misses the bound of yellow"},
		{"unknown", places, share(99, indicators.Unknown), "", indicators.Grey, "cannot be judged"},
		{"met, and below the stated green", stated, share(94, indicators.Pass), "", indicators.Yellow, "94.0 % ≥ 80.0 %, reaches the bound of yellow"},
		{"at the stated green", stated, share(95, indicators.Pass), indicators.Green, indicators.Green, "95.0 % ≥ 95.0 %, reaches the bound of green"},
		{"up to green asks two points more", stated, share(96, indicators.Pass), indicators.Yellow, indicators.Yellow, "96.0 % ≥ 80.0 %, reaches the bound of yellow"},
		{"up to green", stated, share(97, indicators.Pass), indicators.Yellow, indicators.Green, "97.0 % ≥ 97.0 %, reaches the bound of green"},
		{"up to yellow asks two points more", stated, share(81, indicators.Fail), indicators.Red, indicators.Red, "81.0 % < 82.0 %, misses the bound of yellow"},
		{"three quarters of the target", ratio, value(0.6, indicators.Fail), "", indicators.Yellow, "60.0 % ≥ 60.0 %, reaches the bound of yellow"},
		{"a little above", atMost, value(11, indicators.Fail), "", indicators.Yellow, "11 ≤ 12, reaches the bound of yellow"},
		{"far above", atMost, value(13, indicators.Fail), "", indicators.Red, "13 > 12, misses the bound of yellow"},
		{"below", atMost, value(9, indicators.Pass), "", indicators.Green, "9 ≤ 10, met"},
	} {
		got := indicators.ColourOf(&c.crit, &c.r, c.before)
		if got.Colour != c.want || got.Reason.En != c.en || got.Reason.Zh == "" {
			t.Errorf("%s: %s because %q, want %s because %q", c.name, got.Colour, got.Reason.En, c.want, c.en)
		}
	}
}

// ladderStandard has an indicator of places in the aspect a, and in b one of a table with a criterion of districts beside.
func ladderStandard() *indicators.Standard {
	return &indicators.Standard{
		CommunityType: indicators.Text{Zh: "便利型", En: "convenient"},
		Aspects: []indicators.Aspect{
			{ID: "a", Indicators: []indicators.Indicator{{ID: "shops", Criteria: []indicators.Criterion{{ID: "near_shop", Measure: indicators.Nearest, Require: 0.9, Near: 0.75, Binding: true, Level: indicators.AtCommunity}}}}},
			{ID: "b", Indicators: []indicators.Indicator{{ID: "work", Criteria: []indicators.Criterion{
				{ID: "station", Measure: indicators.Presence, AtLeast: 2, Binding: true, Level: indicators.AtCommunity},
				{ID: "built", Measure: indicators.Plan, Binding: true, Level: indicators.AtDistrict}}}}},
		},
		Targets: []indicators.Target{{ID: "three", Criterion: "built", City: 3, Binding: true}, {ID: "half", Criterion: "built", Share: 0.5}},
	}
}

// Communities of 100 residents: n1 and n2 in the north, s1 in the south. Covered are 95, 80 and 10 of them; n1 and s1 have a station, of n2 nobody
// knows. The north has built 2 of 2, the south 0 of 1.
func ladderResults() ([]indicators.Community, []indicators.Result) {
	cs := []indicators.Community{{ID: "n1", District: "north"}, {ID: "n2", District: "north"}, {ID: "s1", District: "south"}}
	var rs []indicators.Result
	for i, c := range cs {
		low := []int64{95, 80, 10}[i]
		st := indicators.Fail
		if low >= 90 {
			st = indicators.Pass
		}
		share := indicators.Share{Low: low * 1000, High: low * 1000, Whole: 100_000}
		rs = append(rs, indicators.Result{Community: c.ID, Criterion: "near_shop", Status: st, Basis: indicators.ByResidents, Residents: share, Decided: share})
		st = []indicators.Status{indicators.Pass, indicators.Unknown, indicators.Pass}[i]
		rs = append(rs, indicators.Result{Community: c.ID, Criterion: "station", Status: st, Basis: indicators.ByWhole, Measured: &indicators.Measured{Value: 2}})
		done, need := 2.0, 2.0
		st = indicators.Pass
		if c.District == "south" {
			done, need, st = 0, 1, indicators.Fail
		}
		v := done / need
		rs = append(rs, indicators.Result{Community: c.ID, Criterion: "built", Status: st, Basis: indicators.ByWhole,
			Measured: &indicators.Measured{Value: v, High: &v, Numerator: done, Denominator: need, Of: indicators.AtDistrict}})
	}
	return cs, rs
}

func TestClimb(t *testing.T) {
	std := ladderStandard()
	cs, rs := ladderResults()
	l := indicators.Climb(std, cs, rs)
	count := func(c indicators.Tally) string {
		return fmt.Sprintf("%d %d %d %d, people %v %v %v, colours %d %d %d %d", c.Pass, c.Fail, c.Unknown, c.NotApplicable, c.People[indicators.Pass], c.People[indicators.Fail],
			c.People[indicators.Unknown], c.Colours[indicators.Green], c.Colours[indicators.Yellow], c.Colours[indicators.Red], c.Colours[indicators.Grey])
	}
	for name, c := range map[string]struct {
		got  indicators.Tally
		want string
	}{
		// n2 fails by its shops; were they met, its station would leave it unknown: yellow. The plan of districts is no part of it.
		"overall":   {l.City.Overall, "1 2 0 0, people 100 200 0, colours 1 1 1 0"},
		"aspect b":  {l.City.Aspects[1], "2 0 1 0, people 200 0 100, colours 2 0 0 1"},
		"indicator": {l.City.Indicators[0], "1 2 0 0, people 100 200 0, colours 1 1 1 0"},
		"criterion": {l.City.Criteria[1], "2 0 1 0, people 200 0 100, colours 2 0 0 1"},
		"north":     {l.Districts[0].Overall, "1 1 0 0, people 100 100 0, colours 1 1 0 0"},
		"south":     {l.Districts[1].Overall, "0 1 0 0, people 0 100 0, colours 0 0 1 0"},
	} {
		if got := count(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if a, b := l.Districts[0].Own, l.Districts[1].Own; a.Status != indicators.Pass || b.Status != indicators.Fail || l.City.Own != nil || len(a.Indicators) != 1 {
		t.Errorf("districts of their own: %+v, %+v", a, b)
	}
	// Of 300: the mean is 185/300, the worst thirty have 10 % each.
	if e := l.City.Equity; len(e) != 2 || e[0].ID != "overall" || e[1].ID != "near_shop" || math.Abs(e[1].Mean-185.0/300) > 1e-12 || math.Abs(e[1].WorstTenth-0.1) > 1e-12 {
		t.Errorf("equity %+v", e)
	}
	// 2 of 3 asked of the city; half of 3 communities are 1.5, of the north's two 1, of the south's one 0.5.
	target := func(list []indicators.TargetResult) (out string) {
		for _, r := range list {
			out += fmt.Sprintf("%s %s %v/%v ", r.ID, r.Status, r.Done, r.Need)
		}
		return out
	}
	if got := target(l.City.Targets) + "| " + target(l.Districts[0].Targets) + "| " + target(l.Districts[1].Targets); got != "three fail 2/3 half pass 2/1.5 | half pass 2/1 | half fail 0/0.5 " {
		t.Errorf("targets %s", got)
	}
	rs[len(rs)-1].Measured.High = nil // the south may have built more
	if r := indicators.Climb(std, cs, rs).City.Targets[0]; r.Status != indicators.Unknown || r.Open != 1 {
		t.Errorf("an open target: %+v", r)
	}
}

// A criterion of districts does not enter the verdict on a community.
func TestDistrictsAreJudgedByThemselves(t *testing.T) {
	std := ladderStandard()
	_, rs := ladderResults()
	v := indicators.Judge(std, func(id string) *indicators.Result {
		for i := range rs {
			if rs[i].Community == "s1" && rs[i].Criterion == id && id != "near_shop" {
				return &rs[i]
			}
		}
		return &indicators.Result{Status: indicators.Pass}
	})
	if v.Status != indicators.Pass || v.Decided != 2 {
		t.Errorf("%+v", v)
	}
	std.Aspects[1].Indicators[0].Criteria = std.Aspects[1].Indicators[0].Criteria[1:]
	if v = indicators.Judge(std, func(string) *indicators.Result { return &indicators.Result{Status: indicators.Pass} }); v.Decided != 1 || v.Provisional || v.Indicators["work"].Advisory {
		t.Errorf("an indicator of districts alone: %+v", v)
	}
}
