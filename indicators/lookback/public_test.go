package lookback_test

import (
	"testing"

	"circle15/indicators"
	"circle15/indicators/lookback"
)

// Cameras are asked for by a restricted criterion only: neither it nor they are public, and what is left keeps its reasons.
func TestPublicLeavesOutWhatIsRestricted(t *testing.T) {
	std := &indicators.Standard{Aspects: []indicators.Aspect{{Indicators: []indicators.Indicator{{Criteria: []indicators.Criterion{
		{ID: "cameras", Categories: []string{"camera"}, Restricted: true}, {ID: "shops", Categories: []string{"shop"}},
	}}}}}}
	d := &lookback.Difference{
		Changes: []lookback.Change{{Kind: lookback.FacilityChanged, Category: "camera", ID: "c1"}, {Kind: lookback.FacilityChanged, Category: "shop", ID: "s1"}},
		Pairs:   []lookback.PairChange{{Criterion: "cameras", Why: []int{0}, Reasons: 1}, {Criterion: "shops", Why: []int{0, 1}, Reasons: 2}},
		Gaps:    []lookback.GapChange{{Criterion: "cameras", What: lookback.Opened}, {Criterion: "shops", What: lookback.Grown, AreaM2: 5, Why: []int{1}}},
	}
	p := d.Public(std)
	if len(p.Changes) != 1 || p.Changes[0].ID != "s1" || len(p.Pairs) != 1 || len(p.Pairs[0].Why) != 1 || p.Pairs[0].Why[0] != 0 || p.Pairs[0].Reasons != 1 {
		t.Errorf("changes %+v, pairs %+v", p.Changes, p.Pairs)
	}
	if len(p.Gaps) != 1 || p.Gaps[0].Why[0] != 0 || p.Totals[lookback.Grown].AreaM2 != 5 || len(p.Totals) != 1 {
		t.Errorf("gaps %+v, totals %+v", p.Gaps, p.Totals)
	}
	if len(d.Pairs) != 2 || d.Pairs[1].Reasons != 2 || d.Gaps[1].Why[0] != 1 {
		t.Errorf("the difference itself was changed: %+v", d)
	}
}
