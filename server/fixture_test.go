package server_test

import (
	"context"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"circle15/data"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
	"circle15/server"
)

// memory is a store in maps that counts what is asked of it.
type memory struct {
	mu       sync.Mutex
	revision string
	runs     map[int]*data.RunResult
	city     *data.City
	err      error // what every method gives, if set
	asked    map[string]int
}

func (m *memory) ask(what string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[what]++
	return m.err
}

func (m *memory) Runs(context.Context) ([]data.Run, error) {
	if err := m.ask("runs"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []data.Run
	for n := 1; n <= len(m.runs); n++ {
		out = append(out, m.runs[n].Run)
	}
	return out, nil
}

func (m *memory) RunResult(_ context.Context, number int) (*data.RunResult, error) {
	if err := m.ask("result"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if number == 0 {
		number = len(m.runs)
	}
	r, ok := m.runs[number]
	if !ok {
		return nil, data.ErrNotFound
	}
	return r, nil
}

func (m *memory) Layers(context.Context) ([]data.Layer, error) { return m.city.Layers, m.ask("layers") }

func (m *memory) City(context.Context, []data.Layer) (*data.City, error) {
	return m.city, m.ask("city")
}

func (m *memory) Revision(context.Context) (string, error) {
	err := m.ask("revision")
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.revision, err
}

// publish adds a run and changes the revision.
func (m *memory) publish(r *data.RunResult) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs[r.Run.Number] = r
	m.revision += "+"
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

// total is how often the store was asked anything.
func (m *memory) total() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.asked {
		n += k
	}
	return n
}

const townStandard = `id: town
title: {zh: 小镇, en: Town}
aspects:
- id: travel
  title: {zh: 出行, en: Travel}
  indicators:
  - id: bus
    title: {zh: 公交, en: Bus}
    criteria:
    - {id: bus_lines, title: {zh: 三条线路, en: Three lines}, category: bus_stop, measure: distinct, key: line, threshold: 3, limit: {minutes: 15}, require: 0.9, near: 0.75}
  - id: mail
    title: {zh: 邮政, en: Mail}
    criteria:
    - {id: post, title: {zh: 邮局, en: A post office}, category: post, measure: nearest, limit: {metres: 500}, require: 0.9, near: 0.75, must_set: true}
`

// square is a square of 0.01 degrees, x squares east of 107° E, at 34.36° N; w is the part of its width.
func square(x int32, from, to float64) geo.MultiPolygon {
	west, south, side := int32(1_070_000_000)+x*100_000, int32(343_600_000), int32(100_000)
	w, e := west+int32(from*float64(side)), west+int32(to*float64(side))
	return geo.MultiPolygon{{geo.Ring{{Lon: w, Lat: south}, {Lon: e, Lat: south}, {Lon: e, Lat: south + side}, {Lon: w, Lat: south + side}}}}
}

// people is a share of a thousand residents, in thousandths of a person.
func people(low, high int64) indicators.Share {
	return indicators.Share{Low: low * 1000, High: high * 1000, Whole: 1_000_000}
}

const hectares = 100_00_00 // hundredths of a square metre in 100 m × 100 m

// town is a run over four communities in a row: a passes, b has 89.9 % and nearly passes, c fails, d has no data. Areas are
// shared like the residents, of 100 ha each.
func town(t testing.TB, number int) *data.RunResult {
	t.Helper()
	std, err := indicators.ParseStandard("town.yaml", []byte(townStandard))
	if err != nil {
		t.Fatal(err)
	}
	hostile := `<img src=x onerror=alert(1)>`
	r := &data.RunResult{Run: data.Run{Number: number, Standard: std, AsOf: "2026-11-24", Program: "test", DataDate: "2026-01-02", Pairs: 8,
		Layers: []data.Layer{{Name: "osm", Version: 1, Attribution: "© OpenStreetMap contributors", Licence: "ODbL"}}}}
	for i, c := range []indicators.Community{{ID: "a", Name: "东关", District: "east"}, {ID: "b", Name: "金陵", District: "east"},
		{ID: "way/3", Name: "Rivera", District: "west"}, {ID: "d", Name: hostile, District: "west"}} {
		c.Shape = square(int32(i), 0, 1)
		r.Communities = append(r.Communities, c)
	}
	bus := func(i int, st indicators.Status, low, high int64, pieces ...indicators.Piece) {
		r.Results = append(r.Results, indicators.Result{Community: r.Communities[i].ID, Criterion: "bus_lines", Status: st, Basis: indicators.ByResidents,
			Provisional: []string{"assumed_layer:osm"}, Residents: people(low, high), Decided: people(low, high),
			Area: indicators.Share{Low: low * hectares / 10, High: high * hectares / 10, Whole: 100 * hectares}, Have: 1, Need: 3, Pieces: pieces})
	}
	piece := func(i int, cause indicators.Cause, from, to float64) indicators.Piece {
		return indicators.Piece{Cause: cause, Shape: square(int32(i), from, to), AreaM2: (to - from) * 1e6, Milli: int64(math.Round((to - from) * 1e6)), Have: 1, Nearest: 902_400}
	}
	bus(0, indicators.Pass, 950, 950, piece(0, "", 0, 0.95), piece(0, indicators.TooFew, 0.95, 1))
	bus(1, indicators.Fail, 899, 899, piece(1, "", 0, 0.899), piece(1, indicators.TooFew, 0.899, 1))
	bus(2, indicators.Fail, 500, 600, piece(2, "", 0, 0.5), piece(2, indicators.Unlinked, 0.5, 0.6), piece(2, indicators.Detour, 0.6, 1))
	bus(3, indicators.Unknown, 0, 1000, piece(3, indicators.NoData, 0, 1))
	// 902.4 s are 15.04 min: shown as 15.1, not as the limit it misses.
	r.Results[2].Evidence = indicators.Evidence{At: geo.E7{Lon: 1_070_280_000, Lat: 343_650_000}, InGap: true, BreakEven: 902_400,
		Counted: []indicators.Seen{{Key: "bus|1", Facility: "s1", Layer: "gtfs", Name: "Plaza", Cost: 60_000, StraightM: 51.2}},
		Missed:  &indicators.Seen{Key: "bus|2", Facility: "s2", Layer: "gtfs", Cost: 902_400, StraightM: 400}}
	post := func(i int, st indicators.Status) {
		r.Results = append(r.Results, indicators.Result{Community: r.Communities[i].ID, Criterion: "post", Status: st, Basis: indicators.ByResidents,
			Residents: people(0, 0), Decided: people(0, 0), Area: indicators.Share{Whole: 100 * hectares}, Need: 1})
	}
	post(0, indicators.Pass)
	post(1, indicators.Fail)
	post(2, indicators.Fail) // nothing was computed for d
	return r
}

// ground is a base map: a lake over community a, a park over c, a street through all and a path in b.
func ground(t testing.TB) *data.City {
	t.Helper()
	at := func(x float64) geo.E7 { return geo.E7{Lon: 1_070_000_000 + int32(x*100_000), Lat: 343_650_000} }
	return &data.City{
		Layers: []data.Layer{{Name: "osm", Kind: data.KindOSM, Version: 1, Count: 3}},
		Ground: []data.Ground{{ID: "way/1", Kind: data.WaterA, Shape: square(0, 0.2, 0.4)}, {ID: "way/2", Kind: data.Green, Shape: square(2, 0, 1)}},
		Streets: &network.Streets{
			Junctions: []geo.E7{at(0), at(2), at(4)}, JunctionID: []int64{1, 2, 3},
			From: []uint32{0, 1, 1}, To: []uint32{1, 2, 2}, WayID: []int64{7, 7, 8}, Traits: []network.Traits{network.Foot | network.CarRoad, network.Foot | network.CarRoad, network.Foot},
			NameOf: []uint32{1, 1, 0}, Names: []string{"", `High "St"`}, LengthM: []float64{1, 1, 1},
			ShapeAt: []uint32{0, 2, 4, 6}, Shape: []geo.E7{at(0), at(2), at(2), at(4), at(1.2), at(1.4)},
		},
	}
}

// newTown is a server over one run of the town that asks its store every time.
func newTown(t testing.TB, opt server.Options) (*server.Server, *memory) {
	t.Helper()
	m := &memory{revision: "r", runs: map[int]*data.RunResult{1: town(t, 1)}, city: ground(t), asked: map[string]int{}}
	if opt.Analyst == nil {
		opt.Analyst = (&oracle{}).prepare
	}
	return serve(t, m, opt), m
}

func serve(t testing.TB, m *memory, opt server.Options) *server.Server {
	t.Helper()
	if opt.Refresh == 0 {
		opt.Refresh = time.Nanosecond
	}
	opt.Page = fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>page</title>")}, "assets/a-1.js": {Data: []byte("export {}")}}
	s, err := server.New(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks for a path, with headers as "Name: value".
func get(t testing.TB, h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, h, http.MethodGet, path, headers...)
}

func ask(t testing.TB, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for _, line := range headers {
		name, v, _ := strings.Cut(line, ": ")
		r.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// ids are the ids of the features of an answer, sorted.
func ids(t testing.TB, w *httptest.ResponseRecorder) []string {
	t.Helper()
	var fc struct {
		Features []struct{ ID string }
	}
	parse(t, w, &fc)
	out := []string{}
	for _, f := range fc.Features {
		out = append(out, f.ID)
	}
	slices.Sort(out)
	return out
}

func newRequest(target string) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodGet, target, nil)
	if err == nil {
		r.RequestURI = target
	}
	return r, err
}

func serveRequest(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.Body = http.NoBody
	h.ServeHTTP(w, r)
	return w
}
