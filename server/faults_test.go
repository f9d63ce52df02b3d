package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"circle15/server"
)

// listenOn serves until the test ends, and gives the address.
func listenOn(t testing.TB, s interface {
	Serve(context.Context, net.Listener) error
}) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return l.Addr().String()
}

// closedWithin says whether the server ends a connection in time.
func closedWithin(t *testing.T, c net.Conn, limit time.Duration) bool {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(limit)); err != nil {
		t.Fatal(err)
	}
	_, err := io.Copy(io.Discard, c)
	var timeout net.Error
	return !(errors.As(err, &timeout) && timeout.Timeout())
}

// Clients that never finish their headers or body, or never read, are cut off; meanwhile others are answered.
func TestSlowClientsAreCutOff(t *testing.T) {
	const limit = 200 * time.Millisecond
	s, _ := newTown(t, server.Options{Keys: ring{}, Records: newClerk(), Writer: newClerk(),
		Timeouts: server.Timeouts{ReadHeader: limit, Read: limit, Write: limit, Idle: limit, Drain: 5 * time.Second}})
	at := listenOn(t, s)
	for name, head := range map[string]string{
		"headers":  "GET /gaps.geojson HTTP/1.1\r\nHost: a\r\nX-Slow: ",
		"body":     "POST /api/v1/jobs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer compute\r\nContent-Length: 100\r\n\r\n{",
		"nothing":  "",
		"after it": "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", at)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, head); err != nil {
				t.Fatal(err)
			}
			r, err := http.Get("http://" + at + "/gaps.geojson")
			if err != nil || r.StatusCode != 200 {
				t.Fatalf("another client: %v", err)
			}
			r.Body.Close()
			if !closedWithin(t, c, 20*limit) {
				t.Error("the connection stays")
			}
		})
	}
}

// One byte at a time is still a request that ends too late.
func TestSlowloris(t *testing.T) {
	s, _ := newTown(t, server.Options{Timeouts: server.Timeouts{ReadHeader: 150 * time.Millisecond}})
	c, err := net.Dial("tcp", listenOn(t, s))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	begin := time.Now()
	for time.Since(begin) < 10*time.Second {
		if _, err := io.WriteString(c, "X"); err != nil {
			return // cut off
		}
		if err := c.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		var b [512]byte
		if _, err := c.Read(b[:]); err == nil || errors.Is(err, io.EOF) {
			return // told, or cut off
		}
	}
	t.Error("it goes on for 10 s")
}

func TestHeadersAreBounded(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	at := listenOn(t, s)
	for bytes, want := range map[int]int{1 << 10: 200, 40 << 10: 431} {
		r, err := http.NewRequest("GET", "http://"+at+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Long", strings.Repeat("a", bytes))
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		if w.StatusCode != want {
			t.Errorf("%d bytes of headers: status %d, want %d", bytes, w.StatusCode, want)
		}
	}
}

// A body that says it is packed is not unpacked at all, so a bomb is as small as it looks.
func TestGzipBombsAreNotUnpacked(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := io.CopyN(z, &endless{}, 64<<20); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ := newOffice(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for path, key := range map[string]string{"/api/v1/jobs": computeKey, "/api/v1/layers/residents?file=a.csv": editKey, "/api/v1/worklist/way%2F3%2Fbus_lines": editKey} {
		if w := send(t, s, "POST", path, bytes.NewReader(bomb.Bytes()), key, "Content-Encoding: gzip"); w.Code != 415 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("%d MiB were taken for bombs of %d KiB", grown>>20, bomb.Len()>>10)
	}
}

// Paths that would leave a folder, or that are written in odd ways, lead nowhere.
func TestPathTricks(t *testing.T) {
	s, _ := newOffice(t)
	for _, path := range []string{"/assets/../index.html", "/assets/%2e%2e/index.html", "/assets/..%2f..%2fgo.mod", "/assets/%00", "/assets/..\\index.html", "/ogc/collections/..%2f..%2fetc%2fpasswd/items",
		"/ogc/collections/%00/items", "/tiles/..%2f..%2fx/1/0/0.mvt", "/tiles/gaps/-1/0/0.mvt?criterion=post", "/tiles/gaps/99/0/0.mvt?criterion=post", "/tiles/gaps/1/99999999999999999999/0.mvt?criterion=post",
		"//", "/./", "/gaps.geojson/..", "/base/../gaps.geojson", "/api/v1/communities/" + strings.Repeat("x", 4000), "/api/v1/communities/%2e%2e", "/api/v1/jobs/1e3", "/api/v1/jobs/-1", "/API/v1/runs", "/gaps.geojson%20"} {
		if w := get(t, s, path, readKey); w.Code != 404 && w.Code != 400 {
			t.Errorf("%.60s: status %d: %.100s", path, w.Code, w.Body)
		}
	}
}

// Filters that try to be more than a filter.
func TestInjectionsInFilters(t *testing.T) {
	s, _ := newTown(t, server.Options{})
	for _, filter := range []string{"'; DROP TABLE c15_runs;--", "criterion='post' OR 1=1--", "criterion = 'x' UNION SELECT 1", strings.Repeat("(", 3000) + "run=1" + strings.Repeat(")", 3000),
		"criterion IN (" + strings.Repeat("'a',", 1500) + "'b')", "criterion LIKE '" + strings.Repeat("%a", 1000) + "'", "S_INTERSECTS(geometry, POINT(1e999 0))", "NOT " + strings.Repeat("NOT ", 1500) + "run=1", "sleep(10)", "\x00"} {
		begin := time.Now()
		r, err := newRequest("/ogc/collections/gaps/items?f=json&filter=" + strings.NewReplacer(" ", "%20", "%", "%25", ";", "%3B", "\x00", "%00").Replace(filter))
		if err != nil {
			t.Fatal(err)
		}
		w := serveRequest(s, r)
		if w.Code != 400 && w.Code != 200 && w.Code != 414 {
			t.Errorf("%.40s: status %d: %.200s", filter, w.Code, w.Body)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%.40s: took %v", filter, took)
		}
	}
}

// goroutines waits until not more than a number are left, and says how many are.
func goroutines(most int) (n int) {
	for range 200 {
		if n = runtime.NumGoroutine(); n <= most {
			return n
		}
		time.Sleep(10 * time.Millisecond)
	}
	return n
}

// 200 worst cases at once: as many as there are places are under way, the others are told to come back; when the clients leave, the work
// stops at once and nothing of it is left.
func TestTwoHundredWorstCasesAtOnce(t *testing.T) {
	const requests = 200
	slots := 2 * runtime.GOMAXPROCS(0)
	o := &oracle{hold: make(chan struct{}), left: make(chan struct{}, requests), entered: make(chan struct{}, requests)}
	s, _ := newTown(t, server.Options{Analyst: o.prepare})
	ts := httptest.NewServer(s)
	defer ts.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: requests}}
	before := runtime.NumGoroutine()
	ctx, leave := context.WithCancel(context.Background())
	var busy, cut atomic.Int64
	var wg sync.WaitGroup
	for range requests {
		wg.Go(func() {
			r, err := http.NewRequestWithContext(ctx, "GET", ts.URL+"/api/v1/reach?lon=107.005&lat=34.365&minutes=30&streets=true", nil)
			if err != nil {
				t.Error(err)
				return
			}
			w, err := client.Do(r)
			if err != nil {
				cut.Add(1)
				return
			}
			defer w.Body.Close()
			if w.StatusCode == 429 && w.Header.Get("Retry-After") != "" {
				busy.Add(1)
			}
		})
	}
	for range slots {
		<-o.entered
	}
	for busy.Load() < int64(requests-slots) {
		runtime.Gosched()
	}
	gone := time.Now()
	leave()
	for range slots {
		<-o.left
	}
	if took := time.Since(gone); took > time.Second {
		t.Errorf("cancelled work went on for %v", took)
	}
	wg.Wait()
	client.CloseIdleConnections()
	if busy.Load() != int64(requests-slots) || cut.Load() != int64(slots) {
		t.Errorf("%d were told to come back, %d left; want %d and %d", busy.Load(), cut.Load(), requests-slots, slots)
	}
	if n := goroutines(before + 2); n > before+2 {
		t.Errorf("%d goroutines, before it were %d", n, before)
	}
}

// Who asks too much from one address is told to slow down, and others are not; this machine is not counted.
func TestRatePerClient(t *testing.T) {
	s, _ := newTown(t, server.Options{Rate: 2}) // ten at once
	from := func(addr string, headers ...string) int {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.RemoteAddr = addr
		for _, line := range headers {
			name, v, _ := strings.Cut(line, ": ")
			r.Header.Add(name, v)
		}
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		return w.Code
	}
	count := func(ask func(i int) int) (ok int) {
		for i := range 50 {
			if ask(i) == 200 {
				ok++
			}
		}
		return ok
	}
	for _, c := range []struct {
		name string
		ask  func(i int) int
		want int
	}{
		{"one address", func(int) int { return from("203.0.113.7:1000") }, 10},
		{"another one", func(int) int { return from("203.0.113.8:1000") }, 10},
		{"a network of IPv6", func(i int) int { return from(fmt.Sprintf("[2001:db8::%x]:1000", i)) }, 10},
		{"this machine", func(int) int { return from("127.0.0.1:1000") }, 50},
		{"behind a proxy here", func(int) int { return from("127.0.0.1:1000", "X-Forwarded-For: 198.51.100.1") }, 10},
		{"what a client says itself", func(i int) int {
			return from("127.0.0.1:1000", fmt.Sprintf("X-Forwarded-For: 10.0.0.%d, 198.51.100.2", i))
		}, 10},
		{"a stranger that plays proxy", func(i int) int { return from("203.0.113.9:1000", fmt.Sprintf("X-Forwarded-For: 198.51.101.%d", i)) }, 10},
	} {
		if got := count(c.ask); got < c.want || got > c.want+1 { // one more where a tick passes
			t.Errorf("%s: %d of 50 were answered, want %d", c.name, got, c.want)
		}
	}
	free, _ := newTown(t, server.Options{Rate: -1})
	s = free
	if got := count(func(int) int { return from("203.0.113.7:1000") }); got != 50 {
		t.Errorf("without a bound: %d of 50", got)
	}
}

func TestMetricsCountRequests(t *testing.T) {
	s, _ := newOffice(t)
	get(t, s, "/gaps.geojson")
	get(t, s, "/nowhere")
	get(t, s, "/gaps.geojson?x=1")
	ask(t, s, "BREW", "/gaps.geojson")
	body := get(t, s, "/metrics").Body.String()
	for _, line := range []string{`circle15_http_requests_total{method="GET",route="/gaps.geojson",status="200"} 1`, `circle15_http_requests_total{method="GET",route="/gaps.geojson",status="400"} 1`,
		`circle15_http_requests_total{method="GET",route="",status="404"} 1`, `circle15_http_requests_total{method="other",route="",status="405"} 1`, "circle15_latest_run 1", "circle15_job_running 0", "go_goroutines "} {
		if !strings.Contains(body, line) {
			t.Errorf("no %q", line)
		}
	}
}

// Two cities stand below their names; links keep the name, and one city knows nothing of the other.
func TestCities(t *testing.T) {
	a, _ := newTown(t, server.Options{Name: "baoji"})
	b, m := newTown(t, server.Options{Name: "xian", City: "西安"})
	m.publish(town(t, 2))
	c, err := server.NewCities([]server.City{{Name: "baoji", Server: a}, {Name: "xian", Server: b}})
	if err != nil {
		t.Fatal(err)
	}
	get(t, c, "/xian/gaps.geojson") // the figures tell the run that is served, once one is
	for path, want := range map[string]string{"/baoji/gaps.geojson": `"run":1,`, "/xian/gaps.geojson": `"run":2,`, "/": `<a href="xian/">西安</a>`, "/baoji/": "<title>page</title>", "/healthz": "ok", "/readyz": "ready",
		"/metrics": `circle15_latest_run{city="xian"} 2`, "/xian/ogc?f=json": `http://example.com/xian/ogc`, "/baoji/openapi.json": `"url":"http://example.com/baoji"`, "/baoji/api/v1/communities/way%2F3": "Rivera"} {
		if w := get(t, c, path); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d, no %q in %.200s", path, w.Code, want, w.Body)
		}
	}
	if w := get(t, c, "/baoji"); w.Code != 301 || w.Header().Get("Location") != "/baoji/" {
		t.Errorf("without the slash: status %d to %q", w.Code, w.Header().Get("Location"))
	}
	for path, status := range map[string]int{"/gaps.geojson": 404, "/paris/": 404, "/baoji/xian/gaps.geojson": 404, "//baoji/": 404} {
		if p := problemIn(t, get(t, c, path)); p.Status != status {
			t.Errorf("%s: status %d", path, p.Status)
		}
	}
	for _, names := range [][]string{{"a", "a"}, {"Ä"}, {"a/b"}, {""}, {"metrics"}, {}} {
		var list []server.City
		for _, n := range names {
			list = append(list, server.City{Name: n, Server: a})
		}
		if _, err := server.NewCities(list); err == nil {
			t.Errorf("%q are taken", names)
		}
	}
	at := listenOn(t, c)
	r, err := http.Get("http://" + at + "/xian/gaps.geojson")
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("over a connection: %v", err)
	}
	r.Body.Close()
}

// newCertificate writes a certificate for this machine and its key into files, and gives a client that trusts it.
func newCertificate(t *testing.T) (cert, key string, client *http.Client) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	pool := x509.NewCertPool()
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pool.AppendCertsFromPEM(block)
	for path, b := range map[string][]byte{cert: block, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: text})} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

func TestTLSByFiles(t *testing.T) {
	cert, key, client := newCertificate(t)
	s, _ := newTown(t, server.Options{Certificate: cert, CertificateKey: key})
	at := listenOn(t, s)
	r, err := client.Get("https://" + at + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(b), `"url":"https://`+at+`"`) {
		t.Errorf("links over TLS: %v in %.200s", err, b)
	}
	client.CloseIdleConnections()
	bad, _ := newTown(t, server.Options{Certificate: filepath.Join(t.TempDir(), "none.pem"), CertificateKey: key})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := bad.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), "none.pem") {
		t.Errorf("without a certificate: %v", err)
	}
}

// A server that is told to stop while a job runs and is watched ends both in time.
func TestStopEndsWatchedJobs(t *testing.T) {
	s, c := newOffice(t)
	c.hold = make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	if w := send(t, s, "POST", "/api/v1/jobs", nil, computeKey); w.Code != 202 {
		t.Fatal(w.Body)
	}
	r, err := http.NewRequest("GET", "http://"+l.Addr().String()+"/api/v1/jobs/1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer read")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	begin := time.Now()
	stop()
	b, err := io.ReadAll(w.Body)
	if err != nil || !strings.Contains(string(b), `"state":"cancelled"`) {
		t.Errorf("the watcher is told %v, %s", err, b)
	}
	if err := <-done; err != nil || time.Since(begin) > 5*time.Second {
		t.Errorf("Serve: %v after %v", err, time.Since(begin))
	}
}
