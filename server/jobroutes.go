package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"circle15/data"
	"circle15/server/answer"
	"circle15/server/jobs"

	"github.com/gorilla/mux"
)

// jobList is the answer of /api/v1/jobs.
type jobList struct {
	Jobs []jobs.Job `json:"jobs"` // the latest first
}

// computeBody is the body of POST /api/v1/jobs.
type computeBody struct {
	Standard string `json:"standard,omitempty"`
	AsOf     string `json:"as_of,omitempty"` // YYYY-MM-DD
	Full     bool   `json:"full,omitempty"`
}

// accepted tells of a job that goes on after the answer, and where to look for it.
func (s *Server) accepted(w http.ResponseWriter, r *http.Request, j jobs.Job) error {
	h := w.Header()
	h.Set("Location", answer.Base(r, s.opt.Public)+"/api/v1/jobs/"+strconv.Itoa(j.ID))
	return sendStatus(w, http.StatusAccepted, j)
}

// sendStatus answers what is made anew each time, with a status.
func sendStatus(w http.ResponseWriter, status int, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(text, '\n'))
	return err
}

func (s *Server) getJobs(w http.ResponseWriter, r *http.Request) error {
	return answer.SendJSON(w, r, "", jobList{s.queue.List()})
}

func (s *Server) getJob(w http.ResponseWriter, r *http.Request) error {
	j, _, err := s.watch(r)
	if err != nil {
		return err
	}
	return answer.SendJSON(w, r, "", j)
}

// watch is the job that the path names.
func (s *Server) watch(r *http.Request) (jobs.Job, <-chan struct{}, error) {
	id, err := strconv.Atoi(mux.Vars(r)["job"])
	if err == nil {
		if j, changed, ok := s.queue.Watch(id); ok {
			return j, changed, nil
		}
	}
	return jobs.Job{}, nil, &answer.Problem{Kind: answer.NoSuchThing, Name: "job", Got: mux.Vars(r)["job"]}
}

func (s *Server) postJob(w http.ResponseWriter, r *http.Request) error {
	var b computeBody
	if err := readBody(r, &b); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, b.AsOf); b.AsOf != "" && err != nil {
		return &answer.Problem{Kind: answer.BadBody, Name: "as_of", Got: b.AsOf, Allowed: []string{"a date like 2026-03-01"}}
	}
	j, err := s.start(r.Context(), "compute", callerOf(r).Name, func(ctx context.Context, d Desk, tell data.Progress) (any, error) {
		n, err := d.Compute(ctx, ComputeOrder(b), tell)
		return Computed{n}, err
	})
	if err != nil {
		return err
	}
	return s.accepted(w, r, j)
}

func (s *Server) deleteJob(w http.ResponseWriter, r *http.Request) error {
	j, _, err := s.watch(r)
	if err != nil {
		return err
	}
	j, _ = s.queue.Cancel(j.ID)
	return sendStatus(w, http.StatusAccepted, j)
}

// How often a watcher is told of progress at most, and that the line still stands.
const (
	tellEvery = 200 * time.Millisecond
	pingEvery = 15 * time.Second
)

// watchJob tells how a job goes on as server-sent events: "progress" with the job each time it has changed, "end" when it is over.
func (s *Server) watchJob(w http.ResponseWriter, r *http.Request) error {
	j, changed, err := s.watch(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep the events
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	for {
		if err := sendEvent(w, &j); err != nil || j.Over() {
			return err
		}
		select {
		case <-r.Context().Done():
			return r.Context().Err()
		case <-time.After(tellEvery):
		}
		if err := s.waitFor(w, r, changed); err != nil {
			return err
		}
		if j, changed, err = s.watch(r); err != nil {
			return nil // it is forgotten: so long ago it ended
		}
	}
}

// waitFor waits for a change, with a sign of life now and then.
func (s *Server) waitFor(w http.ResponseWriter, r *http.Request, changed <-chan struct{}) error {
	for {
		select {
		case <-changed:
			return nil
		case <-r.Context().Done():
			return r.Context().Err()
		case <-time.After(pingEvery):
			if err := flushed(w, ": still there\n\n"); err != nil {
				return err
			}
		}
	}
}

func sendEvent(w http.ResponseWriter, j *jobs.Job) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	name := "progress"
	if j.Over() {
		name = "end"
	}
	return flushed(w, fmt.Sprintf("event: %s\nid: %d\ndata: %s\n\n", name, j.ID, text))
}

// flushed writes at once. The deadline of an answer starts anew: this one takes as long as the job.
func flushed(w http.ResponseWriter, text string) error {
	c := http.NewResponseController(w)
	if err := c.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	if err := c.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// maxJSONDepth is how deep a body may be nested.
const maxJSONDepth = 64

// readBody reads a JSON object, at most 1 MiB, of known members only. An empty body is an empty object.
func readBody(r *http.Request, v any) error {
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return &answer.Problem{Kind: answer.WrongMedia, Name: "Content-Encoding", Got: e, Allowed: []string{"identity"}}
	}
	if ct := r.Header.Get("Content-Type"); ct != "" {
		if media, _, err := mime.ParseMediaType(ct); err != nil || media != "application/json" {
			return &answer.Problem{Kind: answer.WrongMedia, Name: "Content-Type", Got: ct, Allowed: []string{"application/json"}}
		}
	}
	text, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &answer.Problem{Kind: answer.LargeBody, Got: "1 MiB"}
	}
	if err != nil {
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "it ended early", Err: err}
	}
	if len(text) == 0 {
		return nil
	}
	if depthOf(text) > maxJSONDepth {
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: fmt.Sprintf("it is nested deeper than %d", maxJSONDepth)}
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: strings.TrimPrefix(err.Error(), "json: "), Err: err}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "there is more than one document"}
	}
	return nil
}

// depthOf is how deep the brackets of a text that may be JSON are nested at most; those in strings do not count.
func depthOf(text []byte) (most int) {
	depth, inside := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inside && c == '\\':
			i++
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return most
}

// failure is what people are told of the error of a job: that of a file without the folder in which it lay here, and nothing of what nobody
// expected.
func (s *Server) failure(err error) string {
	s.log.Error("job failed", "error", err)
	var file *data.FileError
	var change *ChangeError
	var locked *data.LockedError
	switch {
	case errors.As(err, &file):
		return strings.ReplaceAll(file.Error(), filepath.Dir(file.File)+string(os.PathSeparator), "")
	case errors.As(err, &change), errors.As(err, &locked):
		return err.Error()
	}
	return "the server made a mistake: its log has the details"
}
