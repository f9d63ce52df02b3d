package report

import "circle15/indicators"

func statusWord(s indicators.Status) indicators.Text {
	switch s {
	case indicators.Pass:
		return indicators.Text{Zh: "达标", En: "passes"}
	case indicators.Fail:
		return indicators.Text{Zh: "未达标", En: "fails"}
	case indicators.NotApplicable:
		return indicators.Text{Zh: "不适用", En: "does not apply"}
	case "":
		return indicators.Text{Zh: "未评价", En: "not judged"}
	}
	return indicators.Text{Zh: "无法判定", En: "cannot be judged"}
}

func colourWord(c indicators.Colour) indicators.Text {
	switch c {
	case indicators.Green:
		return indicators.Text{Zh: "绿色：达标", En: "green: met"}
	case indicators.Yellow:
		return indicators.Text{Zh: "黄色：接近", En: "yellow: nearly"}
	case indicators.Red:
		return indicators.Text{Zh: "红色：未达", En: "red: not met"}
	}
	return indicators.Text{Zh: "灰色：无法判定", En: "grey: cannot be judged"}
}

func causeWord(c indicators.Cause) indicators.Text {
	if t, ok := map[indicators.Cause]indicators.Text{
		indicators.NoData: {Zh: "没有数据", En: "no data"}, indicators.NotStepFree: {Zh: "仅因台阶或路缘", En: "steps or kerbs only"},
		indicators.Unlinked: {Zh: "没有接入道路", En: "no street within reach"}, indicators.Undecidable: {Zh: "无法判定", En: "cannot be decided"},
		indicators.ClosedThen: {Zh: "那时未营业", En: "closed then"}, indicators.Detour: {Zh: "需绕行（河流、铁路等阻隔）", En: "a detour: a river, a railway, a missing crossing"},
		indicators.TooFew: {Zh: "数量不足", En: "too few"}, indicators.NoFacility: {Zh: "没有设施", En: "none within the limit"},
		indicators.BelowTarget: {Zh: "未达指标", En: "below the target"},
	}[c]; ok {
		return t
	}
	return indicators.Text{Zh: string(c), En: string(c)}
}
