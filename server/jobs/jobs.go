// Package jobs gives you work that outlasts a request: one job at a time, since a workspace has one writer, with progress that can be
// watched and a way to cancel it.
//
// A [Queue] runs a [Work] in its own goroutine and keeps what became of the last ones. Nothing is queued up: who comes while
// a job runs is told which one, as a *[BusyError].
package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"circle15/data"
)

// State is how far a job has come.
type State string

// The states. The last three are final.
const (
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Job is what is known of a piece of work. It is a copy: it does not change.
type Job struct {
	ID    int    `json:"id"` // counts from 1 since the server started
	Kind  string `json:"kind"`
	By    string `json:"by"` // name of the key that started it
	State State  `json:"state"`
	Stage string `json:"stage"`           // short phrase; empty before the first
	Done  int64  `json:"done"`            // of the stage
	Total int64  `json:"total"`           // 0: not known
	Begun string `json:"begun"`           // RFC 3339
	Ended string `json:"ended,omitempty"` // empty while it runs
	Error string `json:"error,omitempty"` // what went wrong, for people
	Gives any    `json:"result,omitempty"`
}

// Over says whether it has ended.
func (j *Job) Over() bool { return j.State != Running }

// String names the job for people.
func (j *Job) String() string {
	return fmt.Sprintf("job %d, %s, %s, %s", j.ID, j.Kind, j.By, j.Begun)
}

// Work is what a job does. It stops soon after the context is done, and what it gives is shown as the job's result. The error, for people,
// is shown too.
type Work func(ctx context.Context, tell data.Progress) (any, error)

// BusyError: another job runs.
type BusyError struct{ Job Job }

// Error names the job.
func (e *BusyError) Error() string { return e.Job.String() }

// ErrStopped: the queue takes nothing any more.
var ErrStopped = errors.New("the server is stopping")

// kept is how many jobs are remembered.
const kept = 50

// job is a Job that changes.
type job struct {
	Job
	cancel  context.CancelFunc
	changed chan struct{} // closed at the next change
}

// Queue runs jobs. Make one with New.
type Queue struct {
	now func() time.Time
	say func(error) string // an error for people

	mu      sync.Mutex
	jobs    []*job // oldest first
	last    int    // id
	running *job
	stopped bool
	wg      sync.WaitGroup
}

// New makes a queue. say turns the error of a job into what people are told.
func New(now func() time.Time, say func(error) string) *Queue {
	return &Queue{now: now, say: say}
}

// Start begins a job. prepare is called when no other job runs, before Start returns; its error is given back and there is no job.
// *BusyError: another job runs.
func (q *Queue) Start(kind, by string, prepare func() (Work, error)) (Job, error) {
	ctx, cancel := context.WithCancel(context.Background())
	j, err := q.reserve(kind, by, cancel)
	if err != nil {
		cancel()
		return Job{}, err
	}
	work, err := prepare()
	if err != nil {
		cancel()
		q.forget(j)
		return Job{}, err
	}
	go q.run(ctx, j, work)
	return q.copy(j), nil
}

// Hold keeps jobs away while something short is done; leave ends that. *BusyError: a job runs.
func (q *Queue) Hold(kind, by string) (leave func(), err error) {
	j, err := q.reserve(kind, by, func() {})
	if err != nil {
		return nil, err
	}
	return func() { q.forget(j) }, nil
}

func (q *Queue) reserve(kind, by string, cancel context.CancelFunc) (*job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped {
		return nil, ErrStopped
	}
	if q.running != nil {
		return nil, &BusyError{q.running.Job}
	}
	q.last++

	j := &job{Job: Job{ID: q.last, Kind: kind, By: by, State: Running, Begun: q.now().UTC().Format(time.RFC3339)}, cancel: cancel, changed: make(chan struct{})}
	q.running = j
	q.jobs = append(q.jobs, j)
	if len(q.jobs) > kept {
		q.jobs = slices.Delete(q.jobs, 0, 1)
	}
	q.wg.Add(1)
	return j, nil
}

// forget takes back a job that did not begin, with its number: no other can have begun since.
func (q *Queue) forget(j *job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = slices.DeleteFunc(q.jobs, func(o *job) bool { return o == j })
	q.running = nil
	q.last--
	q.wg.Done()
}

func (q *Queue) run(ctx context.Context, j *job, work Work) {
	defer q.wg.Done()
	defer j.cancel()
	gives, err := guarded(ctx, work, func(stage string, done, total int64) {
		q.change(j, func() { j.Stage, j.Done, j.Total = stage, done, total })
	})
	q.change(j, func() {
		j.Ended, j.Gives = q.now().UTC().Format(time.RFC3339), gives
		switch {
		case err == nil:
			j.State = Done
		case ctx.Err() != nil:
			j.State, j.Gives = Cancelled, nil
		default:
			j.State, j.Gives, j.Error = Failed, nil, q.say(err)
		}
		q.running = nil
	})
}

// PanicError: a job ran into a bug of ours.
type PanicError struct{ Value any }

// Error is for the log.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// guarded makes an error of a panic: the server goes on.
func guarded(ctx context.Context, work Work, tell data.Progress) (gives any, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v}
		}
	}()
	return work(ctx, tell)
}

func (q *Queue) change(j *job, f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	f()
	close(j.changed)
	j.changed = make(chan struct{})
}

func (q *Queue) copy(j *job) Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	return j.Job
}

// List are the jobs that are remembered, the latest first.
func (q *Queue) List() []Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	out := make([]Job, 0, len(q.jobs))
	for _, j := range slices.Backward(q.jobs) {
		out = append(out, j.Job)
	}
	return out
}

// Watch is a job as it is, and a channel that is closed when it has changed; false when there is no such job.
func (q *Queue) Watch(id int) (Job, <-chan struct{}, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.ID == id {
			return j.Job, j.changed, true
		}
	}
	return Job{}, nil, false
}

// Cancel asks a job to stop. One that is over stays what it is.
func (q *Queue) Cancel(id int) (Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.ID == id {
			j.cancel()
			return j.Job, true
		}
	}
	return Job{}, false
}

// Stop cancels what runs, waits for it and takes nothing more.
func (q *Queue) Stop() {
	q.mu.Lock()
	q.stopped = true
	if q.running != nil {
		q.running.cancel()
	}
	q.mu.Unlock()
	q.wg.Wait()
}
