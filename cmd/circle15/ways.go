package main

import (
	"fmt"
	"math"
	"strings"

	"circle15/indicators"
)

// stepWord is what one walks on, where no name says it.
func stepWord(k indicators.StepKind) indicators.Text {
	switch k {
	case indicators.StepAccess:
		return indicators.Text{Zh: "直线到路边", En: "straight to the street"}
	case indicators.StepEgress:
		return indicators.Text{Zh: "从路边直线到达", En: "straight from the street"}
	case indicators.StepPath:
		return indicators.Text{Zh: "步行道", En: "a path"}
	case indicators.StepStairs:
		return indicators.Text{Zh: "台阶", En: "steps"}
	case indicators.StepCrossing:
		return indicators.Text{Zh: "人行横道", En: "a crossing"}
	case indicators.StepBridge:
		return indicators.Text{Zh: "桥", En: "a bridge"}
	case indicators.StepTunnel:
		return indicators.Text{Zh: "地下通道", En: "an underpass"}
	case indicators.StepStraight:
		return indicators.Text{Zh: "直线", En: "a straight line"}
	}
	return indicators.Text{Zh: "道路", En: "a street"}
}

// barrierWord is the word for a kind of barrier.
func barrierWord(kind string) indicators.Text {
	switch kind {
	case "water":
		return indicators.Text{Zh: "水域", En: "water"}
	case "rail":
		return indicators.Text{Zh: "铁路", En: "a railway"}
	case "motorway":
		return indicators.Text{Zh: "高速公路", En: "a motorway"}
	case "wall":
		return indicators.Text{Zh: "围墙", En: "a wall"}
	case "fence":
		return indicators.Text{Zh: "围栏", En: "a fence"}
	}
	return indicators.Text{Zh: kind, En: kind}
}

// barriers lists kinds of barriers.
func (a *app) barriers(kinds []string) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = a.text(barrierWord(k))
	}
	return strings.Join(words, a.text(indicators.Text{Zh: "、", En: ", "}))
}

// shortestTold is the shortest step that is told, in metres: what is shorter is the corner of a street.
const shortestTold = 1

// way tells a way in one line: "12.3 min to Plaza via High St (310 m), steps (20 m)".
func (a *app) way(w *indicators.Way, unit indicators.Unit) string {
	var steps []string
	for _, s := range w.Steps {
		if s.Metres < shortestTold && len(w.Steps) > 1 {
			continue
		}
		name := a.text(stepWord(s.Kind))
		switch {
		case s.Street != "" && s.Kind == indicators.StepStairs:
			name = s.Street + ", " + name
		case s.Street != "":
			name = s.Street
		}
		steps = append(steps, a.word(wordStep, name, wholeUp(s.Metres)))
	}
	line := a.word(wordWay, a.cost(w.Cost, unit), seenName(&w.Seen), strings.Join(steps, a.text(indicators.Text{Zh: "、", En: ", "})))
	if len(w.Crossed) > 0 {
		line += a.word(wordCrossed, wholeUp(w.StraightM), a.barriers(w.Crossed))
	}
	return line
}

// cost is a cost for people: minutes with one decimal, metres whole, rounded up, so that what is missed never reads like
// the limit.
func (a *app) cost(cost uint32, unit indicators.Unit) string {
	if unit == indicators.Metres {
		return fmt.Sprintf(a.text(indicators.Text{Zh: "%d 米", En: "%d m"}), (uint64(cost)+indicators.CostsPerMetre-1)/indicators.CostsPerMetre)
	}
	const tenth = indicators.CostsPerMinute / 10
	return fmt.Sprintf(a.text(indicators.Text{Zh: "%.1f 分钟", En: "%.1f min"}), float64((uint64(cost)+tenth-1)/tenth)/10)
}

// wholeUp is metres rounded up.
func wholeUp(m float64) int { return int(math.Ceil(m)) }

// seenName is what a facility is called: its line and its name, else its id.
func seenName(s *indicators.Seen) string {
	name := s.Name
	if name == "" {
		name = s.Facility
	}
	if s.Key != "" {
		name = s.Key + ", " + name
	}
	return name
}

// then says whether a facility is open at the time that a criterion names; nothing where it names none.
func (a *app) then(hours string) string {
	switch hours {
	case "open":
		return a.word(wordOpenThen)
	case "closed":
		return a.word(wordClosedThen)
	case "unknown":
		return a.word(wordHoursUnknown)
	}
	return ""
}

// roles are the words for why a way is told.
func (a *app) roles(list []indicators.Role) string {
	var out []string
	for _, r := range list {
		t := indicators.Text{Zh: "最近", En: "nearest"}
		switch r {
		case indicators.RoleDeciding:
			t = indicators.Text{Zh: "决定性", En: "deciding"}
		case indicators.RoleMissed:
			t = indicators.Text{Zh: "未到达", En: "missed"}
		}
		out = append(out, a.text(t))
	}
	return strings.Join(out, a.text(indicators.Text{Zh: "、", En: ", "}))
}
