package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"circle15/data"
	"circle15/server/jobs"
)

func newQueue() *jobs.Queue {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	return jobs.New(func() time.Time { return at }, func(err error) string { return "told: " + err.Error() })
}

// over waits for the end of a job.
func over(t *testing.T, q *jobs.Queue, id int) jobs.Job {
	t.Helper()
	for {
		j, changed, ok := q.Watch(id)
		if !ok {
			t.Fatalf("no job %d", id)
		}
		if j.Over() {
			return j
		}
		<-changed
	}
}

// held is work that goes on until it is let go or cancelled.
func held(release chan struct{}) func() (jobs.Work, error) {
	return func() (jobs.Work, error) {
		return func(ctx context.Context, tell data.Progress) (any, error) {
			tell("wait", 1, 2)
			select {
			case <-release:
				return 7, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}, nil
	}
}

func TestOneJobAtATime(t *testing.T) {
	q, release := newQueue(), make(chan struct{})
	j, err := q.Start("compute", "李工", held(release))
	if err != nil || j.ID != 1 || j.State != jobs.Running || j.Begun != "2026-03-01T08:00:00Z" {
		t.Fatalf("%+v, %v", j, err)
	}
	var busy *jobs.BusyError
	if _, err := q.Start("import", "b", held(nil)); !errors.As(err, &busy) || busy.Job.ID != 1 || !strings.Contains(err.Error(), "李工") {
		t.Errorf("a second job: %v", err)
	}
	close(release)
	if j = over(t, q, 1); j.State != jobs.Done || j.Gives != 7 || j.Stage != "wait" || j.Done != 1 || j.Total != 2 || j.Ended == "" {
		t.Errorf("%+v", j)
	}
	if j, err = q.Start("compute", "b", held(release)); err != nil || j.ID != 2 {
		t.Errorf("the next: %+v, %v", j, err)
	}
	over(t, q, 2)
	if list := q.List(); len(list) != 2 || list[0].ID != 2 {
		t.Errorf("list %v", list)
	}
}

func TestJobsEnd(t *testing.T) {
	q := newQueue()
	work := func(err error) func() (jobs.Work, error) {
		return func() (jobs.Work, error) {
			return func(context.Context, data.Progress) (any, error) { return 1, err }, nil
		}
	}
	for _, c := range []struct {
		prepare func() (jobs.Work, error)
		state   jobs.State
		err     string
	}{
		{work(nil), jobs.Done, ""},
		{work(errors.New("bad row")), jobs.Failed, "told: bad row"},
		{func() (jobs.Work, error) {
			return func(context.Context, data.Progress) (any, error) { panic("bug") }, nil
		}, jobs.Failed, "told: panic: bug"},
	} {
		j, err := q.Start("k", "b", c.prepare)
		if err != nil {
			t.Fatal(err)
		}
		if j = over(t, q, j.ID); j.State != c.state || j.Error != c.err {
			t.Errorf("%+v", j)
		}
	}
	if _, err := q.Start("k", "b", func() (jobs.Work, error) { return nil, data.ErrNoWorkspace }); !errors.Is(err, data.ErrNoWorkspace) {
		t.Errorf("a job that cannot be prepared: %v", err)
	}
	if len(q.List()) != 3 {
		t.Errorf("%d jobs, want 3: what was not prepared is none", len(q.List()))
	}
	j, err := q.Start("k", "b", held(nil))
	if err != nil {
		t.Fatal(err)
	}
	q.Cancel(j.ID)
	if j = over(t, q, j.ID); j.State != jobs.Cancelled || j.Error != "" {
		t.Errorf("cancelled: %+v", j)
	}
	if _, ok := q.Cancel(99); ok {
		t.Error("a job that is not there is cancelled")
	}
}

func TestStopEndsWhatRuns(t *testing.T) {
	q := newQueue()
	j, err := q.Start("k", "b", held(nil))
	if err != nil {
		t.Fatal(err)
	}
	q.Stop()
	if j, _, _ = q.Watch(j.ID); j.State != jobs.Cancelled {
		t.Errorf("%+v", j)
	}
	if _, err := q.Start("k", "b", held(nil)); !errors.Is(err, jobs.ErrStopped) {
		t.Errorf("after Stop: %v", err)
	}
}

// Only the last 50 are remembered.
func TestOldJobsAreForgotten(t *testing.T) {
	q := newQueue()
	done := make(chan struct{})
	close(done)
	for range 60 {
		j, err := q.Start("k", "b", held(done))
		if err != nil {
			t.Fatal(err)
		}
		over(t, q, j.ID)
	}
	if list := q.List(); len(list) != 50 || list[49].ID != 11 {
		t.Errorf("%d jobs, the oldest %d; want 50 and 11", len(list), list[len(list)-1].ID)
	}
}
