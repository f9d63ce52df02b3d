package osm

// keptKeys are the keys that any table of this package asks for; tags with other keys are
// forgotten while the file is read. Keys that begin with socket: are kept too.
var keptKeys = []string{
	// What it is.
	"highway", "railway", "waterway", "natural", "landuse", "leisure", "amenity", "shop", "office", "craft", "healthcare",
	"tourism", "historic", "man_made", "building", "barrier", "place", "public_transport", "aeroway", "emergency", "vending",
	"social_facility", "government", "recycling_type", "government_type", "military", "club", "sport", "wetland", "water", "surface", "area", "area:highway",
	// Ways and who may use them.
	"footway", "path", "cycleway", "crossing", "service", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar", "motorcycle", "motorroad", "scooter", "small_electric_vehicle",
	"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right", "bridge", "tunnel", "covered", "layer", "level", "location", "culvert", "indoor",
	"oneway", "oneway:bicycle", "wheelchair", "kerb", "incline", "lit", "locked", "entrance", "intermittent", "usage", "electrified", "ramp", "ramp:wheelchair",
	"conveying", "tactile_paving", "construction", "junction", "width", "name", "name:zh", "name:en",
	// Lines.
	"type", "route", "route_master", "ref", "network", "operator", "bus", "trolleybus", "minibus", "tram", "train", "subway", "state", "on_demand",
	// Buildings.
	"building:levels", "building:use", "building:flats", "elevator",
	// What a criterion or a person may ask of a facility.
	"opening_hours", "capacity", "capacity:charging", "brand", "cuisine", "kind", "fee", "self_service", "automated", "disused", "abandoned", "demolished", "station", "repair", "electronics_repair", "service:bicycle:repair", "breakfast",
	"takeaway", "delivery", "street_vendor", "mobile", "phone", "website", "addr:street", "addr:housenumber", "charge", "payment:notes", "parking", "park_ride", "atm", "drive_through",
	"regional", "supervised", "shelter", "bench", "beds", "isced:level", "school", "min_age", "max_age", "pharmacy", "dispensing", "female", "male", "unisex",
	"car", "truck", "community_centre", "community_centre:for", "telecom", "utility", "telecommunication", "post_office", "start_date", "check_date", "building:part",
	"boundary", "admin_level", "recycling:clothes", "information", "traffic_sign", "nursery", "library", "animal", "fuel",
	"mobile_phone", "collection_times", "faces", "monitoring_station", "medical_system:chinese", "place_of_worship", "organic", "wholesale", "repair:electronics", "computer:repair", "bulk_purchase", "surveillance", "surveillance:type",
}
