package osm

import (
	"math"
	"strconv"
	"strings"

	"circle15/geo/network"
)

// first is the traits of the first row that fits, and whether one does.
func first(table []rule, t tags) (network.Traits, bool) {
	for i := range table {
		if table[i].fits(t) {
			return table[i].traits, true
		}
	}
	return 0, false
}

func (r *rule) fits(t tags) bool {
	v := t.get(r.key)
	return v != "" && (v == r.value || r.value == "*" && v != "no")
}

// traitsOf is what a way with these tags is; without Foot and Bike it is not a street.
func traitsOf(t tags) network.Traits {
	highway := t.get("highway")
	class, ok := first(classTable, t)
	if highway == "construction" || highway == "proposed" || !ok && highway == "" {
		return 0
	}
	if t.is("motorroad", "yes") {
		class &^= network.Foot | network.Bike
	}
	class = grant(class, network.Foot, t, "foot", "access")
	class = grant(class, network.Bike, t, "bicycle", "vehicle", "access")
	if class&(network.Foot|network.Bike) == 0 {
		return 0
	}
	for i := range addTable {
		if addTable[i].fits(t) {
			class |= addTable[i].traits
		}
	}
	if t.is("oneway:bicycle", "no") {
		class &^= network.OnewayBike
	}
	tunnel, _ := first(tunnelTable, t)
	class |= tunnel
	if class&network.CarRoad != 0 {
		pavement, _ := first(sidewalkTable, t)
		class |= pavement
	}
	if slope, ok := slopeOf(t.get("incline")); ok {
		class |= network.WheelsTold
		if class&network.Steps == 0 && slope > maxSlope {
			class |= network.Steep
		}
	}
	return class
}

// grant sets or clears what as the first of the keys that speaks says.
func grant(class, what network.Traits, t tags, keys ...string) network.Traits {
	for _, k := range keys {
		switch accessTable[t.get(k)] {
		case allowed:
			// access=yes opens a road to those it is for; that people walk on
			// a motorway has to be said by foot=yes itself.
			if k == "access" {
				return class
			}
			return class | what
		case forbidden:
			return class &^ what
		}
	}
	return class
}

// slopeOf is the slope that incline=* says, up or down. "up" and "down" say nothing of
// it, and a number without % or ° is not defined.
func slopeOf(incline string) (slope float64, ok bool) {
	if n, ok := strings.CutSuffix(incline, "%"); ok {
		v, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
		return math.Abs(v) / 100, err == nil
	}
	if n, ok := strings.CutSuffix(incline, "°"); ok {
		v, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
		return math.Tan(math.Abs(v) * math.Pi / 180), err == nil
	}
	return 0, false
}

// nodeFlags are what the tags of a node, and the ways through it, say.
type nodeFlags uint8

const (
	// shut: nobody walks along a way past it.
	shut nodeFlags = 1 << iota
	// gate: it opens the barrier it lies on.
	gate
	// raised: no wheels past it.
	raised
	// walked: a way that may be walked goes through it.
	walked
	// wayIn: an entrance or gate by which people enter an area.
	wayIn
)

// flagsOf is what the tags of a node say.
func flagsOf(t tags) nodeFlags {
	var f nodeFlags
	barrier := t.get("barrier")
	if barrier != "" && barrier != "no" {
		for i := range passTable {
			if passTable[i].value != barrier {
				continue
			}
			if passTable[i].closed {
				f |= shut
			}
			if passTable[i].traits&network.KerbRaised != 0 {
				f |= raised
			}
		}
		f |= closedTo(t)
	}
	if t.is("kerb", "raised") {
		f |= raised
	}
	if f&shut == 0 {
		for i := range openTable {
			v := t.get(openTable[i].key)
			if v != "" && v != "no" && (v == openTable[i].value || openTable[i].value == "*" && v != "kerb") && closedTo(t) == 0 {
				f |= gate
			}
		}
	}
	if f&gate != 0 && (t.yes("entrance") || strings.HasSuffix(barrier, "gate") || barrier == "entrance" || barrier == "turnstile") {
		f |= wayIn
	}
	return f
}

// closedTo is shut when foot=*, access=* or locked=* close a gate to those who walk.
func closedTo(t tags) nodeFlags {
	foot := accessTable[t.get("foot")]
	if foot == forbidden || foot == silent && (accessTable[t.get("access")] == forbidden || t.is("locked", "yes")) {
		return shut
	}
	return 0
}
