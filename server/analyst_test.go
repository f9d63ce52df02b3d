package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server"
)

// oracle answers every question about a place in the same way, or as it is told.
type oracle struct {
	prepared atomic.Int64
	fail     atomic.Bool
	hold     chan struct{} // if there is one, answers wait until it is closed or the client leaves
	left     chan struct{} // one for each client who left
	entered  chan struct{} // one for each question
}

func (o *oracle) prepare(context.Context, *data.Run, *data.City) (server.Analyst, error) {
	o.prepared.Add(1)
	if o.fail.Load() {
		return nil, data.ErrNoWorkspace
	}
	return o, nil
}

func (o *oracle) wait(ctx context.Context) error {
	if o.hold == nil {
		return nil
	}
	o.entered <- struct{}{}
	select {
	case <-o.hold:
		return nil
	case <-ctx.Done():
		o.left <- struct{}{}
		return ctx.Err()
	}
}

// Explain tells of a way of 902.4 s, 15.04 minutes, over a leg of 100 m and a street of 802.4 m.
func (o *oracle) Explain(ctx context.Context, at geo.E7, criterion string) (*indicators.Explanation, error) {
	if err := o.wait(ctx); err != nil {
		return nil, err
	}
	end := geo.E7{Lon: at.Lon + 1000, Lat: at.Lat + 5}
	seen := indicators.Seen{Key: "bus|2", Facility: "s2", Layer: "gtfs", Cost: 902_400, StraightM: 400}
	return &indicators.Explanation{At: at, Community: &indicators.Community{ID: "c", Name: "Rivera"},
		Streets: []indicators.StreetAt{{Profile: "walk", Street: "High St", Way: 7, LegM: 100, At: end}},
		Criteria: []indicators.AnswerHere{{Criterion: "bus_lines", Scope: indicators.Places, Cause: indicators.TooFew, Have: 0, Need: 3,
			Evidence: indicators.Evidence{At: at, InGap: true, BreakEven: indicators.NoCost, Missed: &seen},
			Ways: []indicators.Way{{Roles: []indicators.Role{indicators.RoleNearest, indicators.RoleMissed}, Seen: seen, To: end, Metres: 902.4, Crossed: []string{"water"},
				Steps: []indicators.Step{{Kind: indicators.StepAccess, Metres: 100, Cost: 100_000, Last: 1},
					{Kind: indicators.StepStreet, Street: "High St", Way: 7, Metres: 802.4, Cost: 802_400, First: 1, Last: 2}},
				Line: []geo.E7{at, {Lon: at.Lon + 500, Lat: at.Lat}, end}}}}}}, nil
}

// Reach tells squares around the place.
func (o *oracle) Reach(ctx context.Context, q indicators.ReachQuery) (*indicators.Reached, error) {
	if err := o.wait(ctx); err != nil {
		return nil, err
	}
	if q.Facility == "nowhere" {
		return nil, &indicators.ReachError{Parameter: "facility", Got: q.Facility, Allowed: []string{"one that is there"}}
	}
	out := &indicators.Reached{At: q.At, Profile: "walk", SpeedMPS: 1, People: true}
	for i, m := range q.Minutes {
		out.Bands = append(out.Bands, indicators.Band{Minutes: m, Shape: square(0, 0, float64(i+1)/10), AreaM2: 10.04, Milli: 1500})
	}
	if q.Streets {
		out.Lines = []indicators.ReachedLine{{Street: "High St", Way: 7, FromCost: 60_001, ToCost: 120_000, Line: []geo.E7{{Lon: 1}, {Lon: 2}}}}
	}
	return out, nil
}

func TestExplainTellsTheWay(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	var got struct {
		Run       int
		At        [2]float64
		Community struct{ ID, Name string }
		Streets   []struct {
			Street   string
			LegM     float64 `json:"leg_m"`
			At       [2]float64
			Unlinked bool
		}
		Criteria []struct {
			Criterion, Cause string
			Covered          bool
			Have, Need       int
			Evidence         struct {
				Missed    struct{ Cost, Shown float64 }
				BreakEven *float64 `json:"break_even"`
			}
			Ways []struct {
				Roles    []string
				Facility string
				Cost     float64
				Shown    float64
				Metres   float64
				Exact    uint32
				Crossed  []string
				Steps    []struct {
					Kind, Street string
					Exact        uint32
					First, Last  int
				}
				Geometry struct {
					Type        string
					Coordinates [][2]float64
				}
			}
		}
	}
	parse(t, get(t, s, "/api/v1/explain?lon=107.005&lat=34.365&criterion=bus_lines"), &got)
	if got.Run != 1 || got.At != [2]float64{107.005, 34.365} || got.Community.ID != "c" || got.Streets[0].At != [2]float64{107.0051, 34.3650005} {
		t.Errorf("got %+v", got)
	}
	c := got.Criteria[0]
	if c.Covered || c.Cause != "too_few" || c.Need != 3 || c.Evidence.BreakEven != nil || c.Evidence.Missed.Shown != 15.1 {
		t.Errorf("got %+v", c)
	}
	w := c.Ways[0]
	if strings.Join(w.Roles, " ") != "nearest missed" || w.Cost != 15.04 || w.Shown != 15.1 || w.Metres != 903 || w.Crossed[0] != "water" {
		t.Errorf("got %+v", w)
	}
	sum := uint32(0)
	for _, st := range w.Steps {
		sum += st.Exact
	}
	if sum != w.Exact || w.Exact != 902_400 || w.Geometry.Type != "LineString" || len(w.Geometry.Coordinates) != w.Steps[1].Last+1 {
		t.Errorf("got %+v", w)
	}
}

func TestReachTellsIsochrones(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	type collection struct {
		Type     string
		Features []struct {
			Properties struct {
				Minutes     float64
				AreaM2      float64 `json:"area_m2"`
				Residents   *float64
				Street      string
				FromMinutes float64 `json:"from_minutes"`
			}
			Geometry struct{ Type string }
		}
	}
	var got struct {
		Isochrones collection
		Reached    *collection `json:"streets_reached"`
	}
	// In any order; 60.001 s are rounded up to 1.001 minutes.
	parse(t, get(t, s, "/api/v1/reach?lon=107.005&lat=34.365&minutes=12,7.5&streets=true&profile=walk"), &got)
	fs := got.Isochrones.Features
	if len(fs) != 2 || fs[0].Properties.Minutes != 7.5 || fs[1].Properties.Minutes != 12 || fs[0].Geometry.Type != "MultiPolygon" ||
		fs[0].Properties.AreaM2 != 10 || *fs[0].Properties.Residents != 1.5 {
		t.Errorf("got %+v", fs)
	}
	if l := got.Reached.Features[0]; l.Geometry.Type != "LineString" || l.Properties.FromMinutes != 1.001 || l.Properties.Street != "High St" {
		t.Errorf("got %+v", l)
	}
	got.Reached = nil
	parse(t, get(t, s, "/api/v1/reach?facility=s2"), &got)
	if len(got.Isochrones.Features) != 3 || got.Reached != nil {
		t.Errorf("the usual limits are three, without streets: %+v", got)
	}
}

func TestBadPlaces(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for _, c := range []struct{ path, parameter string }{
		{"explain", "lon"}, {"explain?lon=107", "lat"}, {"explain?lon=x&lat=1", "lon"}, {"explain?lon=NaN&lat=1", "lon"}, {"explain?lon=180.1&lat=1", "lon"},
		{"explain?lon=34&lat=107", "lat"}, {"explain?lon=1&lat=1&criterion=bus", "criterion"}, {"explain?lon=1&lat=1&minutes=5", "minutes"},
		{"explain?lon=1&lat=1&run=7", "run"}, {"reach", "lon"}, {"reach?lon=1&lat=1&minutes=x", "minutes"}, {"reach?lon=1&lat=1&minutes=5,,10", "minutes"},
		{"reach?lon=1&lat=1&profile=car", "profile"}, {"reach?lon=1&lat=1&streets=yes", "streets"}, {"reach?facility=nowhere", "facility"},
	} {
		w := get(t, s, "/api/v1/"+c.path)
		if p := problemIn(t, w); p.Status != http.StatusBadRequest || p.Parameter != c.parameter || len(p.Allowed) == 0 {
			t.Errorf("%s: got %+v", c.path, p)
		}
	}
}

// A run is prepared once however many ask; what failed is begun again.
func TestPreparedOnce(t *testing.T) {
	o := &oracle{}
	s, m := newTown(t, server.Options{Analyst: o.prepare})
	const path = "/api/v1/explain?lon=107.005&lat=34.365"
	o.fail.Store(true)
	if w := get(t, s, path); w.Code != http.StatusServiceUnavailable {
		t.Errorf("while it cannot be prepared: status %d", w.Code)
	}
	o.fail.Store(false)
	o.prepared.Store(0)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { get(t, s, path) })
	}
	all.Wait()
	if n := o.prepared.Load(); n != 1 {
		t.Errorf("prepared %d times for four who asked", n)
	}
	m.publish(town(t, 2))
	get(t, s, path)
	get(t, s, path+"&run=1")
	if n := o.prepared.Load(); n != 2 {
		t.Errorf("prepared %d times for two runs", n)
	}
	m.publish(town(t, 3)) // of three runs the one that was asked for first is let go
	get(t, s, path)
	get(t, s, path+"&run=1")
	if n := o.prepared.Load(); n != 3 {
		t.Errorf("prepared %d times for three runs", n)
	}
	get(t, s, path+"&run=2")
	if n := o.prepared.Load(); n != 4 {
		t.Errorf("prepared %d times: run 2 should have been let go", n)
	}
	if w := get(t, serve(t, m, server.Options{}), path); w.Code != http.StatusServiceUnavailable {
		t.Errorf("without an analyst: status %d", w.Code)
	}
}

// More than two questions a processor are refused, not queued; who leaves stops his question and frees the place.
func TestTooManyAtOnce(t *testing.T) {
	most := 2 * runtime.GOMAXPROCS(0)
	o := &oracle{hold: make(chan struct{}), left: make(chan struct{}, most), entered: make(chan struct{}, most+1)}
	s, _ := newTown(t, server.Options{Analyst: o.prepare})
	const path = "/api/v1/reach?lon=107.005&lat=34.365"
	ctx, leave := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for range most {
		all.Go(func() {
			s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		})
	}
	for range most {
		<-o.entered
	}
	w := get(t, s, path)
	if p := problemIn(t, w); p.Status != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || !strings.HasSuffix(p.Type, ":busy") {
		t.Errorf("one more: %+v, Retry-After %q", p, w.Header().Get("Retry-After"))
	}
	leave()
	for range most {
		<-o.left
	}
	all.Wait()
	close(o.hold)
	if w := get(t, s, path); w.Code != http.StatusOK {
		t.Errorf("once they left: status %d: %s", w.Code, w.Body)
	}
}

// What the command line writes is a GeoJSON file: the greatest isochrone first, then the streets.
func TestReachFeatures(t *testing.T) {
	e, err := (&oracle{}).Reach(context.Background(), indicators.ReachQuery{Minutes: []float64{5, 10}, Streets: true})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(server.ReachFeatures(e))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type     string
		Features []struct {
			Properties struct{ Minutes float64 }
			Geometry   struct{ Type string }
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	var told []any
	for _, f := range got.Features {
		told = append(told, f.Properties.Minutes, f.Geometry.Type)
	}
	if want := []any{10.0, "MultiPolygon", 5.0, "MultiPolygon", 5.0, "LineString"}; len(told) != len(want) || told[0] != want[0] || told[2] != want[2] || told[5] != want[5] {
		t.Errorf("got %v, want %v", told, want)
	}
}
