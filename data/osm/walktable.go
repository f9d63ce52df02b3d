package osm

import "circle15/geo/network"

// rule is a row of the table of streets: what a tag says of a way.
type rule struct {
	key, value string // value "*": any but no
	traits     network.Traits
	source     string
}

const (
	walk  = network.Foot
	ride  = network.Foot | network.Bike
	drive = network.Foot | network.Bike | network.CarRoad
	main  = drive | network.Main
	// onlyCars is for roads on which nobody walks or cycles unless foot=* or bicycle=* says so.
	onlyCars = network.CarRoad
)

// classTable says what a way is for before its access tags have spoken. The first row
// that fits counts. A highway=* that is not here (construction, proposed, raceway, busway, bus_guideway, escape, via_ferrata,
// emergency_bay, rest_area, no, …) is walked only where foot=yes|designated|permissive says so, and construction and
// proposed not even then. Ferries (route=ferry) are not streets: they have hours.
var classTable = []rule{
	{"highway", "footway", walk, "OSM wiki, Tag:highway=footway: mainly or exclusively for pedestrians"},
	{"highway", "pedestrian", walk, "OSM wiki, Tag:highway=pedestrian; as an area its outline is walked"},
	{"highway", "path", ride, "OSM wiki, Tag:highway=path: open to all non-motorised"},
	{"highway", "steps", walk | network.Steps, "OSM wiki, Tag:highway=steps"},
	{"highway", "corridor", walk, "OSM wiki, Tag:highway=corridor: a passage inside a building"},
	{"highway", "platform", walk, "OSM wiki, Tag:highway=platform"},
	{"highway", "elevator", walk, "OSM wiki, Tag:highway=elevator (as a way)"},
	{"highway", "crossing", walk | network.Crossing, "OSM wiki, Key:crossing (as a way)"},
	{"highway", "cycleway", ride, "OSM wiki, OSM tags for routing/Access restrictions: walking is allowed or tolerated in most countries; foot=no where it is not"},
	{"highway", "bridleway", walk, "OSM wiki, Tag:highway=bridleway: walked in most countries"},
	{"highway", "track", ride, "OSM wiki, Tag:highway=track: farm and forest roads"},
	{"highway", "living_street", drive, "OSM wiki, Tag:highway=living_street: pedestrians have priority"},
	{"highway", "residential", drive, "OSM wiki, Tag:highway=residential"},
	{"highway", "service", drive, "OSM wiki, Tag:highway=service: driveways, alleys, parking aisles"},
	{"highway", "unclassified", drive, "OSM wiki, Tag:highway=unclassified"},
	{"highway", "road", drive, "OSM wiki, Tag:highway=road: class unknown"},
	{"highway", "tertiary", main, "OSM wiki, Tag:highway=tertiary"},
	{"highway", "tertiary_link", main, "OSM wiki, Highway link"},
	{"highway", "secondary", main, "OSM wiki, Tag:highway=secondary"},
	{"highway", "secondary_link", main, "OSM wiki, Highway link"},
	{"highway", "primary", main, "OSM wiki, Tag:highway=primary"},
	{"highway", "primary_link", main, "OSM wiki, Highway link"},
	{"highway", "trunk", main, "OSM wiki, OSM tags for routing/Access restrictions: worldwide default; motorroad=yes takes it back"},
	{"highway", "trunk_link", main, "OSM wiki, Highway link"},
	{"highway", "motorway", onlyCars | network.Main, "OSM wiki, Tag:highway=motorway: no pedestrians"},
	{"highway", "motorway_link", onlyCars | network.Main, "OSM wiki, Highway link"},
	{"highway", "busway", onlyCars, "OSM wiki, Tag:highway=busway: buses only"},
	{"area:highway", "pedestrian", walk, "OSM wiki, Key:area:highway; its outline is walked"},
	{"area:highway", "footway", walk, "OSM wiki, Key:area:highway; its outline is walked"},
	{"public_transport", "platform", walk, "OSM wiki, Tag:public_transport=platform: where passengers wait, as a line or outline"},
	{"railway", "platform", walk, "OSM wiki, Tag:railway=platform"},
	{"man_made", "pier", walk, "OSM wiki, Tag:man_made=pier: walkable unless access says otherwise"},
}

// addTable says what other tags add to a way that is used. All rows that fit count.
var addTable = []rule{
	{"footway", "crossing", network.Crossing, "OSM wiki, Tag:footway=crossing"},
	{"path", "crossing", network.Crossing, "OSM wiki, Tag:path=crossing"},
	{"cycleway", "crossing", network.Crossing, "OSM wiki, Tag:cycleway=crossing"},
	{"bridge", "*", network.Bridge, "OSM wiki, Key:bridge"},
	{"location", "underground", network.Tunnel, "OSM wiki, Key:location"},
	{"wheelchair", "yes", network.WheelsYes, "OSM wiki, Key:wheelchair"},
	{"wheelchair", "designated", network.WheelsYes, "OSM wiki, Key:wheelchair"},
	{"wheelchair", "no", network.WheelsNo, "OSM wiki, Key:wheelchair"},
	{"kerb", "raised", network.KerbRaised, "OSM wiki, Key:kerb: raised, over 3 cm, is impassable for wheelchairs"},
	{"wheelchair", "*", network.WheelsTold, "OSM wiki, Key:wheelchair"},
	{"wheelchair", "no", network.WheelsTold, "OSM wiki, Key:wheelchair"},
	{"kerb", "*", network.WheelsTold, "OSM wiki, Key:kerb"},
	{"kerb", "no", network.WheelsTold, "OSM wiki, Key:kerb"},
	{"surface", "*", network.WheelsTold, "OSM wiki, Key:surface"},
	{"smoothness", "*", network.WheelsTold, "OSM wiki, Key:smoothness"},
	{"lit", "yes", network.Lit, "OSM wiki, Key:lit"},
	{"lit", "24/7", network.Lit, "OSM wiki, Key:lit"},
	{"lit", "automatic", network.Lit, "OSM wiki, Key:lit"},
	{"oneway", "yes", network.OnewayBike, "OSM wiki, Key:oneway; oneway:bicycle=no takes it back"},
	{"oneway", "1", network.OnewayBike, "OSM wiki, Key:oneway"},
	{"oneway", "true", network.OnewayBike, "OSM wiki, Key:oneway"},
}

// tunnelTable are the values of tunnel=* that have no access from inside. Not
// building_passage (OSM wiki: a way through a building at ground level, people live along it), and
// covered=* is a roof, not a tunnel.
var tunnelTable = []rule{
	{"tunnel", "building_passage", 0, "OSM wiki, Tag:tunnel=building_passage"},
	{"tunnel", "*", network.Tunnel, "OSM wiki, Key:tunnel"},
}

// sidewalkTable says what the tags of the road know of its pavement.
var sidewalkTable = []rule{
	{"sidewalk", "none", network.SidewalkKnown, "OSM wiki, Key:sidewalk"},
	{"sidewalk", "*", network.SidewalkKnown | network.Sidewalk, "OSM wiki, Key:sidewalk: both, left, right, yes; separate is drawn as a way of its own"},
	{"sidewalk", "no", network.SidewalkKnown, "OSM wiki, Key:sidewalk"},
	{"sidewalk:both", "*", network.SidewalkKnown | network.Sidewalk, "OSM wiki, Key:sidewalk"},
	{"sidewalk:left", "*", network.SidewalkKnown | network.Sidewalk, "OSM wiki, Key:sidewalk"},
	{"sidewalk:right", "*", network.SidewalkKnown | network.Sidewalk, "OSM wiki, Key:sidewalk"},
	{"sidewalk:both", "no", network.SidewalkKnown, "OSM wiki, Key:sidewalk"},
	{"sidewalk:left", "no", network.SidewalkKnown, "OSM wiki, Key:sidewalk"},
	{"sidewalk:right", "no", network.SidewalkKnown, "OSM wiki, Key:sidewalk"},
}

// permission is what an access tag says.
type permission int8

const (
	silent permission = iota
	allowed
	forbidden
)

// accessTable holds the values of access=*, foot=*, bicycle=* and vehicle=* (OSM wiki, Key:access). The
// most special key that speaks decides: foot before access; bicycle before vehicle before access. A value
// that is not here says nothing.
var accessTable = map[string]permission{
	"yes": allowed, "designated": allowed, "permissive": allowed, "official": allowed, "public": allowed,
	"destination": allowed, "customers": allowed, // people who go there may walk there
	"no": forbidden, "private": forbidden, "military": forbidden, "permit": forbidden,
	"agricultural": forbidden, "forestry": forbidden, "delivery": forbidden, "emergency": forbidden,
	"residents":    forbidden, // not an approved value; used like private
	"use_sidepath": forbidden, // the path beside it is to be used, and is drawn
	"dismount":     forbidden, // of bicycles
}

// maxSlope is the steepest ramp that wheels manage: 1:12 (GB 50763-2012; to be checked in GB 55019-2021).
const maxSlope = 1.0 / 12

// passTable says what a barrier=* node on a way does to those who walk along it. One that is not here lets
// them pass (gate, lift_gate, swing_gate, bollard, block, cattle_grid, entrance, toll_booth, …; OSM wiki, Key:barrier),
// unless foot=* or access=* forbid it or it is locked.
var passTable = []struct {
	value  string
	closed bool
	traits network.Traits
	source string
}{
	{"wall", true, 0, "OSM wiki, Tag:barrier=wall"},
	{"fence", true, 0, "OSM wiki, Tag:barrier=fence"},
	{"hedge", true, 0, "OSM wiki, Tag:barrier=hedge"},
	{"city_wall", true, 0, "OSM wiki, Tag:barrier=city_wall"},
	{"retaining_wall", true, 0, "OSM wiki, Tag:barrier=retaining_wall"},
	{"stile", false, network.KerbRaised, "OSM wiki, Tag:barrier=stile: steps over a fence, no wheels"},
	{"kissing_gate", false, network.KerbRaised, "OSM wiki, Tag:barrier=kissing_gate: no wheels"},
	{"turnstile", false, network.KerbRaised, "OSM wiki, Tag:barrier=turnstile: no wheels"},
	{"full-height_turnstile", false, network.KerbRaised, "OSM wiki, Tag:barrier=full-height_turnstile: no wheels"},
	{"log", false, network.KerbRaised, "OSM wiki, Tag:barrier=log: no wheels"},
}

// openTable are the tags of a node that let people pass the barrier it lies on.
var openTable = []struct{ key, value, source string }{
	{"barrier", "*", "OSM wiki, Key:barrier: any node that passTable does not close is an opening of the line it lies on"},
	{"entrance", "*", "OSM wiki, Key:entrance"},
	{"railway", "level_crossing", "OSM wiki, Tag:railway=level_crossing"},
	{"railway", "crossing", "OSM wiki, Tag:railway=crossing: pedestrians over rails"},
	{"highway", "crossing", "OSM wiki, Tag:highway=crossing"},
	{"highway", "elevator", "OSM wiki, Tag:highway=elevator"},
}
