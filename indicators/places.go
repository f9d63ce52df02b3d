package indicators

import "circle15/geo"

// Community is a polygon that is judged (社区).
type Community struct {
	ID       string
	Name     string
	District string // 县区; empty when the source names none
	Shape    geo.MultiPolygon
}

// Facility is a thing people walk to (设施点).
type Facility struct {
	// ID is the source's with its kind ("node/123", a stop id), else a hash of category,
	// name and position. Unique within its layer and category.
	ID       string
	Category string // bus_stop, supermarket, … ([a-z0-9_]+)
	Name     string
	// At is where a map shows it; an area's is its middle.
	At geo.E7
	// Entrances are the entrance and gate nodes of an area; people walk to them.
	Entrances []geo.E7
	// Outline is the rings of an area, outer ones and holes alike; empty for a point. It attaches where
	// walkable edges meet it, else at the nearest edge to it.
	Outline []geo.Ring
	// Lines are the bus lines that stop here.
	Lines []Line
	// Attrs are the other columns and tags that a criterion or a person may ask for:
	// opening_hours, capacity, operator, …
	Attrs map[string]string
	// Layer is the name of the layer it came from.
	Layer string
}

// RestrictedCategory is the category whose facilities are counted and never listed, whatever layer they are in: cameras (视频监控).
const RestrictedCategory = "camera"

// Line is a bus line at a stop (公交线路). Both directions, and all trips, of one line are one line.
type Line struct {
	// Operator is who runs it, or the network it belongs to; as the source writes it.
	Operator string
	// Name is what is written on the bus: the route_short_name or ref.
	Name string
	// Weekend says that it does not run on any ordinary weekday: such a line does not count.
	Weekend bool
}

// Residents are where people live (居民), as columns of equal length.
type Residents struct {
	At []geo.E7
	// Milli are people in thousandths, so that sums are exact in any order.
	Milli []int64
	// Groups are the same for parts of the people (elderly, children).
	Groups map[string][]int64
}

// Table is what an office knows of communities or districts that lies at no place (社区表): rows of columns, several rows to a key if it says so.
type Table struct {
	Name    string // the criteria ask for it by this name
	Layer   string
	Columns []string
	Rows    []TableRow // sorted by Key, then as in the file
}

// TableRow is one row of a table. Values that the file leaves empty are empty.
type TableRow struct {
	Key    string // id of a community, or the name of a district
	Values []string
}
