package osm

import "circle15/geo/network"

// barrierRule is a row of the table of what cannot be crossed.
type barrierRule struct {
	key, value string
	kind       network.BarrierKind
	source     string
}

// barrierTable says what cannot be crossed: lines, and the outlines of areas. The first row that fits counts.
//
// Streams, ditches and drains are not here: most are stepped over, and their culverts are seldom mapped. Nor are
// trams and undergrounds, nor disused and abandoned railways, nor hand-rails and guard-rails.
var barrierTable = []barrierRule{
	{"natural", "water", network.Water, "OSM wiki, Tag:natural=water"},
	{"waterway", "riverbank", network.Water, "OSM wiki, Tag:waterway=riverbank"},
	{"waterway", "dock", network.Water, "OSM wiki, Tag:waterway=dock"},
	{"waterway", "river", network.Water, "OSM wiki, Tag:waterway=river"},
	{"waterway", "canal", network.Water, "OSM wiki, Tag:waterway=canal"},
	{"landuse", "reservoir", network.Water, "OSM wiki, Tag:landuse=reservoir"},
	{"landuse", "basin", network.Water, "OSM wiki, Tag:landuse=basin"},
	{"natural", "coastline", network.Water, "OSM wiki, Tag:natural=coastline"},
	{"railway", "rail", network.Rail, "OSM wiki, Tag:railway=rail"},
	{"railway", "light_rail", network.Rail, "OSM wiki, Tag:railway=light_rail: a track of its own, unlike a tram's"},
	{"railway", "narrow_gauge", network.Rail, "OSM wiki, Tag:railway=narrow_gauge"},
	{"highway", "motorway", network.Motorway, "OSM wiki, Tag:highway=motorway"},
	{"highway", "motorway_link", network.Motorway, "OSM wiki, Tag:highway=motorway_link"},
	{"motorroad", "yes", network.Motorway, "OSM wiki, Tag:motorroad=yes: built like a motorway"},
	{"barrier", "wall", network.Wall, "OSM wiki, Tag:barrier=wall"},
	{"barrier", "retaining_wall", network.Wall, "OSM wiki, Tag:barrier=retaining_wall"},
	{"barrier", "city_wall", network.Wall, "OSM wiki, Tag:barrier=city_wall"},
	{"historic", "citywalls", network.Wall, "OSM wiki, Tag:historic=citywalls"},
	{"barrier", "fence", network.Fence, "OSM wiki, Tag:barrier=fence"},
	{"barrier", "hedge", network.Fence, "OSM wiki, Tag:barrier=hedge"},
}

// passableTable are the tags that let people pass over or under what barrierTable has.
var passableTable = []struct{ key, value, source string }{
	{"bridge", "*", "OSM wiki, Key:bridge"},
	{"tunnel", "*", "OSM wiki, Key:tunnel; culvert among them"},
	{"culvert", "yes", "OSM wiki, Key:tunnel"},
	{"covered", "*", "OSM wiki, Key:covered"},
	{"intermittent", "yes", "OSM wiki, Key:intermittent: a bed that is dry for part of the year"},
	{"location", "underground", "OSM wiki, Key:location"},
	{"location", "overground", "OSM wiki, Key:location"},
	{"location", "overhead", "OSM wiki, Key:location"},
}

// barrierOf is what the tags of a line or an area stop, and whether they stop anything.
func barrierOf(t tags) (network.BarrierKind, bool) {
	for i := range barrierTable {
		r := &barrierTable[i]
		if t.get(r.key) == r.value {
			return r.kind, !passable(t)
		}
	}
	return 0, false
}

// passable says whether people pass over or under: layer=* other than 0 says so too.
func passable(t tags) bool {
	for i := range passableTable {
		r := &passableTable[i]
		if v := t.get(r.key); v == r.value || r.value == "*" && v != "" && v != "no" {
			return true
		}
	}
	layer := t.get("layer")
	return layer != "" && layer != "0"
}
