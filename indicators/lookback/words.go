package lookback

import (
	"strings"

	"circle15/indicators"
)

// Text is the word for a kind of thing that changed.
func (k ChangeKind) Text() indicators.Text {
	switch k {
	case FacilityChanged:
		return indicators.Text{Zh: "设施", En: "facility"}
	case StreetChanged:
		return indicators.Text{Zh: "道路", En: "street"}
	case BarrierChanged:
		return indicators.Text{Zh: "阻隔", En: "barrier"}
	case EditChanged:
		return indicators.Text{Zh: "道路修正", En: "street edit"}
	case ResidentsChanged:
		return indicators.Text{Zh: "居民", En: "residents"}
	case CommunityChanged:
		return indicators.Text{Zh: "社区", En: "community"}
	case TableChanged:
		return indicators.Text{Zh: "表格行", En: "table row"}
	case GroundChanged:
		return indicators.Text{Zh: "建筑与水面等", En: "building, water, …"}
	case LayerChanged:
		return indicators.Text{Zh: "图层", En: "layer"}
	case StandardChanged:
		return indicators.Text{Zh: "标准", En: "standard"}
	}
	return indicators.Text{Zh: "参数", En: "parameter"}
}

// Text is the word for what happened.
func (w ChangeWhat) Text() indicators.Text {
	switch w {
	case Came:
		return indicators.Text{Zh: "新增", En: "came"}
	case Went:
		return indicators.Text{Zh: "减少", En: "went"}
	case Moved:
		return indicators.Text{Zh: "移动", En: "moved"}
	}
	return indicators.Text{Zh: "改动", En: "changed"}
}

// Text is the word for what happened to a gap.
func (w GapWhat) Text() indicators.Text {
	switch w {
	case Opened:
		return indicators.Text{Zh: "新出现的盲区", En: "gaps opened"}
	case Grown:
		return indicators.Text{Zh: "扩大的盲区", En: "gaps grown"}
	case Closed:
		return indicators.Text{Zh: "消除的盲区", En: "gaps closed"}
	}
	return indicators.Text{Zh: "缩小的盲区", En: "gaps shrunk"}
}

// GapWhats are what may happen to a gap, in the order in which they are told.
var GapWhats = []GapWhat{Opened, Grown, Shrunk, Closed}

// Label is the change as a short phrase, the same in both languages but for its first words: what it is, which one, and the fields that differ.
func (c *Change) Label() string {
	parts := []string{c.ID}
	if c.Category != "" {
		parts[0] = c.Category + " " + c.ID
	}
	if c.Name != "" && c.Name != c.ID {
		parts = append(parts, c.Name)
	}
	for _, f := range c.Fields {
		parts = append(parts, f.Field+": "+dash(f.Before)+" → "+dash(f.After))
	}
	return strings.Join(parts, ", ")
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
