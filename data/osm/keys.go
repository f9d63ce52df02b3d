package osm

// keptKeys are the keys that any table of this package asks for; tags with other keys are
// forgotten while the file is read. The sockets of chargingTags are kept too.
var keptKeys = []string{
	// What it is.
	"highway", "railway", "waterway", "natural", "landuse", "leisure", "amenity", "shop", "office", "craft", "healthcare",
	"tourism", "historic", "man_made", "building", "barrier", "place", "public_transport", "aeroway", "emergency", "vending",
	"social_facility", "government", "military", "club", "sport", "area:highway",
	// Ways and who may use them.
	"footway", "path", "cycleway", "access", "foot", "bicycle", "vehicle", "motorcar", "motorcycle", "motorroad", "scooter", "small_electric_vehicle",
	"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right", "bridge", "tunnel", "covered", "layer", "level", "location", "culvert",
	"oneway", "oneway:bicycle", "wheelchair", "kerb", "incline", "surface", "smoothness", "lit", "locked", "entrance", "intermittent",
	"name", "name:zh", "name:en",
	// Lines.
	"type", "route", "route_master", "ref", "network", "operator", "bus", "trolleybus", "minibus", "subway", "state",
	// Buildings.
	"building:levels", "building:use", "building:flats",
	// What a criterion or a person may ask of a facility.
	"opening_hours", "capacity", "capacity:charging", "brand", "cuisine", "kind", "fee", "self_service", "automated", "disused", "abandoned", "demolished", "station", "repair", "electronics_repair", "breakfast",
	"takeaway", "street_vendor", "mobile", "phone", "website", "addr:street", "addr:housenumber", "parking", "atm",
	"shelter", "bench", "beds", "school", "isced:level",
	"car", "truck", "check_date",
	"boundary", "wholesale",
}
