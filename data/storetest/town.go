package storetest

import (
	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// square is a square of side units with its south-western corner at lon, lat; all in 1e-7 degree.
func square(lon, lat, side int32) geo.Ring {
	return geo.Ring{{Lon: lon, Lat: lat}, {Lon: lon + side, Lat: lat}, {Lon: lon + side, Lat: lat + side}, {Lon: lon, Lat: lat + side}}
}

// backwards is the ring the other way round, as holes run.
func backwards(r geo.Ring) geo.Ring {
	out := make(geo.Ring, len(r))
	for i, p := range r {
		out[len(r)-1-i] = p
	}
	return out
}

// The town lies at 107.14° E, 34.36° N, in Baoji; its frame's centre is 107.0, 34.5, the nearest on the half-degree grid.
const (
	townLon, townLat = 1071400000, 343600000
	side             = 50000 // 0.005 degree: some 460 m by 555 m
)

// FrameCentre is where the frame of the town has its centre.
func FrameCentre() geo.E7 { return geo.E7{Lon: 1070000000, Lat: 345000000} }

// Communities is a layer of two communities: one with a hole, one of two parts.
func Communities() *data.Import {
	return &data.Import{
		Layer: data.Layer{Name: "communities", Kind: data.KindCommunities, Source: "communities.geojson", Datum: "cgcs2000",
			Completeness: data.Complete, Checksum: "c0", Count: 2, Date: "2023-05-01"},
		Findings: []data.Finding{{Severity: data.Warning, Code: "ring_not_closed", Feature: "LP2", Message: "a ring was closed"}},
		Communities: []indicators.Community{
			{ID: "LP2", Name: "东风路社区", District: "渭滨区", Shape: geo.MultiPolygon{
				{square(townLon+side, townLat, side)}, {square(townLon+3*side, townLat, side)}}},
			{ID: "LP1", Name: "Dongfeng \"1\"", Shape: geo.MultiPolygon{
				{square(townLon, townLat, side), backwards(square(townLon+side/4, townLat+side/4, side/2))}}},
		},
	}
}

// Extract is an osm layer: a street of two edges, a wall, a shop and a park, a building and a river.
func Extract() *data.Import {
	at := func(x, y int32) geo.E7 { return geo.E7{Lon: townLon + x, Lat: townLat + y} }
	return &data.Import{
		Layer: data.Layer{Name: "osm", Kind: data.KindOSM, Source: "town.osm.pbf", Attribution: "© OpenStreetMap contributors", Licence: "ODbL 1.0",
			Datum: "wgs84", Completeness: data.AssumedComplete, Checksum: "05", Count: 6,
			Categories: []string{"park", "supermarket"}, Extent: square(townLon-side, townLat-side, 9*side)},
		Streets: street(at(0, 0), at(side, 0), at(2*side, side)),
		Facilities: []indicators.Facility{
			{ID: "way/9", Category: "park", At: at(7, 7), Entrances: []geo.E7{at(0, 3)}, Outline: []geo.Ring{square(townLon, townLat, 900)}},
			{ID: "node/1", Category: "supermarket", Name: "好又多", At: at(10, 10), Attrs: map[string]string{"opening_hours": "24/7", "brand": "X"}},
		},
		Ground: []data.Ground{
			{ID: "way/20", Kind: data.Building, Shape: geo.MultiPolygon{{square(townLon+100, townLat, 200)}}, Levels: 6.5, Residential: true},
			{ID: "way/21", Kind: data.River, Name: "渭河", Line: []geo.E7{at(0, -9), at(side, -9)}},
		},
	}
}

// street is a street over three places, with a wall beside it that has a gate in its middle.
func street(a, b, c geo.E7) *network.Streets {
	s := &network.Streets{
		Extent:    square(townLon-side, townLat-side, 9*side),
		Junctions: []geo.E7{a, b, c}, JunctionID: []int64{11, 12, 13},
		From: []uint32{0, 1}, To: []uint32{1, 2}, WayID: []int64{100, 100}, NameOf: []uint32{1, 0},
		Traits:  []network.Traits{network.Foot | network.Bike, network.Foot | network.Steps},
		ShapeAt: []uint32{0, 2, 4}, Shape: []geo.E7{a, b, b, c}, Names: []string{"", "经二路"},
		Barriers: network.Barriers{ID: []int64{7}, Kind: []network.BarrierKind{network.Wall}, Start: []uint32{0, 3},
			At: []geo.E7{a, b, c}, Open: []bool{false, true, false}},
	}
	s.LengthM = []float64{geo.SegmentM(a, b), geo.SegmentM(b, c)}
	return s
}

// Stops is a gtfs layer of one stop with two lines.
func Stops() *data.Import {
	return &data.Import{
		Layer: data.Layer{Name: "gtfs", Kind: data.KindGTFS, Source: "gtfs.zip", Datum: "wgs84", Completeness: data.AssumedComplete,
			Checksum: "67", Count: 1, Categories: []string{"bus_stop"}},
		Facilities: []indicators.Facility{{ID: "S1", Category: "bus_stop", Name: "经二路口", At: geo.E7{Lon: townLon, Lat: townLat},
			Lines: []indicators.Line{{Operator: "宝鸡公交", Name: "8路"}, {Operator: "宝鸡公交", Name: "夜1", Weekend: true}}}},
	}
}

// Residents is a layer of two places where people live, with the elderly among them.
func Residents() *data.Import {
	return &data.Import{
		Layer: data.Layer{Name: "residents", Kind: data.KindResidents, Source: "residents.csv", Datum: "wgs84", Completeness: data.Complete, Checksum: "12", Count: 2},
		Residents: &indicators.Residents{
			At:    []geo.E7{{Lon: townLon + 5, Lat: townLat + 5}, {Lon: townLon + side + 5, Lat: townLat + 5}},
			Milli: []int64{1500, 2_000_250}, Groups: map[string][]int64{"elderly": {500, 0}},
		},
	}
}

// Standard is a small standard of that id: three bus lines, a supermarket.
func Standard(id string) *indicators.Standard {
	limit := indicators.Limit{Value: 15, Unit: indicators.Minutes, Profile: "walk"}
	return &indicators.Standard{
		ID: id, Title: indicators.Text{Zh: "测试", En: "test"}, Source: "ours",
		Profiles: map[string]indicators.Profile{"walk": {SpeedMPS: 1, MaxAccessM: 200, Candidates: 1}},
		Aspects: []indicators.Aspect{{ID: "a", Indicators: []indicators.Indicator{{ID: "bus", Criteria: []indicators.Criterion{
			{ID: "bus_lines", Categories: []string{"bus_stop"}, Measure: indicators.Distinct, Key: "line", Limit: limit, Threshold: 3, Scope: indicators.Places, Require: 0.9, Binding: true},
			{ID: "a_shop", Categories: []string{"supermarket"}, Measure: indicators.Nearest, Limit: limit, Threshold: 1, Scope: indicators.Places, Require: 0.9, Binding: true},
		}}}}},
	}
}

// Result is a run of a standard over the town: LP1 has a gap under bus_lines, everything else is covered. have is what
// is counted in the gap, so that two runs can differ in one pair.
func Result(std *indicators.Standard, layers []data.Layer, have int) *data.RunResult {
	town := Communities().Communities
	town[0], town[1] = town[1], town[0] // by id
	r := &data.RunResult{Communities: town, Run: data.Run{
		Standard: std, StandardFile: []byte("id: " + std.ID + "\n"), AsOf: "2024-03-01", Program: "test", Layers: layers, DataDate: "2023-05-01",
		Pairs: 4, Statuses: map[indicators.Status]int{indicators.Pass: 3, indicators.Fail: 1}, Frame: FrameCentre(),
		Findings:    []data.Finding{{Severity: data.Note, Code: "n", Message: "m"}},
		Assumptions: []indicators.Text{{Zh: "步行速度 1.0 m/s", En: "walks 1.0 m/s"}},
	}}
	for _, c := range town {
		for _, k := range std.Criteria() {
			r.Results = append(r.Results, result(c, k.ID, have))
		}
	}
	return r
}

func result(c indicators.Community, criterion string, have int) indicators.Result {
	res := indicators.Result{Community: c.ID, Criterion: criterion, Status: indicators.Pass, Basis: indicators.ByLand, Need: 1, Have: 1,
		Area:     indicators.Share{Low: 100, High: 100, Whole: 100},
		Pieces:   []indicators.Piece{{Shape: c.Shape, AreaM2: 255_000.25, Have: 1, Nearest: 123_456}},
		Evidence: indicators.Evidence{At: c.Shape[0][0][0], BreakEven: indicators.NoCost}}
	if c.ID == "LP1" && criterion == "bus_lines" {
		res.Status, res.Have, res.Need = indicators.Fail, have, 3
		res.Provisional = []string{"assumed_layer:gtfs"}
		res.Pieces = []indicators.Piece{{Cause: indicators.TooFew, Shape: c.Shape, AreaM2: 255_000.25, Milli: 1500, Have: have, Nearest: indicators.NoCost}}
		res.Evidence = indicators.Evidence{At: c.Shape[0][0][1], InGap: true, BreakEven: 1_000_000,
			Counted: []indicators.Seen{{Key: "8路", Facility: "S1", Also: []string{"node/4"}, Layer: "gtfs", Name: "经二路口", Cost: 899_999, StraightM: 12.5}},
			Missed:  &indicators.Seen{Facility: "S2", Layer: "gtfs", Cost: 900_001, StraightM: 700}}
	}
	return res
}
