package server

import (
	"context"
	"errors"

	"circle15/data"
	"circle15/indicators/lookback"
	"circle15/indicators/worklist"
	"circle15/server/answer"
	"circle15/server/jobs"
)

// Records are what people keep of a workspace beside the results. Reading them needs a key.
type Records interface {
	// Findings are those of the latest version of a layer, or of all with an empty name. data.ErrNotFound: there is no such layer.
	Findings(ctx context.Context, layer string) ([]data.Finding, error)
	// Work is the worklist of a standard, or of all with an empty one, by id.
	Work(ctx context.Context, standard string) ([]worklist.Item, error)
	// WorkLog is what happened to an item, oldest first.
	WorkLog(ctx context.Context, item string) ([]worklist.Event, error)
}

// Writer lets one at a time change the workspace.
type Writer interface {
	// Open takes the right to write for whoever acts. *data.LockedError: another process has it, and the error says which.
	Open(ctx context.Context, by string) (Desk, error)
}

// Desk is the right to write. Each change happens whole or not at all; Close gives the right back.
type Desk interface {
	// Import brings a file in as a layer, by the same readers as the command line. A *data.FileError: it cannot be read.
	Import(ctx context.Context, up Upload, tell data.Progress) (*Imported, error)
	// Compute judges every community and publishes a run, whose number it gives.
	Compute(ctx context.Context, order ComputeOrder, tell data.Progress) (run int, err error)
	// ChangeWork changes an item of the worklist. data.ErrNotFound: there is none of that id. *ChangeError: it cannot be so.
	ChangeWork(ctx context.Context, standard, id string, c worklist.Change) (worklist.Item, error)
	Close() error
}

// Upload is a file to be imported.
type Upload struct {
	Kind string // one of UploadKinds
	Path string // of the file; its name is the one that the client gave
	// Options by name, as the flags of circle15 import: category, id, name, … Fields are columns by the field they hold.
	Options map[string]string
	Fields  map[string]string
	Append  bool // keep what the layer held, and replace what has the same id
}

// UploadKinds are what can be imported over HTTP. Extracts of OpenStreetMap and timetables are too large, and come by the command line.
var UploadKinds = []string{"communities", "residents", "layer", "table", "gtfs"}

// Imported is what an import brought.
type Imported struct {
	Layer    data.Layer        `json:"layer"`
	Findings []data.Finding    `json:"findings"`
	Changes  []lookback.Change `json:"changes"` // to what the layer held before; empty for the first import
}

// ComputeOrder says what to compute.
type ComputeOrder struct {
	Standard string // id of one that the workspace or the program has; empty: the workspace's
	AsOf     string // YYYY-MM-DD; empty: today
	Full     bool   // also what did not change
}

// Computed is what a run brought.
type Computed struct {
	Run int `json:"run"`
}

// ChangeError: a value cannot be set.
type ChangeError struct{ What string }

// Error says which, and what could be.
func (e *ChangeError) Error() string { return e.What }

// start begins a job that writes: one at a time here, and none while another process writes.
func (s *Server) start(ctx context.Context, kind, by string, work func(ctx context.Context, d Desk, tell data.Progress) (any, error)) (jobs.Job, error) {
	if s.opt.Writer == nil {
		return jobs.Job{}, &answer.Problem{Kind: answer.NoWriting}
	}
	j, err := s.queue.Start(kind, by, func() (jobs.Work, error) {
		d, err := s.opt.Writer.Open(ctx, by)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tell data.Progress) (any, error) {
			v, err := work(ctx, d, tell)
			return v, errors.Join(err, d.Close())
		}, nil
	})
	return j, writeProblem(err)
}

// writeProblem says who writes already.
func writeProblem(err error) error {
	var busy *jobs.BusyError
	var locked *data.LockedError
	switch {
	case errors.As(err, &busy):
		return &answer.Problem{Kind: answer.Held, Got: busy.Error(), Err: err}
	case errors.As(err, &locked):
		return &answer.Problem{Kind: answer.Locked, Got: locked.Holder, Err: err}
	case errors.Is(err, jobs.ErrStopped):
		return &answer.Problem{Kind: answer.Full, Err: err}
	}
	return err
}
