package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"circle15/server"
)

// runOf is the run that an answer speaks of.
func runOf(t *testing.T, s *server.Server, path string) int {
	t.Helper()
	var got struct{ Run int }
	parse(t, get(t, s, path), &got)
	return got.Run
}

func TestNewRunIsServedAndOldOnesStay(t *testing.T) {
	s, m := newTown(t, server.Options{})
	if got := runOf(t, s, "/gaps.geojson"); got != 1 {
		t.Fatalf("run %d", got)
	}
	m.publish(town(t, 2))
	if got := runOf(t, s, "/gaps.geojson"); got != 2 {
		t.Errorf("after publishing run 2: run %d", got)
	}
	if got := runOf(t, s, "/gaps.geojson?run=1"); got != 1 {
		t.Errorf("?run=1: run %d", got)
	}
	for n := 3; n <= 9; n++ { // more than are kept
		m.publish(town(t, n))
	}
	for n := 1; n <= 9; n++ {
		if got := runOf(t, s, fmt.Sprintf("/gaps.geojson?run=%d", n)); got != n {
			t.Errorf("?run=%d: run %d", n, got)
		}
	}
	var list struct{ Runs []struct{ Number int } }
	parse(t, get(t, s, "/api/v1/runs"), &list)
	if len(list.Runs) != 9 || list.Runs[0].Number != 9 {
		t.Errorf("runs %v, want the newest first", list.Runs)
	}
}

func TestStandardsHaveTheirOwnLatestRun(t *testing.T) {
	s, m := newTown(t, server.Options{})
	other := town(t, 2)
	std := *other.Run.Standard
	std.ID = "other"
	other.Run.Standard = &std
	m.publish(other) // in this store the last run is that of the default standard
	if got := runOf(t, s, "/gaps.geojson?standard=town"); got != 1 {
		t.Errorf("town: run %d", got)
	}
	if got := runOf(t, s, "/gaps.geojson"); got != 2 {
		t.Errorf("default: run %d", got)
	}
	if w := get(t, s, "/gaps.geojson?standard=town&run=2"); w.Code != 400 {
		t.Errorf("run 2 is not one of town: status %d", w.Code)
	}
}

func TestHotReadsLeaveTheStoreAlone(t *testing.T) {
	s, m := newTown(t, server.Options{Refresh: time.Hour})
	paths := []string{"/gaps.geojson", "/coverage.geojson", "/communities.geojson", "/api/v1/summary", "/api/v1/communities/a", "/api/v1/runs", "/api/v1/layers", "/base/water.geojson"}
	for _, p := range paths {
		get(t, s, p)
	}
	before := m.total()
	for _, p := range paths {
		if w := get(t, s, p); w.Code != 200 {
			t.Errorf("%s: status %d", p, w.Code)
		}
	}
	if got := m.total() - before; got != 0 {
		t.Errorf("the store was asked %d times: %v", got, m.asked)
	}
}

func TestStoreFailureKeepsTheLastState(t *testing.T) {
	s, m := newTown(t, server.Options{})
	runOf(t, s, "/gaps.geojson")
	m.fail(errors.New("the drive is gone"))
	if got := runOf(t, s, "/gaps.geojson"); got != 1 {
		t.Errorf("run %d", got)
	}
	if w := get(t, s, "/readyz"); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("readyz: status %d", w.Code)
	}
	if w := get(t, s, "/healthz"); w.Code != 200 {
		t.Errorf("healthz: status %d", w.Code)
	}
	m.fail(nil)
	if w := get(t, s, "/readyz"); w.Code != 200 {
		t.Errorf("readyz afterwards: status %d", w.Code)
	}
}

// While runs are published, every answer is of one run: the run in its head is the one in each feature.
func TestReadersNeverSeeAMixture(t *testing.T) {
	s, m := newTown(t, server.Options{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				var fc struct {
					Run      int
					Features []struct{ Properties struct{ Run int } }
				}
				parse(t, get(t, s, "/gaps.geojson"), &fc)
				for _, f := range fc.Features {
					if f.Properties.Run != fc.Run {
						t.Errorf("a feature of run %d in run %d", f.Properties.Run, fc.Run)
					}
				}
			}
		})
	}
	for n := 2; n <= 20; n++ {
		m.publish(town(t, n))
	}
	wg.Wait()
}

// slow is a store whose first look takes until it is let go.
type slow struct {
	*memory
	asked, release chan struct{}
}

func (s *slow) Revision(ctx context.Context) (string, error) {
	select {
	case s.asked <- struct{}{}:
	default:
	}
	<-s.release
	return s.memory.Revision(ctx)
}

// What is under way when the server is told to stop still gets its answer; nothing new is taken.
func TestServeStopsGracefully(t *testing.T) {
	_, m := newTown(t, server.Options{})
	st := &slow{m, make(chan struct{}, 1), make(chan struct{})}
	s, err := server.New(st, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	answer := make(chan error, 1)
	go func() {
		r, err := http.Get("http://" + l.Addr().String() + "/gaps.geojson")
		if err != nil {
			answer <- err
			return
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err == nil && (r.StatusCode != 200 || !strings.HasSuffix(string(b), "]}\n")) {
			err = fmt.Errorf("status %d, %d bytes", r.StatusCode, len(b))
		}
		answer <- err
	}()
	<-st.asked
	stop()
	close(st.release)
	if err := <-answer; err != nil {
		t.Errorf("the answer under way: %v", err)
	}
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("a new connection is taken after the stop")
	}
}

func TestListenOnATakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, m := newTown(t, server.Options{})
	s, err := server.New(m, server.Options{Listen: l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ListenAndServe(t.Context()); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("got %v, want what to do", err)
	}
}
