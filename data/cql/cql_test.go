package cql_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/cql"
	"circle15/geo"
)

var fields = []data.Field{
	{Name: "name", Type: data.TextField}, {Name: "area", Type: data.RealField}, {Name: "have", Type: data.IntField},
	{Name: "open", Type: data.BoolField}, {Name: "data_date", Type: data.TextField}, {Name: "区", Type: data.TextField},
}

// square is a square of 10 units of 1e-7 degree times 1e6: 1 degree, with its lower left corner at lon, lat.
func square(lon, lat int32) geo.MultiPolygon {
	at := func(x, y int32) geo.E7 { return geo.E7{Lon: (lon + x) * 10_000_000, Lat: (lat + y) * 10_000_000} }
	return geo.MultiPolygon{{{at(0, 0), at(1, 0), at(1, 1), at(0, 1)}}}
}

// features are three squares in a row, 0–1, 1–2 and 3–4 degrees east, and a point at 10, 10; the second has nulls.
var features = []data.Feature{
	{ID: "a", Shape: square(0, 0), Values: []any{"Nova's 50%", 10.5, int64(3), true, "2026-01-02", "渭滨区"}},
	{ID: "b", Shape: square(1, 0), Values: []any{nil, nil, int64(0), false, nil, "金台区"}},
	{ID: "c", Shape: square(3, 0), Values: []any{"东关", 20.0, nil, true, "2025-06-30", nil}},
	{ID: "d", Point: &geo.E7{Lon: 100_000_000, Lat: 100_000_000}, Values: []any{"d", -1.0, int64(7), nil, "2024-02-29", ""}},
}

func matched(t testing.TB, f *cql.Filter) string {
	t.Helper()
	out := ""
	for i := range features {
		ok, err := f.Match(&features[i])
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			out += features[i].ID
		}
	}
	return out
}

func TestText(t *testing.T) {
	for filter, want := range map[string]string{
		"area > 10":                            "ac",
		"area>=20":                             "c",
		"area <> 20":                           "ad", // null is neither
		"NOT area = 20":                        "ad",
		"area = 10.5 or have = 7":              "ad",
		"area > 0 AND have > 0":                "a",
		"have > 0 OR area > 0":                 "acd", // c: null or true is true
		"NOT (have > 0 OR area > 100)":         "",    // b: false or null is null
		"have + 1 = 4":                         "a",
		"have * 2 - 1 > 3 / 1":                 "ad",
		"-have = -7":                           "d",
		"area / have > 0":                      "a", // b: null; by 0 nothing comes out
		"name LIKE 'Nova%'":                    "a",
		"name LIKE '%50\\%'":                   "a",
		"name like '东_'":                       "c",
		"name LIKE '__'":                       "c",
		"name NOT LIKE '%a%'":                  "cd",
		"CASEI(name) = CASEI('NOVA''S 50%')":   "a",
		"name = 'Nova''s 50%'":                 "a",
		"name = 'Nova\\'s 50%'":                "a",
		"area BETWEEN 10.5 AND 20":             "ac",
		"area NOT BETWEEN 0 AND 15":            "cd",
		"have IN (3, 7, 9)":                    "ad",
		"have NOT IN (3)":                      "bd",
		"name IS NULL":                         "b",
		"name IS NOT NULL":                     "acd",
		"open":                                 "ac",
		"open = FALSE":                         "b",
		"not open":                             "b",
		"\"区\" = '渭滨区'":                        "a",
		"区 = '':":                              "!",
		"区 = ''":                               "d",
		"S_INTERSECTS(geometry, POINT(1 0.5))": "ab", // on the border of both
		"s_intersects(geometry, BBOX(0.2, 0.2, 0.8, 0.8))":                                                   "a",
		"S_INTERSECTS(geometry, BBOX(-5, -5, 20, 20))":                                                       "abcd",
		"S_WITHIN(geometry, POLYGON((0 0, 2 0, 2 1, 0 1, 0 0)))":                                             "ab",
		"S_WITHIN(geometry, POLYGON((-1 -1, 2 -1, 2 2, -1 2, -1 -1), (0.4 0.4, 0.6 0.4, 0.6 0.6, 0.4 0.4)))": "b", // the hole lies in a
		"S_CONTAINS(geometry, POINT(3.5 0.5))":                                                               "c",
		"S_DISJOINT(geometry, BBOX(0, 0, 2, 2))":                                                             "cd",
		"S_TOUCHES(geometry, POINT(1 0.5))":                                                                  "ab",
		"S_EQUALS(geometry, POINT(10 10))":                                                                   "d",
		"S_CROSSES(LINESTRING(-1 0.5, 0.5 0.5), geometry)":                                                   "a",
		"S_OVERLAPS(geometry, POLYGON((0.5 0, 1.5 0, 1.5 1, 0.5 1, 0.5 0)))":                                 "ab",
		"S_INTERSECTS(geometry, MULTIPOINT((0.5 0.5), (3.5 0.5)))":                                           "ac",
		"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0.5 0.5), LINESTRING(9 10, 11 10)))":                "ad",
		"T_AFTER(data_date, DATE('2025-01-01'))":                                                             "ac",
		"T_BEFORE(data_date, TIMESTAMP('2025-01-01T00:00:00Z'))":                                             "d",
		"T_DURING(data_date, INTERVAL('2025-01-01', '2025-12-31'))":                                          "c",
		"T_INTERSECTS(data_date, INTERVAL('..', '2025-12-31'))":                                              "cd",
		"T_EQUALS(data_date, DATE('2024-02-29'))":                                                            "d",
		"T_DISJOINT(data_date, INTERVAL('2025-01-01', '..'))":                                                "d",
		"data_date > DATE('2025-06-30')":                                                                     "a",
		"data_date BETWEEN DATE('2024-01-01') AND DATE('2025-06-30')":                                        "cd",
		"data_date > '2025-06-30'":                                                                           "a",
	} {
		f, err := cql.ParseText(filter, cql.Options{Fields: fields})
		if want == "!" {
			if err == nil {
				t.Errorf("%s is taken", filter)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		if got := matched(t, f); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	for filter, want := range map[string]string{
		`{"op":">","args":[{"property":"area"},10]}`: "ac",
		`{"op":"and","args":[{"op":">","args":[{"property":"area"},0]},{"op":"not","args":[{"op":"=","args":[{"property":"have"},0]}]}]}`: "a",
		`{"op":"like","args":[{"property":"name"},"东%"]}`:                                                 "c",
		`{"op":"between","args":[{"property":"area"},10.5,20]}`:                                           "ac",
		`{"op":"in","args":[{"property":"have"},[3,7]]}`:                                                  "ad",
		`{"op":"isNull","args":[{"property":"name"}]}`:                                                    "b",
		`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[0.5,0.5]}]}`: "a",
		`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[9,9,11,11]}]}`:                     "d",
		`{"op":"t_after","args":[{"property":"data_date"},{"date":"2025-01-01"}]}`:                        "ac",
		`{"op":"t_during","args":[{"property":"data_date"},{"interval":["2025-01-01","2025-12-31"]}]}`:    "c",
		`{"op":"=","args":[{"op":"casei","args":[{"property":"name"}]},"nova's 50%"]}`:                    "a",
	} {
		f, err := cql.ParseJSON([]byte(filter), cql.Options{Fields: fields})
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		if got := matched(t, f); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
}

// What cannot be used is refused with the place where it goes wrong (from 0), and never taken for something else.
func TestBadFilters(t *testing.T) {
	for filter, at := range map[string]int{
		"":                                     0,
		"area":                                 0, // a number is no condition
		"area >":                               6,
		"area > 'x'":                           7,
		"size > 1":                             0,
		"name = 'x'; DROP TABLE gaps":          10,
		"name = 'x' OR 1=1 --":                 20,
		"name LIKE 5":                          10,
		"area = 1 area":                        9,
		"(area = 1":                            9,
		"area = 1)":                            8,
		"name = 'x":                            7,
		"sleep(10)":                            0,
		"S_INTERSECTS(geometry, POINT(200 0))": 23,
		"S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))": 23, // crosses itself
		"S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0)))":           23,
		"S_INTERSECTS(geometry)":                                     0,
		"geometry = 1":                                               9,
		"DATE('yesterday') = data_date":                              0,
		"area = 1e999":                                               7,
		"\xff = 1":                                                   0,
		strings.Repeat("(", 100) + "1":                               32,
		strings.Repeat("NOT ", 100) + "open":                         252,
		"have IN (" + strings.Repeat("1,", 3000) + "1)":              4009,
	} {
		_, err := cql.ParseText(filter, cql.Options{Fields: fields})
		var e *cql.Error
		if !errors.As(err, &e) {
			t.Errorf("%.60q: %v", filter, err)
			continue
		}
		if e.At != at {
			t.Errorf("%.60q: %v; want it at %d", filter, err, at)
		}
	}
	deep := strings.Repeat(`{"op":"not","args":[`, 200) + "true" + strings.Repeat("]}", 200)
	for _, filter := range []string{"", "null", "[]", "{}", `{"op":"="}`, `{"op":"=","args":[]}`, `{"op":"=","args":[{"property":"nope"},1]}`, `{"op":"and","args":[true]}`, "true true", deep,
		`{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0],[null,1],[1,0],[0,0]]]}]}`, `{"op":"t_after","args":[{"property":"data_date"},{"date":"x"}]}`} {
		if _, err := cql.ParseJSON([]byte(filter), cql.Options{Fields: fields}); err == nil {
			t.Errorf("%.80s is taken", filter)
		}
	}
}

// A pattern of many % takes at most the product of the lengths: 64 KiB against 4,000 are 262 million steps in the worst case, far from
// the powers of a backtracking matcher.
func TestLikeIsBounded(t *testing.T) {
	f, err := cql.ParseText("name LIKE '"+strings.Repeat("%a", 500)+"b'", cql.Options{Fields: fields})
	if err != nil {
		t.Fatal(err)
	}
	one := data.Feature{Values: []any{strings.Repeat("a", 10_000), nil, nil, nil, nil, nil}}
	if ok, err := f.Match(&one); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}

func ExampleParseText() {
	f, err := cql.ParseText("area > 5 AND S_INTERSECTS(geometry, BBOX(0, 0, 0.5, 0.5))", cql.Options{Fields: fields})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range features {
		if ok, err := f.Match(&features[i]); ok && err == nil {
			fmt.Println(features[i].ID)
		}
	}
	// Output: a
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{"area > 10 AND NOT name LIKE '%x_'", "S_WITHIN(geometry, POLYGON((0 0, 2 0, 2 1, 0 0)))", "T_DURING(data_date, INTERVAL('..', '2025-12-31'))",
		"have IN (1,2) OR area BETWEEN -1 AND 1e3", "\"区\" IS NOT NULL", "((((", "BBOX(1,2,3,4)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		filter, err := cql.ParseText(s, cql.Options{Fields: fields})
		if err != nil {
			var e *cql.Error
			if !errors.As(err, &e) || e.At < 0 || e.At > len(s) {
				t.Fatalf("%v", err)
			}
			return
		}
		for i := range features {
			filter.Match(&features[i])
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"op":"and","args":[{"op":">","args":[{"property":"area"},0]},{"op":"isNull","args":[{"property":"have"}]}]}`))
	f.Add([]byte(`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}]}`))
	f.Fuzz(func(t *testing.T, s []byte) {
		filter, err := cql.ParseJSON(s, cql.Options{Fields: fields})
		if err != nil {
			return
		}
		for i := range features {
			filter.Match(&features[i])
		}
	})
}
