package indicators

import (
	"fmt"
	"math"
)

// Colour is the three-colour warning (三色预警).
type Colour string

// Green: met. Yellow: nearly. Red: not. Grey: cannot be judged, or does not apply.
const (
	Green  Colour = "green"
	Yellow Colour = "yellow"
	Red    Colour = "red"
	Grey   Colour = "grey"
)

// Signal is a colour with its reason.
type Signal struct {
	Colour Colour `json:"colour"`
	Reason Text   `json:"reason"`
}

// ColourOf is the colour of a pair. Where the standard states bounds they are held against the share that is certainly covered, or the value of a criterion
// of communities; else what passes is green, and what fails from near on yellow. before is the colour of the run before, empty for none: a colour improves
// only once the value has passed the bound by the stated hysteresis.
func ColourOf(c *Criterion, r *Result, before Colour) Signal {
	switch {
	case r == nil || r.Status == Unknown:
		return Signal{Grey, Text{"无法判定", "cannot be judged"}}
	case r.Status == NotApplicable:
		return Signal{Grey, Text{"不适用", "does not apply"}}
	}
	value, percent := c.valueOf(r)
	green, yellow, slack, atMost := c.bounds(r)
	if c.Colours == nil && r.Status == Pass {
		return Signal{Green, c.reason(value, green, percent, atMost, "达标", "met")}
	}
	bound := func(v float64, colour Colour) float64 { // that must be reached to have the colour
		if before == "" || before == Grey || rankOf(before) >= rankOf(colour) {
			return v
		}
		if atMost {
			return v - slack
		}
		return v + slack
	}
	green, yellow = bound(green, Green), bound(yellow, Yellow)
	reaches := func(bound float64) bool { return value == bound || value < bound == atMost }
	switch {
	case (c.Colours != nil || r.Status == Pass) && reaches(green):
		return Signal{Green, c.reason(value, green, percent, atMost, "达到绿色界限", "reaches the bound of green")}
	case reaches(yellow):
		return Signal{Yellow, c.reason(value, yellow, percent, atMost, "达到黄色界限", "reaches the bound of yellow")}
	}
	return Signal{Red, c.reason(value, yellow, percent, atMost, "未达黄色界限", "misses the bound of yellow")}
}

func rankOf(c Colour) int {
	return map[Colour]int{Red: 1, Yellow: 2, Green: 3}[c]
}

// valueOf is what bounds are held against, and whether it is a share.
func (c *Criterion) valueOf(r *Result) (value float64, share bool) {
	switch {
	case !c.Measure.OfPlaces() && r.Measured != nil:
		return r.Measured.Value, c.Measure == Ratio || c.Measure == Plan || c.Measure == Tiling
	case r.Basis == ByWhole && r.Need > 0:
		return float64(r.Have) / float64(r.Need), true
	}
	return r.Decided.LowShare(), true
}

// bounds are where green and yellow begin.
func (c *Criterion) bounds(r *Result) (green, yellow, slack float64, atMost bool) {
	if c.Measure.OfPlaces() {
		green, yellow = c.Require, c.Near
		if r.Basis == ByWhole {
			green = 1
		}
	} else {
		green, atMost = c.Target()
		if yellow = c.Near; yellow == 0 {
			yellow = math.Round(0.75e9*green) / 1e9 // our choice, as the share from which places are nearly covered
		}
	}
	if c.Colours != nil {
		green, yellow, slack = c.Colours.Green, c.Colours.Yellow, c.Colours.Hysteresis
	}
	return green, yellow, slack, atMost
}

// reason is "82.0 % ≥ 75.0 %: reaches the bound of yellow".
func (c *Criterion) reason(value, bound float64, percent, atMost bool, zh, en string) Text {
	sign := "<"
	switch {
	case atMost && value <= bound:
		sign = "≤"
	case atMost:
		sign = ">"
	case value >= bound:
		sign = "≥"
	}
	form := func(v float64) string {
		if percent {
			return fmt.Sprintf("%.1f %%", 100*v)
		}
		return fmt.Sprintf("%.4g", v)
	}
	of := form(value) + " " + sign + " " + form(bound)
	return Text{Zh: of + "，" + zh, En: of + ", " + en}
}
