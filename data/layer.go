package data

import (
	"slices"
	"strings"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// Kind is what a layer holds.
type Kind string

// The kinds of layers.
const (
	KindOSM         Kind = "osm"         // streets, barriers, facilities, ground of one extract
	KindGTFS        Kind = "gtfs"        // bus stops with their lines
	KindCommunities Kind = "communities" // polygons that are judged
	KindResidents   Kind = "residents"   // where people live
	KindFacilities  Kind = "facilities"  // any category
	KindTable       Kind = "table"       // what is known of communities or districts beside places
	KindEdits       Kind = "street_edit" // changes of the streets over the OSM file
)

// Completeness says whether what a layer does not hold is not there.
type Completeness string

// From an incomplete layer only "pass" can be concluded; what rests on an assumed
// one is provisional.
const (
	Complete        Completeness = "yes"
	AssumedComplete Completeness = "assumed"
	Incomplete      Completeness = "no"
)

// Layer is the record of an imported set of features (图层).
type Layer struct {
	Name         string       `json:"name"`    // importing under the same name replaces it
	Version      int          `json:"version"` // counts from 1 for each name
	Kind         Kind         `json:"kind"`
	Source       string       `json:"source"`                // the file's base name and what it says of its origin; never a path
	Attribution  string       `json:"attribution,omitempty"` // what the licence wants shown: "© OpenStreetMap contributors"
	Licence      string       `json:"licence,omitempty"`
	Date         string       `json:"date,omitempty"` // the data's own date, YYYY-MM-DD; empty when the file has none
	Datum        string       `json:"datum"`          // wgs84, cgcs2000, …: what the file was in
	Completeness Completeness `json:"completeness"`
	Checksum     string       `json:"checksum"`             // SHA-256 of the file, hex
	Count        int          `json:"count"`                // features taken
	Dropped      int          `json:"dropped"`              // features that could not be taken, each with a finding
	Categories   []string     `json:"categories,omitempty"` // of its facilities, sorted
	// Restricted: what it holds is counted, and shown by no open interface, export or list of evidence.
	Restricted bool     `json:"restricted,omitempty"`
	Extent     geo.Ring `json:"-"` // where the data reaches; nil when unknown
}

// Import is a layer with its content, as a reader gives it and a workspace stores
// it, in one piece or not at all. Parts that the layer does not have are nil.
type Import struct {
	Layer       Layer
	Findings    []Finding
	Streets     *network.Streets
	Facilities  []indicators.Facility
	Communities []indicators.Community
	Residents   *indicators.Residents
	Ground      []Ground
	Table       *indicators.Table // of its layer's name
	Edits       []network.Edit
	Record      ImportRecord // kept in the log of imports
}

// GroundKind is what lies on the ground beside streets and facilities.
type GroundKind string

// What the map draws and the shares leave out.
const (
	Building GroundKind = "building"
	Sea      GroundKind = "sea"
	WaterA   GroundKind = "water" // lakes, basins, river areas
	River    GroundKind = "river" // a line
	Green    GroundKind = "green" // parks, woods, grass
	Scrub    GroundKind = "scrub"
	Sand     GroundKind = "sand"
	Railway  GroundKind = "railway"  // a line, or landuse=railway
	Road     GroundKind = "motorway" // the area or line of a motorway
)

// Ground is one feature of the ground: an area (Shape) or a line (Line).
type Ground struct {
	ID    string // "way/12"
	Kind  GroundKind
	Name  string
	Shape geo.MultiPolygon
	Line  []geo.E7
	// Levels are the storeys of a building: 0 when the source does not say.
	Levels float32
	// Residential: people live in it, as far as its tags say (building=yes inside
	// no other use counts, sheds and garages do not).
	Residential bool
}

// City is everything that a run is computed from: the layers in the versions it uses and their content together.
type City struct {
	Layers      []Layer
	Streets     *network.Streets       // nil when no streets were imported
	Facilities  []indicators.Facility  // of all layers, sorted by category, layer, id
	Communities []indicators.Community // sorted by id
	Residents   *indicators.Residents  // nil when no residents were imported
	Ground      []Ground
	Tables      []indicators.Table // by name
	Edits       []network.Edit     // of all layers, by id; StreetsOn applies them
	// ShowAll: OpenFacilities leaves nothing out. For those who may see what is restricted.
	ShowAll bool
}

// Layer is the layer of that name.
func (c *City) Layer(name string) (Layer, bool) {
	for _, l := range c.Layers {
		if l.Name == name {
			return l, true
		}
	}
	return Layer{}, false
}

// OpenFacilities are the facilities that may be shown: those of no restricted layer, and no cameras.
func (c *City) OpenFacilities() []indicators.Facility {
	if c.ShowAll {
		return c.Facilities
	}
	shut := map[string]bool{}
	for _, l := range c.Layers {
		shut[l.Name] = l.Restricted
	}
	return slices.DeleteFunc(slices.Clone(c.Facilities), func(f indicators.Facility) bool {
		return f.Category == indicators.RestrictedCategory || shut[f.Layer]
	})
}

// MatchTables puts ids in place of names in the keys of tables, where a key is no id and the name of one community alone: tables may be
// imported before the communities that they are about.
func (c *City) MatchTables() {
	named := map[string]string{}
	for i := range c.Communities {
		k := &c.Communities[i]
		if _, twice := named[k.Name]; twice {
			named[k.Name] = ""
		} else {
			named[k.Name] = k.ID
		}
	}
	for i := range c.Communities {
		delete(named, c.Communities[i].ID) // an id is nobody else's name
	}
	for t := range c.Tables {
		rows := c.Tables[t].Rows
		for i := range rows {
			if id := named[rows[i].Key]; id != "" {
				rows[i].Key = id
			}
		}
		slices.SortStableFunc(rows, func(a, b indicators.TableRow) int { return strings.Compare(a.Key, b.Key) })
	}
}
