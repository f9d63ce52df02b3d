package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"circle15/data"
	"circle15/indicators"
	"circle15/indicators/worklist"
	"circle15/server"
	"circle15/server/jobs"
	"circle15/server/keys"
)

// ring is a book of keys in memory: each role is its own token.
type ring struct{}

func (ring) Find(token string) (*keys.Key, error) {
	if slices.Contains(keys.Roles, keys.Role(token)) {
		return &keys.Key{ID: "00000000", Name: "李工", Roles: []keys.Role{keys.Role(token)}}, nil
	}
	return nil, keys.ErrUnknown
}

// The headers that come with keys.
const (
	readKey    = "Authorization: Bearer read"
	editKey    = "Authorization: Bearer edit"
	computeKey = "Authorization: Bearer compute"
)

// clerk keeps a worklist and findings, and writes what it is told down.
type clerk struct {
	mu      sync.Mutex
	items   []worklist.Item
	log     []worklist.Event
	uploads []server.Upload
	text    string        // of the last upload
	lock    error         // what Open gives
	fail    error         // what Import and Compute give
	hold    chan struct{} // if there is one, Compute waits for it or for the end of its context
	open    int           // desks that are not closed
}

func newClerk() *clerk {
	return &clerk{items: []worklist.Item{{ID: "way/3/bus_lines", Standard: "town", Community: "way/3", District: "west", Criterion: "bus_lines", Milli: 500_000, State: worklist.Open, Office: "secret office"},
		{ID: "b/bus_lines", Standard: "town", Community: "b", District: "east", Criterion: "bus_lines", Milli: 101_000, State: worklist.Closed}}}
}

func (c *clerk) Findings(_ context.Context, layer string) ([]data.Finding, error) {
	return []data.Finding{{Severity: data.Failure, Code: "id_twice", Layer: "osm", Row: 7, Value: "secret row", Message: "dropped", Count: 2}}, nil
}

func (c *clerk) Work(context.Context, string) ([]worklist.Item, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.items), nil
}

func (c *clerk) WorkLog(context.Context, string) ([]worklist.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.log), nil
}

func (c *clerk) Open(_ context.Context, by string) (server.Desk, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lock != nil {
		return nil, c.lock
	}
	c.open++
	return &drawer{c, by}, nil
}

type drawer struct {
	*clerk
	by string
}

func (d *drawer) Import(_ context.Context, up server.Upload, tell data.Progress) (*server.Imported, error) {
	text, err := os.ReadFile(up.Path)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.uploads, d.text = append(d.uploads, up), string(text)
	tell("read", 1, 1)
	if d.fail != nil {
		return nil, &data.FileError{File: up.Path, Where: "line 2", What: d.fail.Error()}
	}
	return &server.Imported{Layer: data.Layer{Name: up.Options["category"], Version: 1, Count: 1}}, nil
}

func (d *drawer) Compute(ctx context.Context, _ server.ComputeOrder, tell data.Progress) (int, error) {
	tell("judge", 1, 4)
	if d.hold != nil {
		select {
		case <-d.hold:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return 2, d.fail
}

func (d *drawer) ChangeWork(_ context.Context, _, id string, c worklist.Change) (worklist.Item, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.items {
		if d.items[i].ID == id {
			events, err := d.items[i].Apply(c, "2026-03-01T08:00:00Z", d.by)
			if err != nil {
				return worklist.Item{}, &server.ChangeError{What: err.Error()}
			}
			d.log = append(d.log, events...)
			return d.items[i], nil
		}
	}
	return worklist.Item{}, data.ErrNotFound
}

func (d *drawer) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open--
	return nil
}

// newOffice is a town with keys and a clerk.
func newOffice(t testing.TB) (*server.Server, *clerk) {
	t.Helper()
	c := newClerk()
	s, _ := newTown(t, server.Options{Keys: ring{}, Records: c, Writer: c})
	return s, c
}

// send sends a body.
func send(t testing.TB, h http.Handler, method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, body)
	for _, line := range headers {
		name, v, _ := strings.Cut(line, ": ")
		r.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// jobAt follows the job of an answer to its end.
func jobAt(t testing.TB, s http.Handler, w *httptest.ResponseRecorder) jobs.Job {
	t.Helper()
	if w.Code != http.StatusAccepted {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(w.Header().Get("Location"), "http://"), "/")
	for end := time.Now().Add(10 * time.Second); ; {
		var j jobs.Job
		parse(t, get(t, s, "/"+path, readKey), &j)
		if j.Over() {
			return j
		}
		if time.Now().After(end) {
			t.Fatalf("the job does not end: %+v", j)
		}
		time.Sleep(time.Millisecond)
	}
}

// Each route that needs a key refuses those who have none, a wrong one, or one that does not allow it; and lets in one that does.
func TestRoutesNeedTheirKeys(t *testing.T) {
	s, _ := newOffice(t)
	for _, rt := range s.Routes() {
		if rt.Role == "" {
			continue
		}
		path := example(rt.Path)
		for _, header := range []string{"X: y", "Authorization: Bearer wrong", "Authorization: Basic cmVhZA==", "Authorization: Bearer", "Authorization: read"} {
			w := ask(t, s, rt.Method, path, header)
			if p := problemIn(t, w); w.Code != 401 || p.Type != "urn:circle15:problem:needs-key" || !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%s %s with %q: status %d", rt.Method, path, header, w.Code)
			}
		}
		if rt.Role != keys.Read {
			if w := ask(t, s, rt.Method, path, readKey); w.Code != 403 {
				t.Errorf("%s %s with a key that may only read: status %d", rt.Method, path, w.Code)
			}
		}
		if w := ask(t, s, rt.Method, path, "Authorization: Bearer "+string(rt.Role)); w.Code == 401 || w.Code == 403 {
			t.Errorf("%s %s with its key: status %d", rt.Method, path, w.Code)
		}
	}
	if w := get(t, s, "/gaps.geojson", "Authorization: Bearer wrong"); w.Code != 401 {
		t.Errorf("an open route with a wrong key: status %d", w.Code)
	}
	w := get(t, s, "/gaps.geojson", readKey)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-cache" || !slices.Contains(w.Header().Values("Vary"), "Authorization") {
		t.Errorf("an answer to a key: status %d, %v", w.Code, w.Header())
	}
}

// A server without keys has none that fit.
func TestWithoutKeysNothingOpens(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	if w := get(t, s, "/api/v1/worklist", readKey); w.Code != 401 {
		t.Errorf("status %d", w.Code)
	}
	s, _ = newTown(t, server.Options{Keys: ring{}})
	for _, c := range []struct{ method, path, key string }{{"GET", "/api/v1/worklist", readKey}, {"POST", "/api/v1/jobs", computeKey}, {"POST", "/api/v1/layers/layer?category=post&file=p.csv", editKey}} {
		if p := problemIn(t, ask(t, s, c.method, c.path, c.key)); p.Status != 503 {
			t.Errorf("%s %s of a server that only reads: %+v", c.method, c.path, p)
		}
	}
}

func TestUploadBecomesALayer(t *testing.T) {
	s, c := newOffice(t)
	before := uploadFolders(t)
	w := send(t, s, "POST", "/api/v1/layers/layer?category=post&file=%E9%82%AE%E5%B1%80.csv&map=lon=x,lat=y&datum=gcj02", strings.NewReader("id,x,y\n"), editKey)
	j := jobAt(t, s, w)
	if j.State != jobs.Done || j.By != "李工" || j.Kind != "import layer" {
		t.Errorf("%+v", j)
	}
	up := c.uploads[0]
	if filepath.Base(up.Path) != "邮局.csv" || c.text != "id,x,y\n" || up.Fields["lat"] != "y" || up.Options["datum"] != "gcj02" || up.Kind != "layer" {
		t.Errorf("%+v with %q", up, c.text)
	}
	c.fail = errors.New("no column lon")
	j = jobAt(t, s, send(t, s, "POST", "/api/v1/layers/residents?file=r.csv", strings.NewReader("x"), editKey))
	if j.State != jobs.Failed || j.Error != "r.csv, line 2: no column lon" {
		t.Errorf("a file that cannot be read: %+v", j)
	}
	if left := uploadFolders(t); left > before {
		t.Errorf("%d folders of uploads are left", left-before)
	}
	if c.open != 0 {
		t.Errorf("%d desks are open", c.open)
	}
}

// uploadFolders counts the folders of uploads of all tests.
func uploadFolders(t *testing.T) int {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(os.TempDir(), "circle15-upload-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestBadUploads(t *testing.T) {
	s, _ := newOffice(t)
	for _, c := range []struct {
		path, header string
		status       int
		parameter    string
	}{
		{"/api/v1/layers/osm?file=a.pbf", "X: y", 404, "kind"},
		{"/api/v1/layers/layer?file=a.csv", "X: y", 400, "category"},
		{"/api/v1/layers/layer?file=a.csv&category=a&category_from=b", "X: y", 400, "category"},
		{"/api/v1/layers/residents", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=../../etc/passwd", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=..", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=.hidden", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=a%00.csv", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=C:%5Ca.csv", "X: y", 400, "file"},
		{"/api/v1/layers/residents?file=a.csv&append=yes", "X: y", 400, "append"},
		{"/api/v1/layers/residents?file=a.csv&map=lon", "X: y", 400, "map"},
		{"/api/v1/layers/residents?file=a.csv&path=/etc", "X: y", 400, "path"},
		{"/api/v1/layers/residents?file=a.csv", "Content-Encoding: gzip", 415, "Content-Encoding"},
	} {
		w := send(t, s, "POST", c.path, strings.NewReader("x"), editKey, c.header)
		if p := problemIn(t, w); p.Status != c.status || p.Parameter != c.parameter {
			t.Errorf("%s: %+v", c.path, p)
		}
	}
	if w := send(t, s, "POST", "/api/v1/layers/residents?file=a.csv", strings.NewReader(""), editKey); w.Code != 400 {
		t.Errorf("an empty file: status %d", w.Code)
	}
}

// endless is a body without an end and without a length.
type endless struct{ read int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.read += int64(len(b))
	return len(b), nil
}

// A gigabyte is refused after the limit, whether it says its length or not, and nothing of it stays.
func TestHugeBodiesStopAtTheLimit(t *testing.T) {
	s, c := newOffice(t)
	before := uploadFolders(t)
	body := &endless{}
	if w := send(t, s, "POST", "/api/v1/layers/residents?file=a.csv", body, editKey); w.Code != 413 || body.read > 65<<20 {
		t.Errorf("without a length: status %d after %d bytes", w.Code, body.read)
	}
	r := httptest.NewRequest("POST", "/api/v1/layers/residents?file=a.csv", &endless{})
	r.ContentLength = 1 << 30
	r.Header.Set("Authorization", "Bearer edit")
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, r); w.Code != 413 {
		t.Errorf("with a length: status %d", w.Code)
	}
	body = &endless{}
	if w := send(t, s, "POST", "/api/v1/jobs", body, computeKey); w.Code != 413 || body.read > 2<<20 {
		t.Errorf("a body of JSON: status %d after %d bytes", w.Code, body.read)
	}
	if left := uploadFolders(t); left > before || len(c.uploads) > 0 {
		t.Errorf("%d folders are left, %d uploads imported", left-before, len(c.uploads))
	}
}

func TestBodiesOfJSON(t *testing.T) {
	s, _ := newOffice(t)
	deep := strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)
	for _, c := range []struct {
		body   string
		status int
		header string
	}{
		{`{"full":`, 400, ""}, {`{"full":1}`, 400, ""}, {`{"fulll":true}`, 400, ""}, {`{} {}`, 400, ""}, {`[]`, 400, ""}, {deep, 400, ""}, {strings.Repeat("[", 100_000), 400, ""},
		{`{"as_of":"yesterday"}`, 400, ""}, {`{"full":1e999}`, 400, ""}, {"{}", 415, "Content-Type: text/xml"}, {"{}", 415, "Content-Encoding: gzip"},
		{`{"as_of":"2026-03-01"}`, 202, ""},
	} {
		header := c.header
		if header == "" {
			header = "Content-Type: application/json; charset=utf-8"
		}
		w := send(t, s, "POST", "/api/v1/jobs", strings.NewReader(c.body), computeKey, header)
		if w.Code != c.status {
			t.Errorf("%.40s: status %d: %s", c.body, w.Code, w.Body)
		}
	}
}

func TestTwoWriters(t *testing.T) {
	s, c := newOffice(t)
	c.lock = &data.LockedError{Path: "/secret/city.gpkg", Holder: "pid 7 on county, circle15 compute, since 09:12"}
	for _, path := range []string{"/api/v1/jobs", "/api/v1/worklist/way%2F3%2Fbus_lines"} {
		w := send(t, s, "POST", path, strings.NewReader(map[bool]string{true: "", false: `{"office":"a"}`}[path == "/api/v1/jobs"]), map[bool]string{true: computeKey, false: editKey}[path == "/api/v1/jobs"])
		if p := problemIn(t, w); p.Status != 423 || !strings.Contains(p.Detail, "pid 7 on county") || strings.Contains(p.Detail, "secret") {
			t.Errorf("%s while another process writes: %+v", path, p)
		}
	}
	c.lock, c.hold = nil, make(chan struct{})
	first := send(t, s, "POST", "/api/v1/jobs", nil, computeKey)
	for _, w := range []*httptest.ResponseRecorder{send(t, s, "POST", "/api/v1/jobs", nil, computeKey),
		send(t, s, "POST", "/api/v1/layers/residents?file=a.csv", strings.NewReader("x"), editKey),
		send(t, s, "POST", "/api/v1/worklist/way%2F3%2Fbus_lines", strings.NewReader(`{"office":"a"}`), editKey)} {
		if p := problemIn(t, w); p.Status != 409 || !strings.Contains(p.Detail, "job 1, compute, 李工") {
			t.Errorf("while a job runs: %+v", p)
		}
	}
	close(c.hold)
	if j := jobAt(t, s, first); j.State != jobs.Done {
		t.Errorf("%+v", j)
	}
}

// A job is watched from its start to the cancel.
func TestJobIsWatchedAndCancelled(t *testing.T) {
	office, c := newOffice(t)
	c.hold = make(chan struct{})
	s := httptest.NewServer(office)
	defer s.Close()
	first := send(t, office, "POST", "/api/v1/jobs", nil, computeKey)
	if first.Code != 202 {
		t.Fatal(first.Body)
	}
	r, err := http.NewRequest("GET", s.URL+"/api/v1/jobs/1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer read")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if ct := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || ct != "text/event-stream" {
		t.Fatalf("status %d, %s", answer.StatusCode, ct)
	}
	lines := bufio.NewScanner(answer.Body)
	var events []string
	var last jobs.Job
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			if events = append(events, name); len(events) == 1 {
				if w := ask(t, office, "DELETE", "/api/v1/jobs/1", computeKey); w.Code != 202 {
					t.Errorf("cancel: status %d", w.Code)
				}
			}
		}
		if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if err := json.Unmarshal([]byte(text), &last); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(events) < 2 || events[0] != "progress" || events[len(events)-1] != "end" || last.State != jobs.Cancelled {
		t.Errorf("events %v, the last %+v", events, last)
	}
	if c.open != 0 {
		t.Errorf("%d desks are open", c.open)
	}
}

func TestWorklistOverHTTP(t *testing.T) {
	s, c := newOffice(t)
	var list struct {
		Standard string
		Items    []worklist.Item
	}
	for query, want := range map[string]int{"": 1, "?all=true": 2, "?state=closed": 1, "?district=east": 0, "?state=overdue": 0, "?criterion=bus_lines&all=true": 2} {
		if parse(t, get(t, s, "/api/v1/worklist"+query, readKey), &list); len(list.Items) != want || list.Standard != "town" {
			t.Errorf("%s: %d items of %s, want %d", query, len(list.Items), list.Standard, want)
		}
	}
	path := "/api/v1/worklist/way%2F3%2Fbus_lines"
	w := send(t, s, "POST", path, strings.NewReader(`{"state":"in_hand","office":"交通局","due":"2026-06-30","note":"called"}`), editKey)
	var item struct {
		worklist.Item
		History []worklist.Event
	}
	if parse(t, w, &item); item.State != worklist.InHand || item.Office != "交通局" {
		t.Errorf("%+v", item)
	}
	// The same change again changes nothing; three fields and a note make four events.
	if parse(t, get(t, s, path, readKey), &item); len(item.History) != 4 || item.History[0].By != "李工" {
		t.Errorf("history %+v", item.History)
	}
	for body, status := range map[string]int{`{"state":"closed"}`: 400, `{"due":"soon"}`: 400, `{}`: 400, `{"note":"` + strings.Repeat("a", 5000) + `"}`: 400, `{"by":"x"}`: 400} {
		if w := send(t, s, "POST", path, strings.NewReader(body), editKey); w.Code != status {
			t.Errorf("%.40s: status %d: %s", body, w.Code, w.Body)
		}
	}
	if w := send(t, s, "POST", "/api/v1/worklist/none", strings.NewReader(`{"note":"x"}`), editKey); w.Code != 404 {
		t.Errorf("no such item: status %d", w.Code)
	}
	if c.open != 0 {
		t.Errorf("%d desks are open", c.open)
	}
}

func TestFindingsShowRowsToKeysOnly(t *testing.T) {
	s, _ := newOffice(t)
	open := get(t, s, "/api/v1/findings")
	if !strings.Contains(open.Body.String(), `"count":3`) || strings.Contains(open.Body.String(), "secret row") {
		t.Errorf("open: %s", open.Body)
	}
	if w := get(t, s, "/api/v1/findings", readKey); !strings.Contains(w.Body.String(), "secret row") {
		t.Errorf("with a key: %s", w.Body)
	}
	if w := get(t, s, "/api/v1/findings?layer=none"); w.Code != 400 {
		t.Errorf("no such layer: status %d", w.Code)
	}
}

// secretTown is a town in which the post offices are asked for by a restricted criterion, from a restricted layer, and a camera stands.
func secretTown(t *testing.T) (*server.Server, *clerk) {
	t.Helper()
	c := newClerk()
	std, err := indicators.ParseStandard("town.yaml", []byte(strings.Replace(townStandard, "must_set: true}", "restricted: true}", 1)))
	if err != nil {
		t.Fatal(err)
	}
	run := town(t, 1)
	run.Run.Standard = std
	city := ground(t)
	secret := data.Layer{Name: "secret_list", Kind: data.KindFacilities, Version: 1, Source: "secret.csv", Restricted: true, Categories: []string{"post"}}
	eyes := data.Layer{Name: "secret_eyes", Kind: data.KindFacilities, Version: 1, Categories: []string{"camera"}}
	run.Run.Layers = append(run.Run.Layers, secret, eyes)
	city.Layers = append(city.Layers, secret, eyes)
	at := square(0, 0.5, 1)[0][0][0]
	city.Facilities = []indicators.Facility{{ID: "secret-post", Category: "post", Layer: "secret_list", Name: "secret post", At: at}, {ID: "secret-eye", Category: "camera", Layer: "secret_eyes", At: at}}
	for i := range run.Results {
		if r := &run.Results[i]; r.Criterion == "post" && r.Community == "b" {
			r.Pieces = []indicators.Piece{{Cause: indicators.NoFacility, Shape: square(1, 0, 1), AreaM2: 1e6, Milli: 1000}}
			r.Note = "secret note"
		}
	}
	m := &memory{revision: "r", runs: map[int]*data.RunResult{1: run}, city: city, asked: map[string]int{}}
	return serve(t, m, server.Options{Keys: ring{}, Records: c, Writer: c, Analyst: (&oracle{}).prepare}), c
}

// No open route tells anything that is restricted, whatever its format; with a key it is all there.
func TestNothingRestrictedIsOpen(t *testing.T) {
	s, _ := secretTown(t)
	var paths []string
	for _, rt := range s.Routes() {
		if rt.Method == "GET" {
			paths = append(paths, example(rt.Path))
		}
	}
	for _, c := range []string{"facilities_post", "facilities_camera", "gaps", "coverage", "communities", "districts"} {
		for _, f := range []string{"json", "html", "csv", "fgb", "gpkg"} {
			paths = append(paths, "/ogc/collections/"+c+"/items?limit=1000&f="+f)
		}
	}
	paths = append(paths, "/ogc/collections/gaps/items/b%2Fpost%2Fno_facility", "/tiles/facilities/14/13060/6524.mvt", "/tiles/facilities/14/13060/6524.mvt?category=post", "/tiles/gaps/12/3265/1631.mvt?criterion=post",
		"/gaps.geojson?criterion=post", "/api/v1/communities/b", "/api/v1/summary?criterion=post", "/api/v1/explain?lon=107.005&lat=34.365&criterion=post", "/api/v1/findings?layer=secret_list")
	for _, path := range paths {
		w := get(t, s, path)
		body := strings.ReplaceAll(w.Body.String(), "post%2Fno_facility", "") // what the client itself asked for
		for _, word := range []string{"secret", "no_facility"} {
			if strings.Contains(body, word) && !strings.Contains(path, "secret") && !(word == "no_facility" && w.Code >= 400) && !describes(path) {
				t.Errorf("%s tells %q: %.300s", path, word, body)
			}
		}
	}
	for path, word := range map[string]string{"/api/v1/layers": "secret_eyes", "/gaps.geojson": "b/post/no_facility", "/api/v1/communities/b": "secret note",
		"/ogc/collections/facilities_post/items?f=json": "secret-post", "/ogc/collections/facilities_camera/items?f=json": "secret-eye", "/api/v1/worklist": "secret office"} {
		if w := get(t, s, path, readKey); w.Code != 200 || !bytes.Contains(w.Body.Bytes(), []byte(word)) {
			t.Errorf("%s with a key: status %d, no %q", path, w.Code, word)
		}
	}
	if w := get(t, s, "/gaps.geojson"); strings.Contains(w.Body.String(), "b/post") {
		t.Error("after an answer to a key, what is restricted is open")
	}
}

// describes says whether a path tells of possible values, the names of causes among them, and not of a run.
func describes(path string) bool {
	return slices.ContainsFunc([]string{"/ogc/api", "/openapi.json", "/queryables", "/schema", "/api", "/tiles/style.json"}, func(p string) bool {
		return strings.HasSuffix(strings.Split(path, "?")[0], p) || strings.Contains(path, p+".")
	})
}
