package osm

import "circle15/data"

// groundRule is a row of the table of the ground.
type groundRule struct {
	key, value string // value "*": any but no
	kind       data.GroundKind
	line       bool // lines, not areas
	source     string
}

// groundTable says what lies on the ground. The first row that fits counts.
var groundTable = []groundRule{
	{"building", "*", data.Building, false, "OSM wiki, Key:building"},
	{"natural", "water", data.WaterA, false, "OSM wiki, Tag:natural=water"},
	{"waterway", "riverbank", data.WaterA, false, "OSM wiki, Tag:waterway=riverbank"},
	{"waterway", "dock", data.WaterA, false, "OSM wiki, Tag:waterway=dock"},
	{"landuse", "reservoir", data.WaterA, false, "OSM wiki, Tag:landuse=reservoir"},
	{"landuse", "basin", data.WaterA, false, "OSM wiki, Tag:landuse=basin"},
	{"waterway", "river", data.River, true, "OSM wiki, Tag:waterway=river"},
	{"waterway", "canal", data.River, true, "OSM wiki, Tag:waterway=canal"},
	{"leisure", "park", data.Green, false, "OSM wiki, Tag:leisure=park"},
	{"leisure", "garden", data.Green, false, "OSM wiki, Tag:leisure=garden"},
	{"leisure", "golf_course", data.Green, false, "OSM wiki, Tag:leisure=golf_course"},
	{"natural", "wood", data.Green, false, "OSM wiki, Tag:natural=wood"},
	{"natural", "grassland", data.Green, false, "OSM wiki, Tag:natural=grassland"},
	{"landuse", "forest", data.Green, false, "OSM wiki, Tag:landuse=forest"},
	{"landuse", "grass", data.Green, false, "OSM wiki, Tag:landuse=grass"},
	{"landuse", "meadow", data.Green, false, "OSM wiki, Tag:landuse=meadow"},
	{"landuse", "village_green", data.Green, false, "OSM wiki, Tag:landuse=village_green"},
	{"landuse", "recreation_ground", data.Green, false, "OSM wiki, Tag:landuse=recreation_ground"},
	{"landuse", "allotments", data.Green, false, "OSM wiki, Tag:landuse=allotments"},
	{"landuse", "orchard", data.Green, false, "OSM wiki, Tag:landuse=orchard"},
	{"landuse", "flowerbed", data.Green, false, "OSM wiki, Tag:landuse=flowerbed"},
	{"landuse", "greenery", data.Green, false, "OSM wiki, Tag:landuse=greenery"},
	{"landuse", "cemetery", data.Green, false, "OSM wiki, Tag:landuse=cemetery"},
	{"amenity", "grave_yard", data.Green, false, "OSM wiki, Tag:amenity=grave_yard"},
	{"natural", "scrub", data.Scrub, false, "OSM wiki, Tag:natural=scrub"},
	{"natural", "heath", data.Scrub, false, "OSM wiki, Tag:natural=heath"},
	{"natural", "beach", data.Sand, false, "OSM wiki, Tag:natural=beach"},
	{"natural", "sand", data.Sand, false, "OSM wiki, Tag:natural=sand"},
	{"natural", "shingle", data.Sand, false, "OSM wiki, Tag:natural=shingle"},
	{"landuse", "railway", data.Railway, false, "OSM wiki, Tag:landuse=railway"},
	{"railway", "rail", data.Railway, true, "OSM wiki, Tag:railway=rail"},
	{"railway", "light_rail", data.Railway, true, "OSM wiki, Tag:railway=light_rail"},
	{"railway", "narrow_gauge", data.Railway, true, "OSM wiki, Tag:railway=narrow_gauge"},
	{"area:highway", "motorway", data.Road, false, "OSM wiki, Key:area:highway"},
	{"highway", "motorway", data.Road, true, "OSM wiki, Tag:highway=motorway"},
	{"highway", "motorway_link", data.Road, true, "OSM wiki, Tag:highway=motorway_link"},
	{"motorroad", "yes", data.Road, true, "OSM wiki, Tag:motorroad=yes"},
}

// groundOf is the row for tags, or nil. What lies under the ground is not on it.
func groundOf(t tags) *groundRule {
	for i := range groundTable {
		r := &groundTable[i]
		if v := t.get(r.key); v != "" && (v == r.value || r.value == "*" && v != "no") {
			if t.yes("tunnel") || t.is("location", "underground") {
				return nil
			}
			return r
		}
	}
	return nil
}

// homeTable are the values of building=* in which people live (OSM wiki, Key:building, "Accommodation";
// hotels left out, since who sleeps there is no resident).
var homeTable = []string{
	"apartments", "house", "residential", "terrace", "detached", "semidetached_house", "semi", "dormitory", "bungalow", "villa",
	"farm", "cabin", "houseboat", "static_caravan", "ger", "townhouse",
}

// otherUseKeys say that a building=yes is something other than a home.
var otherUseKeys = []string{
	"amenity", "shop", "office", "tourism", "leisure", "craft", "healthcare", "man_made", "public_transport", "railway",
	"aeroway", "military", "historic", "emergency", "club", "government", "wholesale",
}

// A building=yes is taken for a home between these footprints, in square metres: below are sheds, garages and
// kiosks, above halls, works and malls. Our choice: of the 6,606 buildings of Las Palmas with a value of homeTable 28
// are smaller and 1 is larger.
const (
	minHomeM2 = 20
	maxHomeM2 = 5000
)
