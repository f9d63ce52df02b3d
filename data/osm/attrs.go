package osm

// attrKeys are the tags that a facility keeps: what a criterion may ask (where:, hours, sums) and
// what a person wants to know of it.
var attrKeys = []string{
	"opening_hours", "capacity", "capacity:charging", "operator", "brand", "network", "ref", "access", "fee", "wheelchair",
	"cuisine", "kind", "building:levels", "self_service", "vending", "takeaway", "social_facility", "healthcare", "government", "office",
	"shop", "amenity", "parking", "shelter", "bench", "beds", "sport", "phone", "website", "addr:street", "addr:housenumber",
	"name:en", "name:zh", "motorcar", "bicycle", "motorcycle", "level", "layer", "check_date",
}

// attrsOf are the tags of attrKeys; nil if there are none.
func attrsOf(t tags) map[string]string {
	var m map[string]string
	for _, k := range attrKeys {
		if v := t.get(k); v != "" {
			if m == nil {
				m = map[string]string{}
			}
			m[k] = v
		}
	}
	return m
}
